"""The doors of the offices: which ones somebody may go through, and under which roof a page for everybody stands."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import Office, Role
from accounts.principals import OfficeHeld, Principal
from workflows.table import MINISTRY, RECEIVER

CITY = (Office.Kind.SATGAS, Office.Kind.CITY_LABOUR, Office.Kind.PROVINCIAL_MEDIATORS)
"""Offices that handle cases, at the door of the task force."""

PAGES = {"satgas": "satgas:queue", "ministry": "ministry:overview", "receiving": "receiving:list"}
ROOFS = {
    "satgas": "satgas/base.html",
    "ministry": "ministry/base.html",
    "receiving": "ministry/receiving.html",
}


@dataclass(frozen=True)
class Door:
    """One office, as somebody with roles there goes in. `name`: satgas, ministry or receiving."""

    name: str
    office: OfficeHeld
    roles: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse(PAGES[self.name])

    @property
    def role_labels(self) -> list[Any]:
        return [Role(role).label for role in self.roles]


def doors_of(by: Principal) -> list[Door]:
    """The doors of a principal, by office. Somebody who only leads a receiving office has none: they see its people."""
    found = []
    for office in by.offices:
        roles = {role for held, role in by.roles if held == office.id}
        ministry, receiving = roles & set(MINISTRY), roles & set(RECEIVER)
        handling = roles - ministry - receiving if office.kind in CITY else set()
        for name, held in (("satgas", handling), ("ministry", ministry), ("receiving", receiving)):
            if held:
                found.append(Door(name, office, tuple(role for role in Role.values if role in held)))
    return found


def roof_of(by: Principal) -> str:
    """The base of a page that belongs to no one door: that of their only door, else one with none."""
    names = {door.name for door in doors_of(by)}
    return ROOFS[names.pop()] if len(names) == 1 else "shared/office.html"
