"""What the law says is owed to one claimant, as computed once."""

from django.db import models

from accounts.models import User
from cases.models.case import Case
from cases.models.parties import Claimant
from core import clock


class Calculation(models.Model):
    """Inputs, rows and rulebook of one computation. Never redone silently: a new one stands beside it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="calculations")
    claimant = models.ForeignKey(Claimant, models.CASCADE, related_name="calculations")
    inputs = models.JSONField()
    result = models.JSONField()
    total = models.BigIntegerField()
    ruleset = models.CharField(max_length=80)
    rulebook_digest = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    overrides = models.JSONField(default=dict, blank=True, help_text="Row code -> amount and reason")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.claimant_id} {self.total}"
