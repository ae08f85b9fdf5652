from datetime import date

import pytest

from accounts.principals import Kind, Principal
from cases.models import Claim, Claimant, Document, EventNote, Message
from cases.vocabulary import Naming, Status
from demo.telling import act, on
from ledger.models import Instalment
from workflows.errors import Invalid, Refused
from workflows.filing import ClaimPart

pytestmark = pytest.mark.django_db


def test_a_last_wage_is_paid_after_the_employer_was_asked(file):
    tale = file(date(2026, 10, 5), ClaimPart("last_wage", 4_100_000))
    tale.accepted(date(2026, 10, 6))
    tale.consented(date(2026, 10, 6))
    with on(date(2026, 10, 7)):
        tale.act("open_clarification", tale.team.officer, parties=[tale.case.parties.get().pk],
                 answer_by=date(2026, 10, 16), names="named", received_on=date(2026, 10, 7))  # fmt: skip
    with on(date(2026, 10, 12)):
        tale.act("record_answer", tale.team.officer, party=tale.case.parties.get().pk, on=date(2026, 10, 12),
                 stance="accepts")  # fmt: skip
        tale.act(
            "conclude_clarification", tale.team.officer, how="promised", on=date(2026, 10, 12), minutes="BA-3"
        )
    claim = tale.case.claims.get()
    with on(date(2026, 10, 14)):
        tale.act(
            "record_payment", tale.team.officer, amounts={claim.pk: 4_100_000}, paid_on=date(2026, 10, 14)
        )
    with on(date(2026, 10, 15)):
        tale.act("confirm_payment", tale.worker)
    tale.closed(date(2026, 10, 16))
    assert (tale.status, tale.outcome, tale.outstanding) == ("closed", "paid_in_full", 0)


def test_a_contract_ended_early_is_recommended_agreed_registered_and_paid(file):
    tale = file(
        date(2026, 3, 2), ClaimPart("pkwt_compensation", 3_000_000), ClaimPart("pkwt_damages", 18_000_000)
    )
    tale.accepted(date(2026, 3, 3))
    tale.consented(date(2026, 3, 3))
    tale.to_mediation(date(2026, 3, 4), date(2026, 3, 10))
    compensation, damages = tale.case.claims.order_by("id")
    with on(date(2026, 3, 16)):
        tale.act("issue_recommendation", tale.team.mediator, number="565.4/9", on=date(2026, 3, 16),
                 recommended={compensation.pk: 3_000_000, damages.pk: 18_000_000})  # fmt: skip
        party = tale.case.parties.get()
        tale.act("serve", tale.team.officer, received_on=date(2026, 3, 16), means="hand", parties=[party.pk],
                 every_claimant=True)  # fmt: skip
    with on(date(2026, 3, 25)):
        tale.act("record_reply", tale.worker, answer="agrees", on=date(2026, 3, 25))
        tale.act("record_reply", tale.team.officer, answer="agrees", on=date(2026, 3, 25), party=party.pk)
        tale.act(
            "record_agreement",
            tale.team.mediator,
            signed_on=date(2026, 3, 25),
            schedule="2026-04-15\n2026-05-15",
        )
        tale.act(
            "register_agreement", tale.team.officer, deed_number="7/PB/2026", registered_on=date(2026, 3, 25)
        )
    assert tale.status == Status.IN_SETTLEMENT
    for day, number in ((date(2026, 4, 15), 1), (date(2026, 5, 15), 2)):
        rows = Instalment.objects.filter(case=tale.case, number=number)
        tale.paid(day, {row.claim_id: row.amount for row in rows})
    assert set(Instalment.objects.filter(case=tale.case).values_list("state", flat=True)) == {"met"}
    tale.closed(date(2026, 5, 18))
    assert (tale.status, tale.outcome, tale.outstanding) == ("closed", "agreement_fulfilled", 0)


def test_a_silent_employer_ends_in_court_and_pays_what_the_court_awards(file):
    tale = file(date(2026, 1, 5), ClaimPart("severance", 40_000_000))
    tale.accepted(date(2026, 1, 6))
    tale.consented(date(2026, 1, 6))
    party = tale.case.parties.get().pk
    with on(date(2026, 1, 7)):
        tale.act(
            "open_clarification",
            tale.team.officer,
            parties=[party],
            answer_by=date(2026, 1, 19),
            names="named",
        )
    with on(date(2026, 1, 20)):
        tale.act("record_summons", tale.team.officer, party=party, number="P-2", posted_on=date(2026, 1, 20),
                 received_on=date(2026, 1, 20))  # fmt: skip
    with on(date(2026, 2, 2)):
        tale.act(
            "conclude_clarification", tale.team.officer, how="silent", on=date(2026, 2, 2), minutes="BA-9"
        )
    tale.to_mediation(date(2026, 2, 3), date(2026, 2, 9))
    claim = tale.case.claims.get()
    with on(date(2026, 2, 13)):
        tale.act("issue_recommendation", tale.team.mediator, number="565.4/2", on=date(2026, 2, 13),
                 recommended={claim.pk: 40_000_000})  # fmt: skip
        tale.act("serve", tale.team.officer, received_on=date(2026, 2, 13), means="hand", parties=[party],
                 every_claimant=True)  # fmt: skip
        tale.act("record_reply", tale.worker, answer="agrees", on=date(2026, 2, 13))
    with on(date(2026, 4, 10)):
        tale.act("issue_risalah", tale.team.mediator, on=date(2026, 4, 10), number="R-2")
        tale.act("file_suit", tale.worker, number="12/Pdt.Sus-PHI/2026", on=date(2026, 4, 10))
    with on(date(2026, 7, 1)):
        tale.act("record_ruling", tale.team.officer, number="12/2026", read_on=date(2026, 7, 1), final=True,
                 awarded={claim.pk: 36_000_000})  # fmt: skip
    with on(date(2026, 7, 2)), pytest.raises(Invalid, match="statement"):
        tale.act("end_court", tale.team.officer, outcome="court_concluded", countersign=tale.team.supervisor)
    tale.paid(date(2026, 8, 3), {claim.pk: 36_000_000})
    with on(date(2026, 8, 4)):
        tale.act("end_court", tale.team.officer, outcome="court_concluded", countersign=tale.team.supervisor)
    assert (tale.status, tale.outcome, tale.outstanding) == ("closed", "court_concluded", 0)


