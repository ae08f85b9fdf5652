"""Escalation to the Ministry of Human Rights: asked for, handed over, supplemented, recalled."""

from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Office
from cases.lineage import forebears, past
from cases.models import CaseEvent, Claimant
from cases.vocabulary import Consent, GrantScope, Status
from workflows import packages
from workflows import params as ask
from workflows.actions.hand_overs import end, receiving, stands_at, where_it_came_from
from workflows.guards import no_statutory_clock
from workflows.models.records import Escalation
from workflows.settings import effective
from workflows.table import (
    ANY,
    ANY_OPEN,
    OFFICER,
    SUPERVISOR,
    WORKER,
    Action,
    Move,
    Section,
)

S = Status
E = Escalation.State
MINISTRY_OFFICES = (Office.Kind.KANWIL, Office.Kind.MINISTRY)


@dataclass(frozen=True, kw_only=True)
class EscalationWish:
    ground: str = ask.choice(_("Mengapa"), Escalation.Ground)
    why: str = ask.long_text(_("Ceritakan"), _("Boleh dikosongkan."), required=False)


def no_open_request(facts, by):
    if facts.runs("escalation_request"):
        return _("Permintaan eskalasi sudah diajukan dan sedang dijawab.")


def no_open_escalation(facts, by):
    if facts.open_records("escalation"):
        return _("Eskalasi ke Kementerian HAM masih berjalan.")


def request_escalation(move: Move):
    move.note = move.params.why
    return {"ground": move.params.ground, "by_claimant": move.by.claimant_id or move.by.on_behalf_of}


def a_request_waits(facts, by):
    if not facts.runs("escalation_request"):
        return _("Tidak ada permintaan eskalasi yang menunggu jawaban.")


class RequestAnswer(TextChoices):
    WILL_ESCALATE = "will_escalate", _("Akan dieskalasi")
    NOT_NOW = "not_now", _("Belum dieskalasi")


def another_office():
    return ask.office(
        _("Kantor lain yang menandatangani"),
        (
            Office.Kind.SATGAS,
            Office.Kind.CITY_LABOUR,
            Office.Kind.INSPECTORATE,
            Office.Kind.PROVINCIAL_MEDIATORS,
            Office.Kind.KANWIL,
        ),
        _("Wajib bila alasannya “kota terlambat”: penyelia kantor lain ikut menandatangani."),
        required=False,
    )


def check_other_office(facts, office_id, errors):
    """Who is said to be late does not judge it alone: a supervisor of another office countersigns."""
    handling = facts.offices_with(GrantScope.HANDLE)
    people = Membership.objects.current().filter(office=office_id or 0, role__in=SUPERVISOR)
    if not office_id or office_id in handling or not people.exists():
        errors["countersign_office"] = _("Pilih kantor lain yang mempunyai penyelia.")


@dataclass(frozen=True, kw_only=True)
class AnsweringRequest:
    answer: str = ask.choice(_("Jawaban"), RequestAnswer)
    countersign_office: int | None = another_office()


def asked_because_late(case) -> bool:
    asked = CaseEvent.objects.filter(past(case), kind="escalation.requested")
    latest = asked.order_by("-at", "-pk").first()
    return latest is not None and latest.facts["ground"] == Escalation.Ground.CITY_LATE


def check_request_answer(facts, params, by):
    errors = {}
    if params.answer == RequestAnswer.NOT_NOW and asked_because_late(facts.case):
        check_other_office(facts, params.countersign_office, errors)
    return errors


def refuses_though_late(move: Move) -> bool:
    return move.params.answer == RequestAnswer.NOT_NOW and asked_because_late(move.case)


def answer_escalation_request(move: Move):
    return {"answer": move.params.answer}


