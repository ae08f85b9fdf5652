import json
from uuid import uuid4

import pytest
from django.core.cache import cache

from api.authentication import new_token

BASE = "/api/v1/"


class Machine:
    """A program that speaks JSON, with a token or without one."""

    def __init__(self, client, token=""):
        self.client, self.token = client, token

    def _headers(self, key=None):
        headers = {"Accept-Language": "id"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = str(key)
        return headers

    def get(self, path, **query):
        return self.client.get(BASE + path, query, headers=self._headers())

    def post(self, path, body, *, key=None):
        return self.client.post(
            BASE + path, json.dumps(body), content_type="application/json", headers=self._headers(key)
        )

    def perform(self, case, action, *, key=None, note="", subject="", seen=None, **params):
        body = {
            "seen": case.version if seen is None else seen,
            "params": params,
            "note": note,
            "subject": subject,
        }
        return self.post(f"cases/{case.reference}/actions/{action}/", body, key=key or uuid4())


@pytest.fixture(autouse=True)
def _forget_throttles():
    cache.clear()


@pytest.fixture
def anyone(client, db):
    return Machine(client)


@pytest.fixture
def machine(client, team):
    """`machine(team.officer)` acts as that officer."""
    return lambda user: Machine(client, new_token(user, name="uji"))


def complaint(**changes):
    body = {
        "notice_read": True,
        "workers": [{"name": "Budi Santoso", "phone": "0812 3456 7890", "claims": [{"kind": "thr", "amount": 3_800_000}]}],
        "employers": [{"legal_name": "PT Contoh Karya Abadi"}],
        "story": "THR belum dibayar.",
        "region": "64.71.05.1002",
    }  # fmt: skip
    return body | changes
