from datetime import date

import pytest

from cases.access import claimant_by_receipt
from cases.models import Claimant
from cases.vocabulary import Status
from demo.telling import act, on
from ledger import balance
from ledger.models import ClaimBalance
from workflows.filing import ClaimPart

pytestmark = pytest.mark.django_db


def test_of_a_mass_layoff_some_settle_and_the_rest_goes_on(file):
    tale = file(date(2026, 4, 6), ClaimPart("severance", 20_000_000), workers=40)
    tale.accepted(date(2026, 4, 7))
    tale.consented(date(2026, 4, 7))
    people = list(tale.case.claimants.values_list("pk", flat=True))
    with on(date(2026, 4, 20)):
        tale.act("record_agreement", tale.team.officer, signed_on=date(2026, 4, 20), claimants=people[:25],
                 schedule="2026-05-20")  # fmt: skip
    settled = Claimant.objects.get(pk=people[0]).case
    assert (tale.status, settled.status) == (Status.UNDER_REVIEW, Status.IN_SETTLEMENT)
    assert (balance.of_case(tale.case).outstanding, balance.of_case(settled).outstanding) == (
        300_000_000,
        500_000_000,
    )

    left = dict(ClaimBalance.objects.filter(case=settled).values_list("claim_id", "outstanding"))
    with on(date(2026, 5, 20)):
        act(settled, "record_payment", tale.team.officer, amounts=left, paid_on=date(2026, 5, 20))
        act(settled, "confirm_payment", tale.team.officer, statement="daftar tanda tangan")
        act(settled, "close_paid", tale.team.officer, countersign=tale.team.supervisor)
    assert settled.outcome == "agreement_fulfilled"

    tale.to_mediation(date(2026, 4, 21), date(2026, 4, 28))
    claims = dict(ClaimBalance.objects.filter(case=tale.case).values_list("claim_id", "due"))
    party = tale.case.parties.get().pk
    with on(date(2026, 5, 5)):
        tale.act(
            "issue_recommendation",
            tale.team.mediator,
            number="565.4/40",
            on=date(2026, 5, 5),
            recommended=claims,
        )
        tale.act("serve", tale.team.officer, received_on=date(2026, 5, 5), means="hand", parties=[party],
                 every_claimant=True)  # fmt: skip
    with on(date(2026, 5, 8)):
        tale.act("record_reply", tale.team.officer, answer="agrees", on=date(2026, 5, 8), party=party)
        tale.act(
            "record_reply", tale.team.officer, answer="agrees", on=date(2026, 5, 8), claimants=people[25:30]
        )
    with on(date(2026, 6, 15)):
        tale.act("issue_risalah", tale.team.mediator, on=date(2026, 6, 15), number="R-40")
    agreeing = Claimant.objects.get(pk=people[25]).case
    assert agreeing.claimants.count() == 5
    assert (tale.status, agreeing.status) == (Status.IN_COURT, Status.RECOMMENDED)
    with on(date(2026, 6, 16)):
        act(
            agreeing,
            "record_agreement",
            tale.team.mediator,
            signed_on=date(2026, 6, 16),
            schedule="2026-06-30",
        )
    assert agreeing.status == Status.IN_SETTLEMENT
    total = sum(balance.of_case(case).outstanding for case in (tale.case, settled, agreeing))
    assert total == 300_000_000, "fifteen workers still wait; splitting loses and invents no rupiah"


def test_two_complaints_against_one_employer_are_merged_and_no_rupiah_counts_twice(file):
    lead = file(date(2026, 5, 4), ClaimPart("unpaid_wage", 5_000_000))
    other = file(date(2026, 5, 5), ClaimPart("unpaid_wage", 3_000_000))
    lead.accepted(date(2026, 5, 6))
    other.accepted(date(2026, 5, 6))
    person, receipt = next(iter(other.receipts.items()))
    with on(date(2026, 5, 7)):
        other.act(
            "merge_into", other.team.officer, countersign=other.team.supervisor, lead=lead.case.reference
        )
    assert (other.status, other.outcome) == (Status.CLOSED, "merged")
    assert (lead.outstanding, other.outstanding) == (8_000_000, 0)
    found = claimant_by_receipt(other.case.reference, receipt, source="127.0.0.1")
    assert (found.pk, found.case_id) == (person, lead.case.pk)
