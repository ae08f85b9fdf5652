"""One worker's complaint, from a phone to the ministry and back, until the last instalment has been paid."""

from datetime import date
from typing import Any

import pytest

from cases.audit import verify_all
from tests.journeys.people import (
    MinistryOfficer,
    MinistrySupervisor,
    Officer,
    Supervisor,
    Worker,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COMPANY = "PT Contoh Karya Abadi"


def test_a_worker_files_on_a_phone_and_is_paid_after_the_ministry_recommends(
    team, browser, live_server, calendar
):
    site = live_server.url.replace("127.0.0.1", "localhost")
    calendar.turn_to(date(2026, 9, 7), 19)
    budi = Worker(browser, site, "Budi Santoso")
    files_a_complaint(budi)
    reference = budi.reference
    budi.reads("Pengaduan Anda sudah kami terima", "Rp8.000.000", "10 September 2026")

    calendar.turn_to(date(2026, 9, 8))
    sari = Officer(browser, site, team.intake)
    ratna = Officer(browser, site, team.officer)
    bambang = Supervisor(browser, site, team.supervisor)
    sari.opens_the_case(reference)
    sari.reads("Diterima", COMPANY, "Rp8.000.000", "Upah Juli dan Agustus belum dibayar")
    sari.does("Terima dan tugaskan", {"Petugas perkara": "Ratna Dewi"})
    budi.comes_back()
    budi.reads("Pengaduan Anda sedang ditelaah")

    ratna.opens_the_case(reference)
    ratna.does(
        "Minta kelengkapan", {"Apa yang kurang": "Slip gaji Agustus\nNomor rekening yang dipakai perusahaan"}
    )
    calendar.turn_to(date(2026, 9, 9), 20)
    budi.comes_back()
    budi.reads("Kami perlu data tambahan dari Anda", "Kirim data yang diminta")
    budi.presses("Kirim data yang diminta")
    budi.reads("Slip gaji Agustus")
    budi.answers({"Jawaban Anda": "Slip Agustus tidak diberikan. Rekening BRI atas nama saya."})
    budi.presses("Kirim jawaban")
    budi.reads("Jawaban Anda kami terima", "Pengaduan Anda sedang ditelaah")

    # At first he let his data go nowhere; now he does.
    budi.does(
        "Ubah pilihan tentang data saya",
        {
            "Bolehkah data Anda dibagikan ke instansi lain bila perlu?": "Boleh",
            "Bolehkah perusahaan tahu nama Anda?": "Boleh",
        },
        by_pressing="Simpan pilihan",
    )
    budi.reads("Pilihan Anda tersimpan")

    calendar.turn_to(date(2026, 9, 10))
    ratna.opens_the_case(reference)
    ratna.does(
        "Minta klarifikasi perusahaan",
        {
            "Perusahaan yang diminta menjawab": COMPANY,
            "Jawaban paling lambat": date(2026, 9, 21),
            "Nama pekerja": "Dengan nama pekerja",
            "Nomor surat panggilan": "B-500.15/88",
            "Panggilan diterima tanggal": date(2026, 9, 10),
        },
    )
    budi.comes_back()
    budi.reads("Perusahaan diminta menjawab", "21 September 2026")

    calendar.turn_to(date(2026, 9, 22))
    ratna.opens_the_case(reference)
    ratna.does(
        "Catat jawaban perusahaan",
        {
            "Perusahaan yang menjawab": COMPANY,
            "Tanggal jawaban": date(2026, 9, 21),
            "Isi jawaban": "Membantah",
            "Jawaban": "Perusahaan menyatakan tidak punya kewajiban.",
        },
    )
    ratna.does(
        "Selesaikan klarifikasi",
        {"Hasil": "Menolak menjawab", "Tanggal": date(2026, 9, 22), "Nomor berita acara": "BA-41/IX/2026"},
    )

    calendar.turn_to(date(2026, 9, 23))
    ratna.opens_the_case(reference)
    ratna.asks_to(
        "Eskalasi seluruh perkara",
        {
            "Diserahkan kepada": "Kanwil Kementerian HAM Kaltim",
            "Alasan eskalasi": "Perusahaan diam",
            "Pokok masalah": "Upah dua bulan seorang tukang las belum dibayar; perusahaan menolak menjawab.",
            "Yang diminta": "Mendorong perusahaan membayar upah Juli dan Agustus 2026.",
            "Alamat perusahaan": "Jl. Contoh 1, Balikpapan",
        },
    )
    budi.comes_back()
    budi.reads("Pengaduan Anda sedang ditelaah")  # nothing is handed over before a second person agreed
    bambang.countersigns("Eskalasi seluruh perkara", reference)
    budi.comes_back()
    budi.reads("Kementerian HAM")

    calendar.turn_to(date(2026, 9, 24))
    lia = MinistryOfficer(browser, site, team.ministry_officer)
    hadi = MinistrySupervisor(browser, site, team.ministry_supervisor)
    lia.presses("Ringkasan")
    lia.reads("1 pekerja masih menunggu Rp8.000.000")
    lia.opens_the_escalation(reference)
    lia.reads(COMPANY, "Rp8.000.000", "perusahaan menolak menjawab")
    lia.does("Terima dan daftarkan", {"Nomor register Kementerian": "HAM-64/0201/2026"})
    budi.comes_back()
    budi.reads("Kementerian HAM sedang menelaah")

    calendar.turn_to(date(2026, 10, 1))
    lia.opens_the_escalation(reference)
    lia.asks_to(
        "Terbitkan rekomendasi",
        {
            "Nomor rekomendasi": "HAM-64/R-040/2026",
            "Ditujukan kepada": "Perusahaan",
            "Nama badan": COMPANY,
            "Isi rekomendasi": "Membayar upah Juli dan Agustus 2026 seluruhnya, paling banyak dua kali angsur.",
            "Ditindaklanjuti paling lambat": date(2026, 10, 15),
        },
    )
    hadi.countersigns("Terbitkan rekomendasi", reference)
    budi.comes_back()
    budi.reads("Rekomendasi Kementerian")

    calendar.turn_to(date(2026, 10, 8))
    ratna.opens_the_case(reference)
    ratna.opens_the_hand_over_to("Kanwil Kementerian HAM Kaltim")
    ratna.does(
        "Catat tindak lanjut",
        {"Apa yang sudah dilakukan": "Perusahaan bersedia mengangsur.", "Tanggal": date(2026, 10, 8)},
    )
    ratna.opens_the_case(reference)
    ratna.does(
        "Catat perjanjian bersama",
        {"Ditandatangani tanggal": date(2026, 10, 8), "Jadwal pembayaran": "2026-10-15 50%\n2026-11-16 50%"},
    )
    budi.comes_back()
    budi.reads("Perusahaan berjanji membayar", "15 Oktober 2026")

    pay_and_confirm(calendar, ratna, budi, reference, date(2026, 10, 15), "Rp4.000.000 (")
    budi.reads("Belum dibayar: Rp4.000.000")
    ratna.opens_the_case(reference)
    ratna.unfolds("Belum dapat dilakukan")
    ratna.reads("Masih ada uang pekerja yang belum dibayar dan dikonfirmasi")
    pay_and_confirm(calendar, ratna, budi, reference, date(2026, 11, 16), "Rp4.000.000 (")
    budi.reads("Tidak ada lagi yang belum dibayar")

    calendar.turn_to(date(2026, 11, 17))
    ratna.opens_the_case(reference)
    ratna.asks_to("Tutup: lunas")
    bambang.countersigns("Tutup: lunas", reference)

    budi.comes_back()
    budi.reads("Selesai", "Tidak ada lagi yang belum dibayar")
    budi.does_not_read("menunggu", "diminta menjawab")
    budi.presses("Riwayat")
    budi.reads("Semua sudah dibayar. Perkara selesai.", "Kementerian HAM menerbitkan rekomendasi")
    assert not list(verify_all())


def files_a_complaint(worker: Worker) -> None:
    """A welder, at home in the evening, with a photo of a payslip."""
    worker.opens("/")
    worker.presses("Buat pengaduan")
    worker.answers({"Pengaduan ini untuk siapa?": "Saya sendiri"})
    worker.answers({"Saya sudah membaca apa yang terjadi dengan data saya": True})
    worker.presses("Mulai")
    steps: tuple[dict[str, Any], ...] = (
        {"Apa yang terjadi?": "Upah tidak dibayar, kurang, atau terlambat"},
        {"Nama perusahaan": COMPANY, "Tempat kerjanya di kelurahan mana?": "Margo Mulyo"},
        {
            "Apa pekerjaan Anda di sana?": "Tukang las",
            "Bagaimana perjanjian kerja Anda?": "Karyawan tetap",
            "Bagaimana upah dihitung?": "Bulanan, jumlahnya sama tiap bulan",
        },
        {"Upah pokok sebulan": "4 juta", "Berapa hari kerja dalam seminggu?": "6 hari"},
        {"Kapan mulai bekerja di sana?": date(2021, 3, 1)},
        {
            "Upah yang belum dibayar, seluruhnya": "8.000.000",
            "Belum dibayar sejak kapan?": date(2026, 7, 1),
            "Sampai kapan?": date(2026, 8, 31),
        },
        {"Ceritakan kejadiannya": "Upah Juli dan Agustus belum dibayar. Mandor bilang tunggu termin proyek."},
    )
    for answers in steps:
        worker.answers(answers)
        worker.presses("Lanjutkan")
    worker.adds_a_photo("slip gaji juli.jpg")
    worker.presses("Tambahkan")
    worker.reads("slip gaji juli.jpg")
    worker.presses("Lanjutkan")
    worker.answers({"Nama lengkap": "Budi Santoso", "Nomor telepon atau WhatsApp": "0812 3456 7890"})
    worker.presses("Lanjutkan")
    worker.answers(
        {
            "Apakah Anda takut dibalas karena mengadu?": "Tidak",
            "Bolehkah perusahaan tahu nama Anda?": "Jangan sebut nama saya",
            "Bolehkah data Anda dibagikan ke instansi lain bila perlu?": "Tidak",
        }
    )
    worker.presses("Lanjutkan")
    worker.presses("Lanjutkan")  # about himself he says nothing more
    worker.reads(COMPANY, "Rp8.000.000", "1 Maret 2021", "slip gaji juli.jpg")
    worker.presses("Kirim pengaduan")
    worker.reads("Pengaduan terkirim")
    worker.keeps_the_receipt()


def pay_and_confirm(
    calendar, officer: Officer, worker: Worker, reference: str, day: date, amount: str
) -> None:
    """The officer states what the company says it has paid; only the worker's word makes it so."""
    calendar.turn_to(day)
    officer.opens_the_case(reference)
    officer.does(
        "Catat pembayaran",
        {
            "Dibayar untuk tiap tuntutan": {"Upah": "4.000.000"},
            "Dibayar tanggal": day,
            "Pembayar": COMPANY,
        },
    )
    calendar.turn_to(day, 18)
    worker.comes_back()
    worker.reads(amount, "Benarkah Anda terima?")
    worker.presses("Ya, saya terima")
    worker.presses("Ya, sudah saya terima")
    worker.reads("Pembayaran ini tercatat sudah Anda terima")
