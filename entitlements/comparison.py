"""A stored result beside another, or beside an employer's offer. Works on results as plain JSON values."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Change(NamedTuple):
    """A component whose amount differs; whole rupiah. ``name`` is in both languages."""

    code: str
    name: Mapping[str, str]
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


def changes(before: Mapping, after: Mapping) -> list[Change]:
    """What a new result would change against a stored one, component by component; empty when nothing would."""
    old, new, names = _by_component(before), _by_component(after), {}
    for row in (*before["rows"], *after["rows"]):
        names[_key(row)] = row["name"]
    found = [Change(key[0], names[key], old.get(key, 0), new.get(key, 0)) for key in names]
    return [change for change in found if change.difference]


def beside_offer(result: Mapping, offer: Mapping[str, int]) -> list[Change]:
    """The employer's offer by kind of claim (``{"severance": 20000000}``) beside what the law gives; ``before`` is the law."""
    due: dict[str, int] = {}
    names: dict[str, Mapping[str, str]] = {}
    for row in result["rows"]:
        kind = row["claim_kind"]
        if kind:
            due[kind] = due.get(kind, 0) + row["amount"]
            names.setdefault(kind, row["name"])
    for kind in offer:
        names.setdefault(kind, {"id": kind, "en": kind})
    return [Change(kind, name, due.get(kind, 0), offer.get(kind, 0)) for kind, name in names.items()]


def short_by(compared: Iterable[Change]) -> int:
    """By how many rupiah an offer falls short of the law, kind by kind: more of one kind does not make up for another."""
    return sum(max(change.before - change.after, 0) for change in compared)


def _key(row: Mapping) -> tuple[str, str]:
    return row["code"], row["name"]["id"]


def _by_component(result: Mapping) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for row in result["rows"]:
        sums[_key(row)] = sums.get(_key(row), 0) + row["amount"]
    return sums
