"""Whether what an action names is of the case, and of those whom the actor may speak for.

The forms offer nothing else; `perform` asks again, whoever calls it.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.principals import Kind, Principal
from cases.access import represents
from cases.lineage import shared
from cases.models import Case, Claim, Claimant, Evidence
from ledger.models import Payment
from workflows.params import asks

MOST_RUPIAH = 10**13
MOST_NUMBER = 100_000


def spoken_for(case: Case, by: Principal) -> QuerySet[Claimant] | None:
    """The claimants whom `by` speaks for; None for an office that speaks for itself."""
    people = Claimant.objects.filter(case=case.pk)
    if by.kind == Kind.CLAIMANT:
        return people.filter(pk=by.claimant_id or 0)
    if by.kind == Kind.REPRESENTATIVE:
        return people.filter(pk__in=represents(by, case).values("pk"))
    return people.filter(pk=by.on_behalf_of) if by.on_behalf_of else None


def common_or_own(case: Case) -> Q:
    """Files of a case: its own, and those of no one worker that were there before it came from another."""
    return Q(case=case.pk) | (shared(case) & Q(claimant=None))


def misplaced(case: Case, params: Any, by: Principal) -> dict[str, Any]:
    """What `params` name that is not theirs to name, as {field: reason}; and numbers that nothing can hold."""
    people = spoken_for(case, by)
    errors: dict[str, Any] = {}
    for name, ask in asks(type(params)).items():
        value = getattr(params, name)
        if value in (None, "", [], {}):
            continue
        if ask.kind in ("amounts", "rupiah"):
            amounts = value.values() if isinstance(value, dict) else [value]
            if any(not 0 <= amount <= MOST_RUPIAH for amount in amounts):
                errors[name] = _("Jumlah ini tidak mungkin. Periksa jumlah nolnya.")
                continue
        if ask.kind == "number" and not 0 <= value <= MOST_NUMBER:
            errors[name] = _("Tulis angka bulat, misalnya 7.")
        known = _known(ask.kind, case, people, own_files=by.kind != Kind.OFFICER)
        if known is not None and _ids(value) - set(known.values_list("pk", flat=True)):
            errors[name] = _("Ada pilihan yang bukan dari perkara ini.")
    return errors


def _ids(value: Any) -> set[int]:
    return set(value) if isinstance(value, Iterable) else {value}


def _known(kind: str, case: Case, people: QuerySet[Claimant] | None, *, own_files: bool) -> QuerySet | None:
    """What may be named for this kind of param; None where it names nothing of a case."""
    if kind == "claimants":
        return Claimant.objects.filter(case=case.pk) if people is None else people
    if kind == "party":
        return case.parties.all()
    if kind == "evidence":
        files = Evidence.objects.filter(common_or_own(case))
        return files if people is None or not own_files else files.filter(claimant__in=people)
    model = {"claims": Claim, "amounts": Claim, "payments": Payment}.get(kind)
    if model is None:
        return None
    rows = model._default_manager.filter(case=case.pk)
    return rows if people is None else rows.filter(claimant__in=people)
