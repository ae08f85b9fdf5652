"""The question "berapa hak saya?": the public calculator, and the days by which something must happen.

Nothing is kept and nothing of a person stands in an address: answers are posted, and the page is the answer. Only
who takes a result into a complaint has it kept, sealed in their session, until the draft begins.
"""

import json
from collections import defaultdict
from datetime import date
from typing import Any

from cryptography.fernet import InvalidToken
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import offices
from accounts.calendar import calendar_of
from cases.rulebook import current_rulebook
from cases.vocabulary import ClaimKind
from core.money import rupiah
from core.sealed import Sealed, seal, unseal
from entitlements.mistakes import published_mistakes
from portals.shared.forms import RupiahField
from portals.shared.law import as_shown, in_words, law_used
from portals.shared.templatetags.hak import tanggal_panjang
from portals.worker.situations import PAGES, Situation, a_day
from workflows.clocks.explain import deadline_from
from workflows.clocks.rules import PUBLIC, RULES

CARRIED = "carried_rights"
CONTROLS = {"csrfmiddlewaretoken", "change", "carry"}

BOX_OF = {
    ClaimKind.LATE_WAGE_FINE: ClaimKind.UNPAID_WAGE,
    ClaimKind.LONG_SERVICE_PAY: ClaimKind.SEVERANCE,
    ClaimKind.RIGHTS_COMPENSATION: ClaimKind.SEVERANCE,
    ClaimKind.SEPARATION_PAY: ClaimKind.SEVERANCE,
    ClaimKind.PROCESS_WAGES: ClaimKind.SEVERANCE,
}
"""The box under which the filing form asks for a kind that it does not name by itself."""


@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    context = {"pages": PAGES.values(), "law": _law()}
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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calculator(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions of a situation; posted, what the law gives for the answers."""
    page = PAGES.get(slug)
    if page is None:
        raise Http404
    form = page.form(request.POST if request.method == "POST" else None)
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        return render(request, "worker/rights/form.html", {"page": page, "form": form})
    if "carry" in request.POST:
        request.session[CARRIED] = seal(json.dumps(_answers(page.box, form))).token
        return redirect("worker:start")
    context = {
        "page": page,
        "sheet": as_shown(form.result),
        "compared": form.compared(),
        "typed": [(key, value) for key in request.POST if key not in CONTROLS for value in request.POST.getlist(key)],
        "answers": _told(form),
        "mistakes": [one for one in in_words(published_mistakes()) if one["id"] in page.mistakes],
    }  # fmt: skip
    return render(request, "worker/rights/result.html", context)


def _told(form: Situation) -> list[tuple[Any, str]]:
    """What was asked and answered, for whoever prints the page."""
    told = []
    for field in form:
        value = form.cleaned_data.get(field.name)
        if value in (None, "", False):
            continue
        if isinstance(field.field, RupiahField):
            value = rupiah(value)
        elif isinstance(value, date):
            value = tanggal_panjang(value)
        elif isinstance(field.field, forms.ChoiceField):
            value = dict(field.field.choices).get(value, value)
        told.append((field.label, gettext("ya") if value is True else str(value)))
    return told


# --- taken into a complaint ----------------------------------------------------------------------------------


def _answers(box: str, form: Situation) -> dict[str, dict[str, list[str]]]:
    """The result as answers of the filing steps, as if a person had typed them.

    `hitungan` keeps the amounts by their exact kind: the filing form asks for several of them under one heading.
    """
    assert form.result is not None
    amounts: dict[str, int] = defaultdict(int)
    for row in form.result["rows"]:
        if row["claim_kind"] and row["amount"] and row["owed_by"] == "employer":
            amounts[row["claim_kind"]] += row["amount"]
    asked: dict[str, int] = defaultdict(int)
    for kind, amount in amounts.items():
        asked[BOX_OF.get(ClaimKind(kind), kind)] += amount
    facts = form.facts()
    job = {"contract_kind": facts.get("contract_kind"), "base_wage": _money(facts.get("base")), "fixed_allowance": _money(facts.get("fixed"))}  # fmt: skip
    return {
        "masalah": {"kinds": sorted({str(box), *map(str, asked)})},
        "pekerjaan": {name: [value] for name, value in job.items() if value},
        "tanggal": _days(facts, "work_start", "work_end", "contract_end"),
        "jumlah": {f"amount_{kind}": [_money(amount)] for kind, amount in asked.items()},
        "hitungan": {kind: [str(amount)] for kind, amount in amounts.items()},
    }


def _money(amount: int | None) -> str:
    return rupiah(amount).removeprefix("Rp") if amount else ""


def _days(facts: dict[str, Any], *names: str) -> dict[str, list[str]]:
    return {
        f"{name}_{part}": [str(getattr(facts[name], part))]
        for name in names
        if isinstance(facts.get(name), date)
        for part in ("day", "month", "year")
    }


def carried(request: HttpRequest) -> dict[str, dict[str, list[str]]]:
    """What this visitor brings from the calculator, as answers of the filing steps; empty for most."""
    try:
        return json.loads(unseal(Sealed(request.session.get(CARRIED, ""))) or "{}")
    except InvalidToken:  # sealed with a key that has been taken out of use since
        return {}


def forget_carried(request: HttpRequest) -> None:
    request.session.pop(CARRIED, None)


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
        self.fields["clock"].choices = [
            (name, _("%(label)s: sejak %(since)s") % {"label": RULES[name].label, "since": RULES[name].since})
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
