"""The pages that are measured, each beside its bare twin in bench/bare.py."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case


@dataclass
class Page:
    """One request. `body` makes the JSON of a POST anew each time; None is a GET. So do `headers`."""

    name: str
    url: str
    bare_url: str
    body: Callable[[], str] | None = None
    headers: Callable[[], dict[str, str]] = field(default=dict)


def pages() -> list[Page]:
    session = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={_session()}"}
    case = Case.objects.filter(status="under_review").latest("pk").reference
    return [
        Page("health", reverse("shared:health"), "/health"),
        Page("queue", reverse("satgas:queue"), "/queue", headers=lambda: session),
        Page("case page", reverse("satgas:case", args=[case]), f"/case/{case}", headers=lambda: session),
        Page(
            "filing", reverse("api:complaints"), "/file", body=_complaint,
            headers=lambda: {"Idempotency-Key": str(uuid4())},
        ),
    ]  # fmt: skip


def _session() -> str:
    """The session of the officer, as a browser that logged in would hold it."""
    browser = Client()
    browser.force_login(User.objects.get(), backend="accounts.backends.OfficerBackend")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _complaint() -> str:
    return json.dumps(
        {
            "notice_read": True,
            "workers": [
                {
                    "name": "Pekerja",
                    "phone": "0812 0000 0000",
                    "claims": [{"kind": "thr", "amount": 3_800_000}],
                }
            ],
            "employers": [{"legal_name": "PT Contoh 1"}],
            "region": "64.71.05.1002",
        }
    )
