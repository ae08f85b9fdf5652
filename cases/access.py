"""The only ways in. "Absent" and "not yours" are answered alike."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.principals import Kind, Principal
from cases.identity import hash_receipt, is_closed_to, may_open, receipt_hashes
from cases.lineage import forebears
from cases.models import Case, CaseGrant, Claimant, Evidence, FailedLookup, Mandate
from cases.vocabulary import GrantScope
from core import clock
from core.errors import HakPekerjaError, NotFound
from core.ids import read_receipt, read_reference
from core.sealed import lookup_hash

MAX_WRONG_LOOKUPS = 10
LOOKUP_WINDOW = timedelta(hours=1)


class TooManyAttempts(HakPekerjaError):
    """Too many wrong receipts from one place; try again within the hour."""


def _granted(by: Principal, *scopes: str) -> Q:
    """An EXISTS over current grants of the principal's offices, or to the person."""
    grants = CaseGrant.objects.current().filter(case=OuterRef("pk"), scope__in=scopes)
    mine = Q(office__in=by.office_ids)
    if by.user_id:
        mine |= Q(user=by.user_id)
    return Q(Exists(grants.filter(mine)))


def cases_for(by: Principal, *scopes: str) -> QuerySet[Case]:
    """The cases that an officer may see, with scope "handle" unless said otherwise."""
    if by.kind not in (Kind.OFFICER, Kind.API):
        return Case.objects.none()
    return Case.objects.filter(_granted(by, *(scopes or (GrantScope.HANDLE,))))


def case_for(by: Principal, reference: str, *scopes: str) -> Case:
    """One case by its reference. Raises NotFound."""
    case = cases_for(by, *scopes).filter(reference=read_reference(reference) or "").first()
    if case is None:
        raise NotFound(reference)
    return case


def holder_of_receipt(reference: str, receipt: str, *, source: str) -> Claimant | Mandate:
    """Whom `reference` and `receipt` let in together: a claimant to their part, or a representative to those of
    the people they hold a mandate for.

    `source` is where the attempt comes from (an address); only its keyed hash is kept, for an hour.
    Raises NotFound where they do not fit, TooManyAttempts after ten wrong ones within the hour.
    """
    place = lookup_hash("lookup-source", source)
    since = clock.now() - LOOKUP_WINDOW
    if FailedLookup.objects.filter(source=place, at__gte=since).count() >= MAX_WRONG_LOOKUPS:
        raise TooManyAttempts
    wanted, digits = read_reference(reference), read_receipt(receipt)
    found: Claimant | Mandate | None = None
    if wanted and digits:
        hashes = receipt_hashes(digits)
        person = Claimant.objects.select_related("case").filter(receipt_hash__in=hashes).first()
        mandate = Mandate.objects.current().select_related("case").filter(receipt_hash__in=hashes).first()
        if person is not None and _opens(wanted, [person]):
            found = person
        elif mandate is not None and (
            mandate.case.reference == wanted or _opens(wanted, mandate.claimants.select_related("case"))
        ):
            found = mandate
    if found is None:
        FailedLookup.objects.create(source=place)
        FailedLookup.objects.filter(at__lt=since).delete()
        raise NotFound(reference)
    _keep_under_the_newest_key(found, digits or "")
    return found


def _keep_under_the_newest_key(holder: Claimant | Mandate, digits: str) -> None:
    """Only who shows a receipt lets it be hashed again after a rotation (`manage.py rotate_keys` cannot)."""
    newest, kept = hash_receipt(digits), holder.receipt_hash
    if kept != newest:
        type(holder).objects.filter(pk=holder.pk, receipt_hash=kept).update(receipt_hash=newest)
        holder.receipt_hash = newest


def _opens(reference: str, people: Iterable[Claimant]) -> bool:
    """Whether one of these people is in the case of `reference`, was filed under it, or was in it before it divided."""
    people = list(people)
    if any(reference in (person.case.reference, person.first_reference) for person in people):
        return True
    earlier = {one.case_id for person in people for one in forebears(person.case)}
    return bool(earlier) and Case.objects.filter(pk__in=earlier, reference=reference).exists()


