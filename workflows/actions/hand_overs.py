"""What referral and escalation have in common.

Each is a record with a life of its own, usually beside the case; the case moves with it only where it was handed
over whole. What is shared is shared by a grant that the hand-over writes, and ends with it."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.vocabulary import Status
from workflows import packages
from workflows.models.records import Approval, Referral
from workflows.table import (
    Move,
)

S = Status


def stands_at(*states):
    """A record guard: the record itself must be in one of these states."""

    def guard(facts, record, by):
        if record.state in states:
            return None
        words = {"state": record.get_state_display()}
        return _("Tidak berlaku dalam keadaan “%(state)s”.") % words

    return guard


def not_ended(facts, record, by):
    if record.ended_at:
        return _("Catatan ini sudah selesai.")


def handed_over_whole(facts, record, by):
    if not record.carries(facts.case):
        return _("Hanya untuk perkara yang diserahkan seluruhnya.")


def receiving(office_id, kinds) -> bool:
    return Office.objects.filter(pk=office_id, kind__in=kinds).exists()


def where_it_came_from(move: Move):
    """The status that the case was handed over from; a referral that has ended meanwhile is not gone back to."""
    if not move.record.carries(move.case):
        return None
    back = Status(move.record.came_from)
    if back == S.REFERRED and not Referral.objects.filter(case=move.case, whole=True, ended_at=None).exists():
        return S.UNDER_REVIEW
    return back


def with_the_case(target):
    """The case goes to `target` where it was handed over whole, and stays otherwise."""
    return lambda move: target if move.record.carries(move.case) else None


def end(move: Move, state, *, keep_sharing: bool = False) -> None:
    """The record is finished: what was asked about it falls, and sharing stops."""
    record = move.record
    record.state, record.ended_at = state, move.at
    record.save()
    if not keep_sharing:
        packages.stop_sharing(record, at=move.at)
    Approval.objects.filter(case=move.case, subject=str(record), state=Approval.State.ASKED).update(
        state=Approval.State.VOID
    )


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
