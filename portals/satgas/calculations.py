"""What the law gives the workers of a case: one worker's calculation, and all of them at once."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.models import Calculation, Claimant
from cases.vocabulary import ClaimKind, OvertimeDay
from core.clock import today
from entitlements.comparison import short_by
from portals.satgas.inputs import SIZES, facts_of
from portals.shared.forms import DaysField, HoursField, MemorableDateField, RupiahField
from portals.shared.law import as_known, as_shown, feasts, grounds, in_full, in_words
from portals.shared.officers import officer_page
from workflows import calculations, selectors
from workflows.calculations import NotEnough, Said
from workflows.errors import Invalid
from workflows.filing import OvertimePart, in_decimals
from workflows.models import CalculationRun

OVERTIME = {
    OvertimeDay.WORKDAY: ("workday_hours", "workday_times"),
    OvertimeDay.REST_DAY: ("rest_day_hours", "rest_day_times"),
}
"""Of each kind of day, the fields that say how long overtime lasted and on how many days."""

ASKED_HERE = {
    "ground": ("ground", gettext_lazy("Pilih alasan PHK; tanpa itu pesangon tidak dapat dihitung")),
    "holiday": ("holiday", gettext_lazy("Pilih hari rayanya; tanpa itu THR tidak dapat dihitung")),
    "overtime": ("workday_hours", gettext_lazy("Isi jam lembur dan banyaknya hari")),
}
"""A fact without which nothing can be reckoned -> the field of the page that asks for it, and what to do."""


class SaidForm(forms.Form):
    """What the record does not hold and the law asks for."""

    mark_optional = True

    ground = forms.ChoiceField(
        label=gettext_lazy("Alasan PHK"),
        help_text=gettext_lazy("Perlu untuk pesangon dan penghargaan masa kerja pekerja tetap."),
        required=False,
    )
    leave_days = forms.IntegerField(
        label=gettext_lazy("Sisa cuti tahunan, hari"),
        min_value=0,
        max_value=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Tulis jumlah hari dengan angka, 0 sampai 60")
        ),
    )
    work_days_per_week = forms.TypedChoiceField(
        label=gettext_lazy("Hari kerja seminggu"),
        choices=[("", gettext_lazy("Tidak diketahui")), ("5", "5"), ("6", "6")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    employer_size = forms.ChoiceField(
        label=gettext_lazy("Skala usaha"),
        choices=[("", gettext_lazy("Tidak diketahui")), *SIZES],
        required=False,
    )
    holiday = forms.ChoiceField(label=gettext_lazy("Hari raya, untuk THR"), required=False)
    as_of = MemorableDateField(
        label=gettext_lazy("Denda dan upah dihitung sampai"),
        latest=today,
        initial=today,
        error_messages={"required": gettext_lazy("Tulis tanggal penghitungan")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [("", _("Belum diketahui")), *grounds()]
        self.fields["holiday"].choices = [("", _("Tidak ada tuntutan THR")), *feasts()]

    def worked(self) -> list[dict[str, Any]]:
        """Hours of overtime that were typed; a form for everybody asks for none."""
        return []

    @property
    def said(self) -> Said:
        typed = self.cleaned_data
        return Said(
            overtime=self.worked(),
            as_of=typed["as_of"].isoformat(), ground=typed["ground"], leave_days=typed["leave_days"],
            work_days_per_week=typed["work_days_per_week"], employer_size=typed["employer_size"],
            holiday=typed["holiday"],
        )  # fmt: skip


class SaidOfOneForm(SaidForm):
    """What is said of one worker; hours of overtime are asked for while the record has none."""

    def __init__(self, *args: Any, asks_for_overtime: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if asks_for_overtime:
            self.fields |= {
                name: field
                for day, (hours_of, days_of) in OVERTIME.items()
                for name, field in (
                    (hours_of, HoursField(label=_("%(day)s: lembur berapa jam sehari") % {"day": day.label})),
                    (days_of, DaysField(label=_("%(day)s: berapa hari lemburnya") % {"day": day.label})),
                )
            }

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for hours_of, days_of in OVERTIME.values():
            for name, other in ((hours_of, days_of), (days_of, hours_of)):
                if typed.get(other) and not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Isi keduanya: jam sehari dan banyaknya hari"))
        return typed

    def worked(self) -> list[dict[str, Any]]:
        typed = self.cleaned_data
        return [
            asdict(OvertimePart(day, in_decimals(typed[hours_of]), typed[days_of]))
            for day, (hours_of, days_of) in OVERTIME.items()
            if typed.get(hours_of)
        ]


class OverrideForm(forms.Form):
    place = forms.TypedChoiceField(
        label=gettext_lazy("Baris yang diubah"),
        coerce=int,
        error_messages={"required": gettext_lazy("Pilih barisnya")},
    )
    amount = RupiahField(label=gettext_lazy("Jumlah menurut petugas"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Tersimpan dalam riwayat perkara, terbaca oleh kantor."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis alasannya")},
    )

    def __init__(self, *args: Any, rows: list[dict], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [
            ("", _("Pilih baris")),
            *((row["place"], row["name"]) for row in rows),
        ]


def said_before(made: Calculation | None, person: Claimant) -> dict[str, Any]:
    """What was said for the calculation before, to begin with; the day of reckoning is today. Work that ended with the
    worker's life ended by that (PP 35/2021 Art. 57)."""
    if made is None:
        return {"ground": "57"} if person.died_on and person.died_on == person.work_end else {}
    said = made.inputs["said"]
    worked = {
        name: entry[key]
        for entry in said.get("overtime", ())
        for name, key in zip(OVERTIME[OvertimeDay(entry["day"])], ("hours", "times"), strict=True)
    }
    return {**said, **worked, "as_of": today()}


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def worker(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One worker: what the law gives, beside what the facts say now and what the employer offers."""
    by = request.principal
    case = selectors.case_page(by, reference)
    person, opened = selectors.worker_of(case, pk, by=by)
    made = calculations.latest_of(person)
    rows = [as_known(row) for row in in_words(calculations.rows_of(made))] if made else []
    posted = request.POST if request.method == "POST" else None
    overriding = posted is not None and "override" in posted
    said = SaidOfOneForm(
        None if overriding else posted,
        initial=said_before(made, person),
        asks_for_overtime=calculations.lacks_hours(person),
    )
    other = OverrideForm(posted if overriding else None, rows=rows, prefix="ubah")
    if posted is not None:
        done = _override(request, made, other) if overriding else _calculate(request, person, said)
        if done:
            return redirect("satgas:calculation", case.reference, person.pk)
    context = {
        "case": case,
        "person": person,
        "name": opened["name"],
        "made": made,
        "rows": rows,
        "sum": in_full(made.total, [row for row in rows if row["unknown"]]) if made else "",
        "said": said,
        "other": other,
        "form": other if overriding else said,
        "may": calculations.may_calculate(case, by),
        **(_beside(made, person) if made else {}),
    }
    return render(request, "satgas/calculation.html", context)


def _calculate(request: HttpRequest, person: Claimant, form: SaidForm) -> bool:
    if not form.is_valid():
        return False
    try:
        calculations.calculate(person, form.said, by=request.principal)
    except NotEnough as lack:
        here = [fact for fact in lack.missing if fact in ASKED_HERE and ASKED_HERE[fact][0] in form.fields]
        for fact in here:
            form.add_error(*ASKED_HERE[fact])
        if missing := calculations.missing_in_words(fact for fact in lack.missing if fact not in here):
            form.add_error(None, _("Belum dapat dihitung. Yang kurang dalam perkara: %(missing)s. Lengkapi dengan “Perbaiki data kerja” atau “Perbaiki tuntutan”.") % {"missing": "; ".join(missing)})  # fmt: skip
        return False
    messages.success(request, _("Hitungan disimpan. Yang lama tetap ada."))
    return True


def _override(request: HttpRequest, made: Calculation | None, form: OverrideForm) -> bool:
    if made is None or not form.is_valid():
        return False
    try:
        calculations.override(made, **form.cleaned_data, by=request.principal)
    except Invalid as refused:
        for name, text in refused.errors.items():
            form.add_error(name, text)
        return False
    messages.success(request, _("Jumlah diubah; alasannya tersimpan dalam riwayat."))
    return True


def _beside(made: Calculation, person: Claimant) -> dict[str, Any]:
    offer = calculations.offer_beside(made)
    try:
        changes, lacking = calculations.what_would_change(made, person), []
    except NotEnough as lack:
        changes, lacking = [], lack.in_words
    by_law = made.result["total"]
    return {
        "sheet": as_shown(made.result),
        "facts": (facts := facts_of(made, person)),
        "facts_changed": any(fact.now for fact in facts),
        "by_law": by_law,
        "by_law_now": by_law + sum(one.difference for one in changes),
        "earlier": calculations.earlier_of(person),
        "changes": [{"name": in_words(one.name), "change": one} for one in changes],
        "lacking": lacking,
        "offer": [{"name": kind_name(one.code), "change": one} for one in offer],
        "short": short_by(offer),
        "unclaimed": [kind_name(kind) for kind in calculations.without_claim(made)],
        "left_out": calculations.missing_in_words(made.inputs.get("left_out", ())),
        "assumed": calculations.assumed_in_words(made.inputs.get("assumed", ())),
    }


def kind_name(kind: str) -> str:
    return str(ClaimKind(kind).label) if kind in ClaimKind.values else kind


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def everybody(request: HttpRequest, reference: str) -> HttpResponse:
    """All workers of a case, in the background; the page may be left and shows how far it is."""
    by = request.principal
    case = selectors.case_page(by, reference)
    run = calculations.latest_run(case)
    form = SaidForm(
        request.POST if request.method == "POST" else None,
        initial={**run.said, "as_of": today()} if run else {},
    )
    if request.method == "POST" and form.is_valid():
        calculations.start_run(case, form.said, by=by)
        return redirect("satgas:calculations", case.reference)
    context = {
        "case": case,
        "run": run,
        "form": form,
        "may": calculations.may_calculate(case, by),
        **(_of_run(run) if run else {}),
    }
    template = "satgas/calculations_progress.html" if request.htmx else "satgas/calculations.html"
    return render(request, template, context)


def _of_run(run: CalculationRun) -> dict[str, Any]:
    """Whom a run could not reckon, and, once it has ended, what it gave by kind of claim."""
    told: dict[str, Any] = {
        "errors": [
            {"number": number, "pk": pk, "missing": calculations.missing_in_words(missing)}
            for number, pk, missing in calculations.failed(run)
        ]
    }
    if run.finished_at:
        told["kinds"] = [
            {"name": kind_name(kind), "sum": amount, "workers": workers}
            for kind, (amount, workers) in sorted(run.by_kind.items(), key=lambda one: -one[1][0])
        ]
        told["left_out"] = [
            {"missing": calculations.missing_in_words([fact])[0], "workers": workers}
            for fact, workers in run.left_out.items()
        ]
    return told
