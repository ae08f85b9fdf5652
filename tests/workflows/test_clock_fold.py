"""What must hold for every history, whatever happened in it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from accounts.calendar import OfficeCalendar
from core.workdays import add_working_days, is_working_day, working_days_between
from tests.workflows.test_clock_rules import ACCEPTED, FILED, PLAIN, due, story
from workflows.clocks.counting import Pause, walk
from workflows.clocks.fold import open_clocks
from workflows.clocks.history import Context, Happened, Worker
from workflows.clocks.rules import RULES, ClockKind, Unit
from workflows.settings import effective

days = st.dates(date(2025, 1, 1), date(2027, 6, 1))
holidays = st.dictionaries(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.just("Libur"), max_size=60)
pauses = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=4)


def spans(start, pairs):
    """Pauses that follow each other, as a case has them."""
    found, day = [], start
    for gap, length in pairs:
        since = day + timedelta(days=gap)
        day = since + timedelta(days=length)
        found.append(Pause(since, day))
    return tuple(found)


@given(days, st.integers(1, 60), holidays)
def test_without_pauses_it_is_plain_counting(start, length, off):
    counted = walk(start, length, Unit.WORKING_DAYS, OfficeCalendar(off, 1, None))
    assert counted.due == add_working_days(start, length, off).end
    assert counted.skipped == add_working_days(start, length, off).skipped


@given(days, st.integers(1, 40), holidays, pauses)
def test_a_pause_adds_exactly_the_working_days_it_took(start, length, off, pairs):
    counted = walk(start, length, Unit.WORKING_DAYS, OfficeCalendar(off, 1, None), spans(start, pairs))
    assert working_days_between(start, counted.due, off) == length + len(counted.paused)
    assert len(counted.counted) == length
    assert is_working_day(counted.due, off)


@given(days, st.integers(1, 40), holidays, pauses, days)
def test_a_holiday_added_later_never_brings_a_date_nearer(start, length, off, pairs, added):
    stops = spans(start, pairs)
    before = walk(start, length, Unit.WORKING_DAYS, OfficeCalendar(off, 1, None), stops)
    after = walk(
        start, length, Unit.WORKING_DAYS, OfficeCalendar({**off, added: "Libur baru"}, 2, None), stops
    )
    assert after.due >= before.due
    assert after.due == before.due or before.start < added <= before.due


@given(days, st.integers(1, 40), st.integers(0, 50))
def test_while_a_pause_lasts_there_is_no_date(start, length, gap):
    pause = Pause(start + timedelta(days=gap), None)
    counted = walk(start, length, Unit.WORKING_DAYS, PLAIN, (pause,))
    ended_before = add_working_days(start, length, {}).end <= pause.since
    assert (counted.due is not None) == ended_before


KINDS = sorted({kind for rule in RULES.values() for kind in (*rule.starts, *rule.stops)} | {"message.sent"})
STATUSES = ["submitted", "awaiting_completion", "under_review", "in_bipartit", "in_clarification", "in_mediation",
            "recommended", "in_settlement", "in_court", "referred", "escalated", "closed"]  # fmt: skip
FACTS = {
    "on": "2026-11-09", "handed_over_on": "2026-11-04", "received_on": {"1": "2026-11-05"}, "parties": [1], "party": 1,
    "recipients": {"party:1": "2026-11-13", "claimant:5": "2026-11-16"}, "claimants": [5], "agreement": 3,
}  # fmt: skip
steps = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from(STATUSES),
        st.integers(0, 20),
        st.sampled_from(["", "referral:7", "escalation:2", "approval:9", "claimant:5"]),
    ),
    min_size=1,
    max_size=25,
)
CONTEXT = Context(
    ZoneInfo("Asia/Makassar"),
    1,
    (Worker(5, date(2026, 10, 30), date(2026, 10, 31), "pkwtt", None, True), Worker(6)),
    frozenset({"party:1"}),
)


def history(walked):
    at, before, events = datetime(2026, 11, 2, 2, tzinfo=UTC), "", []
    for seq, (kind, status, gap, subject) in enumerate(walked, start=1):
        at += timedelta(days=gap)
        events.append(Happened(kind, seq, at, subject, before, status, FACTS))
        before = status
    return events


def fold(events, calendar=PLAIN, **settings):
    return open_clocks(events, CONTEXT, calendar, effective(settings))


@given(steps, st.randoms())
def test_the_order_in_which_events_are_read_does_not_matter(walked, chance):
    events = history(walked)
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert fold(shuffled) == fold(events) == fold(events)


@given(steps)
def test_noise_moves_nothing_and_every_open_case_has_a_holder(walked):
    events = history(walked)
    states = fold(events)
    last = events[-1]
    noise = Happened(
        "message.sent", last.seq + 1, last.at + timedelta(days=9), "", last.status_to, last.status_to
    )
    assert [(s.key, s.due_on) for s in fold([*events, noise])] == [(s.key, s.due_on) for s in states]
    assert len({state.key for state in states}) == len(states)
    if last.status_to != "closed":
        assert any(state.due_on and state.rule.in_queue for state in states)


@given(steps)
def test_a_setting_of_the_office_moves_no_date_of_the_law(walked):
    events = history(walked)
    changed = {key: 1 for key in effective({}) if key.endswith("_days") and key != "ministry_days"}

    def of_the_law(states):
        return [(s.key, s.due_on) for s in states if s.rule.kind == ClockKind.STATUTORY]

    assert of_the_law(fold(events, **changed)) == of_the_law(fold(events))


def test_waiting_for_the_worker_stops_the_clock_of_the_office():
    asked = (4, "case.completion_requested", "awaiting_completion", {"bipartit_proof": False})
    paused = next(s for s in story(FILED, ACCEPTED, asked) if s.clock == "review")
    assert paused.due_on is None
    resumed = story(FILED, ACCEPTED, asked, (11, "case.completed", "under_review"))
    review = next(state for state in resumed if state.clock == "review")
    # Wednesday counts to the office; Thursday to Wednesday the case waited: four days are left from Thursday on.
    assert review.due_on == date(2026, 11, 17)
    assert len(review.walk.paused) == 5
    assert review.started_on == date(2026, 11, 3)


def test_coming_back_to_review_counts_anew():
    opened = (4, "case.clarification_opened", "in_clarification", {"parties": [1]})
    back = (16, "case.clarification_concluded", "under_review", {"how": "silent"})
    assert due(story(FILED, ACCEPTED, opened, back), "review") == date(2026, 11, 23)


def test_moving_the_case_voids_a_countersignature():
    asked = (4, "approval.asked", None, {"office": 1}, "approval:7")
    assert due(story(FILED, ACCEPTED, asked), "countersign", "approval:7")
    moved = (5, "case.clarification_opened", "in_clarification", {"parties": [1]})
    assert due(story(FILED, ACCEPTED, asked, moved), "countersign", "approval:7") is None


def test_an_evening_in_utc_is_the_next_day_in_balikpapan():
    late = Happened("case.submitted", 1, datetime(2026, 11, 2, 17, 0, tzinfo=UTC), "", "", "submitted")
    makassar = open_clocks([late], Context(ZoneInfo("Asia/Makassar")), PLAIN, effective({}))
    utc = open_clocks([late], Context(ZoneInfo("UTC")), PLAIN, effective({}))
    assert (makassar[0].started_on, utc[0].started_on) == (date(2026, 11, 3), date(2026, 11, 2))
    assert (makassar[0].due_on, utc[0].due_on) == (date(2026, 11, 6), date(2026, 11, 5))


def test_the_employer_has_the_time_that_the_letter_gives_and_never_less_than_the_standard():
    def opened(answer_by):
        return story(FILED, ACCEPTED, (4, "case.clarification_opened", "in_clarification", {
            "parties": [1], "received_on": {"1": "2026-11-05"}, "answer_by": answer_by}))  # fmt: skip

    assert due(opened("2026-11-25"), "employer_answer", "party:1") == date(2026, 11, 25)
    assert due(opened("2026-11-09"), "employer_answer", "party:1") == date(2026, 11, 16)


def test_a_summons_that_cannot_be_delivered_counts_from_the_second_posting():
    opened = (4, "case.clarification_opened", "in_clarification", {"parties": [1], "received_on": {}})
    again = (9, "case.summons_served", None, {"party": 1, "posted_on": "2026-11-09", "received_on": None})
    assert due(story(FILED, ACCEPTED, opened, again), "employer_answer", "party:1") == date(2026, 11, 18)


def test_bipartit_counts_from_the_meeting_or_where_there_was_none_from_the_request():
    def started(**facts):
        return (4, "case.bipartit_started", "in_bipartit", {"requested_on": "2026-11-02", **facts})

    met = story(FILED, ACCEPTED, started(received_on="2026-11-03", first_meeting_on="2026-11-04"))
    asked = story(FILED, ACCEPTED, started(received_on="2026-11-03"))
    strict = story(FILED, ACCEPTED, started(received_on="2026-11-03"), bipartit_counts_from="meeting")
    assert due(met, "bipartit") == date(2026, 12, 16)
    assert due(asked, "bipartit") == date(2026, 12, 15)
    assert due(strict, "bipartit") is None
    assert due(strict, "bipartit_watch") == date(2026, 11, 16)


def test_a_dispute_of_rights_has_no_forum_to_choose():
    registered = (4, "case.dispute_registered", None, {"on": "2026-11-04", "natures": ["hak"]})
    assert due(story(FILED, ACCEPTED, registered), "forum_choice") is None


def test_clarification_during_mediation_is_shown_as_a_second_date():
    opened = (5, "case.mediation_opened", "in_mediation", {"handed_over_on": "2026-11-04"})
    asked = (9, "case.clarification_opened", None, {"parties": [1]})
    done = (13, "case.clarification_concluded", None, {"on": "2026-11-13"})
    total = next(s for s in story(FILED, ACCEPTED, opened, asked, done) if s.clock == "mediation_total")
    assert (total.due_on, total.second_due_on) == (date(2026, 12, 16), date(2026, 12, 22))


def test_who_was_absent_when_the_ruling_was_read_counts_from_being_told():
    ruling = (4, "case.ruling_recorded", "in_court", {
        "read_on": "2026-11-02", "notified_on": "2026-11-04", "final": False})  # fmt: skip
    states = story(FILED, ruling)
    assert due(states, "cassation", "employer") == date(2026, 11, 20)
    assert due(states, "cassation", "worker") == date(2026, 11, 24)
    final = (25, "case.ruling_recorded", None, {"read_on": "2026-11-25", "final": True})
    assert not [state for state in story(FILED, ruling, final) if state.clock == "cassation"]


def test_a_withdrawn_case_keeps_the_time_of_the_law_and_loses_that_of_the_office():
    started = (
        4,
        "case.bipartit_started",
        "in_bipartit",
        {"requested_on": "2026-11-02", "received_on": "2026-11-03"},
    )
    left = (9, "case.withdrawal_confirmed", "closed", {"claimants": [5]})
    closed = story(FILED, ACCEPTED, started, left)
    assert [(state.clock, state.resting) for state in closed] == [("bipartit", True)]
    back = story(FILED, ACCEPTED, started, left, (10, "case.reopened", "in_bipartit", {}))
    assert due(back, "bipartit") == due(closed, "bipartit") == date(2026, 12, 15)
