from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        # From every app's post_migrate: the last one comes when all tables of TABLES are there.
        post_migrate.connect(_install_triggers)


def _install_triggers(**kwargs) -> None:
    from cases import triggers

    triggers.install()
