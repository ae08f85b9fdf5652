"""A case divides in every status, and what was promised, decided and handed over goes along (docs/adr/0009)."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from accounts import principals
from cases.models import Case, CaseEvent, CaseGrant, Claimant, Document, Evidence
from cases.vocabulary import OPEN, Status
from core import clock
from core.errors import NotFound
from intake import messages
from intake.evidence import add_evidence, erase_evidence
from ledger import balance
from ledger.models import Agreement, Commitment, Instalment
from notifications import audience
from tests.conftest import one_complaint, one_worker
from tests.workflows.test_one_of_many import (
    TODAY,
    Three,
    at_a_working_morning,
    everything_holds,
    money,
    statutory,
)
from workflows import own, packages, selectors
from workflows.actions import ACTIONS
from workflows.choices import Choices
from workflows.clocks.rules import CARRIERS
from workflows.clocks.store import fold
from workflows.clocks.sweep import sweep
from workflows.errors import Invalid
from workflows.filing import ClaimPart, submit
from workflows.models import ClockSignal, Escalation, Meeting, OpenClock, Package, QueueEntry, Referral
from workflows.perform import decide, possible_actions

pytestmark = pytest.mark.django_db
S = Status
__all__ = ["at_a_working_morning"]


class Handed(Three):
    """The same three, and what others do with their case."""

    def countersigned(self, name, by, supervisor, **params):
        asked = self.act(name, by, **params)
        decide(
            asked.approval.pk, by=principals.officer(supervisor), give=True, shown=asked.approval.shown_digest
        )

    def taken(self):
        self.act("record_consent", self.team.officer, consent="given", means="tanda tangan")

    def referred(self):
        self.act(
            "refer", self.team.officer, office=self.team.inspectorate.pk, ground="inspection", reason="Upah"
        )

    def alongside(self):
        self.act(
            "refer_alongside",
            self.team.officer,
            office=self.team.inspectorate.pk,
            ground="calculation",
            reason="Upah",
        )

    def escalated(self):
        self.talking()
        self.act("end_bipartit", self.team.officer, how="refused", on=TODAY)
        Evidence.objects.create(case=self.case, media_type="application/pdf", size=1, sha256="a" * 64,
                                given_by_kind="officer", at=clock.now())  # fmt: skip
        given = {"office": self.team.kanwil.pk, "ground": "employer_silent", "main_issue": "Upah", "asked": "Rekomendasi",
                 "respondent_address": "Jalan Contoh 1"}  # fmt: skip
        digest = packages.draft_package(Case.objects.get(pk=self.case.pk)).digest
        self.countersigned(
            "escalate", self.team.officer, self.team.supervisor, package_digest=digest, **given
        )

    @property
    def escalation(self):
        return str(Escalation.objects.get(case=self.case))

    def at_the_ministry(self):
        self.escalated()
        self.act("acknowledge", self.team.ministry_officer, subject=self.escalation, their_number="KH-1")

    def advised(self):
        self.at_the_ministry()
        given = {
            "number": "R-1",
            "to": "employer",
            "addressed_to": "PT Contoh",
            "text": "Bayar.",
            "due_on": TODAY + timedelta(20),
        }
        self.countersigned("recommend", self.team.ministry_officer, self.team.ministry_supervisor,
                           subject=self.escalation, **given)  # fmt: skip

    def clarifying(self):
        self.act("open_clarification", self.team.officer, parties=[self.case.parties.get().pk],
                 answer_by=TODAY + timedelta(9), names="named", received_on=TODAY)  # fmt: skip

    def mediating(self):
        self.registered()
        self.act("choose_forum", self.team.officer, forum="mediasi", on=TODAY)
        self.act("open_mediation", self.team.mediator, handed_over_on=TODAY, no_conflict=True)


@pytest.fixture
def three(team, act):
    return Handed(team, act)


WAYS = {
    S.AWAITING_COMPLETION: Handed.asked,
    S.UNDER_REVIEW: Handed.taken,
    S.IN_BIPARTIT: Handed.talking,
    S.IN_CLARIFICATION: Handed.clarifying,
    S.IN_MEDIATION: Handed.mediating,
    S.RECOMMENDED: Handed.recommended,
    S.IN_SETTLEMENT: Handed.settled,
    S.IN_COURT: Handed.in_court,
    S.REFERRED: Handed.referred,
    S.ESCALATED: Handed.escalated,
    S.MINISTRY_REVIEW: Handed.at_the_ministry,
    S.MINISTRY_RECOMMENDED: Handed.advised,
}


def led_to(three, status):
    WAYS[status](three)
    assert three.status == status


def test_every_open_status_is_walked():
    assert WAYS.keys() | {S.SUBMITTED} == OPEN


def held(case):
    """Whose move it is and by when, but for names of records."""
    return set(QueueEntry.objects.filter(case=case).values_list("holder", "office", "due_at"))


def running(case):
    names = OpenClock.objects.filter(case=case).exclude(
        clock__in=("phk_refusal", "jkp_claim", "court_limit", "replies")
    )
    return set(names.values_list("clock", "holder", "office", "started_on", "due_on"))


@pytest.mark.parametrize("status", WAYS)
def test_a_case_divides_and_both_parts_go_on_as_before(three, status):
    led_to(three, status)
    queue, clocks, dates, sums = held(three.case), running(three.case), statutory(three.case), money()
    facts = set(ACTIONS) & {
        row.action.name
        for row in possible_actions(three.mine, by=principals.officer(three.team.officer))
        if row.is_possible
    }
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    left, new = Case.objects.get(pk=three.case.pk), three.mine
    assert (left.status, new.status) == (status, status)
    assert held(left) == held(new) == queue
    assert running(left) == running(new) == clocks
    assert {row[1:] for row in statutory(left) | statutory(new)} <= {row[1:] for row in dates}
    assert money() == sums
    assert balance.of_case(new).outstanding == 12_000_000
    possible = {
        row.action.name
        for row in possible_actions(new, by=principals.officer(three.team.officer))
        if row.is_possible
    }
    assert possible == facts - {"split"}, "one worker cannot be divided; everything else as before"
    assert OpenClock.objects.filter(case=new, clock__in=CARRIERS[status] | {"next_step"}).exists()
    everything_holds()


@pytest.mark.parametrize("status", [S.REFERRED, S.ESCALATED, S.MINISTRY_REVIEW, S.MINISTRY_RECOMMENDED])
def test_what_was_handed_over_whole_comes_back_part_by_part(three, status):
    led_to(three, status)
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    new = three.mine
    model = Referral if status == S.REFERRED else Escalation
    theirs, ours = model.objects.get(case=new), model.objects.get(case=three.case)
    assert [row.digest for row in theirs.packages.all()] == [row.digest for row in ours.packages.all()]
    name, by = {
        S.REFERRED: ("return_referral", three.team.inspector),
        S.ESCALATED: ("return_escalation", three.team.ministry_officer),
        S.MINISTRY_REVIEW: ("return_escalation", three.team.ministry_officer),
        S.MINISTRY_RECOMMENDED: ("follow_up", three.team.officer),
    }[status]
    given = {"done": "Disurati.", "on": TODAY} if name == "follow_up" else {"note": "Bukan kami."}
    three.act_(new, name, by, subject=str(theirs), **given)
    assert (three.mine.status, three.status) == (S.UNDER_REVIEW, status)
    if name != "follow_up":
        assert not new.grants.current().filter(scope="package").exists()
        assert three.case.grants.current().filter(scope="package").exists()
    three.act(name, by, subject=str(ours), **given)
    assert three.status == S.UNDER_REVIEW
    everything_holds()


def test_an_inspector_reports_for_each_part_of_what_was_asked_beside(three):
    three.alongside()
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    theirs = Referral.objects.get(case=three.mine)
    assert set(theirs.claims.all()) == set(three.claims())
    assert not set(Referral.objects.get(case=three.case).claims.all()) & set(three.claims())
    three.act_(three.mine, "accept_referral", three.team.inspector, subject=str(theirs), their_number="P-1",
               expected_on=TODAY + timedelta(9))  # fmt: skip
    amounts = {claim.pk: 4_000_000 for claim in three.claims()}
    three.act_(three.mine, "report_result", three.team.inspector, subject=str(theirs), result="determination",
               on=TODAY, amounts=amounts)  # fmt: skip
    assert balance.of_case(three.mine).due == 8_000_000
    everything_holds()


def test_another_office_sees_nothing_of_who_it_was_never_asked_about(three):
    others = [claim.pk for person in (1, 2) for claim in three.claims(person)]
    three.act("refer_alongside", three.team.officer, office=three.team.inspectorate.pk, ground="calculation",
              reason="Upah", claims=others)  # fmt: skip
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    seen = CaseGrant.objects.current().filter(office=three.team.inspectorate)
    assert list(seen.values_list("case", flat=True)) == [three.case.pk]
    assert not Referral.objects.filter(case=three.mine).exists()
    everything_holds()


# --- what was promised -----------------------------------------------------------------------------------


def test_an_agreement_is_divided_with_its_deed_and_each_side_can_have_it_executed(three):
    three.breached()
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    mine, theirs = Agreement.objects.get(case=three.mine), Agreement.objects.get(case=three.case)
    assert mine.deed_number == theirs.deed_number == "1/PB"
    assert set(mine.instalments.values_list("claim__claimant", flat=True)) == {three.people[0].pk}
    assert Instalment.objects.filter(agreement=theirs).count() == 4
    for case in (three.mine, three.case):
        union = principals.representative(case.claimants.first().mandates.get().pk)
        three.act_(case, "request_execution", union, on=TODAY)
    assert three.mine.status == three.status == S.IN_COURT
    everything_holds()


def test_an_agreement_without_deed_is_registered_by_each_side(three):
    three.settled()
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    three.act_(three.mine, "register_agreement", three.team.officer, deed_number="1/PB", registered_on=TODAY)
    open_ones = OpenClock.objects.filter(clock="pb_registration")
    assert [row.case for row in open_ones] == [three.case]
    assert open_ones.get().subject == f"agreement:{Agreement.objects.get(case=three.case).pk}"
    everything_holds()


def test_a_promise_to_one_alone_goes_with_that_one(three):
    three.act("record_commitment", three.team.officer, promisor=three.case.parties.get().pk, made_on=TODAY,
              minutes="N-1", description="Upah", how="amount", amounts={three.claims()[0].pk: 1_000_000},
              due_on=TODAY + timedelta(5), workers_told=True)  # fmt: skip
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    promise = Commitment.objects.get()
    assert promise.case == three.mine
    assert promise.promisor == three.mine.parties.get()
    assert [row.case for row in OpenClock.objects.filter(clock="instalment")] == [three.mine]
    everything_holds()


def test_an_agreement_that_replaced_another_still_does(three):
    three.settled()
    Case.objects.filter(pk=three.case.pk).update(status=S.UNDER_REVIEW)
    three.act(
        "record_agreement", three.team.officer, signed_on=TODAY, schedule="2027-01-31", replaces_earlier=True
    )
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    first, second = Agreement.objects.filter(case=three.mine).order_by("pk")
    assert second.replaces == first
    assert OpenClock.objects.filter(case=three.mine, clock="pb_registration").count() == 1


def test_nobody_is_warned_again_because_the_case_was_divided(three):
    three.talking()
    later = clock.now() + timedelta(days=120)
    with clock.at(later):
        assert sweep(later)
        three.act("split", three.team.officer, claimants=[three.people[0].pk])
        assert ClockSignal.objects.filter(case=three.mine).exists()
        assert sweep(later) == 0
        everything_holds()


# --- what is read ----------------------------------------------------------------------------------------


def test_what_was_done_before_counts_for_those_who_left(three):
    three.registered()
    three.act("choose_forum", three.team.officer, forum="mediasi", on=TODAY)
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    three.act_(three.mine, "open_mediation", three.team.mediator, handed_over_on=TODAY, no_conflict=True)
    assert three.mine.status == S.IN_MEDIATION
    everything_holds()


def test_answers_to_the_anjuran_are_those_of_the_people_who_are_there(three):
    three.recommended()
    party = three.case.parties.get().pk
    ids = [person.pk for person in three.people]
    three.act("record_reply", three.team.officer, answer="agrees", on=TODAY, party=party)
    three.act("record_reply", three.team.officer, answer="agrees", on=TODAY, claimants=ids[:1])
    three.act("record_reply", three.team.officer, answer="refuses", on=TODAY, claimants=ids[1:])
    three.act("split", three.team.officer, claimants=ids[:2])
    three.act_(three.mine, "split", three.team.officer, claimants=ids[1:2])
    with pytest.raises(Invalid, match="on"):  # both sides agreed: no risalah for the one who did
        three.act_(three.mine, "issue_risalah", three.team.mediator, on=TODAY, number="R")
    three.act("issue_risalah", three.team.mediator, on=TODAY, number="R-2")
    assert three.status == S.IN_COURT


def test_papers_and_files_of_before_are_shown_and_may_be_named(three):
    three.recommended()
    file = Evidence.objects.create(case=three.case, media_type="application/pdf", size=1, sha256="b" * 64,
                                   given_by_kind="officer", at=clock.now())  # fmt: skip
    theirs = Evidence.objects.create(case=three.case, claimant=three.people[1], media_type="application/pdf", size=1,
                                     sha256="c" * 64, given_by_kind="claimant", at=clock.now())  # fmt: skip
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    officer, new = principals.officer(three.team.officer), three.mine
    assert {paper.kind for paper in selectors.documents_of(new)} >= {"anjuran", "minutes", "other"}
    shown = selectors.evidence_of(new, by=officer)
    assert file in shown
    assert theirs not in shown
    assert file.pk in [pk for pk, _label in Choices(new, officer).files()]
    assert selectors.open_file(officer, new.reference, file.pk) == file
    with pytest.raises(NotFound):
        selectors.open_file(officer, new.reference, theirs.pk)
    told = [event.kind for event in selectors.events_of(new).rows]
    assert told[0] == "case.split_off"
    assert {"case.bipartit_ended", "case.served"} <= set(told)
    me = Claimant.objects.select_related("case").get(pk=three.people[0].pk)
    assert [paper.kind for paper in own.documents(me)] == ["anjuran"]
    draft = packages.draft_package(new).content
    assert {row["kind"] for row in draft["remedies"]} >= {"case.bipartit_ended", "case.session_held"}
    assert "anjuran" in {row["kind"] for row in draft["documents"]}
    assert [row["sha256"][0] for row in draft["attachments"]] == ["b"]
    later = Document.objects.create(case=three.case, kind="other", dated=TODAY, title="x",
                                    at=clock.now() + timedelta(1))  # fmt: skip
    assert later not in selectors.documents_of(new), "what came after they parted is the others'"


def test_a_withdrawal_asked_for_before_is_confirmed_where_the_worker_is_now(three):
    with clock.at(clock.now() - timedelta(20)):
        three.act("withdraw", three.by)
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    me = Claimant.objects.select_related("case").get(pk=three.people[0].pk)
    assert own.Part(me, by=three.by).withdrawal_waits
    assert not OpenClock.objects.filter(case=three.case, clock="withdrawal_confirmation").exists()
    three.act_(
        three.mine, "confirm_withdrawal", three.team.officer, claimants=[me.pk], how="in_person", apart=True
    )
    assert (three.mine.status, three.status) == (S.CLOSED, S.UNDER_REVIEW)
    everything_holds()


def test_a_wish_for_escalation_goes_with_who_wished(three):
    three.act("request_escalation", three.by, ground="employer_silent")
    three.act("split", three.team.officer, claimants=[three.people[0].pk])
    assert [row.case for row in OpenClock.objects.filter(clock="escalation_request")] == [three.mine]
    names = {
        case.pk: {row.action.name for row in possible_actions(case, by=principals.officer(three.team.officer)) if row.is_possible}
        for case in (three.mine, three.case)
    }  # fmt: skip
    assert "answer_escalation_request" in names[three.mine.pk]
    assert "answer_escalation_request" not in names[three.case.pk]


def test_what_was_promised_and_registered_comes_with_a_joined_case(three, team, act):
    other = Handed(team, act)
    other.act("record_commitment", team.officer, promisor=other.case.parties.get().pk, made_on=TODAY, minutes="N-1",
              description="Upah", how="percentage", percentage=50, due_on=TODAY + timedelta(5), workers_told=True)  # fmt: skip
    sums = money()
    other.countersigned("merge_into", team.officer, team.supervisor, lead=three.case.reference)
    assert money() == sums
    promise = Commitment.objects.get()
    assert (promise.case, promise.promisor) == (three.case, three.case.parties.get())
    assert OpenClock.objects.filter(case=three.case, clock="instalment").exists()
    assert packages.draft_package(Case.objects.get(pk=three.case.pk)).content["remedies"]
    assert Package.objects.count() == 0
    everything_holds()


def beside(case) -> dict:
    """The clocks of records beside a case, with their day."""
    clocks = OpenClock.objects.filter(case=case, subject__regex="^(referral|escalation|meeting):")
    return {(clock.clock, clock.subject): clock.due_on for clock in clocks}


def test_what_is_open_with_others_goes_along_when_a_case_joins_another(three, team, act):
    other = Handed(team, act)
    other.talking()
    Evidence.objects.create(case=other.case, media_type="application/pdf", size=1, sha256="a" * 64,
                            given_by_kind="officer", at=clock.now())  # fmt: skip
    other.alongside()
    other.act("plan_meeting", team.officer, kind="talk", on=TODAY + timedelta(20), at="09.30", place="Satgas")
    digest = packages.draft_package(Case.objects.get(pk=other.case.pk)).digest
    other.countersigned("escalate_alongside", team.officer, team.supervisor, office=team.kanwil.pk, package_digest=digest,
                        ground="employer_silent", main_issue="Upah", asked="Rekomendasi", respondent_address="Jalan 1")  # fmt: skip
    other.act("end_bipartit", team.officer, how="refused", on=TODAY)
    before = beside(other.case)
    assert len(before) == 3
    warned = clock.now() + timedelta(3)
    with clock.at(warned):
        sweep()
        given = set(
            ClockSignal.objects.filter(case=other.case).exclude(subject="").values_list("subject", "clock")
        )
        assert given
        other.countersigned("merge_into", team.officer, team.supervisor, lead=three.case.reference)
        assert (beside(other.case), beside(three.case)) == ({}, before)
        everything_holds()
        told = three.case.events.filter(kind="clock.warned").count()
        sweep()
        again = three.case.events.filter(kind="clock.warned")[told:]
        assert not {event.facts["clock"] for event in again} & {name for name, _subject in before}

    referral, escalation = Referral.objects.get(), Escalation.objects.get()
    assert {referral.case, escalation.case} == {three.case}
    assert set(Claimant.objects.filter(claims__in=referral.claims.all())) == set(other.people)
    assert packages.package_for(principals.officer(team.ministry_officer), escalation.pk).is_intact
    three.act(
        "accept_referral",
        team.inspector,
        subject=str(referral),
        their_number="P-1",
        expected_on=TODAY + timedelta(9),
    )
    three.act("acknowledge", team.ministry_officer, subject=str(escalation), their_number="KH-1")
    assert three.status == S.UNDER_REVIEW, "the lead case was not handed over"
    meeting = Meeting.objects.get()
    assert (meeting.case, set(meeting.claimants.all())) == (three.case, set(other.people))
    called = OpenClock.objects.get(clock="meeting")
    folded = next(state for state in fold(three.case).states if state.clock == "meeting")
    assert (called.case, folded.claimants) == (three.case, {person.pk for person in other.people})
    everything_holds()
    three.referred()
    assert three.status == S.REFERRED
    everything_holds()


def test_who_is_split_off_is_not_told_of_a_payment_to_many_others(team, act):
    """The number of an event of one's own may be the same in another case."""
    claims = (ClaimPart("unpaid_wage", 9_000_000),)
    workers = tuple(one_worker(name=f"Pekerja {n}", nik="", phone="", claims=claims) for n in range(23))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    act(case, "accept", team.intake, officer=team.officer.pk)
    alone, *others = case.claimants.order_by("number")
    many = act(case, "record_payment", team.officer, paid_on=TODAY,
               amounts={one.claims.get().pk: 1_000 for one in others[:21]}).event  # fmt: skip
    act(case, "split", team.officer, claimants=[alone.pk])
    mine = Claimant.objects.get(pk=alone.pk).case
    own_claim = alone.claims.get().pk
    while mine.head_seq < many.seq:
        act(mine, "record_payment", team.officer, amounts={own_claim: 1_000}, paid_on=TODAY)
        mine.refresh_from_db()
    assert mine.events.get(seq=many.seq).kind == many.kind, "both have the same number"
    said = [line for line in own.timeline(Claimant.objects.get(pk=alone.pk))
            if line.told == ACTIONS["record_payment"].told]  # fmt: skip
    assert len(said) == mine.events.filter(kind=many.kind).count()

    act(case, "split", team.officer, claimants=[others[0].pk])
    left = own.timeline(Claimant.objects.get(pk=others[0].pk))
    assert [line for line in left if line.told == ACTIONS["record_payment"].told], (
        "who was paid is still told"
    )


