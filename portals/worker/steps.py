"""What is asked when a complaint is filed: a table of steps, each with its form.

A form says only what it asks; what was typed is kept as it was typed (intake.drafts), so that a half-filled step
can be left and found again. Forms are told the other answers, and leave out what does not concern this person.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from accounts.regions import kelurahan_by_kecamatan
from cases.employers import name_key
from cases.identity import digits
from cases.models import Mandate
from cases.vocabulary import ClaimKind, Consent, ContractKind, EvidenceKind, Naming, PayKind
from core import clock
from intake import evidence
from portals.shared.forms import DaysField, FilesField, Hinted, HoursField, MemorableDateField, RupiahField
from portals.shared.templatetags.hak import rupiah, tanggal_panjang

OUTSIDE = "luar"
WITH_PERIOD = {
    ClaimKind.UNPAID_WAGE, ClaimKind.LAST_WAGE, ClaimKind.THR, ClaimKind.OVERTIME, ClaimKind.BELOW_UMK, ClaimKind.BPJS,
}  # fmt: skip
ASKED_UNTIL_NOW_IN = {"upah": "pekerjaan"}
"""Steps whose questions stood in another: what was typed there in a draft is found."""
BY_PHK = {ClaimKind.SEVERANCE, ClaimKind.PKWT_DAMAGES}


def today() -> date:
    """In the office's time zone: early in the morning it is still yesterday in UTC."""
    return timezone.localdate(clock.now())


def long_ago() -> date:
    return date(1960, 1, 1)


class Answers:
    """What was typed so far: step -> field -> values, and the few things that other steps depend on."""

    def __init__(self, typed: Mapping[str, Mapping[str, list[str]]]):
        self.typed = typed

    def of(self, step: str) -> MultiValueDict:
        typed = self.typed.get(step) or self.typed.get(ASKED_UNTIL_NOW_IN.get(step, ""), {})
        return MultiValueDict({name: list(values) for name, values in typed.items()})

    @property
    def for_another(self) -> bool:
        return self.of("mulai").get("who") == "other"

    @property
    def kinds(self) -> list[str]:
        return [kind for kind in self.of("masalah").getlist("kinds") if kind in ClaimKind.values]

    @property
    def was_dismissed(self) -> bool:
        return bool(BY_PHK & set(self.kinds))

    @property
    def pay(self) -> str:
        """How the wage is reckoned: as was said, else as the contract lets one think; empty while nothing does."""
        job = self.of("pekerjaan")
        by_contract = {ContractKind.DAILY: PayKind.DAILY, ContractKind.PIECE: PayKind.PIECE_RATE}
        return job.get("pay_kind") or by_contract.get(job.get("contract_kind"), "")

    @property
    def has_fixed_term(self) -> bool:
        return self.of("pekerjaan").get("contract_kind") == ContractKind.PKWT


class StepForm(forms.Form):
    """A form of the walk. `label_size` and `heading` as in portals.shared.forms."""

    mark_optional = True
    heading = ""

    def __init__(self, *args, answers: Answers, **kwargs):
        self.answers = answers
        super().__init__(*args, **kwargs)
        self.fit()

    def fit(self) -> None:
        """Leave out or reword what does not concern this person."""

    def as_typed(self) -> dict[str, list[str]]:
        """What a person typed into the fields of this form, to be kept as it is."""
        names = [self.add_prefix(name) for name in self.fields]
        return {
            key: self.data.getlist(key)
            for key in self.data
            if key in names or any(key.startswith(f"{name}_") for name in names)
        }

    def rows(self) -> list[tuple[str, str]]:
        """(what was asked, what was answered) in words; only for a valid form."""
        return [
            (field.label, text)
            for field in self
            if (text := self.said(field, self.cleaned_data.get(field.name)))
        ]

    def said(self, field: forms.BoundField, value: Any) -> str:
        if value in (None, "", [], False):
            return ""
        if isinstance(field.field, RupiahField):
            return rupiah(value)
        if isinstance(value, date):
            return tanggal_panjang(value)
        if isinstance(field.field, forms.ChoiceField):
            labels = _flat(field.field.choices)
            chosen = value if isinstance(value, list) else [value]
            return "; ".join(labels.get(str(one), str(one)) for one in chosen)
        return str(value)


