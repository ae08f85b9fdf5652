"""Tokens for machines, and what they were answered."""

from django.db import models

from accounts.models import User
from cases.models import Case
from core import clock
from core.sealed import SealedField


class ApiToken(models.Model):
    """Lets a program act as an officer. Only a keyed hash is kept; the token itself is shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80, help_text="What it is for")
    hash = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class FiledAnswer(models.Model):
    """What a key brought, sealed for a day: a complaint gets its receipts again; with another body it is refused."""

    key = models.UUIDField(unique=True, help_text="The Idempotency-Key it came with")
    body_hash = models.CharField(max_length=80, help_text="Keyed hash of the body")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    receipts = SealedField(help_text="JSON: pairs of claimant id and receipt")
    at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.case_id}"
