"""Countersignatures: what waits for another person's agreement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from cases.models import Case
from portals.ministry.doors import open_to
from portals.shared.actions import ApprovalPage
from workflows.approvals import approvals_asked_by, approvals_for
from workflows.table import MINISTRY


@require_safe
@open_to(*MINISTRY)
def approvals(request: HttpRequest) -> HttpResponse:
    """What I am asked to sign, and what became of what I asked for."""
    by = request.principal
    context = {"waiting": approvals_for(by), "own": approvals_asked_by(by)}
    return render(request, "ministry/approvals.html", context)


@method_decorator(open_to(*MINISTRY), name="dispatch")
class Approve(ApprovalPage):
    """What is asked, in full, and the two answers."""

    base = "ministry/base.html"

    def back(self, case: Case, subject: str) -> str:
        return reverse("ministry:approvals")
