from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import password_reset

        post_migrate.connect(_seed_reference_data, sender=self)
        password_reset.connect(_open_again)


def _seed_reference_data(**kwargs) -> None:
    """Regions and national holidays: there after every migrate, added only where missing."""
    from accounts.calendar import seed_national_holidays
    from accounts.regions import seed_regions

    seed_regions()
    seed_national_holidays()


def _open_again(user, **kwargs) -> None:
    """Who chose a new password from their own mail is not kept out for the wrong ones before."""
    from axes.utils import reset

    reset(username=user.email.lower())
