"""`make run`: one command opens everything, one Ctrl-C ends everything.

The tests share one start and stand in the order of a day: it opens, goes on, is ended, opens again.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stack import ROOT, Embedded, answers, running_embedded, wait_for

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    # Longer than the path of a unix socket may be: the broker must still find a place for its own.
    with running_embedded(tmp_path_factory.mktemp("embedded") / ("folder-" * 18) / "data") as running:
        yield running


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def refusal(**variables: str) -> str:
    """What the supervisor says when it does not start."""
    done = subprocess.run(
        [sys.executable, "-m", "config.supervisor"],
        cwd=ROOT,
        env={"PATH": os.defpath, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    return done.stderr


def test_one_command_opens_web_server_worker_scheduler_and_broker(opened: Embedded) -> None:
    assert answers(f"{opened.base_url}/sehat")
    commands = " ".join(map(command_of, opened.family()))
    assert all(part in commands for part in ("gunicorn", "worker", "beat", "unixsocket"))


def test_what_it_keeps_is_its_owners_alone(opened: Embedded) -> None:
    assert (opened.folder / "hak-pekerja.sqlite3").exists()
    assert opened.folder.stat().st_mode & 0o077 == 0


def test_a_child_that_died_is_started_again(opened: Embedded) -> None:
    beat = next(pid for pid in opened.family() if "beat" in command_of(pid))
    os.kill(beat, signal.SIGKILL)
    wait_for(lambda: any("beat" in command_of(pid) for pid in opened.family() - {beat}), "another beat")
    assert "beat ended (signal SIGKILL)" in opened.said()


def test_a_second_start_on_the_same_data_is_refused(opened: Embedded) -> None:
    said = refusal(DATA_DIR=str(opened.folder), PORT="0")
    assert said.startswith("Hak Pekerja already runs on")
    assert answers(f"{opened.base_url}/sehat")


def test_a_taken_port_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = refusal(DATA_DIR=str(tmp_path), PORT=port)
    assert said.startswith(f"Port {port} on 127.0.0.1 cannot be used")
    assert len(said.splitlines()) == 1


def test_ctrl_c_ends_everything_within_seconds(opened: Embedded) -> None:
    family = opened.family()
    seconds = opened.end(signal.SIGINT)
    assert opened.process.returncode == 0
    assert seconds < 10
    assert len(family) >= 5
    assert alive(family) == set()


def test_it_opens_again_with_what_it_kept_and_a_killed_supervisor_leaves_no_child(opened: Embedded) -> None:
    assert opened.process.poll() is not None, "the test before has ended it"
    kept = (opened.folder / "secrets.env").read_bytes()
    with running_embedded(opened.folder) as again:
        assert "Applying" not in again.said()
        assert "Collecting" not in again.said()
        assert (opened.folder / "secrets.env").read_bytes() == kept
        family = again.family()
        again.process.kill()
        again.process.wait()
        wait_for(lambda: not alive(family), "the children to end")
