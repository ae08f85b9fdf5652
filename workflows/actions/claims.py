"""What is claimed, who may speak for the worker, and with whom the record may be shared."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.principals import Kind
from cases.models import Claim, Claimant, Mandate
from cases.vocabulary import (
    NATURE_OF,
    ClaimKind,
    Consent,
    Naming,
    Nature,
    Status,
)
from ledger import balance
from workflows import params as ask
from workflows.actions.checks import all_of, not_in_future
from workflows.actions.leaving import reopened_when_closed
from workflows.actions.safety import themselves_where_shielded
from workflows.people import acted_for
from workflows.table import (
    ANY,
    ANY_OPEN,
    OFFICER,
    WORKER,
    Action,
    Move,
    Section,
)

S = Status


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


def who_claims(move: Move):
    """A closed case comes back for those who claim more, not for everybody."""
    return frozenset(person.pk for person in acted_for(move, move.params.claimants))


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
        "claimants": [person.pk for person in people],
    }


@dataclass(frozen=True, kw_only=True)
class NewMandate:
    kind: str = ask.choice(
        _("Jenis kuasa"),
        [(value, label) for value, label in Mandate.Kind.choices if value != Mandate.Kind.HEIR],
    )
    holder_name: str = ask.text(_("Nama wakil"))
    holder_phone: str = ask.text(_("Telepon wakil"), required=False, max_length=30)
    holder_email: str = ask.email(_("Surel wakil"), required=False)
    scope: str = ask.text(_("Untuk apa"), required=False, max_length=200)
    claimants: list = ask.claimants(_("Untuk pekerja"), _("Kosong berarti semua pekerja."), required=False)
    since: date = ask.day(_("Berlaku sejak"))
    until: date | None = ask.day(_("Berlaku sampai"), required=False)
    language: str = ask.choice(
        _("Bahasa untuk wakil"),
        settings.LANGUAGES,
        _("Kabar untuknya ditulis dalam bahasa ini. Kosong berarti bahasa pekerjanya."),
        required=False,
    )
    evidence: int | None = ask.evidence(_("Surat kuasa"), required=False)


def record_mandate(move: Move):
    given = move.params
    people = acted_for(move, given.claimants)
    mandate = Mandate.objects.create(
        case_id=move.case.pk, kind=given.kind, holder_name=given.holder_name, holder_phone=given.holder_phone,
        holder_email=given.holder_email, scope=given.scope, since=given.since, until=given.until,
        language=given.language or next((person.language for person in people), settings.LANGUAGE_CODE),
    )  # fmt: skip
    mandate.claimants.set(people)
    move.subject = f"mandate:{mandate.pk}"
    return {
        "kind": given.kind,
        "claimants": [person.pk for person in people],
        "since": given.since,
        "until": given.until,
    }


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
    claimants: list = ask.claimants(
        _("Untuk pekerja"), _("Kosong berarti semua, kecuali yang identitasnya ditutup."), required=False
    )
    means: str = ask.text(
        _("Bagaimana dinyatakan"), _("Misalnya: tanda tangan di daftar hadir."), required=False
    )
    given_on: date | None = ask.day(_("Tanggal"), required=False)


def check_consent(facts, params, by):
    """A worker who says it here has said it; of what an office writes down it is told how it was said."""
    if by.kind in (Kind.OFFICER, Kind.API) and not by.on_behalf_of and not params.means.strip():
        return {"means": _("Tulis bagaimana pekerja menyatakannya.")}
    return {}


def record_consent(move: Move):
    """Of all at once a shielded worker is not: they are asked apart, and named."""
    given = move.params
    if move.by.kind in (Kind.OFFICER, Kind.API):
        move.note = given.means
    people = acted_for(move, given.claimants)
    if move.facts.spoken_for is None and not given.claimants:
        people = [person for person in people if not person.shielded]
    changed = {"consent": given.consent} | ({"naming": given.naming} if given.naming else {})
    Claimant.objects.filter(pk__in=[person.pk for person in people]).update(**changed)
    return changed | {"claimants": [person.pk for person in people], "given_on": given.given_on}


ACTIONS: tuple[Action, ...] = (
    Action(
        "add_claim", _("Tambah tuntutan"), Section.INTAKE, ANY, WORKER + OFFICER,
        "case.claim_added", _("Tuntutan baru ditambahkan."),
        target=reopened_when_closed, targets=frozenset({S.UNDER_REVIEW}),
        params=NewClaim, check=check_claim, concerns=who_claims, write=add_claim,
    ),
    Action(
        "record_mandate", _("Catat surat kuasa"), Section.INTAKE, ANY_OPEN, WORKER + OFFICER,
        "case.mandate_recorded", _("Surat kuasa dicatat."),
        params=NewMandate, guards=(themselves_where_shielded,), write=record_mandate,
    ),
    Action(
        "record_consent", _("Catat persetujuan"), Section.INTAKE, ANY_OPEN, WORKER + OFFICER,
        "case.consent_recorded", _("Pilihan Anda tentang berbagi data dicatat."),
        params=ConsentGiven, guards=(themselves_where_shielded,),
        check=all_of(check_consent, not_in_future("given_on")), write=record_consent,
    ),
)  # fmt: skip
