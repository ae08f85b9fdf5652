"""Many workers at once: a list is read, looked at row by row, and only then entered, all of it or nothing.

Nothing is written but a sealed copy of the list until somebody confirms; that copy goes when it is done, or in a day.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.principals import Principal
from cases.access import cases_for
from cases.events import record
from cases.identity import reveal
from cases.models import Case, Claimant
from cases.vocabulary import Source, Status
from core import clock
from core.errors import HakPekerjaError, NotFound
from core.sealed import lookup_hashes, seal, unseal
from intake.columns import FIELDS, READERS, BadCell, Column, columns, guess, read_money
from intake.models import WorkerList
from intake.tables import read_table
from workflows.filing import ClaimPart, Complaint, EmployerPart, WorkerPart, add_workers, submit

KEPT_FOR = timedelta(hours=24)


class NotReady(HakPekerjaError):
    """The list cannot be entered as it stands; `reason` says why."""

    def __init__(self, reason: Any):
        super().__init__(str(reason))
        self.reason = reason


@dataclass
class Row:
    """One row of the list as it was understood. `line` counts as a spreadsheet does, with the heading as 1."""

    line: int
    cells: list[str]
    worker: WorkerPart | None = None
    errors: dict[str, Any] = field(default_factory=dict)
    doubts: list[Any] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return sum(claim.amount or 0 for claim in self.worker.claims) if self.worker else 0

    @property
    def said(self) -> list[str]:
        """Errors, each with the column it is about."""
        return [f"{column}: {reason}" if column else str(reason) for column, reason in self.errors.items()]


@dataclass
class Preview:
    """What would be entered, and what stands against it."""

    columns: list[Column]
    rows: list[Row]

    @property
    def good(self) -> list[Row]:
        return [row for row in self.rows if not row.errors]

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if row.errors]

    @property
    def doubtful(self) -> list[Row]:
        return [row for row in self.rows if row.doubts and not row.errors]

    @property
    def amount(self) -> int:
        return sum(row.amount for row in self.good)


# --- a list that waits -----------------------------------------------------------------------------------


def start_list(
    file: File, *, by: Principal, case: Case | None = None, about: dict[str, Any] | None = None
) -> WorkerList:
    """Keep a sealed copy of a list, for `case` or for a new one that `about` describes. Raises BadTable."""
    rows = read_table(file)
    return WorkerList.objects.create(
        case=case,
        by_id=by.user_id,
        cells=seal(json.dumps(rows, ensure_ascii=False)),
        about=seal(json.dumps(about or {}, ensure_ascii=False)),
        fields=guess(rows[0]),
        expires_at=clock.now() + KEPT_FOR,
    )


def list_for(by: Principal, pk: UUID | str) -> WorkerList:
    """A list of the principal's own, while it lasts and while they handle its case. Raises NotFound."""
    found = (
        WorkerList.objects.filter(pk=pk, by=by.user_id, expires_at__gt=clock.now())
        .select_related("case")
        .first()
    )
    if found is None or (found.case_id and not cases_for(by).filter(pk=found.case_id).exists()):
        raise NotFound(str(pk))
    return found


def lists_of(by: Principal) -> list[WorkerList]:
    """Lists that the principal has not finished, the newest first."""
    rows = WorkerList.objects.filter(by=by.user_id, done_at=None, expires_at__gt=clock.now())
    return list(rows.select_related("case").order_by("-started_at")[:30])


def choose_fields(kept: WorkerList, fields: list[str]) -> None:
    """Say what each column means; unknown words mean that a column is not used."""
    kept.fields = [name if name in FIELDS else "" for name in fields]
    kept.save(update_fields=["fields"])


def discard(kept: WorkerList) -> None:
    kept.delete()


def forget_stale_lists() -> int:
    """Lists and receipts whose day has passed go."""
    return WorkerList.objects.filter(expires_at__lte=clock.now()).delete()[0]


def cells_of(kept: WorkerList) -> list[list[str]]:
    return json.loads(unseal(kept.cells) or "[]")


def about_of(kept: WorkerList) -> dict[str, Any]:
    return json.loads(unseal(kept.about) or "{}")


