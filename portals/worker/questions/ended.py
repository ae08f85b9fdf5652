"""How the work ended: dismissal, pension, and a contract with an end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.rulebook import current_rulebook
from core.dates import written
from portals.shared.forms import RupiahField
from portals.shared.law import grounds
from portals.worker.questions.asking import (
    EARLY,
    MOST,
    UNKNOWN_GROUND,
    Question,
    a_choice,
    a_day,
    whole_number,
)
from portals.worker.questions.pay import ServiceForm
from portals.worker.steps import today


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
        self.choices("ground").choices = [
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
            end = ServiceForm.checked("masa", self.answers).get("end")
            if not typed.get("term_end"):
                self.add_error("term_end", _("Tulis tanggal akhir menurut surat kontrak"))
            elif end and typed["term_end"] <= end:
                self.add_error("term_end", _("Tanggal ini harus sesudah hari kerja terakhir, %(day)s") % {"day": written(end)})  # fmt: skip
        return typed
