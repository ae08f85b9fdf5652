"""What workers do for the flow. Every task is safe to run twice, and at once."""

from celery import shared_task

from workflows import relay


@shared_task(name="workflows.relay_outbox")
def relay_outbox() -> int:
    return relay.relay()
