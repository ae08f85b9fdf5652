"""Registration, choice of forum and mediation (UU 2/2004 Arts. 4, 8-16)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.principals import Kind
from cases.lineage import past, shared
from cases.models import Case, CaseEvent, Document, ServiceRecord
from cases.vocabulary import Nature, Status
from ledger import balance
from ledger.models import AmountKind
from workflows import meetings
from workflows import params as ask
from workflows.actions.checks import all_of, not_in_future
from workflows.actions.lineage import split_off
from workflows.actions.papers import document
from workflows.guards import done_by_the_labour_office
from workflows.people import acted_for
from workflows.table import (
    MEDIATOR,
    OFFICER,
    WORKER,
    Action,
    Move,
    Section,
    Who,
)

S = Status
registers = done_by_the_labour_office(*OFFICER)
mediates = done_by_the_labour_office(*MEDIATOR)


class Forum(TextChoices):
    MEDIASI = "mediasi", _("Mediasi")
    KONSILIASI = "konsiliasi", _("Konsiliasi")
    ARBITRASE = "arbitrase", _("Arbitrase")


# Art. 4(5)-(6): a dispute of rights goes to mediation only.
FORUMS_OF = {
    Nature.HAK: {Forum.MEDIASI},
    Nature.NORM: {Forum.MEDIASI},
    Nature.PHK: {Forum.MEDIASI, Forum.KONSILIASI},
    Nature.KEPENTINGAN: set(Forum),
    Nature.ANTAR_SP: set(Forum),
}


def bipartit_was_tried(facts, by):
    if not facts.happened("case.bipartit_ended"):
        return _("Bukti perundingan bipartit belum ada (Pasal 4 ayat 1 UU 2/2004).")


def not_registered_yet(facts, by):
    if facts.happened_since("case.dispute_registered", "case.reopened"):
        return _("Perselisihan sudah dicatatkan.")


@dataclass(frozen=True, kw_only=True)
class Registration:
    on: date = ask.day(_("Tanggal pencatatan"))
    number: str = ask.text(_("Nomor pencatatan"), max_length=80)
    natures: list = ask.choice(
        _("Jenis perselisihan"), [(n.value, n.label) for n in Nature if n != Nature.NORM], many=True
    )


def register_dispute(move: Move):
    document(
        move,
        Document.Kind.OTHER,
        dated=move.params.on,
        number=move.params.number,
        title=_("Pencatatan perselisihan"),
    )
    return {"on": move.params.on, "natures": sorted(move.params.natures)}


def dispute_registered(facts, by):
    if not facts.happened("case.dispute_registered"):
        return _("Perselisihan belum dicatatkan.")


@dataclass(frozen=True, kw_only=True)
class ForumChoice:
    forum: str = ask.choice(_("Pilihan para pihak"), Forum)
    on: date = ask.day(_("Tanggal"))


def check_forum(facts, params, by):
    allowed = (
        set.intersection(*(FORUMS_OF[nature] for nature in facts.natures)) if facts.natures else set(Forum)
    )
    if params.forum not in allowed:
        return {
            "forum": _("Jenis perselisihan ini tidak dapat lewat jalur itu (Pasal 4 ayat 5 dan 6 UU 2/2004).")
        }
    return {}


def choose_forum(move: Move):
    return {"forum": move.params.forum, "on": move.params.on}


def forum_choice_passed(facts, by):
    """The clock ends when all have chosen (or one who speaks for all), or when its days are over."""
    if facts.runs("forum_choice"):
        return _("Para pihak masih punya waktu memilih konsiliasi atau arbitrase (7 hari kerja).")


def forums_of(case: Case) -> dict[int, str]:
    """What each worker of the case chose last, since the dispute was registered."""
    here = set(case.claimants.filter(withdrawn_at=None).values_list("pk", flat=True))
    chosen: dict[int, str] = {}
    events = CaseEvent.objects.filter(
        past(case, joined=False), kind__in=("case.dispute_registered", "case.forum_chosen")
    )
    for event in events.order_by("at", "pk"):
        if event.kind == "case.dispute_registered":
            chosen = {}
        else:
            chosen |= dict.fromkeys(here & set(event.facts.get("claimants", here)), event.facts["forum"])
    return chosen


def no_other_forum_was_chosen(facts, by):
    """A dispute that was given to a conciliator or an arbiter is not the mediator's (Art. 4(4))."""
    if not facts.happened("case.forum_chosen"):
        return None
    elsewhere = [forum for forum in forums_of(facts.case).values() if forum != Forum.MEDIASI]
    if elsewhere:
        return _(
            "Pekerja yang memilih %(forum)s: %(count)s. Pisahkan mereka, atau catat pilihan jalur lagi bila mereka berubah pikiran."
        ) % {"forum": Forum(elsewhere[0]).label, "count": len(elsewhere)}


