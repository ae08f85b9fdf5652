"""What workers do to tell people. Every task is safe to run twice, and at once."""

from celery import shared_task

from notifications import arrivals, delivery


@shared_task(name="notifications.deliver")
def deliver(pk: int) -> None:
    delivery.deliver(pk)


@shared_task(name="notifications.sweep_notifications")
def sweep_notifications() -> int:
    return delivery.sweep()


@shared_task(name="notifications.settle_arrivals")
def settle_arrivals() -> int:
    return arrivals.settle()


@shared_task(name="notifications.prune_attempts")
def prune_attempts() -> int:
    return delivery.prune()
