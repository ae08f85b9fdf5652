"""What is stored of the clocks, through real actions: kept with every move, told once, moved with a trace."""

import random
import threading
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import principals
from accounts.calendar import calendar_of
from accounts.models import Office
from cases.audit import verify_all
from cases.models import Case, CaseEvent
from core import clock
from tests.conftest import one_complaint, one_worker
from workflows.actions import ACTIONS
from workflows.clocks.explain import of_case, of_claimant
from workflows.clocks.holidays import add_holiday, withdraw_holiday
from workflows.clocks.signals import is_quiet, next_morning
from workflows.clocks.store import fold
from workflows.clocks.sweep import sweep
from workflows.errors import Invalid, NotAllowed, Refused
from workflows.filing import ClaimPart, submit
from workflows.models import ClockSignal, OpenClock, QueueEntry
from workflows.settings import effective

pytestmark = pytest.mark.django_db
WITA = ZoneInfo("Asia/Makassar")
MONDAY = date(2026, 11, 2)


def morning(day: int, hour: int = 9, month: int = 11):
    return clock.at(datetime(2026, month, day, hour, tzinfo=WITA))


@pytest.fixture(autouse=True)
def on_a_monday():
    with morning(2):
        yield


def row(case, name, subject=""):
    return OpenClock.objects.filter(case=case, clock=name, subject=subject).first()


def holders(case):
    return set(QueueEntry.objects.filter(case=case).values_list("holder", "office"))


def agree():
    call_command("rebuild_clocks", check=True, stdout=StringIO())
    return True


def told(case, kind="clock.warned"):
    return [
        (event.facts["clock"], event.facts["threshold"], event.facts["step"], event.facts["due_on"])
        for event in CaseEvent.objects.filter(case=case, kind=kind)
    ]


# --- kept with every move --------------------------------------------------------------------------------


def test_filing_starts_a_clock_that_ends_with_the_day_in_balikpapan(case, team):
    found = row(case, "verify_intake")
    assert found.due_on == date(2026, 11, 5)
    assert found.due_at == datetime(2026, 11, 5, 15, 59, 59, tzinfo=UTC)
    assert holders(case) == {("satgas", team.satgas.pk)}
    with clock.at(datetime(2026, 11, 5, 23, 59, tzinfo=WITA)):
        assert found.due_at > clock.now()
    with clock.at(datetime(2026, 11, 6, 0, 0, tzinfo=WITA)):
        assert found.due_at < clock.now()


def test_a_move_changes_whose_move_it_is(case, team, act):
    act(case, "request_completion", team.intake, items="Slip gaji")
    assert row(case, "verify_intake") is None
    assert holders(case) == {("worker", team.satgas.pk)}
    with morning(9):
        act(case, "complete", principals.claimant(case.claimants.get().pk), answer="Terlampir")
    # Three working days, of which the wait from 3 to 9 November took none away.
    assert row(case, "verify_intake").due_on == date(2026, 11, 12)
    assert agree()


def test_an_office_in_another_zone_ends_its_day_there(team):
    jayapura = Office.objects.create(name="Satgas Jayapura", kind="satgas", time_zone="Asia/Jayapura")
    filed = submit(one_complaint(office_id=jayapura.pk), by=principals.ANYONE).case
    assert row(filed, "verify_intake").due_at == datetime(2026, 11, 5, 14, 59, 59, tzinfo=UTC)


def test_messages_touch_no_clock(case, team, django_assert_num_queries):
    from django.db import transaction

    from cases.events import record

    before = list(OpenClock.objects.values())
    with transaction.atomic():
        record(case, "message.sent", by=principals.SYSTEM, status_from=case.status)
    assert list(OpenClock.objects.values()) == before


