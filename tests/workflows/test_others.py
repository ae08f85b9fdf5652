"""Referral and escalation: who may, when, what moves, what is shared, and when that ends."""

import json
from datetime import timedelta

import pytest

from accounts import principals
from accounts.models import Office, Role
from cases.audit import verify_case
from cases.models import AccessLog, Case, CaseGrant, Claimant, Document, Evidence, OutboxRow
from cases.vocabulary import Consent
from core import clock
from core.errors import NotFound
from ledger import balance
from tests.conftest import one_complaint, one_worker
from workflows import packages
from workflows.actions import ACTIONS
from workflows.errors import Invalid, NotAllowed, Refused, Stale
from workflows.filing import ClaimPart, EmployerPart, submit
from workflows.models import Approval, Escalation, Referral
from workflows.perform import decide, possible_actions

pytestmark = pytest.mark.django_db

TODAY = clock.today()
SOON = TODAY + timedelta(days=30)
SECRET_NAME = "Marsinah Handayani"


def state(case):
    case.refresh_from_db()
    return (
        case.status, case.version, case.head_seq, OutboxRow.objects.count(), CaseGrant.objects.current().count(),
        list(Referral.objects.values_list("state", flat=True)),
        list(Escalation.objects.values_list("state", flat=True)),
    )  # fmt: skip


@pytest.fixture
def case(team):
    """Three workers: one agreed to be shared by name, one refused, one was not asked."""
    people = (
        one_worker(consent=Consent.GIVEN, sex="L", birth_year=1990),
        one_worker(name=SECRET_NAME, consent=Consent.REFUSED, sex="P", birth_year=2012, nik="", phone=""),
        one_worker(name="Rudi Hartono", has_disability=True, nik="", phone="", claims=(ClaimPart("bpjs"),)),
    )
    employers = (
        EmployerPart("PT Contoh Karya Abadi", address="Jl. Mulawarman 1", nib="9120000000001"),
        EmployerPart("PT Contoh Kontraktor Utama", tier="main_contractor"),
    )
    return submit(one_complaint(workers=people, employers=employers), by=principals.ANYONE).case


@pytest.fixture
def documented(reviewed):
    """Under review, with minutes and a file of each worker: something to put into a package."""
    Document.objects.create(case=reviewed, kind="minutes", number="BA-7/2026", dated=TODAY, title="Rapat")
    for number, claimant in enumerate([None, *reviewed.claimants.all()]):
        Evidence.objects.create(
            case=reviewed, claimant=claimant, kind="payslip" if claimant else "minutes", sha256=f"{number:064d}",
            file=f"aa/{number}", size=10, media_type="image/png", given_by_kind="claimant",
        )  # fmt: skip
    return reviewed


def stand(case, status):
    """Put the case where a test needs it; how it gets there is told elsewhere."""
    Case.objects.filter(pk=case.pk).update(status=status)
    case.refresh_from_db()
    return case


@pytest.fixture
def refer(act, team):
    def do(case, *, whole=False, by=None, **changes):
        given = {
            "office": team.inspectorate.pk,
            "ground": "calculation",
            "reason": "Mohon perhitungan.",
        } | changes
        act(case, "refer" if whole else "refer_alongside", by or team.officer, **given)
        case.refresh_from_db()
        return Referral.objects.latest("pk")

    return do


@pytest.fixture
def tried(documented, refer):
    """One remedy was tried."""
    refer(documented)
    return documented


def asked_to_escalate(case, team, **changes):
    return {
        "office": team.kanwil.pk,
        "ground": "vulnerable_group",
        "main_issue": "Upah dua bulan belum dibayar.",
        "asked": "Dorong perusahaan membayar.",
        "package_digest": packages.draft_package(case).digest,
    } | changes


@pytest.fixture
def sign():
    def do(approval, user, *, give=True, **words):
        return decide(
            approval.pk, by=principals.officer(user), give=give, shown=approval.shown_digest, **words
        )

    return do


@pytest.fixture
def escalate(act, team, sign):
    def do(case, *, whole=True, **changes):
        name = "escalate" if whole else "escalate_alongside"
        asked = act(case, name, team.officer, **asked_to_escalate(case, team, **changes))
        sign(asked.approval, team.supervisor)
        case.refresh_from_db()
        return Escalation.objects.latest("pk")

    return do


