"""A result beside another, and beside an employer's offer."""

from entitlements.comparison import beside_offer, changes, short_by

WORKER = {
    "kind": "severance",
    "ground": "43(2)",
    "wage": 4_000_000,
    "service": {"years": 2},
    "travel_home": 500_000,
}


def test_the_same_facts_change_nothing(law):
    assert changes(law(**WORKER).as_dict(), law(**WORKER).as_dict()) == []


def test_a_changed_fact_shows_which_components_would_change(law):
    before, after = (
        law(**WORKER).as_dict(),
        law(**{**WORKER, "service": {"years": 3}, "travel_home": 0}).as_dict(),
    )
    found = {c.code: (c.before, c.after, c.difference) for c in changes(before, after)}
    assert found == {
        "severance": (12_000_000, 16_000_000, 4_000_000),
        "long_service_pay": (0, 8_000_000, 8_000_000),
        "travel_home": (500_000, 0, -500_000),
    }
    assert sum(c.difference for c in changes(before, after)) == after["total"] - before["total"]


def test_two_periods_of_wages_are_told_apart(law):
    def unpaid(august):
        periods = [{"period": "Juli", "owed": 4_000_000}, {"period": "Agustus", "owed": august}]
        return law(kind="unpaid_wage", periods=periods).as_dict()

    (change,) = changes(unpaid(4_000_000), unpaid(3_000_000))
    assert change.name["id"] == "Upah belum dibayar: Agustus"
    assert change.difference == -1_000_000


def test_an_offer_stands_beside_the_law_kind_by_kind(law):
    result = law(**{**WORKER, "service": {"years": 3}}).as_dict()
    compared = beside_offer(
        result, {"severance": 10_000_000, "long_service_pay": 9_000_000, "thr": 1_000_000}
    )
    assert {c.code: c.difference for c in compared} == {
        "severance": -6_000_000,
        "long_service_pay": 1_000_000,
        "rights_compensation": -500_000,
        "thr": 1_000_000,
    }
    assert short_by(compared) == 6_500_000
