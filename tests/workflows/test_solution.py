from datetime import date, timedelta

import pytest

from accounts import principals
from cases.audit import verify_all
from cases.models import Case, Claim, Document, Employer
from cases.vocabulary import ClaimState, Naming, Status
from core import clock
from ledger import balance
from ledger.models import Agreement, Instalment, Payment
from tests.conftest import one_complaint, one_worker
from workflows.errors import Invalid, Refused
from workflows.filing import ClaimPart, submit
from workflows.perform import decide
from workflows.wording import standing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def at_a_working_morning():
    from datetime import UTC, datetime

    with clock.at(datetime(2026, 11, 24, 1, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def registered(reviewed, team, act):
    """Bipartit failed, the dispute is registered, everyone agreed to be named."""
    act(reviewed, "record_consent", team.officer, consent="given", naming="named", means="tanda tangan")
    act(reviewed, "start_bipartit", team.officer, requested_on=date(2026, 10, 1), received_on=date(2026, 10, 2),
        sent_by="tanda terima")  # fmt: skip
    act(reviewed, "end_bipartit", team.officer, how="refused", on=date(2026, 11, 2))
    act(reviewed, "register_dispute", team.officer, on=TODAY, number="560/1", natures=["hak"])
    return reviewed


@pytest.fixture
def recommended(registered, team, act):
    act(registered, "open_mediation", team.mediator, handed_over_on=TODAY, no_conflict=True)
    absent = {"on": TODAY, "worker_came": True, "employer_came": False}
    with pytest.raises(Invalid, match="summons_received_on"):
        act(registered, "hold_session", team.mediator, **absent)
    act(registered, "hold_session", team.mediator, **absent, summons_received_on=TODAY)
    claim = Claim.objects.get(case=registered)
    act(registered, "issue_recommendation", team.mediator, number="565.4/1", on=TODAY,
        recommended={claim.pk: 8_000_000})  # fmt: skip
    return registered


def status(case):
    return Case.objects.get(pk=case.pk).status


def test_mediation_needs_a_registered_dispute_and_names(reviewed, team, act):
    with pytest.raises(Refused) as refusal:
        act(reviewed, "open_mediation", team.mediator, handed_over_on=TODAY, no_conflict=True)
    assert len(refusal.value.reasons) == 2


def test_a_mediator_with_an_interest_is_replaced(registered, team, act):
    with pytest.raises(Invalid, match="no_conflict"):
        act(registered, "open_mediation", team.mediator, handed_over_on=TODAY, no_conflict=False)
    assert status(registered) == Status.UNDER_REVIEW


def test_a_dispute_of_rights_cannot_go_to_arbitration(registered, team, act):
    with pytest.raises(Invalid, match="forum"):
        act(registered, "choose_forum", team.officer, forum="arbitrase", on=TODAY)


def test_no_anjuran_before_a_session(registered, team, act):
    act(registered, "open_mediation", team.mediator, handed_over_on=TODAY, no_conflict=True)
    with pytest.raises(Refused):
        act(registered, "issue_recommendation", team.mediator, number="1", on=TODAY)


def test_a_silent_employer_leads_to_court(recommended, team, act):
    party = recommended.parties.get()
    act(
        recommended,
        "serve",
        team.officer,
        received_on=TODAY,
        means="hand",
        parties=[party.pk],
        every_claimant=True,
    )
    act(recommended, "record_reply", team.officer, answer="agrees", on=TODAY,
        claimants=[recommended.claimants.get().pk])  # fmt: skip
    with clock.at(clock.now() + timedelta(days=30)):
        act(recommended, "issue_risalah", team.mediator, on=TODAY, number="R-1")
    assert status(recommended) == Status.IN_COURT
    assert Document.objects.filter(case=recommended, kind="risalah").exists()


def test_the_worker_reads_whose_answer_is_awaited_and_each_date_once(recommended, team, act):
    employer = Employer.objects.create(legal_name="PT Kontraktor Utama", name_key="kontraktor utama")
    recommended.parties.create(employer=employer, tier="main_contractor")
    served = [party.pk for party in recommended.parties.all()]
    act(
        recommended,
        "serve",
        team.officer,
        received_on=TODAY,
        means="hand",
        parties=served,
        every_claimant=True,
    )
    now = standing(recommended.claimants.select_related("case").get())
    assert [one.says.split(",")[0] for one in now.mine] == ["Jawab anjuran"]
    assert [one.says.split(",")[0] for one in now.others].count("Perusahaan menjawab anjuran") == 1


def test_when_all_agree_a_risalah_is_refused(recommended, team, act):
    act(
        recommended,
        "record_reply",
        team.officer,
        answer="agrees",
        on=TODAY,
        party=recommended.parties.get().pk,
    )
    act(recommended, "record_reply", team.officer, answer="agrees", on=TODAY,
        claimants=[recommended.claimants.get().pk])  # fmt: skip
    with clock.at(clock.now() + timedelta(days=30)), pytest.raises((Invalid, Refused)):
        act(recommended, "issue_risalah", team.mediator, on=TODAY, number="R-1")
    assert status(recommended) == Status.RECOMMENDED


def test_an_agreement_lays_out_its_instalments_to_the_last_rupiah(recommended, team, act):
    act(recommended, "record_agreement", team.mediator, signed_on=TODAY,
        schedule="2026-12-31 33%\n2027-01-31 33%\n2027-02-28 34%")  # fmt: skip
    assert status(recommended) == Status.IN_SETTLEMENT
    rows = Instalment.objects.filter(case=recommended).order_by("due_on")
    assert [row.amount for row in rows] == [2_640_000, 2_640_000, 2_720_000]


def test_in_mediation_the_mediator_is_witness_to_the_agreement(recommended, team, act):
    for stage in (Status.IN_MEDIATION, Status.RECOMMENDED):
        Case.objects.filter(pk=recommended.pk).update(status=stage)
        for other in (team.officer, team.supervisor):
            with pytest.raises(Refused, match="mediator"):
                act(recommended, "record_agreement", other, signed_on=TODAY, schedule="2026-12-31")
        assert status(recommended) == stage
    assert not Instalment.objects.filter(case=recommended).exists()
    act(recommended, "record_agreement", team.mediator, signed_on=TODAY, schedule="2026-12-31")
    assert Agreement.objects.get(case=recommended).witnessed_by_mediator


@pytest.mark.parametrize(
    ("schedule", "word"), [("besok", "Baris 1"), ("2026-12-31 50%", "100%"), ("", "Baris 1")]
)
def test_an_unreadable_schedule_names_its_line(recommended, team, act, schedule, word):
    with pytest.raises(Invalid) as refusal:
        act(recommended, "record_agreement", team.mediator, signed_on=TODAY, schedule=schedule)
    assert word in str(refusal.value.errors["schedule"])


@pytest.fixture
def three(team, act):
    people = tuple(
        one_worker(name=f"Pekerja {n}", nik="", phone="", claims=(ClaimPart("unpaid_wage", 3_000_000),))
        for n in range(3)
    )
    case = submit(one_complaint(workers=people), by=principals.ANYONE).case
    act(case, "accept", team.intake, officer=team.officer.pk)
    return case


def test_those_who_sign_are_split_off_and_the_rest_stays(three, team, act):
    signer = three.claimants.order_by("number").first()
    done = act(
        three, "record_agreement", team.officer, signed_on=TODAY, claimants=[signer.pk], schedule="2026-12-31"
    )
    assert done.event.kind == "case.split"
    signer.refresh_from_db()
    new = signer.case
    assert new.pk != three.pk
    assert (status(three), status(new)) == (Status.UNDER_REVIEW, Status.IN_SETTLEMENT)
    assert balance.of_case(three).outstanding == 6_000_000
    assert balance.of_case(new).outstanding == 3_000_000
    first = new.events.get(seq=1)
    assert first.facts["parents"][0]["case"] == three.pk
    assert list(verify_all()) == []


def test_a_receipt_opens_its_claimant_after_a_split_under_the_first_reference(team, act):
    from cases.access import claimant_by_receipt

    people = tuple(one_worker(name=f"P{n}", nik="", phone="") for n in range(2))
    filed = submit(one_complaint(workers=people), by=principals.ANYONE)
    act(filed.case, "accept", team.intake, officer=team.officer.pk)
    pk, receipt = next(iter(filed.receipts.items()))
    act(filed.case, "split", team.officer, claimants=[pk])
    found = claimant_by_receipt(filed.case.reference, receipt, source="127.0.0.1")
    assert found.pk == pk
    assert found.case_id != filed.case.pk


def test_unnamed_clarification_needs_the_supervisors_word(reviewed, team, act):
    params = {
        "parties": [reviewed.parties.get().pk], "answer_by": TODAY + timedelta(days=9), "names": "unnamed",
    }  # fmt: skip
    with pytest.raises(Invalid, match="names"):
        act(reviewed, "open_clarification", team.officer, **params)
    act(reviewed, "confirm_unnamed", team.supervisor, note="Fakta umum, banyak pekerja.")
    act(reviewed, "open_clarification", team.officer, **params)
    assert status(reviewed) == Status.IN_CLARIFICATION


def test_nobody_is_approached_where_the_worker_said_no(reviewed, team, act):
    reviewed.claimants.update(naming=Naming.DO_NOT_APPROACH)
    with pytest.raises(Refused):
        act(reviewed, "open_clarification", team.officer, parties=[reviewed.parties.get().pk],
            answer_by=TODAY + timedelta(days=9), names="unnamed")  # fmt: skip


def test_silence_is_stated_only_after_two_summonses(reviewed, team, act):
    party = reviewed.parties.get().pk
    act(reviewed, "confirm_unnamed", team.supervisor, note="aman")
    act(reviewed, "open_clarification", team.officer, parties=[party], answer_by=TODAY + timedelta(days=9),
        names="unnamed")  # fmt: skip
    with pytest.raises(Invalid, match="how"):
        act(reviewed, "conclude_clarification", team.officer, how="silent", on=TODAY, minutes="BA-1")
    act(
        reviewed,
        "record_summons",
        team.officer,
        party=party,
        number="P-2",
        posted_on=TODAY,
        received_on=TODAY,
    )
    act(reviewed, "conclude_clarification", team.officer, how="silent", on=TODAY, minutes="BA-1")
    assert status(reviewed) == Status.UNDER_REVIEW


def pay_in_full(case, team, act):
    claim = Claim.objects.get(case=case)
    act(case, "record_payment", team.officer, amounts={claim.pk: 8_000_000}, paid_on=TODAY)
    return Payment.objects.get(case=case)


def test_money_stated_by_one_side_does_not_close_a_case(reviewed, team, act):
    pay_in_full(reviewed, team, act)
    with pytest.raises(Refused):
        act(reviewed, "close_paid", team.officer)
    act(reviewed, "confirm_payment", team.officer, statement="tanda tangan pekerja")
    asked = act(reviewed, "close_paid", team.officer)
    decide(
        asked.approval.pk,
        by=principals.officer(team.supervisor),
        give=True,
        shown=asked.approval.shown_digest,
    )
    reviewed.refresh_from_db()
    assert (reviewed.status, reviewed.outcome) == ("closed", "paid_in_full")
    assert Claim.objects.get(case=reviewed).state == ClaimState.PAID


def test_a_disputed_payment_reopens_a_closed_case(reviewed, claimant, team, act):
    payment = pay_in_full(reviewed, team, act)
    act(reviewed, "confirm_payment", team.officer, statement="telepon")
    asked = act(reviewed, "close_paid", team.officer)
    decide(
        asked.approval.pk,
        by=principals.officer(team.supervisor),
        give=True,
        shown=asked.approval.shown_digest,
    )
    act(
        reviewed,
        "dispute_payment",
        principals.claimant(claimant.pk),
        payments=[payment.pk],
        why="Belum masuk.",
    )
    reviewed.refresh_from_db()
    assert (reviewed.status, reviewed.outcome) == ("under_review", "")
    assert balance.of_case(reviewed).outstanding == 8_000_000


def test_bank_proof_counts_after_five_working_days_without_objection(reviewed, team, act):
    pay_in_full(reviewed, team, act)
    with pytest.raises(Invalid) as refusal:
        act(
            reviewed,
            "confirm_payment",
            team.officer,
            basis="bank_proof",
            notified_on=TODAY - timedelta(days=2),
        )
    assert set(refusal.value.errors) == {"notified_on", "basis"}


def test_a_settlement_is_not_left_for_a_promise_that_was_broken_before_it(reviewed, team, act):
    party = reviewed.parties.get().pk
    act(reviewed, "record_commitment", team.officer, promisor=party, made_on=date(2026, 11, 2), minutes="N-1",
        description="80% upah", how="percentage", percentage=80, due_on=date(2026, 11, 9), workers_told=True)  # fmt: skip
    act(reviewed, "record_breach", team.officer, due_on=date(2026, 11, 9), asked_on=date(2026, 11, 10))
    act(reviewed, "record_agreement", team.officer, signed_on=TODAY, schedule="2026-12-31")
    with pytest.raises(Refused):
        act(reviewed, "leave_settlement", team.officer, next_step="Mediasi.")
    assert status(reviewed) == Status.IN_SETTLEMENT


def test_a_breach_is_recorded_only_after_both_were_asked(reviewed, team, act):
    party = reviewed.parties.get().pk
    act(reviewed, "record_commitment", team.officer, promisor=party, made_on=date(2026, 11, 2), minutes="N-1",
        description="80% upah", how="percentage", percentage=80, due_on=date(2026, 11, 9), workers_told=True)  # fmt: skip
    assert Instalment.objects.get(case=reviewed).amount == 6_400_000
    with pytest.raises(Invalid, match="asked_on"):
        act(reviewed, "record_breach", team.officer, due_on=date(2026, 11, 9), asked_on=TODAY)
    done = act(reviewed, "record_breach", team.officer, due_on=date(2026, 11, 9), asked_on=date(2026, 11, 10))
    assert done.event.facts["amount"] == 6_400_000
    assert Instalment.objects.get(case=reviewed).state == "breached"


def test_talks_fail_after_as_many_unanswered_requests_as_the_office_asks_for(reviewed, team, act):
    reviewed.claimants.update(naming="named")
    today = clock.today()
    act(reviewed, "start_bipartit", team.officer, requested_on=today - timedelta(days=9), sent_by="resi")
    with pytest.raises(Invalid) as refused:
        act(reviewed, "end_bipartit", team.officer, how="unanswered", on=today)
    assert list(refused.value.errors) == ["second_request_on"]
    team.satgas.settings = {"bipartit_unanswered_requests": 1}
    team.satgas.save()
    act(reviewed, "end_bipartit", team.officer, how="unanswered", on=today)
    reviewed.refresh_from_db()
    assert reviewed.status == "under_review"
