"""The founding case in a browser: 303 workers of a subcontractor, from the list to the last rupiah.

The amounts are those of demo/founding.py; here people type, paste and press them.
"""

import csv
import io
from datetime import date

import pytest
from django.core.management import call_command

from cases.models import Case
from cases.vocabulary import ClaimKind, Naming
from demo import founding
from ledger.models import Commitment
from tests.journeys.people import (
    EVERYTHING,
    Inspector,
    List,
    MinistryOfficer,
    MinistrySupervisor,
    Officer,
    Percent,
    Supervisor,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SUBCONTRACTOR = "PT Contoh Subkon Konstruksi"
MAIN_CONTRACTOR = "PT Contoh Kontraktor Utama"
OWNER = "PT Contoh Pemilik Kilang"
KANWIL = "Kanwil Kementerian HAM Kaltim"
OUTSTANDING = "Rp1.480.000.000"
WAGE, OVERTIME, COMPENSATION = (
    str(kind.label) for kind in (ClaimKind.UNPAID_WAGE, ClaimKind.OVERTIME, ClaimKind.PKWT_COMPENSATION)
)


def wage(row: dict[str, str]) -> int:
    return int(row["upah_pokok"]) + int(row["tunjangan_tetap"])


def the_list() -> bytes:
    """What the coordinator of the workers brings: everybody with what they claim."""
    about = ("id", "nama", "jenis_kelamin", "tahun_lahir", "jabatan", "jenis_perjanjian", "mulai_kerja", "akhir_kontrak",
             "upah_pokok", "tunjangan_tetap")  # fmt: skip
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*about, "Upah Juli 2025", "Upah Agustus 2025", "Lembur Juli 2025"])
    for row in founding.rows():
        writer.writerow([*(row[name] for name in about), wage(row), wage(row), row["lembur_belum_dibayar"]])
    return file.getvalue().encode()


def paid_by_october() -> List:
    """145 everything; the others four fifths of July."""
    return List(
        "\n".join(
            f"{row['id']};{2 * wage(row) if row['sudah_lunas'] == 'ya' else wage(row) - int(row['sisa_upah_juli_2025'])}"
            for row in founding.rows()
        )
    )


def second_instalment() -> List:
    """What 60 % of each claim, rounded down, has left of the wages and the overtime."""

    def rest(text: str) -> int:
        return int(text) - int(text) * 60 // 100

    lines = []
    for row in founding.rows():
        wages = rest(row["sisa_upah_juli_2025"]) + rest(row["upah_agustus_2025"])
        overtime = rest(row["lembur_belum_dibayar"])
        lines += [f"{row['id']};{WAGE};{wages}"] if wages else []
        lines += [f"{row['id']};{OVERTIME};{overtime}"] if overtime else []
    return List("\n".join(lines))


def the_calculation() -> List:
    return List("\n".join(f"{row['id']};{founding.compensation_of(row)}" for row in founding.rows()))


def rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")


