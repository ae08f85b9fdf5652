"""One way of writing a value as text, so that its hash means something."""

import hashlib
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces. Floats are refused: they do not round-trip as amounts."""

    def refuse_floats(node: Any) -> None:
        if isinstance(node, float):
            raise TypeError("float has no canonical form")
        if isinstance(node, dict):
            for item in node.values():
                refuse_floats(item)
        if isinstance(node, list | tuple):
            for item in node:
                refuse_floats(item)

    refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def digest(value: Any) -> str:
    """SHA-256 (hex) over the canonical text of `value`."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
