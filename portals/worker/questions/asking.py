"""What a step of the calculator is, what depends on earlier answers, and the kinds of question that recur."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import ClaimKind
from portals.shared.forms import MemorableDateField
from portals.shared.law import language
from portals.worker.steps import Answers, StepForm, long_ago

PLACE = "Balikpapan"
UNKNOWN_GROUND = "unknown"
GROUND_IF_UNKNOWN = "43(2)"
OTHER_GROUND = "43(1)"
MONTHLY, DAILY, PIECE = "monthly", "daily", "piece_rate"
EARLY = ("employer", "worker")
MOST = 1_000_000_000
"""Rupiah: more than that in one box is a slip of the finger."""


@dataclass(frozen=True)
class Matter:
    """Something that happened. `part`: the part of the request that reckons it; `noun`: the heading over its rows;
    `box`: what filing calls it; `mistakes`: published mistakes that people bring with it."""

    part: str
    name: Any
    noun: Any
    hint: Any
    box: str
    mistakes: tuple[str, ...] = ()


MATTERS: dict[str, Matter] = {
    "phk": Matter(
        "severance", _("Saya di-PHK, berhenti, atau pensiun"), _("PHK"),
        _("Karyawan tetap. Pesangon: uang yang wajib dibayar saat PHK"),
        ClaimKind.SEVERANCE,
        ("fifteen-percent", "severance-off-by-one", "severance-nine-at-most", "upmk-band", "upmk-times-1-75", "leave-divisor",
         "twice-severance", "death-not-doubled", "efficiency-43-2", "bankruptcy-1-0", "severance-or-long-service",
         "separation-pay-formula", "pension-bpjs",
         "jkp-75-percent"),
    ),
    "kontrak": Matter(
        "pkwt_compensation", _("Kontrak saya selesai atau diputus"), _("Kontrak"),
        _("Pekerja kontrak (PKWT). Uang kompensasi, ganti rugi"),
        ClaimKind.PKWT_COMPENSATION, ("pkwt-years-over-12", "pkwt-last-day", "pkwt-early-end-nothing", "jkp-75-percent"),
    ),
    "upah": Matter(
        "unpaid_wage", _("Upah belum dibayar atau terlambat"), _("Upah belum dibayar"), _("Juga upah terakhir"), ClaimKind.UNPAID_WAGE,
        ("late-fine-once", "late-fine-one-percent"),
    ),
    "thr": Matter(
        "thr", _("THR belum dibayar atau kurang"), _("THR"), _("Tunjangan hari raya"), ClaimKind.THR,
        ("thr-table", "thr-base", "thr-full-month-early", "thr-13-months", "thr-daily-formula"),
    ),
    "lembur": Matter(
        "overtime", _("Lembur tidak dibayar"), _("Lembur"), _("Juga kerja pada hari libur"), ClaimKind.OVERTIME,
        ("overtime-1-5-always", "overtime-plain-hours", "overtime-shortest-day", "overtime-over-the-limit"),
    ),
    "umk": Matter(
        "below_umk", _("Upah di bawah UMK"), _("Kekurangan dari UMK"), _("UMK: upah paling rendah di kota ini"), ClaimKind.BELOW_UMK,
        ("umk-rounded-inputs",),
    ),
}  # fmt: skip


class Told(Answers):
    """What was told so far, and the few things that other steps depend on."""

    @property
    def matters(self) -> list[str]:
        return [matter for matter in self.of("apa").getlist("matters") if matter in MATTERS]

    @property
    def pay(self) -> str:
        pay = self.of("upah").get("pay", "")
        return pay if pay in (DAILY, PIECE) else MONTHLY

    @property
    def six_days(self) -> bool:
        return self.of("upah").get("week") != "5"

    @property
    def has_ended(self) -> bool:
        return bool({"phk", "kontrak"} & set(self.matters))

    def has(self, *matters: str) -> bool:
        return bool(set(matters) & set(self.matters))


class Question(StepForm):
    """A step of the calculator."""

    answers: Told

    @classmethod
    def checked(cls, slug: str, told: Told) -> dict[str, Any]:
        """The checked answers to the step `slug`, which this form asks; nothing while they are not valid."""
        form = cls(told.of(slug), answers=told)
        return form.cleaned_data if form.is_valid() else {}

    def said(self, field: forms.BoundField, value: Any) -> str:
        if value is True:
            return gettext("ya")
        if field.name == "ground" and value:
            return {code: str(label) for code, label in _single(self.choices(field.name).choices)}[value]
        if isinstance(value, Decimal):
            text = f"{value.normalize():f}"
            return text if language() == "en" else text.replace(".", ",")
        return super().said(field, value)

    def no_day_before(self, start: str, *names: str) -> None:
        typed = self.cleaned_data
        for name in names:
            if typed.get(start) and typed.get(name) and typed[name] < typed[start]:
                self.add_error(name, _("Tanggal ini sebelum hari mulai bekerja. Periksa keduanya"))


def _single(choices: Any) -> list[tuple[str, Any]]:
    """Choices without the headings over them."""
    return [one for choice in choices for one in (choice[1] if isinstance(choice[1], list) else [choice])]


def a_day(label: Any, help_text: Any = "", **kwargs: Any) -> MemorableDateField:
    return MemorableDateField(
        label=label, help_text=help_text or _("Contoh: 25 9 2026"), earliest=long_ago, **kwargs
    )


def whole_number(label: Any, help_text: Any = "", *, least: int = 1, most: int, wrong: Any, **kwargs: Any) -> forms.IntegerField:  # fmt: skip
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        **kwargs,
    )


def a_choice(label: Any, choices: list, wrong: Any, help_text: Any = "", **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=choices, widget=forms.RadioSelect,
        error_messages={"required": wrong}, **kwargs,
    )  # fmt: skip


def given(**facts: Any) -> dict[str, Any]:
    """Only what was answered."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
