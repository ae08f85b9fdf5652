"""What was not paid: wages, THR, overtime, and the difference to the minimum."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import written
from entitlements.service import months_later
from portals.shared.forms import RupiahField
from portals.shared.law import feasts
from portals.shared.templatetags.hak import rupiah
from portals.worker.questions.asking import MONTHLY, MOST, Question, a_choice, a_day, iso, whole_number
from portals.worker.questions.pay import ServiceForm, WageForm, full_month
from portals.worker.steps import hours, today


class UnpaidForm(Question):
    mark_optional = False

    due_on = a_day(
        _("Tanggal gajian pertama yang terlewat"),
        _("Hari upah itu seharusnya dibayar. Contoh: 31 7 2026"),
        latest=today,
        required=False,
        error_messages={"required": _("Tulis tanggal gajian yang terlewat, misalnya 31 7 2026")},
    )
    paydays = whole_number(
        _("Berapa kali gajian yang terlewat?"),
        _("Satu bila hanya satu kali."),
        most=60,
        wrong=_("Tulis berapa kali gajian dengan angka, 1 sampai 60"),
        required=False,
    )
    every = a_choice(
        _("Kapan gajian?"),
        [("month", _("Tiap bulan")), ("fortnight", _("Tiap dua minggu")), ("week", _("Tiap minggu"))],
        _("Pilih tiap kapan upah dibayar"),
        initial="month",
    )
    owed = RupiahField(label=_("Upah tiap gajian"), minimum=1, maximum=MOST)
    paid_on = a_day(
        _("Sudah dibayar, tetapi terlambat? Tanggal berapa?"),
        _("Kosongkan bila belum dibayar. Contoh: 20 8 2026"),
        latest=today,
        required=False,
    )
    last_days = whole_number(
        _("Upah terakhir: berapa hari kerja di bulan terakhir belum dibayar?"),
        _("Bila Anda berhenti di tengah bulan. Kosongkan bila tidak ada."),
        most=31,
        wrong=_("Tulis jumlah hari dengan angka, 1 sampai 31"),
        required=False,
    )

    def fit(self) -> None:
        if self.answers.pay == MONTHLY:
            del self.fields["every"]
            month = full_month(WageForm.checked("besar", self.answers))
            self.fields["owed"].required = not month
            self.fields["owed"].help_text = _(
                "Kosongkan bila %(month)s, seperti di langkah sebelumnya. Hanya kurang sebagian? Tulis kekurangannya."
            ) % {"month": rupiah(month)}
        else:
            self.fields["owed"].help_text = _("Kira-kira boleh. Hanya kurang sebagian? Tulis kekurangannya.")
            self.fields["owed"].required = False
        if not self.answers.has_ended:
            del self.fields["last_days"]
            self.fields["due_on"].required = self.fields["paydays"].required = True

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if self.errors:
            return typed
        due, count = typed["due_on"], typed["paydays"]
        if not due and (count or not typed.get("last_days")):
            self.add_error("due_on", _("Tulis tanggal gajian yang terlewat, misalnya 31 7 2026"))
        elif due and not count and not typed.get("last_days"):
            self.add_error("paydays", _("Tulis berapa kali gajian dengan angka, 1 sampai 60"))
        if typed["paid_on"] and due and typed["paid_on"] < due:
            self.add_error("paid_on", _("Tanggal dibayar sebelum tanggal gajian. Periksa keduanya"))
        if due and count:
            if not typed["owed"] and self.answers.pay != MONTHLY:
                self.add_error("owed", _("Tulis upah tiap gajian, misalnya 1.200.000"))
            last = payday(due, typed.get("every") or "month", count - 1)
            if last > today():
                self.add_error("paydays", _("Gajian terakhir jatuh pada %(day)s, belum lewat. Kurangi jumlahnya") % {"day": written(last)})  # fmt: skip
        return typed


def payday(first: date, every: str, place: int) -> date:
    """The payday `place` times after the first."""
    return (
        months_later(first, place)
        if every == "month"
        else first + timedelta(weeks=place * (2 if every == "fortnight" else 1))
    )


class HolidayForm(Question):
    holiday = forms.ChoiceField(
        label=_("THR untuk hari raya yang mana?"),
        help_text=_("Hari raya agama Anda."),
        error_messages={"required": _("Pilih hari rayanya")},
    )
    paid = RupiahField(label=_("THR yang sudah dibayar"), maximum=MOST, required=False)

    def fit(self) -> None:
        self.choices("holiday").choices = [("", _("Pilih hari raya")), *feasts()]

    def clean_holiday(self) -> str:
        holiday = self.cleaned_data["holiday"]
        start = ServiceForm.checked("masa", self.answers).get("start")
        if start and iso(start) > holiday:
            raise forms.ValidationError(
                _("Anda mulai bekerja pada %(day)s, sesudah hari raya itu. Pilih yang lain, atau ubah tanggal mulainya") % {"day": written(start)}
            )  # fmt: skip
        return holiday


def days(label: Any, help_text: Any = "") -> forms.IntegerField:
    return whole_number(
        label, help_text, most=2000, wrong=_("Tulis jumlah hari dengan angka"), required=False
    )


class OvertimeForm(Question):
    mark_optional = False
    groups = ("workday", "rest_day", "holiday_on_shortest_workday")

    workday = hours(_("Hari kerja biasa: lembur berapa jam sehari?"), _("Di luar jam kerja biasa."))
    workday_times = days(_("Hari kerja biasa: berapa hari?"), _("Semua yang lemburnya belum dibayar."))
    rest_day = hours(
        _("Hari istirahat atau tanggal merah: kerja berapa jam sehari?"), _("Semua jamnya adalah lembur.")
    )
    rest_day_times = days(_("Hari istirahat atau tanggal merah: berapa hari?"))
    holiday_on_shortest_workday = hours(
        _("Tanggal merah pada hari kerja terpendek: kerja berapa jam?"), _("Biasanya Sabtu.")
    )
    holiday_on_shortest_workday_times = days(_("Tanggal merah pada hari kerja terpendek: berapa hari?"))
    paid = RupiahField(label=_("Upah lembur yang sudah dibayar"), maximum=MOST, required=False)

    def fit(self) -> None:
        if not self.answers.six_days:
            del self.fields["holiday_on_shortest_workday"]
            del self.fields["holiday_on_shortest_workday_times"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        told = False
        for name in (name for name in self.groups if name in self.fields):
            lasted, count = typed.get(name), typed.get(f"{name}_times")
            told = told or bool(lasted) or bool(count) or name in self.errors
            if count and not lasted and name not in self.errors:
                self.add_error(name, _("Tulis berapa jam sehari"))
        if not told:
            self.add_error("workday", _("Tulis jam lembur, paling sedikit pada satu jenis hari"))
        return typed


class BelowMinimumForm(Question):
    since = a_day(
        _("Sejak kapan upah Anda di bawah UMK?"),
        _("Hari pertama dengan upah ini. Contoh: 1 1 2026"),
        latest=today,
        error_messages={"required": _("Tulis sejak kapan, misalnya 1 1 2026")},
    )
    until = a_day(_("Sampai kapan?"), _("Kosongkan bila masih berlangsung."), latest=today, required=False)

    def clean(self) -> dict[str, Any]:
        self.no_day_before("since", "until")
        return super().clean()
