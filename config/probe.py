"""Is this process well? `python -m config.probe web|worker|beat` ends with 0 when it is; for health checks."""

import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from config import env


def web() -> bool:
    """The web server answers, and so does its database. Asked by its public name, which ALLOWED_HOSTS knows."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{env.PORT}/sehat", headers={"Host": urlsplit(env.PUBLIC_URL).netloc}
    )
    with urllib.request.urlopen(request, timeout=4) as answer:
        return answer.status == 200


def worker() -> bool:
    """A worker on this machine answers through the broker."""
    import socket

    from config.celery import app

    return bool(app.control.ping(destination=[f"celery@{socket.gethostname()}"], timeout=4))


def beat() -> bool:
    """Beat has written down its schedule within the last minutes; it does so every three."""
    written = [
        path.stat().st_mtime for path in Path(env.BEAT_SCHEDULE).parent.glob(f"{env.BEAT_SCHEDULE.name}*")
    ]
    return bool(written) and time.time() - max(written) < 400


if __name__ == "__main__":
    try:
        well = {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]()
    except OSError as error:
        sys.exit(str(error))
    sys.exit(0 if well else f"{sys.argv[1]} does not answer")