# --- reading it ------------------------------------------------------------------------------------------


def preview(kept: WorkerList, *, by: Principal) -> Preview:
    """Each row with its errors beside it: within the row, within the list, and against the case."""
    cells = cells_of(kept)
    heads = columns(cells[0], kept.fields) if cells else []
    rows = [_row(line, row, heads) for line, row in enumerate(cells[1:], 2)]
    _find_twins(rows)
    if kept.case is not None:
        _find_known(rows, kept.case, by)
    return Preview(heads, rows)


def _row(line: int, cells: list[str], heads: list[Column]) -> Row:
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
        except BadCell as error:
            row.errors[head.heading] = error.reason
    if not values.get("name") and "name" not in row.errors:
        row.errors[""] = _("Nama kosong.")
    _check_days(row, values)
    if total is not None and any(head.claim for head in heads) and not row.errors:
        found = sum(claim.amount or 0 for claim in claims)
        if found != total:
            row.errors[""] = _("Jumlah seluruhnya tidak sama dengan jumlah tuntutannya.")
    elif total and not claims:
        claims.append(ClaimPart("unpaid_wage", total))
    if not row.errors:
        row.worker = WorkerPart(
            **{name: value for name, value in values.items() if value is not None}, claims=tuple(claims)
        )
    return row


def _check_days(row: Row, values: dict[str, Any]) -> None:
    start = values.get("work_start")
    for name, said in (("work_end", _("Hari kerja terakhir")), ("contract_end", _("Akhir kontrak"))):
        if start and values.get(name) and values[name] < start:
            row.errors[str(said)] = _("Tidak boleh sebelum mulai kerja.")


def _find_twins(rows: list[Row]) -> None:
    """The same NIK or list number twice is an error; the same name and year of birth is a doubt."""
    for name, said in (
        ("nik", _("NIK yang sama ada di baris %(line)s.")),
        ("list_id", _("Nomor yang sama ada di baris %(line)s.")),
    ):
        first: dict[str, int] = {}
        for row in rows:
            value = getattr(row.worker, name, "") if row.worker else ""
            if not value:
                continue
            if value in first:
                row.errors[""] = said % {"line": first[value]}
            first.setdefault(value, row.line)
    names = Counter(_who(row.worker) for row in rows if row.worker and not row.errors)
    for row in rows:
        if row.worker and not row.errors and names[_who(row.worker)] > 1:
            row.doubts.append(_("Nama dan tahun lahir yang sama ada di baris lain."))


def _who(worker: WorkerPart) -> tuple[str, int | None]:
    return " ".join(worker.name.lower().split()), worker.birth_year


def _find_known(rows: list[Row], case: Case, by: Principal) -> None:
    """Against the workers whom the case already has."""
    people = list(Claimant.objects.filter(case=case))
    niks = {person.nik_hash for person in people if person.nik_hash}
    list_ids = {person.list_id for person in people if person.list_id}
    names = reveal(people, ["name"], by=by, why="import: known workers") if people else {}
    known = {" ".join(row["name"].lower().split()) for row in names.values()}
    for row in rows:
        if row.worker is None:
            continue
        if row.worker.nik and niks & set(lookup_hashes("nik", row.worker.nik)):
            row.errors[""] = _("Pekerja dengan NIK ini sudah ada dalam perkara.")
        elif row.worker.list_id and row.worker.list_id in list_ids:
            row.errors[""] = _("Pekerja dengan nomor daftar ini sudah ada dalam perkara.")
        elif _who(row.worker)[0] in known:
            row.doubts.append(_("Nama ini sudah ada dalam perkara."))


# --- entering it -----------------------------------------------------------------------------------------


