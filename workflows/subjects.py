"""The records that an action may be about, found within the case and the principal's offices."""

from cases.models import Case, Claim, Claimant
from core.errors import NotFound
from ledger.models import Instalment, Payment
from workflows.models.records import Approval, Escalation, Meeting, Referral
from workflows.table import Action

MODELS = {
    "referral": Referral,
    "escalation": Escalation,
    "approval": Approval,
    "meeting": Meeting,
    "payment": Payment,
    "instalment": Instalment,
    "claimant": Claimant,
    "claim": Claim,
}


def find_subject(case: Case, action: Action, subject: str):
    """The record that `action` is about, locked; None for an action on the case itself.

    Raises NotFound where `subject` ("referral:7") is not of the action's kind or not of this case.
    """
    if not action.subject:
        return None
    if subject.partition(":")[0] != action.subject:
        raise NotFound(subject)
    return find_record(case, subject, lock=True)


def find_record(case: Case, subject: str, *, lock: bool = False):
    """The record of `case` named by `subject`. Raises NotFound."""
    kind, _, pk = subject.partition(":")
    if kind not in MODELS or not pk.isdigit():
        raise NotFound(subject)
    rows = MODELS[kind]._default_manager.all()
    if lock:
        rows = rows.select_for_update(of=("self",))
    record = rows.filter(pk=int(pk), case=case).first()
    if record is None:
        raise NotFound(subject)
    return record
