"""What happened, how and how much the worker is paid, and since when they work."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.shared.forms import Hinted, RupiahField
from portals.worker.questions.asking import (
    DAILY,
    MATTERS,
    MONTHLY,
    MOST,
    PIECE,
    Question,
    a_choice,
    a_day,
    whole_number,
)
from portals.worker.steps import today


class MatterForm(Question):
    matters = forms.MultipleChoiceField(
        label=_("Apa yang terjadi?"),
        help_text=_("Pilih semua yang cocok; semuanya dihitung sekaligus."),
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, Hinted(matter.name, matter.hint)) for name, matter in MATTERS.items()],
        error_messages={"required": _("Pilih paling sedikit satu hal yang terjadi")},
    )

    def clean_matters(self) -> list[str]:
        chosen = self.cleaned_data["matters"]
        if {"phk", "kontrak"} <= set(chosen):
            raise forms.ValidationError(
                _("Pilih salah satu dari dua yang pertama: PHK untuk karyawan tetap, kontrak bila ada tanggal selesainya")
            )  # fmt: skip
        return chosen


class PayForm(Question):
    pay = a_choice(
        _("Bagaimana upah Anda dihitung?"),
        [
            (MONTHLY, Hinted(_("Bulanan"), _("Jumlahnya sama tiap bulan"))),
            (DAILY, Hinted(_("Harian"), _("Dibayar untuk tiap hari masuk"))),
            (PIECE, Hinted(_("Borongan"), _("Dibayar menurut hasil: per ton, per rit, per potong"))),
        ],
        _("Pilih bulanan, harian, atau borongan"),
    )
    week = a_choice(
        _("Berapa hari kerja seminggu?"),
        [("6", _("Enam hari")), ("5", _("Lima hari"))],
        _("Pilih lima atau enam hari"),
    )


class WageForm(Question):
    base = RupiahField(
        label=_("Upah pokok sebulan"),
        help_text=_("Tanpa lembur dan tanpa tunjangan. Misalnya 3.900.000 atau 3,9 juta."),
        minimum=10_000,
        maximum=MOST,
    )
    fixed = RupiahField(
        label=_("Tunjangan tetap sebulan"),
        help_text=_("Yang selalu sama, masuk kerja atau tidak: jabatan, keluarga, perumahan."),
        maximum=MOST,
        required=False,
    )
    non_fixed = RupiahField(
        label=_("Tunjangan tidak tetap sebulan"),
        help_text=_("Yang tergantung hadir: uang makan atau transport per hari. Kira-kira saja."),
        maximum=MOST,
        required=False,
    )
    daily = RupiahField(
        label=_("Upah sehari"), help_text=_("Tanpa lembur. Misalnya 160.000."), minimum=1_000, maximum=10_000_000
    )  # fmt: skip
    total = RupiahField(
        label=_("Semua upah yang Anda terima dalam 12 bulan terakhir"),
        help_text=_("Jumlahkan dari slip atau catatan. Belum setahun bekerja? Sejak mulai bekerja."),
        minimum=10_000,
        maximum=12 * MOST,
    )
    months = whole_number(
        _("Itu upah berapa bulan?"), _("Paling banyak 12."), most=12, wrong=_("Tulis jumlah bulan, 1 sampai 12"), initial=12
    )  # fmt: skip

    def fit(self) -> None:
        shown = {MONTHLY: ("base", "fixed", "non_fixed"), DAILY: ("daily",), PIECE: ("total", "months")}[
            self.answers.pay
        ]
        if self.answers.pay == DAILY and self.answers.has("thr"):
            shown = (*shown, "total", "months")
            self.fields["total"].required = self.fields["months"].required = False
            self.fields["total"].help_text = _(
                "Untuk THR. Tidak ingat? Kosongkan; THR dihitung dari upah sehari."
            )
        self.fields = {name: self.fields[name] for name in shown}

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("total") and not typed.get("months") and "months" not in self.errors:
            self.add_error("months", _("Tulis jumlah bulan, 1 sampai 12"))
        if "months" in typed and not typed.get("total"):
            typed["months"] = None
        return typed


class ServiceForm(Question):
    start = a_day(
        _("Hari pertama bekerja"),
        _("Perkiraan boleh. Contoh: 1 3 2021"),
        latest=today,
        error_messages={"required": _("Tulis hari pertama bekerja, misalnya 1 3 2021")},
    )
    end = a_day(
        _("Hari kerja terakhir"),
        error_messages={"required": _("Tulis hari terakhir Anda bekerja, misalnya 25 9 2026")},
    )
    contract = a_choice(
        _("Bagaimana perjanjian kerja Anda?"),
        [("pkwtt", _("Karyawan tetap")), ("pkwt", Hinted(_("Kontrak"), _("Ada tanggal selesainya (PKWT)")))],
        _("Pilih tetap atau kontrak"),
    )

    def fit(self) -> None:
        if self.answers.has_ended:
            del self.fields["contract"]
        else:
            self.fields["end"].required = False
            self.fields["end"].label = _("Sudah berhenti? Hari kerja terakhir")
            self.fields["end"].help_text = _("Kosongkan bila masih bekerja. Contoh: 25 2 2026")
        if self.answers.has("kontrak"):
            self.fields["start"].label = _("Hari pertama kontrak")
            self.fields["start"].help_text = _(
                "Diperpanjang? Hari pertama kontrak yang pertama. Bila uang kompensasi kontrak lama sudah dibayar: hari pertama kontrak yang terakhir. Contoh: 1 3 2025"
            )

    def clean(self) -> dict[str, Any]:
        self.no_day_before("start", "end")
        return super().clean()


def full_month(wage: Mapping[str, Any]) -> int:
    """All that a monthly wage pays in a month; 0 where it is not told."""
    return sum(wage.get(name) or 0 for name in ("base", "fixed", "non_fixed"))