def test_a_refresh_asks_little_of_the_database(reviewed, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        fold(reviewed)


# --- lineage ---------------------------------------------------------------------------------------------


@pytest.fixture
def three(team, act):
    people = tuple(
        one_worker(name=f"Pekerja {n}", nik="", phone="", claims=(ClaimPart("severance", 5_000_000),),
                   naming="named", consent="given")
        for n in range(3)
    )  # fmt: skip
    found = submit(one_complaint(workers=people), by=principals.ANYONE).case
    act(found, "accept", team.intake, officer=team.officer.pk)
    act(found, "start_bipartit", team.officer, requested_on=MONDAY, received_on=MONDAY, sent_by="pos")
    return found


def test_the_time_of_the_law_does_not_start_again_when_workers_are_split_off(three, team, act):
    whole = row(three, "bipartit")
    one = three.claimants.last()
    with morning(16):
        done = act(three, "split", team.officer, claimants=[one.pk])
    new = Case.objects.get(pk=done.event.facts["new_case"])
    part = row(new, "bipartit")
    assert (part.started_on, part.due_on) == (whole.started_on, whole.due_on) == (MONDAY, date(2026, 12, 14))
    assert agree()


@pytest.fixture
def served(three, team, act):
    """The anjuran was served on all on 12 November."""
    with morning(4):
        act(three, "end_bipartit", team.officer, how="refused", on=date(2026, 11, 4))
        act(three, "register_dispute", team.officer, on=date(2026, 11, 4), number="1", natures=["phk"])
    assert row(three, "forum_choice").due_on == date(2026, 11, 13)
    with morning(5):
        act(three, "choose_forum", team.officer, forum="mediasi", on=date(2026, 11, 5))
        act(three, "open_mediation", team.mediator, handed_over_on=date(2026, 11, 5), no_conflict=True)
    with morning(9):
        act(three, "hold_session", team.mediator, on=date(2026, 11, 9), worker_came=True, employer_came=True)
    with morning(11):
        act(three, "issue_recommendation", team.mediator, number="2", on=date(2026, 11, 11))
    with morning(12):
        act(three, "serve", team.officer, received_on=date(2026, 11, 12), means="hand",
            parties=[three.parties.get().pk], every_claimant=True)  # fmt: skip
    return three


def test_each_recipient_has_a_clock_and_goes_with_it_into_the_new_case(served, team, act):
    party, (first, second, third) = served.parties.get(), served.claimants.all()
    assert {row.subject for row in OpenClock.objects.filter(case=served, clock="replies")} == {
        f"party:{party.pk}", *(f"claimant:{person.pk}" for person in (first, second, third)),
    }  # fmt: skip
    assert row(served, "recommendation") is None  # delivered to all
    assert row(served, "replies", f"party:{party.pk}").holder == "employer"
    with morning(13):
        done = act(served, "split", team.officer, claimants=[third.pk])
    new = Case.objects.get(pk=done.event.facts["new_case"])
    assert row(served, "replies", f"claimant:{third.pk}") is None
    assert row(new, "replies", f"claimant:{third.pk}").due_on == date(2026, 11, 26)
    theirs = new.parties.get()
    with morning(16):
        act(new, "record_reply", team.officer, answer="refuses", on=date(2026, 11, 16), party=theirs.pk)
    assert row(new, "replies", f"party:{theirs.pk}") is None
    assert row(served, "replies", f"party:{party.pk}") is not None
    assert row(new, "court_limit", f"claimant:{third.pk}").due_on == date(2027, 11, 16)
    assert row(served, "court_limit", "claimants:2026-11-27").due_on == date(2027, 11, 27)
    assert agree()


def test_who_is_split_off_with_an_agreement_leaves_the_clocks_of_mediation(served, team, act):
    first = served.claimants.first()
    with morning(13):
        act(served, "record_agreement", team.mediator, signed_on=date(2026, 11, 13), claimants=[first.pk],
            schedule="2026-12-31 100%")  # fmt: skip
    new = Case.objects.exclude(pk=served.pk).get()
    clocks = set(OpenClock.objects.filter(case=new).values_list("clock", flat=True))
    assert clocks == {"pb_registration", "instalment"}
    assert row(served, "mediation_total").due_on == date(2026, 12, 17)
    assert agree()


def test_a_merged_case_hands_its_clocks_to_the_lead(team, act):
    lead, other = (submit(one_complaint(), by=principals.ANYONE).case for _ in range(2))
    for one in (lead, other):
        act(one, "accept", team.intake, officer=team.officer.pk)
    whom = other.claimants.get()
    act(other, "report_retaliation", principals.claimant(whom.pk), what="Diancam", in_danger=False)
    from workflows.perform import decide

    with morning(3):
        asked = act(other, "merge_into", team.officer, lead=lead.reference)
        decide(asked.approval.pk, by=principals.officer(team.supervisor), give=True,
               shown=asked.approval.shown_digest)  # fmt: skip
    assert not OpenClock.objects.filter(case=other).exists()
    assert not QueueEntry.objects.filter(case=other).exists()
    assert row(lead, "safety_contact", f"claimant:{whom.pk}").due_on == date(2026, 11, 3)
    with morning(3, 10):
        act(
            lead,
            "record_safety_contact",
            team.officer,
            claimants=[whom.pk],
            spoken_on=date(2026, 11, 3),
            plan="Aman",
        )
    assert row(lead, "safety_contact", f"claimant:{whom.pk}") is None
    assert agree()


# --- told once -------------------------------------------------------------------------------------------


def test_warnings_come_at_half_at_four_fifths_on_the_day_and_after_each_once(reviewed):
    review = row(reviewed, "review")
    assert review.due_on == date(2026, 11, 9)
    for day in range(2, 20):
        for hour in (3, 8, 12, 22):
            with morning(day, hour):
                sweep()
                sweep()
    assert [threshold for name, threshold, *_ in told(reviewed) if name == "review"] == ["half", "80", "due"]
    assert told(reviewed, "clock.breached") == [
        ("review", "after", "officer", "2026-11-09"),
        ("review", "after_2", "supervisor", "2026-11-09"),
        ("review", "after_3", "head", "2026-11-09"),
    ]
    assert row(reviewed, "review").next_signal_at is None
    assert list(verify_all()) == []


def test_nobody_is_woken_at_night_or_on_a_day_off(reviewed):
    for day in range(2, 20):
        for hour in range(24):
            with morning(day, hour):
                sweep()
    settings = effective({})
    calendar = calendar_of(reviewed.office_id)
    for event in CaseEvent.objects.filter(kind__startswith="clock."):
        assert not is_quiet(event.at, calendar, WITA, settings)
        assert event.at.astimezone(WITA).hour == 8


def test_after_days_without_a_sweep_the_steps_are_told_but_not_the_old_warnings(reviewed):
    with morning(19):
        sweep()
        sweep()
    assert told(reviewed) == []
    assert [threshold for _, threshold, *_ in told(reviewed, "clock.breached")] == [
        "after",
        "after_2",
        "after_3",
    ]


def test_a_sweep_at_night_waits_for_the_next_working_morning(reviewed):
    with clock.at(datetime(2026, 11, 6, 23, tzinfo=WITA)):  # Friday
        assert sweep() == 0
        assert row(reviewed, "review").next_signal_at == datetime(2026, 11, 9, 8, tzinfo=WITA)
    calendar = calendar_of(reviewed.office_id)
    early = datetime(2026, 11, 9, 5, tzinfo=WITA)
    assert next_morning(early, calendar, WITA, effective({})) == datetime(2026, 11, 9, 8, tzinfo=WITA)


def test_many_recipients_with_one_date_are_told_by_one_event(served):
    with morning(19):
        sweep()
    warned = CaseEvent.objects.get(kind="clock.warned", text__contains='"holder":"worker"', case=served)
    assert warned.facts["count"] == 3
    assert warned.facts["claimants"] == [person.pk for person in served.claimants.all()]
    assert ClockSignal.objects.filter(case=served, clock="replies", threshold="half").count() == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_sweeps_at_once_tell_it_once(reviewed):
    results = []

    def one():
        try:
            with morning(5):
                results.append(sweep())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, 0, 0, 1]
    assert len(told(reviewed)) == 1


