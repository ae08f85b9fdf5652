"""The clocks of the law and of the office, as one table.

A rule says what starts and stops a clock, how long it runs, who holds it and which article says so. How the dates
are found in the history is in `fold.py`; the sentences that people read are put together in `explain.py`.

Lengths of statutory clocks are the law's; those with a `setting` may be changed by an office (`workflows/settings.py`).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.vocabulary import Status


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MINISTRY_DAYS = "ministry_days"  # working or calendar, as the office setting of that name says
    MONTHS = "months"
    YEARS = "years"
    DATE = "date"  # a date written in the fact itself


class ClockKind(StrEnum):
    STATUTORY = "statutory"
    SERVICE = "service"
    AGREEMENT = "agreement"
    MINISTRY = "ministry"


class Holder(StrEnum):
    """Whose move it is while the clock runs."""

    SATGAS = "satgas"
    MEDIATOR = "mediator"
    SUPERVISOR = "supervisor"
    WORKER = "worker"
    EMPLOYER = "employer"
    BOTH = "both"
    MINISTRY = "ministry"
    RECEIVER = "receiver"
    PAYER = "payer"
    BODY = "body"


HOLDER_LABELS: dict[str, Any] = {
    Holder.SATGAS: _("Satgas"),
    Holder.MEDIATOR: _("Mediator"),
    Holder.SUPERVISOR: _("Penyelia"),
    Holder.WORKER: _("Pekerja"),
    Holder.EMPLOYER: _("Perusahaan"),
    Holder.BOTH: _("Pekerja dan perusahaan"),
    Holder.MINISTRY: _("Kementerian HAM"),
    Holder.RECEIVER: _("Instansi penerima"),
    Holder.PAYER: _("Pihak yang berjanji membayar"),
    Holder.BODY: _("Pihak yang diberi rekomendasi"),
}


class Per(StrEnum):
    """What one clock is counted for."""

    CASE = "case"
    CLAIMANT = "claimant"
    RESPONDENT = "respondent"
    RECIPIENT = "recipient"
    APPROVAL = "approval"
    MEETING = "meeting"
    AGREEMENT = "agreement"
    INSTALMENT = "instalment"
    REFERRAL = "referral"
    ESCALATION = "escalation"


PAUSED_BY_COMPLETION = (Status.AWAITING_COMPLETION,)


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """One row of the table of clocks.

    label: what is waited for. says: a sentence for the worker, with %(due)s. since: what the start day is, to follow
    "sejak"; `says_for` and `since_for` say it otherwise for one holder. starts, stops: event kinds.
    pauses: statuses in which it stands still. warning: a right of the worker that lapses, nobody's duty; it binds no
    action. lapses: when its day has passed nobody is late (silence counts as an answer, or a right has ended), so it
    goes no further up than the officer. in_queue: whether it says whose move the case is. outlives: runs on when the
    case is closed. holds_case: while it runs the case is not handed over whole and does not lapse.
    alarm_day: one more warning, on that counted day. version: raised when anything that moves a date is changed.
    """

    name: str
    label: Any
    says: Any
    since: Any
    holder: Holder
    per: Per
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    length: int | None
    unit: Unit
    kind: ClockKind
    source: Any
    says_for: dict[str, Any] = field(default_factory=dict)
    since_for: dict[str, Any] = field(default_factory=dict)
    pauses: tuple[Status, ...] = ()
    setting: str = ""
    warning: bool = False
    lapses: bool = False
    in_queue: bool = True
    outlives: bool = False
    holds_case: bool = False
    alarm_day: int | None = None
    version: int = 1


OFFICE_RULE = _("Standar layanan kantor; tidak diatur undang-undang")
SP4N = _("Standar layanan, seperti SP4N-LAPOR!")

_TABLE = (
    # --- intake and review -------------------------------------------------------------------------------
    ClockRule(
        name="verify_intake", label=_("Pemeriksaan pengaduan"),
        says=_("Kami memeriksa pengaduan Anda paling lambat %(due)s."), since=_("pengaduan diterima"),
        holder=Holder.SATGAS, per=Per.CASE, starts=("case.submitted",),
        stops=("case.accepted", "case.declined", "case.merged", "referral.sent"),
        length=3, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=SP4N,
        pauses=PAUSED_BY_COMPLETION, setting="verify_intake_days",
    ),
    ClockRule(
        name="assignment", label=_("Jawaban petugas atas penugasan"),
        says=_("Petugas yang akan menangani perkara Anda ditetapkan paling lambat %(due)s."),
        since=_("perkara ditawarkan kepada petugas"),
        holder=Holder.SATGAS, per=Per.CASE, starts=("case.accepted", "case.assignment_offered"),
        stops=("case.assigned", "case.assignment_declined", "case.assignment_offered", "case.officer_left"),
        length=2, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, setting="assignment_days",
    ),
    ClockRule(
        name="assignment_decision", label=_("Penyelia menetapkan petugas"),
        says=_("Penyelia menetapkan petugas perkara Anda paling lambat %(due)s."),
        since=_("petugas tidak dapat menangani perkara"),
        holder=Holder.SUPERVISOR, per=Per.CASE,
        starts=("case.assignment_declined", "case.officer_left", "case.mediator_left"),
        stops=("case.assigned", "case.assignment_offered", "case.mediator_changed", "case.agreement_recorded",
               "case.risalah_issued"),
        length=1, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE,
        setting="assignment_decision_days",
    ),
    ClockRule(
        name="complete_file", label=_("Kelengkapan dari pekerja"),
        says=_("Mohon kirim data tambahan paling lambat %(due)s."), since=_("permintaan kelengkapan disampaikan"),
        holder=Holder.WORKER, per=Per.CASE, starts=("case.completion_requested",), stops=("case.completed",),
        length=10, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, setting="complete_file_days",
    ),
    ClockRule(
        name="registration_completion", label=_("Bukti perundingan bipartit"),
        says=_("Mohon kirim bukti bahwa Anda sudah berunding dengan perusahaan (bipartit), paling lambat %(due)s."),
        since=_("berkas dikembalikan untuk dilengkapi"),
        holder=Holder.WORKER, per=Per.CASE, starts=("case.completion_requested",), stops=("case.completed",),
        length=7, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY, source=_("UU 2/2004 Pasal 4 ayat (2)"),
    ),
    ClockRule(
        name="review", label=_("Telaah Satgas"),
        says=_("Petugas menelaah dan menentukan langkah berikutnya paling lambat %(due)s."),
        since=_("perkara masuk telaah"),
        holder=Holder.SATGAS, per=Per.CASE,
        starts=("case.accepted", "case.bipartit_ended", "case.clarification_concluded", "case.settlement_left",
                "referral.reported", "referral.returned", "escalation.returned", "escalation.followed_up",
                "escalation.concluded", "case.reopened"),
        stops=("case.bipartit_started", "case.clarification_opened", "case.mediation_opened",
               "case.agreement_recorded", "referral.sent", "escalation.handed_over", "case.declined", "case.merged"),
        length=5, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=SP4N,
        pauses=PAUSED_BY_COMPLETION, setting="review_days",
    ),
    ClockRule(
        name="countersign", label=_("Persetujuan penyelia"),
        says=_("Penyelia memutuskan usul petugas paling lambat %(due)s."), since=_("persetujuan diminta"),
        holder=Holder.SUPERVISOR, per=Per.APPROVAL, starts=("approval.asked",),
        stops=("approval.given", "approval.refused"),
        length=2, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, setting="countersign_days",
    ),
    ClockRule(
        name="safety_contact", label=_("Petugas berbicara dengan pekerja yang terancam"),
        says=_("Petugas menghubungi Anda paling lambat %(due)s."), since=_("laporan ancaman diterima"),
        holder=Holder.SATGAS, per=Per.CLAIMANT, starts=("case.retaliation_reported",),
        stops=("case.safety_contact_made",),
        length=1, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, outlives=True,
    ),
    ClockRule(
        name="withdrawal_takeback", label=_("Hak membatalkan pencabutan"),
        says=_("Anda dapat membatalkan pencabutan sampai %(due)s."), since=_("pencabutan diminta"),
        holder=Holder.WORKER, per=Per.CLAIMANT, starts=("case.withdrawal_asked",),
        stops=("case.withdrawal_taken_back", "case.withdrawal_confirmed"),
        length=3, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, lapses=True, in_queue=False,
    ),
    ClockRule(
        name="withdrawal_confirmation", label=_("Memastikan pencabutan tanpa perusahaan"),
        says=_("Petugas memastikan pencabutan dengan Anda paling lambat %(due)s."),
        since=_("waktu membatalkan berakhir"),
        holder=Holder.SATGAS, per=Per.CLAIMANT, starts=("case.withdrawal_asked",),
        stops=("case.withdrawal_taken_back", "case.withdrawal_confirmed"),
        length=2, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE,
        setting="withdrawal_confirmation_days",
    ),
    ClockRule(
        name="phk_refusal", label=_("Surat penolakan PHK"),
        says=_("Bila Anda menolak PHK, serahkan surat penolakan paling lambat %(due)s."),
        since=_("surat pemberitahuan PHK Anda terima"),
        holder=Holder.WORKER, per=Per.CLAIMANT, starts=("case.submitted",),
        stops=("case.phk_refused", "case.bipartit_started", "case.dispute_registered", "case.agreement_recorded"),
        length=7, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY, source=_("PP 35/2021 Pasal 39 ayat (1)"),
        warning=True, lapses=True, in_queue=False,
    ),
    # --- towards a solution ------------------------------------------------------------------------------
    ClockRule(
        name="summons_proof", label=_("Bukti panggilan sampai"),
        says=_("Petugas memastikan panggilan sampai ke perusahaan paling lambat %(due)s."),
        since=_("klarifikasi dibuka"),
        holder=Holder.SATGAS, per=Per.RESPONDENT, starts=("case.clarification_opened",),
        stops=("case.summons_served", "case.answer_recorded", "case.clarification_concluded"),
        length=5, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, setting="summons_proof_days",
    ),
    ClockRule(
        name="employer_answer", label=_("Jawaban perusahaan"),
        says=_("Perusahaan diminta menjawab paling lambat %(due)s."), since=_("panggilan terbukti diterima perusahaan"),
        holder=Holder.EMPLOYER, per=Per.RESPONDENT, starts=("case.clarification_opened", "case.summons_served"),
        stops=("case.answer_recorded", "case.clarification_concluded"),
        length=7, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, setting="employer_answer_days",
    ),
    ClockRule(
        name="bipartit_watch", label=_("Bukti permintaan bipartit diterima"),
        says=_("Petugas memastikan surat permintaan berunding diterima paling lambat %(due)s."),
        since=_("permintaan berunding dibuat"),
        holder=Holder.SATGAS, per=Per.CASE, starts=("case.bipartit_started",),
        stops=("case.bipartit_noted", "case.bipartit_ended", "case.agreement_recorded"),
        length=10, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, setting="bipartit_watch_days",
    ),
    ClockRule(
        name="bipartit", label=_("Perundingan bipartit"),
        says=_("Perundingan dengan perusahaan diselesaikan paling lambat %(due)s."),
        since=_("perundingan dimulai"),
        holder=Holder.BOTH, per=Per.CASE, starts=("case.bipartit_started", "case.bipartit_noted"),
        stops=("case.bipartit_ended", "case.agreement_recorded"),
        length=30, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY, source=_("UU 2/2004 Pasal 3 ayat (2)"),
        holds_case=True,
    ),
    ClockRule(
        name="forum_choice", label=_("Memilih konsiliasi atau arbitrase"),
        says=_("Anda dan perusahaan boleh memilih penengah lain (konsiliasi atau arbitrase) sampai %(due)s. Bila tidak memilih, mediator yang menangani."),
        since=_("perselisihan dicatatkan"),
        holder=Holder.BOTH, per=Per.CASE, starts=("case.dispute_registered",),
        stops=("case.forum_chosen", "case.mediation_opened", "case.agreement_recorded"),
        length=7, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY, source=_("UU 2/2004 Pasal 4 ayat (4)"),
        lapses=True, holds_case=True,
    ),
    ClockRule(
        name="first_session", label=_("Sidang mediasi pertama"),
        says=_("Sidang mediasi pertama paling lambat %(due)s."), since=_("mediator menerima pelimpahan"),
        holder=Holder.MEDIATOR, per=Per.CASE, starts=("case.mediation_opened",),
        stops=("case.session_held", "case.recommendation_issued", "case.agreement_recorded", "case.risalah_issued"),
        length=7, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY, source=_("UU 2/2004 Pasal 10"), holds_case=True,
    ),
    ClockRule(
        name="meeting", label=_("Pertemuan yang direncanakan"),
        says=_("Pertemuan berikutnya %(due)s."), since=_("pertemuan direncanakan"),
        holder=Holder.SATGAS, per=Per.MEETING, starts=("meeting.planned",),
        stops=("meeting.held", "meeting.cancelled", "case.session_held"),
        length=None, unit=Unit.DATE, kind=ClockKind.SERVICE, source=_("Tanggal dalam surat panggilan"),
    ),
    ClockRule(
        name="recommendation", label=_("Anjuran disampaikan kepada semua pihak"),
        says=_("Mediator menyampaikan anjuran (saran tertulis) kepada Anda paling lambat %(due)s."),
        since=_("sidang mediasi pertama"),
        holder=Holder.MEDIATOR, per=Per.CASE, starts=("case.session_held",),
        stops=("case.served", "case.agreement_recorded", "case.risalah_issued"),
        length=10, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY, source=_("UU 2/2004 Pasal 13 ayat (2) huruf b"),
        holds_case=True,
    ),
    ClockRule(
        name="replies", label=_("Jawaban atas anjuran"),
        says=_("Jawab anjuran, setuju atau tidak, paling lambat %(due)s. Bila tidak dijawab, dianggap menolak."),
        says_for={
            Holder.EMPLOYER: _("Perusahaan menjawab anjuran, setuju atau tidak, paling lambat %(due)s. Bila tidak dijawab, dianggap menolak."),
        },
        since=_("anjuran Anda terima"), since_for={Holder.EMPLOYER: _("anjuran diterima perusahaan")},
        holder=Holder.WORKER, per=Per.RECIPIENT, starts=("case.served",),
        stops=("case.reply_recorded", "case.agreement_recorded", "case.risalah_issued"),
        length=10, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY, source=_("UU 2/2004 Pasal 13 ayat (2) huruf c"),
        lapses=True, holds_case=True,
    ),
    ClockRule(
        name="agreement_drafting", label=_("Penyusunan perjanjian bersama"),
        says=_("Mediator membantu membuat perjanjian bersama paling lambat %(due)s."),
        since=_("anjuran disetujui semua pihak"),
        holder=Holder.MEDIATOR, per=Per.CASE, starts=("case.reply_recorded",),
        stops=("case.agreement_recorded", "case.risalah_issued"),
        length=3, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY, source=_("UU 2/2004 Pasal 13 ayat (2) huruf e"),
        holds_case=True,
    ),
    ClockRule(
        name="mediation_total", label=_("Seluruh tugas mediator"),
        says=_("Mediator menyelesaikan tugasnya paling lambat %(due)s."), since=_("mediator menerima pelimpahan"),
        holder=Holder.MEDIATOR, per=Per.CASE, starts=("case.mediation_opened",),
        stops=("case.agreement_recorded", "case.risalah_issued"),
        length=30, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY,
        source=_("UU 2/2004 Pasal 15; Permenakertrans 17/2014"), holds_case=True,
    ),
    ClockRule(
        name="court_limit", label=_("Batas menggugat PHK ke PHI"),
        says=_("Gugatan tentang PHK diajukan ke Pengadilan Hubungan Industrial (PHI) paling lambat %(due)s. Tuntutan upah tidak punya batas waktu."),
        since=_("mediasi tidak mencapai kesepakatan"),
        holder=Holder.WORKER, per=Per.CLAIMANT, starts=("case.reply_recorded", "case.served", "case.risalah_issued"),
        stops=("case.suit_filed", "case.agreement_recorded", "case.court_ended"),
        length=1, unit=Unit.YEARS, kind=ClockKind.STATUTORY,
        source=_("UU 2/2004 Pasal 82 menurut Putusan MK 132/PUU-XXIII/2025"), warning=True, lapses=True,
    ),
    ClockRule(
        name="cassation", label=_("Kasasi ke Mahkamah Agung"),
        says=_("Bila tidak setuju dengan putusan, ajukan kasasi ke Mahkamah Agung paling lambat %(due)s."), since=_("putusan dibacakan atau diberitahukan"),
        holder=Holder.BOTH, per=Per.CASE, starts=("case.ruling_recorded",),
        stops=("case.cassation_filed", "case.ruling_recorded", "case.agreement_recorded", "case.court_ended"),
        length=14, unit=Unit.WORKING_DAYS, kind=ClockKind.STATUTORY, source=_("UU 2/2004 Pasal 110"),
        warning=True, lapses=True,
    ),
    ClockRule(
        name="jkp_claim", label=_("Klaim Jaminan Kehilangan Pekerjaan"),
        says=_("Klaim Jaminan Kehilangan Pekerjaan (JKP) ke BPJS Ketenagakerjaan paling lambat %(due)s."),
        since=_("hari kerja terakhir"),
        holder=Holder.WORKER, per=Per.CLAIMANT, starts=("case.submitted",), stops=("case.jkp_claimed",),
        length=6, unit=Unit.MONTHS, kind=ClockKind.STATUTORY, source=_("PP 37/2021 Pasal 40 jo. PP 6/2025"),
        warning=True, lapses=True, in_queue=False,
    ),
    ClockRule(
        name="court_watch", label=_("Pemantauan perkara di pengadilan"),
        says=_("Petugas menanyakan perkembangan di pengadilan paling lambat %(due)s."),
        since=_("perkembangan terakhir dicatat"),
        holder=Holder.SATGAS, per=Per.CASE,
        starts=("case.risalah_issued", "case.execution_requested", "case.suit_filed", "case.ruling_recorded"),
        stops=("case.agreement_recorded", "case.court_ended"),
        length=20, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, setting="court_watch_days",
    ),
    # --- money -------------------------------------------------------------------------------------------
    ClockRule(
        name="pb_registration", label=_("Pendaftaran perjanjian bersama ke PHI"),
        says=_("Perjanjian bersama didaftarkan ke pengadilan (PHI) paling lambat %(due)s, agar pengadilan dapat memaksa bila dilanggar."),
        since=_("perjanjian bersama ditandatangani"),
        holder=Holder.BOTH, per=Per.AGREEMENT, starts=("case.agreement_recorded",),
        stops=("case.agreement_registered",),
        length=5, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE,
        source=_("Standar layanan kantor; wajib didaftarkan (UU 2/2004 Pasal 7 dan 13) tanpa batas waktu"),
        setting="pb_registration_days", outlives=True,
    ),
    ClockRule(
        name="instalment", label=_("Pembayaran yang dijanjikan"),
        says=_("Perusahaan berjanji membayar paling lambat %(due)s."), since=_("janji dibuat"),
        holder=Holder.PAYER, per=Per.INSTALMENT, starts=("case.agreement_recorded", "case.commitment_recorded"),
        stops=("payment.confirmed", "case.breach_recorded"),
        length=None, unit=Unit.DATE, kind=ClockKind.AGREEMENT, source=_("Perjanjian bersama atau berita acara"),
        outlives=True,
    ),
    # --- to others ---------------------------------------------------------------------------------------
    ClockRule(
        name="referral_acceptance", label=_("Instansi menerima pelimpahan"),
        says=_("Instansi penerima menjawab paling lambat %(due)s."), since=_("berkas dilimpahkan"),
        holder=Holder.RECEIVER, per=Per.REFERRAL, starts=("referral.sent",),
        stops=("referral.accepted", "referral.returned", "referral.reported", "referral.taken_over"),
        length=5, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE,
        setting="referral_acceptance_days",
    ),
    ClockRule(
        name="referral_result", label=_("Hasil dari instansi penerima"),
        says=_("Instansi penerima menyampaikan hasil paling lambat %(due)s."), since=_("pelimpahan diterima instansi"),
        holder=Holder.RECEIVER, per=Per.REFERRAL, starts=("referral.accepted",),
        stops=("referral.reported", "referral.returned", "referral.taken_over"),
        length=60, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE,
        source=_("Standar layanan kantor; batas bagi pengawas tidak ditemukan dalam peraturan"),
        setting="referral_result_days",
    ),
    ClockRule(
        name="escalation_request", label=_("Jawaban atas permintaan eskalasi"),
        says=_("Satgas menjawab permintaan Anda paling lambat %(due)s."), since=_("permintaan eskalasi diterima"),
        holder=Holder.SATGAS, per=Per.CASE, starts=("escalation.requested",),
        stops=("escalation.request_answered", "escalation.handed_over"),
        length=5, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE,
        setting="escalation_request_days",
    ),
    ClockRule(
        name="ministry_admin_check", label=_("Pemeriksaan administrasi Kementerian"),
        says=_("Kementerian memeriksa kelengkapan berkas paling lambat %(due)s."), since=_("berkas diserahkan"),
        holder=Holder.MINISTRY, per=Per.ESCALATION, starts=("escalation.handed_over", "escalation.supplemented"),
        stops=("escalation.acknowledged", "escalation.asked_back", "escalation.returned", "escalation.recalled",
               "escalation.concluded"),
        length=5, unit=Unit.MINISTRY_DAYS, kind=ClockKind.MINISTRY, source=_("Permenkumham 23/2022 Pasal 13"),
        setting="ministry_admin_check_days",
    ),
    ClockRule(
        name="ministry_completion", label=_("Melengkapi berkas untuk Kementerian"),
        says=_("Satgas melengkapi berkas untuk Kementerian paling lambat %(due)s. Bila lewat, Kementerian menganggap laporannya dicabut."),
        since=_("permintaan melengkapi diterima"),
        holder=Holder.SATGAS, per=Per.ESCALATION, starts=("escalation.asked_back",),
        stops=("escalation.supplemented", "escalation.returned", "escalation.recalled", "escalation.concluded"),
        length=10, unit=Unit.MINISTRY_DAYS, kind=ClockKind.MINISTRY, source=_("Permenkumham 23/2022 Pasal 13"),
        setting="ministry_completion_days", alarm_day=3,
    ),
    ClockRule(
        name="ministry_substance", label=_("Pemeriksaan substansi Kementerian"),
        says=_("Kementerian memeriksa isi perkara paling lambat %(due)s."), since=_("berkas lengkap"),
        holder=Holder.MINISTRY, per=Per.ESCALATION, starts=("escalation.acknowledged", "escalation.supplemented"),
        stops=("escalation.recommended", "escalation.concluded", "escalation.returned", "escalation.asked_back",
               "escalation.recalled"),
        length=5, unit=Unit.MINISTRY_DAYS, kind=ClockKind.MINISTRY, source=_("Permenkumham 23/2022 Pasal 14"),
        setting="ministry_substance_days",
    ),
    ClockRule(
        name="recommendation_followup", label=_("Tindak lanjut rekomendasi Kementerian"),
        says=_("Rekomendasi Kementerian ditindaklanjuti paling lambat %(due)s."), since=_("rekomendasi terbit"),
        holder=Holder.BODY, per=Per.ESCALATION, starts=("escalation.recommended",),
        stops=("escalation.followed_up", "escalation.concluded", "escalation.returned", "escalation.recalled"),
        length=None, unit=Unit.DATE, kind=ClockKind.MINISTRY, source=_("Tanggal dalam rekomendasi Kementerian"),
    ),
    # --- nobody is left without a next move --------------------------------------------------------------
    ClockRule(
        name="next_step", label=_("Menentukan langkah berikutnya"),
        says=_("Petugas menentukan langkah berikutnya paling lambat %(due)s."), since=_("langkah terakhir selesai"),
        holder=Holder.SATGAS, per=Per.CASE, starts=(), stops=(),
        length=5, unit=Unit.WORKING_DAYS, kind=ClockKind.SERVICE, source=OFFICE_RULE, setting="next_step_days",
    ),
)  # fmt: skip

RULES: dict[str, ClockRule] = {rule.name: rule for rule in _TABLE}

_MEDIATION = frozenset(
    {"first_session", "recommendation", "replies", "agreement_drafting", "mediation_total"}
)
_MINISTRY = frozenset(
    {"ministry_admin_check", "ministry_completion", "ministry_substance", "recommendation_followup"}
)

CARRIERS: dict[str, frozenset[str]] = {
    Status.SUBMITTED: frozenset({"verify_intake"}),
    Status.AWAITING_COMPLETION: frozenset({"complete_file", "registration_completion"}),
    Status.UNDER_REVIEW: frozenset({"review"}),
    Status.IN_BIPARTIT: frozenset({"bipartit", "bipartit_watch"}),
    Status.IN_CLARIFICATION: frozenset({"summons_proof", "employer_answer"}),
    Status.IN_MEDIATION: _MEDIATION,
    Status.RECOMMENDED: _MEDIATION,
    Status.IN_SETTLEMENT: frozenset({"pb_registration", "instalment"}),
    Status.IN_COURT: frozenset({"court_watch"}),
    Status.REFERRED: frozenset({"referral_acceptance", "referral_result"}),
    Status.ESCALATED: _MINISTRY,
    Status.MINISTRY_REVIEW: _MINISTRY,
    Status.MINISTRY_RECOMMENDED: _MINISTRY,
    Status.CLOSED: frozenset(),
}
"""The clocks that carry a case on in each status. Where none of them runs, `next_step` does: nobody waits unseen."""

STATUTORY: frozenset[str] = frozenset(rule.name for rule in _TABLE if rule.holds_case)
"""While one of these is open the whole case is not handed over and does not lapse: nothing suspends the law.

The worker's own dates (phk_refusal, court_limit, cassation, jkp_claim) only warn. registration_completion is not here
either: that it passed without proof of bipartit is what a file is closed for (Art. 4(2)).
"""

LAPSING: frozenset[str] = frozenset(rule.name for rule in _TABLE if rule.lapses)
"""Clocks after whose day nothing is waited for: silence was an answer, or a right has ended."""

PUBLIC: tuple[str, ...] = ("bipartit", "court_limit", "jkp_claim", "phk_refusal", "replies", "cassation")
"""Rules that anyone may compute from a date, without a case."""
