"""A worker who was threatened: who they are is closed to the office too, but for two, one look at a time."""

from datetime import timedelta
from urllib.parse import quote, unquote

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts import principals
from accounts.models import Role
from api.authentication import new_token
from cases.models import AccessLog, Case, Claimant, Evidence, Mandate
from core import clock
from intake.checking import known_in
from tests.api.conftest import Machine
from tests.architecture.test_doors import address, doors
from tests.conftest import one_complaint, one_worker
from workflows import inbox, packages
from workflows.actions import ACTIONS
from workflows.errors import Invalid, NotAllowed, Refused
from workflows.filing import ClaimPart, submit
from workflows.models import Escalation, Referral
from workflows.perform import decide, possible_actions

pytestmark = pytest.mark.django_db

HIDDEN = (
    "Budi Santoso",
    "6471010101900001",
    "0812 3456 7890",
    "6281234567890",
    "budi@contoh.example",
    "L-77",
    "Joko Wali",
)
OTHER = "Siti Aminah"


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True  # no second factor


@pytest.fixture
def people(team):
    team.custodian = team.person("Wati Penjaga", team.satgas, Role.IDENTITY_CUSTODIAN)
    team.colleague = team.person("Tono Surya", team.satgas, Role.CASE_OFFICER, Role.INTAKE_OFFICER)
    return team


@pytest.fixture
def threatened(people, act):
    """Two workers; the first was threatened. Both agreed to be named elsewhere, before."""
    claims = (ClaimPart("unpaid_wage", 8_000_000),)
    workers = (
        one_worker(list_id="L-77", consent="given", naming="named", claims=claims),
        one_worker(
            name=OTHER,
            nik="",
            phone="0813 1111 2222",
            email="",
            consent="given",
            naming="named",
            claims=claims,
        ),
    )
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    budi = case.claimants.get(number=1)
    Evidence.objects.create(
        case=case, claimant=budi, kind="payslip", sha256="0" * 64, file=ContentFile(b"abc", "a"), size=3,
        media_type="image/png", given_by_kind="claimant", given_by_id=budi.pk,
    )  # fmt: skip
    mandate = Mandate.objects.create(case=case, kind="family", holder_name="Joko Wali", since=clock.today())
    mandate.claimants.set([budi])
    act(case, "accept", people.officer, officer=people.officer.pk)
    act(case, "report_retaliation", principals.claimant(budi.pk), what="Mandor mengancam saya.")
    return Case.objects.get(pk=case.pk)


def enter(user) -> Client:
    browser = Client()
    browser.force_login(user, backend="accounts.backends.OfficerBackend")
    browser.cookies["django_language"] = "id"
    return browser


