"""What a worker can do in their case, in words that a worker uses. The forms are those of `workflows.forms`."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.principals import Principal
from cases.models import Case, Claim, Claimant
from cases.vocabulary import ClaimKind
from core.clock import today
from ledger.models import Instalment, Payment
from portals.shared.forms import Hinted
from portals.worker.steps import JobForm, RepresentativeForm, SafetyForm
from workflows import own
from workflows.actions import ACTIONS
from workflows.forms import ActionForm, form_class, to_params
from workflows.params import asks
from workflows.table import Action


@dataclass(frozen=True)
class Doing:
    """How one action is put to a worker.

    lead: what it means, before the form. button: what sending says. leave_out: fields that are the office's, or that
    are known; `known` gives their values. labels, hints, errors and options replace the officer's words; a remark is
    asked for only under a label of its own, and a file only where one was given, or a hint says how. start: what the
    fields begin with. about: "payment" or "claim" where it is done to one of these. quiet, formal: where it stands on
    the page.
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
        nothing = [name for name, asked in made.base_fields.items() if self._asks_nothing(name, asked)]
        for name in (*self.leave_out, *nothing, *(["payments"] if self.about == "payment" else [])):
            made.base_fields.pop(name, None)
        for name, asked in made.base_fields.items():
            asked.label = self.labels.get(name, asked.label)
            if name in self.labels or name in self.hints:
                asked.help_text = self.hints.get(name, "")
            if name in self.errors:
                asked.error_messages["required"] = self.errors[name]
            if name in self.options:
                empty = [("", _("Pilih"))] if isinstance(asked.widget, forms.Select) else []
                cast(forms.ChoiceField, asked).choices = [*empty, *self.options[name]]
                asked.required = True
        return made

    def _asks_nothing(self, name: str, asked: forms.Field) -> bool:
        if asked.required or name in self.hints:
            return False
        if name == "note":
            return name not in self.labels
        ask = asks(self.action.params).get(name)
        if ask is None or ask.kind != "evidence":
            return False
        return not any(pk for pk, _label in choices_of(asked))

    def params(self, form: ActionForm, record: Claimant | Claim | Payment | None) -> Any:
        known = {name: value() if callable(value) else value for name, value in self.known.items()}
        if isinstance(record, Payment):
            known["payments"] = [record.pk]
        return replace(to_params(form, self.action), **known)


def choices_of(asked: forms.Field) -> list:
    """What a field lets one choose from."""
    return list(cast("list[Any]", cast(forms.ChoiceField, asked).choices))


def first_missed(claimant: Claimant) -> dict[str, Any]:
    """The oldest day by which this worker was promised money that has not come."""
    days = [
        row.due_on
        for row in own.money(claimant).instalments
        if row.state == Instalment.State.OPEN and row.due_on and row.due_on < today()
    ]
    return {"due_on": min(days)} if days else {}


