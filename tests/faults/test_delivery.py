"""Every notification arrives, whoever is killed on the way: with real processes, broker, database and mail server.

How the worker is stopped exactly between two steps: the test holds a lock that the next step needs (a table, a
trigger that waits for it at commit), or the mail server keeps the line waiting. Then the worker gets SIGKILL. Nothing
in the system knows of the test.
"""

import asyncio
import contextlib
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
import pytest

from config.supervisor import broker_binary
from tests.stack import Mailbox, Stack, free_port, running_stack, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.postgres, pytest.mark.redis]

FILE = """
from accounts import principals
from accounts.models import Office
from workflows.filing import ClaimPart, Complaint, EmployerPart, WorkerPart, submit
Office.objects.get_or_create(name="Satgas", kind="satgas")
for address in {addresses!r}:
    worker = WorkerPart("Budi", claims=(ClaimPart("unpaid_wage", 1000000),), email=address)
    submit(Complaint((worker,), (EmployerPart("PT Contoh Karya"),)), by=principals.ANYONE)
    print("filed for", address)
"""


def file(stack: Stack, *addresses: str) -> None:
    """File a complaint for each address in a process of its own."""
    said = stack.manage("shell", "-v", "0", "-c", FILE.format(addresses=addresses))
    assert [line.split()[-1] for line in said.splitlines() if line.startswith("filed for")] == list(addresses)


