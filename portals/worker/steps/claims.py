"""What was not paid, what happened, and what proves it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import ClaimKind, EvidenceKind
from intake import evidence
from portals.shared.forms import FilesField, MemorableDateField, RupiahField
from portals.worker.steps.asking import StepForm, hours, how_many_days, long_ago, today

WITH_PERIOD = {
    ClaimKind.UNPAID_WAGE, ClaimKind.LAST_WAGE, ClaimKind.THR, ClaimKind.OVERTIME, ClaimKind.BELOW_UMK, ClaimKind.BPJS,
}  # fmt: skip


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
        typed = super().clean()
        for name in (name for name in self.groups if name in self.fields):
            lasted, times = typed.get(name), typed.get(f"{name}_times")
            if times and not lasted and name not in self.errors:
                self.add_error(name, _("Tulis berapa jam sehari, atau kosongkan banyaknya hari"))
            if lasted and not times and f"{name}_times" not in self.errors:
                self.add_error(f"{name}_times", _("Tulis berapa hari. Perkiraan boleh"))
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

    def clean(self) -> dict[str, Any]:
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
    files = FilesField(  # type: ignore[assignment]  # Django takes fields off the class and keeps its own `files`
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
