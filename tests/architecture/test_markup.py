"""Whatever somebody types stays text: on every page of every door, for everybody who may open it.

The hostile text would make an element or an attribute of its own wherever it is printed without being escaped, in a
text, between quotes of either kind, or in an attribute without quotes.
"""

from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts import principals
from accounts.calendar import add_day_off
from accounts.models import Membership, Office, Region, Role, User
from cases.models import Case, Document, Evidence, Mandate, ServiceRecord
from cases.vocabulary import Naming
from core import clock
from intake.evidence import add_evidence
from intake.imports import start_list
from intake.messages import send
from notifications.models import Notification
from tests.architecture.test_doors import EXPECTED, World, _enter, address, doors
from tests.conftest import Team
from tests.portals.walk import ANSWERS, JPEG, answer, begin
from workflows import packages
from workflows.actions import ACTIONS
from workflows.filing import ClaimPart, Complaint, EmployerPart, RepresentativePart, WorkerPart, submit
from workflows.models import Escalation, Referral
from workflows.perform import decide, perform

pytestmark = pytest.mark.django_db

EVIL = "\"'><hp-evil> hp-evil=1 ' hp-evil=1 \" hp-evil=1 x javascript:evil() {{ 7|add:42 }}{% now 'evil' %}</textarea></script>"


def evil(length: int = 1000) -> str:
    return EVIL[:length]


