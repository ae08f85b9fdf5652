"""Every URL x every role, against what is written here.

An outcome is what a GET gives: "page" (200, 409 with its reasons, or a redirect within the portal), "log-in" (sent to where one says who
one is), "absent" (404: it does not exist for them), "denied" (403), "post" (405: only a form posts there).
A URL that stands in no row fails the test: whoever adds one says who may open it.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import principals
from accounts.models import Membership, Office, Role
from cases.models import Case, Document, Evidence, ServiceRecord
from core import clock
from intake.imports import start_list
from tests.conftest import Team, one_complaint, one_worker
from workflows import packages
from workflows.actions import ACTIONS
from workflows.filing import EmployerPart, submit
from workflows.models import Escalation, Referral
from workflows.perform import decide, perform

pytestmark = pytest.mark.django_db

PAGE, LOGIN, ABSENT, DENIED, POST = "page", "log-in", "absent", "denied", "post"

OUTSIDE = ("anyone", "worker", "other_worker")
SATGAS = ("intake", "officer", "mediator", "supervisor")
RECEIVING = ("inspector",)
MINISTRY = ("ministry_officer", "ministry_supervisor")
NOBODY = ("stranger", "left")
"""An officer of another city's Satgas; a person whose membership ended."""
EVERYBODY = (*OUTSIDE, *SATGAS, *RECEIVING, *MINISTRY, *NOBODY)


def only(*audiences, otherwise=ABSENT, outside=LOGIN):
    """A page for these audiences: outsiders are asked to log in, other officers find nothing."""
    found = {audience: outside if audience in OUTSIDE else otherwise for audience in EVERYBODY}
    return found | dict.fromkeys(audiences, PAGE)


PUBLIC = dict.fromkeys(EVERYBODY, PAGE)
ONE_WORKER = dict.fromkeys(EVERYBODY, LOGIN) | {"worker": PAGE, "other_worker": PAGE}
NO_ROLE = {"left": DENIED}
OFFICERS = only(*SATGAS, *RECEIVING, *MINISTRY, "stranger") | NO_ROLE
"""A list that is filtered by what one's offices hold; who has no office is told so."""
ON_CASE = only(*SATGAS) | NO_ROLE
INTAKE_ONLY = only("intake", "officer", "supervisor", "stranger", otherwise=DENIED)
LEADERS = only("supervisor", "stranger", "ministry_supervisor", otherwise=DENIED)
MINISTRY_ONLY = only(*MINISTRY)
RECEIVING_ONLY = only(*RECEIVING)
API = dict.fromkeys(EVERYBODY, LOGIN)
"""The API takes a token and no session: every browser is asked for one (401)."""

