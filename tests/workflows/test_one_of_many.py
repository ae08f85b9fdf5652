"""Whoever speaks for one of many moves one: every action of the table that a worker may do, done by one of three."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts import principals
from cases.access import claimant_by_receipt, holder_of_receipt
from cases.audit import verify_all
from cases.lineage import told
from cases.models import Case, CaseEvent, Claim, Claimant, Evidence, Mandate
from cases.vocabulary import Status
from core import clock
from ledger import balance
from ledger.models import Agreement, Commitment, Instalment, Payment
from tests.conftest import one_complaint, one_worker
from workflows.actions import ACTIONS
from workflows.clocks.rules import RULES, STATUTORY
from workflows.clocks.store import differences
from workflows.errors import Invalid, NotAllowed, Refused
from workflows.filing import ClaimPart, RepresentativePart, submit
from workflows.models import CaseFlow, OpenClock
from workflows.perform import decide, perform, possible_actions
from workflows.table import Who

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
S = Status


@pytest.fixture(autouse=True)
def at_a_working_morning():
    from datetime import UTC, datetime

    with clock.at(datetime(2026, 11, 24, 1, 0, tzinfo=UTC)):
        yield


class Three:
    """A case of three workers under review, its first worker, and ways to lead it to where an action is possible."""

    def __init__(self, team, act):
        parts = (ClaimPart("severance", 9_000_000), ClaimPart("unpaid_wage", 3_000_000))
        people = tuple(
            one_worker(name=f"Pekerja {n}", nik="", phone="", claims=parts, consent="given", naming="named",
                       phk_notice_on=TODAY - timedelta(3), work_end=TODAY - timedelta(3), contract_kind="pkwtt")
            for n in range(3)
        )  # fmt: skip
        filed = submit(
            one_complaint(workers=people, representative=RepresentativePart(name="Serikat", kind="union")),
            by=principals.ANYONE,
        )
        self.team, self.act_, self.receipts = team, act, filed.receipts
        self.union_receipt = filed.representative_receipt
        self.case = Case.objects.get(pk=filed.case.pk)
        self.people = list(self.case.claimants.order_by("number"))
        self.by = principals.claimant(self.people[0].pk)
        self.act("accept", team.intake, officer=team.officer.pk)

    def act(self, name, by, **params):
        return self.act_(Case.objects.get(pk=self.case.pk), name, by, **params)

    @property
    def mine(self) -> Case:
        return Claimant.objects.select_related("case").get(pk=self.people[0].pk).case

    @property
    def status(self) -> str:
        return Case.objects.get(pk=self.case.pk).status

    def claims(self, person=0) -> list[Claim]:
        return list(Claim.objects.filter(claimant=self.people[person].pk).order_by("pk"))

    # --- where a case can stand ----------------------------------------------------------------------------

    def asked(self):
        self.act("request_completion", self.team.officer, items="Slip gaji", bipartit_proof=False)

    def talking(self):
        self.act("start_bipartit", self.team.officer, requested_on=TODAY, received_on=TODAY, sent_by="resi")

    def registered(self):
        self.talking()
        self.act("end_bipartit", self.team.officer, how="refused", on=TODAY)
        self.act("register_dispute", self.team.officer, on=TODAY, number="560/1", natures=["phk"])

    def recommended(self):
        self.registered()
        self.act("choose_forum", self.team.officer, forum="mediasi", on=TODAY)
        self.act("open_mediation", self.team.mediator, handed_over_on=TODAY, no_conflict=True)
        self.act("hold_session", self.team.mediator, on=TODAY, worker_came=True, employer_came=True)
        self.act("issue_recommendation", self.team.mediator, number="1", on=TODAY)
        self.act("serve", self.team.officer, received_on=TODAY, means="hand", every_claimant=True,
                 parties=[self.case.parties.get().pk])  # fmt: skip

    def in_court(self):
        self.recommended()
        self.act(
            "record_reply", self.team.officer, answer="refuses", on=TODAY, party=self.case.parties.get().pk
        )
        self.act("record_reply", self.team.officer, answer="refuses", on=TODAY,
                 claimants=[person.pk for person in self.people])  # fmt: skip
        self.act("issue_risalah", self.team.mediator, on=TODAY, number="R-1")

    def settled(self):
        self.act("record_agreement", self.team.officer, signed_on=TODAY, schedule="2026-12-31")

    def breached(self):
        self.settled()
        self.act("register_agreement", self.team.officer, deed_number="1/PB", registered_on=TODAY)
        Instalment.objects.filter(case=self.case).update(due_on=TODAY - timedelta(9))
        self.act(
            "record_breach", self.team.officer, due_on=TODAY - timedelta(9), asked_on=TODAY - timedelta(5)
        )

    def promised(self):
        due = TODAY - timedelta(9)
        promise = Commitment.objects.create(
            case=self.case, promisor=self.case.parties.get(), made_on=TODAY - timedelta(30), how="amount", event_seq=2
        )  # fmt: skip
        for person in range(3):
            Instalment.objects.create(
                case=self.case, commitment=promise, claim=self.claims(person)[0], amount=1_000, due_on=due
            )
        self.refresh_clocks()

    def stated(self):
        for person in self.people:
            claim = Claim.objects.filter(claimant=person).first()
            Payment.objects.create(
                case_id=self.mine.pk, claim=claim, claimant=person, amount=1_000_000, paid_on=TODAY,
                stated_by_kind="officer", state=Payment.State.STATED, event_seq=2,
            )  # fmt: skip
        balance.refresh(self.mine)

    def closed(self):
        self.in_court()
        asked = self.act("end_court", self.team.officer, outcome="not_pursued", statement="Semua menandatangani.",
                         **court_end(self))  # fmt: skip
        decide(asked.approval.pk, by=principals.officer(self.team.supervisor), give=True,
               shown=asked.approval.shown_digest)  # fmt: skip

    def closed_with_payments(self):
        self.closed()
        self.stated()

    def withdrawing(self):
        self.act("withdraw", self.by)

    def threatened(self):
        self.act("report_retaliation", self.by, what="Diancam.")

    def refresh_clocks(self):
        from workflows.clocks.store import refresh

        case = CaseFlow.objects.get(pk=self.case.pk)
        refresh(case)


def court_end(three) -> dict:
    """The written statement that an officer attaches."""
    paper = Evidence.objects.create(case=three.case, media_type="application/pdf", size=1, sha256="e" * 64,
                                    given_by_kind="officer", at=clock.now())  # fmt: skip
    return {"evidence": paper.pk}


@pytest.fixture
def three(team, act):
    return Three(team, act)


MOVES = {
    "start_bipartit": (None, {"requested_on": TODAY, "received_on": TODAY, "sent_by": "resi"}, S.IN_BIPARTIT),
    "end_bipartit": (Three.talking, {"how": "refused", "on": TODAY}, S.UNDER_REVIEW),
    "request_execution": (Three.breached, {"on": TODAY}, S.IN_COURT),
    "end_court": (Three.in_court, {"outcome": "not_pursued", "statement": "Saya berhenti."}, S.CLOSED),
    "reopen": (Three.closed, {"note": "Belum dibayar."}, S.UNDER_REVIEW),
    "add_claim": (Three.closed, {"kind": "thr", "amount": 1_000_000}, S.UNDER_REVIEW),
    "dispute_payment": (Three.closed_with_payments, {"why": "Belum masuk."}, S.UNDER_REVIEW),
}
"""Action -> how the case comes to where it is possible, what is asked, and where the worker's part then stands."""