def everyone_agreed_to_be_named(facts, by):
    if not facts.all_agreed_to_be_named:
        return _("Dalam mediasi nama disebut. Catat dahulu persetujuan setiap pekerja.")


@dataclass(frozen=True, kw_only=True)
class Mediation:
    handed_over_on: date = ask.day(_("Berkas diterima mediator tanggal"))
    no_conflict: bool = ask.boolean(_("Saya tidak punya hubungan dengan pihak mana pun dalam perkara ini"))


def check_mediation(facts, params, by):
    if not params.no_conflict:
        return {"no_conflict": _("Mediator yang punya hubungan dengan salah satu pihak harus digantikan.")}
    return {}


def open_mediation(move: Move):
    move.case.mediator_id = move.by.id
    return {"handed_over_on": move.params.handed_over_on, "mediator": move.by.id}


@dataclass(frozen=True, kw_only=True)
class MediationSession:
    on: date = ask.day(_("Tanggal sidang"))
    worker_came: bool = ask.boolean(_("Pekerja atau kuasanya hadir"))
    employer_came: bool = ask.boolean(_("Perusahaan atau kuasanya hadir"))
    summons_received_on: date | None = ask.day(_("Panggilan diterima perusahaan tanggal"), required=False)
    minutes: str = ask.text(_("Nomor berita acara"), required=False, max_length=80)


def check_session(facts, params, by):
    """Who was not called did not stay away."""
    called = params.summons_received_on or facts.happened_since(
        "case.summons_served", "case.mediation_opened"
    )
    if not params.employer_came and not called:
        return {
            "summons_received_on": _(
                "Perusahaan tidak hadir. Tulis kapan panggilan diterima, atau catat panggilannya lebih dahulu."
            )
        }
    return {}


def hold_session(move: Move):
    given = move.params
    earlier = move.facts.events.get("case.session_held")
    number = earlier.count + 1 if earlier else 1
    meeting = meetings.take_place(move.case, given.on)
    document(
        move,
        Document.Kind.MINUTES,
        dated=given.on,
        number=given.minutes,
        title=_("Berita acara sidang mediasi"),
    )
    return {
        "on": given.on,
        "number": number,
        "worker_came": given.worker_came,
        "employer_came": given.employer_came,
        **({"meeting": meeting} if meeting else {}),
    }


def a_session_was_held(facts, by):
    if not facts.happened_since("case.session_held", "case.mediation_opened"):
        return _("Sidang mediasi belum pernah diadakan.")


@dataclass(frozen=True, kw_only=True)
class Anjuran:
    number: str = ask.text(_("Nomor anjuran"), max_length=80)
    on: date = ask.day(_("Tanggal anjuran"))
    recommended: dict = ask.amounts(_("Jumlah yang dianjurkan"), required=False, of="due")
    evidence: int | None = ask.evidence(_("Berkas anjuran"), required=False)


def issue_recommendation(move: Move):
    given = move.params
    paper = document(move, Document.Kind.ANJURAN, dated=given.on, number=given.number, title=_("Anjuran"),
                     evidence=given.evidence)  # fmt: skip
    if given.recommended:
        balance.post(move.case, AmountKind.RECOMMENDED, given.recommended, event_seq=move.seq)
    return {"on": given.on, "document": paper.pk, "recommended": sum(given.recommended.values())}


@dataclass(frozen=True, kw_only=True)
class Service:
    received_on: date = ask.day(_("Diterima tanggal"))
    means: str = ask.choice(_("Cara penyerahan"), ServiceRecord.Means)
    parties: list = ask.party(_("Perusahaan yang menerima"), required=False, many=True)
    claimants: list = ask.claimants(_("Pekerja yang menerima"), required=False)
    every_claimant: bool = ask.boolean(_("Semua pekerja"))
    proof: int | None = ask.evidence(_("Bukti penerimaan"), required=False)