def enter(kept: WorkerList, *, by: Principal, skip_bad: bool = False, receipts: bool = True) -> WorkerList:
    """Enter the list: one transaction, one event. Doing it twice does it once.

    skip_bad: enter the rows without errors although there are others. receipts: make one for each worker, kept
    sealed for a day so that slips can be printed. Raises NotReady, NotFound.
    """
    with transaction.atomic():
        row = WorkerList.objects.select_for_update(of=("self",)).select_related("case").get(pk=kept.pk)
        if row.done_at:
            return row
        seen = preview(row, by=by)
        if seen.bad and not skip_bad:
            raise NotReady(_("Masih ada baris yang salah. Perbaiki daftarnya, atau pilih untuk melewatinya."))
        if not seen.good:
            raise NotReady(_("Tidak ada baris yang dapat dimasukkan."))
        workers = [replace(one.worker, receipt=receipts) for one in seen.good]
        made = _into_case(row, workers, seen, by) if row.case_id else _into_new_case(row, workers, by)
        row.receipts = seal(json.dumps(list(made.items()))) if made else seal("")
        row.cells, row.about = seal(""), seal("")
        row.count, row.skipped, row.done_at = len(workers), len(seen.bad), clock.now()
        row.expires_at = clock.now() + KEPT_FOR
        row.save()
        return row


def digest_of(rows: list[Row]) -> str:
    """Of what was entered, so that it can be shown later that a list is the one."""
    text = json.dumps([row.cells for row in rows], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _into_case(kept: WorkerList, workers: list[WorkerPart], seen: Preview, by: Principal) -> dict[int, str]:
    case = Case.objects.select_for_update(of=("self",)).get(pk=kept.case_id)
    if case.status == Status.CLOSED:
        raise NotReady(_("Perkara sudah selesai. Buka kembali dahulu."))
    receipts = add_workers(case, workers, event_seq=case.head_seq + 1)
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    record(
        case,
        "case.workers_imported",
        by=by,
        facts={"count": len(workers), "sum": seen.amount, "digest": digest_of(seen.good)},
        status_from=case.status,
    )
    return receipts


def _into_new_case(kept: WorkerList, workers: list[WorkerPart], by: Principal) -> dict[int, str]:
    about = about_of(kept)
    filed = submit(complaint_about(about, workers, Source.IMPORT, by), by=by, intent=kept.intent)
    kept.case = filed.case
    return filed.receipts


def complaint_about(
    about: dict[str, Any], workers: list[WorkerPart], source: str, by: Principal
) -> Complaint:
    """A complaint taken down by an officer: `employers` as [name, tier, address], `story`, `region`, `office`."""
    return Complaint(
        workers=tuple(workers),
        employers=tuple(EmployerPart(name, tier, address) for name, tier, address in about["employers"]),
        story=about.get("story", ""),
        region=about.get("region", ""),
        source=source,
        office_id=about.get("office") if about.get("office") in by.office_ids else None,
    )


def walk_in(about: dict[str, Any], worker: WorkerPart, *, by: Principal, intent: UUID) -> WorkerList:
    """A case for one worker who came to the office; the receipt waits to be printed. Twice the same is once."""
    with transaction.atomic():
        known = WorkerList.objects.filter(intent=intent, by=by.user_id).first()
        if known:
            return known
        filed = submit(complaint_about(about, [worker], Source.WALK_IN, by), by=by, intent=intent)
        return WorkerList.objects.create(
            case=filed.case, by_id=by.user_id, intent=intent, fields=[], count=1, done_at=clock.now(),
            receipts=seal(json.dumps(list(filed.receipts.items()))), expires_at=clock.now() + KEPT_FOR,
        )  # fmt: skip


@dataclass(frozen=True)
class Slip:
    """What one worker is handed on paper."""

    number: int
    name: str
    receipt: str


def slips_of(kept: WorkerList, *, by: Principal) -> list[Slip]:
    """Receipts in the clear, for printing; the reading of names is logged."""
    receipts = dict(json.loads(unseal(kept.receipts) or "[]"))
    people = list(Claimant.objects.filter(case=kept.case_id, pk__in=list(receipts)).order_by("number"))
    names = reveal(people, ["name"], by=by, why="receipt slips") if people else {}
    return [Slip(one.number, names[one.pk]["name"], receipts[one.pk]) for one in people]


def forget_receipts(kept: WorkerList) -> None:
    """The slips were printed: the receipts are kept nowhere any more."""
    kept.receipts = seal("")
    kept.save(update_fields=["receipts"])