STAYS = {
    "complete": (Three.asked, {"answer": "Saya tidak punya."}),
    "record_bipartit_step": (Three.talking, {"first_meeting_on": TODAY}),
    "choose_forum": (Three.registered, {"forum": "mediasi", "on": TODAY}),
    "record_reply": (Three.recommended, {"answer": "agrees", "on": TODAY}),
    "register_agreement": (Three.settled, {"deed_number": "7/PB", "registered_on": TODAY}),
    "file_suit": (Three.in_court, {"number": "1/PHI", "on": TODAY}),
    "record_ruling": (Three.in_court, {"number": "1/PHI", "read_on": TODAY, "final": False}),
    "record_cassation": (Three.in_court, {"on": TODAY}),
    "record_phk_refusal": (None, {"on": TODAY}),
    "record_jkp_claim": (None, {"on": TODAY}),
    "record_payment": (None, {"paid_on": TODAY}),
    "confirm_payment": (Three.stated, {}),
    "record_breach": (Three.promised, {"due_on": TODAY - timedelta(9), "asked_on": TODAY - timedelta(5)}),
    "waive": (None, {"written_on": TODAY}),
    "request_escalation": (None, {"ground": "employer_silent"}),
    "record_mandate": (None, {"kind": "family", "holder_name": "Siti", "since": TODAY}),
    "record_consent": (None, {"consent": "refused"}),
    "report_retaliation": (None, {"what": "Diancam."}),
    "withdraw": (None, {}),
    "take_back_withdrawal": (Three.withdrawing, {}),
    "lift_shield": (Three.threatened, {"note": "Sudah aman."}),
}
"""Action -> the same, where the status stays and it is about the one who did it."""

