from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        post_migrate.connect(_seed_reference_data, sender=self)


def _seed_reference_data(**kwargs) -> None:
    """Regions and national holidays: there after every migrate, added only where missing."""
    from accounts.calendar import seed_national_holidays
    from accounts.regions import seed_regions

    seed_regions()
    seed_national_holidays()