def _flat(choices) -> dict[str, str]:
    labels: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            labels |= {str(code): f"{name}, {value}" for code, name in label}
        else:
            labels[str(value)] = str(label)
    return labels


def hours(label: Any, help_text: Any = "") -> HoursField:
    return HoursField(label=label, help_text=help_text)


def how_many_days(label: Any, help_text: Any = "") -> DaysField:
    return DaysField(label=label, help_text=help_text)


class StartForm(forms.Form):
    who = forms.ChoiceField(
        label=_("Pengaduan ini untuk siapa?"),
        widget=forms.RadioSelect,
        choices=[
            ("self", _("Saya sendiri")),
            ("other", Hinted(_("Orang lain"), _("Saya keluarga, pengurus serikat, atau penerima kuasa"))),
        ],
        error_messages={"required": _("Pilih untuk siapa pengaduan ini")},
    )
    agreed = forms.BooleanField(
        label=_("Saya sudah membaca apa yang terjadi dengan data saya"),
        error_messages={"required": _("Baca bagian tentang data di atas, lalu beri tanda centang")},
    )


class ProblemForm(StepForm):
    heading = "kinds"
    kinds = forms.MultipleChoiceField(
        label=_("Apa yang terjadi?"),
        help_text=_("Pilih semua yang cocok. Tidak yakin? Pilih yang paling dekat; petugas akan membantu."),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (ClaimKind.UNPAID_WAGE, _("Upah tidak dibayar, kurang, atau terlambat")),
            (ClaimKind.LAST_WAGE, _("Sudah berhenti, upah terakhir belum dibayar")),
            (
                ClaimKind.SEVERANCE,
                Hinted(_("Di-PHK (diberhentikan)"), _("Termasuk pesangon: uang yang wajib dibayar perusahaan saat PHK")),
            ),
            (
                ClaimKind.PKWT_COMPENSATION,
                Hinted(_("Kontrak selesai, uang kompensasi belum dibayar"), _("Hak pekerja kontrak (PKWT) di akhir kontrak")),
            ),
            (ClaimKind.PKWT_DAMAGES, _("Kontrak diputus sebelum waktunya")),
            (ClaimKind.THR, _("THR tidak dibayar atau kurang")),
            (ClaimKind.OVERTIME, _("Lembur tidak dibayar")),
            (ClaimKind.BELOW_UMK, Hinted(_("Upah di bawah UMK"), _("UMK: upah paling rendah yang boleh dibayar di kota ini"))),
            (ClaimKind.BPJS, _("BPJS tidak didaftarkan atau tidak disetor")),
            (ClaimKind.WITHHELD_DOCUMENTS, _("Ijazah atau surat saya ditahan")),
            (ClaimKind.OTHER, _("Hal lain")),
        ],
        error_messages={"required": _("Pilih paling sedikit satu hal yang terjadi")},
    )  # fmt: skip


class EmployerForm(StepForm):
    name = forms.CharField(
        label=_("Nama perusahaan"),
        help_text=_("Seperti di slip gaji, kontrak, atau papan nama."),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Tulis nama perusahaan, misalnya PT Maju Jaya")},
    )
    region = forms.ChoiceField(
        label=_("Tempat kerjanya di kelurahan mana?"),
        help_text=_("Ini menentukan kantor yang menangani. Kelurahan disusun menurut kecamatan."),
        required=False,
        error_messages={"invalid_choice": _("Pilih kelurahan dari daftar")},
    )
    address = forms.CharField(
        label=_("Alamat atau letak tempat kerja"),
        help_text=_("Misalnya: Jl. Mulawarman, dekat gerbang kilang."),
        max_length=300,
        required=False,
    )
    main_contractor = forms.CharField(
        label=_("Kontraktor utama"),
        help_text=_(
            "Bila perusahaan itu bekerja untuk perusahaan lain. Yang di atasnya bisa ikut dimintai jawaban."
        ),
        max_length=160,
        required=False,
    )
    project_owner = forms.CharField(label=_("Pemilik proyek"), max_length=160, required=False)

    def fit(self) -> None:
        self.fields["region"].choices = [
            ("", _("Pilih kelurahan")),
            *kelurahan_by_kecamatan(),
            (OUTSIDE, _("Di luar Balikpapan atau tidak tahu")),
        ]

    def clean(self):
        typed = super().clean()
        named = [name_key(typed.get(name) or "") for name in ("name", "main_contractor", "project_owner")]
        for name, text in zip(("main_contractor", "project_owner"), named[1:], strict=True):
            if text and named.count(text) > 1:
                self.add_error(name, _("Tulis perusahaan yang berbeda, atau kosongkan"))
        return typed


