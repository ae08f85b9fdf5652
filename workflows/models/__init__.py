"""Records beside the case, and the case seen as something that moves."""

from workflows.models.flow import CaseFlow
from workflows.models.records import (
    Approval,
    Assignment,
    ClockSignal,
    Escalation,
    Meeting,
    OpenClock,
    Package,
    QueueEntry,
    Recommendation,
    Referral,
)
from workflows.models.runs import CalculationRun

__all__ = [
    "Approval",
    "Assignment",
    "CalculationRun",
    "CaseFlow",
    "ClockSignal",
    "Escalation",
    "Meeting",
    "OpenClock",
    "Package",
    "QueueEntry",
    "Recommendation",
    "Referral",
]
