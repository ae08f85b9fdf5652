"""What the public calculator asks, one short step after the other, and the request that the answers make of the law.

The steps are forms of the same kind as those of filing. What a worker earns, since when, and by whom it ended is asked once;
each thing that happened adds a step of its own, and all of them are reckoned together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.rulebook import current_rulebook
from cases.vocabulary import ClaimKind, ContractKind
from core.dates import written
from entitlements import RequestError, Result, compute
from entitlements.service import months_later
from portals.shared.forms import Hinted, MemorableDateField, RupiahField
from portals.shared.law import feasts, grounds, language
from portals.shared.templatetags.hak import rupiah
from portals.worker.steps import Answers, Step, StepForm, hours, long_ago, today

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
         "jkp-75-percent"),
    ),
    "kontrak": Matter(
        "pkwt_compensation", _("Kontrak saya selesai atau diputus"), _("Kontrak"),
        _("Pekerja kontrak (PKWT). Uang kompensasi, ganti rugi"),
        ClaimKind.PKWT_COMPENSATION, ("pkwt-years-over-12", "pkwt-last-day", "pkwt-early-end-nothing", "jkp-75-percent"),
    ),
    "upah": Matter(
        "unpaid_wage", _("Upah belum dibayar atau terlambat"), _("Upah belum dibayar"), _("Juga upah terakhir"), ClaimKind.UNPAID_WAGE,
        ("late-fine-once",),
    ),
    "thr": Matter(
        "thr", _("THR belum dibayar atau kurang"), _("THR"), _("Tunjangan hari raya"), ClaimKind.THR,
        ("thr-table", "thr-full-month-early", "thr-13-months", "thr-daily-formula"),
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

    def said(self, field: forms.BoundField, value: Any) -> str:
        if value is True:
            return gettext("ya")
        if field.name == "ground" and value:
            return {code: str(label) for code, label in _single(field.field.choices)}[value]
        if isinstance(value, Decimal):
            text = f"{value.normalize():f}"
            return text if language() == "en" else text.replace(".", ",")
        return super().said(field, value)

    def no_day_before(self, start: str, *names: str) -> None:
        typed = self.cleaned_data
        for name in names:
            if typed.get(start) and typed.get(name) and typed[name] < typed[start]:
                self.add_error(name, _("Tanggal ini sebelum hari mulai bekerja. Periksa keduanya"))


def _single(choices: list) -> list[tuple[str, Any]]:
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


# --- what happened, and the pay ------------------------------------------------------------------------------


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


# --- one step for each matter --------------------------------------------------------------------------------


def enrolled_field() -> forms.ChoiceField:
    return a_choice(
        _("Anda didaftarkan di BPJS Ketenagakerjaan?"),
        [("yes", _("Ya")), ("no", _("Tidak")), ("unknown", _("Tidak tahu"))],
        _("Pilih ya, tidak, atau tidak tahu"),
        _("Untuk JKP: uang tunai bagi yang kehilangan pekerjaan."),
        required=False,
    )


class DismissalForm(Question):
    ground = forms.ChoiceField(
        label=_("Apa alasannya menurut perusahaan?"),
        help_text=_("Lihat surat PHK. Tidak ada surat atau alasannya tidak jelas? Pilih “Tidak tahu”."),
        error_messages={"required": _("Pilih alasannya; bila ragu, pilih “Tidak tahu”")},
    )
    pressed = forms.BooleanField(label=_("Saya disuruh atau ditekan untuk mengundurkan diri"), required=False)
    leave_days = whole_number(
        _("Sisa cuti tahunan, berapa hari?"),
        _("Yang belum diambil dan belum hangus."),
        least=0,
        most=60,
        wrong=_("Tulis jumlah hari dengan angka, 0 sampai 60"),
        required=False,
    )
    enrolled = enrolled_field()

    def fit(self) -> None:
        self.fields["ground"].choices = [
            ("", _("Pilih alasan")),
            (UNKNOWN_GROUND, _("Tidak tahu, atau tidak ada alasan tertulis")),
            *grounds(),
        ]


SIZE = [
    ("", _("Menengah, besar, atau tidak tahu")),
    ("micro", _("Mikro: rumahan, beberapa orang")),
    ("small", _("Kecil")),
]
YES_NO = [("yes", _("Ya")), ("no", _("Tidak"))]


def size_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Sebesar apa perusahaannya?"), choices=SIZE, required=False)


class RestForm(Question):
    """What few have, each of it with an effect on the sum."""

    employer_size = size_field()
    separation_pay = RupiahField(
        label=_("Uang pisah menurut peraturan perusahaan"),
        help_text=_(
            "Jumlahnya hanya ada di perjanjian kerja, peraturan perusahaan, atau PKB. Tidak tahu? Kosongkan."
        ),
        maximum=MOST,
        required=False,
    )
    travel_home = RupiahField(
        label=_("Ongkos pulang ke tempat Anda diterima bekerja"),
        help_text=_("Untuk Anda dan keluarga, bila Anda didatangkan dari tempat lain."),
        maximum=MOST,
        required=False,
    )
    unpaid_since = a_day(
        _("Anda menolak PHK dan upah dihentikan? Sejak kapan?"),
        _("Hari pertama tanpa upah, untuk menghitung upah proses: upah selama perkara berjalan. Contoh: 26 9 2026"),
        latest=today,
        required=False,
    )  # fmt: skip
    pension = a_choice(
        _("Apakah perusahaan ikut membayar iuran program pensiun untuk Anda?"),
        YES_NO,
        _("Pilih ya atau tidak"),
        _("Dana pensiun perusahaan atau DPLK. Bukan BPJS. Tidak tahu? Lewati."),
        required=False,
    )

    def fit(self) -> None:
        ground = current_rulebook().newest.grounds.get(self.answers.of("phk").get("ground", ""), {})
        if not ground.get("separation_pay"):
            del self.fields["separation_pay"]


class PensionForm(Question):
    benefit = RupiahField(
        label=_("Seluruh uang pensiun yang Anda terima dari program itu"),
        help_text=_("Dari iuran perusahaan dan iuran Anda bersama-sama."),
        minimum=1,
        maximum=12 * MOST,
    )
    share = whole_number(
        _("Berapa persen iurannya dibayar perusahaan?"),
        _("Misalnya 60, bila perusahaan 60% dan Anda 40%. Iuran Anda sendiri tidak boleh dipotong dari pesangon."),
        least=0,
        most=100,
        wrong=_("Tulis persen dengan angka, 0 sampai 100"),
    )  # fmt: skip
    written_down = a_choice(
        _("Apakah pengurangan itu tertulis dalam perjanjian kerja, peraturan perusahaan, atau PKB?"),
        [*YES_NO, ("unknown", _("Tidak tahu"))],
        _("Pilih ya, tidak, atau tidak tahu"),
        _("Tanpa tertulis, uang pensiun tidak boleh mengurangi pesangon (PP 35/2021 Pasal 58)."),
    )


class FixedTermForm(Question):
    ended_by = a_choice(
        _("Bagaimana kontrak berakhir?"),
        [
            ("end_of_term", _("Selesai pada tanggalnya")),
            ("work_finished", _("Pekerjaannya selesai")),
            ("employer", _("Diputus perusahaan sebelum waktunya")),
            ("worker", _("Saya berhenti sebelum waktunya")),
        ],
        _("Pilih bagaimana kontrak berakhir"),
    )
    term_end = a_day(
        _("Berakhir lebih awal? Kontrak tertulis sampai tanggal berapa?"),
        _("Untuk menghitung sisa kontrak. Contoh: 28 2 2027"),
        required=False,
    )
    employer_size = size_field()
    enrolled = enrolled_field()

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("ended_by") in EARLY and "term_end" not in self.errors:
            end = _valid("masa", self.answers).get("end")
            if not typed.get("term_end"):
                self.add_error("term_end", _("Tulis tanggal akhir menurut surat kontrak"))
            elif end and typed["term_end"] <= end:
                self.add_error("term_end", _("Tanggal ini harus sesudah hari kerja terakhir, %(day)s") % {"day": written(end)})  # fmt: skip
        return typed


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
            month = full_month(_valid("besar", self.answers))
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
        self.fields["holiday"].choices = [("", _("Pilih hari raya")), *feasts()]

    def clean_holiday(self) -> str:
        holiday = self.cleaned_data["holiday"]
        start = _valid("masa", self.answers).get("start")
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


def _matter(*names: str):
    return lambda told: told.has(*names)


STEPS: dict[str, Step] = {
    step.slug: step
    for step in (
        Step("apa", 0, _("Apa yang terjadi"), MatterForm, ""),
        Step("upah", 0, _("Cara Anda dibayar"), PayForm, _("Dari sini kami tahu bagaimana upah sebulan dan sehari dihitung.")),
        Step("besar", 0, _("Berapa upah Anda?"), WageForm, _("Semua hak dihitung dari upah terakhir. Lihat slip gaji bila ada.")),
        Step("masa", 0, _("Masa kerja Anda"), ServiceForm, _("Makin lama bekerja, makin besar haknya. Hari terakhir ikut dihitung."), _matter("phk", "kontrak", "thr")),
        Step("phk", 0, _("Tentang PHK Anda"), DismissalForm, _("Besarnya pesangon tergantung pada alasannya."), _matter("phk")),
        Step("lain", 0, _("Hal lain waktu berhenti"), RestForm, _("Boleh dilewati semua, bila tidak ada yang cocok."), _matter("phk")),
        Step(
            "pensiun", 0, _("Program pensiun"), PensionForm,
            _("Bagian yang dibayar perusahaan boleh diperhitungkan dengan pesangon; bagian Anda tidak."),
            lambda told: told.has("phk") and told.of("lain").get("pension") == "yes",
        ),
        Step("kontrak", 0, _("Tentang kontrak Anda"), FixedTermForm, _("Siapa yang mengakhiri menentukan apakah ada ganti rugi."), _matter("kontrak")),
        Step("gajian", 0, _("Upah yang belum dibayar"), UnpaidForm, _("Denda dihitung dari hari ke-4 sesudah tanggal gajian."), _matter("upah")),
        Step("thr", 0, _("THR"), HolidayForm, _("THR wajib dibayar paling lambat 7 hari sebelum hari raya."), _matter("thr")),
        Step("lembur", 0, _("Lembur"), OvertimeForm, _("Isi hanya jenis hari yang ada lemburnya."), _matter("lembur")),
        Step("umk", 0, _("Upah di bawah UMK"), BelowMinimumForm, _("UMK Balikpapan berganti tiap 1 Januari; tiap tahun dihitung sendiri."), _matter("umk")),
    )
}  # fmt: skip
FIRST = next(iter(STEPS))


def walk(told: Told) -> list[Step]:
    """The steps that concern this person, in order."""
    return [step for step in STEPS.values() if step.applies(told)]


def unfinished(told: Told) -> list[Step]:
    """Steps that still lack something."""
    return [step for step in walk(told) if not step.bind(told).is_valid()]


def answered(told: Told) -> list[tuple[Step, list[tuple[str, str]]]]:
    """Each step with what was asked and answered, in words. Only where nothing is unfinished."""
    found = []
    for step in walk(told):
        form = step.bind(told)
        if form.is_valid():
            found.append((step, form.rows()))
    return found


def _valid(slug: str, told: Told) -> dict[str, Any]:
    """The checked answers of a step; nothing while it is not valid."""
    step = STEPS[slug]
    form = step.bind(told) if step.applies(told) else None
    return form.cleaned_data if form and form.is_valid() else {}


# --- the request ---------------------------------------------------------------------------------------------

FIELD_OF = {
    "wage": ("besar", "base"), "wage.fixed_allowances": ("besar", "fixed"), "wage.daily": ("besar", "daily"),
    "wage.last_months": ("besar", "total"), "service": ("masa", "end"), "service.start": ("masa", "start"),
    "termination_date": ("masa", "end"), "ground": ("phk", "ground"), "employer_size": ("lain", "employer_size"),
    "severance": ("masa", "end"), "severance.leave_days": ("phk", "leave_days"), "severance.pension": ("pensiun", "benefit"),
    "process_wages": ("lain", "unpaid_since"), "pkwt_compensation": ("masa", "end"),
    "pkwt_compensation.term_end": ("kontrak", "term_end"), "unpaid_wage": ("gajian", "due_on"), "thr": ("thr", "holiday"),
    "thr.paid": ("thr", "paid"), "overtime": ("lembur", "workday"), "overtime.paid": ("lembur", "paid"),
    "below_umk": ("umk", "since"), "jkp": ("masa", "end"),
}  # fmt: skip
"""Field of a request -> step and field in which a worker can put it right."""


class Refused(Exception):
    """The law cannot work with the answers. `problems`: (step, field, what to do)."""

    def __init__(self, problems: list[tuple[str, str, str]]):
        self.problems = problems


def said(told: Told) -> dict[str, dict[str, Any]]:
    """The checked answers of every step. Only where nothing is unfinished."""
    return {step.slug: _valid(step.slug, told) for step in walk(told)}


def reckoned(told: Told, **instead: Any) -> Result:
    """What the law gives for the answers. Raises Refused."""
    try:
        return compute(request_for(told) | instead, current_rulebook(), as_of=today())
    except RequestError as error:
        raise Refused([_placed(problem, told) for problem in error.as_dict()["errors"]]) from error


def _placed(problem: Mapping[str, Any], told: Told) -> tuple[str, str, str]:
    path = problem["field"]
    known = [name for name in FIELD_OF if path == name or path.startswith((f"{name}.", f"{name}["))]
    step, field = FIELD_OF[max(known, key=len)] if known else ("masa", "end")
    if not STEPS[step].applies(told):
        step, field = "besar", ""
    words = _("Tidak dapat dihitung; yang diharapkan: %(expected)s")
    return step, field, words % {"expected": problem["expected"][language()]}


def wage_of(pay: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    if pay == MONTHLY:
        return given(
            base=typed["base"],
            fixed_allowances=typed.get("fixed"),
            non_fixed_allowances=typed.get("non_fixed"),
        )
    months = evenly(typed["total"], typed["months"]) if typed.get("total") else None
    return given(type=pay, daily=typed.get("daily"), last_months=months)


def evenly(total: int, months: int) -> list[int]:
    """A sum spread over its months: their average is exactly total / months."""
    each, rest = divmod(total, months)
    return [each] * (months - 1) + [each + rest]


def full_month(wage: Mapping[str, Any]) -> int:
    """All that a monthly wage pays in a month; 0 where it is not told."""
    return sum(wage.get(name) or 0 for name in ("base", "fixed", "non_fixed"))


def request_for(told: Told) -> dict[str, Any]:
    """The request to the law, as docs/law.md describes `worker_overview`. Only where nothing is unfinished."""
    typed = said(told)
    service, phk, rest, term = (typed.get(slug, {}) for slug in ("masa", "phk", "lain", "kontrak"))
    day = iso(today())
    request = given(
        kind="worker_overview",
        wage=wage_of(told.pay, typed["besar"]),
        service=given(start=iso(service.get("start")), end=iso(service.get("end"))),
        contract="pkwt" if told.has("kontrak") else "pkwtt",
        ground=phk and (phk["ground"] if phk["ground"] != UNKNOWN_GROUND else GROUND_IF_UNKNOWN),
        work_days_per_week=int(typed["upah"]["week"]),
        employer_size=rest.get("employer_size") or term.get("employer_size"),
        pressed_to_resign=phk.get("pressed") or None,
        place=PLACE,
        as_of=day,
    )
    parts = {
        "severance": phk and given(
            leave_days=phk["leave_days"], travel_home=rest["travel_home"], separation_pay=rest.get("separation_pay"),
            pension=_pension(typed.get("pensiun", {})),
        ),
        "pkwt_compensation": term and given(
            ended_by=term["ended_by"], term_end=iso(term["term_end"]) if term["ended_by"] in EARLY else None
        ),
        "process_wages": rest.get("unpaid_since") and {"stopped_on": iso(rest["unpaid_since"]), "as_of": day},
        "jkp": (phk or term).get("enrolled") == "no" and {"enrolled": False},
        "unpaid_wage": "gajian" in typed and _unpaid(told, typed),
        "thr": "thr" in typed and given(
            holiday=typed["thr"]["holiday"], paid=typed["thr"]["paid"], contract=service.get("contract")
        ),
        "overtime": "lembur" in typed and given(entries=_entries(typed["lembur"]), paid=typed["lembur"]["paid"]),
        "below_umk": "umk" in typed and {
            "start": iso(typed["umk"]["since"]), "end": iso(typed["umk"]["until"] or today()),
        },
    }  # fmt: skip
    return request | {name: facts for name, facts in parts.items() if facts}


def _pension(typed: Mapping[str, Any]) -> dict[str, Any] | None:
    if not typed:
        return None
    share = Decimal(typed["share"]) / 100
    return {
        "benefit": typed["benefit"],
        "employer_share": str(share),
        "regulated": typed["written_down"] != "no",
    }


def _unpaid(told: Told, typed: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    wages = typed["gajian"]
    owed = wages["owed"] or full_month(typed["besar"])
    days = [
        payday(wages["due_on"], wages.get("every") or "month", place)
        for place in range(wages["paydays"] or 0)
    ]
    last = wages.get("last_days")
    return given(
        periods=[given(owed=owed, due_date=iso(day), paid_on=iso(wages["paid_on"])) for day in days],
        last_wage={"days_worked": last} if last else None,
        payday=wages["due_on"].day if last and wages["due_on"] else None,
    )  # fmt: skip


def _entries(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"day": name, "hours": str(typed[name]), "times": typed.get(f"{name}_times") or 1}
        for name in OvertimeForm.groups
        if typed.get(name)
    ]


def compared(told: Told, result: Result) -> list[dict[str, Any]]:
    """Who does not know the ground sees what another would give: label and total."""
    if told.of("phk").get("ground") != UNKNOWN_GROUND or not told.has("phk"):
        return []
    other = reckoned(told, ground=OTHER_GROUND)
    return [
        {"label": _("Dipakai: efisiensi untuk mencegah kerugian, Pasal 43 ayat (2)"), "total": result.total},
        {"label": _("Bila perusahaan membuktikan sudah merugi, Pasal 43 ayat (1)"), "total": other.total},
    ]


# --- what a complaint can take over --------------------------------------------------------------------------


def facts_of(told: Told) -> dict[str, Any]:
    """What a complaint asks too, as far as it is known: contract_kind, pay_kind, base_wage, fixed_allowance, daily_wage,
    work_days, overtime (as the step of filing has it), work_start, work_end, contract_end, period_from, period_to."""
    typed = said(told)
    wage, service, term = (typed.get(slug, {}) for slug in ("besar", "masa", "kontrak"))
    days: list[date] = []
    if wages := typed.get("gajian"):
        days += [
            payday(wages["due_on"], wages.get("every") or "month", at) for at in range(wages["paydays"] or 0)
        ]
    if below := typed.get("umk"):
        days += [below["since"], below["until"] or today()]
    return given(
        contract_kind=_contract_kind(told, service),
        pay_kind=told.pay,
        base_wage=_month_of(told, wage),
        fixed_allowance=wage.get("fixed"),
        daily_wage=wage.get("daily"),
        work_days=typed["upah"]["week"],
        overtime=_overtime_days(typed.get("lembur", {})),
        work_start=service.get("start"),
        work_end=service.get("end"),
        contract_end=term.get("term_end") or (service.get("end") if term else None),
        period_from=min(days, default=None),
        period_to=max(days, default=None),
    )


def _overtime_days(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Hours of each kind of day, and on how many days; a day that was not counted is one."""
    found: dict[str, Any] = {}
    for name in OvertimeForm.groups:
        if typed.get(name):
            found |= {name: typed[name], f"{name}_times": typed.get(f"{name}_times") or 1}
    return found


def _contract_kind(told: Told, service: Mapping[str, Any]) -> str:
    if told.has("kontrak"):
        return ContractKind.PKWT
    if told.pay != MONTHLY:
        return ContractKind.DAILY if told.pay == DAILY else ContractKind.PIECE
    return ContractKind.PKWTT if told.has("phk") else service.get("contract") or ""


def _month_of(told: Told, wage: Mapping[str, Any]) -> int | None:
    """A month's wage in whole rupiah; nothing for a wage that is told by the day."""
    if told.pay == MONTHLY:
        return wage["base"]
    return wage["total"] // wage["months"] if told.pay == PIECE else None


__all__ = [
    "FIRST", "MATTERS", "STEPS", "Refused", "Told", "answered", "compared", "facts_of", "reckoned", "request_for", "unfinished",
    "walk",
]  # fmt: skip
