"""An officer logs in with a password and a second factor, in a real browser, under our content security policy."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.environment import CHROMIUM, PICTURES
from tests.journeys.people import code_for

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_server):
    """A page that fails its test when the browser blocks or cannot load anything."""
    context = browser.new_context(locale="id-ID", base_url=live_server.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
    page.on(
        "response",
        lambda answer: "/static/" in answer.url and answer.status >= 400 and complaints.append(answer.url),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "requestfailed", lambda request: "ABORTED" not in request.failure and complaints.append(request.url)
    )
    yield page
    context.close()
    refused_pages = "Failed to load resource: the server responded with a status of 4"
    assert not [line for line in complaints if not line.startswith(refused_pages)]


def look(page: Page, name: str) -> None:
    """No axe violation and no sideways scrolling, on a phone and on a desk."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(150)
        found = Axe().run(page)
        assert not found.response["violations"], f"{name} at {width} px: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls at {width} px"
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/look-{name}-{width}.png", full_page=True)


def log_in(page: Page, user) -> None:
    page.goto("/akun/login/")
    page.get_by_label("Surel").fill(user.email)
    page.get_by_label("Kata sandi", exact=True).fill("kata sandi uji coba")
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_the_gallery_has_no_accessibility_fault(page: Page, settings):
    settings.DEMO = True
    page.goto("/galeri/")
    look(page, "gallery")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    expect(page).to_have_title(re.compile("^Galat: "))
    look(page, "gallery-errors")
    page.goto("/galeri/?padat=1")
    look(page, "gallery-dense")


def test_another_language_does_not_take_away_what_was_typed_without_asking(page: Page, settings):
    settings.DEMO = True
    page.goto("/galeri/")
    asked: list[str] = []

    def stay(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("Ceritakan kejadiannya").fill("Upah belum dibayar")
    page.get_by_role("button", name="English").click()
    assert asked
    expect(page.get_by_label("Ceritakan kejadiannya")).to_have_value("Upah belum dibayar")
    page.goto("/galeri/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert len(asked) == 1, "nothing typed, nothing asked"


def test_every_control_of_a_form_works_without_javascript(browser: Browser, live_server, settings):
    settings.DEMO = True
    context = browser.new_context(java_script_enabled=False, locale="id-ID", base_url=live_server.url)
    page = context.new_page()
    page.goto("/galeri/")
    page.get_by_label("Ceritakan kejadiannya").fill("Upah belum dibayar")
    page.get_by_label("Tahun").fill("26")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    page.get_by_role("link", name="Tulis hari").click()
    expect(page).to_have_url(re.compile("#id_since_0$"))
    expect(page.get_by_label("Ceritakan kejadiannya")).to_have_value("Upah belum dibayar")
    expect(page.get_by_text("Belum ada dokumen")).to_be_visible()  # the second tab, all open
    context.close()


@pytest.mark.parametrize("path", ["privasi", "aksesibilitas", "tentang", "akun/password/reset", "tidak-ada"])
def test_public_pages_have_no_accessibility_fault(browser: Browser, live_server, path, team):
    page = browser.new_page(locale="id-ID")
    page.goto(f"{live_server.url}/{path}/")
    look(page, path.replace("/", "-"))
    page.close()


def test_an_officer_sets_up_a_code_app_and_logs_in_with_it(page: Page, team):
    page.goto("/akun/login/")
    look(page, "login")
    log_in(page, team.officer)
    expect(page.get_by_role("heading", name="Masuk dua langkah")).to_be_visible()  # nothing else is open yet
    look(page, "mfa-index")
    page.get_by_role("link", name="Pasang Aplikasi kode di telepon").click()
    if page.get_by_role("heading", name="Pastikan ini Anda").is_visible():
        page.get_by_label("Kata sandi", exact=True).fill("kata sandi uji coba")
        page.get_by_role("button", name="Lanjutkan").click()
    look(page, "totp")
    assert page.locator(".hp-qr").evaluate("picture => picture.naturalWidth") > 0  # the policy lets it show
    secret = page.locator(".hp-key").inner_text()
    page.get_by_label("Kode dari aplikasi").fill("000000")
    page.get_by_role("button", name="Pasang", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Kode itu tidak cocok")
    look(page, "totp-error")
    page.get_by_label("Kode dari aplikasi").fill(code_for(secret))
    page.get_by_role("button", name="Pasang", exact=True).click()
    expect(page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
    look(page, "recovery-codes")
    recovery_code = page.locator(".hp-codes li").first.inner_text()

    page.goto("/akun/dua-langkah/")
    look(page, "mfa-index-on")
    page.get_by_text(team.officer.name).click()
    page.get_by_role("button", name="Keluar").click()
    log_in(page, team.officer)
    expect(page.get_by_role("heading", name="langkah kedua")).to_be_visible()
    look(page, "mfa-authenticate")
    page.get_by_label("Kode").fill(recovery_code)  # the app's code was used a moment ago, and counts once
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_url(re.compile(r"/(mulai|satgas)/"))


def test_an_officer_sets_up_a_passkey_and_logs_in_with_it(page: Page, team):
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    log_in(page, team.officer)
    page.get_by_role("link", name="Pasang Kunci keamanan").click()
    if page.get_by_role("heading", name="Pastikan ini Anda").is_visible():
        page.get_by_label("Kata sandi", exact=True).fill("kata sandi uji coba")
        page.get_by_role("button", name="Lanjutkan").click()
    look(page, "key-add")
    page.get_by_label("Nama kunci").fill("Laptop kantor")
    page.get_by_label("Pakai sebagai kunci sandi").check()
    page.get_by_role("button", name="Tambah kunci").click()
    expect(page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
    page.goto("/akun/dua-langkah/webauthn/")
    expect(page.get_by_role("rowheader", name="Laptop kantor")).to_be_visible()
    look(page, "keys")

    page.context.clear_cookies()
    page.goto("/akun/login/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page).to_have_url(re.compile(r"/(mulai|satgas)/"))