def officers_package(user, record):
    return packages.package_for(principals.officer(user), record.pk)


# --- referral --------------------------------------------------------------------------------------------


def test_a_case_referred_whole_moves_and_comes_back_with_the_result(documented, refer, act, team):
    referral = refer(documented, whole=True)
    subject = str(referral)
    assert documented.status == "referred"
    event = documented.events.get(kind="referral.sent")
    assert event.subject == subject
    assert event.facts["claims"] == 3
    act(
        documented, "accept_referral", team.inspector, subject=subject, their_number="PWK-1", expected_on=SOON
    )
    wages = list(documented.claims.filter(kind="unpaid_wage").values_list("pk", flat=True))
    act(
        documented, "report_result", team.inspector, subject=subject, result="determination", number="NP-3", on=TODAY,
        amounts=dict.fromkeys(wages, 9_000_000),
    )  # fmt: skip
    documented.refresh_from_db()
    referral.refresh_from_db()
    assert (documented.status, referral.state) == ("under_review", "reported")
    assert balance.of_case(documented).due == 18_000_000
    assert not CaseGrant.objects.current().filter(via=subject).exists()
    assert verify_case(documented) is None


def test_a_referral_beside_leaves_the_case_where_it_stands(documented, refer, act, team):
    stand(documented, "in_mediation")
    claim = documented.claims.first()
    referral = refer(documented, by=team.mediator, claims=[claim.pk])
    assert documented.status == "in_mediation"
    assert list(referral.claims.all()) == [claim]
    subject = str(referral)
    act(documented, "accept_referral", team.inspector, subject=subject, their_number="P-2", expected_on=SOON)
    with pytest.raises(Invalid) as refusal:
        act(documented, "report_result", team.inspector, subject=subject, result="calculation", on=TODAY,
            amounts={documented.claims.last().pk: 1})  # fmt: skip
    assert list(refusal.value.errors) == ["amounts"]
    act(
        documented,
        "report_result",
        team.inspector,
        subject=subject,
        result="nota",
        on=TODAY,
        more_follows=True,
    )
    referral.refresh_from_db()
    assert (referral.state, referral.ended_at) == ("reported", None)
    act(documented, "return_referral", team.inspector, subject=subject, note="Bukan wewenang kami.")
    documented.refresh_from_db()
    assert documented.status == "in_mediation"


def test_a_returned_case_goes_back_to_where_it_came_from(case, refer, act, team):
    referral = refer(case, whole=True, ground="child")
    assert case.status == "referred"
    act(case, "return_referral", team.inspector, subject=str(referral), note="Kurang data.")
    case.refresh_from_db()
    assert case.status == "submitted"
    with pytest.raises(NotFound):
        packages.referral_package_for(principals.officer(team.inspector), referral.pk)


def test_before_the_review_only_danger_and_crime_are_referred(case, refer):
    before = state(case)
    with pytest.raises(Invalid) as refusal:
        refer(case, whole=True)
    assert list(refusal.value.errors) == ["ground"]
    assert state(case) == before


def test_without_consent_a_legal_basis_is_named(documented, refer):
    Claimant.objects.filter(case=documented).update(consent=Consent.NOT_ASKED)
    with pytest.raises(Invalid) as refusal:
        refer(documented, whole=True)
    assert list(refusal.value.errors) == ["legal_basis"]
    assert refer(documented, whole=True, legal_basis="UU 13/2003 Pasal 176").whole


def test_a_takeover_closes_when_the_supervisor_of_the_city_agrees(documented, refer, act, sign, team):
    referral = refer(documented, whole=True)
    subject = str(referral)
    act(
        documented, "accept_referral", team.inspector, subject=subject, their_number="PWK-1", expected_on=SOON
    )
    asked = act(documented, "take_over", team.inspector, subject=subject, note="Pidana.", contact="0541-1")
    assert asked.approval.office == team.satgas
    with pytest.raises(NotAllowed):
        sign(asked.approval, team.ministry_supervisor)
    sign(asked.approval, team.supervisor)
    documented.refresh_from_db()
    assert (documented.status, documented.outcome) == ("closed", "referral_taken_over")
    assert set(documented.claims.values_list("state", flat=True)) == {"carried"}
    assert balance.of_case(documented).outstanding == 0


