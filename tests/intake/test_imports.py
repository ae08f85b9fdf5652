"""Lists of workers: every row is looked at before anything is written, and then all of it is, or nothing."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from accounts import principals
from accounts.models import Membership
from cases.audit import verify_case
from cases.models import AccessLog, Case, Claimant
from core import clock
from core.sealed import unseal
from intake import imports, tables
from intake.checking import Row
from intake.columns import guess, month_in, read_day
from intake.imports import NotReady, enter, list_for, preview, slips_of, start_list
from intake.models import WorkerList
from intake.tables import BadTable, read_table, safe_cell, unpacked_size, write_csv
from intake.tasks import go_on_with_list
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


@dataclass
class Looked:
    """Everything that a list was found to be."""

    kept: WorkerList
    rows: list[Row]
    amount: int
    good: list[Row]
    bad: list[Row]
    doubtful: list[Row]


def look(kept: WorkerList) -> Looked:
    """All pages of a preview."""
    found, number = [], 1
    while True:
        seen = preview(kept, page=number)
        found += seen.page.rows
        if not seen.page.has_next:
            break
        number += 1
    looked = Looked(
        kept, found, seen.amount,
        good=[row for row in found if not row.errors],
        bad=[row for row in found if row.errors],
        doubtful=[row for row in found if row.doubts and not row.errors],
    )  # fmt: skip
    assert (len(looked.good), len(looked.bad), len(looked.doubtful)) == (seen.good, seen.bad, seen.doubtful)
    return looked


def looked_at(case, by, *lines):
    return look(start_list(csv_file(*lines), by=by, case=case))


def said(seen) -> dict[int, str]:
    return {row.line: "; ".join(row.said) for row in seen.bad}


def entered(kept: WorkerList, by, **how) -> WorkerList:
    return enter(kept, by=by, seen=kept.seen, **how)


# --- the founding list -----------------------------------------------------------------------------------


def test_the_founding_list_is_understood_whole(case, by):
    seen = look(start_list(SimpleUploadedFile("w.csv", FOUNDING.read_bytes()), by=by, case=case))
    assert (len(seen.rows), len(seen.bad)) == (303, 0)
    assert seen.amount == 1_480_000_000
    assert len([row for row in seen.rows if row.amount]) == 158
    july = next(head for head in preview(seen.kept).columns if head.heading == "sisa_upah_juli_2025")
    assert (july.claim, july.month) == ("unpaid_wage", (date(2025, 7, 1), date(2025, 7, 31)))
    assert Claimant.objects.count() == 1  # nothing is written yet


def test_it_is_entered_in_one_event_with_its_sum_and_digest(case, by):
    kept = start_list(SimpleUploadedFile("w.csv", FOUNDING.read_bytes()), by=by, case=case)
    digest = imports.digest_of(look(kept).good)
    done = entered(kept, by)
    assert (done.state, done.count, done.skipped) == ("done", 303, 0)
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
    stale = WorkerList.objects.get(pk=kept.pk)
    first = entered(kept, by)
    again = entered(stale, by)  # a second click on a page that still shows it as ready
    assert first.done_at == again.done_at
    assert case.claimants.count() == 2
    assert case.events.filter(kind="case.workers_imported").count() == 1


def test_a_page_that_was_open_meanwhile_is_stale(case, by, team, act):
    from workflows.errors import Stale

    entered(start_list(csv_file("nama;hp", "Budi;08123456789"), by=by, case=case), by)
    with pytest.raises(Stale):
        act(case, "accept", team.intake, officer=team.officer.pk, seen=0)


# --- in the background -----------------------------------------------------------------------------------


def many(count: int) -> SimpleUploadedFile:
    lines = [f"P{n};Pekerja {n};1.000.000;250.000" for n in range(count)]
    return csv_file("no;nama;upah juli 2025;lembur", *lines)


def test_a_long_list_waits_for_a_worker_at_each_step(
    case, by, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr(imports, "wake", lambda task, *args: asked.append((task, *args)))
    monkeypatch.setattr(imports, "SMALL_BYTES", 10)
    monkeypatch.setattr(imports, "SMALL_ROWS", 10)
    with django_capture_on_commit_callbacks(execute=True):
        kept = start_list(many(30), by=by, case=case)
    assert (kept.state, asked) == ("reading", [("intake.go_on_with_list", str(kept.pk))])
    assert go_on_with_list(str(kept.pk)) == "ready"
    kept.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        kept = entered(kept, by)
        assert entered(kept, by).state == "entering"  # asked twice
    assert (kept.state, len(asked)) == ("entering", 2)
    assert case.claimants.count() == 1
    assert go_on_with_list(str(kept.pk)) == "done"
    assert go_on_with_list(str(kept.pk)) == "done"  # woken twice
    assert case.claimants.count() == 31


def lost(monkeypatch, step: str, kept: WorkerList) -> None:
    """A worker dies in the middle of a step: what it has not committed is gone, its lease stays."""

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(imports, step, die)
        with pytest.raises(Killed):
            imports.go_on(kept.pk)
    WorkerList.objects.filter(pk=kept.pk).update(lease=uuid4())


@pytest.mark.parametrize("step", ["read_table", "check", "add_workers", "record"])
def test_a_list_whose_worker_was_lost_is_taken_up_again(step, case, by, monkeypatch):
    monkeypatch.setattr(imports, "wake", lambda *args: None)
    monkeypatch.setattr(imports, "SMALL_BYTES", 0)
    monkeypatch.setattr(imports, "SMALL_ROWS", 0)
    kept = start_list(many(3), by=by, case=case)
    if step in ("add_workers", "record"):
        entered(imports.go_on(kept.pk), by)
    lost(monkeypatch, step, kept)
    assert case.claimants.count() == 1  # all of it or nothing
    assert imports.resume_stalled() == 0  # the lease is still warm
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert imports.resume_stalled() == 1
        kept.refresh_from_db()
        if kept.state == "ready":
            entered(kept, by)
            kept = imports.go_on(kept.pk)
    kept.refresh_from_db()
    assert kept.state == "done"
    assert case.claimants.count() == 4
    assert case.events.filter(kind="case.workers_imported").count() == 1


def test_who_lost_the_lease_writes_nothing_any_more(case, by, monkeypatch):
    monkeypatch.setattr(imports, "wake", lambda *args: None)
    monkeypatch.setattr(imports, "SMALL_ROWS", 0)
    kept = start_list(many(3), by=by, case=case)
    kept = entered(imports.go_on(kept.pk), by)
    rows = imports._rows

    def overtaken(*args):
        found = rows(*args)
        WorkerList.objects.filter(pk=kept.pk).update(lease=uuid4())  # another one holds it now
        return found

    monkeypatch.setattr(imports, "_rows", overtaken)
    assert imports.go_on(kept.pk).state == "entering"
    assert case.claimants.count() == 1


@pytest.mark.parametrize(("step", "state"), [("read_table", "failed"), ("add_workers", "ready")])
def test_a_list_that_ends_every_worker_is_given_up_and_says_so(step, state, case, by, monkeypatch):
    monkeypatch.setattr(imports, "wake", lambda *args: None)
    monkeypatch.setattr(imports, "SMALL_BYTES", 0)
    monkeypatch.setattr(imports, "SMALL_ROWS", 0)
    kept = start_list(many(3), by=by, case=case)
    if step == "add_workers":
        entered(imports.go_on(kept.pk), by)
    for minute in range(1, 5):
        with clock.at(clock.now() + timedelta(minutes=2 * minute)):
            kept.refresh_from_db()
            if kept.attempts < imports.MOST_ATTEMPTS:
                lost(monkeypatch, step, kept)
            else:
                imports.resume_stalled()
    kept.refresh_from_db()
    assert kept.state == state
    assert "Sistem gagal" in imports.problem_of(kept)
    assert case.claimants.count() == 1


def test_a_case_that_changed_since_it_was_looked_at_is_looked_at_again(case, by):
    first = start_list(csv_file("nama;nik", "Ani;6471010101900009"), by=by, case=case)
    second = start_list(csv_file("nama;nik", "Ani Dua;6471010101900009", "Ina;"), by=by, case=case)
    entered(first, by)
    kept = entered(second, by)
    assert kept.state == "ready"
    assert "Perkara berubah" in imports.problem_of(kept)
    assert "sudah ada dalam perkara" in said(look(kept))[2]
    assert case.claimants.count() == 2
    with pytest.raises(NotReady):
        enter(kept, by=by, seen=second.seen, skip_bad=True)  # what an older page had shown
    assert entered(kept, by, skip_bad=True).count == 1


def test_a_closed_case_and_somebody_who_left_take_no_list(case, by, team):
    kept = start_list(many(2), by=by, case=case)
    Case.objects.filter(pk=case.pk).update(status="closed", outcome="withdrawn")
    closed = entered(kept, by)
    assert (closed.state, "sudah selesai" in imports.problem_of(closed)) == ("ready", True)
    Case.objects.filter(pk=case.pk).update(status="submitted", outcome="")
    Membership.objects.filter(user=team.intake).update(until=clock.now())
    left = entered(closed, by)
    assert (left.state, "tidak lagi Anda tangani" in imports.problem_of(left)) == ("ready", True)
    assert case.claimants.count() == 1


def test_a_list_that_is_being_entered_is_not_thrown_away(case, by, monkeypatch):
    monkeypatch.setattr(imports, "wake", lambda *args: None)
    kept = start_list(many(2), by=by, case=case)
    monkeypatch.setattr(imports, "SMALL_ROWS", 0)
    kept = entered(kept, by)
    assert not imports.discard(kept)
    assert imports.choose_fields(kept, ["", "", "", ""]).fields != ["", "", "", ""]
    with clock.at(clock.now() + timedelta(hours=25)):
        assert imports.forget_stale_lists() == 0
    assert imports.go_on(kept.pk).state == "done"


@pytest.mark.slow
def test_ten_thousand_rows_are_looked_at_and_entered(case, by, monkeypatch):
    monkeypatch.setattr(imports, "wake", lambda *args: None)
    kept = imports.go_on(start_list(many(10_000), by=by, case=case).pk)
    assert preview(kept).good == 10_000
    assert entered(kept, by, receipts=False).state == "entering"
    done = imports.go_on(kept.pk)
    assert (done.state, done.count) == ("done", 10_000)
    assert balance.of_case(case).outstanding == 10_000 * 1_250_000 + 8_000_000
    last = case.claimants.get(list_id="P9999")
    assert (last.number, unseal(last.name)) == (10_001, "Pekerja 9999")
    assert [claim.balance.outstanding for claim in last.claims.order_by("pk")] == [1_000_000, 250_000]


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
        ("Tanda tangan", ""), ("Sudah lunas", ""), ("Alamat", ""), ("Cara upah dihitung", "pay_kind"),
        ("Sistem Penggajian", "pay_kind"), ("Upah sehari", "daily_wage"), ("Gaji Harian (Rp)", "daily_wage"),
        ("Upah harian belum dibayar", "claim:unpaid_wage"), ("Hari kerja seminggu", "work_days"),
        ("Hari kerja terakhir", "work_end"), ("Hari kerja Juli", ""), ("Jam lembur sehari", "overtime_hours"),
        ("Jumlah hari lembur", "overtime_days"), ("Total jam lembur", ""), ("Upah lembur", "claim:overtime"),
        ("Jam kerja hari libur", "rest_hours"), ("Hari libur masuk", "rest_days"),
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
    assert said(look(kept)) == {2: "Nama kosong."}
    older = kept.seen
    kept = imports.choose_fields(kept, ["name", "claim:thr"])
    seen = look(kept)
    assert not seen.bad
    assert seen.rows[0].worker.claims[0].kind == "thr"
    with pytest.raises(NotReady):
        enter(kept, by=by, seen=older)  # a page that shows the list as it was read before
    assert imports.choose_fields(kept, ["name", "no such field"]).fields == ["name", ""]


def test_how_wages_are_reckoned_and_overtime_are_read_and_entered(case, by):
    lines = (
        "nama;jenis perjanjian;cara upah dihitung;upah sehari;hari kerja seminggu;jam lembur sehari;jumlah hari lembur;jam kerja hari libur;hari libur masuk;lembur",
        "Budi;Harian lepas;harian;170.000;6 hari;2,5;40;7;3;5.000.000",
        "Sari;Mitra;Borongan;;;;;;;",
        "Rudi;PKWTT;bulanan;;5;2;12;-;0;",
    )
    seen = looked_at(case, by, *lines)
    assert said(seen) == {}
    entered(seen.kept, by)
    budi, sari, rudi = case.claimants.filter(number__gt=1).order_by("number")
    assert (budi.contract_kind, budi.pay_kind, budi.daily_wage, budi.work_days) == (
        "daily",
        "daily",
        170_000,
        6,
    )
    claim = budi.claims.select_related("balance").get()
    assert (claim.kind, claim.balance.claimed) == ("overtime", 5_000_000)
    assert claim.overtime == [{"day": "workday", "hours": "2.5", "times": 40}, {"day": "rest_day", "hours": "7", "times": 3}]  # fmt: skip
    assert (sari.contract_kind, sari.pay_kind, sari.daily_wage, sari.claims.count()) == ("partner", "piece_rate", None, 0)  # fmt: skip
    assert rudi.claims.get().overtime == [{"day": "workday", "hours": "2", "times": 12}]


def test_what_is_said_wrongly_of_wages_and_overtime_is_named(case, by):
    seen = looked_at(
        case, by,
        "nama;cara upah dihitung;hari kerja seminggu;jam lembur sehari;jumlah hari lembur",
        "Budi;mingguan;7;25;x",
        "Sari;;;2;",
        "Rudi;;;;8",
    )  # fmt: skip
    errors = said(seen)
    for words in ("Tulis bulanan, harian, atau borongan", "Tulis 5 atau 6", "jam dalam satu hari", "banyaknya hari dengan angka"):  # fmt: skip
        assert words in errors[2], words
    assert "harus ada keduanya" in errors[3]
    assert "harus ada keduanya" in errors[4]


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
        entered(seen.kept, by)
    assert case.claimants.count() == 1


def test_bad_rows_may_be_left_out_on_purpose(case, by):
    kept = start_list(csv_file("nama;hp", "Budi;1", "Sari;081234567890"), by=by, case=case)
    done = entered(kept, by, skip_bad=True)
    assert (done.count, done.skipped) == (1, 1)
    only_bad = start_list(csv_file("nama;hp", "Budi;1"), by=by, case=case)
    with pytest.raises(NotReady):
        entered(only_bad, by, skip_bad=True)


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


def test_a_row_of_totals_is_nobody(case, by):
    seen = looked_at(
        case, by, "nama;upah juli", "Ani;100", "Jumlah Karyawan;100", "TOTAL;100", "Totalindo Ahmad;1"
    )
    assert list(said(seen)) == [3, 4]
    assert "baris jumlah" in said(seen)[4]


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


def table(file) -> list[list[str]]:
    read = read_table(file.read())
    return [read.headings, *(cells for _line, cells in read.rows)]


def test_a_spreadsheet_reads_like_the_same_list_in_text():
    rows = [
        ["Nama", "Mulai kerja", "Upah Juli 2025", "NIK"],
        ["Budi", date(2024, 4, 16), 4500000.0, "6471010101900001"],
    ]
    assert table(xlsx_file(*rows)) == [
        ["Nama", "Mulai kerja", "Upah Juli 2025", "NIK"],
        ["Budi", "2024-04-16", "4500000", "6471010101900001"],
    ]


def test_semicolons_tabs_commas_and_old_encodings_are_read():
    for delimiter in ";,\t":
        assert table(csv_file(f"nama{delimiter}hp", f"Budi{delimiter}081"))[1] == ["Budi", "081"]
    assert table(SimpleUploadedFile("x", "nama;hp\nJosé;1".encode("cp1252")))[1] == ["José", "1"]
    assert table(SimpleUploadedFile("x", "nama\thp\nJosé\t1".encode("utf-16")))[1] == ["José", "1"]
    assert table(SimpleUploadedFile("x", b"\xef\xbb\xbfnama;hp\nAni;1"))[0][0] == "nama"
    assert table(csv_file("nama;hp", "", ";", "Ani;1"))[1:] == [["Ani", "1"]]
    assert table(csv_file("sep=;", "nama;hp", "Ani, S.H.;1"))[1:] == [["Ani, S.H.", "1"]]
    assert table(csv_file("nama;alamat", "Ani;Jl. A, B, C, D"))[1:] == [["Ani", "Jl. A, B, C, D"]]


def test_a_title_above_the_list_is_passed_over_and_lines_are_those_of_the_spreadsheet():
    read = read_table(csv_file("DAFTAR PEKERJA PT CONTOH", "", "nama;hp", "Ani;1", "", "Ina;2").read())
    assert read.headings == ["nama", "hp"]
    assert [(line, cells[0]) for line, cells in read.rows] == [(4, "Ani"), (6, "Ina")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (b"\xd0\xcf\x11\xe0 old excel", ".xls"),
        (b"PK\x03\x04 broken", "tidak dapat dibuka"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "bukan CSV"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason_before_it_is_kept(data, words, by):
    with pytest.raises(BadTable) as refusal:
        start_list(SimpleUploadedFile("daftar.csv", data), by=by)
    assert words in refusal.value.reason
    assert not WorkerList.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"nama\nBudi", "Pisahkan dengan koma"),
        (b"nama;hp\n", "Tidak ada baris"),
        (b"  \n\n", "kosong"),
        (b"a;" * 70 + b"a\n" + b"1;" * 70 + b"1", "Terlalu banyak kolom"),
        ("nama;hp\nJosé;1".encode("cp1252") + b"\x81", "CSV UTF-8"),
        (b'nama;hp\n"' + b"x" * 200_000 + b'";1', "rusak"),
    ],
)
def test_what_reading_finds_is_said_on_the_page_of_the_list(data, words, by):
    kept = start_list(SimpleUploadedFile("daftar.csv", data), by=by)
    assert kept.state == "failed"
    assert words in imports.problem_of(kept)
    assert unseal(kept.file) == unseal(kept.cells) == ""
    with override("en"):
        assert words not in imports.problem_of(kept)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    with pytest.raises(BadTable):
        read_table(csv_file("nama;hp", *["Budi;1"] * 4).read())


# --- hostile files ---------------------------------------------------------------------------------------


def workbook(**parts: bytes) -> bytes:
    """A workbook of one sheet, some of whose parts are replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_file(["nama", "hp"], ["Ani", "1"]).read())) as book:
        names = {name.rpartition("/")[2].removesuffix(".xml"): name for name in book.namelist()}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
            for short, name in names.items():
                box.writestr(name, parts.get(short, book.read(name)))
    return out.getvalue()


