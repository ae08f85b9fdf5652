"""Meetings: planned with place and time, who is called, and what came of them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts.calendar import calendar_of
from cases.models import Claimant, Document
from cases.vocabulary import Naming, Status
from core import clock
from core.workdays import is_working_day
from workflows import params as ask
from workflows.actions.papers import document
from workflows.models.records import Meeting
from workflows.people import acted_for
from workflows.table import (
    ANY_OPEN,
    MEDIATOR,
    OFFICER,
    Action,
    Move,
    Section,
)

S = Status
K = Meeting.Kind


@dataclass(frozen=True, kw_only=True)
class Plan:
    kind: str = ask.choice(_("Pertemuan apa"), Meeting.Kind)
    on: date = ask.day(_("Tanggal"))
    at: str = ask.text(_("Pukul"), _("Waktu kantor ini, misalnya 09.30."), max_length=12)
    place: str = ask.text(_("Tempat"), _("Ruang dan alamat, atau tautan bila daring."), max_length=200)
    claimants: list = ask.claimants(
        _("Pekerja yang dipanggil"), _("Kosong berarti semua pekerja."), required=False
    )
    without_workers: bool = ask.boolean(_("Tanpa pekerja; hanya perusahaan"))
    parties: list = ask.party(_("Perusahaan yang dipanggil"), required=False, many=True)
    number: str = ask.text(_("Nomor surat panggilan"), required=False, max_length=80)


def clock_time(text: str) -> time | None:
    """`09.30`, `9:30`; None for anything else."""
    hours, _point, minutes = text.strip().replace(".", ":").partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        return None
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None


def check_plan(facts, params, by):
    errors = {}
    office = facts.case.office
    at = clock_time(params.at)
    if at is None:
        errors["at"] = _("Tulis jamnya seperti 09.30.")
    elif datetime.combine(params.on, at, ZoneInfo(office.time_zone)) <= clock.now():
        errors["on"] = _("Waktu ini sudah lewat.")
    if not is_working_day(params.on, calendar_of(office.pk).days_off):
        errors["on"] = _("Kantor tutup pada hari itu. Pilih hari kerja.")
    if params.kind == K.MEDIATION:
        if facts.case.status != S.IN_MEDIATION:
            errors["kind"] = _("Sidang mediasi direncanakan setelah mediasi dibuka.")
        elif by.user_id != facts.case.mediator_id:
            errors["kind"] = _("Sidang mediasi direncanakan oleh mediator perkara ini.")
    if params.without_workers and not params.parties:
        errors["parties"] = _("Pilih siapa yang dipanggil.")
    if params.parties and not params.without_workers:
        called = Claimant.objects.filter(case=facts.case, withdrawn_at=None)
        called = called.filter(pk__in=params.claimants) if params.claimants else called
        if called.exclude(naming=Naming.NAMED).exists():
            errors["claimants"] = _(
                "Perusahaan akan bertemu pekerja ini. Panggil hanya yang sudah setuju disebut namanya, atau panggil terpisah."
            )
    return errors


def plan_meeting(move: Move):
    given = move.params
    hour = clock_time(given.at)
    assert hour is not None  # checked before
    at = datetime.combine(given.on, hour, ZoneInfo(move.case.office.time_zone))
    people = [] if given.without_workers else acted_for(move, given.claimants)
    paper = document(move, Document.Kind.SUMMONS, dated=clock.now().astimezone(at.tzinfo).date(),
                     number=given.number, title=_("Panggilan pertemuan"))  # fmt: skip
    meeting = Meeting.objects.create(
        case_id=move.case.pk, kind=given.kind, starts_at=at, place=given.place, summons=paper,
        every_worker=not given.claimants and not given.without_workers, planned_by_id=move.by.user_id,
    )  # fmt: skip
    meeting.claimants.set(people if given.claimants else [])
    meeting.parties.set(given.parties)
    move.subject = str(meeting)
    return {
        "kind": given.kind,
        "on": given.on,
        "at": at,
        "parties": sorted(given.parties),
        "every_worker": meeting.every_worker,
        **_called(meeting, people),
    }


def _called(meeting: Meeting, people) -> dict:
    """Whom it concerns: everybody of the case, or those named. A meeting with the company alone is told to nobody."""
    if meeting.every_worker:
        return {}
    called = [person.pk for person in people]
    return {"claimants": called, "internal": not called}


def is_planned(facts, meeting, by):
    if meeting.state != Meeting.State.PLANNED:
        return _("Pertemuan ini sudah dicatat.")


def may_begin(facts, meeting, by):
    if meeting.kind == K.MEDIATION:
        return _("Hasil sidang mediasi dicatat lewat “Catat sidang mediasi”.")
    if meeting.day > clock.now().astimezone(meeting.zone).date():
        return _("Pertemuan ini belum berlangsung.")


@dataclass(frozen=True, kw_only=True)
class Held:
    worker_came: bool = ask.boolean(_("Pekerja atau kuasanya hadir"))
    employer_came: bool = ask.boolean(_("Perusahaan atau kuasanya hadir"))
    minutes: str = ask.text(_("Nomor berita acara"), required=False, max_length=80)
    came_of_it: str = ask.long_text(_("Hasil pertemuan"), _("Pekerja yang dipanggil dapat membacanya."))
    evidence: int | None = ask.evidence(_("Berkas berita acara"), required=False)


def hold_meeting(move: Move):
    given, meeting = move.params, move.record
    document(move, Document.Kind.MINUTES, dated=meeting.day, number=given.minutes, title=_("Berita acara pertemuan"),
             evidence=given.evidence)  # fmt: skip
    meeting.end(Meeting.State.HELD)
    move.note = given.came_of_it
    return {
        "kind": meeting.kind,
        "on": meeting.day,
        "worker_came": given.worker_came,
        "employer_came": given.employer_came,
        **_called(meeting, meeting.claimants.all()),
    }


def cancel_meeting(move: Move):
    meeting = move.record
    meeting.end(Meeting.State.CANCELLED)
    return {"kind": meeting.kind, "on": meeting.day, **_called(meeting, meeting.claimants.all())}


ACTIONS: tuple[Action, ...] = (
    Action(
        "plan_meeting", _("Rencanakan pertemuan"), Section.SOLUTION, ANY_OPEN - {S.SUBMITTED}, OFFICER + MEDIATOR,
        "meeting.planned", _("Pertemuan direncanakan. Waktu dan tempatnya ada di halaman depan perkara."),
        params=Plan, check=check_plan, write=plan_meeting,
    ),
    Action(
        "hold_meeting", _("Catat hasil pertemuan"), Section.SOLUTION, ANY_OPEN, OFFICER + MEDIATOR,
        "meeting.held", _("Pertemuan sudah berlangsung. Hasilnya tertulis di bawah ini."),
        params=Held, subject="meeting", record_guards=(is_planned, may_begin), write=hold_meeting,
    ),
    Action(
        "cancel_meeting", _("Batalkan pertemuan"), Section.SOLUTION, ANY_OPEN, OFFICER + MEDIATOR,
        "meeting.cancelled", _("Pertemuan dibatalkan. Alasannya tertulis di bawah ini."),
        subject="meeting", record_guards=(is_planned,), write=cancel_meeting, needs_reason=True,
    ),
)  # fmt: skip
