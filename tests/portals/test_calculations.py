"""An officer sees what the law gives a worker beside the offer, changes a row with a reason, and has all reckoned."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.principals import ANYONE
from cases.models import Calculation, Claim
from core import clock
from ledger import balance
from ledger.models import AmountKind
from portals.shared.law import as_shown
from tests.cases.test_calculations import PERMANENT, pays
from tests.conftest import one_complaint, one_worker
from workflows import calculations
from workflows.calculations import go_on
from workflows.filing import ClaimPart, submit
from workflows.models import CalculationRun

pytestmark = pytest.mark.django_db

SAID = {
    "ground": "43(2)", "leave_days": "", "work_days_per_week": "6", "employer_size": "", "holiday": "",
    "as_of_day": "20", "as_of_month": "9", "as_of_year": "2026", "calculate": "1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _november(settings):
    settings.DEMO = True  # without a second factor officers reach no page
    with clock.at(clock.now().replace(year=2026, month=11, day=24)):
        yield


@pytest.fixture
def case(team):
    workers = [one_worker(claims=(ClaimPart("severance", 30_000_000),), **PERMANENT), one_worker(name="Rudi", nik="", phone="", claims=(ClaimPart("severance"),))]  # fmt: skip
    return submit(one_complaint(workers=tuple(workers)), by=ANYONE).case


@pytest.fixture
def person(case):
    return case.claimants.get(number=1)


@pytest.fixture
def officer(client, team):
    client.force_login(team.officer, backend="accounts.backends.OfficerBackend")
    return client


def page_of(case, person) -> str:
    return reverse("satgas:calculation", args=[case.reference, person.pk])


def told(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def test_a_worker_is_calculated_and_the_page_shows_each_row(officer, case, person):
    assert "Belum pernah dihitung" in told(officer.get(page_of(case, person)))
    assert officer.post(page_of(case, person), SAID).status_code == 302
    text = told(officer.get(page_of(case, person)))
    assert "Hak minimum: Rp58.500.000" in text
    assert "PP 35/2021 Pasal 40 ayat (2)" in text
    assert "Uang penghargaan masa kerja" in text
    assert "belum dituntut" in text


def test_what_is_missing_is_said_and_what_was_typed_stays(officer, case, person):
    page = officer.post(page_of(case, person), SAID | {"ground": "", "leave_days": "6"})
    assert page.context["form"].errors == {
        "ground": ["Pilih alasan PHK; tanpa itu pesangon tidak dapat dihitung"]
    }
    assert "govuk-error-message" in told(page)
    assert 'value="6"' in told(page)
    assert not Calculation.objects.exists()


def test_what_the_record_lacks_is_said_with_the_way_to_complete_it(officer, case):
    lacking = case.claimants.get(number=2)
    assert "Yang kurang dalam perkara: upah pokok" in told(officer.post(page_of(case, lacking), SAID))


def test_a_row_is_overridden_with_a_reason_or_not_at_all(officer, case, person):
    officer.post(page_of(case, person), SAID)
    bare = {"override": "1", "ubah-place": "0", "ubah-amount": "42.000.000", "ubah-reason": ""}
    assert "Tulis alasannya" in told(officer.post(page_of(case, person), bare))
    assert officer.post(page_of(case, person), bare | {"ubah-reason": "PKB Pasal 12"}).status_code == 302
    text = told(officer.get(page_of(case, person)))
    assert "Rp42.000.000" in text
    assert "PKB Pasal 12" in text
    assert "Ratna Dewi" in text
    history = told(officer.get(reverse("satgas:case", args=[case.reference]) + "?lihat=riwayat"))
    assert "Hasil hitungan diubah petugas" in history


def test_the_offer_and_a_changed_fact_are_shown(officer, case, person):
    officer.post(page_of(case, person), SAID)
    balance.post(case, AmountKind.OFFERED, {person.claims.get().pk: 20_000_000}, event_seq=1)
    type(person).objects.filter(pk=person.pk).update(fixed_allowance=0)
    text = told(officer.get(page_of(case, person)))
    assert "Tawaran perusahaan" in text
    assert "Kurang dari hukum" in text
    assert "sudah berubah sejak dihitung" in text
    assert "Rp36.000.000" in text
    assert Calculation.objects.count() == 1


def test_the_page_shows_what_was_reckoned_from_and_what_of_it_is_another_now(officer, case, person):
    officer.post(page_of(case, person), SAID | {"leave_days": "4", "employer_size": "large"})
    text = told(officer.get(page_of(case, person)))
    for said in (
        "Rp4.000.000 dan tunjangan tetap Rp500.000 sebulan",
        "Sen, 3 Apr 2017 – Kam, 10 Sep 2026",
        "Efisiensi untuk mencegah",
        "4 hari",
        "Besar",
    ):
        assert said in text
    assert "Aturan id-2025-09-17" in text
    assert "Sekarang" not in text
    officer.post(page_of(case, person), {"override": "1", "ubah-place": "0", "ubah-amount": "42.000.000", "ubah-reason": "PKB"})  # fmt: skip
    type(person).objects.filter(pk=person.pk).update(fixed_allowance=0)
    text = told(officer.get(page_of(case, person)))
    assert (
        "<td>Rp4.000.000 dan tunjangan tetap Rp500.000 sebulan</td><td><strong>Rp4.000.000 sebulan</strong></td>"
        in text
    )
    assert "Jumlah menurut hukum: Rp59.220.000 → <strong>Rp52.640.000</strong>" in text
    assert "tidak ikut terbawa" in text


def test_a_payment_that_ends_a_fine_stands_among_the_facts_that_changed(officer, team):
    months = {"period_from": date(2026, 6, 1), "period_to": date(2026, 7, 31)}
    worker = one_worker(claims=(ClaimPart("unpaid_wage", 9_000_000, **months),), **PERMANENT)
    case = submit(one_complaint(workers=(worker,)), by=ANYONE).case
    person = case.claimants.get()
    officer.post(page_of(case, person), SAID)
    label = "Denda berhenti, karena upahnya tercukupi"
    assert label not in told(officer.get(page_of(case, person)))
    pays(person, 4_500_000, date(2026, 7, 8))
    text = told(officer.get(page_of(case, person)))
    assert f"{label}</th><td>–</td><td><strong>Rab, 8 Jul 2026</strong>" in text


def test_a_small_employer_is_not_said_to_owe_nothing(officer, case, person):
    officer.post(page_of(case, person), SAID | {"employer_size": "small"})
    text = told(officer.get(page_of(case, person)))
    assert "Hak minimum: belum ada angkanya" in text
    assert "belum disepakati" in text
    [place] = [n for n, row in enumerate(Calculation.objects.get().result["rows"]) if row["code"] == "agreed_with_small_employer"]  # fmt: skip
    officer.post(page_of(case, person), {"override": "1", "ubah-place": place, "ubah-amount": "0", "ubah-reason": "Sepakat tanpa"})  # fmt: skip
    assert "Hak minimum: Rp0" in told(officer.get(page_of(case, person)))
    sheet = as_shown(calculations.effective(calculations.latest_of(person)))
    assert (sheet["sum"], sheet["rows"][place]["in_figures"]) == ("Rp0", "Rp0")


def test_a_run_that_has_ended_tells_each_kind_and_what_was_left_out(officer, case, person):
    Claim.objects.create(case=case, claimant=person, kind="thr", nature="hak")
    address = reverse("satgas:calculations", args=[case.reference])
    officer.post(address, SAID)
    go_on(CalculationRun.objects.get().pk)
    officer.post(page_of(case, person), SAID)  # one by one meanwhile: no part of what the run gave
    page = officer.get(address)
    assert [(one["name"], one["sum"], one["workers"]) for one in page.context["kinds"]] == [
        ("Uang pesangon", 40_500_000, 1),
        ("Uang penghargaan masa kerja", 18_000_000, 1),
    ]
    assert page.context["left_out"] == [{"missing": "hari raya yang dimaksud", "workers": 1}]
    lacking = case.claimants.get(number=2)
    assert f'href="{page_of(case, lacking)}">2</a>' in told(page), (
        "who could not be reckoned is one click away"
    )


def test_the_list_of_workers_shows_what_the_law_gives_each_of_them(officer, case, person):
    money = reverse("satgas:case", args=[case.reference]) + "?lihat=uang"
    assert page_of(case, person) not in told(officer.get(money))
    officer.post(page_of(case, person), SAID)
    officer.post(page_of(case, person), SAID | {"ground": "43(1)"})
    assert f'href="{page_of(case, person)}">Rp38.250.000<' in told(officer.get(money)), "the latest"
    table = officer.get(reverse("satgas:workers_csv", args=[case.reference])).content.decode()
    assert "38250000" in table


def test_all_workers_are_calculated_with_progress(officer, case, person):
    address = reverse("satgas:calculations", args=[case.reference])
    assert officer.post(address, SAID).status_code == 302
    run = CalculationRun.objects.get()
    assert "0 dari 2 pekerja" in told(officer.get(address))
    part = officer.get(address, headers={"hx-request": "true"})
    assert "<html" not in told(part)
    go_on(run.pk)
    text = told(officer.get(address))
    assert "upah pokok" in text, "the second worker's facts are not enough"
    assert "Rp58.500.000" in text


def test_a_mediator_of_another_case_finds_nothing(client, team, case, person):
    client.force_login(team.inspector, backend="accounts.backends.OfficerBackend")
    assert client.get(page_of(case, person)).status_code == 404
    assert client.post(page_of(case, person), SAID).status_code == 404


def test_hours_of_overtime_are_asked_for_while_the_record_has_none(officer, case, person):
    assert "workday_hours" not in officer.get(page_of(case, person)).context["said"].fields
    Claim.objects.create(case=case, claimant=person, kind="overtime", nature="hak")
    half = officer.post(page_of(case, person), SAID | {"workday_hours": "2,5"})
    assert told(half).count("Isi keduanya") >= 2, "in the summary and beside the field"
    assert not Calculation.objects.exists()
    officer.post(page_of(case, person), SAID | {"workday_hours": "2", "workday_times": "10"})
    made = Calculation.objects.get()
    assert made.inputs["request"]["overtime"] == {"entries": [{"day": "workday", "hours": "2", "times": 10}]}
    assert made.kept["sums"]["overtime"] > 0
    again = officer.get(page_of(case, person)).context["said"]
    assert (again["workday_hours"].value(), again["workday_times"].value()) == ("2", 10)
    Claim.objects.filter(kind="overtime").update(overtime=[{"day": "workday", "hours": "3", "times": 4}])
    assert "workday_hours" not in officer.get(page_of(case, person)).context["said"].fields
