"""The question "berapa hak saya?": the public calculator, and the days by which something must happen.

Nothing of a person stands in an address and nothing is kept here: what was answered so far lies, sealed, in a cookie
of the visitor's own browser, so that the way back, a change of language and a reload lose nothing. Only who takes a
result into a complaint has it kept by us, sealed in their session, until the draft begins.
"""

import json
from datetime import timedelta
from typing import Any, cast

from cryptography.fernet import InvalidToken
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import offices
from accounts.calendar import calendar_of
from cases.rulebook import current_rulebook
from cases.vocabulary import ClaimKind
from core.sealed import Sealed, seal, unseal
from entitlements.mistakes import published_mistakes
from intake import drafts
from portals.shared.forms import Hinted
from portals.shared.law import as_shown, in_words, law_used
from portals.worker import carried, visitor
from portals.worker.carried import BOX_OF
from portals.worker.questions import (
    FIRST,
    MATTERS,
    STEPS,
    Refused,
    Told,
    a_day,
    answered,
    compared,
    reckoned,
    unfinished,
    walk,
)
from portals.worker.rows import told_together
from portals.worker.steps import Step, StepForm, today
from workflows.clocks.explain import deadline_from
from workflows.clocks.rules import PUBLIC, RULES

COOKIE = "hitungan"
KEPT_FOR = timedelta(hours=12)
LONGEST = 40
"""Characters of one answer; nothing that is asked has a longer one."""


@require_safe
@never_cache
def menu(request: HttpRequest) -> HttpResponse:
    """What it is about, and the first question."""
    told = told_by(request)
    return _show_first(request, told, STEPS[FIRST].again(told))


def _show_first(request: HttpRequest, told: Told, form: StepForm) -> HttpResponse:
    changing = "ubah" in request.GET
    context = {
        "form": form,
        "begun": bool(told.matters) and not changing and not form.is_bound,
        "law": _law(),
    }
    return render(request, "worker/rights/menu.html", context)


def _law() -> dict[str, Any]:
    newest = current_rulebook().newest
    told = {
        name: newest.data.get(name) for name in ("name", "effective_from", "effective_to", "last_checked")
    }
    return law_used({"id": newest.id} | in_words(told))


@require_safe
def why_not(request: HttpRequest) -> HttpResponse:
    """Published mistakes that people bring, each with the reason why it is not the law."""
    return render(request, "worker/rights/why_not.html", {"mistakes": in_words(published_mistakes())})


# --- what was answered, in the visitor's own browser ---------------------------------------------------------


def told_by(request: HttpRequest) -> Told:
    """The answers in the visitor's cookie; none where there is no cookie, or a key has been taken out of use."""
    try:
        return Told(json.loads(unseal(Sealed(request.COOKIES.get(COOKIE, ""))) or "{}"))
    except InvalidToken:
        return Told({})


