"""What officers' pages read. Everything goes through `cases.access`; nothing here changes anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case as CaseWhen
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from accounts.calendar import calendars_of
from accounts.models import Office, Region, User
from accounts.principals import Kind, Principal
from cases.access import case_for, cases_for
from cases.employers import name_key
from cases.identity import (
    OPENING,
    digits,
    found_by,
    has,
    is_closed_to,
    log_reading,
    may_open,
    open_identity,
    reveal,
)
from cases.lineage import past, shared
from cases.models import (
    AccessLog,
    Case,
    CaseEvent,
    Claim,
    Claimant,
    Document,
    Employer,
    Evidence,
    Mandate,
    Message,
    Party,
)
from cases.vocabulary import GrantScope
from core import clock, dates
from core.errors import HakPekerjaError, NotFound
from core.ids import read_reference
from core.unions import listed, moment
from core.workdays import working_days_between
from ledger.models import Instalment, Payment
from workflows.actions import ACTIONS
from workflows.belonging import common_or_own
from workflows.clocks.rules import HOLDER_LABELS, RULES
from workflows.meetings import planned_in
from workflows.models import Approval, Assignment, Escalation, Meeting, OpenClock, QueueEntry, Referral

PAGE = 30
OURS = ("satgas", "mediator", "supervisor")
"""Holders who sit in the office itself. What others are late with is the office's to chase, too."""


# --- lists -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What a list is filtered by; every part may be empty. `text`: as `_named` reads it."""

    text: str = ""
    status: str = ""
    holder: str = ""
    late: bool = False
    mine: bool = False
    region: str = ""
    source: str = ""
    office: int | None = None


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
    rows = rows.select_related("case__officer", "case__balance", "case__office").order_by("due_at", "id")
    found = page_of(rows.annotate(offered_to=_offered_to(OuterRef("case"))), page)
    found.rows = [
        Row(entry.case, holder=entry.holder, due_at=entry.due_at, offered_to=entry.offered_to or "")
        for entry in found.rows
    ]
    tell_employers(found.rows)
    count_days(found.rows)
    return found


def cases(by: Principal, wanted: Wanted, *, page: int = 1) -> Page:
    """All cases of the principal's offices, the newest first, closed ones too. Two queries."""
    rows = (
        _matching(cases_for(by), by, wanted).select_related("officer", "balance").order_by("-filed_at", "-id")
    )
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


def _matching(rows: QuerySet[Case], by: Principal, wanted: Wanted) -> QuerySet[Case]:
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.mine:
        rows = rows.filter(Q(officer=by.user_id) | Q(mediator=by.user_id))
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


def districts(by: Principal) -> list[tuple[str, str]]:
    """The kecamatan of the offices' regions, for a filter."""
    return list(Region.objects.filter(level="kecamatan").values_list("code", "name"))


def villages() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kelurahan by their kecamatan, as a choice takes them."""
    rows = Region.objects.filter(level="kelurahan").select_related("parent").order_by("code")
    grouped: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        grouped.setdefault(row.parent.name, []).append((row.code, row.name))
    return list(grouped.items())


# --- one case --------------------------------------------------------------------------------------------


def case_page(by: Principal, reference: str) -> Case:
    """A case with what stands in its head, in one query. Raises NotFound."""
    rows = (
        cases_for(by)
        .select_related("office", "officer", "mediator", "region__parent", "balance", "merged_into")
        .annotate(offered_to=_offered_to(OuterRef("pk")))
    )
    found = rows.filter(reference=read_reference(reference) or "").first()
    if found is None:
        raise NotFound(reference)
    return found


def _offered_to(case: OuterRef) -> Subquery:
    """Name of the officer whose answer to an assignment is waited for."""
    waiting = Assignment.objects.filter(case=case, state=Assignment.State.OFFERED, ended_at=None)
    return Subquery(waiting.values("officer__name")[:1])


def handles(by: Principal, reference: str) -> bool:
    """Whether one of the principal's offices handles the case of this reference."""
    return cases_for(by).filter(reference=read_reference(reference) or "").exists()


