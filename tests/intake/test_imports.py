"""Lists of workers: every row is looked at before anything is written, and then all of it is, or nothing."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from accounts import principals
from cases.audit import verify_case
from cases.models import AccessLog, Case, Claimant
from core.sealed import unseal
from intake import imports, tables
from intake.columns import guess, month_in, read_day
from intake.imports import NotReady, enter, list_for, preview, slips_of, start_list
from intake.models import WorkerList
from intake.tables import BadTable, read_table, safe_cell, write_csv
from ledger import balance

pytestmark = pytest.mark.django_db

FOUNDING = Path(__file__).parents[2] / "demo/data/founding-workers.csv"


@pytest.fixture
def by(team):
    return principals.officer(team.intake)


def csv_file(*lines: str, name="daftar.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def xlsx_file(*rows) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("daftar.xlsx", out.getvalue())


def looked_at(case, by, *lines):
    with override("id"):
        return preview(start_list(csv_file(*lines), by=by, case=case), by=by)


def said(seen) -> dict[int, str]:
    with override("id"):
        return {row.line: "; ".join(row.said) for row in seen.bad}


# --- the founding list -----------------------------------------------------------------------------------


def test_the_founding_list_is_understood_whole(case, by):
    kept = start_list(SimpleUploadedFile("w.csv", FOUNDING.read_bytes()), by=by, case=case)
    seen = preview(kept, by=by)
    assert (len(seen.rows), len(seen.bad)) == (303, 0)
    assert seen.amount == 1_480_000_000
    assert len([row for row in seen.rows if row.amount]) == 158
    july = next(head for head in seen.columns if head.heading == "sisa_upah_juli_2025")
    assert (july.claim, july.month) == ("unpaid_wage", (date(2025, 7, 1), date(2025, 7, 31)))
    before = Claimant.objects.count()
    assert before == 1  # nothing is written yet


def test_it_is_entered_in_one_event_with_its_sum_and_digest(case, by):
    kept = start_list(SimpleUploadedFile("w.csv", FOUNDING.read_bytes()), by=by, case=case)
    digest = imports.digest_of(preview(kept, by=by).good)
    enter(kept, by=by)
    assert case.claimants.count() == 304
    event = case.events.get(kind="case.workers_imported")
    assert event.facts == {"count": 303, "sum": 1_480_000_000, "digest": digest}
    total = balance.of_case(case)
    assert (total.workers, total.outstanding) == (304, 1_480_000_000 + 8_000_000)
    welder = case.claimants.get(list_id="W146")
    assert (unseal(welder.name), welder.contract_kind, welder.base_wage) == (
        "Wati Setiawan",
        "pkwt",
        5_200_000,
    )
    assert welder.consent == "not_asked"
    amounts = sorted(row.balance.outstanding for row in welder.claims.select_related("balance"))
    assert amounts == [1_140_000, 4_666_860, 5_700_000]
    case.refresh_from_db()
    assert verify_case(case) is None


def test_entering_twice_enters_once(case, by):
    kept = start_list(csv_file("nama;upah juli 2025", "Budi;1.000.000"), by=by, case=case)
    first = enter(kept, by=by)
    again = enter(kept, by=by)
    assert first.done_at == again.done_at
    assert case.claimants.count() == 2
    assert case.events.filter(kind="case.workers_imported").count() == 1


def test_a_page_that_was_open_meanwhile_is_stale(case, by, team, act):
    from workflows.errors import Stale

    enter(start_list(csv_file("nama;hp", "Budi;08123456789"), by=by, case=case), by=by)
    with pytest.raises(Stale):
        act(case, "accept", team.intake, officer=team.officer.pk, seen=0)


@pytest.mark.slow
def test_ten_thousand_rows_are_looked_at_and_entered(case, by):
    lines = [f"P{n};Pekerja {n};1.000.000;250.000" for n in range(10_000)]
    kept = start_list(csv_file("no;nama;upah juli 2025;lembur", *lines), by=by, case=case)
    assert len(preview(kept, by=by).good) == 10_000
    done = enter(kept, by=by, receipts=False)
    assert done.count == 10_000
    assert balance.of_case(case).outstanding == 10_000 * 1_250_000 + 8_000_000


# --- what the columns mean -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nama Lengkap", "name"), ("NAMA", "name"), ("No. Urut", "list_id"), ("No", "list_id"), ("NIK", "nik"),
        ("No. KTP", "nik"), ("No HP/WA", "phone"), ("Telepon", "phone"), ("E-mail", "email"), ("L/P", "sex"),
        ("Jenis Kelamin", "sex"), ("Tgl Lahir", "birth_year"), ("Jabatan", "occupation"),
        ("Status Karyawan", "contract_kind"), ("Tanggal Masuk", "work_start"), ("TMT", "work_start"),
        ("Akhir Kontrak", "contract_end"), ("Tgl Keluar", "work_end"), ("Gaji Pokok", "base_wage"),
        ("Tunjangan Tetap", "fixed_allowance"), ("Upah Juli 2025", "claim:unpaid_wage"),
        ("Gaji belum dibayar", "claim:unpaid_wage"), ("Upah terakhir", "claim:last_wage"), ("THR 2025", "claim:thr"),
        ("Lembur", "claim:overtime"), ("Pesangon", "claim:severance"),
        ("Kompensasi PKWT", "claim:pkwt_compensation"), ("Jumlah", "total"), ("Nama Perusahaan", ""),
        ("Tanda tangan", ""), ("Sudah lunas", ""), ("Alamat", ""),
    ],
)  # fmt: skip
def test_headings_are_understood_as_people_write_them(heading, field):
    assert guess([heading]) == [field]


def test_the_same_meaning_is_given_once_but_claims_may_repeat():
    assert guess(["Nama", "Nama panggilan", "Upah Juli", "Upah Agustus"]) == [
        "name", "", "claim:unpaid_wage", "claim:unpaid_wage",
    ]  # fmt: skip


def test_a_month_is_read_from_its_heading():
    assert month_in("upah_agustus_2025") == (date(2025, 8, 1), date(2025, 8, 31))
    assert month_in("Upah Feb 2024") == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_in("upah") is None
    assert month_in("upah mesin 2025") is None


def test_an_officer_may_say_otherwise(case, by):
    kept = start_list(csv_file("siapa,berapa", "Budi,500000"), by=by, case=case)
    assert said(preview(kept, by=by)) == {2: "Nama kosong."}
    imports.choose_fields(kept, ["name", "claim:thr"])
    seen = preview(kept, by=by)
    assert not seen.bad
    assert seen.rows[0].worker.claims[0].kind == "thr"
    imports.choose_fields(kept, ["name", "no such field"])
    assert kept.fields == ["name", ""]


# --- rows ------------------------------------------------------------------------------------------------


def test_every_bad_cell_is_named_beside_its_row_and_nothing_is_written(case, by):
    seen = looked_at(
        case, by,
        "nama;nik;hp;L/P;tahun lahir;mulai kerja;akhir kontrak;upah pokok;upah juli 2025",
        "Budi;6471010101900002;081234567;L;1990;16/04/2024;2025-12-31;4.500.000;1.000.000",
        ";123;12;X;1850;32/01/2024;x;4,5;banyak",
        "=HYPERLINK(1);;;;;;;;",
        "Sari;;;;;2025-01-01;2024-12-31;;",
    )  # fmt: skip
    errors = said(seen)
    assert set(errors) == {3, 4, 5}
    for words in (
        "NIK terdiri",
        "8 sampai 15",
        "L atau P",
        "tidak mungkin",
        "kalender",
        "16/04/2024",
        "Nama kosong",
    ):
        assert words in errors[3], words
    assert errors[3].count("4.500.000") == 2
    assert "rumus" in errors[4]
    assert "sebelum mulai kerja" in errors[5]
    good = seen.good[0].worker
    assert (good.work_start, good.contract_end, good.base_wage) == (
        date(2024, 4, 16),
        date(2025, 12, 31),
        4_500_000,
    )
    with pytest.raises(NotReady):
        enter(WorkerList.objects.get(), by=by)
    assert case.claimants.count() == 1


def test_bad_rows_may_be_left_out_on_purpose(case, by):
    kept = start_list(csv_file("nama;hp", "Budi;1", "Sari;081234567890"), by=by, case=case)
    done = enter(kept, by=by, skip_bad=True)
    assert (done.count, done.skipped) == (1, 1)
    only_bad = start_list(csv_file("nama;hp", "Budi;1"), by=by, case=case)
    with pytest.raises(NotReady):
        enter(only_bad, by=by, skip_bad=True)


def test_the_same_worker_twice_is_found_within_the_list_and_against_the_case(case, by):
    seen = looked_at(
        case, by,
        "no;nama;nik",
        "1;Ani;6471010101900009",
        "2;Ani Lagi;6471010101900009",
        "2;Ina;",
        "4;Budi S;6471010101900001",
        "5;Budi Santoso;",
        "6;Dewi;", "7;DEWI;",
    )  # fmt: skip
    errors = said(seen)
    assert "baris 2" in errors[3]
    assert "baris 3" in errors[4]
    assert "sudah ada dalam perkara" in errors[5]
    assert {row.line for row in seen.doubtful} == {6, 7, 8}
    assert AccessLog.objects.filter(case=case, user=by.id).exists()


def test_a_total_that_does_not_fit_is_found(case, by):
    seen = looked_at(case, by, "nama;upah juli;lembur;jumlah", "Ani;100;50;150", "Ina;100;50;151", "Eko;;;0")
    assert list(said(seen)) == [3]
    only_total = looked_at(case, by, "nama;jumlah", "Ani;Rp 4.500.000,-")
    assert only_total.rows[0].worker.claims[0].amount == 4_500_000


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("16/04/2024", date(2024, 4, 16)), ("1-2-2024", date(2024, 2, 1)), ("2024-04-16", date(2024, 4, 16)),
        ("16 April 2024", date(2024, 4, 16)), ("16 agu 2024", date(2024, 8, 16)), ("16.04.2024", date(2024, 4, 16)),
    ],
)  # fmt: skip
def test_days_are_read_day_first(text, day):
    assert read_day(text) == day


# --- files -----------------------------------------------------------------------------------------------


def test_a_spreadsheet_reads_like_the_same_list_in_text():
    rows = [
        ["Nama", "Mulai kerja", "Upah Juli 2025", "NIK"],
        ["Budi", date(2024, 4, 16), 4500000.0, "6471010101900001"],
    ]
    assert read_table(xlsx_file(*rows)) == [
        ["Nama", "Mulai kerja", "Upah Juli 2025", "NIK"],
        ["Budi", "2024-04-16", "4500000", "6471010101900001"],
    ]


def test_semicolons_tabs_commas_and_old_encodings_are_read():
    for delimiter in ";,\t":
        assert read_table(csv_file(f"nama{delimiter}hp", f"Budi{delimiter}081"))[1] == ["Budi", "081"]
    assert read_table(SimpleUploadedFile("x", "nama;hp\nJosé;1".encode("cp1252")))[1] == ["José", "1"]
    assert read_table(SimpleUploadedFile("x", b"\xef\xbb\xbfnama;hp\nAni;1"))[0][0] == "nama"
    assert read_table(csv_file("nama;hp", "", ";", "Ani;1"))[1:] == [["Ani", "1"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (b"\xd0\xcf\x11\xe0 old excel", ".xls"),
        (b"PK\x03\x04 broken", "tidak dapat dibuka"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "bukan CSV"),
        (b"nama\nBudi", "Pisahkan dengan koma"),
        (b"nama;hp\n", "Tidak ada baris"),
        (b"a;" * 70 + b"a\n" + b"1;" * 70 + b"1", "Terlalu banyak kolom"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(data, words, by):
    with override("id"), pytest.raises(BadTable) as refusal:
        start_list(SimpleUploadedFile("daftar.csv", data), by=by)
    assert words in str(refusal.value.reason)
    assert not WorkerList.objects.exists()


def test_too_many_rows_are_refused(monkeypatch, by):
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    with pytest.raises(BadTable):
        read_table(csv_file("nama;hp", *["Budi;1"] * 4))


def test_no_cell_leaves_as_a_formula():
    text = write_csv(["nama"], [["=cmd|' /C calc'!A0"], ["@x"], ["+62"], ["-5"], ["Budi"]])
    assert text.splitlines()[1:] == ["'=cmd|' /C calc'!A0", "'@x", "'+62", "-5", "Budi"]
    assert safe_cell(1_000) == "1000"


# --- who sees it, and for how long -----------------------------------------------------------------------


def test_what_waits_is_sealed_and_its_owners_only(case, by, team):
    from core.errors import NotFound

    kept = start_list(csv_file("nama;hp", "Rahmat Hidayat;08123456789"), by=by, case=case)
    stored = json.dumps(
        WorkerList.objects.values("cells", "about").get(), default=lambda sealed: sealed.token
    )
    assert "Rahmat" not in stored
    assert list_for(by, kept.pk) == kept
    for other in (team.officer, team.inspector):
        with pytest.raises(NotFound):
            list_for(principals.officer(other), kept.pk)


def test_slips_are_shown_until_they_were_printed_and_the_list_is_forgotten(case, by):
    from cases.access import claimant_by_receipt

    kept = enter(start_list(csv_file("nama;hp", "Ani;08123456789"), by=by, case=case), by=by)
    assert unseal(kept.cells) == ""
    slip = slips_of(kept, by=by)[0]
    assert slip.name == "Ani"
    assert claimant_by_receipt(case.reference, slip.receipt, source="test").number == slip.number
    imports.forget_receipts(kept)
    assert slips_of(kept, by=by) == []


def test_lists_go_after_a_day(case, by):
    from datetime import timedelta

    from core import clock

    start_list(csv_file("nama;hp", "Ani;1"), by=by, case=case)
    assert imports.forget_stale_lists() == 0
    with clock.at(clock.now() + timedelta(hours=25)):
        assert imports.lists_of(by) == []
        assert imports.forget_stale_lists() == 1


def test_a_list_may_begin_a_case(by, team):
    about = {"employers": [["PT Subkon", "direct", "Balikpapan"], ["PT Pemilik", "project_owner", ""]],
             "story": "Upah belum dibayar.", "region": "64.71.05.1002", "office": team.satgas.pk}  # fmt: skip
    kept = start_list(csv_file("nama;upah juli 2025", "Ani;1.000.000", "Ina;2.000.000"), by=by, about=about)
    done = enter(kept, by=by)
    made = Case.objects.get(pk=done.case_id)
    assert (made.source, made.office, made.status) == ("import", team.satgas, "submitted")
    assert made.claimants.count() == 2
    assert made.parties.count() == 2
    assert len(slips_of(done, by=by)) == 2
