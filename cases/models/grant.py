"""Who may see a case: the one projected table that lists, search, counts and exports filter by."""

from django.db import models
from django.db.models import Q

from accounts.models import Office, User
from cases.models.case import Case
from cases.vocabulary import GrantScope
from core import clock


class CaseGrantQuerySet(models.QuerySet["CaseGrant"]):
    def current(self) -> "CaseGrantQuerySet":
        return self.filter(until=None)


class CaseGrant(models.Model):
    """An office (or one person) may see a case, within a scope, since an action and until another."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="grants")
    office = models.ForeignKey(Office, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    scope = models.CharField(max_length=10, choices=GrantScope.choices)
    via = models.CharField(max_length=60, help_text="Action or record that gave it, such as escalation:4")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    objects = CaseGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "office", "scope", "via"],
                condition=Q(until=None, user=None),
                name="one_current_office_grant",
            ),
        ]
        indexes = [models.Index(fields=["office", "case"], condition=Q(until=None), name="grant_current")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.scope} {self.office_id or self.user_id}"
