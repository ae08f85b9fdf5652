"""Countersignatures as officers read them: what waits for one, and what became of what one asked for."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from accounts.principals import Principal
from cases.access import cases_for
from cases.models import Case, Claimant
from cases.vocabulary import GrantScope
from core.errors import NotFound
from workflows.actions import ACTIONS
from workflows.models import Approval, OpenClock


@dataclass
class Asked:
    """A countersignature that was asked for, as its page shows it."""

    approval: Approval
    by: Principal

    @property
    def case(self) -> Case:
        return self.approval.case

    @cached_property
    def action(self):
        return ACTIONS[self.approval.action]

    @property
    def may_decide(self) -> bool:
        """Whether the reader is one who may; `decide` has the last word."""
        return (
            self.approval.state == Approval.State.ASKED
            and self.approval.asked_by_id != self.by.id
            and self.by.has_role(*self.action.countersign)
        )

    @cached_property
    def lines(self) -> list[tuple[Any, str]]:
        from workflows.saying import described

        return described(
            self.action, self.approval.params, self.case, by=self.by, subject=self.approval.subject
        )

    @cached_property
    def worker_number(self) -> int | None:
        """Of the worker whose statement this is."""
        stated_by = Claimant.objects.filter(pk=self.approval.on_behalf_of or 0)
        return stated_by.values_list("number", flat=True).first()


def approvals_for(by: Principal) -> list[Asked]:
    """What waits for a countersignature of the principal, the oldest first; what they asked for themself is not."""
    rows = (
        Approval.objects.filter(_approvals_seen(by), state=Approval.State.ASKED)
        .exclude(asked_by=by.user_id)
        .select_related("case__balance", "case__office", "asked_by", "office")
        .annotate(
            due_on=Subquery(_countersign_clock("due_on")), due_at=Subquery(_countersign_clock("due_at"))
        )
        .order_by("asked_at")[:200]
    )
    return [asked for row in rows if (asked := Asked(row, by)).may_decide]


def _countersign_clock(name: str) -> QuerySet:
    """One value of the clock that runs on an approval."""
    subject = Concat(Value("approval:"), Cast(OuterRef("pk"), CharField()))
    return OpenClock.objects.filter(case=OuterRef("case"), clock="countersign", subject=subject).values(name)[
        :1
    ]


def approvals_asked_by(by: Principal) -> list[Asked]:
    """What the principal asked for and how it stands."""
    rows = (
        Approval.objects.filter(_approvals_seen(by), asked_by=by.user_id)
        .select_related("case", "decided_by", "office")
        .order_by("-asked_at")[:30]
    )
    return [Asked(row, by) for row in rows]


def approval_for(by: Principal, pk: int) -> Asked:
    """One approval, for those whose office is asked or handles the case. Raises NotFound."""
    row = (
        Approval.objects.filter(_approvals_seen(by), pk=pk)
        .select_related("case__office", "case__balance", "asked_by", "decided_by", "office")
        .first()
    )
    if row is None:
        raise NotFound(str(pk))
    return Asked(row, by)


def _approvals_seen(by: Principal) -> Q:
    return Q(office__in=by.office_ids) | Q(case__in=cases_for(by, GrantScope.HANDLE))
