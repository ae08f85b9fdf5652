"""Clocks of mediation (UU 2/2004 Arts. 10-15), from hand-over to agreement or risalah."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflows.clocks.counting import Pause
from workflows.clocks.history import Event, History, Run, as_date, dates_in, ids_in
from workflows.clocks.rules import RULES, Holder


@dataclass
class Mediation:
    """One mediation, from hand-over to agreement or risalah."""

    opened: Event
    handed_over: date
    first_session: Event | None = None
    issued: Event | None = None
    served: dict[str, tuple[date, Event]] = field(default_factory=dict)
    replies: dict[str, tuple[str, date]] = field(default_factory=dict)
    replied_at: dict[str, Event] = field(default_factory=dict)
    risalah: Event | None = None
    end: Event | None = None


def mediations(history: History) -> list[Mediation]:
    rounds: list[Mediation] = []
    for event in history.events:
        if event.kind == "case.mediation_opened":
            if rounds and rounds[-1].end is None:
                continue  # the law's time does not start again
            rounds.append(Mediation(event, history.day(event, "handed_over_on")))
            continue
        if not rounds or rounds[-1].end is not None:
            continue
        now = rounds[-1]
        match event.kind:
            case "case.session_held":
                now.first_session = now.first_session or event
            case "case.recommendation_issued":
                now.issued = now.issued or event
            case "case.served" if now.issued:
                for recipient, day in dates_in(event.facts.get("recipients")).items():
                    now.served.setdefault(recipient, (day or history.day(event), event))
            case "case.reply_recorded" if now.issued:
                for recipient, answer in replies_in(event).items():
                    now.replies[recipient] = (answer, history.day(event, "on"))
                    now.replied_at.setdefault(recipient, event)
            case "case.risalah_issued":
                now.risalah = now.end = event
            case "case.agreement_recorded":
                now.end = event
    return rounds


def replies_in(event: Event) -> dict[str, str]:
    """Who answered what ("agrees" or "refuses") in a recorded reply."""
    for name in ("recipients", "recipient", "replies"):
        named = event.facts.get(name)
        if isinstance(named, Mapping):
            return {str(key): str(answer) for key, answer in named.items()}
    if isinstance(event.facts.get("recipient"), str):
        return {event.facts["recipient"]: str(event.facts.get("reply") or event.facts.get("answer") or "")}
    return {}


def recipients(history: History) -> frozenset[str]:
    """Who must get the anjuran: each claimant in the case, and the direct employers."""
    return history.context.employers | {f"claimant:{pk}" for pk in history.present}


def mediation(history: History) -> Iterator[Run]:
    everybody = recipients(history)
    for one in mediations(history):
        opened, ended = one.opened, history.stop_day(one.end)
        started = one.first_session or one.issued
        yield Run(
            "first_session",
            "",
            one.handed_over,
            opened.kind,
            opened.seq,
            stopped_on=history.stop_day(started, "on") or ended,
        )
        if one.first_session:
            all_have_it = one.served and everybody <= one.served.keys()
            delivered = max(day for day, _ in one.served.values()) if all_have_it else None
            yield Run(
                "recommendation",
                "",
                history.day(one.first_session, "on"),
                one.first_session.kind,
                one.first_session.seq,
                stopped_on=delivered or ended,
            )
        yield from _replies(history, one, ended)
        yield from _drafting(history, one, everybody, ended)
        clarified = tuple(
            pause for pause in clarifications(history) if pause.until is None or pause.until > one.handed_over
        )
        yield Run(
            "mediation_total",
            "",
            one.handed_over,
            opened.kind,
            opened.seq,
            stopped_on=ended,
            second_since=one.handed_over if clarified else None,
            second_pauses=clarified,
        )


def meetings(history: History) -> Iterator[Run]:
    """Each meeting until it was held or cancelled; who called it reminds the others and writes down what came of it.

    One to which only those were called who are in another case now went there with them (docs/adr/0009).
    """
    here = {worker.id for worker in history.context.workers}
    for planned in history.of("meeting.planned"):
        called = ids_in(planned.facts.get("claimants"))
        if called and not called & here:
            continue
        stop = next(
            (
                event
                for event in history.of(*RULES["meeting"].stops)
                if event.seq > planned.seq and planned.subject in (event.subject, event.facts.get("meeting"))
            ),
            None,
        )
        everybody = frozenset(history.present) if planned.facts.get("every_worker") else frozenset()
        yield Run(
            "meeting",
            planned.subject,
            history.day(planned),
            planned.kind,
            planned.seq,
            stopped_on=history.stop_day(stop),
            holder=Holder.MEDIATOR if planned.facts.get("kind") == "mediation" else Holder.SATGAS,
            due=as_date(planned.facts.get("on")),
            claimants=everybody or called & history.present.keys(),
        )


def clarifications(history: History) -> list[Pause]:
    """Times of clarification, which Permenakertrans 17/2014 does not count to the mediator."""
    found = []
    for opened in history.of("case.clarification_opened"):
        concluded = history.first_after(opened.seq, ["case.clarification_concluded"])
        found.append(Pause(history.day(opened), history.stop_day(concluded, "on")))
    return found


def _here(history: History, recipient: str) -> bool:
    """Whether a recipient is still in this case: a claimant who was split off answers in the other one."""
    kind, _, pk = recipient.partition(":")
    return kind != "claimant" or int(pk) in history.present


def _replies(history: History, one: Mediation, ended: date | None) -> Iterator[Run]:
    for recipient, (received, proof) in one.served.items():
        if not _here(history, recipient):
            continue
        replied = one.replied_at.get(recipient)
        is_claimant = recipient.startswith("claimant:")
        yield Run(
            "replies",
            recipient,
            received,
            proof.kind,
            proof.seq,
            stopped_on=history.stop_day(replied) or ended,
            holder=Holder.WORKER if is_claimant else Holder.EMPLOYER,
            claimants=frozenset({int(recipient.partition(":")[2])}) if is_claimant else frozenset(),
        )


def _drafting(
    history: History, one: Mediation, everybody: frozenset[str], ended: date | None
) -> Iterator[Run]:
    agreed = {recipient: on for recipient, (answer, on) in one.replies.items() if answer == "agrees"}
    if everybody and everybody <= agreed.keys():
        last = max(agreed[recipient] for recipient in everybody)
        event = max((one.replied_at[recipient] for recipient in everybody), key=lambda item: item.seq)
        yield Run("agreement_drafting", "", last, event.kind, event.seq, stopped_on=ended)
