"""Every status and every end has a sentence for the worker, in both languages."""

import pytest
from django.utils import translation

from accounts import principals
from cases.vocabulary import OPEN, Outcome
from tests.conftest import one_complaint, one_worker
from workflows import own
from workflows.actions import ACTIONS
from workflows.filing import submit
from workflows.wording import ENDINGS, SENTENCES, standing


def in_both_languages(text) -> tuple[str, str]:
    with translation.override("id"):
        indonesian = str(text)
    with translation.override("en"):
        return indonesian, str(text)


@pytest.mark.parametrize(
    "words", [*(SENTENCES.get(status) for status in sorted(OPEN)), *(ENDINGS.get(end) for end in Outcome)]
)
def test_every_open_status_and_every_end_has_its_sentence(words):
    indonesian, english = in_both_languages(words)
    assert indonesian.endswith(".")
    assert english != indonesian


@pytest.mark.django_db
def test_a_standing_says_whose_move_it_is_by_when_and_why(case, claimant, team, act):
    now = standing(claimant)
    assert not now.mine
    assert "Kami memeriksa pengaduan Anda paling lambat" in now.others[0].says
    assert "3 hari kerja" in now.others[0].why
    act(case, "request_completion", team.intake, items="Slip gaji")
    claimant.case.refresh_from_db()
    now = standing(claimant)
    assert "Mohon kirim data tambahan paling lambat" in now.mine[0].says


@pytest.mark.django_db
def test_a_review_names_the_officer(reviewed, claimant):
    claimant.case.refresh_from_db()
    assert standing(claimant).sentence == "Pengaduan Anda sedang ditelaah oleh Ratna Dewi."


@pytest.mark.django_db
def test_the_history_follows_a_worker_who_is_split_off_and_keeps_the_others_out(team, act):
    workers = (one_worker(), one_worker(name="Siti Aminah", nik="", phone=""))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    budi, siti = case.claimants.order_by("number")
    act(case, "accept", team.intake, officer=team.officer.pk)
    act(case, "report_retaliation", principals.claimant(budi.pk), what="Mandor mengancam saya")
    act(case, "split", team.officer, claimants=[siti.pk])
    siti.refresh_from_db()
    assert siti.case_id != case.pk
    told = [str(line.told) for line in own.timeline(siti)]
    assert "Pengaduan Anda diterima untuk ditelaah." in told
    assert "Pengaduan Anda kami terima." in told
    assert not any("Nama Anda kami sembunyikan" in line for line in told)
    assert any("Nama Anda kami sembunyikan" in str(line.told) for line in own.timeline(budi))


def test_no_internal_event_has_a_line_for_the_worker():
    internal = {action.event for action in ACTIONS.values() if action.internal}
    shown = {action.event for action in ACTIONS.values() if not action.internal}
    assert not (internal - shown) & set(own._TOLD)
