"""What a person chooses for their own account."""

from django.conf import settings

from accounts.models import User


def choose_language(user: User, language: str) -> None:
    """The language of what the person is sent and shown from now on. Raises ValueError for one that is not spoken."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(language)
    user.language = language
    user.save(update_fields=["language"])
