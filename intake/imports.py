"""Many workers at once: a list is read, looked at row by row, and only then entered, all of it or nothing.

A list goes from step to step: read, checked, ready for somebody to look at; entered once they say so. `go_on` does
the steps. A small list is done within the request that brings it, a long one by a worker in the background; both
come through the same function, and a list whose worker was lost is taken up again by the next one.

Nothing is written but a sealed copy of the list until somebody confirms; that copy goes when it is done, or in a day.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from accounts import principals
from accounts.principals import Principal
from cases.access import cases_for
from cases.events import record
from cases.identity import reveal
from cases.models import Case, Claimant
from cases.vocabulary import Source, Status
from core import clock
from core.canonical import digest
from core.errors import HakPekerjaError, NotFound
from core.sealed import seal, unseal
from core.wake import wake
from intake.checking import Known, Reason, Row, check, known_in, read_row
from intake.columns import FIELDS, Column, columns, guess
from intake.models import WorkerList
from intake.tables import MAX_BYTES, TICK, BadTable, Table, read_table, unpacked_size
from workflows.filing import Complaint, EmployerPart, WorkerPart, add_workers, submit
from workflows.lists import Page
from workflows.table import INTAKE

log = structlog.get_logger(__name__)
State = WorkerList.State

KEPT_FOR = timedelta(hours=24)
STALLED = timedelta(seconds=60)
"""Without a sign of life for so long, a list is taken up by another worker."""
SMALL_BYTES, SMALL_ROWS = 512 * 1024, 1000
"""A list that is done within the request: it takes a second or two."""
MOST_ATTEMPTS = 3
ROWS, SLIPS = 50, 200
"""Rows of a preview, and slips to print, on a page."""


class NotReady(HakPekerjaError):
    """The list cannot be entered as it stands; `reason` says why."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


# --- a list that waits -----------------------------------------------------------------------------------


def start_list(
    file: File, *, by: Principal, case: Case | None = None, about: dict[str, Any] | None = None
) -> WorkerList:
    """Keep a sealed copy of a list, for `case` or for a new one that `about` describes, and begin to read it.

    Raises BadTable for what is no list at all; what is found while it is read stands in `problem`.
    """
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    kept = WorkerList.objects.create(
        case=case,
        by_id=by.user_id,
        size=unpacked_size(data),
        file=seal(base64.b64encode(data).decode()),
        about=seal(json.dumps(about or {}, ensure_ascii=False)),
        expires_at=clock.now() + KEPT_FOR,
    )
    return _begin(kept)


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
    """Lists that the principal has not finished, and those whose slips wait to be printed, the newest first."""
    rows = WorkerList.objects.filter(by=by.user_id, expires_at__gt=clock.now())
    open_ones = rows.exclude(state=State.DONE, receipts="")
    found = list(open_ones.select_related("case").order_by("-started_at")[:30])
    for kept in found:
        kept.employer = about_of(kept)["employers"][0][0] if not kept.case else ""
    return found


def choose_fields(kept: WorkerList, fields: list[str]) -> WorkerList:
    """Say what each column means, and check again; unknown words mean that a column is not used.

    What is being worked on, or is entered, stays as it is.
    """
    changed = WorkerList.objects.filter(pk=kept.pk, state=State.READY).update(
        fields=[name if name in FIELDS else "" for name in fields], **_next(State.CHECKING)
    )
    kept.refresh_from_db()
    return _begin(kept) if changed else kept


def discard(kept: WorkerList) -> bool:
    """Forget a list that was not entered. False where it is being entered, or was."""
    return bool(
        WorkerList.objects.filter(pk=kept.pk).exclude(state__in=(State.ENTERING, State.DONE)).delete()[0]
    )


def forget_stale_lists() -> int:
    """Lists and receipts whose day has passed go; one that is being entered is waited for."""
    return WorkerList.objects.filter(expires_at__lte=clock.now()).exclude(state=State.ENTERING).delete()[0]


def table_of(kept: WorkerList) -> Table:
    headings, rows = json.loads(unseal(kept.cells) or "[[], []]")
    return Table(headings, [(line, cells) for line, *cells in rows])


def about_of(kept: WorkerList) -> dict[str, Any]:
    return json.loads(unseal(kept.about) or "{}")


def problem_of(kept: WorkerList) -> str:
    """Why a list stopped, in the language of the page; "" where it did not."""
    return str(Reason(*kept.problem)) if kept.problem else ""


