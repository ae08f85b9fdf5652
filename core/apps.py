from django.apps import AppConfig
from django.conf import settings


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import catalogue

        catalogue.compile_stale(settings.BASE_DIR)
