"""Mail that came back: delivery status notifications (RFC 3464), which a mail server hands to `manage.py read_bounce`.

A report names the mail by the Message-ID that we gave it, a number that nobody but its recipient has seen. Only codes
are taken from it: its texts and headers hold addresses.
"""

import hashlib
import re
from dataclasses import dataclass
from email import policy
from email.message import Message as Mail
from email.parser import BytesParser, HeaderParser
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from core import clock
from notifications import arrivals
from notifications.channels import EMAIL
from notifications.models import DeliveryAttempt, Notification

log = structlog.get_logger(__name__)
State = Notification.State

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ACTIONS = ("failed", "delayed", "delivered")
"""From the worst: what one recipient suffered counts. "relayed" and "expanded" say nothing of the person's mailbox."""


class Taken(StrEnum):
    """What became of a report."""

    NO_REPORT = "no report"
    UNKNOWN = "of no mail of ours"
    REPEATED = "known already"
    DEAD = "came back"
    NOTED = "noted"
    DELIVERED = "delivered"


@dataclass(frozen=True)
class Report:
    """key: of the notification. action: failed, delayed or delivered. code: the status, such as 5.1.1.
    digest: SHA-256 of the report itself."""

    key: UUID
    action: str
    code: str
    digest: str


def read(raw: bytes) -> Taken:
    """Take a mail for what it is. Safe to repeat; what is no report, or not of our mail, changes nothing."""
    report = parse(raw)
    if report is None:
        return Taken.NO_REPORT
    with transaction.atomic():
        row = (
            Notification.objects.select_for_update(of=("self",))
            .select_related("event__case__office")
            .filter(key=report.key, channel=EMAIL)
            .first()
        )
        taken = Taken.UNKNOWN if row is None else _take(row, report)
    log.info("bounce_read", taken=str(taken), code=report.code, notification=row.pk if row else None)
    return taken


def _take(row: Notification, report: Report) -> Taken:
    _attempt, is_new = DeliveryAttempt.objects.get_or_create(
        report=report.digest,
        defaults={"notification": row, "at": clock.now(), "state": report.action, "code": report.code},
    )
    if not is_new:
        return Taken.REPEATED
    # A report of an earlier try says nothing of the one that an officer has just asked for.
    is_tried_anew = row.state == State.WAITING and row.attempts == 0
    if row.state in (State.DEAD, State.VOID) or is_tried_anew:
        return Taken.NOTED
    if report.action == "failed":
        arrivals.came_back(row, code=report.code)
        return Taken.DEAD
    if report.action == "delivered" and row.state == State.ACCEPTED:
        arrivals.arrived(row, at=clock.now(), proof=row.provider_id)
        return Taken.DELIVERED
    if report.action == "delayed":
        arrivals.takes_longer(row, code=report.code)
    return Taken.NOTED


def parse(raw: bytes) -> Report | None:
    """What a report says of a mail of ours; None for any other mail, however broken."""
    mail = BytesParser(policy=policy.compat32).parsebytes(raw)
    status = next(
        (part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None
    )
    key = _key(mail)
    if status is None or key is None:
        return None
    found = _worst(status)
    return Report(key, *found, hashlib.sha256(raw).hexdigest()) if found else None


def _worst(status: Mail) -> tuple[str, str] | None:
    """(action, code) of the recipient who fared worst. The first block is about the report itself."""
    told: dict[str, str] = {}
    for block in _inside(status):
        action = str(block.get("Action", "")).strip().lower()
        code = _STATUS.search(str(block.get("Status", "")))
        if action in _ACTIONS:
            told.setdefault(action, code[1] if code else "")
    return next(((action, told[action]) for action in _ACTIONS if action in told), None)


def _key(mail: Mail) -> UUID | None:
    """The notification that the returned mail was, by its Message-ID; else what the report answers to."""
    ids = [str(value) for part in mail.walk() for value in _returned_ids(part)]
    ids += [str(mail.get(name, "")) for name in ("In-Reply-To", "References")]
    host = re.escape(urlsplit(settings.PUBLIC_URL).hostname or "")
    for text in ids:
        if found := re.search(rf"<([0-9a-f]{{32}})@{host}>", text):
            return UUID(found[1])
    return None


def _returned_ids(part: Mail) -> list[object]:
    """Message-IDs of the mail, or of its headers, that comes with the report."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return [inner.get("Message-ID", "") for inner in _inside(part)]
    if kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
        text = part.get_payload(decode=True)
        if isinstance(text, bytes):
            return [
                HeaderParser(policy=policy.compat32)
                .parsestr(text.decode("ascii", "replace"))
                .get("Message-ID", "")
            ]
        return [inner.get("Message-ID", "") for inner in _inside(part)]
    return []


def _inside(part: Mail) -> list[Mail]:
    """The mails or blocks of headers that a part consists of."""
    body = part.get_payload()
    return [inner for inner in body if isinstance(inner, Mail)] if isinstance(body, list) else []
