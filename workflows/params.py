"""Typed params of actions: dataclass fields that know how to be asked for, and their JSON form.

A form (HTML) and a document (API) are made from the same dataclass by `workflows.forms`.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any

REQUIRED = dataclasses.MISSING


@dataclass(frozen=True)
class Ask:
    """How a param is asked for.

    kind: text, long_text, date, rupiah, number, choice, boolean, claimants, claims, amounts, payments, party,
    evidence, user, office, package. `choices`: (value, label) pairs or a TextChoices. `many` for lists of them.
    `of`: the balance (ledger.ClaimBalance) that "all" and a percentage of amounts are taken of.
    """

    kind: str
    label: Any
    help: Any = ""
    required: bool = True
    choices: Any = None
    many: bool = False
    max_length: int = 300
    roles: tuple[str, ...] = ()
    office_kinds: tuple[str, ...] = ()
    of: str = "outstanding"
    single: bool = False


def _field(ask: Ask, default: Any) -> Any:
    metadata = {"ask": ask}
    if ask.required:
        return dataclasses.field(metadata=metadata)
    if isinstance(default, list | dict):
        return dataclasses.field(default_factory=type(default), metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def text(label, help="", *, required=True, max_length=300):
    return _field(Ask("text", label, help, required, max_length=max_length), "")


def email(label, help="", *, required=True):
    """An e-mail address."""
    return _field(Ask("email", label, help, required, max_length=120), "")


def long_text(label, help="", *, required=True):
    return _field(Ask("long_text", label, help, required, max_length=8000), "")


def day(label, help="", *, required=True):
    return _field(Ask("date", label, help, required), None)


def rupiah(label, help="", *, required=True):
    return _field(Ask("rupiah", label, help, required), None)


def number(label, help="", *, required=True):
    return _field(Ask("number", label, help, required), None)


def boolean(label, help=""):
    return _field(Ask("boolean", label, help, required=False), False)


def choice(label, choices, help="", *, required=True, many=False):
    return _field(Ask("choice", label, help, required, choices=choices, many=many), [] if many else "")


def claimants(label, help="", *, required=True, single=False):
    """A list of claimant ids of the case; empty means all where not required. `single`: a list of one."""
    return _field(Ask("claimants", label, help, required, many=True, single=single), [])


def claims(label, help="", *, required=True):
    """A list of claim ids of the case; empty means all where not required."""
    return _field(Ask("claims", label, help, required, many=True), [])


def amounts(label, help="", *, required=True, of="outstanding"):
    """A mapping claim id -> whole rupiah."""
    return _field(Ask("amounts", label, help, required, of=of), {})


def payments(label, help="", *, required=True):
    """A list of ids of stated payments (ledger.Payment); empty means all that still wait where not required."""
    return _field(Ask("payments", label, help, required, many=True), [])


def party(label, help="", *, required=True, many=False):
    """The id of an employer in the case's chain (cases.Party)."""
    return _field(Ask("party", label, help, required, many=many), [] if many else None)


def evidence(label, help="", *, required=True, many=False):
    """The id of a file of the case (cases.Evidence)."""
    return _field(Ask("evidence", label, help, required, many=many), [] if many else None)


def user(label, roles, help="", *, required=True):
    """The id of an officer who holds one of `roles` in an office that handles the case."""
    return _field(Ask("user", label, help, required, roles=tuple(roles)), None)


def office(label, kinds, help="", *, required=True):
    """The id of an office of one of `kinds`."""
    return _field(Ask("office", label, help, required, office_kinds=tuple(kinds)), None)


def package(label, help="", *, required=True):
    """The digest of the package that was shown (workflows.packages.draft_package); a form carries it hidden."""
    return _field(Ask("package", label, help, required, max_length=64), "")


def asks(params: type) -> dict[str, Ask]:
    """The fields of a params dataclass and how each is asked for."""
    return {field.name: field.metadata["ask"] for field in dataclasses.fields(params)}


def as_json(params: Any) -> dict[str, Any]:
    """Params as plain JSON (dates as ISO text, mapping keys as text)."""

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {str(key): plain(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        return value

    return {field.name: plain(getattr(params, field.name)) for field in dataclasses.fields(params)}


def from_json(cls: type, data: dict[str, Any]) -> Any:
    """The inverse of `as_json`, for stored params; unknown keys are refused (TypeError)."""
    kinds = {name: ask.kind for name, ask in asks(cls).items()}
    return cls(**{name: _parsed(kinds.get(name, ""), value) for name, value in data.items()})


def _parsed(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "amounts":
        return {int(key): amount for key, amount in value.items()}
    return value
