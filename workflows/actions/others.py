"""To others: referral to the body that is competent, escalation to the Ministry of Human Rights.

Each is a record with a life of its own, usually beside the case; the case moves with it only where it was handed
over whole. What is shared is shared by a grant that the hand-over writes, and ends with it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Office
from accounts.principals import Kind
from cases.access import represents
from cases.models import Claim, Claimant, Document, Evidence
from cases.models.material import in_source_language
from cases.vocabulary import ClaimState, Consent, GrantScope, Outcome, Status
from core import clock
from ledger import balance, promises
from ledger.models import AmountKind
from workflows import packages
from workflows import params as ask
from workflows.guards import no_statutory_clock
from workflows.models.records import Approval, Escalation, Recommendation, Referral
from workflows.table import (
    ANY,
    ANY_OPEN,
    MEDIATOR,
    MINISTRY,
    MINISTRY_SUPERVISOR,
    OFFICER,
    RECEIVER,
    SUPERVISOR,
    WORKER,
    Action,
    Move,
    Section,
)

S = Status
R = Referral.State
E = Escalation.State

COMPETENT = (
    Office.Kind.INSPECTORATE,
    Office.Kind.PROVINCIAL_MEDIATORS,
    Office.Kind.CITY_LABOUR,
    Office.Kind.SATGAS,
    Office.Kind.OTHER,
)
MINISTRY_OFFICES = (Office.Kind.KANWIL, Office.Kind.MINISTRY)
URGENT = (Referral.Ground.CHILD, Referral.Ground.SAFETY, Referral.Ground.CRIME)
"""Grounds on which the law itself lets an office share without asking first, and before the review."""

MANY = 10
"""From how many workers on "many workers" is a ground; an office may set its own (`many_workers`)."""


# --- what guards and checks of both ask ------------------------------------------------------------------


def stands_at(*states):
    """A record guard: the record itself must be in one of these states."""

    def guard(facts, record, by):
        if record.state in states:
            return None
        words = {"state": record.get_state_display()}
        return _("Tidak berlaku: catatan ini sudah “%(state)s”.") % words

    return guard


def not_ended(facts, record, by):
    if record.ended_at:
        return _("Catatan ini sudah selesai.")


def handed_over_whole(facts, record, by):
    if not record.carries(facts.case):
        return _("Hanya untuk perkara yang diserahkan seluruhnya.")


def receiving(office_id, kinds) -> bool:
    return Office.objects.filter(pk=office_id, kind__in=kinds).exists()


def all_of(*checks):
    def check(facts, params, by):
        return {field: why for one in checks for field, why in one(facts, params, by).items()}

    return check


def not_past(field):
    def check(facts, params, by):
        if getattr(params, field) < clock.now().date():
            return {field: _("Tulis tanggal hari ini atau sesudahnya.")}
        return {}

    return check


def where_it_came_from(move: Move):
    """The status that the case was handed over from; a referral that has ended meanwhile is not gone back to."""
    if not move.record.carries(move.case):
        return None
    back = Status(move.record.came_from)
    if back == S.REFERRED and not Referral.objects.filter(case=move.case, whole=True, ended_at=None).exists():
        return S.UNDER_REVIEW
    return back


def with_the_case(target):
    """The case goes to `target` where it was handed over whole, and stays otherwise."""
    return lambda move: target if move.record.carries(move.case) else None


def end(move: Move, state, *, keep_sharing: bool = False) -> None:
    """The record is finished: what was asked about it falls, and sharing stops."""
    record = move.record
    record.state, record.ended_at = state, move.at
    record.save()
    if not keep_sharing:
        packages.stop_sharing(record, at=move.at)
    Approval.objects.filter(case=move.case, subject=str(record), state=Approval.State.ASKED).update(
        state=Approval.State.VOID
    )


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# --- referral --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Referring:
    office: int = ask.office(_("Dilimpahkan kepada"), COMPETENT)
    ground: str = ask.choice(_("Untuk apa"), Referral.Ground)
    reason: str = ask.long_text(
        _("Alasan"), _("Dibaca instansi penerima dan pekerja. Jangan tulis nama pekerja.")
    )
    legal_basis: str = ask.text(
        _("Dasar hukum berbagi data"), _("Wajib bila pekerja belum menyetujui."), required=False
    )


@dataclass(frozen=True, kw_only=True)
class ReferringAlongside(Referring):
    claims: list = ask.claims(_("Tuntutan yang dilimpahkan"), _("Kosong berarti semua."), required=False)


def check_referral(facts, params, by):
    errors = {}
    if not receiving(params.office, COMPETENT) or params.office in facts.offices_with(GrantScope.HANDLE):
        errors["office"] = _("Pilih instansi lain yang berwenang.")
    elif Referral.objects.filter(case=facts.case, office=params.office, ground=params.ground, ended_at=None):
        errors["office"] = _("Pelimpahan ke instansi ini untuk hal yang sama masih berjalan.")
    if packages.tells_who(facts.case, [params.reason, params.legal_basis], by=by):
        errors["reason"] = _("Hapus nama atau NIK pekerja dari tulisan ini.")
    return errors


def check_whole_referral(facts, params, by):
    errors = check_referral(facts, params, by)
    if facts.case.status == S.SUBMITTED and params.ground not in URGENT:
        errors["ground"] = _("Sebelum ditelaah hanya untuk pekerja anak, keselamatan, atau dugaan pidana.")
    if not facts.anyone_consented and not params.legal_basis:
        errors["legal_basis"] = _("Belum ada pekerja yang setuju datanya dibagikan: tulis dasar hukumnya.")
    if Referral.objects.filter(case=facts.case, whole=True, ended_at=None).exists():
        errors["office"] = _("Perkara ini sudah dilimpahkan seluruhnya dan belum kembali.")
    return errors


def check_claims(facts, params, by):
    if set(params.claims) - set(Claim.objects.filter(case=facts.case).values_list("pk", flat=True)):
        return {"claims": _("Pilih tuntutan dari perkara ini.")}
    return {}


def refer(*, whole: bool):
    def write(move: Move):
        given = move.params
        claims = Claim.objects.filter(case=move.case)
        if not whole and given.claims:
            claims = claims.filter(pk__in=given.claims)
        claims = list(claims)
        referral = Referral.objects.create(
            case_id=move.case.pk, office_id=given.office, whole=whole, came_from=move.came_from,
            asked_by_office_id=move.case.office_id, created_at=move.at, ground=given.ground,
        )  # fmt: skip
        referral.claims.set(claims)
        packages.share_with(referral)
        draft = packages.draft_package(move.case)
        request = {"ground": given.ground, "reason": given.reason, "legal_basis": given.legal_basis}
        content = draft.content | {"request": request, "rows": packages.referral_rows(claims)}
        package = packages.freeze(referral, content, by=move.by, at=move.at)
        move.subject = str(referral)
        move.note = given.reason
        return {
            "office": given.office,
            "whole": whole,
            "ground": given.ground,
            "claims": len(claims),
            "digest": package.digest,
        }

    return write


def check_letter(facts, params, by):
    """An officer may record what the other body wrote, by its letter."""
    if not by.has_role(*RECEIVER) and not params.letter:
        return {"letter": _("Tulis nomor surat dari instansi itu.")}
    return {}


@dataclass(frozen=True, kw_only=True)
class Accepting:
    their_number: str = ask.text(_("Nomor register penerima"), max_length=80)
    their_officer: str = ask.text(_("Petugas yang menangani"), required=False, max_length=120)
    expected_on: date = ask.day(_("Perkiraan selesai"))
    letter: str = ask.text(
        _("Nomor surat"), _("Bila dicatat oleh Satgas dari surat penerima."), required=False, max_length=80
    )


def accept_referral(move: Move):
    given, referral = move.params, move.record
    referral.state, referral.their_number = R.ACCEPTED, given.their_number
    referral.their_officer, referral.expected_on = given.their_officer, given.expected_on
    referral.save()
    return {"expected_on": given.expected_on, "their_number": given.their_number, "letter": given.letter}


class Result(TextChoices):
    NOTA = "nota", _("Nota pemeriksaan")
    DETERMINATION = "determination", _("Penetapan")
    CALCULATION = "calculation", _("Perhitungan")
    PAID = "paid", _("Perusahaan sudah membayar")
    NO_VIOLATION = "no_violation", _("Tidak ada pelanggaran")
    OTHER = "other", _("Hasil lain")


WITH_AMOUNTS = (Result.DETERMINATION, Result.CALCULATION)


@dataclass(frozen=True, kw_only=True)
class Reporting:
    result: str = ask.choice(_("Hasil"), Result)
    number: str = ask.text(_("Nomor dokumen"), required=False, max_length=80)
    on: date = ask.day(_("Tanggal dokumen"))
    amounts: dict = ask.amounts(
        _("Jumlah yang ditetapkan tiap tuntutan"), _("Untuk penetapan atau perhitungan."), required=False
    )
    words: str = ask.long_text(_("Penjelasan"), _("Dibaca pekerja dan Satgas."), required=False)
    evidence: int | None = ask.evidence(_("Berkas hasil"), required=False)
    more_follows: bool = ask.boolean(_("Masih ada hasil berikutnya"))
    letter: str = ask.text(
        _("Nomor surat"), _("Bila dicatat oleh Satgas dari surat penerima."), required=False, max_length=80
    )


def check_report(facts, params, by):
    errors = {}
    if params.result in WITH_AMOUNTS and not params.amounts:
        errors["amounts"] = _("Tulis jumlah tiap tuntutan yang ditetapkan.")
    if any(amount < 0 for amount in params.amounts.values()):
        errors["amounts"] = _("Jumlah tidak boleh kurang dari nol.")
    if params.on > clock.now().date():
        errors["on"] = _("Tanggal ini belum terjadi. Tulis tanggal hari ini atau sebelumnya.")
    return errors


def check_reported_claims(referral, params):
    if set(params.amounts) - set(referral.claims.values_list("pk", flat=True)):
        return {"amounts": _("Isi hanya tuntutan yang dilimpahkan.")}
    return {}


def back_to_review_when_done(move: Move):
    return None if move.params.more_follows else with_the_case(S.UNDER_REVIEW)(move)


def report_result(move: Move):
    given = move.params
    if given.amounts:
        balance.post(move.case, AmountKind.DETERMINED, given.amounts, event_seq=move.seq)
        promises.fill_calculated(move.case, given.amounts, on=given.on)
    if given.number or given.letter:
        file = Evidence.objects.filter(case_id=move.case.pk, pk=given.evidence or 0).first()
        Document.objects.create(
            case_id=move.case.pk, kind=Document.Kind.REFERRAL, number=given.number or given.letter, dated=given.on,
            title=in_source_language(Result(given.result).label), evidence=file, sha256=file.sha256 if file else "",
        )  # fmt: skip
    move.record.result = given.result
    move.note = given.words
    if given.more_follows:
        move.record.state = R.REPORTED
        move.record.save()
    else:
        end(move, R.REPORTED)
    return {
        "result": given.result,
        "on": given.on,
        "number": given.number,
        "claims": len(given.amounts),
        "amount": sum(given.amounts.values()) if given.amounts else None,
        "more_follows": given.more_follows,
    }


@dataclass(frozen=True, kw_only=True)
class Returning:
    letter: str = ask.text(
        _("Nomor surat"), _("Bila dicatat oleh Satgas dari surat penerima."), required=False, max_length=80
    )


def return_referral(move: Move):
    end(move, R.RETURNED)
    return {"letter": move.params.letter}


@dataclass(frozen=True, kw_only=True)
class TakingOver:
    contact: str = ask.text(
        _("Siapa yang dihubungi pekerja"), _("Bagian dan telepon kantor yang mengambil alih.")
    )


def take_over(move: Move):
    Claim.objects.filter(case=move.case, state=ClaimState.OPEN).update(state=ClaimState.CARRIED)
    balance.refresh(move.case)
    move.case.outcome = Outcome.REFERRAL_TAKEN_OVER
    move.case.came_from = move.came_from
    move.note = f"{move.note}\n{move.params.contact}".strip()
    end(move, R.TAKEN_OVER, keep_sharing=True)
    return {"outcome": Outcome.REFERRAL_TAKEN_OVER, "office": move.record.office_id}


# --- asking for escalation -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class EscalationWish:
    ground: str = ask.choice(_("Mengapa"), Escalation.Ground)
    why: str = ask.long_text(_("Ceritakan"), _("Boleh dikosongkan."), required=False)


def no_open_request(facts, by):
    if facts.happened_since("escalation.requested", "escalation.request_answered", "escalation.handed_over"):
        return _("Permintaan eskalasi sudah diajukan dan sedang dijawab.")


def no_open_escalation(facts, by):
    if facts.open_records("escalation"):
        return _("Eskalasi ke Kementerian HAM masih berjalan.")


def request_escalation(move: Move):
    move.note = move.params.why
    return {"ground": move.params.ground, "by_claimant": move.by.claimant_id or move.by.on_behalf_of}


def a_request_waits(facts, by):
    if not facts.happened_since(
        "escalation.requested", "escalation.request_answered", "escalation.handed_over"
    ):
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
    latest = case.events.filter(kind="escalation.requested").order_by("-seq").first()
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


# --- escalation ------------------------------------------------------------------------------------------


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
    if not facts.happened(*packages.REMEDIES) and not facts.case.shielded:
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
    many = facts.case.office.settings.get("many_workers", MANY)
    G = Escalation.Ground
    if ground == G.COMMITMENT_BREACHED and not facts.happened("case.breach_recorded"):
        return _("Pelanggaran janji belum dicatat.")
    if ground == G.MANY_WORKERS and facts.workers < many:
        return _("Alasan ini untuk %(number)s pekerja atau lebih.") % {"number": many}
    if ground == G.VULNERABLE_GROUP and not people.filter(vulnerable).exists():
        return _("Belum ada pekerja kelompok rentan yang tercatat.")
    if ground == G.RETALIATION and not facts.case.shielded:
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
    return Escalation.objects.filter(case=case, state=E.RETURNED).order_by("-ended_at").first()


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
    since = case.events.filter(kind="escalation.returned", subject=str(earlier)).order_by("-seq").first()
    kinds = case.events.filter(seq__gt=since.seq if since else 0, kind__in=packages.CHRONOLOGY)
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
        case_id=move.case.pk, kind=Document.Kind.RECOMMENDATION, number=given.number, dated=move.at.date(),
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
    if params.on > clock.now().date():
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


def check_conclusion(escalation, params):
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


def speaks_for_all(facts, record, by):
    """One worker of many does not take the others' case back: withdrawing their own consent takes their name out."""
    if by.kind == Kind.REPRESENTATIVE:
        own = represents(by, facts.case).filter(withdrawn_at=None).count()
    elif by.kind == Kind.CLAIMANT or by.on_behalf_of:
        own = 1
    else:
        return None
    if own < facts.workers:
        return _(
            "Eskalasi ini juga untuk pekerja lain. Cabut persetujuan Anda: nama Anda tidak dibagikan lagi."
        )