# tests/workflows/test_others.py and test_corrections.py
ELSEWHERE = {"recall_escalation", "correct_work_facts", "correct_claim"}


def params_for(three, name, params):
    mine = three.claims()[0]
    extra = {
        "record_payment": {"amounts": {mine.pk: 1_000}},
        "waive": {"waived": {mine.pk: 1_000}},
        "dispute_payment": {"payments": list(Payment.objects.filter(claimant=mine.claimant).values_list("pk", flat=True))},
    }  # fmt: skip
    return params | extra.get(name, {})


def statutory(case):
    rows = OpenClock.objects.filter(
        case=case, clock__in=[n for n, rule in RULES.items() if rule.kind == "statutory"]
    )
    return {(row.clock, row.started_on, row.due_on) for row in rows}


def money() -> tuple[int, int, int]:
    totals = [balance.of_case(case) for case in Case.objects.all()]
    return tuple(
        sum(getattr(total, name) for total in totals) for name in ("due", "confirmed", "outstanding")
    )


def everything_holds():
    assert list(verify_all()) == []
    assert [line for case in Case.objects.all() for line in differences(case)] == []
    for case in Case.objects.all():
        assert case.lineage == told(case)


def test_every_action_of_a_worker_is_tried_here():
    theirs = {name for name, action in ACTIONS.items() if Who.CLAIMANT in action.who}
    assert theirs == MOVES.keys() | STAYS.keys() | ELSEWHERE


@pytest.mark.parametrize("name", MOVES)
def test_who_acts_alone_goes_alone(three, name):
    prepare, given, goes_to = MOVES[name]
    if prepare:
        prepare(three)
    before, others, dates, sums = three.status, set(three.people[1:]), statutory(three.case), money()
    outcome = Case.objects.get(pk=three.case.pk).outcome
    done = three.act(name, three.by, **params_for(three, name, given))
    new = three.mine
    assert (done.case.pk, done.split_from) == (new.pk, three.case.reference)
    assert new.pk != three.case.pk
    assert new.status == goes_to
    left = Case.objects.get(pk=three.case.pk)
    assert (left.status, left.outcome) == (before, outcome)
    assert set(left.claimants.all()) == others
    assert statutory(left) <= dates, "no clock of the others started anew"
    stays = {name for name, _since, _due in dates} & STATUTORY
    assert {row for row in statutory(new) if row[0] in stays} <= dates, "nor one of their own"
    first, last = new.events.order_by("seq").first(), new.events.order_by("seq").last()
    assert (first.kind, last.kind) == ("case.split_off", ACTIONS[name].event)
    assert left.events.order_by("seq").last().kind == "case.split"
    if name not in ("add_claim", "reopen", "end_court", "dispute_payment"):
        assert money() == sums
    everything_holds()


@pytest.mark.parametrize("name", MOVES)
def test_who_speaks_for_all_moves_all(three, name):
    prepare, given, goes_to = MOVES[name]
    if prepare:
        prepare(three)
    by = principals.representative(Mandate.objects.get().pk)
    if name == "dispute_payment":
        given = given | {"payments": list(Payment.objects.values_list("pk", flat=True))}
    done = three.act(name, by, **given)
    assert (done.case.pk, done.split_from) == (three.case.pk, "")
    assert three.status == goes_to
    assert Case.objects.count() == 1
    everything_holds()


@pytest.mark.parametrize("name", STAYS)
def test_what_stays_is_about_the_one_who_did_it(three, name):
    prepare, given = STAYS[name]
    if prepare:
        prepare(three)
    before = three.status
    done = three.act(name, three.by, **params_for(three, name, given))
    assert (done.case.pk, three.status, Case.objects.count()) == (three.case.pk, before, 1)
    named = done.event.facts.get("claimants") or done.event.facts.get("recipients")
    if name in ("choose_forum", "register_agreement", "file_suit", "record_ruling", "complete"):
        assert named == [three.people[0].pk]
    everything_holds()


