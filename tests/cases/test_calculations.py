"""What the law gives the workers of a case: from the case's own facts, kept, compared, overridden, and for thousands."""

import json
from datetime import date, timedelta

import pytest

from accounts import principals
from cases import audit
from cases.models import Calculation, LawText
from core import clock
from entitlements import Rulebook
from ledger import balance
from ledger.models import AmountKind, ClaimBalance, Payment
from notifications import wording
from notifications.models import Notification
from tests.conftest import one_complaint, one_worker
from workflows import calculations, relay, tasks
from workflows.calculations import NotEnough, Said, running
from workflows.calculations.facts import open_claims
from workflows.errors import Invalid, NotAllowed
from workflows.filing import ClaimPart, submit
from workflows.models import CalculationRun
from workflows.perform import decide

pytestmark = pytest.mark.django_db

SAID = Said(as_of="2026-09-20", ground="43(2)", work_days_per_week=6)
PERMANENT = {
    "contract_kind": "pkwtt", "base_wage": 4_000_000, "fixed_allowance": 500_000, "work_start": date(2017, 4, 3),
    "work_end": date(2026, 9, 10),
}  # fmt: skip


def worker(*claims: ClaimPart, **facts):
    return one_worker(claims=claims, **(PERMANENT | facts))


@pytest.fixture
def file(team):
    def do(*workers):
        return submit(one_complaint(workers=workers), by=principals.ANYONE).case

    return do


@pytest.fixture
def by(team):
    return principals.officer(team.officer)


@pytest.fixture
def dismissed(file):
    return file(
        worker(ClaimPart("severance", 30_000_000), ClaimPart("long_service_pay"), ClaimPart("unpaid_wage", period_from=date(2026, 7, 1), period_to=date(2026, 8, 31)))
    ).claimants.get()  # fmt: skip


def computed(claimant) -> dict[str, int | None]:
    return dict(ClaimBalance.objects.filter(claimant=claimant).values_list("claim__kind", "computed"))


def test_the_facts_of_the_record_become_a_request(dismissed):
    inputs = calculations.inputs_for(dismissed, SAID)
    assert inputs["request"] == {
        "kind": "worker_overview",
        "wage": {"base": 4_000_000, "fixed_allowances": 500_000},
        "service": {"start": "2017-04-03", "end": "2026-09-10"},
        "contract": "pkwtt",
        "place": "Balikpapan",
        "work_days_per_week": 6,
        "ground": "43(2)",
        "unpaid_wage": {
            "periods": [
                {"period": "07/2026", "owed": 4_500_000, "due_date": "2026-07-31"},
                {"period": "08/2026", "owed": 4_500_000, "due_date": "2026-08-31"},
            ]
        },
        "as_of": "2026-09-20",
    }
    assert inputs["left_out"] == []


def test_a_calculation_is_kept_with_its_law_and_told_in_the_history_and_the_ledger(dismissed, by):
    made = calculations.calculate(dismissed, SAID, by=by)
    assert computed(dismissed) == {"severance": 40_500_000, "long_service_pay": 18_000_000, "unpaid_wage": 9_000_000}  # fmt: skip
    assert made.total == sum(row["amount"] for row in made.result["rows"]) > 67_500_000
    assert made.ruleset == "id-2025-09-17"
    event = dismissed.case.events.get(kind="case.calculated")
    assert event.facts["claimants"] == [dismissed.pk]
    assert event.facts["sum"] == made.total
    assert audit.verify_case(dismissed.case) is None


def test_each_worker_is_told_of_their_own_calculation_and_of_nobody_elses(crowd, by):
    def told():
        rows = Notification.objects.filter(event__kind__startswith="case.calculat")
        return {row.recipient for row in rows if wording.inside(row).startswith("Petugas menghitung hak")}

    one = crowd.claimants.get(number=1)
    calculations.calculate(one, SAID, by=by)
    relay.relay()
    assert told() == {f"claimant:{one.pk}"}
    Notification.objects.all().delete()
    calculations.go_on(calculations.start_run(crowd, SAID, by=by).pk)
    relay.relay()
    reckoned = crowd.claimants.exclude(number=3)  # of whom too little is known
    assert told() == {f"claimant:{pk}" for pk in reckoned.values_list("pk", flat=True)}


