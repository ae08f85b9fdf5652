"""Tokens for machines."""

from django.db import models

from accounts.models import User
from core import clock


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