EXPECTED: dict[str, dict[str, str]] = {
    # public
    "worker:home": PUBLIC,
    "worker:start": PUBLIC,
    "worker:follow": PUBLIC,
    "worker:resume": PUBLIC,
    "shared:health": PUBLIC,
    "shared:privacy": PUBLIC,
    "shared:accessibility": PUBLIC,
    "shared:about": PUBLIC,
    "shared:gallery": PUBLIC,  # with DEMO or DEBUG only
    **dict.fromkeys(("worker:rights", "worker:calculator", "worker:reckoned", "worker:rights_why_not", "worker:deadlines"), PUBLIC),
    "shared:regulations": PUBLIC,
    "shared:jdih_feed": PUBLIC,
    "api:schema": PUBLIC,
    "api:deadlines": PUBLIC,
    "api:calculations": dict.fromkeys(EVERYBODY, POST),
    "api:complaints": dict.fromkeys(EVERYBODY, POST),
    "api:follow": dict.fromkeys(EVERYBODY, POST),
    # a draft in the visitor's own cookie; without one, back to the start
    **dict.fromkeys(("worker:step", "worker:check", "worker:receipt", "worker:later"), PUBLIC),
    # one worker by receipt
    **dict.fromkeys(
        ("worker:case", "worker:history", "worker:money", "worker:owed", "worker:papers", "worker:messages", "worker:evidence",
         "worker:proof", "worker:do"),
        ONE_WORKER,
    ),
    "worker:paper": ONE_WORKER | {"other_worker": ABSENT},
    "worker:evidence_file": ONE_WORKER | {"other_worker": ABSENT},
    "worker:evidence_erase": ONE_WORKER | {"other_worker": ABSENT},
    "worker:leave": dict.fromkeys(EVERYBODY, POST),
    "worker:represented": dict.fromkeys(EVERYBODY, LOGIN),
    # officers
    "shared:start": OFFICERS,
    "shared:all_news": OFFICERS,
    "shared:account": OFFICERS,
    "shared:news": only() | NO_ROLE,  # a line of somebody else's
    "shared:case": only(*SATGAS, *RECEIVING, *MINISTRY) | NO_ROLE,
    **dict.fromkeys(("satgas:queue", "satgas:cases", "satgas:approvals"), OFFICERS),
    **dict.fromkeys(
        ("satgas:case", "satgas:action", "satgas:record", "satgas:worker", "satgas:calculation", "satgas:calculations", "satgas:evidence"),
        ON_CASE,
    ),
    "satgas:record_action": ON_CASE | {"intake": DENIED, "mediator": DENIED},
    "satgas:approval": ON_CASE,
    **dict.fromkeys(("satgas:notifications", "satgas:calendar", "satgas:choices", "satgas:meetings", "shared:people"), OFFICERS),
    "shared:invite": LEADERS,
    "shared:person": LEADERS | {"stranger": ABSENT, "ministry_supervisor": ABSENT},
    **dict.fromkeys(("satgas:imports", "satgas:walk_in", "satgas:new_list"), INTAKE_ONLY),
    "satgas:import": INTAKE_ONLY | {"stranger": ABSENT},
    "satgas:workers_csv": ON_CASE,
    "satgas:identity": only("officer") | NO_ROLE,  # and the custodian
    "satgas:openings": LEADERS,
    # a list of workers is its uploader's own
    **dict.fromkeys(("satgas:list", "satgas:slips"), INTAKE_ONLY | dict.fromkeys(("officer", "supervisor", "stranger"), ABSENT)),
    **dict.fromkeys(
        ("ministry:overview", "ministry:list", "ministry:recommendations", "ministry:approvals", "ministry:record",
         "ministry:names", "ministry:attachment", "ministry:act", "ministry:approval"),
        MINISTRY_ONLY,
    ),
    **dict.fromkeys(
        ("receiving:list", "receiving:record", "receiving:names", "receiving:attachment", "receiving:act"),
        RECEIVING_ONLY,
    ),
    # machines
    **dict.fromkeys(("api:cases", "api:case", "api:actions", "api:events"), API),
    "api:perform": API,
}  # fmt: skip

BY_POST = ("worker:evidence_erase", "ministry:names", "receiving:names")
"""Doors that only a form opens: tried with a POST."""

ELSEWHERE = ("account_", "mfa_", "set_language")
"""allauth's own pages and Django's language form, which have tests of their own."""


@dataclass
class World:
    """A case that has been to everybody, and a browser for each audience."""

    kwargs: dict[str, object]
    browsers: dict[str, Client]


