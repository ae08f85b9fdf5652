"""Doors that belong to no single audience."""

from datetime import date

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import offices
from cases.rulebook import current_rulebook
from entitlements import register
from portals.shared.gallery import GalleryForm


def health(request: HttpRequest) -> JsonResponse:
    """Answers when the web server and its database do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/accessibility.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/about.html", {"office": offices.public_office()})


@require_safe
def regulations(request: HttpRequest) -> HttpResponse:
    """The register of regulations for people: what is used of each, and where it stands officially."""
    found = [
        one | {"promulgated": _date(one.get("promulgated"))}
        for one in register.regulations(current_rulebook())
    ]
    checked = max(filter(None, (_date(one.get("last_checked")) for one in found)), default=None)
    return render(request, "shared/regulations.html", {"regulations": found, "checked": checked})


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@require_safe
def jdih_feed(request: HttpRequest) -> JsonResponse:
    """The register of regulations as the national network of legal documents reads it: a bare JSON array."""
    page = settings.PUBLIC_URL + reverse("shared:regulations")
    return JsonResponse(register.jdihn_feed(current_rulebook(), page), safe=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages. Only with DEMO or DEBUG."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    form = GalleryForm(request.POST or None, request.FILES or None)
    form.is_valid()
    staff = request.GET.get("padat") == "1"
    return render(request, "shared/gallery.html", {"form": form, "staff": staff, **GalleryForm.samples()})


def conflict(request: HttpRequest, reasons: list[str] | None = None, back: str = "") -> HttpResponse:
    """409: the action was refused and nothing changed; `back` is where the present state is shown."""
    return render(request, "409.html", {"reasons": reasons, "back": back}, status=409)
