"""Who complains, who speaks for them, and what keeps them safe."""

import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.identity import digits
from cases.models import Mandate
from cases.vocabulary import Consent, Naming
from portals.shared.forms import Hinted
from portals.worker.steps.asking import StepForm, today


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
            naming = self.choices("naming")
            naming.choices = [
                (
                    code,
                    Hinted(_("Jangan sebut nama pekerja"), label.hint) if code == Naming.UNNAMED else label,
                )
                for code, label in cast("list[tuple[str, Any]]", naming.choices)
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
