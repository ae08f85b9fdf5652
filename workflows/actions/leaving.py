"""Withdrawing, and coming back."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.calendar import calendar_of
from accounts.principals import Kind
from cases.lineage import past
from cases.models import CaseEvent, Claim, Claimant
from cases.vocabulary import (
    ClaimState,
    Outcome,
    Status,
)
from core import clock
from core.workdays import add_working_days
from ledger import balance
from workflows import params as ask
from workflows.actions.completion import close_as
from workflows.actions.heirs import for_all_heirs
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
OFFICES = (Kind.OFFICER, Kind.API)
TAKE_BACK_DAYS = 3


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    why: str = ask.long_text(_("Mengapa dicabut"), _("Boleh dikosongkan."), required=False)


def ask_withdrawal(move: Move):
    move.note = move.params.why
    return {"claimants": [person.pk for person in acted_for(move)]}


def take_back_withdrawal(move: Move):
    return {"claimants": [person.pk for person in acted_for(move)]}


def waiting_withdrawals(case, people=None) -> dict[int, CaseEvent]:
    """Who of the case, or of these people of it, asked to withdraw and has neither taken it back nor been confirmed,
    with the event of asking."""
    waiting: dict[int, CaseEvent] = {}
    kinds = ("case.withdrawal_asked", "case.withdrawal_taken_back", "case.withdrawal_confirmed")
    for event in CaseEvent.objects.filter(past(case), kind__in=kinds).order_by("at", "pk"):
        for pk in event.facts["claimants"]:
            if event.kind == "case.withdrawal_asked":
                waiting[pk] = event
            else:
                waiting.pop(pk, None)
    people = Claimant.objects.filter(case=case.pk) if people is None else people
    here = set(people.filter(pk__in=waiting).values_list("pk", flat=True)) if waiting else set()
    return {pk: event for pk, event in waiting.items() if pk in here}


def withdrawal_asked(facts, by):
    if not facts.ever_happened("case.withdrawal_asked") or not waiting_withdrawals(facts.case):
        return _("Tidak ada pencabutan yang menunggu.")


def own_withdrawal_asked(facts, by):
    """One worker does not take back what another asked for."""
    if not facts.ever_happened("case.withdrawal_asked") or not waiting_withdrawals(facts.case, facts.people):
        return _("Tidak ada pencabutan yang menunggu.")


class Confirmed(TextChoices):
    """How it was made sure that the wish is the worker's own."""

    IN_PERSON = "in_person", _("Tatap muka")
    PHONE = "phone", _("Telepon ke nomor yang diketahui sejak pengaduan")
    EMAIL = "email", _("Surel ke alamat yang diketahui sejak pengaduan")


@dataclass(frozen=True, kw_only=True)
class WithdrawalConfirmed:
    claimants: list = ask.claimants(_("Pekerja yang mencabut"))
    how: str = ask.choice(_("Bagaimana dipastikan"), Confirmed)
    apart: bool = ask.boolean(
        _(
            "Pekerja ditanya tanpa kehadiran perusahaan atau orang suruhannya, dan mencabut atas kehendak sendiri"
        )
    )
    confirmed_by: str = ask.text(_("Apa yang dikatakan pekerja"), required=False)


def _unreachable(facts, params):
    """Whoever has no such contact in the record was not asked by one that was known from the start."""
    people = facts.people.filter(pk__in=params.claimants)
    missing = {
        Confirmed.PHONE: people.filter(phone_hash=""),
        Confirmed.EMAIL: people.filter(email=""),
    }.get(params.how)
    if missing is not None and missing.exists():
        return {"how": _("Kontak itu tidak tercatat sejak pengaduan. Pastikan dengan tatap muka.")}
    return {}


def check_withdrawal(facts, params, by):
    waiting = waiting_withdrawals(facts.case)
    if not params.claimants or not set(params.claimants) <= set(waiting):
        return {"claimants": _("Pilih pekerja yang sudah meminta pencabutan.")}
    if not params.apart:
        return {"apart": _("Tanya pekerja dahulu, terpisah dari perusahaan.")}
    if errors := _unreachable(facts, params):
        return errors
    asked = [waiting[pk] for pk in params.claimants]
    if any(event.by_kind in OFFICES and event.by_id == by.id for event in asked):
        return {"claimants": _("Petugas lain yang memastikan, bukan yang mencatat permintaannya.")}
    days = calendar_of(facts.case.office_id).days_off
    latest = timezone.localdate(max(event.at for event in asked))
    if add_working_days(latest, TAKE_BACK_DAYS, days).end >= clock.today():
        return {"claimants": _("Pekerja masih dapat membatalkannya. Tunggu 3 hari kerja sejak diminta.")}
    return {}