def test_only_a_case_handed_over_whole_is_taken_over(documented, refer, act, team):
    referral = refer(documented)
    act(
        documented,
        "accept_referral",
        team.inspector,
        subject=str(referral),
        their_number="P",
        expected_on=SOON,
    )
    before = state(documented)
    with pytest.raises(Refused):
        act(documented, "take_over", team.inspector, subject=str(referral), note="Pidana.", contact="0541-1")
    assert state(documented) == before


def test_an_officer_records_the_answer_of_a_body_by_its_letter(documented, refer, act, team):
    referral = refer(documented)
    with pytest.raises(Invalid) as refusal:
        act(
            documented,
            "accept_referral",
            team.officer,
            subject=str(referral),
            their_number="P",
            expected_on=SOON,
        )
    assert list(refusal.value.errors) == ["letter"]
    act(documented, "accept_referral", team.officer, subject=str(referral), their_number="P", expected_on=SOON,
        letter="560/12")  # fmt: skip


def test_another_inspectorate_is_not_told_that_there_is_a_referral(documented, refer, act, team):
    other = team.office("Pengawas Provinsi Lain", Office.Kind.INSPECTORATE)
    stranger = team.person("Dian", other, Role.RECEIVING_OFFICER)
    referral = refer(documented)
    before = state(documented)
    with pytest.raises(NotAllowed):
        act(
            documented, "accept_referral", stranger, subject=str(referral), their_number="P", expected_on=SOON
        )
    assert state(documented) == before
    # Even with a referral of its own: this one is not theirs.
    own = refer(documented, office=other.pk)
    with pytest.raises(NotFound):
        act(
            documented, "accept_referral", stranger, subject=str(referral), their_number="P", expected_on=SOON
        )
    act(documented, "accept_referral", stranger, subject=str(own), their_number="P", expected_on=SOON)
    with pytest.raises(NotFound):
        packages.referral_package_for(principals.officer(stranger), referral.pk)


def test_a_record_of_another_case_is_absent(documented, refer, act, team, filed):
    referral = refer(documented)
    other = submit(one_complaint(), by=principals.ANYONE).case
    with pytest.raises(NotFound):
        act(
            other,
            "accept_referral",
            team.officer,
            subject=str(referral),
            their_number="P",
            expected_on=SOON,
            letter="1",
        )
    with pytest.raises(NotFound):
        possible_actions(other, by=principals.officer(team.officer), subject=str(referral))


# --- escalation ------------------------------------------------------------------------------------------


def test_a_whole_escalation_walks_from_hand_over_to_conclusion(tried, escalate, act, sign, team):
    escalation = escalate(tried)
    subject = str(escalation)
    assert (tried.status, escalation.state) == ("escalated", "handed_over")
    assert CaseGrant.objects.current().get(via=subject).office == team.kanwil
    act(tried, "acknowledge", team.ministry_officer, subject=subject, their_number="HAM-12")
    tried.refresh_from_db()
    assert tried.status == "ministry_review"
    asked = act(
        tried, "recommend", team.ministry_officer, subject=subject, number="R-1", to="employer",
        addressed_to="PT Contoh", text="Bayar upah.", due_on=SOON,
    )  # fmt: skip
    assert asked.approval.office == team.kanwil
    with pytest.raises(NotAllowed):
        sign(asked.approval, team.supervisor)
    sign(asked.approval, team.ministry_supervisor)
    tried.refresh_from_db()
    assert tried.status == "ministry_recommended"
    recommended = tried.events.get(kind="escalation.recommended")
    assert (recommended.facts["due_on"], recommended.facts["to"]) == (SOON.isoformat(), "employer")
    act(tried, "follow_up", team.officer, subject=subject, done="Perusahaan dipanggil.", on=TODAY)
    tried.refresh_from_db()
    assert tried.status == "under_review"
    asked = act(
        tried,
        "conclude_ministry",
        team.ministry_officer,
        subject=subject,
        conclusion="followed",
        note="Baik.",
    )
    sign(asked.approval, team.ministry_supervisor)
    escalation.refresh_from_db()
    tried.refresh_from_db()
    assert (tried.status, escalation.state, escalation.conclusion) == (
        "under_review",
        "concluded",
        "followed",
    )
    with pytest.raises(NotFound):
        officers_package(team.ministry_officer, escalation)
    assert verify_case(tried) is None


