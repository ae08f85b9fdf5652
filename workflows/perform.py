"""The one door through which a case moves.

One transaction: lock the case, check permission, then the version that was seen, then every guard, then the params;
move; write what belongs to the move; add the event to the chain with its outbox rows; refresh the clocks. Whatever
is refused leaves everything as it was.

Whoever speaks for only some of the workers moves only these: they go on in a case of their own, split off in the same
transaction (docs/adr/0008).
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.principals import Kind, Principal
from cases.events import record
from cases.lineage import forebears
from cases.models import Case, CaseEvent, Claimant
from cases.vocabulary import Status
from core import clock
from core.canonical import digest
from core.errors import NotFound
from workflows import assigning
from workflows import facts as case_facts
from workflows import params as action_params
from workflows.actions import ACTIONS
from workflows.actions.lineage import split_off
from workflows.belonging import misplaced, spoken_for
from workflows.errors import Busy, Invalid, NotAllowed, Refused, Stale
from workflows.facts import CaseFacts
from workflows.models import Approval, CaseFlow
from workflows.people import of_part
from workflows.rights import holds_role, may, offices_holding
from workflows.subjects import find_record, find_subject
from workflows.table import Action, Move

LOCK_TIMEOUT_MS = 5000


@dataclass(frozen=True)
class Performed:
    """What came of it: the event, and the approval where another person must countersign first.

    split_from: the reference of the case that the others stay in, where only some of the people moved on in `case`.
    receipt: of whoever gets one of their own by it, in the clear, for the one time that it is shown.
    """

    case: Case
    event: CaseEvent
    approval: Approval | None = None
    repeated: bool = False
    split_from: str = ""
    receipt: str = ""


@dataclass(frozen=True)
class Possible:
    """An action as a page shows it: possible now, or why not."""

    action: Action
    reasons: tuple[Any, ...] = ()

    @property
    def is_possible(self) -> bool:
        return not self.reasons


def perform(
    case_id: int,
    name: str,
    *,
    by: Principal,
    params: Any = None,
    seen: int | None = None,
    intent: UUID | None = None,
    note: str = "",
    subject: str = "",
) -> Performed:
    """Do the action `name` on a case.

    params: an instance of the action's params dataclass. seen: the `version` of the case that was looked at
    (None only for the system and for imports). intent: a one-time id; the same one again gives the first
    result. note: the reason, in words. subject: the record acted on, such as `referral:7`.

    Raises NotFound, NotAllowed, Stale, Refused, Invalid, Busy; nothing is changed then.
    """
    action = _action(name)
    try:
        with transaction.atomic():
            case = _locked(case_id)
            if intent and (event := CaseEvent.objects.filter(intent=intent).first()):
                return _repeated(case, event, by)
            move = _checked(case, action, by=by, params=params, seen=seen, note=note, subject=subject)
            if assigning.is_taken_by(move):
                assigning.take_by_acting(move)
            if _needs_countersign(move):
                return _ask_approval(move, intent)
            return _moved_on(move, intent)
    except OperationalError as error:
        raise Busy(str(error)) from error


def repeated(case_id: int, intent: UUID, *, by: Principal) -> Performed | None:
    """The result of the first request with this intent; None where there was none.

    For a door that reads params first: what they name may be gone because the first request took it. The caller has
    the case by an access function. Raises Stale where the intent belongs to another case or another person.
    """
    event = CaseEvent.objects.filter(intent=intent).first()
    case = CaseFlow.objects.filter(pk=case_id).first()
    return _repeated(case, event, by) if event and case else None


def decide(
    approval_id: int, *, by: Principal, give: bool, shown: str, answer: str = "", intent: UUID | None = None
) -> Performed:
    """Give or refuse a countersignature. Giving performs the action, with guards and both persons' rights checked again.

    shown: the `shown_digest` of the approval that the countersigner saw. Raises as `perform` does; Stale where
    what was shown is not what is asked.
    """
    try:
        with transaction.atomic():
            found = Approval.objects.filter(pk=approval_id).first()
            if found is None:
                raise NotFound
            case = _locked(found.case_id)
            if intent and (event := CaseEvent.objects.filter(intent=intent).first()):
                return _repeated(case, event, by)
            approval = Approval.objects.select_for_update().get(pk=approval_id)
            return _decided(case, approval, by=by, give=give, shown=shown, answer=answer, intent=intent)
    except OperationalError as error:
        raise Busy(str(error)) from error


def possible_actions(
    case: Case, *, by: Principal, subject: str = "", about: Any = None, facts: CaseFacts | None = None
) -> list[Possible]:
    """Every action that `by` may do in principle on this case, or on the record `subject` of it, with the reasons
    against it now. `about`: that record, and `facts`: those of the case, where they are loaded already. Raises
    NotFound where there is no such record."""
    facts = facts or case_facts.load(case, spoken_for(case, by))
    kind = subject.partition(":")[0]
    if about is None and subject:
        about = find_record(case, subject)
    return [
        Possible(action, tuple(_reasons(action, facts, by, about)))
        for action in ACTIONS.values()
        if not action.hidden
        and action.subject == kind
        and may(action, facts, by, record=about)
        and (action.offered is None or action.offered(facts, by))
    ]


def _action(name: str) -> Action:
    if name not in ACTIONS:
        raise NotFound(name)
    return ACTIONS[name]


def _locked(case_id: int) -> CaseFlow:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}")
    case = CaseFlow.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise NotFound(str(case_id))
    return case


def _repeated(case: Case, event: CaseEvent, by: Principal) -> Performed:
    """The first result again; it may stand in a case that was split off by it."""
    if (event.by_kind, event.by_id) != (by.kind, by.id):  # numbers are of officers, workers, mandates apart
        raise Stale
    if event.case_id != case.pk:
        asked, case = case.pk, event.case
        if all(one.case_id != asked for one in forebears(case)):
            raise Stale
    approval = None
    if event.kind == "approval.asked":
        approval = Approval.objects.filter(pk=int(event.subject.partition(":")[2])).first()
    return Performed(case, event, approval, repeated=True)


def _reasons(action: Action, facts: CaseFacts, by: Principal, about: Any) -> list[Any]:
    """All reasons against, not only the first. `about` is the record, for an action on one."""
    runs_beside = action.beside and not about.carries(facts.case)
    if facts.case.status not in (action.beside if runs_beside else action.sources):
        status = Status(facts.case.status).label
        return [_("Tidak berlaku pada tahap “%(status)s”.") % {"status": status}]
    reasons = [guard(facts, by) for guard in action.guards]
    reasons += [guard(facts, about, by) for guard in action.record_guards]
    return [reason for reason in reasons if reason]


def _checked(
    case: CaseFlow, action: Action, *, by: Principal, params: Any, seen: int | None, note: str, subject: str
) -> Move:
    facts = case_facts.load(case, spoken_for(case, by))
    if not may(action, facts, by):
        raise NotAllowed
    about = find_subject(case, action, subject)
    if about is not None and not may(action, facts, by, record=about):
        raise NotFound(subject)
    if seen is not None and seen != case.version:
        raise Stale
    if reasons := _reasons(action, facts, by, about):
        raise Refused(reasons)
    params = action.params() if params is None else params
    if not isinstance(params, action.params):
        raise TypeError(f"{action.name} takes {action.params.__name__}")
    if errors := misplaced(case, params, by):
        raise Invalid(errors)
    errors = dict(action.check(facts, params, by)) if action.check else {}
    if action.check_record:
        errors |= action.check_record(about, params, by)
    if action.needs_reason and not note.strip():
        errors["note"] = _("Tulis alasannya.")
    if errors:
        raise Invalid(errors)
    return Move(
        case=case,
        action=action,
        params=params,
        by=by,
        facts=facts,
        at=clock.now(),
        seq=case.head_seq + 1,
        note=note,
        subject=subject,
        record=about,
    )


def _target(move: Move) -> Status | None:
    """Where the case goes by this move; None where it stays."""
    return move.action.target(move) if callable(move.action.target) else move.action.target


def _moved_on(move: Move, intent: UUID | None) -> Performed:
    own = _own_part(move)
    done = _carry_out(own, intent)
    return done if own is move else replace(done, split_from=move.case.reference)


def _own_part(move: Move) -> Move:
    """The same move in a case of its own, where it changes the status for only some of the people: the others and
    their case stay as they are."""
    case = move.case
    ids = None if move.action.whole else _moved_with(move)
    if ids is None or _target(move) in (None, case.status):
        return move
    left = Claimant.objects.filter(case=case.pk).exclude(pk__in=ids)
    if case.status != Status.CLOSED:  # who has left the case is not left behind in it
        left = left.filter(withdrawn_at=None)
    if not ids or not left.exists():
        return move
    new = split_off(case, sorted(ids), by=move.by)
    case.version += 1
    case.save(update_fields=["version"])
    told: dict[str, Any] = {"new_case": new.pk, "claimants": sorted(ids), "action": move.action.name}
    record(case, "case.split", by=move.by, facts=told, status_from=case.status)
    return _checked(
        new,
        move.action,
        by=move.by,
        params=move.params,
        seen=None,
        note=move.note,
        subject=move.subject,
    )


def _moved_with(move: Move) -> frozenset[int] | None:
    """Whom a change of status is for: those spoken for, and of these whom the params name. None: everybody."""
    people = move.facts.spoken_for
    named = move.action.concerns(move) if move.action.concerns else None
    if people is None:
        return named
    ids = frozenset(people.values_list("pk", flat=True))
    return ids if named is None else ids & named


def _carry_out(move: Move, intent: UUID | None) -> Performed:
    case, action = move.case, move.action
    before = case.status
    target = _target(move)
    if target is not None:
        getattr(case, action.name)(target)
    case.version += 1
    move.came_from = before
    asked = move.note
    told = dict(action.write(move))
    if "claimants" not in told:
        told |= of_part(move)
    if asked not in move.note:  # the words of the params join those of the reason
        move.note = f"{asked}\n{move.note}".strip()
    if move.by.on_behalf_of:
        told["statement"] = move.by.proof
    if case.status == Status.CLOSED:
        case.closed_at = case.closed_at or move.at
    else:
        case.outcome, case.closed_at = "", None
    case.save(
        update_fields=[
            "status", "outcome", "came_from", "version", "officer", "mediator", "shielded", "merged_into", "closed_at",
        ]
    )  # fmt: skip
    if case.status != before:
        Approval.objects.filter(case=case, state=Approval.State.ASKED).update(state=Approval.State.VOID)
    event = record(
        case,
        move.event or action.event,
        by=move.by,
        facts=told,
        subject=move.subject,
        note=move.note,
        note_for=move.note_for,
        status_from=before,
        intent=intent,
    )
    return Performed(case, event, receipt=move.receipt)


def _shown_digest(move: Move) -> str:
    return digest(
        {
            "action": move.action.name,
            "subject": move.subject,
            "params": action_params.as_json(move.params),
            "status": move.case.status,
            "outstanding": move.facts.outstanding,
        }
    )


def _needs_countersign(move: Move) -> bool:
    """What an officer does is countersigned, in their own name or as a worker's statement; what a worker does is not."""
    by_office = move.by.kind in (Kind.OFFICER, Kind.API)
    when = move.action.countersign_when
    return bool(move.action.countersign) and by_office and (when is None or when(move))


