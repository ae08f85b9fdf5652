"""The feed of all events in one order, for those who read on from where they stopped."""

from django.db import transaction
from django.db.models import QuerySet

from cases.models import Case, CaseEvent, FeedPosition
from core.locks import hold


def stamp(event: CaseEvent) -> None:
    """Give a committed event its place. One at a time: a place is drawn and committed before the next is drawn."""
    with transaction.atomic():
        hold("feed")
        FeedPosition.objects.get_or_create(event=event)


def events_since(cases: QuerySet[Case], position: int, *, limit: int) -> list[FeedPosition]:
    """At most `limit` events of `cases` after `position`, in the order of the feed."""
    return list(
        FeedPosition.objects.filter(position__gt=position, event__case__in=cases)
        .select_related("event__case")
        .order_by("position")[:limit]
    )