WRONG = {
    "start_bipartit": {"requested_on": TODAY + timedelta(3)}, "end_bipartit": {"on": TODAY + timedelta(3)},
    "request_execution": {"on": TODAY + timedelta(3)}, "end_court": {"statement": ""}, "reopen": {"note": ""},
    "add_claim": {"amount": -1}, "dispute_payment": {"payments": []},
}  # fmt: skip


@pytest.mark.parametrize("name", MOVES)
def test_what_is_refused_leaves_no_split_behind(three, name):
    prepare, given, _goes_to = MOVES[name]
    if prepare:
        prepare(three)
    wrong = WRONG
    before = (Case.objects.count(), CaseEvent.objects.count(), three.status)
    with pytest.raises(Invalid):
        three.act(name, three.by, **(given | wrong[name]))
    assert (Case.objects.count(), CaseEvent.objects.count(), three.status) == before


def test_a_double_click_finds_the_case_that_the_first_made(three):
    intent = uuid4()
    given = MOVES["start_bipartit"][1]
    first = three.act("start_bipartit", three.by, intent=intent, **given)
    again = three.act("start_bipartit", three.by, intent=intent, **given)
    assert (again.repeated, again.case.pk, again.event) == (True, first.case.pk, first.event)
    assert Case.objects.count() == 2


def test_the_old_number_the_new_one_and_those_between_open_the_part(three):
    receipt = three.receipts[three.people[0].pk]
    first = three.case.reference
    three.act("split", three.team.officer, claimants=[person.pk for person in three.people[:2]])
    between = three.mine
    done = three.act_(between, "start_bipartit", three.by, **MOVES["start_bipartit"][1])
    for reference in (first, between.reference, done.case.reference):
        assert claimant_by_receipt(reference, receipt, source="127.0.0.1").case_id == done.case.pk
    with pytest.raises(Exception, match=r".*"):
        claimant_by_receipt("HP-346-789C", receipt, source="127.0.0.1")


def test_a_union_keeps_one_receipt_for_members_who_went_apart(three):
    mandate = Mandate.objects.get()
    three.act("start_bipartit", principals.representative(mandate.pk, three.people[0].pk),
              **MOVES["start_bipartit"][1])  # fmt: skip
    assert Mandate.objects.count() == 1
    for reference in (three.case.reference, three.mine.reference):
        assert holder_of_receipt(reference, three.union_receipt, source="127.0.0.1") == mandate
    one = principals.representative(mandate.pk, three.people[0].pk)
    names = {row.action.name for row in possible_actions(three.mine, by=one) if row.is_possible}
    assert "end_bipartit" in names


# --- complete --------------------------------------------------------------------------------------------


def test_a_common_file_is_complete_with_the_last_answer(three):
    three.asked()
    for person in three.people[:2]:
        three.act("complete", principals.claimant(person.pk), answer="Tidak punya.")
        assert three.status == S.AWAITING_COMPLETION
    with pytest.raises(Refused):
        three.act("complete", three.by, answer="Sekali lagi.")
    three.act("complete", principals.claimant(three.people[2].pk), answer="Ini.")
    assert (three.status, Case.objects.count()) == (S.UNDER_REVIEW, 1)
    everything_holds()


def test_an_office_goes_on_without_the_answers_that_do_not_come(three):
    three.asked()
    with pytest.raises(Invalid, match="note"):
        three.act("take_up_again", three.team.intake)
    three.act("complete", three.by, answer="Tidak punya.")
    lapse = next(row for row in possible_actions(three.mine, by=principals.officer(three.team.officer))
                 if row.action.name == "lapse")  # fmt: skip
    assert "sudah ada pekerja yang menjawab" in str(lapse.reasons).lower()
    done = three.act("take_up_again", three.team.intake, note="Cukup dari daftar hadir.")
    assert (three.status, done.event.facts["answered"]) == (S.UNDER_REVIEW, 1)
    three.asked()
    three.act("complete", three.by, answer="Yang kedua.")  # asked anew, answered anew
    everything_holds()


# --- what is said for one is not said for all ------------------------------------------------------------


def test_a_deed_that_one_reports_is_that_ones(three):
    three.settled()
    three.act("register_agreement", three.by, deed_number="7/PB", registered_on=TODAY)
    whole, part = Agreement.objects.order_by("pk")
    assert (whole.deed_number, part.deed_number) == ("", "7/PB")
    assert set(part.instalments.values_list("claim__claimant", flat=True)) == {three.people[0].pk}
    assert OpenClock.objects.filter(clock="pb_registration", subject=f"agreement:{whole.pk}").exists()
    three.act("register_agreement", three.team.officer, deed_number="8/PB", registered_on=TODAY)
    assert not OpenClock.objects.filter(clock="pb_registration").exists()
    everything_holds()


