"""Published mistakes that people will bring, each with the reason why it is not the law."""

import json
from functools import cache
from importlib.resources import files


@cache
def published_mistakes() -> tuple[dict, ...]:
    """Each with a stable ``id``, ``question`` and ``why`` (id, en), ``article``, and the published ``examples`` that make it."""
    text = files("entitlements").joinpath("published_mistakes.json").read_text(encoding="utf-8")
    return tuple(json.loads(text))