@dataclass(frozen=True, kw_only=True)
class Escalating:
    office: int = ask.office(_("Diserahkan kepada"), MINISTRY_OFFICES)
    ground: str = ask.choice(_("Alasan eskalasi"), Escalation.Ground)
    main_issue: str = ask.long_text(_("Pokok masalah"), _("Beberapa kalimat. Jangan tulis nama pekerja."))
    asked: str = ask.long_text(_("Yang diminta"), _("Apa yang diharapkan dari Kementerian HAM."))
    legal_basis: str = ask.text(
        _("Dasar hukum berbagi data"), _("Wajib bila pekerja belum menyetujui."), required=False
    )
    respondent_address: str = ask.text(
        _("Alamat perusahaan"), _("Bila belum tercatat."), required=False, max_length=300
    )
    respondent_nib: str = ask.text(_("NIB perusahaan"), _("Bila diketahui."), required=False, max_length=20)
    changed: str = ask.long_text(
        _("Yang berubah sejak dikembalikan"), _("Wajib bila pernah dikembalikan."), required=False
    )
    package_digest: str = ask.package(_("Berkas yang diserahkan"))
    countersign_office: int | None = another_office()


def a_remedy_was_tried(facts, by):
    if not facts.ever_happened(*packages.REMEDIES, "case.retaliation_reported") and not facts.case.shielded:
        return _(
            "Belum ada upaya yang ditempuh (bipartit, klarifikasi, mediasi, pelimpahan), dan tidak ada bahaya."
        )


def _unfounded(facts, ground):
    """Why this ground does not hold by the record; None where it does, or where only a person can judge."""
    people = Claimant.objects.filter(case=facts.case, withdrawn_at=None)
    year = facts.case.filed_at.year
    vulnerable = (
        Q(birth_year__gt=year - packages.ADULT) | Q(has_disability=True) | Q(is_indigenous=True) | Q(sex="P")
    )
    many = effective(facts.case.office.settings)["many_workers"]
    G = Escalation.Ground
    if ground == G.COMMITMENT_BREACHED and not facts.happened("case.breach_recorded"):
        return _("Pelanggaran janji belum dicatat.")
    if ground == G.MANY_WORKERS and facts.workers < many:
        return _("Alasan ini untuk %(number)s pekerja atau lebih.") % {"number": many}
    if ground == G.VULNERABLE_GROUP and not people.filter(vulnerable).exists():
        return _("Belum ada pekerja kelompok rentan yang tercatat.")
    if ground == G.RETALIATION and not (facts.case.shielded or facts.happened("case.retaliation_reported")):
        return _("Pembalasan belum dilaporkan dalam perkara ini.")
    return None


def check_package(case, shown: str, errors: dict) -> packages.Draft:
    draft = packages.draft_package(case)
    if draft.missing:
        errors["package_digest"] = _("Berkas belum lengkap: %(reasons)s") % {
            "reasons": " ".join(str(reason) for reason in draft.missing)
        }
    elif shown != draft.digest:
        errors["package_digest"] = _("Berkas sudah berubah sejak ditampilkan. Baca kembali, lalu kirim lagi.")
    return draft


def returned_before(case) -> Escalation | None:
    line = [case.pk, *(one.case_id for one in forebears(case) if not one.joined)]
    return Escalation.objects.filter(case__in=line, state=E.RETURNED).order_by("-ended_at").first()


def check_escalation(facts, params, by):
    errors = {}
    if not receiving(params.office, MINISTRY_OFFICES):
        errors["office"] = _("Pilih Kanwil atau Kementerian HAM.")
    if why := _unfounded(facts, params.ground):
        errors["ground"] = why
    if not facts.anyone_consented and not params.legal_basis:
        errors["legal_basis"] = _("Belum ada pekerja yang setuju datanya dibagikan: tulis dasar hukumnya.")
    direct = facts.case.parties.select_related("employer").order_by("id").first()
    if direct and not direct.employer.address and not params.respondent_address:
        errors["respondent_address"] = _("Tulis alamat perusahaan.")
    if returned_before(facts.case) and not params.changed:
        errors["changed"] = _("Tulis apa yang berubah sejak berkas dikembalikan.")
    if packages.tells_who(
        facts.case, [params.main_issue, params.asked, params.legal_basis, params.changed], by=by
    ):
        errors["main_issue"] = _("Hapus nama atau NIK pekerja dari tulisan ini.")
    if params.ground == Escalation.Ground.CITY_LATE:
        check_other_office(facts, params.countersign_office, errors)
    check_package(facts.case, params.package_digest, errors)
    return errors


