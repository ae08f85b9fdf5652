"""The clocks of the design, row by row, as they run through real actions: what starts each, whose it is, its day on the
calendar of the office, what stops and pauses it, who is told before, and what a breach does.

The rows below are stated here and nowhere else; nothing of them is read from the code.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts import principals
from accounts.models import Role
from cases.models import Case, CaseEvent, Claim, Evidence
from cases.rulebook import current_rulebook
from cases.vocabulary import Status
from core import clock
from notifications.policy import rules_for
from tests.conftest import one_complaint, one_worker
from tests.workflows.test_divided import Handed
from tests.workflows.test_one_of_many import TODAY, everything_holds
from workflows import packages
from workflows.clocks.holidays import add_holiday
from workflows.clocks.rules import RULES
from workflows.clocks.store import fold
from workflows.clocks.sweep import sweep
from workflows.errors import Invalid
from workflows.filing import ClaimPart, submit
from workflows.models import Approval, OpenClock, QueueEntry, Referral
from workflows.office import change_settings
from workflows.perform import decide

pytestmark = pytest.mark.django_db
S = Status
WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture(autouse=True)
def on_a_tuesday():
    """24 November 2026. The office is closed on Friday the 27th; 24 and 25 December, 1 and 5 January are days off."""
    with clock.at(datetime(2026, 11, 24, 1, 0, tzinfo=UTC)):
        yield


class Walked(Handed):
    """Three workers, their union and everybody else of the design, with what they do."""

    def __init__(self, team, act):
        super().__init__(team, act)
        self.head = team.person("Kepala Dinas", team.satgas, Role.HEAD)
        self.deputy = team.person("Wakil Penyelia", team.satgas, Role.DEPUTY)
        self.act("accept_assignment", team.officer)
        add_holiday(
            team.satgas, day=date(2026, 11, 27), name="Hari jadi", by=principals.officer(team.supervisor)
        )
        self.union = principals.representative(self.case.mandates.get().pk)
        self.party = self.case.parties.get().pk

    def new(self):
        """Another complaint, of one worker, just submitted."""
        worker = one_worker(claims=(ClaimPart("unpaid_wage", 1_000_000),), consent="given", naming="named")
        self.case = submit(one_complaint(workers=(worker,)), by=principals.ANYONE).case
        self.people = list(self.case.claimants.all())
        self.by = principals.claimant(self.people[0].pk)

    def dismissed(self):
        """A complaint of three who had a notice of termination."""
        other = Handed(self.team, self.act_)
        self.case, self.people, self.by = other.case, other.people, other.by
        self.act("accept_assignment", self.team.officer)
        self.union = principals.representative(self.case.mandates.get().pk)

    def name(self, person) -> str:
        """Who this is, in a word."""
        team = self.team
        known = {
            team.intake: "intake", team.officer: "officer", team.mediator: "mediator", team.supervisor: "supervisor",
            self.head: "head", self.deputy: "deputy", team.inspector: "receiver", team.ministry_officer: "ministry",
            team.ministry_supervisor: "ministry",
        }  # fmt: skip
        return known.get(person) or ("worker" if person._meta.model_name == "claimant" else "union")

    # --- steps ---------------------------------------------------------------------------------------------

    def by_officer(self, action, **params):
        return self.act(action, self.team.officer, **params)

    def agree(self, by=None):
        self.act("record_agreement", by or self.team.officer, signed_on=TODAY, schedule="2026-12-31")

    def asks_to_decline(self):
        self.by_officer("decline", outcome="advice_given", where_to_go="Posbakum", heard_on=TODAY - timedelta(20),
                        note="Bukan perselisihan.")  # fmt: skip

    def decided(self, give):
        asked = Approval.objects.get(state="asked")
        decide(
            asked.pk,
            by=principals.officer(self.team.supervisor),
            give=give,
            shown=asked.shown_digest,
            answer="x",
        )

    def asked_for_talks(self):
        self.by_officer("start_bipartit", requested_on=TODAY, sent_by="resi")

    def summoned(self):
        self.by_officer(
            "open_clarification", parties=[self.party], answer_by=TODAY + timedelta(2), names="named"
        )

    def mediation_opened(self):
        self.act("open_mediation", self.team.mediator, handed_over_on=TODAY, no_conflict=True)

    def to_mediation(self):
        self.registered()
        self.act("choose_forum", self.union, forum="mediasi", on=TODAY)

    def in_session(self):
        self.act("hold_session", self.team.mediator, on=TODAY, worker_came=True, employer_came=True)

    def advising(self):
        self.mediating()
        self.in_session()
        self.act("issue_recommendation", self.team.mediator, number="1", on=TODAY)

    def served_on_all(self):
        self.by_officer("serve", received_on=TODAY, means="hand", every_claimant=True, parties=[self.party])

    def replied(self, answer, **who):
        self.by_officer("record_reply", answer=answer, on=TODAY, **who)

    def all_but_the_company_agree(self):
        self.recommended()
        self.act("record_reply", self.union, answer="agrees", on=TODAY)

    def risalah(self):
        self.act("issue_risalah", self.team.mediator, on=TODAY, number="R-1")

    def paid(self):
        amounts = {row.pk: row.balance.outstanding for row in Claim.objects.filter(case=self.case)}
        self.by_officer("record_payment", amounts=amounts, paid_on=TODAY)
        self.act("confirm_payment", self.union)

    def ruled(self, **more):
        self.by_officer("record_ruling", number="1/PHI", read_on=TODAY, final=False, **more)

    @property
    def referral(self):
        return str(Referral.objects.get(case=self.case, ended_at=None))

    def accepted_there(self, expected_on=date(2027, 6, 1)):
        self.act(
            "accept_referral",
            self.team.inspector,
            subject=self.referral,
            their_number="P-1",
            expected_on=expected_on,
        )

    def ready_for_the_ministry(self):
        self.talking()
        self.by_officer("end_bipartit", how="refused", on=TODAY)
        Evidence.objects.create(case=self.case, media_type="application/pdf", size=1, sha256="a" * 64,
                                given_by_kind="officer", at=clock.now())  # fmt: skip

    def handed_to_the_ministry(self):
        digest = packages.draft_package(Case.objects.get(pk=self.case.pk)).digest
        self.countersigned("escalate", self.team.officer, self.team.supervisor, package_digest=digest,
                           office=self.team.kanwil.pk, ground="employer_silent", main_issue="Upah", asked="Rekomendasi",
                           respondent_address="Jalan Contoh 1")  # fmt: skip

    def at_the_kanwil(self):
        self.ready_for_the_ministry()
        self.handed_to_the_ministry()

    def ministry(self, action, **params):
        self.act(action, self.team.ministry_officer, subject=self.escalation, **params)

    def supplemented(self):
        digest = packages.draft_package(Case.objects.get(pk=self.case.pk)).digest
        self.by_officer("supplement", subject=self.escalation, answer="Sudah.", package_digest=digest)

    def advised_on(self):
        self.countersigned("recommend", self.team.ministry_officer, self.team.ministry_supervisor, subject=self.escalation,
                           number="R-1", to="employer", addressed_to="PT Contoh", text="Bayar.", due_on=date(2026, 12, 14))  # fmt: skip

    def concluded(self, conclusion, **more):
        self.countersigned("conclude_ministry", self.team.ministry_officer, self.team.ministry_supervisor,
                           subject=self.escalation, conclusion=conclusion, note="Selesai.", **more)  # fmt: skip


W = Walked
Step = Callable[[Walked], object]


def nothing(walked: Walked) -> None:
    pass


@dataclass(frozen=True)
class Row:
    """A row of the table of clocks.

    per, holder, kind, source: as the table says. before: leads to where it does not run yet; starts: what starts it;
    due: its day, counted by hand; stops: each of them alone stops it. subject: what it is counted for. told: who is
    told before it ends, and beside whom a breach goes up (`up`: to the supervisor and the head, or no further than the
    officer, where silence is an answer or a right has ended). queued: whether it says whose move it is.
    """

    clock: str
    per: str
    holder: str
    kind: str
    source: str
    due: date
    before: Step
    starts: Step
    stops: tuple[Step, ...]
    told: frozenset[str]
    late: frozenset[str]
    subject: str = ""
    up: bool = True
    queued: bool = True


WORKERS = frozenset({"worker", "union"})
OFFICER = frozenset({"officer"})
MEDIATOR = frozenset({"mediator"})
MINISTRY = frozenset({"ministry"})

ROWS = (
    Row("verify_intake", "case", "satgas", "service", "SP4N", date(2026, 11, 30), nothing, W.new,
        (lambda w: w.act("accept", w.team.intake, officer=w.team.officer.pk),
         lambda w: w.by_officer("refer", office=w.team.inspectorate.pk, ground="child", reason="Anak"),
         lambda w: (w.asks_to_decline(), w.decided(True))),
        frozenset({"intake"}), frozenset({"intake"})),
    Row("complete_file", "case", "worker", "service", "Standar layanan", date(2026, 12, 9), nothing,
        lambda w: w.by_officer("request_completion", items="Slip gaji"),
        (lambda w: w.act("complete", w.union, answer="Ada."),), WORKERS, WORKERS),
    Row("registration_completion", "case", "worker", "statutory", "UU 2/2004 Pasal 4 ayat (2)", date(2026, 12, 4), nothing,
        lambda w: w.by_officer("request_completion", items="Risalah", bipartit_proof=True),
        (lambda w: w.act("complete", w.union, answer="Ada."),), WORKERS, WORKERS),
    Row("review", "case", "satgas", "service", "SP4N", date(2026, 12, 2), W.talking,
        lambda w: w.by_officer("end_bipartit", how="refused", on=TODAY),
        (W.talking, W.summoned, W.agree, W.referred), OFFICER, OFFICER),
    Row("countersign", "approval", "supervisor", "service", "Standar layanan", date(2026, 11, 26), nothing, W.asks_to_decline,
        (lambda w: w.decided(True), lambda w: w.decided(False)),
        frozenset({"supervisor", "deputy", "head"}), frozenset({"supervisor", "deputy", "head"}), subject="approval:"),
    Row("safety_contact", "claimant", "satgas", "service", "Standar layanan", date(2026, 11, 25), nothing,
        lambda w: w.act("report_retaliation", w.by, what="Diancam."),
        (lambda w: w.by_officer("record_safety_contact", spoken_on=TODAY, plan="Aman", claimants=[w.people[0].pk]),),
        OFFICER, OFFICER, subject="claimant:"),
    Row("phk_refusal", "claimant", "worker", "statutory", "PP 35/2021 Pasal 39 ayat (1)", date(2026, 12, 2), W.new,
        W.dismissed,
        (lambda w: w.act("record_phk_refusal", w.union, on=TODAY),), WORKERS, OFFICER, subject="claimants:", up=False,
        queued=False),
    Row("employer_answer", "respondent", "employer", "service", "Standar layanan", date(2026, 12, 4), W.summoned,
        lambda w: w.by_officer("record_summons", party=w.party, number="2", posted_on=TODAY, received_on=TODAY),
        (lambda w: w.by_officer("record_answer", party=w.party, on=TODAY, stance="disputes"),), OFFICER, OFFICER,
        subject="party:"),
    Row("bipartit", "case", "both", "statutory", "UU 2/2004 Pasal 3 ayat (2)", date(2027, 1, 12), W.asked_for_talks,
        lambda w: w.act("record_bipartit_step", w.union, first_meeting_on=TODAY),
        (lambda w: w.by_officer("end_bipartit", how="risalah", on=TODAY),
         lambda w: w.by_officer("end_bipartit", how="refused", on=TODAY), W.agree), WORKERS, WORKERS),
    Row("forum_choice", "case", "both", "statutory", "UU 2/2004 Pasal 4 ayat (4)", date(2026, 12, 4),
        lambda w: (w.talking(), w.by_officer("end_bipartit", how="refused", on=TODAY)),
        lambda w: w.by_officer("register_dispute", on=TODAY, number="560/1", natures=["phk"]),
        (lambda w: w.act("choose_forum", w.union, forum="mediasi", on=TODAY),), WORKERS, OFFICER, up=False),
    Row("first_session", "case", "mediator", "statutory", "UU 2/2004 Pasal 10", date(2026, 12, 4), W.to_mediation,
        W.mediation_opened, (W.in_session,), MEDIATOR, MEDIATOR),
    Row("recommendation", "case", "mediator", "statutory", "Pasal 13 ayat (2) huruf b", date(2026, 12, 9), W.mediating,
        W.in_session,
        (lambda w: (w.act("issue_recommendation", w.team.mediator, number="1", on=TODAY), w.served_on_all()),
         lambda w: w.agree(w.team.mediator)), MEDIATOR, MEDIATOR),
    Row("replies", "recipient", "worker", "statutory", "Pasal 13 ayat (2) huruf c", date(2026, 12, 9), W.advising,
        W.served_on_all, (lambda w: w.act("record_reply", w.by, answer="refuses", on=TODAY),), WORKERS, OFFICER,
        subject="claimant:", up=False),
    Row("replies", "recipient", "employer", "statutory", "Pasal 13 ayat (2) huruf c", date(2026, 12, 9), W.advising,
        W.served_on_all, (lambda w: w.replied("refuses", party=w.party),), OFFICER, OFFICER, subject="party:", up=False),
    Row("agreement_drafting", "case", "mediator", "statutory", "Pasal 13 ayat (2) huruf e", date(2026, 11, 30),
        W.all_but_the_company_agree, lambda w: w.replied("agrees", party=w.party),
        (lambda w: w.agree(w.team.mediator),), MEDIATOR, MEDIATOR),
    Row("mediation_total", "case", "mediator", "statutory", "UU 2/2004 Pasal 15; Permenakertrans 17/2014", date(2027, 1, 12),
        W.to_mediation, W.mediation_opened,
        (lambda w: w.agree(w.team.mediator),
         lambda w: (w.in_session(), w.act("issue_recommendation", w.team.mediator, number="1", on=TODAY), w.served_on_all(),
                    w.replied("refuses", party=w.party), w.act("record_reply", w.union, answer="refuses", on=TODAY),
                    w.risalah())), MEDIATOR, MEDIATOR),
    Row("pb_registration", "agreement", "both", "service", "Pasal 7 dan 13", date(2026, 12, 2), nothing, W.agree,
        (lambda w: w.act("register_agreement", w.union, deed_number="1/PB", registered_on=TODAY),), WORKERS, WORKERS,
        subject="agreement:"),
    Row("instalment", "instalment", "payer", "agreement", "Perjanjian bersama", date(2026, 12, 31), nothing, W.agree,
        (W.paid,), OFFICER, OFFICER, subject="agreement:"),
    Row("court_limit", "claimant", "worker", "statutory", "MK 132/PUU-XXIII/2025", date(2027, 11, 24), W.advising,
        lambda w: (w.served_on_all(), w.replied("refuses", party=w.party)),
        (lambda w: (w.act("record_reply", w.union, answer="refuses", on=TODAY), w.risalah(),
                    w.act("file_suit", w.union, number="1/PHI", on=TODAY)),),
        WORKERS, OFFICER, subject="claimants:", up=False),
    Row("cassation", "case", "both", "statutory", "UU 2/2004 Pasal 110", date(2026, 12, 15), W.in_court, W.ruled,
        (lambda w: w.act("record_cassation", w.union, on=TODAY),), WORKERS, OFFICER, up=False),
    Row("jkp_claim", "claimant", "worker", "statutory", "PP 37/2021", date(2027, 5, 21), W.new,
        W.dismissed,
        (lambda w: w.act("record_jkp_claim", w.union, on=TODAY),), WORKERS, OFFICER, subject="claimants:", up=False,
        queued=False),
    Row("referral_acceptance", "referral", "receiver", "service", "Standar layanan", date(2026, 12, 2), nothing, W.referred,
        (W.accepted_there,
         lambda w: w.act("return_referral", w.team.inspector, subject=w.referral, note="Bukan kami.")),
        frozenset({"receiver"}), frozenset({"receiver"}), subject="referral:"),
    Row("referral_result", "referral", "receiver", "service", "pengawas tidak ditemukan", date(2027, 2, 24), W.referred,
        W.accepted_there,
        (lambda w: w.act("report_result", w.team.inspector, subject=w.referral, result="no_violation", on=TODAY),),
        frozenset({"receiver"}), frozenset({"receiver"}), subject="referral:"),
    Row("escalation_request", "case", "satgas", "service", "Standar layanan", date(2026, 12, 2), nothing,
        lambda w: w.act("request_escalation", w.union, ground="employer_silent"),
        (lambda w: w.by_officer("answer_escalation_request", answer="not_now", note="Bipartit dahulu."),), OFFICER, OFFICER),
    Row("ministry_admin_check", "escalation", "ministry", "ministry", "Permenkumham 23/2022 Pasal 13", date(2026, 11, 29),
        W.ready_for_the_ministry, W.handed_to_the_ministry,
        (lambda w: w.ministry("acknowledge", their_number="KH-1"), lambda w: w.ministry("ask_back", items="KTP"),
         lambda w: w.ministry("return_escalation", note="Lengkapi.")), MINISTRY, MINISTRY, subject="escalation:"),
    Row("ministry_completion", "escalation", "satgas", "ministry", "Permenkumham 23/2022 Pasal 13", date(2026, 12, 4), W.at_the_kanwil,
        lambda w: w.ministry("ask_back", items="KTP"),
        (W.supplemented, lambda w: w.concluded("deemed_withdrawn")), OFFICER, OFFICER, subject="escalation:"),
    Row("ministry_substance", "escalation", "ministry", "ministry", "Permenkumham 23/2022 Pasal 14", date(2026, 11, 29),
        W.at_the_kanwil, lambda w: w.ministry("acknowledge", their_number="KH-1"),
        (W.advised_on, lambda w: w.concluded("not_competent", competent_body="Pengawas")), MINISTRY, MINISTRY,
        subject="escalation:"),
    Row("recommendation_followup", "escalation", "body", "ministry", "rekomendasi", date(2026, 12, 14), W.at_the_ministry,
        W.advised_on, (lambda w: w.by_officer("follow_up", subject=w.escalation, done="Dibayar.", on=TODAY),), OFFICER, OFFICER,
        subject="escalation:"),
)  # fmt: skip

PART_FOUR = {
    "verify_intake", "complete_file", "registration_completion", "review", "countersign", "safety_contact", "phk_refusal",
    "employer_answer", "bipartit", "forum_choice", "first_session", "recommendation", "replies", "agreement_drafting",
    "mediation_total", "pb_registration", "instalment", "court_limit", "cassation", "jkp_claim", "referral_acceptance",
    "referral_result", "escalation_request", "ministry_admin_check", "ministry_completion", "ministry_substance",
    "recommendation_followup",
}  # fmt: skip
ALSO = {
    "assignment", "assignment_decision", "withdrawal_takeback", "withdrawal_confirmation", "summons_proof",
    "bipartit_watch", "meeting", "court_watch", "next_step",
}  # fmt: skip
"""Clocks beside those of the table, so that every open situation has a holder (rule 4)."""


def names(row: Row) -> str:
    return f"{row.clock}-{row.holder}" if row.clock == "replies" else row.clock


every_row = pytest.mark.parametrize("row", ROWS, ids=names)


@pytest.fixture
def walked(team, act):
    return Walked(team, act)


def open_of(row: Row, walked: Walked) -> OpenClock | None:
    rows = OpenClock.objects.filter(case=walked.case, clock=row.clock, holder=row.holder)
    mine = f"claimant:{walked.people[0].pk}" if row.subject == "claimant:" else row.subject
    return rows.filter(subject__startswith=mine).first()


def started(row: Row, walked: Walked) -> OpenClock:
    row.before(walked)
    row.starts(walked)
    found = open_of(row, walked)
    assert found is not None
    return found


def test_every_clock_of_the_table_has_a_row_and_there_are_no_others():
    assert {row.clock for row in ROWS} == PART_FOUR
    assert RULES.keys() == PART_FOUR | ALSO


def test_the_register_names_every_regulation_that_a_clock_or_a_right_of_the_ministry_rests_on():
    known = {one["number"] if "/" in one["number"] else f"{one['number']}/{one['year']}" for one in current_rulebook().regulations}  # fmt: skip
    said = " ".join(
        [*(str(rule.source) for rule in RULES.values()), *(str(label) for label in packages.Right.labels)]
    )
    named = set(re.findall(r"\b(?:UU|PP|Permen\w+|MK) (\d+(?:/PUU-\w+)?/\d{4})", said))
    assert {"2/2004", "23/2022", "39/1999", "132/PUU-XXIII/2025"} <= named <= known


@every_row
def test_it_starts_with_its_event_and_ends_on_its_day(row, walked):
    row.before(walked)
    assert open_of(row, walked) is None
    row.starts(walked)
    found = open_of(row, walked)
    assert found is not None
    assert (found.holder, found.due_on) == (row.holder, row.due)
    rule = RULES[row.clock]
    assert (rule.per, rule.kind) == (row.per, row.kind)
    assert row.source in str(rule.source)
    assert rule.in_queue is row.queued
    queued = QueueEntry.objects.filter(case=walked.case, holder=row.holder)
    mine = [entry for entry in queued if entry.due_at <= found.due_at]
    assert bool(mine) is row.queued or not row.queued
    if not row.queued:
        assert not [entry for entry in queued if entry.due_at == found.due_at]
    everything_holds()


STOPS = [
    pytest.param(row, stop, id=f"{names(row)}-{number}")
    for row in ROWS
    for number, stop in enumerate(row.stops)
]


@pytest.mark.parametrize(("row", "stop"), STOPS)
def test_each_of_its_stops_stops_it(row, stop, walked):
    started(row, walked)
    stop(walked)
    assert open_of(row, walked) is None
    everything_holds()


def told_of(row: Row, walked: Walked, kind: str) -> list[tuple[str, frozenset[str]]]:
    """(step, who was told) of each signal of this clock so far, in order."""
    found = []
    for event in CaseEvent.objects.filter(case=walked.case, kind=kind).order_by("seq"):
        if event.facts["clock"] == row.clock and event.facts["holder"] == row.holder:
            people = {walked.name(person) for rule in rules_for(event) for person in rule.audience(event)}
            found.append((event.facts["step"], frozenset(people)))
    return found


def next_working_day(day: date, count: int) -> date:
    closed = {date(2026, 11, 27), date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 5)}
    while count:
        day += timedelta(1)
        count -= day.weekday() < 5 and day not in closed
    return day


def at_nine(day: date):
    return clock.at(datetime.combine(day, time(9), WITA))


@every_row
def test_its_holder_is_told_before_and_a_breach_goes_one_step_up_each_time(row, walked):
    started(row, walked)
    before = row.due
    while next_working_day(before - timedelta(1), 1) != before:
        before -= timedelta(1)
    with at_nine(before):
        sweep()
        assert told_of(row, walked, "clock.warned")[-1:] == [("officer", row.told)]
        assert told_of(row, walked, "clock.breached") == []
    for days in (1, 3, 5):
        with at_nine(next_working_day(row.due, days)):
            sweep()
            sweep()
    heads = frozenset({"head", "deputy"})
    officer = frozenset({"intake"}) if row.clock == "verify_intake" else OFFICER
    steps = [
        ("officer", row.late | officer),
        ("supervisor", row.late | {"supervisor"}),
        ("head", row.late | heads),
    ]
    if row.clock == "countersign":
        steps = [("head", row.late)] * 3  # what waits for the supervisor goes to the deputy at once
    assert told_of(row, walked, "clock.breached") == (steps if row.up else steps[:1])
    if row.up:
        assert open_of(row, walked), "late is not over"
    everything_holds()


# --- what a cell says besides ------------------------------------------------------------------------------


def due(walked, name, subject="", holder=None) -> list[date]:
    rows = OpenClock.objects.filter(case=walked.case, clock=name, subject__startswith=subject)
    rows = rows.filter(holder=holder) if holder else rows
    return sorted(rows.values_list("due_on", flat=True))


def completed_after(walked, days):
    """Waiting for completion from today for some days; then back where it was."""
    walked.by_officer("request_completion", items="Slip gaji")
    with clock.at(clock.now() + timedelta(days)):
        walked.act("complete", walked.by if len(walked.people) == 1 else walked.union, answer="Ada.")


def test_what_is_to_be_done_at_once_is_counted_in_working_days_too(walked):
    with clock.at(clock.now() + timedelta(2)):  # Thursday; the office is closed on Friday
        walked.asks_to_decline()
        walked.act("report_retaliation", walked.by, what="Diancam.")
    assert due(walked, "countersign") == [date(2026, 12, 1)]
    assert due(walked, "safety_contact") == [date(2026, 11, 30)]


@pytest.mark.parametrize(
    ("lead", "name", "day"),
    [(W.new, "verify_intake", date(2026, 12, 2)), (nothing, "review", date(2026, 12, 4))],
)
def test_it_stands_still_while_the_worker_completes_the_file(lead, name, day, walked):
    lead(walked)
    walked.by_officer("request_completion", items="Slip gaji")
    assert due(walked, name) == [], "no date while it stands still"
    with clock.at(clock.now() + timedelta(2)):
        walked.act("complete", walked.by if len(walked.people) == 1 else walked.union, answer="Ada.")
    assert due(walked, name) == [day], "the two working days of waiting do not count"


@pytest.mark.parametrize(
    ("lead", "name", "day"),
    [
        (lambda w: w.registered(), "forum_choice", date(2026, 12, 4)),
        (lambda w: w.act("request_escalation", w.union, ground="employer_silent"), "escalation_request", date(2026, 12, 2)),
        (W.dismissed, "phk_refusal", date(2026, 12, 2)),
        (W.dismissed, "jkp_claim", date(2027, 5, 21)),
    ],
)  # fmt: skip
def test_nothing_suspends_the_others(lead, name, day, walked):
    lead(walked)
    completed_after(walked, 2)
    assert due(walked, name) == [day]


@pytest.mark.parametrize("enter", ["accept", "end_bipartit", "conclude_clarification", "leave_settlement", "report_result",
                                   "return_referral", "return_escalation", "follow_up", "reopen", "add_claim"])  # fmt: skip
def test_every_entry_into_review_starts_the_review(enter, walked):
    ways = {
        "accept": nothing,
        "end_bipartit": lambda w: (w.talking(), w.by_officer("end_bipartit", how="refused", on=TODAY)),
        "conclude_clarification": lambda w: (w.summoned(), w.by_officer("conclude_clarification", how="refused", on=TODAY, minutes="1")),
        "leave_settlement": lambda w: (w.breached(), w.by_officer("leave_settlement", next_step="Mediasi.")),
        "report_result": lambda w: (w.referred(), w.accepted_there(), w.act("report_result", w.team.inspector, subject=w.referral, result="no_violation", on=TODAY)),
        "return_referral": lambda w: (w.referred(), w.act("return_referral", w.team.inspector, subject=w.referral, note="Bukan kami.")),
        "return_escalation": lambda w: (w.at_the_kanwil(), w.ministry("return_escalation", note="Lengkapi.")),
        "follow_up": lambda w: (w.advised(), w.by_officer("follow_up", subject=w.escalation, done="Dibayar.", on=TODAY)),
        "reopen": lambda w: (w.closed(), w.act("reopen", w.union, note="Belum dibayar.")),
        "add_claim": lambda w: (w.closed(), w.by_officer("add_claim", kind="thr", amount=1_000_000)),
    }  # fmt: skip
    ways[enter](walked)
    assert walked.status == S.UNDER_REVIEW
    assert due(walked, "review") == [date(2026, 12, 2)]


def test_who_was_threatened_is_spoken_to_one_by_one(walked):
    first, second, _third = walked.people
    walked.act("report_retaliation", walked.by, what="Diancam.")
    walked.by_officer("report_retaliation", what="Diancam.", claimants=[second.pk])
    walked.by_officer("record_safety_contact", spoken_on=TODAY, plan="Aman", claimants=[second.pk])
    assert due(walked, "safety_contact", f"claimant:{first.pk}") == [date(2026, 11, 25)]
    assert due(walked, "safety_contact", f"claimant:{second.pk}") == []
    walked.by_officer("record_safety_contact", spoken_on=TODAY, plan="Aman", claimants=[first.pk])
    assert due(walked, "safety_contact") == []
    everything_holds()


def test_who_reports_again_keeps_the_first_day_and_a_contact_with_one_ends_it_for_that_one(walked):
    walked.by_officer("report_retaliation", what="Semua diancam.")
    with clock.at(clock.now() + timedelta(1)):
        walked.act("report_retaliation", walked.by, what="Lagi.")
        assert due(walked, "safety_contact") == [date(2026, 11, 25)] * 3
        walked.by_officer(
            "record_safety_contact", spoken_on=TODAY, plan="Aman", claimants=[walked.people[0].pk]
        )
        assert due(walked, "safety_contact") == [date(2026, 11, 25)] * 2, "the other two still wait"
    everything_holds()


def test_what_cannot_be_delivered_counts_from_the_second_summons_posted(walked):
    walked.summoned()
    assert due(walked, "employer_answer") == []
    walked.by_officer("record_summons", party=walked.party, number="2", posted_on=TODAY)
    assert due(walked, "employer_answer") == [date(2026, 12, 4)]


def test_nobody_is_late_before_the_day_that_the_letter_names(walked):
    walked.by_officer("open_clarification", parties=[walked.party], answer_by=date(2026, 12, 18), names="named",
                      received_on=TODAY)  # fmt: skip
    assert due(walked, "employer_answer") == [date(2026, 12, 18)]


def test_talks_count_from_the_request_received_where_no_meeting_was_held(walked):
    walked.talking()
    assert due(walked, "bipartit") == [date(2027, 1, 12)]
    walked.act("record_bipartit_step", walked.union, first_meeting_on=TODAY - timedelta(1))
    assert due(walked, "bipartit") == [date(2027, 1, 11)], "the meeting counts before the request"


def test_an_office_may_count_talks_from_the_meeting_alone(walked):
    change_settings(walked.team.satgas, {"bipartit_counts_from": "meeting"}, by=walked.by)
    walked.talking()
    assert (due(walked, "bipartit"), due(walked, "bipartit_watch")) == ([], [date(2026, 12, 9)])
    walked.act("record_bipartit_step", walked.union, first_meeting_on=TODAY)
    assert (due(walked, "bipartit"), due(walked, "bipartit_watch")) == ([date(2027, 1, 12)], [])


@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_talks_have_failed_after_as_many_unanswered_requests_as_the_office_says(walked, wanted):
    change_settings(walked.team.satgas, {"bipartit_unanswered_requests": wanted}, by=walked.by)
    walked.asked_for_talks()
    for _more in range(wanted - 1):
        with pytest.raises(Invalid) as refused:
            walked.by_officer("end_bipartit", how="unanswered", on=TODAY)
        assert set(refused.value.errors) == {"second_request_on"}
        assert f"{wanted} permintaan" in str(refused.value.errors["second_request_on"])
        walked.act("record_bipartit_step", walked.union, requested_again_on=TODAY)
    walked.by_officer("end_bipartit", how="unanswered", on=TODAY)
    assert walked.status == S.UNDER_REVIEW


def test_the_request_for_talks_keeps_how_it_was_sent_and_a_step_needs_a_day(walked):
    walked.asked_for_talks()
    assert walked.case.events.get(kind="case.bipartit_started").note.body == "resi"
    for given in ({}, {"received_on": TODAY + timedelta(1)}):
        with pytest.raises(Invalid):
            walked.act("record_bipartit_step", walked.union, **given)
    walked.by_officer("end_bipartit", how="unanswered", on=TODAY, second_request_on=TODAY)
    assert walked.status == S.UNDER_REVIEW


def test_a_dispute_of_rights_alone_has_no_forum_to_choose(walked):
    walked.talking()
    walked.by_officer("end_bipartit", how="refused", on=TODAY)
    walked.by_officer("register_dispute", on=TODAY, number="1", natures=["hak"])
    assert due(walked, "forum_choice") == []


def test_the_anjuran_is_due_until_everybody_has_it(walked):
    walked.advising()
    assert due(walked, "recommendation") == [date(2026, 12, 9)], "issued is not delivered"
    walked.by_officer("serve", received_on=TODAY, means="hand", every_claimant=True)
    assert due(walked, "recommendation") == [date(2026, 12, 9)], "the company has not got it"


def test_silence_is_a_refusal_and_the_year_to_sue_counts_from_the_day_after(walked):
    walked.advising()
    walked.served_on_all()
    assert due(walked, "court_limit") == [date(2027, 12, 10)]
    assert Case.objects.get(pk=walked.case.pk).status == S.RECOMMENDED


def test_the_date_from_the_risalah_is_shown_beside_the_earlier_one(walked):
    walked.recommended()
    walked.replied("refuses", party=walked.party)
    walked.act("record_reply", walked.union, answer="refuses", on=TODAY)
    with clock.at(clock.now() + timedelta(7)):
        walked.act("issue_risalah", walked.team.mediator, on=TODAY + timedelta(7), number="R-1")
    state = next(state for state in fold(walked.case).states if state.clock == "court_limit")
    assert (state.due_on, state.second_due_on) == (date(2027, 11, 24), date(2027, 12, 1))


def test_a_claim_of_wages_alone_has_no_limit(walked):
    Claim.objects.filter(case=walked.case).update(nature="hak")
    walked.recommended()
    walked.replied("refuses", party=walked.party)
    assert due(walked, "court_limit") == []


def test_mediation_without_the_time_of_clarification_is_a_second_date(walked):
    walked.to_mediation()
    walked.summoned()
    with clock.at(clock.now() + timedelta(7)):
        walked.by_officer("conclude_clarification", how="refused", on=TODAY + timedelta(7), minutes="1")
        walked.act("open_mediation", walked.team.mediator, handed_over_on=TODAY, no_conflict=True)
    state = next(state for state in fold(walked.case).states if state.clock == "mediation_total")
    assert (state.due_on, state.second_due_on) == (date(2027, 1, 12), date(2027, 1, 18))


def test_who_was_absent_counts_from_the_day_they_were_notified(walked):
    walked.in_court()
    with clock.at(clock.now() + timedelta(7)):
        walked.ruled(notified_on=TODAY + timedelta(7))
    assert due(walked, "cassation", holder="employer") == [date(2026, 12, 15)]
    assert due(walked, "cassation", holder="worker") == [date(2026, 12, 21)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"contract_kind": "pkwt", "contract_end": date(2026, 12, 31)}, [date(2027, 5, 21)]),
        ({"contract_kind": "pkwt", "contract_end": date(2026, 11, 21)}, []),
        ({"phk_notice_on": None, "contract_kind": "pkwtt"}, [date(2027, 5, 21)]),
    ],
)
def test_jkp_is_claimed_after_an_end_by_the_employer(walked, facts, expected):
    """Of a PKWT only where it ended early; of the others where a notice or a claim of termination is known."""
    for person in walked.people:
        for name, value in facts.items():
            setattr(person, name, value)
        person.save()
    walked.refresh_clocks()
    assert due(walked, "jkp_claim") == expected
    Claim.objects.filter(case=walked.case).update(nature="hak")
    walked.case.claimants.update(phk_notice_on=None)
    walked.refresh_clocks()
    assert due(walked, "jkp_claim") == (expected if facts["contract_kind"] == "pkwt" else [])


def test_a_promise_as_calculated_falls_due_days_after_the_calculation(walked):
    walked.by_officer("record_commitment", promisor=walked.party, made_on=TODAY, minutes="1", description="Upah",
                      how="as_calculated", calculated_by="Pengawas", days_after=5, workers_told=True)  # fmt: skip
    assert due(walked, "instalment") == [], "nobody knows the day yet"
    walked.alongside()
    walked.accepted_there()
    amounts = {row.pk: 1_000_000 for row in Claim.objects.filter(case=walked.case)}
    walked.act("report_result", walked.team.inspector, subject=walked.referral, result="calculation", on=TODAY,
               amounts=amounts)  # fmt: skip
    assert due(walked, "instalment") == [date(2026, 11, 29)]


def test_a_payment_that_only_one_side_states_stops_no_instalment(walked):
    walked.agree()
    amounts = {row.pk: row.balance.outstanding for row in Claim.objects.filter(case=walked.case)}
    walked.by_officer("record_payment", amounts=amounts, paid_on=TODAY)
    assert due(walked, "instalment") == [date(2026, 12, 31)]


def test_a_receiver_is_held_to_the_earlier_day_that_it_named(walked):
    walked.referred()
    walked.accepted_there(expected_on=date(2026, 12, 10))
    assert due(walked, "referral_result") == [date(2026, 12, 10)]


def test_days_of_the_ministry_are_working_days_where_the_office_says_so(walked):
    change_settings(walked.team.satgas, {"ministry_days": "working"}, by=walked.by)
    walked.at_the_kanwil()
    assert due(walked, "ministry_admin_check") == [date(2026, 12, 2)]


def test_the_city_is_alarmed_on_the_third_day_of_completing_for_the_ministry(walked):
    walked.at_the_kanwil()
    walked.ministry("ask_back", items="KTP")
    with at_nine(date(2026, 11, 26)):
        sweep()
        assert not CaseEvent.objects.filter(kind="clock.warned", case=walked.case).filter(
            text__contains="ministry_completion"
        )
    with at_nine(date(2026, 11, 30)):  # the third day is the 27th, on which the office is closed
        sweep()
    said = [event.facts["threshold"] for event in CaseEvent.objects.filter(case=walked.case, kind="clock.warned")
            if event.facts["clock"] == "ministry_completion"]  # fmt: skip
    assert said, "before half of the ten days"


def test_a_statutory_clock_does_not_restart_when_a_case_divides_or_joins(walked):
    walked.mediating()
    with clock.at(clock.now() + timedelta(2)):
        walked.by_officer("split", claimants=[walked.people[0].pk])
        new = walked.mine
        for name in ("first_session", "mediation_total"):
            assert OpenClock.objects.get(case=new, clock=name).due_on == due(walked, name)[0]
    everything_holds()


def test_a_holiday_added_later_moves_what_is_open_and_leaves_a_trace(walked):
    add_holiday(
        walked.team.satgas,
        day=date(2026, 11, 30),
        name="Banjir",
        by=principals.officer(walked.team.supervisor),
    )
    assert due(walked, "review") == [date(2026, 12, 3)]
    moved = CaseEvent.objects.filter(case=walked.case, kind="clock.moved").last()
    assert (moved.facts["clock"], moved.facts["from"], moved.facts["to"], moved.facts["why"]) == (
        "review", "2026-12-02", "2026-12-03", "holiday",
    )  # fmt: skip
