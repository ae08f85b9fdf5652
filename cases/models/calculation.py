"""What the law says is owed to one claimant, as computed once."""

from functools import cached_property
from typing import Any

from django.db import models

from accounts.models import User
from cases.models.case import Case
from cases.models.parties import Claimant
from cases.rulebook import kept_rulebook
from core import clock
from entitlements import packing


class LawText(models.Model):
    """The rulebook and the words that results were computed with, kept once for all that name it by its digest."""

    digest = models.CharField(primary_key=True, max_length=64)
    content = models.TextField(help_text="Documents and texts as JSON, in their order")
    kept_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.digest[:12]


class CalculationQuerySet(models.QuerySet["Calculation"]):
    def on_record(self) -> "CalculationQuerySet":
        """Without what a run has written that is still under way."""
        return self.filter(pending=False)


class Calculation(models.Model):
    """Inputs, rows and rulebook of one computation. Never redone silently: a new one stands beside it.

    `kept` holds figures and the names of texts (`entitlements.packing`); the words are in `law`, and are written when
    `result` is read. What was kept before there was a `law` holds its words itself.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="calculations")
    claimant = models.ForeignKey(Claimant, models.CASCADE, related_name="calculations")
    inputs = models.JSONField()
    kept = models.JSONField(db_column="result")
    law = models.ForeignKey(LawText, models.PROTECT, null=True, related_name="+")
    total = models.BigIntegerField()
    ruleset = models.CharField(max_length=80)
    rulebook_digest = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    overrides = models.JSONField(default=dict, blank=True, help_text="Row code -> amount and reason")
    pending = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Written by a run that is still under way, and not yet in the history",
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = CalculationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.claimant_id} {self.total}"

    @cached_property
    def result(self) -> dict[str, Any]:
        """The result with its words in both languages, as plain JSON."""
        if self.law_id is None:
            return self.kept
        return packing.unpack(self.kept, kept_rulebook(self.law_id)).as_dict()
