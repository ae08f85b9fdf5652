"""The words of a case: statuses, outcomes, kinds. Stored in English, read in Indonesian."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where a case stands, as an officer reads it (workers get a sentence: workflows/wording.py)."""

    SUBMITTED = "submitted", _("Diterima")
    AWAITING_COMPLETION = "awaiting_completion", _("Menunggu kelengkapan")
    UNDER_REVIEW = "under_review", _("Telaah Satgas")
    IN_BIPARTIT = "in_bipartit", _("Perundingan bipartit")
    IN_CLARIFICATION = "in_clarification", _("Klarifikasi perusahaan")
    IN_MEDIATION = "in_mediation", _("Mediasi")
    RECOMMENDED = "recommended", _("Anjuran terbit")
    IN_SETTLEMENT = "in_settlement", _("Pemantauan perjanjian bersama")
    IN_COURT = "in_court", _("PHI / eksekusi")
    REFERRED = "referred", _("Dilimpahkan")
    ESCALATED = "escalated", _("Dieskalasi ke Kementerian HAM")
    MINISTRY_REVIEW = "ministry_review", _("Telaah Kementerian HAM")
    MINISTRY_RECOMMENDED = "ministry_recommended", _("Rekomendasi Kementerian")
    CLOSED = "closed", _("Selesai")


OPEN = frozenset(Status) - {Status.CLOSED}


class Outcome(TextChoices):
    PAID_IN_FULL = "paid_in_full", _("Dibayar lunas")
    AGREEMENT_FULFILLED = "agreement_fulfilled", _("Perjanjian bersama dipenuhi")
    COURT_CONCLUDED = "court_concluded", _("Selesai di pengadilan")
    NOT_PURSUED = "not_pursued", _("Tidak dilanjutkan pekerja")
    REFERRAL_TAKEN_OVER = "referral_taken_over", _("Diambil alih instansi lain")
    NOT_COMPETENT = "not_competent", _("Bukan kewenangan")
    ADVICE_GIVEN = "advice_given", _("Diberi nasihat")
    NO_LEGAL_CLAIM = "no_legal_claim", _("Tidak ada dasar tuntutan")
    MERGED = "merged", _("Digabung")
    WITHDRAWN = "withdrawn", _("Dicabut pekerja")
    INACTIVE = "inactive", _("Tidak aktif")
    MIXED = "mixed", _("Beragam")


class Source(TextChoices):
    WORKER = "worker", _("Pekerja, lewat web")
    REPRESENTATIVE = "representative", _("Wakil pekerja")
    WALK_IN = "walk_in", _("Datang langsung")
    IMPORT = "import", _("Impor daftar")
    API = "api", _("Sistem lain")


class Tier(TextChoices):
    DIRECT = "direct", _("Pemberi kerja langsung")
    MAIN_CONTRACTOR = "main_contractor", _("Kontraktor utama")
    PROJECT_OWNER = "project_owner", _("Pemilik proyek")


class ClaimKind(TextChoices):
    UNPAID_WAGE = "unpaid_wage", _("Upah belum dibayar")
    LAST_WAGE = "last_wage", _("Upah terakhir")
    LATE_WAGE_FINE = "late_wage_fine", _("Denda keterlambatan upah")
    SEVERANCE = "severance", _("Uang pesangon")
    LONG_SERVICE_PAY = "long_service_pay", _("Uang penghargaan masa kerja")
    RIGHTS_COMPENSATION = "rights_compensation", _("Uang penggantian hak")
    SEPARATION_PAY = "separation_pay", _("Uang pisah")
    PKWT_COMPENSATION = "pkwt_compensation", _("Uang kompensasi PKWT")
    PKWT_DAMAGES = "pkwt_damages", _("Ganti rugi PKWT diakhiri lebih awal")
    PROCESS_WAGES = "process_wages", _("Upah proses")
    THR = "thr", _("THR")
    OVERTIME = "overtime", _("Upah lembur")
    BELOW_UMK = "below_umk", _("Upah di bawah UMK")
    BPJS = "bpjs", _("BPJS tidak didaftarkan atau menunggak")
    WITHHELD_DOCUMENTS = "withheld_documents", _("Ijazah atau dokumen ditahan")
    OTHER = "other", _("Lainnya")


