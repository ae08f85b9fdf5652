"""The records that an action may be about, found within the case and the principal's offices."""

from accounts.principals import Principal
from cases.models import Case
from core.errors import NotFound
from ledger.models import Instalment, Payment
from workflows.models.records import Approval, Escalation, Referral
from workflows.table import Action

MODELS = {
    "referral": Referral,
    "escalation": Escalation,
    "approval": Approval,
    "payment": Payment,
    "instalment": Instalment,
}


def find_subject(case: Case, action: Action, subject: str, by: Principal):
    """The record named by `subject` ("referral:7"), locked; None for an action on the case itself.

    Raises NotFound where it is not of the action's kind or not of this case.
    """
    if not action.subject:
        return None
    kind, _, pk = subject.partition(":")
    if kind != action.subject or not pk.isdigit():
        raise NotFound(subject)
    record = MODELS[kind].objects.select_for_update(of=("self",)).filter(pk=int(pk), case=case).first()
    if record is None:
        raise NotFound(subject)
    return record