def beside(case: Case) -> tuple[list[Party], list[Referral | Escalation], list[Meeting]]:
    """The chain of companies, the hand-overs of a case (open ones first), and its planned meetings, with what its
    page shows of them. One query."""
    handed = ("pk", "state", "office__name", "ground", "created_at", "ended_at")
    found = listed(
        (
            "party",
            Party.objects.filter(case=case),
            ("pk", "tier", "employer__legal_name", "employer__address"),
        ),
        ("referral", Referral.objects.filter(case=case), handed),
        ("escalation", Escalation.objects.filter(case=case), handed),
        ("meeting", planned_in(case), ("pk", "kind", "starts_at", "place")),
    )
    parties = [
        Party(pk=int(pk), tier=tier, employer=Employer(legal_name=name, address=address))
        for pk, tier, name, address in found["party"]
    ]
    handovers: list[Referral | Escalation] = [
        model(
            pk=int(pk), state=state, office=Office(name=office), ground=ground, created_at=moment(created),
            ended_at=moment(ended),
        )
        for kind, model in (("referral", Referral), ("escalation", Escalation))
        for pk, state, office, ground, created, ended in found[kind]
    ]  # fmt: skip
    order = {"direct": 0, "main_contractor": 1, "project_owner": 2}
    parties.sort(key=lambda party: (order.get(party.tier, 3), party.pk))
    handovers.sort(key=lambda row: (row.ended_at is not None, -row.created_at.timestamp()))
    planned = [
        Meeting(pk=int(pk), case=case, kind=kind, starts_at=moment(starts), place=place)
        for pk, kind, starts, place in found["meeting"]
    ]
    planned.sort(key=lambda one: (one.starts_at, one.pk))
    return parties, handovers, planned


@dataclass
class Running:
    """Open clocks of one kind that end on the same day: one line, however many workers."""

    case: Case
    label: Any
    holder: Any
    due_on: date
    late: bool
    about: str = ""
    count: int = 1
    days: int | None = None


def clocks_of(case: Case, parties: list[Party]) -> list[Running]:
    """Open clocks, the earliest first. Why each date is what it is: `workflows.clocks.explain`."""
    named = {f"party:{party.pk}": party.employer.legal_name for party in parties}
    lines: dict[tuple, Running] = {}
    for row in OpenClock.objects.filter(case=case).order_by("due_at", "id"):
        about = named.get(row.subject, "")
        key = (row.clock, row.holder, row.due_on, about)
        if key in lines:
            lines[key].count += 1
            continue
        rule = RULES.get(row.clock)
        lines[key] = Running(
            case=case,
            label=rule.label if rule else row.clock,
            holder=HOLDER_LABELS.get(row.holder, row.holder),
            due_on=row.due_on,
            late=row.due_at < clock.now(),
            about=about,
        )
    found = list(lines.values())
    count_days(found)
    return found


@dataclass
class Worker:
    """A worker of a case on an officer's page, with what the ledger says of them, in rupiah."""

    person: Claimant
    name: str

    @property
    def list_id(self) -> str:
        """The employer's own number of a worker tells the employer who it is."""
        return "" if self.person.shielded else self.person.list_id

    @property
    def due(self) -> int:
        return self.person.due or 0

    @property
    def confirmed(self) -> int:
        return self.person.confirmed or 0

    @property
    def stated(self) -> int:
        return self.person.stated or 0

    @property
    def outstanding(self) -> int:
        return self.person.outstanding or 0


def workers_of(
    case: Case, *, by: Principal, page: int = 1, only_waiting: bool = False, size: int = 50
) -> Page:
    """Workers with their balances, by number; reading the names is logged. One query a page."""
    sums = {name: Sum(f"claims__balance__{name}") for name in ("due", "stated", "confirmed", "outstanding")}
    people = (
        Claimant.objects.filter(case=case).annotate(claimed_for=Count("claims"), **sums).order_by("number")
    )
    if only_waiting:
        people = people.filter(outstanding__gt=0)
    found = page_of(people, page, size)
    names = reveal(found.rows, ["name"], by=by, why="case page")
    found.rows = [Worker(person, names[person.pk]["name"]) for person in found.rows]
    return found


def claimant_numbered(case: Case, number: int) -> Claimant | None:
    return Claimant.objects.filter(case=case, number=number).first()


def worker_of(case: Case, pk: int, *, by: Principal) -> tuple[Claimant, dict[str, str]]:
    """One worker with what was sealed, opened and logged; of a shielded one the alias. Raises NotFound."""
    person = claimant_of(case, pk)
    opened = reveal([person], ["name", "nik", "phone", "email"], by=by, why="worker page")
    return person, opened[person.pk]


def identity_of(case: Case, pk: int, *, by: Principal, why: str) -> tuple[Claimant, dict[str, str]]:
    """A shielded worker, opened for the reason given, which the supervisor reads. Raises NotFound."""
    person = shielded_worker(case, pk, by=by)
    return person, open_identity(person, by=by, why=why)


def shielded_worker(case: Case, pk: int, *, by: Principal) -> Claimant:
    """A shielded worker whose identity `by` may open. Raises NotFound."""
    person = claimant_of(case, pk)
    if not person.shielded or not may_open(case, by):
        raise NotFound(str(pk))
    person.case = case
    return person


