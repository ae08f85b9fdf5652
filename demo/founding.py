"""The founding case: 303 workers of a subcontractor on a refinery project, 1 September to 31 December 2025.

The workers are synthetic; the totals are those that were reported: 145 paid, 158 still owed Rp1,480,000,000 on
29 October. Each function is one step of the walk; `walk` tells them in order up to one of them.
"""

import csv
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

from accounts import principals
from cases.models import Case, Claim
from cases.vocabulary import ClaimKind, Consent, Naming, Source, Tier
from demo.offices import Team
from demo.telling import act, on
from ledger.models import ClaimBalance, Commitment, Instalment
from workflows import packages
from workflows.filing import ClaimPart, Complaint, EmployerPart, RepresentativePart, WorkerPart, submit
from workflows.models import Escalation, Referral

WORKERS = Path(__file__).parent / "data" / "founding-workers.csv"
OUTSTANDING = 1_480_000_000
JULY = (date(2025, 7, 1), date(2025, 7, 31))
AUGUST = (date(2025, 8, 1), date(2025, 8, 31))


def rows() -> list[dict[str, str]]:
    with WORKERS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _wage(row: dict[str, str]) -> int:
    return int(row["upah_pokok"]) + int(row["tunjangan_tetap"])


def workers() -> tuple[WorkerPart, ...]:
    """July and August of everybody, and the overtime of those who were owed some."""
    return tuple(
        WorkerPart(
            name=row["nama"],
            list_id=row["id"],
            sex=row["jenis_kelamin"],
            birth_year=int(row["tahun_lahir"]),
            occupation=row["jabatan"],
            contract_kind=row["jenis_perjanjian"].lower(),
            work_start=date.fromisoformat(row["mulai_kerja"]),
            contract_end=date.fromisoformat(row["akhir_kontrak"]),
            base_wage=int(row["upah_pokok"]),
            fixed_allowance=int(row["tunjangan_tetap"]),
            receipt=False,
            claims=(
                ClaimPart(ClaimKind.UNPAID_WAGE, _wage(row), *JULY, note="Upah Juli 2025"),
                ClaimPart(ClaimKind.UNPAID_WAGE, _wage(row), *AUGUST, note="Upah Agustus 2025"),
                *(
                    [ClaimPart(ClaimKind.OVERTIME, int(row["lembur_belum_dibayar"]), *JULY, note="Lembur")]
                    if int(row["lembur_belum_dibayar"])
                    else []
                ),
            ),
        )
        for row in rows()
    )


def file(team: Team) -> Case:
    with on(date(2025, 9, 1)):
        filed = submit(
            Complaint(
                workers=workers(),
                employers=(
                    EmployerPart("PT Contoh Subkon Konstruksi", Tier.DIRECT, "Kawasan Contoh, Balikpapan"),
                    EmployerPart("PT Contoh Kontraktor Utama", Tier.MAIN_CONTRACTOR, "Balikpapan"),
                    EmployerPart("PT Contoh Pemilik Kilang", Tier.PROJECT_OWNER, "Balikpapan"),
                ),
                story="Upah Juli dan Agustus 2025 pekerja subkontraktor pada proyek kilang belum dibayar.",
                region="64.71.02.1004",
                source=Source.REPRESENTATIVE,
                office_id=team.satgas.pk,
                representative=RepresentativePart("Koordinator Pekerja Contoh"),
            ),
            by=principals.ANYONE,
        )
    return Case.objects.get(pk=filed.case.pk)


def review(case: Case, team: Team) -> None:
    with on(date(2025, 9, 2)):
        act(case, "accept", team.intake, officer=team.officer.pk)
        act(
            case,
            "confirm_unnamed",
            team.supervisor,
            note="Fakta menyangkut ratusan pekerja; tidak menunjuk orang.",
        )


def clarify(case: Case, team: Team) -> None:
    with on(date(2025, 9, 2), 14):
        act(
            case, "open_clarification", team.officer, parties=[party.pk for party in case.parties.all()],
            answer_by=date(2025, 9, 11), names="unnamed", number="B-500.15/101", received_on=date(2025, 9, 2),
        )  # fmt: skip


