"""The package that goes to another body with a case: drafted from the record, complete, frozen, and hashed.

It holds counts, kinds, dates, amounts, digests, and the words an officer wrote for it; never a name. The names of
those who agreed travel beside it, sealed, and are opened only while their agreement stands. What a mediator must
keep secret (UU 2/2004 Art. 12(3)) stays out: notes, messages, and answers marked confidential.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.principals import SYSTEM, Kind, Principal
from cases.access import cases_for
from cases.identity import log_reading, reveal, reveal_list
from cases.lineage import past, shared
from cases.models import Case, CaseEvent, CaseGrant, Claim, Claimant, Document, Evidence, Mandate
from cases.vocabulary import ClaimKind, Consent, GrantScope, Nature, Tier
from core.canonical import canonical, digest
from core.errors import NotFound
from ledger import balance
from ledger.models import ClaimBalance, Instalment
from workflows.belonging import common_or_own
from workflows.models.records import Escalation, HandOver, Package, Referral

SCHEMA = "hak-pekerja.package/1"
ADULT = 18
"""A child is anybody younger (UU 13/2003 Art. 1 no. 26)."""


class Right(TextChoices):
    """The human rights that a complaint touches, with the article that guarantees them."""

    FAIR_PAY = "fair_pay", _("Imbalan yang adil dan layak (UUD 1945 Pasal 28D ayat 2; UU 39/1999 Pasal 38)")
    DECENT_WORK = "decent_work", _("Pekerjaan dan syarat kerja yang adil (UU 39/1999 Pasal 38)")
    SOCIAL_SECURITY = "social_security", _("Jaminan sosial (UU 39/1999 Pasal 41)")
    SAFETY = "safety", _("Rasa aman dan perlindungan dari ancaman (UU 39/1999 Pasal 30)")
    CHILD = "child", _("Perlindungan anak dari eksploitasi ekonomi (UU 39/1999 Pasal 64)")


REMEDIES = {
    "case.bipartit_started": _("Perundingan bipartit diminta"),
    "case.bipartit_ended": _("Perundingan bipartit selesai"),
    "case.clarification_opened": _("Perusahaan dipanggil untuk klarifikasi"),
    "case.summons_served": _("Panggilan diserahkan"),
    "case.clarification_concluded": _("Klarifikasi selesai"),
    "case.dispute_registered": _("Perselisihan dicatatkan"),
    "case.mediation_opened": _("Mediasi dibuka"),
    "case.session_held": _("Sidang mediasi"),
    "case.recommendation_issued": _("Anjuran mediator"),
    "case.risalah_issued": _("Risalah mediasi"),
    "case.agreement_recorded": _("Perjanjian bersama"),
    "case.commitment_recorded": _("Janji pembayaran dalam berita acara"),
    "case.suit_filed": _("Gugatan ke PHI"),
    "case.execution_requested": _("Permohonan eksekusi"),
    "referral.sent": _("Pelimpahan ke instansi lain"),
    "referral.reported": _("Hasil dari instansi lain"),
    "escalation.handed_over": _("Eskalasi ke Kementerian HAM"),
    "escalation.returned": _("Eskalasi dikembalikan"),
    "escalation.concluded": _("Telaah Kementerian HAM selesai"),
}
"""What was tried to get the workers their due, by kind of event."""

CHRONOLOGY = REMEDIES | {
    "case.submitted": _("Pengaduan diajukan"),
    "case.accepted": _("Pengaduan diterima untuk ditelaah"),
    "case.claim_added": _("Tuntutan ditambahkan"),
    "case.answer_recorded": _("Perusahaan menjawab"),
    "case.reply_recorded": _("Jawaban atas anjuran"),
    "meeting.held": _("Pertemuan berlangsung"),
    "case.breach_recorded": _("Janji atau cicilan tidak ditepati"),
    "case.payment_recorded": _("Pembayaran dinyatakan"),
    "payment.confirmed": _("Pembayaran dikonfirmasi pekerja"),
    "payment.disputed": _("Pembayaran dibantah pekerja"),
    "case.retaliation_reported": _("Ancaman atau pembalasan dilaporkan"),
    "case.agreement_registered": _("Perjanjian bersama didaftarkan di PHI"),
    "case.settlement_left": _("Perjanjian dilanggar, perkara ditelaah kembali"),
    "case.ruling_recorded": _("Putusan pengadilan"),
    "case.insolvency_recorded": _("PKPU atau kepailitan perusahaan"),
    "case.split_off": _("Perkara dipisahkan"),
    "case.joined": _("Perkara digabung"),
    "case.reopened": _("Perkara dibuka kembali"),
    "referral.accepted": _("Pelimpahan diterima"),
    "referral.returned": _("Pelimpahan dikembalikan"),
    "escalation.requested": _("Pekerja meminta eskalasi"),
    "escalation.acknowledged": _("Kementerian HAM menerima berkas"),
    "escalation.asked_back": _("Kementerian HAM meminta kelengkapan"),
    "escalation.supplemented": _("Berkas dilengkapi"),
    "escalation.recommended": _("Rekomendasi Kementerian HAM"),
    "escalation.followed_up": _("Tindak lanjut rekomendasi"),
    "escalation.recalled": _("Eskalasi ditarik"),
    "evidence": _("Bukti diserahkan"),
}
"""What the chronology tells. A list of what may be told: nothing else gets into a package by being new."""


@dataclass(frozen=True)
class Draft:
    """What would be handed over now. `missing`: reasons why that is not complete yet, for people."""

    content: dict[str, Any]
    missing: list[Any] = field(default_factory=list)

    @cached_property
    def digest(self) -> str:
        return digest(self.content)


def draft_package(case: Case) -> Draft:
    """The package of `case` as its record stands, whoever it goes to. A dozen queries, however many workers."""
    events = _events(case)
    attachments = _attachments(case)
    workers = _workers(case)
    claims = _claims(case)
    total = balance.of_case(case)
    content = {
        "schema": SCHEMA,
        "case": {
            "reference": case.reference,
            "filed_on": day_of(case, case.filed_at),
            "region": case.region_id,
            "office": case.office.name,
            "status": case.status,
        },
        "complainant": _complainant(case),
        "workers": workers | {"waiting": total.workers_waiting},
        "respondents": _respondents(case),
        "rights": _rights(case, claims, workers),
        "claims": claims,
        "money": {name: getattr(total, name) for name in ("due", "confirmed", "stated", "outstanding")},
        "promises": _promises(case),
        "chronology": _chronology(events, attachments),
        "remedies": [event for event in events if event["kind"] in REMEDIES],
        "documents": _documents(case),
        "attachments": attachments,
    }
    return Draft(content, _missing(content))


def day_of(case: Case, moment: datetime) -> str:
    """The day of a moment where the case is handled, as ISO text."""
    return moment.astimezone(ZoneInfo(case.office.time_zone)).date().isoformat()


def _workers(case: Case) -> dict[str, int]:
    year = case.filed_at.year
    people = Claimant.objects.filter(case=case, withdrawn_at=None)
    counts = {
        "count": Q(),
        "women": Q(sex="P"),
        "men": Q(sex="L"),
        "children": Q(birth_year__gt=year - ADULT),
        "disability": Q(has_disability=True),
        "indigenous": Q(is_indigenous=True),
        "consented": Q(consent=Consent.GIVEN),
        "refused": Q(consent=Consent.REFUSED),
        "not_asked": Q(consent=Consent.NOT_ASKED),
    }
    return people.aggregate(**{name: Count("id", filter=which) for name, which in counts.items()})


def _complainant(case: Case) -> dict[str, Any]:
    """How the complaint came in, and in what ways the workers are represented; nobody's name."""
    mandates = Mandate.objects.current().filter(claimants__case=case.pk).distinct()
    return {"source": case.source, "represented_by": sorted(set(mandates.values_list("kind", flat=True)))}