@pytest.fixture
def world(team: Team) -> World:
    workers = (
        one_worker(consent="given", naming="named", sex="P"),
        one_worker(name="Rudi", nik="", phone="", naming="named"),
    )
    employers = (EmployerPart("PT Contoh Karya Abadi", address="Jl. Contoh 1"),)
    filed = submit(one_complaint(workers=workers, employers=employers), by=principals.ANYONE)
    case = filed.case
    first, second = case.claimants.order_by("number")

    def act(name, by, subject="", **params):
        done = perform(
            case.pk, name, by=principals.officer(by), params=ACTIONS[name].params(**params), subject=subject
        )
        if done.approval:
            decide(
                done.approval.pk,
                by=principals.officer(team.supervisor),
                give=True,
                shown=done.approval.shown_digest,
            )

    today = clock.today()
    act("accept", team.intake, officer=team.officer.pk)
    act("start_bipartit", team.officer, requested_on=today, sent_by="resi")
    evidence = Evidence.objects.create(
        case=case, claimant=first, kind="payslip", sha256="0" * 64, file=ContentFile(b"abc", "a"), size=3, media_type="image/png",
        given_by_kind="claimant", given_by_id=first.pk,
    )  # fmt: skip
    document = Document.objects.create(
        case=case, kind="minutes", number="BA-1", dated=today, title="Berita acara", evidence=evidence
    )
    ServiceRecord.objects.create(
        case=case, document=document, claimant=first, means="hand", received_on=today
    )
    act(
        "refer_alongside",
        team.officer,
        office=team.inspectorate.pk,
        ground="calculation",
        reason="Mohon hitung.",
    )
    act("escalate_alongside", team.officer, office=team.kanwil.pk, ground="vulnerable_group", main_issue="Upah.",
        asked="Dorong.", package_digest=packages.draft_package(Case.objects.get(pk=case.pk)).digest)  # fmt: skip
    escalation, referral = Escalation.objects.get(), Referral.objects.get()
    act("report_retaliation", team.officer, what="Diancam.", claimants=[second.pk])
    perform(case.pk, "acknowledge", by=principals.officer(team.ministry_officer), subject=str(escalation),
            params=ACTIONS["acknowledge"].params(their_number="HAM-1"))  # fmt: skip
    recommended = perform(
        case.pk, "recommend", by=principals.officer(team.ministry_officer), subject=str(escalation),
        params=ACTIONS["recommend"].params(number="R-1", to="employer", addressed_to="Perusahaan", text="Bayar.",
                                           due_on=today + timedelta(days=9)),
    )  # fmt: skip
    second_case = submit(one_complaint(), by=principals.ANYONE).case
    perform(second_case.pk, "accept", by=principals.officer(team.intake),
            params=ACTIONS["accept"].params(officer=team.officer.pk))  # fmt: skip
    declined = perform(
        second_case.pk, "decline", by=principals.officer(team.officer), note="Sudah dijelaskan.",
        params=ACTIONS["decline"].params(outcome="advice_given", where_to_go="Posbakum", heard_on=today - timedelta(days=14)),
    )  # fmt: skip
    other = team.office("Satgas PHK Kota Lain", Office.Kind.SATGAS)
    people = {
        "intake": team.intake, "officer": team.officer, "mediator": team.mediator, "supervisor": team.supervisor,
        "inspector": team.inspector, "ministry_officer": team.ministry_officer,
        "ministry_supervisor": team.ministry_supervisor,
        "stranger": team.person("Orang Lain", other, Role.CASE_OFFICER, Role.SUPERVISOR),
        "left": team.person("Mantan Petugas", team.satgas, Role.CASE_OFFICER, Role.SUPERVISOR),
    }  # fmt: skip
    Membership.objects.filter(user=people["left"]).update(until=clock.now() - timedelta(minutes=1))
    browsers = {"anyone": Client()}
    for audience, person in (("worker", first), ("other_worker", second)):
        browsers[audience] = Client()
        _enter(browsers[audience], case.reference, filed.receipts[person.pk])
    for audience, user in people.items():
        browsers[audience] = Client()
        browsers[audience].force_login(user, backend="accounts.backends.OfficerBackend")
    workers = start_list(
        ContentFile(b"nama;telepon\nAni;081234567890", "daftar.csv"),
        by=principals.officer(team.intake),
        case=case,
    )
    kwargs = {
        "reference": case.reference, "claimant": first.pk, "evidence": evidence.pk, "document": document.pk,
        "escalation": escalation.pk, "referral": referral.pk, "approval": declined.approval.pk,
        "ministry_approval": recommended.approval.pk, "list": workers.pk,
        "colleague": team.officer.pk, "shielded": second.pk,
    }  # fmt: skip
    return World(kwargs, browsers)