def recall_escalation(move: Move):
    by_worker = not (move.by.kind in (Kind.OFFICER, Kind.API) and not move.by.on_behalf_of)
    if by_worker:
        Claimant.objects.filter(case=move.case, withdrawn_at=None).update(consent=Consent.REFUSED)
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
        "refer", _("Limpahkan seluruh perkara"), Section.OTHERS, CAME_FROM, OFFICER,
        "referral.sent", _("Perkara Anda diteruskan ke instansi yang berwenang; kami tetap memantau."),
        target=S.REFERRED, params=Referring, check=check_whole_referral, write=refer(whole=True),
    ),
    Action(
        "refer_alongside", _("Minta bantuan instansi lain"), Section.OTHERS,
        BESIDE | {S.UNDER_REVIEW, S.MINISTRY_RECOMMENDED}, OFFICER + MEDIATOR,
        "referral.sent", _("Kami juga meminta instansi yang berwenang memeriksa."),
        params=ReferringAlongside, check=all_of(check_referral, check_claims), write=refer(whole=False),
    ),
    Action(
        "accept_referral", _("Terima pelimpahan"), Section.OTHERS, REFERRED, RECEIVER + OFFICER,
        "referral.accepted", _("Instansi yang berwenang menerima perkara Anda."),
        subject="referral", beside=ANY, record_guards=(stands_at(R.SENT),),
        params=Accepting, check=all_of(check_letter, not_past("expected_on")), write=accept_referral,
    ),
    Action(
        "report_result", _("Laporkan hasil"), Section.OTHERS, REFERRED, RECEIVER + OFFICER,
        "referral.reported", _("Ada hasil dari instansi yang memeriksa."),
        target=back_to_review_when_done, targets=frozenset({S.UNDER_REVIEW}),
        subject="referral", beside=ANY, record_guards=(stands_at(R.ACCEPTED, R.REPORTED), not_ended),
        params=Reporting, check=all_of(check_letter, check_report), check_record=check_reported_claims,
        write=report_result,
    ),
    Action(
        "return_referral", _("Kembalikan pelimpahan"), Section.OTHERS, REFERRED, RECEIVER + OFFICER,
        "referral.returned", _("Instansi itu mengembalikan perkara; alasannya tertulis di bawah ini."),
        target=where_it_came_from, targets=CAME_FROM, subject="referral", beside=ANY,
        record_guards=(stands_at(R.SENT, R.ACCEPTED, R.REPORTED), not_ended),
        params=Returning, check=check_letter, write=return_referral, needs_reason=True,
    ),
    Action(
        "take_over", _("Ambil alih perkara"), Section.OTHERS, REFERRED, RECEIVER,
        "referral.taken_over", _("Instansi lain mengambil alih perkara Anda; hubungi mereka seperti tertulis di bawah ini."),
        target=S.CLOSED, subject="referral", record_guards=(handed_over_whole, stands_at(R.ACCEPTED, R.REPORTED)),
        params=TakingOver, write=take_over, countersign=SUPERVISOR, needs_reason=True,
    ),
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
        "supplement", _("Lengkapi berkas"), Section.OTHERS, WITH_MINISTRY, OFFICER,
        "escalation.supplemented", _("Berkas Anda dilengkapi untuk Kementerian HAM."),
        subject="escalation", beside=ANY_OPEN, record_guards=(stands_at(E.ASKED_BACK),),
        params=Supplementing, check=check_supplement, write=supplement,
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
