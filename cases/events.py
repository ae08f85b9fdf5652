"""The only writer of history.

Each event carries the hash of the one before it in its case. What is hashed is the stored canonical text: ids,
kinds, dates, amounts and salted digests. Words and personal data stay outside, so that erasing them and rotating
keys leave the chain whole.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.principals import Principal
from cases.models import Case, CaseEvent, EventNote, OutboxRow
from core import clock
from core.canonical import canonical
from core.runs import as_runs

_subscribers: list[str] = []


def subscribe(name: str) -> None:
    """Have one outbox row written for `name` with every event. Called once, when a room is made ready."""
    if name not in _subscribers:
        _subscribers.append(name)


def chain_hash(previous: str, text: str) -> str:
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def note_digest(salt: str, body: str) -> str:
    return hashlib.sha256(f"{salt}{body}".encode()).hexdigest()


def record(
    case: Case,
    kind: str,
    *,
    by: Principal,
    facts: Mapping[str, Any] | None = None,
    subject: str = "",
    note: str = "",
    note_for: str = EventNote.Audience.EVERYONE,
    status_from: str = "",
    intent: UUID | None = None,
) -> CaseEvent:
    """Add an event to the chain of `case`. The caller holds the case's row lock, inside a transaction.

    `facts` must be free of personal data and of free text; `note` is where words go. `claimants` among them are the
    ids of all whom it is about, however many: the hash covers them, and the text stays short.
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is written in the transaction of what it tells about")
    seq = case.head_seq + 1
    salt = secrets.token_hex(16) if note else ""
    at = clock.now()
    text = canonical(
        {
            "case": case.pk,
            "reference": case.reference,
            "seq": seq,
            "kind": kind,
            "subject": subject,
            "at": at,
            "by": [by.kind, by.id],
            "on_behalf_of": by.on_behalf_of,
            "from": status_from,
            "to": case.status,
            "facts": _packed(facts or {}),
            "note": note_digest(salt, note) if note else None,
        }
    )
    event = CaseEvent.objects.create(
        case=case,
        seq=seq,
        kind=kind,
        subject=subject,
        at=at,
        by_kind=by.kind,
        by_id=by.id,
        on_behalf_of=by.on_behalf_of,
        status_from=status_from,
        status_to=case.status,
        text=text,
        previous_hash=case.head_hash,
        hash=chain_hash(case.head_hash, text),
        intent=intent,
    )
    case.head_seq, case.head_hash = event.seq, event.hash
    Case.objects.filter(pk=case.pk).update(head_seq=event.seq, head_hash=event.hash)
    if note:
        EventNote.objects.create(event=event, body=note, salt=salt, audience=note_for)
    OutboxRow.objects.bulk_create(
        OutboxRow(event=event, case_id=case.pk, subscriber=name, created_at=at, next_attempt_at=at)
        for name in _subscribers
    )
    for hook in _after_record:
        hook(case, event)
    return event


FEW = 20


def _packed(facts: Mapping[str, Any]) -> dict[str, Any]:
    people = facts.get("claimants")
    if isinstance(people, list) and len(people) > FEW:
        return {**facts, "claimants": as_runs(people)}
    return dict(facts)


_after_record: list[Callable[[Case, CaseEvent], None]] = []


def after_record(hook: Callable[[Case, CaseEvent], None]) -> None:
    """Let a higher room keep what it projects from events (open clocks, queue) in the same transaction."""
    _after_record.append(hook)
