"""What one worker sees of their case: their own part, and nothing of another worker's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from accounts import principals
from accounts.principals import Kind, Principal
from cases.access import represents
from cases.identity import reveal
from cases.lineage import forebears, past
from cases.models import Calculation, Case, CaseEvent, Claim, Claimant, Document, Evidence, Mandate, Message
from cases.vocabulary import ClaimKind, Status
from core.dates import written
from core.errors import NotFound
from core.money import rupiah
from core.unions import listed
from ledger import balance
from ledger.models import UNKNOWN, ClaimBalance, Instalment, Payment
from workflows import facts as case_facts
from workflows.actions import ACTIONS
from workflows.actions.corrections import changes_in_words
from workflows.actions.heirs import WHOLE, share_of
from workflows.belonging import spoken_for
from workflows.clocks.rules import RULES, Per
from workflows.concerned import concerned
from workflows.facts import CaseFacts
from workflows.perform import Possible, possible_actions
from workflows.rights import known_to_belong
from workflows.table import Action
from workflows.wording import Standing, standing

_TOLD: dict[str, Any] = {
    "case.submitted": _("Pengaduan Anda kami terima."),
    "case.split_off": _("Bagian Anda kini berjalan sendiri, dengan nomor perkara baru. Batas waktu dan tanda terima Anda tidak berubah, dan nomor lama tetap dapat dipakai."),
    "case.completion_answered": _("Jawaban Anda kami terima."),
    "case.joined": _("Perkara Anda digabung ke sini. Batas waktu dan tanda terima Anda tidak berubah."),
    "evidence.added": _("Bukti ditambahkan."),
    "evidence.erased": _("Bukti dihapus; catatannya tetap ada."),
    "clock.moved": _("Ada batas waktu yang bergeser. Tanggal barunya ada di halaman depan perkara."),
} | {action.event: action.told for action in ACTIONS.values() if not action.internal}  # fmt: skip

_RECKONED = _("Petugas menghitung hak Anda menurut undang-undang. Cara hitungnya ada di halaman Uang.")
"""Told from the worker's own calculation: the event speaks of all of a case at once."""


@dataclass(frozen=True)
class Line:
    """One line of the worker's timeline."""

    at: datetime
    told: Any
    note: str = ""
    changes: Sequence[str] = ()


@dataclass(frozen=True)
class Money:
    """One worker's money, all of it from the ledger. share: in percent, where one of several heirs reads it."""

    total: balance.Total
    share: int | None = None
    claims: list[ClaimBalance] = field(default_factory=list)
    instalments: list[Instalment] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)

    @property
    def theirs(self) -> int | None:
        """What of it is that heir's."""
        return share_of(self.total.due, self.share) if self.share else None

    @property
    def waiting(self) -> list[Payment]:
        """Payments that somebody stated and the worker has yet to confirm."""
        return [payment for payment in self.payments if payment.state == Payment.State.STATED]


class Part:
    """A worker's part of their case: what several places of one page rest on, each read once.

    `by`: the worker, or who speaks for them, as an access function let them in with `claimant`.
    """

    def __init__(self, claimant: Claimant, *, by: Principal):
        self.claimant, self.case, self.by = claimant, claimant.case, by

    @cached_property
    def events(self) -> list[CaseEvent]:
        return list(CaseEvent.objects.filter(case=self.case.pk).select_related("note").order_by("seq"))

    @cached_property
    def history(self) -> list[CaseEvent]:
        """The events of the case and of those that it came from."""
        if not self.case.lineage:
            return self.events
        told = CaseEvent.objects.filter(past(self.case)).select_related("note")
        return list(told.order_by("at", "pk"))

    @cached_property
    def facts(self) -> CaseFacts:
        facts = case_facts.load(self.case, spoken_for(self.case, self.by), self.history)
        known_to_belong(facts, self.by)
        return facts

    @cached_property
    def standing(self) -> Standing:
        return standing(self.claimant, self.events)

    @cached_property
    def actions(self) -> dict[str, Possible]:
        """What they may do in principle, by name, with the reasons against it now."""
        return self.actions_on() | self.actions_on(f"claimant:{self.claimant.pk}", self.claimant)

    def actions_on(self, subject: str = "", record: Any = None) -> dict[str, Possible]:
        """The same on a record of theirs, such as one of their claims."""
        rows = possible_actions(self.case, by=self.by, facts=self.facts, subject=subject, about=record)
        return {row.action.name: row for row in rows}

    @cached_property
    def withdrawal_waits(self) -> bool:
        """Whether this worker asked to withdraw and neither took it back nor was confirmed."""
        waits = False
        for event in self.history:
            if event.kind in _WITHDRAWAL and self.claimant.pk in event.facts["claimants"]:
                waits = event.kind == "case.withdrawal_asked"
        return waits

    @cached_property
    def missing_items(self) -> str:
        """What the office asked for last, one thing a line; empty where nothing is asked for."""
        own = {self.case.pk} | {one.case_id for one in forebears(self.case) if not one.joined}
        asked = [
            event
            for event in self.history
            if event.kind == "case.completion_requested"
            and event.case_id in own  # of a joined case: others were asked
        ]
        return asked[-1].note.body if asked and getattr(asked[-1], "note", None) else ""


