"""The system as real processes: web server, Celery worker and beat, with a mail server that keeps what it gets.

`stack` runs on PostgreSQL and Redis as an office does, `embedded` as `make run` does. Each uses a database, a Redis
prefix, ports and folders of its own and takes away only those.
"""

import contextlib
import email
import email.message
import email.policy
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.environment import CHECKOUT, POSTGRES_SERVER, REDIS_SERVER, WORKER, forget_redis_keys

ROOT = Path(__file__).resolve().parents[1]
PROCESSES = ("web", "worker", "beat")
_numbers = itertools.count(1)


def wait_for(check: Callable[[], Any], what: str, *, seconds: float = 30) -> Any:
    """Ask again and again until the answer is true, and return it; fail after so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := check():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s for {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except OSError:
        return False
    return True


class Visitor:
    """A browser without JavaScript: keeps cookies, follows redirects, sends each form with its token."""

    def __init__(self, base_url: str):
        self.base_url = base_url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def get(self, path: str) -> str:
        with self._opener.open(self.base_url + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path: str, fields: dict[str, Any]) -> tuple[str, str]:
        """Open the page, send its form; the path and the text of the page this leads to."""
        return self.send(path, fields, token=self.token_in(path))

    def token_in(self, path: str) -> str:
        """The token of the form on this page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))
        assert token, f"{path} has no form"
        return token[1]

    def send(self, path: str, fields: dict[str, Any], *, token: str) -> tuple[str, str]:
        """Send the form of a page that is open already; the path and the text of the page this leads to."""
        body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}, doseq=True).encode()
        with self._opener.open(self.base_url + path, body, timeout=30) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()


@dataclass
class Mailbox:
    """A real SMTP server on a loopback port; it keeps what it accepts, or refuses with the line it is told."""

    port: int = field(default_factory=free_port)
    messages: list[email.message.EmailMessage] = field(default_factory=list)
    refuse_with: str = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse_with:
            return self.refuse_with
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def open(self) -> None:
        from aiosmtpd.controller import Controller

        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def close(self) -> None:
        self._server.stop(no_assert=True)

    def to(self, address: str) -> list[email.message.EmailMessage]:
        return [message for message in self.messages if address in message["To"]]


