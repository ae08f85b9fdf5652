"""Clocks of going to court, and of the court."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from cases.vocabulary import Status
from workflows.clocks.history import Event, History, Run, about, as_date, ids_in
from workflows.clocks.rules import RULES, Holder
from workflows.clocks.tracks.mediation import Mediation, mediations


def court_limit(history: History) -> Iterator[Run]:
    """A year since mediation failed. The warning date is the earliest reading: the first refusal received, or the day
    after the time to reply has ended in silence; the date from the risalah is shown beside it."""
    suing = [worker for worker in history.present.values() if worker.has_phk_claim]
    if not suing:
        return
    alone = [
        event for event in history.of("case.suit_filed") if isinstance(event.facts.get("claimants"), list)
    ]
    sued = frozenset().union(*(ids_in(event.facts["claimants"]) for event in alone))
    for one in mediations(history):
        failing: dict[tuple[date, str, int], set[int]] = {}
        for worker in suing:
            if worker.id in sued:
                continue
            failures = [
                failure
                for recipient in (f"claimant:{worker.id}", *sorted(history.context.employers))
                if (failure := _failure(history, one, recipient))
            ]
            if one.risalah:
                failures.append((history.day(one.risalah, "on"), one.risalah.kind, one.risalah.seq))
            if failures:
                failing.setdefault(min(failures), set()).add(worker.id)
        risalah = history.stop_day(one.risalah, "on")
        for (since, kind, seq), people in sorted(failing.items()):
            stop = next(
                (event for event in history.of(*RULES["court_limit"].stops)
                 if event.seq > one.opened.seq and event not in alone), None,
            )  # fmt: skip
            claimants = frozenset(people)
            yield Run(
                "court_limit",
                about(claimants, since),
                since,
                kind,
                seq,
                stopped_on=history.stop_day(stop),
                claimants=claimants,
                second_since=risalah if risalah and risalah != since else None,
            )
        if failing:
            return  # the first failure counts


def _failure(history: History, one: Mediation, recipient: str) -> tuple[date, str, int] | None:
    """When this recipient's answer made the anjuran fail; silence fails on the day after the time to reply."""
    reply = one.replies.get(recipient)
    if reply and reply[0] == "refuses":
        return reply[1], "case.reply_recorded", one.replied_at[recipient].seq
    if recipient not in one.served:
        return None
    received, proof = one.served[recipient]
    last_day = history.last_day("replies", received)
    if reply and reply[0] == "agrees" and reply[1] <= last_day:
        return None
    return last_day + timedelta(days=1), "case.served", proof.seq


def cassation(history: History) -> Iterator[Run]:
    """For all of a case, or for those whose ruling it was: then only what ends it for them counts."""
    for ruling in history.of("case.ruling_recorded"):
        people = ids_in(ruling.facts.get("claimants")) & history.present.keys()
        if ruling.facts.get("final") or (isinstance(ruling.facts.get("claimants"), list) and not people):
            continue
        if people:
            yield from _cassation_of(history, ruling, people)
            continue
        stop = history.stop_day(
            next(
                (
                    event
                    for event in history.of(*RULES["cassation"].stops)
                    if event.seq > ruling.seq and not _of_some(history, event)
                ),
                None,
            )
        )
        read, notified = (as_date(ruling.facts.get(name)) for name in ("read_on", "notified_on"))
        run = Run("cassation", "", read or notified or history.day(ruling), ruling.kind, ruling.seq, stop)
        if read and notified and read != notified:  # the worker was absent, the other side was there
            yield replace(run, subject="worker", since=notified, holder=Holder.WORKER)
            yield replace(run, subject="employer", since=read, holder=Holder.EMPLOYER)
        else:
            yield run


def _of_some(history: History, event: Event) -> bool:
    """Whether an event names claimants who are not all that are present."""
    return isinstance(event.facts.get("claimants"), list) and not (
        history.present.keys() <= ids_in(event.facts["claimants"])
    )


def _cassation_of(history: History, ruling: Event, people: frozenset[int]) -> Iterator[Run]:
    """Of a ruling about some of the claimants: it ends with a step, or a ruling, that is about all of these."""
    stop = next(
        (
            event
            for event in history.of(*RULES["cassation"].stops)
            if event.seq > ruling.seq
            and (not _of_some(history, event) or people <= ids_in(event.facts["claimants"]))
        ),
        None,
    )
    since = as_date(ruling.facts.get("notified_on")) or as_date(ruling.facts.get("read_on"))
    yield Run(
        "cassation", about(people, since or history.day(ruling)), since or history.day(ruling), ruling.kind,
        ruling.seq, holder=Holder.WORKER, stopped_on=history.stop_day(stop), claimants=people,
    )  # fmt: skip


def court_watch(history: History) -> Iterator[Run]:
    """No limit of the law tells when a court moves; the office asks after the last thing that is known."""
    for spell in history.spells:
        if spell.status != Status.IN_COURT:
            continue
        last = spell.entered
        for event in history.of(*RULES["court_watch"].starts):
            if event.seq > last.seq and (spell.left is None or event.seq < spell.left.seq):
                last = event
        yield Run(
            "court_watch",
            "",
            history.day(last),
            last.kind,
            last.seq,
            stopped_on=history.stop_day(spell.left),
        )
