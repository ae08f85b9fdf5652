"""What the law gives the workers of a case, from the facts of the case, kept beside what everybody else says.

A Calculation is written once. A fact that changes afterwards changes nothing by itself: `what_would_change` shows
what a new one would say. An officer may put another amount in the place of a row, with the reason.

`said` is what an officer adds, `facts` makes the request, `keeping` computes and writes, `reading` answers what was
computed, `overriding` puts another amount in its place, `running` does all workers of a case.
"""

from workflows.calculations.facts import inputs_for
from workflows.calculations.keeping import calculate, may_calculate, reckon
from workflows.calculations.overriding import override
from workflows.calculations.reading import (
    by_kind,
    earlier_of,
    effective,
    lacks_hours,
    latest_of,
    offer_beside,
    rows_of,
    what_would_change,
    without_claim,
)
from workflows.calculations.running import failed, go_on, latest_run, resume_stalled, start_run
from workflows.calculations.said import NotEnough, Said, assumed_in_words, missing_in_words, said_today

__all__ = [
    "NotEnough",
    "Said",
    "assumed_in_words",
    "by_kind",
    "calculate",
    "earlier_of",
    "effective",
    "failed",
    "go_on",
    "inputs_for",
    "lacks_hours",
    "latest_of",
    "latest_run",
    "may_calculate",
    "missing_in_words",
    "offer_beside",
    "override",
    "reckon",
    "resume_stalled",
    "rows_of",
    "said_today",
    "start_run",
    "what_would_change",
    "without_claim",
]
