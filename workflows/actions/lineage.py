"""Cases that divide and join. Events never move: the first event of the new case names its parents."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.models import Case, Claim, Claimant, Mandate
from cases.vocabulary import (
    Outcome,
    Status,
)
from ledger import balance
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

S = Status


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
    _move_people(people, lead)
    balance.refresh(move.case)
    _tell_lineage(lead, move, "case.joined", people, parents=[move.case])
    return {"outcome": Outcome.MERGED, "lead": lead.pk, "claimants": [person.pk for person in people]}


@dataclass(frozen=True, kw_only=True)
class Splitting:
    claimants: list = ask.claimants(_("Pekerja yang dipisahkan ke perkara baru"))


def check_split(facts, params, by):
    chosen = set(params.claimants)
    mine = set(facts.case.claimants.filter(withdrawn_at=None).values_list("pk", flat=True))
    if not chosen or not chosen < mine:
        return {"claimants": _("Pilih sebagian pekerja; paling sedikit satu harus tinggal.")}
    return {}


def split(move: Move):
    new = split_off(move, move.params.claimants)
    return {"new_case": new.pk, "claimants": sorted(move.params.claimants)}


def split_off(move: Move, claimant_ids: list[int], *, status: str | None = None) -> Case:
    """A new case with these claimants, their claims, files, mandates and grants, in the same status.

    Events never move: the first event of the new case names its parent (case, seq, hash), and clocks fold over
    that lineage, so that no statutory clock restarts.
    """
    from cases.models import CaseGrant, Party
    from workflows.filing import new_case_row

    old = move.case
    new = new_case_row(
        source=old.source, office_id=old.office_id, region_id=old.region_id, filed_at=old.filed_at,
        status=status or move.came_from, story=old.story, officer_id=old.officer_id, mediator_id=old.mediator_id,
        shielded=old.shielded, came_from=old.came_from,
    )  # fmt: skip
    for party in Party.objects.filter(case=old):
        Party.objects.create(
            case=new, employer=party.employer, tier=party.tier, contact_name=party.contact_name,
            contact_phone=party.contact_phone, contact_email=party.contact_email,
        )  # fmt: skip
    for grant in CaseGrant.objects.current().filter(case=old):
        CaseGrant.objects.create(
            case=new, office=grant.office, user=grant.user, scope=grant.scope, via=grant.via
        )
    people = list(Claimant.objects.filter(case=old, pk__in=claimant_ids).order_by("number"))
    _move_people(people, new)
    _tell_lineage(new, move, "case.split_off", people, parents=[old])
    balance.refresh(old)
    return new


def _move_people(people: list[Claimant], to: Case) -> None:
    """Rows of the record follow their claimant; ledger rows follow their claim."""
    from cases.models import Calculation, Evidence, Message, ServiceRecord
    from ledger.models import ClaimBalance, Instalment, Payment

    taken = to.claimants.count()
    ids = [person.pk for person in people]
    for offset, person in enumerate(people, start=1):
        Claimant.objects.filter(pk=person.pk).update(case=to, number=taken + offset)
    for model in (Claim, Evidence, Message, ServiceRecord, Calculation):
        model.objects.filter(claimant__in=ids).update(case=to)
    claims = Claim.objects.filter(claimant__in=ids)
    for model in (Instalment, Payment, ClaimBalance):
        model.objects.filter(claim__in=claims).update(case=to)
    for mandate in Mandate.objects.filter(claimants__in=ids).exclude(case=to).distinct():
        moved = list(mandate.claimants.filter(pk__in=ids))
        if mandate.claimants.exclude(pk__in=ids).exists():
            mandate.claimants.remove(*moved)
            mandate.pk = None
            mandate.case = to
            mandate.receipt_hash = ""
            mandate.save()
            mandate.claimants.set(moved)
        else:
            Mandate.objects.filter(pk=mandate.pk).update(case=to)
    balance.refresh(to)


def _tell_lineage(case: Case, move: Move, kind: str, people: list[Claimant], *, parents: list[Case]) -> None:
    from cases.events import record

    record(
        case,
        kind,
        by=move.by,
        facts={
            "parents": [
                {"case": parent.pk, "seq": parent.head_seq, "hash": parent.head_hash} for parent in parents
            ],
            "claimants": [person.pk for person in people],
        },
        status_from=case.status,
    )


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
        params=Splitting, check=check_split, write=split,
    ),
)  # fmt: skip