# --- moved with a trace ----------------------------------------------------------------------------------


def test_a_day_off_of_the_office_moves_its_dates_and_is_told(reviewed, team, act):
    by = principals.officer(team.supervisor)
    done = add_holiday(team.satgas, day=date(2026, 11, 5), name="Ulang tahun kota", by=by)
    assert (done.cases, done.moved) == (1, 1)
    assert row(reviewed, "review").due_on == date(2026, 11, 10)
    moved = CaseEvent.objects.get(case=reviewed, kind="clock.moved")
    assert moved.facts == {
        "clock": "review", "from": "2026-11-09", "to": "2026-11-10", "holder": "satgas", "why": "holiday",
        "voids_breach": False, "count": 1,
    }  # fmt: skip
    assert moved.by_id == team.supervisor.pk
    assert "Ulang tahun kota" in next(told for told in of_case(reviewed) if told.clock == "review").why
    with pytest.raises(Invalid):
        add_holiday(team.satgas, day=date(2026, 11, 5), name="Lagi", by=by)
    assert agree()


def test_another_office_keeps_its_dates(reviewed, team):
    done = add_holiday(
        team.kanwil, day=date(2026, 11, 5), name="Libur", by=principals.officer(team.supervisor)
    )
    assert done.moved == 0
    assert row(reviewed, "review").due_on == date(2026, 11, 9)


