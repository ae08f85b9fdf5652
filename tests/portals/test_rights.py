"""Anybody reckons what they are owed, without JavaScript and without a trace, and takes it into a complaint."""

import json
import re

import pytest

from cases.models import Case, Message
from cases.rulebook import answer_to
from core import clock
from core.sealed import Sealed, unseal
from entitlements.mistakes import published_mistakes
from intake.drafts import answers_of
from intake.models import Draft
from ledger.models import Entry
from portals.worker.questions import MATTERS, STEPS, Told, request_for, walk
from portals.worker.rights import COOKIE
from tests.portals.walk import ANSWERS, answer, begin, send

pytestmark = pytest.mark.django_db


def on(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}


MONTHLY = {"pay": "monthly", "week": "6"}
DISMISSED = {
    "apa": {"matters": ["phk"]},
    "upah": MONTHLY,
    "besar": {"base": "10.000.000"},
    "masa": on("start", 1, 1, 2016) | on("end", 31, 12, 2025),
    "phk": {"ground": "43(1)"},
    "lain": {},
}
FIXED_TERM = {
    "apa": {"matters": ["kontrak"]},
    "upah": MONTHLY,
    "besar": {"base": "4,5 juta"},
    "masa": on("start", 1, 3, 2025) | on("end", 31, 10, 2025),
    "kontrak": {"ended_by": "employer"} | on("term_end", 28, 2, 2026),
}
UNPAID = {
    "apa": {"matters": ["upah"]},
    "upah": MONTHLY,
    "besar": {"base": "4.000.000"},
    "gajian": {"paydays": "2"} | on("due_on", 31, 7, 2026),
}
HOLIDAY = {
    "apa": {"matters": ["thr"]},
    "upah": MONTHLY,
    "besar": {"base": "5.000.000"},
    "masa": {"contract": "pkwtt"} | on("start", 1, 8, 2022),
    "thr": {"holiday": "2026-03-21"},
}
OVERTIME = {
    "apa": {"matters": ["lembur"]},
    "upah": MONTHLY | {"week": "5"},
    "besar": {"base": "5.000.000"},
    "lembur": {"rest_day": "10", "rest_day_times": "1"},
}
BELOW = {
    "apa": {"matters": ["umk"]},
    "upah": MONTHLY,
    "besar": {"base": "3.000.000"},
    "umk": on("since", 1, 11, 2025) | on("until", 28, 2, 2026),
}
WELDER = {
    "apa": {"matters": ["phk", "upah", "thr", "lembur"]},
    "upah": {"pay": "daily", "week": "6"},
    "besar": {"daily": "170.000"},
    "masa": on("start", 1, 3, 2021) | on("end", 25, 7, 2026),
    "phk": {"ground": "43(2)", "leave_days": "6", "enrolled": "no"},
    "lain": {"pension": "yes"},
    "pensiun": {"benefit": "12 juta", "share": "60", "written_down": "yes"},
    "gajian": {"paydays": "3", "every": "week", "owed": "1.020.000", "last_days": "4"} | on("due_on", 4, 7, 2026),
    "thr": {"holiday": "2026-03-21"},
    "lembur": {"workday": "2,5", "workday_times": "20", "rest_day": "8", "rest_day_times": "4"},
}  # fmt: skip
"""A welder paid by the day, to whom four things happened at once."""


@pytest.fixture(autouse=True)
def _november(team):
    with clock.at(clock.now().replace(year=2026, month=11, day=24, hour=4)):
        yield


def changed(steps, **changes):
    """The answers with some of them changed: step -> fields."""
    return {
        name: fields | changes.get(name, {})
        for name, fields in ({name: {} for name in changes} | steps).items()
    }


