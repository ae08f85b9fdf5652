"""What the public calculator asks, one short step after the other, and the request that the answers make of the law.

The steps are forms of the same kind as those of filing. What a worker earns, since when, and by whom it ended is asked once;
each thing that happened adds a step of its own, and all of them are reckoned together.
"""

from portals.worker.questions.asking import MATTERS, Question, Told, a_day
from portals.worker.questions.carrying import facts_of
from portals.worker.questions.reckoning import Refused, compared, reckoned, request_for
from portals.worker.questions.table import FIRST, STEPS, answered, unfinished, walk

__all__ = [
    "FIRST", "MATTERS", "STEPS", "Question", "Refused", "Told", "a_day", "answered", "compared", "facts_of", "reckoned",
    "request_for", "unfinished", "walk",
]  # fmt: skip
