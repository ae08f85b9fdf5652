"""Clocks of what was agreed and promised."""

from collections.abc import Iterator

from cases.vocabulary import Status
from workflows.clocks.history import History, Run


def pb_registration(history: History) -> Iterator[Run]:
    """Each agreement until its deed. It outlives the case, as its instalments do, while one of them is still to come:
    without the deed a breach of it cannot be executed."""
    to_come = {promise.promise for promise in history.context.promises}
    recorded = history.of("case.agreement_recorded")
    replaced = {str(event.facts.get("replaces")) for event in recorded if event.facts.get("replaces")}
    ours = history.context.agreements
    for event in recorded:
        agreement = str(event.facts.get("agreement"))
        if ours is not None and event.facts.get("agreement") not in ours:
            continue  # of those who went to another case, or of others of the case that this one came from
        registered = next(
            (
                later
                for later in history.of("case.agreement_registered")
                if later.seq > event.seq and str(later.facts.get("agreement")) == agreement
            ),
            None,
        )
        stopped = history.stop_day(registered)
        if agreement in replaced and stopped is None:
            stopped = max(
                history.day(later) for later in recorded if str(later.facts.get("replaces")) == agreement
            )
        if stopped is None and history.status == Status.CLOSED and f"agreement:{agreement}" not in to_come:
            stopped = history.day(history.closings[-1])
        yield Run(
            "pb_registration",
            f"agreement:{agreement}",
            history.day(event, "signed_on"),
            event.kind,
            event.seq,
            stopped_on=stopped,
        )


def instalment(history: History) -> Iterator[Run]:
    """One clock for each promise and day. The ledger says which are still open: payments decide them."""
    for promise in history.context.promises:
        kind = (
            "case.agreement_recorded"
            if promise.promise.startswith("agreement")
            else "case.commitment_recorded"
        )
        yield Run(
            "instalment",
            f"{promise.promise}:{promise.due_on}",
            promise.made_on,
            kind,
            0,
            due=promise.due_on,
        )
