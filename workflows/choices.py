"""What can be chosen in a case when an action is asked for: people, claims, payments, companies, files.

Everything is loaded when it is asked for, and once. A claimant chooses among what is their own; names are opened
only where an officer is about to read them.
"""

from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Office, Role
from accounts.principals import Kind, Principal
from cases.access import cases_for, represents
from cases.identity import is_closed_to, reveal
from cases.models import Case, CaseGrant, Claim, Claimant, Evidence
from cases.vocabulary import ClaimState, GrantScope
from core import dates
from core.money import rupiah
from ledger.models import Payment
from workflows.belonging import common_or_own
from workflows.models import Referral
from workflows.packages import Draft, draft_package

SETTLED = (ClaimState.WITHDRAWN, ClaimState.LOST, ClaimState.CARRIED)


class Choices:
    """The material of one case, within what `by` may speak of. `record`: the hand-over that the action is about."""

    def __init__(self, case: Case, by: Principal, record: Any = None):
        self.case, self.by, self.record = case, by, record

    @cached_property
    def handles(self) -> bool:
        """Whether an officer's own office handles the case; a receiving office reads no name here."""
        return (
            self.by.kind in (Kind.OFFICER, Kind.API) and cases_for(self.by).filter(pk=self.case.pk).exists()
        )

    @cached_property
    def people(self) -> list[Claimant]:
        rows = Claimant.objects.filter(case=self.case, withdrawn_at=None).order_by("number")
        if self.by.kind == Kind.CLAIMANT:
            rows = rows.filter(pk=self.by.claimant_id)
        elif self.by.kind == Kind.REPRESENTATIVE:
            rows = rows.filter(pk__in=represents(self.by, self.case))
        elif self.by.on_behalf_of:
            rows = rows.filter(pk=self.by.on_behalf_of)
        return list(rows.only("id", "case_id", "number", "list_id", "name", "shielded", "died_on"))

    @cached_property
    def _opened(self) -> dict[int, dict[str, str]]:
        if not (self.by.kind == Kind.REPRESENTATIVE or (self.by.kind == Kind.OFFICER and self.handles)):
            return {}
        people = [person for person in self.people if not is_closed_to(person, self.by)]
        return reveal(people, ["name"], by=self.by, why="choosing workers for an action")

    def name(self, claimant_id: int) -> str:
        """`12. Budi Santoso`; without the name for those who need none."""
        number = self._number.get(claimant_id, "")
        name = self._opened.get(claimant_id, {}).get("name", "")
        return f"{number}. {name}" if name else _("Pekerja nomor %(number)s") % {"number": number}

    def named_people(self) -> list[tuple[int, str]]:
        """(claimant id, `12. Budi Santoso`)."""
        return [(person.pk, self.name(person.pk)) for person in self.people]

    @cached_property
    def _number(self) -> dict[int, int]:
        return {person.pk: person.number for person in self.people}

    @cached_property
    def by_number(self) -> dict[str, int]:
        """Claimant ids by their number in the case, and by their number in the list they came from."""
        known = {
            person.list_id.upper(): person.pk
            for person in self.people
            if person.list_id and not is_closed_to(person, self.by)
        }
        return known | {str(person.number): person.pk for person in self.people}

    @cached_property
    def claims(self) -> list[Claim]:
        """Claims that are still waited for, with their balances."""
        rows = Claim.objects.filter(case=self.case).exclude(state__in=SETTLED).select_related("balance")
        if isinstance(self.record, Referral):
            rows = rows.filter(pk__in=self.record.claims.all())
        return list(
            rows.filter(claimant__in=[person.pk for person in self.people]).order_by("claimant__number", "id")
        )

    def claim_label(self, claim: Claim) -> str:
        parts = [claim.get_kind_display(), dates.period(claim.period_from, claim.period_to)]
        if len(self.people) > 1:
            parts.insert(0, self.name(claim.claimant_id))
        return " · ".join(part for part in parts if part)

    @cached_property
    def payments(self) -> list[Payment]:
        """Payments that somebody stated and that are not refused; those that wait come first."""
        rows = Payment.objects.filter(case=self.case).exclude(state=Payment.State.DISPUTED)
        rows = rows.filter(claimant__in=[person.pk for person in self.people]).select_related("claim")
        return sorted(rows, key=lambda row: (row.state != Payment.State.STATED, row.paid_on, row.pk))

    def payment_label(self, payment: Payment) -> str:
        parts = [
            rupiah(payment.amount),
            dates.written(payment.paid_on, short=True),
            payment.claim.get_kind_display(),
            payment.get_state_display(),
        ]
        if len(self.people) > 1:
            parts.insert(0, self.name(payment.claimant_id))
        return " · ".join(str(part) for part in parts)

    def parties(self) -> list[tuple[int, str]]:
        return [
            (party.pk, f"{party.employer.legal_name} · {party.get_tier_display()}")
            for party in self.case.parties.select_related("employer")
        ]

    def files(self) -> list[tuple[int, str]]:
        rows = Evidence.objects.filter(common_or_own(self.case), erased_at=None)
        if self.by.kind == Kind.CLAIMANT:
            rows = rows.filter(claimant=self.by.claimant_id)
        elif self.by.kind == Kind.REPRESENTATIVE:
            rows = rows.filter(claimant__in=represents(self.by, self.case))
        return [
            (
                row.pk,
                f"{row.get_kind_display()} · {dates.written(timezone.localdate(row.at), short=True)} · {row.sha256[:6]}",
            )
            for row in rows.order_by("-at")[:200]
        ]

    def officers(self, roles: tuple[str, ...]) -> list[tuple[int, str]]:
        handling = (
            CaseGrant.objects.current().filter(case=self.case, scope=GrantScope.HANDLE).values("office")
        )
        found: dict[int, tuple[str, list[str]]] = {}
        for row in (
            Membership.objects.current()
            .filter(office__in=handling, role__in=roles, user__is_active=True)
            .select_related("user")
            .order_by("user__name")
        ):
            found.setdefault(row.user_id, (row.user.name, []))[1].append(str(Role(row.role).label))
        return [(pk, f"{name} · {', '.join(held)}") for pk, (name, held) in found.items()]

    def offices(self, kinds: tuple[str, ...]) -> list[tuple[int, str]]:
        return list(Office.objects.filter(kind__in=kinds).values_list("pk", "name"))

    @cached_property
    def package(self) -> Draft:
        return draft_package(self.case)
