"""A paper is titled in the source language, whatever language the officer works in."""

from django.utils import translation

from cases.models import Document
from core import clock


def test_a_paper_recorded_in_english_is_titled_in_indonesian(team, case, act):
    act(case, "accept", team.intake, officer=team.officer.pk)
    case.claimants.update(naming="named")
    today = clock.today()
    with translation.override("en"):
        act(
            case, "start_bipartit", team.officer, requested_on=today, received_on=today, sent_by="Resi pos 1",
        )  # fmt: skip
        act(case, "end_bipartit", team.officer, how="risalah", on=today, number="R-1")
    paper = Document.objects.get(case_id=case.pk, kind="risalah")
    assert paper.title == "Risalah bipartit"
    with translation.override("en"):
        assert translation.gettext(paper.title) == "Minutes of the bipartite talks (risalah)"
