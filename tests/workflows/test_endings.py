"""No case ends while a worker still waits for money that was agreed or determined; what was promised stays watched."""

from datetime import timedelta

import pytest

from accounts import principals
from accounts.models import Role
from cases.models import Case, Claim
from cases.vocabulary import Status
from core import clock
from ledger import balance
from ledger.models import Agreement, AmountKind, ClaimBalance, Instalment, Payment
from tests.workflows.test_divided import Handed
from tests.workflows.test_one_of_many import TODAY, at_a_working_morning, court_end, everything_holds
from workflows import packages
from workflows.actions import ACTIONS
from workflows.errors import Invalid, Refused
from workflows.models import OpenClock, QueueEntry, Referral
from workflows.perform import decide

pytestmark = pytest.mark.django_db
S = Status
__all__ = ["at_a_working_morning"]


@pytest.fixture
def three(team, act):
    return Handed(team, act)


def determined(three):
    """What an inspector found stands on a claim of the first worker."""
    claim = three.claims()[0]
    balance.post(three.case, AmountKind.DETERMINED, {claim.pk: 5_000_000}, event_seq=2)


def asked(three):
    three.asked()
    determined(three)


def taken(three):
    three.taken()
    determined(three)


REFUSED = {
    "lapse": (asked, {"note": "Tidak menjawab."}),
    "decline": (taken, {"outcome": "advice_given", "where_to_go": "Posbakum", "heard_on": TODAY - timedelta(14), "note": "x"}),
    "close_paid": (taken, {}),
    "end_court": (Handed.in_court, {"outcome": "court_concluded"}),
}  # fmt: skip
"""Closings that leave a debt behind: how a case comes to them, and what is asked."""

CARRIED = {"merge_into", "take_over", "confirm_withdrawal"}
"""Closings after which a named case or body carries the debt, or which the worker stated."""


def test_every_way_to_close_a_case_is_tried_here():
    closing = {name for name, action in ACTIONS.items() if S.CLOSED in action.possible_targets}
    assert closing == REFUSED.keys() | CARRIED


@pytest.mark.parametrize("name", REFUSED)
def test_an_office_closes_no_debt_away(three, name):
    prepare, given = REFUSED[name]
    prepare(three)
    if name == "end_court":
        determined(three)
    before = (three.status, Case.objects.get(pk=three.case.pk).head_seq)
    with pytest.raises((Refused, Invalid)) as refused:
        three.act(name, three.team.officer, **given)
    if name in ("lapse", "decline"):
        assert "belum dibayar" in " ".join(map(str, refused.value.reasons))
    assert (three.status, Case.objects.get(pk=three.case.pk).head_seq) == before


def test_the_end_of_court_needs_words_and_paper_from_the_workers(three):
    three.in_court()
    for given, missing in (
        ({}, {"statement", "evidence"}),
        ({"statement": "Semua berhenti."}, {"evidence"}),
        (court_end(three), {"statement"}),
    ):
        with pytest.raises(Invalid) as refused:
            three.act("end_court", three.team.officer, outcome="not_pursued", **given)
        assert set(refused.value.errors) == missing
    asked = three.act(
        "end_court", three.team.officer, outcome="not_pursued", statement="Berhenti.", **court_end(three)
    )
    assert asked.approval.state == "asked"


def watched(case) -> set:
    return set(OpenClock.objects.filter(case=case, clock="instalment").values_list("holder", "due_on"))


def another_officer(three):
    return three.team.person("Dian", three.team.satgas, Role.CASE_OFFICER)


def test_after_a_withdrawal_what_was_signed_is_watched_and_its_breach_recorded(three):
    three.settled()
    with clock.at(clock.now() - timedelta(20)):
        for person in three.people:
            three.act("withdraw", principals.claimant(person.pk))
    before = watched(three.case)
    three.act("confirm_withdrawal", three.team.officer, claimants=[person.pk for person in three.people],
              how="in_person", apart=True)  # fmt: skip
    assert three.status == S.CLOSED
    assert watched(three.case) == before != set()
    assert QueueEntry.objects.filter(case=three.case, holder="payer").exists(), "somebody still has to pay"
    everything_holds()
    late = clock.now() + timedelta(60)
    with clock.at(late):
        done = three.act("record_breach", three.team.officer, due_on=TODAY.replace(month=12, day=31),
                         asked_on=late.date() - timedelta(9))  # fmt: skip
    assert (three.status, done.event.facts["count"]) == (S.CLOSED, 6)