def _keep(response: HttpResponse, told: Told) -> HttpResponse:
    kept = {
        step: {name: [value[:LONGEST] for value in values] for name, values in typed.items() if any(values)}
        for step, typed in told.typed.items()
    }
    response.set_cookie(
        COOKIE,
        seal(json.dumps(kept, separators=(",", ":"))).token,
        max_age=int(KEPT_FOR.total_seconds()),
        path=reverse("worker:rights"),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def forget_told(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=reverse("worker:rights"), samesite="Lax")
    return response


# --- one step after the other --------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calculator(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the walk. `?ubah=1`: the person came to change an answer and goes back to the result."""
    told, here = told_by(request), STEPS.get(slug)
    if here is None:
        raise Http404
    if slug != FIRST and not (told.matters and here.applies(told)):
        return _from_the_start(request)
    if request.method != "POST":
        return _show(request, told, here, _asked_again(told, here))
    form = here.form(request.POST, answers=told)
    if not form.is_valid():
        return _show(request, told, here, form)
    told = Told({**told.typed, slug: form.as_typed()})
    return _keep(_onward(request, told, here), told)


def _from_the_start(request: HttpRequest) -> HttpResponse:
    messages.info(request, gettext("Jawaban tidak ada lagi di perangkat ini. Mulai dari sini."))
    return redirect("worker:rights")


def _asked_again(told: Told, here: Step) -> StepForm:
    """The form with what was answered; with what is wrong, where another answer has changed since."""
    form = here.bind(told)
    if not told.of(here.slug):
        return here.again(told)
    if form.is_valid():
        for step, field, message in _refused(told):
            if step == here.slug:
                form.add_error(field if field in form.fields else None, message)
    return form


def _refused(told: Told) -> list[tuple[str, str, str]]:
    if unfinished(told):
        return []
    try:
        reckoned(told)
    except Refused as refused:
        return refused.problems
    return []


def _onward(request: HttpRequest, told: Told, here: Step) -> HttpResponse:
    if "ubah" in request.GET:
        missing = unfinished(told)
        return _to(missing[0].slug, changing=True) if missing else redirect("worker:reckoned")
    steps = walk(told)
    after = steps[steps.index(here) + 1 :]
    return _to(after[0].slug) if after else redirect("worker:reckoned")


def _to(slug: str, *, changing: bool = False) -> HttpResponse:
    return redirect(reverse("worker:calculator", args=[slug]) + ("?ubah=1" if changing else ""))


def _show(request: HttpRequest, told: Told, here: Step, form: StepForm) -> HttpResponse:
    if here.slug == FIRST:
        return _show_first(request, told, form)
    steps = walk(told)
    number = steps.index(here) + 1
    back = (
        reverse("worker:reckoned")
        if "ubah" in request.GET and not unfinished(told)
        else reverse("worker:calculator", args=[steps[number - 2].slug])
    )
    context = {
        "form": form,
        "step": here,
        "number": number,
        "of": len(steps),
        "back": back,
        "last": number == len(steps) or "ubah" in request.GET,
    }
    return render(request, "worker/rights/step.html", context)


# --- the result ----------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest) -> HttpResponse:
    """What the law gives for the answers; posted, taken into a complaint, or forgotten."""
    told = told_by(request)
    if "clear" in request.POST:
        messages.success(request, gettext("Jawaban Anda dihapus dari perangkat ini."))
        return forget_told(redirect("worker:rights"))
    if not told.matters:
        return _from_the_start(request)
    if missing := unfinished(told):
        return _to(missing[0].slug, changing=True)
    try:
        found = reckoned(told)
    except Refused as refused:
        return _to(refused.problems[0][0], changing=True)
    if "carry" in request.POST:
        return _carry(request, carried.answers_from(told, found))
    sheet = as_shown(found.as_dict())
    concerned = {name for matter in told.matters for name in MATTERS[matter].mistakes}
    context = {
        "sheet": sheet,
        "groups": _by_matter(told, sheet),
        "compared": compared(told, found),
        "answers": answered(told),
        "today": today(),
        "grows": told.has("upah"),
        "back": reverse("worker:calculator", args=[walk(told)[-1].slug]),
        "mistakes": [one for one in in_words(published_mistakes()) if one["id"] in concerned],
    }
    return render(request, "worker/rights/result.html", context)


def _by_matter(told: Told, sheet: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows under the thing that happened, each with its total; where nothing is due, why."""
    of_kind = {str(MATTERS[matter].box): matter for matter in told.matters}
    of_kind |= {ClaimKind.LAST_WAGE: "upah", ClaimKind.PKWT_DAMAGES: "kontrak"}
    found: dict[str, list[dict[str, Any]]] = {matter: [] for matter in told.matters}
    for row in sheet["rows"]:
        kind = row["claim_kind"]
        found[of_kind.get(BOX_OF.get(kind, kind), told.matters[0])].append(row)
    return [
        {
            "matter": matter,
            "noun": MATTERS[matter].noun,
            "why_nothing": [] if rows else sheet["notes_of"].get(MATTERS[matter].part, []),
            **told_together(rows),
        }
        for matter, rows in found.items()
    ]


def _carry(request: HttpRequest, answers: carried.Typed) -> HttpResponse:
    """Into the complaint that has been begun on this device, else into the one that begins next."""
    draft = visitor.draft_of(request)
    if draft is None or draft.case_id:
        carried.carry(request, answers)
        return redirect("worker:start")
    drafts.keep_steps(draft, carried.laid_over(drafts.answers_of(draft), answers))
    messages.success(request, gettext("Hasil hitungan masuk ke pengaduan yang sudah Anda mulai."))
    return redirect("worker:check")


CLOCKS = {
    "bipartit": _("Berunding langsung dengan perusahaan, sebelum ke siapa pun yang lain."),
    "court_limit": _("PHI: pengadilan untuk perselisihan kerja. Tuntutan upah tidak ada batasnya."),
    "jkp_claim": _("JKP: uang tunai dari BPJS Ketenagakerjaan bagi yang kehilangan pekerjaan."),
    "phk_refusal": _("Surat bahwa Anda tidak menerima PHK."),
    "replies": _("Anjuran: saran tertulis dari mediator. Diam berarti menolak."),
    "cassation": _("Meminta Mahkamah Agung memeriksa putusan PHI."),
}
"""Clock -> what it is about, in everyday words."""


# --- deadlines -----------------------------------------------------------------------------------------------


class DeadlineForm(forms.Form):
    clock = forms.ChoiceField(
        label=_("Batas waktu yang mana?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih batas waktu yang ingin Anda hitung")},
    )
    day = a_day(
        _("Dihitung sejak tanggal berapa?"),
        _("Hari itu sendiri tidak ikut dihitung. Contoh: 9 3 2026"),
        error_messages={"required": _("Tulis tanggal mulainya, misalnya 9 3 2026")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["clock"]).choices = [
            (
                name,
                Hinted(
                    RULES[name].label,
                    _("%(what)s Dihitung sejak %(since)s.")
                    % {"what": CLOCKS[name], "since": RULES[name].since},
                ),
            )
            for name in PUBLIC
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def deadlines(request: HttpRequest) -> HttpResponse:
    """By what day, which days were passed over, and why."""
    form = DeadlineForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid():
        office = offices.public_office()
        calendar = calendar_of(office.pk if office else None)
        found = deadline_from(form.cleaned_data["clock"], form.cleaned_data["day"], calendar)
    return render(request, "worker/rights/deadlines.html", {"form": form, "found": found})
