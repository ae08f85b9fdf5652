"""Workers by the day, by the piece and with overtime: the facts of the record decide how the law reckons."""

from datetime import date

import pytest

from accounts import principals
from cases.vocabulary import ContractKind, PayKind
from tests.conftest import one_complaint, one_worker
from workflows import calculations
from workflows.calculations import NotEnough, Said
from workflows.filing import ClaimPart, OvertimePart, submit

pytestmark = pytest.mark.django_db

SAID = Said(as_of="2026-09-20", ground="43(2)", work_days_per_week=6)
SERVED = {"work_start": date(2017, 4, 3), "work_end": date(2026, 9, 10)}
EVENINGS = OvertimePart("workday", "2", 10)
SUNDAYS = OvertimePart("rest_day", "7.5", 4)


@pytest.fixture
def by(team):
    return principals.officer(team.officer)


@pytest.fixture
def person(team):
    def filed(*claims: ClaimPart, **facts):
        worker = one_worker(claims=claims, **(SERVED | facts))
        return submit(one_complaint(workers=(worker,)), by=principals.ANYONE).case.claimants.get()

    return filed


def sums(made) -> dict[str, int]:
    return calculations.by_kind(made)


def test_a_daily_wage_makes_a_month_of_thirty_days_for_severance(person, by):
    welder = person(ClaimPart("severance"), contract_kind="daily", daily_wage=170_000, work_days=6)
    made = calculations.calculate(welder, SAID, by=by)
    assert made.inputs["request"]["wage"] == {"type": "daily", "daily": 170_000}
    assert sums(made)["severance"] == 9 * 30 * 170_000
    assert made.inputs["assumed"] == ["daily_became_permanent"]
    assert "21 hari" in calculations.assumed_in_words(made.inputs["assumed"])[0]


def test_a_daily_worker_whose_month_alone_is_known_is_reckoned_from_it(person, by):
    made = calculations.calculate(person(ClaimPart("severance"), contract_kind="daily", base_wage=4_000_000), SAID, by=by)  # fmt: skip
    assert sums(made)["severance"] == 9 * 4_000_000
    assert "month_of_daily_wage" in made.inputs["assumed"]


def test_how_the_wage_is_reckoned_is_not_the_kind_of_contract(person, by):
    permanent = person(ClaimPart("severance"), contract_kind="pkwtt", pay_kind="daily", daily_wage=200_000)
    made = calculations.calculate(permanent, SAID, by=by)
    assert sums(made)["severance"] == 9 * 30 * 200_000
    assert made.inputs["assumed"] == []


def test_a_piece_rate_is_never_below_the_minimum_wage_in_severance(person, by):
    sewer = person(ClaimPart("severance"), contract_kind="piece", base_wage=2_000_000)
    made = calculations.calculate(sewer, SAID, by=by)
    least = sums(made)["severance"] / 9
    assert least > 3_000_000, "the minimum wage of Balikpapan, not what was paid"
    assert made.inputs["assumed"] == ["month_of_piece_rate"]


@pytest.mark.parametrize(
    ("kind", "assumed"),
    [
        (ContractKind.PARTNER, ["partner_is_a_worker"]),
        (ContractKind.UNKNOWN, ["contract_unknown"]),
        (ContractKind.PKWTT, []),
    ],
)
def test_what_is_assumed_of_a_contract_is_kept_with_the_calculation(person, by, kind, assumed):
    made = calculations.calculate(person(ClaimPart("severance"), contract_kind=kind, base_wage=4_000_000), SAID, by=by)  # fmt: skip
    assert made.inputs["assumed"] == assumed
    assert sums(made)["severance"] == 9 * 4_000_000


def test_overtime_is_reckoned_from_the_hours_that_were_recorded(person, by):
    guard = person(
        ClaimPart("overtime", overtime=(EVENINGS,)), ClaimPart("overtime", overtime=(SUNDAYS,)),
        contract_kind="pkwtt", base_wage=4_000_000, fixed_allowance=325_000,
    )  # fmt: skip
    made = calculations.calculate(guard, SAID, by=by)
    hour = 4_325_000 / 173  # 25,000
    assert sums(made) == {"overtime": round(hour * (10 * 3.5 + 4 * (7 * 2 + 0.5 * 3)))}
    assert made.inputs["left_out"] == []


def test_overtime_of_a_daily_worker_is_reckoned_from_25_days_a_month(person, by):
    welder = person(ClaimPart("overtime", overtime=(EVENINGS,)), contract_kind="daily", daily_wage=173_000, work_days=6)  # fmt: skip
    assert sums(calculations.calculate(welder, SAID, by=by)) == {"overtime": 25_000 * 35}


def test_overtime_needs_no_day_on_which_work_began(person, by):
    guard = person(ClaimPart("overtime", overtime=(EVENINGS,)), base_wage=4_325_000, work_start=None)
    assert sums(calculations.calculate(guard, SAID, by=by)) == {"overtime": 25_000 * 35}


def test_overtime_without_hours_is_left_out_and_said(person, by):
    guard = person(ClaimPart("severance"), ClaimPart("overtime"), contract_kind="pkwtt", base_wage=4_000_000)
    made = calculations.calculate(guard, SAID, by=by)
    assert made.inputs["left_out"] == ["overtime"]
    assert "overtime" not in sums(made)
    with pytest.raises(NotEnough) as lack:
        calculations.calculate(person(ClaimPart("overtime"), base_wage=4_000_000), SAID, by=by)
    assert lack.value.missing == ["overtime"]


def test_unpaid_months_of_a_daily_worker_are_the_days_that_make_a_month(person, by):
    unpaid = ClaimPart("unpaid_wage", period_from=date(2026, 8, 1), period_to=date(2026, 8, 31))
    welder = person(unpaid, contract_kind="daily", daily_wage=170_000, work_days=5)
    made = calculations.calculate(welder, SAID, by=by)
    assert sums(made)["unpaid_wage"] == 21 * 170_000
    assert made.inputs["assumed"] == ["month_of_days"]


def test_what_a_daily_worker_says_is_unpaid_is_nearer_than_a_usual_month(person, by):
    unpaid = ClaimPart("unpaid_wage", 1_700_000, period_from=date(2026, 8, 1), period_to=date(2026, 8, 31))
    made = calculations.calculate(person(unpaid, contract_kind="daily", daily_wage=170_000), SAID, by=by)
    assert sums(made)["unpaid_wage"] == 1_700_000
    assert made.inputs["assumed"] == []


def test_what_the_record_says_of_the_week_is_stronger_than_what_is_said_for_everybody(person, by):
    welder = person(ClaimPart("severance"), pay_kind=PayKind.DAILY, daily_wage=170_000, work_days=5)
    assert calculations.inputs_for(welder, SAID)["request"]["work_days_per_week"] == 5


def test_a_daily_wage_that_is_not_known_is_asked_for(person, by):
    with pytest.raises(NotEnough) as lack:
        calculations.calculate(person(ClaimPart("severance"), contract_kind="daily"), SAID, by=by)
    assert lack.value.missing == ["daily_wage"]
    assert lack.value.in_words == ["upah sehari"]
