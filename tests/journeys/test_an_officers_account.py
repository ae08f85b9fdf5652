"""An officer's account from the invitation to the last click: chosen password, second step, lost phone, and gone."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.models import Membership, Office, Role, User
from tests.journeys.people import PASSWORD, Officer, Person, code_for

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def nobody_was_counted_yet():
    cache.clear()


@pytest.fixture
def site(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


class Newcomer(Person):
    """Somebody who was invited, on the phone that the letter came to."""

    width = 360

    def opens_the_letter(self) -> None:
        link = re.search(r"http\S+/key/\S+", mail.outbox[-1].body)[0]
        self.opens(re.sub(r"^https?://[^/]+", "", link))

    def chooses(self, password: str) -> None:
        self.answers({"Kata sandi baru": password, "Kata sandi baru, sekali lagi": password})
        self.presses("Simpan kata sandi")

    def logs_in(self, email: str, password: str) -> None:
        self.opens("/akun/login/")
        self.answers({"Surel": email, "Kata sandi": password})
        self.presses("Masuk")

    def sets_up_a_code_app(self, password: str) -> str:
        """Returns a recovery code."""
        self.presses("Pasang Aplikasi kode di telepon")
        if self.page.get_by_role("heading", name="Pastikan ini Anda").count():
            self.answers({"Kata sandi": password})
            self.presses("Lanjutkan")
        self.secret = self.page.locator(".hp-key").inner_text()
        self.answers({"Kode dari aplikasi": code_for(self.secret)})
        self.presses("Pasang")
        expect(self.page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
        return self.page.locator(".hp-codes li").first.inner_text()


def test_a_supervisor_invites_somebody_who_sets_up_everything_loses_the_phone_and_leaves(team, browser, site):
    bambang = Officer(browser, site, team.supervisor)
    bambang.presses("Orang")
    bambang.presses("Undang orang")
    bambang.answers({"Nama lengkap": "Putri Lestari", "Surel": "bukan surel", "Peran": "Petugas perkara"})
    bambang.presses("Kirim undangan")
    bambang.answers({"Surel": "putri@contoh.example"})
    bambang.presses("Kirim undangan")
    bambang.reads("Undangan dikirim ke putri@contoh.example", "Belum pernah", "Undangan belum sampai?")

    putri, password = Newcomer(browser, site, "Putri Lestari"), "telepon kuda baterai"
    putri.opens_the_letter()
    putri.chooses(password)
    putri.logs_in("putri@contoh.example", password)
    putri.reads("Masuk dua langkah", "Belum dipasang")
    for closed in ("/mulai/", "/satgas/", "/kantor/orang/"):
        putri.opens(closed)
        putri.reads("Perkara berisi data orang")
    recovery = putri.sets_up_a_code_app(password)
    putri.opens("/mulai/")
    putri.reads("Tugas saya", "Tidak ada yang menunggu Anda")
    bambang.opens("/kantor/orang/")
    bambang.reads("Aplikasi kode")

    # The phone is gone; a recovery code lets her in, and she sets up the new phone.
    putri.context.clear_cookies()
    putri.logs_in("putri@contoh.example", password)
    putri.answers({"Kode": recovery})
    putri.presses("Masuk")
    putri.reads("Tugas saya")
    putri.opens("/akun/dua-langkah/")
    putri.presses("Matikan")
    if putri.page.get_by_role("heading", name="Pastikan ini Anda").count():
        putri.answers({"Kata sandi": password})
        putri.presses("Lanjutkan")
    putri.presses("Matikan")
    putri.sets_up_a_code_app(password)
    putri.opens("/mulai/")
    putri.reads("Tugas saya")

    # The codes are gone as well: the supervisor begins the account anew, and whoever is in is out.
    user = User.objects.get(email="putri@contoh.example")
    bambang.opens(f"/kantor/orang/{user.pk}/")
    bambang.presses("Mulai akun dari awal")
    bambang.reads("Undangan dikirim ke putri@contoh.example")
    putri.opens("/satgas/")
    putri.reads("Masuk untuk petugas")
    putri.opens_the_letter()
    putri.chooses(password + " baru")
    putri.logs_in("putri@contoh.example", password + " baru")
    putri.sets_up_a_code_app(password + " baru")
    putri.opens("/satgas/")
    putri.reads("Antrean")

    # She leaves the office. Her next click finds nothing, and nothing of hers is lost if it was a mistake.
    bambang.opens(f"/kantor/orang/{user.pk}/")
    bambang.presses("Akhiri peran Petugas perkara")
    bambang.reads("Aksesnya berakhir sekarang", "Bambang Irawan")
    putri.presses("Perkara") if putri.page.get_by_role(
        "link", name="Perkara", exact=True
    ).is_visible() else putri.opens("/satgas/perkara/")
    putri.reads("belum punya peran di kantor mana pun")
    bambang.presses("Berikan kembali Petugas perkara")
    putri.opens("/satgas/")
    putri.reads("Antrean")


def test_guessing_is_stopped_and_says_how_to_come_back(team, browser, site):
    stranger = Newcomer(browser, site, "Orang asing")
    for _ in range(6):
        stranger.logs_in(team.officer.email, "bukan itu")
    stranger.reads("Masuk ditutup sementara", "30 menit")
    stranger.presses("Buat kata sandi baru")
    stranger.answers({"Surel": team.officer.email})
    stranger.presses("Kirim tautan")
    owner = Newcomer(browser, site, "Ratna Dewi")
    owner.opens_the_letter()
    owner.chooses("kuda telepon baterai")
    owner.logs_in(team.officer.email, "kuda telepon baterai")
    owner.reads("Masuk dua langkah")


def test_somebody_of_two_offices_goes_from_door_to_door(team, browser, site):
    Membership.objects.create(user=team.officer, office=team.kanwil, role=Role.MINISTRY_OFFICER)
    other = Office.objects.create(name="Satgas Kota Lain", kind=Office.Kind.SATGAS)
    Membership.objects.create(user=team.officer, office=other, role=Role.CASE_OFFICER)
    ratna = TwoOffices(browser, site, team.officer)
    ratna.reads("Tugas saya")
    doors = ratna.page.get_by_role("navigation", name="Kantor Anda")
    for name, heading in (
        ("Kanwil Kementerian HAM Kaltim", "Ringkasan"),
        ("Satgas Kota Lain", "Antrean"),
        ("Satgas PHK Balikpapan", "Antrean"),
    ):
        doors.get_by_role("link", name=name).click()
        ratna.looks()
        expect(ratna.page.get_by_role("heading", level=1)).to_contain_text(heading)
        assert doors.locator("[aria-current]").inner_text() == name
    assert Authenticator.objects.filter(user=team.officer).exists()
    assert team.officer.check_password(PASSWORD)


class TwoOffices(Officer):
    queue = "Kanwil Kementerian HAM Kaltim"
