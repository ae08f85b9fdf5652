import pytest

from cases.audit import verify_all
from demo import founding
from demo.offices import make_team
from ledger import balance

pytestmark = pytest.mark.django_db


def test_the_founding_case_stands_where_it_was_reported():
    case = founding.walk(make_team())
    line = balance.of_case(case)
    assert (line.workers, line.workers_waiting, line.outstanding) == (303, 158, 1_480_000_000)
    assert list(verify_all()) == []
