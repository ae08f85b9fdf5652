"""A packed result says, word for word, what it said before; and its words are those of the law it was computed with."""

import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entitlements import RequestError, Rulebook, compute
from entitlements.packing import pack, unpack
from tests.entitlements.published import EXAMPLES, request_for
from tests.entitlements.test_many_workers import worker

WORKED = json.loads(files("entitlements").joinpath("worked_examples.json").read_text(encoding="utf-8"))
REQUESTS = [example["request"] for example in WORKED] + [request_for(example) for example in EXAMPLES]


def through_json(value):
    """As a database gives it back; PostgreSQL keeps no order of keys."""
    return json.loads(json.dumps(value, sort_keys=True))


def said(result) -> str:
    return json.dumps(result.as_dict(), ensure_ascii=False)


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda r: r["kind"])
def test_every_example_says_the_same_after_packing(request_, rulebook):
    result = compute(request_, rulebook, as_of=date(2026, 10, 20))
    again = unpack(through_json(pack(result)), rulebook)
    assert said(again) == said(result), "to the last letter, in the same order"
    assert (again.total, again.ref) == (result.total, result.ref)


days = st.dates(date(2019, 1, 1), date(2027, 12, 31)).map(date.isoformat)
money = st.integers(1, 50_000_000)
wages = st.one_of(
    st.builds(lambda base, fixed, other: {"base": base, "fixed_allowances": fixed, "non_fixed_allowances": other}, money, money, money),
    st.builds(lambda daily: {"type": "daily", "daily": daily}, st.integers(1, 900_000)),
    st.builds(lambda months: {"type": "piece_rate", "last_months": months}, st.lists(money, min_size=1, max_size=14)),
)  # fmt: skip
overviews = st.fixed_dictionaries(
    {"kind": st.just("worker_overview"), "wage": wages, "service": st.fixed_dictionaries({"start": days, "end": days})},
    optional={
        "ground": st.sampled_from(["43(1)", "43(2)", "50", "51", "52(1)", "56", "57", "46", "36(g)"]),
        "contract": st.sampled_from(["pkwt", "pkwtt"]),
        "work_days_per_week": st.sampled_from([5, 6]),
        "employer_size": st.sampled_from(["micro", "small", "medium", "large"]),
        "place": st.sampled_from(["Balikpapan", "Samarinda"]),
        "pressed_to_resign": st.booleans(),
        "as_of": days,
        "ref": st.text("abc-1", min_size=1),
        "thr": st.fixed_dictionaries({"holiday": days}, optional={"paid": money}),
        "severance": st.fixed_dictionaries({"leave_days": st.sampled_from([0, 3, "2.5"])}, optional={"travel_home": money}),
        "unpaid_wage": st.builds(lambda owed, due: {"periods": [{"owed": owed, "due_date": due}, {"owed": owed, "period": "Juli {2026}"}]}, money, days),
        "process_wages": st.fixed_dictionaries({"stopped_on": days}),
        "overtime": st.builds(lambda hours: {"entries": [{"day": "workday", "hours": hours}, {"day": "rest_day", "hours": hours}]}, st.integers(0, 14)),
    },
)  # fmt: skip


@settings(max_examples=150)
@given(overviews)
def test_whatever_a_worker_has_behind_them_is_said_the_same_after_packing(rulebook, request_):
    try:
        result = compute(request_, rulebook)
    except RequestError:
        return
    assert said(unpack(through_json(pack(result)), rulebook)) == said(result)


def test_a_change_of_words_or_of_law_leaves_what_was_packed_as_it_was(rulebook):
    content = json.loads(json.dumps(rulebook.content))
    before = compute(worker(7), rulebook)
    packed = through_json(pack(before))
    for document in content["documents"]:
        for component in document.get("components", {}).values():
            component["name"] = {"id": "lain", "en": "other"}
    content["texts"]["jht"] = {"id": "lain", "en": "other"}
    later = Rulebook(**content)
    assert later.content_digest != rulebook.content_digest
    assert said(unpack(packed, later)) != said(before)
    assert said(unpack(packed, Rulebook(**json.loads(json.dumps(rulebook.content))))) == said(before)


def test_a_change_of_words_alone_changes_the_name_of_the_content(rulebook):
    content = json.loads(json.dumps(rulebook.content))
    content["texts"]["jht"] = {"id": "lain", "en": "other"}
    later = Rulebook(**content)
    assert later.digest == rulebook.digest
    assert later.content_digest != rulebook.content_digest


def test_what_is_packed_is_a_small_part_of_what_is_said(rulebook):
    result = compute(worker(7), rulebook)
    assert len(json.dumps(pack(result))) * 4 < len(said(result))


def test_another_form_is_refused(rulebook):
    with pytest.raises(ValueError, match="form 3"):
        unpack({"form": 3}, rulebook)