def claimant_by_receipt(reference: str, receipt: str, *, source: str) -> Claimant:
    """The claimant whose part `reference` and `receipt` open together. Raises as `holder_of_receipt` does."""
    found = holder_of_receipt(reference, receipt, source=source)
    if not isinstance(found, Claimant):
        raise NotFound(reference)
    return found


def _under_mandate(pk: int | None, **held: str) -> Q:
    """Claimants whom a mandate names today, in the case that it was given in, or in one that came from another."""
    mandate = Mandate.objects.current().filter(pk=pk or 0, claimants=OuterRef("pk"), **held)
    here = mandate.filter(case=OuterRef("case"))
    return Q(Exists(here)) | (~Q(case__lineage=[]) & Q(Exists(mandate)))


def own_claimant(by: Principal, *, receipt: str | None = None) -> Claimant:
    """The claimant that a principal by receipt is, or whom a representative speaks for now; with what their pages
    say of the case, and of a representative's mandate: `share`, of an heir, and how many it names. One query. `receipt`: the hash of the one they came in with, which must still be theirs.
    Raises NotFound."""
    people = Claimant.objects.select_related("case__office", "case__officer", "case__mediator")
    held = {} if receipt is None else {"receipt_hash": receipt}
    if by.kind == Kind.REPRESENTATIVE:
        people = people.filter(_under_mandate(by.id, **held), pk=by.on_behalf_of or 0)
        mandate = Mandate.objects.filter(pk=by.id or 0)
        named = mandate.annotate(number=Count("claimants"))
        people = people.annotate(
            share=Subquery(mandate.values("share")), named_with=Subquery(named.values("number"))
        )
    else:
        people = people.filter(pk=by.claimant_id or 0, **held)
    claimant = people.first()
    if claimant is None or (claimant.died_on and by.kind == Kind.CLAIMANT):
        raise NotFound
    return claimant


def represents(by: Principal, case: Case | None = None) -> QuerySet[Claimant]:
    """The claimants for whom a representative holds a mandate today, in `case` or wherever they are now; the one
    spoken for, where one is. A mandate holds on when a case divides or is joined to another."""
    if by.kind != Kind.REPRESENTATIVE:
        return Claimant.objects.none()
    people = Claimant.objects.filter(_under_mandate(by.id))
    if case is not None:
        people = people.filter(case=case.pk)
    return (people.filter(pk=by.on_behalf_of) if by.on_behalf_of else people).distinct()


def mandate_of(by: Principal, *, receipt: str) -> Mandate:
    """The mandate that a representative acts under, while it lasts and `receipt` is the hash of its receipt. Raises
    NotFound."""
    mandate = (
        Mandate.objects.current().select_related("case").filter(pk=by.id or 0, receipt_hash=receipt).first()
        if by.kind == Kind.REPRESENTATIVE
        else None
    )
    if mandate is None:
        raise NotFound
    return mandate


def evidence_for(by: Principal, pk: int) -> Evidence:
    """A file that the principal may open: an officer who handles the case, the claimant whose file it
    is, or who represents them.

    Raises NotFound. A package's attachments are opened through the package (workflows.packages).
    """
    evidence = Evidence.objects.select_related("case", "claimant").filter(pk=pk, erased_at=None).first()
    if evidence is not None:
        if by.kind == Kind.CLAIMANT and evidence.claimant_id == by.claimant_id:
            return evidence
        if evidence.claimant_id and represents(by, evidence.case).filter(pk=evidence.claimant_id).exists():
            return evidence
        if by.kind == Kind.OFFICER and cases_for(by).filter(pk=evidence.case_id).exists():
            if is_closed_to(evidence.claimant, by) and not may_open(evidence.case, by):
                raise NotFound(str(pk))  # it shows who they are
            return evidence
    raise NotFound(str(pk))