CLAIMS = [
    (ClaimKind.UNPAID_WAGE, _("Upah tidak dibayar, kurang, atau terlambat")),
    (ClaimKind.LAST_WAGE, _("Upah terakhir")),
    (ClaimKind.LATE_WAGE_FINE, _("Denda karena upah terlambat")),
    (ClaimKind.SEVERANCE, _("Uang pesangon")),
    (ClaimKind.LONG_SERVICE_PAY, _("Uang penghargaan masa kerja (3 tahun atau lebih)")),
    (ClaimKind.RIGHTS_COMPENSATION, _("Uang penggantian hak: sisa cuti, ongkos pulang")),
    (ClaimKind.SEPARATION_PAY, _("Uang pisah")),
    (ClaimKind.PKWT_COMPENSATION, _("Uang kompensasi kontrak")),
    (ClaimKind.PKWT_DAMAGES, _("Upah sisa kontrak yang diputus")),
    (ClaimKind.PROCESS_WAGES, _("Upah selama perkara PHK berjalan")),
    (ClaimKind.THR, _("THR")),
    (ClaimKind.OVERTIME, _("Upah lembur")),
    (ClaimKind.BELOW_UMK, _("Kekurangan upah dari UMK")),
    (ClaimKind.BPJS, _("BPJS tidak didaftarkan atau tidak disetor")),
    (ClaimKind.WITHHELD_DOCUMENTS, _("Ijazah atau surat saya ditahan")),
    (ClaimKind.OTHER, _("Hal lain")),
]
GROUNDS = [
    ("commitment_breached", _("Perusahaan melanggar janji membayar")),
    ("employer_silent", _("Perusahaan tidak menjawab")),
    ("time_exceeded", _("Batas waktu undang-undang sudah lewat")),
    ("city_late", _("Satgas terlambat menangani")),
    ("retaliation", _("Ada yang diancam atau dibalas karena mengadu")),
    ("many_workers", _("Banyak pekerja mengalaminya")),
    ("vulnerable_group", _("Menyangkut kelompok rentan, misalnya ibu hamil atau penyandang disabilitas")),
    ("pattern", _("Perusahaan ini berulang kali melakukannya")),
]
"""What a worker chooses from, in the words of filing; every value of the officers' lists."""


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
            leave_out=("basis", "statement", "notified_on"), about="payment",
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
            leave_out=("on", "party"), known={"on": today}, labels={"answer": _("Jawaban saya")},
            errors={"answer": _("Pilih setuju atau menolak")},
        ),
        Doing(
            "record_payment", _("Saya menerima pembayaran"),
            _("Catat uang yang sudah Anda terima, walau hanya sebagian."),
            _("Catat pembayaran"), _("Pembayaran tercatat."),
            labels={
                "amounts": _("Berapa yang Anda terima?"), "paid_on": _("Kapan Anda terima?"),
                "payer": _("Siapa yang membayar?"), "proof": _("Foto bukti pembayaran"),
            },
            # Nothing is filled in beforehand: a thumb that slips must not say that everything was paid.
            start=lambda claimant: {"amounts": {"each": {"": ""}}},
        ),
        Doing(
            "add_claim", _("Tambah tuntutan"),
            _("Ada hak lain yang belum dibayar oleh perusahaan yang sama? Tambahkan di sini, tidak perlu mengadu lagi."),
            _("Tambahkan"), _("Tuntutan Anda bertambah satu."),
            leave_out=("due_on", "nature"),
            labels={
                "kind": _("Hak apa?"), "amount": _("Kira-kira berapa?"),
                "period_from": _("Belum dibayar sejak kapan?"), "period_to": _("Sampai kapan?"),
            },
            hints={
                "period_from": _("Perkiraan boleh. Contoh: 1 7 2026"), "period_to": _("Kosongkan bila masih berlangsung."),
                "amount": _("Tidak tahu? Kosongkan; kami menghitungnya menurut undang-undang."),
            },
            errors={"kind": _("Pilih hak yang belum dibayar")},
            options={"kind": CLAIMS},
        ),
        Doing(
            "correct_work_facts", _("Perbaiki upah, tanggal, atau kontrak saya"),
            _("Ini yang tercatat tentang pekerjaan Anda. Ubah yang salah saja. Yang lama tetap tersimpan dalam riwayat, dan petugas membaca perubahannya."),
            _("Simpan perbaikan"), _("Perbaikan Anda tersimpan."),
            labels={
                "contract_kind": _("Bagaimana perjanjian kerja Anda?"), "pay_kind": _("Bagaimana upah dihitung?"),
                "work_start": _("Kapan mulai bekerja di sana?"), "phk_notice_on": _("Kapan Anda diberi tahu bahwa Anda diberhentikan?"),
                "contract_end": _("Kontrak tertulis sampai tanggal berapa?"), "note": _("Dari mana Anda tahu yang benar?"),
            },
            hints={"note": _("Misalnya: slip gaji bulan Juli, atau surat kontrak.")},
            errors={
                "contract_kind": _("Pilih bagaimana perjanjian kerja Anda"),
                "note": _("Tulis dari mana Anda tahu, misalnya: slip gaji bulan Juli"),
            },
            options={"contract_kind": choices_of(JobForm.base_fields["contract_kind"])},
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
            leave_out=("means", "given_on"), known={"means": "online", "given_on": today},
            labels={
                "consent": _("Bolehkah data Anda dibagikan ke instansi lain bila perlu?"),
                "naming": _("Bolehkah perusahaan tahu nama Anda?"),
            },
            options={name: choices_of(SafetyForm.base_fields[name]) for name in ("consent", "naming")},
            errors={name: SafetyForm.base_fields[name].error_messages["required"] for name in ("consent", "naming")},
            start=lambda claimant: {"consent": claimant.consent, "naming": claimant.naming},
        ),
        Doing(
            "request_escalation", _("Minta dibawa ke Kementerian HAM"),
            _("Bila perusahaan ingkar janji atau penanganan terlalu lama, Anda boleh meminta ini. Kami menjawab dalam 5 hari kerja dengan alasannya."),
            _("Kirim permintaan"), _("Permintaan Anda kami terima."),
            labels={"ground": _("Mengapa?"), "why": _("Ceritakan")}, errors={"ground": _("Pilih mengapa Anda memintanya")},
            options={"ground": GROUNDS},
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
            _("Batal mencabut"), _("Pencabutan dibatalkan. Pengaduan Anda berjalan terus."),
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
            _("Catat"), labels={"on": _("Kapan surat penolakan diserahkan?")}, formal=True,
        ),
        Doing(
            "record_jkp_claim", _("Saya sudah mengajukan JKP"),
            _("JKP: Jaminan Kehilangan Pekerjaan, uang dan pelatihan dari BPJS Ketenagakerjaan setelah PHK. Catat di sini kapan Anda mengajukannya."),
            _("Catat"), labels={"on": _("Kapan Anda mengajukannya?")}, formal=True,
        ),
        Doing(
            "record_cassation", _("Saya sudah mengajukan kasasi"),
            _("Kasasi: meminta Mahkamah Agung memeriksa putusan PHI."),
            _("Catat"), labels={"on": _("Kapan Anda mengajukannya?")}, formal=True,
        ),
        Doing(
            "start_bipartit", _("Catat mulai berunding (bipartit)"),
            _("Bipartit: perundingan langsung antara Anda atau serikat dengan perusahaan. Simpan bukti surat permintaannya."),
            labels={
                "requested_on": _("Kapan Anda meminta berunding?"), "received_on": _("Kapan perusahaan menerimanya?"),
                "first_meeting_on": _("Kapan pertemuan pertama?"), "sent_by": _("Bagaimana permintaan itu dikirim?"),
                "evidence": _("Foto buktinya"),
            },
            hints={"sent_by": _("Misalnya: diantar sendiri, lewat pos, lewat WhatsApp.")},
            errors={"sent_by": _("Tulis bagaimana permintaan itu dikirim, misalnya: diantar sendiri")},
            formal=True,
        ),
        Doing(
            "record_bipartit_step", _("Catat perkembangan berunding (bipartit)"),
            _("Catat kapan surat permintaan diterima, kapan pertemuan pertama, atau kapan Anda meminta lagi. Batas waktu berunding dihitung dari sini."),
            _("Catat"),
            labels={
                "received_on": _("Kapan perusahaan menerima surat permintaan?"), "first_meeting_on": _("Kapan pertemuan pertama?"),
                "requested_again_on": _("Kapan Anda meminta lagi?"), "evidence": _("Foto buktinya"),
            },
            formal=True,
        ),
        Doing(
            "end_bipartit", _("Catat hasil berunding (bipartit)"), _("Tulis bagaimana perundingan berakhir."),
            labels={
                "how": _("Bagaimana akhirnya?"), "on": _("Tanggal berapa?"),
                "second_request_on": _("Kapan Anda meminta yang kedua kali?"), "number": _("Nomor risalah"),
                "evidence": _("Foto risalah"),
            },
            hints={"second_request_on": _("Hanya bila perusahaan tidak menjawab.")},
            errors={"how": _("Pilih bagaimana perundingan berakhir")},
            options={
                "how": [
                    ("risalah", Hinted(_("Tidak sepakat"), _("Ada risalah: catatan perundingan yang ditandatangani bersama"))),
                    ("refused", _("Perusahaan menolak berunding")),
                    ("unanswered", _("Sudah diminta berulang, tidak dijawab")),
                ]
            },
            formal=True,
        ),
        Doing(
            "choose_forum", _("Catat pilihan jalur"),
            _("Mediasi: dibantu mediator pemerintah. Konsiliasi: dibantu konsiliator yang dipilih bersama. Arbitrase: diputus arbiter yang dipilih bersama, dan putusannya mengikat."),
            labels={"forum": _("Jalur mana yang dipilih?"), "on": _("Kapan dipilih?")},
            errors={"forum": _("Pilih jalurnya; bila ragu, tanya petugas lewat pesan")},
            formal=True,
        ),
        Doing(
            "record_breach", _("Laporkan janji yang dilanggar"),
            _("Perusahaan berjanji membayar tetapi tidak menepati? Tanyakan dahulu, beri waktu 2 hari kerja untuk menjawab, lalu laporkan di sini."),
            _("Laporkan"), _("Laporan Anda tercatat."),
            labels={
                "due_on": _("Seharusnya dibayar paling lambat kapan?"), "asked_on": _("Kapan Anda menanyakannya ke perusahaan?"),
                "evidence": _("Foto bukti Anda menanyakannya"),
            },
            hints={"due_on": _("Tanggal itu ada di bagian “Uang”.")},
            start=first_missed, formal=True,
        ),
        Doing(
            "register_agreement", _("Catat pendaftaran perjanjian di PHI"),
            _("PHI: Pengadilan Hubungan Industrial. Perjanjian yang didaftarkan di sana dapat dieksekusi bila dilanggar: pengadilan memaksa perusahaan membayar."),
            _("Catat"),
            labels={"registered_on": _("Kapan didaftarkan?")},
            hints={"deed_number": _("Tertulis di akta yang diberikan pengadilan.")},
            errors={"deed_number": _("Tulis nomor yang tertulis di akta")},
            formal=True,
        ),
        Doing(
            "request_execution", _("Saya sudah meminta eksekusi"),
            _("Eksekusi: pengadilan memaksa perusahaan menjalankan perjanjian atau putusan. Ajukan ke pengadilan (PHI), lalu catat di sini."),
            _("Catat"),
            labels={"on": _("Kapan Anda mengajukannya?")},
            hints={"number": _("Tertulis di tanda terima dari pengadilan.")},
            formal=True,
        ),
        Doing(
            "file_suit", _("Saya sudah menggugat ke PHI"),
            _("Gugatan: meminta Pengadilan Hubungan Industrial (PHI) memutus. Sesudah mendaftarkannya, catat di sini."),
            _("Catat"),
            labels={"number": _("Nomor perkara di PHI"), "on": _("Kapan didaftarkan?")},
            hints={"number": _("Tertulis di tanda terima dari pengadilan.")},
            errors={"number": _("Tulis nomor perkara yang diberikan pengadilan")},
            formal=True,
        ),
        Doing(
            "record_ruling", _("Catat putusan pengadilan"), _("Salin dari surat putusan."), _("Catat"),
            labels={
                "number": _("Nomor putusan"), "read_on": _("Kapan putusan dibacakan?"), "notified_on": _("Kapan Anda diberi tahu?"),
                "final": _("Sudah berkekuatan hukum tetap: tidak dapat diajukan kasasi lagi"),
                "awarded": _("Berapa yang diputus pengadilan?"), "evidence": _("Foto putusan"),
            },
            hints={"notified_on": _("Hanya bila Anda tidak hadir saat dibacakan."), "awarded": _("Tulis 0 bila ditolak.")},
            errors={"number": _("Tulis nomor yang tertulis di putusan")},
            formal=True,
        ),
        Doing(
            "end_court", _("Selesai di pengadilan"),
            _("Perkara di kantor ini lalu ditutup. Masih ada yang belum dibayar? Tulis bahwa Anda tahu dan tetap menghendakinya."),
            leave_out=("evidence",),
            labels={"outcome": _("Bagaimana akhirnya?"), "statement": _("Pernyataan Anda")},
            hints={"statement": _("Wajib bila masih ada yang belum dibayar, atau Anda tidak melanjutkan perkara.")},
            errors={"outcome": _("Pilih bagaimana akhirnya")},
            options={
                "outcome": [
                    ("court_concluded", _("Sudah selesai di pengadilan")), ("not_pursued", _("Saya tidak melanjutkannya")),
                ]
            },
            formal=True,
        ),
        Doing(
            "record_mandate", _("Beri kuasa kepada orang lain"),
            _("Keluarga, serikat, atau penerima kuasa dapat mengurus perkara ini untuk Anda. Kantor menghubungi mereka."),
            leave_out=("since", "scope", "language"), known={"since": today},
            labels={
                "kind": _("Siapa yang mewakili Anda?"), "holder_name": _("Namanya"), "holder_phone": _("Nomor teleponnya"),
                "holder_email": _("Surelnya"), "until": _("Sampai kapan?"), "evidence": _("Foto surat kuasa"),
            },
            hints={"until": _("Kosongkan bila sampai perkara selesai."), "evidence": _("Tambahkan dahulu fotonya di halaman bukti.")},
            errors={"kind": _("Pilih siapa yang mewakili Anda"), "holder_name": _("Tulis nama orang atau serikat yang mewakili Anda")},
            options={"kind": choices_of(RepresentativeForm.base_fields["holder_kind"])},
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
