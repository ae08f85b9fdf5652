"""What the scheduler calls."""

from celery import shared_task

from intake import drafts, imports


@shared_task(name="intake.forget_stale_drafts")
def forget_stale_drafts() -> int:
    return drafts.forget_stale() + imports.forget_stale_lists()
