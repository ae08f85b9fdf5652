from datetime import date

import pytest

from accounts.calendar import add_day_off, calendar_of
from accounts.models import CalendarRevision, Holiday, Office, Region, User
from core.workdays import add_working_days

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [(date(2026, 3, 9), 14, date(2026, 4, 6)), (date(2026, 3, 2), 30, date(2026, 4, 21))],
)
def test_the_two_reference_dates_come_out(start, length, due):
    assert add_working_days(start, length, calendar_of(None).days_off).end == due


def test_an_office_day_off_counts_for_that_office_only():
    office = Office.objects.create(name="Disnaker Contoh", kind=Office.Kind.CITY_LABOUR)
    officer = User.objects.create_user("a@contoh.example", name="A")
    before = calendar_of(office.pk).version
    add_day_off(office, day=date(2026, 11, 25), name="Ulang tahun kota", by_id=officer.pk)
    assert add_working_days(date(2026, 11, 24), 1, calendar_of(office.pk).days_off).end == date(2026, 11, 26)
    assert add_working_days(date(2026, 11, 24), 1, calendar_of(None).days_off).end == date(2026, 11, 25)
    assert calendar_of(office.pk).version > before


def test_a_calendar_is_read_again_only_after_a_change(django_assert_num_queries):
    office = Office.objects.create(name="Disnaker Contoh", kind=Office.Kind.CITY_LABOUR)
    calendar_of(office.pk)
    with django_assert_num_queries(1):
        calendar_of(office.pk)
    add_day_off(office, day=date(2026, 11, 25), name="Ulang tahun kota", by_id=None)
    with django_assert_num_queries(2):
        assert date(2026, 11, 25) in calendar_of(office.pk).days_off


def test_a_change_that_is_committed_after_a_later_one_is_seen():
    office = Office.objects.create(name="Disnaker Contoh", kind=Office.Kind.CITY_LABOUR)
    last = CalendarRevision.objects.latest("pk")
    later = CalendarRevision.objects.create(pk=last.pk + 2, at=last.at, reason="kantor lain")
    assert calendar_of(office.pk).version == later.pk
    slower = CalendarRevision.objects.create(pk=last.pk + 1, at=last.at, reason="Ulang tahun kota")
    Holiday.objects.create(
        date=date(2026, 11, 25),
        name="Ulang tahun kota",
        office=office,
        kind=Holiday.Kind.OFFICE,
        added_in=slower,
    )
    assert date(2026, 11, 25) in calendar_of(office.pk).days_off


def test_balikpapan_has_its_six_kecamatan_and_thirty_four_kelurahan():
    assert Region.objects.filter(level="kecamatan", parent="64.71").count() == 6
    assert Region.objects.filter(level="kelurahan", parent__parent="64.71").count() == 34
