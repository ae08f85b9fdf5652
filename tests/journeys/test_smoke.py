"""One walk through the embedded system as `make run` starts it: SQLite, demo people, a phone and a desk."""

import pytest
from playwright.sync_api import Browser

from demo.offices import DOMAIN, PASSWORD
from tests.journeys.people import Officer, Person, Worker
from tests.journeys.test_single_worker import files_a_complaint
from tests.stack import running_embedded

pytestmark = [pytest.mark.journey, pytest.mark.embedded]


class DemoOfficer(Officer):
    """Logs in as the demo says: with a password alone."""

    def __init__(self, browser: Browser, site: str, name: str, login: str):
        Person.__init__(self, browser, site, name)
        self.opens("/akun/login/")
        self.answers({"Surel": f"{login}@{DOMAIN}", "Kata sandi": PASSWORD})
        self.presses("Masuk")


def test_a_complaint_filed_on_a_phone_is_seen_at_the_desk(browser, tmp_path):
    with running_embedded(tmp_path / "data", DEMO="true") as running:
        worker = Worker(browser, running.base_url, "Budi Santoso")
        files_a_complaint(worker)
        worker.reads("Pengaduan Anda sudah kami terima", "Rp8.000.000")
        officer = DemoOfficer(browser, running.base_url, "Sari Wulandari", "penerima")
        officer.opens_the_case(worker.reference)
        officer.reads("Diterima", "PT Contoh Karya Abadi", "Rp8.000.000")