def test_what_a_joined_case_was_asked_for_is_not_shown_to_the_others(three, team, act):
    other = Handed(team, act)
    three.act("request_completion", team.officer, items="Slip gaji Juli", bipartit_proof=False)
    other.act("request_completion", team.officer, items="Surat dokter Pekerja 1", bipartit_proof=False)
    for person in other.people:
        other.act("complete", principals.claimant(person.pk), answer="Terlampir.")
    other.countersigned("merge_into", team.officer, team.supervisor, lead=three.case.reference)
    mine = Claimant.objects.select_related("case").get(pk=three.people[0].pk)
    assert own.Part(mine, by=principals.claimant(mine.pk)).missing_items == "Slip gaji Juli"


def test_a_breach_is_told_to_those_to_whom_it_was_promised(three):
    three.promised()
    Instalment.objects.exclude(claim__claimant=three.people[0]).delete()
    three.act("record_breach", three.team.officer, due_on=TODAY - timedelta(9), asked_on=TODAY - timedelta(5))
    breach = ACTIONS["record_breach"].told
    told = [breach in [line.told for line in own.timeline(person)] for person in three.people]
    assert told == [True, False, False]
    event = three.case.events.get(kind="case.breach_recorded")
    told = [one.pk for one in audience.claimants(event) if isinstance(one, Claimant)]
    assert told == [three.people[0].pk]