def registering(case) -> set[str]:
    return set(OpenClock.objects.filter(case=case, clock="pb_registration").values_list("subject", flat=True))


def test_a_signed_agreement_is_registered_though_its_workers_have_left(three):
    three.settled()
    with clock.at(clock.now() - timedelta(20)):
        for person in three.people:
            three.act("withdraw", principals.claimant(person.pk))
    three.act("confirm_withdrawal", three.team.officer, claimants=[person.pk for person in three.people],
              how="in_person", apart=True)  # fmt: skip
    assert three.status == S.CLOSED
    assert registering(three.case) == {f"agreement:{Agreement.objects.get().pk}"}
    everything_holds()
    three.act("register_agreement", three.team.officer, deed_number="9/PB", registered_on=TODAY)
    assert three.status == S.CLOSED
    assert registering(three.case) == set()
    assert watched(three.case), "the deed does not end the watching of what is to be paid"
    everything_holds()


def test_an_agreement_that_was_kept_to_the_end_asks_for_no_deed_any_more(three):
    three.settled()
    left = {claim.pk: claim.balance.outstanding for claim in Claim.objects.filter(case=three.case)}
    three.act("record_payment", three.team.officer, amounts=left, paid_on=TODAY)
    three.act("confirm_payment", three.team.officer, statement="daftar tanda tangan")
    assert registering(three.case)
    three.countersigned("close_paid", three.team.officer, three.team.supervisor)
    assert three.status == S.CLOSED
    assert registering(three.case) == watched(three.case) == set()
    everything_holds()


def test_after_a_take_over_what_was_promised_is_watched(three):
    three.act("record_commitment", three.team.officer, promisor=three.case.parties.get().pk, made_on=TODAY,
              minutes="N-1", description="Upah", how="percentage", percentage=50, due_on=TODAY + timedelta(9),
              workers_told=True)  # fmt: skip
    three.referred()
    subject = str(Referral.objects.get())
    three.act("accept_referral", three.team.inspector, subject=subject, their_number="P-1", expected_on=TODAY)
    three.act(
        "take_over", three.team.inspector, subject=subject, contact="Telepon 0542", note="Kewenangan kami."
    )
    from workflows.models import Approval

    asked = Approval.objects.get(action="take_over")
    boss = three.team.person("Kepala", three.team.inspectorate, Role.SUPERVISOR)
    before = watched(three.case)
    supervisor = three.team.supervisor if asked.office_id == three.team.satgas.pk else boss
    decide(asked.pk, by=principals.officer(supervisor), give=True, shown=asked.shown_digest)
    assert three.status == S.CLOSED
    assert watched(three.case) == before != set()
    assert set(Claim.objects.filter(case=three.case).values_list("state", flat=True)) == {"carried"}
    everything_holds()


def left_over(three):
    return {claim.pk: claim.balance.outstanding for claim in Claim.objects.filter(case=three.case)}


def test_what_is_waived_is_waited_for_no_more(three):
    three.settled()
    three.act("waive", three.team.officer, waived=left_over(three), written_on=TODAY, **paper(three))
    assert watched(three.case) == set()
    assert set(Instalment.objects.values_list("state", flat=True)) == {"void"}
    everything_holds()
    three.countersigned("close_paid", three.team.officer, three.team.supervisor)
    assert (three.status, watched(three.case), registering(three.case)) == (S.CLOSED, set(), set())
    everything_holds()


def paper(three):
    return {"evidence": court_end(three)["evidence"]}