def check_service(facts, params, by):
    if not (params.parties or params.claimants or params.every_claimant):
        return {"parties": _("Pilih siapa yang menerima.")}
    return {}


def serve(move: Move):
    given = move.params
    paper = Document.objects.filter(shared(move.case), kind=Document.Kind.ANJURAN).order_by("at", "pk").last()
    people = []
    if given.claimants or given.every_claimant:
        people = [person.pk for person in acted_for(move, given.claimants)]
    rows = [{"party_id": pk} for pk in given.parties] + [{"claimant_id": pk} for pk in people]
    ServiceRecord.objects.bulk_create(
        ServiceRecord(
            case_id=move.case.pk, document=paper, means=given.means, received_on=given.received_on,
            proof_id=given.proof, **row,
        )
        for row in rows
    )  # fmt: skip
    recipients = [f"party:{pk}" for pk in given.parties] + [f"claimant:{pk}" for pk in people]
    return {
        "document": paper.pk if paper else None,
        "means": given.means,
        "recipients": dict.fromkeys(recipients, given.received_on),
    }


class Reply(TextChoices):
    AGREES = "agrees", _("Setuju")
    REFUSES = "refuses", _("Menolak")


@dataclass(frozen=True, kw_only=True)
class ReplyGiven:
    answer: str = ask.choice(_("Jawaban atas anjuran"), Reply)
    on: date = ask.day(_("Tanggal jawaban"))
    party: int | None = ask.party(_("Jawaban perusahaan"), required=False)
    claimants: list = ask.claimants(_("Jawaban pekerja"), required=False)


def check_reply(facts, params, by):
    if by.kind in (Kind.OFFICER, Kind.API) and not by.on_behalf_of and not (params.party or params.claimants):
        return {"claimants": _("Pilih siapa yang menjawab.")}
    if params.party and (by.kind in (Kind.CLAIMANT, Kind.REPRESENTATIVE) or by.on_behalf_of):
        return {"party": _("Pekerja menjawab hanya untuk dirinya sendiri.")}
    return {}


def record_reply(move: Move):
    given = move.params
    if given.party:
        who = [f"party:{given.party}"]
    else:
        who = [f"claimant:{person.pk}" for person in acted_for(move, given.claimants)]
    return {"on": given.on, "recipients": dict.fromkeys(who, given.answer)}


def replies_of(case: Case) -> dict[str, str]:
    """The last reply of each recipient to the latest anjuran; who is absent was silent, which is a refusal."""
    replies: dict[str, str] = {}
    events = CaseEvent.objects.filter(
        past(case, joined=False), kind__in=("case.recommendation_issued", "case.reply_recorded")
    )
    for event in events.order_by("at", "pk"):
        if event.kind == "case.recommendation_issued":
            replies = {}
        else:
            replies |= event.facts["recipients"]
    return replies


def replies_are_in(facts, by):
    if facts.runs("replies"):
        return _("Masih ada yang punya waktu menjawab anjuran (10 hari kerja sejak diterima).")


def _agreeing(case: Case) -> list[int]:
    """Claimants of the case who, like their employer, agreed to the anjuran."""
    replies = replies_of(case)
    employer_agrees = any(who.startswith("party:") and said == Reply.AGREES for who, said in replies.items())
    said_yes = [
        int(who.partition(":")[2])
        for who, said in replies.items()
        if who.startswith("claimant:") and said == Reply.AGREES
    ]
    here = case.claimants.filter(withdrawn_at=None, pk__in=said_yes).order_by("number")
    return list(here.values_list("pk", flat=True)) if employer_agrees else []


@dataclass(frozen=True, kw_only=True)
class Risalah:
    on: date = ask.day(_("Tanggal risalah"))
    number: str = ask.text(_("Nomor risalah"), max_length=80)
    evidence: int | None = ask.evidence(_("Berkas risalah"), required=False)


