"""From "accepted" to "delivered", or back: what became of a message after its provider took it.

A mail of which nothing bad was heard for two days counts as delivered, and so does one whose server sent a receipt.
What counts is reported to `workflows.service`, whose guards ask for it; what comes back later is taken back there.
"""

from datetime import datetime, timedelta

from django.db import transaction

from core import clock
from notifications.channels import CHANNELS
from notifications.models import Notification
from workflows.service import is_proved, record_service, refute_service

State = Notification.State

AT_ONCE = 200
PUT_OFF = timedelta(days=5)
"""How long mail servers go on trying after they said that it takes longer (RFC 5321, 4.5.4.1)."""


def settle() -> int:
    """Count as delivered what has settled; returns how many. Safe to run twice, and at once."""
    settled = 0
    while found := _settle_some():
        settled += found
    return settled


def _settle_some() -> int:
    with transaction.atomic():
        rows = list(
            Notification.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(state=State.ACCEPTED, settles_at__lte=clock.now())
            .select_related("event__case__office")
            .order_by("settles_at", "pk")[:AT_ONCE]
        )
        for row in rows:
            arrived(row, at=row.accepted_at or clock.now(), proof=row.provider_id)
    return len(rows)


def arrived(row: Notification, *, at: datetime, proof: str) -> None:
    """It is with the person. Called with the row held; `at`: the moment that counts as delivery."""
    Notification.objects.filter(pk=row.pk).update(state=State.DELIVERED, delivered_at=at, error="")
    means = CHANNELS[row.channel].means
    if means and is_proved(row.event):
        record_service(row.event, row.recipient, means=means, at=at, proof=proof)


def came_back(row: Notification, *, code: str) -> None:
    """It is not with the person, whatever was thought before. Called with the row held."""
    Notification.objects.filter(pk=row.pk).update(
        state=State.DEAD, error=code, lease=None, leased_until=None, delivered_at=None
    )
    refute_service(row.event, row.recipient, means=CHANNELS[row.channel].means)


def takes_longer(row: Notification, *, code: str) -> None:
    """Its server goes on trying: it settles later. Called with the row held."""
    if row.state == State.ACCEPTED:
        Notification.objects.filter(pk=row.pk).update(error=code, settles_at=clock.now() + PUT_OFF)
