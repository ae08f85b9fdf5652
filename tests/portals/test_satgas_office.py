"""The office itself: its calendar, and what could not be delivered."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from notifications.models import Notification
from workflows.models import OpenClock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True  # no second factor


@pytest.fixture
def as_(client):
    def log_in(user):
        client.force_login(user)
        client.cookies["django_language"] = "id"
        return client

    return log_in


def test_a_day_off_of_the_office_moves_open_dates_and_can_be_taken_back(reviewed, team, as_):
    before = OpenClock.objects.get(case=reviewed, clock="review").due_on
    day = {
        "day_day": before.day,
        "day_month": before.month,
        "day_year": before.year,
        "name": "Hari jadi kota",
    }
    values = {"office": team.satgas.pk} | day
    assert as_(team.officer).post(reverse("satgas:calendar"), values).status_code == 403
    text = as_(team.supervisor).post(reverse("satgas:calendar"), values, follow=True).content.decode()
    assert "tenggat dari 1 perkara bergeser" in text
    moved = OpenClock.objects.get(case=reviewed, clock="review").due_on
    assert moved > before
    page = as_(team.supervisor).get(reverse("satgas:calendar"), {"tahun": before.year}).content.decode()
    assert "Hari jadi kota" in page
    again = as_(team.supervisor).post(reverse("satgas:calendar"), values)
    assert again.status_code == 400
    assert "sudah tercatat" in again.content.decode()
    pk = page.split('name="withdraw" value="')[1].split('"')[0]
    as_(team.supervisor).post(reverse("satgas:calendar"), {"withdraw": pk})
    assert OpenClock.objects.get(case=reviewed, clock="review").due_on == before


def test_what_was_given_up_is_listed_and_tried_again(reviewed, team, as_):
    row = Notification.objects.create(
        event=reviewed.events.first(), case=reviewed, recipient=f"user:{team.officer.pk}", user=team.officer,
        channel="email", template="news", state=Notification.State.DEAD, attempts=14, error="5.1.1",
        next_attempt_at=clock.now() - timedelta(days=1),
    )  # fmt: skip
    page = as_(team.officer).get(reverse("satgas:notifications")).content.decode()
    assert reviewed.reference in page
    assert "Surel" in page
    assert "Alamat surelnya tidak ada atau salah tulis" in page
    assert "Kode 5.1.1" in page
    assert reviewed.reference not in as_(team.inspector).get(reverse("satgas:notifications")).content.decode()
    assert (
        as_(team.inspector).post(reverse("satgas:notifications"), {"notification": row.pk}).status_code == 404
    )
    as_(team.officer).post(reverse("satgas:notifications"), {"notification": row.pk})
    row.refresh_from_db()
    assert row.state == Notification.State.WAITING