def other_office_when_late(params):
    return params.countersign_office if params.ground == Escalation.Ground.CITY_LATE else None


def _complete_respondent(move: Move) -> None:
    """What the officer found out about the company is kept where nothing was known."""
    direct = move.case.parties.select_related("employer").order_by("id").first()
    if direct is not None:
        company = direct.employer
        company.address = company.address or move.params.respondent_address
        company.nib = company.nib or move.params.respondent_nib
        company.save(update_fields=["address", "nib"])


def _since_return(case, earlier: Escalation, changed: str) -> dict:
    """What happened since the package was sent back, beside the officer's words."""
    history = CaseEvent.objects.filter(past(case))
    since = history.filter(kind="escalation.returned", subject=str(earlier)).order_by("-at", "-pk").first()
    kinds = history.filter(kind__in=packages.CHRONOLOGY)
    if since:
        kinds = kinds.filter(at__gte=since.at).exclude(pk__lte=since.pk, case=since.case_id)
    return {
        "escalation": earlier.pk,
        "returned_on": packages.day_of(case, earlier.ended_at),
        "changed": changed,
        "events": sorted(set(kinds.values_list("kind", flat=True))),
    }


def escalate(*, whole: bool):
    def write(move: Move):
        given = move.params
        _complete_respondent(move)
        earlier = returned_before(move.case)
        escalation = Escalation.objects.create(
            case_id=move.case.pk, office_id=given.office, whole=whole, came_from=move.came_from,
            asked_by_office_id=move.case.office_id, created_at=move.at, ground=given.ground,
        )  # fmt: skip
        packages.share_with(escalation)
        request = {name: getattr(given, name) for name in ("ground", "main_issue", "asked", "legal_basis")}
        content = packages.draft_package(move.case).content | {"request": request}
        if earlier:
            content["since_return"] = _since_return(move.case, earlier, given.changed)
        package = packages.freeze(escalation, content, by=move.by, at=move.at)
        move.subject = str(escalation)
        return {
            "office": given.office,
            "whole": whole,
            "ground": given.ground,
            "digest": package.digest,
            "version": package.version,
            "again": earlier.pk if earlier else None,
        }

    return write


@dataclass(frozen=True, kw_only=True)
class Supplementing:
    answer: str = ask.long_text(_("Jawaban atas tiap hal"), _("Jangan tulis nama pekerja."))
    package_digest: str = ask.package(_("Berkas yang diserahkan"))


def check_supplement(facts, params, by):
    errors = {}
    if packages.tells_who(facts.case, [params.answer], by=by):
        errors["answer"] = _("Hapus nama atau NIK pekerja dari tulisan ini.")
    check_package(facts.case, params.package_digest, errors)
    return errors


def supplement(move: Move):
    escalation = move.record
    before = packages.newest_content(escalation)
    carried = {name: before[name] for name in ("request", "since_return") if name in before}
    content = packages.draft_package(move.case).content | carried | {"supplement": move.params.answer}
    package = packages.freeze(escalation, content, by=move.by, at=move.at)
    # What was registered stays registered; what was not is checked again.
    escalation.state = E.ACKNOWLEDGED if escalation.their_number else E.HANDED_OVER
    escalation.save()
    move.note = move.params.answer
    return {"version": package.version, "digest": package.digest}


def speaks_for_all(facts, record, by):
    """One worker of many does not take the others' case back: withdrawing their own consent takes their name out."""
    if facts.others:
        return _(
            "Eskalasi ini juga untuk pekerja lain. Cabut persetujuan Anda: nama Anda tidak dibagikan lagi."
        )


