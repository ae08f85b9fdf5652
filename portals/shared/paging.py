"""A page of a list that knows whether there is a next one without counting them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PAGE_SIZE = 30


@dataclass(frozen=True)
class Page:
    """What `c-pagination` needs, and the rows."""

    rows: Sequence[Any]
    number: int
    has_next: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def page_of(rows: Any, number: str | None, *, size: int = PAGE_SIZE) -> Page:
    """The page `number` (as it stands in a query string; the first where it makes no sense). One query."""
    at = int(number) if number and number.isdecimal() and 0 < int(number) < 100_000 else 1
    found = list(rows[(at - 1) * size : at * size + 1])
    return Page(found[:size], at, len(found) > size)
