"""Threats and reprisals: the worker is shielded at once and spoken to within a working day.

A shield is lifted by the worker, with their own receipt, or by two of the office. Who represents a worker may have been
bought or pressed: they close, and never open.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.principals import Kind
from cases.models import Case, CaseEvent, Claimant
from cases.vocabulary import (
    Naming,
)
from workflows import params as ask
from workflows.actions.checks import all_of, not_in_future
from workflows.belonging import spoken_for
from workflows.table import (
    ANY,
    INTAKE,
    MEDIATOR,
    OFFICER,
    SUPERVISOR,
    WORKER,
    Action,
    Move,
    Section,
    Who,
)


@dataclass(frozen=True, kw_only=True)
class Retaliation:
    what: str = ask.long_text(_("Apa yang terjadi"), _("Tulis seperlunya. Hanya petugas yang membaca."))
    in_danger: bool = ask.boolean(_("Ada yang dalam bahaya sekarang"))
    claimants: list = ask.claimants(_("Terhadap pekerja"), _("Kosong berarti semua pekerja."), required=False)


def report_retaliation(move: Move):
    """Who they are is closed at once, to the office too: the pressure may come from inside.

    Of those who have left the case as well, where they say it or are named: they may have been made to leave.
    """
    move.case.shielded = True
    people, chosen = spoken_for(move.case, move.by), move.params.claimants
    if people is None:
        people = Claimant.objects.filter(case=move.case.pk, **({} if chosen else {"withdrawn_at": None}))
    people = people.filter(pk__in=chosen) if chosen else people
    ids = sorted(people.values_list("pk", flat=True))
    Claimant.objects.filter(pk__in=ids).update(shielded=True)
    if move.by.claimant_id or move.by.on_behalf_of:
        Claimant.objects.filter(pk__in=ids).update(naming=Naming.DO_NOT_APPROACH, fears_retaliation=True)
    move.note, move.note_for = move.params.what, "office"
    return {
        "in_danger": move.params.in_danger,
        "claimant": move.by.claimant_id or move.by.on_behalf_of,
    } | ({"claimants": ids} if chosen else {})


@dataclass(frozen=True, kw_only=True)
class SafetyTalk:
    claimants: list = ask.claimants(
        _("Dengan pekerja"), _("Yang Anda ajak bicara sendiri. Hanya ia yang diberi tahu."), required=False
    )
    spoken_on: date = ask.day(_("Tanggal bicara dengan pekerja"))
    plan: str = ask.long_text(_("Apa yang disepakati"))


def _spoken_with(case, params) -> list[int]:
    """Those chosen; of a case of one worker nobody need be chosen."""
    everybody = Claimant.objects.filter(case=case.pk).values_list("pk", flat=True)
    return sorted(params.claimants) or (list(everybody) if len(everybody) == 1 else [])


def check_contact(facts, params, by):
    if not _spoken_with(facts.case, params):
        return {"claimants": _("Pilih pekerja yang Anda ajak bicara.")}
    return {}


def record_safety_contact(move: Move):
    move.note, move.note_for = move.params.plan, "office"
    return {"spoken_on": move.params.spoken_on, "claimants": _spoken_with(move.case, move.params)}


@dataclass(frozen=True, kw_only=True)
class Lifting:
    claimants: list = ask.claimants(_("Untuk pekerja"), required=False)


def _to_open(case, params, by):
    shielded = Claimant.objects.filter(case=case.pk, shielded=True)
    people = spoken_for(case, by)
    return shielded.filter(pk__in=params.claimants) if people is None else shielded & people


def check_lifting(facts, params, by):
    """A custodian names each; nobody's shield is lifted by leaving a field empty."""
    if not _to_open(facts.case, params, by).exists():
        return {"claimants": _("Pilih pekerja yang identitasnya sedang ditutup.")}
    return {}


def someone_is_shielded(facts, by):
    if not facts.case.shielded:
        return _("Tidak ada identitas yang ditutup dalam perkara ini.")


def themselves_where_shielded(facts, by):
    """A shielded worker says themself who may know of them, and who else may speak for them."""
    if by.kind != Kind.REPRESENTATIVE or not facts.case.shielded:
        return None
    if facts.people.filter(shielded=True, died_on=None).exists():
        return _(
            "Identitas pekerja ini sedang ditutup. Hanya ia sendiri, dengan tanda terimanya, yang dapat mengubah ini."
        )
    return None


def is_shielded(facts, by):
    """Of interest to a worker only where their own identity is closed."""
    people = spoken_for(facts.case, by) if facts.case.shielded else None
    return facts.case.shielded if people is None else people.filter(shielded=True).exists()


def lift_shield(move: Move):
    people = list(_to_open(move.case, move.params, move.by).values_list("pk", flat=True))
    Claimant.objects.filter(pk__in=people).update(shielded=False)
    move.case.shielded = Claimant.objects.filter(case_id=move.case.pk, shielded=True).exists()
    move.note_for = "office"
    return {"claimants": people, "wish": bool(move.by.claimant_id or move.by.on_behalf_of)}


def follow_the_people(case: Case, event: CaseEvent) -> None:
    """Whether somebody is shielded goes with the people, when cases are divided or joined."""
    if event.kind in ("case.split_off", "case.joined"):
        case.shielded = Claimant.objects.filter(case_id=case.pk, shielded=True).exists()
        Case.objects.filter(pk=case.pk).update(shielded=case.shielded)


ACTIONS: tuple[Action, ...] = (
    Action(
        "report_retaliation", _("Laporkan ancaman atau pembalasan"), Section.INTAKE, ANY, WORKER + INTAKE + MEDIATOR,
        "case.retaliation_reported", _("Laporan Anda kami terima. Nama Anda kami sembunyikan. Petugas akan menghubungi Anda."),
        params=Retaliation, write=report_retaliation,
    ),
    Action(
        "record_safety_contact", _("Catat bicara dengan pekerja"), Section.INTAKE, ANY, OFFICER,
        "case.safety_contact_made", _("Petugas sudah berbicara dengan Anda."),
        params=SafetyTalk, check=all_of(check_contact, not_in_future("spoken_on")), write=record_safety_contact,
    ),
    Action(
        "lift_shield", _("Buka kembali identitas"), Section.INTAKE, ANY, (Who.CLAIMANT, Role.IDENTITY_CUSTODIAN),
        "case.shield_lifted", _("Identitas Anda terlihat lagi oleh petugas kantor yang menangani perkara."),
        params=Lifting, check=check_lifting, guards=(someone_is_shielded,), offered=is_shielded,
        write=lift_shield, needs_reason=True, countersign=SUPERVISOR,
    ),
)  # fmt: skip
