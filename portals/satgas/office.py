"""The office itself: which days it is closed, what it has chosen, and what could not be delivered."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import offices
from accounts.calendar import in_words as day_off_in_words
from accounts.models import Role
from accounts.offices import LEADING
from core import clock
from core.forms import MemorableDateField
from notifications import delivery, wording
from portals.shared import history
from portals.shared.officers import officer_page
from portals.shared.pages import page_number
from workflows.clocks.holidays import add_holiday, withdraw_holiday
from workflows.errors import Invalid, NotAllowed
from workflows.lists import page_of
from workflows.meetings import calendar_for
from workflows.office import change_settings
from workflows.selectors import openings_for
from workflows.settings import effective, of_kind


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 15 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def undelivered(request: HttpRequest) -> HttpResponse:
    """Notifications that were given up: look at why, mend it, and try again."""
    by = request.principal
    if request.method == "POST":
        delivery.retry(by, _number(request.POST.get("notification", "")))
        messages.success(request, _("Dicoba lagi dari awal."))
        return redirect("satgas:notifications")
    page = page_of(delivery.dead_letters(by), page_number(request))
    page.rows = [
        {
            "row": row,
            "told": history.title(row.event),
            "channel": wording.channel_name(row.channel),
            "reason": wording.why_it_failed(row.error),
        }
        for row in page.rows
    ]
    return render(request, "satgas/office/undelivered.html", {"page": page})


@require_http_methods(["GET", "HEAD"])
@officer_page(*LEADING, Role.IDENTITY_CUSTODIAN)
def openings(request: HttpRequest) -> HttpResponse:
    """Who opened the identity of which shielded worker, when and why."""
    page = page_of(openings_for(request.principal), page_number(request))
    for row in page.rows:
        number, space, file = row.what.partition(":")[2].strip().partition(" ")
        row.number, row.is_file = number, bool(space and file)
    return render(request, "satgas/office/openings.html", {"page": page})


@require_http_methods(["GET", "HEAD"])
@officer_page()
def meetings(request: HttpRequest) -> HttpResponse:
    """Whom I meet next, where and when; or everybody of the office."""
    everybody = request.GET.get("semua") == "1"
    page = page_of(calendar_for(request.principal, of_everybody=everybody), page_number(request))
    return render(request, "satgas/office/meetings.html", {"page": page, "everybody": everybody})


class DayOffForm(forms.Form):
    """A day on which one office is closed."""

    office = forms.TypedChoiceField(label=gettext_lazy("Kantor"), coerce=int)
    day = MemorableDateField(label=gettext_lazy("Tanggal"))
    name = forms.CharField(
        label=gettext_lazy("Nama hari libur"),
        max_length=120,
        error_messages={"required": gettext_lazy("Tulis nama hari libur.")},
    )

    def __init__(self, *args, led, **kwargs):
        super().__init__(*args, **kwargs)
        self.led = {office.pk: office for office in led}
        self.fields["office"].choices = [(office.pk, office.name) for office in led]


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def calendar(request: HttpRequest) -> HttpResponse:
    """Days that do not count. Adding one moves open dates, and people are told of it."""
    by = request.principal
    led = offices.led_by(by)
    year = _number(request.GET.get("tahun", "")) or clock.now().year
    form = DayOffForm(led=led) if led else None
    if request.method == "POST":
        if not led:
            raise NotAllowed
        if "withdraw" in request.POST:
            done = withdraw_holiday(offices.own_day_off(by, _number(request.POST["withdraw"])), by=by)
            messages.success(
                request, _("Hari libur ditarik. %(moved)s tenggat bergeser.") % {"moved": done.moved}
            )
            return redirect("satgas:calendar")
        form = DayOffForm(request.POST, led=led)
        if form.is_valid():
            given = form.cleaned_data
            try:
                done = add_holiday(form.led[given["office"]], day=given["day"], name=given["name"], by=by)
            except Invalid as error:
                for name, reason in error.errors.items():
                    form.add_error(name, reason)
            else:
                messages.success(
                    request,
                    _(
                        "Hari libur ditambahkan. %(moved)s tenggat bergeser, dari %(cases)s perkara yang dihitung ulang."
                    )
                    % {"moved": done.moved, "cases": done.cases},
                )
                return redirect("satgas:calendar")
    today = clock.today()
    coming: list[dict[str, Any]] = []
    past: list[dict[str, Any]] = []
    for row in offices.days_off(by, year):
        over = row.date < today and year == today.year
        (past if over else coming).append(
            {
                "day": row,
                "name": day_off_in_words(row.name),
                "own": row.office_id in {office.pk for office in led},
            }
        )
    context = {
        "coming": coming,
        "past": past,
        "form": form,
        "year": year,
        "before": year - 1,
        "after": year + 1,
    }
    return render(
        request, "satgas/office/calendar.html", context, status=400 if form and form.errors else 200
    )


class SettingsForm(forms.Form):
    """What the law leaves to an office."""

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        now = effective(office.settings)
        for setting in of_kind(office.kind):
            label = f"{setting.label} ({setting.unit})" if setting.unit else setting.label
            usual = _("Biasanya: %(value)s.") % {"value": setting.in_words(setting.default)}
            common: dict[str, Any] = {"label": label, "initial": now[setting.key], "help_text": usual}
            self.fields[setting.key] = (
                forms.ChoiceField(choices=setting.choices, **common)
                if setting.choices
                else forms.IntegerField(min_value=setting.least, max_value=setting.most, **common)
            )
            self.fields[setting.key].error_messages |= dict.fromkeys(
                ("required", "invalid", "min_value", "max_value", "invalid_choice"), setting.reason
            )


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def choices(request: HttpRequest) -> HttpResponse:
    """What the office has chosen where the law leaves it a choice. Who leads it may change that: open dates move."""
    by = request.principal
    own = offices.own(by)
    office = next((one for one in own if str(one.pk) == request.GET.get("kantor")), own[0])
    form = SettingsForm(office=office) if office in offices.led_by(by) else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed
        form = SettingsForm(request.POST, office=office)
        if form.is_valid():
            done = change_settings(office, form.cleaned_data, by=by)
            messages.success(
                request,
                _(
                    "Pilihan kantor disimpan. %(moved)s tenggat bergeser, dari %(cases)s perkara yang dihitung ulang."
                )
                % {"moved": done.moved, "cases": done.cases},
            )
            return redirect(f"{request.path}?kantor={office.pk}")
    now = effective(office.settings)
    rows = [
        {"label": one.label, "value": one.in_words(now[one.key]), "own": now[one.key] != one.default}
        for one in of_kind(office.kind)
    ]
    context = {"office": office, "offices": own, "rows": rows, "form": form}
    return render(request, "satgas/office/choices.html", context, status=400 if form and form.errors else 200)