@pytest.mark.parametrize("status", ["in_bipartit", "in_mediation", "in_settlement", "in_court"])
def test_beside_the_case_nothing_moves_it(tried, escalate, act, sign, team, status):
    stand(tried, status)
    escalation = escalate(tried, whole=False)
    subject = str(escalation)
    act(tried, "acknowledge", team.ministry_officer, subject=subject, their_number="HAM-12")
    act(tried, "return_escalation", team.ministry_officer, subject=subject, note="Selesaikan mediasi.")
    tried.refresh_from_db()
    escalation.refresh_from_db()
    assert (tried.status, escalation.state) == (status, "returned")
    assert not CaseGrant.objects.current().filter(via=subject).exists()


def test_a_returned_whole_case_goes_back_and_the_second_time_names_what_changed(tried, escalate, act, team):
    first = escalate(tried)
    act(tried, "return_escalation", team.ministry_officer, subject=str(first), note="Lengkapi dahulu.")
    tried.refresh_from_db()
    assert tried.status == "under_review"
    with pytest.raises(Invalid) as refusal:
        escalate(tried)
    assert list(refusal.value.errors) == ["changed"]
    second = escalate(tried, changed="Nota pemeriksaan sudah terbit.")
    again = officers_package(team.ministry_officer, second).content["since_return"]
    assert (again["escalation"], again["changed"]) == (first.pk, "Nota pemeriksaan sudah terbit.")


def test_escalated_from_a_referral_that_ended_meanwhile_the_case_returns_to_review(
    documented, refer, escalate, act, team
):
    referral = refer(documented, whole=True)
    act(
        documented,
        "accept_referral",
        team.inspector,
        subject=str(referral),
        their_number="P",
        expected_on=SOON,
    )
    escalation = escalate(documented)
    assert escalation.came_from == "referred"
    act(documented, "report_result", team.inspector, subject=str(referral), result="nota", on=TODAY)
    documented.refresh_from_db()
    assert documented.status == "escalated"
    act(documented, "return_escalation", team.ministry_officer, subject=str(escalation), note="Cukup.")
    documented.refresh_from_db()
    assert documented.status == "under_review"


def test_nobody_recommends_before_acknowledging(tried, escalate, act, team):
    stand(tried, "in_mediation")
    escalation = escalate(tried, whole=False)
    before = state(tried)
    with pytest.raises(Refused) as refusal:
        act(tried, "recommend", team.ministry_officer, subject=str(escalation), number="R", to="employer",
            addressed_to="PT", text="Bayar.", due_on=SOON)  # fmt: skip
    assert "Diserahkan" in str(refusal.value.reasons[0])
    assert state(tried) == before
    shown = {
        item.action.name: item.is_possible
        for item in possible_actions(
            tried, by=principals.officer(team.ministry_officer), subject=str(escalation)
        )
    }
    assert shown == {
        "acknowledge": True, "ask_back": True, "return_escalation": True, "recommend": False, "conclude_ministry": False,
    }  # fmt: skip


def test_what_is_asked_back_comes_as_a_new_frozen_version(tried, escalate, act, team):
    escalation = escalate(tried)
    subject = str(escalation)
    act(tried, "ask_back", team.ministry_officer, subject=subject, items="Slip gaji\n\nNotulen rapat\n")
    assert tried.events.get(kind="escalation.asked_back").facts["items"] == 2
    Document.objects.create(case=tried, kind="minutes", number="BA-8/2026", dated=TODAY, title="Rapat")
    act(tried, "supplement", team.officer, subject=subject, answer="Terlampir.",
        package_digest=packages.draft_package(tried).digest)  # fmt: skip
    shared = officers_package(team.ministry_officer, escalation)
    assert (shared.package.version, shared.content["supplement"]) == (2, "Terlampir.")
    assert [row["number"] for row in shared.content["documents"]] == ["BA-7/2026", "BA-8/2026"]
    assert shared.is_intact
    event = tried.events.get(kind="escalation.supplemented")
    assert (event.facts["version"], event.facts["digest"]) == (2, shared.package.digest)
    old = packages.package_for(principals.officer(team.ministry_officer), escalation.pk, version=1)
    assert old.package.digest == tried.events.get(kind="escalation.handed_over").facts["digest"]
    escalation.refresh_from_db()
    assert escalation.state == "handed_over"


