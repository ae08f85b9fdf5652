"""What officers read of one case. Everything goes through `cases.access`; nothing here changes anything."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as CaseWhen
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When

from accounts.models import Office, User
from accounts.principals import Kind, Principal
from cases.access import case_for, cases_for
from cases.identity import OPENING, is_closed_to, log_reading, may_open, open_identity, reveal
from cases.lineage import past, shared
from cases.models import (
    AccessLog,
    Calculation,
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
from core import clock, dates
from core.errors import HakPekerjaError, NotFound
from core.ids import read_reference
from core.unions import listed, moment
from core.workdays import working_days_between
from ledger.models import Instalment, Payment
from workflows.belonging import common_or_own
from workflows.clocks.explain import explain
from workflows.clocks.rules import HOLDER_LABELS, LAPSING, RULES
from workflows.clocks.store import fold
from workflows.lists import Page, count_days, name_of_company, name_offered, page_of
from workflows.meetings import planned_in
from workflows.models import Escalation, Meeting, OpenClock, Referral


def case_page(by: Principal, reference: str) -> Case:
    """A case with what stands in its head, in one query. Raises NotFound."""
    rows = (
        cases_for(by)
        .select_related("office", "officer", "mediator", "region__parent", "balance", "merged_into")
        .annotate(offered_to=name_offered(OuterRef("pk")), company=name_of_company(OuterRef("pk")))
    )
    found = rows.filter(reference=read_reference(reference) or "").first()
    if found is None:
        raise NotFound(reference)
    return found


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
    """Open clocks of one kind that end on the same day: one line, however many workers. `due_on` is None while it
    stands still; `why`: how the date was counted, where that was asked for. Where silence is an answer, or a right has
    ended, nobody is late."""

    case: Case
    label: Any
    holder: Any
    due_on: date | None
    late: bool
    about: str = ""
    why: str = ""
    count: int = 1
    days: int | None = None


def clocks_of(case: Case, parties: list[Party]) -> list[Running]:
    """Open clocks, the earliest first."""
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
            late=row.due_at < clock.now() and row.clock not in LAPSING,
            about=about,
        )
    found = list(lines.values())
    count_days(found)
    return found


def explained(case: Case, events: list[CaseEvent]) -> list[Running]:
    """The same with why each date is what it is, those that stand still too. `events`: all of the case."""
    named: dict[str, str] = {}
    folded = fold(case, events)
    today = clock.now().astimezone(folded.zone).date()
    running = [explain(state, folded.calendar) for state in folded.states if state.started_on <= today]
    if any(one.subject.startswith("party:") for one in running):
        parties = case.parties.values_list("pk", "employer__legal_name")
        named = {f"party:{pk}": name for pk, name in parties}
    lines: dict[tuple, Running] = {}
    for one in running:
        about = named.get(one.subject, "")
        key = (one.clock, one.holder, one.due_on, about, one.why)
        if key in lines:
            lines[key].count += 1
            continue
        late = one.due_on is not None and one.due_on < today and not one.rule.lapses
        left = one.due_on and working_days_between(today, one.due_on, folded.calendar.days_off)
        lines[key] = Running(
            case, one.label, one.holder_label, one.due_on, late, about=about, why=one.why, days=left
        )
    return list(lines.values())


@dataclass
class Worker:
    """A worker of a case on an officer's page, with what the ledger says of them, in rupiah."""

    person: Claimant
    name: str
    by_law: int | None = None

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
    case: Case, *, by: Principal, page: int = 1, only_waiting: bool = False, order: str = "", size: int = 50
) -> Page:
    """Workers with their balances, by number, or who waits for most first (`order` "sisa"); reading the names is logged.
    `by_law` is the total of the latest calculation on record."""
    sums = {name: Sum(f"claims__balance__{name}") for name in ("due", "stated", "confirmed", "outstanding")}
    people = Claimant.objects.filter(case=case).annotate(**sums)
    most_first = [F("outstanding").desc(nulls_last=True)] if order == "sisa" else []
    people = people.order_by(*most_first, "number")
    if only_waiting:
        people = people.filter(outstanding__gt=0)
    found = page_of(people, page, size)
    names = reveal(found.rows, ["name"], by=by, why="case page")
    by_law = _by_law(case, list(names))
    found.rows = [Worker(person, names[person.pk]["name"], by_law.get(person.pk)) for person in found.rows]
    return found


def _by_law(case: Case, workers: list[int]) -> dict[int, int]:
    """Worker -> what the law gives by their latest calculation; nobody of whom there is none."""
    made = Calculation.objects.on_record().filter(case=case, claimant__in=workers)
    return dict(made.order_by("at", "pk").values_list("claimant_id", "total"))


def claimant_numbered(case: Case, number: int) -> Claimant | None:
    return Claimant.objects.filter(case=case, number=number).first()


def worker_of(case: Case, pk: int, *, by: Principal) -> tuple[Claimant, dict[str, str]]:
    """One worker with what was sealed, opened and logged; of a shielded one the alias. `before` and `after`: who stands
    beside them in the list. Raises NotFound."""
    others = Claimant.objects.filter(case=case)
    before = others.filter(number__lt=OuterRef("number")).order_by("-number")
    after = others.filter(number__gt=OuterRef("number")).order_by("number")
    beside = {"before": Subquery(before.values("pk")[:1]), "after": Subquery(after.values("pk")[:1])}
    person = others.filter(pk=pk).annotate(**beside).first()
    if person is None:
        raise NotFound(str(pk))
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


def may_state(case: Case, pk: int) -> bool:
    """Whether this worker of the case can still say something that is written down for them."""
    return Claimant.objects.filter(case=case, pk=pk, withdrawn_at=None, died_on=None).exists()


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
    """Who represents a worker today, or is their heir; the holder's name is opened and logged."""
    shielded = Claimant.objects.filter(mandates=OuterRef("pk"), shielded=True)
    mandates = Mandate.objects.current().filter(claimants=person)
    rows = list(mandates.annotate(shielded=Exists(shielded)).order_by("pk"))
    opened = (
        reveal(rows, ["holder_name", "holder_phone", "holder_email"], by=by, why="case page") if rows else {}
    )
    for row in rows:
        row.opened = opened[row.pk]
    return rows


def events_of(case: Case, *, page: int = 1) -> Page:
    """The history, the newest first, with who did it and the words that go with it; what was before the case came from
    another, too. One query a page."""
    if not case.lineage:
        return page_of(_events(Q(case=case)).order_by("-seq"), page, 50)
    return page_of(_events(past(case)).order_by("-at", "-pk"), page, 50)


def all_events(case: Case) -> list[CaseEvent]:
    """The whole history of a case, the oldest first, without that of the cases it came from."""
    return list(CaseEvent.objects.filter(case=case).order_by("seq"))


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