def _respondents(case: Case) -> list[dict[str, str]]:
    return [
        {
            "tier": party.tier,
            "legal_name": party.employer.legal_name,
            "nib": party.employer.nib,
            "address": party.employer.address,
            "sector": party.employer.sector,
        }
        for party in case.parties.select_related("employer")
    ]


def _claims(case: Case) -> list[dict[str, Any]]:
    return list(
        ClaimBalance.objects.filter(case=case)
        .order_by("claim__kind", "claim__nature")
        .values(kind=F("claim__kind"), nature=F("claim__nature"))
        .annotate(
            workers=Count("claimant", distinct=True),
            due=Sum("due"),
            confirmed=Sum("confirmed"),
            outstanding=Sum("outstanding"),
        )
    )


def _rights(case: Case, claims: list[dict[str, Any]], workers: dict[str, int]) -> list[str]:
    rights = set()
    for claim in claims:
        if claim["kind"] == ClaimKind.BPJS:
            rights.add(Right.SOCIAL_SECURITY)
        elif claim["kind"] == ClaimKind.WITHHELD_DOCUMENTS:
            rights.add(Right.DECENT_WORK)
        else:
            rights.add(Right.FAIR_PAY)
        if claim["nature"] == Nature.PHK:
            rights.add(Right.DECENT_WORK)
    if case.shielded:
        rights.add(Right.SAFETY)
    if workers["children"]:
        rights.add(Right.CHILD)
    return sorted(rights)


