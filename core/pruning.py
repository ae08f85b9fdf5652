"""Forgetting what is done with, a little at a time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from core import clock

AT_ONCE = 1000
"""Rows deleted in one transaction: nobody who works waits for a sweep."""


def cutoff() -> datetime | None:
    """What was done before this moment may go; None where everything is kept (KEEP_DONE_DAYS=0)."""
    days = settings.KEEP_DONE_DAYS
    return clock.now() - timedelta(days=days) if days > 0 else None


def delete(rows: QuerySet) -> int:
    """Delete these rows in batches, oldest first; returns how many. Safe to run twice, and at once."""
    deleted = 0
    while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        gone, _by_model = rows.model._default_manager.filter(pk__in=pks).delete()
        if not gone:
            break  # another sweep was faster
        deleted += gone
    return deleted