# --- looking at it ---------------------------------------------------------------------------------------


@dataclass
class Preview:
    """What would be entered, what stands against it, and some of the rows. `amount`: claimed, in rupiah."""

    columns: list[Column]
    headings: list[str]
    samples: list[str]
    good: int
    bad: int
    doubtful: int
    amount: int
    page: Page


def preview(kept: WorkerList, *, only: str = "", page: int = 1) -> Preview:
    """A list that was checked; `only` "bad" or "doubtful" rows, some of them a page."""
    table, checked = table_of(kept), json.loads(unseal(kept.checked))
    heads = columns(table.headings, kept.fields)
    against = {int(line): said for line, said in checked["against"].items()}
    rows = table.rows
    if only == "bad":
        rows = [row for row in rows if against.get(row[0], {}).get("errors")]
    elif only == "doubtful":
        rows = [row for row in rows if row[0] in against and not against[row[0]]["errors"]]
    page = max(1, page)
    part = [read_row(line, cells, heads) for line, cells in rows[(page - 1) * ROWS : page * ROWS]]
    for row in part:
        said = against.get(row.line, {"errors": {}, "doubts": []})
        row.errors = {column: Reason(*reason) for column, reason in said["errors"].items()}
        row.doubts = [Reason(*reason) for reason in said["doubts"]]
    samples = [
        next((cells[n] for _line, cells in table.rows if cells[n]), "") for n in range(len(table.headings))
    ]
    counts = {name: checked[name] for name in ("good", "bad", "doubtful", "amount")}
    return Preview(heads, table.headings, samples, **counts, page=Page(part, page, len(rows) > page * ROWS))


def _checked(rows: list[Row], fields: list[str]) -> tuple[str, str]:
    """What is kept of a check, and its digest: the same for the same list, read the same way, beside the same case."""
    good = [row for row in rows if not row.errors]
    found = {
        "good": len(good),
        "bad": len(rows) - len(good),
        "doubtful": sum(bool(row.doubts) for row in good),
        "amount": sum(row.amount for row in good),
        "against": {
            str(row.line): {
                "errors": {column: reason.stored for column, reason in row.errors.items()},
                "doubts": [reason.stored for reason in row.doubts],
            }
            for row in rows
            if row.errors or row.doubts
        },
    }
    return json.dumps(found, ensure_ascii=False), digest(found | {"list": digest_of(rows), "fields": fields})


