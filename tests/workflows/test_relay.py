"""The outbox: every event reaches every subscriber, in order, whoever dies meanwhile."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts import principals
from cases.events import record
from cases.models import Case, FeedPosition, OutboxRow
from core import clock
from tests.conftest import one_complaint
from workflows import feed, relay
from workflows.filing import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """What a subscriber named "listener" was told, as (case, seq); it raises while `failing` holds its case."""
    events = []

    def listen(event):
        if event.case_id in listen.failing:
            raise LookupError("a secret word")
        events.append((event.case_id, event.seq))

    listen.failing = set()
    monkeypatch.setattr("cases.events._subscribers", [])
    monkeypatch.setattr(relay, "_handlers", {})
    relay.register("listener", listen)
    events_and_handler = events, listen
    return events_and_handler


def test_each_event_is_handed_over_once_and_in_order(heard, case, team, act):
    events, _ = heard
    act(case, "accept", team.intake, officer=team.officer.pk)
    assert relay.relay() == 2
    assert relay.relay() == 0
    assert events == [(case.pk, 1), (case.pk, 2)]


def test_a_failing_handler_holds_up_only_its_own_case(heard, case, team, act):
    events, listen = heard
    act(case, "accept", team.intake, officer=team.officer.pk)
    other = submit(one_complaint(), by=principals.ANYONE).case
    listen.failing = {case.pk}
    relay.relay()
    assert events == [(other.pk, 1)]
    row = OutboxRow.objects.get(case_id=case.pk, event__seq=1)
    assert (row.attempts, row.error, row.done_at) == (1, "LookupError", None)
    assert row.next_attempt_at > clock.now()
    listen.failing = set()
    with clock.at(clock.now() + timedelta(minutes=1)):
        relay.relay()
    assert events == [(other.pk, 1), (case.pk, 1), (case.pk, 2)]


def test_what_a_failing_handler_wrote_is_taken_back(heard, case, monkeypatch):
    def write_and_fail(event):
        Case.objects.filter(pk=event.case_id).update(story="half-way")
        raise ValueError

    relay.register("listener", write_and_fail)
    relay.relay()
    case.refresh_from_db()
    assert case.story_text != "half-way"


def test_a_lease_of_a_dead_relay_runs_out(heard, case):
    events, _ = heard
    assert relay._take("11111111-1111-1111-1111-111111111111")  # and dies here
    assert relay.relay() == 0
    with clock.at(clock.now() + relay.LEASE + timedelta(seconds=1)):
        assert relay.relay() == 1
    assert events == [(case.pk, 1)]


def test_who_lost_the_lease_does_not_handle_the_row(heard, case):
    events, _ = heard
    [pk] = relay._take("11111111-1111-1111-1111-111111111111")
    with clock.at(clock.now() + relay.LEASE + timedelta(seconds=1)):
        relay.relay()
    assert not relay._hand_over(pk, "11111111-1111-1111-1111-111111111111")
    assert events == [(case.pk, 1)]


def test_waits_grow_to_an_hour():
    now = clock.now()
    waits = [(relay.next_attempt(n, now) - now).total_seconds() for n in (1, 2, 3, 50)]
    assert waits == [10, 20, 40, 3600]


@pytest.mark.django_db(transaction=True)
def test_four_relays_at_once_hand_each_event_over_once(heard, team):
    events, _ = heard
    cases = [submit(one_complaint(), by=principals.ANYONE).case for _ in range(12)]
    barrier = threading.Barrier(4)

    def run():
        barrier.wait()
        relay.relay()
        connection.close()

    relays = [threading.Thread(target=run) for _ in range(4)]
    for thread in relays:
        thread.start()
    for thread in relays:
        thread.join()
    relay.relay()
    assert sorted(events) == sorted((case.pk, 1) for case in cases)


def _note(case: Case) -> None:
    record(Case.objects.select_for_update().get(pk=case.pk), "case.noted", by=principals.SYSTEM)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_reader_with_a_cursor_loses_no_event_of_a_transaction_that_commits_late(team):
    early = submit(one_complaint(), by=principals.ANYONE).case
    late = submit(one_complaint(), by=principals.ANYONE).case
    relay.relay()
    cursor = FeedPosition.objects.order_by("-position").first().position
    written, commit = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            _note(early)  # the lower id
            written.set()
            commit.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    written.wait(10)
    with transaction.atomic():
        _note(late)  # the higher id, committed first
    relay.relay()
    first = feed.events_since(Case.objects.all(), cursor, limit=10)
    commit.set()
    writer.join()
    relay.relay()
    second = feed.events_since(Case.objects.all(), first[-1].position, limit=10)
    assert [row.event.case_id for row in first + second] == [late.pk, early.pk]
    assert first[0].event_id > second[0].event_id, "an id would have lost it"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_place_in_the_feed_is_committed_before_the_next_is_drawn(team):
    one = submit(one_complaint(), by=principals.ANYONE).case.events.get()
    two = submit(one_complaint(), by=principals.ANYONE).case.events.get()
    drawn, commit, second_done = threading.Event(), threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            feed.stamp(one)
            drawn.set()
            commit.wait(10)
        connection.close()

    def second():
        drawn.wait(10)
        feed.stamp(two)
        second_done.set()
        connection.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    drawn.wait(10)
    assert not second_done.wait(0.5), "a later place was visible while an earlier one was not"
    commit.set()
    for thread in threads:
        thread.join()
    assert list(FeedPosition.objects.order_by("position").values_list("event", flat=True)) == [one.pk, two.pk]