def test_a_day_off_of_the_country_moves_all_and_can_be_taken_back(reviewed, team):
    from accounts.models import Holiday

    by = principals.officer(team.supervisor)
    assert add_holiday(None, day=date(2026, 11, 5), name="Libur nasional", by=by).moved == 1
    assert withdraw_holiday(Holiday.objects.get(name="Libur nasional"), by=by).moved == 1
    assert row(reviewed, "review").due_on == date(2026, 11, 9)


def test_a_moved_date_voids_the_breach_that_rested_on_it(reviewed, team):
    with morning(10):
        sweep()
        assert len(told(reviewed, "clock.breached")) == 1
        add_holiday(team.satgas, day=date(2026, 11, 9), name="Libur", by=principals.officer(team.supervisor))
        moved = CaseEvent.objects.get(case=reviewed, kind="clock.moved")
        assert moved.facts["voids_breach"]
        assert row(reviewed, "review").due_at > clock.now()
    with morning(11):
        sweep()
    assert told(reviewed, "clock.breached")[-1] == ("review", "after", "officer", "2026-11-10")


# --- proved ----------------------------------------------------------------------------------------------


def test_a_row_that_lies_is_found_and_mended(reviewed):
    OpenClock.objects.filter(case=reviewed).update(due_on=date(2026, 12, 1))
    with pytest.raises(CommandError):
        call_command("rebuild_clocks", check=True, stdout=StringIO())
    call_command("rebuild_clocks", stdout=StringIO())
    assert agree()


PARAMS = {
    "request_completion": {"items": "Slip gaji"},
    "complete": {"answer": "Ada"},
    "start_bipartit": {"requested_on": MONDAY, "received_on": MONDAY, "sent_by": "pos"},
    "end_bipartit": {"how": "refused", "on": MONDAY},
    "register_dispute": {"on": MONDAY, "number": "1", "natures": ["phk"]},
    "choose_forum": {"forum": "mediasi", "on": MONDAY},
    "open_mediation": {"handed_over_on": MONDAY, "no_conflict": True},
    "hold_session": {"on": MONDAY, "worker_came": True, "employer_came": True},
    "issue_recommendation": {"number": "1", "on": MONDAY},
    "serve": {"received_on": MONDAY, "means": "hand", "every_claimant": True},
    "issue_risalah": {"on": MONDAY, "number": "1"},
    "record_agreement": {"signed_on": MONDAY, "schedule": "2026-12-31 50%\n2027-01-31 50%"},
    "register_agreement": {"deed_number": "1", "registered_on": MONDAY},
    "report_retaliation": {"what": "Diancam", "in_danger": False},
    "record_safety_contact": {"spoken_on": MONDAY, "plan": "Aman"},
    "withdraw": {},
    "take_back_withdrawal": {},
    "file_suit": {"number": "1", "on": MONDAY},
    "record_ruling": {"number": "1", "read_on": MONDAY, "final": False},
    "request_execution": {"on": MONDAY},
    "reopen": {},
}


