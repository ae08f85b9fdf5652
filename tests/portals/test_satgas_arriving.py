"""Walk-ins and lists, as an officer goes through the pages."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.access import claimant_by_receipt
from cases.models import Case
from intake import imports
from intake.models import WorkerList
from ledger import balance

pytestmark = pytest.mark.django_db

FOUNDING = Path(__file__).parents[2] / "demo/data/founding-workers.csv"


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True  # no second factor


@pytest.fixture
def as_(client):
    def log_in(user) -> Client:
        client.force_login(user)
        client.cookies["django_language"] = "id"
        return client

    return log_in


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("daftar.csv", data)


def enter(**choices) -> dict:
    """What the page of the newest list sends when its button is pressed."""
    return {"do": "enter", "seen": WorkerList.objects.latest("started_at").seen} | choices


def test_a_list_goes_into_a_case_after_it_was_looked_at(case, team, as_):
    client = as_(team.intake)
    response = client.post(
        reverse("satgas:import", args=[case.reference]), {"file": upload(FOUNDING.read_bytes())}, follow=True
    )
    text = response.content.decode()
    assert "303" in text
    assert "Rp1.480.000.000" in text
    assert case.claimants.count() == 1
    path = response.redirect_chain[-1][0]
    done = client.post(path, enter(receipts="1"), follow=True).content.decode()
    assert "303 pekerja dimasukkan" in done
    receipt = re.search(r"\d{4} \d{4} \d{4} \d{4}", done)[0]
    assert claimant_by_receipt(case.reference, receipt, source="test").number == 2
    assert settings.PUBLIC_URL + reverse("worker:follow") in done  # on paper "this site" is nowhere
    assert balance.of_case(case).outstanding == 1_488_000_000
    client.post(reverse("satgas:slips", args=[WorkerList.objects.get().pk]))
    again = client.get(reverse("satgas:slips", args=[WorkerList.objects.get().pk])).content.decode()
    assert "Tidak ada tanda terima" in again


def test_wrong_rows_stand_beside_their_reason_and_block_until_left_out(case, team, as_):
    client = as_(team.intake)
    data = b"nama;nik;upah juli 2025\nAni;123;1.000.000\nIna;;2.000.000\nEko;;banyak"
    path = client.post(reverse("satgas:import", args=[case.reference]), {"file": upload(data)})["Location"]
    text = client.get(path, {"baris": "salah"}).content.decode()
    assert "nik: NIK terdiri dari 16 angka" in text
    assert "Tulis jumlah rupiah" in text
    assert "Ina" not in text
    blocked = client.post(path, enter())
    assert blocked.status_code == 409
    assert "Masih ada baris yang salah" in blocked.content.decode()
    assert case.claimants.count() == 1
    client.post(path, enter(skip_bad="1"))
    assert case.claimants.count() == 2


def test_columns_can_be_given_another_meaning(case, team, as_):
    client = as_(team.intake)
    path = client.post(
        reverse("satgas:import", args=[case.reference]), {"file": upload(b"siapa;berapa\nAni;1.000.000")}
    )["Location"]
    assert "Nama kosong" in client.get(path).content.decode()
    client.post(path, {"do": "columns", "column_0": "name", "column_1": "claim:thr"})
    text = client.get(path).content.decode()
    assert "Nama kosong" not in text
    assert "Rp1.000.000" in text
    client.post(path, {"do": "discard"})
    assert not WorkerList.objects.exists()
    assert client.get(path).status_code == 404


def test_what_is_no_list_is_refused_beside_the_file(case, team, as_):
    response = as_(team.intake).post(
        reverse("satgas:import", args=[case.reference]), {"file": upload(b"\x89PNG\r\n\x1a\n\x00")}
    )
    assert response.status_code == 400
    assert "bukan CSV atau Excel" in response.content.decode()


def test_what_reading_finds_is_said_where_another_list_is_uploaded(case, team, as_):
    client = as_(team.intake)
    path = client.post(reverse("satgas:import", args=[case.reference]), {"file": upload(b"nama\nAni")})[
        "Location"
    ]
    text = client.get(path).content.decode()
    assert "Pisahkan dengan koma atau titik koma" in text
    assert f'href="{reverse("satgas:import", args=[case.reference])}"' in text
    assert 'name="do" value="enter"' not in text


def test_the_page_of_a_long_list_says_how_far_it_is_and_may_be_left(case, team, as_, monkeypatch):
    monkeypatch.setattr(imports, "wake", lambda *args: None)
    monkeypatch.setattr(imports, "SMALL_BYTES", 0)
    monkeypatch.setattr(imports, "SMALL_ROWS", 0)
    client = as_(team.intake)
    data = b"nama;upah juli 2025\nAni;1.000.000\nIna;2.000.000"
    path = client.post(reverse("satgas:import", args=[case.reference]), {"file": upload(data)})["Location"]
    text = client.get(path).content.decode()
    assert "Membaca daftar" in text
    assert '<noscript><meta http-equiv="refresh"' in text  # it goes on without JavaScript
    assert path in client.get(reverse("satgas:imports")).content.decode()
    part = client.get(path, headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()
    kept = imports.go_on(WorkerList.objects.get().pk)
    assert client.get(path, headers={"hx-request": "true"})["HX-Redirect"] == path
    stale = enter()
    for _ in range(2):  # a double click
        assert client.post(path, stale)["Location"] == path
    assert "Memasukkan 2 baris" in client.get(path).content.decode()
    assert "Sedang dimasukkan" in client.get(reverse("satgas:imports")).content.decode()
    client.post(path, {"do": "discard"})
    imports.go_on(kept.pk)
    assert client.get(path)["Location"] == reverse("satgas:slips", args=[kept.pk])
    assert client.post(path, stale)["Location"] == path  # once more, long afterwards
    assert case.claimants.count() == 3


def test_a_page_that_shows_an_older_check_enters_nothing(case, team, as_):
    client = as_(team.intake)
    data = b"nama;upah juli 2025\nAni;1.000.000"
    path = client.post(reverse("satgas:import", args=[case.reference]), {"file": upload(data)})["Location"]
    older = enter()
    client.post(path, {"do": "columns", "column_0": "name", "column_1": "claim:thr"})
    answer = client.post(path, older)
    assert answer.status_code == 409
    assert "diperiksa lagi sejak halaman Anda dibuka" in answer.content.decode()
    assert case.claimants.count() == 1


def test_slips_of_many_are_printed_page_by_page(case, team, as_, monkeypatch):
    monkeypatch.setattr(imports, "SLIPS", 2)
    client = as_(team.intake)
    data = b"nama;hp\n" + b"\n".join(b"Pekerja %d;08123456789" % n for n in range(5))
    path = client.post(reverse("satgas:import", args=[case.reference]), {"file": upload(data)})["Location"]
    client.post(path, enter(receipts="1"))
    slips = reverse("satgas:slips", args=[WorkerList.objects.get().pk])
    pages = [client.get(slips, {"halaman": n}).content.decode() for n in (1, 2, 3)]
    assert [text.count('hp-slip"') for text in pages] == [2, 2, 1]
    assert "cetak semuanya dahulu" in pages[0]


def test_others_see_neither_the_list_nor_the_page(case, team, as_):
    kept = as_(team.intake).post(
        reverse("satgas:import", args=[case.reference]), {"file": upload(b"nama;hp\nAni;08123456789")}
    )["Location"]
    assert as_(team.officer).get(kept).status_code == 404
    assert as_(team.mediator).get(kept).status_code == 403
    assert as_(team.inspector).get(reverse("satgas:import", args=[case.reference])).status_code == 403
    assert as_(team.officer).get(reverse("satgas:import", args=[case.reference])).status_code == 200


def walk_in(**changes) -> dict:
    return {
        "intent": str(uuid4()), "name": "Rahmat Hidayat", "nik": "6471010101900007", "phone": "0812 0000 1111",
        "employer": "PT Contoh Laut", "region": "64.71.05.1002", "story": "Upah dua bulan.", "kinds": ["unpaid_wage"],
        "amount": "9 juta", "consent": "given", "naming": "named",
    } | changes  # fmt: skip


def test_somebody_who_walks_in_leaves_with_a_receipt(team, as_):
    client = as_(team.intake)
    values = walk_in()
    text = client.post(reverse("satgas:walk_in"), values, follow=True).content.decode()
    receipt = re.search(r"\d{4} \d{4} \d{4} \d{4}", text)[0]
    made = Case.objects.get()
    assert (made.source, made.office) == ("walk_in", team.satgas)
    assert claimant_by_receipt(made.reference, receipt, source="test").consent == "given"
    assert balance.of_case(made).outstanding == 9_000_000
    assert made.events.get(kind="case.submitted").by_id == team.intake.pk
    client.post(reverse("satgas:walk_in"), values)
    assert Case.objects.count() == 1  # the same form twice is one case


def test_what_was_typed_at_the_counter_stays_after_an_error(team, as_):
    response = as_(team.intake).post(reverse("satgas:walk_in"), walk_in(nik="12", employer="", kinds=[]))
    text = response.content.decode()
    assert response.status_code == 400
    for words in (
        "NIK terdiri dari 16 angka",
        "Tulis nama perusahaannya.",
        'value="Rahmat Hidayat"',
        "9 juta",
    ):
        assert words in text
    assert not Case.objects.exists()


def test_a_list_may_begin_a_case(team, as_):
    client = as_(team.intake)
    values = {k: v for k, v in walk_in().items() if k in ("employer", "region", "story")}
    values |= {
        "main_contractor": "PT Contoh Utama",
        "file": upload(b"nama;upah juli 2025\nAni;1.000.000\nIna;500.000"),
    }
    path = client.post(reverse("satgas:new_list"), values)["Location"]
    assert path.split("/")[-2] in client.get(reverse("satgas:imports")).content.decode()
    client.post(path, enter())
    made = Case.objects.get()
    assert (made.source, made.claimants.count(), made.parties.count()) == ("import", 2, 2)


def test_the_list_of_workers_is_taken_away_without_formulas(case, team, as_):
    client = as_(team.intake)
    path = client.post(
        reverse("satgas:import", args=[case.reference]), {"file": upload(b"no;nama\n-1+1;Ani")}
    )["Location"]
    client.post(path, enter())
    response = client.get(reverse("satgas:workers_csv", args=[case.reference]))
    text = response.content.decode()
    assert "1;;Budi Santoso;;8000000;0;0;8000000" in text
    assert "2;'-1+1;Ani" in text


def test_a_file_that_the_browser_drops_is_asked_for_again(team, as_):
    sent = {"employer": "PT Contoh", "file": upload(FOUNDING.read_bytes())}
    answer = as_(team.intake).post(reverse("satgas:new_list"), sent)
    assert answer.status_code == 400
    assert "Pilih berkasnya sekali lagi" in answer.content.decode()
    assert not WorkerList.objects.exists()


def test_a_column_that_is_empty_everywhere_is_named_before_its_claims_are_lost(case, team, as_):
    client = as_(team.intake)
    url = reverse("satgas:import", args=[case.reference])
    rows = b"nama;upah juli 2025;upah agustus 2025\nAni;3.500.000;\nEko;;\n"
    text = client.post(url, {"file": upload(rows)}, follow=True).content.decode()
    assert "Kolom ini kosong di semua baris: upah agustus 2025." in text


def test_lists_that_wait_are_told_apart_by_company_and_rows(team, as_):
    client = as_(team.intake)
    about = {"employer": "PT Contoh Daftar", "region": "64.71.05.1002", "story": "Upah tidak dibayar."}
    client.post(reverse("satgas:new_list"), about | {"file": upload(b"nama;upah juli\nAni;100\nEko;200\n")})
    text = client.get(reverse("satgas:imports")).content.decode()
    assert "PT Contoh Daftar" in text
    assert "2 baris" in text