class Nature(TextChoices):
    """What the law calls the dispute (UU 2/2004 Art. 2), or a breach of a norm (inspector)."""

    NORM = "norm", _("Pelanggaran norma")
    HAK = "hak", _("Perselisihan hak")
    PHK = "phk", _("Perselisihan PHK")
    KEPENTINGAN = "kepentingan", _("Perselisihan kepentingan")
    ANTAR_SP = "antar_sp", _("Perselisihan antar serikat pekerja")


NATURE_OF = {
    ClaimKind.SEVERANCE: Nature.PHK,
    ClaimKind.LONG_SERVICE_PAY: Nature.PHK,
    ClaimKind.RIGHTS_COMPENSATION: Nature.PHK,
    ClaimKind.SEPARATION_PAY: Nature.PHK,
    ClaimKind.PROCESS_WAGES: Nature.PHK,
    ClaimKind.BELOW_UMK: Nature.NORM,
    ClaimKind.BPJS: Nature.NORM,
    ClaimKind.WITHHELD_DOCUMENTS: Nature.NORM,
}
"""The usual nature of a kind; everything not named here is a dispute of rights."""


class ClaimState(TextChoices):
    """The standing and outcome of one worker's one entitlement."""

    OPEN = "open", _("Berjalan")
    PAID = "paid", _("Lunas")
    WAIVED = "waived", _("Dilepas pekerja")
    WITHDRAWN = "withdrawn", _("Dicabut")
    LOST = "lost", _("Ditolak pengadilan")
    CARRIED = "carried", _("Ditangani instansi lain")
    CLOSED_UNPAID = "closed_unpaid", _("Ditutup tanpa pembayaran")


class Consent(TextChoices):
    """Whether a claimant agreed that their data be shared with other bodies."""

    NOT_ASKED = "not_asked", _("Belum ditanya")
    GIVEN = "given", _("Setuju")
    REFUSED = "refused", _("Menolak")


class Naming(TextChoices):
    """What the employer may learn of a claimant."""

    NOT_ASKED = "not_asked", _("Belum ditanya")
    NAMED = "named", _("Boleh disebut namanya")
    UNNAMED = "unnamed", _("Tanpa nama")
    DO_NOT_APPROACH = "do_not_approach", _("Jangan hubungi perusahaan")


class ContractKind(TextChoices):
    PKWTT = "pkwtt", _("Tetap (PKWTT)")
    PKWT = "pkwt", _("Kontrak (PKWT)")
    DAILY = "daily", _("Harian lepas")
    PIECE = "piece", _("Borongan / satuan hasil")
    PARTNER = "partner", _("Mitra / lepas (freelance)")
    UNKNOWN = "unknown", _("Tidak tahu / tidak ada surat")


class PayKind(TextChoices):
    """How a wage is reckoned; the names are those of the law library."""

    MONTHLY = "monthly", _("Bulanan")
    DAILY = "daily", _("Harian")
    PIECE_RATE = "piece_rate", _("Borongan (per hasil)")


class OvertimeDay(TextChoices):
    """Kinds of day on which hours of overtime weigh differently (PP 35/2021 Art. 31); named as in the law library."""

    WORKDAY = "workday", _("Hari kerja")
    REST_DAY = "rest_day", _("Hari istirahat atau tanggal merah")
    SHORTEST_WORKDAY = "holiday_on_shortest_workday", _("Tanggal merah pada hari kerja terpendek")


class EvidenceKind(TextChoices):
    PAYSLIP = "payslip", _("Slip gaji")
    CONTRACT = "contract", _("Perjanjian kerja")
    PHK_NOTICE = "phk_notice", _("Surat PHK")
    BANK_STATEMENT = "bank_statement", _("Bukti transfer / rekening koran")
    ATTENDANCE = "attendance", _("Absensi / jadwal kerja")
    CHAT = "chat", _("Percakapan")
    IDENTITY = "identity", _("KTP / identitas")
    MANDATE = "mandate", _("Surat kuasa")
    MINUTES = "minutes", _("Notulen / berita acara")
    LETTER = "letter", _("Surat")
    OTHER = "other", _("Lainnya")


class GrantScope(TextChoices):
    HANDLE = "handle", _("Menangani")
    PACKAGE = "package", _("Melihat berkas yang diserahkan")
    RESPOND = "respond", _("Menjawab sebagai perusahaan")
