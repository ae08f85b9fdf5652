"""Thirty complaints of one worker each, in every status, some of them late."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts import principals
from cases.models import Case, Claim
from cases.vocabulary import ClaimKind, Consent, ContractKind, Naming, Source
from demo.offices import Team
from demo.telling import act, days_ago, on
from workflows import packages
from workflows.filing import ClaimPart, Complaint, EmployerPart, Filed, WorkerPart, submit
from workflows.models import Escalation

K = ClaimKind
EMPLOYERS = (
    "PT Contoh Bahari Niaga", "CV Contoh Boga Sejahtera", "PT Contoh Angkutan Darat", "PT Contoh Jasa Keamanan",
    "PT Contoh Ritel Kota", "PT Contoh Perkakas Teknik", "CV Contoh Bangun Griya", "PT Contoh Kemas Pangan",
)  # fmt: skip
REGIONS = (
    "64.71.01.1001", "64.71.02.1004", "64.71.03.1003", "64.71.04.1006", "64.71.05.1002", "64.71.06.1004",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """Who, what is owed, how long ago, and how far it went."""

    name: str
    kind: str
    amount: int
    age: int
    steps: tuple[Callable[["Told"], None], ...] = ()


@dataclass
class Told:
    """A story being told: `day` moves on with each step."""

    case: Case
    team: Team
    day: date

    def later(self, days: int) -> date:
        """Some days on, never past today, and on a weekday."""
        self.day = min(self.day + timedelta(days=days), days_ago(0))
        while self.day.weekday() >= 5:
            self.day -= timedelta(days=1)
        return self.day

    def act(self, name: str, by, **params) -> None:
        act(self.case, name, by, **params)


def accepted(told: Told) -> None:
    with on(told.later(1)):
        told.act("accept", told.team.intake, officer=told.team.officer.pk)


def asked_to_complete(told: Told) -> None:
    with on(told.later(2)):
        told.act("request_completion", told.team.officer, items="Foto slip gaji terakhir\nSurat PHK bila ada")


def consented(told: Told) -> None:
    with on(told.later(1)):
        told.act(
            "record_consent",
            told.team.officer,
            consent=Consent.GIVEN,
            naming=Naming.NAMED,
            means="Datang ke kantor",
        )


def in_bipartit(told: Told) -> None:
    with on(day := told.later(2)):
        told.act(
            "start_bipartit",
            told.team.officer,
            requested_on=day,
            received_on=day,
            sent_by="Tanda terima surat",
        )


def bipartit_failed(told: Told) -> None:
    with on(day := told.later(14)):
        told.act("end_bipartit", told.team.officer, how="refused", on=day)


def in_clarification(told: Told) -> None:
    with on(day := told.later(2)):
        told.act(
            "open_clarification", told.team.officer, parties=[party.pk for party in told.case.parties.all()],
            answer_by=day + timedelta(days=9), names="named", number="B-500.15/210", received_on=day,
        )  # fmt: skip


def in_mediation(told: Told) -> None:
    with on(day := told.later(1)):
        told.act("register_dispute", told.team.officer, on=day, number="565/88", natures=sorted(
            {claim.nature for claim in Claim.objects.filter(case=told.case)} - {"norm"}) or ["hak"])  # fmt: skip
        told.act("choose_forum", told.team.officer, forum="mediasi", on=day)
        told.act("open_mediation", told.team.mediator, handed_over_on=day, no_conflict=True)


def session_held(told: Told) -> None:
    with on(day := told.later(4)):
        told.act("hold_session", told.team.mediator, on=day, worker_came=True, employer_came=True)


def recommended(told: Told) -> None:
    claim = Claim.objects.get(case=told.case)
    with on(day := told.later(6)):
        told.act("issue_recommendation", told.team.mediator, number="565.4/19", on=day,
                 recommended={claim.pk: claim.balance.due})  # fmt: skip
    with on(day := told.later(1)):
        told.act("serve", told.team.officer, received_on=day, means="hand", every_claimant=True,
                 parties=[party.pk for party in told.case.parties.all()])  # fmt: skip


def to_court(told: Told) -> None:
    with on(day := told.later(25)):
        told.act("issue_risalah", told.team.mediator, on=day, number="R-07/2026")


def agreed(told: Told) -> None:
    with on(day := told.later(3)):
        first, second = day + timedelta(days=20), day + timedelta(days=50)
        told.act("record_agreement", told.team.officer, signed_on=day, schedule=f"{first}\n{second}")


def paid(told: Told) -> None:
    claim = Claim.objects.get(case=told.case)
    with on(day := told.later(10)):
        told.act("record_payment", told.team.officer, amounts={claim.pk: claim.balance.due}, paid_on=day)


def confirmed_and_closed(told: Told) -> None:
    with on(told.later(2)):
        told.act("confirm_payment", told.team.officer, statement="Pekerja datang dan menandatangani")
    with on(told.later(1)):
        told.act("close_paid", told.team.officer, countersign=told.team.supervisor)


def advised(told: Told) -> None:
    heard = told.later(2)
    with on(told.later(14)):
        told.act(
            "decline", told.team.officer, countersign=told.team.supervisor, outcome="advice_given",
            where_to_go="Pos bantuan hukum Pengadilan Negeri Balikpapan", heard_on=heard,
            note="Hubungan Anda dengan perusahaan bukan hubungan kerja. Kami jelaskan langkah perdata.",
        )  # fmt: skip


def threatened(told: Told) -> None:
    with on(told.later(1)):
        told.act(
            "report_retaliation",
            principals.claimant(told.case.claimants.get().pk),
            what="Diancam tidak dipanggil kerja lagi.",
        )


def referred(told: Told) -> None:
    with on(told.later(2)):
        told.act("refer", told.team.officer, office=told.team.inspectorate.pk, ground="inspection",
                 reason="Upah di bawah UMK adalah pelanggaran norma; mohon pemeriksaan.")  # fmt: skip


def clarified(told: Told) -> None:
    with on(day := told.later(10)):
        told.act("conclude_clarification", told.team.officer, how="refused", on=day, minutes="BA-41/2026")


def escalated(told: Told) -> None:
    with on(told.later(2)):
        told.act(
            "escalate", told.team.officer, countersign=told.team.supervisor, office=told.team.kanwil.pk,
            ground=Escalation.Ground.VULNERABLE_GROUP, package_digest=packages.draft_package(told.case).digest,
            main_issue="Perusahaan menolak menjawab panggilan tentang upah pekerja perempuan yang belum dibayar.",
            asked="Mendorong perusahaan menjawab dan membayar.", respondent_address="Jl. Contoh, Balikpapan",
        )  # fmt: skip


def acknowledged(told: Told) -> None:
    with on(told.later(3)):
        told.act(
            "acknowledge",
            told.team.ministry_officer,
            subject=_escalation(told),
            their_number="HAM-64/0201/2026",
        )


def ministry_recommended(told: Told) -> None:
    with on(day := told.later(4)):
        told.act(
            "recommend", told.team.ministry_officer, countersign=told.team.ministry_supervisor,
            subject=_escalation(told), number="HAM-64/R-044/2026", to="employer", addressed_to="Perusahaan",
            text="Membayar upah yang belum dibayar.", due_on=max(day + timedelta(days=14), days_ago(0)),
        )  # fmt: skip


def _escalation(told: Told) -> str:
    return str(Escalation.objects.get(case=told.case))


REFUSED = (accepted, consented, in_clarification, clarified)
MEDIATED = (accepted, consented, in_bipartit, bipartit_failed, in_mediation)

STORIES: tuple[Story, ...] = (
    Story("Budi Santoso", K.UNPAID_WAGE, 7_700_000, 0),
    Story("Siti Aminah", K.LAST_WAGE, 4_100_000, 1),
    Story("Joko Susilo", K.THR, 3_850_000, 9),
    Story("Rina Marlina", K.SEVERANCE, 38_500_000, 14),
    Story("Andi Pratama", K.OVERTIME, 2_400_000, 4, (accepted,)),
    Story("Dewi Sartika", K.UNPAID_WAGE, 11_500_000, 6, (accepted, threatened)),
    Story("Hendra Gunawan", K.PKWT_COMPENSATION, 5_200_000, 20, (accepted,)),
    Story("Lestari Handayani", K.BELOW_UMK, 6_000_000, 30, (accepted, consented, referred)),
    Story("Rudi Hartono", K.UNPAID_WAGE, 3_900_000, 8, (accepted, asked_to_complete)),
    Story("Maya Sari", K.LAST_WAGE, 4_400_000, 32, (accepted, asked_to_complete)),
    Story("Fajar Nugroho", K.SEVERANCE, 52_000_000, 12, (accepted, consented, in_bipartit)),
    Story("Wulan Ayuningtyas", K.SEVERANCE, 27_300_000, 70, (accepted, consented, in_bipartit)),
    Story("Eko Saputra", K.UNPAID_WAGE, 8_800_000, 10, (accepted, consented, in_clarification)),
    Story("Nurul Hidayah", K.THR, 3_856_694, 35, (accepted, consented, in_clarification)),
    Story("Bayu Kurniawan", K.LATE_WAGE_FINE, 1_900_000, 7, (accepted, consented, in_clarification)),
    Story("Fitri Rahmawati", K.SEVERANCE, 44_000_000, 30, MEDIATED),
    Story("Dedi Mulyana", K.SEVERANCE, 61_600_000, 60, (*MEDIATED, session_held)),
    Story("Indah Permatasari", K.PROCESS_WAGES, 23_100_000, 90, (*MEDIATED, session_held)),
    Story("Agung Wicaksono", K.SEVERANCE, 35_750_000, 40, (*MEDIATED, session_held, recommended)),
    Story("Ratih Puspita", K.SEVERANCE, 19_800_000, 75, (*MEDIATED, session_held, recommended)),
    Story("Iwan Setiadi", K.UNPAID_WAGE, 9_600_000, 25, (accepted, consented, agreed)),
    Story("Yanti Kartika", K.SEVERANCE, 30_000_000, 45, (accepted, consented, in_clarification, agreed)),
    Story("Slamet Riyadi", K.LAST_WAGE, 4_250_000, 80, (accepted, consented, agreed)),
    Story("Tuti Alawiyah", K.SEVERANCE, 48_400_000, 120, (*MEDIATED, session_held, recommended, to_court)),
    Story("Hasan Basri", K.UNPAID_WAGE, 5_500_000, 40, (accepted, consented, agreed, paid)),
    Story(
        "Ningsih Utami",
        K.UNPAID_WAGE,
        6_600_000,
        60,
        (accepted, consented, agreed, paid, confirmed_and_closed),
    ),
    Story("Murni Asih", K.UNPAID_WAGE, 8_100_000, 25, (*REFUSED, escalated)),
    Story("Kartini Putri", K.THR, 3_700_000, 40, (*REFUSED, escalated, acknowledged)),
    Story("Sulastri", K.LAST_WAGE, 4_600_000, 45, (*REFUSED, escalated, acknowledged, ministry_recommended)),
    Story("Wahyu Hidayat", K.OTHER, 1_000_000, 30, (accepted, advised)),
)


def tell(story: Story, place: int, team: Team) -> Filed:
    """File the complaint of a story and walk it as far as it goes."""
    day = days_ago(story.age)
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    dismissed = story.kind in (K.SEVERANCE, K.PROCESS_WAGES, K.LAST_WAGE)
    with on(day, 8):
        filed = submit(
            Complaint(
                workers=(
                    WorkerPart(
                        name=story.name,
                        phone=f"0812 0000 {place:04d}",
                        email=f"pekerja{place}@contoh.example" if place % 2 else "",
                        sex="P" if story.name.split()[0] in _WOMEN else "L",
                        birth_year=1975 + place % 25,
                        occupation=("Welder", "Kasir", "Sopir", "Satpam", "Operator", "Juru masak")[
                            place % 6
                        ],
                        contract_kind=ContractKind.PKWT
                        if story.kind == K.PKWT_COMPENSATION
                        else ContractKind.PKWTT,
                        work_start=day - timedelta(days=900 + place * 40),
                        work_end=day - timedelta(days=10) if dismissed else None,
                        base_wage=3_900_000 + place * 50_000,
                        fixed_allowance=250_000,
                        phk_notice_on=day - timedelta(days=12) if story.kind == K.SEVERANCE else None,
                        claims=(ClaimPart(story.kind, story.amount),),
                    ),
                ),
                employers=(EmployerPart(EMPLOYERS[place % len(EMPLOYERS)]),),
                story="Perusahaan belum membayar hak saya. Saya sudah bertanya dua kali dan hanya dijanjikan.",
                region=REGIONS[place % len(REGIONS)],
                source=Source.WORKER if place % 3 else Source.WALK_IN,
                office_id=team.satgas.pk,
            ),
            by=principals.ANYONE,
        )
    told = Told(Case.objects.get(pk=filed.case.pk), team, day)
    for step in story.steps:
        step(told)
    return filed


_WOMEN = {
    "Siti", "Rina", "Dewi", "Lestari", "Maya", "Wulan", "Nurul", "Fitri", "Indah", "Ratih", "Yanti", "Tuti", "Ningsih",
    "Murni", "Kartini", "Sulastri",
}  # fmt: skip
