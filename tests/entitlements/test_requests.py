"""Bad input gets an error that names the field and what was expected, and never anything worse."""

import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entitlements import RequestError, compute, compute_each, load_rulebook
from entitlements.engine import ALL_KINDS
from entitlements.request import declared

RULEBOOK = load_rulebook()
EXAMPLES = json.loads(files("entitlements").joinpath("worked_examples.json").read_text(encoding="utf-8"))
GOOD = {"kind": "severance", "ground": "43(1)", "wage": 5_000_000, "service": {"years": 3}}


def errors(request):
    with pytest.raises(RequestError) as refused:
        compute(request, RULEBOOK)
    return {e["field"]: e["code"] for e in refused.value.as_dict()["errors"]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kind": "pesangon"}, {"kind": "one_of"}),
        ({"kind": None}, {"kind": "one_of"}),
        ({"kind": ["severance"]}, {"kind": "one_of"}),
        ({"wage": None}, {"wage": "required"}),
        ({"wage": 0}, {"wage": "positive_amount"}),
        ({"wage": -1}, {"wage": "amount"}),
        ({"wage": "5.000.000"}, {"wage": "amount"}),
        ({"wage": "5.000"}, {"wage": "amount"}),
        ({"wage": "Rp5000000"}, {"wage": "amount"}),
        ({"wage": True}, {"wage": "amount"}),
        ({"wage": float("nan")}, {"wage": "amount"}),
        ({"wage": float("inf")}, {"wage": "amount"}),
        ({"wage": {"fixed_allowances": 1}}, {"wage.base": "required"}),
        ({"wage": {"base": 1, "bonus": 1}}, {"wage.bonus": "unknown_field"}),
        ({"wage": {"type": "weekly", "base": 1}}, {"wage.type": "one_of"}),
        ({"wage": {"type": "daily"}}, {"wage.daily": "required"}),
        ({"wage": {"type": "piece_rate"}}, {"wage.last_months": "required"}),
        ({"wage": {"type": "piece_rate", "last_months": [1, "x"]}}, {"wage.last_months[1]": "amount"}),
        ({"service": {}}, {"service": "service"}),
        ({"service": 3}, {"service": "service"}),
        ({"service": {"years": 3, "start": "2020-01-01"}}, {"service": "service"}),
        ({"service": {"start": "2020-01-01"}}, {"service.end": "required"}),
        ({"service": {"end": "2020-01-01"}}, {"service.start": "date"}),
        ({"service": {"start": "01-02-2020", "end": "2025-01-01"}}, {"service.start": "date"}),
        ({"service": {"start": "2020-W01-1", "end": "2025-01-01"}}, {"service.start": "date"}),
        ({"service": {"start": "2020-02-30", "end": "2025-01-01"}}, {"service.start": "date"}),
        ({"service": {"start": "2025-01-02", "end": "2025-01-01"}}, {"service.end": "not_before"}),
        ({"service": {"weeks": 3}}, {"service.weeks": "unknown_field"}),
        ({"service": {"years": -1}}, {"service.years": "quantity"}),
        ({"service": {"years": "1_000"}}, {"service.years": "quantity"}),
        ({"service": {"years": "+3"}}, {"service.years": "quantity"}),
        ({"service": {"years": "3."}}, {"service.years": "quantity"}),
        ({"service": {"years": "2,5"}}, {"service.years": "quantity"}),
        ({"service": {"years": "٣"}}, {"service.years": "quantity"}),
        ({"pension": {"benefit": 1, "employer_share": "1e-1"}}, {"pension.employer_share": "rate"}),
        ({"work_days_per_week": 4}, {"work_days_per_week": "one_of"}),
        ({"pressed_to_resign": "ya"}, {"pressed_to_resign": "yes_or_no"}),
        ({"other_rights": [{"name": "x"}]}, {"other_rights[0].amount": "required"}),
        ({"pension": {"benefit": 1, "employer_share": 60}}, {"pension.employer_share": "rate"}),
        ({"options": {"nothing": "x"}}, {"options.nothing": "one_of"}),
        ({"options": {"process_wages": "x"}}, {"options.process_wages": "one_of"}),
        ({"options": "x"}, {"options": "readings"}),
        (
            {"gaji": 1, "wage": "x", "ground": ""},
            {"gaji": "unknown_field", "wage": "amount", "ground": "text"},
        ),
    ],
)
def test_what_is_wrong_is_named(change, expected):
    assert errors({**GOOD, **change}) == expected


def test_a_request_must_be_an_object():
    for value in ([], "x", None, 3):
        assert errors(value) == {"": "object"}


def test_what_was_expected_is_said_in_both_languages():
    with pytest.raises(RequestError) as refused:
        compute({**GOOD, "service": {"start": "2025-01-02", "end": "2025-01-01"}}, RULEBOOK)
    assert refused.value.as_dict() == {
        "errors": [
            {
                "field": "service.end",
                "code": "not_before",
                "expected": {
                    "id": "tanggal yang tidak sebelum 2 Januari 2025",
                    "en": "a date not before 2 January 2025",
                },
            }
        ]
    }


