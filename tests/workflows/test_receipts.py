"""A receipt is lost, or was never given: the office gives another one, and the worker is told."""

import pytest

from accounts import principals
from cases.access import holder_of_receipt
from cases.audit import verify_case
from cases.models import Case, Mandate
from core import clock
from core.errors import NotFound
from notifications.models import Notification
from workflows import relay
from workflows.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db

SURE = "KTP asli diperlihatkan."


def opens(case, receipt):
    return holder_of_receipt(case.reference, receipt, source="x")


def test_a_worker_who_lost_the_receipt_gets_another_and_is_told(filed, case, claimant, team, act):
    lost = filed.receipts[claimant.pk]
    with pytest.raises(NotAllowed):
        act(case, "renew_receipt", team.mediator, claimants=[claimant.pk], made_sure=SURE)
    assert opens(case, lost) == claimant, "what was refused changed nothing"
    done = act(case, "renew_receipt", team.intake, claimants=[claimant.pk], made_sure=SURE)
    assert opens(case, done.receipt) == claimant
    with pytest.raises(NotFound):
        opens(case, lost)
    assert done.receipt not in done.event.text
    assert done.event.note.audience == "office"
    relay.relay()
    told = Notification.objects.filter(event=done.event, claimant=claimant)
    assert {row.channel for row in told} == {"in_app", "email"}
    assert verify_case(Case.objects.get(pk=case.pk)) is None


def test_a_union_whose_power_was_written_down_gets_a_receipt(case, claimant, team, act):
    act(case, "accept", team.intake, officer=team.officer.pk)
    act(
        case,
        "record_mandate",
        team.officer,
        kind="union",
        holder_name="Serikat Contoh",
        since=clock.today(),
    )
    asked = {"claimants": [claimant.pk], "made_sure": "Kartu pengurus diperlihatkan."}
    with pytest.raises(Invalid, match="holder_name"):
        act(case, "renew_receipt", team.officer, holder_name="Serikat Lain", **asked)
    done = act(case, "renew_receipt", team.officer, holder_name="serikat  contoh", **asked)
    assert opens(case, done.receipt) == Mandate.objects.get(kind="union")


def test_the_part_of_a_threatened_worker_is_opened_by_no_curious_colleague(filed, case, claimant, team, act):
    act(case, "accept", team.officer, officer=team.officer.pk)
    act(case, "report_retaliation", principals.claimant(claimant.pk), what="Diancam mandor.")
    asked = {"claimants": [claimant.pk], "made_sure": SURE}
    with pytest.raises(Invalid, match="claimants"):
        act(case, "renew_receipt", team.intake, **asked)
    assert opens(case, filed.receipts[claimant.pk]) == claimant
    assert opens(case, act(case, "renew_receipt", team.officer, **asked).receipt) == claimant


def test_it_is_for_one_person_at_a_time(case, team, act):
    with pytest.raises(Invalid, match="claimants"):
        act(case, "renew_receipt", team.intake, claimants=[], made_sure=SURE)
