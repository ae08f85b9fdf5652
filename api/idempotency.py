"""A key is one request: the same one again gives the first answer, another body with it is refused.

What filing answered is kept for a day, so that a client whose line broke gets its receipts by asking again.
"""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import ANYONE
from api.models import FiledAnswer
from cases.models import Case
from core import clock
from core.errors import HakPekerjaError
from core.sealed import lookup_hash, lookup_hashes, seal, unseal
from workflows.errors import Stale
from workflows.filing import Complaint, Filed, submit
from workflows.perform import Performed

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
            _keep(key, body, filed.case, filed.receipts)
            return filed
    # Somebody with the same key was faster, or it is older than a day.
    return _answered(key, body) or filed


def act_once(act: Callable[[], Performed], sent: Any, *, key: UUID) -> Performed:
    """Perform an action, and remember for a day what `key` brought: `act` itself tells when it is a repeat.

    sent: the case, the action and the body, whatever makes it this act and no other. Raises KeyReused, and whatever
    `act` does.
    """
    body = json.dumps(sent, sort_keys=True)
    _answered(key, body)
    with transaction.atomic():
        done = act()
        if not done.repeated:
            _keep(key, body, done.case, {})
    if done.repeated:
        _answered(key, body)  # somebody with the same key was faster
    return done


def _keep(key: UUID, body: str, case: Case, receipts: Mapping[int, str]) -> None:
    FiledAnswer.objects.create(
        key=key,
        case_id=case.pk,
        body_hash=lookup_hash("filing", body),
        receipts=seal(json.dumps(list(receipts.items()))),
    )


def _answered(key: UUID, body: str) -> Filed | None:
    """What the key brought within a day. Raises KeyReused where it brought another body."""
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
