"""Meetings that are planned, for those who are called and for who called them."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.principals import Principal
from cases.access import cases_for
from cases.models import Case, Claimant
from core import clock, dates
from workflows.models.records import Meeting


def planned_in(case: Case) -> QuerySet[Meeting]:
    """What is planned in a case, the next one first."""
    return Meeting.objects.filter(case=case, state=Meeting.State.PLANNED).order_by("starts_at", "pk")


def next_of(claimant: Claimant) -> list[Meeting]:
    """Meetings from today on to which a worker is called."""
    called = Q(every_worker=True) | Q(
        pk__in=Meeting.claimants.through.objects.filter(claimant=claimant).values("meeting")
    )
    zone = ZoneInfo(claimant.case.office.time_zone)
    today = clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = list(planned_in(claimant.case).filter(called, starts_at__gte=today))
    for one in found:
        one.case = claimant.case
    return found


def said(meeting: Meeting) -> str:
    """When and where, to somebody who is called."""
    parts = {"day": dates.written(meeting.day), "time": meeting.hour, "place": meeting.place}
    if meeting.kind == Meeting.Kind.MEDIATION:
        return _("Sidang mediasi berikutnya: %(day)s pukul %(time)s di %(place)s.") % parts
    return _("Pertemuan berikutnya: %(day)s pukul %(time)s di %(place)s.") % parts


def calendar_for(by: Principal, *, of_everybody: bool = False) -> QuerySet[Meeting]:
    """Meetings that are not recorded yet, the earliest first: in my cases and those that I called, or all of my offices."""
    rows = Meeting.objects.filter(state=Meeting.State.PLANNED, case__in=cases_for(by)).exclude(
        case__status="closed"
    )
    if not of_everybody:
        rows = rows.filter(
            Q(case__officer=by.user_id) | Q(case__mediator=by.user_id) | Q(planned_by=by.user_id)
        )
    return rows.select_related("case__office", "case__officer", "case__mediator").order_by("starts_at", "pk")


def take_place(case: Case, day: date) -> str:
    """The mediation session that was planned for a day was held: its name, or "" where none was."""
    meeting = next(
        (one for one in planned_in(case).filter(kind=Meeting.Kind.MEDIATION) if one.day <= day), None
    )  # fmt: skip
    if meeting is None:
        return ""
    meeting.end(Meeting.State.HELD)
    return str(meeting)