def test_a_frightened_worker_is_shielded_and_nobody_is_approached(file):
    tale = file(date(2026, 9, 1), ClaimPart("unpaid_wage", 6_000_000))
    tale.accepted(date(2026, 9, 2))
    with on(date(2026, 9, 2)):
        done = tale.act(
            "report_retaliation", tale.worker, what="Mandor mengancam saya di mes.", in_danger=False
        )
    tale.case.refresh_from_db()
    person = tale.case.claimants.get()
    assert tale.case.shielded
    assert person.naming == Naming.DO_NOT_APPROACH
    assert "Mandor" not in done.event.text
    assert EventNote.objects.get(event=done.event).body.startswith("Mandor")
    with on(date(2026, 9, 3)):
        tale.act(
            "record_safety_contact", tale.team.officer, spoken_on=date(2026, 9, 3), plan="Telepon tiap Senin."
        )
        with pytest.raises(Refused):
            tale.act("open_clarification", tale.team.officer, parties=[tale.case.parties.get().pk],
                     answer_by=date(2026, 9, 14), names="unnamed")  # fmt: skip
    # Months later the worker has left the site and agrees to be named; the employer pays.
    with on(date(2026, 11, 2)):
        tale.act("record_consent", tale.worker, consent="given", naming="named")
    tale.paid(date(2026, 11, 9), {tale.case.claims.get().pk: 6_000_000})
    tale.closed(date(2026, 11, 10))
    assert tale.outcome == "paid_in_full"


def test_a_worker_without_a_phone_is_served_by_officers_who_write_down_their_word(file):
    tale = file(date(2026, 8, 3), ClaimPart("unpaid_wage", 5_000_000), phone="", email="")
    tale.accepted(date(2026, 8, 4))
    person = Claimant.objects.get(case=tale.case)
    spoken = Principal(
        Kind.OFFICER, id=tale.team.intake.pk, roles=frozenset({(tale.team.satgas.pk, "intake_officer")}),
        on_behalf_of=person.pk, proof="dibacakan kembali, cap jempol",
    )  # fmt: skip
    with on(date(2026, 8, 4)):
        act(tale.case, "record_consent", spoken, consent="given", naming="named")
        act(tale.case, "request_completion", tale.team.officer, items="Nama mandor")
    with on(date(2026, 8, 6)):
        done = act(tale.case, "complete", spoken, answer="Saya tidak tahu namanya.")
    assert (done.event.on_behalf_of, done.event.by_id) == (person.pk, tale.team.intake.pk)
    with on(date(2026, 8, 20)):
        claim = Claim.objects.get(case=tale.case)
        act(tale.case, "record_payment", spoken, amounts={claim.pk: 5_000_000}, paid_on=date(2026, 8, 20))
    assert tale.outstanding == 0, "the worker's own word that they were paid needs no second one"
    tale.closed(date(2026, 8, 21))
    assert tale.outcome == "paid_in_full"
    assert not Message.objects.filter(case=tale.case).exists()


def test_a_settlement_breached_twice_goes_to_execution_and_is_paid(file):
    tale = file(date(2026, 2, 2), ClaimPart("severance", 30_000_000))
    tale.accepted(date(2026, 2, 3))
    tale.consented(date(2026, 2, 3))
    with on(date(2026, 2, 10)):
        tale.act("record_agreement", tale.team.officer, signed_on=date(2026, 2, 10),
                 schedule="2026-03-02\n2026-04-01\n2026-05-04")  # fmt: skip
        tale.act(
            "register_agreement", tale.team.officer, deed_number="3/PB/2026", registered_on=date(2026, 2, 10)
        )
    for due, asked, day in (
        (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 9)),
        (date(2026, 4, 1), date(2026, 4, 6), date(2026, 4, 13)),
    ):
        with on(day):
            done = tale.act("record_breach", tale.worker, due_on=due, asked_on=asked)
        assert done.event.facts["count"] == 1
    assert sorted(Instalment.objects.filter(case=tale.case).values_list("state", flat=True)) == [
        "breached", "breached", "open",
    ]  # fmt: skip
    with on(date(2026, 4, 14)):
        tale.act("request_execution", tale.worker, on=date(2026, 4, 14))
    assert tale.status == Status.IN_COURT
    tale.paid(date(2026, 6, 1), {tale.case.claims.get().pk: 30_000_000})
    with on(date(2026, 6, 2)):
        tale.act("end_court", tale.worker, outcome="court_concluded")
    assert (tale.status, tale.outcome, tale.outstanding) == ("closed", "court_concluded", 0)
    assert Document.objects.filter(case=tale.case, kind="perjanjian_bersama").exists()
