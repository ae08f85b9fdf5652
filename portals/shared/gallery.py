"""Samples for the page that shows every component. Made up, all of it."""

from datetime import UTC, date, datetime

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from portals.shared.forms import FilesField, Hinted, MemorableDateField, RupiahField


class GalleryForm(forms.Form):
    """One field of each kind."""

    mark_optional = True

    problem = forms.ChoiceField(
        label=_("Apa masalah utamanya?"),
        widget=forms.RadioSelect,
        choices=[
            (
                "wage",
                Hinted(_("Upah tidak dibayar atau kurang"), _("Termasuk lembur, THR, dan upah di bawah UMK")),
            ),
            ("phk", Hinted(_("Pemutusan hubungan kerja (PHK)"), _("Termasuk pesangon yang tidak dibayar"))),
            ("other", _("Masalah lain")),
        ],
        error_messages={"required": _("Pilih masalah yang paling mendesak")},
    )
    since = MemorableDateField(
        label=_("Kapan mulai terjadi?"),
        help_text=_("Perkiraan boleh. Contoh: 25 9 2026"),
        latest=date(2026, 12, 31),
    )
    wage = RupiahField(label=_("Berapa upah sebulan?"), help_text=_("Misalnya 4.500.000 atau 4,5 juta"))
    story = forms.CharField(
        label=_("Ceritakan kejadiannya"),
        help_text=_("Tulis dengan bahasa sehari-hari. Jangan tulis nomor rekening atau kata sandi."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Ceritakan kejadiannya; beberapa kalimat cukup")},
    )
    district = forms.ChoiceField(
        label=_("Di kecamatan mana tempat kerjanya?"),
        choices=[("", _("Pilih kecamatan")), ("1", "Balikpapan Kota"), ("2", "Balikpapan Selatan")],
        error_messages={"required": _("Pilih kecamatan tempat kerja")},
    )
    means = forms.MultipleChoiceField(
        label=_("Bagaimana kami boleh menghubungi Anda?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("phone", _("Telepon")), ("email", Hinted(_("Surel"), _("Tanpa menyebut perusahaan Anda")))],
        required=False,
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("Unggah bukti"),
        help_text=_("Foto slip gaji, absensi, percakapan. JPG, PNG atau PDF, paling besar 10 MB."),
        required=False,
    )
    agreed = forms.BooleanField(
        label=_("Saya sudah membaca pemberitahuan tentang data saya"),
        error_messages={"required": _("Baca pemberitahuan tentang data, lalu beri tanda centang")},
    )

    @staticmethod
    def samples() -> dict:
        return {
            "page_of_cases": Paginator(range(90), 30).page(2),
            "tabs": [("riwayat", _("Riwayat")), ("dokumen", _("Dokumen (4)")), ("pihak", _("Para pihak"))],
            "crumbs": [(_("Perkara"), "#"), ("HP-7K3M-2", "")],
            "moment": datetime(2026, 11, 30, 1, 30, tzinfo=UTC),
            "refused": [_("Belum ada bukti bahwa bipartit sudah diminta (UU 2/2004 Ps. 3)")],
            "rows": [("Budi Santoso", 4_500_000), ("Siti Aminah", 12_250_000), ("Agus Salim", 980_000)],
            "total": 17_730_000,
        }
