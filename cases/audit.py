"""Verifying the chains, and sealing each day with a signed root."""

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from cases import covered
from cases.events import chain_hash, note_digest
from cases.models import AuditRoot, Case, CaseEvent
from core import clock
from core.canonical import canonical

ZONE = ZoneInfo("Asia/Makassar")


@dataclass(frozen=True)
class Broken:
    """The first link of a chain (or day) that does not hold, and what is wrong with it."""

    where: str
    what: str


def verify_case(case: Case) -> Broken | None:
    """Walk one chain up to the head that the case knows now; None when it holds. People may work meanwhile."""
    case = Case.objects.get(pk=case.pk)
    previous, seq, status = "", 0, case.status
    events = CaseEvent.objects.filter(case=case, seq__lte=case.head_seq)
    for event in events.select_related("note").order_by("seq").iterator(2000):
        where = f"{case.reference}#{event.seq}"
        if event.seq != seq + 1:
            return Broken(f"{case.reference}#{seq + 1}", "missing")
        if event.previous_hash != previous:
            return Broken(where, "does not follow the event before")
        if event.hash != chain_hash(previous, event.text):
            return Broken(where, "text was changed")
        if not _columns_agree(event, case):
            return Broken(where, "columns differ from the hashed text")
        note = getattr(event, "note", None)
        if note and f'"note":"{note_digest(note.salt, note.body)}"' not in event.text:
            return Broken(where, "note was changed")
        previous, seq, status = event.hash, event.seq, event.status_to
    if (case.head_seq, case.head_hash) != (seq, previous):
        return Broken(f"{case.reference}#{seq}", "tail is missing: the case knows a later head")
    if case.status != status:
        return Broken(f"{case.reference}#{seq}", "the case has another status than its last event gave it")
    return _beyond_the_head(case)


def _beyond_the_head(case: Case) -> Broken | None:
    """An event that was written past `record`, which moves the head with each event."""
    last = CaseEvent.objects.filter(case=case).aggregate(seq=Max("seq"))["seq"] or 0
    head = Case.objects.values_list("head_seq", flat=True).get(
        pk=case.pk
    )  # after it: what is new has moved it
    return (
        Broken(f"{case.reference}#{head + 1}", "the case does not know this event") if last > head else None
    )


def _columns_agree(event: CaseEvent, case: Case) -> bool:
    try:
        told = json.loads(event.text)
        return (
            told["case"] == event.case_id
            and told["reference"] == case.reference
            and told["seq"] == event.seq
            and told["kind"] == event.kind
            and told["subject"] == event.subject
            and told["by"] == [event.by_kind, event.by_id]
            and told["on_behalf_of"] == event.on_behalf_of
            and told["from"] == event.status_from
            and told["to"] == event.status_to
            and datetime.fromisoformat(told["at"]) == event.at
        )
    except (ValueError, LookupError, TypeError):
        return False


_checks: list[Callable[[Case], str]] = []


def also_verify(check: Callable[[Case], str]) -> None:
    """Let a higher room say what is wrong with what it keeps of a case (nothing: an empty text)."""
    _checks.append(check)


def verify_all(exported: Path | None = None) -> Iterator[Broken]:
    """Every broken chain (its first broken link), and what a higher room keeps of the case and is wrong; then every daily
    root that does not hold, and every row that is not what it sealed (`verify_roots`)."""
    for case in Case.objects.order_by("id").iterator(500):
        if broken := verify_case(case):
            yield broken
        for check in _checks:
            if what := check(case):
                yield Broken(case.reference, what)
    yield from verify_roots(exported)


@transaction.atomic
def seal_day(day: date) -> AuditRoot | None:
    """Seal what happened up to the end of `day` (WITA); None where that day is sealed already.

    The root covers the root before it, the heads of every chain that grew since, and what belongs to the new events
    (`cases.covered`). The first that covers such rows covers all that there are.
    """
    if AuditRoot.objects.filter(day=day).exists():
        return None
    until = _end_of(day)
    last = AuditRoot.objects.filter(day__lt=day).order_by("-day").first()
    heads = _heads(since=last.until if last else None, until=until)
    rows = covered.written(last.until if last and last.rows is not None else None, until)
    root = _root(last.root if last else "", day, heads, rows)
    sealed = AuditRoot.objects.create(
        day=day,
        until=until,
        heads=heads,
        rows=rows,
        chains=Case.objects.filter(head_seq__gt=0).count(),
        root=root,
        signature=_sign(root, settings.AUDIT_KEYS[0]),
    )
    transaction.on_commit(lambda: export_root(sealed))
    return sealed


