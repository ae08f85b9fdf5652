"""Towards a solution: bipartit, clarification, mediation, agreement, court.

UU 2/2004 on the settlement of industrial relations disputes; article numbers below are its own.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.principals import Kind
from cases.events import record
from cases.models import CaseEvent, Claim, Document, Evidence, ServiceRecord
from cases.models.material import in_source_language
from cases.vocabulary import ClaimState, Naming, Nature, Outcome, Status
from core import clock
from ledger import balance, promises
from ledger.models import Agreement, AmountKind, ClaimBalance, Instalment
from workflows import params as ask
from workflows.actions.intake import split_off
from workflows.people import acted_for
from workflows.table import (
    ANY_OPEN,
    MEDIATOR,
    OFFICER,
    SUPERVISOR,
    WORKER,
    Action,
    Move,
    Section,
    Who,
)

S = Status


def document(
    move: Move, kind: str, *, dated: date, number: str = "", title, evidence: int | None = None
) -> Document:
    """The official paper that goes with a move; its digest is that of the file, where there is one."""
    file = Evidence.objects.filter(case_id=move.case.pk, pk=evidence).first() if evidence else None
    return Document.objects.create(
        case_id=move.case.pk, kind=kind, number=number, dated=dated, title=in_source_language(title), evidence=file,
        sha256=file.sha256 if file else "",
    )  # fmt: skip


def not_in_future(*fields):
    """A check that these dates are not later than today: an officer records what has happened."""

    def check(facts, params, by):
        today = clock.now().date()
        return {
            name: _("Tanggal ini belum terjadi. Tulis tanggal hari ini atau sebelumnya.")
            for name in fields
            if (day := getattr(params, name)) and day > today
        }

    return check


def all_of(*checks):
    def check(facts, params, by):
        errors = {}
        for one in checks:
            errors |= {name: text for name, text in one(facts, params, by).items() if name not in errors}
        return errors

    return check


# --- bipartit (Arts. 3, 6) -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class BipartitStart:
    requested_on: date = ask.day(_("Tanggal surat permintaan berunding"))
    received_on: date | None = ask.day(_("Diterima perusahaan tanggal"), required=False)
    first_meeting_on: date | None = ask.day(_("Pertemuan pertama"), required=False)
    sent_by: str = ask.text(_("Bukti pengiriman"), _("Misalnya: resi pos, tanda terima, pesan terkirim."))
    evidence: int | None = ask.evidence(_("Berkas bukti"), required=False)


def start_bipartit(move: Move):
    given = move.params
    return {
        "requested_on": given.requested_on,
        "received_on": given.received_on,
        "first_meeting_on": given.first_meeting_on,
        "evidence": given.evidence,
    }


class BipartitEnd(TextChoices):
    RISALAH = "risalah", _("Risalah: tidak sepakat")
    REFUSED = "refused", _("Perusahaan menolak berunding")
    UNANSWERED = "unanswered", _("Dua kali diminta, tidak dijawab")


@dataclass(frozen=True, kw_only=True)
class BipartitResult:
    how: str = ask.choice(_("Bagaimana berakhir"), BipartitEnd)
    on: date = ask.day(_("Tanggal"))
    second_request_on: date | None = ask.day(
        _("Tanggal permintaan kedua"), _("Wajib bila tidak dijawab."), required=False
    )
    number: str = ask.text(_("Nomor risalah"), required=False, max_length=80)
    evidence: int | None = ask.evidence(_("Berkas risalah"), required=False)


def check_bipartit_end(facts, params, by):
    if params.how == BipartitEnd.UNANSWERED and not params.second_request_on:
        return {
            "second_request_on": _(
                "Tulis tanggal permintaan kedua: bipartit gagal setelah dua kali tidak dijawab."
            )
        }
    return {}


def end_bipartit(move: Move):
    given = move.params
    if given.how == BipartitEnd.RISALAH:
        document(move, Document.Kind.RISALAH, dated=given.on, number=given.number, title=_("Risalah bipartit"),
                 evidence=given.evidence)  # fmt: skip
    return {"how": given.how, "on": given.on, "second_request_on": given.second_request_on}


# --- clarification ---------------------------------------------------------------------------------------


class Names(TextChoices):
    NAMED = "named", _("Dengan nama pekerja")
    UNNAMED = "unnamed", _("Tanpa nama pekerja")


@dataclass(frozen=True, kw_only=True)
class Clarification:
    parties: list = ask.party(_("Perusahaan yang diminta menjawab"), many=True)
    answer_by: date = ask.day(_("Jawaban paling lambat"))
    names: str = ask.choice(_("Nama pekerja"), Names)
    number: str = ask.text(_("Nomor surat panggilan"), required=False, max_length=80)
    received_on: date | None = ask.day(_("Panggilan diterima tanggal"), required=False)


def check_clarification(facts, params, by):
    errors = {}
    if not set(params.parties) <= set(facts.case.parties.values_list("pk", flat=True)) or not params.parties:
        errors["parties"] = _("Pilih perusahaan dari rantai perkara ini.")
    if params.answer_by <= clock.now().date():
        errors["answer_by"] = _("Beri waktu menjawab: pilih tanggal setelah hari ini.")
    if params.names == Names.NAMED and not facts.all_agreed_to_be_named:
        errors["names"] = _(
            "Belum semua pekerja setuju disebut namanya. Catat persetujuan, atau panggil tanpa nama."
        )
    if params.names == Names.UNNAMED and not facts.happened("case.unnamed_confirmed"):
        errors["names"] = _("Penyelia harus memastikan dahulu bahwa fakta perkara tidak menunjuk orangnya.")
    return errors


def somebody_may_be_spoken_for(facts, by):
    if facts.workers and facts.namings.get(Naming.DO_NOT_APPROACH, 0) == facts.workers:
        return _("Semua pekerja meminta perusahaan tidak dihubungi.")


def open_clarification(move: Move):
    given = move.params
    document(
        move,
        Document.Kind.SUMMONS,
        dated=clock.now().date(),
        number=given.number,
        title=_("Panggilan klarifikasi"),
    )
    served = {str(pk): given.received_on for pk in given.parties if given.received_on}
    return {
        "parties": sorted(given.parties),
        "answer_by": given.answer_by,
        "named": given.names == Names.NAMED,
        "received_on": served,
    }


@dataclass(frozen=True, kw_only=True)
class Summons:
    party: int = ask.party(_("Perusahaan"))
    number: str = ask.text(_("Nomor panggilan"), max_length=80)
    received_on: date | None = ask.day(_("Diterima tanggal"), _("Kosong bila tidak sampai."), required=False)
    posted_on: date = ask.day(_("Dikirim tanggal"))
    proof: int | None = ask.evidence(_("Bukti"), required=False)


def record_summons(move: Move):
    given = move.params
    summons = document(
        move, Document.Kind.SUMMONS, dated=given.posted_on, number=given.number, title=_("Panggilan")
    )
    if given.received_on:
        ServiceRecord.objects.create(
            case_id=move.case.pk, document=summons, party_id=given.party, means=ServiceRecord.Means.POST,
            received_on=given.received_on, proof_id=given.proof,
        )  # fmt: skip
    return {"party": given.party, "posted_on": given.posted_on, "received_on": given.received_on}


class Stance(TextChoices):
    ACCEPTS = "accepts", _("Mengakui")
    DISPUTES = "disputes", _("Membantah")
    PAID = "paid", _("Menyatakan sudah membayar")
    OFFERS = "offers", _("Menawarkan jumlah")


@dataclass(frozen=True, kw_only=True)
class Answer:
    party: int = ask.party(_("Perusahaan yang menjawab"))
    on: date = ask.day(_("Tanggal jawaban"))
    stance: str = ask.choice(_("Isi jawaban"), Stance)
    claims: list = ask.claims(_("Tentang tuntutan"), _("Kosong berarti semua."), required=False)
    offered: dict = ask.amounts(_("Jumlah yang ditawarkan"), required=False, of="due")
    confidential: bool = ask.boolean(_("Rahasia: disampaikan kepada mediator saja (Pasal 12 ayat 3)"))
    words: str = ask.long_text(_("Jawaban"), required=False)


def check_answer(facts, params, by):
    if params.stance == Stance.OFFERS and not params.offered:
        return {"offered": _("Tulis jumlah yang ditawarkan.")}
    return {}


def record_answer(move: Move):
    given = move.params
    if given.offered:
        balance.post(move.case, AmountKind.OFFERED, given.offered, event_seq=move.seq)
    move.note = given.words
    if given.confidential:  # UU 2/2004 Art. 12(3): for the mediator alone
        move.note_for = "office"
    return {
        "party": given.party,
        "on": given.on,
        "stance": given.stance,
        "claims": len(given.claims) or None,
        "offered": sum(given.offered.values()) if given.offered else None,
        "confidential": given.confidential,
    }


class ClarificationEnd(TextChoices):
    ANSWERED = "answered", _("Dijawab")
    PROMISED = "promised", _("Menjanjikan pembayaran")
    DISPUTED = "disputed", _("Membantah")
    REFUSED = "refused", _("Menolak menjawab")
    SILENT = "silent", _("Diam setelah dua panggilan")


@dataclass(frozen=True, kw_only=True)
class ClarificationResult:
    how: str = ask.choice(_("Hasil"), ClarificationEnd)
    on: date = ask.day(_("Tanggal"))
    minutes: str = ask.text(_("Nomor berita acara"), max_length=80)
    evidence: int | None = ask.evidence(_("Berkas berita acara"), required=False)


def check_clarification_end(facts, params, by):
    if params.how == ClarificationEnd.SILENT and not facts.happened_since(
        "case.summons_served", "case.clarification_opened"
    ):
        return {
            "how": _("Perusahaan dinyatakan diam setelah dua panggilan. Catat panggilan kedua lebih dahulu.")
        }
    return {}


def conclude_clarification(move: Move):
    given = move.params
    document(move, Document.Kind.MINUTES, dated=given.on, number=given.minutes, title=_("Berita acara klarifikasi"),
             evidence=given.evidence)  # fmt: skip
    return {"how": given.how, "on": given.on}


# --- mediation (Arts. 4, 8-16) ---------------------------------------------------------------------------


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
    only_mediation = facts.natures <= {Nature.HAK, Nature.NORM}
    if not only_mediation and facts.runs("forum_choice") and not facts.happened("case.forum_chosen"):
        return _("Para pihak masih punya waktu memilih konsiliasi atau arbitrase (7 hari kerja).")


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


def hold_session(move: Move):
    given = move.params
    earlier = move.facts.events.get("case.session_held")
    document(
        move,
        Document.Kind.MINUTES,
        dated=given.on,
        number=given.minutes,
        title=_("Berita acara sidang mediasi"),
    )
    return {
        "on": given.on,
        "number": earlier.count + 1 if earlier else 1,
        "worker_came": given.worker_came,
        "employer_came": given.employer_came,
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
    paper = Document.objects.filter(case_id=move.case.pk, kind=Document.Kind.ANJURAN).last()
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


def replies_of(case_id: int) -> dict[str, str]:
    """The last reply of each recipient to the latest anjuran; who is absent was silent, which is a refusal."""
    replies: dict[str, str] = {}
    events = CaseEvent.objects.filter(
        case=case_id, kind__in=("case.recommendation_issued", "case.reply_recorded")
    )
    for event in events.order_by("seq"):
        if event.kind == "case.recommendation_issued":
            replies = {}
        else:
            replies |= event.facts["recipients"]
    return replies


def replies_are_in(facts, by):
    if facts.runs("replies"):
        return _("Masih ada yang punya waktu menjawab anjuran (10 hari kerja sejak diterima).")


def _agreeing(case_id: int) -> list[int]:
    """Claimants who, like their employer, agreed to the anjuran."""
    replies = replies_of(case_id)
    employer_agrees = any(who.startswith("party:") and said == Reply.AGREES for who, said in replies.items())
    said_yes = [
        int(who.partition(":")[2])
        for who, said in replies.items()
        if who.startswith("claimant:") and said == Reply.AGREES
    ]
    return said_yes if employer_agrees else []


@dataclass(frozen=True, kw_only=True)
class Risalah:
    on: date = ask.day(_("Tanggal risalah"))
    number: str = ask.text(_("Nomor risalah"), max_length=80)
    evidence: int | None = ask.evidence(_("Berkas risalah"), required=False)


def check_risalah(facts, params, by):
    if facts.workers and len(_agreeing(facts.case.pk)) >= facts.workers:
        return {"on": _("Semua pihak setuju dengan anjuran. Catat perjanjian bersama, bukan risalah.")}
    return {}


def issue_risalah(move: Move):
    """Those who agreed are split off, still at the anjuran, to record their agreement; the rest may go to court."""
    document(move, Document.Kind.RISALAH, dated=move.params.on, number=move.params.number,
             title=_("Risalah penyelesaian mediasi"), evidence=move.params.evidence)  # fmt: skip
    agreeing = _agreeing(move.case.pk)
    new = split_off(move, agreeing) if agreeing else None
    return {"on": move.params.on, "split_to": new.pk if new else None}


# --- agreement (Arts. 7, 13) -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class NewAgreement:
    signed_on: date = ask.day(_("Ditandatangani tanggal"))
    claimants: list = ask.claimants(
        _("Pekerja yang menandatangani"), _("Kosong berarti semua pekerja."), required=False
    )
    agreed: dict = ask.amounts(
        _("Jumlah yang disepakati tiap tuntutan"),
        _("Kosong berarti seluruh sisa yang belum dibayar."),
        required=False,
        of="due",
    )
    schedule: str = ask.long_text(
        _("Jadwal pembayaran"), _("Satu tanggal tiap baris, boleh dengan bagian: 2026-03-31 60%")
    )
    replaces_earlier: bool = ask.boolean(_("Menggantikan perjanjian sebelumnya"))
    below_minimum_explained: str = ask.text(
        _("Bila di bawah hak minimum: mengapa pekerja menerima"), required=False
    )
    evidence: int | None = ask.evidence(_("Berkas perjanjian bersama"), required=False)


def _signers(facts, params) -> set[int]:
    people = facts.case.claimants.filter(withdrawn_at=None)
    if params.claimants:
        people = people.filter(pk__in=params.claimants)
    return set(people.values_list("pk", flat=True))


def _agreed_amounts(case_id: int, signers: set[int], params) -> dict[int, int]:
    """What each claim of the signers was agreed at: as written, else all that is due and not yet confirmed.

    The agreed amount takes the place of what was due, so what was confirmed before counts towards it.
    """
    rows = ClaimBalance.objects.filter(case=case_id, claimant__in=signers)
    if params.agreed:
        return {row.claim_id: params.agreed[row.claim_id] for row in rows if row.claim_id in params.agreed}
    return {row.claim_id: row.due for row in rows if row.outstanding}


def check_agreement(facts, params, by):
    errors = {}
    try:
        promises.read_schedule(params.schedule)
    except promises.UnreadableSchedule as error:
        errors["schedule"] = (
            _("Bagian-bagian harus berjumlah 100%.")
            if error.line == 0
            else _("Baris %(line)s bukan tanggal. Tulis seperti 2026-03-31.") % {"line": error.line}
        )
    signers = _signers(facts, params)
    if not signers:
        errors["claimants"] = _("Pilih pekerja dari perkara ini.")
    amounts = _agreed_amounts(facts.case.pk, signers, params)
    if not amounts or any(amount <= 0 for amount in amounts.values()):
        errors["agreed"] = _("Tulis jumlah yang disepakati, lebih dari nol.")
    computed = dict(
        ClaimBalance.objects.filter(claim__in=amounts)
        .exclude(computed=None)
        .values_list("claim_id", "computed")
    )
    if any(amounts[pk] < least for pk, least in computed.items()) and not params.below_minimum_explained:
        errors["below_minimum_explained"] = _(
            "Jumlah di bawah hak minimum menurut hukum. Tulis mengapa pekerja menerimanya."
        )
    return errors


def only_some_sign(move: Move) -> bool:
    return len(_signers(move.facts, move.params)) < move.facts.workers


def settled_unless_split(move: Move):
    return None if only_some_sign(move) else S.IN_SETTLEMENT


def record_agreement(move: Move):
    """Where only some sign, they are split off first: the rest stays where it is (rule 2)."""
    signers = _signers(move.facts, move.params)
    if not only_some_sign(move):
        return _write_agreement(move, move.case, signers, seq=move.seq)
    new = split_off(move, sorted(signers), status=S.IN_SETTLEMENT)
    facts = _write_agreement(move, new, signers, seq=new.head_seq + 1)
    record(new, move.action.event, by=move.by, facts=facts, status_from=new.status)
    move.event = "case.split"
    return {"new_case": new.pk, "claimants": sorted(signers)}


def _write_agreement(move: Move, case, signers: set[int], *, seq: int) -> dict:
    given = move.params
    amounts = _agreed_amounts(case.pk, signers, given)
    earlier = Agreement.objects.filter(case=case).order_by("-pk").first() if given.replaces_earlier else None
    paper = Document.objects.create(
        case=case, kind=Document.Kind.PERJANJIAN_BERSAMA, dated=given.signed_on, title="Perjanjian bersama",
        evidence_id=given.evidence,
    )  # fmt: skip
    agreement = Agreement.objects.create(
        case=case, signed_on=given.signed_on, replaces=earlier, document=paper, event_seq=seq,
        witnessed_by_mediator=move.by.has_role(*MEDIATOR),
    )  # fmt: skip
    if earlier:
        Instalment.objects.filter(agreement=earlier, claim__in=amounts).exclude(
            state=Instalment.State.MET
        ).update(state=Instalment.State.REPLACED)
    balance.post(case, AmountKind.AGREED, amounts, event_seq=seq)
    confirmed = dict(ClaimBalance.objects.filter(claim__in=amounts).values_list("claim_id", "confirmed"))
    left = {pk: max(amount - confirmed.get(pk, 0), 0) for pk, amount in amounts.items()}
    schedule = promises.read_schedule(given.schedule)
    rows = promises.lay_out(case, left, schedule, promise=agreement)
    if given.below_minimum_explained:
        move.note = given.below_minimum_explained
    return {
        "agreement": agreement.pk,
        "signed_on": given.signed_on,
        "claimants": len(signers),
        "amount": sum(amounts.values()),
        "replaces": earlier.pk if earlier else None,
        "instalments": {"count": len(rows), "due": sorted({row.due_on for row in rows})},
    }


def an_agreement_waits_for_its_deed(facts, by):
    if not Agreement.objects.filter(case=facts.case, deed_number="").exists():
        return _("Semua perjanjian bersama sudah didaftarkan.")


@dataclass(frozen=True, kw_only=True)
class Deed:
    deed_number: str = ask.text(_("Nomor akta bukti pendaftaran"), max_length=80)
    registered_on: date = ask.day(_("Didaftarkan tanggal"))


def register_agreement(move: Move):
    agreement = Agreement.objects.filter(case_id=move.case.pk, deed_number="").order_by("pk").first()
    agreement.deed_number, agreement.registered_on = move.params.deed_number, move.params.registered_on
    agreement.save(update_fields=["deed_number", "registered_on"])
    return {"agreement": agreement.pk, "on": move.params.registered_on}


def a_breach_was_recorded(facts, by):
    if not facts.happened("case.breach_recorded"):
        return _("Belum ada pelanggaran janji yang dicatat.")


@dataclass(frozen=True, kw_only=True)
class NextStep:
    next_step: str = ask.long_text(_("Langkah berikutnya"))


def leave_settlement(move: Move):
    move.note = move.params.next_step
    return {}


# --- court (Arts. 81-115) --------------------------------------------------------------------------------


def a_deed_or_ruling_is_there(facts, by):
    deed = Agreement.objects.filter(case=facts.case).exclude(deed_number="").exists()
    if not deed and not facts.happened("case.ruling_recorded"):
        return _("Eksekusi memerlukan akta pendaftaran perjanjian bersama atau putusan.")


@dataclass(frozen=True, kw_only=True)
class Execution:
    on: date = ask.day(_("Tanggal permohonan"))
    number: str = ask.text(_("Nomor permohonan"), required=False, max_length=80)


def request_execution(move: Move):
    return {"on": move.params.on}


@dataclass(frozen=True, kw_only=True)
class Suit:
    number: str = ask.text(_("Nomor perkara PHI"), max_length=80)
    on: date = ask.day(_("Tanggal didaftarkan"))


def file_suit(move: Move):
    document(
        move, Document.Kind.OTHER, dated=move.params.on, number=move.params.number, title=_("Gugatan PHI")
    )
    return {"on": move.params.on}


@dataclass(frozen=True, kw_only=True)
class Ruling:
    number: str = ask.text(_("Nomor putusan"), max_length=80)
    read_on: date = ask.day(_("Dibacakan tanggal"))
    notified_on: date | None = ask.day(
        _("Diberitahukan tanggal"), _("Bila pekerja tidak hadir saat dibacakan."), required=False
    )
    final: bool = ask.boolean(_("Sudah berkekuatan hukum tetap"))
    awarded: dict = ask.amounts(
        _("Jumlah yang diputus tiap tuntutan"), _("Nol berarti ditolak."), required=False, of="due"
    )
    evidence: int | None = ask.evidence(_("Berkas putusan"), required=False)


def record_ruling(move: Move):
    given = move.params
    document(move, Document.Kind.RULING, dated=given.read_on, number=given.number, title=_("Putusan PHI"),
             evidence=given.evidence)  # fmt: skip
    if given.final:
        lost = [pk for pk, amount in given.awarded.items() if amount == 0]
        Claim.objects.filter(case_id=move.case.pk, pk__in=lost).update(state=ClaimState.LOST)
    if given.awarded:
        balance.post(move.case, AmountKind.AWARDED, given.awarded, event_seq=move.seq)
    return {
        "read_on": given.read_on,
        "notified_on": given.notified_on,
        "final": given.final,
        "awarded": sum(given.awarded.values()) if given.awarded else None,
    }


@dataclass(frozen=True, kw_only=True)
class CourtEnd:
    outcome: str = ask.choice(
        _("Bagaimana berakhir"),
        [(o.value, o.label) for o in (Outcome.COURT_CONCLUDED, Outcome.NOT_PURSUED)],
    )
    statement: str = ask.long_text(
        _("Pernyataan pekerja"), _("Wajib bila masih ada yang belum dibayar atau perkara tidak dilanjutkan."),
        required=False,
    )  # fmt: skip


def check_court_end(facts, params, by):
    if facts.workers > 1 and (by.kind in (Kind.CLAIMANT, Kind.REPRESENTATIVE) or by.on_behalf_of):
        return {
            "outcome": _("Perkara ini milik beberapa pekerja. Minta petugas memisahkan bagian Anda dahulu.")
        }
    if (params.outcome == Outcome.NOT_PURSUED or facts.outstanding) and not params.statement:
        return {
            "statement": _(
                "Pekerja masih menunggu uang. Tulis pernyataan pekerja bahwa perkara tidak dilanjutkan."
            )
        }
    return {}


def end_court(move: Move):
    move.case.came_from = move.came_from
    move.case.outcome = move.params.outcome
    unpaid = ClaimBalance.objects.filter(case_id=move.case.pk, outstanding__gt=0).values("claim")
    open_claims = Claim.objects.filter(case_id=move.case.pk, state=ClaimState.OPEN)
    open_claims.filter(pk__in=unpaid).update(state=ClaimState.CLOSED_UNPAID)
    Claim.objects.filter(case_id=move.case.pk, state=ClaimState.OPEN).update(state=ClaimState.PAID)
    balance.refresh(move.case)
    move.note = move.params.statement or move.note
    return {"outcome": move.params.outcome}


@dataclass(frozen=True, kw_only=True)
class StepTaken:
    """A step that only the worker can take, outside; recorded, it stops the date that warned of it."""

    on: date = ask.day(_("Tanggal"))
    claimants: list = ask.claimants(_("Untuk pekerja"), _("Kosong berarti semua pekerja."), required=False)


def record_step(move: Move):
    return {
        "on": move.params.on,
        "claimants": [person.pk for person in acted_for(move, move.params.claimants)],
    }


class InsolvencyKind(TextChoices):
    PKPU = "pkpu", _("PKPU")
    PAILIT = "pailit", _("Pailit")


@dataclass(frozen=True, kw_only=True)
class Insolvency:
    kind: str = ask.choice(_("PKPU atau pailit"), InsolvencyKind)
    number: str = ask.text(_("Nomor perkara niaga"), max_length=80)
    on: date = ask.day(_("Tanggal putusan"))
    curator: str = ask.text(_("Kurator atau pengurus"))


def record_insolvency(move: Move):
    move.note = move.params.curator
    document(move, Document.Kind.OTHER, dated=move.params.on, number=move.params.number,
             title=InsolvencyKind(move.params.kind).label)  # fmt: skip
    return {"kind": move.params.kind, "on": move.params.on, "outstanding": move.facts.outstanding}


def only(*statuses):
    return frozenset(statuses)


ACTIONS: tuple[Action, ...] = (
    Action(
        "start_bipartit", _("Mulai bipartit"), Section.SOLUTION, only(S.UNDER_REVIEW), WORKER + OFFICER,
        "case.bipartit_started", _("Perundingan dengan perusahaan (bipartit) dimulai."),
        target=S.IN_BIPARTIT, params=BipartitStart, check=not_in_future("requested_on", "received_on"),
        write=start_bipartit,
    ),
    Action(
        "end_bipartit", _("Catat hasil bipartit"), Section.SOLUTION, only(S.IN_BIPARTIT), WORKER + OFFICER,
        "case.bipartit_ended", _("Perundingan bipartit selesai tanpa kesepakatan."),
        target=S.UNDER_REVIEW, params=BipartitResult, check=all_of(check_bipartit_end, not_in_future("on")),
        write=end_bipartit,
    ),
    Action(
        "confirm_unnamed", _("Pastikan aman tanpa nama"), Section.SOLUTION, ANY_OPEN, SUPERVISOR,
        "case.unnamed_confirmed", _("Perusahaan akan dihubungi tanpa menyebut nama Anda."), needs_reason=True,
    ),
    Action(
        "open_clarification", _("Minta klarifikasi perusahaan"), Section.SOLUTION,
        only(S.UNDER_REVIEW, S.REFERRED, S.MINISTRY_RECOMMENDED), OFFICER,
        "case.clarification_opened", _("Perusahaan diminta menjawab."),
        target=S.IN_CLARIFICATION, params=Clarification, check=check_clarification,
        guards=(somebody_may_be_spoken_for,), write=open_clarification,
    ),
    Action(
        "record_summons", _("Catat panggilan"), Section.SOLUTION, only(S.IN_CLARIFICATION, S.IN_MEDIATION),
        OFFICER + MEDIATOR, "case.summons_served", _("Perusahaan dipanggil lagi."),
        params=Summons, check=not_in_future("received_on", "posted_on"), write=record_summons,
    ),
    Action(
        "record_answer", _("Catat jawaban perusahaan"), Section.SOLUTION, only(S.IN_CLARIFICATION),
        (Who.EMPLOYER, *OFFICER), "case.answer_recorded", _("Perusahaan menjawab."),
        params=Answer, check=all_of(check_answer, not_in_future("on")), write=record_answer,
    ),
    Action(
        "conclude_clarification", _("Selesaikan klarifikasi"), Section.SOLUTION, only(S.IN_CLARIFICATION), OFFICER,
        "case.clarification_concluded", _("Permintaan jawaban kepada perusahaan (klarifikasi) selesai."),
        target=S.UNDER_REVIEW, params=ClarificationResult, check=all_of(check_clarification_end, not_in_future("on")),
        write=conclude_clarification,
    ),
    Action(
        "register_dispute", _("Catatkan perselisihan"), Section.SOLUTION, only(S.UNDER_REVIEW), OFFICER,
        "case.dispute_registered", _("Perselisihan Anda dicatatkan di dinas tenaga kerja."),
        params=Registration, check=not_in_future("on"), guards=(bipartit_was_tried, not_registered_yet),
        write=register_dispute,
    ),
    Action(
        "choose_forum", _("Catat pilihan jalur"), Section.SOLUTION, only(S.UNDER_REVIEW), WORKER + OFFICER,
        "case.forum_chosen", _("Jalur penyelesaian sudah dipilih: mediasi, konsiliasi, atau arbitrase."),
        params=ForumChoice, check=all_of(check_forum, not_in_future("on")), guards=(dispute_registered,),
        write=choose_forum,
    ),
    Action(
        "open_mediation", _("Buka mediasi"), Section.SOLUTION, only(S.UNDER_REVIEW, S.MINISTRY_RECOMMENDED), MEDIATOR,
        "case.mediation_opened", _("Mediator menangani perkara Anda."),
        target=S.IN_MEDIATION, params=Mediation, check=all_of(check_mediation, not_in_future("handed_over_on")),
        guards=(dispute_registered, forum_choice_passed, everyone_agreed_to_be_named), write=open_mediation,
    ),
    Action(
        "hold_session", _("Catat sidang mediasi"), Section.SOLUTION, only(S.IN_MEDIATION), MEDIATOR,
        "case.session_held", _("Sidang mediasi diadakan."),
        params=MediationSession, check=not_in_future("on"), write=hold_session,
    ),
    Action(
        "issue_recommendation", _("Terbitkan anjuran"), Section.SOLUTION, only(S.IN_MEDIATION), MEDIATOR,
        "case.recommendation_issued", _("Mediator menerbitkan anjuran: saran tertulis untuk Anda dan perusahaan."),
        target=S.RECOMMENDED, params=Anjuran, check=not_in_future("on"), guards=(a_session_was_held,),
        write=issue_recommendation,
    ),
    Action(
        "serve", _("Catat penyerahan anjuran"), Section.SOLUTION, only(S.RECOMMENDED), OFFICER + MEDIATOR,
        "case.served", _("Anjuran (saran tertulis mediator) sudah diserahkan."),
        params=Service, check=all_of(check_service, not_in_future("received_on")), write=serve,
    ),
    Action(
        "record_reply", _("Jawab anjuran"), Section.SOLUTION, only(S.RECOMMENDED),
        (*WORKER, Who.EMPLOYER, *OFFICER, *MEDIATOR), "case.reply_recorded", _("Jawaban atas anjuran dicatat."),
        params=ReplyGiven, check=all_of(check_reply, not_in_future("on")), write=record_reply,
    ),
    Action(
        "issue_risalah", _("Terbitkan risalah"), Section.SOLUTION, only(S.RECOMMENDED), MEDIATOR,
        "case.risalah_issued", _("Mediasi berakhir tanpa kesepakatan. Anda dapat menggugat ke Pengadilan Hubungan Industrial (PHI)."),
        target=S.IN_COURT, params=Risalah, check=all_of(check_risalah, not_in_future("on")),
        guards=(replies_are_in,), write=issue_risalah,
    ),
    Action(
        "record_agreement", _("Catat perjanjian bersama"), Section.SOLUTION,
        only(S.UNDER_REVIEW, S.IN_BIPARTIT, S.IN_CLARIFICATION, S.IN_MEDIATION, S.RECOMMENDED, S.IN_COURT,
             S.MINISTRY_RECOMMENDED), OFFICER + MEDIATOR,
        "case.agreement_recorded", _("Perjanjian bersama ditandatangani: kesepakatan tertulis yang mengikat Anda dan perusahaan."),
        target=settled_unless_split, targets=only(S.IN_SETTLEMENT), params=NewAgreement,
        check=all_of(check_agreement, not_in_future("signed_on")), write=record_agreement,
    ),
    Action(
        "register_agreement", _("Catat pendaftaran di PHI"), Section.SOLUTION, only(S.IN_SETTLEMENT), WORKER + OFFICER,
        "case.agreement_registered", _("Perjanjian bersama sudah didaftarkan di pengadilan (PHI). Bila dilanggar, pengadilan dapat memaksa perusahaan membayar."),
        params=Deed, check=not_in_future("registered_on"), guards=(an_agreement_waits_for_its_deed,),
        write=register_agreement,
    ),
    Action(
        "leave_settlement", _("Tinggalkan pemantauan"), Section.SOLUTION, only(S.IN_SETTLEMENT), OFFICER,
        "case.settlement_left", _("Perjanjian bersama dilanggar. Perkara Anda kami telaah lagi."),
        target=S.UNDER_REVIEW, params=NextStep, guards=(a_breach_was_recorded,), write=leave_settlement,
    ),
    Action(
        "request_execution", _("Minta eksekusi"), Section.SOLUTION, only(S.IN_SETTLEMENT, S.IN_COURT), WORKER,
        "case.execution_requested", _("Permohonan eksekusi diajukan: pengadilan (PHI) diminta memaksa perusahaan membayar."),
        target=S.IN_COURT, params=Execution, check=not_in_future("on"),
        guards=(a_deed_or_ruling_is_there, a_breach_was_recorded), write=request_execution,
    ),
    Action(
        "file_suit", _("Catat gugatan"), Section.SOLUTION, only(S.IN_COURT), WORKER + OFFICER,
        "case.suit_filed", _("Gugatan didaftarkan di Pengadilan Hubungan Industrial (PHI)."), params=Suit, check=not_in_future("on"), write=file_suit,
    ),
    Action(
        "record_ruling", _("Catat putusan"), Section.SOLUTION, only(S.IN_COURT), WORKER + OFFICER,
        "case.ruling_recorded", _("Pengadilan memutus perkara Anda."),
        params=Ruling, check=not_in_future("read_on", "notified_on"), write=record_ruling,
    ),
    Action(
        "end_court", _("Tutup perkara pengadilan"), Section.SOLUTION, only(S.IN_COURT), WORKER + OFFICER,
        "case.court_ended", _("Perkara di pengadilan selesai."),
        target=S.CLOSED, params=CourtEnd, check=check_court_end, write=end_court, countersign=SUPERVISOR,
    ),
    Action(
        "record_phk_refusal", _("Catat penolakan PHK"), Section.SOLUTION, ANY_OPEN, WORKER + OFFICER,
        "case.phk_refused", _("Anda menolak PHK secara tertulis (PP 35/2021 Pasal 39)."),
        params=StepTaken, check=not_in_future("on"), write=record_step,
    ),
    Action(
        "record_jkp_claim", _("Catat pengajuan JKP"), Section.SOLUTION, ANY_OPEN, WORKER + OFFICER,
        "case.jkp_claimed", _("Anda sudah mengajukan jaminan kehilangan pekerjaan (JKP) ke BPJS Ketenagakerjaan."),
        params=StepTaken, check=not_in_future("on"), write=record_step,
    ),
    Action(
        "record_cassation", _("Catat kasasi"), Section.SOLUTION, only(S.IN_COURT), WORKER + OFFICER,
        "case.cassation_filed", _("Kasasi diajukan ke Mahkamah Agung."),
        params=StepTaken, check=not_in_future("on"), write=record_step,
    ),
    Action(
        "record_insolvency", _("Catat PKPU atau pailit"), Section.SOLUTION, ANY_OPEN, OFFICER,
        "case.insolvency_recorded",
        _("Perusahaan pailit, atau diberi penundaan membayar utang (PKPU). Upah Anda didahulukan dari utang lain (PP 36/2021 Pasal 49)."),
        params=Insolvency, check=not_in_future("on"), write=record_insolvency,
    ),
)  # fmt: skip
