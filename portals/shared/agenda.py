"""Where an officer begins: what they must do next, in all their offices, and what they were told."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.offices import LEADING
from accounts.principals import Principal
from notifications.inbox import COUNTED, counted, inbox, mark_read
from portals.shared import history
from portals.shared.doors import doors_of, roof_of
from portals.shared.officers import officer_page
from portals.shared.pages import page_number
from workflows import agenda, selectors
from workflows.actions import ACTIONS
from workflows.agenda import About, Duty
from workflows.inbox import escalations_for, referrals_for
from workflows.lists import page_of
from workflows.table import MINISTRY

NEWS = 15


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def start(request: HttpRequest) -> HttpResponse:
    """My tasks: what I hold and by when, what others are late with, and what I was told and have not read."""
    by = request.principal
    if request.method == "POST":
        mark_read(by, [int(pk) for pk in request.POST.getlist("read") if pk.isdecimal() and len(pk) < 15])
        return redirect("shared:start")
    found = agenda.agenda_of(by)
    rows = list(inbox(by).filter(read_at=None)[:COUNTED])
    context = {
        "base": roof_of(by),
        "agenda": found,
        "mine": [_shown(duty) for duty in found.mine],
        "others": [_shown(duty) for duty in found.others],
        "news": [(row, history.title(row.event)) for row in rows[:NEWS]],
        "unread": counted(len(rows)),
        "leads": by.has_role(*LEADING),
        "handles": any(door.name == "satgas" for door in doors_of(by)),
    }
    return render(request, "shared/agenda.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def all_news(request: HttpRequest) -> HttpResponse:
    """Everything that one was told, read or not, newest first."""
    by = request.principal
    if request.method == "POST":
        mark_read(by)
        return redirect("shared:all_news")
    page = page_of(inbox(by), page_number(request))
    page.rows = [(row, history.title(row.event)) for row in page.rows]
    return render(request, "shared/all_news.html", {"base": roof_of(by), "page": page})


def _shown(duty: Duty) -> dict[str, Any]:
    """A duty with the page where it is done, and the page of what it is about."""
    match duty.about:
        case About.APPROVAL:
            door = "ministry" if set(ACTIONS[duty.action].countersign) & set(MINISTRY) else "satgas"
            return {"duty": duty, "url": reverse(f"{door}:approval", args=[duty.pk]), "case_url": ""}
        case About.REFERRAL:
            return {"duty": duty, "url": reverse("receiving:record", args=[duty.pk]), "case_url": ""}
        case About.ESCALATION:
            return {"duty": duty, "url": reverse("ministry:record", args=[duty.pk]), "case_url": ""}
    case_url = reverse("satgas:case", args=[duty.case.reference])
    url = reverse("satgas:action", args=[duty.case.reference, duty.action]) if duty.action else case_url
    return {"duty": duty, "url": url, "case_url": case_url if duty.action else ""}


@require_safe
@officer_page()
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a line of what one was told: it counts as read, and leads to the case."""
    by = request.principal
    row = inbox(by).filter(pk=pk).first()
    if row is None:
        raise Http404
    mark_read(by, [pk])
    return _to(by, row.case.reference)


@require_safe
@officer_page()
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The address of a case in a letter: it leads each officer to where they may see it. 404 where that is nowhere."""
    return _to(request.principal, reference)


def _to(by: Principal, reference: str) -> HttpResponse:
    if selectors.handles(by, reference):
        return redirect("satgas:case", reference=reference)
    for records, page in ((escalations_for, "ministry:record"), (referrals_for, "receiving:record")):
        record = records(by).filter(case__reference=reference).order_by("ended_at", "-pk").first()
        if record is not None:
            return redirect(page, pk=record.pk)
    raise Http404
