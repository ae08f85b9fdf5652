"""The page of an action: what it shows, what it refuses, and that nothing typed is lost."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts import principals
from core.money import rupiah
from workflows.actions import ACTIONS
from workflows.models import Approval
from workflows.perform import possible_actions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True  # no second factor


@pytest.fixture
def as_(client):
    def log_in(user) -> Client:
        client.force_login(user)
        client.cookies["django_language"] = "id"
        return client

    return log_in


def at(case, name):
    return reverse("satgas:action", args=[case.reference, name])


def seen(case, **values):
    case.refresh_from_db()
    return {"seen": case.version, "seen_seq": case.head_seq, "intent": str(uuid4())} | values


@pytest.mark.parametrize("name", sorted(name for name, action in ACTIONS.items() if not action.subject))
def test_every_action_that_an_officer_may_do_has_a_page(name, reviewed, team, as_):
    by = principals.officer(team.officer)
    listed = {possible.action.name for possible in possible_actions(reviewed, by=by)}
    response = as_(team.officer).get(at(reviewed, name))
    action = ACTIONS[name]
    if name in listed or "claimant" in action.who:
        assert response.status_code == 200
        assert str(action.label) in response.content.decode()
    else:
        assert response.status_code == 403


def test_accepting_goes_back_to_the_case_and_says_what_happened(case, team, as_):
    response = as_(team.intake).post(at(case, "accept"), seen(case, officer=team.officer.pk), follow=True)
    assert response.redirect_chain == [(reverse("satgas:case", args=[case.reference]), 302)]
    assert "Perkara sekarang: Telaah Satgas" in response.content.decode()


def test_a_double_click_is_recorded_once(case, team, as_):
    values = seen(case, officer=team.officer.pk)
    as_(team.intake).post(at(case, "accept"), values)
    response = as_(team.intake).post(at(case, "accept"), values, follow=True)
    assert "tidak dicatat dua kali" in response.content.decode()
    case.refresh_from_db()
    assert case.version == 1


def test_an_error_stands_beside_its_field_and_what_was_typed_stays(reviewed, team, as_):
    values = seen(reviewed, items="Slip gaji Juli\nKTP", bipartit_proof="on", note="")
    response = as_(team.officer).post(at(reviewed, "request_completion"), values | {"items": ""})
    assert response.status_code == 400
    assert "Isi “Apa yang kurang”." in response.content.decode()
    response = as_(team.officer).post(
        at(reviewed, "decline"), seen(reviewed, outcome="advice_given", where_to_go="Posbakum Balikpapan")
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert 'value="Posbakum Balikpapan"' in page
    assert "Tulis alasannya." in page
    assert "Galat" in page


def test_what_the_law_of_the_action_says_stands_beside_its_field(case, team, as_):
    case_officer_elsewhere = team.inspector.pk
    response = as_(team.intake).post(at(case, "accept"), seen(case, officer=case_officer_elsewhere))
    assert response.status_code == 400
    assert "Pilih dari daftar." in response.content.decode()


def test_a_stale_page_says_what_changed_and_keeps_what_was_typed(reviewed, team, act, as_):
    values = seen(reviewed, items="Slip gaji Juli")
    act(reviewed, "assign", team.supervisor, officer=team.supervisor.pk)
    response = as_(team.officer).post(at(reviewed, "request_completion"), values)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Perkara sudah berubah" in page
    assert "Petugas menangani perkara (Bambang Irawan" in page
    assert "Slip gaji Juli" in page
    assert f'name="seen" value="{reviewed.version + 1}"' in page.replace(' type="hidden"', "")
    reviewed.refresh_from_db()
    again = as_(team.officer).post(at(reviewed, "request_completion"), seen(reviewed, items="Slip gaji Juli"))
    assert again.status_code == 302


def test_an_action_that_is_not_possible_says_why_and_is_refused(reviewed, team, as_):
    response = as_(team.officer).get(at(reviewed, "accept"))
    assert "Tidak berlaku pada tahap" in response.content.decode()
    response = as_(team.officer).post(at(reviewed, "accept"), seen(reviewed, officer=team.officer.pk))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Tidak berlaku pada tahap" in page
    assert "salin dahulu yang masih diperlukan" in page
    assert ">Terima dan tugaskan</button>" not in page  # pressing it again would be for nothing


def test_another_offices_case_is_absent_and_so_is_an_unknown_action(case, team, as_):
    for path in (at(case, "accept"), reverse("satgas:case", args=[case.reference])):
        assert as_(team.inspector).get(path).status_code == 404
    assert as_(team.inspector).post(at(case, "accept"), seen(case)).status_code == 404
    assert as_(team.officer).get(at(case, "no_such_action")).status_code == 404
    assert (
        as_(team.officer).get(reverse("satgas:record", args=[case.reference, "referral-9"])).status_code
        == 404
    )


def test_a_role_that_may_not_is_told_so(case, team, as_):
    assert as_(team.mediator).get(at(case, "accept")).status_code == 403
    assert as_(team.mediator).post(at(case, "accept"), seen(case, officer=team.officer.pk)).status_code == 403


def test_nobody_gets_in_without_logging_in(case, client):
    response = client.get(at(case, "accept"))
    assert response.status_code == 302
    assert "/akun/login/" in response["Location"]


# --- a worker's statement --------------------------------------------------------------------------------


def test_an_officer_writes_down_what_a_worker_states(reviewed, claimant, team, as_):
    page = as_(team.intake).get(at(reviewed, "withdraw"))
    assert "Catat pernyataan pekerja" in page.content.decode()
    assert "1. Budi Santoso" in page.content.decode()
    chosen = {"untuk": claimant.pk, "cara": "witness", "pernyataan": 1}
    page = as_(team.intake).get(at(reviewed, "withdraw"), chosen)
    assert "di depan saksi" in page.content.decode()
    done = as_(team.intake).post(
        at(reviewed, "withdraw"), seen(reviewed, untuk=claimant.pk, cara="witness", why="")
    )
    assert done.status_code == 302
    event = reviewed.events.get(kind="case.withdrawal_asked")
    assert (event.on_behalf_of, event.facts["statement"]) == (claimant.pk, "witness")


def test_a_statement_of_nobody_in_the_case_is_not_written(reviewed, team, as_):
    response = as_(team.intake).post(at(reviewed, "withdraw"), seen(reviewed, untuk=999, cara="witness"))
    assert response.status_code == 403
    assert not reviewed.events.filter(kind="case.withdrawal_asked").exists()


# --- countersignature ------------------------------------------------------------------------------------


@pytest.fixture
def asked(reviewed, team, as_):
    """A decline that waits for the supervisor."""
    day = {"heard_on_day": "2", "heard_on_month": "11", "heard_on_year": "2026"}
    values = seen(
        reviewed, outcome="advice_given", where_to_go="Posbakum", note="Sudah diberi nasihat.", **day
    )
    response = as_(team.officer).post(at(reviewed, "decline"), values, follow=True)
    assert "Persetujuan sudah diminta" in response.content.decode()
    return Approval.objects.get()


def test_the_countersigner_reads_what_was_asked_and_agrees(asked, reviewed, team, as_):
    listing = as_(team.supervisor).get(reverse("satgas:approvals")).content.decode()
    assert reviewed.reference in listing
    path = reverse("satgas:approval", args=[asked.pk])
    page = as_(team.supervisor).get(path).content.decode()
    for words in (
        "Diberi nasihat",
        "Posbakum",
        "Senin, 2 November 2026",
        "Sudah diberi nasihat.",
        asked.shown_digest,
    ):
        assert words in page
    response = as_(team.supervisor).post(path, {"decision": "give", "shown": asked.shown_digest}, follow=True)
    assert "Perkara sekarang: Selesai" in response.content.decode()
    reviewed.refresh_from_db()
    assert reviewed.status == "closed"


def test_a_refusal_needs_a_reason(asked, team, as_):
    path = reverse("satgas:approval", args=[asked.pk])
    values = {"decision": "refuse", "shown": asked.shown_digest}
    response = as_(team.supervisor).post(path, values)
    assert response.status_code == 400
    assert "Tulis alasan penolakan" in response.content.decode()
    response = as_(team.supervisor).post(path, values | {"answer": "Pekerja belum didengar."})
    assert response.status_code == 302
    assert "Pekerja belum didengar." in as_(team.officer).get(reverse("satgas:approvals")).content.decode()


def test_the_one_who_asked_cannot_agree(asked, team, as_):
    path = reverse("satgas:approval", args=[asked.pk])
    assert "Menunggu keputusan orang lain" in as_(team.officer).get(path).content.decode()
    values = {"decision": "give", "shown": asked.shown_digest}
    assert as_(team.officer).post(path, values).status_code == 403
    assert as_(team.inspector).get(path).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_agreeing_to_something_else_than_what_was_shown_is_stale(asked, team, as_):
    path = reverse("satgas:approval", args=[asked.pk])
    response = as_(team.supervisor).post(path, {"decision": "give", "shown": "0" * 64})
    assert response.status_code == 409
    assert asked.shown_digest in response.content.decode()


def test_an_officer_corrects_the_work_of_one_worker_from_their_page(reviewed, claimant, team, as_):
    page = reverse("satgas:worker", args=[reviewed.reference, claimant.pk])
    correct = reverse(
        "satgas:record_action", args=[reviewed.reference, f"claimant-{claimant.pk}", "correct_work_facts"]
    )
    browser = as_(team.officer)
    assert correct in browser.get(page).content.decode()
    asked = browser.get(correct)
    assert f"Pekerja nomor {claimant.number}" in asked.content.decode()
    assert asked.context["form"]["contract_kind"].value() == claimant.contract_kind
    sent = browser.post(
        correct, seen(reviewed, contract_kind="pkwtt", base_wage="4.100.000", note="Slip gaji"), follow=True
    )
    assert sent.redirect_chain == [(page, 302)]
    assert "Rp4.100.000" in sent.content.decode()
    history = browser.get(
        reverse("satgas:case", args=[reviewed.reference]) + "?lihat=riwayat"
    ).content.decode()
    assert "Upah pokok sebulan" in history
    elsewhere = correct.replace(f"claimant-{claimant.pk}", f"claimant-{claimant.pk + 999}")
    assert browser.get(elsewhere).status_code == 404
    assert as_(team.mediator).get(correct).status_code == 403


def test_a_claim_is_corrected_as_the_statement_of_its_worker(reviewed, claimant, team, as_):
    claim = claimant.claims.get()
    page = reverse("satgas:worker", args=[reviewed.reference, claimant.pk])
    correct = reverse("satgas:record_action", args=[reviewed.reference, f"claim-{claim.pk}", "correct_claim"])
    browser = as_(team.officer)
    assert correct in browser.get(page).content.decode()
    whose = browser.get(correct).context["form"]
    assert [pk for pk, _name in whose.fields["untuk"].choices] == ["", claimant.pk]
    said = {"untuk": claimant.pk, "cara": "signed"}
    assert browser.get(correct, said).context["form"]["amount"].value() == claim.balance.claimed
    sent = browser.post(correct, seen(reviewed, amount="1.000.000", note="Salah nol", **said), follow=True)
    assert sent.redirect_chain == [(page, 302)]
    asked = Approval.objects.get(action="correct_claim")
    shown = as_(team.supervisor).get(reverse("satgas:approval", args=[asked.pk])).content.decode()
    for said_there in (
        "Pekerja nomor 1 · Dibacakan kembali, lalu ditandatangani",
        rupiah(claim.balance.claimed),
        "Rp1.000.000",
    ):
        assert said_there in shown
