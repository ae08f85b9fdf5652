"""The environment that tests run in, set before Django reads it.

`TEST_DATABASE=postgres` (with `TEST_DATABASE_URL`, else localhost) chooses PostgreSQL, anything else SQLite.
Databases and Redis prefixes are named after this checkout, so that two checkouts never meet.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

CHECKOUT = hashlib.sha256(str(Path.cwd()).encode()).hexdigest()[:8]

os.environ["DATA_DIR"] = str(Path(tempfile.gettempdir()) / f"hak-pekerja-test-{CHECKOUT}")
os.environ["DEMO"] = ""
os.environ["DEBUG"] = ""
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["REDIS_PREFIX"] = f"hakpekerja-test-{CHECKOUT}:"
os.environ["PUBLIC_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["LOG_LEVEL"] = "ERROR"
os.environ["SECRET_KEY"] = "only-for-tests" * 4
os.environ["FIELD_KEYS"] = Fernet.generate_key().decode()
os.environ["LOOKUP_KEYS"] = "only-for-tests-lookup"
os.environ["AUDIT_KEY"] = "only-for-tests-audit"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's event loop shares the thread

if os.environ.get("TEST_DATABASE") == "postgres":
    server = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432").rstrip("/")
    os.environ["DATABASE_URL"] = f"{server}/hak_pekerja_{CHECKOUT}"
else:
    os.environ["DATABASE_URL"] = ""
os.environ.setdefault("REDIS_URL", "")
