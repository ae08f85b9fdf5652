"""Who a visitor is to us: the holder of a draft (signed cookie) or of a receipt (session, half an hour idle)."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import principals
from accounts.principals import Principal
from cases.access import mandate_of, own_claimant, represents
from cases.models import Claimant, Mandate
from core import clock
from core.errors import NotFound
from core.sealed import Sealed, seal, unseal
from intake.drafts import open_draft
from intake.models import KEPT_FOR, Draft

DRAFT_COOKIE = "isian"
IDLE = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the session knows when it was used last; a page after the other need not write it."""
_SESSION_KEY = "claimant"
_UNSENT_KEY = "unsent"
_NOT_TYPED = ("csrfmiddlewaretoken", "seen", "intent")


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


def let_in(request: HttpRequest, holder: Claimant | Mandate) -> None:
    """Remember who came in with a receipt, under a fresh session key. It lasts no longer than the receipt does.

    Who represents one person only has no choice to make.
    """
    request.session.cycle_key()
    if isinstance(holder, Claimant):
        kept: dict[str, Any] = {"id": holder.pk}
    else:
        people = list(represents(principals.representative(holder.pk)).values_list("pk", flat=True)[:2])
        kept = {"id": people[0] if len(people) == 1 else None, "mandate": holder.pk}
    request.session[_SESSION_KEY] = kept | {"receipt": holder.receipt_hash, "at": clock.now().isoformat()}


def let_out(request: HttpRequest) -> None:
    request.session.pop(_SESSION_KEY, None)


def leave(request: HttpRequest) -> None:
    """Somebody goes, and leaves nothing behind: no receipt, no text, no code. An officer who works here stays in."""
    if request.user.is_authenticated:
        let_out(request)
        request.session.pop(_UNSENT_KEY, None)
    else:
        request.session.flush()


def _kept(request: HttpRequest) -> dict | None:
    """What the session remembers, unless half an hour has passed without a request."""
    kept = request.session.get(_SESSION_KEY)
    if not kept:
        return None
    now = clock.now()
    unused = now - datetime.fromisoformat(kept["at"])
    if unused > IDLE:
        let_out(request)
        return None
    if unused > NOTED_EVERY:
        request.session[_SESSION_KEY] = kept | {"at": now.isoformat()}
    return kept


def mandate_held(request: HttpRequest) -> Mandate | None:
    """The mandate of the representative who is in."""
    kept = _kept(request)
    if not kept or "mandate" not in kept:
        return None
    try:
        return mandate_of(principals.representative(kept["mandate"]), receipt=kept.get("receipt", ""))
    except NotFound:
        let_out(request)
        return None


def holder(request: HttpRequest) -> Claimant | Mandate | None:
    """Whose receipt opened the page: the worker, or who represents them."""
    return mandate_held(request) or claimant_of(request)


def choose(request: HttpRequest, claimant_id: int | None) -> None:
    """Of whom the representative now sees the part."""
    request.session[_SESSION_KEY] = request.session[_SESSION_KEY] | {"id": claimant_id}


def claimant_of(request: HttpRequest) -> Claimant | None:
    """The claimant who is in, or the one whose part a representative has chosen; `claimant.by` acts for them."""
    kept = _kept(request)
    if not kept or not kept["id"]:
        return None
    try:
        by = (
            principals.representative(kept["mandate"], kept["id"])
            if "mandate" in kept
            else principals.claimant(kept["id"])
        )
        claimant = own_claimant(by, receipt=kept.get("receipt", ""))
    except NotFound:
        let_out(request)
        return None
    claimant.by = by  # type: ignore[attr-defined]  # only on these pages, and only by way of principal_of
    return claimant


# --- what was written when the half hour was over ------------------------------------------------------------


def _whose(kept: dict) -> list:
    """Who came in, and with which receipt: several may open the part of one worker in the same browser."""
    return [kept.get("mandate") or f"claimant:{kept['id']}", kept.get("receipt")]


def _keep_unsent(request: HttpRequest, was_in: dict) -> None:
    """Keep what was just sent too late, sealed, for the same person in the same browser. Files have to be chosen again."""
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in _NOT_TYPED}
    if was_in["id"] and not request.FILES and any(any(values) for values in typed.values()):
        kept = {"of": _whose(was_in), "part": was_in["id"], "path": request.get_full_path(), "typed": typed}
        request.session[_UNSENT_KEY] = seal(json.dumps(kept)).token


def _unsent(request: HttpRequest) -> dict | None:
    """What who is in now had written; of somebody else it is thrown away."""
    token = request.session.get(_UNSENT_KEY)
    try:
        kept = json.loads(unseal(Sealed(token))) if token else None
    except InvalidToken:
        kept = None
    if kept and kept["of"] != _whose(request.session[_SESSION_KEY]):
        request.session.pop(_UNSENT_KEY)
        return None
    return kept


def goes_on_at(request: HttpRequest, holder: Claimant | Mandate) -> str:
    """Where somebody who has just come in goes on: with what they had written, where there is something."""
    kept = _unsent(request)
    if kept is None:
        return reverse("worker:case")
    if isinstance(holder, Mandate):
        choose(request, kept["part"])
    messages.info(
        request, _("Yang Anda tulis tadi belum terkirim, tetapi masih ada di sini. Periksa, lalu kirim.")
    )
    return kept["path"]


def take_unsent(request: HttpRequest, claimant: Claimant, form: type[Form]) -> dict[str, Any]:
    """What was written into this page before, as the initial values of its `form`; once."""
    kept = _unsent(request)
    if request.method != "GET" or kept is None:
        return {}
    if (kept["part"], kept["path"]) != (claimant.pk, request.get_full_path()):
        return {}
    request.session.pop(_UNSENT_KEY)
    typed = MultiValueDict(kept["typed"])
    return {
        name: field.widget.value_from_datadict(typed, MultiValueDict(), name)
        for name, field in form.base_fields.items()
        if name not in _NOT_TYPED
    }


def principal_of(claimant: Claimant) -> Principal:
    """Who acts: the claimant, or the representative who speaks for them now."""
    return claimant.by  # type: ignore[attr-defined]


def with_claimant(view: Callable) -> Callable:
    """Hand the claimant who is in to the view; nobody in: to the door."""

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        was_in = request.session.get(_SESSION_KEY)
        claimant = claimant_of(request)
        if claimant is not None:
            return view(request, claimant, *args, **kwargs)
        if _SESSION_KEY in request.session:
            return redirect("worker:represented")
        if was_in:
            _keep_unsent(request, was_in)
            messages.info(
                request,
                _(
                    "Demi keamanan, halaman perkara ditutup setelah 30 menit tidak dipakai. Buka lagi di sini."
                ),
            )
        return redirect("worker:follow")

    return inner
