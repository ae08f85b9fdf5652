"""Anybody reckons what they are owed, without JavaScript and without a trace, and takes it into a complaint."""

import re

import pytest
from django.utils.translation import override

from cases.models import Case
from core import clock
from intake.models import Draft
from ledger.models import Entry
from portals.worker.situations import PAGES
from tests.portals.walk import ANSWERS, answer, begin, send

pytestmark = pytest.mark.django_db


def on(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}


DISMISSED = {
    "ground": "43(1)", "base": "10.000.000", "fixed": "", "leave_days": "", "week": "6", "employer_size": "",
} | on("start", 1, 1, 2016) | on("end", 31, 12, 2025)  # fmt: skip
FIXED_TERM = {"ended_by": "employer", "base": "4,5 juta", "fixed": "", "employer_size": ""} | on("start", 1, 3, 2025) | on("end", 31, 10, 2025) | on("term_end", 28, 2, 2026)  # fmt: skip
UNPAID = {"base": "4.000.000", "months": "2"} | on("due_on", 31, 7, 2026)
OVERTIME = {
    "base": "5.000.000",
    "fixed": "",
    "week": "5",
    "rest_day": "10",
    "rest_day_times": "1",
    "paid": "",
}
BELOW = {"base": "3.000.000", "fixed": ""} | on("start", 1, 11, 2025) | on("end", 28, 2, 2026)


@pytest.fixture(autouse=True)
def _november(team):
    with clock.at(clock.now().replace(year=2026, month=11, day=24)):
        yield


def asked(client, slug, data, **more):
    return client.post(f"/hak/{slug}/", data | more)