@pytest.mark.parametrize("written", [True, False])
def test_what_was_waived_is_not_taken_from_the_agreed_amount_once_more(three, written):
    claim = three.claims()[1]
    before = balance.of_claimant(three.people[0].pk).outstanding
    paper = Evidence.objects.create(case=three.case, media_type="application/pdf", size=1, sha256="d" * 64,
                                    given_by_kind="officer", at=clock.now())  # fmt: skip
    three.act("waive", three.team.officer, waived={claim.pk: 1_000_000}, written_on=TODAY, evidence=paper.pk)
    agreed = {one.pk: amount for person in range(3)
              for one, amount in zip(three.claims(person), (9_000_000, 3_000_000), strict=True)}  # fmt: skip
    agreed[claim.pk] = 2_000_000
    three.act("record_agreement", three.team.officer, signed_on=TODAY, schedule="2026-12-31",
              **({"agreed": agreed} if written else {}))  # fmt: skip
    promised = sum(
        Instalment.objects.filter(claim__claimant=three.people[0]).values_list("amount", flat=True)
    )
    assert promised == balance.of_claimant(three.people[0].pk).outstanding == before - 1_000_000


def test_what_a_worker_sends_while_they_are_split_off_is_where_they_are_now(three):
    stale = Claimant.objects.select_related("case").get(pk=three.people[0].pk)
    three.act("split", three.team.officer, claimants=[stale.pk])
    line = messages.send(stale.case, body="Sudah dibayar?", by=three.by, claimant=stale)
    pdf = ContentFile(b"%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF", "slip.pdf")
    file = add_evidence(stale.case, file=pdf, by=three.by, claimant=stale)
    assert {line.case, file.case} == {three.mine}
    assert file in selectors.evidence_of(three.mine, by=principals.officer(three.team.officer))
    assert [three.mine.events.get(kind=kind).by_id for kind in ("message.sent", "evidence.added")] == [
        stale.pk
    ] * 2
    everything_holds()


