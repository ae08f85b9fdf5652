"""Who may do an action: a role in an office that holds the case, or a person of the case."""

from typing import Any

from accounts.models import Role
from accounts.principals import Kind, Principal
from cases.access import represents
from cases.models import Claim, Claimant
from cases.vocabulary import GrantScope
from workflows.facts import CaseFacts
from workflows.models.records import HandOver
from workflows.table import INTAKE, Action, Who

# Roles that act on what was handed to their office; everybody else acts where their office handles the case.
RECEIVING = {Role.RECEIVING_OFFICER, Role.MINISTRY_OFFICER, Role.MINISTRY_SUPERVISOR}


def may(action: Action, facts: CaseFacts, by: Principal, *, record: Any = None) -> bool:
    """Whether `by` may do `action` on the case of `facts`, and on `record` where it is about one."""
    wanted = action.who
    if by.kind == Kind.SYSTEM:
        return Who.SYSTEM in wanted
    if by.kind in (Kind.OFFICER, Kind.API):
        if not by.on_behalf_of:
            return holds_role(facts, by, wanted, record=record)
        # An officer records a claimant's statement (read back, signed, thumbprint or witness), of what a claimant
        # may do themself: it is no way around what an officer may not do alone.
        return (
            Who.CLAIMANT in wanted
            and bool(by.proof)
            and (holds_role(facts, by, INTAKE) or holds_role(facts, by, wanted, record=record))
            and _belongs(facts, by)
            and _is_theirs(facts, by, record)
        )
    outside = {
        Kind.CLAIMANT: Who.CLAIMANT,
        Kind.REPRESENTATIVE: Who.REPRESENTATIVE,
        Kind.EMPLOYER: Who.EMPLOYER,
    }
    return outside.get(by.kind) in wanted and _belongs(facts, by) and _is_theirs(facts, by, record)


def known_to_belong(facts: CaseFacts, by: Principal) -> None:
    """An access function has just let `by` into the case of `facts`: that need not be asked again."""
    facts.belongs[_key(by)] = True


def _key(by: Principal) -> tuple:
    return by.kind, by.id, by.claimant_id, by.on_behalf_of


def _belongs(facts: CaseFacts, by: Principal) -> bool:
    """Whether a person from outside the offices, or the one an officer speaks for, is of this case."""
    key = _key(by)
    if key not in facts.belongs:
        if by.kind == Kind.REPRESENTATIVE:
            found = represents(by, facts.case).exists()
        elif by.kind == Kind.EMPLOYER:
            found = facts.case.parties.filter(pk=by.id or 0).exists()
        else:
            person = by.claimant_id if by.kind == Kind.CLAIMANT else by.on_behalf_of
            found = Claimant.objects.filter(pk=person or 0, case=facts.case, died_on=None).exists()
        facts.belongs[key] = found
    return facts.belongs[key]


def _is_theirs(facts: CaseFacts, by: Principal, record: Any) -> bool:
    """Whether a record that is a worker, or a claim of one, is of those whom the actor speaks for."""
    if not isinstance(record, Claimant | Claim):
        return True
    person, one = getattr(record, "claimant_id", record.pk), by.claimant_id or by.on_behalf_of
    return person == one if one else facts.people.filter(pk=person).exists()


def holds_role(facts: CaseFacts, by: Principal, wanted: tuple[str, ...], *, record: Any = None) -> bool:
    """Whether one of the `wanted` roles is held in an office that holds this case in the right scope."""
    return any(
        role in wanted and office in offices_holding(facts, role, record=record) for office, role in by.roles
    )


def offices_holding(facts: CaseFacts, role: str, *, record: Any = None) -> frozenset[int]:
    """The offices in which `role` may act on this case; a receiving role on the hand-over made to its own office."""
    if role not in RECEIVING:
        return facts.offices_with(GrantScope.HANDLE)
    receiving = facts.offices_with(GrantScope.HANDLE, GrantScope.PACKAGE)
    return receiving & {record.office_id} if isinstance(record, HandOver) else receiving