def seal_due_days(now: datetime | None = None) -> list[AuditRoot]:
    """Seal every day that has ended and is not sealed, from the first event on (a missed night is caught up)."""
    today = (now or clock.now()).astimezone(ZONE).date()
    last = AuditRoot.objects.order_by("-day").first()
    if last:
        start = last.day + timedelta(days=1)
    else:
        first = CaseEvent.objects.order_by("at").values_list("at", flat=True).first()
        if first is None:
            return []
        start = first.astimezone(ZONE).date()
    days = ((today - start).days,)
    made = (seal_day(start + timedelta(days=step)) for step in range(max(days[0], 0)))
    return [root for root in made if root]


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ZONE)


def _heads(*, since: datetime | None, until: datetime) -> str:
    grown = CaseEvent.objects.filter(at__lt=until)
    if since:
        grown = grown.filter(at__gte=since)
    tops = grown.values("case_id").annotate(top=Max("seq")).values_list("case_id", "top")
    wanted = dict(tops)
    rows = (
        CaseEvent.objects.filter(case__in=wanted)
        .order_by("case_id", "seq")
        .values_list("case_id", "seq", "hash")
    )
    return "\n".join(f"{case}:{seq}:{digest}" for case, seq, digest in rows if wanted[case] == seq)


def _root(previous: str, day: date, heads: str, rows: str | None) -> str:
    """`rows` is None for a day that was sealed before rows were covered: its root is what it was."""
    said = {"previous": previous, "day": day, "heads": heads} | ({} if rows is None else {"rows": rows})
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def _sign(root: str, key: str) -> str:
    return hmac.new(key.encode(), root.encode(), hashlib.sha256).hexdigest()


def export_file() -> Path:
    return Path(settings.DATA_DIR) / "audit" / "roots.txt"


def export_root(root: AuditRoot) -> None:
    """Write the root beside the database as well; carry this file to another machine."""
    path = export_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{root.day} {root.root} {root.signature}\n")


def exported_roots(path: Path) -> list[tuple[str, str]]:
    """Day and root of each line of an exported file; none where there is no file."""
    if not path.exists():
        return []
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return [(words[0], words[1]) for words in lines if len(words) == 3]


def verify_roots(exported: Path | None = None) -> Iterator[Broken]:
    """What is wrong with each daily root: with its signature, its link to the root before, a head or a row that it
    names, or beside the root that was exported (to `exported`; by default the file in the data folder)."""
    previous = ""
    standing = {}
    ids: dict[str, set[int]] = defaultdict(set)
    until = None
    for root in AuditRoot.objects.order_by("day").iterator(20):
        if what := _broken_root(root, previous):
            yield Broken(f"root {root.day}", what)
        if root.rows is not None:
            sealed = covered.read(root.rows)
            yield from map(_of_its_event, covered.changed(sealed))
            for name, rows in sealed.items():
                ids[name].update(rows)
            until = _end_of(root.day)
        previous = root.root
        standing[str(root.day)] = root.root
    yield from map(_of_its_event, covered.added(ids, until))
    for day, digest in exported_roots(exported or export_file()):
        if standing.get(day) != digest:
            yield Broken(
                f"root {day}",
                "is not the one that was exported" if day in standing else "was exported and is gone",
            )


def _of_its_event(row: covered.Unlike) -> Broken:
    reference = Case.objects.filter(pk=row.case_id).values_list("reference", flat=True).first()
    return Broken(f"{reference or f'case id {row.case_id}'}#{row.seq}", row.what)


def _broken_root(root: AuditRoot, previous: str) -> str:
    """The first thing that is wrong with a root; empty when it holds."""
    if not any(hmac.compare_digest(root.signature, _sign(root.root, key)) for key in settings.AUDIT_KEYS):
        return "signature does not hold"
    if root.until != _end_of(root.day) or root.root != _root(previous, root.day, root.heads, root.rows):
        return "does not follow from the root before, its heads and its rows"
    named = [line.split(":") for line in root.heads.splitlines()]
    events = CaseEvent.objects.filter(case__in={int(case) for case, _, _ in named})
    standing = {(case, seq): digest for case, seq, digest in events.values_list("case_id", "seq", "hash")}
    for case, seq, digest in named:
        if standing.get((int(case), int(seq))) != digest:
            return f"case id {case} no longer has the event {seq} that was sealed"
    return ""
