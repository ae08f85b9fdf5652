"""Proof that the history is whole, and who read what."""

from django.db import models

from accounts.models import User
from cases.models.case import Case
from core import clock


class AuditRoot(models.Model):
    """A day's signed root over the heads of all chains and the rows that belong to their events: a tail that was cut off
    shows against it, and an amount that was changed."""

    day = models.DateField(unique=True)
    sealed_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(help_text="Events before this moment are covered")
    heads = models.TextField(help_text="Lines case:seq:hash of the chains that grew since the root before")
    rows = models.TextField(
        null=True,
        help_text="Lines of what belongs to these events (cases.covered); null: sealed before there were",
    )
    chains = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.root[:12]}"


class AccessLog(models.Model):
    """A reading of something personal. Not chained: it is for the supervisor and for the worker to ask about."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=80)
    why = models.CharField(max_length=120)
    rows = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.at} {self.what}"