@dataclass
class SlowMailbox(Mailbox):
    """A mail server that keeps some recipients (`hold`: address -> "RCPT" or "DATA") waiting, until released or left."""

    hold: dict[str, str] = field(default_factory=dict)
    holding: set[str] = field(default_factory=set)

    async def _wait(self, step: str, address: str) -> None:
        while self.hold.get(address) == step:
            self.holding.add(address)
            await asyncio.sleep(0.02)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        await self._wait("RCPT", address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        await self._wait("DATA", envelope.rcpt_tos[0])
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def line(migrated_database, stack_folder, monkeypatch) -> Iterator[Stack]:
    """The system with a mail server that can be made slow."""
    monkeypatch.setattr("tests.stack.Mailbox", SlowMailbox)
    with running_stack(migrated_database, stack_folder) as running:
        yield running


@contextlib.contextmanager
def held(stack: Stack, statement: str) -> Iterator[psycopg.Connection]:
    """Within the block a transaction of the test holds what `statement` locks."""
    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        connection.execute(statement)
        try:
            yield connection
        finally:
            connection.rollback()


def somebody_waits(stack: Stack) -> bool:
    return bool(stack.sql("SELECT 1 FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database"
                          " WHERE datname = current_database())"))  # fmt: skip


def taken_from_the_outbox(stack: Stack) -> int:
    [[leases]] = stack.sql("SELECT count(*) FROM cases_outboxrow WHERE lease IS NOT NULL AND done_at IS NULL")
    return leases


def ids(stack: Stack, address: str) -> list[str]:
    return [message["Message-ID"] for message in stack.mail.to(address)]


def arrives(stack: Stack, address: str, *, seconds: float = 60) -> None:
    wait_for(lambda: stack.mail.to(address), f"the mail to {address}; see {stack.log}", seconds=seconds)


def nothing_waits(stack: Stack) -> bool:
    [[outbox]] = stack.sql("SELECT count(*) FROM cases_outboxrow WHERE done_at IS NULL")
    [[mails]] = stack.sql("SELECT count(*) FROM notifications_notification WHERE state = 'waiting'")
    return outbox == mails == 0


def test_a_worker_killed_between_any_two_steps_delays_each_mail_and_loses_none(line: Stack) -> None:
    # The event is committed, nobody has taken it from the outbox.
    line.kill("worker")
    file(line, "filed@x.example")
    line.start("worker")
    arrives(line, "filed@x.example")

    # The relay has taken the row; the notification is not written.
    # (SHARE: it may be read, so that sweeps do not queue up before the relay until no thread is left for it.)
    with held(line, "LOCK TABLE notifications_notification IN SHARE MODE"):
        file(line, "leased@x.example")
        wait_for(
            lambda: taken_from_the_outbox(line), f"the relay to take the row; see {line.log}", seconds=60
        )
        line.kill("worker")
        assert taken_from_the_outbox(line), "killed with the row in its hands"
    line.start("worker")
    arrives(line, "leased@x.example")

    # The notification is committed; its task never came into the queue.
    line.sql("CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS"
             " $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END $$")  # fmt: skip
    line.sql("CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON notifications_notification"
             " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit()")  # fmt: skip
    with held(line, "SELECT pg_advisory_xact_lock(4711)"):
        file(line, "told@x.example")
        wait_for(lambda: somebody_waits(line), "the relay to commit")
        line.kill("worker")
    line.sql("DROP TRIGGER wait_at_commit ON notifications_notification")
    wait_for(
        lambda: line.sql("SELECT 1 FROM notifications_notification WHERE state = 'waiting'"), "the commit"
    )
    assert not line.mail.to("told@x.example")
    line.start("worker")
    arrives(line, "told@x.example")

    # The mail server is talked to; the mail is handed over; the mail is accepted and that is not written down.
    line.mail.hold = {"named@x.example": "RCPT", "handed@x.example": "DATA"}
    with held(line, "LOCK TABLE notifications_deliveryattempt IN ACCESS EXCLUSIVE MODE"):
        file(line, "named@x.example", "handed@x.example", "accepted@x.example")
        wait_for(lambda: line.mail.holding == set(line.mail.hold), "two mails to be held")
        arrives(line, "accepted@x.example")
        wait_for(lambda: somebody_waits(line), "the worker to write down that it was accepted")
        line.kill("worker")
    line.mail.hold = {}
    time.sleep(0.5)
    assert not line.mail.to("named@x.example") + line.mail.to("handed@x.example")
    line.start("worker")
    wait_for(lambda: nothing_waits(line), f"everything to be settled; see {line.log}", seconds=90)

    for address in ("filed", "leased", "told", "named", "handed"):
        assert len(ids(line, f"{address}@x.example")) == 1, address
    # The one window that nobody can close: accepted, not yet recorded. The second carries the same Message-ID.
    first, second = ids(line, "accepted@x.example")
    assert first == second


def test_a_worker_killed_again_and_again_at_any_moment_loses_no_mail(line: Stack) -> None:
    moments = random.Random(1867)
    addresses = [f"number-{n:02}@x.example" for n in range(16)]
    filing = threading.Thread(target=lambda: [file(line, *addresses[n : n + 4]) for n in (0, 4, 8, 12)])
    filing.start()
    for _ in range(5):
        time.sleep(moments.uniform(0.1, 2.0))
        line.restart("worker")
    filing.join()
    wait_for(lambda: nothing_waits(line), f"everything to be settled; see {line.log}", seconds=120)
    for address in addresses:
        received = ids(line, address)
        assert received, f"nothing arrived at {address}"
        assert len(set(received)) == 1, "a second one is known by its Message-ID"
    [[kinds]] = line.sql(
        "SELECT count(DISTINCT provider_id) FROM notifications_notification WHERE channel = 'email'"
    )
    assert kinds == len(addresses)


class PrivateRedis:
    """A broker of the test's own, that can be cut off."""

    def __init__(self, folder) -> None:
        self.port, self.folder = free_port(), folder
        self.binary = shutil.which("redis-server") or broker_binary()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [self.binary, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        import redis

        def is_up() -> bool:
            with contextlib.suppress(redis.RedisError), redis.Redis(port=self.port) as connection:
                return connection.ping()
            return False

        wait_for(is_up, "the private Redis")

    def cut(self) -> None:
        """End it with everything that is in it."""
        self.process.kill()
        self.process.wait()


def test_a_broker_that_dies_with_all_its_tasks_costs_a_minute_and_no_mail(
    migrated_database, stack_folder, tmp_path
) -> None:
    broker = PrivateRedis(tmp_path)
    broker.start()
    try:
        url = f"redis://127.0.0.1:{broker.port}/0"
        with running_stack(migrated_database, stack_folder, REDIS_URL=url) as stack:
            file(stack, "before@x.example")
            arrives(stack, "before@x.example")
            broker.cut()
            # Filing does not wait until the broker is back.
            file(stack, "without@x.example", "broker@x.example")
            assert not stack.mail.to("without@x.example")
            broker.start()
            arrives(stack, "without@x.example", seconds=90)
            arrives(stack, "broker@x.example")
            wait_for(lambda: nothing_waits(stack), "everything to be settled")
            assert [len(ids(stack, f"{name}@x.example")) for name in ("before", "without", "broker")] == [
                1,
                1,
                1,
            ]
    finally:
        broker.cut()