def half_of_each(three):
    return {pk: left // 2 for pk, left in left_over(three).items()}


def test_of_what_is_waived_the_last_instalments_fall(three):
    three.act("record_agreement", three.team.officer, signed_on=TODAY,
              schedule="2026-12-10 50%\n2026-12-20 30%\n2026-12-31 20%")  # fmt: skip
    three.act("waive", three.team.officer, waived=half_of_each(three), written_on=TODAY, **paper(three))
    states = set(Instalment.objects.values_list("due_on", "state"))
    assert {(due.day, state) for due, state in states} == {(10, "open"), (20, "void"), (31, "void")}
    assert {due.day for _holder, due in watched(three.case)} == {10}
    everything_holds()


def test_a_promise_of_more_than_was_agreed_later_ends_with_the_agreed_money(three):
    three.act("record_commitment", three.team.officer, promisor=three.case.parties.get().pk, made_on=TODAY,
              minutes="N-1", description="Semua", how="percentage", percentage=100, due_on=TODAY + timedelta(9),
              workers_told=True)  # fmt: skip
    three.act("record_agreement", three.team.officer, signed_on=TODAY, schedule="2026-12-31",
              agreed=half_of_each(three))  # fmt: skip
    assert len({due for _holder, due in watched(three.case)}) == 2
    three.act("record_payment", three.team.officer, amounts=left_over(three), paid_on=TODAY)
    three.act("confirm_payment", three.team.officer, statement="daftar tanda tangan")
    assert watched(three.case) == set()
    assert set(Instalment.objects.values_list("commitment", "state").values_list("state", flat=True)) == {
        "met",
        "void",
    }
    three.countersigned("close_paid", three.team.officer, three.team.supervisor)
    assert watched(three.case) == set()
    payments = list(
        Payment.objects.filter(case=three.case, claimant=three.people[0]).values_list("pk", flat=True)
    )
    three.act("dispute_payment", three.by, payments=payments, why="Belum masuk.")
    assert {due.day for _holder, due in watched(three.mine)} == {3, 31}, (
        "what was not paid is waited for again"
    )
    everything_holds()


def test_what_was_paid_before_an_agreement_covers_no_instalment_of_it(three):
    claim = three.claims()[1]
    three.act("record_payment", three.by, amounts={claim.pk: 2_000_000}, paid_on=TODAY)
    three.act(
        "record_agreement", three.team.officer, signed_on=TODAY, schedule="2026-12-10 50%\n2026-12-31 50%"
    )
    mine = Instalment.objects.filter(claim=claim)
    assert list(mine.values_list("amount", "state")) == [(500_000, "open"), (500_000, "open")]
    three.act("record_payment", three.by, amounts={claim.pk: 100_000}, paid_on=TODAY)
    assert set(mine.values_list("state", flat=True)) == {"open"}
    three.act("record_payment", three.by, amounts={claim.pk: 400_000}, paid_on=TODAY)
    assert list(mine.values_list("state", flat=True)) == ["met", "open"]
    everything_holds()


def test_a_claim_that_is_lost_for_good_is_waited_for_no_more(three):
    three.in_court()
    three.act("record_commitment", three.team.officer, promisor=three.case.parties.get().pk, made_on=TODAY,
              minutes="N-1", description="Semua", how="percentage", percentage=100, due_on=TODAY + timedelta(9),
              workers_told=True)  # fmt: skip
    three.act("record_ruling", three.team.officer, number="1/PHI", read_on=TODAY, final=True,
              awarded=dict.fromkeys(left_over(three), 0))  # fmt: skip
    assert watched(three.case) == set()
    everything_holds()


def test_an_agreement_is_registered_wherever_the_case_has_gone_meanwhile(three):
    three.settled()
    Instalment.objects.filter(case=three.case).update(due_on=TODAY - timedelta(9))
    three.act("record_breach", three.team.officer, due_on=TODAY - timedelta(9), asked_on=TODAY - timedelta(5))
    three.act("leave_settlement", three.team.officer, next_step="Mediasi.")
    assert registering(three.case)
    three.act("register_agreement", three.team.officer, deed_number="9/PB", registered_on=TODAY)
    assert (three.status, registering(three.case)) == (S.UNDER_REVIEW, set())
    everything_holds()


def test_a_breach_of_one_instalment_does_not_end_the_watching_of_the_next(three):
    three.act(
        "record_agreement", three.team.officer, signed_on=TODAY, schedule="2026-11-25 50%\n2027-03-31 50%"
    )
    with clock.at(clock.now() + timedelta(30)):
        three.act(
            "record_breach", three.team.officer, due_on=TODAY + timedelta(1), asked_on=TODAY + timedelta(20)
        )
        assert {due.isoformat() for _holder, due in watched(three.case)} == {"2027-03-31"}
        three.act("leave_settlement", three.team.officer, next_step="Mediasi.")
        assert {due.isoformat() for _holder, due in watched(three.case)} == {"2027-03-31"}
        assert Instalment.objects.filter(case=three.case, state="breached").count() == 6
        everything_holds()


# --- withdrawing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"how": "in_person", "apart": False}, "apart"),
        ({"how": "phone", "apart": True}, "how"),
        ({"how": "email", "apart": True}, "how"),
    ],
)
def test_a_wish_is_made_sure_of_apart_from_the_company_by_a_contact_known_from_the_start(three, given, field):
    three.people[0].email = ""
    three.people[0].save(update_fields=["email"])
    with clock.at(clock.now() - timedelta(20)):
        three.act("withdraw", three.by)
    with pytest.raises(Invalid) as refused:
        three.act("confirm_withdrawal", three.team.officer, claimants=[three.people[0].pk], **given)
    assert set(refused.value.errors) == {field}
    three.people[0].refresh_from_db()
    assert three.people[0].withdrawn_at is None