OLD = "2020-12-31"


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({**GOOD, "service": {"start": "2019-01-01", "end": OLD}}, "service.end"),
        ({**GOOD, "termination_date": OLD}, "termination_date"),
        ({**GOOD, "as_of": OLD}, "as_of"),
        ({"kind": "thr", "wage": 1, "service": {"years": 3}, "termination_date": OLD}, "termination_date"),
        ({"kind": "thr", "wage": 1, "service": {"years": 3}, "holiday": OLD}, "holiday"),
        ({"kind": "court_limit", "notice_on": OLD}, "notice_on"),
        ({"kind": "late_wage_fine", "unpaid": 1, "days_late": 9, "as_of": OLD}, "as_of"),
        ({"kind": "unpaid_wage", "periods": [{"owed": 1}, {"owed": 1, "due_date": OLD}]}, "periods[1].due_date"),
        ({"kind": "overtime", "wage": 1, "entries": [{"day": "workday", "hours": 1, "on": OLD}]}, "entries[0].on"),
        ({"kind": "pkwt_compensation", "wage": 1, "periods": [{"start": OLD, "end": OLD}]}, "periods[0].end"),
        ({"kind": "worker_overview", "wage": 1, "unpaid_wage": {"periods": [{"owed": 1, "due_date": OLD}]}}, "unpaid_wage.periods[0].due_date"),
    ],
)  # fmt: skip
def test_a_day_before_the_law_that_is_loaded_is_named_by_the_field_that_holds_it(request_, field):
    assert errors(request_) == {field: "ruleset_in_force"}


def test_the_grounds_that_exist_are_told_in_words_to_who_reads_indonesian():
    with pytest.raises(RequestError) as refused:
        compute({**GOOD, "ground": "efisiensi"}, RULEBOOK)
    (error,) = refused.value.as_dict()["errors"]
    assert "43(2) Efisiensi untuk mencegah terjadinya kerugian; " in error["expected"]["id"]


def test_a_missing_field_is_asked_for_in_words():
    def expected(request):
        with pytest.raises(RequestError) as refused:
            compute(request, RULEBOOK)
        return {e["field"]: e["expected"]["id"] for e in refused.value.as_dict()["errors"]}

    asked = expected({"kind": "severance", "wage": {}})
    assert asked["ground"].startswith("harus diisi: Alasan PHK: nomor pasal")
    assert asked["wage.base"] == "harus diisi: Upah pokok sebulan, atau upah tanpa tunjangan"
    assert expected({"kind": "late_wage_fine", "unpaid": 1}) == {
        "due_date": "harus diisi: Tanggal seharusnya dibayar"
    }


@pytest.mark.parametrize(
    "said",
    [
        "43(1)",
        "efficiency_losses",
        "Pasal 43 ayat (1)",
        "PP 35/2021 Pasal 43 ayat (1)",
        "Pasal 43 ayat 1",
        "43 (1)",
        "Art. 43(1)",
    ],
)
def test_a_ground_may_be_named_by_article_or_code(said):
    assert compute({**GOOD, "ground": said}, RULEBOOK).as_dict() == compute(GOOD, RULEBOOK).as_dict()


@pytest.mark.parametrize("wage", [5_000_000, "5000000", 5_000_000.0, "5000000.00", {"base": 5_000_000}, {"base": 4_000_000, "fixed_allowances": [1_000_000]}])  # fmt: skip
def test_the_same_wage_may_be_written_in_several_ways(wage):
    assert compute({**GOOD, "wage": wage}, RULEBOOK).total == compute(GOOD, RULEBOOK).total


@pytest.mark.parametrize("service", [{"years": 3}, {"months": 36}, {"years": 2, "months": 12}, {"start": "2021-06-01", "end": "2024-05-31"}, {"months": "36.5"}])  # fmt: skip
def test_the_same_service_may_be_given_in_several_ways(service):
    assert compute({**GOOD, "service": service}, RULEBOOK).total == compute(GOOD, RULEBOOK).total


def test_the_callers_today_only_chooses_the_law_of_a_request_without_a_day(rulebook):
    thr = {"kind": "thr", "wage": 1_000_000, "service": {"years": 2}, "holiday": "2026-03-21"}
    assert compute(thr, rulebook, as_of=date(2026, 4, 1)).total == 1_000_000
    assert compute({**thr, "as_of": "2026-04-01"}, rulebook).total == 1_050_000
    assert compute(GOOD, rulebook, as_of=date(2022, 1, 1)).ruleset.id == "id-2021-02-02"


PLAIN = st.sampled_from([None, True, -1, 0, 1, 3, 7.5, 100_000, 10**30, 0.1, "", "x", "2.5", "1e400", "43(1)", "50", "54(3)", "pkwt", "micro", "Balikpapan", "employer", "daily", "2020-02-29", "2026-03-21", "9999-12-31"])  # fmt: skip
KEYS = ["start", "end", "years", "months", "days", "base", "type", "daily", "last_months", "owed", "paid", "due_date", "paid_on", "day", "hours", "amount", "days_worked", "process_wages", "part_month"]  # fmt: skip
FLAT = PLAIN | st.dictionaries(st.sampled_from(KEYS), PLAIN, max_size=3)
JSON = FLAT | st.lists(FLAT, max_size=3)


@settings(max_examples=400)
@given(st.data())
def test_no_input_does_worse_than_an_error_that_names_its_field(data):
    request = dict(data.draw(st.sampled_from(EXAMPLES))["request"])
    names = sorted(declared(ALL_KINDS[request["kind"]].facts))
    for name in data.draw(st.lists(st.sampled_from(names), max_size=4)):
        request[name] = data.draw(JSON)
    (result,) = compute_each([request], RULEBOOK)
    if isinstance(result, RequestError):
        assert all(e["expected"]["id"] and e["expected"]["en"] for e in result.as_dict()["errors"])
    else:
        assert result.total == sum(row.amount for row in result.rows)
        assert all(row.amount >= 0 for row in result.rows)
        assert json.loads(json.dumps(result.as_dict())) == result.as_dict()
