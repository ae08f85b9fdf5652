"""The law this installation computes with: the package's rulesets and, over them, those of RULESETS_DIR."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from core import clock
from entitlements import RequestError, Rulebook, compute, load_rulebook


def current_rulebook() -> Rulebook:
    """Read once for each process: a new law is a new file and a restart."""
    return _read(settings.RULESETS_DIR)


@cache
def _read(directory: str) -> Rulebook:
    return load_rulebook([Path(directory)] if directory else [])


def answer_to(request: Mapping[str, Any], *, today: date | None = None) -> dict[str, Any]:
    """The result of one request as plain JSON, or ``{"errors": [...]}`` with each field and what was expected."""
    try:
        day = today or timezone.localdate(clock.now())
        return compute(request, current_rulebook(), as_of=day).as_dict()
    except RequestError as error:
        return error.as_dict()
