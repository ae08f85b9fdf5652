import pytest

from cases.models import Claim
from ledger import balance
from ledger.models import AmountKind, Payment

pytestmark = pytest.mark.django_db


def pay(claim, amount, state):
    Payment.objects.create(
        case_id=claim.case_id, claim=claim, claimant_id=claim.claimant_id, amount=amount, paid_on="2026-11-02",
        stated_by_kind="employer", state=state, event_seq=9,
    )  # fmt: skip
    balance.refresh(claim.case, [claim.pk])


def test_a_stated_payment_changes_nothing_until_the_worker_confirms(case):
    claim = Claim.objects.get(case=case)
    pay(claim, 3_000_000, Payment.State.STATED)
    assert balance.of_case(case).outstanding == 8_000_000
    pay(claim, 3_000_000, Payment.State.CONFIRMED)
    assert balance.of_case(case).outstanding == 5_000_000


def test_a_ruling_is_stronger_than_an_agreement_than_a_claim_and_an_offer_binds_nobody(case):
    claim = Claim.objects.get(case=case)
    for kind, amount, due in [
        (AmountKind.OFFERED, 1_000_000, 8_000_000),
        (AmountKind.RECOMMENDED, 9_000_000, 8_000_000),
        (AmountKind.DETERMINED, 7_500_000, 7_500_000),
        (AmountKind.AGREED, 7_000_000, 7_000_000),
        (AmountKind.AWARDED, 7_200_000, 7_200_000),
    ]:
        balance.post(case, kind, {claim.pk: amount}, event_seq=2)
        assert balance.of_case(case).due == due


def test_the_case_line_counts_workers_who_still_wait(case):
    assert balance.of_case(case).workers_waiting == 1
    pay(Claim.objects.get(case=case), 8_000_000, Payment.State.CONFIRMED)
    total = balance.of_case(case)
    assert (total.workers, total.workers_waiting, total.outstanding) == (1, 0, 0)
