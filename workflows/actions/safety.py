"""Threats and reprisals: the worker is shielded at once and spoken to within a working day."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.models import Claimant
from cases.vocabulary import (
    Naming,
)
from workflows import params as ask
from workflows.people import acted_for
from workflows.table import (
    ANY,
    INTAKE,
    MEDIATOR,
    OFFICER,
    WORKER,
    Action,
    Move,
    Section,
)


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


ACTIONS: tuple[Action, ...] = (
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
)  # fmt: skip
