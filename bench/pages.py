"""The pages that are measured, each beside its bare twin in bench/bare.py."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse


@dataclass
class Page:
    """One request. `form` makes the fields of a POST anew each time; None is a GET."""

    name: str
    url: str
    bare_url: str
    form: Callable[[], dict[str, str]] | None = None
    headers: dict[str, str] = field(default_factory=dict)


def pages() -> list[Page]:
    return [
        Page("health", reverse("shared:health"), "/health"),
    ]