def confirm_withdrawal(move: Move):
    ids = list(move.params.claimants)
    Claimant.objects.filter(case_id=move.case.pk, pk__in=ids).update(withdrawn_at=clock.now())
    Claim.objects.filter(case_id=move.case.pk, claimant__in=ids, state=ClaimState.OPEN).update(
        state=ClaimState.WITHDRAWN
    )
    balance.refresh(move.case)
    if move.case.status == S.CLOSED:
        close_as(Outcome.WITHDRAWN)(move)
    move.note = move.params.confirmed_by
    return {"claimants": ids, "how": move.params.how}


def closed_when_the_last_leaves(move: Move):
    left = Claimant.objects.filter(case_id=move.case.pk, withdrawn_at=None).exclude(
        pk__in=move.params.claimants
    )
    return None if left.exists() else S.CLOSED


REOPEN_DAYS = 30


def may_still_reopen(facts, by):
    closed = facts.case.closed_at
    if facts.outstanding or by.has_role(*SUPERVISOR) or closed is None:
        return None
    if (
        facts.case.outcome == Outcome.INACTIVE
    ):  # what was closed for silence comes back whenever somebody speaks
        return None
    if (clock.now() - closed).days > REOPEN_DAYS:
        return _(
            "Sudah lewat 30 hari dan tidak ada yang belum dibayar. Buat pengaduan baru, atau minta penyelia."
        )


def somebody_is_there(facts, by):
    """An office does not bring back who has left; they come back themselves."""
    if facts.spoken_for is None and not facts.workers:
        return _(
            "Semua pekerja sudah mencabut pengaduannya. Hanya pekerja sendiri yang dapat membukanya kembali."
        )


def where_statutory_clock_runs(move: Move):
    from workflows.clocks.rules import STATUTORY

    if move.case.came_from and any(move.facts.runs(name) for name in STATUTORY):
        return Status(move.case.came_from)
    return S.UNDER_REVIEW


def reopen(move: Move):
    """Who had withdrawn, and asks for it themself, is in the case again."""
    Claim.objects.filter(case_id=move.case.pk, state=ClaimState.CLOSED_UNPAID).update(state=ClaimState.OPEN)
    if move.facts.spoken_for is not None:
        back = move.facts.people.exclude(withdrawn_at=None)
        claims = Claim.objects.filter(claimant__in=back.values("pk"), state=ClaimState.WITHDRAWN)
        claims.update(state=ClaimState.OPEN)
        Claimant.objects.filter(pk__in=list(back.values_list("pk", flat=True))).update(withdrawn_at=None)
    balance.refresh(move.case)
    return {"to": move.case.status}


def reopened_when_closed(move: Move):
    return S.UNDER_REVIEW if move.case.status == S.CLOSED else None


ACTIONS: tuple[Action, ...] = (
    Action(
        "withdraw", _("Cabut pengaduan"), Section.INTAKE, ANY_OPEN, WORKER,
        "case.withdrawal_asked", _("Anda meminta pengaduan dicabut. Anda punya 3 hari kerja untuk membatalkannya."),
        params=Withdrawal, check=for_all_heirs("why"), write=ask_withdrawal,
    ),
    Action(
        "take_back_withdrawal", _("Batal mencabut"), Section.INTAKE, ANY_OPEN, WORKER,
        "case.withdrawal_taken_back", _("Pencabutan dibatalkan. Perkara berjalan terus."), guards=(own_withdrawal_asked,), write=take_back_withdrawal,
    ),
    Action(
        "confirm_withdrawal", _("Pastikan pencabutan"), Section.INTAKE, ANY_OPEN, OFFICER,
        "case.withdrawal_confirmed", _("Pengaduan Anda dicabut."),
        target=closed_when_the_last_leaves, targets=frozenset({S.CLOSED}), guards=(withdrawal_asked,),
        params=WithdrawalConfirmed, check=check_withdrawal, write=confirm_withdrawal,
    ),
    Action(
        "reopen", _("Buka kembali"), Section.INTAKE, frozenset({S.CLOSED}), WORKER + SUPERVISOR,
        "case.reopened", _("Perkara dibuka kembali."),
        target=where_statutory_clock_runs, targets=ANY_OPEN, guards=(may_still_reopen, somebody_is_there),
        write=reopen, needs_reason=True,
    ),
)  # fmt: skip