def _may_countersign(action: Action, facts: CaseFacts, by: Principal, params: Any, about: Any) -> bool:
    """One of the countersigning roles, in the office named for it, else in one that holds the case."""
    if office := action.countersign_office and action.countersign_office(params):
        return by.has_role(*action.countersign, office_id=office)
    return holds_role(facts, by, action.countersign, record=about)


def _countersigning_office(move: Move) -> int:
    """Whose list an approval stands in: the asker's own office where that may countersign."""
    action = move.action
    if office := action.countersign_office and action.countersign_office(move.params):
        return office
    offices = frozenset[int]().union(
        *(offices_holding(move.facts, role, record=move.record) for role in action.countersign)
    )
    return min(offices & move.by.office_ids or offices, default=move.case.office_id)


def _ask_approval(move: Move, intent: UUID | None) -> Performed:
    case, action = move.case, move.action
    if any(record.state == action.name for record in move.facts.open_records("approval")):
        raise Refused([_("Persetujuan untuk tindakan ini sudah diminta.")])
    assert move.by.user_id is not None  # only an office needs another's signature
    office = _countersigning_office(move)
    case.version += 1
    case.save(update_fields=["version"])
    approval = Approval.objects.create(
        case=case,
        action=action.name,
        subject=move.subject,
        params=action_params.as_json(move.params),
        reason=move.note,
        shown_digest=_shown_digest(move),
        case_version=case.version,
        office_id=office,
        asked_by_id=move.by.user_id,
        on_behalf_of=move.by.on_behalf_of,
        proof=move.by.proof,
        asked_at=move.at,
    )
    event = record(
        case,
        "approval.asked",
        by=move.by,
        facts={"action": action.name, "office": office, "shown": approval.shown_digest},
        subject=f"approval:{approval.pk}",
        status_from=case.status,
        intent=intent,
    )
    return Performed(case, event, approval)


