"""Asking a worker to begin now. A hint only: what must happen stands in the database, and a sweep finds it."""

import time
from typing import Any

import structlog
from celery import current_app

log = structlog.get_logger(__name__)

PAUSE = 10.0  # seconds in which a broker that did not answer is not asked again
_silent_until = 0.0


def wake(task: str, *args: Any) -> bool:
    """Put `task` into the queue; False where the broker does not take it. Never raises.

    A dead broker costs nothing and a mute one a second (the socket time-outs in settings), once in ten seconds.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        current_app.send_task(task, args=args, retry=False, ignore_result=True)
    except Exception as error:  # whatever the transport raises: the sweep will find the work
        _silent_until = time.monotonic() + PAUSE
        log.warning("broker_silent", task=task, error=type(error).__name__)
        return False
    return True