def _promises(case: Case) -> list[dict[str, Any]]:
    """Instalments of commitments and agreements by due day and how they ended."""
    rows = (
        Instalment.objects.filter(case=case)
        .order_by("due_on", "state")
        .values("due_on", "state")
        .annotate(count=Count("id"), amount=Sum("amount"))
    )
    return [row | {"due_on": row["due_on"] and row["due_on"].isoformat()} for row in rows]


def _events(case: Case) -> list[dict[str, Any]]:
    """Day, kind, and how often, of what may be told; the day that it happened where the event says so."""
    counted: dict[tuple[str, str], int] = defaultdict(int)
    events = CaseEvent.objects.filter(past(case), kind__in=CHRONOLOGY)
    for event in events.order_by("at", "pk"):
        if not event.facts.get("confidential"):
            counted[(_happened_on(event.facts) or day_of(case, event.at), event.kind)] += 1
    told = [{"on": on, "kind": kind, "count": count} for (on, kind), count in counted.items()]
    return sorted(told, key=_by_day)


def _by_day(entry: dict[str, Any]) -> str:
    """Within a day the order stays that of the history."""
    return entry["on"]


def _happened_on(facts: dict[str, Any]) -> str:
    on = facts.get("on") or facts.get("made_on") or facts.get("signed_on")
    return on if isinstance(on, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", on) else ""


def _documents(case: Case) -> list[dict[str, Any]]:
    rows = Document.objects.filter(shared(case)).exclude(kind=Document.Kind.PACKAGE)
    # One paper may have been entered twice, such as minutes with two promises in them.
    papers = dict.fromkeys((row.kind, row.number, row.dated.isoformat(), row.sha256) for row in rows)
    return [dict(zip(("kind", "number", "on", "sha256"), paper, strict=True)) for paper in papers]


def _may_travel() -> Q:
    """A worker's own file goes along only with that worker's agreement, and not while it would tell who a shielded
    worker is; the office's files always."""
    agreed = Q(claimant__consent=Consent.GIVEN, claimant__withdrawn_at=None, claimant__shielded=False)
    return Q(erased_at=None) & (Q(claimant=None) | agreed)


def _attachments(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "id": row.pk,
            "kind": row.kind,
            "media_type": row.media_type,
            "size": row.size,
            "sha256": row.sha256,
            "on": day_of(case, row.at),
        }
        for number, row in enumerate(Evidence.objects.filter(_may_travel(), common_or_own(case)), start=1)
    ]