def _decided(
    case: CaseFlow,
    approval: Approval,
    *,
    by: Principal,
    give: bool,
    shown: str,
    answer: str,
    intent: UUID | None,
) -> Performed:
    from accounts.principals import officer

    action = _action(approval.action)
    asker = officer(approval.asked_by)
    if approval.on_behalf_of:
        asker = asker.speaking_for(approval.on_behalf_of, proof=approval.proof)
    facts = case_facts.load(case)
    params = action_params.from_json(action.params, approval.params)
    about = find_record(case, approval.subject) if action.subject else None
    if approval.asked_by_id == by.id or not _may_countersign(action, facts, by, params, about):
        raise NotAllowed
    if approval.state != Approval.State.ASKED or shown != approval.shown_digest:
        raise Stale
    if not give and not answer.strip():
        raise Invalid({"answer": _("Tulis alasan penolakan agar pengusul dapat memperbaikinya.")})
    approval.state = Approval.State.GIVEN if give else Approval.State.REFUSED
    approval.decided_by_id, approval.decided_at, approval.answer = by.id, clock.now(), answer
    approval.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    decision = record(
        case,
        "approval.given" if give else "approval.refused",
        by=by,
        facts={"action": action.name, "asked_by": approval.asked_by_id},
        subject=f"approval:{approval.pk}",
        note=answer,
        note_for="office",
        status_from=case.status,
        intent=intent,
    )
    if not give:
        case.version += 1
        case.save(update_fields=["version"])
        return Performed(case, decision, approval)
    try:
        move = _checked(
            case, action, by=asker, params=params, seen=None, note=approval.reason, subject=approval.subject
        )
    except Invalid as error:  # what rested on the params has changed; the countersigner cannot mend them
        raise Refused(list(error.errors.values())) from error
    if _shown_digest(move) != approval.shown_digest:
        raise Stale
    return replace(_moved_on(move, None), approval=approval)


__all__ = ["Performed", "Possible", "decide", "perform", "possible_actions", "repeated"]
