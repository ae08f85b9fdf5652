"""Perjanjian bersama: signed, registered, watched (UU 2/2004 Arts. 7, 13)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.events import record
from cases.models import Document
from cases.vocabulary import Status
from ledger import balance, promises
from ledger.models import Agreement, AmountKind, ClaimBalance, Instalment
from workflows import params as ask
from workflows.actions.checks import all_of, not_in_future
from workflows.actions.lineage import split_off
from workflows.table import (
    ANY,
    MEDIATOR,
    OFFICER,
    WORKER,
    Action,
    Move,
    Section,
)

S = Status


@dataclass(frozen=True, kw_only=True)
class NewAgreement:
    signed_on: date = ask.day(_("Ditandatangani tanggal"))
    claimants: list = ask.claimants(
        _("Pekerja yang menandatangani"), _("Kosong berarti semua pekerja."), required=False
    )
    agreed: dict = ask.amounts(
        _("Jumlah yang disepakati tiap tuntutan"),
        _("Kosong berarti seluruh sisa yang belum dibayar."),
        required=False,
        of="due",
    )
    schedule: str = ask.long_text(
        _("Jadwal pembayaran"), _("Satu tanggal tiap baris, boleh dengan bagiannya. Misalnya 31-3-2026 60%")
    )
    replaces_earlier: bool = ask.boolean(_("Menggantikan perjanjian sebelumnya"))
    below_minimum_explained: str = ask.text(
        _("Bila di bawah hak minimum: mengapa pekerja menerima"), required=False
    )
    evidence: int | None = ask.evidence(_("Berkas perjanjian bersama"), required=False)


def in_mediation_the_mediator_is_witness(facts, by):
    """UU 2/2004 Art. 13(2)a and e: reached before a mediator, or after the anjuran, it is witnessed by one."""
    if facts.case.status in (S.IN_MEDIATION, S.RECOMMENDED) and not by.has_role(*MEDIATOR):
        return _(
            "Selama mediasi, perjanjian bersama dicatat oleh mediator, yang menyaksikannya (Pasal 13 UU 2/2004)."
        )


def _signers(facts, params) -> set[int]:
    people = facts.people.filter(withdrawn_at=None)
    if params.claimants:
        people = people.filter(pk__in=params.claimants)
    return set(people.values_list("pk", flat=True))


def _agreed_amounts(case_id: int, signers: set[int], params) -> dict[int, int]:
    """What each claim of the signers was agreed at: as written, else all that is due and was not waived.

    The agreed amount takes the place of what was due, so what was confirmed before counts towards it.
    """
    rows = ClaimBalance.objects.filter(case=case_id, claimant__in=signers)
    if params.agreed:
        return {row.claim_id: params.agreed[row.claim_id] for row in rows if row.claim_id in params.agreed}
    return {row.claim_id: row.due - row.waived for row in rows if row.outstanding}


def check_agreement(facts, params, by):
    errors = {}
    try:
        promises.read_schedule(params.schedule)
    except promises.UnreadableSchedule as error:
        errors["schedule"] = (
            _("Bagian-bagian harus berjumlah 100%.")
            if error.line == 0
            else _("Baris %(line)s bukan tanggal. Tulis seperti 31-3-2026.") % {"line": error.line}
        )
    signers = _signers(facts, params)
    if not signers:
        errors["claimants"] = _("Pilih pekerja dari perkara ini.")
    amounts = _agreed_amounts(facts.case.pk, signers, params)
    if not amounts or any(amount <= 0 for amount in amounts.values()):
        errors["agreed"] = _("Tulis jumlah yang disepakati, lebih dari nol.")
    computed = dict(
        ClaimBalance.objects.filter(claim__in=amounts)
        .exclude(computed=None)
        .values_list("claim_id", "computed")
    )
    if any(amounts[pk] < least for pk, least in computed.items()) and not params.below_minimum_explained:
        errors["below_minimum_explained"] = _(
            "Jumlah di bawah hak minimum menurut hukum. Tulis mengapa pekerja menerimanya."
        )
    return errors


def only_some_sign(move: Move) -> bool:
    return len(_signers(move.facts, move.params)) < move.facts.workers + move.facts.others


def settled_unless_split(move: Move):
    return None if only_some_sign(move) else S.IN_SETTLEMENT


def record_agreement(move: Move):
    """Where only some sign, they are split off first: the rest stays where it is (rule 2)."""
    signers = _signers(move.facts, move.params)
    if not only_some_sign(move):
        return _write_agreement(move, move.case, signers, seq=move.seq)
    new = split_off(move.case, sorted(signers), by=move.by, status=S.IN_SETTLEMENT)
    facts = _write_agreement(move, new, signers, seq=new.head_seq + 1)
    record(new, move.action.event, by=move.by, facts=facts, note=move.note, status_from=new.status)
    move.note = ""  # what the signers explained is not for those who did not sign
    move.event = "case.split"
    return {"new_case": new.pk, "claimants": sorted(signers)}


def _write_agreement(move: Move, case, signers: set[int], *, seq: int) -> dict:
    given = move.params
    amounts = _agreed_amounts(case.pk, signers, given)
    earlier = Agreement.objects.filter(case=case).order_by("-pk").first() if given.replaces_earlier else None
    paper = Document.objects.create(
        case=case, kind=Document.Kind.PERJANJIAN_BERSAMA, dated=given.signed_on, title="Perjanjian bersama",
        evidence_id=given.evidence,
    )  # fmt: skip
    agreement = Agreement.objects.create(
        case=case, signed_on=given.signed_on, replaces=earlier, document=paper, event_seq=seq,
        witnessed_by_mediator=move.by.has_role(*MEDIATOR),
    )  # fmt: skip
    if earlier:
        Instalment.objects.filter(agreement=earlier, claim__in=amounts).exclude(
            state=Instalment.State.MET
        ).update(state=Instalment.State.REPLACED)
    # What was waived before is left out of the agreed amount already: it is not taken from it once more. Of an
    # awarded claim the award is still what is due, so what was waived of it still counts.
    waived = ClaimBalance.objects.filter(claim__in=amounts, waived__gt=0, awarded=None)
    waived = list(waived.values_list("claim_id", flat=True))
    balance.post(case, AmountKind.WAIVED, dict.fromkeys(waived, 0), event_seq=seq)
    balance.post(case, AmountKind.AGREED, amounts, event_seq=seq)
    confirmed = dict(ClaimBalance.objects.filter(claim__in=amounts).values_list("claim_id", "confirmed"))
    left = {pk: max(amount - confirmed.get(pk, 0), 0) for pk, amount in amounts.items()}
    schedule = promises.read_schedule(given.schedule)
    rows = promises.lay_out(case, left, schedule, promise=agreement)
    promises.settle(case, amounts)
    if given.below_minimum_explained:
        move.note = given.below_minimum_explained
    return {
        "agreement": agreement.pk,
        "signed_on": given.signed_on,
        "claimants": sorted(signers),
        "amount": sum(amounts.values()),
        "replaces": earlier.pk if earlier else None,
        "instalments": {"count": len(rows), "due": sorted({row.due_on for row in rows})},
    }


def _without_deed(facts):
    return promises.agreements_of(facts.case, facts.spoken_for).filter(deed_number="").order_by("pk")


def waits_for_its_deed(facts, by):
    return facts.ever_happened("case.agreement_recorded") and _without_deed(facts).exists()


def an_agreement_waits_for_its_deed(facts, by):
    if not waits_for_its_deed(facts, by):
        return _("Semua perjanjian bersama sudah didaftarkan.")


@dataclass(frozen=True, kw_only=True)
class Deed:
    deed_number: str = ask.text(_("Nomor akta bukti pendaftaran"), max_length=80)
    registered_on: date = ask.day(_("Didaftarkan tanggal"))


def register_agreement(move: Move):
    """One worker's word alone is no deed for those who signed with them: their part of the agreement is registered."""
    signed = _without_deed(move.facts).first()
    agreement = promises.part_of_agreement(signed, move.facts.people) if move.facts.others else signed
    agreement.deed_number, agreement.registered_on = move.params.deed_number, move.params.registered_on
    agreement.save(update_fields=["deed_number", "registered_on"])
    parted = {"part_of": signed.pk} if agreement.pk != signed.pk else {}
    return {"agreement": agreement.pk, "on": move.params.registered_on} | parted


