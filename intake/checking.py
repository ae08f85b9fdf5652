"""What each row of a list of workers says, and what stands against it: within the row, within the list, in the case.

Reasons are kept as texts of the source language with their values, so that a list that was checked by a worker in
the background reads in the language of whoever opens it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext, gettext_noop

from accounts.principals import Principal
from cases.identity import is_closed_to, reveal
from cases.models import Case, Claimant
from cases.vocabulary import ClaimKind
from core.sealed import lookup_hashes
from intake.columns import DAYS, OVERTIME, READERS, BadCell, Column, read_money, serial_day
from workflows.filing import ClaimPart, OvertimePart, WorkerPart


@dataclass(frozen=True)
class Reason:
    """Why a row is wrong or doubtful. str() says it in the language of the page."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.text) % self.values if self.values else gettext(self.text)

    @property
    def stored(self) -> list[Any]:
        return [self.text, self.values]


@dataclass
class Row:
    """One row of the list as it was understood. `line` counts as a spreadsheet does."""

    line: int
    cells: list[str]
    worker: WorkerPart | None = None
    errors: dict[str, Reason] = field(default_factory=dict)
    doubts: list[Reason] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return sum(claim.amount or 0 for claim in self.worker.claims) if self.worker else 0

    @property
    def said(self) -> list[str]:
        """Errors, each with the column it is about."""
        return [f"{column}: {reason}" if column else str(reason) for column, reason in self.errors.items()]


@dataclass(frozen=True)
class Known:
    """Whom the case has already: hashes of NIK, list numbers, and names in small letters."""

    niks: frozenset[str] = frozenset()
    list_ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def known_in(case: Case, by: Principal) -> Known:
    """The workers of a case, to compare a list with; reading their names is logged.

    Shielded workers are left out: a list must not be a way to ask whether somebody is among them.
    """
    people = [person for person in Claimant.objects.filter(case=case) if not is_closed_to(person, by)]
    names = reveal(people, ["name"], by=by, why="import: known workers") if people else {}
    return Known(
        frozenset(person.nik_hash for person in people if person.nik_hash),
        frozenset(person.list_id for person in people if person.list_id),
        frozenset(_small(row["name"]) for row in names.values()),
    )


def check(rows: Iterable[Row], known: Known) -> None:
    """Mark what stands against each row beside the others and beside the case."""
    rows = list(rows)
    _find_twins(rows)
    _find_known(rows, known)


def read_row(line: int, cells: list[str], heads: list[Column]) -> Row:
    """One row as a worker with claims, or with the errors of its cells."""
    row = Row(line, cells)
    values: dict[str, Any] = {}
    claims: list[ClaimPart] = []
    total = None
    for head in heads:
        text = cells[head.place].strip()
        if not text:
            continue
        try:
            if head.claim:
                amount = read_money(text)
                if amount:
                    period = head.month or (None, None)
                    claims.append(ClaimPart(head.claim, amount, *period, note=head.heading[:200]))
            elif head.field == "total":
                total = read_money(text)
            else:
                values[head.field] = READERS[head.field](text)
                if head.field in DAYS and serial_day(text):
                    row.doubts.append(_said(_SERIAL, number=text, day=f"{values[head.field]:%d/%m/%Y}"))
        except BadCell as error:
            row.errors[head.heading] = Reason(error.reason)
    if not values.get("name") and "name" not in row.errors:
        row.errors[""] = Reason(gettext_noop("Nama kosong."))
    elif _SUM.match(values.get("name", "")):
        row.errors[""] = Reason(gettext_noop("Ini baris jumlah, bukan orang."))
    _check_days(row, values)
    if total is not None and any(head.claim for head in heads) and not row.errors:
        found = sum(claim.amount or 0 for claim in claims)
        if found != total:
            row.errors[""] = Reason(gettext_noop("Jumlah seluruhnya tidak sama dengan jumlah tuntutannya."))
    elif total and not claims:
        claims.append(ClaimPart("unpaid_wage", total))
    worked = _overtime(row, values)
    if worked:
        named = next((claim for claim in claims if claim.kind == ClaimKind.OVERTIME), None)
        claims = [claim for claim in claims if claim is not named]
        claims.append(replace(named or ClaimPart(ClaimKind.OVERTIME), overtime=worked))
    if not row.errors:
        row.worker = WorkerPart(
            **{name: value for name, value in values.items() if value is not None}, claims=tuple(claims)
        )
    return row


def _overtime(row: Row, values: dict[str, Any]) -> tuple[OvertimePart, ...]:
    """Takes the columns of overtime out of the values. Hours without days, and days without hours, are an error."""
    found = []
    for day, (hours_in, days_in) in OVERTIME.items():
        hours, times = values.pop(hours_in, None), values.pop(days_in, None)
        if hours and times:
            found.append(OvertimePart(day, hours, times))
        elif hours or times:
            row.errors[""] = Reason(gettext_noop("Jam lembur dan banyaknya hari harus ada keduanya."))
    return tuple(found)


_SUM = re.compile(r"(sub ?|grand ?)?(total|jumlah)\b", re.I)
_SERIAL = gettext_noop("%(number)s adalah angka tanggal Excel; dibaca %(day)s.")


def _said(text: str, **values: Any) -> Reason:
    return Reason(text, values)


def _check_days(row: Row, values: dict[str, Any]) -> None:
    start = values.get("work_start")
    for name, said in (
        ("work_end", gettext_noop("Hari kerja terakhir tidak boleh sebelum mulai kerja.")),
        ("contract_end", gettext_noop("Akhir kontrak tidak boleh sebelum mulai kerja.")),
    ):
        if start and values.get(name) and values[name] < start:
            row.errors[""] = Reason(said)


def _find_twins(rows: list[Row]) -> None:
    """The same NIK or list number twice is an error; the same name and year of birth is a doubt."""
    for name, said in (
        ("nik", gettext_noop("NIK yang sama ada di baris %(line)s.")),
        ("list_id", gettext_noop("Nomor yang sama ada di baris %(line)s.")),
    ):
        first: dict[str, int] = {}
        for row in rows:
            value = getattr(row.worker, name, "") if row.worker else ""
            if not value:
                continue
            if value in first:
                row.errors[""] = _said(said, line=first[value])
            first.setdefault(value, row.line)
    names = Counter(_who(row.worker) for row in rows if row.worker and not row.errors)
    for row in rows:
        if row.worker and not row.errors and names[_who(row.worker)] > 1:
            row.doubts.append(Reason(gettext_noop("Nama dan tahun lahir yang sama ada di baris lain.")))


def _small(name: str) -> str:
    return " ".join(name.lower().split())


def _who(worker: WorkerPart) -> tuple[str, int | None]:
    return _small(worker.name), worker.birth_year


def _find_known(rows: list[Row], known: Known) -> None:
    for row in rows:
        if row.worker is None:
            continue
        if row.worker.nik and known.niks & set(lookup_hashes("nik", row.worker.nik)):
            row.errors[""] = Reason(gettext_noop("Pekerja dengan NIK ini sudah ada dalam perkara."))
        elif row.worker.list_id and row.worker.list_id in known.list_ids:
            row.errors[""] = Reason(gettext_noop("Pekerja dengan nomor daftar ini sudah ada dalam perkara."))
        elif _small(row.worker.name) in known.names:
            row.doubts.append(Reason(gettext_noop("Nama ini sudah ada dalam perkara.")))
