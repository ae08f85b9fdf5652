"""Names of offices, for the head of a page."""

from accounts.models import Office
from accounts.principals import Principal


def public_office() -> Office | None:
    """The task force that the public speaks to; None before an office is set up."""
    return Office.objects.filter(kind=Office.Kind.SATGAS).order_by("pk").first()


def name_for(principal: Principal) -> str:
    """The office that an officer works for (the first of several), else the public one."""
    if principal.office_name:
        return principal.office_name
    public = public_office()
    return public.name if public else ""
