"""All claims of one worker at once."""

import pytest

from entitlements import RequestError, compute, compute_each, load_rulebook

RULEBOOK = load_rulebook()
WORKER = {
    "kind": "worker_overview",
    "wage": 4_000_000,
    "service": {"start": "2017-04-03", "end": "2026-03-10"},
    "ground": "43(2)",
}


def overview(**facts):
    return compute({**WORKER, **facts}, RULEBOOK)


def test_the_total_is_the_sum_of_what_the_employer_owes():
    result = overview(
        thr={"holiday": "2026-03-21"},
        unpaid_wage={"months_unpaid": 2},
        process_wages={"stopped_on": "2026-03-11"},
    )
    parts = {part.kind: (part.total, counted) for part, counted in result.sections}
    assert parts == {
        "severance": (48_000_000, True),
        "severance_tax": (0, False),
        "unpaid_wage": (8_000_000, True),
        "thr": (4_000_000, True),
        "process_wages": (24_000_000, True),
        "jkp": (14_400_000, False),
    }
    assert result.total == 84_000_000 == sum(row.amount for row in result.rows)


def test_a_minimum_wage_that_is_given_is_known_to_every_part():
    """It is a fact of the worker here, though it is also a kind of request."""
    result = overview(minimum_wage=5_000_000, below_umk={"months": 3})
    assert [row.amount for row in result.rows if row.code == "below_umk"] == [3_000_000]
    (severance,) = (part for part, _ in result.sections if part.kind == "severance")
    assert {one.code for one in severance.alternatives} == {"actual_wage", "minimum_wage"}


def test_the_deadlines_of_all_parts_stand_together():
    told = {
        d.code: d.day.isoformat()
        for d in overview(
            thr={"holiday": "2026-03-21"}, court_limit={"mediation_failed_on": "2026-06-01"}
        ).deadlines
    }
    assert told == {"thr_due": "2026-03-14", "jkp_claim": "2026-09-10", "court_limit": "2027-06-01"}


def test_a_pkwt_worker_gets_compensation_and_no_severance():
    result = overview(contract="pkwt", ground=None, service={"start": "2025-03-11", "end": "2026-03-10"})
    assert [row.code for row in result.rows] == ["pkwt_compensation"]
    assert result.total == 4_000_000


def test_jkp_of_a_pkwt_worker_depends_on_who_ended_it():
    def jkp_total(**how):
        facts = {
            "contract": "pkwt",
            "ground": None,
            "service": {"start": "2025-03-11", "end": "2026-03-10"},
            "jkp": {},
        }
        result = overview(**facts, pkwt_compensation={**how, "months_left": 2} if how else [])
        return next(part.total for part, _ in result.sections if part.kind == "jkp")

    assert jkp_total(ended_by="employer") == 14_400_000
    assert jkp_total(ended_by="worker") == 0
    assert jkp_total(ended_by="end_of_term") == 0


def test_a_contract_ended_early_opens_jkp_without_being_asked_and_one_that_ran_out_does_not():
    def told(**how):
        facts = {"contract": "pkwt", "ground": None, "service": {"start": "2025-03-11", "end": "2026-03-10"}}
        result = overview(**facts, pkwt_compensation={**how, "months_left": 2})
        return {d.code for d in result.deadlines}, {part.kind: part.total for part, _ in result.sections}

    assert told(ended_by="employer") == ({"jkp_claim"}, {"pkwt_compensation": 12_000_000, "jkp": 14_400_000})
    assert told(ended_by="end_of_term") == (set(), {"pkwt_compensation": 4_000_000, "jkp": 0})
    assert told(ended_by="worker") == (set(), {"pkwt_compensation": 4_000_000, "jkp": 0})


@pytest.mark.parametrize(
    ("wage", "base"),
    [(4_000_000, 4_000_000), ({"type": "daily", "daily": 160_000}, 4_000_000), ({"type": "piece_rate", "last_months": [3_000_000, 5_000_000]}, 4_000_000)],
)  # fmt: skip
def test_jkp_is_told_whatever_the_kind_of_pay_and_what_it_assumes(wage, base):
    result = overview(wage=wage, work_days_per_week=6)
    (section,) = [part for part, _ in result.sections if part.kind == "jkp"]
    assert section.amount("jkp_base") == base
    assert "jkp_reported_wage" in [a.code for a in section.assumptions]
    (known,) = [part for part, _ in overview(jkp={"reported_wage": 3_500_000}).sections if part.kind == "jkp"]
    assert "jkp_reported_wage" not in [a.code for a in known.assumptions]
    assert known.amount("jkp_shortfall") > 0, "less was reported than is paid"
    assert section.amount("jkp_shortfall") == 0


def test_what_needs_no_service_is_reckoned_without_it():
    facts = {"kind": "worker_overview", "wage": 4_000_000, "overtime": {"day": "workday", "hours": 2}}
    assert compute({**facts, "unpaid_wage": {"months_unpaid": 1}}, RULEBOOK).total == 4_000_000 + 80_925
    with pytest.raises(RequestError) as refused:
        compute({**facts, "thr": {"holiday": "2026-03-21"}}, RULEBOOK)
    assert [e["field"] for e in refused.value.as_dict()["errors"]] == ["thr.service"]


def test_thr_knows_that_the_worker_resigned():
    result = overview(ground="50", thr={"holiday": "2026-03-21"})
    assert result.amount("thr") == 0


def test_a_part_may_come_more_than_once():
    result = overview(thr=[{"holiday": "2025-03-31"}, {"holiday": "2026-03-21"}])
    assert result.amount("thr") == 8_000_000


def test_each_part_follows_the_law_of_its_own_day():
    result = overview(thr={"holiday": "2024-04-10"})
    assert {part.kind: part.ruleset.id for part, _ in result.sections}["thr"] == "id-2021-02-02"
    section = next(s for s in result.as_dict()["sections"] if s["kind"] == "thr")
    assert section["ruleset"]["id"] == "id-2021-02-02"


def test_an_error_in_a_part_names_the_part():
    with pytest.raises(RequestError) as refused:
        overview(thr=[{"holiday": "2026-03-21"}, {"holiday": "soon"}])
    assert [e["field"] for e in refused.value.as_dict()["errors"]] == ["thr[1].holiday"]


def test_nothing_to_reckon_is_said():
    with pytest.raises(RequestError, match="ground"):
        overview(ground=None)


def test_one_bad_row_stops_nobody_elses():
    good, bad = compute_each([WORKER, {**WORKER, "wage": -1}], RULEBOOK)
    assert good.total == 48_000_000
    assert isinstance(bad, RequestError)


def test_a_reference_is_given_back():
    assert overview(ref="W-17").as_dict()["ref"] == "W-17"
