"""What workers and the scheduler do for intake. Every task is safe to run twice, and at once."""

from celery import shared_task

from intake import drafts, imports, limits


@shared_task(name="intake.forget_stale_drafts")
def forget_stale_drafts() -> int:
    limits.forget_old()
    return drafts.forget_stale() + imports.forget_stale_lists()


@shared_task(name="intake.go_on_with_list")
def go_on_with_list(pk: str) -> str:
    """Read, check or enter a list of workers, or go on where another worker was cut off."""
    kept = imports.go_on(pk)
    return kept.state if kept else "gone"


@shared_task(name="intake.resume_lists")
def resume_lists() -> int:
    return imports.resume_stalled()
