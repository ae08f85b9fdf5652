"""One glance, and the lists that its numbers are made of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.ministry.doors import open_to
from portals.ministry.filters import EscalationFilter
from portals.shared.pages import page_number
from reports.overview import overview as summed
from workflows import inbox
from workflows.lists import count_days, page_of, tell_employers
from workflows.table import MINISTRY, RECEIVER


@require_safe
@open_to(*MINISTRY)
def overview(request: HttpRequest) -> HttpResponse:
    """How many workers, how much is owed, how late, whose move."""
    return render(
        request, "ministry/overview.html", {"overview": summed(inbox.escalated_cases(request.principal))}
    )


@require_safe
@open_to(*MINISTRY)
def escalations(request: HttpRequest) -> HttpResponse:
    """What was escalated to us, the most pressing first."""
    narrowed = EscalationFilter(request.GET)
    page = page_of(narrowed.narrow(inbox.escalations_for(request.principal)), page_number(request))
    count_days(page.rows)
    tell_employers(page.rows)
    context = {"page": page, "filter": narrowed, "ended": request.GET.get("show") == "ended"}
    return render(request, "ministry/escalations.html", context)


@require_safe
@open_to(*MINISTRY)
def recommendations(request: HttpRequest) -> HttpResponse:
    """What we recommended, and whether it was followed up."""
    page = page_of(inbox.recommendations_for(request.principal), page_number(request))
    return render(request, "ministry/recommendations.html", {"page": page})


@require_safe
@open_to(*RECEIVER)
def referrals(request: HttpRequest) -> HttpResponse:
    """What was referred to us, the most pressing first."""
    ended = request.GET.get("show") == "ended"
    records = inbox.referrals_for(request.principal)
    page = page_of(inbox.ended(records) if ended else inbox.waiting(records), page_number(request))
    count_days(page.rows)
    tell_employers(page.rows)
    return render(request, "ministry/referrals.html", {"page": page, "ended": ended})
