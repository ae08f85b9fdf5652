"""What must be true before the system opens: tables, static files, and on request demo data.

`python -m config.prepare`, run by the supervisor and by the set-up step of docker-compose.yml. Every part does
nothing when there is nothing to do, so it may run at every start and at every upgrade.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def static_digest() -> str:
    """Changes when any file that `collectstatic` would collect is added, taken away or changed."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen.update(f"{path}\0".encode() + hashlib.sha256(Path(storage.path(path)).read_bytes()).digest())
    return seen.hexdigest()


def collect_static() -> None:
    stamp = Path(settings.STATIC_ROOT) / ".collected-from"
    digest = static_digest()
    if not stamp.exists() or stamp.read_text() != digest:
        print("Collecting static files", flush=True)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest)


def main(*, only_static: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    collect_static()
    if only_static:  # when the image is built: there is no database yet
        return
    call_command("migrate", interactive=False, verbosity=1 if is_new() else 0)
    if settings.DEMO and has_no_accounts():
        print("Making demo data (some seconds)", flush=True)
        with open(os.devnull, "w") as nowhere:  # who logs in with what is said when the system is open
            call_command("demo", stdout=nowhere)


def is_new() -> bool:
    from django.db import connection

    return "django_migrations" not in connection.introspection.table_names()


def has_no_accounts() -> bool:
    from accounts.models import User

    return not User.objects.exists()


if __name__ == "__main__":
    main(only_static="--only-static" in sys.argv)
