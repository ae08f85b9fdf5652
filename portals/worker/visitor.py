"""Who a visitor is to us: the holder of a draft (signed cookie) or of a receipt (session, half an hour idle)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import principals
from accounts.principals import Principal
from cases.access import own_claimant
from cases.models import Claimant
from core import clock
from core.errors import NotFound
from intake.drafts import open_draft
from intake.models import KEPT_FOR, Draft

DRAFT_COOKIE = "isian"
IDLE = timedelta(minutes=30)
_SESSION_KEY = "claimant"


# --- drafts ------------------------------------------------------------------------------------------------


def draft_of(request: HttpRequest) -> Draft | None:
    pk = request.get_signed_cookie(
        DRAFT_COOKIE, default="", salt="draft", max_age=int(KEPT_FOR.total_seconds())
    )
    try:
        return open_draft(pk) if pk else None
    except NotFound:
        return None


def remember_draft(response: HttpResponse, draft: Draft) -> HttpResponse:
    response.set_signed_cookie(
        DRAFT_COOKIE,
        str(draft.pk),
        salt="draft",
        max_age=int(KEPT_FOR.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def forget_draft(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(DRAFT_COOKIE, samesite="Lax")
    return response


def with_draft(view: Callable) -> Callable:
    """Hand the visitor's draft to the view; without one, begin at the start, with a word about why."""

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        draft = draft_of(request)
        if draft is None:
            messages.info(
                request,
                _("Isian tidak ditemukan di perangkat ini, atau sudah lewat 14 hari. Mulai dari sini."),
            )
            return forget_draft(redirect("worker:start"))
        return view(request, draft, *args, **kwargs)

    return inner


# --- receipts ----------------------------------------------------------------------------------------------


def let_in(request: HttpRequest, claimant_id: int) -> None:
    """Remember who opened their part with a receipt, under a fresh session key."""
    request.session.cycle_key()
    request.session[_SESSION_KEY] = {"id": claimant_id, "at": clock.now().isoformat()}


def let_out(request: HttpRequest) -> None:
    request.session.pop(_SESSION_KEY, None)


def claimant_of(request: HttpRequest) -> Claimant | None:
    """The claimant who is in, unless half an hour has passed without a request."""
    kept = request.session.get(_SESSION_KEY)
    if not kept:
        return None
    now = clock.now()
    if now - datetime.fromisoformat(kept["at"]) > IDLE:
        let_out(request)
        return None
    try:
        claimant = own_claimant(principals.claimant(kept["id"]))
    except NotFound:
        let_out(request)
        return None
    request.session[_SESSION_KEY] = {"id": kept["id"], "at": now.isoformat()}
    return claimant


def principal_of(claimant: Claimant) -> Principal:
    return principals.claimant(claimant.pk)


def with_claimant(view: Callable) -> Callable:
    """Hand the claimant who is in to the view; nobody in: to the door."""

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        was_in = _SESSION_KEY in request.session
        claimant = claimant_of(request)
        if claimant is None:
            if was_in:
                messages.info(
                    request,
                    _(
                        "Demi keamanan, halaman perkara ditutup setelah 30 menit tidak dipakai. Buka lagi di sini."
                    ),
                )
            return redirect("worker:follow")
        return view(request, claimant, *args, **kwargs)

    return inner
