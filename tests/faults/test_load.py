"""Many people at once, on real processes: workers file and follow while officers read, and nothing is lost or doubled.

Counted, not timed: how fast a page is says `make bench`. What is held here is that a crowd changes no outcome.
"""

import itertools
import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import pytest
from allauth.mfa import app_settings as mfa
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from core import clock
from tests.portals.walk import ANSWERS
from tests.stack import Stack, Visitor, wait_for

pytestmark = pytest.mark.faults

CROWD, EACH = 6, 4  # people who file at the same time, and how often each does
WORKERS = [f"pekerja-{n:02}@contoh.example" for n in range(CROWD * EACH)]
PASSWORD = "kata sandi uji coba"
SECRET = "JBSWY3DPEHPK3PXP"
OFFICERS = {
    "sari@contoh.example": "intake_officer",
    "ratna@contoh.example": "case_officer",
    "bambang@contoh.example": "supervisor",
}
OPEN_OFFICE = f"""
from allauth.mfa.totp.internal.auth import TOTP
from accounts.models import Membership, Office, User
office = Office.objects.create(name="Satgas", kind="satgas")
for address, role in {OFFICERS!r}.items():
    user = User.objects.create_user(address, {PASSWORD!r}, name=address.split("@")[0].title())
    Membership.objects.create(user=user, office=office, role=role)
    TOTP.activate(user, {SECRET!r})
"""


@dataclass(frozen=True)
class Filed:
    """What somebody holds in their hands after filing."""

    address: str
    reference: str
    receipt: str


