"""The law this installation computes with: the package's rulesets and, over them, those of RULESETS_DIR."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from core import clock
from entitlements import RequestError, Rulebook, compute, load_rulebook


def current_rulebook() -> Rulebook:
    """Read once for each process: a new law is a new file and a restart."""
    return _read(settings.RULESETS_DIR)


@cache
def _read(directory: str) -> Rulebook:
    return load_rulebook([Path(directory)] if directory else [])


@lru_cache(maxsize=16)
def kept_rulebook(digest: str) -> Rulebook:
    """The rulebook that a stored result was computed with, its words as they were."""
    now = current_rulebook()
    if digest == now.content_digest:
        return now
    kept = apps.get_model("cases", "LawText").objects.get(pk=digest)
    return Rulebook(**json.loads(kept.content))


def keep_rulebook() -> str:
    """Keep today's rulebook for the results that are stored under it; its digest."""
    now = current_rulebook()
    apps.get_model("cases", "LawText").objects.get_or_create(
        digest=now.content_digest, defaults={"content": json.dumps(now.content, ensure_ascii=False)}
    )
    return now.content_digest


def answer_to(request: Mapping[str, Any], *, today: date | None = None) -> dict[str, Any]:
    """The result of one request as plain JSON, or ``{"errors": [...]}`` with each field and what was expected."""
    try:
        day = today or clock.today()
        return compute(request, current_rulebook(), as_of=day).as_dict()
    except RequestError as error:
        return error.as_dict()
