"""The only reader of the process environment.

Every setting is named once here and explained in `.env.example`; a test holds the two together.

On one machine (no `DATABASE_URL`) the system makes its own secrets on first use and keeps them in the
data folder, so that two commands are enough to start. As soon as a database server is named, every secret
must come from the environment: a key made up on one of several machines would silently split the data.
"""

import os
import secrets
from pathlib import Path

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

_env = environ.Env()

DATA_DIR = Path(_env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATABASE_URL = _env.str("DATABASE_URL", default="")
EMBEDDED = not DATABASE_URL
REDIS_URL = _env.str("REDIS_URL", default="")
REDIS_PREFIX = _env.str("REDIS_PREFIX", default="hakpekerja:")

BEAT_SCHEDULE = DATA_DIR / "beat-schedule"
# What the web server listens on, and how wide it is (config/gunicorn.py).
HOST = _env.str("HOST", default="127.0.0.1")
PORT = _env.int("PORT", default=8000)
WEB_WORKERS = _env.int("WEB_WORKERS", default=2)
WEB_THREADS = _env.int("WEB_THREADS", default=4)
STATIC_ROOT = Path(_env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))

DEBUG = _env.bool("DEBUG", default=False)
DEMO = _env.bool("DEMO", default=False)
ALLOWED_HOSTS = _env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = _env.str("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
BEHIND_TLS = PUBLIC_URL.startswith("https://")
EMAIL_URL = _env.str("EMAIL_URL", default="")
EMAIL_FROM = _env.str("EMAIL_FROM", default="Hak Pekerja <no-reply@hak-pekerja.example>")
LOG_LEVEL = _env.str("LOG_LEVEL", default="INFO")
SWEEP_SECONDS = _env.float("SWEEP_SECONDS", default=60)
DRAFT_SPACE_MB = _env.int("DRAFT_SPACE_MB", default=5000)
KEEP_DONE_DAYS = _env.int("KEEP_DONE_DAYS", default=90)
RULESETS_DIR = _env.str("RULESETS_DIR", default="")

SECRET_NAMES = ("SECRET_KEY", "FIELD_KEYS", "LOOKUP_KEYS", "AUDIT_KEY")


def make_data_dir() -> None:
    """For its owner alone: the database, files and mail of a single machine are in it."""
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def _new_secret(name: str) -> str:
    return Fernet.generate_key().decode() if name == "FIELD_KEYS" else secrets.token_urlsafe(48)


def _local_secrets() -> dict[str, str]:
    """Secrets of a single machine, made once, readable by its owner only."""
    path = DATA_DIR / "secrets.env"
    if not path.exists():
        make_data_dir()
        text = "".join(f"{name}={_new_secret(name)}\n" for name in SECRET_NAMES)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(text)
        try:
            os.link(draft, path)  # the first of several starting processes wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return dict(line.split("=", 1) for line in path.read_text().split())


def _read_secrets() -> dict[str, str]:
    given = {name: _env.str(name, default="") for name in SECRET_NAMES}
    missing = [name for name, value in given.items() if not value]
    if missing and EMBEDDED:
        local = _local_secrets()
        return {name: given[name] or local[name] for name in SECRET_NAMES}
    if missing:
        raise ImproperlyConfigured(f"Set these in the environment (see .env.example): {', '.join(missing)}")
    return given


_secrets = _read_secrets()
SECRET_KEY = _secrets["SECRET_KEY"]
# Lists for rotation: the first key writes (or signs), all of them read (or verify).
FIELD_KEYS = [key.strip() for key in _secrets["FIELD_KEYS"].split(",") if key.strip()]
AUDIT_KEYS = [key.strip() for key in _secrets["AUDIT_KEY"].split(",") if key.strip()]
LOOKUP_KEYS = [key.strip() for key in _secrets["LOOKUP_KEYS"].split(",") if key.strip()]


def database() -> dict:
    """Django's DATABASES["default"], for SQLite (embedded) or PostgreSQL."""
    if DATABASE_URL and not DATABASE_URL.startswith("sqlite"):
        config = _env.db_url_config(DATABASE_URL)
        config.update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
        config.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
        return config
    make_data_dir()
    name = _env.db_url_config(DATABASE_URL)["NAME"] if DATABASE_URL else str(DATA_DIR / "hak-pekerja.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "TEST": {"NAME": f"{name}.test"},  # a file: parallel callers find an in-memory table locked
        "OPTIONS": {
            # IMMEDIATE takes the write lock at BEGIN: a read that later writes cannot fail half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # recursive_triggers: without it INSERT OR REPLACE slips past the append-only triggers.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
        },
    }


def broker_url() -> str:
    """Celery's broker: Redis or Valkey when one is named, else files in the data folder.

    Only here is redis-py's spelling of a unix socket (`unix:///path`) turned into kombu's.
    """
    if not REDIS_URL:
        for folder in ("queue", "control"):  # kombu does not make them
            (DATA_DIR / "broker" / folder).mkdir(parents=True, exist_ok=True)
        return f"filesystem://{DATA_DIR}/broker"
    scheme, _, rest = REDIS_URL.partition("://")
    return f"redis+socket://{rest}" if scheme == "unix" else REDIS_URL


def email() -> dict:
    """Django's EMAIL_* settings; without EMAIL_URL mail is written to files in the data folder."""
    if EMAIL_URL:
        return _env.email_url_config(EMAIL_URL)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(DATA_DIR / "mail"),
    }