def recall_escalation(move: Move):
    by_worker = move.facts.spoken_for is not None
    if by_worker:
        Claimant.objects.filter(case=move.case.pk, withdrawn_at=None).update(consent=Consent.REFUSED)
    end(move, E.RECALLED)
    return {"by_worker": by_worker, "to": move.case.status}


ESCALATED = frozenset({S.ESCALATED})
WITH_MINISTRY = frozenset({S.ESCALATED, S.MINISTRY_REVIEW})
REFERRED = frozenset({S.REFERRED})
CAME_FROM = frozenset({S.SUBMITTED, S.UNDER_REVIEW})
BEFORE_ESCALATION = frozenset({S.UNDER_REVIEW, S.REFERRED})
BESIDE = frozenset(
    {S.IN_BIPARTIT, S.IN_CLARIFICATION, S.IN_MEDIATION, S.RECOMMENDED, S.IN_SETTLEMENT, S.IN_COURT}
)


ACTIONS: tuple[Action, ...] = (
    Action(
        "request_escalation", _("Minta dibawa ke Kementerian HAM"), Section.OTHERS, ANY_OPEN, WORKER,
        "escalation.requested", _("Anda meminta perkara dibawa ke Kementerian HAM. Kami menjawab dalam 5 hari kerja."),
        guards=(no_open_escalation, no_open_request), params=EscalationWish, write=request_escalation,
    ),
    Action(
        "answer_escalation_request", _("Jawab permintaan eskalasi"), Section.OTHERS, ANY_OPEN, OFFICER,
        "escalation.request_answered", _("Permintaan Anda dijawab; alasannya tertulis di bawah ini."),
        guards=(a_request_waits,), params=AnsweringRequest, check=check_request_answer,
        write=answer_escalation_request, needs_reason=True, countersign=SUPERVISOR,
        countersign_when=refuses_though_late, countersign_office=lambda params: params.countersign_office,
    ),
    Action(
        "escalate", _("Eskalasi seluruh perkara"), Section.OTHERS, BEFORE_ESCALATION, OFFICER,
        "escalation.handed_over", _("Berkas Anda diserahkan ke Kementerian HAM."),
        target=S.ESCALATED, guards=(a_remedy_was_tried, no_statutory_clock, no_open_escalation),
        params=Escalating, check=check_escalation, write=escalate(whole=True),
        countersign=SUPERVISOR, countersign_office=other_office_when_late,
    ),
    Action(
        "escalate_alongside", _("Eskalasi sebagai pendamping"), Section.OTHERS, BESIDE, OFFICER,
        "escalation.handed_over", _("Berkas Anda diserahkan juga ke Kementerian HAM; perkara di kota berjalan terus."),
        guards=(a_remedy_was_tried, no_open_escalation),
        params=Escalating, check=check_escalation, write=escalate(whole=False),
        countersign=SUPERVISOR, countersign_office=other_office_when_late,
    ),
    Action(
        "supplement", _("Lengkapi berkas"), Section.OTHERS, WITH_MINISTRY, OFFICER,
        "escalation.supplemented", _("Berkas Anda dilengkapi untuk Kementerian HAM."),
        subject="escalation", beside=ANY_OPEN, record_guards=(stands_at(E.ASKED_BACK),),
        params=Supplementing, check=check_supplement, write=supplement,
    ),
    Action(
        "recall_escalation", _("Tarik eskalasi"), Section.OTHERS, WITH_MINISTRY | {S.MINISTRY_RECOMMENDED},
        WORKER + SUPERVISOR,
        "escalation.recalled", _("Eskalasi ditarik; berkas tidak lagi dibagikan."),
        target=where_it_came_from, targets=BEFORE_ESCALATION, subject="escalation", beside=ANY,
        record_guards=(
            stands_at(E.HANDED_OVER, E.ASKED_BACK, E.ACKNOWLEDGED, E.RECOMMENDED), speaks_for_all,
        ),
        write=recall_escalation, needs_reason=True,
    ),
)  # fmt: skip
