import threading
from uuid import uuid4

import pytest
from django.db import connection

from accounts import principals
from accounts.models import Membership, Role
from cases.audit import verify_all, verify_case
from cases.models import Case, CaseEvent, OutboxRow
from workflows.actions.assignment import Assignment
from workflows.errors import Invalid, NotAllowed, Refused, Stale
from workflows.perform import perform, possible_actions

pytestmark = pytest.mark.django_db


def unchanged(case):
    """What must stay as it was after a refusal."""
    case.refresh_from_db()
    return (case.status, case.version, case.head_seq, case.head_hash, OutboxRow.objects.count())


def test_accepting_moves_the_case_and_chains_the_event(case, team, act):
    done = act(case, "accept", team.intake, officer=team.officer.pk)
    case.refresh_from_db()
    assert (case.status, case.officer, case.version) == ("under_review", None, 1), (
        "theirs when they accept it"
    )
    assert (done.event.kind, done.event.seq, done.event.status_from) == ("case.accepted", 2, "submitted")
    assert verify_case(case) is None


def test_a_stranger_learns_nothing_not_even_that_the_page_is_stale(case, team, act):
    before = unchanged(case)
    with pytest.raises(NotAllowed):
        act(case, "accept", team.inspector, officer=team.officer.pk, seen=99)
    assert unchanged(case) == before


def test_a_stale_page_is_refused(case, team, act):
    act(case, "accept", team.intake, officer=team.officer.pk, seen=0)
    before = unchanged(case)
    with pytest.raises(Stale):
        act(case, "assign", team.supervisor, officer=team.officer.pk, seen=0)
    assert unchanged(case) == before


def test_a_move_from_the_wrong_status_is_refused_with_a_reason(reviewed, team, act):
    before = unchanged(reviewed)
    with pytest.raises(Refused) as refusal:
        act(reviewed, "accept", team.intake, officer=team.officer.pk)
    assert "Telaah Satgas" in str(refusal.value.reasons[0])
    assert unchanged(reviewed) == before


def test_params_that_do_not_fit_name_their_field(case, team, act):
    before = unchanged(case)
    with pytest.raises(Invalid) as refusal:
        act(case, "accept", team.intake, officer=team.inspector.pk)
    assert list(refusal.value.errors) == ["officer"]
    assert unchanged(case) == before


def test_the_same_intent_gives_the_first_result(case, team, act):
    intent = uuid4()
    first = act(case, "accept", team.intake, officer=team.officer.pk, intent=intent)
    again = act(case, "accept", team.intake, officer=team.officer.pk, intent=intent)
    assert again.repeated
    assert again.event == first.event


def test_a_countersigned_action_waits_for_another_person(reviewed, team, act):
    from datetime import date

    from workflows.perform import decide

    params = {"outcome": "advice_given", "where_to_go": "Posbakum", "heard_on": date(2026, 11, 2)}
    asked = act(reviewed, "decline", team.officer, note="Sudah diberi nasihat.", **params)
    reviewed.refresh_from_db()
    assert reviewed.status == "under_review"
    shown = asked.approval.shown_digest
    with pytest.raises(NotAllowed):
        decide(asked.approval.pk, by=principals.officer(team.officer), give=True, shown=shown)
    with pytest.raises(Stale):
        decide(asked.approval.pk, by=principals.officer(team.supervisor), give=True, shown="other")
    decide(asked.approval.pk, by=principals.officer(team.supervisor), give=True, shown=shown)
    reviewed.refresh_from_db()
    assert (reviewed.status, reviewed.outcome) == ("closed", "advice_given")
    assert verify_case(reviewed) is None


def test_nobody_countersigns_what_they_asked_for_themself(reviewed, team, act):
    from datetime import date

    from workflows.perform import decide

    Membership.objects.create(user=team.supervisor, office=team.satgas, role=Role.CASE_OFFICER)
    act(reviewed, "assign", team.supervisor, officer=team.supervisor.pk)
    params = {"outcome": "advice_given", "where_to_go": "Posbakum", "heard_on": date(2026, 11, 2)}
    asked = act(reviewed, "decline", team.supervisor, note="Sudah diberi nasihat.", **params).approval
    before = unchanged(reviewed)
    for give in (True, False):
        with pytest.raises(NotAllowed):
            decide(
                asked.pk,
                by=principals.officer(team.supervisor),
                give=give,
                shown=asked.shown_digest,
                answer="x",
            )
    assert unchanged(reviewed) == before
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_what_changed_since_it_was_asked_is_not_countersigned(reviewed, team, act):
    """Nothing in the approval itself tells it: the money of the case is another than the one that was shown."""
    from datetime import date

    from workflows.perform import decide

    params = {"outcome": "advice_given", "where_to_go": "Posbakum", "heard_on": date(2026, 11, 2)}
    asked = act(reviewed, "decline", team.officer, note="Sudah diberi nasihat.", **params).approval
    act(
        reviewed,
        "add_claim",
        team.officer,
        kind="thr",
        amount=3_000_000,
        claimants=[reviewed.claimants.get().pk],
    )
    before = unchanged(reviewed)
    with pytest.raises(Stale):
        decide(asked.pk, by=principals.officer(team.supervisor), give=True, shown=asked.shown_digest)
    assert unchanged(reviewed) == before
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_a_case_that_moves_takes_back_what_was_asked_for(reviewed, team, act):
    from datetime import date

    from workflows.perform import decide

    params = {"outcome": "advice_given", "where_to_go": "Posbakum", "heard_on": date(2026, 11, 2)}
    asked = act(reviewed, "decline", team.officer, note="Sudah diberi nasihat.", **params).approval
    act(reviewed, "request_completion", team.officer, items="Slip gaji", note="Perlu slip gaji.")
    asked.refresh_from_db()
    assert asked.state == "void"
    with pytest.raises((Stale, Refused)):
        decide(asked.pk, by=principals.officer(team.supervisor), give=True, shown=asked.shown_digest)


def test_a_plain_case_cannot_move(case):
    plain = Case.objects.get(pk=case.pk)
    assert not hasattr(plain, "accept")
    with pytest.raises(AttributeError):
        plain.status = "closed"


def test_an_action_that_is_not_possible_says_why(reviewed, team, as_officer):
    shown = {
        possible.action.name: possible for possible in possible_actions(reviewed, by=as_officer(team.officer))
    }
    assert shown["assign"].is_possible
    assert not shown["accept"].is_possible
    assert shown["accept"].reasons


@pytest.mark.django_db(transaction=True)
def test_of_eight_callers_at_once_one_wins(team, case):
    by = principals.officer(team.intake)
    won, refused = [], []
    barrier = threading.Barrier(8)

    def call():
        barrier.wait()
        try:
            won.append(perform(case.pk, "accept", by=by, params=Assignment(officer=team.officer.pk), seen=0))
        except Stale:
            refused.append("stale")
        finally:
            connection.close()

    callers = [threading.Thread(target=call) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert (len(won), len(refused)) == (1, 7)
    assert CaseEvent.objects.filter(case=case, kind="case.accepted").count() == 1
    assert list(verify_all()) == []
