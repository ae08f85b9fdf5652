"""What workers do to tell people. Every task is safe to run twice, and at once."""

from celery import shared_task

from notifications import delivery


@shared_task(name="notifications.deliver")
def deliver(pk: int) -> None:
    delivery.deliver(pk)


@shared_task(name="notifications.sweep_notifications")
def sweep_notifications() -> int:
    return delivery.sweep()
