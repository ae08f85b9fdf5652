"""What a status means, said to the worker: a sentence, whose move it is, by when and why that date."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, CaseEvent, Claimant
from cases.vocabulary import Outcome, Status
from core import clock, dates
from workflows import meetings
from workflows.clocks import explain
from workflows.clocks.explain import Explained
from workflows.clocks.rules import Holder
from workflows.models import Escalation, Referral

S = Status

SENTENCES: dict[str, Any] = {
    S.SUBMITTED: gettext_lazy("Pengaduan Anda sudah kami terima dan sedang diperiksa."),
    S.AWAITING_COMPLETION: gettext_lazy("Kami perlu data tambahan dari Anda sebelum dapat melanjutkan."),
    S.UNDER_REVIEW: gettext_lazy("Pengaduan Anda sedang ditelaah oleh %(officer)s."),
    S.IN_BIPARTIT: gettext_lazy(
        "Anda atau serikat sedang berunding langsung dengan perusahaan (bipartit). Suratnya kami bantu siapkan."
    ),
    S.IN_CLARIFICATION: gettext_lazy("Perusahaan sedang kami mintai jawaban atas pengaduan Anda."),
    S.IN_MEDIATION: gettext_lazy(
        "Perkara Anda sedang dimediasi: %(mediator)s mempertemukan Anda dengan perusahaan untuk mencari kesepakatan."
    ),
    S.RECOMMENDED: gettext_lazy(
        "Mediator sudah menerbitkan anjuran: saran tertulis tentang apa yang harus dilakukan. Anda dan perusahaan menjawab setuju atau menolak."
    ),
    S.IN_SETTLEMENT: gettext_lazy(
        "Sudah ada perjanjian bersama: kesepakatan tertulis bahwa perusahaan membayar. Kami memantau sampai Anda menerima uangnya."
    ),
    S.IN_COURT: gettext_lazy(
        "Belum ada kesepakatan yang dijalankan. Jalannya sekarang lewat Pengadilan Hubungan Industrial (PHI). Berkasnya kami bantu siapkan."
    ),
    S.REFERRED: gettext_lazy("Perkara Anda kami teruskan ke %(receiver)s, yang berwenang. Kami tetap memantau."),
    S.ESCALATED: gettext_lazy("Berkas perkara Anda sudah kami serahkan ke Kementerian HAM."),
    S.MINISTRY_REVIEW: gettext_lazy("Kementerian HAM sedang menelaah perkara Anda."),
    S.MINISTRY_RECOMMENDED: gettext_lazy(
        "Kementerian HAM sudah memberi rekomendasi. Rekomendasi itu sedang ditindaklanjuti."
    ),
}  # fmt: skip

ENDINGS: dict[str, Any] = {
    Outcome.PAID_IN_FULL: gettext_lazy("Selesai: semua yang menjadi hak Anda sudah dibayar."),
    Outcome.AGREEMENT_FULFILLED: gettext_lazy("Selesai: semua yang dijanjikan dalam perjanjian bersama sudah dibayar."),
    Outcome.COURT_CONCLUDED: gettext_lazy("Selesai di pengadilan."),
    Outcome.NOT_PURSUED: gettext_lazy("Ditutup: Anda menyatakan tidak melanjutkan."),
    Outcome.REFERRAL_TAKEN_OVER: gettext_lazy("Perkara Anda kini ditangani %(receiver)s."),
    Outcome.NOT_COMPETENT: gettext_lazy("Ditutup: kantor ini tidak berwenang. Alasan dan tempat yang tepat ada di riwayat."),
    Outcome.ADVICE_GIVEN: gettext_lazy("Ditutup setelah Anda diberi nasihat. Isinya ada di riwayat."),
    Outcome.NO_LEGAL_CLAIM: gettext_lazy("Ditutup: kami tidak menemukan dasar hukum untuk menuntut. Alasannya ada di riwayat."),
    Outcome.MERGED: gettext_lazy("Perkara Anda digabung dengan perkara lain terhadap perusahaan yang sama."),
    Outcome.WITHDRAWN: gettext_lazy("Ditutup: pengaduan sudah Anda cabut."),
    Outcome.INACTIVE: gettext_lazy("Ditutup karena data yang diminta tidak datang. Anda dapat membukanya lagi kapan saja."),
    Outcome.MIXED: gettext_lazy("Selesai; hasilnya berbeda untuk tiap tuntutan."),
}  # fmt: skip


@dataclass(frozen=True)
class Awaited:
    """One thing that is waited for: what, by when, how the date was counted, and whether its day has passed."""

    says: str
    why: str
    is_late: bool
    due_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """Where a case stands, for one worker. `mine`: what they should do; `others`: what they wait for; `limits`:
    rights of theirs that lapse; `meetings`: where and when they are called."""

    sentence: str
    mine: list[Awaited] = field(default_factory=list)
    others: list[Awaited] = field(default_factory=list)
    limits: list[Awaited] = field(default_factory=list)
    meetings: list[str] = field(default_factory=list)
    is_open: bool = True


def standing(claimant: Claimant, events: Iterable[CaseEvent] | None = None) -> Standing:
    """Where the case of `claimant` stands, with the dates that concern them.

    events: all of the case, where they are at hand.
    """
    case = claimant.case
    if claimant.withdrawn_at:
        day = dates.written(timezone.localdate(claimant.withdrawn_at))
        return Standing(_("Pengaduan Anda dicabut pada %(day)s.") % {"day": day}, is_open=False)
    clocks = explain.of_claimant(case, claimant.pk, events)
    limits = [one for one in clocks if one.rule.warning]
    duties = [one for one in clocks if not one.rule.warning and one.clock != "meeting"]
    called = case.status != S.CLOSED and any(one.clock == "meeting" for one in clocks)
    mine = [one for one in duties if one.holder in (Holder.WORKER, Holder.BOTH)]
    return Standing(
        sentence=_sentence(case),
        mine=_awaited(mine),
        others=_awaited(one for one in duties if one not in mine),
        limits=_awaited(limits),
        meetings=[meetings.said(one) for one in meetings.next_of(claimant)] if called else [],
        is_open=case.status != S.CLOSED,
    )


def _awaited(clocks: Iterable[Explained]) -> list[Awaited]:
    """Each date once, though several companies have it."""
    today = clock.today()
    found = (
        Awaited(
            one.says,
            one.why,
            one.due_on is not None and one.due_on < today and not one.rule.lapses,
            one.due_on,
        )
        for one in clocks
    )
    return list(dict.fromkeys(found))


def _sentence(case: Case) -> str:
    words = ENDINGS.get(case.outcome) if case.status == S.CLOSED else SENTENCES.get(case.status)
    text = str(words or Status(case.status).label)
    if "%(" not in text:
        return text
    return text % {
        "officer": case.officer.name if case.officer else _("petugas kami"),
        "mediator": case.mediator.name if case.mediator else _("mediator"),
        "receiver": _receiver(case) if "%(receiver)s" in text else "",
    }


def _receiver(case: Case) -> str:
    handed = (model.objects.filter(case=case).order_by("-id") for model in (Referral, Escalation))
    names = (rows.values_list("office__name", flat=True).first() for rows in handed)
    return next((name for name in names if name), _("instansi lain"))