def test_a_file_never_completed_is_deemed_withdrawn_and_the_case_lives_on(tried, escalate, act, sign, team):
    escalation = escalate(tried)
    subject = str(escalation)
    act(tried, "ask_back", team.ministry_officer, subject=subject, items="Slip gaji")
    asked = act(
        tried,
        "conclude_ministry",
        team.ministry_officer,
        subject=subject,
        conclusion="deemed_withdrawn",
        note="Lewat.",
    )
    sign(asked.approval, team.ministry_supervisor)
    tried.refresh_from_db()
    assert tried.status == "under_review"


def test_a_supervisor_recalls_and_sharing_stops(tried, escalate, act, team):
    escalation = escalate(tried)
    act(tried, "recall_escalation", team.supervisor, subject=str(escalation), note="Sudah dibayar.")
    tried.refresh_from_db()
    assert tried.status == "under_review"
    with pytest.raises(NotFound):
        officers_package(team.ministry_officer, escalation)
    with pytest.raises(NotAllowed):
        act(tried, "acknowledge", team.ministry_officer, subject=str(escalation), their_number="1")


def test_one_worker_of_three_takes_back_a_name_and_not_the_case(tried, escalate, act, team):
    escalation = escalate(tried)
    budi = tried.claimants.get(consent=Consent.GIVEN)
    kanwil = principals.officer(team.ministry_officer)
    assert packages.names_in(officers_package(team.ministry_officer, escalation), by=kanwil) == [
        (1, "Budi Santoso")
    ]
    with pytest.raises(Refused):
        act(tried, "recall_escalation", principals.claimant(budi.pk), subject=str(escalation), note="Takut.")
    act(tried, "record_consent", principals.claimant(budi.pk), consent=Consent.REFUSED)
    assert packages.names_in(officers_package(team.ministry_officer, escalation), by=kanwil) == []


def test_a_single_worker_recalls_what_is_theirs(team, act, escalate):
    case = submit(
        one_complaint(
            workers=(one_worker(consent=Consent.GIVEN, sex="P"),),
            employers=(EmployerPart("PT Satu", address="Jl. Satu"),),
        ),
        by=principals.ANYONE,
    ).case
    act(case, "accept", team.intake, officer=team.officer.pk)
    act(case, "report_retaliation", principals.claimant(case.claimants.get().pk), what="Diancam.")
    Document.objects.create(case=case, kind="minutes", number="BA-1", dated=TODAY, title="Rapat")
    case.refresh_from_db()
    escalation = escalate(case, ground="retaliation")
    worker = case.claimants.get()
    act(
        case, "recall_escalation", principals.claimant(worker.pk), subject=str(escalation), note="Tidak jadi."
    )
    case.refresh_from_db()
    worker.refresh_from_db()
    assert (case.status, worker.consent) == ("under_review", Consent.REFUSED)


def test_while_one_escalation_runs_there_is_no_second(tried, escalate):
    stand(tried, "in_mediation")
    escalate(tried, whole=False)
    with pytest.raises(Refused):
        escalate(tried, whole=False)


def test_without_any_remedy_and_without_danger_nothing_is_escalated(documented, escalate):
    before = state(documented)
    with pytest.raises(Refused):
        escalate(documented)
    assert state(documented) == before


# --- countersignature ------------------------------------------------------------------------------------


def test_a_city_that_is_late_does_not_sign_for_itself(tried, act, sign, team):
    fields = asked_to_escalate(tried, team, ground="city_late")
    with pytest.raises(Invalid) as refusal:
        act(tried, "escalate", team.officer, **fields)
    assert list(refusal.value.errors) == ["countersign_office"]
    with pytest.raises(Invalid):
        act(tried, "escalate", team.officer, **fields, countersign_office=team.satgas.pk)
    labour = team.office("Dinas Tenaga Kerja", Office.Kind.CITY_LABOUR)
    head = team.person("Nur", labour, Role.SUPERVISOR)
    asked = act(tried, "escalate", team.officer, **fields, countersign_office=labour.pk)
    assert asked.approval.office == labour
    with pytest.raises(NotAllowed):
        sign(asked.approval, team.supervisor)
    sign(asked.approval, head)
    tried.refresh_from_db()
    assert tried.status == "escalated"


def test_what_changed_while_it_waited_is_not_signed(tried, act, sign, team):
    asked = act(tried, "escalate", team.officer, **asked_to_escalate(tried, team))
    Document.objects.create(case=tried, kind="minutes", number="BA-9", dated=TODAY, title="Rapat")
    before = state(tried)
    with pytest.raises((Refused, Stale)) as refusal:
        sign(asked.approval, team.supervisor)
    assert "berubah" in str(refusal.value.reasons[0])
    assert state(tried) == before
    assert Approval.objects.get(pk=asked.approval.pk).state == "asked"


