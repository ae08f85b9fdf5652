"""The case itself."""

from django.db import models

from accounts.models import Office, Region, User
from cases.fields import StatusField, StatusGuard
from cases.vocabulary import Outcome, Source, Status
from core import clock
from core.sealed import SealedField, opened


class Case(StatusGuard, models.Model):
    """One complaint, of one worker or of thousands, against one employer and its chain.

    `status` moves only through `workflows.perform`. `version` counts moves: a page that shows an older one is
    stale. `head_seq` and `head_hash` are the end of the event chain, so that an event is added without
    looking for its predecessor.
    """

    reference = models.CharField(max_length=16, unique=True)
    status = StatusField(max_length=24, choices=Status.choices, default=Status.SUBMITTED, protected=True)
    outcome = models.CharField(max_length=24, choices=Outcome.choices, blank=True)
    came_from = models.CharField(max_length=24, choices=Status.choices, blank=True)
    version = models.PositiveIntegerField(default=0)

    source = models.CharField(max_length=16, choices=Source.choices)
    story = SealedField(was_plain=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    officer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    mediator = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Somebody in it is shielded: who, stands in Claimant.shielded.
    shielded = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    # Cases that this one was split from or that were joined to it: cases.lineage.
    lineage = models.JSONField(default=list, db_default=[], blank=True)

    filed_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="case_status_is_known"),
            models.CheckConstraint(
                condition=models.Q(status=Status.CLOSED) ^ models.Q(outcome=""),
                name="case_outcome_iff_closed",
            ),
        ]
        indexes = [models.Index(fields=["office", "status"]), models.Index(fields=["filed_at"])]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args, **kwargs) -> None:
        """A whole-row save of an existing case would wipe what another writer did meanwhile: name the fields."""
        if self.pk and not kwargs.get("update_fields") and not kwargs.get("force_insert"):
            raise ValueError("Name update_fields when saving an existing case")
        super().save(*args, **kwargs)

    @property
    def story_text(self) -> str:
        """What the workers told, for those who handle the case."""
        return opened(self.story)
