"""Params in words, as a person reads them before agreeing."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Office, User
from accounts.principals import Principal
from cases.models import Case, Party
from core import dates
from core.money import rupiah
from workflows.choices import Choices
from workflows.params import Ask, asks, from_json
from workflows.subjects import find_record
from workflows.table import Action

NAMED = 10


def described(
    action: Action, stored: dict[str, Any], case: Case, *, by: Principal, subject: str = ""
) -> list[tuple[Any, str]]:
    """(label, value in words) of the params of an action, as they were stored. What was left empty is left out; before
    them the claim that it is about, as it stands."""
    params = from_json(action.params, stored)
    choices = Choices(case, by)
    return _claim(action, case, subject) + [
        (ask.label, text)
        for name, ask in asks(action.params).items()
        if (text := _said(ask, getattr(params, name), choices))
    ]


def _claim(action: Action, case: Case, subject: str) -> list[tuple[Any, str]]:
    if action.subject != "claim":
        return []
    claim = find_record(case, subject)
    parts = [claim.get_kind_display(), dates.period(claim.period_from, claim.period_to)]
    if claim.balance.claimed is not None:
        parts.append(rupiah(claim.balance.claimed))
    return [(_("Tuntutan sekarang"), " · ".join(part for part in parts if part))]


def _said(ask: Ask, value: Any, choices: Choices) -> str:
    if value in (None, "", [], {}):
        return ""
    match ask.kind:
        case "date":
            return dates.written(value)
        case "rupiah":
            return rupiah(value)
        case "boolean":
            return _("Ya") if value else ""
        case "choice":
            labels = {str(key): label for key, label in getattr(ask.choices, "choices", ask.choices)}
            return ", ".join(str(labels.get(str(one), one)) for one in (value if ask.many else [value]))
        case "claimants":
            return _few([choices.name(pk) for pk in value[:NAMED]], len(value))
        case "claims":
            wanted = [claim for claim in choices.claims if claim.pk in set(value)]
            return _few([choices.claim_label(claim) for claim in wanted[:NAMED]], len(value))
        case "payments":
            paid = [row for row in choices.payments if row.pk in set(value)]
            return _few([choices.payment_label(row) for row in paid[:NAMED]], len(value))
        case "amounts":
            total = rupiah(sum(value.values()))
            return _("%(total)s untuk %(count)s tuntutan") % {"total": total, "count": len(value)}
        case "party":
            ids = value if ask.many else [value]
            rows = Party.objects.filter(case=choices.case, pk__in=ids).select_related("employer")
            return ", ".join(row.employer.legal_name for row in rows)
        case "user":
            return User.objects.filter(pk=value).values_list("name", flat=True).first() or ""
        case "office":
            return Office.objects.filter(pk=value).values_list("name", flat=True).first() or ""
        case "evidence":
            known = dict(choices.files())
            return ", ".join(known.get(pk, f"#{pk}") for pk in (value if ask.many else [value]))
        case "package":
            return value[:12]
    return str(value)


def _few(names: list[str], count: int) -> str:
    more = count - len(names)
    text = "; ".join(names)
    return text if more <= 0 else _("%(names)s; dan %(more)s lagi") % {"names": text, "more": more}