@pytest.mark.parametrize("seed", range(6))
def test_after_any_walk_of_real_actions_the_stored_clocks_equal_the_fold(seed, three, team, act):
    chance = random.Random(seed)
    worker = principals.claimant(three.claimants.first().pk)
    actors = [team.intake, team.officer, team.mediator, team.supervisor, worker]
    done, day = 0, datetime(2026, 11, 2, 9, tzinfo=WITA)
    for _step in range(60):
        day += timedelta(days=chance.choice([0, 0, 1, 3]))
        with clock.at(day):
            name = chance.choice([*PARAMS, "split"])
            params = dict(PARAMS.get(name, {}))
            if name == "serve":
                params["parties"] = list(three.parties.values_list("pk", flat=True))
            if name == "record_safety_contact":
                params["claimants"] = [worker.claimant_id]
            if name == "split":
                params["claimants"] = list(three.claimants.values_list("pk", flat=True))[-1:]
            try:
                act(three, name, chance.choice(actors), note="Alasan", **params)
                done += 1
            except (Refused, NotAllowed, Invalid):
                continue
            if chance.random() < 0.3:
                sweep()
    assert done > 3
    assert agree()
    assert list(verify_all()) == []


# --- explained -------------------------------------------------------------------------------------------


def test_a_worker_is_told_their_own_dates_and_nobody_elses(served):
    first, second, _third = served.claimants.all()
    with morning(13):
        mine = of_claimant(served, first.pk)
    assert {told.subject for told in mine if told.clock == "replies"} == {
        f"claimant:{first.pk}", f"party:{served.parties.get().pk}",
    }  # fmt: skip
    assert f"claimant:{second.pk}" not in {told.subject for told in mine}
    assert all(told.says and told.why and told.source for told in mine)
    assert "court_limit" not in {told.clock for told in mine}  # only once the time to reply has ended
    with morning(27):
        assert "court_limit" in {told.clock for told in of_claimant(served, first.pk)}


def test_every_action_is_known_to_the_walk_or_needs_a_record():
    assert set(PARAMS) < set(ACTIONS)


def test_one_failing_case_does_not_silence_the_others(reviewed, team, monkeypatch):
    from workflows.clocks import sweep as sweeping

    other = submit(one_complaint(), by=principals.ANYONE).case
    fine = sweeping.fold

    def failing(case):
        if case.pk == reviewed.pk:
            raise ZeroDivisionError
        return fine(case)

    monkeypatch.setattr(sweeping, "fold", failing)
    with morning(5), pytest.raises(ZeroDivisionError):
        sweep()
    assert told(other)
    assert told(reviewed) == []


def test_a_countersignature_that_is_late_goes_to_the_deputy(reviewed, team, act):
    act(reviewed, "decline", team.officer, note="Bukan perselisihan.", outcome="advice_given",
        where_to_go="Posbakum", heard_on=MONDAY - timedelta(days=14))  # fmt: skip
    with morning(5):
        sweep()
    assert ("countersign", "after", "head", "2026-11-04") in told(reviewed, "clock.breached")


def test_a_workers_own_steps_stop_the_dates_that_warned_of_them(reviewed, team, act):
    from datetime import timedelta

    from core import clock
    from workflows.clocks.store import refresh

    today = clock.today()
    reviewed.claimants.update(phk_notice_on=today - timedelta(days=2), work_end=today, contract_kind="pkwtt")
    refresh(reviewed)
    running = set(reviewed.open_clocks.values_list("clock", flat=True))
    assert {"phk_refusal", "jkp_claim"} <= running
    act(reviewed, "record_phk_refusal", team.officer, on=today)
    act(reviewed, "record_jkp_claim", team.officer, on=today)
    assert not {"phk_refusal", "jkp_claim"} & set(reviewed.open_clocks.values_list("clock", flat=True))
