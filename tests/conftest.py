"""What every room's tests start from: offices with their people, and a complaint."""

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis

from accounts import calendar, principals
from accounts.models import Membership, Office, Region, Role, User
from cases import triggers
from workflows.filing import ClaimPart, Complaint, EmployerPart, WorkerPart, submit
from workflows.perform import perform

# The real hasher takes half a second a person; what it protects is not tested here.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages are rendered without `collectstatic`; tests/portals/test_look.py tries the real storage.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

hypothesis.register_profile("patient", deadline=None)  # a busy machine is not a failing property
hypothesis.load_profile("patient")

_flush = TransactionTestCase._fixture_teardown


def _flush_with_triggers_lifted(self):
    with triggers.lifted():
        _flush(self)


TransactionTestCase._fixture_teardown = _flush_with_triggers_lifted


@pytest.fixture(autouse=True)
def _in_indonesian():
    """A request chooses a language for its thread; the next test must not inherit it."""
    with translation.override("id"):
        yield


@pytest.fixture(autouse=True)
def _with_a_calendar_of_its_own():
    """Tests roll back, and may make the same revision at the same told moment."""
    calendar._calendar.cache_clear()


class Team:
    """A Satgas in Balikpapan, a provincial inspectorate, a Kanwil, and who works there."""

    def __init__(self):
        self.satgas = self.office("Satgas PHK Balikpapan", Office.Kind.SATGAS)
        self.satgas.regions.set(Region.objects.filter(code="64.71"))
        self.inspectorate = self.office("Pengawas Ketenagakerjaan Kaltim", Office.Kind.INSPECTORATE)
        self.kanwil = self.office("Kanwil Kementerian HAM Kaltim", Office.Kind.KANWIL)
        self.intake = self.person("Sari Utami", self.satgas, Role.INTAKE_OFFICER)
        self.officer = self.person("Ratna Dewi", self.satgas, Role.CASE_OFFICER)
        self.mediator = self.person("Agus Salim", self.satgas, Role.MEDIATOR)
        self.supervisor = self.person("Bambang Irawan", self.satgas, Role.SUPERVISOR)
        self.inspector = self.person("Yuni Astuti", self.inspectorate, Role.RECEIVING_OFFICER)
        self.ministry_officer = self.person("Lia Permata", self.kanwil, Role.MINISTRY_OFFICER)
        self.ministry_supervisor = self.person("Hadi Wijaya", self.kanwil, Role.MINISTRY_SUPERVISOR)

    @staticmethod
    def office(name: str, kind: str) -> Office:
        return Office.objects.create(name=name, kind=kind)

    @staticmethod
    def person(name: str, office: Office, *roles: str) -> User:
        user = User.objects.create_user(
            f"{name.split()[0].lower()}.{User.objects.count()}@contoh.example",
            "kata sandi uji coba",
            name=name,
        )
        Membership.objects.bulk_create(Membership(user=user, office=office, role=role) for role in roles)
        return user


@pytest.fixture
def team(db) -> Team:
    return Team()


@pytest.fixture
def as_officer():
    """`as_officer(user)` is the principal of that user now."""
    return principals.officer


def one_worker(**changes) -> WorkerPart:
    values = {
        "name": "Budi Santoso",
        "nik": "6471010101900001",
        "phone": "0812 3456 7890",
        "email": "budi@contoh.example",
        "claims": (ClaimPart("unpaid_wage", 8_000_000),),
    }
    return WorkerPart(**(values | changes))


def one_complaint(**changes) -> Complaint:
    values = {
        "workers": (one_worker(),),
        "employers": (EmployerPart("PT Contoh Karya Abadi"),),
        "story": "Upah Juli dan Agustus belum dibayar.",
        "region": "64.71.05.1002",
    }
    return Complaint(**(values | changes))


@pytest.fixture
def filed(team):
    """A complaint of one worker, just submitted."""
    return submit(one_complaint(), by=principals.ANYONE)


@pytest.fixture
def case(filed):
    return filed.case


@pytest.fixture
def claimant(case):
    return case.claimants.get()


@pytest.fixture
def act(team):
    """`act(case, "accept", team.intake, officer=...)`: perform an action as a user or a principal."""
    from workflows.actions import ACTIONS

    def do(case, name, by, *, note="", subject="", seen=None, intent=None, **params):
        if isinstance(by, User):
            by = principals.officer(by)
        return perform(
            case.pk, name, by=by, params=ACTIONS[name].params(**params), note=note, subject=subject, seen=seen,
            intent=intent,
        )  # fmt: skip

    return do


@pytest.fixture
def reviewed(case, team, act):
    """The case, accepted and under review by an officer who took it."""
    act(case, "accept", team.intake, officer=team.officer.pk)
    act(case, "accept_assignment", team.officer)
    case.refresh_from_db()
    return case
