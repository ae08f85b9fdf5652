"""A worker files a complaint on a phone, without JavaScript, and then follows it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from core import clock
from intake import messages
from tests.environment import PICTURES
from tests.journeys.people import width_of
from tests.portals.walk import JPEG

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(browser: Browser, live_server):
    context = browser.new_context(
        java_script_enabled=False,
        locale="id-ID",
        base_url=live_server.url,
        viewport={"width": 360, "height": 760},
    )
    yield context.new_page()
    context.close()


class Looker:
    """Looks at what the phone shows: axe needs JavaScript, so the same page is opened beside, with the same cookies."""

    def __init__(self, browser: Browser, live_server, phone: Page):
        self.context = browser.new_context(locale="id-ID", base_url=live_server.url)
        self.page = self.context.new_page()
        self.phone = phone

    def __call__(self, name: str) -> None:
        assert width_of(self.phone) <= 360, f"{name} scrolls sideways"
        if PICTURES:
            self.phone.screenshot(path=f"{PICTURES}/worker-{name}-360.png", full_page=True)
        self.context.clear_cookies()
        self.context.add_cookies(self.phone.context.cookies())
        self.page.goto(self.phone.url)
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 760})
            self.page.wait_for_timeout(100)
            found = Axe().run(self.page)
            assert not found.response["violations"], f"{name} at {width} px: {found.generate_report()}"
            assert width_of(self.page) <= width, f"{name} at {width}"
        if PICTURES:
            self.page.screenshot(path=f"{PICTURES}/worker-{name}-1280.png", full_page=True)


@pytest.fixture
def look(browser, live_server, phone):
    looker = Looker(browser, live_server, phone)
    yield looker
    looker.context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def write_date(page: Page, question: str, day: str, month: str, year: str) -> None:
    group = page.get_by_role("group", name=question)
    group.get_by_label("Hari").fill(day)
    group.get_by_label("Bulan").fill(month)
    group.get_by_label("Tahun").fill(year)


def test_a_worker_files_on_a_phone_without_javascript(team, phone: Page, look):
    phone.goto("/")
    look("home")
    phone.get_by_role("link", name="Buat pengaduan").click()
    look("start")
    press(phone, "Mulai")
    expect(phone.get_by_role("link", name="Pilih untuk siapa pengaduan ini")).to_be_visible()
    if PICTURES:
        phone.screenshot(path=f"{PICTURES}/worker-start-errors-360.png", full_page=True)
    phone.get_by_label("Saya sendiri").check()
    phone.get_by_label("Saya sudah membaca").check()
    press(phone, "Mulai")

    look("1-what")
    phone.get_by_label("Upah tidak dibayar, kurang, atau terlambat").check()
    phone.get_by_label("Di-PHK (diberhentikan)").check()
    press(phone, "Lanjutkan")

    look("2-employer")
    phone.get_by_label("Nama perusahaan").fill("PT Contoh Karya Abadi")
    phone.get_by_label("Tempat kerjanya di kelurahan mana?").select_option(label="Margo Mulyo")
    press(phone, "Lanjutkan")

    look("3-job")
    phone.get_by_label("Apa pekerjaan Anda di sana?").fill("Tukang las")
    phone.get_by_label("Karyawan tetap").check()
    phone.get_by_label("Bulanan, jumlahnya sama tiap bulan").check()
    press(phone, "Lanjutkan")

    look("3-wage")
    phone.get_by_label("Upah pokok sebulan").fill("3,7 juta")
    press(phone, "Lanjutkan")

    look("3-dates")
    write_date(phone, "Kapan Anda diberi tahu", "1", "9", "26")
    press(phone, "Lanjutkan")
    if PICTURES:
        phone.screenshot(path=f"{PICTURES}/worker-3-dates-errors-360.png", full_page=True)
    expect(phone.get_by_role("link", name="Tulis tahun dengan empat angka")).to_be_visible()
    write_date(phone, "Kapan Anda diberi tahu", "1", "9", "2026")
    write_date(phone, "Kapan mulai bekerja", "1", "maret", "2021")
    press(phone, "Lanjutkan")

    look("4-amounts")
    phone.get_by_label("Upah yang belum dibayar, seluruhnya").fill("8.000.000")
    press(phone, "Lanjutkan")
    look("4-story")
    phone.get_by_label("Ceritakan kejadiannya").fill(
        "Upah Juli dan Agustus belum dibayar.\nLalu saya diberhentikan lewat WhatsApp."
    )
    press(phone, "Simpan dan lanjut nanti")
    look("later")
    phone.get_by_role("button", name="Lanjutkan isian").click()
    expect(phone).to_have_url(re.compile("bukti|diri"))

    phone.goto("/lapor/langkah/bukti/")
    look("5-evidence")
    phone.get_by_label("Pilih foto atau berkas").set_input_files(
        [{"name": "slip gaji juli.jpg", "mimeType": "image/jpeg", "buffer": JPEG}]
    )
    press(phone, "Tambahkan")
    expect(phone.locator(".hp-file__name")).to_have_text("slip gaji juli.jpg")
    look("5-evidence-added")
    phone.get_by_label("Pilih foto atau berkas").set_input_files(
        [{"name": "catatan.txt", "mimeType": "text/plain", "buffer": b"bukan foto"}]
    )
    press(phone, "Lanjutkan")
    expect(phone.get_by_text("bukan foto atau PDF").first).to_be_visible()
    if PICTURES:
        phone.screenshot(path=f"{PICTURES}/worker-5-evidence-errors-360.png", full_page=True)
    press(phone, "Lanjutkan")

    look("6-person")
    phone.get_by_label("Nama lengkap").fill("Budi Santoso")
    phone.get_by_label("Nomor telepon atau WhatsApp").fill("0812 3456 7890")
    press(phone, "Lanjutkan")
    look("6-safety")
    phone.get_by_label("Tidak", exact=True).first.check()
    phone.get_by_label("Boleh", exact=True).first.check()
    phone.get_by_label("Boleh", exact=True).last.check()
    press(phone, "Lanjutkan")
    look("6-about")
    press(phone, "Lanjutkan")

    look("check")
    press(phone, "Kirim pengaduan")
    expect(phone.get_by_role("heading", name="Pengaduan terkirim")).to_be_visible()
    look("receipt")
    phone.reload()
    reference, receipt = phone.locator(".hp-receipt").all_inner_texts()
    phone.get_by_label("Empat angka terakhir tanda terima").fill(receipt[-4:])
    press(phone, "Sudah saya simpan")
    expect(phone.get_by_role("heading", name="Pengaduan saya")).to_be_visible()
    assert reference in phone.content()


@pytest.fixture
def inside(filed, phone: Page):
    """The phone of the one claimant of `filed`, at the page of the case."""
    phone.goto("/ikuti/")
    phone.get_by_label("Nomor perkara").fill(filed.case.reference)
    phone.get_by_label("Tanda terima", exact=True).fill(next(iter(filed.receipts.values())))
    press(phone, "Buka pengaduan saya")
    expect(phone.get_by_role("heading", name="Pengaduan saya")).to_be_visible()
    return phone


def test_a_worker_follows_on_a_phone_without_javascript(filed, team, act, as_officer, inside: Page, look):
    case, phone, today = filed.case, inside, clock.today()
    claimant = case.claimants.get()
    look("case-submitted")
    act(case, "request_completion", team.intake, items="Slip gaji Juli\nSurat PHK, bila ada")
    phone.reload()
    look("case-completion")
    phone.get_by_role("button", name="Kirim data yang diminta").click()
    press(phone, "Kirim jawaban")
    expect(phone.get_by_role("heading", name="Ada yang perlu diperbaiki")).to_be_visible()
    look("do-complete")
    phone.get_by_label("Jawaban Anda").fill("Saya tidak punya keduanya.")
    press(phone, "Kirim jawaban")
    expect(phone.get_by_text("Jawaban Anda kami terima")).to_be_visible()

    act(case, "accept", team.intake, officer=team.officer.pk)
    claim = claimant.claims.get()
    for amount in (3_000_000, 2_000_000):
        act(case, "record_payment", team.officer, amounts={claim.pk: amount}, paid_on=today)
    messages.send(
        case,
        body="Selamat siang. Apakah slip gaji Agustus ada?",
        by=as_officer(team.officer),
        claimant=claimant,
    )
    phone.reload()
    look("case-payment")
    phone.get_by_role("button", name="Ya, saya terima").first.click()
    look("do-confirm")
    press(phone, "Ya, sudah saya terima")
    phone.get_by_role("button", name="Tidak benar").click()
    phone.get_by_label("Apa yang tidak benar").fill("Belum masuk rekening.")
    press(phone, "Kirim bantahan")

    phone.get_by_role("link", name="Uang").click()
    look("money")
    phone.get_by_role("link", name="Pengaduan saya").click()
    phone.get_by_role("link", name="Pesan").click()
    phone.get_by_label("Pesan untuk petugas").fill("Ada, saya foto nanti.")
    press(phone, "Kirim pesan")
    look("messages")
    phone.goto("/ikuti/perkara/bukti/")
    phone.get_by_label("Pilih foto atau berkas").set_input_files(
        [{"name": "slip gaji agustus.jpg", "mimeType": "image/jpeg", "buffer": JPEG}]
    )
    press(phone, "Kirim bukti")
    look("evidence")
    phone.goto("/ikuti/perkara/riwayat/")
    look("history")
    phone.goto("/ikuti/perkara/bukti-lapor/")
    look("proof")
    for name in (
        "add_claim",
        "record_consent",
        "record_payment",
        "request_escalation",
        "report_retaliation",
        "withdraw",
    ):
        phone.goto(f"/ikuti/perkara/lakukan/{name}/")
        look(f"do-{name}")
    press(phone, "Ya, cabut pengaduan saya")
    look("case-withdrawing")
    press(phone, "Keluar")
    expect(phone.get_by_text("Anda sudah keluar")).to_be_visible()
    phone.goto("/ikuti/")
    look("door")
    phone.get_by_label("Nomor perkara").fill("HP-346-789C")
    phone.get_by_label("Tanda terima", exact=True).fill("1234")
    press(phone, "Buka pengaduan saya")
    expect(phone.get_by_text("Nomor perkara ini salah tulis").first).to_be_visible()
    look("door-wrong")