def promise(case: Case, team: Team) -> None:
    """The minutes of 3 September: 80 % of July by the 8th, August by the 15th."""
    promisor = case.parties.get(tier=Tier.DIRECT).pk
    common = {
        "promisor": promisor, "made_on": date(2025, 9, 3), "minutes": "N-01/IX/2025", "how": Commitment.How.PERCENTAGE,
        "kinds": [ClaimKind.UNPAID_WAGE], "workers_told": True,
    }  # fmt: skip
    with on(date(2025, 9, 3)):
        act(case, "record_commitment", team.officer, description="80% upah Juli", percentage=80, period=JULY[0],
            due_on=date(2025, 9, 8), **common)  # fmt: skip
        act(case, "record_commitment", team.officer, description="Upah Agustus", percentage=100, period=AUGUST[0],
            due_on=date(2025, 9, 15), **common)  # fmt: skip


def breach_july(case: Case, team: Team) -> None:
    with on(date(2025, 9, 12)):
        act(case, "record_breach", team.officer, due_on=date(2025, 9, 8), asked_on=date(2025, 9, 9))


def breach_august(case: Case, team: Team) -> None:
    with on(date(2025, 9, 19)):
        act(case, "record_breach", team.officer, due_on=date(2025, 9, 15), asked_on=date(2025, 9, 16))


def pay_some(case: Case, team: Team) -> None:
    """By 29 October 145 have everything; the others have 80 % of July, and still wait for the rest."""
    paid = {row["id"]: row for row in rows()}
    amounts = {}
    claims = Claim.objects.filter(case=case, kind=ClaimKind.UNPAID_WAGE).select_related("claimant")
    for claim in claims:
        row = paid[claim.claimant.list_id]
        if row["sudah_lunas"] == "ya":
            amounts[claim.pk] = _wage(row)
        elif claim.period_from == JULY[0]:
            amounts[claim.pk] = _wage(row) - int(row["sisa_upah_juli_2025"])
    payer = case.parties.get(tier=Tier.DIRECT).pk
    with on(date(2025, 10, 27)):
        act(case, "record_payment", team.officer, amounts=amounts, paid_on=date(2025, 10, 24), payer=payer)
    with on(date(2025, 10, 29)):
        act(case, "confirm_payment", team.officer, statement="Daftar tanda tangan pekerja 29 Oktober 2025")


def consent(case: Case, team: Team) -> None:
    with on(date(2025, 11, 17)):
        act(case, "record_consent", team.officer, consent=Consent.GIVEN, naming=Naming.NAMED,
            means="Daftar tanda tangan pertemuan kelima", given_on=date(2025, 11, 17))  # fmt: skip


def escalate(case: Case, team: Team) -> None:
    """Beside the city's own case: two commitments were breached, and the package is complete."""
    with on(date(2025, 11, 20)):
        act(
            case, "escalate_alongside", team.officer, countersign=team.supervisor, office=team.kanwil.pk,
            ground=Escalation.Ground.COMMITMENT_BREACHED, package_digest=packages.draft_package(case).digest,
            main_issue="Upah Juli dan Agustus serta lembur 158 pekerja belum dibayar; dua janji dalam notulen dilanggar.",
            asked="Mendorong kontraktor utama dan pemilik proyek memastikan pembayaran sebelum kontrak berakhir.",
        )  # fmt: skip


def acknowledge(case: Case, team: Team) -> None:
    with on(date(2025, 11, 21)):
        act(
            case,
            "acknowledge",
            team.ministry_officer,
            subject=str(escalation_of(case)),
            their_number="HAM-64/0112/2025",
        )


def escalation_of(case: Case) -> Escalation:
    return Escalation.objects.get(case=case)


def recommend(case: Case, team: Team) -> None:
    with on(date(2025, 11, 27)):
        act(
            case, "recommend", team.ministry_officer, countersign=team.ministry_supervisor,
            subject=str(escalation_of(case)), number="HAM-64/R-031/2025", to="main_contractor",
            addressed_to="PT Contoh Kontraktor Utama", due_on=date(2025, 12, 5),
            text="Menahan sisa tagihan subkontraktor dan membayar langsung upah 158 pekerja.",
        )  # fmt: skip


