"""The environment that tests run in, set before Django reads it.

`TEST_DATABASE=postgres` chooses PostgreSQL, anything else SQLite. The servers are those that `DATABASE_URL` and
`REDIS_URL` name, else localhost; of the first only the server counts, never its database. Databases, folders and
Redis prefixes are named after this checkout (and the xdist worker), so that two test runs never meet.
"""

import hashlib
import os
import shutil
import socket
import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet

CHECKOUT = hashlib.sha256(str(Path.cwd()).encode()).hexdigest()[:8]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def _named(*names: str, scheme: str, default: str) -> str:
    """The first of these variables that names a server of this kind, else the one on localhost."""
    urls = [os.environ.get(name, "") for name in names]
    return next((url for url in urls if url.startswith(scheme)), default)


def _server(url: str) -> str:
    """The URL without its database."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


POSTGRES_SERVER = _server(
    _named(
        "TEST_DATABASE_URL", "DATABASE_URL", scheme="postgres", default="postgres://postgres@127.0.0.1:5432"
    )
)
REDIS_SERVER = _named("TEST_REDIS_URL", "REDIS_URL", scheme="redis", default="redis://127.0.0.1:6379/0")
ON_POSTGRES = os.environ.get("TEST_DATABASE") == "postgres"
PICTURES = os.environ.get("PICTURES", "")  # a folder to leave screenshots of browser tests in
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def _listens(url: str, port: int) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or port), timeout=2).close()
    except OSError:
        return False
    return True


@cache
def why_no_postgres() -> str:
    """Empty when PostgreSQL answers; so for the other two."""
    return "" if _listens(POSTGRES_SERVER, 5432) else f"no PostgreSQL at {urlsplit(POSTGRES_SERVER).hostname}"


@cache
def why_no_redis() -> str:
    return "" if _listens(REDIS_SERVER, 6379) else f"no Redis at {urlsplit(REDIS_SERVER).hostname}"


def why_no_browser() -> str:
    return "" if Path(CHROMIUM).exists() else "no Chromium; on Debian: apt install chromium"


def missing_for(markers: set[str]) -> str:
    """Why a test with these markers cannot run here and now; empty when it can."""
    if markers & {"postgres", "redis"} and not ON_POSTGRES:
        return "runs with TEST_DATABASE=postgres"
    return (
        ("faults" in markers and why_no_postgres())
        or (markers & {"faults", "redis"} and why_no_redis())
        or ("journey" in markers and why_no_browser())
        or ""
    )


os.environ["DATA_DIR"] = str(Path(tempfile.gettempdir()) / f"hak-pekerja-test-{CHECKOUT}{WORKER}")
os.environ["DEMO"] = ""
os.environ["DEBUG"] = ""
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["REDIS_PREFIX"] = f"hakpekerja-test-{CHECKOUT}{WORKER}:"
os.environ["PUBLIC_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["LOG_LEVEL"] = "ERROR"
os.environ["SECRET_KEY"] = "only-for-tests" * 4
os.environ["FIELD_KEYS"] = Fernet.generate_key().decode()
os.environ["LOOKUP_KEYS"] = "only-for-tests-lookup"
os.environ["AUDIT_KEY"] = "only-for-tests-audit"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's event loop shares the thread
os.environ["DATABASE_URL"] = f"{POSTGRES_SERVER}/hak_pekerja_{CHECKOUT}" if ON_POSTGRES else ""
os.environ["REDIS_URL"] = REDIS_SERVER if ON_POSTGRES and not why_no_redis() else ""
# What xdist's workers, who inherit the lines above, are to find again.
os.environ["TEST_DATABASE_URL"] = POSTGRES_SERVER
os.environ["TEST_REDIS_URL"] = REDIS_SERVER


def forget_redis_keys(prefix: str) -> None:
    """Take away what a test run put under its own prefix, and nothing else."""
    import redis

    with redis.Redis.from_url(REDIS_SERVER) as connection:
        for key in connection.scan_iter(match=f"{prefix}*", count=1000):
            connection.delete(key)


def _asks_a_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames))


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not _asks_a_database(item):
            item.add_marker("pure")
        if why := missing_for({mark.name for mark in item.iter_markers()}):
            item.add_marker(pytest.mark.skip(reason=why))


def pytest_unconfigure() -> None:
    if os.environ["REDIS_URL"]:
        forget_redis_keys(os.environ["REDIS_PREFIX"])