def told(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def given_away(text: str) -> list[str]:
    return [word for word in HIDDEN if word.lower() in text.lower()]


def everywhere(case, records) -> list[str]:
    """Every address of the officers' doors for this case, each tab, each action, each statement."""
    kwargs = {
        "reference": case.reference, "claimant": case.claimants.get(number=1).pk,
        "evidence": Evidence.objects.get(case=case).pk, "document": 1, "approval": 1, "ministry_approval": 1,
        "list": "00000000-0000-4000-8000-000000000000", "colleague": 1,
        "shielded": case.claimants.get(number=1).pk, **records,
    }  # fmt: skip
    skip = ("api:", "worker:", "shared:gallery")  # the gallery shows made-up people
    found = [address(name, kwargs) for name in doors() if not name.startswith(skip)]
    page = reverse("satgas:case", args=[case.reference])
    found += [f"{page}?lihat={tab}" for tab in ("uang", "bukti", "riwayat", "tenggat", "pesan", "dokumen")]
    for name, action in ACTIONS.items():
        if not action.subject:
            url = reverse("satgas:action", args=[case.reference, name])
            found += [url, f"{url}?pernyataan=1", f"{url}?untuk={kwargs['claimant']}&cara=read_back"]
    found += [f"{reverse('satgas:cases')}?cari={quote(word)}" for word in HIDDEN]
    return found


def test_no_page_of_a_colleague_tells_who_they_are(threatened, people, act):
    act(threatened, "refer_alongside", people.officer, office=people.inspectorate.pk, ground="calculation",
        reason="Mohon hitung.", legal_basis="UU 13/2003")  # fmt: skip
    act(threatened, "request_escalation", principals.claimant(threatened.claimants.get(number=1).pk),
        ground="retaliation", why="Saya takut.")  # fmt: skip
    urls = everywhere(threatened, {"referral": 1, "escalation": 1})
    seen_the_other = 0
    for user in (people.colleague, people.supervisor, people.mediator, people.officer, people.custodian):
        browser = enter(user)
        for url in urls:
            answer = browser.get(url, follow=True)
            assert answer.status_code in (200, 403, 404, 405, 409), (url, answer.status_code)
            text = told(answer)
            if "cari=" in url:  # what somebody typed themself stands there again
                text = text.replace(unquote(url.partition("cari=")[2]), "")
            assert given_away(text) == [], (user.name, url)
            seen_the_other += OTHER in text
    assert seen_the_other > 10, "the walk passes pages that do show names"


def test_the_lists_exports_and_machines_do_not_either(threatened, people):
    browser = enter(people.colleague)
    csv = told(browser.get(reverse("satgas:workers_csv", args=[threatened.reference])))
    assert given_away(csv) == []
    assert "Pekerja 1" in csv
    assert OTHER in csv
    for user in (people.colleague, people.officer):
        machine = Machine(Client(), new_token(user, name="uji"))
        for path in (
            f"cases/{threatened.reference}/",
            f"cases/{threatened.reference}/actions/",
            "cases/",
            "events/",
        ):
            assert given_away(machine.get(path).content.decode()) == [], path


def test_search_finds_a_shielded_worker_only_for_who_may_open(threatened, people):
    url = reverse("satgas:cases")
    for user, finds in (
        (people.colleague, False), (people.supervisor, False), (people.officer, True), (people.custodian, True),
    ):  # fmt: skip
        browser = enter(user)
        for number in ("6471010101900001", "0812 3456 7890", "budi santoso", "budi@contoh.example"):
            answer = browser.post(url, {"cari": number}, follow=True)
            assert (threatened.reference in told(answer)) == finds, (user.name, number)
    assert threatened.reference in told(
        enter(people.colleague).post(url, {"cari": "0813 1111 2222"}, follow=True)
    )


def test_an_imported_list_is_no_way_to_ask(threatened, people):
    known = known_in(threatened, principals.officer(people.colleague))
    assert (known.niks, known.list_ids, known.names) == (frozenset(), frozenset(), frozenset({OTHER.lower()}))


def test_two_may_open_with_a_reason_that_the_supervisor_reads(threatened, people):
    budi = threatened.claimants.get(number=1)
    url = reverse("satgas:identity", args=[threatened.reference, budi.pk])
    for user in (people.colleague, people.supervisor, people.mediator, people.inspector):
        assert enter(user).get(url).status_code == 404
        assert enter(user).post(url, {"why": "Ingin tahu"}).status_code == 404
    assert not AccessLog.objects.filter(what__startswith="identity").exists()
    for user in (people.officer, people.custodian):
        browser = enter(user)
        assert given_away(told(browser.get(url))) == []
        empty = browser.post(url, {"why": " "})
        assert (empty.status_code, given_away(told(empty))) == (400, [])
        answer = browser.post(url, {"why": "Menelepon untuk keselamatan"})
        assert {"Budi Santoso", "6471010101900001", "0812 3456 7890"} <= set(given_away(told(answer)))
        assert answer["Cache-Control"] == "no-store"
    rows = AccessLog.objects.filter(what="identity: 1").order_by("pk")
    assert [(row.user, row.why) for row in rows] == [
        (people.officer, "Menelepon untuk keselamatan"), (people.custodian, "Menelepon untuk keselamatan"),
    ]  # fmt: skip
    page = told(enter(people.supervisor).get(reverse("satgas:openings")))
    assert page.count("Menelepon untuk keselamatan") == 2
    assert people.custodian.name in page
    assert enter(people.colleague).get(reverse("satgas:openings")).status_code == 403
    other = threatened.claimants.get(number=2)
    assert (
        enter(people.officer)
        .get(reverse("satgas:identity", args=[threatened.reference, other.pk]))
        .status_code
        == 404
    )


def test_who_represents_another_is_not_told_that_somebody_is_shielded(threatened):
    mandate = Mandate.objects.create(case=threatened, kind="family", holder_name="Rini", since=clock.today())
    siti = threatened.claimants.get(number=2)
    mandate.claimants.set([siti])
    by = principals.representative(mandate.pk, siti.pk)
    assert "lift_shield" not in [row.action.name for row in possible_actions(threatened, by=by)]


def test_a_representative_who_was_bought_opens_nothing(threatened, act):
    """They close, and never open: neither who it is, nor to whom it is told, nor who else may speak for them."""
    budi = threatened.claimants.get(number=1)
    bought = principals.representative(Mandate.objects.get(claimants=budi).pk, budi.pk)
    with pytest.raises(NotAllowed):
        act(threatened, "lift_shield", bought, note="Sudah aman.")
    assert "lift_shield" not in [row.action.name for row in possible_actions(threatened, by=bought)]
    with pytest.raises(Refused):
        act(threatened, "record_consent", bought, consent="given", naming="named")
    with pytest.raises(Refused):
        act(
            threatened,
            "record_mandate",
            bought,
            kind="family",
            holder_name="Suruhan",
            since=clock.today(),
        )
    act(threatened, "report_retaliation", bought, what="Diancam lagi.", in_danger=True)
    budi.refresh_from_db()
    assert (budi.shielded, budi.naming, Mandate.objects.count()) == (True, "do_not_approach", 1)
    act(threatened, "record_consent", principals.claimant(budi.pk), consent="given", naming="unnamed")


def test_what_is_taken_down_for_all_leaves_a_shielded_worker_as_they_are(threatened, people, act):
    budi, siti = threatened.claimants.order_by("number")
    act(threatened, "record_consent", people.officer, consent="refused", naming="named", means="daftar hadir")
    for person in (budi, siti):
        person.refresh_from_db()
    assert (budi.consent, budi.naming) == ("given", "do_not_approach")
    assert (siti.consent, siti.naming) == ("refused", "named")


def test_their_files_open_for_the_two_only(threatened, people):
    url = reverse("satgas:evidence", args=[threatened.reference, Evidence.objects.get().pk])
    assert enter(people.colleague).get(url).status_code == 404
    assert enter(people.colleague).post(url, {"why": "Ingin tahu"}).status_code == 404
    for user in (people.officer, people.custodian):
        browser = enter(user)
        for asked in (browser.get(url), browser.post(url, {"why": " "})):
            assert not asked.streaming, "no file without a reason"
            assert given_away(told(asked)) == []
        sent = browser.post(url, {"why": "Memeriksa slip gaji"})
        assert b"".join(sent.streaming_content) == b"abc"
    rows = AccessLog.objects.filter(why="Memeriksa slip gaji").order_by("pk")
    assert [row.user for row in rows] == [people.officer, people.custodian]
    page = told(enter(people.supervisor).get(reverse("satgas:openings")))
    assert page.count("Memeriksa slip gaji") == 2
    assert not AccessLog.objects.filter(what__startswith="evidence").exists()
    assert url not in told(
        enter(people.colleague).get(reverse("satgas:case", args=[threatened.reference]) + "?lihat=bukti")
    )


def test_a_package_carries_neither_name_nor_file(threatened, people, act):
    digest = packages.draft_package(threatened).digest
    assert packages.draft_package(threatened).content["attachments"] == []
    act(threatened, "refer_alongside", people.officer, office=people.inspectorate.pk, ground="calculation",
        reason="Mohon hitung.")  # fmt: skip
    assert digest
    shared = packages.referral_package_for(principals.officer(people.inspector), Referral.objects.get().pk)
    names = packages.names_in(shared, by=principals.officer(people.inspector))
    assert names == [(2, OTHER)]
    assert given_away(shared.package.content) == []
    assert not Escalation.objects.exists()


def test_what_a_shielded_worker_tells_stays_with_those_who_handle_the_case(threatened, people, act):
    """The story, and a reason of theirs, may tell who they are: machines and receiving offices get neither."""
    Case.objects.filter(pk=threatened.pk).update(story="Saya, Budi Santoso dari L-77, diancam.")
    page = reverse("satgas:case", args=[threatened.reference])
    assert "diancam" in told(enter(people.officer).get(page)), "the office works with it"
    machine = Machine(Client(), new_token(people.officer, name="uji"))
    assert "diancam" not in machine.get(f"cases/{threatened.reference}/").content.decode()


def test_why_a_worker_takes_an_escalation_back_is_not_told_to_the_ministry(people, act):
    case = submit(one_complaint(workers=(one_worker(consent="given"),)), by=principals.ANYONE).case
    by = principals.claimant(case.claimants.get().pk)
    act(case, "accept", people.officer, officer=people.officer.pk)
    act(case, "report_retaliation", by, what="Mandor mengancam saya.")
    Evidence.objects.create(case=case, media_type="application/pdf", size=1, sha256="a" * 64,
                            given_by_kind="officer", at=clock.now())  # fmt: skip
    digest = packages.draft_package(Case.objects.get(pk=case.pk)).digest
    asked = act(case, "escalate", people.officer, office=people.kanwil.pk, ground="retaliation", main_issue="Upah",
                asked="Rekomendasi", respondent_address="Jalan Contoh 1", package_digest=digest)  # fmt: skip
    decide(
        asked.approval.pk,
        give=True,
        shown=asked.approval.shown_digest,
        by=principals.officer(people.supervisor),
    )
    record = Escalation.objects.get()
    act(case, "recall_escalation", by, subject=str(record), note="Jangan, saya Budi Santoso di mes C.")
    said = inbox.history_of(record)
    assert [line.kind for line in said] == ["escalation.recalled", "escalation.handed_over"]
    assert given_away("".join(line.words for line in said)) == []


def test_a_name_that_was_shared_before_is_closed_there_too(people, act):
    case = submit(
        one_complaint(workers=(one_worker(consent="given", naming="named"),)), by=principals.ANYONE
    ).case
    act(case, "accept", people.officer, officer=people.officer.pk)
    act(case, "refer_alongside", people.officer, office=people.inspectorate.pk, ground="calculation",
        reason="Mohon hitung.")  # fmt: skip
    by = principals.officer(people.inspector)
    shared = packages.referral_package_for(by, Referral.objects.get().pk)
    assert packages.names_in(shared, by=by) == [(1, "Budi Santoso")]
    act(case, "report_retaliation", people.officer, what="Diancam.")
    assert packages.names_in(shared, by=by) == []


def test_who_hides_their_name_for_fear_is_shielded_from_the_start(people):
    def shielded(**choices):
        case = submit(
            one_complaint(workers=(one_worker(nik="", phone="", **choices),)), by=principals.ANYONE
        ).case
        return case.claimants.get().shielded

    assert shielded(fears_retaliation=True, naming="unnamed")
    assert shielded(fears_retaliation=True, naming="do_not_approach")
    assert not shielded(fears_retaliation=True, naming="named")
    assert not shielded(fears_retaliation=False, naming="unnamed")


def test_an_officer_may_report_for_one_or_for_all(people, act):
    workers = tuple(one_worker(name=name, nik="", phone="") for name in ("Satu", "Dua", "Tiga"))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    act(case, "accept", people.officer, officer=people.officer.pk)
    second = case.claimants.get(number=2)
    act(case, "report_retaliation", people.officer, what="Diancam.", claimants=[second.pk])
    assert list(Claimant.objects.filter(case=case, shielded=True)) == [second]
    act(case, "report_retaliation", people.officer, what="Semua diancam.")
    assert Claimant.objects.filter(case=case, shielded=True).count() == 3


def test_the_worker_lifts_their_own_shield_and_the_custodian_each_by_name(threatened, people, act):
    budi, siti = threatened.claimants.order_by("number")
    with pytest.raises(Invalid):
        act(threatened, "lift_shield", principals.claimant(siti.pk), note="Buka.")
    with pytest.raises(Invalid, match="claimants"):
        act(threatened, "lift_shield", people.custodian, note="Sudah aman.")
    with pytest.raises(Invalid, match="note"):
        act(threatened, "lift_shield", people.custodian, claimants=[budi.pk])
    for user in (people.officer, people.supervisor):
        with pytest.raises(NotAllowed):
            act(threatened, "lift_shield", user, claimants=[budi.pk], note="Merepotkan.")
    assert Claimant.objects.get(pk=budi.pk).shielded
    done = act(threatened, "lift_shield", principals.claimant(budi.pk), note="Saya sudah pindah kerja.")
    assert done.event.facts == {"claimants": [budi.pk], "wish": True}
    threatened.refresh_from_db()
    assert (threatened.shielded, Claimant.objects.get(pk=budi.pk).shielded) == (False, False)
    assert "Budi Santoso" in told(
        enter(people.colleague).get(reverse("satgas:case", args=[threatened.reference]) + "?lihat=uang")
    )
    with pytest.raises(Refused):
        act(threatened, "lift_shield", people.custodian, claimants=[budi.pk], note="Lagi.")


def test_inside_the_office_two_lift_a_shield(threatened, people, act):
    """The custodian, and an officer who says that the worker wishes it: a supervisor looks at either."""
    budi = threatened.claimants.get(number=1)
    wish = principals.officer(people.colleague).speaking_for(budi.pk, proof="tanda tangan")
    for by, chosen in ((wish, []), (principals.officer(people.custodian), [budi.pk])):
        asked = act(threatened, "lift_shield", by, claimants=chosen, note="Sudah pindah kerja.")
        assert Claimant.objects.get(pk=budi.pk).shielded
        answer = {"shown": asked.approval.shown_digest, "by": principals.officer(people.supervisor)}
        if by is wish:
            decide(asked.approval.pk, give=False, answer="Tanya lagi.", **answer)
        else:
            decide(asked.approval.pk, give=True, **answer)
    assert not Claimant.objects.get(pk=budi.pk).shielded


def test_an_officer_who_hands_the_case_over_may_open_no_more(threatened, people, act):
    budi = threatened.claimants.get(number=1)
    url = reverse("satgas:identity", args=[threatened.reference, budi.pk])
    act(threatened, "assign", people.supervisor, officer=people.colleague.pk)
    assert enter(people.colleague).get(url).status_code == 404, "not theirs before they take it"
    act(threatened, "accept_assignment", people.colleague)
    assert enter(people.colleague).get(url).status_code == 200
    assert enter(people.officer).get(url).status_code == 404


def test_words_for_another_office_are_still_looked_through_for_the_hidden_name(threatened, people):
    by = principals.officer(people.colleague)
    assert packages.tells_who(threatened, ["Tolong Budi Santoso segera"], by=by)
    assert not packages.tells_who(threatened, ["Tolong pekerja nomor 1 segera"], by=by)


def test_the_hidden_stays_hidden_after_days(threatened, people):
    with clock.at(clock.now() + timedelta(days=40)):
        text = told(
            enter(people.colleague).get(reverse("satgas:case", args=[threatened.reference]) + "?lihat=uang")
        )
    assert given_away(text) == []
