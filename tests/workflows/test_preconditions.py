"""What must have happened first: a name may be shown, a worker was heard."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts import principals
from core import clock
from demo.telling import on
from tests.conftest import one_complaint, one_worker
from workflows.errors import Invalid, Refused
from workflows.filing import submit
from workflows.models import OpenClock
from workflows.perform import possible_actions

pytestmark = pytest.mark.django_db

LETTER = {"requested_on": date(2026, 11, 20), "sent_by": "Tanda terima"}
CLOSING = {"outcome": "advice_given", "where_to_go": "Posbakum", "note": "Sudah dijelaskan."}


@pytest.fixture
def two(team, act):
    workers = (one_worker(naming="named"), one_worker(name="Siti Aminah", nik="", phone="", naming="unnamed"))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    act(case, "accept", team.officer, officer=team.officer.pk)
    return case


def state(case):
    case.refresh_from_db()
    return case.status, case.version, case.head_seq


def test_talks_are_not_asked_for_in_the_name_of_who_did_not_agree_to_be_named(two, team, act):
    before = state(two)
    with pytest.raises(Refused, match="Catat persetujuan"):
        act(two, "start_bipartit", team.officer, **LETTER)
    assert state(two) == before
    why = next(one for one in possible_actions(two, by=principals.officer(team.officer))
               if one.action.name == "start_bipartit")  # fmt: skip
    assert "namanya boleh disebut" in str(why.reasons[0])
    siti = two.claimants.get(number=2)
    act(two, "record_consent", principals.claimant(siti.pk), consent="given", naming="named")
    act(two, "start_bipartit", team.officer, **LETTER)
    assert state(two)[0] == "in_bipartit"


def test_a_worker_asks_for_talks_in_their_own_name_only(two, act):
    budi, siti = (principals.claimant(person.pk) for person in two.claimants.order_by("number"))
    before = state(two)
    with pytest.raises(Refused, match="Izinkan dahulu"):
        act(two, "start_bipartit", siti, **LETTER)
    assert state(two) == before
    done = act(two, "start_bipartit", budi, **LETTER)
    assert (done.case.status, done.case.claimants.get().pk) == ("in_bipartit", budi.claimant_id)
    assert state(two)[0] == "under_review"


def test_who_was_threatened_is_not_named_in_a_letter(two, team, act):
    two.claimants.update(naming="named")
    act(two, "report_retaliation", principals.claimant(two.claimants.get(number=1).pk), what="Diancam.")
    with pytest.raises(Refused):
        act(two, "start_bipartit", team.officer, **LETTER)


def test_a_case_is_closed_when_the_five_working_days_of_a_worker_who_was_heard_are_over(reviewed, team, act):
    friday = date(2026, 11, 20)
    for day in (friday, date(2026, 11, 24), date(2026, 11, 27)):
        with on(day), pytest.raises(Invalid, match="heard_on") as refused:
            act(reviewed, "decline", team.officer, heard_on=friday, **CLOSING)
        assert "30 November 2026" in str(refused.value.errors["heard_on"])
    with on(date(2026, 11, 30)):
        done = act(reviewed, "decline", team.officer, heard_on=friday, **CLOSING)
    assert done.approval


def test_nobody_is_heard_tomorrow(reviewed, team, act):
    with pytest.raises(Invalid, match="heard_on"):
        act(reviewed, "decline", team.officer, heard_on=clock.today() + timedelta(days=1), **CLOSING)


def test_before_eight_in_the_morning_today_has_begun(reviewed, team, act):
    with clock.at(datetime(2026, 11, 26, 22, 30, tzinfo=UTC)):  # Friday half past six in Balikpapan
        act(reviewed, "record_phk_refusal", team.officer, on=date(2026, 11, 27))
        with pytest.raises(Invalid, match="on"):
            act(reviewed, "record_phk_refusal", team.officer, on=date(2026, 11, 28))


def test_who_asks_to_withdraw_before_eight_asks_it_on_that_day(reviewed, team, act):
    worker = reviewed.claimants.get()
    with clock.at(datetime(2026, 11, 26, 22, 30, tzinfo=UTC)):  # Friday; three working days end on Wednesday
        act(reviewed, "withdraw", principals.claimant(worker.pk))
    confirm = {"claimants": [worker.pk], "how": "in_person", "apart": True}
    with clock.at(datetime(2026, 12, 2, 4, tzinfo=UTC)), pytest.raises(Invalid, match="claimants"):
        act(reviewed, "confirm_withdrawal", team.officer, **confirm)
    with clock.at(datetime(2026, 12, 3, 4, tzinfo=UTC)):
        act(reviewed, "confirm_withdrawal", team.officer, **confirm)


def test_a_day_on_which_the_office_is_closed_does_not_count(reviewed, team, act):
    from accounts.calendar import add_day_off

    friday = date(2026, 11, 20)
    add_day_off(team.satgas, day=date(2026, 11, 25), name="Banjir", by_id=team.supervisor.pk)
    with on(date(2026, 11, 30)), pytest.raises(Invalid):
        act(reviewed, "decline", team.officer, heard_on=friday, **CLOSING)
    with on(date(2026, 12, 1)):
        assert act(reviewed, "decline", team.officer, heard_on=friday, **CLOSING).approval


def test_a_registered_dispute_is_never_declined(reviewed, team, act):
    today = clock.today()
    reviewed.claimants.update(naming="named")
    act(reviewed, "start_bipartit", team.officer, requested_on=today, sent_by="resi")
    act(reviewed, "end_bipartit", team.officer, how="refused", on=today)
    act(reviewed, "register_dispute", team.officer, on=today, number="565/1", natures=["hak"])
    with pytest.raises(Refused, match="tidak dapat ditolak"):
        act(reviewed, "decline", team.officer, heard_on=today - timedelta(days=14), **CLOSING)


def test_a_file_returned_for_its_proof_of_bipartit_is_awaited_for_the_laws_seven_days(reviewed, team, act):
    with on(date(2026, 11, 20)):
        act(reviewed, "request_completion", team.officer, items="Risalah bipartit", bipartit_proof=True)
    clocks = dict(OpenClock.objects.filter(case=reviewed, holder="worker").values_list("clock", "due_on"))
    assert clocks == {"registration_completion": date(2026, 12, 1)}