_WITHDRAWAL = ("case.withdrawal_asked", "case.withdrawal_taken_back", "case.withdrawal_confirmed")


@dataclass(frozen=True, kw_only=True)
class Left:
    """What is still owed. outstanding: rupiah; unknown: claims of which nobody has said yet how much is due."""

    outstanding: int
    unknown: int

    @property
    def in_words(self) -> str:
        """Never that nothing is owed where it is not known."""
        said = [_("Belum dibayar: %(left)s") % {"left": rupiah(self.outstanding)}] if self.outstanding else []
        if self.unknown:
            said.append(_("sebagian masih dihitung") if said else _("Jumlahnya masih dihitung"))
        return "; ".join(map(str, said)) or str(_("Tidak ada lagi yang belum dibayar"))


_UNKNOWN = Q(**UNKNOWN) & ~Q(claim__kind=ClaimKind.WITHHELD_DOCUMENTS)


@dataclass(frozen=True, kw_only=True)
class Glance(Left):
    """What the first page says of the others. unread, papers, files: how many.

    waiting: payments that somebody stated and the worker has yet to confirm, with the kind of their claim.
    """

    waiting: list[Payment]
    unread: int
    papers: int
    files: int


def glance(claimant: Claimant, *, unread: QuerySet[Message]) -> Glance:
    """One query. unread: the lines that wait for this worker."""
    claims = ClaimBalance.objects.filter(claimant=claimant)
    stated = Payment.objects.filter(claimant=claimant, state=Payment.State.STATED)
    files = evidence(claimant).filter(erased_at=None)
    found = listed(
        ("left", claims.values("claimant").annotate(n=Sum("outstanding")), ("n",)),
        ("unknown", claims.filter(_UNKNOWN).values("claimant").annotate(n=Count("pk")), ("n",)),
        ("unread", unread.values("claimant").annotate(n=Count("pk")), ("n",)),
        ("files", files.values("claimant").annotate(n=Count("pk")), ("n",)),
        ("paper", documents(claimant), ("pk",)),
        ("payment", stated, ("pk", "amount", "paid_on", "claim__kind")),
    )

    def number(kind: str) -> int:
        return int(found[kind][0][0]) if found[kind] else 0

    waiting = [
        Payment(pk=int(pk), amount=int(amount), paid_on=date.fromisoformat(day), claim=Claim(kind=kind))
        for pk, amount, day, kind in found["payment"]
    ]
    return Glance(
        outstanding=number("left"),
        unknown=number("unknown"),
        waiting=sorted(waiting, key=lambda payment: (payment.paid_on, payment.pk)),
        unread=number("unread"),
        papers=len(found["paper"]),
        files=number("files"),
    )


@dataclass(frozen=True, kw_only=True)
class Represented(Left):
    """One of the people whom a representative speaks for."""

    claimant: Claimant
    name: str


def represented(mandate: Mandate) -> list[Represented]:
    """The people of a mandate by name, with what is still owed to each."""
    by = principals.representative(mandate.pk)
    people = list(represents(by).select_related("case").order_by("case", "number"))
    names = reveal(people, ["name"], by=by, why="a representative's list of the people they speak for")
    sums = (
        ClaimBalance.objects.filter(claimant__in=people)
        .order_by()
        .values_list("claimant_id")
        .annotate(left=Sum("outstanding"), unknown=Count("pk", filter=_UNKNOWN))
    )
    owed = {pk: (outstanding, unknown) for pk, outstanding, unknown in sums}
    return [
        Represented(claimant=person, name=names[person.pk]["name"], outstanding=outstanding, unknown=unknown)
        for person in people
        for outstanding, unknown in [owed.get(person.pk, (0, 0))]
    ]


def others_represented(claimant: Claimant, by: Principal) -> int:
    """How many more in the same case a representative speaks for."""
    if by.kind != Kind.REPRESENTATIVE:
        return 0
    mandate = principals.representative(by.id or 0)
    return represents(mandate, claimant.case).filter(withdrawn_at=None).exclude(pk=claimant.pk).count()


def goes_alone(claimant: Claimant, action: Action) -> bool:
    """Whether this action would take this worker's part out of a case of many (docs/adr/0008)."""
    only_when_closed = bool(action.concerns)
    case = claimant.case
    moves = action.moves and not action.whole and (case.status == Status.CLOSED or not only_when_closed)
    others = Claimant.objects.filter(case=case.pk).exclude(pk=claimant.pk)
    return moves and (others if case.status == Status.CLOSED else others.filter(withdrawn_at=None)).exists()


@dataclass(frozen=True, kw_only=True)
class SpokenFor:
    """The head of a representative's pages: for whom they speak. share: of an heir, in percent; others: whether their
    mandate names more people."""

    name: str
    share: int | None
    others: bool