def openings_for(by: Principal) -> QuerySet[AccessLog]:
    """Identities of shielded workers that were opened in the principal's offices, the newest first."""
    rows = AccessLog.objects.filter(what__startswith=OPENING, case__in=cases_for(by))
    return rows.select_related("case", "user").order_by("-at", "-pk")


def is_worker_of(case: Case, pk: int) -> bool:
    return Claimant.objects.filter(case=case, pk=pk, withdrawn_at=None).exists()


def claims_of(case: Case, person: Claimant) -> list[Claim]:
    rows = list(Claim.objects.filter(case=case, claimant=person).select_related("balance"))
    for row in rows:
        row.months, row.slug = dates.period(row.period_from, row.period_to), f"claim-{row.pk}"
    return rows


def payments_of(case: Case, person: Claimant | None = None) -> list[Payment]:
    """The newest payments of a case, or of one worker in it."""
    rows = Payment.objects.filter(case=case).select_related("claim", "claimant", "payer__employer", "proof")
    if person is not None:
        rows = rows.filter(claimant=person)
    return list(rows.order_by("-paid_on", "-pk")[:100])


def promises_of(case: Case) -> list[dict[str, Any]]:
    """What was promised, in minutes or by agreement, by due date and how it stands."""
    rows = (
        Instalment.objects.filter(case=case)
        .values(
            "due_on",
            "state",
            "agreement",
            promised=F("commitment__description"),
            promisor=F("commitment__promisor__employer__legal_name"),
        )
        .annotate(count=Count("id"), total=Sum("amount"))
        .order_by("due_on", "state")
    )
    return [row | {"label": Instalment.State(row["state"]).label} for row in rows]


def evidence_of(case: Case, *, by: Principal) -> list[Evidence]:
    """Files of a case, the newest first; `closed` where one would show `by` who a shielded worker is."""
    files = Evidence.objects.filter(common_or_own(case)).select_related("claimant")
    rows = list(files.order_by("-at", "-pk")[:300])
    opens = may_open(case, by)
    for row in rows:
        row.closed = is_closed_to(row.claimant, by) and not opens
    return rows


class ReasonNeeded(HakPekerjaError):
    """The file shows who a shielded worker is; it is opened for a stated reason, as their name is."""

    def __init__(self, case: Case, person: Claimant) -> None:
        super().__init__(case.reference)
        self.case, self.person = case, person


def open_file(by: Principal, reference: str, pk: int, *, why: str = "") -> Evidence:
    """A file of a case, to be sent to an officer who handles it; the reading is logged.

    Raises NotFound, and ReasonNeeded without `why` for a file of a shielded worker, which the supervisor reads.
    """
    case = case_for(by, reference)
    files = Evidence.objects.filter(common_or_own(case), erased_at=None).select_related("case", "claimant")
    found = files.filter(pk=pk).first()
    closed = found is not None and is_closed_to(found.claimant, by)
    if found is None or (closed and not may_open(case, by)):
        raise NotFound(str(pk))
    if not closed:
        log_reading(found.case_id, f"evidence: {pk}", by=by, why="download")
    elif why.strip():
        log_reading(
            found.case_id, f"{OPENING} {found.claimant.number} evidence: {pk}", by=by, why=why.strip()
        )
    else:
        raise ReasonNeeded(case, found.claimant)
    return found


def documents_of(case: Case) -> list[Document]:
    """Official papers of a case, and those that were there before it came from another. A paper that was entered twice,
    such as minutes with two promises in them, is one."""
    rows = Document.objects.filter(shared(case)).select_related("evidence").order_by("-dated", "-pk")
    papers: dict[tuple, Document] = {}
    for row in rows:
        papers.setdefault((row.kind, row.dated, row.evidence_id, row.number or row.pk), row)
    return list(papers.values())


def speaking_for(case: Case, person: Claimant, *, by: Principal) -> list[Mandate]:
    """Who represents a worker, or is their heir; the holder's name is opened and logged."""
    shielded = Claimant.objects.filter(mandates=OuterRef("pk"), shielded=True)
    rows = list(Mandate.objects.filter(claimants=person).annotate(shielded=Exists(shielded)).order_by("pk"))
    opened = reveal(rows, ["holder_name", "holder_phone"], by=by, why="case page") if rows else {}
    for row in rows:
        row.opened = opened[row.pk]
    return rows


def events_of(case: Case, *, page: int = 1) -> Page:
    """The history, the newest first, with who did it and the words that go with it; what was before the case came from
    another, too. One query a page."""
    if not case.lineage:
        return page_of(_events(Q(case=case)).order_by("-seq"), page, 50)
    return page_of(_events(past(case)).order_by("-at", "-pk"), page, 50)


def events_since(case: Case, seq: int) -> list[CaseEvent]:
    """What has happened after event `seq`, the oldest first."""
    return list(_events(Q(case=case)).filter(seq__gt=seq).order_by("seq")[:50])


