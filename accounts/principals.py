"""Who acts. Every write in the system names a Principal."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Kind(StrEnum):
    OFFICER = "officer"
    CLAIMANT = "claimant"  # by receipt
    REPRESENTATIVE = "representative"  # by a mandate on the case
    EMPLOYER = "employer"  # a respondent
    API = "api"
    SYSTEM = "system"
    ANYONE = "anyone"  # not identified: may file, may calculate


@dataclass(frozen=True)
class OfficeHeld:
    """An office in which somebody has a role. `kind`: accounts.models.Office.Kind."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True)
class Principal:
    """The actor of an action.

    `roles` are (office id, role) pairs of current memberships. `claimant_id` is set for a claimant by receipt.
    `on_behalf_of` names the claimant whose statement an officer records, with `proof` of how it was given.
    `offices`: those of an officer's roles, for the head of a page and for the choice of a door.
    """

    kind: Kind
    id: int | None = None
    name: str = ""
    roles: frozenset[tuple[int, str]] = field(default_factory=frozenset)
    claimant_id: int | None = None
    on_behalf_of: int | None = None
    proof: str = ""
    offices: tuple[OfficeHeld, ...] = field(default=(), compare=False)

    @property
    def office_ids(self) -> frozenset[int]:
        return frozenset(office for office, _ in self.roles)

    def has_role(self, *roles: str, office_id: int | None = None) -> bool:
        """Whether one of `roles` is held, in `office_id` or in any office."""
        return any(role in roles and office_id in (None, office) for office, role in self.roles)

    def speaking_for(self, claimant_id: int, *, proof: str) -> "Principal":
        """The same officer, writing down the statement of a claimant; `proof` is how it was made sure."""
        return replace(self, on_behalf_of=claimant_id, proof=proof)

    @property
    def user_id(self) -> int | None:
        return self.id if self.kind in (Kind.OFFICER, Kind.API) else None


SYSTEM = Principal(Kind.SYSTEM, name="Sistem")
ANYONE = Principal(Kind.ANYONE)


def officer(user) -> Principal:
    """The principal of a user, with what is true of their memberships now. `user.held`: those, where they came with
    the user of this request (accounts.backends)."""
    held = getattr(user, "held", None)
    if held is None:
        held = list(user.memberships.current().select_related("office").order_by("office_id"))
    if not user.is_active:
        held = []
    return Principal(
        Kind.OFFICER,
        id=user.pk,
        name=user.name,
        roles=frozenset((row.office_id, row.role) for row in held),
        offices=tuple(
            dict.fromkeys(OfficeHeld(row.office_id, row.office.name, row.office.kind) for row in held)
        ),
    )


def claimant(claimant_id: int, name: str = "") -> Principal:
    return Principal(Kind.CLAIMANT, id=claimant_id, claimant_id=claimant_id, name=name)


def representative(mandate_id: int, on_behalf_of: int | None = None) -> Principal:
    """The holder of a mandate; `on_behalf_of` names the one claimant spoken for, None all of them."""
    return Principal(Kind.REPRESENTATIVE, id=mandate_id, on_behalf_of=on_behalf_of)
