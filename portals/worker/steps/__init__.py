"""What is asked when a complaint is filed: a table of steps, each with its form.

A form says only what it asks; what was typed is kept as it was typed (intake.drafts), so that a half-filled step
can be left and found again. Forms are told the other answers, and leave out what does not concern this person.
"""

from portals.worker.steps.asking import Answers, Step, StepForm, hours, long_ago, today
from portals.worker.steps.claims import WITH_PERIOD, EvidenceForm, OvertimeForm
from portals.worker.steps.people import RepresentativeForm, SafetyForm
from portals.worker.steps.problem import OUTSIDE, StartForm
from portals.worker.steps.table import CHAPTERS, STEPS, unfinished, walk
from portals.worker.steps.work import JobForm

__all__ = [
    "CHAPTERS", "OUTSIDE", "STEPS", "WITH_PERIOD", "Answers", "EvidenceForm", "JobForm", "OvertimeForm",
    "RepresentativeForm", "SafetyForm", "StartForm", "Step", "StepForm", "hours", "long_ago", "today", "unfinished", "walk",
]  # fmt: skip
