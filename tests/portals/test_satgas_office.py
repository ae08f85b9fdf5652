"""The office itself: its calendar, and what could not be delivered."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import CalendarRevision, Holiday
from core import clock
from core.dates import written
from notifications.models import Notification
from workflows.models import OpenClock
from workflows.own import timeline

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
    assert "1 tenggat bergeser, dari 1 perkara yang dihitung ulang" in text
    moved = OpenClock.objects.get(case=reviewed, clock="review").due_on
    assert moved > before
    history = reverse("satgas:case", args=[reviewed.reference]) + "?lihat=riwayat"
    told = as_(team.officer).get(history).content.decode()
    assert f"{written(before, short=True)} → {written(moved, short=True)}" in told
    assert "karena hari libur" in told
    [told_worker] = [line for line in timeline(reviewed.claimants.get()) if "bergeser" in str(line.told)]
    assert f"{written(before)} → {written(moved)}" in told_worker.changes[0]
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


def test_what_the_office_has_chosen_is_shown_to_all_and_changed_by_who_leads_it(reviewed, team, as_):
    url = reverse("satgas:choices")
    shown = as_(team.officer).get(url).content.decode()
    assert "Kantor ini bertindak sebagai dinas tenaga kerja" in shown
    assert "5 hari kerja" in shown
    assert 'name="review_days"' not in shown
    form = as_(team.supervisor).get(url).context["form"]
    given = {name: field.initial for name, field in form.fields.items()} | {"review_days": 6}
    assert as_(team.officer).post(url, given).status_code == 403
    before = OpenClock.objects.get(case=reviewed, clock="review").due_on
    text = as_(team.supervisor).post(url, given, follow=True).content.decode()
    assert "Pilihan kantor disimpan. 1 tenggat bergeser, dari 1 perkara yang dihitung ulang." in text
    assert OpenClock.objects.get(case=reviewed, clock="review").due_on > before
    assert "(dipilih kantor ini)" in as_(team.officer).get(url).content.decode()
    refused = as_(team.supervisor).post(url, given | {"review_days": 0})
    assert refused.status_code == 400
    assert "Tulis angka dari 1 sampai 365." in refused.content.decode()


def test_an_office_of_somebody_else_is_neither_shown_nor_changed(team, as_):
    url = reverse("satgas:choices") + f"?kantor={team.kanwil.pk}"
    assert team.kanwil.name not in as_(team.supervisor).get(url).content.decode()
    form = as_(team.supervisor).get(url).context["form"]
    given = {name: field.initial for name, field in form.fields.items()} | {"many_workers": 5}
    as_(team.supervisor).post(url, given)
    team.kanwil.refresh_from_db()
    assert team.kanwil.settings == {}


def test_days_off_that_are_still_to_come_stand_first(team, as_):
    offices = {"office": team.satgas, "added_in": CalendarRevision.objects.create(reason="uji")}
    for day, name in ((date(2026, 1, 2), "Hari lewat"), (date(2026, 12, 31), "Hari depan")):
        Holiday.objects.create(date=day, name=name, kind=Holiday.Kind.OFFICE, **offices)
    client = as_(team.officer)
    with clock.at(datetime(2026, 6, 15, tzinfo=UTC)):
        page = client.get(reverse("satgas:calendar")).content.decode()
        before = client.get(reverse("satgas:calendar"), {"tahun": 2025}).content.decode()
    assert page.index("Hari depan") < page.index("Yang sudah lewat") < page.index("Hari lewat")
    assert "Yang sudah lewat" not in before  # nothing to come in it
