"""What somebody of a case chooses for themself."""

from django.conf import settings

from cases.models import Claimant, Mandate


def choose_language(holder: Claimant | Mandate, language: str) -> None:
    """The language of what a worker, or who represents them, is told from now on. Raises ValueError for one that is not
    spoken."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(language)
    type(holder)._default_manager.filter(pk=holder.pk).update(language=language)