def speaks_for(claimant: Claimant, *, by: Principal) -> SpokenFor | None:
    """None for the worker themself. `claimant`: as `own_claimant` gives it."""
    if by.kind != Kind.REPRESENTATIVE:
        return None
    share, number = claimant.share, claimant.named_with  # type: ignore[attr-defined]
    return SpokenFor(name=name_of(claimant, by=by), share=share, others=number > 1)


def share_of_several(claimant: Claimant) -> int | None:
    """In percent, where one of several heirs is in. `claimant`: as `own_claimant` gives it."""
    share = getattr(claimant, "share", None)
    return share if share and share < WHOLE else None


def name_of(claimant: Claimant, *, by: Principal) -> str:
    """The name of the one a representative speaks for."""
    return reveal([claimant], ["name"], by=by, why="a representative's page")[claimant.pk]["name"]


def timeline(claimant: Claimant) -> list[Line]:
    """What has happened, newest first, over the cases that this one came from."""
    lines = []
    for event in _events(claimant, claimant.case_id, None):
        if event.kind in _TOLD and _concerns(event, claimant.pk) and not _of_the_office(event):
            note = getattr(event, "note", None)
            shown = note.body if note and note.audience == note.Audience.EVERYONE else ""
            lines.append(Line(event.at, _TOLD[event.kind], shown, _changes(event)))
    lines += [
        Line(at, _RECKONED, changes=[rupiah(total)] if total else ())
        for at, total in Calculation.objects.on_record().filter(claimant=claimant).values_list("at", "total")
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _of_the_office(event: CaseEvent) -> bool:
    """Whether a date moved that no worker is told of."""
    return event.kind == "clock.moved" and RULES[event.facts["clock"]].per == Per.APPROVAL


def _changes(event: CaseEvent) -> Sequence[str]:
    """What was one thing and is another now: facts that were put right, a date that moved."""
    facts = event.facts
    if event.kind == "clock.moved" and facts.get("from") and facts.get("to"):
        before, after = (written(date.fromisoformat(facts[name])) for name in ("from", "to"))
        return [f"{RULES[facts['clock']].label}: {before} → {after}"]
    return changes_in_words(facts.get("changed", {}))


def _events(claimant: Claimant, case_id: int, until: int | None) -> list[CaseEvent]:
    """What happened in a case up to event `until` while the worker was in it, and before in those they came from."""
    events = CaseEvent.objects.filter(case=case_id).select_related("note").order_by("seq")
    told: list[CaseEvent] = []
    for event in events if until is None else events.filter(seq__lte=until):
        if event.kind in ("case.split_off", "case.joined") and claimant.pk in event.facts["claimants"]:
            told = []  # what those who were there were told before is not for who comes
            for parent in event.facts["parents"]:
                told += _events(claimant, parent["case"], parent["seq"])
        told.append(event)
    return told


def _concerns(event: CaseEvent, claimant_id: int) -> bool:
    about = concerned(event)
    return about is None or claimant_id in about


def money(claimant: Claimant) -> Money:
    claims = list(ClaimBalance.objects.filter(claimant=claimant).select_related("claim").order_by("claim_id"))
    return Money(
        total=balance.sum_of(claims),
        share=share_of_several(claimant),
        claims=claims,
        instalments=list(
            Instalment.objects.filter(claim__claimant=claimant)
            .exclude(state=Instalment.State.REPLACED)
            .select_related("claim")
        ),
        payments=list(Payment.objects.filter(claimant=claimant).select_related("claim")),
    )


def claim(claimant: Claimant, pk: int) -> Claim:
    """One claim of this worker, with its balance. Raises NotFound."""
    found = Claim.objects.filter(claimant=claimant, pk=pk).select_related("balance").first()
    if found is None:
        raise NotFound(str(pk))
    return found


def payment(claimant: Claimant, pk: int) -> Payment:
    """One payment to this worker. Raises NotFound."""
    found = Payment.objects.filter(claimant=claimant, pk=pk).select_related("claim").first()
    if found is None:
        raise NotFound(str(pk))
    return found


def evidence(claimant: Claimant) -> QuerySet[Evidence]:
    return Evidence.objects.filter(claimant=claimant)


def documents(claimant: Claimant) -> QuerySet[Document]:
    """Official papers that were served on this worker."""
    return Document.objects.filter(services__claimant=claimant).select_related("evidence").distinct()


def document_file(claimant: Claimant, pk: int) -> Evidence:
    """The file of a paper that was served on this worker. Raises NotFound."""
    paper = documents(claimant).filter(~Q(evidence=None), pk=pk, evidence__erased_at=None).first()
    if paper is None:
        raise NotFound(str(pk))
    return paper.evidence


def fingerprint(claimant: Claimant) -> str:
    """The hash of the event with which this worker's complaint came in; it stands in the sealed daily root."""
    case_id = (
        Case.objects.filter(reference=claimant.first_reference).values_list("pk", flat=True).first()
        or claimant.case_id
    )
    return CaseEvent.objects.values_list("hash", flat=True).get(case=case_id, seq=1)