class Stack:
    """Web, worker and beat, moved to PostgreSQL and Redis by environment variables alone."""

    def __init__(self, environment: dict[str, str], mail: Mailbox, log: Path) -> None:
        from config.supervisor import children

        self.environment, self.mail, self.log = environment, mail, log
        self.base_url = environment["PUBLIC_URL"]
        self._output = log.open("a")
        self._children = {child.name: child for child in children(environment)}
        for child in self._children.values():
            child.output = self._output

    def start(self, *names: str) -> None:
        """Start these of web, worker and beat (all without a name) and wait until they answer."""
        for name in names or PROCESSES:
            self._children[name].start()
        for name in names or PROCESSES:
            wait_for(lambda name=name: self._is_up(name), f"{name} to answer; see {self.log}")

    def _is_up(self, name: str) -> bool:
        code = self._children[name].process.poll()
        assert code is None, f"{name} ended with {code}:\n{self.log.read_text()[-4000:]}"
        return {"web": self._web_answers, "worker": self._worker_answers, "beat": lambda: True}[name]()

    def _web_answers(self) -> bool:
        return answers(f"{self.base_url}/sehat")

    def _worker_answers(self) -> bool:
        import celery

        app = celery.Celery(broker=self.environment["REDIS_URL"])
        app.conf.broker_transport_options = {"global_keyprefix": self.environment["REDIS_PREFIX"]}
        return bool(app.control.ping(timeout=1, limit=1))

    def kill(self, name: str, with_signal: signal.Signals = signal.SIGKILL) -> None:
        """End one process and those it started; without mercy unless a milder signal is given."""
        process = self._children[name].process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, with_signal)
        process.wait(timeout=15)

    def restart(self, name: str) -> None:
        self.kill(name)
        self.start(name)

    def manage(self, *arguments: str, **variables: str) -> str:
        """What a management command prints in this system's environment, with these variables changed."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self.environment | variables,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def sql(self, query: str, *values: Any) -> list[tuple]:
        """Rows as they are committed in the database, read beside the system."""
        import psycopg

        with psycopg.connect(self.environment["DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def end(self) -> None:
        for child in self._children.values():
            if child.process:
                self.kill(child.name)
        self._output.close()


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{POSTGRES_SERVER}/postgres", autocommit=True) as connection:
        connection.execute(statement)


@contextlib.contextmanager
def own_database(*, template: str = "template1") -> Iterator[str]:
    """The name of a new database on the server, dropped at the end."""
    name = f"hak_pekerja_{CHECKOUT}_{WORKER or 'main'}_{os.getpid()}_{next(_numbers)}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield name
    finally:
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def running_stack(template: str, folder: Path, **variables: str) -> Iterator[Stack]:
    """A started Stack on a copy of the template database; `variables` are added to its environment."""
    mail, port, prefix = Mailbox(), free_port(), f"hakpekerja-test-{CHECKOUT}-{os.getpid()}-{next(_numbers)}:"
    mail.open()
    with own_database(template=template) as database:
        environment = os.environ | {
            "DATABASE_URL": f"{POSTGRES_SERVER}/{database}",
            "REDIS_URL": REDIS_SERVER,
            "REDIS_PREFIX": prefix,
            "DATA_DIR": str(folder / f"data-{port}"),
            "STATIC_ROOT": str(folder / "static"),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
            "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "LOG_LEVEL": "INFO",
            "SWEEP_SECONDS": "2",
            **variables,
        }
        Path(environment["DATA_DIR"]).mkdir()
        stack = Stack(environment, mail, folder / f"log-{port}")
        try:
            stack.start()
            yield stack
        finally:
            stack.end()
            mail.close()
            forget_redis_keys(prefix)


@pytest.fixture(scope="session")
def stack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stack")


@pytest.fixture(scope="session")
def migrated_database(stack_folder: Path) -> Iterator[str]:
    """A prepared database on PostgreSQL to copy from: every stack then starts on tables of its own."""
    with own_database() as name:
        environment = os.environ | {
            "DATABASE_URL": f"{POSTGRES_SERVER}/{name}",
            "DATA_DIR": str(stack_folder),
            "STATIC_ROOT": str(stack_folder / "static"),
            "DEMO": "",
        }
        subprocess.run([sys.executable, "-m", "config.prepare"], env=environment, cwd=ROOT, check=True)
        yield name


@pytest.fixture
def stack(migrated_database: str, stack_folder: Path) -> Iterator[Stack]:
    """Web server, worker, beat and mail server, running, with an empty database."""
    with running_stack(migrated_database, stack_folder) as running:
        yield running


def family_of(pid: int) -> set[int]:
    """All processes below this one."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found, before = {pid}, set()
    while found != before:
        before = found
        found = found | {child for child, parent in parents.items() if parent in found}
    return found - {pid}


@dataclass
class Embedded:
    """What `make run` starts, as one process tree in a folder of its own."""

    base_url: str
    folder: Path
    process: subprocess.Popen
    log: Path

    def family(self) -> set[int]:
        return family_of(self.process.pid)

    def said(self) -> str:
        return self.log.read_text()

    def end(self, with_signal: signal.Signals = signal.SIGINT) -> float:
        """Send Ctrl-C (or another signal) and return the seconds that the end took."""
        begin = time.monotonic()
        self.process.send_signal(with_signal)
        self.process.wait(timeout=30)
        return time.monotonic() - begin


@contextlib.contextmanager
def running_embedded(folder: Path, **variables: str) -> Iterator[Embedded]:
    """`python -m config.supervisor` with nothing but a data folder and a port, until it answers."""
    port = free_port()
    chosen = {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name in chosen}
    environment |= {"DATA_DIR": str(folder), "PORT": str(port), **variables}
    folder.parent.mkdir(parents=True, exist_ok=True)
    log = folder.parent / f"said-{port}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.supervisor"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    running = Embedded(f"http://127.0.0.1:{port}", folder, process, log)
    try:
        wait_for(
            lambda: "is open at" in running.said() or process.poll() is not None,
            "the system to open",
            seconds=90,
        )
        assert process.poll() is None, running.said()
        yield running
    finally:
        if process.poll() is None:
            running.end(signal.SIGTERM)
