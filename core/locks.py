"""Locks on what is no row: a sum that must not be passed, an order that must hold."""

import hashlib

from django.db import connection


def hold(name: str) -> None:
    """Wait until nobody else holds `name`, and hold it until the transaction ends.

    On SQLite a transaction that writes is alone from its beginning (`config.env`). Raises RuntimeError outside a
    transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A lock is held in a transaction")
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
