"""What workers do for the flow. Every task is safe to run twice, and at once."""

from celery import shared_task

from cases import audit
from workflows import calculations, relay
from workflows.clocks.sweep import sweep


@shared_task(name="workflows.relay_outbox")
def relay_outbox() -> int:
    return relay.relay()


@shared_task(name="workflows.prune_outbox")
def prune_outbox() -> int:
    return relay.prune()


@shared_task(name="workflows.sweep_clocks")
def sweep_clocks() -> int:
    return sweep()


@shared_task(name="workflows.seal_audit_day")
def seal_audit_day() -> int:
    return len(audit.seal_due_days())


@shared_task(name="workflows.calculate_case")
def calculate_case(run_id: int) -> int:
    """Calculate all workers of a case, or go on with a run that was cut off."""
    return calculations.go_on(run_id).done


@shared_task(name="workflows.resume_calculations")
def resume_calculations() -> int:
    return calculations.resume_stalled()
