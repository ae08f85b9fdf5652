"""`make bench`: generate cases on PostgreSQL, then time each page and its bare twin, request by request in turn;
then one case of very many workers, all of whom are calculated."""

import argparse
import http.client
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ["TEST_DATABASE"] = "postgres"

from tests.environment import POSTGRES_SERVER, why_no_postgres
from tests.stack import answers, free_port, own_database, wait_for

WARM_UP = 20
NOT_QUERIES = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SET LOCAL")


class Server:
    """One gunicorn with one thread: what is compared is the work of a page, not how it is spread."""

    def __init__(self, settings: str, health: str):
        from config.supervisor import children

        self.port = free_port()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "WEB_THREADS": "1",
        }
        self.web = next(child for child in children(environment) if child.name == "web")
        self.web.start()  # ends with us, however we end
        wait_for(lambda: answers(f"http://127.0.0.1:{self.port}{health}"), "a web server")
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def milliseconds(self, url: str, body: str | None, headers: dict[str, str]) -> float:
        """How long one request takes, first byte out to last byte in."""
        if body is not None:
            headers = headers | {"Content-Type": "application/json"}
        begin = time.perf_counter()
        self.connection.request("POST" if body is not None else "GET", url, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        taken = (time.perf_counter() - begin) * 1000
        _must_be_the_page(url, answer.status)
        return taken

    def end(self) -> None:
        self.web.ask_to_end()
        self.web.wait_or_kill(time.monotonic() + 10)


def _must_be_the_page(url: str, status: int) -> None:
    """A redirect to the log-in or a refusal would be fast, and not what is measured."""
    if status not in (200, 201):
        raise RuntimeError(f"{url} answered {status}")


def queries(page) -> int:
    """How many statements one request of this page sends."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    for _ in range(2):  # the second time, what a process keeps is there
        with CaptureQueriesContext(connection) as captured:
            if page.body:
                answer = client.post(
                    page.url, page.body(), content_type="application/json", headers=page.headers()
                )
            else:
                answer = client.get(page.url, headers=page.headers())
        _must_be_the_page(page.url, answer.status_code)
    return sum(not query["sql"].startswith(NOT_QUERIES) for query in captured)


def measure(requests: int) -> None:
    from bench.pages import pages

    real, bare = Server("bench.settings", "/sehat"), Server("bench.bare_settings", "/health")
    try:
        print(f"\n{'page':<16}{'median ms':>12}{'bare ms':>12}{'ratio':>8}{'queries':>10}")
        for page in pages():
            times: dict[Server, list[float]] = {real: [], bare: []}
            for number in range(WARM_UP + requests):
                for server, url in ((real, page.url), (bare, page.bare_url)):
                    body = page.body() if page.body else None
                    taken = server.milliseconds(url, body, page.headers())
                    if number >= WARM_UP:
                        times[server].append(taken)
            ours, theirs = statistics.median(times[real]), statistics.median(times[bare])
            print(
                f"{page.name:<16}{ours:>12.1f}{theirs:>12.1f}{ours / theirs:>8.2f}{queries(page):>10}",
                flush=True,
            )
    finally:
        real.end()
        bare.end()


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="0: measure no pages")
    parser.add_argument("--workers", type=int, default=10_000, help="of the collective case")
    parser.add_argument("--requests", type=int, default=200, help="of each page; the median counts")
    chosen = parser.parse_args()
    if why := why_no_postgres():
        print(f"Cannot measure: {why}")
        return 1
    with own_database() as name, tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"{POSTGRES_SERVER}/{name}",
            "DATA_DIR": str(Path(folder)),
            "ALLOWED_HOSTS": "*",
            "DEMO": "1",  # officers without a second factor
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        from config import prepare

        prepare.main(only_static=True)
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from bench import collective, data

        officer = data.people()
        if chosen.cases:
            begin = time.monotonic()
            data.originals(officer, data.ORIGINALS)
            data.multiply(chosen.cases)
            print(f"{chosen.cases} cases generated in {time.monotonic() - begin:.0f} s")
            measure(chosen.requests)
        if chosen.workers:
            collective.measure(officer, chosen.workers)
        from django.db import connection

        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
