"""What an action is: one row of the table of moves.

The rows stand in `workflows/actions/`, one module a subject. Pictures, documents, forms, the API and the tests
are made from them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from accounts.models import Role
from accounts.principals import Principal
from cases.models import Case
from cases.vocabulary import OPEN, Status
from workflows.facts import CaseFacts


class Who(StrEnum):
    """Actors outside the offices; a Role names one inside."""

    CLAIMANT = "claimant"
    REPRESENTATIVE = "representative"
    EMPLOYER = "employer"
    SYSTEM = "system"


OFFICER = (Role.CASE_OFFICER, Role.SUPERVISOR)
INTAKE = (Role.INTAKE_OFFICER, Role.CASE_OFFICER, Role.SUPERVISOR)
MEDIATOR = (Role.MEDIATOR,)
SUPERVISOR = (Role.SUPERVISOR, Role.DEPUTY, Role.HEAD)
RECEIVER = (Role.RECEIVING_OFFICER,)
MINISTRY = (Role.MINISTRY_OFFICER, Role.MINISTRY_SUPERVISOR)
MINISTRY_SUPERVISOR = (Role.MINISTRY_SUPERVISOR,)
WORKER = (Who.CLAIMANT, Who.REPRESENTATIVE)

ANY_OPEN = OPEN
ANY = frozenset(Status)


class Section(StrEnum):
    INTAKE = "intake"
    SOLUTION = "solution"
    MONEY = "money"
    OTHERS = "others"


@dataclass(frozen=True)
class NoParams:
    """An action that needs nothing but the wish."""


@dataclass
class Move:
    """One action being performed. `write` may set `subject` to name the record it made."""

    case: Case
    action: "Action"
    params: Any
    by: Principal
    facts: CaseFacts
    at: datetime
    seq: int
    note: str = ""
    subject: str = ""
    record: Any = None
    came_from: str = ""
    note_for: str = "everyone"
    """Set by `write` to "office" where the words are not for the timeline of every worker."""
    receipt: str = ""
    """Set by `write` where somebody gets a receipt of their own: it is shown once, and kept nowhere."""
    event: str = ""
    """Set by `write` where another event than the action's own tells what happened to this case."""


Guard = Callable[[CaseFacts, Principal], Any]
"""Gives the reason (a lazy string) why the action is not possible now, or None. Pure; sees no params."""

RecordGuard = Callable[[CaseFacts, Any, Principal], Any]
"""The same for the record that the action is about: its own state speaks, beside the case's."""


def nothing(move: Move) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Action:
    """A row of the table.

    name: verb, English, as in docs; label: what the button says.
    sources: statuses it is possible in. target: where the case goes; None stays; a callable chooses from `targets`.
    who: roles and outside actors that may. countersign: roles of which another person must agree.
    params: dataclass made with `workflows.params`; `check(facts, params, by)` gives {field: reason}.
    write: sets what belongs to the move and returns the event's facts (no personal data, no free text).
    subject: kind of record it acts on (a key of `workflows.subjects.MODELS`).
    beside: statuses it is possible in on a hand-over that runs beside the case (`sources` count where the case
      itself stands with that record). record_guards and check_record(record, params, by) ask the record itself.
    countersign_when(move): countersigned only then. countersign_office(params): the one office whose person must
      countersign, where it is not the office that holds the case.
    concerns(move): ids of the claimants whom a change of status is for, where the params say so; None: everybody whom
      the actor speaks for. Where these are not all, they are split off first; `whole`: never, the case moves whole.
    begins(record): what the form begins with, by name of param; a machine that leaves one out leaves it as it is.
    event: kind of the event recorded. told: sentence for the worker's timeline; `internal` events they never see.
    """

    name: str
    label: Any
    section: Section
    sources: frozenset[Status]
    who: tuple[str, ...]
    event: str
    told: Any
    target: Status | None | Callable[[Move], Status | None] = None
    targets: frozenset[Status] = frozenset()
    params: type = NoParams
    guards: tuple[Guard, ...] = ()
    check: Callable[[CaseFacts, Any, Principal], dict[str, Any]] | None = None
    write: Callable[[Move], dict[str, Any]] = nothing
    countersign: tuple[str, ...] = ()
    countersign_when: Callable[[Move], bool] | None = None
    countersign_office: Callable[[Any], int | None] | None = None
    whole: bool = False
    concerns: Callable[[Move], frozenset[int] | None] | None = None
    subject: str = ""
    begins: Callable[[Any], dict[str, Any]] | None = None
    beside: frozenset[Status] = frozenset()
    record_guards: tuple[RecordGuard, ...] = ()
    check_record: Callable[[Any, Any, Principal], dict[str, Any]] | None = None
    needs_reason: bool = False
    internal: bool = False
    offered: Callable[[CaseFacts, Principal], bool] | None = None
    """Whether it is shown at all to somebody who may do it; None: always. A guard gives the reason against it."""
    hidden: bool = field(default=False)
    """Not offered as a button (proposed by a clock, or has a page of its own)."""

    @property
    def moves(self) -> bool:
        return bool(self.possible_targets)

    @property
    def possible_targets(self) -> frozenset[Status]:
        if isinstance(self.target, Status):
            return frozenset({self.target})
        return self.targets
