"""A broker that is dead or mute is given its time-out once, and fails nothing.

How long the time-out is stands in the settings (one second), which the first test holds to what is tried here; a wait
without end would end the run.
"""

import socket
import threading

import pytest
from celery import Celery, current_app
from django.conf import settings

from core import wake

OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "max_retries": 0,
    "interval_start": 0,
    "connect_retries_timeout": 1,
}


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch):
    monkeypatch.setattr(wake, "_silent_until", 0.0)


@pytest.fixture
def broker_at(monkeypatch):
    """Send to a Redis broker at this port, as an office's settings would."""

    def point(port: int) -> None:
        app = Celery(broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
        app.conf.update(broker_transport_options=OPTIONS, task_publish_retry=False)
        monkeypatch.setattr(wake, "current_app", app)

    return point


@pytest.fixture
def callers():
    """Who has called the mute broker so far."""
    return []


@pytest.fixture
def mute_port(callers):
    """A listener that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:

        def accept():
            while True:
                try:
                    callers.append(server.accept())
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return port


@pytest.mark.redis
def test_the_settings_of_an_office_are_those_tested_here():
    chosen = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert {name: chosen[name] for name in OPTIONS} == OPTIONS


def test_a_dead_broker_costs_nothing(broker_at, closed_port):
    broker_at(closed_port)
    assert not wake.wake("anything")


def test_a_mute_broker_is_asked_once(broker_at, mute_port, callers):
    broker_at(mute_port)
    assert not wake.wake("anything")
    called = len(callers)
    assert called
    assert not any(wake.wake("anything") for _ in range(300))
    assert len(callers) == called, "a broker that did not answer is not asked again at once"


def test_other_threads_wake_by_the_same_settings():
    found = []
    thread = threading.Thread(target=lambda: found.append(current_app.conf.broker_url))
    thread.start()
    thread.join()
    assert found == [settings.CELERY_BROKER_URL]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["closed_port", "mute_port"])
def test_filing_succeeds_beside_a_dead_or_mute_broker(broker_at, kind, request, team):
    from accounts import principals
    from tests.conftest import one_complaint
    from workflows.filing import submit

    broker_at(request.getfixturevalue(kind))
    assert submit(one_complaint(), by=principals.ANYONE).case.pk
