"""The lists that officers read: the queue, all cases, and how a list is turned. Everything goes through `cases.access`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case as CaseWhen
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, When

from accounts.calendar import calendars_of
from accounts.principals import Principal
from cases.access import cases_for
from cases.employers import name_key
from cases.identity import digits, found_by, has
from cases.models import Case, Claimant, Party
from cases.vocabulary import Tier
from core import clock
from core.ids import read_reference
from core.workdays import working_days_between
from workflows.clocks.rules import HOLDER_LABELS
from workflows.models import Assignment, QueueEntry

PAGE = 30
OURS = ("satgas", "mediator", "supervisor")
"""Holders who sit in the office itself. What others are late with is the office's to chase, too."""


ORDERS = ("uang", "pekerja", "lama")
"""Most unpaid first, most workers first, filed longest ago first."""


@dataclass(frozen=True)
class Wanted:
    """What a list is filtered by, and in what order it stands; every part may be empty.

    text: as `_named` reads it. officer: who works on it, 0 for nobody. order: one of `ORDERS`.
    """

    text: str = ""
    status: str = ""
    holder: str = ""
    late: bool = False
    mine: bool = False
    region: str = ""
    source: str = ""
    office: int | None = None
    officer: int | None = None
    order: str = ""


@dataclass
class Row:
    """One line of a list of cases."""

    case: Case
    employer: str = ""
    holder: str = ""
    due_at: datetime | None = None
    days: int | None = None
    offered_to: str = ""

    @property
    def late(self) -> bool:
        return bool(self.due_at and self.due_at < clock.now())

    @property
    def due_on(self) -> date | None:
        """The day in the zone of the office that handles the case."""
        return self.due_at.astimezone(ZoneInfo(self.case.office.time_zone)).date() if self.due_at else None

    @property
    def holder_label(self) -> Any:
        return HOLDER_LABELS.get(self.holder, "")


@dataclass
class Page:
    """A page of a list that is never counted: only whether there is more."""

    rows: list[Any]
    number: int = 1
    has_next: bool = False

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def totals(self) -> dict[str, int]:
        """Of the cases on this page, each once: how many, workers, and rupiah not paid."""
        cases = {row.case.pk: row.case.balance for row in self.rows}.values()
        return {
            "cases": len(cases),
            "workers": sum(one.workers for one in cases),
            "outstanding": sum(one.outstanding for one in cases),
        }

    @property
    def has_other_pages(self) -> bool:
        return self.has_next or self.has_previous

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def page_of(rows: QuerySet, number: int, size: int = PAGE) -> Page:
    number = max(1, min(number, 1000))
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Page(found[:size], number, len(found) > size)


def queue(by: Principal, wanted: Wanted, *, page: int = 1) -> Page:
    """Open cases by whose move they are and how late: one row a holder, the earliest date first. Four queries."""
    rows = QueueEntry.objects.filter(office__in=by.office_ids, case__in=_matching(cases_for(by), by, wanted))
    if wanted.holder == "ours":
        rows = rows.filter(Q(holder__in=OURS) | Q(due_at__lt=clock.now()))
    elif wanted.holder:
        rows = rows.filter(holder=wanted.holder)
    if wanted.late:
        rows = rows.filter(due_at__lt=clock.now())
    rows = rows.select_related("case__officer", "case__balance", "case__office").order_by(
        *_in_order(wanted, "due_at", case="case__")
    )
    found = page_of(rows.annotate(offered_to=name_offered(OuterRef("case"))), page)
    found.rows = [
        Row(entry.case, holder=entry.holder, due_at=entry.due_at, offered_to=entry.offered_to or "")
        for entry in found.rows
    ]
    tell_employers(found.rows)
    count_days(found.rows)
    return found


def cases(by: Principal, wanted: Wanted, *, page: int = 1) -> Page:
    """All cases of the principal's offices, the newest first, closed ones too. Two queries."""
    rows = _matching(cases_for(by), by, wanted).select_related("officer", "balance")
    rows = rows.order_by(*_in_order(wanted, "-filed_at"))
    if wanted.late:
        rows = rows.filter(Exists(QueueEntry.objects.filter(case=OuterRef("pk"), due_at__lt=clock.now())))
    if wanted.holder:
        ours = Q(holder__in=OURS) | Q(due_at__lt=clock.now())
        held = ours if wanted.holder == "ours" else Q(holder=wanted.holder)
        rows = rows.filter(Exists(QueueEntry.objects.filter(held, case=OuterRef("pk"))))
    found = page_of(rows, page)
    found.rows = [Row(case) for case in found.rows]
    tell_employers(found.rows)
    return found


