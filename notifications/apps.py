from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications.telling import tell
        from workflows.relay import register

        register("notifications", tell)
