"""Long work on a case, done in pieces in the background."""

from django.db import models

from accounts.models import User
from cases.models import Case
from core.clock import now


class CalculationRun(models.Model):
    """The calculation of all workers of a case: how far it is, and whose facts were not enough.

    `after` is the number of the last worker that was done. Each piece is written together with it, so that a run
    that was cut off goes on where it stopped and no piece is written twice.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    said = models.JSONField(help_text="What the officer added to the facts of the record")
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    after = models.PositiveIntegerField(default=0)
    sum = models.BigIntegerField(default=0)
    computing_ms = models.PositiveIntegerField(default=0, help_text="Time of one core spent on computing")
    by_kind = models.JSONField(
        default=dict, db_default={}, help_text="Kind of claim -> rupiah and workers, once the run has ended"
    )
    left_out = models.JSONField(
        default=dict, db_default={}, help_text="Fact -> workers of whom a part was left out for want of it"
    )
    errors = models.JSONField(default=list, help_text="Worker number and what was missing; the first 200")
    started_at = models.DateTimeField(default=now)
    touched_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(finished_at=None), name="one_calculation_run_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.done}/{self.total}"

    @property
    def worked(self) -> int:
        """Workers that were looked at, with or without a result."""
        return self.done + self.failed
