"""Clocks of clarification, bipartit, and the choice of a forum."""

from collections.abc import Iterator
from datetime import date

from cases.vocabulary import Status
from workflows.clocks.history import Event, History, Run, as_date, dates_in
from workflows.clocks.rules import RULES

NATURES_WITH_CHOICE = {"phk", "kepentingan", "antar_sp"}
"""Disputes for which conciliation or arbitration can be chosen; a dispute of rights goes to the mediator (Art. 4(5)-(6))."""


def clarification(history: History) -> Iterator[Run]:
    """Each respondent answers from the day the summons is proved received; until then the officer must prove it."""
    for opened in history.of("case.clarification_opened"):
        left = next(
            (
                spell.left
                for spell in history.spells
                if spell.status == Status.IN_CLARIFICATION and spell.left and spell.left.seq > opened.seq
            ),
            None,
        )
        concluded = history.first_after(opened.seq, ["case.clarification_concluded"])
        end = min((event for event in (left, concluded) if event), key=lambda event: event.seq, default=None)

        def before_end(event: Event, end: Event | None = end) -> bool:
            return end is None or event.seq <= end.seq

        answer_by = as_date(opened.facts.get("answer_by"))
        received = {
            key.removeprefix("party:"): (day, opened)
            for key, day in dates_in(opened.facts.get("received_on")).items()
            if day
        }
        for event in history.of("case.summons_served", "case.served"):
            if event.seq > opened.seq and before_end(event):
                for party, day in _summoned(history, event).items():
                    received.setdefault(party, (day, event))
        for party in dict.fromkeys(str(party) for party in opened.facts.get("parties") or ()):
            answered = next(
                (
                    event
                    for event in history.of("case.answer_recorded")
                    if event.seq > opened.seq and str(event.facts.get("party")) == party and before_end(event)
                ),
                None,
            )
            ends = [event for event in (answered, end) if event]
            stop = min(ends, key=lambda event: event.seq, default=None)
            stopped = history.stop_day(stop)
            subject = f"party:{party}"
            proof = received.get(party)
            yield Run(
                "summons_proof",
                subject,
                history.day(opened),
                opened.kind,
                opened.seq,
                stopped_on=history.day(proof[1]) if proof else stopped,
            )
            if proof:
                yield Run(
                    "employer_answer",
                    subject,
                    proof[0],
                    proof[1].kind,
                    proof[1].seq,
                    stopped_on=stopped,
                    earliest=answer_by,  # nobody is late before the day that the letter names
                )


def _summoned(history: History, event: Event) -> dict[str, date]:
    """Party id -> the day from which it has to answer: proved receipt; else, undeliverable, the second posting."""
    if event.kind == "case.summons_served":
        return {str(event.facts.get("party")): history.day(event, "received_on", "posted_on")}
    return {
        recipient.removeprefix("party:"): day or history.day(event)
        for recipient, day in dates_in(event.facts.get("recipients")).items()
        if recipient.startswith("party:")
    }


def bipartit(history: History) -> Iterator[Run]:
    """Thirty working days since talks began; where none were held, since the first request was received. Until one of
    these is known the office finds out."""
    counted = (
        ("first_meeting_on",) if history.settings.get("bipartit_counts_from") == "meeting" else _BEGINNINGS
    )
    for started in history.of("case.bipartit_started"):
        stop = history.first_after(started.seq, RULES["bipartit"].stops)
        told = [started, *history.between(started, stop, "case.bipartit_noted")]
        begun = [(as_date(event.facts.get(name)), event) for name in counted for event in told]
        since, by = next(((day, event) for day, event in begun if day), (None, None))
        known = next(
            (event for event in told if any(as_date(event.facts.get(name)) for name in counted)), None
        )
        stopped = history.stop_day(stop)
        if known is not started:
            asked = history.day(started, "requested_on")
            yield Run(
                "bipartit_watch",
                "",
                asked,
                started.kind,
                started.seq,
                stopped_on=history.stop_day(known) or stopped,
            )
        if since and by:
            yield Run("bipartit", "", since, by.kind, by.seq, stopped_on=stopped)


_BEGINNINGS = ("first_meeting_on", "received_on")
"""What talks are counted from; the first that is known."""


def forum_choice(history: History) -> Iterator[Run]:
    """Only where there is something to choose: a dispute of rights alone goes to the mediator."""
    last: Run | None = None
    for registered in history.of("case.dispute_registered"):
        natures = registered.facts.get("natures")
        if natures and not NATURES_WITH_CHOICE & set(natures):
            continue
        if last and last.stopped_on is None:
            continue
        ended = history.first_after(registered.seq, set(RULES["forum_choice"].stops) - {"case.forum_chosen"})
        chosen = history.when_all(registered.seq, "case.forum_chosen")
        stop = min((event for event in (ended, chosen) if event), key=lambda event: event.seq, default=None)
        last = Run(
            "forum_choice",
            "",
            history.day(registered, "on"),
            registered.kind,
            registered.seq,
            stopped_on=history.stop_day(stop),
        )
        yield last
