"""What one place may take of what is scarce within an hour: drafts that are begun, bytes that are kept.

Many workers come from one address: a factory's Wi-Fi, a mobile network. The numbers leave room for a crowd that
files together, and none for somebody who fills the disk.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import HakPekerjaError
from core.locks import hold
from core.sealed import lookup_hash
from intake.models import Taken

WINDOW = timedelta(hours=1)
MOST = {Taken.What.DRAFTS: 120, Taken.What.BYTES: 600 * 1024**2}


class Full(HakPekerjaError):
    """Nothing more is taken now; `reason` says why and what to do, in words for people."""

    reason = _("Sekarang belum dapat kami terima. Coba lagi nanti.")


class TooMuch(Full):
    """One place has taken its share of the hour."""

    reason = _(
        "Dari jaringan ini sudah sangat banyak yang dikirim dalam satu jam terakhir. Coba lagi satu jam lagi, atau pakai jaringan lain."
    )


def take(what: Taken.What, amount: int, *, source: str) -> None:
    """Note that `source` (an address, of which only a keyed hash is kept) takes `amount`. Raises TooMuch.

    One at a time from one place, until the caller's transaction ends: what is asked for at once is counted, too.
    """
    place, since = lookup_hash("taking-source", source), clock.now() - WINDOW
    with transaction.atomic():
        hold(f"taken {what} {place}")
        taken = Taken.objects.filter(what=what, source=place, at__gte=since)
        if (taken.aggregate(sum=Sum("amount"))["sum"] or 0) + amount > MOST[what]:
            raise TooMuch
        Taken.objects.create(what=what, source=place, amount=amount)


def forget_old() -> int:
    """Delete what counts no more. Safe to run twice; returns how many."""
    return Taken.objects.filter(at__lt=clock.now() - WINDOW).delete()[0]