def agree(case: Case, team: Team) -> None:
    """Everything that is left, in two parts, for each worker."""
    with on(date(2025, 12, 4)):
        act(
            case,
            "record_agreement",
            team.officer,
            signed_on=date(2025, 12, 4),
            schedule="2025-12-15 60%\n2025-12-30 40%",
        )
        act(
            case,
            "register_agreement",
            team.officer,
            deed_number="12/PB/2025/PHI Smr",
            registered_on=date(2025, 12, 4),
        )
        act(case, "follow_up", team.officer, subject=str(escalation_of(case)), done="Perjanjian bersama ditandatangani.",
            on=date(2025, 12, 4))  # fmt: skip


def compensation_of(row: dict[str, str]) -> int:
    """PP 35/2021 Art. 16(1): months of service / 12 x a month's wage, service to the end of the contract."""
    start, end = date.fromisoformat(row["mulai_kerja"]), date.fromisoformat(row["akhir_kontrak"])
    months = (end.year - start.year) * 12 + end.month - start.month
    service = months + Fraction(end.day + 1 - start.day, 30)
    return round(service / 12 * _wage(row))


def add_compensation(case: Case, team: Team) -> None:
    """The contract compensation of all 303, as the inspector calculates it, due on the last day of the contracts."""
    with on(date(2025, 12, 8)):
        act(case, "add_claim", team.officer, kind=ClaimKind.PKWT_COMPENSATION, due_on=date(2025, 12, 31))
        claims = list(compensation_claims(case).values_list("pk", flat=True))
        act(case, "refer_alongside", team.officer, office=team.inspectorate.pk, ground=Referral.Ground.CALCULATION,
            reason="Mohon perhitungan uang kompensasi PKWT 303 pekerja.", claims=claims)  # fmt: skip
    referral = str(Referral.objects.get(case=case))
    wages = {row["id"]: row for row in rows()}
    amounts = {
        claim.pk: compensation_of(wages[claim.claimant.list_id])
        for claim in compensation_claims(case).select_related("claimant")
    }
    with on(date(2025, 12, 9)):
        act(case, "accept_referral", team.inspector, subject=referral, their_number="560/PWS/77",
            expected_on=date(2025, 12, 19))  # fmt: skip
    with on(date(2025, 12, 18)):
        act(case, "report_result", team.inspector, subject=referral, result="calculation", number="560/PHT/78",
            on=date(2025, 12, 18), amounts=amounts)  # fmt: skip


def compensation_claims(case: Case):
    return Claim.objects.filter(case=case, kind=ClaimKind.PKWT_COMPENSATION)


def pay_instalments(case: Case, team: Team) -> None:
    for number, day in ((1, date(2025, 12, 15)), (2, date(2025, 12, 30))):
        parts = Instalment.objects.filter(case=case, number=number).exclude(agreement=None)
        pay(case, team, dict(parts.values_list("claim_id", "amount")), day)


def pay_compensation(case: Case, team: Team) -> None:
    left = ClaimBalance.objects.filter(case=case, outstanding__gt=0)
    pay(case, team, dict(left.values_list("claim_id", "outstanding")), date(2025, 12, 31))


def pay(case: Case, team: Team, amounts: dict[int, int], day: date) -> None:
    """Stated by the officer from the contractor's list, confirmed by the workers' signatures."""
    payer = case.parties.get(tier=Tier.MAIN_CONTRACTOR).pk
    with on(day):
        act(case, "record_payment", team.officer, amounts=amounts, paid_on=day, payer=payer)
    with on(day, 15):
        act(case, "confirm_payment", team.officer, statement="Daftar tanda tangan pekerja")


def close(case: Case, team: Team) -> None:
    with on(date(2026, 1, 5)):
        act(case, "close_paid", team.officer, countersign=team.supervisor)


Step = Callable[[Case, Team], None]

HALF_WAY: tuple[Step, ...] = (
    review, clarify, promise, breach_july, breach_august, pay_some, consent, escalate, acknowledge,
)  # fmt: skip
"""Up to where the demo leaves it: with the ministry, and the money still owed."""

TO_THE_END: tuple[Step, ...] = (recommend, agree, add_compensation, pay_instalments, pay_compensation, close)


def walk(team: Team, steps: tuple[Step, ...] = HALF_WAY) -> Case:
    case = file(team)
    for step in steps:
        step(case, team)
    return case
