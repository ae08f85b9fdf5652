"""What the ministry does with an escalation, and what the city does with its recommendation."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Document
from cases.models.material import in_source_language
from cases.vocabulary import Status
from core import clock
from workflows import params as ask
from workflows.actions.checks import not_past
from workflows.actions.escalation import BEFORE_ESCALATION, ESCALATED, WITH_MINISTRY
from workflows.actions.hand_overs import end, lines, stands_at, where_it_came_from, with_the_case
from workflows.models.records import Escalation, Recommendation
from workflows.table import (
    ANY,
    ANY_OPEN,
    MINISTRY,
    MINISTRY_SUPERVISOR,
    OFFICER,
    Action,
    Move,
    Section,
)

S = Status
E = Escalation.State


@dataclass(frozen=True, kw_only=True)
class Acknowledging:
    their_number: str = ask.text(_("Nomor register Kementerian"), max_length=80)


def acknowledge(move: Move):
    escalation = move.record
    escalation.state, escalation.their_number = E.ACKNOWLEDGED, move.params.their_number
    escalation.save()
    return {"their_number": escalation.their_number}


@dataclass(frozen=True, kw_only=True)
class AskingBack:
    items: str = ask.long_text(_("Apa yang perlu dilengkapi"), _("Satu hal tiap baris."))


def ask_back(move: Move):
    items = lines(move.params.items)
    move.note = "\n".join(items)
    move.record.state = E.ASKED_BACK
    move.record.save()
    return {"items": len(items)}


def return_escalation(move: Move):
    end(move, E.RETURNED)
    return {"to": move.case.status}


class Addressee(TextChoices):
    EMPLOYER = "employer", _("Perusahaan")
    MAIN_CONTRACTOR = "main_contractor", _("Kontraktor utama")
    PROJECT_OWNER = "project_owner", _("Pemilik proyek")
    CITY = "city", _("Pemerintah kota")
    PROVINCE = "province", _("Pemerintah provinsi")
    INSPECTORATE = "inspectorate", _("Pengawas ketenagakerjaan")
    POLICE = "police", _("Kepolisian")
    OTHER = "other", _("Badan lain")


@dataclass(frozen=True, kw_only=True)
class Recommending:
    number: str = ask.text(_("Nomor rekomendasi"), max_length=80)
    to: str = ask.choice(_("Ditujukan kepada"), Addressee)
    addressed_to: str = ask.text(_("Nama badan"), max_length=160)
    text: str = ask.long_text(_("Isi rekomendasi"))
    due_on: date = ask.day(_("Ditindaklanjuti paling lambat"))


def recommend(move: Move):
    given, escalation = move.params, move.record
    document = Document.objects.create(
        case_id=move.case.pk, kind=Document.Kind.RECOMMENDATION, number=given.number, dated=timezone.localdate(move.at),
        title=in_source_language(Document.Kind.RECOMMENDATION.label),
    )  # fmt: skip
    Recommendation.objects.create(
        escalation=escalation, number=given.number, addressed_to=given.addressed_to, text=given.text,
        due_on=given.due_on, document=document, at=move.at,
    )  # fmt: skip
    escalation.state = E.RECOMMENDED
    escalation.save()
    move.note = given.text
    return {"due_on": given.due_on, "to": given.to, "number": given.number}


@dataclass(frozen=True, kw_only=True)
class FollowingUp:
    done: str = ask.long_text(_("Apa yang sudah dilakukan"))
    on: date = ask.day(_("Tanggal"))


def check_followed_up(facts, params, by):
    if params.on > clock.today():
        return {"on": _("Tanggal ini belum terjadi. Tulis tanggal hari ini atau sebelumnya.")}
    return {}


def follow_up(move: Move):
    move.note = move.params.done
    return {"on": move.params.on}


class Conclusion(TextChoices):
    FOLLOWED = "followed", _("Rekomendasi dijalankan")
    NO_INDICATION = "no_indication", _("Tidak ada indikasi pelanggaran HAM")
    NOT_COMPETENT = "not_competent", _("Bukan kewenangan")
    DEEMED_WITHDRAWN = "deemed_withdrawn", _("Dianggap dicabut (tidak dilengkapi)")


@dataclass(frozen=True, kw_only=True)
class Concluding:
    conclusion: str = ask.choice(_("Kesimpulan"), Conclusion)
    competent_body: str = ask.text(
        _("Badan yang berwenang"), _("Bila bukan kewenangan Kementerian."), required=False, max_length=160
    )


def check_conclusion(escalation, params, by):
    errors = {}
    if params.conclusion == Conclusion.NOT_COMPETENT and not params.competent_body:
        errors["competent_body"] = _("Tulis badan mana yang berwenang.")
    # Permenkumham 23/2022: a file not completed in time counts as withdrawn, and nothing else does.
    if (params.conclusion == Conclusion.DEEMED_WITHDRAWN) != (escalation.state == E.ASKED_BACK):
        errors["conclusion"] = _("“Dianggap dicabut” hanya bila kelengkapan yang diminta tidak datang.")
    if params.conclusion == Conclusion.FOLLOWED and escalation.state != E.RECOMMENDED:
        errors["conclusion"] = _("Belum ada rekomendasi yang dapat dijalankan.")
    return errors


def conclude_ministry(move: Move):
    move.record.conclusion = move.params.conclusion
    if move.params.competent_body:
        move.note = f"{move.note}\n{move.params.competent_body}".strip()
    end(move, E.CONCLUDED)
    return {"conclusion": move.params.conclusion, "to": move.case.status}


ACTIONS: tuple[Action, ...] = (
    Action(
        "acknowledge", _("Terima dan daftarkan"), Section.OTHERS, ESCALATED, MINISTRY,
        "escalation.acknowledged", _("Kementerian HAM menerima berkas Anda dan menelaahnya."),
        target=with_the_case(S.MINISTRY_REVIEW), targets=frozenset({S.MINISTRY_REVIEW}),
        subject="escalation", beside=ANY_OPEN, record_guards=(stands_at(E.HANDED_OVER),),
        params=Acknowledging, write=acknowledge,
    ),
    Action(
        "ask_back", _("Minta kelengkapan"), Section.OTHERS, WITH_MINISTRY, MINISTRY,
        "escalation.asked_back", _("Kementerian HAM meminta kelengkapan; kami menyiapkannya."),
        subject="escalation", beside=ANY_OPEN, record_guards=(stands_at(E.HANDED_OVER, E.ACKNOWLEDGED),),
        params=AskingBack, write=ask_back,
    ),
    Action(
        "return_escalation", _("Kembalikan ke kota"), Section.OTHERS, WITH_MINISTRY, MINISTRY,
        "escalation.returned", _("Kementerian HAM mengembalikan berkas dengan petunjuk di bawah ini."),
        target=where_it_came_from, targets=BEFORE_ESCALATION, subject="escalation", beside=ANY,
        record_guards=(stands_at(E.HANDED_OVER, E.ASKED_BACK, E.ACKNOWLEDGED),),
        write=return_escalation, needs_reason=True,
    ),
    Action(
        "recommend", _("Terbitkan rekomendasi"), Section.OTHERS, frozenset({S.MINISTRY_REVIEW}), MINISTRY,
        "escalation.recommended", _("Kementerian HAM menerbitkan rekomendasi."),
        target=with_the_case(S.MINISTRY_RECOMMENDED), targets=frozenset({S.MINISTRY_RECOMMENDED}),
        subject="escalation", beside=ANY_OPEN, record_guards=(stands_at(E.ACKNOWLEDGED),),
        params=Recommending, check=not_past("due_on"), write=recommend, countersign=MINISTRY_SUPERVISOR,
    ),
    Action(
        "follow_up", _("Catat tindak lanjut"), Section.OTHERS, frozenset({S.MINISTRY_RECOMMENDED}), OFFICER,
        "escalation.followed_up", _("Rekomendasi Kementerian HAM ditindaklanjuti."),
        target=with_the_case(S.UNDER_REVIEW), targets=frozenset({S.UNDER_REVIEW}),
        subject="escalation", beside=ANY_OPEN, record_guards=(stands_at(E.RECOMMENDED),),
        params=FollowingUp, check=check_followed_up, write=follow_up,
    ),
    Action(
        "conclude_ministry", _("Selesaikan telaah"), Section.OTHERS, WITH_MINISTRY | {S.MINISTRY_RECOMMENDED}, MINISTRY,
        "escalation.concluded", _("Kementerian HAM menyelesaikan telaahnya; hasilnya tertulis di bawah ini."),
        target=where_it_came_from, targets=BEFORE_ESCALATION, subject="escalation", beside=ANY,
        record_guards=(stands_at(E.ASKED_BACK, E.ACKNOWLEDGED, E.RECOMMENDED),),
        params=Concluding, check_record=check_conclusion, write=conclude_ministry,
        countersign=MINISTRY_SUPERVISOR, needs_reason=True,
    ),
)  # fmt: skip