def a_breach_was_recorded(facts, by):
    """Of the agreement: what was broken before it was signed is what it was signed about."""
    if not facts.happened_since("case.breach_recorded", "case.agreement_recorded"):
        return _("Belum ada pelanggaran janji yang dicatat.")


@dataclass(frozen=True, kw_only=True)
class NextStep:
    next_step: str = ask.long_text(_("Langkah berikutnya"))


def leave_settlement(move: Move):
    move.note = move.params.next_step
    return {}


ACTIONS: tuple[Action, ...] = (
    Action(
        "record_agreement", _("Catat perjanjian bersama"), Section.SOLUTION,
        frozenset({S.UNDER_REVIEW, S.IN_BIPARTIT, S.IN_CLARIFICATION, S.IN_MEDIATION, S.RECOMMENDED, S.IN_COURT,
             S.MINISTRY_RECOMMENDED}), OFFICER + MEDIATOR,
        "case.agreement_recorded", _("Perjanjian bersama ditandatangani: kesepakatan tertulis yang mengikat Anda dan perusahaan."),
        target=settled_unless_split, targets=frozenset({S.IN_SETTLEMENT}), params=NewAgreement,
        guards=(in_mediation_the_mediator_is_witness,),
        check=all_of(check_agreement, not_in_future("signed_on")), write=record_agreement,
    ),
    Action(
        "register_agreement", _("Catat pendaftaran di PHI"), Section.SOLUTION,
        ANY, WORKER + OFFICER,  # wherever the case has gone meanwhile: a signed agreement stays watched
        "case.agreement_registered", _("Perjanjian bersama sudah didaftarkan di pengadilan (PHI). Bila dilanggar, pengadilan dapat memaksa perusahaan membayar."),
        params=Deed, check=not_in_future("registered_on"), guards=(an_agreement_waits_for_its_deed,),
        offered=waits_for_its_deed, write=register_agreement,
    ),
    Action(
        "leave_settlement", _("Tinggalkan pemantauan"), Section.SOLUTION, frozenset({S.IN_SETTLEMENT}), OFFICER,
        "case.settlement_left", _("Perjanjian bersama dilanggar. Perkara Anda kami telaah lagi."),
        target=S.UNDER_REVIEW, params=NextStep, guards=(a_breach_was_recorded,), write=leave_settlement,
    ),
)  # fmt: skip
