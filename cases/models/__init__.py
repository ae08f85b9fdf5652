"""What the record is. Nothing moves here: a `Case` has no transitions (workflows.models.CaseFlow has)."""

from cases.models.audit import AccessLog, AuditRoot
from cases.models.calculation import Calculation, LawText
from cases.models.case import Case
from cases.models.event import CaseEvent, EventNote, FeedPosition, OutboxRow
from cases.models.grant import CaseGrant
from cases.models.material import Document, Evidence, Message, ServiceRecord
from cases.models.parties import Claim, Claimant, Employer, FailedLookup, Mandate, Party

__all__ = [
    "AccessLog",
    "AuditRoot",
    "Calculation",
    "Case",
    "CaseEvent",
    "CaseGrant",
    "Claim",
    "Claimant",
    "Document",
    "Employer",
    "EventNote",
    "Evidence",
    "FailedLookup",
    "FeedPosition",
    "LawText",
    "Mandate",
    "Message",
    "OutboxRow",
    "Party",
    "ServiceRecord",
]
