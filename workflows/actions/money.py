"""Money: promises, payments, breaches. One side states, the worker confirms or disputes; nobody's word ends it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.calendar import calendar_of
from accounts.principals import Kind
from cases.models import Case, Claim, Document
from cases.vocabulary import ClaimKind, ClaimState, Outcome, Status
from core import clock
from core.workdays import add_working_days, working_days_between
from ledger import balance, promises
from ledger.models import Agreement, AmountKind, ClaimBalance, Commitment, Instalment, Payment
from workflows import params as ask
from workflows.actions.checks import all_of, not_in_future
from workflows.actions.heirs import beyond_their_share
from workflows.actions.leaving import reopened_when_closed
from workflows.actions.papers import document
from workflows.belonging import spoken_for
from workflows.guards import nothing_outstanding
from workflows.table import (
    ANY,
    ANY_OPEN,
    MEDIATOR,
    OFFICER,
    RECEIVER,
    SUPERVISOR,
    WORKER,
    Action,
    Move,
    Section,
    Who,
)

S = Status
OBJECTION_DAYS = 5
ASK_DAYS = 2


# --- commitment ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class NewCommitment:
    promisor: int = ask.party(_("Yang berjanji"))
    made_on: date = ask.day(_("Tanggal pertemuan"))
    minutes: str = ask.text(_("Nomor notulen"), max_length=80)
    description: str = ask.text(_("Isi janji"))
    kinds: list = ask.choice(
        _("Hak yang dijanjikan"),
        ClaimKind,
        _("Kosong berarti semua yang belum dibayar."),
        required=False,
        many=True,
    )
    period: date | None = ask.day(
        _("Untuk bulan"), _("Tanggal mana saja dalam bulan itu; kosong berarti semua bulan."), required=False
    )
    claimants: list = ask.claimants(_("Untuk pekerja"), _("Kosong berarti semua pekerja."), required=False)
    how: str = ask.choice(_("Berapa"), Commitment.How)
    percentage: int | None = ask.number(_("Persen dari yang jadi hak"), required=False)
    amounts: dict = ask.amounts(_("Jumlah tiap tuntutan"), required=False)
    calculated_by: str = ask.text(_("Dihitung oleh"), required=False, max_length=120)
    due_on: date | None = ask.day(_("Dibayar paling lambat"), required=False)
    days_after: int | None = ask.number(_("Atau sekian hari setelah perhitungan"), required=False)
    workers_told: bool = ask.boolean(
        _("Pekerja diberi tahu bahwa janji ini tidak dapat dieksekusi seperti perjanjian bersama")
    )
    evidence: int | None = ask.evidence(_("Berkas notulen"), required=False)


def _promised(facts, params):
    """The balances of the claims that the promise is about."""
    rows = ClaimBalance.objects.filter(case=facts.case, outstanding__gt=0)
    if params.how == Commitment.How.AS_CALCULATED:
        rows = ClaimBalance.objects.filter(case=facts.case)
    if params.kinds:
        rows = rows.filter(claim__kind__in=params.kinds)
    if params.period:
        first = params.period.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        rows = rows.filter(claim__period_from__lte=last, claim__period_to__gte=first)
    if params.claimants:
        rows = rows.filter(claimant__in=params.claimants)
    return rows


def check_commitment(facts, params, by):
    errors = {}
    if not facts.case.parties.filter(pk=params.promisor).exists():
        errors["promisor"] = _("Pilih perusahaan dari rantai perkara ini.")
    if params.how == Commitment.How.PERCENTAGE and not 1 <= (params.percentage or 0) <= 100:
        errors["percentage"] = _("Tulis persen dari 1 sampai 100.")
    if params.how == Commitment.How.AMOUNT and not params.amounts:
        errors["amounts"] = _("Tulis jumlah yang dijanjikan.")
    if params.how == Commitment.How.AS_CALCULATED and not params.calculated_by:
        errors["calculated_by"] = _("Tulis siapa yang menghitung.")
    if not params.due_on and params.days_after is None:
        errors["due_on"] = _("Tulis tanggal, atau berapa hari setelah perhitungan.")
    if params.due_on and params.due_on < params.made_on:
        errors["due_on"] = _("Janji tidak dapat jatuh tempo sebelum dibuat.")
    if not params.workers_told:
        errors["workers_told"] = _("Beri tahu pekerja lebih dahulu.")
    if "how" not in errors and not _promised(facts, params).exists():
        errors["kinds"] = _("Tidak ada tuntutan yang belum dibayar dengan pilihan ini.")
    return errors


def record_commitment(move: Move):
    given = move.params
    minutes = document(move, Document.Kind.MINUTES, dated=given.made_on, number=given.minutes, title=_("Notulen pertemuan"),
                       evidence=given.evidence)  # fmt: skip
    promise = Commitment.objects.create(
        case_id=move.case.pk, promisor_id=given.promisor, made_on=given.made_on, how=given.how,
        percentage=given.percentage, calculated_by=given.calculated_by, description=given.description,
        minutes=minutes, event_seq=move.seq,
    )  # fmt: skip
    rows = _promised(move.facts, given)
    if given.how == Commitment.How.AS_CALCULATED:
        Instalment.objects.bulk_create(
            Instalment(
                case_id=move.case.pk, commitment=promise, claim_id=row.claim_id, due_on=given.due_on,
                days_after=given.days_after, after_event="referral.reported",
            )
            for row in rows
        )  # fmt: skip
        total, count = None, rows.count()
    else:
        if given.how == Commitment.How.PERCENTAGE:
            amounts = {row.claim_id: row.outstanding * given.percentage // 100 for row in rows}
        else:
            known = {row.claim_id for row in rows}
            amounts = {pk: amount for pk, amount in given.amounts.items() if pk in known}
        due_on = given.due_on or given.made_on + timedelta(days=given.days_after)
        laid = promises.lay_out(move.case, amounts, [promises.Due(due_on, 100)], promise=promise)
        total, count = sum(amounts.values()), len(laid)
    return {
        "commitment": promise.pk,
        "promisor": given.promisor,
        "made_on": given.made_on,
        "how": given.how,
        "percentage": given.percentage,
        "dues": [
            {"due_on": given.due_on, "days_after": given.days_after, "instalments": count, "amount": total}
        ],
    }


# --- payment ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class NewPayments:
    amounts: dict = ask.amounts(_("Dibayar untuk tiap tuntutan"))
    paid_on: date = ask.day(_("Dibayar tanggal"))
    payer: int | None = ask.party(_("Pembayar"), required=False)
    proof: int | None = ask.evidence(_("Bukti pembayaran"), required=False)


def check_payments(facts, params, by):
    known = Claim.objects.filter(case=facts.case, pk__in=params.amounts)
    if by.kind == Kind.CLAIMANT:
        known = known.filter(claimant=by.claimant_id)
    if not params.amounts or known.count() != len(params.amounts):
        return {"amounts": _("Pilih tuntutan dari perkara ini.")}
    if any(amount <= 0 for amount in params.amounts.values()):
        return {"amounts": _("Tulis jumlah lebih dari nol.")}
    if reason := beyond_their_share(by, sum(params.amounts.values())):
        return {"amounts": reason}
    return {}


def record_payment(move: Move):
    """A worker who says that they were paid speaks against their own interest: that is a confirmation already."""
    given = move.params
    by_worker = move.by.kind == Kind.CLAIMANT or move.by.on_behalf_of
    state = Payment.State.CONFIRMED if by_worker else Payment.State.STATED
    owners = dict(Claim.objects.filter(pk__in=given.amounts).values_list("pk", "claimant_id"))
    Payment.objects.bulk_create(
        [
            Payment(
                case_id=move.case.pk, claim_id=pk, claimant_id=owners[pk], amount=amount, paid_on=given.paid_on,
                payer_id=given.payer, proof_id=given.proof, stated_by_kind=move.by.kind, state=state,
                event_seq=move.seq,
            )
            for pk, amount in given.amounts.items()
        ],
        batch_size=500,
    )  # fmt: skip
    _settle(move, given.amounts)
    return {
        "count": len(given.amounts),
        "amount": sum(given.amounts.values()),
        "paid_on": given.paid_on,
        "payer": given.payer,
        "state": state,
        "claimants": sorted(set(owners.values())),
    }


def _settle(move: Move, claim_ids) -> None:
    """Balances, then instalments, after payments changed."""
    ids = list(claim_ids)
    balance.refresh(move.case, ids)
    promises.settle(move.case, ids)


class Basis(TextChoices):
    STATEMENT = "statement", _("Pernyataan pekerja")
    BANK_PROOF = "bank_proof", _("Bukti bank, pekerja diberi tahu dan 5 hari kerja tidak keberatan")


@dataclass(frozen=True, kw_only=True)
class PaymentsConfirmed:
    payments: list = ask.payments(_("Pembayaran"), _("Kosong berarti semua yang menunggu."), required=False)
    basis: str = ask.choice(_("Dasar"), Basis, required=False)
    statement: str = ask.text(_("Bagaimana pekerja menyatakan"), required=False)
    notified_on: date | None = ask.day(_("Pekerja diberi tahu tanggal"), required=False)


@dataclass(frozen=True, kw_only=True)
class PaymentsDisputed:
    payments: list = ask.payments(_("Pembayaran"))
    why: str = ask.long_text(_("Apa yang tidak benar"), _("Misalnya: uang belum masuk, jumlahnya kurang."))
    statement: str = ask.text(_("Bagaimana pekerja menyatakan"), required=False)


def waiting_payments(case, by, chosen: list[int]):
    """Payments of the case that wait for a word, within what `by` may speak about."""
    rows = Payment.objects.filter(case=case, state=Payment.State.STATED)
    people = spoken_for(case, by)
    if people is not None:
        rows = rows.filter(claimant__in=people)
    return rows.filter(pk__in=chosen) if chosen else rows


def check_confirmation(facts, params, by):
    errors = {}
    rows = waiting_payments(facts.case, by, params.payments)
    if not rows.exists() or (params.payments and rows.count() != len(set(params.payments))):
        errors["payments"] = _("Pilih pembayaran yang masih menunggu konfirmasi.")
    elif reason := beyond_their_share(by, sum(row.amount for row in rows)):
        errors["payments"] = reason
    if by.kind in (Kind.OFFICER, Kind.API) and not by.on_behalf_of:
        if params.basis == Basis.BANK_PROOF:
            days = calendar_of(facts.case.office_id).days_off
            today = clock.today()
            if (
                not params.notified_on
                or working_days_between(params.notified_on, today, days) <= OBJECTION_DAYS
            ):
                errors["notified_on"] = _(
                    "Pekerja diberi tahu dahulu, lalu 5 hari kerja lewat tanpa keberatan."
                )
            if rows.filter(proof=None).exists():
                errors["basis"] = _("Ada pembayaran tanpa bukti bank.")
        elif not params.statement:
            errors["statement"] = _(
                "Tulis bagaimana pekerja menyatakannya: tanda tangan, telepon ke nomor yang dikenal."
            )
    return errors


def confirm_payment(move: Move):
    rows = list(waiting_payments(move.case, move.by, move.params.payments))
    Payment.objects.filter(pk__in=[row.pk for row in rows]).update(state=Payment.State.CONFIRMED)
    _settle(move, {row.claim_id for row in rows})
    return _paid_facts(rows) | {"basis": move.params.basis or Basis.STATEMENT}


def check_dispute(facts, params, by):
    rows = Payment.objects.filter(case=facts.case, pk__in=params.payments).exclude(
        state=Payment.State.DISPUTED
    )
    if by.kind == Kind.CLAIMANT:
        rows = rows.filter(claimant=by.claimant_id)
    if not params.payments or rows.count() != len(set(params.payments)):
        return {"payments": _("Pilih pembayaran yang dibantah.")}
    if by.kind in (Kind.OFFICER, Kind.API) and not by.on_behalf_of and not params.statement:
        return {"statement": _("Tulis bagaimana pekerja menyatakannya.")}
    return {}


def whose_payments(move: Move):
    """A closed case comes back for those whose payments they are, not for everybody."""
    payments = Payment.objects.filter(case=move.case.pk, pk__in=move.params.payments)
    return frozenset(payments.values_list("claimant", flat=True))


def dispute_payment(move: Move):
    rows = list(Payment.objects.filter(case_id=move.case.pk, pk__in=move.params.payments))
    Payment.objects.filter(pk__in=[row.pk for row in rows]).update(state=Payment.State.DISPUTED)
    claims = {row.claim_id for row in rows}
    Claim.objects.filter(pk__in=claims, state=ClaimState.PAID).update(state=ClaimState.OPEN)
    _settle(move, claims)
    move.note = move.params.why
    return _paid_facts(rows)


def _paid_facts(rows) -> dict:
    return {
        "payments": len(rows),
        "amount": sum(row.amount for row in rows),
        "claimants": sorted({row.claimant_id for row in rows}),
    }


# --- breach ----------------------------------------------------------------------------------------------


def something_is_overdue(facts, by):
    open_ones = facts.instalments.get(Instalment.State.OPEN)
    late = promises.overdue(facts.case, on=clock.today())
    if not open_ones or not late.filter(claim__claimant__in=facts.people.values("pk")).exists():
        return _("Tidak ada cicilan atau janji yang lewat tanggal dan belum terpenuhi.")


@dataclass(frozen=True, kw_only=True)
class Breach:
    due_on: date = ask.day(_("Jatuh tempo yang dilanggar"))
    asked_on: date = ask.day(
        _("Kedua pihak ditanya tanggal"), _("Beri keduanya 2 hari kerja untuk menjawab.")
    )
    evidence: int | None = ask.evidence(_("Bukti"), required=False)


def _missed(facts, due_on, by):
    """What was missed on that day; a worker speaks of what was promised to them."""
    rows = promises.overdue(facts.case, on=clock.today()).filter(due_on=due_on)
    people = spoken_for(facts.case, by)
    return rows if people is None else rows.filter(claim__claimant__in=people)


def check_breach(facts, params, by):
    errors = {}
    if not _missed(facts, params.due_on, by).exists():
        errors["due_on"] = _("Tidak ada yang belum dibayar dengan jatuh tempo itu.")
    days = calendar_of(facts.case.office_id).days_off
    if add_working_days(params.asked_on, ASK_DAYS, days).end >= clock.today():
        errors["asked_on"] = _("Beri waktu 2 hari kerja untuk menjawab sejak ditanyakan.")
    return errors


def record_breach(move: Move):
    rows = list(_missed(move.facts, move.params.due_on, move.by).select_related("claim"))
    Instalment.objects.filter(pk__in=[row.pk for row in rows]).update(state=Instalment.State.BREACHED)
    promised = defaultdict(int)
    for row in rows:
        promised[
            ("agreement", row.agreement_id) if row.agreement_id else ("commitment", row.commitment_id)
        ] += 1
    return {
        "due_on": move.params.due_on,
        "count": len(rows),
        "claimants": sorted({row.claim.claimant_id for row in rows}),
        "amount": sum(row.amount or 0 for row in rows),
        "promises": [
            {"kind": kind, "id": pk, "count": count} for (kind, pk), count in sorted(promised.items())
        ],
    }


# --- waiver and end --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Waiver:
    waived: dict = ask.amounts(_("Jumlah yang dilepas"))
    written_on: date = ask.day(_("Tanggal pernyataan tertulis"))
    evidence: int | None = ask.evidence(_("Pernyataan pekerja"), required=False)


def check_waiver(facts, params, by):
    left = dict(ClaimBalance.objects.filter(case=facts.case).values_list("claim_id", "outstanding"))
    if not params.waived or any(not 0 < amount <= left.get(pk, 0) for pk, amount in params.waived.items()):
        return {"waived": _("Yang dilepas tidak boleh lebih dari yang belum dibayar.")}
    if reason := beyond_their_share(by, sum(params.waived.values())):
        return {"waived": reason}
    if by.kind in (Kind.OFFICER, Kind.API) and not by.on_behalf_of and not params.evidence:
        return {"evidence": _("Lampirkan pernyataan tertulis pekerja.")}
    return {}


def waive(move: Move):
    earlier = dict(
        ClaimBalance.objects.filter(claim__in=move.params.waived).values_list("claim_id", "waived")
    )
    total = {pk: earlier.get(pk, 0) + amount for pk, amount in move.params.waived.items()}
    balance.post(move.case, AmountKind.WAIVED, total, event_seq=move.seq)
    promises.settle(move.case, total)
    return {
        "amount": sum(move.params.waived.values()),
        "claims": len(total),
        "claimants": sorted(set(Claim.objects.filter(pk__in=total).values_list("claimant", flat=True))),
        "written_on": move.params.written_on,
    }


def something_was_due(facts, by):
    if not facts.due:
        return _("Belum ada jumlah yang menjadi hak dalam perkara ini.")


def no_payment_waits(facts, by):
    if facts.stated:
        return _("Masih ada pembayaran yang belum dikonfirmasi pekerja.")


def a_payment_waits(facts, by):
    if not facts.stated:
        return _("Tidak ada pembayaran yang menunggu konfirmasi.")


def a_payment_was_recorded(facts, by):
    if not facts.stated and not facts.confirmed:
        return _("Belum ada pembayaran yang dicatat.")


def outcome_of_claims(case: Case) -> Outcome:
    """How a case ended in which nothing is owed any more: as its claims did, and mixed where these differ (rule 2)."""
    claims = Claim.objects.filter(case=case.pk).exclude(state=ClaimState.WITHDRAWN)
    states = set(claims.values_list("state", flat=True))
    if states == {ClaimState.WAIVED}:
        return Outcome.NOT_PURSUED
    if states != {ClaimState.PAID}:
        return Outcome.MIXED
    agreed = Agreement.objects.filter(case=case.pk).exists()
    return Outcome.AGREEMENT_FULFILLED if agreed else Outcome.PAID_IN_FULL


def close_paid(move: Move):
    move.case.came_from = move.came_from
    waived = ClaimBalance.objects.filter(case_id=move.case.pk, waived__gt=0, confirmed=0).values("claim")
    open_claims = Claim.objects.filter(case_id=move.case.pk, state=ClaimState.OPEN)
    open_claims.filter(pk__in=waived).update(state=ClaimState.WAIVED)
    open_claims.update(state=ClaimState.PAID)
    move.case.outcome = outcome_of_claims(move.case)
    balance.refresh(move.case)
    total = balance.of_case(move.case)
    return {
        "outcome": move.case.outcome,
        "confirmed": total.confirmed,
        "waived": total.waived,
        "workers": total.workers,
    }


ACTIONS: tuple[Action, ...] = (
    Action(
        "record_commitment", _("Catat janji pembayaran"), Section.MONEY,
        ANY_OPEN - {S.SUBMITTED, S.AWAITING_COMPLETION}, OFFICER + MEDIATOR + RECEIVER,
        "case.commitment_recorded", _("Perusahaan berjanji membayar. Janji ini kami awasi."),
        params=NewCommitment, check=all_of(check_commitment, not_in_future("made_on")), write=record_commitment,
    ),
    Action(
        "record_payment", _("Catat pembayaran"), Section.MONEY, ANY_OPEN, (Who.EMPLOYER, *OFFICER, *WORKER),
        "case.payment_recorded", _("Ada pembayaran yang dicatat. Periksa apakah benar."),
        params=NewPayments, check=all_of(check_payments, not_in_future("paid_on")), write=record_payment,
    ),
    Action(
        "confirm_payment", _("Pembayaran benar diterima"), Section.MONEY, ANY, WORKER + OFFICER,
        "payment.confirmed", _("Pembayaran dikonfirmasi."),
        params=PaymentsConfirmed, guards=(a_payment_waits,), check=check_confirmation, write=confirm_payment,
    ),
    Action(
        "dispute_payment", _("Pembayaran tidak benar"), Section.MONEY, ANY, WORKER + OFFICER,
        "payment.disputed", _("Pembayaran dibantah. Petugas akan memeriksanya."),
        target=reopened_when_closed, targets=frozenset({S.UNDER_REVIEW}),
        params=PaymentsDisputed, guards=(a_payment_was_recorded,), check=check_dispute, concerns=whose_payments, write=dispute_payment,
    ),
    Action(
        "record_breach", _("Catat pelanggaran janji"), Section.MONEY, ANY, WORKER + OFFICER,
        "case.breach_recorded", _("Janji membayar tidak ditepati. Ini sudah kami catat."),
        params=Breach, check=check_breach, guards=(something_is_overdue,), write=record_breach,
    ),
    Action(
        "waive", _("Catat pelepasan hak"), Section.MONEY, ANY_OPEN, WORKER + OFFICER,
        "case.waiver_recorded", _("Anda melepas sebagian tuntutan secara tertulis."),
        params=Waiver, check=all_of(check_waiver, not_in_future("written_on")), write=waive,
    ),
    Action(
        "close_paid", _("Tutup: lunas"), Section.MONEY,
        ANY_OPEN - {S.SUBMITTED, S.AWAITING_COMPLETION, S.ESCALATED, S.MINISTRY_REVIEW}, OFFICER,
        "case.closed_paid", _("Semua sudah dibayar. Perkara selesai."),
        target=S.CLOSED, guards=(something_was_due, nothing_outstanding, no_payment_waits), write=close_paid,
        countersign=SUPERVISOR,
    ),
)  # fmt: skip
