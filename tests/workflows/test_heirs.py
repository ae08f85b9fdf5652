"""A worker dies: their heirs stand in the case where they stood, each for their share."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import principals
from cases.access import holder_of_receipt, own_claimant
from cases.audit import verify_case
from cases.models import Case, Claimant, Mandate
from core import clock
from core.errors import NotFound
from ledger import balance
from ledger.models import Payment
from notifications.models import Notification
from tests.conftest import one_complaint, one_worker
from workflows import relay
from workflows.clocks.store import differences
from workflows.errors import Invalid, NotAllowed
from workflows.filing import ClaimPart, submit
from workflows.models import CaseFlow, OpenClock

pytestmark = pytest.mark.django_db

HEIR = {
    "died_on": date(2026, 11, 20), "holder_name": "Aminah Santoso", "holder_phone": "0813 5555 6666", "relation": "spouse",
    "share": 100, "proof": "470/12/Kel.Damai",
}  # fmt: skip


@pytest.fixture
def filed(team, act):
    worker = one_worker(claims=(ClaimPart("unpaid_wage", 9_000_000),), work_start=date(2020, 1, 6), contract_kind="pkwtt",
                        work_end=date(2026, 11, 25), phk_notice_on=date(2026, 11, 18))  # fmt: skip
    done = submit(one_complaint(workers=(worker,)), by=principals.ANYONE)
    act(done.case, "accept", team.officer, officer=team.officer.pk)
    return done


@pytest.fixture
def person(filed):
    return filed.case.claimants.get()


def heir(case, act, team, person, **changes):
    return act(case, "record_heir", team.officer, claimants=[person.pk], **(HEIR | changes))


def stated(case, act, team, amount):
    claim = case.claims.get()
    act(case, "record_payment", team.officer, amounts={claim.pk: amount}, paid_on=clock.today())
    return Payment.objects.filter(case=case).latest("pk")


def test_an_heir_comes_in_with_a_receipt_of_their_own_and_the_dead_workers_opens_nothing(
    case, person, filed, team, act
):
    reference, old = case.reference, filed.receipts[person.pk]
    assert holder_of_receipt(reference, old, source="x") == person
    done = heir(case, act, team, person)
    mandate = Mandate.objects.get(kind="heir")
    assert holder_of_receipt(reference, done.receipt, source="x") == mandate
    with pytest.raises(NotFound):
        holder_of_receipt(reference, old, source="x")
    with pytest.raises(NotFound):
        own_claimant(principals.claimant(person.pk))
    with pytest.raises(NotAllowed):
        act(case, "withdraw", principals.claimant(person.pk))
    assert done.receipt not in done.event.text
    assert "Aminah" not in done.event.text
    person.refresh_from_db()
    assert (person.died_on, person.work_end) == (date(2026, 11, 20), date(2026, 11, 20))
    assert verify_case(Case.objects.get(pk=case.pk)) is None
    assert differences(Case.objects.get(pk=case.pk)) == []
    assert balance.of_case(case).workers == 1, "nobody is counted twice"


def test_an_heir_confirms_what_was_paid(case, person, team, act):
    heir(case, act, team, person)
    by = principals.representative(Mandate.objects.get(kind="heir").pk, person.pk)
    payment = stated(case, act, team, 9_000_000)
    act(case, "confirm_payment", by, payments=[payment.pk])
    assert balance.of_case(case).outstanding == 0


def test_one_of_several_heirs_confirms_no_more_than_their_share(case, person, team, act):
    heir(case, act, team, person, share=50)
    heir(case, act, team, person, holder_name="Rani Santoso", relation="child", share=50)
    first, _second = Mandate.objects.filter(kind="heir").order_by("pk")
    by = principals.representative(first.pk, person.pk)
    small, large = stated(case, act, team, 4_500_000), stated(case, act, team, 4_000_000)
    with pytest.raises(Invalid, match="payments"):
        act(case, "confirm_payment", by, payments=[small.pk, large.pk])
    act(case, "confirm_payment", by, payments=[small.pk])
    with pytest.raises(Invalid, match="payments"):
        act(case, "confirm_payment", by, payments=[large.pk])
    act(
        case,
        "confirm_payment",
        team.officer,
        payments=[large.pk],
        statement="Semua ahli waris menandatangani.",
    )
    assert balance.of_case(case).outstanding == 500_000


def test_one_of_several_heirs_does_not_say_that_more_than_their_share_was_paid(case, person, team, act):
    heir(case, act, team, person, share=25)
    heir(case, act, team, person, holder_name="Rani Santoso", relation="child", share=75)
    by = principals.representative(Mandate.objects.filter(share=25).get().pk, person.pk)
    claim, today = case.claims.get().pk, clock.today()
    with pytest.raises(Invalid, match="amounts"):
        act(case, "record_payment", by, amounts={claim: 9_000_000}, paid_on=today)
    assert (Payment.objects.count(), balance.of_case(case).outstanding) == (0, 9_000_000)
    act(case, "record_payment", by, amounts={claim: 2_000_000}, paid_on=today)
    more = stated(case, act, team, 1_000_000)
    with pytest.raises(Invalid, match="payments"):
        act(case, "confirm_payment", by, payments=[more.pk])
    assert balance.of_case(case).outstanding == 7_000_000


def test_an_heir_who_lost_the_receipt_gets_another_and_the_heirs_are_told(case, person, team, act):
    given = {
        "claimants": [person.pk],
        "holder_name": "aminah  SANTOSO",
        "made_sure": "KTP asli diperlihatkan.",
    }
    with pytest.raises(Invalid, match="holder_name"):
        act(case, "renew_receipt", team.officer, **given)
    lost = heir(case, act, team, person, holder_email="aminah@contoh.example").receipt
    mandate = Mandate.objects.get(kind="heir")
    with pytest.raises(Invalid, match="holder_name"):
        act(case, "renew_receipt", team.officer, **(given | {"holder_name": "Rani"}))
    with pytest.raises(Invalid, match="holder_name"):
        act(case, "renew_receipt", team.officer, **(given | {"holder_name": ""}))
    with pytest.raises(NotAllowed):
        act(case, "renew_receipt", team.mediator, **given)
    assert holder_of_receipt(case.reference, lost, source="x") == mandate, "what was refused changed nothing"
    done = act(case, "renew_receipt", team.officer, **given)
    assert holder_of_receipt(case.reference, done.receipt, source="x") == mandate
    with pytest.raises(NotFound):
        holder_of_receipt(case.reference, lost, source="x")
    assert done.receipt not in done.event.text
    assert "SANTOSO" not in done.event.text.upper()
    relay.relay()
    told = Notification.objects.filter(event=done.event).exclude(recipient__startswith="user:")
    assert {row.recipient for row in told} == {f"mandate:{mandate.pk}"}
    assert differences(Case.objects.get(pk=case.pk)) == []


def test_shares_do_not_add_up_to_more_than_all_and_the_day_is_one(case, person, team, act):
    heir(case, act, team, person, share=60)
    for changes in ({"share": 41}, {"share": 0}, {"share": 40, "died_on": date(2026, 11, 19)}):
        with pytest.raises(Invalid):
            heir(case, act, team, person, **changes)
    with pytest.raises(Invalid, match="died_on"):
        heir(case, act, team, person, share=40, died_on=clock.today() + timedelta(days=1))
    assert Mandate.objects.filter(kind="heir").count() == 1
    with pytest.raises(NotAllowed):
        act(case, "record_heir", team.mediator, claimants=[person.pk], **HEIR)


def test_a_power_that_the_worker_gave_ends_with_them(case, person, team, act):
    act(
        case,
        "record_mandate",
        team.officer,
        kind="special_power",
        holder_name="Kuasa",
        since=date(2026, 11, 1),
    )
    act(case, "record_mandate", team.officer, kind="union", holder_name="Serikat", since=date(2026, 11, 1))
    heir(case, act, team, person)
    assert [row.kind for row in Mandate.objects.filter(claimants=person)] == ["heir"]


def test_the_heir_is_told_and_the_dead_workers_phone_is_not(case, person, team, act):
    heir(case, act, team, person, holder_email="aminah@contoh.example")
    done = act(case, "request_completion", team.officer, items="Slip gaji")
    relay.relay()
    told = Notification.objects.filter(event=done.event).exclude(recipient__startswith="user:")
    mandate = Mandate.objects.get(kind="heir")
    assert {row.recipient for row in told} == {f"mandate:{mandate.pk}"}


def test_jkp_is_for_the_living(case, person, team, act):
    assert OpenClock.objects.filter(case=case, clock="jkp_claim").exists()
    heir(case, act, team, person)
    assert not OpenClock.objects.filter(case=case, clock="jkp_claim").exists()


def test_others_of_the_case_are_not_told_and_keep_their_part(team, act):
    workers = (one_worker(), one_worker(name="Siti Aminah", nik="", phone=""))
    filed = submit(one_complaint(workers=workers), by=principals.ANYONE)
    budi, siti = filed.case.claimants.order_by("number")
    done = heir(filed.case, act, team, budi)
    relay.relay()
    assert not Notification.objects.filter(event=done.event, claimant=siti).exists()
    assert holder_of_receipt(filed.case.reference, filed.receipts[siti.pk], source="x") == siti
    mandate = Mandate.objects.get(kind="heir")
    with pytest.raises(NotAllowed):
        act(filed.case, "record_consent", principals.representative(mandate.pk, siti.pk), consent="given")


def test_the_receipt_is_shown_once_and_the_worker_page_names_the_heir(case, person, team, act, settings):
    settings.DEMO = True
    browser = Client()
    browser.force_login(team.officer, backend="accounts.backends.OfficerBackend")
    browser.cookies["django_language"] = "id"
    case = Case.objects.get(pk=case.pk)
    day = HEIR["died_on"]
    given = {
        **{key: HEIR[key] for key in ("holder_name", "holder_phone", "relation", "share", "proof")}, "seen": case.version,
        "claimants": [person.pk], "died_on_day": day.day, "died_on_month": day.month, "died_on_year": day.year,
        "intent": "7f3f6a52-1111-4222-8333-444455556666",
    }  # fmt: skip
    url = reverse("satgas:action", args=[case.reference, "record_heir"])
    answer = browser.post(url, given)
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert "Aminah Santoso" in page  # of several heirs each gets their own
    receipt = page.split('hp-receipt">')[2].split("<")[0]
    assert holder_of_receipt(case.reference, receipt, source="x") == Mandate.objects.get(kind="heir")
    again = browser.post(url, given)
    assert again.status_code == 302
    assert Mandate.objects.filter(kind="heir").count() == 1
    text = browser.get(reverse("satgas:worker", args=[case.reference, person.pk])).content.decode()
    assert "Aminah Santoso" in text
    assert "100%" in text
    calculation = browser.get(
        reverse("satgas:calculation", args=[case.reference, person.pk])
    ).content.decode()
    assert '<option value="57" selected>' in calculation
    worker = Client()
    assert (
        worker.post(reverse("worker:follow"), {"reference": case.reference, "receipt": receipt}).status_code
        == 302
    )
    assert Claimant.objects.count() == 1


def two_heirs(case, act, team, person, share=30):
    heir(case, act, team, person, share=share)
    heir(case, act, team, person, holder_name="Rani Santoso", relation="child", share=100 - share)
    return principals.representative(Mandate.objects.filter(kind="heir").earliest("pk").pk, person.pk)


def test_one_of_several_heirs_lets_go_of_no_more_than_their_share(case, person, team, act):
    one = two_heirs(case, act, team, person)
    claim = case.claims.get()
    given = {"written_on": clock.today()}
    with pytest.raises(Invalid, match="waived"):
        act(case, "waive", one, waived={claim.pk: 2_700_001}, **given)
    act(case, "waive", one, waived={claim.pk: 2_000_000}, **given)
    with pytest.raises(Invalid, match="waived"):
        act(case, "waive", one, waived={claim.pk: 700_001}, **given)
    with pytest.raises(Invalid, match="amounts"):
        act(case, "record_payment", one, amounts={claim.pk: 700_001}, paid_on=clock.today())
    assert balance.of_case(case).outstanding == 7_000_000


def test_one_of_several_heirs_neither_withdraws_nor_ends_the_matter_for_the_others(case, person, team, act):
    one = two_heirs(case, act, team, person)
    with pytest.raises(Invalid):
        act(case, "withdraw", one)
    CaseFlow.objects.filter(pk=case.pk).update(status="in_court")
    before = Case.objects.get(pk=case.pk)
    for outcome in ("not_pursued", "court_concluded"):
        with pytest.raises(Invalid):
            act(case, "end_court", one, outcome=outcome, statement="Kami berhenti.")
    after = Case.objects.get(pk=case.pk)
    assert (after.status, after.version, after.head_seq) == ("in_court", before.version, before.head_seq)
    assert case.claims.get().state == "open"


def test_the_only_heir_ends_it_as_the_worker_could(case, person, team, act):
    heir(case, act, team, person)
    only = principals.representative(Mandate.objects.get(kind="heir").pk, person.pk)
    CaseFlow.objects.filter(pk=case.pk).update(status="in_court")
    act(case, "end_court", only, outcome="not_pursued", statement="Kami tidak melanjutkan.")
    assert Case.objects.get(pk=case.pk).outcome == "not_pursued"


def comes_in(case, receipt):
    browser = Client(headers={"accept-language": "id"})
    answer = browser.post(
        reverse("worker:follow"), {"reference": case.reference, "receipt": receipt}, follow=True
    )
    return browser, answer.content.decode()


def test_an_heir_stands_before_the_case_at_once_and_reads_which_share_is_theirs(case, person, team, act):
    first = heir(case, act, team, person, share=60).receipt
    browser, page = comes_in(case, first)
    assert "Pengaduan saya" in page
    assert "Anda ahli waris <strong>Budi Santoso</strong>, dengan bagian 60%." in page
    assert "Ganti pekerja" not in page  # there is no other
    for not_theirs in ("record_jkp_claim", "withdraw"):
        assert reverse("worker:do", args=[not_theirs]) not in page
    money = browser.get(reverse("worker:money")).content.decode()
    assert "Bagian Anda, 60% dari hak itu" in money
    assert "Rp5.400.000" in money
    other = heir(case, act, team, person, holder_name="Rani Santoso", relation="child", share=40).receipt
    assert "dengan bagian 40%." in comes_in(case, other)[1]


def test_the_office_sees_that_a_worker_died_and_what_share_has_no_heir_yet(case, person, team, act, settings):
    settings.DEMO = True
    heir(case, act, team, person, share=60, holder_email="aminah@contoh.example")
    browser = Client(headers={"accept-language": "id"})
    browser.force_login(team.officer, backend="accounts.backends.OfficerBackend")
    people = browser.get(reverse("satgas:case", args=[case.reference]), {"lihat": "uang"}).content.decode()
    assert ">Meninggal</strong>" in people
    page = browser.get(reverse("satgas:worker", args=[case.reference, person.pk])).content.decode()
    assert "Bagian 40% belum ada ahli warisnya." in page
    assert page.index("aminah@contoh.example") < page.index("NIK")  # whom to call stands first
    told = browser.get(reverse("satgas:case", args=[case.reference]), {"lihat": "riwayat"}).content.decode()
    assert "Suami atau istri · bagian 60%" in told
    heir(case, act, team, person, holder_name="Rani Santoso", relation="child", share=40)
    page = browser.get(reverse("satgas:worker", args=[case.reference, person.pk])).content.decode()
    assert "belum ada ahli warisnya" not in page
    Mandate.objects.filter(share=40).update(until=clock.today() - timedelta(days=1))
    page = browser.get(reverse("satgas:worker", args=[case.reference, person.pk])).content.decode()
    assert "Bagian 40% belum ada ahli warisnya." in page, "whose mandate has ended speaks for nobody"


def test_no_statement_is_written_down_for_a_worker_who_died(case, person, team, act, settings):
    settings.DEMO = True
    browser = Client(headers={"accept-language": "id"})
    browser.force_login(team.officer, backend="accounts.backends.OfficerBackend")
    url = reverse("satgas:action", args=[case.reference, "withdraw"])
    assert "Pernyataan siapa" in browser.get(url, {"pernyataan": "1"}).content.decode()
    heir(case, act, team, person)
    for asked in ({"pernyataan": "1"}, {"untuk": person.pk, "cara": "signed"}):
        answer = browser.get(url, asked)
        assert answer.status_code == 409
        assert "Ahli waris bertindak sendiri" in answer.content.decode()
