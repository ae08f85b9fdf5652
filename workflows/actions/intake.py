"""Intake and review: from the complaint to the table of the Satgas, and out again."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.calendar import calendar_of
from accounts.models import Membership
from accounts.principals import Kind
from cases.models import Case, CaseEvent, Claim, Claimant, Mandate
from cases.vocabulary import (
    NATURE_OF,
    ClaimKind,
    ClaimState,
    Consent,
    Naming,
    Nature,
    Outcome,
    Status,
)
from core import clock
from core.workdays import add_working_days
from ledger import balance
from workflows import params as ask
from workflows.belonging import spoken_for
from workflows.guards import no_open_approval
from workflows.people import acted_for
from workflows.table import (
    ANY,
    ANY_OPEN,
    INTAKE,
    MEDIATOR,
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


# --- assign and accept -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Assignment:
    officer: int = ask.user(_("Petugas perkara"), OFFICER)


def check_officer(facts, params, by):
    handling = facts.offices_with("handle")
    held = Membership.objects.current().filter(user=params.officer, office__in=handling, role__in=OFFICER)
    return (
        {}
        if held.exists()
        else {"officer": _("Pilih petugas perkara dari kantor yang menangani perkara ini.")}
    )


def assign(move: Move):
    previous, move.case.officer_id = move.case.officer_id, move.params.officer
    return {"officer": move.params.officer, "previous": previous}


# --- completion ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MissingItems:
    items: str = ask.long_text(_("Apa yang kurang"), _("Satu hal tiap baris. Pekerja membaca ini."))
    bipartit_proof: bool = ask.boolean(_("Yang kurang bukti perundingan bipartit (UU 2/2004 Pasal 4 ayat 2)"))


@dataclass(frozen=True, kw_only=True)
class CompletionAnswer:
    answer: str = ask.long_text(
        _("Jawaban Anda"), _("Jawab tiap hal yang diminta, atau tulis “saya tidak punya”."), required=True
    )


def request_completion(move: Move):
    move.case.came_from = move.came_from
    items = [line for line in move.params.items.splitlines() if line.strip()]
    move.note = "\n".join(items)
    return {"items": len(items), "bipartit_proof": move.params.bipartit_proof, "back_to": move.came_from}


def back_to_where_it_came_from(move: Move):
    return Status(move.case.came_from)


def complete(move: Move):
    move.case.came_from = ""
    move.note = move.params.answer
    return {"by_claimant": move.by.claimant_id or move.by.on_behalf_of}


def nothing_statutory_or_promised(facts, by):
    from workflows.clocks.rules import STATUTORY

    if any(facts.runs(name) for name in STATUTORY) or facts.instalments.get("open"):
        return _("Tenggat undang-undang atau cicilan masih berjalan; perkara tidak boleh gugur.")


def asked_twice(facts, by):
    return (
        None
        if facts.case.services.values("means").distinct().count() >= 2
        else _(
            "Permintaan harus terbukti sampai dengan dua cara berbeda (misalnya surel dan surat) sebelum perkara gugur."
        )
    )


def close_as(outcome):
    def write(move: Move):
        move.case.came_from = move.came_from
        move.case.outcome = outcome
        return {"outcome": outcome}

    return write


# --- decline, merge, split -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Declining:
    outcome: str = ask.choice(
        _("Mengapa ditutup"),
        [
            (Outcome.NOT_COMPETENT, Outcome.NOT_COMPETENT.label),
            (Outcome.ADVICE_GIVEN, Outcome.ADVICE_GIVEN.label),
            (Outcome.NO_LEGAL_CLAIM, Outcome.NO_LEGAL_CLAIM.label),
        ],
    )
    where_to_go: str = ask.text(_("Ke mana pekerja dapat pergi"))
    heard_on: date = ask.day(
        _("Tanggal pekerja didengar"), _("Pekerja didengar dahulu, paling singkat 5 hari kerja.")
    )


def not_a_registered_dispute(facts, by):
    if facts.happened("case.dispute_registered"):
        return _("Perselisihan sudah dicatatkan dengan bukti bipartit; tidak dapat ditolak.")


def decline(move: Move):
    facts = close_as(move.params.outcome)(move)
    Claim.objects.filter(case=move.case, state=ClaimState.OPEN).update(state=ClaimState.CLOSED_UNPAID)
    balance.refresh(move.case)
    move.note = f"{move.note}\n{move.params.where_to_go}".strip()
    return facts | {"heard_on": move.params.heard_on}


@dataclass(frozen=True, kw_only=True)
class Merging:
    lead: str = ask.text(
        _("Nomor perkara induk"), _("Perkara lain terhadap perusahaan yang sama."), max_length=20
    )


def _lead_case(reference: str) -> Case | None:
    from core.ids import read_reference

    return Case.objects.filter(reference=read_reference(reference) or "").exclude(status=S.CLOSED).first()


def check_lead(facts, params, by):
    lead = _lead_case(params.lead)
    if lead is None or lead.pk == facts.case.pk or lead.office_id not in by.office_ids:
        return {"lead": _("Tulis nomor perkara lain yang masih terbuka di kantor Anda.")}
    mine = set(facts.case.parties.values_list("employer", flat=True))
    if not mine & set(lead.parties.values_list("employer", flat=True)):
        return {"lead": _("Perkara induk harus terhadap perusahaan yang sama.")}
    return {}


def merge_into(move: Move):
    """The claimants keep their receipts, first filing date and privacy: they keep this case's rows, and the lead
    case watches their money through `merged_into`."""
    # The lead case's chain grows too: its row is held as well.
    lead = Case.objects.select_for_update(of=("self",)).get(pk=_lead_case(move.params.lead).pk)
    move.case.merged_into = lead
    close_as(Outcome.MERGED)(move)
    people = list(Claimant.objects.filter(case_id=move.case.pk).order_by("number"))
    _move_people(people, lead)
    balance.refresh(move.case)
    _tell_lineage(lead, move, "case.joined", people, parents=[move.case])
    return {"outcome": Outcome.MERGED, "lead": lead.pk, "claimants": [person.pk for person in people]}


@dataclass(frozen=True, kw_only=True)
class Splitting:
    claimants: list = ask.claimants(_("Pekerja yang dipisahkan ke perkara baru"))


def check_split(facts, params, by):
    chosen = set(params.claimants)
    mine = set(facts.case.claimants.filter(withdrawn_at=None).values_list("pk", flat=True))
    if not chosen or not chosen < mine:
        return {"claimants": _("Pilih sebagian pekerja; paling sedikit satu harus tinggal.")}
    return {}


def split(move: Move):
    new = split_off(move, move.params.claimants)
    return {"new_case": new.pk, "claimants": sorted(move.params.claimants)}


def split_off(move: Move, claimant_ids: list[int], *, status: str | None = None) -> Case:
    """A new case with these claimants, their claims, files, mandates and grants, in the same status.

    Events never move: the first event of the new case names its parent (case, seq, hash), and clocks fold over
    that lineage, so that no statutory clock restarts.
    """
    from cases.models import CaseGrant, Party
    from workflows.filing import new_case_row

    old = move.case
    new = new_case_row(
        source=old.source, office_id=old.office_id, region_id=old.region_id, filed_at=old.filed_at,
        status=status or move.came_from, story=old.story, officer_id=old.officer_id, mediator_id=old.mediator_id,
        shielded=old.shielded, came_from=old.came_from,
    )  # fmt: skip
    for party in Party.objects.filter(case=old):
        Party.objects.create(
            case=new, employer=party.employer, tier=party.tier, contact_name=party.contact_name,
            contact_phone=party.contact_phone, contact_email=party.contact_email,
        )  # fmt: skip
    for grant in CaseGrant.objects.current().filter(case=old):
        CaseGrant.objects.create(
            case=new, office=grant.office, user=grant.user, scope=grant.scope, via=grant.via
        )
    people = list(Claimant.objects.filter(case=old, pk__in=claimant_ids).order_by("number"))
    _move_people(people, new)
    _tell_lineage(new, move, "case.split_off", people, parents=[old])
    balance.refresh(old)
    return new


def _move_people(people: list[Claimant], to: Case) -> None:
    """Rows of the record follow their claimant; ledger rows follow their claim."""
    from cases.models import Calculation, Evidence, Message, ServiceRecord
    from ledger.models import ClaimBalance, Instalment, Payment

    taken = to.claimants.count()
    ids = [person.pk for person in people]
    for offset, person in enumerate(people, start=1):
        Claimant.objects.filter(pk=person.pk).update(case=to, number=taken + offset)
    for model in (Claim, Evidence, Message, ServiceRecord, Calculation):
        model.objects.filter(claimant__in=ids).update(case=to)
    claims = Claim.objects.filter(claimant__in=ids)
    for model in (Instalment, Payment, ClaimBalance):
        model.objects.filter(claim__in=claims).update(case=to)
    for mandate in Mandate.objects.filter(claimants__in=ids).exclude(case=to).distinct():
        moved = list(mandate.claimants.filter(pk__in=ids))
        if mandate.claimants.exclude(pk__in=ids).exists():
            mandate.claimants.remove(*moved)
            mandate.pk = None
            mandate.case = to
            mandate.receipt_hash = ""
            mandate.save()
            mandate.claimants.set(moved)
        else:
            Mandate.objects.filter(pk=mandate.pk).update(case=to)
    balance.refresh(to)


def _tell_lineage(case: Case, move: Move, kind: str, people: list[Claimant], *, parents: list[Case]) -> None:
    from cases.events import record

    record(
        case,
        kind,
        by=move.by,
        facts={
            "parents": [
                {"case": parent.pk, "seq": parent.head_seq, "hash": parent.head_hash} for parent in parents
            ],
            "claimants": [person.pk for person in people],
        },
        status_from=case.status,
    )


# --- claims, mandates, consent ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class NewClaim:
    kind: str = ask.choice(_("Hak yang dituntut"), ClaimKind)
    claimants: list = ask.claimants(_("Untuk pekerja"), _("Kosong berarti semua pekerja."), required=False)
    period_from: date | None = ask.day(_("Sejak"), required=False)
    period_to: date | None = ask.day(_("Sampai dengan"), required=False)
    amount: int | None = ask.rupiah(
        _("Jumlah tiap pekerja"), _("Boleh dikosongkan bila belum tahu."), required=False
    )
    due_on: date | None = ask.day(_("Jatuh tempo"), required=False)
    nature: str = ask.choice(_("Jenis perselisihan"), Nature, required=False)


def check_claim(facts, params, by):
    errors = {}
    if params.amount is not None and params.amount <= 0:
        errors["amount"] = _("Tulis jumlah lebih dari nol, atau kosongkan.")
    if params.period_from and params.period_to and params.period_to < params.period_from:
        errors["period_to"] = _("Tanggal akhir tidak boleh sebelum tanggal mulai.")
    return errors


def add_claim(move: Move):
    given = move.params
    nature = given.nature or NATURE_OF.get(ClaimKind(given.kind), Nature.HAK)
    people = acted_for(move, given.claimants)
    claims = Claim.objects.bulk_create(
        Claim(
            case_id=move.case.pk, claimant=person, kind=given.kind, nature=nature,
            period_from=given.period_from, period_to=given.period_to,
        )
        for person in people
    )  # fmt: skip
    balance.open_claims(move.case, ((claim, given.amount) for claim in claims), event_seq=move.seq)
    return {
        "kind": given.kind,
        "nature": nature,
        "claims": len(claims),
        "amount": given.amount,
        "due_on": given.due_on,
        "claimants": _named(people),
    }


def reopened_when_closed(move: Move):
    return S.UNDER_REVIEW if move.case.status == S.CLOSED else None


@dataclass(frozen=True, kw_only=True)
class NewMandate:
    kind: str = ask.choice(_("Jenis kuasa"), Mandate.Kind)
    holder_name: str = ask.text(_("Nama wakil"))
    holder_phone: str = ask.text(_("Telepon wakil"), required=False, max_length=30)
    holder_email: str = ask.text(_("Surel wakil"), required=False, max_length=120)
    scope: str = ask.text(_("Untuk apa"), required=False, max_length=200)
    claimants: list = ask.claimants(_("Untuk pekerja"), _("Kosong berarti semua pekerja."), required=False)
    since: date = ask.day(_("Berlaku sejak"))
    until: date | None = ask.day(_("Berlaku sampai"), required=False)
    evidence: int | None = ask.evidence(_("Surat kuasa"), required=False)


def record_mandate(move: Move):
    given = move.params
    mandate = Mandate.objects.create(
        case_id=move.case.pk, kind=given.kind, holder_name=given.holder_name, holder_phone=given.holder_phone,
        holder_email=given.holder_email, scope=given.scope, since=given.since, until=given.until,
    )  # fmt: skip
    people = acted_for(move, given.claimants)
    mandate.claimants.set(people)
    move.subject = f"mandate:{mandate.pk}"
    return {"kind": given.kind, "claimants": _named(people), "since": given.since, "until": given.until}


def _named(people: list[Claimant]) -> list[int] | int:
    """Whom it is about, so that others are not told; only how many, where they are very many."""
    return [person.pk for person in people] if len(people) <= 20 else len(people)


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    consent: str = ask.choice(
        _("Berbagi data dengan instansi lain"),
        [(Consent.GIVEN, _("Setuju")), (Consent.REFUSED, _("Menolak"))],
    )
    naming: str = ask.choice(
        _("Nama kepada perusahaan"),
        [(value, label) for value, label in Naming.choices if value != Naming.NOT_ASKED],
        required=False,
    )
    claimants: list = ask.claimants(_("Untuk pekerja"), _("Kosong berarti semua pekerja."), required=False)
    means: str = ask.text(
        _("Bagaimana dinyatakan"), _("Misalnya: tanda tangan di daftar hadir."), required=False
    )
    given_on: date | None = ask.day(_("Tanggal"), required=False)


def record_consent(move: Move):
    given = move.params
    people = acted_for(move, given.claimants)
    changed = {"consent": given.consent} | ({"naming": given.naming} if given.naming else {})
    Claimant.objects.filter(pk__in=[person.pk for person in people]).update(**changed)
    return changed | {"claimants": _named(people), "given_on": given.given_on}


# --- safety ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Retaliation:
    what: str = ask.long_text(_("Apa yang terjadi"), _("Tulis seperlunya. Hanya petugas yang membaca."))
    in_danger: bool = ask.boolean(_("Ada yang dalam bahaya sekarang"))


def report_retaliation(move: Move):
    move.case.shielded = True
    people = acted_for(move)
    if move.by.claimant_id or move.by.on_behalf_of:
        Claimant.objects.filter(pk__in=[person.pk for person in people]).update(
            naming=Naming.DO_NOT_APPROACH, fears_retaliation=True
        )
    move.note, move.note_for = move.params.what, "office"
    return {
        "in_danger": move.params.in_danger,
        "claimant": move.by.claimant_id or move.by.on_behalf_of,
    }


@dataclass(frozen=True, kw_only=True)
class SafetyTalk:
    spoken_on: date = ask.day(_("Tanggal bicara dengan pekerja"))
    plan: str = ask.long_text(_("Apa yang disepakati"))


def record_safety_contact(move: Move):
    move.note, move.note_for = move.params.plan, "office"
    afraid = Claimant.objects.filter(case_id=move.case.pk, fears_retaliation=True)
    return {"spoken_on": move.params.spoken_on, "claimants": list(afraid.values_list("pk", flat=True))}


# --- leaving and coming back -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    why: str = ask.long_text(_("Mengapa dicabut"), _("Boleh dikosongkan."), required=False)


def ask_withdrawal(move: Move):
    move.note = move.params.why
    return {"claimants": [person.pk for person in acted_for(move)]}


def take_back_withdrawal(move: Move):
    return {"claimants": [person.pk for person in acted_for(move)]}


def waiting_withdrawals(case) -> dict[int, CaseEvent]:
    """Who asked to withdraw and has neither taken it back nor been confirmed, with the event of asking."""
    waiting: dict[int, CaseEvent] = {}
    kinds = ("case.withdrawal_asked", "case.withdrawal_taken_back", "case.withdrawal_confirmed")
    for event in CaseEvent.objects.filter(case=case.pk, kind__in=kinds).order_by("seq"):
        for pk in event.facts["claimants"]:
            if event.kind == "case.withdrawal_asked":
                waiting[pk] = event
            else:
                waiting.pop(pk, None)
    return waiting


def withdrawal_asked(facts, by):
    if not facts.happened("case.withdrawal_asked") or not waiting_withdrawals(facts.case):
        return _("Tidak ada pencabutan yang menunggu.")


def own_withdrawal_asked(facts, by):
    """One worker does not take back what another asked for."""
    waiting = waiting_withdrawals(facts.case) if facts.happened("case.withdrawal_asked") else {}
    people = spoken_for(facts.case, by)
    if not waiting or (people is not None and not people.filter(pk__in=waiting).exists()):
        return _("Tidak ada pencabutan yang menunggu.")


@dataclass(frozen=True, kw_only=True)
class WithdrawalConfirmed:
    claimants: list = ask.claimants(_("Pekerja yang mencabut"))
    confirmed_by: str = ask.text(
        _("Bagaimana dipastikan"),
        _("Lewat kontak yang diketahui sejak awal atau tatap muka, tanpa perusahaan."),
    )


def check_withdrawal(facts, params, by):
    waiting = waiting_withdrawals(facts.case)
    if not params.claimants or not set(params.claimants) <= set(waiting):
        return {"claimants": _("Pilih pekerja yang sudah meminta pencabutan.")}
    asked = [waiting[pk] for pk in params.claimants]
    if any(event.by_kind in OFFICES and event.by_id == by.id for event in asked):
        return {"claimants": _("Petugas lain yang memastikan, bukan yang mencatat permintaannya.")}
    days = calendar_of(facts.case.office_id).days_off
    latest = max(event.at for event in asked).astimezone(clock.now().tzinfo).date()
    if add_working_days(latest, TAKE_BACK_DAYS, days).end >= clock.now().date():
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
    return {"claimants": ids}


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
    if (clock.now() - closed).days > REOPEN_DAYS:
        return _(
            "Sudah lewat 30 hari dan tidak ada yang belum dibayar. Buat pengaduan baru, atau minta penyelia."
        )


def where_statutory_clock_runs(move: Move):
    from workflows.clocks.rules import STATUTORY

    if move.case.came_from and any(move.facts.runs(name) for name in STATUTORY):
        return Status(move.case.came_from)
    return S.UNDER_REVIEW


def reopen(move: Move):
    Claim.objects.filter(case_id=move.case.pk, state=ClaimState.CLOSED_UNPAID).update(state=ClaimState.OPEN)
    balance.refresh(move.case)
    return {"to": move.case.status}


ACTIONS: tuple[Action, ...] = (
    Action(
        "accept", _("Terima dan tugaskan"), Section.INTAKE, frozenset({S.SUBMITTED}), INTAKE,
        "case.accepted", _("Pengaduan Anda diterima untuk ditelaah."),
        target=S.UNDER_REVIEW, params=Assignment, check=check_officer, write=assign,
    ),
    Action(
        "assign", _("Ganti petugas"), Section.INTAKE, ANY_OPEN, SUPERVISOR + OFFICER,
        "case.assigned", _("Petugas perkara Anda berganti."),
        params=Assignment, check=check_officer, write=assign,
    ),
    Action(
        "request_completion", _("Minta kelengkapan"), Section.INTAKE, frozenset({S.SUBMITTED, S.UNDER_REVIEW}), INTAKE,
        "case.completion_requested", _("Kami meminta data tambahan dari Anda."),
        target=S.AWAITING_COMPLETION, params=MissingItems, write=request_completion,
    ),
    Action(
        "complete", _("Kirim kelengkapan"), Section.INTAKE, frozenset({S.AWAITING_COMPLETION}), WORKER,
        "case.completed", _("Data tambahan Anda kami terima."),
        target=back_to_where_it_came_from, targets=frozenset({S.SUBMITTED, S.UNDER_REVIEW}),
        params=CompletionAnswer, write=complete,
    ),
    Action(
        "lapse", _("Tutup karena tidak dilengkapi"), Section.INTAKE, frozenset({S.AWAITING_COMPLETION}), OFFICER,
        "case.lapsed", _("Perkara ditutup karena data tidak dilengkapi. Anda dapat membukanya lagi kapan saja."),
        target=S.CLOSED, guards=(nothing_statutory_or_promised, asked_twice), countersign=SUPERVISOR,
        write=close_as(Outcome.INACTIVE), needs_reason=True,
    ),
    Action(
        "decline", _("Tutup dengan alasan"), Section.INTAKE, frozenset({S.SUBMITTED, S.UNDER_REVIEW}), OFFICER,
        "case.declined", _("Perkara ditutup. Alasannya tertulis di bawah ini."),
        target=S.CLOSED, params=Declining, guards=(not_a_registered_dispute,), write=decline,
        countersign=SUPERVISOR, needs_reason=True,
    ),
    Action(
        "merge_into", _("Gabungkan ke perkara lain"), Section.INTAKE, frozenset({S.SUBMITTED, S.UNDER_REVIEW}), OFFICER,
        "case.merged", _("Perkara Anda digabung dengan perkara lain terhadap perusahaan yang sama."),
        target=S.CLOSED, params=Merging, check=check_lead, write=merge_into, countersign=SUPERVISOR,
        guards=(no_open_approval,),
    ),
    Action(
        "split", _("Pisahkan pekerja"), Section.INTAKE, ANY_OPEN, OFFICER + MEDIATOR,
        "case.split", _("Perkara dipisah menjadi dua. Batas waktu Anda tidak berubah."),
        params=Splitting, check=check_split, write=split,
    ),
    Action(
        "add_claim", _("Tambah tuntutan"), Section.INTAKE, ANY, WORKER + OFFICER,
        "case.claim_added", _("Tuntutan baru ditambahkan."),
        target=reopened_when_closed, targets=frozenset({S.UNDER_REVIEW}),
        params=NewClaim, check=check_claim, write=add_claim,
    ),
    Action(
        "record_mandate", _("Catat surat kuasa"), Section.INTAKE, ANY_OPEN, WORKER + OFFICER,
        "case.mandate_recorded", _("Surat kuasa dicatat."), params=NewMandate, write=record_mandate,
    ),
    Action(
        "record_consent", _("Catat persetujuan"), Section.INTAKE, ANY_OPEN, WORKER + OFFICER,
        "case.consent_recorded", _("Pilihan Anda tentang berbagi data dicatat."),
        params=ConsentGiven, write=record_consent,
    ),
    Action(
        "report_retaliation", _("Laporkan ancaman atau pembalasan"), Section.INTAKE, ANY, WORKER + INTAKE + MEDIATOR,
        "case.retaliation_reported", _("Laporan Anda kami terima. Nama Anda kami sembunyikan. Petugas akan menghubungi Anda."),
        params=Retaliation, write=report_retaliation,
    ),
    Action(
        "record_safety_contact", _("Catat bicara dengan pekerja"), Section.INTAKE, ANY, OFFICER,
        "case.safety_contact_made", _("Petugas sudah berbicara dengan Anda."),
        params=SafetyTalk, write=record_safety_contact,
    ),
    Action(
        "withdraw", _("Cabut pengaduan"), Section.INTAKE, ANY_OPEN, WORKER,
        "case.withdrawal_asked", _("Anda meminta pengaduan dicabut. Anda punya 3 hari kerja untuk membatalkannya."),
        params=Withdrawal, write=ask_withdrawal,
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
        target=where_statutory_clock_runs, targets=ANY_OPEN, guards=(may_still_reopen,),
        write=reopen, needs_reason=True,
    ),
)  # fmt: skip
