"""The people of a journey. Each sits at a browser of their own and presses what a person presses, by what it says.

A step is a sentence: `officer.does("Terima dan tugaskan", {"Petugas perkara": "Ratna"})`. Whoever opens a page looks at
it as well: no accessibility fault that axe can find, and nothing wider than the screen.
"""

import re
import time
from datetime import date
from typing import Any

from allauth.mfa import app_settings as mfa
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from tests.environment import PICTURES
from tests.portals.walk import JPEG

PATIENCE = 10_000  # milliseconds
PASSWORD = "kata sandi uji coba"
OPTIONAL = r"(\s*\(boleh dilewati\))?"


def width_of(page: Page) -> int:
    """Pixels that a page is wide when everything that can be opened on it is open, menus too; then it is as it was."""
    return page.evaluate(
        """() => {
            const shut = [...document.querySelectorAll("details:not([open])")];
            shut.forEach(one => one.open = true);
            const width = document.documentElement.scrollWidth;
            shut.forEach(one => one.open = false);
            return width;
        }"""
    )


def code_for(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // mfa.TOTP_PERIOD))


class List(str):
    """What is pasted where each worker has an amount of their own: lines `number;amount`."""


class Percent(int):
    """The same share of each claim."""


EVERYTHING = object()
"""All that is left of each claim."""


class Person:
    """Somebody at a browser."""

    width = 1280
    javascript = True

    def __init__(self, browser: Browser, site: str, name: str):
        self.name = name
        self.context = browser.new_context(
            java_script_enabled=self.javascript,
            locale="id-ID",
            base_url=site,
            viewport={"width": self.width, "height": 800},
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.pictures = 0

    # --- what a person does ----------------------------------------------------------------------------------

    def opens(self, path: str) -> None:
        self.page.goto(path)
        self.looks()

    def presses(self, words: str) -> None:
        """A button or a link, by what it says; by how it begins where a hint follows."""
        begins = re.compile(rf"^\s*{re.escape(words)}")
        for how in ({"name": words, "exact": True}, {"name": begins}):
            found = self.page.get_by_role("button", **how).or_(self.page.get_by_role("link", **how))
            if found.count():
                break
        else:
            raise AssertionError(f"{self.name} finds no “{words}” at {self.page.url}: {self.text}")
        found.first.click()
        self.looks()

    def unfolds(self, words: str) -> None:
        """What is hidden under a line that says so."""
        self.page.locator("summary").filter(has_text=words).first.click()

    def answers(self, answers: dict[str, Any]) -> None:
        """Fill a form: what each question says, and what is answered."""
        for question, answer in answers.items():
            self._answer(question, answer)

    def attaches(self, filename: str, media_type: str, content: bytes) -> None:
        file = {"name": filename, "mimeType": media_type, "buffer": content}
        self.page.locator("input[type=file]").set_input_files([file])

    def reads(self, *words: str) -> None:
        """These words stand on the page."""
        text = self.text
        for part in words:
            assert part in text, f"{self.name} does not read “{part}” at {self.page.url}: {text}"

    def does_not_read(self, *words: str) -> None:
        text = self.text
        for part in words:
            assert part not in text, f"{self.name} should not read “{part}” at {self.page.url}: {text}"

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def text(self) -> str:
        return self.main.inner_text()

    # --- forms -----------------------------------------------------------------------------------------------

    def _answer(self, question: str, answer: Any) -> None:
        name = re.compile(rf"^\s*{re.escape(question)}{OPTIONAL}\s*$")
        group = self.page.get_by_role("group", name=name)
        if isinstance(answer, date):
            parts = {"Hari": answer.day, "Bulan": answer.month, "Tahun": answer.year}
            for part, number in parts.items():
                group.get_by_label(part, exact=True).fill(str(number))
        elif isinstance(answer, List):
            group.get_by_label("Berbeda-beda: tempel daftar").check()
            group.get_by_label("Daftar: nomor pekerja;jumlah").fill(answer)
        elif isinstance(answer, Percent):
            group.get_by_label("Persentase yang sama untuk tiap tuntutan").check()
            group.get_by_label("Persentase", exact=True).fill(str(int(answer)))
        elif answer is EVERYTHING:
            group.get_by_label("Seluruhnya untuk tiap tuntutan").check()
        elif isinstance(answer, dict):
            for label, amount in answer.items():
                group.get_by_label(label).fill(amount)
        elif answer is True:
            self.page.get_by_role("checkbox", name=name).check()
        elif group.count():
            for option in answer if isinstance(answer, list) else [answer]:
                group.get_by_label(re.compile(rf"^\s*{re.escape(option)}")).first.check()
        else:
            field = self.page.get_by_label(name)
            assert field.count(), f"{self.name} is not asked “{question}” at {self.page.url}: {self.text}"
            if field.evaluate("field => field.tagName") == "SELECT":
                option = field.get_by_role("option").filter(has_text=answer).first
                field.select_option(label=option.inner_text())
            else:
                field.fill(answer)

    # --- looking ---------------------------------------------------------------------------------------------

    def looks(self) -> None:
        """What anybody can see at once: no fault of access, nothing to scroll sideways."""
        self.page.wait_for_load_state()
        self._examine(self.page)
        self._photograph()

    def _examine(self, page: Page) -> None:
        found = Axe().run(page)
        assert not found.response["violations"], f"{self.name} at {page.url}: {found.generate_report()}"
        assert width_of(page) <= self.width, f"{page.url} scrolls sideways at {self.width} px"

    def _photograph(self) -> None:
        if PICTURES:
            self.pictures += 1
            who = self.name.split()[0].lower()
            self.page.screenshot(path=f"{PICTURES}/journey-{who}-{self.pictures:03}.png", full_page=True)


class Worker(Person):
    """Somebody with a small phone whose browser runs no script."""

    width = 360
    javascript = False

    def __init__(self, browser: Browser, site: str, name: str):
        super().__init__(browser, site, name)
        # axe needs JavaScript: the same page is opened beside, with the same cookies.
        self.beside = browser.new_context(
            locale="id-ID", base_url=site, viewport={"width": self.width, "height": 800}
        )
        self.mirror = self.beside.new_page()

    def looks(self) -> None:
        self.page.wait_for_load_state()
        self.beside.clear_cookies()
        self.beside.add_cookies(self.context.cookies())
        self.mirror.goto(self.page.url)
        self._examine(self.mirror)
        assert width_of(self.page) <= self.width, self.page.url
        self._photograph()

    def adds_a_photo(self, filename: str) -> None:
        photo = {"name": filename, "mimeType": "image/jpeg", "buffer": JPEG}
        self.page.get_by_label("Pilih foto atau berkas").set_input_files([photo])

    def keeps_the_receipt(self) -> None:
        """Writes down the reference and the receipt, and shows that they were."""
        self.reference, self.receipt = self.page.locator(".hp-receipt").all_inner_texts()
        self.answers({"Empat angka terakhir tanda terima": self.receipt[-4:]})
        self.presses("Sudah saya simpan")

    def comes_back(self) -> None:
        """The page closes itself when it is left alone for a while; the two numbers open it again."""
        self.opens("/ikuti/perkara/")
        if self.page.get_by_role("heading", name="Ikuti pengaduan saya").count():
            self.answers({"Nomor perkara": self.reference, "Tanda terima": self.receipt})
            self.presses("Buka pengaduan saya")

    def does(self, what: str, answers: dict[str, Any], *, by_pressing: str) -> None:
        """One of the things that the page of the case offers."""
        self.presses(what)
        self.answers(answers)
        self.presses(by_pressing)


class Officer(Person):
    """Somebody at a desk who logs in with a password and the code of an app."""

    queue = "Antrean"

    def __init__(self, browser: Browser, site: str, user: User):
        super().__init__(browser, site, user.name)
        self.user = user
        self.secret = generate_totp_secret()
        TOTP.activate(user, self.secret)
        self._log_in()

    def _log_in(self) -> None:
        self.opens("/akun/login/")
        self.answers({"Surel": self.user.email, "Kata sandi": PASSWORD})
        self.presses("Masuk")
        self.answers({"Kode": code_for(self.secret)})
        self.presses("Masuk")
        expect(self.page.get_by_role("link", name=self.queue, exact=True).first).to_be_visible()

    def opens_the_case(self, reference: str) -> None:
        """Through the list of all cases, where it stands in whoever's turn."""
        self.presses("Perkara")
        self.presses(reference)

    def opens_the_hand_over_to(self, office: str) -> None:
        """From the page of the case."""
        self.presses(office)

    def does(self, action: str, answers: dict[str, Any] | None = None, *, told: str = "Tercatat") -> None:
        """Open an action from where it is offered, answer what it asks, and send it."""
        self.presses(action)
        self.answers(answers or {})
        asks = self.main.get_by_role("button", name="Minta persetujuan", exact=True)
        send = asks if asks.count() else self.main.get_by_role("button", name=action, exact=True)
        send.click()
        self.page.wait_for_load_state()
        refused = self.page.locator(".govuk-error-summary, .hp-action--refused, .hp-alert--warning")
        if self.page.get_by_role("heading", name=action).count() and refused.count():
            raise AssertionError(f"{action} was refused: {refused.all_inner_texts()}")
        self.looks()
        self.reads(told)

    def asks_to(self, action: str, answers: dict[str, Any] | None = None) -> None:
        """An action that another person must countersign."""
        self.does(action, answers, told="Persetujuan sudah diminta")


class Supervisor(Officer):
    def countersigns(self, action: str, reference: str) -> None:
        self.presses("Persetujuan")
        row = self.page.get_by_role("row").filter(has_text=reference)
        row.get_by_role("link", name=action, exact=True).first.click()
        self.looks()
        self.answers({"Keputusan Anda": "Setuju"})
        self.presses("Kirim keputusan")
        self.reads("Tercatat")


class MinistryOfficer(Officer):
    queue = "Ringkasan"

    def opens_the_escalation(self, reference: str) -> None:
        self.presses("Eskalasi kepada kami")
        self.presses(reference)


class MinistrySupervisor(MinistryOfficer, Supervisor):
    pass


class Inspector(Officer):
    queue = "Pelimpahan kepada kami"