def test_what_was_claimed_stays_what_is_due(dismissed, by):
    calculations.calculate(dismissed, SAID, by=by)
    due = dict(ClaimBalance.objects.filter(claimant=dismissed).values_list("claim__kind", "due"))
    assert due["severance"] == 30_000_000, "a worker's own word is stronger than what the law computes"
    assert due["long_service_pay"] == 18_000_000, "where nothing was claimed, the law says what is due"


def test_a_second_calculation_stands_beside_the_first(dismissed, by):
    first = calculations.calculate(dismissed, SAID, by=by)
    kept = dict(first.result)
    type(dismissed).objects.filter(pk=dismissed.pk).update(base_wage=5_000_000)
    dismissed.refresh_from_db()
    second = calculations.calculate(dismissed, SAID, by=by)
    first.refresh_from_db()
    assert first.result == kept
    assert second.total > first.total
    assert calculations.latest_of(dismissed) == second
    assert calculations.earlier_of(dismissed) == [first]


def test_a_changed_fact_shows_what_would_change_and_changes_nothing(dismissed, by):
    made = calculations.calculate(dismissed, SAID, by=by)
    assert calculations.what_would_change(made, dismissed) == []
    type(dismissed).objects.filter(pk=dismissed.pk).update(fixed_allowance=0)
    dismissed.refresh_from_db()
    changes = {change.code: change.difference for change in calculations.what_would_change(made, dismissed)}
    assert changes["severance"] == -4_500_000
    assert Calculation.objects.count() == 1
    assert computed(dismissed)["severance"] == 40_500_000


def test_an_officer_overrides_a_row_with_a_reason(dismissed, by):
    made = calculations.calculate(dismissed, SAID, by=by)
    made = calculations.override(made, 0, amount=42_000_000, reason="PKB memberi lebih", by=by)
    assert made.overrides["0"]["reason"] == "PKB memberi lebih"
    assert made.result["rows"][0]["amount"] == 40_500_000, "the row itself stays"
    assert made.total == made.result["total"] + 1_500_000
    assert computed(dismissed)["severance"] == 42_000_000
    event = dismissed.case.events.get(kind="case.calculation_overridden")
    assert (event.facts["before"], event.facts["amount"]) == (40_500_000, 42_000_000)
    assert event.note.body == "PKB memberi lebih"
    assert "PKB" not in event.text, "words stay outside the chain"


@pytest.mark.parametrize(
    ("place", "amount", "reason", "field"),
    [(99, 1, "sebab", "place"), (0, -1, "sebab", "amount"), (0, 1, "  ", "reason")],
)
def test_an_override_that_will_not_do_is_refused(dismissed, by, place, amount, reason, field):
    made = calculations.calculate(dismissed, SAID, by=by)
    with pytest.raises(Invalid) as refused:
        calculations.override(made, place, amount=amount, reason=reason, by=by)
    assert field in refused.value.errors
    assert not Calculation.objects.get().overrides


def test_only_the_latest_calculation_can_be_overridden(dismissed, by):
    first = calculations.calculate(dismissed, SAID, by=by)
    calculations.calculate(dismissed, SAID, by=by)
    with pytest.raises(Invalid):
        calculations.override(first, 0, amount=1, reason="sebab", by=by)


def test_the_offer_stands_beside_the_law(dismissed, by):
    made = calculations.calculate(dismissed, SAID, by=by)
    assert calculations.offer_beside(made) == []
    claim = dismissed.claims.get(kind="severance")
    balance.post(dismissed.case, AmountKind.OFFERED, {claim.pk: 20_000_000}, event_seq=1)
    found = {change.code: (change.before, change.after) for change in calculations.offer_beside(made)}
    assert found["severance"] == (40_500_000, 20_000_000)