def test_303_workers_are_paid_to_the_last_rupiah(team, browser, live_server, calendar, capsys):
    site = live_server.url.replace("127.0.0.1", "localhost")
    calendar.turn_to(date(2025, 9, 1))
    sari = Officer(browser, site, team.intake)
    reference = imports_the_list(sari)

    calendar.turn_to(date(2025, 9, 2))
    sari.opens_the_case(reference)
    sari.reads("303")
    sari.does("Terima dan tugaskan", {"Petugas perkara": "Ratna Dewi"})
    bambang = Supervisor(browser, site, team.supervisor)
    bambang.opens_the_case(reference)
    bambang.does("Pastikan aman tanpa nama", {"Alasan": "Menyangkut ratusan pekerja; tidak menunjuk orang."})
    ratna = Officer(browser, site, team.officer)
    ratna.opens_the_case(reference)
    ratna.does(
        "Minta klarifikasi perusahaan",
        {
            "Perusahaan yang diminta menjawab": [SUBCONTRACTOR, MAIN_CONTRACTOR, OWNER],
            "Jawaban paling lambat": date(2025, 9, 11),
            "Nama pekerja": "Tanpa nama pekerja",
            "Nomor surat panggilan": "B-500.15/101",
            "Panggilan diterima tanggal": date(2025, 9, 2),
        },
    )

    calendar.turn_to(date(2025, 9, 3))
    writes_down_a_promise(ratna, reference, "80% upah Juli", 80, founding.JULY[0], date(2025, 9, 8))
    writes_down_a_promise(ratna, reference, "Upah Agustus", 100, founding.AUGUST[0], date(2025, 9, 15))
    for day, due, asked in (
        (date(2025, 9, 12), date(2025, 9, 8), date(2025, 9, 9)),
        (date(2025, 9, 19), date(2025, 9, 15), date(2025, 9, 16)),
    ):
        calendar.turn_to(day)
        ratna.opens_the_case(reference)
        ratna.does(
            "Catat pelanggaran janji",
            {"Jatuh tempo yang dilanggar": due, "Kedua pihak ditanya tanggal": asked},
        )

    calendar.turn_to(date(2025, 10, 27))
    states_and_confirms(ratna, reference, paid_by_october(), date(2025, 10, 24), SUBCONTRACTOR)
    ratna.reads(OUTSTANDING, "158 pekerja menunggu")
    ratna.presses("Pekerja dan uang")
    ratna.reads(OUTSTANDING)
    ratna.presses("Perkara")
    ratna.reads(OUTSTANDING)
    ratna.opens("/satgas/?giliran=")
    ratna.reads(reference, OUTSTANDING)

    calendar.turn_to(date(2025, 11, 17))
    ratna.opens_the_case(reference)
    ratna.does(
        "Catat persetujuan",
        {
            "Berbagi data dengan instansi lain": "Setuju",
            "Nama kepada perusahaan": str(Naming.NAMED.label),
            "Bagaimana dinyatakan": "Daftar tanda tangan pertemuan kelima",
            "Tanggal": date(2025, 11, 17),
        },
    )
    calendar.turn_to(date(2025, 11, 20))
    ratna.opens_the_case(reference)
    ratna.asks_to(
        "Eskalasi sebagai pendamping",
        {
            "Diserahkan kepada": KANWIL,
            "Alasan eskalasi": "Janji pembayaran dilanggar",
            "Pokok masalah": "Upah Juli dan Agustus serta lembur 158 pekerja belum dibayar; dua janji dilanggar.",
            "Yang diminta": "Mendorong kontraktor utama dan pemilik proyek memastikan pembayaran.",
        },
    )
    bambang.countersigns("Eskalasi sebagai pendamping", reference)

    calendar.turn_to(date(2025, 11, 21))
    lia = MinistryOfficer(browser, site, team.ministry_officer)
    lia.presses("Ringkasan")
    lia.reads(f"158 pekerja masih menunggu {OUTSTANDING}")
    lia.opens_the_escalation(reference)
    lia.reads("303", OUTSTANDING, SUBCONTRACTOR, MAIN_CONTRACTOR, OWNER)
    lia.does("Terima dan daftarkan", {"Nomor register Kementerian": "HAM-64/0112/2025"})
    calendar.turn_to(date(2025, 11, 27))
    lia.opens_the_escalation(reference)
    lia.asks_to(
        "Terbitkan rekomendasi",
        {
            "Nomor rekomendasi": "HAM-64/R-031/2025",
            "Ditujukan kepada": "Kontraktor utama",
            "Nama badan": MAIN_CONTRACTOR,
            "Isi rekomendasi": "Menahan sisa tagihan subkontraktor dan membayar langsung upah 158 pekerja.",
            "Ditindaklanjuti paling lambat": date(2025, 12, 5),
        },
    )
    MinistrySupervisor(browser, site, team.ministry_supervisor).countersigns(
        "Terbitkan rekomendasi", reference
    )

    calendar.turn_to(date(2025, 12, 4))
    ratna.opens_the_case(reference)
    ratna.does(
        "Catat perjanjian bersama",
        {"Ditandatangani tanggal": date(2025, 12, 4), "Jadwal pembayaran": "2025-12-15 60%\n2025-12-30 40%"},
    )
    ratna.reads(OUTSTANDING)
    ratna.does(
        "Catat pendaftaran di PHI",
        {"Nomor akta bukti pendaftaran": "12/PB/2025/PHI Smr", "Didaftarkan tanggal": date(2025, 12, 4)},
    )
    ratna.opens_the_hand_over_to(KANWIL)
    ratna.does(
        "Catat tindak lanjut",
        {"Apa yang sudah dilakukan": "Perjanjian bersama ditandatangani.", "Tanggal": date(2025, 12, 4)},
    )

    calendar.turn_to(date(2025, 12, 8))
    ratna.opens_the_case(reference)
    ratna.does("Tambah tuntutan", {"Hak yang dituntut": COMPENSATION, "Jatuh tempo": date(2025, 12, 31)})
    ratna.does(
        "Minta bantuan instansi lain",
        {
            "Dilimpahkan kepada": "Pengawas Ketenagakerjaan Kaltim",
            "Untuk apa": "Perhitungan pengawas",
            "Alasan": "Mohon perhitungan uang kompensasi PKWT 303 pekerja.",
            "Tuntutan yang dilimpahkan": ["Hanya yang dipilih di bawah ini", COMPENSATION],
        },
    )
    calendar.turn_to(date(2025, 12, 15))
    states_and_confirms(ratna, reference, Percent(60), date(2025, 12, 15), MAIN_CONTRACTOR)

    calendar.turn_to(date(2025, 12, 18))
    yuni = Inspector(browser, site, team.inspector)
    yuni.presses("Instansi menerima pelimpahan")
    yuni.does(
        "Terima pelimpahan",
        {"Nomor register penerima": "560/PWS/77", "Perkiraan selesai": date(2025, 12, 19)},
    )
    yuni.does(
        "Laporkan hasil",
        {
            "Hasil": "Perhitungan",
            "Nomor dokumen": "560/PHT/78",
            "Tanggal dokumen": date(2025, 12, 18),
            "Jumlah yang ditetapkan tiap tuntutan": the_calculation(),
        },
    )
    calendar.turn_to(date(2025, 12, 30))
    states_and_confirms(ratna, reference, second_instalment(), date(2025, 12, 30), MAIN_CONTRACTOR)
    ratna.reads(rupiah(sum(map(founding.compensation_of, founding.rows()))), "303 pekerja menunggu")
    calendar.turn_to(date(2025, 12, 31))
    states_and_confirms(ratna, reference, EVERYTHING, date(2025, 12, 31), MAIN_CONTRACTOR)
    ratna.reads("Rp0", "0 pekerja menunggu")

    calendar.turn_to(date(2026, 1, 5))
    ratna.opens_the_case(reference)
    ratna.asks_to("Tutup: lunas")
    bambang.countersigns("Tutup: lunas", reference)
    bambang.opens_the_case(reference)
    bambang.reads("Selesai", "Rp0")
    case = Case.objects.get()
    assert (case.status, case.outcome, case.balance.outstanding) == ("closed", "agreement_fulfilled", 0)
    call_command("verify_audit")
    assert "chains" in capsys.readouterr().out


