"""Offices: their names, who leads them, and the days they are closed. Who works there: accounts.staffing."""

from django.utils.translation import gettext as _

from accounts.models import Holiday, Office, Role
from accounts.principals import Principal
from core.errors import NotFound


def public_office() -> Office | None:
    """The task force that the public speaks to; None before an office is set up."""
    return Office.objects.filter(kind=Office.Kind.SATGAS).order_by("pk").first()


def name_for(principal: Principal) -> str:
    """The office that an officer works for, or how many they are; for everybody else the public one."""
    if len(principal.offices) > 1:
        return _("%(count)s kantor") % {"count": len(principal.offices)}
    if principal.offices:
        return principal.offices[0].name
    public = public_office()
    return public.name if public else ""


LEADING = (Role.SUPERVISOR, Role.DEPUTY, Role.HEAD, Role.MINISTRY_SUPERVISOR)
"""Who invites people to their office, ends their roles, and enters its days off."""


def led_by(principal: Principal) -> list[Office]:
    """The offices that the principal leads."""
    led = {office for office, role in principal.roles if role in LEADING}
    return list(Office.objects.filter(pk__in=led))


def own(principal: Principal) -> list[Office]:
    """The offices in which the principal works."""
    return list(Office.objects.filter(pk__in=principal.office_ids))


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