def test_what_the_law_gives_beyond_the_claims_is_pointed_out(file, by):
    person = file(worker(ClaimPart("severance"))).claimants.get()
    made = calculations.calculate(person, SAID, by=by)
    assert calculations.without_claim(made) == ["long_service_pay"]


@pytest.mark.parametrize(
    ("claims", "facts", "said", "missing"),
    [
        ([ClaimPart("severance")], {"base_wage": None}, SAID, ["base_wage"]),
        ([ClaimPart("severance")], {"work_start": None}, SAID, ["work_start"]),
        ([ClaimPart("severance")], {"work_end": None}, SAID, ["work_end"]),
        ([ClaimPart("severance")], {}, Said(as_of="2026-09-20"), ["ground"]),
        ([ClaimPart("thr")], {}, SAID, ["holiday"]),
        ([ClaimPart("unpaid_wage")], {}, SAID, ["unpaid_wage"]),
        ([ClaimPart("last_wage")], {}, SAID, ["last_wage"]),
        ([ClaimPart("bpjs")], {}, SAID, ["claims"]),
    ],
)
def test_too_few_facts_are_named_and_nothing_is_written(file, by, claims, facts, said, missing):
    person = file(worker(*claims, **facts)).claimants.get()
    with pytest.raises(NotEnough) as lack:
        calculations.calculate(person, said, by=by)
    assert lack.value.missing == missing
    assert not Calculation.objects.exists()
    assert not person.case.events.filter(kind="case.calculated").exists()


def test_what_the_law_cannot_work_with_is_said_in_its_words(file, by):
    person = file(worker(ClaimPart("severance"), work_end=date(2010, 1, 1), work_start=date(2005, 1, 1))).claimants.get()  # fmt: skip
    with pytest.raises(NotEnough) as lack:
        calculations.calculate(person, SAID, by=by)
    assert "2021" in lack.value.in_words[0]


def test_a_contract_that_was_cut_short_gives_compensation_and_damages(file, by):
    person = file(
        worker(ClaimPart("pkwt_compensation"), ClaimPart("pkwt_damages"), contract_kind="pkwt", fixed_allowance=None,
               base_wage=4_500_000, work_start=date(2025, 3, 1), work_end=date(2025, 10, 31), contract_end=date(2026, 2, 28))
    ).claimants.get()  # fmt: skip
    calculations.calculate(person, SAID, by=by)
    assert computed(person) == {"pkwt_compensation": 3_000_000, "pkwt_damages": 18_000_000}


def test_an_amount_that_was_only_named_needs_no_wage(file, by):
    person = file(
        worker(ClaimPart("unpaid_wage", 7_000_000), ClaimPart("last_wage", 1_000_000), base_wage=None, work_start=None)
    ).claimants.get()  # fmt: skip
    calculations.calculate(person, SAID, by=by)
    assert computed(person) == {"unpaid_wage": 7_000_000, "last_wage": 1_000_000}


def pays(person, amount: int, day: date, state: str = "confirmed", *, kind: str = "unpaid_wage") -> None:
    Payment.objects.create(
        case=person.case, claim=person.claims.get(kind=kind), claimant=person, amount=amount, paid_on=day,
        stated_by_kind="officer", state=state, event_seq=1,
    )  # fmt: skip
    balance.refresh(person.case)


