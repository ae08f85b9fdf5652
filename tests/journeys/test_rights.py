"""A welder reckons on a phone what he is owed, and hands the result to the office."""

from datetime import date

import pytest

from tests.journeys.people import Officer, Worker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COMPANY = "PT Contoh Karya Abadi"


def test_a_welder_paid_by_the_day_reckons_his_rights_and_complains(team, browser, live_server, calendar):
    site = live_server.url.replace("127.0.0.1", "localhost")
    calendar.turn_to(date(2026, 9, 7), 19)
    budi = Worker(browser, site, "Budi Santoso")
    budi.opens("/")
    budi.presses("Berapa hak saya?")
    told = {
        "Saya di-PHK, berhenti, atau pensiun",
        "Upah belum dibayar atau terlambat",
        "Lembur tidak dibayar",
    }
    for answers in (
        {"Apa yang terjadi?": sorted(told)},
        {"Bagaimana upah Anda dihitung?": "Harian", "Berapa hari kerja seminggu?": "Enam hari"},
        {"Upah sehari": "170.000"},
        {"Hari pertama bekerja": date(2021, 3, 1), "Hari kerja terakhir": date(2026, 7, 25)},
        {"Apa alasannya menurut perusahaan?": "Tidak tahu", "Sisa cuti tahunan, berapa hari?": "6"},
        {},  # of other things he knows nothing
        {
            "Tanggal gajian pertama yang terlewat": date(2026, 7, 4),
            "Berapa kali gajian yang terlewat?": "3",
            "Kapan gajian?": "Tiap minggu",
            "Upah tiap gajian": "1.020.000",
        },
    ):
        budi.answers(answers)
        budi.presses("Lanjutkan")
    budi.answers(
        {"Hari kerja biasa: lembur berapa jam sehari?": "dua", "Hari kerja biasa: berapa hari?": "20"}
    )
    budi.presses("Lihat hasilnya")
    budi.reads("Ada yang perlu diperbaiki", "Tulis jam sehari, misalnya 2 atau 2,5")
    budi.answers({"Hari kerja biasa: lembur berapa jam sehari?": "2,5"})
    budi.presses("Lihat hasilnya")
    severance, service, leave = 6 * 30 * 170_000, 2 * 30 * 170_000, 6 * 170_000
    total = severance + service + leave + 3 * 1_020_000 + 6 * 255_000 + 2_210_983
    budi.reads(
        f"Hak minimum Anda: Rp{total:,}".replace(",", "."), "Rp30.600.000", "PP 35/2021 Pasal 40 ayat (2)", "Bila perusahaan membuktikan sudah merugi"
    )  # fmt: skip
    budi.unfolds("Yang Anda jawab")
    budi.reads("Rp170.000", "Sabtu, 25 Juli 2026")

    budi.presses("Bawa ke pengaduan")
    budi.reads("Hasil hitungan Anda ikut dibawa")
    budi.answers({"Pengaduan ini untuk siapa?": "Saya sendiri"})
    budi.answers({"Saya sudah membaca apa yang terjadi dengan data saya": True})
    budi.presses("Mulai")
    for answers in (
        {},
        {"Nama perusahaan": COMPANY, "Tempat kerjanya di kelurahan mana?": "Margo Mulyo"},
        {"Apa pekerjaan Anda di sana?": "Tukang las"},
        {},
        {"Kapan Anda diberi tahu bahwa Anda diberhentikan?": date(2026, 7, 25)},
        {},
        {},
        {"Ceritakan kejadiannya": "Proyek berhenti, kami disuruh pulang tanpa surat."},
        {},
        {"Nama lengkap": "Budi Santoso"},
        {
            "Apakah Anda takut dibalas karena mengadu?": "Tidak",
            "Bolehkah perusahaan tahu nama Anda?": "Boleh",
        },
        {},
    ):
        budi.answers(answers)
        budi.presses("Lanjutkan")
    budi.unfolds("Rincian hitungan yang ikut dikirim")
    budi.reads("Rp41.820.000", "Rp4.590.000", "Harian lepas", "20 × 4,5")
    budi.presses("Kirim pengaduan")
    budi.keeps_the_receipt()

    calendar.turn_to(date(2026, 9, 8))
    sari = Officer(browser, site, team.intake)
    sari.opens_the_case(budi.reference)
    sari.reads(COMPANY, f"Rp{total:,}".replace(",", "."))
    sari.presses("Pesan")
    sari.reads("Hasil kalkulator “Berapa hak saya?”", "Upah sehari: Rp170.000", "Jumlah: Rp")
