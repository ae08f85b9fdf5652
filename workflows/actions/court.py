"""The industrial relations court (UU 2/2004 Arts. 81-115), steps that keep a right, insolvency."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from cases.lineage import past
from cases.models import Case, CaseEvent, Claim, Document
from cases.vocabulary import ClaimKind, ClaimState, Outcome, Status
from ledger import balance, promises
from ledger.models import AmountKind, ClaimBalance, Instalment
from workflows import params as ask
from workflows.actions.agreement import a_breach_was_recorded
from workflows.actions.checks import all_of, not_in_future
from workflows.actions.heirs import for_all_heirs
from workflows.actions.papers import document
from workflows.people import acted_for
from workflows.table import (
    ANY_OPEN,
    OFFICER,
    SUPERVISOR,
    WORKER,
    Action,
    Move,
    Section,
)

S = Status


def final_ruling_for(case: Case, people) -> bool:
    """Whether a final ruling about one of these people (or about all of the case) is in the history."""
    rulings = CaseEvent.objects.filter(past(case), kind="case.ruling_recorded")
    return any(
        ruling.facts["final"] and concerns_any(ruling.facts.get("claimants"), people) for ruling in rulings
    )


def concerns_any(claimants, people) -> bool:
    """Whether a fact that names claimants, or for all none, is about one of `people`."""
    return not isinstance(claimants, list) or people.filter(pk__in=claimants).exists()


def a_deed_or_final_ruling_is_there(facts, by):
    deed = promises.agreements_of(facts.case, facts.spoken_for).exclude(deed_number="").exists()
    ruling = facts.ever_happened("case.ruling_recorded") and final_ruling_for(facts.case, facts.people)
    if not deed and not ruling:
        return _(
            "Eksekusi memerlukan akta pendaftaran perjanjian bersama atau putusan yang berkekuatan hukum tetap."
        )


def it_was_not_obeyed(facts, by):
    """A promise was broken, or what a final ruling awarded is still not paid (no promise is needed for that)."""
    recorded_here = not facts.others and not a_breach_was_recorded(facts, by)
    if facts.instalments.get(Instalment.State.BREACHED) or recorded_here:
        return None
    awarded = ClaimBalance.objects.filter(claimant__in=facts.people, awarded__gt=0, outstanding__gt=0)
    if facts.ever_happened("case.ruling_recorded") and awarded.exists():
        return None
    return _("Belum ada pelanggaran janji yang dicatat, dan tidak ada putusan yang belum dibayar.")


@dataclass(frozen=True, kw_only=True)
class Execution:
    on: date = ask.day(_("Tanggal permohonan"))
    number: str = ask.text(_("Nomor permohonan"), required=False, max_length=80)


def request_execution(move: Move):
    return {"on": move.params.on}


@dataclass(frozen=True, kw_only=True)
class Suit:
    number: str = ask.text(_("Nomor perkara PHI"), max_length=80)
    on: date = ask.day(_("Tanggal didaftarkan"))


def file_suit(move: Move):
    document(
        move, Document.Kind.OTHER, dated=move.params.on, number=move.params.number, title=_("Gugatan PHI")
    )
    return {"on": move.params.on}


@dataclass(frozen=True, kw_only=True)
class Ruling:
    number: str = ask.text(_("Nomor putusan"), max_length=80)
    read_on: date = ask.day(_("Dibacakan tanggal"))
    notified_on: date | None = ask.day(
        _("Diberitahukan tanggal"), _("Bila pekerja tidak hadir saat dibacakan."), required=False
    )
    final: bool = ask.boolean(_("Sudah berkekuatan hukum tetap"))
    awarded: dict = ask.amounts(
        _("Jumlah yang diputus tiap tuntutan"), _("Nol berarti ditolak."), required=False, of="due"
    )
    evidence: int | None = ask.evidence(_("Berkas putusan"), required=False)


def record_ruling(move: Move):
    given = move.params
    document(move, Document.Kind.RULING, dated=given.read_on, number=given.number, title=_("Putusan PHI"),
             evidence=given.evidence)  # fmt: skip
    if given.final:
        lost = [pk for pk, amount in given.awarded.items() if amount == 0]
        Claim.objects.filter(case_id=move.case.pk, pk__in=lost).update(state=ClaimState.LOST)
    if given.awarded:
        balance.post(move.case, AmountKind.AWARDED, given.awarded, event_seq=move.seq)
        promises.settle(move.case, given.awarded)
    return {
        "read_on": given.read_on,
        "notified_on": given.notified_on,
        "final": given.final,
        "awarded": sum(given.awarded.values()) if given.awarded else None,
    }


@dataclass(frozen=True, kw_only=True)
class CourtEnd:
    outcome: str = ask.choice(
        _("Bagaimana berakhir"),
        [(o.value, o.label) for o in (Outcome.COURT_CONCLUDED, Outcome.NOT_PURSUED)],
    )
    statement: str = ask.long_text(
        _("Pernyataan pekerja"), _("Wajib bila masih ada yang belum dibayar atau perkara tidak dilanjutkan."),
        required=False,
    )  # fmt: skip
    evidence: int | None = ask.evidence(
        _("Pernyataan tertulis pekerja"),
        _("Ditandatangani setiap pekerja yang masih menunggu uang."),
        required=False,
    )


def check_court_end(facts, params, by):
    """Only the workers can say that they go on no more: in their own words, or in writing that the office attaches."""
    if params.outcome != Outcome.NOT_PURSUED and not facts.outstanding:
        return {}
    errors = {}
    if not params.statement:
        errors["statement"] = _(
            "Pekerja masih menunggu uang. Tulis pernyataan pekerja bahwa perkara tidak dilanjutkan."
        )
    if facts.spoken_for is None and not params.evidence:
        errors["evidence"] = _(
            "Lampirkan pernyataan tertulis pekerja, atau catat sebagai pernyataan pekerja satu per satu."
        )
    return errors


def end_court(move: Move):
    move.case.came_from = move.came_from
    move.case.outcome = move.params.outcome
    unpaid = ClaimBalance.objects.filter(case_id=move.case.pk, outstanding__gt=0).values("claim")
    open_claims = Claim.objects.filter(case_id=move.case.pk, state=ClaimState.OPEN)
    open_claims.filter(pk__in=unpaid).update(state=ClaimState.CLOSED_UNPAID)
    Claim.objects.filter(case_id=move.case.pk, state=ClaimState.OPEN).update(state=ClaimState.PAID)
    balance.refresh(move.case)
    move.note = move.params.statement or move.note
    return {"outcome": move.params.outcome}


@dataclass(frozen=True, kw_only=True)
class StepTaken:
    """A step that only the worker can take, outside; recorded, it stops the date that warned of it."""

    on: date = ask.day(_("Tanggal"))
    claimants: list = ask.claimants(_("Untuk pekerja"), _("Kosong berarti semua pekerja."), required=False)


def record_step(move: Move):
    return {
        "on": move.params.on,
        "claimants": [person.pk for person in acted_for(move, move.params.claimants)],
    }


WAGES = frozenset(
    {
        ClaimKind.UNPAID_WAGE,
        ClaimKind.LAST_WAGE,
        ClaimKind.PROCESS_WAGES,
        ClaimKind.OVERTIME,
        ClaimKind.BELOW_UMK,
    }
)


class InsolvencyKind(TextChoices):
    PKPU = "pkpu", _("PKPU")
    PAILIT = "pailit", _("Pailit")


@dataclass(frozen=True, kw_only=True)
class Insolvency:
    kind: str = ask.choice(_("PKPU atau pailit"), InsolvencyKind)
    number: str = ask.text(_("Nomor perkara niaga"), max_length=80)
    on: date = ask.day(_("Tanggal putusan"))
    curator: str = ask.text(_("Kurator atau pengurus"))


def record_insolvency(move: Move):
    move.note = move.params.curator
    document(move, Document.Kind.OTHER, dated=move.params.on, number=move.params.number,
             title=InsolvencyKind(move.params.kind).label)  # fmt: skip
    return {
        "kind": move.params.kind,
        "on": move.params.on,
        "outstanding": move.facts.outstanding,
        "claims": _ranked(move.case),
    }


def _ranked(case: Case) -> list[dict[str, Any]]:
    """What is to be filed with the curator, by kind: wages before every creditor, then other rights (PP 36/2021 Art. 49)."""
    rows = (
        ClaimBalance.objects.filter(case=case.pk, outstanding__gt=0)
        .values(kind=F("claim__kind"))
        .annotate(workers=Count("claimant", distinct=True), outstanding=Sum("outstanding"))
    )
    return sorted(map(dict, rows), key=lambda row: (row["kind"] not in WAGES, row["kind"]))


ACTIONS: tuple[Action, ...] = (
    Action(
        "request_execution", _("Minta eksekusi"), Section.SOLUTION, frozenset({S.IN_SETTLEMENT, S.IN_COURT}), WORKER,
        "case.execution_requested", _("Permohonan eksekusi diajukan: pengadilan (PHI) diminta memaksa perusahaan membayar."),
        target=S.IN_COURT, params=Execution, check=not_in_future("on"),
        guards=(a_deed_or_final_ruling_is_there, it_was_not_obeyed), write=request_execution,
    ),
    Action(
        "file_suit", _("Catat gugatan"), Section.SOLUTION, frozenset({S.IN_COURT}), WORKER + OFFICER,
        "case.suit_filed", _("Gugatan didaftarkan di Pengadilan Hubungan Industrial (PHI)."), params=Suit, check=not_in_future("on"), write=file_suit,
    ),
    Action(
        "record_ruling", _("Catat putusan"), Section.SOLUTION, frozenset({S.IN_COURT}), WORKER + OFFICER,
        "case.ruling_recorded", _("Pengadilan memutus perkara Anda."),
        params=Ruling, check=not_in_future("read_on", "notified_on"), write=record_ruling,
    ),
    Action(
        "end_court", _("Tutup perkara pengadilan"), Section.SOLUTION, frozenset({S.IN_COURT}), WORKER + OFFICER,
        "case.court_ended", _("Perkara di pengadilan selesai."),
        target=S.CLOSED, params=CourtEnd, check=all_of(for_all_heirs("statement"), check_court_end), write=end_court,
        countersign=SUPERVISOR,
    ),
    Action(
        "record_phk_refusal", _("Catat penolakan PHK"), Section.SOLUTION, ANY_OPEN, WORKER + OFFICER,
        "case.phk_refused", _("Anda menolak PHK secara tertulis (PP 35/2021 Pasal 39)."),
        params=StepTaken, check=not_in_future("on"), write=record_step,
    ),
    Action(
        "record_jkp_claim", _("Catat pengajuan JKP"), Section.SOLUTION, ANY_OPEN, WORKER + OFFICER,
        "case.jkp_claimed", _("Anda sudah mengajukan jaminan kehilangan pekerjaan (JKP) ke BPJS Ketenagakerjaan."),
        params=StepTaken, check=not_in_future("on"), write=record_step,
    ),
    Action(
        "record_cassation", _("Catat kasasi"), Section.SOLUTION, frozenset({S.IN_COURT}), WORKER + OFFICER,
        "case.cassation_filed", _("Kasasi diajukan ke Mahkamah Agung."),
        params=StepTaken, check=not_in_future("on"), write=record_step,
    ),
    Action(
        "record_insolvency", _("Catat PKPU atau pailit"), Section.SOLUTION, ANY_OPEN, OFFICER,
        "case.insolvency_recorded",
        _("Perusahaan pailit, atau diberi penundaan membayar utang (PKPU). Upah Anda didahulukan dari utang lain (PP 36/2021 Pasal 49)."),
        params=Insolvency, check=not_in_future("on"), write=record_insolvency,
    ),
)  # fmt: skip