def check_risalah(facts, params, by):
    if facts.workers and len(_agreeing(facts.case)) >= facts.workers:
        return {"on": _("Semua pihak setuju dengan anjuran. Catat perjanjian bersama, bukan risalah.")}
    return {}


def issue_risalah(move: Move):
    """Those who agreed are split off, still at the anjuran, to record their agreement; the rest may go to court."""
    agreeing = _agreeing(move.case)
    new = split_off(move.case, agreeing, by=move.by, status=move.came_from) if agreeing else None
    document(move, Document.Kind.RISALAH, dated=move.params.on, number=move.params.number,
             title=_("Risalah penyelesaian mediasi"), evidence=move.params.evidence)  # fmt: skip
    return {"on": move.params.on, "split_to": new.pk if new else None}


ACTIONS: tuple[Action, ...] = (
    Action(
        "register_dispute", _("Catatkan perselisihan"), Section.SOLUTION, frozenset({S.UNDER_REVIEW}), OFFICER,
        "case.dispute_registered", _("Perselisihan Anda dicatatkan di dinas tenaga kerja."),
        params=Registration, check=not_in_future("on"), guards=(registers, bipartit_was_tried, not_registered_yet),
        write=register_dispute,
    ),
    Action(
        "choose_forum", _("Catat pilihan jalur"), Section.SOLUTION, frozenset({S.UNDER_REVIEW}), WORKER + OFFICER,
        "case.forum_chosen", _("Jalur penyelesaian sudah dipilih: mediasi, konsiliasi, atau arbitrase."),
        params=ForumChoice, check=all_of(check_forum, not_in_future("on")), guards=(dispute_registered,),
        write=choose_forum,
    ),
    Action(
        "open_mediation", _("Buka mediasi"), Section.SOLUTION, frozenset({S.UNDER_REVIEW, S.MINISTRY_RECOMMENDED}), MEDIATOR,
        "case.mediation_opened", _("Mediator menangani perkara Anda."),
        target=S.IN_MEDIATION, params=Mediation, check=all_of(check_mediation, not_in_future("handed_over_on")),
        guards=(mediates, dispute_registered, forum_choice_passed, no_other_forum_was_chosen, everyone_agreed_to_be_named), write=open_mediation,
    ),
    Action(
        "hold_session", _("Catat sidang mediasi"), Section.SOLUTION, frozenset({S.IN_MEDIATION}), MEDIATOR,
        "case.session_held", _("Sidang mediasi diadakan."),
        params=MediationSession, check=all_of(check_session, not_in_future("on", "summons_received_on")), write=hold_session,
    ),
    Action(
        "issue_recommendation", _("Terbitkan anjuran"), Section.SOLUTION, frozenset({S.IN_MEDIATION}), MEDIATOR,
        "case.recommendation_issued", _("Mediator menerbitkan anjuran: saran tertulis untuk Anda dan perusahaan."),
        target=S.RECOMMENDED, params=Anjuran, check=not_in_future("on"), guards=(mediates, a_session_was_held),
        write=issue_recommendation,
    ),
    Action(
        "serve", _("Catat penyerahan anjuran"), Section.SOLUTION, frozenset({S.RECOMMENDED}), OFFICER + MEDIATOR,
        "case.served", _("Anjuran (saran tertulis mediator) sudah diserahkan."),
        params=Service, check=all_of(check_service, not_in_future("received_on")), write=serve,
    ),
    Action(
        "record_reply", _("Jawab anjuran"), Section.SOLUTION, frozenset({S.RECOMMENDED}),
        (*WORKER, Who.EMPLOYER, *OFFICER, *MEDIATOR), "case.reply_recorded", _("Jawaban atas anjuran dicatat."),
        params=ReplyGiven, check=all_of(check_reply, not_in_future("on")), write=record_reply,
    ),
    Action(
        "issue_risalah", _("Terbitkan risalah"), Section.SOLUTION, frozenset({S.RECOMMENDED}), MEDIATOR,
        "case.risalah_issued", _("Mediasi berakhir tanpa kesepakatan. Anda dapat menggugat ke Pengadilan Hubungan Industrial (PHI)."),
        target=S.IN_COURT, params=Risalah, check=all_of(check_risalah, not_in_future("on")),
        guards=(mediates, replies_are_in), write=issue_risalah,
    ),
)  # fmt: skip
