"""Clocks of intake and review."""

from collections.abc import Iterator
from dataclasses import replace

from cases.vocabulary import Status
from workflows.clocks.history import History, Run, about, ids_in
from workflows.clocks.rules import RULES


def _working_in(history: History, clock: str, status: Status) -> Iterator[Run]:
    """From entering `status` until leaving it; waiting for completion in between only pauses."""
    run: Run | None = None
    for spell in history.spells:
        if spell.status == status:
            run = run or Run(
                clock,
                "",
                history.day(spell.entered),
                spell.entered.kind,
                spell.entered.seq,
                pauses=history.pauses,
            )
        elif run and spell.status != Status.AWAITING_COMPLETION:
            yield replace(run, stopped_on=history.day(spell.entered))
            run = None
    if run:
        yield run


def verify_intake(history: History) -> Iterator[Run]:
    yield from _working_in(history, "verify_intake", Status.SUBMITTED)


def assignment(history: History) -> Iterator[Run]:
    """An officer answers an offer; where they decline, or leave, the supervisor decides."""
    run: Run | None = None
    for event in history.of(
        "case.accepted",
        "case.assignment_offered",
        "case.assignment_declined",
        "case.officer_left",
        "case.assigned",
    ):
        if not event.status_to:
            continue  # of a case that was joined to this one
        if run:
            yield replace(run, stopped_on=history.day(event))
            run = None
        if event.kind in RULES["assignment"].starts and event.facts.get("offered"):
            run = Run("assignment", "", history.day(event), event.kind, event.seq)
        elif event.kind in ("case.assignment_declined", "case.officer_left"):
            run = Run("assignment_decision", "", history.day(event), event.kind, event.seq)
    if run:
        yield run
    for left in history.of("case.mediator_left"):
        ends = ["case.mediator_changed", "case.agreement_recorded", "case.risalah_issued"]
        stop = history.first_after(left.seq, ends)
        yield Run("assignment_decision", "mediator", history.day(left), left.kind, left.seq,
                  stopped_on=history.stop_day(stop))  # fmt: skip


def review(history: History) -> Iterator[Run]:
    yield from _working_in(history, "review", Status.UNDER_REVIEW)


def completion(history: History) -> Iterator[Run]:
    """The file is completed within the law's time where proof of bipartit is missing, else within the office's."""
    for spell in history.spells:
        if spell.status == Status.AWAITING_COMPLETION:
            asked = spell.entered
            clock = "registration_completion" if asked.facts.get("bipartit_proof") else "complete_file"
            yield Run(
                clock,
                "",
                history.day(asked, "received_on"),
                asked.kind,
                asked.seq,
                stopped_on=history.stop_day(spell.left),
            )


def countersign(history: History) -> Iterator[Run]:
    """Given or refused; or void, because the case has moved (`perform`)."""
    for asked in history.of("approval.asked"):
        decided = history.first_after(asked.seq, RULES["countersign"].stops, asked.subject)
        moved = next((spell.entered for spell in history.spells if spell.entered.seq > asked.seq), None)
        ends = [event for event in (decided, moved) if event]
        yield Run(
            "countersign",
            asked.subject,
            history.day(asked),
            asked.kind,
            asked.seq,
            stopped_on=history.stop_day(min(ends, key=lambda event: event.seq, default=None)),
            office_id=asked.facts.get("office"),
        )


def safety_contact(history: History) -> Iterator[Run]:
    """Each worker who was threatened, until an officer has spoken to that worker."""
    here = frozenset(worker.id for worker in history.context.workers)
    waiting: dict[int, Run] = {}
    for event in history.of("case.retaliation_reported", "case.safety_contact_made"):
        one = event.facts.get("claimant")
        named = ids_in(event.facts.get("claimants")) or ids_in([one] if one else [])
        # Who has gone to another case waits there, where this history is read, too.
        for person in sorted((named or history.present.keys()) & here):
            if event.kind == "case.retaliation_reported":
                since, subject = history.day(event), f"claimant:{person}"
                run = Run(
                    "safety_contact", subject, since, event.kind, event.seq, claimants=frozenset({person})
                )
                waiting.setdefault(person, run)
            elif person in waiting:
                yield replace(waiting.pop(person), stopped_on=history.day(event))
    yield from waiting.values()


def withdrawal(history: History) -> Iterator[Run]:
    """Three working days to take it back; then the officer makes sure of it, apart from the employer."""
    for asked in history.of("case.withdrawal_asked"):
        people = ids_in(asked.facts.get("claimants"))
        back = next(
            (
                event
                for event in history.of("case.withdrawal_taken_back")
                if event.seq > asked.seq and people <= (ids_in(event.facts.get("claimants")) or people)
            ),
            None,
        )
        confirmed = [
            event
            for event in history.of("case.withdrawal_confirmed")
            if event.seq > asked.seq and (back is None or event.seq < back.seq)
        ]
        gone = frozenset().union(*(ids_in(event.facts.get("claimants")) for event in confirmed))
        left = frozenset(people - gone) & history.present.keys() if people else people
        since = history.day(asked)
        takeback = history.last_day("withdrawal_takeback", since)
        ended = back or (confirmed[-1] if confirmed and not left else None)
        stopped = history.stop_day(ended) or (since if people and not left else None)
        claimants = left or people
        subject = about(claimants, takeback) if claimants else ""
        run = Run("withdrawal_takeback", subject, since, asked.kind, asked.seq, stopped, claimants=claimants)
        yield run
        yield replace(run, clock="withdrawal_confirmation", since=takeback)