def test_a_file_that_unpacks_to_a_mountain_is_refused_before_it_is_unpacked():
    with pytest.raises(BadTable) as refusal:
        unpacked_size(workbook(sheet1=b" " * (tables.MAX_UNPACKED + 1)))
    assert "terlalu besar" in refusal.value.reason


def test_a_file_that_lies_about_how_large_it_is_cannot_be_read():
    data = bytearray(workbook(sheet1=b"<x/>" + b" " * 100_000))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):  # both say its size
        at = data.index(b"xl/worksheets/sheet1.xml")
        if signature == b"PK\x01\x02":
            at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02"))
        start = data.rindex(signature, 0, at)
        data[start + offset : start + offset + 4] = (10).to_bytes(4, "little")
    assert unpacked_size(bytes(data)) < 100_000
    with pytest.raises(BadTable):
        read_table(bytes(data))


def test_entities_that_grow_without_end_are_refused():
    lines = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'lol'>{lines}]><worksheet>&a11;</worksheet>"
    with pytest.raises(BadTable):
        read_table(workbook(sheet1=bomb.encode()))


def test_an_entity_reads_no_file_of_ours(tmp_path):
    secret = tmp_path / "secrets.env"
    secret.write_text("SECRET_KEY=abc")
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>nama</t></is></c><c r="B1" t="inlineStr"><is><t>hp</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>&s;</t></is></c><c r="B2"><v>1</v></c></row></sheetData></worksheet>'
    )
    try:
        read = table(SimpleUploadedFile("x.xlsx", workbook(sheet1=sheet.encode())))
    except BadTable:
        return
    assert "SECRET" not in str(read)


