"""What was put before an office by others: escalations, referrals, and what was recommended upon them.

Queries for pages and the API. What is not the principal's own is not in them.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from accounts.principals import Kind, Principal
from cases.models import Case, CaseEvent, EventNote
from core import clock
from workflows.models import Escalation, OpenClock, Recommendation, Referral
from workflows.models.records import HandOver
from workflows.packages import CHRONOLOGY
from workflows.table import MINISTRY, RECEIVER


def _offices(by: Principal, roles: tuple[str, ...]) -> set[int]:
    if by.kind not in (Kind.OFFICER, Kind.API):
        return set()
    return {office for office, role in by.roles if role in roles}


def _with_clock(records: QuerySet, kind: str) -> QuerySet:
    """With the running clock of each record that is due first: `clock`, `holder`, `due_on`, `due_at`."""
    running = OpenClock.objects.filter(
        case=OuterRef("case"), subject=Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()))
    ).order_by("due_at")
    return records.select_related(
        "case__office", "case__balance", "case__region", "office", "asked_by_office"
    ).annotate(
        **{name: Subquery(running.values(name)[:1]) for name in ("clock", "holder", "due_on", "due_at")}
    )


def escalations_for(by: Principal) -> QuerySet[Escalation]:
    """Every escalation put before an office in which `by` has a ministry role, ended ones included."""
    return _with_clock(Escalation.objects.filter(office__in=_offices(by, MINISTRY)), "escalation")


def escalated_cases(by: Principal) -> QuerySet[Case]:
    """The cases whose escalation to an office of `by` is not finished."""
    return Case.objects.filter(pk__in=escalations_for(by).filter(ended_at=None).values("case"))


def referrals_for(by: Principal) -> QuerySet[Referral]:
    """Every referral sent to an office in which `by` receives, ended ones included."""
    return _with_clock(Referral.objects.filter(office__in=_offices(by, RECEIVER)), "referral")


def waiting(records: QuerySet) -> QuerySet:
    """Those that are not finished, the most pressing first; those without a running clock last."""
    return records.filter(ended_at=None).order_by(F("due_at").asc(nulls_last=True), "created_at", "pk")


def ended(records: QuerySet) -> QuerySet:
    return records.exclude(ended_at=None).order_by("-ended_at", "-pk")


def late(records: QuerySet) -> QuerySet:
    """Those whose running clock is past its date."""
    return records.filter(due_at__lt=clock.now())


def recommendations_for(by: Principal) -> QuerySet[Recommendation]:
    """What the ministry offices of `by` recommended, the next due first; `open` while not followed up."""
    followed = CaseEvent.objects.filter(
        case=OuterRef("escalation__case"),
        kind="escalation.followed_up",
        subject=Concat(Value("escalation:"), Cast(OuterRef("escalation_id"), CharField())),
        at__gte=OuterRef("at"),
    ).order_by("-seq")
    return (
        Recommendation.objects.filter(escalation__office__in=_offices(by, MINISTRY))
        .select_related("escalation__case")
        .annotate(followed_up_at=Subquery(followed.values("at")[:1]))
        .order_by(F("followed_up_at").asc(nulls_first=True), "due_on", "pk")
    )


# --- one record ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A line of a record's own history, with the words that go with it where everybody may read them."""

    kind: str
    label: Any
    at: Any
    facts: dict[str, Any]
    words: str


def history_of(record: HandOver) -> list[Told]:
    """What happened to the record, newest first. One query."""
    events = (
        CaseEvent.objects.filter(case=record.case_id, subject=str(record))
        .select_related("note")
        .order_by("-seq")
    )
    return [
        Told(event.kind, CHRONOLOGY.get(event.kind, event.kind), event.at, event.facts, _words(event))
        for event in events
    ]


def _words(event: CaseEvent) -> str:
    """What an office wrote. A worker's own words are for those who handle the case."""
    if event.by_kind in (Kind.CLAIMANT, Kind.REPRESENTATIVE) or event.on_behalf_of:
        return ""
    note = getattr(event, "note", None)
    return note.body if note and note.audience == EventNote.Audience.EVERYONE else ""


def is_running(subject: str) -> bool:
    """Whether the record named by `subject` ("escalation:4") is not finished."""
    kind, _separator, pk = subject.partition(":")
    models: dict[str, type[Escalation] | type[Referral]] = {"escalation": Escalation, "referral": Referral}
    return models[kind].objects.filter(pk=pk, ended_at=None).exists()


def clocks_of(record: HandOver) -> list[OpenClock]:
    """The running clocks of a record, the next due first."""
    return list(OpenClock.objects.filter(case=record.case_id, subject=str(record)).order_by("due_at"))