def _enter(browser: Client, reference: str, receipt: str) -> None:
    answer = browser.post(reverse("worker:follow"), {"reference": reference, "receipt": receipt})
    assert answer.status_code == 302


def doors(patterns=None, space="") -> dict[str, URLPattern]:
    """Every named URL of ours, with its namespace."""
    found: dict[str, URLPattern] = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            found |= doors(pattern.url_patterns, space + inner)
        else:
            found[space + (pattern.name or repr(pattern.pattern))] = pattern
    return {name: pattern for name, pattern in found.items() if not name.startswith(ELSEWHERE)}


def outcome(response) -> str:
    if response.status_code in (301, 302):
        return (
            LOGIN
            if response.url.startswith(("/akun/login/", "/ikuti/?", "/akun/masuk"))
            or response.url == "/ikuti/"
            else PAGE
        )
    return {200: PAGE, 409: PAGE, 401: LOGIN, 403: DENIED, 404: ABSENT, 405: POST}.get(
        response.status_code, str(response.status_code)
    )


def address(name: str, kwargs: dict) -> str:
    """The URL of a door, for the records of the world."""
    pattern = doors()[name]
    known = {
        "slug": "apa" if name == "worker:calculator" else "masalah",
        "reference": kwargs["reference"],
        "evidence": kwargs["evidence"],
        "record": f"referral:{kwargs['referral']}",
        "action": "assign",
        "name": {"worker:do": "withdraw", "satgas:record_action": "accept_referral", "ministry:act": "acknowledge",
                 "receiving:act": "accept_referral"}.get(name, "report_retaliation"),
        "pk": {
            "worker:paper": kwargs["document"], "satgas:worker": kwargs["claimant"], "satgas:identity": kwargs["shielded"],
            "satgas:calculation": kwargs["claimant"], "shared:person": kwargs["colleague"],
            "satgas:list": kwargs["list"], "satgas:slips": kwargs["list"],
            "satgas:approval": kwargs["approval"], "ministry:approval": kwargs["ministry_approval"],
        }.get(name, kwargs["escalation"] if name.startswith("ministry:") else kwargs["referral"]
              if name.startswith("receiving:") else kwargs["evidence"]),
    }  # fmt: skip
    url = reverse(name, kwargs={key: known[key] for key in pattern.pattern.converters})
    return f"{url}?clock=replies&date=2026-11-02" if name == "api:deadlines" else url


def test_every_door_is_written_down():
    assert set(doors()) == set(EXPECTED)


def test_every_door_opens_to_whom_it_should_and_to_nobody_else(world, settings):
    settings.DEMO = True  # without a second factor officers reach no page at all; that has a test of its own
    wrong = []
    for name in sorted(EXPECTED, key=lambda name: name in BY_POST):  # forms last: one of them erases a file
        expected = EXPECTED[name]
        url = address(name, world.kwargs)
        for audience, browser in world.browsers.items():
            got = outcome(browser.post(url) if name in BY_POST else browser.get(url))
            if got != expected[audience]:
                wrong.append(f"{name} as {audience}: {got}, not {expected[audience]}")
    assert not wrong, "\n".join(wrong)


def test_what_is_shown_to_somebody_is_kept_by_no_browser(world, settings):
    settings.DEMO = True
    kept = []
    for name in EXPECTED.keys() - set(BY_POST):
        for audience, browser in world.browsers.items():
            response = browser.get(address(name, world.kwargs))
            if audience != "anyone" and "no-store" not in response.headers.get("Cache-Control", ""):
                kept.append(f"{name} as {audience}")
    assert not kept, "\n".join(kept)
