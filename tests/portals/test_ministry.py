"""The ministry's pages, and those of other bodies that a case is handed to."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts import principals
from accounts.models import Office, Role
from cases.models import AccessLog, Case, Document, Evidence
from cases.vocabulary import Consent
from core import clock
from tests.conftest import one_complaint, one_worker
from workflows import packages
from workflows.filing import EmployerPart, submit
from workflows.models import Escalation, OpenClock, QueueEntry, Referral
from workflows.perform import decide

pytestmark = pytest.mark.django_db

TODAY = clock.today()
SOON = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def browse():
    def do(user):
        client = Client()
        client.force_login(user, backend="accounts.backends.OfficerBackend")
        return client

    return do


@pytest.fixture
def ministry(browse, team):
    return browse(team.ministry_officer)


@pytest.fixture
def hand_over(team, act):
    """A case of one worker who agreed, handed to the Kanwil beside its mediation and to the inspectorate."""

    def do(**changes):
        worker = one_worker(**({"consent": Consent.GIVEN, "sex": "P"} | changes))
        employer = EmployerPart("PT Contoh Karya Abadi", address="Jl. Mulawarman 1")
        case = submit(one_complaint(workers=(worker,), employers=(employer,)), by=principals.ANYONE).case
        act(case, "accept", team.intake, officer=team.officer.pk)
        Document.objects.create(case=case, kind="minutes", number="BA-7/2026", dated=TODAY, title="Rapat")
        file = Evidence(
            case=case, kind="minutes", sha256="a" * 64, size=4, media_type="application/pdf", given_by_kind="officer",
        )  # fmt: skip
        file.file.save("x", ContentFile(b"%PDF"), save=False)
        file.save()
        act(
            case,
            "refer_alongside",
            team.officer,
            office=team.inspectorate.pk,
            ground="calculation",
            reason="Hitung.",
        )
        Case.objects.filter(pk=case.pk).update(status="in_mediation")
        case.refresh_from_db()
        asked = act(
            case, "escalate_alongside", team.officer, office=team.kanwil.pk, ground="vulnerable_group",
            main_issue="Upah dua bulan belum dibayar.", asked="Dorong perusahaan membayar.",
            package_digest=packages.draft_package(case).digest,
        )  # fmt: skip
        approval = asked.approval
        decide(approval.pk, by=principals.officer(team.supervisor), give=True, shown=approval.shown_digest)
        case.refresh_from_db()
        return case

    return do


@pytest.fixture
def case(hand_over):
    return hand_over()


@pytest.fixture
def escalation(case):
    return Escalation.objects.get(case=case)


@pytest.fixture
def referral(case):
    return Referral.objects.get(case=case)


def url(name, *args):
    return reverse(f"ministry:{name}", args=args)


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_overview_says_how_many_how_much_and_how_late(ministry, hand_over):
    first, _second = hand_over(), hand_over()
    QueueEntry.objects.filter(case=first).update(due_at=clock.now() - timedelta(days=1))
    page = text_of(ministry.get(url("overview")))
    assert "2 pekerja masih menunggu Rp16.000.000." in page
    assert "1 dari 2 perkara terlambat" in page
    assert f"{url('list')}?stage=in_mediation" in page
    assert f"{url('list')}?place=64.71.05" in page


def test_each_number_opens_the_list_it_is_made_of(ministry, hand_over):
    first, second = hand_over(), hand_over()
    QueueEntry.objects.filter(case=first).update(due_at=clock.now() - timedelta(days=1))
    Case.objects.filter(pk=second.pk).update(status="in_court")
    for query, found in {
        "": {first, second},
        "?late=on": {first},
        "?stage=in_court": {second},
        "?place=64.71.05": {first, second},
        "?place=-": set(),
        "?stage=nonsense": {first, second},
        "?show=ended": set(),
    }.items():
        page = text_of(ministry.get(url("list") + query))
        assert {case for case in (first, second) if case.reference in page} == found, query


def test_an_empty_office_is_told_so(ministry):
    assert "Tidak ada perkara yang sedang diserahkan" in text_of(ministry.get(url("overview")))
    assert "Tidak ada eskalasi di sini" in text_of(ministry.get(url("list")))
    assert "Belum ada rekomendasi" in text_of(ministry.get(url("recommendations")))
    assert "Tidak ada yang menunggu Anda" in text_of(ministry.get(url("approvals")))


def test_the_package_is_shown_without_names_until_they_are_asked_for(ministry, escalation):
    page = text_of(ministry.get(url("record", escalation.pk)))
    assert "PT Contoh Karya Abadi" in page
    assert "Upah dua bulan belum dibayar." in page
    assert "Budi" not in page
    assert not AccessLog.objects.filter(what="package: names").exists()
    assert "Budi Santoso" in text_of(ministry.post(url("names", escalation.pk)))
    assert AccessLog.objects.get(what="package: names").rows == 1


def test_every_version_can_be_read(ministry, escalation, case, act, team):
    act(case, "ask_back", team.ministry_officer, subject=str(escalation), items="Slip gaji")
    act(case, "supplement", team.officer, subject=str(escalation), answer="Slip gaji hilang.",
        package_digest=packages.draft_package(case).digest)  # fmt: skip
    assert "Slip gaji hilang." in text_of(ministry.get(url("record", escalation.pk)))
    first = text_of(ministry.get(url("record", escalation.pk) + "?versi=1"))
    assert "Versi 1" in first
    assert ministry.get(url("record", escalation.pk) + "?versi=9").status_code == 404


def test_a_tampered_package_is_not_passed_off_as_the_one_handed_over(ministry, escalation):
    package = escalation.packages.get()
    package.content = package.content.replace("dua bulan", "satu bulan")
    package.save()
    assert "tidak cocok dengan sidik jarinya" in text_of(ministry.get(url("record", escalation.pk)))


def test_an_attachment_comes_byte_for_byte_and_only_through_the_package(ministry, escalation, case):
    file = Evidence.objects.get(case=case)
    answer = ministry.get(url("attachment", escalation.pk, file.pk))
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert answer["Content-Disposition"] == 'attachment; filename="bukti-aaaaaaaa.pdf"'
    other = Evidence.objects.create(
        case=case, sha256="b" * 64, size=1, media_type="image/png", given_by_kind="officer", file="bb/x"
    )
    assert ministry.get(url("attachment", escalation.pk, other.pk)).status_code == 404


def test_acknowledging_goes_through_the_form_and_the_one_door(ministry, escalation, case):
    page = url("act", escalation.pk, "acknowledge")
    form = ministry.get(page).context["form"]
    hidden = {"seen": form["seen"].value(), "intent": str(form["intent"].value())}
    answer = ministry.post(page, hidden)
    assert answer.status_code == 400
    assert "Isi “Nomor register Kementerian”." in answer.content.decode()
    assert ministry.post(page, hidden | {"their_number": "HAM-7"}).url == url("record", escalation.pk)
    escalation.refresh_from_db()
    assert (escalation.state, escalation.their_number) == ("acknowledged", "HAM-7")
    # Once more with the same intent changes nothing; with a new one it is refused with the reason.
    stale = ministry.post(page, {"seen": case.version, "their_number": "HAM-8"})
    assert stale.status_code == 409
    assert "Tidak berlaku dalam keadaan" in text_of(ministry.get(page))


def test_a_stale_page_is_refused_and_nothing_changes(ministry, escalation, case, act, team):
    seen = case.version
    act(case, "assign", team.supervisor, officer=team.supervisor.pk)
    answer = ministry.post(url("act", escalation.pk, "acknowledge"), {"seen": seen, "their_number": "HAM-7"})
    assert answer.status_code == 409
    escalation.refresh_from_db()
    assert escalation.state == "handed_over"


def test_a_recommendation_waits_for_the_ministry_supervisor_and_then_stands_in_the_list(
    ministry, browse, escalation, case, act, team
):
    act(case, "acknowledge", team.ministry_officer, subject=str(escalation), their_number="HAM-7")
    case.refresh_from_db()
    given = {
        "seen": case.version, "number": "R-1/2026", "to": "employer", "addressed_to": "PT Contoh",
        "text": "Bayar upah.", "due_on_day": SOON.day, "due_on_month": SOON.month, "due_on_year": SOON.year,
    }  # fmt: skip
    answer = ministry.post(url("act", escalation.pk, "recommend"), given)
    assert answer.status_code == 302, answer.context["form"].errors
    own = text_of(ministry.get(url("approvals")))
    assert "Yang Anda usulkan" in own
    supervisor = browse(team.ministry_supervisor)
    listed = supervisor.get(url("approvals")).context["waiting"]
    approval = listed[0].approval
    page = text_of(supervisor.get(url("approval", approval.pk)))
    assert "Bayar upah." in page
    refused = supervisor.post(
        url("approval", approval.pk), {"shown": approval.shown_digest, "decision": "refuse"}
    )
    assert "Tulis alasan penolakan" in refused.content.decode()
    assert (
        ministry.post(
            url("approval", approval.pk), {"shown": approval.shown_digest, "decision": "give"}
        ).status_code
        == 403
    )
    assert (
        supervisor.post(
            url("approval", approval.pk), {"shown": approval.shown_digest, "decision": "give"}
        ).status_code
        == 302
    )
    escalation.refresh_from_db()
    assert escalation.state == "recommended"
    assert "R-1/2026" in text_of(ministry.get(url("recommendations")))


def test_what_was_returned_is_listed_and_no_longer_opened(ministry, escalation, case):
    page = url("act", escalation.pk, "return_escalation")
    answer = ministry.post(page, {"seen": case.version, "note": "Selesaikan mediasi dahulu."})
    assert answer.url == url("list")
    assert case.reference in text_of(ministry.get(url("list") + "?show=ended"))
    assert ministry.get(url("record", escalation.pk)).status_code == 404
    assert ministry.get(page).status_code == 404


def test_an_inspector_opens_what_was_referred_and_reports(browse, team, referral, case):
    inspector = browse(team.inspector)
    assert case.reference in text_of(inspector.get(reverse("receiving:list")))
    page = text_of(inspector.get(reverse("receiving:record", args=[referral.pk])))
    assert "Rincian tiap pekerja" in page
    given = {
        "seen": case.version, "their_number": "PWK-1",
        "expected_on_day": SOON.day, "expected_on_month": SOON.month, "expected_on_year": SOON.year,
    }  # fmt: skip
    answer = inspector.post(reverse("receiving:act", args=[referral.pk, "accept_referral"]), given)
    assert answer.status_code == 302, answer.context["form"].errors
    referral.refresh_from_db()
    assert referral.state == "accepted"


def test_the_office_that_gave_a_package_sees_it_as_it_was_frozen(browse, team, escalation, case, act):
    act(case, "ask_back", team.ministry_officer, subject=str(escalation), items="Slip gaji Agustus")
    page = text_of(
        browse(team.officer).get(
            reverse("satgas:record", args=[case.reference, f"escalation-{escalation.pk}"])
        )
    )
    assert "Slip gaji Agustus" in page
    assert escalation.packages.get().digest[:8] in page


def test_others_find_nothing_here(browse, team, escalation, referral):
    ours = [
        url("overview"),
        url("list"),
        url("recommendations"),
        url("approvals"),
        url("record", escalation.pk),
    ]
    for user in (team.officer, team.supervisor, team.mediator, team.inspector):
        client = browse(user)
        assert {client.get(page).status_code for page in ours} == {404}
        assert client.post(url("names", escalation.pk)).status_code == 404
    theirs = [reverse("receiving:list"), reverse("receiving:record", args=[referral.pk])]
    for user in (team.officer, team.ministry_officer):
        client = browse(user)
        assert {client.get(page).status_code for page in theirs} == {404}
    other = team.office("Kanwil Lain", Office.Kind.KANWIL)
    stranger = browse(team.person("Eka", other, Role.MINISTRY_OFFICER))
    assert stranger.get(url("record", escalation.pk)).status_code == 404
    assert stranger.get(url("act", escalation.pk, "acknowledge")).status_code == 404
    anybody = Client().get(url("overview"))
    assert (anybody.status_code, anybody.url.split("?")[0]) == (302, reverse("account_login"))


def test_pages_take_few_queries_however_long_the_list(ministry, hand_over, django_assert_max_num_queries):
    escalations = [Escalation.objects.get(case=hand_over()) for _ in range(3)]
    assert OpenClock.objects.filter(subject=str(escalations[0])).exists()
    record = url("record", escalations[0].pk)
    for page in (url("overview"), url("list"), url("recommendations"), url("approvals"), record):
        ministry.get(page)
        with django_assert_max_num_queries(9):
            ministry.get(page)


def test_every_page_is_said_in_english_too(ministry, escalation):
    ministry.cookies["django_language"] = "en"
    page = text_of(ministry.get(url("record", escalation.pk)))
    assert "Main issue" in page
    assert "Pokok masalah" not in page