def test_the_fine_ends_on_the_day_on_which_the_worker_had_all_of_it(file, by):
    person = file(
        worker(ClaimPart("unpaid_wage", 4_500_000, period_from=date(2026, 7, 1), period_to=date(2026, 7, 31)))
    ).claimants.get()

    def fine() -> int:
        made = calculations.calculate(person, SAID, by=by)
        return made.total - 4_500_000

    whole = fine()
    pays(person, 4_000_000, date(2026, 8, 5))
    pays(person, 500_000, date(2026, 8, 8), "stated")
    assert fine() == whole  # not all of it, by the worker's word
    Payment.objects.filter(state="stated").update(state="confirmed")
    balance.refresh(person.case)
    assert fine() == 1_125_000  # 25 % on the eighth day
    assert computed(person) == {"unpaid_wage": 4_500_000}  # what the law gave stays what it gave


def fines(person) -> list[tuple[str | None, str | None]]:
    """Of each unpaid month, in their order: until when it is fined, and when what was paid had covered it."""
    request = calculations.inputs_for(person, SAID)["request"]
    asked = request.get("unpaid_wage", request)
    return [(month.get("fine_until"), month.get("covered_on")) for month in asked["periods"]]


@pytest.fixture
def unpaid(file):
    """Three months of 4.5 million each."""
    wages = ClaimPart("unpaid_wage", 13_500_000, period_from=date(2026, 6, 1), period_to=date(2026, 8, 31))
    return file(worker(wages, ClaimPart("severance", 30_000_000)), worker(wages)).claimants.get(number=1)


def test_what_was_paid_of_no_month_covers_the_oldest_first_and_a_part_of_one_ends_nothing(unpaid):
    assert fines(unpaid) == [(None, None)] * 3
    pays(unpaid, 4_000_000, date(2026, 7, 10))
    assert fines(unpaid) == [(None, None)] * 3
    pays(unpaid, 1_000_000, date(2026, 8, 3))  # June is whole, half a million is left for July
    assert fines(unpaid) == [(None, "2026-08-03"), (None, None), (None, None)]
    pays(unpaid, 4_000_000, date(2026, 9, 1))
    assert fines(unpaid) == [(None, "2026-08-03"), (None, "2026-09-01"), (None, None)]
    pays(unpaid, 4_500_000, date(2026, 9, 8))
    settled = "2026-09-08"
    assert fines(unpaid) == [(settled, "2026-08-03"), (settled, "2026-09-01"), (settled, None)]


def test_what_is_paid_beyond_the_wage_does_not_put_off_the_day_on_which_it_was_there(file, unpaid):
    pays(unpaid, 13_500_000, date(2026, 7, 10))
    pays(unpaid, 1_000_000, date(2026, 9, 20))  # the fine itself, say
    assert [covered for _settled, covered in fines(unpaid)] == ["2026-07-10"] * 3
    person = file(worker(ClaimPart("last_wage", 2_000_000))).claimants.get()

    def until() -> str | None:
        request = calculations.inputs_for(person, SAID)["request"]
        return request.get("unpaid_wage", request)["last_wage"].get("fine_until")

    pays(person, 500_000, date(2026, 8, 3), kind="last_wage")
    assert until() is None
    pays(person, 1_500_000, date(2026, 8, 5), kind="last_wage")
    pays(person, 500_000, date(2026, 9, 1), kind="last_wage")
    assert until() == "2026-08-05"


def test_only_what_the_worker_confirmed_and_only_of_this_claim_covers_a_month(unpaid, act, team):
    pays(unpaid, 4_500_000, date(2026, 7, 10), "stated")
    pays(unpaid, 4_500_000, date(2026, 7, 11), "disputed")
    pays(unpaid, 9_000_000, date(2026, 7, 12), kind="severance")
    other = unpaid.case.claimants.get(number=2)
    pays(other, 4_500_000, date(2026, 7, 13))
    assert fines(unpaid) == [(None, None)] * 3
    assert fines(other)[0] == (None, "2026-07-13")
    act(unpaid.case, "confirm_payment", principals.claimant(unpaid.pk))
    assert fines(unpaid)[0] == (None, "2026-07-10")
    made = Payment.objects.get(claimant=unpaid, paid_on=date(2026, 7, 10))
    act(unpaid.case, "dispute_payment", principals.claimant(unpaid.pk), payments=[made.pk], why="Belum masuk")
    assert fines(unpaid) == [(None, None)] * 3


