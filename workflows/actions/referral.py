"""Referral to the body that is competent."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.lineage import shared
from cases.models import Claim, Document, Evidence
from cases.models.material import in_source_language
from cases.vocabulary import ClaimState, GrantScope, Outcome, Status
from core import clock
from ledger import balance, promises
from ledger.models import AmountKind
from workflows import packages
from workflows import params as ask
from workflows.actions.checks import all_of, not_past
from workflows.actions.escalation import BESIDE, CAME_FROM, REFERRED
from workflows.actions.hand_overs import (
    end,
    handed_over_whole,
    not_ended,
    receiving,
    stands_at,
    where_it_came_from,
    with_the_case,
)
from workflows.models.records import Referral
from workflows.table import (
    ANY,
    MEDIATOR,
    OFFICER,
    RECEIVER,
    SUPERVISOR,
    Action,
    Move,
    Section,
)

S = Status
R = Referral.State
COMPETENT = (
    Office.Kind.INSPECTORATE,
    Office.Kind.PROVINCIAL_MEDIATORS,
    Office.Kind.CITY_LABOUR,
    Office.Kind.SATGAS,
    Office.Kind.OTHER,
)
URGENT = (Referral.Ground.CHILD, Referral.Ground.SAFETY, Referral.Ground.CRIME)
"""Grounds on which the law itself lets an office share without asking first, and before the review."""


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
    if params.on > clock.today():
        errors["on"] = _("Tanggal ini belum terjadi. Tulis tanggal hari ini atau sebelumnya.")
    return errors


def check_reported_claims(referral, params, by):
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
        promises.settle(move.case, given.amounts)
    if given.number or given.letter:
        file = Evidence.objects.filter(shared(move.case), pk=given.evidence or 0).first()
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
)  # fmt: skip