def test_the_suit_of_one_ends_the_warning_of_one(three):
    three.in_court()
    three.act("file_suit", three.by, number="1/PHI", on=TODAY)
    warned = OpenClock.objects.get(clock="court_limit")
    assert warned.subject.startswith("claimants:")
    three.act("file_suit", three.team.officer, number="2/PHI", on=TODAY)
    assert not OpenClock.objects.filter(clock="court_limit").exists()


def test_a_forum_is_chosen_when_all_have_chosen(three):
    three.registered()
    for person in three.people:
        assert OpenClock.objects.filter(clock="forum_choice").exists()
        three.act("choose_forum", principals.claimant(person.pk), forum="mediasi", on=TODAY)
    assert not OpenClock.objects.filter(clock="forum_choice").exists()


def test_the_ruling_of_another_is_no_ground_for_execution(three):
    three.in_court()
    mine = three.claims()[0]
    three.act("record_ruling", three.by, number="1", read_on=TODAY, final=True, awarded={mine.pk: 5_000_000})
    with pytest.raises(Refused):
        three.act("request_execution", principals.claimant(three.people[1].pk), on=TODAY)
    three.act("request_execution", three.by, on=TODAY)
    assert Case.objects.count() == 1, "in court already: nothing moves"


def test_a_ruling_that_is_not_final_is_not_executed(three):
    three.in_court()
    mine = three.claims()[0]
    three.act("record_ruling", three.by, number="1", read_on=TODAY, final=False, awarded={mine.pk: 5_000_000})
    with pytest.raises(Refused):
        three.act("request_execution", three.by, on=TODAY)


# --- statements that an officer writes down --------------------------------------------------------------


def test_a_statement_is_no_way_around_the_second_pair_of_eyes(three, as_officer):
    wish = as_officer(three.team.officer).speaking_for(three.people[0].pk, proof="signed")
    for name in ("decline", "close_paid", "record_agreement", "split", "escalate"):
        with pytest.raises(NotAllowed):
            perform(three.case.pk, name, by=wish)


def test_the_end_of_court_written_down_for_one_is_countersigned_and_ends_theirs(three, as_officer):
    three.in_court()
    wish = as_officer(three.team.officer).speaking_for(three.people[0].pk, proof="thumbprint")
    asked = three.act("end_court", wish, outcome="not_pursued", statement="Saya berhenti.")
    assert (three.status, Case.objects.count()) == (S.IN_COURT, 1)
    decide(
        asked.approval.pk, by=as_officer(three.team.supervisor), give=True, shown=asked.approval.shown_digest
    )
    assert (three.status, three.mine.status) == (S.IN_COURT, S.CLOSED)
    event = three.mine.events.order_by("seq").last()
    assert (event.on_behalf_of, event.facts["statement"]) == (three.people[0].pk, "thumbprint")
    everything_holds()


# --- coming back -----------------------------------------------------------------------------------------


def test_who_withdrew_comes_back_alone(three, act):
    people = three.people
    with clock.at(clock.now() - timedelta(20)):
        for person in people:
            three.act("withdraw", principals.claimant(person.pk))
    ids = [person.pk for person in people]
    three.act("confirm_withdrawal", three.team.officer, claimants=ids, how="in_person", apart=True)
    assert three.status == S.CLOSED
    with pytest.raises(Refused):
        three.act("reopen", three.team.supervisor, note="Coba lagi.")
    three.act("reopen", three.by, note="Saya berubah pikiran.")
    assert (three.status, three.mine.status) == (S.CLOSED, S.UNDER_REVIEW)
    back = Claimant.objects.get(pk=people[0].pk)
    assert back.withdrawn_at is None
    assert balance.of_case(three.mine).outstanding == 12_000_000
    everything_holds()


def test_numbers_go_on_after_the_highest(three):
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    other = Three(three.team, three.act_)
    other.act("merge_into", three.team.officer, lead=three.case.reference)
    from workflows.models import Approval

    asked = Approval.objects.get(state="asked")
    decide(asked.pk, by=principals.officer(three.team.supervisor), give=True, shown=asked.shown_digest)
    numbers = list(three.case.claimants.order_by("number").values_list("number", flat=True))
    assert numbers == [2, 3, 4, 5, 6]
    everything_holds()