def test_a_row_at_the_end_of_the_world_is_not_waited_for():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(BadTable):
        read_table(workbook(sheet1=sheet.encode()))


def test_numbers_that_a_spreadsheet_cut_short_are_refused_and_others_read_right(case, by):
    rows = [
        ["Nama", "NIK", "HP", "Mulai kerja", "Upah Juli 2025"],
        ["Ani", 6471010101900010, "0812345678", date(2024, 4, 16), 1_000_000],  # its last figure was lost
        ["Ina", 6471010101900011, 81234567890.0, 45398, 1_000_000.0],
        ["Eko", "6,47101E+15", "8,12345E+10", "45398", "Rp 1.000.000,-"],
    ]
    seen = look(start_list(xlsx_file(*rows), by=by, case=case))
    assert "NIK: Tersimpan sebagai angka" in said(seen)[2]
    assert said(seen)[4].count("Tersimpan sebagai angka") == 2
    ina = seen.good[0]
    assert (ina.worker.nik, ina.worker.phone) == ("6471010101900011", "081234567890")
    assert (ina.worker.work_start, ina.worker.claims[0].amount) == (date(2024, 4, 16), 1_000_000)
    assert [str(doubt) for doubt in ina.doubts] == ["45398 adalah angka tanggal Excel; dibaca 16/04/2024."]


def test_a_cell_of_any_length_is_told_to_be_too_long_and_never_cut(case, by):
    seen = looked_at(case, by, "nama;jabatan;no", f"{'A' * 100_000};{'B' * 81};{'C' * 41}")
    assert said(seen)[2].count("Terlalu panjang") == 3


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

    kept = entered(start_list(csv_file("nama;hp", "Ani;08123456789"), by=by, case=case), by)
    assert unseal(kept.cells) == ""
    slip = slips_of(kept, by=by).rows[0]
    assert slip.name == "Ani"
    assert claimant_by_receipt(case.reference, slip.receipt, source="test").number == slip.number
    imports.forget_receipts(kept)
    assert slips_of(kept, by=by).rows == []


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
    done = entered(kept, by)
    made = Case.objects.get(pk=done.case_id)
    assert (made.source, made.office, made.status) == ("import", team.satgas, "submitted")
    assert made.claimants.count() == 2
    assert made.parties.count() == 2
    assert len(slips_of(done, by=by).rows) == 2