class JobForm(StepForm):
    occupation = forms.CharField(
        label=_("Apa pekerjaan Anda di sana?"),
        help_text=_("Misalnya: tukang las, sopir, kasir."),
        max_length=80,
        required=False,
    )
    contract_kind = forms.ChoiceField(
        label=_("Bagaimana perjanjian kerja Anda?"),
        widget=forms.RadioSelect,
        choices=[
            (ContractKind.PKWTT, _("Karyawan tetap")),
            (ContractKind.PKWT, Hinted(_("Kontrak"), _("Ada tanggal selesainya (PKWT)"))),
            (ContractKind.DAILY, _("Harian lepas")),
            (ContractKind.PIECE, _("Borongan, dibayar per hasil")),
            (
                ContractKind.PARTNER,
                Hinted(_("Mitra atau lepas"), _("Juga bila perusahaan bilang Anda bukan karyawan")),
            ),
            (ContractKind.UNKNOWN, _("Tidak tahu, atau tidak ada suratnya")),
        ],
        required=False,
    )
    pay_kind = forms.ChoiceField(
        label=_("Bagaimana upah dihitung?"),
        widget=forms.RadioSelect,
        choices=[
            (PayKind.MONTHLY, _("Bulanan, jumlahnya sama tiap bulan")),
            (PayKind.DAILY, _("Harian, menurut hari masuk kerja")),
            (PayKind.PIECE_RATE, _("Borongan, menurut hasil kerja")),
        ],
        required=False,
    )

    def fit(self) -> None:
        if self.answers.for_another:
            self.fields["occupation"].label = _("Apa pekerjaannya di sana?")
            self.fields["contract_kind"].label = _("Bagaimana perjanjian kerjanya?")


class WageForm(StepForm):
    """What is asked follows how the wage is reckoned."""

    daily_wage = RupiahField(
        label=_("Upah sehari"),
        help_text=_("Yang terakhir diterima, tanpa lembur. Misalnya 170.000."),
        minimum=1_000,
        maximum=100_000_000,
        required=False,
    )
    base_wage = RupiahField(
        label=_("Upah pokok sebulan"),
        help_text=_("Tanpa lembur. Misalnya 3.700.000 atau 3,7 juta."),
        minimum=10_000,
        maximum=1_000_000_000,
        required=False,
    )
    fixed_allowance = RupiahField(
        label=_("Tunjangan tetap sebulan"),
        help_text=_(
            "Yang selalu sama tiap bulan, masuk atau tidak. Uang makan per hari kerja tidak termasuk."
        ),
        maximum=1_000_000_000,
        required=False,
    )

    work_days = forms.ChoiceField(
        label=_("Berapa hari kerja dalam seminggu?"),
        widget=forms.RadioSelect,
        choices=[("5", _("5 hari")), ("6", _("6 hari")), ("", _("Tidak tentu, atau tidak tahu"))],
        required=False,
    )

    def fit(self) -> None:
        pay = self.answers.pay
        if pay != PayKind.DAILY:
            del self.fields["daily_wage"]
        if pay == PayKind.DAILY:
            self._ask_for_a_month(_("Upah sebulan, bila upah sehari tidak tentu"), _("Kira-kira saja."))
        elif pay == PayKind.PIECE_RATE:
            self._ask_for_a_month(
                _("Rata-rata upah sebulan"),
                _("Jumlahkan upah beberapa bulan terakhir, lalu bagi dengan banyaknya bulan."),
            )

    def _ask_for_a_month(self, label: Any, help_text: Any) -> None:
        self.fields["base_wage"].label = label
        self.fields["base_wage"].help_text = help_text
        del self.fields["fixed_allowance"]


