from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        from cases.events import after_record
        from workflows import feed, relay
        from workflows.clocks import store

        relay.register("feed", feed.stamp)
        after_record(relay.wake_after_commit)
        after_record(store.refresh)
