"""For whom, what happened, and at which company."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.regions import kelurahan_by_kecamatan
from cases.employers import name_key
from cases.vocabulary import ClaimKind
from portals.shared.forms import Hinted
from portals.worker.steps.asking import StepForm

OUTSIDE = "luar"


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
        self.choices("region").choices = [
            ("", _("Pilih kelurahan")),
            *kelurahan_by_kecamatan(),
            (OUTSIDE, _("Di luar Balikpapan atau tidak tahu")),
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        named = [name_key(typed.get(name) or "") for name in ("name", "main_contractor", "project_owner")]
        for name, text in zip(("main_contractor", "project_owner"), named[1:], strict=True):
            if text and named.count(text) > 1:
                self.add_error(name, _("Tulis perusahaan yang berbeda, atau kosongkan"))
        return typed
