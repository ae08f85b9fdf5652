"""Cases that divide and join. Events never move: the first event of the new case names its parents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from accounts.principals import Principal
from cases.events import record
from cases.lineage import extended
from cases.models import Case, Claim, Claimant, Mandate
from cases.vocabulary import (
    Outcome,
    Status,
)
from ledger import balance, promises
from workflows import params as ask
from workflows.actions.completion import close_as
from workflows.guards import no_open_approval
from workflows.table import (
    ANY_OPEN,
    MEDIATOR,
    OFFICER,
    SUPERVISOR,
    Action,
    Move,
    Section,
)

if TYPE_CHECKING:
    from workflows.models import CaseFlow

S = Status
FEW = 20
"""Up to so many claimants may each be the last with a date that they shared with others."""


@dataclass(frozen=True, kw_only=True)
class Merging:
    lead: str = ask.text(
        _("Nomor perkara induk"), _("Perkara lain terhadap perusahaan yang sama."), max_length=20
    )


def _lead_case(reference: str) -> Case | None:
    from core.ids import read_reference

    return Case.objects.filter(reference=read_reference(reference) or "").exclude(status=S.CLOSED).first()


def check_lead(facts, params, by):
    lead = _lead_case(params.lead)
    if lead is None or lead.pk == facts.case.pk or lead.office_id not in by.office_ids:
        return {"lead": _("Tulis nomor perkara lain yang masih terbuka di kantor Anda.")}
    mine = set(facts.case.parties.values_list("employer", flat=True))
    if not mine & set(lead.parties.values_list("employer", flat=True)):
        return {"lead": _("Perkara induk harus terhadap perusahaan yang sama.")}
    return {}


def merge_into(move: Move):
    """The claimants keep their receipts, first filing date and privacy: they keep this case's rows, and the lead
    case watches their money through `merged_into`."""
    # The lead case's chain grows too: its row is held as well.
    lead = Case.objects.select_for_update(of=("self",)).get(pk=_lead_case(move.params.lead).pk)
    move.case.merged_into = lead
    close_as(Outcome.MERGED)(move)
    people = list(Claimant.objects.filter(case_id=move.case.pk).order_by("number"))
    names = _move_people(people, lead) | records_join(move.case, lead, people)
    signals_join(move.case, lead)
    balance.refresh(move.case)
    _tell_lineage(lead, "case.joined", people, parent=move.case, by=move.by, records=names)
    return {"outcome": Outcome.MERGED, "lead": lead.pk, "claimants": [person.pk for person in people]}


def records_join(old: Case, lead: Case, people: list[Claimant]) -> dict[str, str]:
    """What is open with another body, and who is called to a meeting, goes along with all of a case: the records
    themselves, now beside the lead case. Returns their names, which stay."""
    from cases.models import CaseGrant
    from workflows.models.records import Escalation, Meeting, Referral

    names = {}
    for model in (Referral, Escalation):
        for handed in model.objects.filter(case=old.pk, ended_at=None):
            handed.case, handed.whole = lead, False
            handed.save(update_fields=["case", "whole"])
            CaseGrant.objects.current().filter(case=old.pk, via=str(handed)).update(case=lead)
            names[str(handed)] = str(handed)
    here = dict(lead.parties.values_list("employer", "pk"))
    for meeting in Meeting.objects.filter(case=old.pk, state=Meeting.State.PLANNED):
        if meeting.every_worker:
            meeting.claimants.set([person for person in people if person.withdrawn_at is None])
        meeting.parties.set([here.get(party.employer_id, party.pk) for party in meeting.parties.all()])
        meeting.case, meeting.every_worker = lead, False
        meeting.save(update_fields=["case", "every_worker"])
        names[str(meeting)] = str(meeting)
    return names


def signals_join(old: Case, lead: Case) -> None:
    """Of what goes on in the lead case under its own name, nobody is warned twice. What was said of the case itself is
    not copied: the lead case has such clocks of its own."""
    from workflows.models.records import ClockSignal

    rows = list(
        ClockSignal.objects.filter(case=old.pk).exclude(subject="").exclude(subject__startswith="party:")
    )
    for row in rows:
        row.pk, row.case = None, lead
    ClockSignal.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


@dataclass(frozen=True, kw_only=True)
class Splitting:
    claimants: list = ask.claimants(_("Pekerja yang dipisahkan ke perkara baru"))


def several_are_there(facts, by):
    if facts.workers < 2:
        return _("Hanya ada satu pekerja dalam perkara ini.")


def check_split(facts, params, by):
    chosen = set(params.claimants)
    mine = set(facts.case.claimants.filter(withdrawn_at=None).values_list("pk", flat=True))
    if not chosen or not chosen < mine:
        return {"claimants": _("Pilih sebagian pekerja; paling sedikit satu harus tinggal.")}
    return {}


def split(move: Move):
    new = split_off(move.case, move.params.claimants, by=move.by)
    return {"new_case": new.pk, "claimants": sorted(move.params.claimants)}


def split_off(old: Case, claimant_ids: list[int], *, by: Principal, status: str | None = None) -> "CaseFlow":
    """A new case with these claimants, their claims, files, mandates and grants, in the same status or in `status`.

    Events never move: the first event of the new case names its parent (case, seq, hash), and clocks fold over
    that lineage, so that no statutory clock restarts. What was promised to them, and what is open with another body,
    goes along; that event names what of it has a new name (docs/adr/0009).
    """
    from cases.models import CaseGrant, Party
    from workflows.filing import new_case_row

    stays = status in (None, old.status)
    new = new_case_row(
        source=old.source, office_id=old.office_id, region_id=old.region_id, filed_at=old.filed_at,
        status=status or old.status, story=old.story, officer_id=old.officer_id, mediator_id=old.mediator_id,
        shielded=old.shielded, came_from=old.came_from, outcome=old.outcome if stays else "",
        closed_at=old.closed_at if stays else None,
    )  # fmt: skip
    for party in Party.objects.filter(case=old.pk):
        Party.objects.create(
            case=new, employer=party.employer, tier=party.tier, contact_name=party.contact_name,
            contact_phone=party.contact_phone, contact_email=party.contact_email,
        )  # fmt: skip
    for grant in CaseGrant.objects.current().filter(case=old.pk):
        CaseGrant.objects.create(
            case=new, office=grant.office, user=grant.user, scope=grant.scope, via=grant.via
        )
    people = list(Claimant.objects.filter(case=old.pk, pk__in=claimant_ids).order_by("number"))
    names = _move_people(people, new) | hand_overs_go_along(old, new) | meetings_go_along(old, new)
    signals_go_along(old, new, names)
    _tell_lineage(new, "case.split_off", people, parent=old, by=by, records=names)
    balance.refresh(old)
    return new


def _move_people(people: list[Claimant], to: Case) -> dict[str, str]:
    """Rows of the record follow their claimant; ledger rows follow their claim. A mandate holds wherever its people
    are; it is kept where the last of them is. Returns new names of promises (`ledger.promises.follow`)."""
    from cases.models import Calculation, Evidence, Message, ServiceRecord
    from ledger.models import ClaimBalance, Instalment, Payment

    taken = to.claimants.aggregate(most=Max("number"))["most"] or 0
    ids = [person.pk for person in people]
    for offset, person in enumerate(people, start=1):
        Claimant.objects.filter(pk=person.pk).update(case=to, number=taken + offset)
    for model in (Claim, Evidence, Message, ServiceRecord, Calculation):
        model.objects.filter(claimant__in=ids).update(case=to)
    claims = Claim.objects.filter(claimant__in=ids)
    Payment.objects.filter(claim__in=claims, stated_in=None).update(stated_in=F("case"))
    for model in (Instalment, Payment, ClaimBalance):
        model.objects.filter(claim__in=claims).update(case=to)
    for mandate in Mandate.objects.filter(claimants__in=ids).exclude(case=to).distinct():
        if not mandate.claimants.filter(case=mandate.case_id).exists():
            Mandate.objects.filter(pk=mandate.pk).update(case=to)
    names = promises.follow(ids, to)
    balance.refresh(to)
    return names


def hand_overs_go_along(old: Case, new: Case) -> dict[str, str]:
    """What is open with another body about the people of `new` goes on for them under a record of its own.

    The receiver then has one for each part, each with the package that was handed over. Returns their names.
    """
    from cases.models import CaseGrant
    from workflows.models.records import Escalation, Referral

    names = {}
    for model in (Referral, Escalation):
        for handed in model.objects.filter(case=old.pk, ended_at=None):
            theirs = []
            if isinstance(handed, Referral):
                theirs = list(handed.claims.filter(claimant__case=new.pk))
                if not theirs and not handed.whole:
                    # Nothing of these people was asked of that office: it sees no more of them.
                    CaseGrant.objects.filter(case=new, via=str(handed)).delete()
                    continue
            twin = model.objects.get(pk=handed.pk)
            twin.pk, twin.case = None, new
            twin.save(force_insert=True)
            if isinstance(handed, Referral):
                twin.claims.set(theirs)
                handed.claims.remove(*theirs)
            for part in [
                *handed.packages.all(),
                *(handed.recommendations.all() if model is Escalation else ()),
            ]:
                setattr(part, model._meta.model_name, twin)
                part.pk = None
                part.save(force_insert=True)
            CaseGrant.objects.filter(case=new, via=str(handed)).update(via=str(twin))
            names[str(handed)] = str(twin)
    return names


def meetings_go_along(old: Case, new: Case) -> dict[str, str]:
    """Who was called to a meeting is called to it still. Returns the names of the meetings that go along.

    One to which others are called as well is divided: a row for each side, each with its own outcome. A meeting with the
    company alone stays; so does a mediation session where those who leave have left mediation (they signed, they
    withdrew): with nobody left to come it is off.
    """
    from workflows.models.records import Meeting

    parties = dict(new.parties.values_list("employer", "pk"))
    names = {}
    for meeting in Meeting.objects.filter(case=old.pk, state=Meeting.State.PLANNED):
        theirs = list(meeting.claimants.filter(case=new.pk))
        if not theirs and not meeting.every_worker:
            continue
        called = [parties[party.employer_id] for party in meeting.parties.all()]
        for_others = meeting.every_worker or meeting.claimants.exclude(case=new.pk).exists()
        over = new.status == S.CLOSED or (
            meeting.kind == Meeting.Kind.MEDIATION and new.status != S.IN_MEDIATION
        )
        name = str(meeting)
        if for_others:
            meeting.claimants.remove(*theirs)
        if over:
            if not for_others:
                meeting.end(Meeting.State.CANCELLED)
            continue
        if for_others:
            meeting = Meeting.objects.get(pk=meeting.pk)
            meeting.pk, meeting.case = None, new
            meeting.save(force_insert=True)
            meeting.claimants.set(theirs)
        else:
            meeting.case = new
            meeting.save(update_fields=["case"])
        meeting.parties.set(called)
        names[name] = str(meeting)
    return names


def signals_go_along(old: Case, new: Case, names: Mapping[str, str]) -> None:
    """What was warned of before is not warned of again because the case was divided: not under the new name of its
    subject, and not because of several with one date only one is left in a case."""
    from cases.models import Party
    from workflows.models.records import ClockSignal

    here = dict(Party.objects.filter(case=new.pk).values_list("employer", "pk"))
    for pk, employer in Party.objects.filter(case=old.pk).values_list("pk", "employer"):
        names = {**names, f"party:{pk}": f"party:{here[employer]}"}
    rows = []
    for signal in ClockSignal.objects.filter(case=old.pk):
        kind, colon, rest = signal.subject.partition(":")
        number, more, day = rest.partition(":")
        renamed = names.get(f"{kind}:{number}", f"{kind}{colon}{number}")
        rows.append(
            ClockSignal(
                case=new, subject=f"{renamed}{more}{day}", clock=signal.clock, due_at=signal.due_at,
                threshold=signal.threshold, at=signal.at,
            )
        )  # fmt: skip
    for case, given in ((new, rows), (old, list(ClockSignal.objects.filter(case=old.pk)))):
        alone = list(
            Claimant.objects.filter(case=case.pk, withdrawn_at=None).values_list("pk", flat=True)[:FEW]
        )
        rows += [
            ClockSignal(
                case=case, subject=f"claimant:{pk}", clock=signal.clock, due_at=signal.due_at,
                threshold=signal.threshold, at=signal.at,
            )
            for signal in given
            if signal.subject.startswith("claimants:")
            for pk in (alone if len(alone) < FEW else ())
        ]  # fmt: skip
    ClockSignal.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _tell_lineage(
    case: Case,
    kind: str,
    people: list[Claimant],
    *,
    parent: Case,
    by: Principal,
    records: Mapping[str, str] | None = None,
) -> None:
    """The event that names where these people came from, and what is read of it without asking the history.

    records: what came along with them, by its name in the parent and its name here.
    """
    parted = {"case": parent.pk, "seq": parent.head_seq, "hash": parent.head_hash}
    event = record(
        case,
        kind,
        by=by,
        facts={
            "parents": [parted],
            "claimants": [person.pk for person in people],
            "records": dict(records or {}),
        },
        status_from=case.status,
    )
    case.lineage = extended(case, parent, at=event.at, joined=kind == "case.joined")
    Case.objects.filter(pk=case.pk).update(lineage=case.lineage)


ACTIONS: tuple[Action, ...] = (
    Action(
        "merge_into", _("Gabungkan ke perkara lain"), Section.INTAKE, frozenset({S.SUBMITTED, S.UNDER_REVIEW}), OFFICER,
        "case.merged", _("Perkara Anda digabung dengan perkara lain terhadap perusahaan yang sama."),
        target=S.CLOSED, params=Merging, check=check_lead, write=merge_into, countersign=SUPERVISOR,
        guards=(no_open_approval,),
    ),
    Action(
        "split", _("Pisahkan pekerja"), Section.INTAKE, ANY_OPEN, OFFICER + MEDIATOR,
        "case.split", _("Perkara dipisah menjadi dua. Batas waktu Anda tidak berubah."),
        guards=(several_are_there,), params=Splitting, check=check_split, write=split,
    ),
)  # fmt: skip
