"""Three offices and who works there."""

from dataclasses import dataclass

from accounts.models import Membership, Office, Region, Role, User

PASSWORD = "coba-hak-pekerja"  # noqa: S105 printed on start, for demo data only
DOMAIN = "contoh.example"


@dataclass(frozen=True)
class Team:
    """The demo's offices and officers, by what they do."""

    satgas: Office
    inspectorate: Office
    kanwil: Office
    intake: User
    officer: User
    mediator: User
    second_mediator: User
    supervisor: User
    inspector: User
    ministry_officer: User
    ministry_supervisor: User

    @property
    def people(self) -> list[User]:
        return [value for value in vars(self).values() if isinstance(value, User)]


def make_team() -> Team:
    """The offices with their people; made once, found again afterwards."""
    city = Region.objects.filter(code="64.71")
    satgas = _office("Satgas PHK Kota Balikpapan", Office.Kind.SATGAS, "Jl. Contoh Raya No. 1, Balikpapan")
    inspectorate = _office(
        "Pengawas Ketenagakerjaan Provinsi Kalimantan Timur",
        Office.Kind.INSPECTORATE,
        "Jl. Contoh No. 2, Samarinda",
    )
    kanwil = _office(
        "Kanwil Kementerian HAM Kalimantan Timur", Office.Kind.KANWIL, "Jl. Contoh No. 3, Samarinda"
    )
    for office in (satgas, inspectorate, kanwil):
        office.regions.set(city)
    return Team(
        satgas=satgas,
        inspectorate=inspectorate,
        kanwil=kanwil,
        intake=_person("Sari Wulandari", "penerima", satgas, Role.INTAKE_OFFICER),
        officer=_person("Ratna Kusuma", "petugas", satgas, Role.CASE_OFFICER),
        mediator=_person("Agus Pranoto", "mediator1", satgas, Role.MEDIATOR),
        second_mediator=_person("Dewi Anggraini", "mediator2", satgas, Role.MEDIATOR),
        supervisor=_person("Bambang Hartono", "penyelia", satgas, Role.SUPERVISOR, Role.IDENTITY_CUSTODIAN),
        inspector=_person("Yuni Astari", "pengawas", inspectorate, Role.RECEIVING_OFFICER),
        ministry_officer=_person("Lia Maharani", "kanwil", kanwil, Role.MINISTRY_OFFICER),
        ministry_supervisor=_person("Hadi Prakoso", "penyelia.kanwil", kanwil, Role.MINISTRY_SUPERVISOR),
    )


def _office(name: str, kind: str, address: str) -> Office:
    office, _ = Office.objects.get_or_create(name=name, defaults={"kind": kind, "address": address})
    return office


def _person(name: str, login: str, office: Office, *roles: str) -> User:
    email = f"{login}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, name=name)
        Membership.objects.bulk_create(Membership(user=user, office=office, role=role) for role in roles)
    return user