def _chronology(events: list[dict[str, Any]], attachments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events day by day, with the numbers of the attachments that came on that day."""
    given: dict[str, list[int]] = defaultdict(list)
    for attachment in attachments:
        given[attachment["on"]].append(attachment["number"])
    files = [
        {"on": on, "kind": "evidence", "count": len(numbers), "evidence": numbers}
        for on, numbers in given.items()
    ]
    return sorted([*events, *files], key=_by_day)


def _missing(content: dict[str, Any]) -> list[Any]:
    reasons = []
    if not content["workers"]["count"]:
        reasons.append(_("Tidak ada pekerja dalam perkara ini."))
    if not content["claims"]:
        reasons.append(_("Belum ada tuntutan. Tambahkan apa yang diminta pekerja."))
    direct = [party for party in content["respondents"] if party["tier"] == Tier.DIRECT]
    if not direct:
        reasons.append(_("Pemberi kerja langsung belum tercatat."))
    if not content["remedies"] and Right.SAFETY not in content["rights"]:
        reasons.append(_("Belum ada upaya yang ditempuh, misalnya bipartit, klarifikasi, atau mediasi."))
    if not content["attachments"] and not content["documents"]:
        reasons.append(
            _("Belum ada bukti atau surat yang boleh ikut. Berkas pekerja ikut hanya dengan persetujuannya.")
        )
    return reasons


# --- what an officer writes for it -----------------------------------------------------------------------


def tells_who(case: Case, texts: list[str], *, by: Principal) -> bool:
    """Whether words meant for a package name a claimant or carry a NIK."""
    words = "\n".join(texts)
    if re.search(r"(?<!\d)\d{16}(?!\d)", words):
        return True
    # Nobody reads them: the machine looks for them, those of shielded workers too.
    names = reveal(list(Claimant.objects.filter(case=case)), ["name"], by=SYSTEM, why="Periksa isi berkas")
    spelled = {re.escape(name) for row in names.values() if (name := row["name"].strip())}
    return bool(spelled) and bool(re.search(rf"\b(?:{'|'.join(spelled)})\b", words, re.I))


# --- frozen ----------------------------------------------------------------------------------------------


def freeze(record: HandOver, content: dict[str, Any], *, by: Principal, at: datetime) -> Package:
    """Keep `content` as the next version of what was handed over with `record`, never to change."""
    owner = {"escalation" if isinstance(record, Escalation) else "referral": record}
    version = Package.objects.filter(**owner).count() + 1
    text = canonical(content | {"version": version})
    return Package.objects.create(
        **owner,
        version=version,
        content=text,
        digest=digest(json.loads(text)),
        sealed_names=_sealed_names(record, by),
        frozen_at=at,
    )


def newest_content(record: HandOver) -> dict[str, Any]:
    """What was handed over last with `record`."""
    return json.loads(record.packages.latest("version").content)


def _named_there() -> Q:
    """Whose name another body may read: they agreed, and are not shielded."""
    return Q(consent=Consent.GIVEN, withdrawn_at=None, shielded=False)


def _sealed_names(record: HandOver, by: Principal) -> str:
    people = list(Claimant.objects.filter(_named_there(), case_id=record.case_id))
    names = reveal(people, ["name"], by=by, why=f"Berkas {record}")
    rows = {person.pk: [person.number, names[person.pk]["name"]] for person in people}
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def referral_rows(claims: list[Claim]) -> list[dict[str, Any]]:
    """Per worker (by number) and claim, what an inspector needs to calculate or examine."""
    rows = (
        ClaimBalance.objects.filter(claim__in=claims)
        .select_related("claim", "claimant")
        .order_by("claimant__number", "claim")
    )

    def iso(day):
        return day.isoformat() if day else None

    return [
        {
            "worker": row.claimant.number,
            "claim": row.claim_id,
            "kind": row.claim.kind,
            "from": iso(row.claim.period_from),
            "to": iso(row.claim.period_to),
            "contract": row.claimant.contract_kind,
            "work_start": iso(row.claimant.work_start),
            "work_end": iso(row.claimant.work_end),
            "base_wage": row.claimant.base_wage,
            "fixed_allowance": row.claimant.fixed_allowance,
            "pay": row.claimant.pay_kind,
            "daily_wage": row.claimant.daily_wage,
            "work_days": row.claimant.work_days,
            "overtime": row.claim.overtime,
            "due": row.due,
            "outstanding": row.outstanding,
        }
        for row in rows
    ]


# --- who may open it -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SharedPackage:
    """A frozen package as its receiver, or the office that gave it, may see it."""

    record: Escalation | Referral
    package: Package
    versions: list[Package]
    received: bool

    @cached_property
    def content(self) -> dict[str, Any]:
        return json.loads(self.package.content)

    @property
    def subject(self) -> str:
        return str(self.record)

    @property
    def is_intact(self) -> bool:
        """Whether the stored text still has the digest that stands in the history."""
        return digest(self.content) == self.package.digest


def share_with(record: HandOver) -> CaseGrant:
    """From now on the receiving office sees the package."""
    return CaseGrant.objects.create(
        case_id=record.case_id, office_id=record.office_id, scope=GrantScope.PACKAGE, via=str(record)
    )


def stop_sharing(record: HandOver, *, at: datetime) -> None:
    """Returned, recalled or concluded: the receiving office sees it no more. A case split off went along."""
    CaseGrant.objects.current().filter(via=str(record)).update(until=at)


def package_for(by: Principal, escalation_id: int, *, version: int | None = None) -> SharedPackage:
    """The package of an escalation, the newest version unless said otherwise. Raises NotFound."""
    return _shared(by, Escalation, escalation_id, version)


def referral_package_for(by: Principal, referral_id: int, *, version: int | None = None) -> SharedPackage:
    """The package of a referral, the newest version unless said otherwise. Raises NotFound."""
    return _shared(by, Referral, referral_id, version)


def package_of(by: Principal, record: HandOver, *, version: int | None = None) -> SharedPackage:
    """The package that went with `record`. Raises NotFound."""
    return _shared(by, type(record), record.pk, version)


def _shared(by: Principal, model: type, pk: int, version: int | None) -> SharedPackage:
    from workflows.rights import RECEIVING

    owner = model._meta.model_name
    shared = CaseGrant.objects.current().filter(
        case=OuterRef(f"{owner}__case"), office=OuterRef(f"{owner}__office"), via=f"{owner}:{pk}"
    )
    versions = list(
        Package.objects.filter(**{owner: pk})
        .select_related(f"{owner}__case", f"{owner}__office", f"{owner}__asked_by_office")
        .annotate(is_shared=Exists(shared))
        .order_by("-version")
    )
    package = next((row for row in versions if version in (None, row.version)), None)
    if package is None or by.kind not in (Kind.OFFICER, Kind.API):
        raise NotFound(str(pk))
    record = getattr(package, owner)
    received = package.is_shared and by.has_role(*RECEIVING, office_id=record.office_id)
    if not received and not cases_for(by).filter(pk=record.case_id).exists():
        raise NotFound(str(pk))
    return SharedPackage(record, package, versions, received)


def names_in(shared: SharedPackage, *, by: Principal) -> list[tuple[int, str]]:
    """(number, name) of those who agreed and whose agreement still stands; the reading is logged."""
    sealed = reveal_list(
        shared.package.sealed_names, case_id=shared.record.case_id, by=by, why=f"Berkas {shared.subject}"
    )
    agreed = set(
        Claimant.objects.filter(_named_there(), pk__in=[int(pk) for pk in sealed]).values_list(
            "pk", flat=True
        )
    )
    return sorted((number, name) for pk, (number, name) in sealed.items() if int(pk) in agreed)


def attachment_for(by: Principal, shared: SharedPackage, evidence_id: int) -> Evidence:
    """A file of a package, byte for byte the one handed over, while it may be shared; logged. Raises NotFound."""
    listed = next((row for row in shared.content["attachments"] if row["id"] == evidence_id), None)
    if listed is None:
        raise NotFound(str(evidence_id))
    evidence = (
        Evidence.objects.filter(_may_travel(), pk=evidence_id, sha256=listed["sha256"])
        .exclude(file="")
        .first()
    )
    if evidence is None:
        raise NotFound(str(evidence_id))
    log_reading(shared.record.case_id, f"evidence:{evidence.pk}", by=by, why=f"Berkas {shared.subject}")
    return evidence