class OvertimeForm(StepForm):
    mark_optional = False
    groups = ("workday", "rest_day", "holiday_on_shortest_workday")
    """Kinds of day; the last is only brought along from the calculator."""

    workday = hours(
        _("Hari kerja biasa: lembur berapa jam sehari?"), _("Kira-kira saja. Misalnya 2 atau 2,5.")
    )
    workday_times = how_many_days(
        _("Hari kerja biasa: berapa hari lembur seperti itu?"),
        _("Semua yang lemburnya belum dibayar. Misalnya 3 hari seminggu selama 4 minggu: 12."),
    )
    rest_day = hours(
        _("Hari libur atau tanggal merah: kerja berapa jam sehari?"), _("Semua jamnya adalah lembur.")
    )
    rest_day_times = how_many_days(_("Hari libur atau tanggal merah: berapa hari?"))
    holiday_on_shortest_workday = hours(_("Tanggal merah pada hari kerja terpendek: kerja berapa jam?"))
    holiday_on_shortest_workday_times = how_many_days(
        _("Tanggal merah pada hari kerja terpendek: berapa hari?")
    )

    def fit(self) -> None:
        if not self.answers.of("lembur").get(self.groups[-1]):
            del self.fields[self.groups[-1]]
            del self.fields[f"{self.groups[-1]}_times"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in (name for name in self.groups if name in self.fields):
            lasted, times = typed.get(name), typed.get(f"{name}_times")
            if times and not lasted and name not in self.errors:
                self.add_error(name, _("Tulis berapa jam sehari, atau kosongkan banyaknya hari"))
            if lasted and not times and f"{name}_times" not in self.errors:
                self.add_error(f"{name}_times", _("Tulis berapa hari. Perkiraan boleh"))
        return typed


class DatesForm(StepForm):
    phk_notice_on = MemorableDateField(
        label=_("Kapan Anda diberi tahu bahwa Anda diberhentikan?"),
        help_text=_(
            "Tanggal surat PHK diterima, atau hari diberi tahu secara lisan. Beberapa batas waktu dihitung dari sini. Contoh: 25 9 2026"
        ),
        earliest=long_ago,
        latest=today,
        error_messages={"required": _("Tulis tanggal pemberitahuannya, misalnya 25 9 2026. Perkiraan boleh")},
    )
    work_start = MemorableDateField(
        label=_("Kapan mulai bekerja di sana?"),
        help_text=_("Perkiraan boleh. Contoh: 1 3 2021"),
        earliest=long_ago,
        latest=today,
        required=False,
    )
    work_end = MemorableDateField(
        label=_("Hari kerja terakhir"),
        help_text=_("Kosongkan bila masih bekerja."),
        earliest=long_ago,
        required=False,
    )
    contract_end = MemorableDateField(
        label=_("Kontrak tertulis sampai tanggal berapa?"),
        help_text=_("Lihat di surat kontrak terakhir."),
        earliest=long_ago,
        required=False,
    )

    def fit(self) -> None:
        if not self.answers.was_dismissed:
            del self.fields["phk_notice_on"]
        elif self.answers.for_another:
            self.fields["phk_notice_on"].label = _("Kapan pekerja diberi tahu bahwa ia diberhentikan?")
        if not self.answers.has_fixed_term:
            del self.fields["contract_end"]

    def clean(self):
        typed = super().clean()
        start = typed.get("work_start")
        for name in ("work_end", "phk_notice_on", "contract_end"):
            if start and typed.get(name) and typed[name] < start:
                self.add_error(name, _("Tanggal ini sebelum hari mulai bekerja. Periksa keduanya"))
        return typed


AMOUNTS = {
    ClaimKind.UNPAID_WAGE: _("Upah yang belum dibayar, seluruhnya"),
    ClaimKind.LAST_WAGE: _("Upah terakhir"),
    ClaimKind.SEVERANCE: _("Pesangon yang menurut Anda belum dibayar"),
    ClaimKind.PKWT_COMPENSATION: _("Uang kompensasi kontrak"),
    ClaimKind.PKWT_DAMAGES: _("Upah sisa kontrak"),
    ClaimKind.THR: _("THR yang belum dibayar"),
    ClaimKind.OVERTIME: _("Upah lembur yang belum dibayar"),
    ClaimKind.BELOW_UMK: _("Kekurangan upah dari UMK"),
    ClaimKind.BPJS: _("Iuran BPJS yang dipotong tetapi tidak disetor"),
    ClaimKind.OTHER: _("Hal lain"),
}


class AmountForm(StepForm):
    mark_optional = False
    period_from = MemorableDateField(
        label=_("Belum dibayar sejak kapan?"),
        help_text=_("Perkiraan boleh. Contoh: 1 7 2026"),
        earliest=long_ago,
        latest=today,
        required=False,
    )
    period_to = MemorableDateField(
        label=_("Sampai kapan?"),
        help_text=_("Kosongkan bila masih berlangsung."),
        earliest=long_ago,
        required=False,
    )

    def fit(self) -> None:
        kinds = [kind for kind in AMOUNTS if kind in self.answers.kinds]
        amounts = {
            f"amount_{kind}": RupiahField(label=AMOUNTS[kind], minimum=1, required=False) for kind in kinds
        }
        self.fields = amounts | (self.fields if WITH_PERIOD & set(kinds) else {})

    def clean(self):
        typed = super().clean()
        if typed.get("period_from") and typed.get("period_to") and typed["period_to"] < typed["period_from"]:
            self.add_error("period_to", _("Tanggal akhir tidak boleh sebelum tanggal mulai"))
        return typed


class StoryForm(StepForm):
    heading = "story"
    story = forms.CharField(
        label=_("Ceritakan kejadiannya"),
        help_text=_(
            "Dengan bahasa sehari-hari: apa yang terjadi, kapan, apa kata perusahaan. Jangan tulis kata sandi atau PIN."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        error_messages={
            "required": _("Ceritakan kejadiannya; beberapa kalimat cukup"),
            "max_length": _("Ceritanya terlalu panjang: %(show_value)s huruf, paling banyak %(limit_value)s. Sisanya dapat dikirim sebagai pesan nanti"),
        },
    )  # fmt: skip


class EvidenceForm(StepForm):
    """Nothing is kept in the answers: files have a place of their own."""

    mark_optional = False

    kind = forms.ChoiceField(
        label=_("Ini bukti apa?"),
        error_messages={"invalid_choice": _("Pilih jenis bukti dari daftar")},
        choices=[("", _("Tidak tahu, atau macam-macam"))]
        + [(kind, label) for kind, label in EvidenceKind.choices if kind not in ("minutes", "letter")],
        required=False,
    )
    files = FilesField(
        label=_("Pilih foto atau berkas"),
        help_text=_(
            "Boleh beberapa sekaligus, boleh juga tidak ada. Foto, PDF, Word, atau Excel; paling besar 10 MB tiap berkas."
        ),
        required=False,
        widget=FilesField.widget(attrs={"accept": ",".join(evidence.EXTENSION)}),
    )

    def as_typed(self) -> dict[str, list[str]]:
        return {}

    def rows(self) -> list[tuple[str, str]]:
        return []


def telephone() -> forms.TextInput:
    return forms.TextInput(
        attrs={
            "type": "tel",
            "autocomplete": "tel",
            "inputmode": "tel",
            "class": "govuk-input--width-20",
        }
    )


def _telephone(text: str) -> str:
    text = text.strip()
    if text and not 9 <= len(digits(text)) <= 15:
        raise forms.ValidationError(_("Tulis nomor telepon lengkap, misalnya 0812 3456 7890"))
    return text


class RepresentativeForm(StepForm):
    holder_name = forms.CharField(
        label=_("Nama Anda"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tulis nama Anda")},
    )
    holder_kind = forms.ChoiceField(
        label=_("Anda mewakili sebagai"),
        widget=forms.RadioSelect,
        choices=[
            (Mandate.Kind.FAMILY, _("Keluarga")),
            (Mandate.Kind.UNION, _("Serikat pekerja, untuk anggotanya")),
            (
                Mandate.Kind.SPECIAL_POWER,
                Hinted(_("Penerima kuasa"), _("Ada surat kuasa; unggah fotonya di bagian bukti")),
            ),
        ],
        error_messages={"required": _("Pilih sebagai apa Anda mewakili")},
    )
    holder_phone = forms.CharField(
        label=_("Nomor telepon Anda"),
        max_length=30,
        widget=telephone(),
        error_messages={"required": _("Tulis nomor telepon Anda, misalnya 0812 3456 7890")},
    )
    holder_email = forms.EmailField(
        label=_("Surel Anda"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Tulis alamat surel lengkap, misalnya nama@contoh.id")},
    )

    def clean_holder_phone(self):
        return _telephone(self.cleaned_data["holder_phone"])


class PersonForm(StepForm):
    name = forms.CharField(
        label=_("Nama lengkap"),
        help_text=_("Seperti di KTP. Hanya petugas yang menangani yang membaca."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tulis nama lengkap")},
    )
    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 angka di KTP. Membantu bila perkara sampai ke pengadilan; dapat menyusul."),
        max_length=25,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-20"}
        ),
    )
    phone = forms.CharField(
        label=_("Nomor telepon atau WhatsApp"),
        help_text=_(
            "Nomor pribadi, bukan milik perusahaan. Tanpa nomor, kabar hanya ada di halaman pengaduan."
        ),
        max_length=30,
        required=False,
        widget=telephone(),
    )
    email = forms.EmailField(
        label=_("Surel (e-mail)"),
        help_text=_("Kabar perkara dikirim ke sini, tanpa menyebut nama perusahaan."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Tulis alamat surel lengkap, misalnya nama@contoh.id")},
    )
    reach = forms.CharField(
        label=_("Bagaimana menghubungi Anda dengan aman?"),
        help_text=_("Misalnya: WhatsApp saja, sesudah jam 5 sore. Atau: lewat kakak saya, di rumah."),
        max_length=300,
        required=False,
    )

    def fit(self) -> None:
        if self.answers.for_another:
            for name in ("name", "phone", "email"):  # the browser knows whoever types, not the worker
                self.fields[name].widget.attrs["autocomplete"] = "off"
            self.fields["name"].label = _("Nama lengkap pekerja")
            self.fields["phone"].label = _("Nomor telepon pekerja")
            self.fields["reach"].label = _("Bagaimana menghubungi pekerja dengan aman?")

    def clean_nik(self):
        typed = self.cleaned_data["nik"]
        number = digits(typed)
        if typed.strip() and len(number) != 16:
            raise forms.ValidationError(
                _("NIK terdiri dari 16 angka; Anda menulis %(count)s. Periksa lagi, atau kosongkan"),
                params={"count": len(number)},
            )
        return number

    def clean_phone(self):
        return _telephone(self.cleaned_data["phone"])


class SafetyForm(StepForm):
    fears = forms.ChoiceField(
        label=_("Apakah Anda takut dibalas karena mengadu?"),
        help_text=_(
            "Misalnya dipecat, diancam, atau dipersulit. Bila ya, nama Anda kami sembunyikan sejak awal."
        ),
        widget=forms.RadioSelect,
        choices=[("yes", _("Ya, ada rasa takut")), ("no", _("Tidak"))],
        error_messages={"required": _("Pilih ya atau tidak; keduanya tidak apa-apa")},
        required=False,
    )
    naming = forms.ChoiceField(
        label=_("Bolehkah perusahaan tahu nama Anda?"),
        help_text=_("Dapat Anda ubah kapan saja sebelum kami menghubungi perusahaan."),
        widget=forms.RadioSelect,
        choices=[
            (Naming.NAMED, Hinted(_("Boleh"), _("Biasanya paling cepat selesai; mediasi memerlukannya"))),
            (
                Naming.UNNAMED,
                Hinted(
                    _("Jangan sebut nama saya"),
                    _("Kami tanya perusahaan tanpa menyebut siapa, bila itu mungkin"),
                ),
            ),
            (
                Naming.DO_NOT_APPROACH,
                Hinted(_("Jangan hubungi perusahaan dulu"), _("Kami bicara dahulu dengan Anda")),
            ),
        ],
        error_messages={"required": _("Pilih apa yang boleh diketahui perusahaan")},
        required=False,
    )
    consent = forms.ChoiceField(
        label=_("Bolehkah data Anda dibagikan ke instansi lain bila perlu?"),
        help_text=_("Misalnya pengawas ketenagakerjaan atau Kementerian HAM. Anda diberi tahu lebih dahulu."),
        widget=forms.RadioSelect,
        choices=[(Consent.GIVEN, _("Boleh")), (Consent.REFUSED, _("Tidak"))],
        error_messages={"required": _("Pilih boleh atau tidak")},
        required=False,
    )

    def fit(self) -> None:
        if self.answers.for_another:
            self.fields["fears"].label = _("Apakah pekerja takut dibalas karena pengaduan ini?")
            self.fields["fears"].help_text = _(
                "Misalnya dipecat, diancam, atau dipersulit. Bila ya, nama pekerja kami sembunyikan sejak awal."
            )
            self.fields["naming"].label = _("Bolehkah perusahaan tahu nama pekerja?")
            self.fields["naming"].choices = [
                (
                    code,
                    Hinted(_("Jangan sebut nama pekerja"), label.hint) if code == Naming.UNNAMED else label,
                )
                for code, label in self.fields["naming"].choices
            ]
            self.fields["consent"].label = _("Bolehkah data pekerja dibagikan ke instansi lain bila perlu?")


class AboutForm(StepForm):
    mark_optional = False
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"),
        widget=forms.RadioSelect,
        choices=[("P", _("Perempuan")), ("L", _("Laki-laki"))],
        required=False,
    )
    birth_year = forms.CharField(
        label=_("Tahun lahir"),
        help_text=_("Misalnya 1990."),
        required=False,
        max_length=10,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "bday-year", "class": "govuk-input--width-4"}
        ),
    )
    has_disability = forms.ChoiceField(
        label=_("Penyandang disabilitas?"),
        help_text=_("Agar kami dapat menyiapkan bantuan, misalnya juru bahasa isyarat."),
        widget=forms.RadioSelect,
        choices=[("yes", _("Ya")), ("no", _("Tidak"))],
        required=False,
    )

    def clean_birth_year(self):
        typed = self.cleaned_data["birth_year"].strip()
        if not typed:
            return None
        if not re.fullmatch(r"(19|20)\d\d", typed) or int(typed) > today().year - 10:
            raise forms.ValidationError(
                _("Tulis tahun lahir dengan empat angka, misalnya 1990, atau kosongkan")
            )
        return int(typed)


# --- The table -------------------------------------------------------------------------------------------


def always(answers: Answers) -> bool:
    return True


def has_amounts(answers: Answers) -> bool:
    return bool(set(answers.kinds) & set(AMOUNTS))


def has_overtime(answers: Answers) -> bool:
    return ClaimKind.OVERTIME in answers.kinds


def for_another(answers: Answers) -> bool:
    return answers.for_another


@dataclass(frozen=True)
class Step:
    """One page of the walk. `chapter` is what the person counts; `why` says what the answer is for.

    `of_another`: the title for whoever files for somebody else, where it is another.
    """

    slug: str
    chapter: int
    title: Any
    form: type[StepForm]
    why: Any
    applies: Callable[[Answers], bool] = always
    of_another: Any = ""

    def titled(self, answers: Answers) -> Any:
        """The title as this person reads it."""
        return self.of_another if self.of_another and answers.for_another else self.title

    def bind(self, answers: Answers) -> StepForm:
        """The form with what was kept, to be checked."""
        return self.form(answers.of(self.slug), answers=answers)

    def again(self, answers: Answers) -> StepForm:
        """The form with what was kept, to be gone on with; nothing is checked yet."""
        kept = answers.of(self.slug)
        form = self.form(answers=answers)
        if kept:
            form.initial = {
                name: field.widget.value_from_datadict(kept, MultiValueDict(), name)
                for name, field in form.fields.items()
            }
        return form


CHAPTERS = 6
STEPS: dict[str, Step] = {
    step.slug: step
    for step in (
        Step("masalah", 1, _("Apa yang terjadi?"), ProblemForm, _("Dari sini kami tahu hak apa yang mungkin belum diterima.")),
        Step(
            "perusahaan", 2, _("Di mana Anda bekerja?"), EmployerForm,
            _("Kami perlu tahu siapa yang harus menjawab. Perusahaan tidak dihubungi sebelum Anda memilih apa yang boleh disebut."),
            of_another=_("Di mana pekerja itu bekerja?"),
        ),
        Step(
            "pekerjaan", 3, _("Pekerjaan Anda"), JobForm,
            _("Hak dihitung dari jenis perjanjian dan cara upah dihitung. Yang belum tahu boleh dilewati."),
            of_another=_("Pekerjaannya"),
        ),
        Step("upah", 3, _("Upah"), WageForm, _("Pesangon, THR, dan lembur dihitung dari upah. Yang belum tahu boleh dilewati.")),
        Step("tanggal", 3, _("Tanggal-tanggal penting"), DatesForm, _("Besarnya hak dan batas waktunya dihitung dari tanggal ini.")),
        Step(
            "jumlah", 4, _("Berapa yang belum dibayar?"), AmountForm,
            _("Kira-kira saja. Tidak tahu? Kosongkan; kami menghitungnya menurut undang-undang."), has_amounts,
        ),
        Step("lembur", 4, _("Lembur"), OvertimeForm, _("Upah lembur dihitung dari jam dan harinya. Tidak ingat? Kosongkan; boleh menyusul."), has_overtime),
        Step("cerita", 4, _("Ceritakan kejadiannya"), StoryForm, _("Petugas membaca ini lebih dahulu daripada yang lain.")),
        Step(
            "bukti", 5, _("Bukti yang Anda punya"), EvidenceForm,
            _("Foto dengan ponsel sudah cukup. Tidak punya? Lanjutkan saja: mengadu tetap boleh, dan bukti dapat menyusul."),
        ),
        Step("wakil", 6, _("Tentang Anda sebagai wakil"), RepresentativeForm, _("Kami menghubungi Anda, dan perlu tahu hubungan Anda dengan pekerja."), for_another),
        Step(
            "diri", 6, _("Siapa yang mengadu?"), PersonForm,
            _("Agar kami tahu siapa yang belum dibayar, dan dapat menghubunginya. Nama, NIK, telepon, dan surel disimpan tersandi."),
            of_another=_("Siapa pekerja itu?"),
        ),
        Step(
            "aman", 6, _("Agar Anda aman"), SafetyForm,
            _("Perusahaan dilarang membalas orang yang mengadu. Yang Anda lewati kami anggap belum boleh, sampai kami bertanya."),
            of_another=_("Agar pekerja itu aman"),
        ),
        Step(
            "tentang", 6, _("Tiga pertanyaan lagi"), AboutForm,
            _("Untuk melihat apakah kelompok tertentu lebih sering dirugikan. Boleh dilewati semua; tidak mengubah hasil."),
            of_another=_("Tiga pertanyaan lagi tentang pekerja itu"),
        ),
    )
}  # fmt: skip


def walk(answers: Answers) -> list[Step]:
    """The steps that concern this person, in order."""
    return [step for step in STEPS.values() if step.applies(answers)]


def unfinished(answers: Answers) -> list[Step]:
    """Steps that still lack something."""
    return [step for step in walk(answers) if not step.bind(answers).is_valid()]