def test_a_workers_request_is_answered_with_reasons(tried, act, team):
    worker = principals.claimant(tried.claimants.first().pk)
    act(tried, "request_escalation", worker, ground="employer_silent")
    with pytest.raises(Refused):
        act(tried, "request_escalation", worker, ground="employer_silent")
    with pytest.raises(Invalid) as refusal:
        act(tried, "answer_escalation_request", team.officer, answer="not_now")
    assert list(refusal.value.errors) == ["note"]
    act(tried, "answer_escalation_request", team.officer, answer="not_now", note="Klarifikasi baru dimulai.")
    assert tried.events.get(kind="escalation.request_answered").note.body == "Klarifikasi baru dimulai."
    with pytest.raises(Refused):
        act(tried, "answer_escalation_request", team.officer, answer="not_now", note="Lagi.")


def test_a_refusal_by_a_city_called_late_is_signed_elsewhere(tried, act, sign, team):
    act(tried, "request_escalation", principals.claimant(tried.claimants.first().pk), ground="city_late")
    labour = team.office("Dinas Tenaga Kerja", Office.Kind.CITY_LABOUR)
    head = team.person("Nur", labour, Role.SUPERVISOR)
    asked = act(tried, "answer_escalation_request", team.officer, answer="not_now", note="Belum.",
                countersign_office=labour.pk)  # fmt: skip
    assert asked.approval.office == labour
    with pytest.raises(NotAllowed):
        sign(asked.approval, team.supervisor)
    sign(asked.approval, head)
    assert tried.events.filter(kind="escalation.request_answered").exists()


# --- the package -----------------------------------------------------------------------------------------


def test_the_package_holds_what_the_ministry_needs_and_nobody_by_name(tried, escalate, team):
    escalation = escalate(tried)
    shared = officers_package(team.ministry_officer, escalation)
    content = shared.content
    counted = {
        name: content["workers"][name]
        for name in ("count", "women", "men", "children", "disability", "consented")
    }
    assert counted == {"count": 3, "women": 1, "men": 1, "children": 1, "disability": 1, "consented": 1}
    assert [(row["tier"], row["legal_name"]) for row in content["respondents"]] == [
        ("direct", "PT Contoh Karya Abadi"), ("main_contractor", "PT Contoh Kontraktor Utama"),
    ]  # fmt: skip
    assert content["rights"] == ["child", "fair_pay", "social_security"]
    assert content["money"]["outstanding"] == 16_000_000
    assert content["request"]["asked"] == "Dorong perusahaan membayar."
    assert [row["kind"] for row in content["remedies"]] == ["referral.sent"]
    assert "case.submitted" in [row["kind"] for row in content["chronology"]]
    # The office's file and the one of the worker who agreed; not those of the other two.
    assert [row["sha256"][-1] for row in content["attachments"]] == ["0", "1"]
    text = shared.package.content
    for person in ("Budi", "Santoso", "Marsinah", "Handayani", "Rudi", "6471010101900001"):
        assert person not in text
    assert "Budi" not in str(shared.package.sealed_names)
    assert json.loads(text) == content


def test_words_that_name_a_worker_are_not_put_into_a_package(tried, act, team):
    for words in (f"Upah {SECRET_NAME.lower()} belum dibayar.", "NIK 6471010101900001."):
        with pytest.raises(Invalid) as refusal:
            act(tried, "escalate", team.officer, **asked_to_escalate(tried, team, main_issue=words))
        assert list(refusal.value.errors) == ["main_issue"]


def test_an_incomplete_package_says_what_is_missing(tried, act, team):
    Evidence.objects.filter(case=tried).delete()
    Document.objects.filter(case=tried).delete()
    assert len(packages.draft_package(tried).missing) == 1
    before = state(tried)
    with pytest.raises(Invalid) as refusal:
        act(tried, "escalate", team.officer, **asked_to_escalate(tried, team))
    assert "Belum ada bukti" in str(refusal.value.errors["package_digest"])
    assert state(tried) == before