# --- what the design asks for each move -----------------------------------------------------------------------


def test_who_was_closed_for_silence_comes_back_at_any_time(three):
    Case.objects.filter(pk=three.case.pk).update(
        status="closed", outcome="inactive", closed_at=clock.now() - timedelta(400)
    )
    ClaimBalance.objects.filter(case=three.case).update(outstanding=0)
    three.act("reopen", three.by, note="Sudah sembuh.")
    assert three.mine.status == S.UNDER_REVIEW


def asked_and_reached(three, day=TODAY, **given):
    three.act("request_completion", three.team.officer, items="Slip gaji (untuk menghitung upah)", **given)
    for means in ("post", "visit"):
        three.act(
            "record_delivery", three.team.officer, means=means, received_on=day, proof_note="Diterima sendiri"
        )


def test_a_case_lapses_when_each_worker_had_the_whole_time_from_the_day_it_reached_them(three):
    asked_and_reached(three)
    with clock.at(clock.now() + timedelta(13)):  # Monday 7 December; the tenth working day is the 8th
        with pytest.raises(Refused) as refused:
            three.act("lapse", three.team.officer, note="Tidak menjawab.")
        assert "8 Desember 2026" in " ".join(map(str, refused.value.reasons))
    with clock.at(clock.now() + timedelta(15)):
        assert three.act("lapse", three.team.officer, note="Tidak menjawab.").approval


def test_a_case_does_not_lapse_for_what_the_employer_holds(three):
    asked_and_reached(three, with_employer=True)
    with clock.at(clock.now() + timedelta(30)), pytest.raises(Refused) as refused:
        three.act("lapse", three.team.officer, note="Tidak menjawab.")
    assert "di tangan perusahaan" in " ".join(map(str, refused.value.reasons))
    assert three.status == S.AWAITING_COMPLETION


def test_a_breach_is_recorded_when_both_had_their_two_working_days(three):
    three.promised()
    for asked, possible in ((TODAY - timedelta(4), False), (TODAY - timedelta(5), True)):
        given = {"due_on": TODAY - timedelta(9), "asked_on": asked}  # Friday the 20th, Thursday the 19th
        if possible:
            three.act("record_breach", three.team.officer, **given)
        else:
            with pytest.raises(Invalid):
                three.act("record_breach", three.team.officer, **given)


