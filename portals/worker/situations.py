"""What the public calculator asks: one short form for each situation, and the request that it makes of the law.

A form computes when it is checked, so that what the law cannot work with is said beside the field it came from.
"""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.rulebook import current_rulebook
from cases.vocabulary import ClaimKind
from core import clock
from core.dates import written
from entitlements import RequestError, compute
from portals.shared.forms import Hinted, MemorableDateField, RupiahField
from portals.shared.law import feasts, grounds, language

PLACE = "Balikpapan"
UNKNOWN_GROUND = "unknown"
GROUND_IF_UNKNOWN = "43(2)"
OTHER_GROUND = "43(1)"


def today() -> date:
    return timezone.localdate(clock.now())


def long_ago() -> date:
    return date(1960, 1, 1)


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def given(**facts: Any) -> dict[str, Any]:
    """Only what was answered."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def a_day(label: Any, help_text: Any = "", **kwargs: Any) -> MemorableDateField:
    return MemorableDateField(
        label=label, help_text=help_text or _("Contoh: 25 9 2026"), earliest=long_ago, **kwargs
    )


class Situation(forms.Form):
    """A form of the calculator. `of`: field of a request -> field of the form, for what the law refuses.

    `kinds`: the boxes of "what happened" that the answer ticks when it is carried into a complaint.
    """

    mark_optional = True
    of: Mapping[str, str] = {}
    contract_kind = ""

    base = RupiahField(
        label=_("Upah pokok sebulan"),
        help_text=_("Tanpa lembur dan tanpa tunjangan. Misalnya 3.900.000 atau 3,9 juta."),
        minimum=10_000,
        maximum=1_000_000_000,
    )
    fixed = RupiahField(
        label=_("Tunjangan tetap sebulan"),
        help_text=_("Yang selalu sama, masuk kerja atau tidak. Uang makan per hari masuk tidak termasuk."),
        maximum=1_000_000_000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        self.result: dict[str, Any] | None = None
        if not self.errors:
            try:
                self.result = self.computed(self.request()).as_dict()
            except RequestError as error:
                for problem in error.as_dict()["errors"]:
                    self._refuse(problem)
        return typed

    def computed(self, request: Mapping[str, Any]):
        return compute(request, current_rulebook(), as_of=today())

    def _refuse(self, problem: Mapping[str, Any]) -> None:
        path = problem["field"]
        known = [name for name in self.of if path == name or path.startswith((f"{name}.", f"{name}["))]
        field = self.of[max(known, key=len)] if known else None
        message = _("Tidak dapat dihitung; yang diharapkan: %(expected)s") % {
            "expected": problem["expected"][language()]
        }
        self.add_error(field if field in self.fields else None, message)

    def request(self) -> dict[str, Any]:
        """The request to the law, as docs/law.md describes it. Only for clean answers."""
        raise NotImplementedError

    def wage(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return given(base=typed["base"], fixed_allowances=typed.get("fixed"))

    def compared(self) -> list[dict[str, Any]]:
        """Other totals worth seeing beside this one: label and total."""
        return []

    def facts(self) -> dict[str, Any]:
        """What a complaint can take over: base, fixed, work_start, work_end, contract_end, contract_kind."""
        typed = self.cleaned_data
        return given(
            base=typed.get("base"),
            fixed=typed.get("fixed"),
            work_start=typed.get("start"),
            work_end=typed.get("end"),
            contract_end=typed.get("term_end"),
            contract_kind=self.contract_kind,
        )

    def no_day_before(self, start: str, *names: str) -> None:
        typed = self.cleaned_data
        for name in names:
            if typed.get(start) and typed.get(name) and typed[name] < typed[start]:
                self.add_error(name, _("Tanggal ini sebelum hari mulai bekerja. Periksa keduanya"))


SIZE = [
    ("", _("Usaha menengah atau besar, atau tidak tahu")),
    ("micro", _("Usaha mikro (rumahan, beberapa orang)")),
    ("small", _("Usaha kecil")),
]


def start_field() -> MemorableDateField:
    return a_day(
        _("Hari pertama bekerja"),
        _("Perkiraan boleh. Contoh: 1 3 2021"),
        latest=today,
        error_messages={"required": _("Tulis hari pertama bekerja, misalnya 1 3 2021")},
    )


class Dismissed(Situation):
    of = {
        "wage": "base", "wage.fixed_allowances": "fixed", "service": "end", "service.start": "start",
        "termination_date": "end", "ground": "ground", "severance": "end", "severance.leave_days": "leave_days",
        "process_wages": "unpaid_since", "employer_size": "employer_size",
    }  # fmt: skip
    contract_kind = "pkwtt"
    field_order = ["ground", "base", "fixed", "start", "end"]

    ground = forms.ChoiceField(
        label=_("Apa alasan PHK menurut perusahaan?"),
        help_text=_("Lihat surat PHK. Tidak ada surat atau alasannya tidak jelas? Pilih “Tidak tahu”."),
        error_messages={"required": _("Pilih alasannya; bila ragu, pilih “Tidak tahu”")},
    )
    start = start_field()
    end = a_day(
        _("Hari kerja terakhir"),
        error_messages={"required": _("Tulis hari terakhir Anda bekerja, misalnya 25 9 2026")},
    )
    leave_days = forms.IntegerField(
        label=_("Sisa cuti tahunan, berapa hari?"),
        help_text=_("Yang belum diambil dan belum hangus."),
        min_value=0,
        max_value=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": _("Tulis jumlah hari dengan angka, misalnya 6"),
            "min_value": _("Tulis nol atau lebih"),
            "max_value": _("Paling banyak %(limit_value)s hari. Periksa lagi"),
        },
    )
    week = forms.ChoiceField(
        label=_("Berapa hari kerja seminggu?"),
        widget=forms.RadioSelect,
        choices=[("6", _("Enam hari")), ("5", _("Lima hari"))],
        initial="6",
        error_messages={"required": _("Pilih lima atau enam hari")},
    )
    employer_size = forms.ChoiceField(label=_("Sebesar apa perusahaannya?"), choices=SIZE, required=False)
    unpaid_since = a_day(
        _("Perkara masih berjalan dan upah dihentikan? Sejak kapan?"),
        _("Hari pertama tanpa upah. Untuk menghitung upah proses. Contoh: 26 9 2026"),
        latest=today,
        required=False,
    )
    pressed = forms.BooleanField(label=_("Saya disuruh atau ditekan untuk mengundurkan diri"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [
            ("", _("Pilih alasan")),
            (UNKNOWN_GROUND, _("Tidak tahu, atau tidak ada alasan tertulis")),
            *grounds(),
        ]

    def clean(self) -> dict[str, Any]:
        self.no_day_before("start", "end")
        return super().clean()

    def request(self) -> dict[str, Any]:
        typed = self.cleaned_data
        ground = typed["ground"] if typed["ground"] != UNKNOWN_GROUND else GROUND_IF_UNKNOWN
        return given(
            kind="worker_overview",
            wage=self.wage(),
            service={"start": iso(typed["start"]), "end": iso(typed["end"])},
            ground=ground,
            work_days_per_week=int(typed["week"]),
            employer_size=typed["employer_size"],
            place=PLACE,
            pressed_to_resign=typed["pressed"] or None,
            severance=given(leave_days=typed["leave_days"]),
            process_wages=given(stopped_on=iso(typed["unpaid_since"]), as_of=iso(today()))
            if typed["unpaid_since"]
            else None,
            as_of=iso(today()),
        )

    def compared(self) -> list[dict[str, Any]]:
        if self.cleaned_data["ground"] != UNKNOWN_GROUND:
            return []
        other = self.computed(self.request() | {"ground": OTHER_GROUND})
        return [
            {"label": _("Dipakai: efisiensi untuk mencegah kerugian, Pasal 43 ayat (2)"), "total": self.result["total"]},
            {"label": _("Bila perusahaan membuktikan sudah merugi, Pasal 43 ayat (1)"), "total": other.total},
        ]  # fmt: skip


class FixedTerm(Situation):
    of = {
        "wage": "base", "wage.fixed_allowances": "fixed", "service": "end", "service.start": "start",
        "termination_date": "end", "pkwt_compensation": "end", "pkwt_compensation.term_end": "term_end",
        "employer_size": "employer_size",
    }  # fmt: skip
    contract_kind = "pkwt"
    field_order = ["ended_by", "base", "fixed", "start", "end", "term_end"]

    ended_by = forms.ChoiceField(
        label=_("Bagaimana kontrak berakhir?"),
        widget=forms.RadioSelect,
        choices=[
            ("end_of_term", _("Selesai pada tanggalnya")),
            ("work_finished", _("Pekerjaannya selesai")),
            ("employer", _("Diputus perusahaan sebelum waktunya")),
            ("worker", _("Saya berhenti sebelum waktunya")),
        ],
        error_messages={"required": _("Pilih bagaimana kontrak berakhir")},
    )
    start = a_day(
        _("Hari pertama kontrak"),
        _("Bila diperpanjang: hari pertama kontrak yang pertama. Contoh: 1 3 2025"),
        latest=today,
        error_messages={"required": _("Tulis hari pertama kontrak, misalnya 1 3 2025")},
    )
    end = a_day(
        _("Hari kerja terakhir"),
        error_messages={"required": _("Tulis hari kerja terakhir, misalnya 28 2 2026")},
    )
    term_end = a_day(
        _("Diputus lebih awal: kontrak tertulis sampai tanggal berapa?"),
        _("Untuk menghitung ganti rugi sisa kontrak. Contoh: 28 2 2027"),
        required=False,
    )
    employer_size = forms.ChoiceField(label=_("Sebesar apa perusahaannya?"), choices=SIZE, required=False)

    def clean(self) -> dict[str, Any]:
        self.no_day_before("start", "end", "term_end")
        typed = self.cleaned_data
        if typed.get("ended_by") in ("employer", "worker") and typed.get("end"):
            if not typed.get("term_end") and "term_end" not in self.errors:
                self.add_error("term_end", _("Tulis tanggal akhir menurut surat kontrak"))
            elif typed.get("term_end") and typed["term_end"] <= typed["end"]:
                self.add_error("term_end", _("Tanggal ini harus sesudah hari kerja terakhir"))
        return super().clean()

    def request(self) -> dict[str, Any]:
        typed = self.cleaned_data
        early = typed["ended_by"] in ("employer", "worker")
        return given(
            kind="worker_overview",
            contract="pkwt",
            wage=self.wage(),
            service={"start": iso(typed["start"]), "end": iso(typed["end"])},
            employer_size=typed["employer_size"],
            pkwt_compensation=given(
                ended_by=typed["ended_by"], term_end=iso(typed["term_end"]) if early else None
            ),
            as_of=iso(today()),
        )


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_number(label: Any, help_text: Any, *, most: int, required: bool = True, wrong: Any) -> forms.Field:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=1,
        max_value=most,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class Unpaid(Situation):
    of = {"periods": "due_on", "wage": "base"}
    fixed = None

    base = RupiahField(
        label=_("Upah yang harus dibayar tiap bulan"),
        help_text=_("Upah pokok dan semua tunjangan. Hanya kurang sebagian? Tulis kekurangannya."),
        minimum=1,
        maximum=1_000_000_000,
    )
    due_on = a_day(
        _("Tanggal gajian pertama yang terlewat"),
        _("Hari upah itu seharusnya dibayar. Contoh: 31 7 2026"),
        latest=today,
        error_messages={"required": _("Tulis tanggal gajian yang terlewat, misalnya 31 7 2026")},
    )
    months = whole_number(
        _("Berapa bulan upah?"),
        _("Satu bila hanya satu kali gajian."),
        most=60,
        wrong=_("Tulis jumlah bulan dengan angka, 1 sampai 60"),
    )
    paid_on = a_day(
        _("Sudah dibayar, tetapi terlambat? Tanggal berapa?"),
        _("Kosongkan bila belum dibayar. Contoh: 20 8 2026"),
        latest=today,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("paid_on") and typed.get("due_on") and typed["paid_on"] < typed["due_on"]:
            self.add_error("paid_on", _("Tanggal dibayar sebelum tanggal gajian. Periksa keduanya"))
        if typed.get("due_on") and typed.get("months") and typed["months"] > 1:
            last = months_on(typed["due_on"], typed["months"] - 1)
            if last > today():
                self.add_error("months", _("Gajian terakhir jatuh pada %(day)s, belum lewat. Kurangi jumlah bulannya") % {"day": written(last)})  # fmt: skip
        return super().clean()

    def request(self) -> dict[str, Any]:
        typed = self.cleaned_data
        days = [months_on(typed["due_on"], place) for place in range(typed["months"])]
        return {
            "kind": "unpaid_wage",
            "periods": [
                given(owed=typed["base"], period=written(day), due_date=iso(day), paid_on=iso(typed["paid_on"]))
                for day in days
            ],
            "as_of": iso(today()),
        }  # fmt: skip

    def facts(self) -> dict[str, Any]:
        return {}


class HolidayAllowance(Situation):
    of = {
        "wage": "base", "wage.fixed_allowances": "fixed", "service": "start", "holiday": "holiday",
        "termination_date": "end", "paid": "paid",
    }  # fmt: skip
    field_order = ["holiday", "base", "fixed", "start", "end"]

    holiday = forms.ChoiceField(
        label=_("THR untuk hari raya yang mana?"),
        help_text=_("Hari raya agama Anda."),
        error_messages={"required": _("Pilih hari rayanya")},
    )
    start = start_field()
    end = a_day(
        _("Sudah berhenti? Hari kerja terakhir"), _("Kosongkan bila masih bekerja. Contoh: 25 2 2026"), required=False
    )  # fmt: skip
    contract = forms.ChoiceField(
        label=_("Bagaimana perjanjian kerja Anda?"),
        widget=forms.RadioSelect,
        choices=[("pkwtt", _("Karyawan tetap")), ("pkwt", Hinted(_("Kontrak"), _("Ada tanggal selesainya (PKWT)")))],
        error_messages={"required": _("Pilih tetap atau kontrak")},
    )  # fmt: skip
    paid = RupiahField(label=_("THR yang sudah dibayar"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["holiday"].choices = [("", _("Pilih hari raya")), *feasts()]

    def clean(self) -> dict[str, Any]:
        self.no_day_before("start", "end")
        typed = self.cleaned_data
        if typed.get("start") and typed.get("holiday") and iso(typed["start"]) > typed["holiday"]:
            self.add_error("start", _("Anda mulai bekerja sesudah hari raya itu. Periksa keduanya"))
        return super().clean()

    def request(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return given(
            kind="thr", wage=self.wage(), service={"start": iso(typed["start"])}, holiday=typed["holiday"],
            contract=typed["contract"], termination_date=iso(typed["end"]), paid=typed["paid"], as_of=iso(today()),
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"contract_kind": self.cleaned_data["contract"]}


def hours(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=Decimal("0.1"),
        max_value=24,
        decimal_places=2,
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places"), _("Tulis jam sehari, misalnya 2 atau 2,5")
        ),
    )  # fmt: skip


def times() -> forms.Field:
    return whole_number(
        _("Berapa hari seperti itu?"), "", most=2000, required=False, wrong=_("Tulis jumlah hari dengan angka")
    )  # fmt: skip


class Overtime(Situation):
    of = {"wage": "base", "wage.fixed_allowances": "fixed", "entries": "workday", "paid": "paid"}
    groups = ("workday", "rest_day", "holiday_on_shortest_workday")

    week = forms.ChoiceField(
        label=_("Berapa hari kerja seminggu?"),
        widget=forms.RadioSelect,
        choices=[("6", _("Enam hari")), ("5", _("Lima hari"))],
        error_messages={"required": _("Pilih lima atau enam hari")},
    )
    workday = hours(_("Hari kerja: lembur berapa jam sehari?"), _("Di luar jam kerja biasa."))
    workday_times = times()
    rest_day = hours(_("Hari istirahat mingguan atau tanggal merah: berapa jam sehari?"))
    rest_day_times = times()
    holiday_on_shortest_workday = hours(
        _("Tanggal merah pada hari kerja terpendek: berapa jam sehari?"), _("Hanya bila enam hari kerja; biasanya Sabtu.")
    )  # fmt: skip
    holiday_on_shortest_workday_times = times()
    paid = RupiahField(label=_("Upah lembur yang sudah dibayar"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        told = False
        for name in self.groups:
            lasted, count = typed.get(name), typed.get(f"{name}_times")
            told = told or bool(lasted) or bool(count) or name in self.errors
            if count and not lasted and name not in self.errors:
                self.add_error(name, _("Tulis berapa jam sehari"))
        if not told:
            self.add_error("workday", _("Tulis jam lembur, paling sedikit pada satu jenis hari"))
        if typed.get("week") == "5" and typed.get("holiday_on_shortest_workday"):
            self.add_error(
                "holiday_on_shortest_workday", _("Hanya untuk enam hari kerja. Pindahkan ke hari istirahat")
            )
        return super().clean()

    def request(self) -> dict[str, Any]:
        typed = self.cleaned_data
        entries = [
            {"day": name, "hours": str(typed[name]), "times": typed.get(f"{name}_times") or 1}
            for name in self.groups
            if typed.get(name)
        ]
        return given(
            kind="overtime", wage=self.wage(), work_days_per_week=int(typed["week"]), entries=entries,
            paid=typed["paid"], as_of=iso(today()),
        )  # fmt: skip


class BelowMinimum(Situation):
    of = {
        "wage": "base", "wage.fixed_allowances": "fixed", "start": "start", "end": "end", "place": "start",
        "minimum_wage": "start",
    }  # fmt: skip
    start = a_day(
        _("Sejak kapan dihitung?"),
        _("Hari pertama dengan upah ini. Contoh: 1 1 2026"),
        latest=today,
        error_messages={"required": _("Tulis sejak kapan, misalnya 1 1 2026")},
    )
    end = a_day(_("Sampai kapan?"), _("Kosongkan bila masih berlangsung."), latest=today, required=False)

    def clean(self) -> dict[str, Any]:
        self.no_day_before("start", "end")
        return super().clean()

    def request(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return given(
            kind="below_umk", wage=self.wage(), place=PLACE, start=iso(typed["start"]),
            end=iso(typed["end"] or today()), as_of=iso(today()),
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name in ("base", "fixed")}


@dataclass(frozen=True)
class Page:
    """A situation as the menu of the calculator shows it. `mistakes`: published mistakes that belong to it."""

    slug: str
    name: Any
    hint: Any
    form: Callable[..., Situation]
    box: str
    mistakes: tuple[str, ...] = ()


PAGES: dict[str, Page] = {
    page.slug: page
    for page in (
        Page(
            "phk", _("Saya di-PHK"), _("Pesangon, penghargaan masa kerja, penggantian hak, dan JKP."), Dismissed,
            ClaimKind.SEVERANCE,
            ("fifteen-percent", "severance-off-by-one", "upmk-times-1-75", "leave-divisor", "twice-severance", "efficiency-43-2", "bankruptcy-1-0", "jkp-75-percent"),
        ),
        Page(
            "kontrak", _("Kontrak saya selesai atau diputus"), _("Uang kompensasi PKWT, dan ganti rugi bila diputus lebih awal."),
            FixedTerm, ClaimKind.PKWT_COMPENSATION, ("pkwt-years-over-12", "pkwt-early-end-nothing"),
        ),
        Page("upah", _("Upah belum dibayar atau terlambat"), _("Upah dan denda keterlambatan, hari demi hari."), Unpaid, ClaimKind.UNPAID_WAGE),
        Page("thr", _("THR belum dibayar atau kurang"), _("Tunjangan hari raya dan dendanya."), HolidayAllowance, ClaimKind.THR, ("thr-table", "thr-13-months")),
        Page("lembur", _("Lembur tidak dibayar"), _("Hari kerja, hari istirahat, dan tanggal merah."), Overtime, ClaimKind.OVERTIME, ("overtime-1-5-always",)),
        Page("umk", _("Upah di bawah UMK"), _("Kekurangan dari upah minimum Balikpapan, tahun demi tahun."), BelowMinimum, ClaimKind.BELOW_UMK, ("umk-rounded-inputs",)),
    )
}  # fmt: skip
