"""Which cases a case came from. Events never move: a case that was split off, or that others were joined to, reads
theirs up to where they parted.

`Case.lineage` is a projection of the `case.split_off` and `case.joined` events, so that a case without parents, which
is nearly every case, costs no query. `told` reads it anew from the history.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from cases.models import Case, CaseEvent, Claimant


@dataclass(frozen=True)
class Forebear:
    """A case that this one came from, up to event `seq` of it, which was at `at`.

    joined: its people came by a merger, with what had been done for them; else the whole of it is this case's own past.
    """

    case_id: int
    seq: int
    at: datetime
    joined: bool


def forebears(case: Case) -> list[Forebear]:
    """All of them, the oldest first."""
    return [
        Forebear(row["case"], row["seq"], datetime.fromisoformat(row["at"]), row["joined"])
        for row in case.lineage
    ]


def extended(case: Case, parent: Case, *, at: datetime, joined: bool) -> list[dict[str, Any]]:
    """The lineage of `case` once it has come from `parent` as well, as it stands now."""
    inherited = [row | {"joined": row["joined"] or joined} for row in parent.lineage]
    parted = {"case": parent.pk, "seq": parent.head_seq, "at": at.isoformat(), "joined": joined}
    return [*case.lineage, *inherited, parted]


def told(case: Case) -> list[dict[str, Any]]:
    """What `Case.lineage` must be by the history: each parent with its own parents, up to where they parted."""
    return _told(case.pk, None)


def _told(case_id: int, until: int | None) -> list[dict[str, Any]]:
    events = CaseEvent.objects.filter(case=case_id, kind__in=("case.split_off", "case.joined")).order_by(
        "seq"
    )
    found: list[dict[str, Any]] = []
    for event in events if until is None else events.filter(seq__lte=until):
        joined = event.kind == "case.joined"
        for parent in event.facts["parents"]:
            older = _told(parent["case"], parent["seq"])
            found += [row | {"joined": row["joined"] or joined} for row in older]
            found.append(
                {"case": parent["case"], "seq": parent["seq"], "at": event.at.isoformat(), "joined": joined}
            )
    return found


def past(case: Case, *, joined: bool = True) -> Q:
    """Events of a case and of those it came from; without those of joined cases where `joined` is false."""
    found = Q(case=case.pk)
    for one in forebears(case):
        if joined or not one.joined:
            found |= Q(case=one.case_id, seq__lte=one.seq)
    return found


def shared(case: Case) -> Q:
    """Rows with `case` and `at` (papers, files) of a case, and those of the cases it came from that were there when
    they parted."""
    found = Q(case=case.pk)
    for one in forebears(case):
        found |= Q(case=one.case_id, at__lte=one.at)
    return found


def locked(case: Case, claimant: Claimant | None = None) -> Case:
    """The row of a case, held; of a claimant who was split off or joined since `case` was read, that of where they are
    now. In a transaction."""
    rows = Case.objects.select_for_update(of=("self",))
    held = rows.get(pk=case.pk)
    if claimant is None:
        return held
    where = Claimant.objects.values_list("case_id", flat=True).get(pk=claimant.pk)
    return held if where == held.pk else rows.get(pk=where)