def test_what_the_parties_gave_to_a_conciliator_is_not_the_mediators(three):
    Claim.objects.filter(case=three.case).update(nature="phk")
    three.registered()
    union = principals.representative(three.case.mandates.get().pk)
    three.act("choose_forum", union, forum="konsiliasi", on=TODAY)
    given = {"handed_over_on": TODAY, "no_conflict": True}
    with pytest.raises(Refused) as refused:
        three.act("open_mediation", three.team.mediator, **given)
    assert "Konsiliasi: 3" in str(refused.value.reasons[0])
    three.act("choose_forum", union, forum="mediasi", on=TODAY)
    three.act("open_mediation", three.team.mediator, **given)
    assert three.status == S.IN_MEDIATION


def test_whoever_asked_that_the_company_be_left_alone_is_parted_from_those_who_did_not(three):
    three.people[0].naming = "do_not_approach"
    three.people[0].save(update_fields=["naming"])
    three.act("confirm_unnamed", three.team.supervisor, note="Tidak menunjuk orangnya.")
    given = {"parties": [three.case.parties.get().pk], "answer_by": TODAY + timedelta(9), "names": "unnamed"}
    with pytest.raises(Refused) as refused:
        three.act("open_clarification", three.team.officer, **given)
    assert "Pisahkan" in str(refused.value.reasons[0])
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    three.act("open_clarification", three.team.officer, **given)
    assert (three.status, three.mine.status) == (S.IN_CLARIFICATION, S.UNDER_REVIEW)


def test_a_company_that_says_it_has_paid_shows_it(three):
    three.clarifying()
    party = three.case.parties.get().pk
    claims = [claim.pk for claim in three.claims()]
    given = {"party": party, "on": TODAY, "stance": "paid", "claims": claims}
    with pytest.raises(Invalid) as refused:
        three.act("record_answer", three.team.officer, **given)
    assert set(refused.value.errors) == {"evidence"}
    done = three.act("record_answer", three.team.officer, **given, **paper(three))
    assert done.event.facts["claims"] == claims


def test_an_office_writes_how_a_consent_was_given(three):
    with pytest.raises(Invalid) as refused:
        three.act("record_consent", three.team.officer, consent="given")
    assert set(refused.value.errors) == {"means"}
    done = three.act(
        "record_consent", three.team.officer, consent="given", means="tanda tangan di daftar hadir"
    )
    assert done.event.note.body == "tanda tangan di daftar hadir"


def test_what_is_filed_with_a_curator_names_wages_first(three):
    done = three.act("record_insolvency", three.team.officer, kind="pailit", number="1/Pdt.Sus-Pailit/2026", on=TODAY,
                     curator="Kurator Contoh")  # fmt: skip
    assert done.event.facts["claims"] == [
        {"kind": "unpaid_wage", "workers": 3, "outstanding": 9_000_000},
        {"kind": "severance", "workers": 3, "outstanding": 27_000_000},
    ]


def test_a_package_says_how_the_complaint_came_in_and_names_nobody(three):
    content = packages.draft_package(Case.objects.get(pk=three.case.pk)).content
    assert content["complainant"] == {"source": "worker", "represented_by": ["union"]}


@pytest.mark.parametrize(
    ("waived", "outcome", "states"),
    [(0, "paid_in_full", {"paid"}), (1, "mixed", {"paid", "waived"}), (6, "not_pursued", {"waived"})],
)
def test_the_outcome_of_a_case_is_that_of_its_claims(three, waived, outcome, states):
    left = left_over(three)
    let_go = dict(list(left.items())[:waived])
    paid = {pk: amount for pk, amount in left.items() if pk not in let_go}
    if let_go:
        three.act("waive", three.team.officer, waived=let_go, written_on=TODAY, **paper(three))
    if paid:
        three.act("record_payment", three.team.officer, amounts=paid, paid_on=TODAY)
        three.act("confirm_payment", three.team.officer, statement="daftar tanda tangan")
    three.countersigned("close_paid", three.team.officer, three.team.supervisor)
    assert Case.objects.get(pk=three.case.pk).outcome == outcome
    assert set(Claim.objects.filter(case=three.case).values_list("state", flat=True)) == states
    everything_holds()