def imports_the_list(officer: Officer) -> str:
    """A new case from a spreadsheet, looked at row by row before it is entered. Returns the reference."""
    officer.presses("Perkara baru")
    officer.presses("Perkara baru dari daftar pekerja")
    officer.answers(
        {
            "Perusahaan yang mempekerjakan": SUBCONTRACTOR,
            "Alamat perusahaan": "Kawasan Contoh, Balikpapan",
            "Kontraktor utama": MAIN_CONTRACTOR,
            "Pemilik proyek": OWNER,
            "Tempat kerja": "Margo Mulyo",
            "Apa yang terjadi": "Upah Juli dan Agustus 2025 pekerja subkontraktor proyek kilang belum dibayar.",
        }
    )
    officer.attaches("pekerja.csv", "text/csv", the_list())
    officer.presses("Lihat isinya dahulu")
    officer.presses("Masukkan 303 pekerja")
    officer.reads("303 pekerja")
    return Case.objects.get().reference


def writes_down_a_promise(
    officer: Officer, reference: str, what: str, percent: int, month: date, due: date
) -> None:
    officer.opens_the_case(reference)
    officer.does(
        "Catat janji pembayaran",
        {
            "Yang berjanji": SUBCONTRACTOR,
            "Tanggal pertemuan": date(2025, 9, 3),
            "Nomor notulen": "N-01/IX/2025",
            "Isi janji": what,
            "Hak yang dijanjikan": WAGE,
            "Untuk bulan": month,
            "Berapa": str(Commitment.How.PERCENTAGE.label),
            "Persen dari yang jadi hak": str(percent),
            "Dibayar paling lambat": due,
            "Pekerja diberi tahu bahwa janji ini tidak dapat dieksekusi seperti perjanjian bersama": True,
        },
    )


def states_and_confirms(officer: Officer, reference: str, amounts, day: date, payer: str) -> None:
    """From the payer's list first; then by the workers' signatures."""
    officer.opens_the_case(reference)
    officer.does(
        "Catat pembayaran",
        {"Dibayar untuk tiap tuntutan": amounts, "Dibayar tanggal": day, "Pembayar": payer},
    )
    officer.does("Pembayaran benar diterima", {"Bagaimana pekerja menyatakan": "Daftar tanda tangan pekerja"})
