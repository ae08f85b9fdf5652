"""Dates of the worker that no office holds: refusing a dismissal, claiming JKP."""

from collections.abc import Iterator
from datetime import date

from cases.vocabulary import ContractKind
from workflows.clocks.history import History, Run, Worker, about, ids_in


def phk_refusal(history: History) -> Iterator[Run]:
    """Seven working days since the notice was received; nothing to warn of where they were over when it was filed."""
    if not history.events:
        return
    general = {"case.bipartit_started", "case.dispute_registered", "case.agreement_recorded"}
    stop = history.first_after(0, general)
    refused = history.of("case.phk_refused")
    said_by_all = any(not ids_in(event.facts.get("claimants")) for event in refused)
    said = frozenset().union(*(ids_in(event.facts.get("claimants")) for event in refused))
    told: dict[date, set[int]] = {}
    for worker in history.present.values():
        if worker.phk_notice_on and worker.id not in said and not said_by_all:
            told.setdefault(worker.phk_notice_on, set()).add(worker.id)
    for notice, people in sorted(told.items()):
        claimants = frozenset(people)
        yield Run(
            "phk_refusal",
            about(claimants, notice),
            notice,
            history.events[0].kind,
            0,
            stopped_on=history.stop_day(stop),
            claimants=claimants,
            not_before=history.filed_on,
        )


def jkp_claim(history: History) -> Iterator[Run]:
    """Six months since the last day of work, for whom the programme is there (PP 37/2021 Arts. 20, 40)."""
    if not history.events:
        return
    claimed = frozenset().union(
        *(ids_in(event.facts.get("claimants")) for event in history.of("case.jkp_claimed"))
    )
    ended: dict[date, set[int]] = {}
    for worker in history.present.values():
        if worker.id not in claimed and worker.work_end and may_claim_jkp(worker):
            ended.setdefault(worker.work_end, set()).add(worker.id)
    proofs = [
        *(history.day(event, "on") for event in history.of("case.agreement_registered")),
        *(history.day(event, "read_on", "notified_on") for event in history.of("case.ruling_recorded")
          if event.facts.get("final")),
    ]  # fmt: skip
    for work_end, people in sorted(ended.items()):
        claimants = frozenset(people)
        yield Run(
            "jkp_claim",
            about(claimants, work_end),
            work_end,
            history.events[0].kind,
            0,
            claimants=claimants,
            second_since=max(proofs, default=None),
            not_before=None if proofs else history.filed_on,
        )


def may_claim_jkp(worker: Worker) -> bool:
    """Whether JKP may be owed: work was ended by the employer, and a PKWT before its time.

    Not after resignation, pension or death; where neither a notice nor a claim of termination is known, it may have
    been one of these. A PKWT whose agreed end is not known is left out as well.
    """
    if not worker.work_end or worker.died:
        return False
    if worker.contract_kind in (ContractKind.PKWT, ContractKind.DAILY, ContractKind.PIECE):
        return bool(worker.contract_end and worker.work_end < worker.contract_end)
    return bool(worker.phk_notice_on or worker.has_phk_claim)