def told(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def test_a_dismissed_worker_sees_each_row_with_its_article(client):
    page = asked(client, "phk", DISMISSED)
    text = told(page)
    assert page.context["sheet"]["total"] == 85_000_000
    assert "Hak minimum Anda: Rp85.000.000" in text
    assert "PP 35/2021 Pasal 40 ayat (2)" in text
    assert "9 bulan upah (masa kerja 10 tahun) × Rp10.000.000" in text
    assert "Batas pengajuan manfaat JKP" in text
    assert "Selasa, 30 Juni 2026" in text


def test_the_page_says_which_law_it_used_and_that_it_may_have_changed(client):
    for page in (client.get("/hak/"), asked(client, "phk", DISMISSED)):
        assert "id-2025-09-17" in told(page)
        assert "Terakhir diperiksa Senin, 23 November 2026" in told(page)
        assert "periksa dahulu" in told(page)


@pytest.mark.parametrize(
    ("slug", "data", "total"),
    [
        ("kontrak", FIXED_TERM, 4_500_000 * 8 // 12 + 4 * 4_500_000),
        ("lembur", OVERTIME, 664_740),
        ("umk", BELOW, 3_116_406),
    ],
)
def test_every_situation_gives_what_the_library_gives(client, slug, data, total):
    page = asked(client, slug, data)
    assert page.context["form" if "sheet" not in page.context else "sheet"]["total"] == total


def test_unpaid_wages_carry_a_fine_for_each_payday(client):
    page = asked(client, "upah", UNPAID)
    rows = page.context["sheet"]["rows"]
    assert [row["amount"] for row in rows if row["code"].startswith("unpaid")] == [4_000_000, 4_000_000]
    assert sum("61" in row["article"] for row in rows) >= 4


def test_a_holiday_is_chosen_from_the_calendar(client):
    form = client.get("/hak/thr/").context["form"]
    days = [value for value, label in form.fields["holiday"].choices if "Idulfitri" in str(label)]
    day = next(value for value in days if value.startswith("2026"))
    data = {"holiday": day, "base": "5.000.000", "contract": "pkwtt", "paid": ""} | on("start", 1, 8, 2022)
    assert asked(client, "thr", data).context["sheet"]["total"] == 5_250_000


def test_two_readings_of_the_law_stand_side_by_side(client):
    page = asked(client, "phk", DISMISSED, **on("unpaid_since", 1, 1, 2026))
    text = told(page)
    assert "Cara baca lain, berdampingan" in text
    assert "Sampai putusan berkekuatan hukum tetap" in text


def test_who_does_not_know_the_reason_sees_both_amounts(client):
    text = told(asked(client, "phk", DISMISSED, ground="unknown"))
    assert "Rp130.000.000" in text
    assert "Rp85.000.000" in text


def test_published_mistakes_are_explained(client):
    assert "Kenapa bukan 15%" in told(asked(client, "phk", DISMISSED))
    text = told(client.get("/hak/kenapa/"))
    assert "dihapus oleh Undang-Undang Cipta Kerja" in text
    with override("en"):
        assert "abolished by the Job Creation Act" in told(client.get("/hak/kenapa/", headers={"accept-language": "en"}))  # fmt: skip


def test_mistakes_named_by_a_page_exist():
    from entitlements.mistakes import published_mistakes

    known = {one["id"] for one in published_mistakes()}
    assert {name for page in PAGES.values() for name in page.mistakes} <= known


@pytest.mark.parametrize(
    ("slug", "data", "changes", "field", "message"),
    [
        ("phk", DISMISSED, {"base": "sepuluh juta"}, "base", "Tulis jumlah dengan angka"),
        ("phk", DISMISSED, {"ground": ""}, "ground", "Pilih alasannya"),
        ("phk", DISMISSED, {"ground": "99"}, "ground", "99"),
        ("phk", DISMISSED, {"end_year": "2015"}, "end", "sebelum hari mulai bekerja"),
        ("phk", DISMISSED, on("end", 1, 5, 2017), "end", "Tidak dapat dihitung"),
        ("phk", DISMISSED, {"leave_days": "enam"}, "leave_days", "misalnya 6"),
        ("kontrak", FIXED_TERM, {"term_end_day": "", "term_end_month": "", "term_end_year": ""}, "term_end", "Tulis tanggal akhir"),
        ("kontrak", FIXED_TERM, on("term_end", 1, 10, 2025), "term_end", "harus sesudah hari kerja terakhir"),
        ("upah", UNPAID, {"months": "9"}, "months", "belum lewat"),
        ("upah", UNPAID, on("paid_on", 1, 7, 2026), "paid_on", "sebelum tanggal gajian"),
        ("lembur", OVERTIME, {"rest_day": "", "rest_day_times": ""}, "workday", "paling sedikit pada satu jenis hari"),
        ("lembur", OVERTIME, {"rest_day": "99"}, "rest_day", "Tulis jam sehari"),
        ("umk", BELOW, {"start_year": "1999"}, "start", "Tidak dapat dihitung"),
        ("umk", BELOW, {"end_year": "2024"}, "end", "sebelum hari mulai"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_beside_its_field_and_kept(client, slug, data, changes, field, message):
    page = asked(client, slug, data | changes)
    form = page.context["form"]
    assert message in str(form.errors[field])
    assert told(page).count("govuk-error-message") >= 1
    assert data["base"] in told(page) or "base" in changes


def test_nothing_a_person_typed_stands_in_an_address_or_stays(client):
    page = asked(client, "phk", DISMISSED)
    assert page.status_code == 200, "no redirect that could carry answers"
    assert "carried_rights" not in client.session
    assert not Draft.objects.exists()


def test_answers_can_be_changed(client):
    page = asked(client, "phk", DISMISSED, change="1")
    assert "sheet" not in page.context
    assert 'value="10.000.000"' in told(page)


def test_english_is_complete(client):
    client.cookies["django_language"] = "en"
    page = asked(client, "phk", DISMISSED, ground="unknown", **on("unpaid_since", 1, 1, 2026))
    text = re.sub(r"<[^>]+>", " ", told(page))
    assert "Your minimum entitlement" in text
    assert "Annual" in text or "Severance pay" in text
    assert "Yang Anda jawab" not in text


def test_the_answer_goes_into_a_complaint_with_its_exact_kinds(client):
    assert asked(client, "phk", DISMISSED, carry="1").url == "/lapor/"
    assert "ikut dibawa" in told(client.get("/lapor/"))
    begin(client)
    text = told(client.get("/lapor/langkah/pekerjaan/"))
    assert 'value="10.000.000"' in text
    assert "85.000.000" in told(client.get("/lapor/langkah/jumlah/"))
    for step in ("perusahaan", "cerita", "bukti", "diri", "aman", "tentang"):
        assert answer(client, step).status_code == 302
    answer(client, "pekerjaan", {"occupation": "Tukang las", "contract_kind": "pkwtt", "base_wage": "10.000.000", "fixed_allowance": ""})  # fmt: skip
    answer(client, "tanggal", ANSWERS["tanggal"] | on("work_start", 1, 1, 2016) | on("work_end", 31, 12, 2025) | on("phk_notice_on", 1, 12, 2025))  # fmt: skip
    answer(client, "jumlah", {"amount_severance": "85.000.000"})
    assert send(client).status_code == 302
    amounts = dict(Entry.objects.filter(case=Case.objects.get()).values_list("claim__kind", "amount"))
    assert amounts == {"severance": 45_000_000, "long_service_pay": 40_000_000}


def test_an_amount_that_was_changed_is_not_split(client):
    asked(client, "phk", DISMISSED, carry="1")
    begin(client)
    answer(client, "masalah", {"kinds": ["severance"]})
    for step in ("perusahaan", "pekerjaan", "tanggal", "cerita", "bukti", "diri", "aman", "tentang"):
        answer(client, step)
    answer(client, "jumlah", {"amount_severance": "60.000.000"})
    assert send(client).status_code == 302
    assert list(Entry.objects.values_list("claim__kind", "amount")) == [("severance", 60_000_000)]


def test_a_deadline_explains_itself(client):
    page = client.post("/tenggat/", {"clock": "bipartit"} | on("day", 2, 3, 2026))
    assert page.context["found"].due_on.isoformat() == "2026-04-21"
    text = told(page)
    assert "Selasa, 21 April 2026" in text
    assert "Idul Fitri" in text
    assert "akhir pekan" in text


def test_a_deadline_without_a_date_is_asked_for_again(client):
    text = told(client.post("/tenggat/", {"clock": "bipartit"} | dict.fromkeys(("day_day", "day_month", "day_year"), "")))  # fmt: skip
    assert "Tulis tanggal mulainya" in text


def test_the_register_is_a_bare_array(client):
    feed = client.get("/jdih/feed.json").json()
    assert isinstance(feed, list)
    assert {record["operasi"] for record in feed} == {"4"}
    assert any("35" in record["noPeraturan"] for record in feed)
