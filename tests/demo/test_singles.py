import pytest

from cases.audit import verify_all
from cases.models import Case
from cases.vocabulary import Status
from demo import singles
from demo.offices import make_team

pytestmark = pytest.mark.django_db


def test_thirty_cases_stand_in_every_status():
    team = make_team()
    for place, story in enumerate(singles.STORIES, start=1):
        singles.tell(story, place, team)
    assert Case.objects.count() == 30
    assert set(Case.objects.values_list("status", flat=True)) == set(Status.values)
    assert list(verify_all()) == []