def test_a_file_erased_while_its_worker_is_split_off_is_erased_where_they_are_now(three):
    stale = Claimant.objects.select_related("case").get(pk=three.people[0].pk)
    pdf = ContentFile(b"%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF", "slip.pdf")
    file = add_evidence(stale.case, file=pdf, by=three.by, claimant=stale)
    three.act("split", three.team.officer, claimants=[stale.pk])
    assert file.case_id == three.case.pk, "as the page has it"
    erase_evidence(file, by=three.by)
    erased = CaseEvent.objects.get(kind="evidence.erased")
    assert (erased.case_id, Evidence.objects.get(pk=file.pk).case_id) == (three.mine.pk,) * 2
    everything_holds()


def test_who_joins_a_case_does_not_read_what_those_in_it_were_told_before(three, team, act):
    three.act("request_completion", team.officer, items="Surat dokter Pekerja 2", bipartit_proof=False)
    three.act("take_up_again", team.officer, note="Suratnya sudah ada.")
    other = Handed(team, act)
    other.act("request_completion", team.officer, items="Slip gaji", bipartit_proof=False)
    other.act("take_up_again", team.officer, note="Slipnya sudah ada.")
    other.countersigned("merge_into", team.officer, team.supervisor, lead=three.case.reference)
    three.act("request_completion", team.officer, items="Kontrak kerja", bipartit_proof=False)

    def read(person) -> str:
        return " ".join(line.note for line in own.timeline(Claimant.objects.get(pk=person.pk)))

    came, was_there = read(other.people[0]), read(three.people[0])
    assert "Surat dokter" not in came
    assert "Slip gaji" in came, "their own past goes along"
    assert "Kontrak kerja" in came, "and what is told to all from then on"
    assert "Surat dokter" in was_there
    assert "Slip gaji" not in was_there


def test_who_comes_back_reads_once_what_they_were_told(three, team):
    first = three.people[0]
    three.act("split", team.officer, claimants=[first.pk])
    three.act("request_completion", team.officer, items="Surat dokter Pekerja 2", bipartit_proof=False)
    three.act("take_up_again", team.officer, note="Suratnya sudah ada.")
    asked = three.act_(three.mine, "merge_into", team.officer, lead=three.case.reference)
    decide(
        asked.approval.pk,
        by=principals.officer(team.supervisor),
        give=True,
        shown=asked.approval.shown_digest,
    )
    lines = [str(line.told) for line in own.timeline(Claimant.objects.get(pk=first.pk))]
    assert lines.count(str(ACTIONS["accept"].told)) == 1
    assert not any("data tambahan" in line for line in lines)
