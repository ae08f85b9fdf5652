"""What filing answered, kept for a day, so that a client whose line broke gets its receipts by asking again."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import ANYONE
from api.models import FiledAnswer
from core import clock
from core.errors import HakPekerjaError
from core.sealed import lookup_hash, lookup_hashes, seal, unseal
from workflows.errors import Stale
from workflows.filing import Complaint, Filed, submit

KEPT_FOR = timedelta(hours=24)


class KeyReused(HakPekerjaError):
    """The key belongs to another complaint or another act: what was sent with it is not what is sent now."""


def file_once(complaint: Complaint, sent: Any, *, key: UUID) -> Filed:
    """File a complaint, or give the first result again where the same `key` brought the same body before.

    sent: the body as it came. The receipts come again within a day; later only the case does. Raises KeyReused.
    """
    body = json.dumps(sent, sort_keys=True)
    if again := _answered(key, body):
        return again
    with transaction.atomic():
        try:
            filed = submit(complaint, by=ANYONE, intent=key)
        except Stale as error:
            raise KeyReused from error
        if not filed.repeated:
            FiledAnswer.objects.create(
                key=key,
                case=filed.case,
                body_hash=lookup_hash("filing", body),
                receipts=seal(json.dumps(list(filed.receipts.items()))),
            )
            return filed
    # Somebody with the same key was faster, or it is older than a day.
    return _answered(key, body) or filed


def _answered(key: UUID, body: str) -> Filed | None:
    rows = FiledAnswer.objects.select_related("case").filter(at__gt=clock.now() - KEPT_FOR)
    row = rows.filter(key=key).first()
    if row is None:
        return None
    if row.body_hash not in lookup_hashes("filing", body):
        raise KeyReused
    return Filed(row.case, dict(json.loads(unseal(row.receipts))), repeated=True)


def forget_answers() -> int:
    """Delete what is older than a day. Safe to run twice; returns how many."""
    deleted, _by_model = FiledAnswer.objects.filter(at__lte=clock.now() - KEPT_FOR).delete()
    return deleted
