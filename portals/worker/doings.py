"""What a worker can do in their case, in words that a worker uses. The forms are those of `workflows.forms`."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.principals import Principal
from cases.models import Case, Claim, Claimant
from core import clock
from ledger.models import Payment
from portals.worker.steps import SafetyForm
from workflows.actions import ACTIONS
from workflows.forms import ActionForm, form_class, to_params
from workflows.table import Action


@dataclass(frozen=True)
class Doing:
    """How one action is put to a worker.

    lead: what it means, before the form. button: what sending says. leave_out: fields that are the office's, or that
    are known; `known` gives their values. labels, hints, errors and options replace the officer's words. start: what
    the fields begin with. about: "payment" or "claim" where it is done to one of these. quiet, formal: where it stands on the page.
    """

    name: str
    title: Any
    lead: Any = ""
    button: Any = _("Kirim")
    done: Any = _("Sudah kami terima.")
    leave_out: tuple[str, ...] = ()
    known: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, Any] = field(default_factory=dict)
    hints: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Any] = field(default_factory=dict)
    options: dict[str, list] = field(default_factory=dict)
    start: Callable[[Claimant], dict[str, Any]] = lambda claimant: {}
    about: str = ""
    quiet: bool = False
    formal: bool = False

    @property
    def action(self) -> Action:
        return ACTIONS[self.name]

    def subject(self, record: Claimant | Claim | Payment | None) -> str:
        """The record that it is done to as `perform` names it; payments are a param, not a record."""
        kind = self.action.subject
        return f"{kind}:{record.pk}" if kind and record is not None else ""

    def form(self, case: Case, by: Principal, record: Claimant | Claim | Payment | None) -> type[ActionForm]:
        made = form_class(self.action, case, by=by, subject=self.subject(record))
        for name in (*self.leave_out, *(["payments"] if self.about == "payment" else [])):
            made.base_fields.pop(name, None)
        for name, asked in made.base_fields.items():
            asked.label = self.labels.get(name, asked.label)
            if name in self.labels or name in self.hints:
                asked.help_text = self.hints.get(name, "")
            if name in self.errors:
                asked.error_messages["required"] = self.errors[name]
            if name in self.options:
                asked.choices = self.options[name]
                asked.required = True
        return made

    def params(self, form: ActionForm, record: Claimant | Claim | Payment | None) -> Any:
        known = {name: value() if callable(value) else value for name, value in self.known.items()}
        if isinstance(record, Payment):
            known["payments"] = [record.pk]
        return replace(to_params(form, self.action), **known)


def today():
    return timezone.localdate(clock.now())


_NOTE = ("note",)

DOINGS: dict[str, Doing] = {
    doing.name: doing
    for doing in (
        Doing(
            "complete", _("Kirim data yang diminta"),
            _("Jawab tiap hal di bawah ini. Berkas dapat Anda tambahkan dahulu di halaman bukti. Tidak punya? Tulis “saya tidak punya”."),
            _("Kirim jawaban"), _("Jawaban Anda kami terima."),
            labels={"answer": _("Jawaban Anda")}, errors={"answer": _("Jawab tiap hal, atau tulis “saya tidak punya”")},
        ),
        Doing(
            "confirm_payment", _("Benar, uangnya sudah saya terima"),
            _("Katakan ya hanya bila uangnya benar-benar sudah di tangan atau di rekening Anda. Jangan mau disuruh siapa pun bila belum."),
            _("Ya, sudah saya terima"), _("Terima kasih. Pembayaran ini tercatat sudah Anda terima."),
            leave_out=("basis", "statement", "notified_on", *_NOTE), about="payment",
        ),
        Doing(
            "dispute_payment", _("Pembayaran ini tidak benar"),
            _("Ceritakan apa yang tidak benar, misalnya uang belum masuk atau jumlahnya kurang. Petugas memeriksanya ke perusahaan."),
            _("Kirim bantahan"), _("Bantahan Anda kami terima; petugas memeriksanya."),
            leave_out=("statement",), about="payment", errors={"why": _("Tulis apa yang tidak benar, misalnya uangnya belum masuk")},
        ),
        Doing(
            "record_reply", _("Jawab anjuran mediator"),
            _("Baca dahulu anjurannya di bagian surat. Setuju berarti Anda menerima isinya; menolak berarti perkara dapat dibawa ke PHI. Tidak menjawab dianggap menolak. Ragu? Tanya petugas lewat pesan."),
            _("Kirim jawaban saya"), _("Jawaban Anda atas anjuran tercatat."),
            leave_out=("on", "party", *_NOTE), known={"on": today}, labels={"answer": _("Jawaban saya")},
            errors={"answer": _("Pilih setuju atau menolak")},
        ),
        Doing(
            "record_payment", _("Saya menerima pembayaran"),
            _("Catat uang yang sudah Anda terima, walau hanya sebagian."),
            _("Catat pembayaran"), _("Pembayaran tercatat."),
            leave_out=_NOTE, labels={"amounts": _("Berapa yang Anda terima?"), "paid_on": _("Kapan Anda terima?")},
            # Nothing is filled in beforehand: a thumb that slips must not say that everything was paid.
            start=lambda claimant: {"amounts": {"each": {"": ""}}},
        ),
        Doing(
            "add_claim", _("Tambah tuntutan"),
            _("Ada hak lain yang belum dibayar oleh perusahaan yang sama? Tambahkan di sini, tidak perlu mengadu lagi."),
            _("Tambahkan"), _("Tuntutan Anda bertambah satu."),
            leave_out=("due_on", "nature", *_NOTE), labels={"kind": _("Hak apa?"), "amount": _("Kira-kira berapa?")},
            errors={"kind": _("Pilih hak yang belum dibayar")},
        ),
        Doing(
            "correct_work_facts", _("Perbaiki upah, tanggal, atau kontrak saya"),
            _("Ini yang tercatat tentang pekerjaan Anda. Ubah yang salah saja. Yang lama tetap tersimpan dalam riwayat, dan petugas membaca perubahannya."),
            _("Simpan perbaikan"), _("Perbaikan Anda tersimpan."),
            labels={"note": _("Dari mana Anda tahu yang benar?")},
            hints={"note": _("Misalnya: slip gaji bulan Juli, atau surat kontrak.")},
            errors={"note": _("Tulis dari mana Anda tahu, misalnya: slip gaji bulan Juli")},
        ),
        Doing(
            "correct_claim", _("Perbaiki tuntutan ini"),
            _("Jumlah atau bulannya salah tulis? Ubah di sini. Yang lama tetap tersimpan dalam riwayat. Untuk mengurangi jumlah, hubungi petugas."),
            _("Simpan perbaikan"), _("Perbaikan Anda tersimpan."), about="claim",
            labels={"amount": _("Berapa yang belum dibayar?"), "note": _("Dari mana Anda tahu yang benar?")},
            hints={"note": _("Misalnya: slip gaji bulan Juli, atau surat kontrak.")},
            errors={"note": _("Tulis dari mana Anda tahu, misalnya: slip gaji bulan Juli")},
        ),
        Doing(
            "record_consent", _("Ubah pilihan tentang data saya"),
            _("Anda bebas memilih. Pilihan baru berlaku sejak sekarang; yang sudah terlanjur diserahkan tidak dapat ditarik kembali."),
            _("Simpan pilihan"), _("Pilihan Anda tersimpan."),
            leave_out=("means", "given_on", *_NOTE), known={"means": "online", "given_on": today},
            labels={
                "consent": _("Bolehkah data Anda dibagikan ke instansi lain bila perlu?"),
                "naming": _("Bolehkah perusahaan tahu nama Anda?"),
            },
            options={name: SafetyForm.base_fields[name].choices for name in ("consent", "naming")},
            errors={name: SafetyForm.base_fields[name].error_messages["required"] for name in ("consent", "naming")},
            start=lambda claimant: {"consent": claimant.consent, "naming": claimant.naming},
        ),
        Doing(
            "request_escalation", _("Minta dibawa ke Kementerian HAM"),
            _("Bila perusahaan ingkar janji atau penanganan terlalu lama, Anda boleh meminta ini. Kami menjawab dalam 5 hari kerja dengan alasannya."),
            _("Kirim permintaan"), _("Permintaan Anda kami terima."),
            labels={"ground": _("Mengapa?"), "why": _("Ceritakan")}, errors={"ground": _("Pilih mengapa Anda memintanya")},
        ),
        Doing(
            "report_retaliation", _("Saya diancam atau dibalas"),
            _("Tulis seperlunya. Hanya petugas yang membacanya. Nama Anda langsung kami sembunyikan, dan petugas menghubungi Anda paling lambat 1 hari kerja. Dalam bahaya sekarang? Telepon 110 atau 112."),
            _("Kirim"), _("Kami terima. Nama Anda sudah kami sembunyikan, dan petugas akan menghubungi Anda dengan cara yang aman."),
            labels={"what": _("Apa yang terjadi?")}, errors={"what": _("Tulis apa yang terjadi; satu kalimat cukup")}, quiet=True,
        ),
        Doing(
            "lift_shield", _("Buka kembali nama saya untuk petugas"),
            _("Nama dan nomor Anda sekarang tertutup, juga bagi petugas kantor lain. Bila sudah aman, Anda dapat membukanya. Perusahaan tetap tidak melihatnya kecuali Anda mengizinkan."),
            _("Buka kembali"), _("Petugas kantor dapat melihat nama Anda lagi."),
            labels={"note": _("Mengapa?")}, errors={"note": _("Tulis mengapa; satu kalimat cukup")}, quiet=True,
        ),
        Doing(
            "withdraw", _("Cabut pengaduan"),
            _("Mencabut adalah pilihan Anda sendiri; jangan mau bila disuruh atau diancam. Petugas lain memastikannya langsung kepada Anda, tanpa perusahaan. Selama 3 hari kerja Anda masih dapat membatalkannya. Perjanjian yang sudah ditandatangani tetap kami pantau."),
            _("Ya, cabut pengaduan saya"), _("Permintaan mencabut kami terima. Anda punya 3 hari kerja untuk membatalkannya."),
            labels={"why": _("Alasannya")}, quiet=True,
        ),
        Doing(
            "take_back_withdrawal", _("Batal mencabut"),
            _("Pengaduan Anda berjalan lagi seperti sebelumnya."),
            _("Batal mencabut"), _("Pencabutan dibatalkan. Pengaduan Anda berjalan terus."), leave_out=_NOTE,
        ),
        Doing(
            "reopen", _("Minta dibuka kembali"),
            _("Ada yang belum dibayar, atau ada kejadian baru? Perkara dilanjutkan dengan nomor dan tanda terima yang sama."),
            _("Buka kembali"), _("Perkara Anda dibuka kembali."),
            labels={"note": _("Mengapa perlu dibuka kembali?")},
            errors={"note": _("Tulis mengapa; satu kalimat cukup")},
        ),
        Doing(
            "record_phk_refusal", _("Saya sudah menolak PHK secara tertulis"),
            _("Menolak PHK dilakukan dengan surat kepada perusahaan. Catat di sini kapan surat itu diserahkan, dan simpan buktinya."),
            _("Catat"), leave_out=_NOTE, labels={"on": _("Kapan surat penolakan diserahkan?")}, formal=True,
        ),
        Doing(
            "record_jkp_claim", _("Saya sudah mengajukan JKP"),
            _("JKP: Jaminan Kehilangan Pekerjaan, uang dan pelatihan dari BPJS Ketenagakerjaan setelah PHK. Catat di sini kapan Anda mengajukannya."),
            _("Catat"), leave_out=_NOTE, labels={"on": _("Kapan Anda mengajukannya?")}, formal=True,
        ),
        Doing(
            "record_cassation", _("Saya sudah mengajukan kasasi"),
            _("Kasasi: meminta Mahkamah Agung memeriksa putusan PHI."),
            _("Catat"), leave_out=_NOTE, labels={"on": _("Kapan Anda mengajukannya?")}, formal=True,
        ),
        Doing("start_bipartit", _("Catat mulai berunding (bipartit)"), _("Bipartit: perundingan langsung antara Anda atau serikat dengan perusahaan. Simpan bukti surat permintaannya."), formal=True),
        Doing("end_bipartit", _("Catat hasil berunding (bipartit)"), _("Tulis bagaimana perundingan berakhir."), formal=True),
        Doing("choose_forum", _("Catat pilihan jalur"), formal=True),
        Doing("record_breach", _("Laporkan janji yang dilanggar"), _("Perusahaan berjanji membayar tetapi tidak menepati? Catat di sini."), formal=True),
        Doing("register_agreement", _("Catat pendaftaran perjanjian di PHI"), _("Perjanjian yang didaftarkan ke PHI dapat dieksekusi bila dilanggar."), formal=True),
        Doing("request_execution", _("Minta eksekusi ke pengadilan"), formal=True),
        Doing("file_suit", _("Catat gugatan ke PHI"), formal=True),
        Doing("record_ruling", _("Catat putusan pengadilan"), formal=True),
        Doing("end_court", _("Selesai di pengadilan"), leave_out=("evidence",), formal=True),
        Doing(
            "record_mandate", _("Beri kuasa kepada orang lain"),
            _("Keluarga, serikat, atau penerima kuasa dapat mengurus perkara ini untuk Anda. Kantor menghubungi mereka."),
            leave_out=("since", "scope", *_NOTE), known={"since": today},
            labels={
                "kind": _("Siapa yang mewakili Anda?"), "holder_name": _("Namanya"), "holder_phone": _("Nomor teleponnya"),
                "holder_email": _("Surelnya"), "until": _("Sampai kapan?"), "evidence": _("Foto surat kuasa"),
            },
            hints={"until": _("Kosongkan bila sampai perkara selesai."), "evidence": _("Tambahkan dahulu fotonya di halaman bukti.")},
            errors={"kind": _("Pilih siapa yang mewakili Anda"), "holder_name": _("Tulis nama orang atau serikat yang mewakili Anda")},
            formal=True,
        ),
    )
}  # fmt: skip
"""`waive` is not here: nobody gives up money alone at a screen; an officer records the written statement."""

TOGETHER = frozenset({
    "complete", "start_bipartit", "end_bipartit", "choose_forum", "register_agreement", "request_execution",
    "file_suit", "end_court", "reopen", "request_escalation",
})  # fmt: skip
"""What a representative may do for one of the people they speak for, or for all of them at once."""


FIRST = ("complete", "record_reply")
"""What stands among the things to do, where it is possible."""


class MessageForm(forms.Form):
    intent = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    body = forms.CharField(
        label=_("Pesan untuk petugas"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Tulis pesannya dahulu"), "max_length": _("Pesannya terlalu panjang; kirim dalam dua bagian")},
    )  # fmt: skip
