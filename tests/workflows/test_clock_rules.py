"""The table of clocks against the law, and every clock begun and ended by what its row names."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from accounts.calendar import OfficeCalendar
from cases.vocabulary import OPEN, Status
from workflows.clocks.explain import deadline_from
from workflows.clocks.fold import open_clocks
from workflows.clocks.history import Context, Happened, Promise, Worker
from workflows.clocks.rules import CARRIERS, PUBLIC, RULES, STATUTORY, ClockKind, Unit
from workflows.settings import SETTINGS, effective

WITA = ZoneInfo("Asia/Makassar")
PLAIN = OfficeCalendar({}, 1, date(2027, 12, 25))

# design: clock -> (length, unit, kind), as the law and the state machine have them.
TABLE = {
    "verify_intake": (3, "working_days", "service"),
    "complete_file": (10, "working_days", "service"),
    "registration_completion": (7, "working_days", "statutory"),
    "review": (5, "working_days", "service"),
    "countersign": (2, "working_days", "service"),
    "safety_contact": (1, "working_days", "service"),
    "phk_refusal": (7, "working_days", "statutory"),
    "employer_answer": (7, "working_days", "service"),
    "bipartit": (30, "working_days", "statutory"),
    "forum_choice": (7, "working_days", "statutory"),
    "first_session": (7, "working_days", "statutory"),
    "recommendation": (10, "working_days", "statutory"),
    "replies": (10, "working_days", "statutory"),
    "agreement_drafting": (3, "working_days", "statutory"),
    "mediation_total": (30, "working_days", "statutory"),
    "pb_registration": (5, "working_days", "service"),
    "instalment": (None, "date", "agreement"),
    "court_limit": (1, "years", "statutory"),
    "cassation": (14, "working_days", "statutory"),
    "jkp_claim": (6, "months", "statutory"),
    "referral_acceptance": (5, "working_days", "service"),
    "referral_result": (60, "working_days", "service"),
    "escalation_request": (5, "working_days", "service"),
    "ministry_admin_check": (5, "ministry_days", "ministry"),
    "ministry_completion": (10, "ministry_days", "ministry"),
    "ministry_substance": (5, "ministry_days", "ministry"),
    "recommendation_followup": (None, "date", "ministry"),
    "withdrawal_takeback": (3, "working_days", "service"),
}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_length_is_the_one_that_was_designed(name):
    rule = RULES[name]
    assert (rule.length, rule.unit.value, rule.kind.value) == TABLE[name]


def test_no_office_can_change_what_the_law_sets():
    changeable = {rule.name for rule in RULES.values() if rule.setting}
    assert not changeable & {rule.name for rule in RULES.values() if rule.kind == ClockKind.STATUTORY}
    assert all(rule.setting in SETTINGS for rule in RULES.values() if rule.setting)


def test_a_setting_that_does_not_fit_has_no_effect():
    own = {"review_days": 4, "verify_intake_days": "soon", "bipartit_days": 90, "ministry_days": "working"}
    values = effective(own)
    assert (values["review_days"], values["verify_intake_days"]) == (4, 3)
    assert values["ministry_days"] == "working"
    assert "bipartit_days" not in values


def test_a_case_is_not_handed_over_while_the_law_counts():
    assert {"bipartit", "forum_choice", "first_session", "recommendation", "replies"} < STATUTORY
    assert not STATUTORY & {"court_limit", "jkp_claim", "phk_refusal", "cassation"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [("cassation", date(2026, 3, 9), date(2026, 4, 6)), ("bipartit", date(2026, 3, 2), date(2026, 4, 21))],
)
def test_the_two_reference_dates_come_out_of_a_rule(rule, start, due):
    from accounts.calendar import calendar_of

    told = deadline_from(rule, start, calendar_of(None))
    assert told.due_on == due
    assert {skip.reason for skip in told.skipped} > {""}


def test_the_sentence_names_the_days_that_did_not_count():
    calendar = OfficeCalendar({date(2026, 11, 10): "Hari Contoh"}, 3, date(2026, 12, 25))
    told = deadline_from("replies", date(2026, 11, 2), calendar)
    with translation.override("id"):
        assert told.why == (
            "Dihitung 10 hari kerja sejak anjuran Anda terima Senin, 2 November 2026. "
            "Sabtu, Minggu dan 1 hari libur (Hari Contoh) tidak dihitung. "
            "Dasar: UU 2/2004 Pasal 13 ayat (2) huruf c."
        )
        assert told.says.startswith(
            "Jawab anjuran, setuju atau tidak, paling lambat Selasa, 17 November 2026."
        )
    with translation.override("en"):
        assert told.why.startswith("Counted 10 working days from Monday, 2 November 2026")


def test_a_year_that_ends_on_a_sunday_says_by_when_to_come():
    told = deadline_from("court_limit", date(2026, 11, 7), PLAIN)
    assert (told.due_on, told.last_working_day) == (date(2027, 11, 7), date(2027, 11, 5))
    with translation.override("id"):
        assert "Jumat, 5 November 2027" in told.why


def test_a_date_beyond_the_decreed_holidays_says_so():
    calendar = OfficeCalendar({}, 1, date(2026, 12, 25))
    with translation.override("id"):
        assert "belum ditetapkan" in deadline_from("bipartit", date(2026, 12, 1), calendar).why
        assert "belum ditetapkan" not in deadline_from("bipartit", date(2026, 10, 1), calendar).why


def test_months_and_years_end_on_the_same_day_or_the_last_of_the_month():
    assert deadline_from("jkp_claim", date(2026, 8, 31), PLAIN).due_on == date(2027, 2, 28)
    assert deadline_from("court_limit", date(2028, 2, 29), PLAIN).due_on == date(2029, 2, 28)
    assert {RULES[name].unit for name in PUBLIC} <= {Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS}


ONE = (Worker(5),)


def story(*steps, workers=ONE, **changes):
    """Open clocks after steps of (day of November 2026, kind, status, facts, subject), at ten in the morning."""
    events, status = [], ""
    for seq, step in enumerate(steps, start=1):
        day, kind, to, facts, subject = (*step, *(None, {}, "")[len(step) - 2 :])
        to = to or status
        at = datetime(2026, 11, day, 2, tzinfo=UTC)
        events.append(Happened(kind, seq, at, subject, status, to, facts))
        status = to
    context = Context(WITA, 1, tuple(workers), frozenset({"party:1"}), changes.pop("promises", ()))
    return open_clocks(events, context, changes.pop("calendar", PLAIN), effective(changes))


def due(states, clock, subject=""):
    found = [state for state in states if (state.clock, state.subject) == (clock, subject)]
    return found[0].due_on if found else None


FILED = (2, "case.submitted", "submitted")
ACCEPTED = (3, "case.accepted", "under_review")
OPENED = (5, "case.mediation_opened", "in_mediation", {"handed_over_on": "2026-11-04"})
SESSION = (9, "case.session_held", None, {"on": "2026-11-09", "number": 1})
ISSUED = (12, "case.recommendation_issued", "recommended", {"on": "2026-11-12"})
SERVED = (13, "case.served", None, {"recipients": {"party:1": "2026-11-13", "claimant:5": "2026-11-16"}})
MEDIATED = (FILED, ACCEPTED, OPENED, SESSION, ISSUED, SERVED)
PHK = Worker(5, has_phk_claim=True)


# each row: name, the day it ends, subject; the steps that start it; the step that stops it (None: nothing may)
WALKS = [
    ("verify_intake", 5, "", [FILED], ACCEPTED),
    ("review", 10, "", [FILED, ACCEPTED], (5, "case.clarification_opened", "in_clarification", {"parties": [1]})),
    (
        "assignment", 5, "", [FILED, (3, "case.accepted", "under_review", {"officer": 1, "offered": True})],
        (4, "case.assigned", None, {"officer": 1}),
    ),
    (
        "assignment_decision", 5, "",
        [FILED, (3, "case.accepted", "under_review", {"officer": 1, "offered": True}),
         (4, "case.assignment_declined", None, {"officer": 1})],
        (5, "case.assignment_offered", None, {"officer": 2, "offered": True}),
    ),
    (
        "assignment_decision", 17, "mediator", [*MEDIATED, (16, "case.mediator_left", None, {"mediator": 3})],
        (17, "case.mediator_changed", None, {"mediator": 4}),
    ),
    (
        "meeting", 12, "meeting:4",
        [FILED, ACCEPTED, (4, "meeting.planned", None, {"on": "2026-11-12", "kind": "talk"}, "meeting:4")],
        (12, "meeting.held", None, {}, "meeting:4"),
    ),
    (
        "complete_file", 17, "",
        [FILED, (3, "case.completion_requested", "awaiting_completion", {"bipartit_proof": False})],
        (6, "case.completed", "submitted"),
    ),
    (
        "registration_completion", 12, "",
        [FILED, (3, "case.completion_requested", "awaiting_completion", {"bipartit_proof": True})],
        (6, "case.completed", "submitted"),
    ),
    (
        "countersign", 6, "approval:7",
        [FILED, ACCEPTED, (4, "approval.asked", None, {"office": 9}, "approval:7")],
        (5, "approval.refused", None, {}, "approval:7"),
    ),
    (
        "safety_contact", 9, "claimant:5",
        [FILED, (6, "case.retaliation_reported", None, {"claimant": 5})],
        (6, "case.safety_contact_made", None, {"claimants": [5]}),
    ),
    (
        "withdrawal_takeback", 9, "claimant:5",
        [FILED, (4, "case.withdrawal_asked", None, {"claimants": [5]})],
        (5, "case.withdrawal_taken_back", None, {}),
    ),
    (
        "withdrawal_confirmation", 11, "claimant:5",
        [FILED, (4, "case.withdrawal_asked", None, {"claimants": [5]})],
        (9, "case.withdrawal_confirmed", None, {"claimants": [5]}),
    ),
    (
        "summons_proof", 11, "party:1",
        [FILED, ACCEPTED, (4, "case.clarification_opened", "in_clarification", {"parties": [1], "received_on": {}})],
        (5, "case.summons_served", None, {"party": 1, "posted_on": "2026-11-05", "received_on": "2026-11-05"}),
    ),
    (
        "employer_answer", 16, "party:1",
        [FILED, ACCEPTED,
         (4, "case.clarification_opened", "in_clarification", {"parties": [1], "received_on": {"1": "2026-11-05"}})],
        (9, "case.answer_recorded", None, {"party": 1, "on": "2026-11-09"}),
    ),
    (
        "bipartit_watch", 18, "",
        [FILED, ACCEPTED, (4, "case.bipartit_started", "in_bipartit", {"requested_on": "2026-11-04"})],
        (9, "case.bipartit_ended", "under_review", {"how": "refused"}),
    ),
    (
        "forum_choice", 13, "",
        [FILED, ACCEPTED, (4, "case.dispute_registered", None, {"on": "2026-11-04", "natures": ["phk"]})],
        (9, "case.forum_chosen", None, {"forum": "konsiliasi"}),
    ),
    ("first_session", 13, "", [FILED, ACCEPTED, OPENED], SESSION),
    ("recommendation", 23, "", [FILED, ACCEPTED, OPENED, SESSION, ISSUED], SERVED),
    (
        "replies", 27, "party:1", MEDIATED,
        (16, "case.reply_recorded", None, {"recipients": {"party:1": "refuses"}, "on": "2026-11-16"}),
    ),
    (
        "replies", 30, "claimant:5", MEDIATED,
        (16, "case.reply_recorded", None, {"recipients": {"claimant:5": "agrees"}, "on": "2026-11-16"}),
    ),
    (
        "agreement_drafting", 20, "",
        [*MEDIATED,
         (17, "case.reply_recorded", None,
          {"recipients": {"claimant:5": "agrees", "party:1": "agrees"}, "on": "2026-11-17"})],
        (18, "case.agreement_recorded", "in_settlement", {"agreement": 3, "signed_on": "2026-11-18"}),
    ),
    (
        "pb_registration", 25, "agreement:3",
        [FILED, ACCEPTED, (18, "case.agreement_recorded", "in_settlement", {"agreement": 3, "signed_on": "2026-11-18"})],
        (20, "case.agreement_registered", None, {"agreement": 3, "on": "2026-11-20"}),
    ),
    (
        "cassation", 20, "",
        [FILED, (2, "case.ruling_recorded", "in_court", {"read_on": "2026-11-02", "final": False})],
        (3, "case.court_ended", "closed"),
    ),
    (
        "court_watch", 30, "", [FILED, (2, "case.suit_filed", "in_court", {"on": "2026-11-02"})],
        (3, "case.court_ended", "closed"),
    ),
    (
        "referral_acceptance", 11, "referral:7",
        [FILED, ACCEPTED, (4, "referral.sent", "referred", {"office": 8, "whole": True}, "referral:7")],
        (5, "referral.accepted", None, {"expected_on": "2026-12-01"}, "referral:7"),
    ),
    (
        "referral_result", 27, "referral:7",
        [FILED, ACCEPTED, (4, "referral.sent", "referred", {"office": 8, "whole": True}, "referral:7"),
         (5, "referral.accepted", None, {"expected_on": "2026-11-27"}, "referral:7")],
        (9, "referral.reported", "under_review", {}, "referral:7"),
    ),
    (
        "escalation_request", 11, "", [FILED, ACCEPTED, (4, "escalation.requested")],
        (5, "escalation.request_answered"),
    ),
    (
        "ministry_admin_check", 9, "escalation:2",
        [FILED, ACCEPTED, (4, "escalation.handed_over", "escalated", {"office": 6}, "escalation:2")],
        (5, "escalation.acknowledged", "ministry_review", {}, "escalation:2"),
    ),
    (
        "ministry_completion", 15, "escalation:2",
        [FILED, ACCEPTED, (4, "escalation.handed_over", "escalated", {"office": 6}, "escalation:2"),
         (5, "escalation.asked_back", None, {}, "escalation:2")],
        (9, "escalation.supplemented", None, {}, "escalation:2"),
    ),
    (
        "ministry_substance", 10, "escalation:2",
        [FILED, ACCEPTED, (4, "escalation.handed_over", "escalated", {"office": 6}, "escalation:2"),
         (5, "escalation.acknowledged", "ministry_review", {}, "escalation:2")],
        (9, "escalation.concluded", "under_review", {}, "escalation:2"),
    ),
    (
        "recommendation_followup", 20, "escalation:2",
        [FILED, ACCEPTED, (4, "escalation.handed_over", "escalated", {"office": 6}, "escalation:2"),
         (5, "escalation.acknowledged", "ministry_review", {}, "escalation:2"),
         (6, "escalation.recommended", "ministry_recommended", {"due_on": "2026-11-20"}, "escalation:2")],
        (9, "escalation.followed_up", "under_review", {}, "escalation:2"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("clock", "day", "subject", "start", "stop"), WALKS)
def test_each_clock_starts_ends_on_its_day_and_stops(clock, day, subject, start, stop):
    assert due(story(*start), clock, subject) == date(2026, 11, day)
    assert due(story(*start, stop), clock, subject) is None


def test_the_clocks_that_end_beyond_the_month_start_and_stop_too():
    opened = story(FILED, ACCEPTED, OPENED)
    assert due(opened, "mediation_total") == date(2026, 12, 16)
    signed = (18, "case.agreement_recorded", "in_settlement", {"agreement": 3})
    assert due(story(FILED, ACCEPTED, OPENED, signed), "mediation_total") is None
    started = (
        4,
        "case.bipartit_started",
        "in_bipartit",
        {"requested_on": "2026-11-03", "received_on": "2026-11-04"},
    )
    assert due(story(FILED, ACCEPTED, started), "bipartit") == date(2026, 12, 16)
    ended = (9, "case.bipartit_ended", "under_review", {"how": "refused"})
    assert due(story(FILED, ACCEPTED, started, ended), "bipartit") is None


def test_every_rule_is_walked():
    walked = {row[0] for row in WALKS} | {"mediation_total", "bipartit"}
    elsewhere = {
        "court_limit",
        "jkp_claim",
        "phk_refusal",
        "instalment",
        "next_step",
    }  # below and in test_clock_fold
    assert walked | elsewhere == set(RULES)


def test_the_worker_is_warned_of_the_court_limit_from_the_first_failure():
    refused = (17, "case.reply_recorded", None, {"recipients": {"party:1": "refuses"}, "on": "2026-11-17"})
    assert due(story(*MEDIATED, workers=[PHK]), "court_limit", "claimant:5") == date(2027, 11, 28)
    early = story(*MEDIATED, refused, workers=[PHK])
    assert due(early, "court_limit", "claimant:5") == date(2027, 11, 17)
    risalah = (24, "case.risalah_issued", "in_court", {"on": "2026-11-24"})
    found = [s for s in story(*MEDIATED, refused, risalah, workers=[PHK]) if s.clock == "court_limit"]
    assert [(s.due_on, s.second_due_on) for s in found] == [(date(2027, 11, 17), date(2027, 11, 24))]
    suit = (25, "case.suit_filed", None, {"on": "2026-11-25"})
    assert due(story(*MEDIATED, refused, risalah, suit, workers=[PHK]), "court_limit", "claimant:5") is None


def test_wages_alone_have_no_court_limit_and_agreement_ends_the_fear_of_it():
    assert not [s for s in story(*MEDIATED, workers=[Worker(5)]) if s.clock == "court_limit"]
    agreed = (17, "case.reply_recorded", None, {
        "recipients": {"party:1": "agrees", "claimant:5": "agrees"}, "on": "2026-11-17"})  # fmt: skip
    assert not [s for s in story(*MEDIATED, agreed, workers=[PHK]) if s.clock == "court_limit"]


@pytest.mark.parametrize(
    ("worker", "is_warned"),
    [
        (Worker(5, work_end=date(2026, 8, 31), contract_kind="pkwtt", phk_notice_on=date(2026, 8, 1)), True),
        (Worker(5, work_end=date(2026, 8, 31), contract_kind="pkwtt"), False),  # may have resigned
        (Worker(5, work_end=date(2026, 8, 31), contract_kind="pkwt", contract_end=date(2026, 12, 31)), True),
        (Worker(5, work_end=date(2026, 8, 31), contract_kind="pkwt", contract_end=date(2026, 8, 31)), False),
        (
            Worker(5, work_end=date(2026, 1, 31), contract_kind="pkwtt", has_phk_claim=True),
            False,
        ),  # over when filed
        (Worker(5, work_end=date(2026, 8, 31), has_phk_claim=True, withdrawn=True), False),
    ],
)
def test_jkp_is_claimed_within_six_months_by_whom_it_is_for(worker, is_warned):
    found = due(story(FILED, workers=[worker]), "jkp_claim", "claimant:5")
    assert found == (date(2027, 2, 28) if is_warned else None)
    claimed = (5, "case.jkp_claimed", None, {"claimants": [5]})
    assert due(story(FILED, claimed, workers=[worker]), "jkp_claim", "claimant:5") is None


def test_a_disputed_dismissal_shows_a_second_date_for_jkp():
    worker = Worker(5, work_end=date(2026, 8, 31), has_phk_claim=True)
    deed = (20, "case.agreement_registered", None, {"agreement": 3, "on": "2026-11-20"})
    found = next(state for state in story(FILED, deed, workers=[worker]) if state.clock == "jkp_claim")
    assert (found.due_on, found.second_due_on) == (date(2027, 2, 28), date(2027, 5, 20))


def test_a_notice_of_dismissal_is_refused_within_seven_working_days():
    told = Worker(5, phk_notice_on=date(2026, 10, 30))
    assert due(story(FILED, workers=[told]), "phk_refusal", "claimant:5") == date(2026, 11, 10)
    refused = (5, "case.phk_refused", None, {"claimants": [5]})
    assert due(story(FILED, refused, workers=[told]), "phk_refusal", "claimant:5") is None
    long_ago = Worker(5, phk_notice_on=date(2026, 9, 1))
    assert due(story(FILED, workers=[long_ago]), "phk_refusal", "claimant:5") is None


def test_workers_with_the_same_date_share_a_clock():
    told = [Worker(pk, phk_notice_on=date(2026, 10, 30)) for pk in (5, 6, 7)]
    found = [state for state in story(FILED, workers=told) if state.clock == "phk_refusal"]
    assert [(state.subject, state.claimants) for state in found] == [
        ("claimants:2026-10-30", frozenset({5, 6, 7}))
    ]


def test_a_promise_is_watched_by_its_own_date_and_the_next_one_is_not_forgotten():
    rows = (Promise("commitment:3", date(2026, 9, 3), date(2026, 9, 8)),
            Promise("commitment:3", date(2026, 9, 3), date(2026, 9, 15)))  # fmt: skip
    states = story(FILED, promises=rows)
    assert due(states, "instalment", "commitment:3:2026-09-08") == date(2026, 9, 8)
    assert due(states, "instalment", "commitment:3:2026-09-15") == date(2026, 9, 15)


ENTRIES = {
    Status.SUBMITTED: ("case.submitted", {}),
    Status.AWAITING_COMPLETION: ("case.completion_requested", {}),
    Status.UNDER_REVIEW: ("case.accepted", {}),
    Status.IN_BIPARTIT: ("case.bipartit_started", {"requested_on": "2026-11-02"}),
    Status.IN_CLARIFICATION: ("case.clarification_opened", {"parties": [1]}),
    Status.IN_MEDIATION: ("case.mediation_opened", {"handed_over_on": "2026-11-02"}),
    Status.RECOMMENDED: ("case.recommendation_issued", {}),
    Status.IN_SETTLEMENT: ("case.agreement_recorded", {"agreement": 3}),
    Status.IN_COURT: ("case.risalah_issued", {}),
    Status.REFERRED: ("referral.sent", {"office": 8}),
    Status.ESCALATED: ("escalation.handed_over", {"office": 6}),
    Status.MINISTRY_REVIEW: ("escalation.acknowledged", {}),
    Status.MINISTRY_RECOMMENDED: ("escalation.recommended", {"due_on": "2026-11-20"}),
}


@pytest.mark.parametrize("status", sorted(OPEN))
def test_nobody_waits_in_a_status_without_a_holder(status):
    """By the usual entry, and by one that starts nothing (a part that was split off, an import)."""
    kind, facts = ENTRIES[status]
    for entry in ((3, kind, status, facts, "referral:7"), (3, "case.split_off", status, {}, "")):
        states = [state for state in story(FILED, entry) if state.rule.in_queue and state.due_on]
        assert [state for state in states if state.clock in CARRIERS[status] or state.clock == "next_step"]


def test_when_the_last_answer_is_in_the_office_has_the_next_step():
    opened = (
        4,
        "case.clarification_opened",
        "in_clarification",
        {"parties": [1], "received_on": {"1": "2026-11-04"}},
    )
    answered = (9, "case.answer_recorded", None, {"party": 1, "on": "2026-11-09"})
    states = story(FILED, ACCEPTED, opened, answered)
    assert [(state.clock, state.due_on) for state in states] == [("next_step", date(2026, 11, 16))]
