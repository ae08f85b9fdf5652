"""Offices: their names, who works there, and the days they are closed."""

from accounts.models import Holiday, Membership, Office, Role
from accounts.principals import Principal
from core import clock
from core.errors import NotFound


def public_office() -> Office | None:
    """The task force that the public speaks to; None before an office is set up."""
    return Office.objects.filter(kind=Office.Kind.SATGAS).order_by("pk").first()


def name_for(principal: Principal) -> str:
    """The office that an officer works for (the first of several), else the public one."""
    if principal.office_name:
        return principal.office_name
    public = public_office()
    return public.name if public else ""


LEADING = (Role.SUPERVISOR, Role.DEPUTY, Role.HEAD)
"""Who may end a membership in their office, and enter its days off."""


def led_by(principal: Principal) -> list[Office]:
    """The offices that the principal leads."""
    led = {office for office, role in principal.roles if role in LEADING}
    return list(Office.objects.filter(pk__in=led))


def people_with(principal: Principal) -> list[Membership]:
    """Who works in the principal's offices now, by office and name."""
    rows = Membership.objects.current().filter(office__in=principal.office_ids, user__is_active=True)
    return list(rows.select_related("user", "office").order_by("office__name", "user__name", "role"))


def end_membership(principal: Principal, pk: int) -> Membership:
    """End a role of somebody else in an office that the principal leads: access ends with the next request.

    Raises NotFound.
    """
    led = [office.pk for office in led_by(principal)]
    row = (
        Membership.objects.current()
        .filter(pk=pk, office__in=led)
        .exclude(user=principal.user_id)
        .select_related("user")
        .first()
    )
    if row is None:
        raise NotFound(str(pk))
    row.until = clock.now()
    row.save(update_fields=["until"])
    return row


def days_off(principal: Principal, year: int) -> list[Holiday]:
    """Days off of a year: the national ones and those of the principal's offices."""
    rows = Holiday.objects.filter(withdrawn_in=None, date__year=year)
    own = rows.filter(office__in=principal.office_ids) | rows.filter(office=None)
    return list(own.select_related("office").order_by("date", "pk"))


def own_day_off(principal: Principal, pk: int) -> Holiday:
    """A day off that an office led by the principal entered. Raises NotFound."""
    led = [office.pk for office in led_by(principal)]
    row = Holiday.objects.filter(pk=pk, office__in=led, withdrawn_in=None).select_related("office").first()
    if row is None:
        raise NotFound(str(pk))
    return row
