"""The work: the contract, the wage, and the days that count."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import ContractKind, PayKind
from portals.shared.forms import Hinted, MemorableDateField, RupiahField
from portals.worker.steps.asking import StepForm, long_ago, today


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

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        start = typed.get("work_start")
        for name in ("work_end", "phk_notice_on", "contract_end"):
            if start and typed.get(name) and typed[name] < start:
                self.add_error(name, _("Tanggal ini sebelum hari mulai bekerja. Periksa keduanya"))
        return typed