def test_a_package_other_than_the_one_shown_is_refused(tried, act, team):
    with pytest.raises(Invalid) as refusal:
        act(tried, "escalate", team.officer, **asked_to_escalate(tried, team, package_digest="0" * 64))
    assert list(refusal.value.errors) == ["package_digest"]


def test_an_address_found_out_later_completes_the_company(tried, act, team, escalate):
    company = tried.parties.first().employer
    type(company).objects.filter(pk=company.pk).update(address="")
    with pytest.raises(Invalid) as refusal:
        escalate(tried)
    assert list(refusal.value.errors) == ["respondent_address"]
    escalation = escalate(tried, respondent_address="Jl. Sudirman 9")
    respondent = officers_package(team.ministry_officer, escalation).content["respondents"][0]
    assert respondent["address"] == "Jl. Sudirman 9"


def test_a_ground_must_stand_in_the_record(tried, act, team):
    for ground in ("commitment_breached", "many_workers", "retaliation"):
        with pytest.raises(Invalid) as refusal:
            act(tried, "escalate", team.officer, **asked_to_escalate(tried, team, ground=ground))
        assert list(refusal.value.errors) == ["ground"]


def test_what_was_told_to_the_mediator_alone_stays_out(tried):
    from django.db import transaction

    from cases.events import record

    with transaction.atomic():
        for confidential in (True, False):
            facts = {"on": f"2026-10-0{1 + confidential}", "confidential": confidential, "offered": 5}
            record(tried, "case.answer_recorded", by=principals.SYSTEM, facts=facts, note="Rahasia.")
    chronology = packages.draft_package(tried).content["chronology"]
    assert [row["on"] for row in chronology if row["kind"] == "case.answer_recorded"] == ["2026-10-01"]
    assert "Rahasia" not in json.dumps(chronology)


def test_attachments_open_through_the_package_only_while_they_may(tried, escalate, act, team, as_officer):
    escalation = escalate(tried)
    shared = officers_package(team.ministry_officer, escalation)
    office_file, budis = [row["id"] for row in shared.content["attachments"]]
    assert packages.attachment_for(as_officer(team.ministry_officer), shared, budis).pk == budis
    assert AccessLog.objects.filter(user=team.ministry_officer, what=f"evidence:{budis}").count() == 1
    hidden = Evidence.objects.filter(case=tried).last().pk
    with pytest.raises(NotFound):
        packages.attachment_for(as_officer(team.ministry_officer), shared, hidden)
    budi = tried.claimants.get(consent=Consent.GIVEN)
    act(tried, "record_consent", principals.claimant(budi.pk), consent=Consent.REFUSED)
    with pytest.raises(NotFound):
        packages.attachment_for(as_officer(team.ministry_officer), shared, budis)
    assert packages.attachment_for(as_officer(team.ministry_officer), shared, office_file).pk == office_file


def test_reading_the_names_is_logged(tried, escalate, team, as_officer):
    shared = officers_package(team.ministry_officer, escalate(tried))
    packages.names_in(shared, by=as_officer(team.ministry_officer))
    log = AccessLog.objects.get(user=team.ministry_officer)
    assert (log.what, log.rows) == ("package: names", 1)


def test_strangers_do_not_open_a_package(tried, escalate, team):
    escalation = escalate(tried)
    other = team.office("Kanwil Lain", Office.Kind.KANWIL)
    strangers = [team.person("Eka", other, Role.MINISTRY_OFFICER), team.inspector]
    clerk = team.person("Tono", team.kanwil, Role.IDENTITY_CUSTODIAN)
    for user in [*strangers, clerk]:
        with pytest.raises(NotFound):
            officers_package(user, escalation)
    assert not officers_package(team.officer, escalation).received
    assert officers_package(team.ministry_officer, escalation).received


def test_drafting_takes_as_many_queries_for_three_workers_as_for_thirty(
    tried, django_assert_max_num_queries, team
):
    from workflows.filing import add_workers

    add_workers(tried, [one_worker(nik="", phone="", receipt=False) for _ in range(27)], event_seq=1)
    tried = Case.objects.get(pk=tried.pk)
    with django_assert_max_num_queries(12):
        assert packages.draft_package(tried).content["workers"]["count"] == 30


def test_every_action_on_a_record_says_where_it_runs_beside_the_case():
    for action in ACTIONS.values():
        if action.subject in ("referral", "escalation") and action.name != "take_over":
            assert action.beside, action.name