def _events(which: Q) -> QuerySet[CaseEvent]:
    officers = User.objects.filter(pk=OuterRef("by_id")).values("name")[:1]
    number = Claimant.objects.filter(pk=OuterRef("on_behalf_of")).values("number")[:1]
    mine = Claimant.objects.filter(pk=OuterRef("by_id")).values("number")[:1]
    return (
        CaseEvent.objects.filter(which)
        .select_related("note")
        .annotate(
            officer_name=CaseWhen(When(by_kind__in=(Kind.OFFICER, Kind.API), then=Subquery(officers))),
            worker_number=CaseWhen(
                When(by_kind=Kind.CLAIMANT, then=Subquery(mine)),
                default=Subquery(number),
                output_field=IntegerField(),
            ),
        )
    )


def claimant_of(case: Case, pk: int) -> Claimant:
    """A worker of the case. Raises NotFound."""
    found = Claimant.objects.filter(case=case, pk=pk).first()
    if found is None:
        raise NotFound(str(pk))
    return found


def messages_of(case: Case) -> list[Message]:
    """The threads with the workers and the office's own notes, the newest last."""
    rows = (
        Message.objects.filter(case=case).select_related("by_user", "claimant").order_by("-at", "-pk")[:200]
    )
    return list(reversed(rows))


def handover_of(case: Case, subject: str) -> Referral | Escalation:
    """One of them by its name ("referral:7"). Raises NotFound."""
    kind, _, pk = subject.partition(":")
    model = {"referral": Referral, "escalation": Escalation}.get(kind)
    found = (
        model.objects.filter(case=case, pk=int(pk)).select_related("office").first()
        if model and pk.isdigit()
        else None
    )
    if found is None:
        raise NotFound(subject)
    return found


# --- approvals -------------------------------------------------------------------------------------------


@dataclass
class Asked:
    """A countersignature that was asked for, as its page shows it."""

    approval: Approval
    by: Principal

    @property
    def case(self) -> Case:
        return self.approval.case

    @cached_property
    def action(self):
        return ACTIONS[self.approval.action]

    @property
    def may_decide(self) -> bool:
        """Whether the reader is one who may; `decide` has the last word."""
        return (
            self.approval.state == Approval.State.ASKED
            and self.approval.asked_by_id != self.by.id
            and self.by.has_role(*self.action.countersign)
        )

    @cached_property
    def lines(self) -> list[tuple[Any, str]]:
        from workflows.saying import described

        return described(
            self.action, self.approval.params, self.case, by=self.by, subject=self.approval.subject
        )

    @cached_property
    def worker_number(self) -> int | None:
        """Of the worker whose statement this is."""
        stated_by = Claimant.objects.filter(pk=self.approval.on_behalf_of or 0)
        return stated_by.values_list("number", flat=True).first()


def approvals_for(by: Principal) -> list[Asked]:
    """What waits for a countersignature of the principal, the oldest first; what they asked for themself is not."""
    rows = (
        Approval.objects.filter(_approvals_seen(by), state=Approval.State.ASKED)
        .exclude(asked_by=by.user_id)
        .select_related("case__balance", "case__office", "asked_by", "office")
        .annotate(
            due_on=Subquery(_countersign_clock("due_on")), due_at=Subquery(_countersign_clock("due_at"))
        )
        .order_by("asked_at")[:200]
    )
    return [asked for row in rows if (asked := Asked(row, by)).may_decide]


def _countersign_clock(name: str) -> QuerySet:
    """One value of the clock that runs on an approval."""
    subject = Concat(Value("approval:"), Cast(OuterRef("pk"), CharField()))
    return OpenClock.objects.filter(case=OuterRef("case"), clock="countersign", subject=subject).values(name)[
        :1
    ]


def approvals_asked_by(by: Principal) -> list[Asked]:
    """What the principal asked for and how it stands."""
    rows = (
        Approval.objects.filter(_approvals_seen(by), asked_by=by.user_id)
        .select_related("case", "decided_by", "office")
        .order_by("-asked_at")[:30]
    )
    return [Asked(row, by) for row in rows]


def approval_for(by: Principal, pk: int) -> Asked:
    """One approval, for those whose office is asked or handles the case. Raises NotFound."""
    row = (
        Approval.objects.filter(_approvals_seen(by), pk=pk)
        .select_related("case__office", "case__balance", "asked_by", "decided_by", "office")
        .first()
    )
    if row is None:
        raise NotFound(str(pk))
    return Asked(row, by)


def _approvals_seen(by: Principal) -> Q:
    return Q(office__in=by.office_ids) | Q(case__in=cases_for(by, GrantScope.HANDLE))
