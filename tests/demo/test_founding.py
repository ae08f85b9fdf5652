import pytest

from cases.audit import verify_all
from cases.models import Case, Claim
from demo import founding
from demo.offices import make_team
from ledger import balance
from ledger.models import Instalment, Payment
from workflows.models import Package

pytestmark = pytest.mark.django_db


def test_the_founding_case_half_way_stands_where_it_was_reported():
    case = founding.walk(make_team())
    line = balance.of_case(case)
    assert (line.workers, line.workers_waiting, line.outstanding) == (303, 158, 1_480_000_000)
    package = Package.objects.get(escalation__case=case)
    assert '"outstanding":1480000000' in package.content
    assert list(verify_all()) == []


def test_the_founding_case_is_paid_to_the_last_rupiah_and_closed():
    team = make_team()
    case = founding.walk(team)
    assert case.events.filter(kind="case.breach_recorded").count() == 2
    for step in founding.TO_THE_END:
        step(case, team)
    case = Case.objects.get(pk=case.pk)
    line = balance.of_case(case)
    assert (case.status, case.outcome) == ("closed", "agreement_fulfilled")
    assert (line.workers, line.workers_waiting, line.outstanding) == (303, 0, 0)
    assert (
        line.confirmed
        == line.due
        == sum(payment.amount for payment in Payment.objects.filter(case=case, state="confirmed"))
    )
    compensation = sum(founding.compensation_of(row) for row in founding.rows())
    assert (
        balance.total_of(
            balance.ClaimBalance.objects.filter(case=case, claim__kind="pkwt_compensation")
        ).confirmed
        == compensation
    )
    assert set(Claim.objects.filter(case=case).values_list("state", flat=True)) == {"paid"}
    assert not Instalment.objects.filter(case=case, state="open").exists()
    assert list(verify_all()) == []