def digest_of(rows: list[Row]) -> str:
    """Of what is entered, so that it can be shown later that a list is the one."""
    text = json.dumps([row.cells for row in rows], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# --- entering it -----------------------------------------------------------------------------------------


def enter(
    kept: WorkerList, *, by: Principal, seen: str, skip_bad: bool = False, receipts: bool = True
) -> WorkerList:
    """Have a list entered: one transaction, one event. Asking twice does it once.

    seen: the digest of the check that was looked at. skip_bad: enter the rows without errors although there are
    others. receipts: make one for each worker, kept sealed for a day so that slips can be printed. Raises NotReady.
    """
    if kept.state in (State.ENTERING, State.DONE):
        return kept
    checked = json.loads(unseal(kept.checked) or "{}")
    if kept.state != State.READY or seen != kept.seen:
        raise NotReady(
            gettext_noop(
                "Daftar ini diperiksa lagi sejak halaman Anda dibuka. Lihat hasilnya, lalu putuskan."
            )
        )
    if checked["bad"] and not skip_bad:
        raise NotReady(
            gettext_noop("Masih ada baris yang salah. Perbaiki daftarnya, atau pilih untuk melewatinya.")
        )
    if not checked["good"]:
        raise NotReady(gettext_noop("Tidak ada baris yang dapat dimasukkan."))
    asked = WorkerList.objects.filter(pk=kept.pk, state=State.READY, seen=seen).update(
        skip_bad=skip_bad, with_receipts=receipts, **_next(State.ENTERING)
    )
    kept.refresh_from_db()
    return _begin(kept) if asked else kept


# --- step by step ----------------------------------------------------------------------------------------


def _next(state: State, **more: Any) -> dict[str, Any]:
    """What a list looks like at the beginning of a step."""
    return {"state": state, "worked": 0, "attempts": 0, "problem": [], "touched_at": clock.now()} | more


def _begin(kept: WorkerList) -> WorkerList:
    """Do it now where it is small, else wake a worker."""
    small = kept.size <= SMALL_BYTES if kept.state == State.READING else kept.total <= SMALL_ROWS
    if small:
        return go_on(kept.pk) or kept
    transaction.on_commit(lambda: wake("intake.go_on_with_list", str(kept.pk)), robust=True)
    return kept


def go_on(pk: UUID | str) -> WorkerList | None:
    """Do what is left to do with a list. Safe to call twice, and at once: one works, the other goes away.

    Returns the list as it is then; None where it is gone.
    """
    lease = uuid4()
    now = clock.now()
    free = Q(lease=None) | Q(touched_at__lt=now - STALLED)
    mine = WorkerList.objects.filter(pk=pk, lease=lease)
    taken = WorkerList.objects.filter(free, pk=pk, state__in=WorkerList.WORKING).update(
        lease=lease, touched_at=now, attempts=F("attempts") + 1
    )
    try:
        while taken and (
            kept := mine.select_related("case", "by").filter(state__in=WorkerList.WORKING).first()
        ):
            if kept.attempts > MOST_ATTEMPTS:
                _give_up(kept, lease)
            else:
                _STEPS[kept.state](kept, lease)
    finally:
        mine.update(lease=None)
    return WorkerList.objects.select_related("case").filter(pk=pk).first()


def resume_stalled() -> int:
    """Take up lists whose worker was lost, or was never woken. Returns how many."""
    waiting = WorkerList.objects.filter(
        state__in=WorkerList.WORKING, touched_at__lt=clock.now() - STALLED
    ).values_list("pk", flat=True)
    found = list(waiting[:5])
    for pk in found:
        go_on(pk)
    return len(found)


def _set(kept: WorkerList, lease: UUID, **values: Any) -> bool:
    """Write while the list is still ours; also the sign of life."""
    values.setdefault("touched_at", clock.now())
    return bool(WorkerList.objects.filter(pk=kept.pk, lease=lease).update(**values))


def _ticking(kept: WorkerList, lease: UUID) -> Callable[[int], None]:
    return lambda done: _set(kept, lease, worked=done)


def _give_up(kept: WorkerList, lease: UUID) -> None:
    log.error("list_given_up", list=str(kept.pk), state=kept.state)
    if kept.state == State.ENTERING:
        text = gettext_noop(
            "Sistem gagal memasukkan daftar ini; tidak ada yang tercatat. Coba lagi, atau beri tahu pengelola sistem."
        )
        _set(kept, lease, **_next(State.READY, problem=[text]))
    else:
        text = gettext_noop("Sistem gagal membaca daftar ini. Simpan ulang sebagai CSV, lalu unggah lagi.")
        _set(kept, lease, **_failed(text))


def _failed(text: str) -> dict[str, Any]:
    return _next(State.FAILED, problem=[text], file=seal(""), cells=seal(""), checked=seal(""))


def _read(kept: WorkerList, lease: UUID) -> None:
    try:
        table = read_table(base64.b64decode(unseal(kept.file)), _ticking(kept, lease))
    except BadTable as error:
        _set(kept, lease, **_failed(error.reason))
        return
    cells = [table.headings, [[line, *row] for line, row in table.rows]]
    _set(
        kept,
        lease,
        file=seal(""),
        cells=seal(json.dumps(cells, ensure_ascii=False)),
        fields=guess(table.headings),
        total=len(table.rows),
        **_next(State.CHECKING),
    )


def _rows(kept: WorkerList, tick: Callable[[int], None]) -> list[Row]:
    table = table_of(kept)
    heads = columns(table.headings, kept.fields)
    rows = []
    for done, (line, cells) in enumerate(table.rows, 1):
        rows.append(read_row(line, cells, heads))
        if done % TICK == 0:
            tick(done)
    return rows


def _may(kept: WorkerList) -> Principal | None:
    """Who asked for it, while they still may."""
    by = principals.officer(kept.by)
    theirs = kept.case_id is None or cases_for(by).filter(pk=kept.case_id).exists()
    return by if theirs and by.has_role(*INTAKE) else None


def _check(kept: WorkerList, lease: UUID) -> None:
    by = _may(kept)
    if by is None:
        _set(kept, lease, **_failed(gettext_noop("Perkara ini tidak lagi Anda tangani.")))
        return
    rows = _rows(kept, _ticking(kept, lease))
    check(rows, known_in(kept.case, by) if kept.case_id else Known())
    checked, seen = _checked(rows, kept.fields)
    _set(kept, lease, checked=seal(checked), seen=seen, **_next(State.READY))


def _enter(kept: WorkerList, lease: UUID) -> None:
    """Under the locks of list and case: check once more, and enter what was looked at, or nothing."""
    rows = _rows(kept, _ticking(kept, lease))
    with transaction.atomic():
        locked = WorkerList.objects.select_for_update(of=("self",)).filter(pk=kept.pk, lease=lease).first()
        if locked is None or locked.state != State.ENTERING:
            return
        by = _may(kept)
        case = Case.objects.select_for_update(of=("self",)).get(pk=kept.case_id) if kept.case_id else None
        if reason := _why_not(by, case):
            _set(kept, lease, **_next(State.READY, problem=[reason]))
            return
        check(rows, known_in(case, by) if case else Known())
        checked, seen = _checked(rows, kept.fields)
        if seen != kept.seen:
            text = gettext_noop(
                "Perkara berubah sejak daftar ini diperiksa. Lihat hasil pemeriksaan yang baru, lalu putuskan."
            )
            _set(kept, lease, checked=seal(checked), seen=seen, **_next(State.READY, problem=[text]))
            return
        good = [row for row in rows if not row.errors]
        workers = [replace(row.worker, receipt=kept.with_receipts) for row in good]
        made = _into_case(case, workers, good, by) if case else _into_new_case(kept, workers, by)
        _set(
            kept,
            lease,
            case=case or kept.case,
            receipts=seal(json.dumps(list(made.items()))) if made else seal(""),
            cells=seal(""),
            about=seal(""),
            checked=seal(""),
            count=len(workers),
            skipped=len(rows) - len(good),
            done_at=clock.now(),
            expires_at=clock.now() + KEPT_FOR,
            **_next(State.DONE),
        )


def _why_not(by: Principal | None, case: Case | None) -> str:
    if by is None:
        return gettext_noop("Perkara ini tidak lagi Anda tangani.")
    if case is not None and case.status == Status.CLOSED:
        return gettext_noop("Perkara sudah selesai. Buka kembali dahulu.")
    return ""


_STEPS = {State.READING: _read, State.CHECKING: _check, State.ENTERING: _enter}


def _into_case(case: Case, workers: list[WorkerPart], good: list[Row], by: Principal) -> dict[int, str]:
    receipts = add_workers(case, workers, event_seq=case.head_seq + 1)
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    record(
        case,
        "case.workers_imported",
        by=by,
        facts={"count": len(workers), "sum": sum(row.amount for row in good), "digest": digest_of(good)},
        status_from=case.status,
    )
    return receipts


def _into_new_case(kept: WorkerList, workers: list[WorkerPart], by: Principal) -> dict[int, str]:
    filed = submit(complaint_about(about_of(kept), workers, Source.IMPORT, by), by=by, intent=kept.intent)
    kept.case = filed.case
    return filed.receipts


# --- at the counter --------------------------------------------------------------------------------------


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
            case=filed.case, by_id=by.user_id, intent=intent, state=State.DONE, count=1, done_at=clock.now(),
            receipts=seal(json.dumps(list(filed.receipts.items()))), expires_at=clock.now() + KEPT_FOR,
        )  # fmt: skip


# --- slips -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slip:
    """What one worker is handed on paper."""

    number: int
    name: str
    receipt: str


def slips_of(kept: WorkerList, *, by: Principal, page: int = 1) -> Page:
    """Receipts in the clear, for printing, some hundred a page; the reading of names is logged."""
    receipts = json.loads(unseal(kept.receipts) or "[]")
    page = max(1, page)
    part = dict(receipts[(page - 1) * SLIPS : page * SLIPS])
    people = list(Claimant.objects.filter(case=kept.case_id, pk__in=list(part)).order_by("number"))
    names = reveal(people, ["name"], by=by, why="receipt slips") if people else {}
    slips = [Slip(one.number, names[one.pk]["name"], part[one.pk]) for one in people]
    return Page(slips, page, len(receipts) > page * SLIPS)


def forget_receipts(kept: WorkerList) -> None:
    """The slips were printed: the receipts are kept nowhere any more."""
    kept.receipts = seal("")
    kept.save(update_fields=["receipts"])
