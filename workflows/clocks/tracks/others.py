"""Clocks of what was given to others: referral, and escalation to the ministry."""

from collections.abc import Iterator
from dataclasses import replace

from workflows.clocks.history import History, Run, as_date
from workflows.clocks.rules import RULES


def referral(history: History) -> Iterator[Run]:
    for sent in history.of("referral.sent"):
        office = sent.facts.get("office")
        stop = history.first_after(sent.seq, RULES["referral_acceptance"].stops, sent.subject)
        yield Run(
            "referral_acceptance",
            sent.subject,
            history.day(sent),
            sent.kind,
            sent.seq,
            stopped_on=history.stop_day(stop),
            office_id=office,
        )
        accepted = history.first_after(sent.seq, ["referral.accepted"], sent.subject)
        if accepted:
            stop = history.first_after(accepted.seq, RULES["referral_result"].stops, sent.subject)
            yield Run(
                "referral_result",
                sent.subject,
                history.day(accepted),
                accepted.kind,
                accepted.seq,
                stopped_on=history.stop_day(stop),
                office_id=office,
                # Their own promise may be earlier than our patience; it cannot stretch it.
                latest=as_date(accepted.facts.get("expected_on")),
            )


def escalation_request(history: History) -> Iterator[Run]:
    last: Run | None = None
    known = {worker.id for worker in history.context.workers}
    for asked in history.of("escalation.requested"):
        if asked.facts.get("by_claimant") not in (None, *known):
            continue  # has gone to another case, where it is answered
        if last and last.stopped_on is None:
            continue
        stop = history.first_after(asked.seq, RULES["escalation_request"].stops)
        last = Run(
            "escalation_request",
            "",
            history.day(asked),
            asked.kind,
            asked.seq,
            stopped_on=history.stop_day(stop),
        )
        yield last


ESCALATION_ENDS = {"escalation.returned", "escalation.concluded", "escalation.recalled"}


def ministry(history: History) -> Iterator[Run]:
    """Each escalation steps from one clock to the next; exactly one is open until the ministry has spoken."""
    records = {event.subject: event for event in history.of("escalation.handed_over")}
    for subject, handed_over in records.items():
        office = handed_over.facts.get("office")
        acknowledged, run = False, None
        for event in history.events:
            if event.subject != subject or not event.kind.startswith("escalation."):
                continue
            step = event.kind.partition(".")[2]
            acknowledged = acknowledged or step == "acknowledged"
            clock = {
                "handed_over": "ministry_admin_check",
                "asked_back": "ministry_completion",
                "supplemented": "ministry_substance" if acknowledged else "ministry_admin_check",
                "acknowledged": "ministry_substance",
                "recommended": "recommendation_followup",
            }.get(step)
            ends = event.kind in ESCALATION_ENDS or step == "followed_up"
            if run and (clock or ends):
                yield replace(run, stopped_on=history.day(event))
                run = None
            if clock:
                due = as_date(event.facts.get("due_on")) if step == "recommended" else None
                theirs = clock in ("ministry_admin_check", "ministry_substance")
                run = Run(
                    clock,
                    subject,
                    history.day(event, "received_on") if step == "asked_back" else history.day(event),
                    event.kind,
                    event.seq,
                    office_id=office if theirs else None,
                    due=due,
                )
        if run:
            yield run
