"""What the scheduler calls."""

from celery import shared_task

from api.idempotency import forget_answers


@shared_task(name="api.forget_answers")
def forget_stale_answers() -> int:
    return forget_answers()