class Reader(HTMLParser):
    """Finds what our templates never wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts = 0
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        if tag == "hp-evil" or any(name.startswith("hp-evil") for name, _value in attrs):
            self.found.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            if name.startswith("on") or (
                name in ("href", "src", "action", "formaction")
                and (value or "").strip().lower().startswith(("javascript:", "data:text"))
            ):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def faults(response) -> list[str]:
    if not response.get("Content-Type", "").startswith("text/html"):
        return []
    reader = Reader()
    reader.feed(response.content.decode())
    reader.close()
    return reader.found + (["a template ran"] if "49{%" in "".join(reader.text) else [])


@pytest.fixture
def hostile(team: Team) -> World:
    """The world of test_doors, told by people who type nothing but markup."""
    User.objects.all().update(name=evil(120))
    Office.objects.all().update(name=evil(160), address=evil(240), phone=evil(30))
    Region.objects.filter(code="64.71.05.1002").update(name=evil(80))
    add_day_off(
        team.satgas, day=clock.today() + timedelta(days=200), name=evil(120), by_id=team.supervisor.pk
    )
    part = ClaimPart("unpaid_wage", 8_000_000, note=evil(200))
    worker = WorkerPart(
        name=evil(), nik=evil(30), phone="0812" + evil(20), email=evil(100), list_id=evil(40), occupation=evil(80),
        claims=(part,), consent="given", naming=Naming.NAMED, sex="P", language="id",
    )  # fmt: skip
    second = WorkerPart(name=evil(), claims=(part,), naming=Naming.NAMED)
    employer = EmployerPart(
        evil(200),
        address=evil(300),
        nib=evil(20),
        contact_name=evil(),
        contact_phone=evil(30),
        contact_email=evil(90),
    )
    filed = submit(
        Complaint((worker, second), (employer,), story=evil() * 5, region="64.71.05.1002",
                  representative=RepresentativePart(evil(), phone=evil(30), email=evil(90))),
        by=principals.ANYONE,
    )  # fmt: skip
    case = filed.case
    first, other = case.claimants.order_by("number")
    Mandate.objects.update(scope=evil(200))
    today = clock.today()

    def act(name, by, subject="", note="", on=case, **params):
        done = perform(
            on.pk,
            name,
            by=principals.officer(by),
            params=ACTIONS[name].params(**params),
            subject=subject,
            note=note,
        )
        if done.approval and name not in ("decline", "recommend"):
            decide(done.approval.pk, by=principals.officer(team.supervisor), give=True,
                   shown=done.approval.shown_digest, answer=evil())  # fmt: skip
        return done

    act("accept", team.intake, officer=team.officer.pk, note=evil())
    act("request_completion", team.officer, items=f"{evil()}\n{evil()}", note=evil())
    perform(
        case.pk,
        "complete",
        by=principals.claimant(first.pk),
        params=ACTIONS["complete"].params(answer=evil()),
        note=evil(),
    )
    act("take_up_again", team.officer, note=evil())
    act("start_bipartit", team.officer, requested_on=today, sent_by=evil(100), note=evil())
    evidence = add_evidence(
        case,
        file=SimpleUploadedFile(f"{evil(80)}.jpg", JPEG),
        by=principals.claimant(first.pk),
        kind="payslip",
        claimant=first,
    )
    document = Document.objects.create(
        case=case, kind="minutes", number=evil(80), dated=today, title=evil(200), evidence=evidence
    )
    ServiceRecord.objects.create(
        case=case, document=document, claimant=first, means="hand", received_on=today
    )
    for by, to, internal in (
        (principals.claimant(first.pk), first, False),
        (principals.officer(team.officer), first, False),
        (principals.officer(team.officer), None, False),
        (principals.officer(team.officer), None, True),
    ):
        send(case, body=evil(), by=by, claimant=to, internal=internal)
    act("refer_alongside", team.officer, office=team.inspectorate.pk, ground="calculation", reason=evil())
    digest = packages.draft_package(Case.objects.get(pk=case.pk)).digest
    act("escalate_alongside", team.officer, office=team.kanwil.pk, ground="vulnerable_group", main_issue=evil()[20:],
        asked=evil()[20:], legal_basis=evil(200), package_digest=digest)  # fmt: skip
    escalation, referral = Escalation.objects.get(), Referral.objects.get()
    act(
        "accept_referral",
        team.inspector,
        str(referral),
        their_number=evil(80),
        their_officer=evil(120),
        expected_on=today,
    )
    act("report_retaliation", team.officer, what=evil(), note=evil(), claimants=[other.pk])
    act("acknowledge", team.ministry_officer, str(escalation), their_number=evil(80))
    recommended = act("recommend", team.ministry_officer, str(escalation), number=evil(80), to="employer",
                      addressed_to=evil(160), text=evil(), due_on=today + timedelta(days=9))  # fmt: skip
    second_case = submit(Complaint((worker,), (employer,), story=evil()), by=principals.ANYONE).case
    act("accept", team.intake, on=second_case, officer=team.officer.pk)
    declined = act("decline", team.officer, on=second_case, note=evil(), outcome="advice_given", where_to_go=evil(200),
                   heard_on=today - timedelta(days=14))  # fmt: skip
    told = Notification.objects.create(
        event=case.events.first(), case=case, recipient=f"user:{team.officer.pk}", user=team.officer, channel="email",
        template="news", state=Notification.State.DEAD, attempts=9, error=evil(60),
    )  # fmt: skip
    quote = EVIL.replace('"', '""')
    data = f'"nama";"{quote}";"upah juli 2025"\n"{quote}";"{quote}";"{quote}"\n"{quote}";"1";"1000000"'
    workers = start_list(
        ContentFile(data.encode(), "daftar.csv"), by=principals.officer(team.intake), case=case
    )
    people = {
        "intake": team.intake, "officer": team.officer, "mediator": team.mediator, "supervisor": team.supervisor,
        "inspector": team.inspector, "ministry_officer": team.ministry_officer,
        "ministry_supervisor": team.ministry_supervisor,
    }  # fmt: skip
    Membership.objects.create(user=team.supervisor, office=team.kanwil, role=Role.MINISTRY_OFFICER)
    browsers = {"anyone": Client()}
    for audience, person in (("worker", first), ("other_worker", other)):
        browsers[audience] = Client()
        _enter(browsers[audience], case.reference, filed.receipts[person.pk])
    browsers["representative"] = Client()
    _enter(browsers["representative"], case.reference, filed.representative_receipt)
    for audience, user in people.items():
        browsers[audience] = Client()
        browsers[audience].force_login(user, backend="accounts.backends.OfficerBackend")
    kwargs = {
        "reference": case.reference, "claimant": first.pk, "evidence": evidence.pk, "document": document.pk,
        "escalation": escalation.pk, "referral": referral.pk, "approval": declined.approval.pk,
        "ministry_approval": recommended.approval.pk, "list": workers.pk, "colleague": team.officer.pk, "shielded": other.pk, "news": told.pk,
    }  # fmt: skip
    return World(kwargs, browsers)


TABS = ("", "uang", "bukti", "riwayat", "tenggat", "pesan", "dokumen")


def test_what_people_typed_is_text_on_every_page(hostile, settings):
    settings.DEMO = True  # no second factor
    pages = [address(name, hostile.kwargs) for name in sorted(EXPECTED) if name in doors()]
    case = reverse("satgas:case", args=[hostile.kwargs["reference"]])
    pages += [f"{case}?lihat={tab}" for tab in TABS]
    pages += [f"{address('satgas:list', hostile.kwargs)}?baris={only}" for only in ("salah", "ragu")]
    pages += [
        reverse("satgas:action", args=[hostile.kwargs["reference"], name])
        for name, action in ACTIONS.items()
        if not action.subject
    ]
    seen, wrong = 0, []
    for audience, browser in hostile.browsers.items():
        for path in pages:
            response = browser.get(path)
            wrong += [f"{audience} {path}: {fault}" for fault in faults(response)]
            seen += not response.streaming and escape(EVIL[:20]) in response.content.decode()
        for name in ("ministry:names", "receiving:names"):
            response = browser.post(address(name, hostile.kwargs))
            wrong += [f"{audience} {name}: {fault}" for fault in faults(response)]
    assert not wrong, "\n".join(wrong[:20])
    assert seen > 100  # the text was there to be wrong


@pytest.mark.parametrize(
    "template", ["<p>{}</p>", '<p title="{}">', "<p title='{}'>", "<p title={}>", "<textarea>{}</textarea>", '<a href="{}">']
)  # fmt: skip
def test_the_reader_finds_what_it_looks_for(template):
    text = "javascript:evil()" if "href" in template else EVIL
    assert faults(HttpResponse(template.format(text)))
    assert not faults(HttpResponse('<p title="{0}">{0}</p>'.format(escape(EVIL))))


def test_what_was_typed_comes_back_as_text_after_an_error(hostile, settings):
    settings.DEMO = True
    officer, intake = hostile.browsers["officer"], hostile.browsers["intake"]
    case = reverse("satgas:case", args=[hostile.kwargs["reference"]])
    sent = [
        (officer, f"{case}?lihat=pesan", {"to": EVIL, "number": EVIL, "body": EVIL}),
        (officer, f"{case}?lihat=bukti", {"kind": EVIL}),
        (officer, reverse("satgas:action", args=[hostile.kwargs["reference"], "assign"]), {"officer": EVIL, "note": EVIL}),
        (officer, reverse("satgas:action", args=[hostile.kwargs["reference"], "record_payment"]),
         {"paid_on_day": EVIL, "amounts": EVIL, "untuk": EVIL, "cara": EVIL, "seen_seq": EVIL}),
        (intake, reverse("satgas:walk_in"), {"name": EVIL, "nik": EVIL, "employer": EVIL, "story": EVIL, "intent": EVIL}),
        (intake, reverse("satgas:new_list"), {"employer": EVIL, "story": EVIL, "region": EVIL}),
        (intake, address("satgas:list", hostile.kwargs), {"do": "enter", "seen": EVIL}),
        (hostile.browsers["supervisor"], reverse("shared:invite"), {"name": EVIL, "email": EVIL, "given": EVIL}),
        (hostile.browsers["supervisor"], reverse("satgas:calendar"), {"office": EVIL, "name": EVIL, "day_day": EVIL}),
        (hostile.browsers["anyone"], "/akun/login/", {"login": EVIL, "password": EVIL}),
        (hostile.browsers["anyone"], "/ikuti/", {"reference": EVIL, "receipt": EVIL}),
        (hostile.browsers["worker"], reverse("worker:messages"), {"body": "", "intent": EVIL}),
    ]  # fmt: skip
    for browser, path, data in sent:
        response = browser.post(path, data)
        assert faults(response) == [], path
    for name in ("satgas:queue", "satgas:cases"):
        shown = officer.post(reverse(name), {"cari": EVIL[:80]}, follow=True)
        assert faults(shown) == []
        assert (
            faults(officer.get(reverse(name), dict.fromkeys(("cari", "giliran", "tahap", "halaman"), EVIL)))
            == []
        )


def test_a_draft_is_text_at_every_step_of_the_form(settings, team):
    settings.DEMO = True
    browser = Client()
    begin(browser)
    for step, data in ANSWERS.items():
        response = answer(browser, step, dict.fromkeys(data, EVIL))
        assert faults(response) == [], step
        answer(browser, step, data | {name: EVIL for name in data if name in ("story", "name", "address", "occupation",
                                                                               "main_contractor", "project_owner", "reach")})  # fmt: skip
    browser.post(
        "/lapor/langkah/bukti/", {"kind": "payslip", "files": SimpleUploadedFile(f"{evil(90)}.jpg", JPEG)}
    )
    for path in (*(f"/lapor/langkah/{step}/" for step in ANSWERS), "/lapor/periksa/"):
        assert faults(browser.get(path)) == [], path


def test_what_a_machine_files_is_text_as_well(team, settings):
    settings.DEMO = True
    cache.clear()  # the throttle of other tests
    body = {
        "notice_read": True,
        "workers": [{"name": EVIL[:110], "occupation": EVIL[:70],
                     "claims": [{"kind": "unpaid_wage", "amount": 1, "note": EVIL[:150]}]}],
        "employers": [{"legal_name": EVIL[:150], "address": EVIL}],
        "story": EVIL,
    }  # fmt: skip
    answered = Client().post(
        "/api/v1/complaints/",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answered.status_code == 201, answered.content
    assert answered["Content-Type"].startswith("application/json")
    officer = Client()
    officer.force_login(team.officer, backend="accounts.backends.OfficerBackend")
    path = reverse("satgas:case", args=[answered.json()["reference"]])
    for tab in TABS:
        assert faults(officer.get(path, {"lihat": tab})) == []


def test_files_leave_as_downloads_under_names_of_ours(hostile, settings):
    settings.DEMO = True
    for audience, name in (
        ("officer", "satgas:evidence"),
        ("worker", "worker:evidence_file"),
        ("officer", "satgas:workers_csv"),
    ):
        response = hostile.browsers[audience].get(address(name, hostile.kwargs))
        assert response.status_code == 200, name
        assert response["Content-Disposition"].startswith("attachment;")
        assert "evil" not in response["Content-Disposition"]
    assert Evidence.objects.get(pk=hostile.kwargs["evidence"]).file.name.isascii()
