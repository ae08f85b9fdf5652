"""Records beside the case, and the case seen as something that moves."""

from workflows.models.flow import CaseFlow
from workflows.models.records import (
    Approval,
    ClockSignal,
    Escalation,
    OpenClock,
    Package,
    QueueEntry,
    Recommendation,
    Referral,
)
from workflows.models.runs import CalculationRun

__all__ = [
    "Approval",
    "CalculationRun",
    "CaseFlow",
    "ClockSignal",
    "Escalation",
    "OpenClock",
    "Package",
    "QueueEntry",
    "Recommendation",
    "Referral",
]
