from datetime import date

import pytest

from cases.models import CaseGrant
from cases.vocabulary import Status
from demo.telling import on
from workflows import packages
from workflows.errors import Refused
from workflows.filing import ClaimPart
from workflows.models import Escalation, Referral

pytestmark = pytest.mark.django_db


def test_a_breach_of_a_norm_is_inspected_beside_the_dispute_whose_clocks_run_on(file):
    tale = file(date(2026, 3, 2), ClaimPart("severance", 25_000_000), ClaimPart("below_umk", 6_000_000))
    tale.accepted(date(2026, 3, 3))
    tale.consented(date(2026, 3, 3))
    severance, wage = tale.case.claims.order_by("id")
    tale.to_mediation(date(2026, 3, 4), date(2026, 3, 10))
    with on(date(2026, 3, 11)):
        tale.act("refer_alongside", tale.team.officer, office=tale.team.inspectorate.pk, ground="inspection",
                 reason="Upah di bawah UMK.", claims=[wage.pk])  # fmt: skip
    referral = str(Referral.objects.get(case=tale.case))
    assert tale.status == Status.IN_MEDIATION
    with on(date(2026, 3, 12)):
        tale.act("accept_referral", tale.team.inspector, subject=referral, their_number="PWS/9",
                 expected_on=date(2026, 4, 30))  # fmt: skip
    with on(date(2026, 3, 16)):
        tale.act("issue_recommendation", tale.team.mediator, number="565.4/11", on=date(2026, 3, 16),
                 recommended={severance.pk: 25_000_000})  # fmt: skip
        tale.act("record_agreement", tale.team.mediator, signed_on=date(2026, 3, 16), schedule="2026-04-30",
                 agreed={severance.pk: 25_000_000})  # fmt: skip
    with on(date(2026, 4, 20)):
        tale.act("report_result", tale.team.inspector, subject=referral, result="determination", number="PHT/9",
                 on=date(2026, 4, 20), amounts={wage.pk: 5_400_000})  # fmt: skip
    assert tale.status == Status.IN_SETTLEMENT
    assert tale.outstanding == 30_400_000
    assert not CaseGrant.objects.current().filter(case=tale.case, office=tale.team.inspectorate).exists()
    tale.paid(date(2026, 4, 30), {severance.pk: 25_000_000, wage.pk: 5_400_000})
    tale.closed(date(2026, 5, 4))
    assert (tale.outcome, tale.outstanding) == ("agreement_fulfilled", 0)


def test_an_escalation_sent_back_names_what_changed_the_second_time(file):
    tale = file(date(2026, 5, 4), ClaimPart("unpaid_wage", 9_000_000), sex="P")
    tale.accepted(date(2026, 5, 5))
    tale.consented(date(2026, 5, 5))
    party = tale.case.parties.get().pk
    with on(date(2026, 5, 6)):
        tale.act(
            "open_clarification",
            tale.team.officer,
            parties=[party],
            answer_by=date(2026, 5, 18),
            names="named",
        )
    with on(date(2026, 5, 19)):
        tale.act(
            "conclude_clarification", tale.team.officer, how="refused", on=date(2026, 5, 19), minutes="BA-5"
        )

    def escalate(**more):
        tale.act(
            "escalate", tale.team.officer, countersign=tale.team.supervisor, office=tale.team.kanwil.pk,
            ground="vulnerable_group", package_digest=packages.draft_package(tale.case).digest,
            main_issue="Upah belum dibayar.", asked="Mendorong pembayaran.", respondent_address="Jl. Contoh", **more,
        )  # fmt: skip
        return str(Escalation.objects.filter(case=tale.case).latest("pk"))

    with on(date(2026, 5, 20)):
        first = escalate()
    assert tale.status == Status.ESCALATED
    with on(date(2026, 5, 25)):
        tale.act("return_escalation", tale.team.ministry_officer, subject=first, note="Lengkapi bukti upah.")
    assert tale.status == Status.UNDER_REVIEW
    with on(date(2026, 5, 26)):
        with pytest.raises(Exception, match="changed"):
            escalate()
        second = escalate(changed="Slip gaji dan absensi ditambahkan.")
    with on(date(2026, 5, 27)):
        tale.act("acknowledge", tale.team.ministry_officer, subject=second, their_number="HAM/2")
        with pytest.raises(Refused):
            tale.act("acknowledge", tale.team.ministry_officer, subject=first, their_number="HAM/1")
    with on(date(2026, 6, 2)):
        tale.act("recommend", tale.team.ministry_officer, countersign=tale.team.ministry_supervisor, subject=second,
                 number="R-2", to="employer", addressed_to="Perusahaan", text="Bayar upah.", due_on=date(2026, 6, 16))  # fmt: skip
    with on(date(2026, 6, 10)):
        tale.act(
            "follow_up", tale.team.officer, subject=second, done="Perusahaan membayar.", on=date(2026, 6, 10)
        )
    tale.paid(date(2026, 6, 10), {tale.case.claims.get().pk: 9_000_000})
    tale.closed(date(2026, 6, 11))
    assert (tale.status, tale.outcome) == ("closed", "paid_in_full")