def _in_order(wanted: Wanted, usual: str, case: str = "") -> tuple[str, str]:
    """The columns of the order that was asked for, `usual` where none was; `case`: the way to the case."""
    orders = {
        "uang": f"-{case}balance__outstanding",
        "pekerja": f"-{case}balance__workers",
        "lama": f"{case}filed_at",
    }
    column = orders.get(wanted.order, usual)
    return column, "-id" if column.startswith("-") else "id"


def _matching(rows: QuerySet[Case], by: Principal, wanted: Wanted) -> QuerySet[Case]:
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.mine:
        rows = rows.filter(Q(officer=by.user_id) | Q(mediator=by.user_id))
    if wanted.officer is not None:
        rows = rows.filter(
            Q(officer=wanted.officer) | Q(mediator=wanted.officer) if wanted.officer else Q(officer=None)
        )
    if wanted.region:
        rows = rows.filter(region__code__startswith=wanted.region)
    if wanted.source:
        rows = rows.filter(source=wanted.source)
    if wanted.office in by.office_ids:
        rows = rows.filter(office=wanted.office)
    if wanted.text.strip():
        rows = rows.filter(_named(wanted.text.strip(), by))
    return rows


def _named(text: str, by: Principal) -> Q:
    """A reference; somebody's NIK, telephone, account, e-mail or name as a whole; or a part of a company's name.

    A shielded worker is found only by whoever may open who they are.
    """
    if reference := read_reference(text):
        return Q(reference=reference)
    number = digits(text)
    if len(number) >= 8 and len(number) >= len(text.replace(" ", "")) - 4:
        return _of_somebody(has("nik", text) | has("phone", number) | has("bank_account", text), by)
    if "@" in text:
        return _of_somebody(has("email", text), by)
    return _of_somebody(has("name", text), by) | _of_company(text)


def _of_somebody(who: Q, by: Principal) -> Q:
    return Q(Exists(Claimant.objects.filter(who, found_by(by), case=OuterRef("pk"))))


def _of_company(text: str) -> Q:
    return Q(Exists(Party.objects.filter(case=OuterRef("pk"), employer__name_key__contains=name_key(text))))


def may_stand_in_address(text: str, by: Principal) -> bool:
    """Whether what is searched for may be seen in an address, a history or a log: a reference, or a company that the
    principal's offices know. Anything else may be a person."""
    return bool(read_reference(text)) or cases_for(by).filter(_of_company(text)).exists()


def name_offered(case: OuterRef) -> Subquery:
    """Name of the officer whose answer to an assignment is waited for."""
    waiting = Assignment.objects.filter(case=case, state=Assignment.State.OFFERED, ended_at=None)
    return Subquery(waiting.values("officer__name")[:1])


def name_of_company(case: OuterRef) -> Subquery:
    """Name of the direct employer of a case, else of the first of its chain."""
    direct_first = CaseWhen(When(tier=Tier.DIRECT, then=0), default=1)
    parties = Party.objects.filter(case=case).order_by(direct_first, "pk")
    return Subquery(parties.values("employer__legal_name")[:1])


def tell_employers(rows: Iterable[Any]) -> None:
    """Set `employer` of each row with a `case`: the direct one, else the first of its chain. One query."""
    rows = list(rows)
    named: dict[int, str] = {}
    parties = Party.objects.filter(case__in={row.case.pk for row in rows}).select_related("employer")
    for party in sorted(parties, key=lambda party: (party.tier == "direct", -party.pk)):
        named[party.case_id] = party.employer.legal_name
    for row in rows:
        row.employer = named.get(row.case.pk, "")


def count_days(rows: Iterable[Any]) -> None:
    """Set `days` of each row with a `case` (its office loaded) and a `due_on`: working days left by the calendar of
    that office, negative where late. One query."""
    rows = [row for row in rows if row.due_on]
    if not rows:
        return
    calendars = calendars_of(row.case.office_id for row in rows)
    for row in rows:
        today = clock.now().astimezone(ZoneInfo(row.case.office.time_zone)).date()
        row.days = working_days_between(today, row.due_on, calendars[row.case.office_id].days_off)