def told(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def step(client, slug, fields, *, changing=False):
    return client.post(f"/hak/hitung/{slug}/{'?ubah=1' if changing else ''}", fields)


def reckon(client, steps):
    """Answer step after step as the pages lead, and open what the last one leads to."""
    at = "/hak/hitung/apa/"
    while "hitung" in at:
        slug = at.split("/")[3]
        page = client.post(at, steps[slug])
        assert page.status_code == 302, (slug, page.context["form"].errors)
        at = page.url
    assert at == "/hak/hasil/"
    return client.get(at)


def amounts(page) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in page.context["sheet"]["rows"]:
        found[row["code"]] = found.get(row["code"], 0) + row["amount"]
    return found


# --- what it gives -------------------------------------------------------------------------------------------


def test_a_dismissed_worker_sees_each_row_with_its_article(client):
    page = reckon(client, DISMISSED)
    text = told(page)
    assert page.context["sheet"]["total"] == 85_000_000
    assert "Hak minimum Anda: Rp85.000.000" in text
    assert "PP 35/2021 Pasal 40 ayat (2)" in text
    assert "9 bulan upah (masa kerja 10 tahun) × Rp10.000.000" in text
    assert "Uang yang wajib dibayar perusahaan saat PHK" in text
    assert "Batas pengajuan manfaat JKP" in text
    assert "Selasa, 30 Juni 2026" in text


def test_a_daily_paid_worker_to_whom_four_things_happened_sees_all_of_them(client):
    page = reckon(client, WELDER)
    severance = 6 * 30 * 170_000 - 7_200_000  # Art. 58: 60 % of the pension was the employer's
    hour = 25 * 170_000 / 173
    assert amounts(page) == {
        "severance": severance,
        "long_service_pay": 2 * 30 * 170_000,
        "leave_compensation": 6 * 170_000,
        "jkp_by_employer": round(6 * 0.6 * 25 * 170_000),
        "unpaid_wage": 3 * 1_020_000,
        "late_wage_fine": 3 * 255_000 + 170_000,
        "late_wage_fine_further": 3 * 255_000 + 170_000,
        "last_wage_by_days": 4 * 170_000,
        "thr": 25 * 170_000,
        "thr_late_fine": round(0.05 * 25 * 170_000),
        "overtime": round(20 * (1.5 + 1.5 * 2) * hour) + round(4 * (7 * 2 + 3) * hour),
    }
    assert [str(group["noun"]) for group in page.context["groups"]] == [
        "PHK",
        "Upah belum dibayar",
        "THR",
        "Lembur",
    ]
    assert sum(group["total"] for group in page.context["groups"]) == page.context["sheet"]["total"]


def test_many_paydays_are_one_line_that_opens_into_each(client):
    wages = reckon(client, WELDER).context["groups"][1]["rows"]
    assert [(str(row["name"]), row["in_figures"], len(row.get("each", ()))) for row in wages[:3]] == [
        ("Upah belum dibayar", "Rp3.060.000", 3),
        ("Denda keterlambatan upah, hari-hari pertama", "Rp935.000", 4),
        ("Denda keterlambatan upah, hari-hari sesudahnya", "Rp935.000", 4),
    ]
    text = told(client.get("/hak/hasil/"))
    assert "3 kali gajian, satu per satu" in text
    assert "Upah belum dibayar: 11 Juli 2026" in text, "inside it stands each payday"
    assert not any("each" in row for row in reckon(client, UNPAID).context["groups"][0]["rows"])


def test_what_several_matters_come_to_stands_first_with_the_way_to_each(client):
    text = told(reckon(client, WELDER))
    for matter in WELDER["apa"]["matters"]:
        assert f'href="#{matter}"' in text
        assert f'<section id="{matter}">' in text
    assert text.index('href="#lembur"') < text.index('id="phk"')
    assert 'href="#phk"' not in told(reckon(client, DISMISSED)), "one matter needs no list"


def test_nobody_reads_that_nothing_is_due_where_the_amount_is_only_not_known(client):
    """Art. 59: a micro or small employer must pay, as was agreed; separation pay stands in the company's own rules."""
    micro = changed(DISMISSED, lain={"employer_size": "micro"})
    text = told(reckon(client, micro))
    assert "Hak minimum Anda: belum ada angkanya" in text
    assert "Rp0" not in text.split("hp-total")[0]
    assert "belum disepakati" in text
    assert "Yang harus dibayar perusahaan yang lebih besar: <strong>Rp85.000.000</strong>" in text
    resigned = changed(DISMISSED, phk={"ground": "50", "leave_days": "5"})
    text = told(reckon(client, resigned))
    assert "Hak minimum Anda: Rp2.000.000, ditambah yang belum ada angkanya" in text
    assert "jumlahnya belum diketahui" in text
    known = changed(resigned, lain={"separation_pay": "3.000.000"})
    assert "Hak minimum Anda: Rp5.000.000<" in told(reckon(client, known))


def test_who_was_pressed_to_resign_sees_first_what_that_would_change(client):
    text = told(reckon(client, changed(DISMISSED, phk={"ground": "50", "pressed": "on"})))
    assert "Bila tekanan itu terbukti, Pasal 48: <strong>Rp130.000.000</strong>" in text
    assert text.index("Bila tekanan itu terbukti") < text.index("hp-rows")


def test_a_day_on_which_the_company_had_to_pay_is_none_that_the_worker_must_not_miss(client):
    text = told(reckon(client, HOLIDAY))
    assert "Jangan lewat tanggal ini" not in text
    assert "Kapan perusahaan wajib membayar" in text
    assert "Kapan perusahaan wajib membayar" not in told(reckon(client, DISMISSED))


def test_the_page_says_on_which_day_it_was_reckoned(client):
    text = told(reckon(client, UNPAID))
    assert "Dihitung Selasa, 24 November 2026. Denda upah bertambah tiap hari" in text
    assert "bertambah tiap hari" not in told(reckon(client, DISMISSED))


def test_piece_rates_are_averaged_over_their_months(client):
    paid = {"upah": {"pay": "piece_rate"}, "besar": {"total": "61.000.000", "months": "12"}}
    page = reckon(client, changed(DISMISSED, **paid))
    assert page.context["sheet"]["total"] == round(8.5 * 61_000_000 / 12)
    assert reckon(client, changed(HOLIDAY, **paid)).context["sheet"]["rows"][0]["amount"] == round(
        61_000_000 / 12
    )


def test_a_daily_paid_worker_may_tell_what_a_year_brought_for_the_thr(client):
    paid = {"upah": {"pay": "daily"}, "besar": {"daily": "170.000", "total": "48.000.000", "months": "12"}}
    assert reckon(client, changed(HOLIDAY, **paid)).context["sheet"]["rows"][0]["amount"] == 4_000_000


def test_allowances_that_depend_on_coming_count_for_overtime_only(client):
    wage = {"base": "2.000.000", "fixed": "1.000.000", "non_fixed": "3.000.000"}
    page = reckon(client, changed(OVERTIME, besar=wage))
    assert amounts(page)["overtime"] == round((8 * 2 + 3 + 4) * 0.75 * 6_000_000 / 173)
    assert reckon(client, changed(DISMISSED, besar=wage)).context["sheet"]["total"] == 25_500_000


def test_a_week_of_six_days_knows_the_shortest_day(client):
    form = client.get("/hak/hitung/lembur/")
    assert form.status_code == 302, "nothing told yet"
    reckon(client, OVERTIME)
    assert "holiday_on_shortest_workday" not in client.get("/hak/hitung/lembur/").context["form"].fields
    six = changed(OVERTIME, upah={"week": "6"}, lembur={"rest_day": "", "rest_day_times": "", "holiday_on_shortest_workday": "6"})  # fmt: skip
    assert amounts(reckon(client, six))["overtime"] == round((5 * 2 + 3) * 5_000_000 / 173)


def test_a_contract_ended_early_gives_compensation_damages_and_jkp(client):
    page = reckon(client, FIXED_TERM)
    assert amounts(page) == {"pkwt_compensation": 3_000_000, "pkwt_early_end_damages": 4 * 4_500_000}
    text = told(page)
    assert "dibayar BPJS Ketenagakerjaan" in text
    assert "Batas pengajuan manfaat JKP" in text
    until_term = changed(FIXED_TERM, kontrak={"ended_by": "end_of_term"})
    assert amounts(reckon(client, until_term)) == {"pkwt_compensation": 3_000_000}


def test_unpaid_wages_carry_a_fine_for_each_payday(client):
    page = reckon(client, UNPAID)
    rows = page.context["sheet"]["rows"]
    assert [row["amount"] for row in rows if row["code"].startswith("unpaid")] == [4_000_000, 4_000_000]
    assert sum("61" in row["article"] for row in rows) == 4


def test_wages_paid_late_leave_their_fine(client):
    page = reckon(
        client, changed(UNPAID, gajian={"paydays": "1", "owed": "1.000.000"} | on("paid_on", 10, 8, 2026))
    )
    assert amounts(page) == {"unpaid_wage": 0, "late_wage_fine": 250_000, "late_wage_fine_further": 20_000}


def test_a_holiday_is_chosen_from_the_calendar(client):
    page = reckon(client, HOLIDAY)
    assert page.context["sheet"]["total"] == 5_250_000
    choices = client.get("/hak/hitung/thr/").context["form"].fields["holiday"].choices
    assert any("Idulfitri" in str(label) for day, label in choices if day == "2026-03-21")


def test_where_nothing_is_due_the_page_says_why(client):
    ended = changed(HOLIDAY, masa={"contract": "pkwt"} | on("end", 25, 2, 2026))
    text = told(reckon(client, ended))
    assert "Tidak ada yang harus dibayar menurut jawaban Anda" in text
    assert "tidak ada THR (Pasal 7 ayat (3))" in text
    assert "THR harus dibayar" not in text


@pytest.mark.parametrize(
    ("steps", "total"),
    [(FIXED_TERM, 3_000_000 + 4 * 4_500_000), (OVERTIME, 664_740), (BELOW, 3_116_406), (WELDER, None), (DISMISSED, None)],
)  # fmt: skip
def test_every_walk_gives_what_the_library_gives(client, steps, total):
    page = reckon(client, steps)
    request = request_for(Told(_kept(client)))
    assert page.context["sheet"]["total"] == answer_to(request)["total"]
    assert total in (None, page.context["sheet"]["total"])


def test_two_readings_of_the_law_stand_side_by_side(client):
    text = told(reckon(client, changed(DISMISSED, lain=on("unpaid_since", 1, 1, 2026))))
    assert "Cara baca lain, berdampingan" in text
    assert "Sampai putusan berkekuatan hukum tetap" in text


def test_who_does_not_know_the_reason_sees_both_amounts(client):
    text = told(reckon(client, changed(DISMISSED, phk={"ground": "unknown"})))
    assert "Rp130.000.000" in text
    assert "Rp85.000.000" in text


def test_a_pension_takes_off_nothing_where_no_paper_says_so(client):
    pension = {"benefit": "12.000.000", "share": "60"}
    page = reckon(client, changed(WELDER, pensiun=pension | {"written_down": "no"}))
    assert amounts(page)["severance"] == 6 * 30 * 170_000


# --- what it says --------------------------------------------------------------------------------------------


def test_the_page_says_which_law_it_used_and_that_it_may_have_changed(client):
    for page in (client.get("/hak/"), reckon(client, DISMISSED)):
        assert "id-2025-09-17" in told(page)
        assert "Terakhir diperiksa Sabtu, 28 November 2026" in told(page)
        assert "periksa dahulu" in told(page)


def test_published_mistakes_are_explained(client):
    text = told(reckon(client, DISMISSED))
    assert 'href="/hak/kenapa/#fifteen-percent">Kenapa bukan 15%' in text
    text = told(client.get("/hak/kenapa/"))
    assert 'id="fifteen-percent"' in text
    assert "dihapus oleh Undang-Undang Cipta Kerja" in text
    client.cookies["django_language"] = "en"
    assert "abolished by the Job Creation Act" in told(client.get("/hak/kenapa/"))


def test_every_mistake_stands_beside_the_matter_with_which_people_bring_it():
    known = {one["id"] for one in published_mistakes()}
    assert {name for matter in MATTERS.values() for name in matter.mistakes} == known


def test_each_answer_stands_on_the_page_with_the_way_to_change_it(client):
    text = told(reckon(client, WELDER))
    assert "Rp170.000" in text
    assert "Sabtu, 25 Juli 2026" in text
    for here in walk(Told(_kept(client))):
        assert f'href="/hak/hitung/{here.slug}/?ubah=1"' in text


def test_english_is_complete(client, settings):
    reckon(client, WELDER)
    pages = ["/hak/", "/hak/hasil/", *(f"/hak/hitung/{here.slug}/" for here in walk(Told(_kept(client))))]
    indonesian = [_words(client.get(page)) for page in pages]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for page, before in zip(pages, indonesian, strict=True):
        same = before & _words(client.get(page))
        assert not {line for line in same if re.search(r"\b(Anda|yang|upah|tidak|kerja|hari)\b", line)}, page


def _words(page) -> set[str]:
    """The pieces of text on a page."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", "", page.content.decode())
    return {line for line in map(str.strip, re.split(r"<[^>]+>|\n", body)) if len(line) > 3}


# --- going through it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "slug", "changes", "field", "message"),
    [
        (DISMISSED, "apa", {"matters": ["phk", "kontrak"]}, "matters", "Pilih salah satu"),
        (DISMISSED, "apa", {"matters": []}, "matters", "Pilih paling sedikit satu"),
        (DISMISSED, "upah", {"week": ""}, "week", "Pilih lima atau enam"),
        (DISMISSED, "besar", {"base": "sepuluh juta"}, "base", "Tulis jumlah dengan angka"),
        (DISMISSED, "masa", {"end_year": "2015"}, "end", "sebelum hari mulai bekerja"),
        (DISMISSED, "phk", {"ground": ""}, "ground", "Pilih alasannya"),
        (DISMISSED, "phk", {"ground": "99"}, "ground", "99"),
        (DISMISSED, "phk", {"leave_days": "enam"}, "leave_days", "0 sampai 60"),
        (WELDER, "pensiun", {"share": "160"}, "share", "0 sampai 100"),
        (FIXED_TERM, "kontrak", dict.fromkeys(on("term_end", 1, 1, 1), ""), "term_end", "Tulis tanggal akhir"),
        (FIXED_TERM, "kontrak", on("term_end", 1, 10, 2025), "term_end", "harus sesudah hari kerja terakhir"),
        (UNPAID, "gajian", {"paydays": "9"}, "paydays", "belum lewat"),
        (UNPAID, "gajian", {"paydays": ""}, "paydays", "Tulis berapa kali gajian"),
        (UNPAID, "gajian", on("paid_on", 1, 7, 2026), "paid_on", "sebelum tanggal gajian"),
        (WELDER, "gajian", {"owed": ""}, "owed", "Tulis upah tiap gajian"),
        (WELDER, "gajian", dict.fromkeys(on("due_on", 1, 1, 1), ""), "due_on", "Tulis tanggal gajian"),
        (HOLIDAY, "thr", {"holiday": "2021-05-13"}, "holiday", "2021"),
        (OVERTIME, "lembur", {"rest_day": "", "rest_day_times": ""}, "workday", "paling sedikit pada satu jenis hari"),
        (OVERTIME, "lembur", {"rest_day": "99"}, "rest_day", "Tulis jam sehari"),
        (OVERTIME, "lembur", {"workday_times": "3"}, "workday", "Tulis berapa jam"),
        (BELOW, "umk", {"until_year": "2024"}, "until", "sebelum hari mulai"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_beside_its_field_and_kept(client, steps, slug, changes, field, message):
    reckon(client, steps)
    page = step(client, slug, steps[slug] | changes)
    assert message in str(page.context["form"].errors[field])
    text = told(page)
    assert "govuk-error-message" in text
    for value in (steps[slug] | changes).values():
        if isinstance(value, str) and value.isdigit() and value != "99":
            assert f'value="{value}"' in text or f'value="{value}" selected' in text
    assert reckon(client, steps), "what was kept before is not spoilt"


@pytest.mark.parametrize(
    ("steps", "slug", "changes", "at", "field"),
    [
        (DISMISSED, "masa", on("end", 1, 5, 2017), "masa", "end"),
        (BELOW, "umk", on("since", 1, 1, 1999), "umk", "since"),
        (FIXED_TERM, "masa", on("end", 31, 3, 2026), "kontrak", "term_end"),
        (HOLIDAY, "masa", on("start", 1, 8, 2026), "thr", "holiday"),
    ],
)
def test_what_does_not_fit_together_is_said_beside_its_field(client, steps, slug, changes, at, field):
    """A date for which there is no law, or an earlier answer that a change has made wrong."""
    reckon(client, steps)
    here = step(client, slug, steps[slug] | changes, changing=True).url
    if here == "/hak/hasil/":
        here = client.get(here).url
    assert here == f"/hak/hitung/{at}/?ubah=1"
    page = client.get(here)
    assert page.context["form"].errors[field]
    assert "aturan dimuat" not in told(page), "the words of the library are for programs"
    assert "govuk-error-message" in told(page)


def test_one_answer_is_changed_and_the_rest_stays(client):
    reckon(client, DISMISSED)
    page = client.get("/hak/hitung/besar/?ubah=1")
    assert 'value="10.000.000"' in told(page)
    assert page.context["back"] == "/hak/hasil/"
    assert step(client, "besar", {"base": "6.000.000"}, changing=True).url == "/hak/hasil/"
    assert client.get("/hak/hasil/").context["sheet"]["total"] == 51_000_000


def test_what_else_happened_asks_only_for_what_is_missing(client):
    reckon(client, DISMISSED)
    assert step(client, "apa", {"matters": ["phk", "thr"]}, changing=True).url == "/hak/hitung/thr/?ubah=1"
    assert client.get("/hak/hasil/").url == "/hak/hitung/thr/?ubah=1"
    assert step(client, "thr", HOLIDAY["thr"], changing=True).url == "/hak/hasil/"


def test_hours_may_have_a_comma_or_a_point_in_either_language(client):
    reckon(client, changed(OVERTIME, lembur={"rest_day": "2,5"}))
    client.cookies["django_language"] = "en"
    comma = client.get("/hak/hasil/").context["sheet"]["total"]
    assert reckon(client, changed(OVERTIME, lembur={"rest_day": "2.5"})).context["sheet"]["total"] == comma


def test_a_step_without_the_ones_before_it_leads_to_the_beginning(client):
    for page in ("/hak/hitung/besar/", "/hak/hitung/thr/", "/hak/hasil/"):
        assert client.get(page).url == "/hak/"
    assert "Mulai dari sini" in told(client.get("/hak/"))
    assert client.get("/hak/hitung/lain-lagi/").status_code == 404
    reckon(client, DISMISSED)
    assert client.get("/hak/hitung/umk/").url == "/hak/", "not told of"


def _kept(client) -> dict:
    return json.loads(unseal(Sealed(client.cookies[COOKIE].value)))


def test_nothing_a_person_typed_stands_in_an_address_or_stays_with_us(client):
    page = reckon(client, WELDER)
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["path"] == "/hak/"
    assert cookie["max-age"] == 12 * 3600
    assert "170" not in cookie.value
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "sessionid" not in client.cookies
    assert not Draft.objects.exists()


def test_a_cookie_that_is_not_ours_is_no_answer(client):
    client.cookies[COOKIE] = "eyJhcGEiOnsibWF0dGVycyI6WyJwaGsiXX19"
    assert client.get("/hak/").status_code == 200
    assert client.get("/hak/hasil/").url == "/hak/"


def test_the_fullest_answers_fit_into_a_cookie(client):
    everything = {"matters": ["kontrak", "upah", "thr", "lembur", "umk"]}
    steps = WELDER | FIXED_TERM | BELOW | {"apa": everything, "upah": WELDER["upah"], "besar": {"daily": "170.000", "total": "11.999.999.999", "months": "12"}}  # fmt: skip
    steps["gajian"] = WELDER["gajian"] | on("paid_on", 20, 8, 2026)
    steps["lembur"] = {f"{name}{times}": "12,25" if not times else "1999" for name in ("workday", "rest_day", "holiday_on_shortest_workday") for times in ("", "_times")}  # fmt: skip
    reckon(client, DISMISSED | WELDER)
    reckon(client, steps)
    assert set(_kept(client)) == set(STEPS) - {"lain"} | ({"lain"} & set(_kept(client)))
    assert len(client.cookies[COOKIE].OutputString()) < 4096


def test_the_answers_can_be_erased(client):
    reckon(client, DISMISSED)
    assert "masih ada di perangkat ini" in told(client.get("/hak/"))
    assert client.post("/hak/hasil/", {"clear": "1"}).url == "/hak/"
    assert not client.cookies[COOKIE].value
    assert client.get("/hak/hasil/").url == "/hak/"


# --- taken into a complaint ----------------------------------------------------------------------------------


def carry(client):
    return client.post("/hak/hasil/", {"carry": "1"})


def test_the_answer_goes_into_a_complaint_with_its_exact_kinds_and_facts(client):
    reckon(client, WELDER)
    assert carry(client).url == "/lapor/"
    assert "ikut dibawa" in told(client.get("/lapor/"))
    begin(client)
    assert set(client.get("/lapor/langkah/masalah/").context["form"].initial["kinds"]) >= {"severance", "unpaid_wage", "last_wage", "thr", "overtime"}  # fmt: skip
    job = client.get("/lapor/langkah/pekerjaan/").context["form"].initial
    assert (job["contract_kind"], job["pay_kind"]) == ("daily", "daily")
    wage = client.get("/lapor/langkah/upah/").context["form"].initial
    assert (wage["daily_wage"], wage["base_wage"], wage["work_days"]) == ("170.000", None, "6")
    hours = client.get("/lapor/langkah/lembur/").context["form"].initial
    assert hours["workday"], "the hours that were reckoned with"
    text = told(client.get("/lapor/langkah/tanggal/"))
    assert all(f'value="{part}"' in text for part in ("2021", "25", "7", "2026"))
    shown = told(client.get("/lapor/langkah/jumlah/"))
    assert f'value="{_dotted(6 * 30 * 170_000 - 7_200_000 + 10_200_000 + 1_020_000)}"' in shown
    assert 'value="4.462.500"' in shown, "THR and its fine"


def _dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _file(client, **changes) -> Case:
    """Go through filing with what was brought, as pages show it, and send it."""
    begin(client)
    for slug in ("masalah", "pekerjaan", "upah", "tanggal", "jumlah", "lembur"):
        if slug == "lembur" and "overtime" not in answers_of(Draft.objects.get())["masalah"]["kinds"]:
            continue
        data = answers_of(Draft.objects.get()).get(slug, {}) | changes.get(slug, {})
        page = answer(client, slug, data)
        assert page.status_code == 302, page.context["form"].errors
    for slug in ("perusahaan", "cerita", "bukti", "diri", "aman", "tentang"):
        assert answer(client, slug).status_code == 302
    page = client.get("/lapor/periksa/")
    assert not page.context["missing"]
    assert send(client).status_code == 302
    return Case.objects.get()


def test_amounts_facts_and_the_reckoning_reach_the_office(client):
    result = reckon(client, WELDER)
    carry(client)
    case = _file(client, tanggal=on("phk_notice_on", 25, 7, 2026))
    filed = dict(Entry.objects.filter(case=case).values_list("claim__kind", "amount"))
    rows = amounts(result)
    assert filed == {
        "severance": rows["severance"],
        "long_service_pay": rows["long_service_pay"],
        "rights_compensation": rows["leave_compensation"],
        "bpjs": rows["jkp_by_employer"],
        "unpaid_wage": rows["unpaid_wage"],
        "late_wage_fine": rows["late_wage_fine"] + rows["late_wage_fine_further"],
        "last_wage": rows["last_wage_by_days"],
        "thr": rows["thr"] + rows["thr_late_fine"],
        "overtime": rows["overtime"],
    }
    assert sum(filed.values()) == result.context["sheet"]["total"]
    worker = case.claimants.get()
    assert (worker.contract_kind, worker.work_start.isoformat(), worker.work_end.isoformat()) == ("daily", "2021-03-01", "2026-07-25")  # fmt: skip
    assert (worker.pay_kind, worker.daily_wage, worker.work_days) == ("daily", 170_000, 6)
    assert worker.claims.get(kind="overtime").overtime, "so that the office can reckon them too"
    told_office = Message.objects.filter(case=case).order_by("pk").last().text
    assert "Upah sehari: Rp170.000" in told_office
    assert "2 bulan upah (masa kerja 5 tahun 4 bulan 25 hari) × Rp5.100.000 = Rp10.200.000" in told_office
    assert "id-2025-09-17" in told_office
    assert "Berapa persen iurannya dibayar perusahaan?: 60" in told_office
    assert not client.cookies[COOKIE].value, "filed: nothing stays on the device"


def test_a_fixed_term_is_carried_with_its_end(client):
    reckon(client, FIXED_TERM)
    carry(client)
    case = _file(client, tanggal=on("phk_notice_on", 31, 10, 2025))
    worker = case.claimants.get()
    assert (worker.contract_kind, worker.contract_end.isoformat()) == ("pkwt", "2026-02-28")
    assert dict(Entry.objects.values_list("claim__kind", "amount")) == {"pkwt_compensation": 3_000_000, "pkwt_damages": 18_000_000}  # fmt: skip


def test_an_amount_that_was_changed_is_not_split(client):
    reckon(client, DISMISSED)
    carry(client)
    _file(client, tanggal=ANSWERS["tanggal"] | on("phk_notice_on", 1, 12, 2025), jumlah={"amount_severance": ["60.000.000"]})  # fmt: skip
    assert list(Entry.objects.values_list("claim__kind", "amount")) == [("severance", 60_000_000)]


def test_a_complaint_that_was_begun_takes_the_result_in(client):
    begin(client)
    answer(client, "masalah", {"kinds": ["thr", "other"]})
    answer(client, "pekerjaan")
    answer(client, "cerita")
    reckon(client, DISMISSED)
    assert carry(client).url == "/lapor/periksa/"
    kept = answers_of(Draft.objects.get())
    assert kept["masalah"]["kinds"] == ["thr", "other", "severance"]
    assert kept["pekerjaan"]["occupation"] == ["Tukang las"]
    assert kept["upah"]["base_wage"] == ["10.000.000"]
    assert kept["jumlah"]["amount_severance"] == ["85.000.000"]
    assert kept["cerita"]["story"] == [ANSWERS["cerita"]["story"]]
    page = told(client.get("/lapor/periksa/"))
    assert "masuk ke pengaduan yang sudah Anda mulai" in page
    assert "Rincian hitungan yang ikut dikirim" in page


def test_a_long_reckoning_still_fits_into_a_message(client):
    many = changed(UNPAID, gajian={"paydays": "60"} | on("due_on", 30, 11, 2021))
    reckon(client, many)
    carry(client)
    case = _file(client)
    body = Message.objects.filter(case=case).order_by("pk").last().text
    assert len(body) <= 4000
    assert "Jumlah: Rp" in body
    assert "Berapa kali gajian yang terlewat?: 60" in body


# --- deadlines, and the register -----------------------------------------------------------------------------


def test_a_deadline_explains_itself(client):
    page = client.post("/tenggat/", {"clock": "bipartit"} | on("day", 2, 3, 2026))
    assert page.context["found"].due_on.isoformat() == "2026-04-21"
    text = told(page)
    assert "Selasa, 21 April 2026" in text
    assert "Idul Fitri" in text
    assert "Sabtu, 7 Maret 2026 – Minggu, 8 Maret 2026: akhir pekan" in text
    assert "Jumat, 3 April 2026: Wafat Yesus Kristus" in text
    client.cookies["django_language"] = "en"
    text = told(client.post("/tenggat/", {"clock": "bipartit"} | on("day", 2, 3, 2026)))
    assert "Friday, 3 April 2026: Good Friday" in text
    assert "Hari Raya" not in text


def test_who_asks_for_a_day_before_the_calendar_begins_is_told_so(client):
    text = told(client.post("/tenggat/", {"clock": "bipartit"} | on("day", 2, 12, 2019)))
    assert "Hari libur sebelum tahun 2020 tidak ada dalam kalender ini" in text


def test_each_deadline_is_explained_before_it_is_chosen(client):
    text = told(client.get("/tenggat/"))
    for said in (
        "Berunding langsung dengan perusahaan",
        "saran tertulis dari mediator",
        "Dihitung sejak perundingan dimulai",
    ):
        assert said in text


def test_a_deadline_without_a_date_is_asked_for_again(client):
    text = told(client.post("/tenggat/", {"clock": "bipartit"} | dict.fromkeys(("day_day", "day_month", "day_year"), "")))  # fmt: skip
    assert "Tulis tanggal mulainya" in text


def test_the_register_is_a_bare_array(client):
    feed = client.get("/jdih/feed.json").json()
    assert isinstance(feed, list)
    assert {record["operasi"] for record in feed} == {"4"}
    assert any("35" in record["noPeraturan"] for record in feed)


def test_every_record_of_the_feed_leads_to_a_page_that_tells_of_that_regulation(client, settings):
    page = told(client.get("/jdih/"))
    for record in client.get("/jdih/feed.json").json():
        address, _, anchor = record["urlDetailPeraturan"].partition("#")
        if address == f"{settings.PUBLIC_URL}/jdih/":
            assert f'<section id="{anchor}">' in page
        else:
            assert f'href="{address}"' in page
        assert record["pasalDigunakan"] in page


def test_people_find_the_regulations_from_the_calculator(client):
    assert 'href="/jdih/"' in told(client.get("/hak/"))
    page = told(client.get("/jdih/"))
    assert "Peraturan Pemerintah Nomor 35 Tahun 2021" in page
    assert "Selasa, 2 Februari 2021 (LN 2021/45, TLN 6647)" in page
    assert "Terakhir diperiksa Sabtu, 28 November 2026" in page
    assert "Jumat, 10 November 2023" in page
    assert 'Menurut sumbernya: <span lang="id">terbit 10 November 2023</span>' in page
    client.cookies["django_language"] = "en"
    assert "Articles used" in told(client.get("/jdih/"))