class Officer(Visitor):
    """Somebody at a desk, logged in with password and code."""

    def __init__(self, base_url: str, address: str):
        super().__init__(base_url)
        led_to, page = self.post("/akun/login/", {"login": address, "password": PASSWORD})
        code = format_hotp_value(hotp_value(SECRET, int(clock.now().timestamp()) // mfa.TOTP_PERIOD))
        led_to, page = self.post(led_to, {"code": code})
        assert not led_to.startswith("/akun/"), page

    def reads(self, known: Callable[[], list[str]]) -> int:
        """The queue, the list, the agenda, and the newest case and its parts; how many pages that was."""
        paths = ["/mulai/", "/satgas/", "/satgas/perkara/", "/satgas/persetujuan/", "/satgas/pemberitahuan/"]
        for reference in known()[-1:]:
            here = f"/satgas/perkara/{reference}/"
            paths += [here, f"{here}?lihat=uang", f"{here}?lihat=riwayat"]
        for path in paths:
            assert "</html>" in self.get(path)
        return len(paths)


def files(base_url: str, address: str) -> Filed:
    """Walk through every step as one worker, and press the last button twice at once, as impatient people do."""
    worker = Visitor(base_url)
    worker.post("/lapor/", {"who": "self", "agreed": "on"})
    for step, fields in ANSWERS.items():
        own = fields | ({"email": address} if step == "diri" else {})
        led_to, page = worker.post(f"/lapor/langkah/{step}/", own)
        assert led_to != f"/lapor/langkah/{step}/", f"{step} was not accepted:\n{page}"
    token = worker.token_in("/lapor/periksa/")
    with ThreadPoolExecutor(2) as fingers:
        presses = [fingers.submit(worker.send, "/lapor/periksa/", {}, token=token) for _ in range(2)]
        shown = [press.result() for press in presses]
    assert [led_to for led_to, _page in shown] == ["/lapor/terkirim/"] * 2
    [held] = {numbers_on(page) for _led_to, page in shown}
    return Filed(address, *held)


def numbers_on(page: str) -> tuple[str, str]:
    """Reference and receipt as the page shows them."""
    return re.search(r"HP-\w{3}-\w{4}", page)[0], re.search(r"\d{4} \d{4} \d{4} \d{4}", page)[0]


def follows(base_url: str, filed: Filed) -> None:
    """Open the case with the two numbers and look through its pages, as anybody who holds them would."""
    worker = Visitor(base_url)
    led_to, page = worker.post("/ikuti/", {"reference": filed.reference, "receipt": filed.receipt})
    assert led_to == "/ikuti/perkara/"
    assert filed.reference in page
    for part in ("riwayat", "uang", "surat", "pesan", "bukti"):
        assert 'action="/ikuti/keluar/"' in worker.get(f"/ikuti/perkara/{part}/"), "not shut out meanwhile"


@pytest.fixture
def crowd(stack: Stack) -> list[Officer]:
    """The officers of the one office, logged in."""
    stack.manage("shell", "-v", "0", "-c", OPEN_OFFICE)
    return [Officer(stack.base_url, address) for address in OFFICERS]


def test_a_crowd_files_follows_and_reads_at_once_and_nothing_is_lost_or_doubled(
    stack: Stack, crowd: list[Officer]
) -> None:
    filed: list[Filed] = []
    all_filed = threading.Event()

    def file_and_follow(addresses: list[str]) -> None:
        for address in addresses:
            mine = files(stack.base_url, address)
            filed.append(mine)
            follows(stack.base_url, mine)

    def read(officer: Officer) -> int:
        pages = 0
        while not all_filed.is_set():
            pages += officer.reads(lambda: [one.reference for one in filed])
        return pages

    with ThreadPoolExecutor(CROWD + len(crowd)) as people:
        readers = [people.submit(read, officer) for officer in crowd]
        try:
            shares = [people.submit(file_and_follow, WORKERS[n::CROWD]) for n in range(CROWD)]
            for share in as_completed(shares):
                share.result()  # a page that answered with an error ends the test here
        finally:
            all_filed.set()
        assert all(reader.result() for reader in readers)

    # One case for each person, and no number given twice.
    assert sorted(one.address for one in filed) == WORKERS
    assert len({one.reference for one in filed}) == len({one.receipt for one in filed}) == len(WORKERS)
    kept = stack.sql("SELECT reference FROM cases_case")
    assert sorted(reference for [reference] in kept) == sorted(one.reference for one in filed)
    assert stack.sql("SELECT count(*), count(DISTINCT case_id) FROM cases_claimant") == [(len(WORKERS),) * 2]
    assert stack.sql("SELECT count(DISTINCT workers), sum(outstanding) FROM ledger_casebalance") == [
        (1, 8_000_000 * len(WORKERS))
    ]

    # Each receipt opens its own case and no other.
    for mine, other in itertools.pairwise(sorted(filed, key=lambda one: one.reference)[:4]):
        led_to, page = Visitor(stack.base_url).post(
            "/ikuti/", {"reference": mine.reference, "receipt": other.receipt}
        )
        assert led_to == "/ikuti/"
        assert "tidak cocok" in page

    # Everybody is told exactly once; every event was handed on.
    wait_for(lambda: nothing_waits(stack), f"everybody to be told; see {stack.log}", seconds=120)
    arrived = Counter((message["To"], message["Subject"]) for message in stack.mail.messages)
    by_address = Counter(message["To"] for message in stack.mail.messages)
    assert set(arrived.values()) == {1}, [mail for mail, times in arrived.items() if times > 1]
    for one in filed:
        [mail] = stack.mail.to(one.address)
        assert one.reference in mail["Subject"]
    intake = next(address for address, role in OFFICERS.items() if role == "intake_officer")
    assert by_address == Counter(dict.fromkeys(WORKERS, 1) | {intake: len(WORKERS)})
    assert len({message["Message-ID"] for message in stack.mail.messages}) == len(stack.mail.messages)
    [[undone, late]] = stack.sql(
        "SELECT count(*) FILTER (WHERE done_at IS NULL), count(*) FILTER (WHERE error <> '') FROM cases_outboxrow"
    )
    assert (undone, late) == (0, 0)
    assert stack.sql("SELECT DISTINCT state FROM notifications_notification ORDER BY 1") == [
        ("accepted",),
        ("delivered",),
    ]
    assert f"{len(WORKERS)} chains" in stack.manage("verify_audit")


def nothing_waits(stack: Stack) -> bool:
    [[outbox]] = stack.sql("SELECT count(*) FROM cases_outboxrow WHERE done_at IS NULL")
    [[mails]] = stack.sql("SELECT count(*) FROM notifications_notification WHERE state = 'waiting'")
    return outbox == mails == 0
