"""Verifying the chains, and sealing each day with a signed root."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max

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
    """Walk one chain; None when it holds."""
    previous, seq = "", 0
    for event in CaseEvent.objects.filter(case=case).select_related("note").order_by("seq").iterator(2000):
        where = f"{case.reference}#{event.seq}"
        if event.seq != seq + 1:
            return Broken(f"{case.reference}#{seq + 1}", "missing")
        if event.previous_hash != previous:
            return Broken(where, "does not follow the event before")
        if event.hash != chain_hash(previous, event.text):
            return Broken(where, "text was changed")
        if not _columns_agree(event):
            return Broken(where, "columns differ from the hashed text")
        note = getattr(event, "note", None)
        if note and f'"note":"{note_digest(note.salt, note.body)}"' not in event.text:
            return Broken(where, "note was changed")
        previous, seq = event.hash, event.seq
    if (case.head_seq, case.head_hash) != (seq, previous):
        return Broken(f"{case.reference}#{seq}", "tail is missing: the case knows a later head")
    return None


def _columns_agree(event: CaseEvent) -> bool:
    import json

    told = json.loads(event.text)
    return (
        told["case"] == event.case_id
        and told["seq"] == event.seq
        and told["kind"] == event.kind
        and told["subject"] == event.subject
        and told["by"] == [event.by_kind, event.by_id]
        and told["on_behalf_of"] == event.on_behalf_of
        and told["from"] == event.status_from
        and told["to"] == event.status_to
        and datetime.fromisoformat(told["at"]) == event.at
    )


def verify_all() -> Iterator[Broken]:
    """Every broken chain (its first broken link), then every daily root that does not hold."""
    for case in Case.objects.order_by("id").iterator(500):
        if broken := verify_case(case):
            yield broken
    yield from verify_roots()


@transaction.atomic
def seal_day(day: date) -> AuditRoot | None:
    """Seal what happened up to the end of `day` (WITA); None where that day is sealed already.

    The root covers the root before it and the heads of every chain that grew since.
    """
    if AuditRoot.objects.filter(day=day).exists():
        return None
    until = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZONE)
    last = AuditRoot.objects.filter(day__lt=day).order_by("-day").first()
    heads = _heads(since=last.until if last else None, until=until)
    root = _root(last.root if last else "", day, heads)
    sealed = AuditRoot.objects.create(
        day=day,
        until=until,
        heads=heads,
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


def _root(previous: str, day: date, heads: str) -> str:
    return hashlib.sha256(canonical({"previous": previous, "day": day, "heads": heads}).encode()).hexdigest()


def _sign(root: str, key: str) -> str:
    return hmac.new(key.encode(), root.encode(), hashlib.sha256).hexdigest()


def export_root(root: AuditRoot) -> None:
    """Write the root beside the database as well; carry this file to another machine."""
    path = Path(settings.DATA_DIR) / "audit" / "roots.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{root.day} {root.root} {root.signature}\n")


def verify_roots() -> Iterator[Broken]:
    """Check each root's signature, its link to the root before, and that every head it names still stands."""
    previous = ""
    for root in AuditRoot.objects.order_by("day").iterator(200):
        where = f"root {root.day}"
        if not any(hmac.compare_digest(root.signature, _sign(root.root, key)) for key in settings.AUDIT_KEYS):
            yield Broken(where, "signature does not hold")
        if root.root != _root(previous, root.day, root.heads):
            yield Broken(where, "does not follow from the root before and its heads")
        named = [line.split(":") for line in root.heads.splitlines()]
        standing = {
            (case, seq): digest
            for case, seq, digest in CaseEvent.objects.filter(
                case__in={int(case) for case, _, _ in named}
            ).values_list("case_id", "seq", "hash")
        }
        for case, seq, digest in named:
            if standing.get((int(case), int(seq))) != digest:
                yield Broken(where, f"case id {case} no longer has the event {seq} that was sealed")
                break
        previous = root.root
