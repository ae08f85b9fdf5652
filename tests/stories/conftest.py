"""Stories told through perform() alone, each to a good end."""

from dataclasses import dataclass
from datetime import date

import pytest

from accounts import principals
from cases.audit import verify_all
from cases.models import Case
from demo.offices import Team, make_team
from demo.telling import act, on
from ledger import balance
from tests.conftest import one_complaint, one_worker
from workflows.filing import ClaimPart, submit


@dataclass
class Tale:
    """A case, its people, and short ways of saying what happened."""

    case: Case
    team: Team
    receipts: dict[int, str]

    @property
    def status(self) -> str:
        return Case.objects.get(pk=self.case.pk).status

    @property
    def outcome(self) -> str:
        return Case.objects.get(pk=self.case.pk).outcome

    @property
    def outstanding(self) -> int:
        return balance.of_case(self.case).outstanding

    @property
    def worker(self) -> principals.Principal:
        return principals.claimant(self.case.claimants.order_by("number").first().pk)

    def act(self, name, by, **params):
        return act(self.case, name, by, **params)

    def accepted(self, day: date):
        with on(day):
            self.act("accept", self.team.intake, officer=self.team.officer.pk)

    def consented(self, day: date):
        with on(day):
            self.act(
                "record_consent", self.team.officer, consent="given", naming="named", means="tanda tangan"
            )

    def paid(self, day: date, amounts: dict[int, int]):
        with on(day):
            self.act("record_payment", self.team.officer, amounts=amounts, paid_on=day)
            self.act("confirm_payment", self.team.officer, statement="pekerja menandatangani")

    def closed(self, day: date):
        with on(day):
            self.act("close_paid", self.team.officer, countersign=self.team.supervisor)

    def to_mediation(self, start: date, session: date):
        """Bipartit refused, registered, forum chosen, mediation with a first session."""
        with on(start):
            self.act(
                "start_bipartit", self.team.officer, requested_on=start, received_on=start, sent_by="resi"
            )
            self.act("end_bipartit", self.team.officer, how="refused", on=start)
            natures = sorted({claim.nature for claim in self.case.claims.all()} - {"norm"})
            self.act("register_dispute", self.team.officer, on=start, number="565/1", natures=natures)
            self.act("choose_forum", self.team.officer, forum="mediasi", on=start)
            self.act("open_mediation", self.team.mediator, handed_over_on=start, no_conflict=True)
        with on(session):
            self.act("hold_session", self.team.mediator, on=session, worker_came=True, employer_came=True)


@pytest.fixture
def offices(db) -> Team:
    return make_team()


@pytest.fixture
def file(offices):
    """`file(day, claim parts, workers=3)`: a complaint filed on a day."""

    def make(day: date, *claims: ClaimPart, workers: int = 1, **worker) -> Tale:
        phone = "" if workers > 1 else "0812 1111 2222"
        people = tuple(
            one_worker(**({"name": f"Pekerja {n}", "nik": "", "phone": phone, "claims": claims} | worker))
            for n in range(1, workers + 1)
        )
        with on(day):
            filed = submit(one_complaint(workers=people), by=principals.ANYONE)
        return Tale(Case.objects.get(pk=filed.case.pk), offices, filed.receipts)

    yield make
    assert list(verify_all()) == []


@pytest.fixture(autouse=True)
def clocks_that_agree(db):
    """At the end of every story what is stored of the clocks is what the history says, and someone holds each case."""
    yield
    from cases.models import Case
    from workflows.clocks.store import differences

    assert [line for case in Case.objects.all() for line in differences(case)] == []