def test_a_month_that_was_covered_leaves_the_wage_what_it_was_and_ends_its_fine(unpaid, by):
    before = calculations.calculate(unpaid, SAID, by=by)
    pays(unpaid, 4_500_000, date(2026, 7, 8))
    after = calculations.calculate(unpaid, SAID, by=by)
    assert computed(unpaid)["unpaid_wage"] == 13_500_000
    [june] = (
        row
        for row in after.result["rows"]
        if row["code"] == "late_wage_fine" and "06/2026" in row["name"]["id"]
    )
    assert june["amount"] == 1_125_000  # 25 % on the eighth day
    assert not any("06/2026" in row["name"]["id"] for row in after.result["rows"] if row["code"] == "late_wage_fine_further")  # fmt: skip
    assert after.total == before.total - 4_500_000 // 4  # the further 25 %, up to the cap


def test_nobody_asks_for_payments_where_none_was_confirmed_and_once_where_some_were(
    unpaid, django_assert_num_queries
):
    people = list(unpaid.case.claimants.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        open_claims(people)
    for person in unpaid.case.claimants.all():
        pays(person, 4_500_000, date(2026, 7, 8))
    with django_assert_num_queries(2):
        assert sum(len(getattr(claim, "paid", ())) for claim in open_claims(people)) == 2


def test_two_claims_of_one_kind_are_one_sum(file, by):
    person = file(worker(ClaimPart("severance", note="a"), ClaimPart("severance", note="b"))).claimants.get()
    calculations.calculate(person, SAID, by=by)
    assert list(ClaimBalance.objects.filter(claimant=person).order_by("claim").values_list("computed", flat=True)) == [40_500_000, None]  # fmt: skip


def test_who_does_not_work_on_the_case_calculates_nothing(dismissed, team):
    for user in (team.inspector, team.ministry_officer):
        with pytest.raises(NotAllowed):
            calculations.calculate(dismissed, SAID, by=principals.officer(user))
        with pytest.raises(NotAllowed):
            calculations.start_run(dismissed.case, SAID, by=principals.officer(user))
    with pytest.raises(NotAllowed):
        calculations.calculate(dismissed, SAID, by=principals.claimant(dismissed.pk))


# --- what is stored ---------------------------------------------------------------------------------------------


def test_what_is_stored_is_small_and_says_all_of_it_when_it_is_read(dismissed, by):
    made = calculations.calculate(dismissed, SAID, by=by)
    stored = Calculation.objects.get()
    assert stored.result == calculations.reckon(made.inputs).as_dict()
    assert len(json.dumps(stored.kept)) * 3 < len(json.dumps(stored.result))
    assert calculations.by_kind(stored) == computed(dismissed) | {"late_wage_fine": by_row(stored, "late_wage_fine") + by_row(stored, "late_wage_fine_further")}  # fmt: skip


def test_a_result_keeps_the_words_and_the_law_of_its_day(dismissed, by):
    made = calculations.calculate(dismissed, SAID, by=by)
    said = made.result
    law = LawText.objects.get()
    content = json.loads(law.content)
    for document in content["documents"]:
        if "severance" in document.get("components", ()):
            document["components"]["severance"]["name"] = {"id": "Pesangon dulu", "en": "Severance then"}
    then = LawText.objects.create(digest=Rulebook(**content).content_digest, content=json.dumps(content))
    Calculation.objects.update(law=then)
    assert Calculation.objects.get().result["rows"][0]["name"]["id"] == "Pesangon dulu"
    Calculation.objects.update(law=law)
    assert Calculation.objects.get().result == said


def test_what_was_stored_with_all_its_words_is_still_read(dismissed, by):
    """Form 1: before there was a LawText, the result itself was stored."""
    made = calculations.calculate(dismissed, SAID, by=by)
    said = made.result
    Calculation.objects.update(kept=said, law=None)
    old = calculations.latest_of(dismissed)
    assert old.result == said
    assert calculations.by_kind(old) == made.kept["sums"]
    assert calculations.what_would_change(old, dismissed) == []
    assert calculations.override(old, 0, amount=1, reason="sebab", by=by).total == made.total - 40_500_000 + 1


# --- all workers of a case -----------------------------------------------------------------------------------


@pytest.fixture
def crowd(file):
    people = [worker(ClaimPart("severance"), list_id=f"W{n}", nik="", phone="", base_wage=None if n == 3 else 4_000_000 + n) for n in range(1, 13)]  # fmt: skip
    return file(*people)


def test_all_workers_are_calculated_in_the_background(crowd, by, monkeypatch):
    monkeypatch.setattr(running, "PIECE", 5)
    run = calculations.start_run(crowd, SAID, by=by)
    assert (run.total, run.done) == (12, 0)
    assert tasks.calculate_case(run.pk) == 11
    run.refresh_from_db()
    assert run.finished_at
    assert (run.done, run.failed) == (11, 1)
    assert run.errors == [{"number": 3, "missing": ["base_wage"]}]
    assert run.sum == sum(Calculation.objects.values_list("total", flat=True))
    event = crowd.events.get(kind="case.calculated")
    reckoned = crowd.claimants.exclude(number=3).values_list("pk", flat=True)
    assert event.facts["claimants"] == sorted(reckoned)
    assert (event.facts["sum"], event.facts["failed"]) == (run.sum, 1)
    assert ClaimBalance.objects.filter(case=crowd, computed__gt=0).count() == 11


def test_what_a_run_has_written_counts_only_when_all_of_it_is_there(crowd, by, monkeypatch):
    person = crowd.claimants.get(number=1)
    before = calculations.calculate(person, Said(as_of="2026-09-20", ground="43(1)"), by=by)
    monkeypatch.setattr(running, "PIECE", 5)
    run = calculations.start_run(crowd, SAID, by=by)
    running._piece(run)
    assert Calculation.objects.filter(pending=True).count() == 4
    assert calculations.latest_of(person) == before
    assert computed(person) == {"severance": before.total - by_row(before, "long_service_pay")}
    calculations.go_on(run.pk)
    assert calculations.latest_of(person) != before
    assert calculations.earlier_of(person) == [before]
    assert computed(person) == {"severance": 9 * 4_500_001}
    assert not Calculation.objects.filter(pending=True).exists()


def by_row(made, code):
    return sum(row["amount"] for row in made.result["rows"] if row["code"] == code)


def test_who_was_calculated_alone_while_a_run_was_under_way_keeps_the_newer_one(crowd, by, monkeypatch):
    monkeypatch.setattr(running, "PIECE", 5)
    run = calculations.start_run(crowd, SAID, by=by)
    running._piece(run)
    person = crowd.claimants.get(number=1)
    alone = calculations.calculate(person, Said(as_of="2026-09-20", ground="43(1)"), by=by)
    calculations.go_on(run.pk)
    assert calculations.latest_of(person) == alone
    assert computed(person) == {"severance": alone.kept["sums"]["severance"]}


def test_a_run_that_finds_nobody_with_enough_facts_ends_and_tells_nothing(file, by):
    case = file(worker(ClaimPart("severance"), base_wage=None))
    run = calculations.go_on(calculations.start_run(case, SAID, by=by).pk)
    assert (run.done, run.failed) == (0, 1)
    assert run.finished_at
    assert not case.events.filter(kind="case.calculated").exists()


def test_a_run_that_is_under_way_is_not_begun_twice(crowd, by):
    assert calculations.start_run(crowd, SAID, by=by) == calculations.start_run(crowd, SAID, by=by)
    assert CalculationRun.objects.count() == 1


def test_a_run_whose_worker_was_lost_goes_on_where_it_stopped(crowd, by, monkeypatch):
    monkeypatch.setattr(running, "PIECE", 5)
    run = calculations.start_run(crowd, SAID, by=by)
    running._piece(run)
    assert tasks.resume_calculations() == 0, "it may still be at work"
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert tasks.resume_calculations() == 1
    run.refresh_from_db()
    assert run.finished_at
    assert Calculation.objects.count() == run.done == 11, "no piece was written twice"


def test_who_is_split_off_while_a_piece_is_computed_is_not_put_on_record_in_the_old_case(
    crowd, by, act, team, monkeypatch
):
    act(crowd, "accept", team.officer, officer=team.officer.pk)
    run = calculations.start_run(crowd, SAID, by=by)
    gone = crowd.claimants.get(number=1)
    compute = running._compute

    def and_split(people, row):
        monkeypatch.setattr(running, "_compute", compute)
        done = compute(people, row)
        act(crowd, "split", team.officer, claimants=[gone.pk])
        return done

    monkeypatch.setattr(running, "_compute", and_split)
    run = calculations.go_on(run.pk)
    assert (run.done, Calculation.objects.filter(claimant=gone).count()) == (10, 0)
    assert len(crowd.events.get(kind="case.calculated").facts["claimants"]) == 10
    gone.refresh_from_db()
    assert computed(gone) == {"severance": None}


def test_who_joins_while_both_cases_are_calculated_is_put_on_record_once(
    crowd, file, by, act, team, monkeypatch
):
    other = file(worker(ClaimPart("severance"), list_id="X1", nik="", phone="", base_wage=4_000_000))
    for case in (crowd, other):
        act(case, "accept", team.officer, officer=team.officer.pk)
    monkeypatch.setattr(running, "PIECE", 5)
    run, theirs = (calculations.start_run(case, SAID, by=by) for case in (crowd, other))
    running._piece(run)
    running._piece(theirs)
    came = other.claimants.get()
    asked = act(other, "merge_into", team.officer, lead=crowd.reference)
    decide(
        asked.approval.pk,
        by=principals.officer(team.supervisor),
        give=True,
        shown=asked.approval.shown_digest,
    )
    run = calculations.go_on(run.pk)
    assert (run.done, Calculation.objects.filter(claimant=came).count()) == (12, 1)
    assert len(crowd.events.get(kind="case.calculated").facts["claimants"]) == 12
    assert not Calculation.objects.filter(pending=True).exists()


def test_a_piece_that_another_wrote_meanwhile_is_not_written_again(crowd, by, monkeypatch):
    run = calculations.start_run(crowd, SAID, by=by)
    compute = running._compute

    def and_another(people, row):
        monkeypatch.setattr(running, "_compute", compute)
        calculations.go_on(run.pk)
        return compute(people, row)

    monkeypatch.setattr(running, "_compute", and_another)
    calculations.go_on(run.pk)
    assert Calculation.objects.count() == 11


@pytest.mark.slow
def test_a_thousand_workers_cost_half_a_second_of_computing(file, by):
    """Ten thousand in five seconds of one core is the aim; the seconds are printed, not asserted."""
    people = [worker(ClaimPart("severance"), ClaimPart("long_service_pay"), ClaimPart("unpaid_wage", period_from=date(2026, 7, 1), period_to=date(2026, 8, 31)), nik="", phone="", receipt=False, base_wage=4_000_000 + n) for n in range(1000)]  # fmt: skip
    case = file(*people)
    run = calculations.go_on(calculations.start_run(case, SAID, by=by).pk)
    print(f"\n1,000 workers: {run.computing_ms} ms of one core")
    assert (run.done, run.failed) == (1000, 0)
    assert balance.of_case(case).due == sum(computed for computed in ClaimBalance.objects.values_list("computed", flat=True))  # fmt: skip
