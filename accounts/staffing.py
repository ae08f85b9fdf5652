"""Who works in an office: inviting people, giving and ending their roles, and beginning an account anew.

Whoever leads an office does this for it; nobody changes their own roles. A person is invited by e-mail: the letter
holds a link with which they choose a password, once and for three days (PASSWORD_RESET_TIMEOUT).
"""

from dataclasses import dataclass, field
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account import app_settings as allauth_account
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import Membership, Office, Region, Role, User
from accounts.offices import led_by
from accounts.principals import Principal
from core import clock
from core.errors import HakPekerjaError, NotFound

log = structlog.get_logger(__name__)

_CITY = (
    Role.INTAKE_OFFICER, Role.CASE_OFFICER, Role.MEDIATOR, Role.SUPERVISOR, Role.DEPUTY, Role.HEAD,
    Role.IDENTITY_CUSTODIAN, Role.RECEIVING_OFFICER,
)  # fmt: skip
_RECEIVING = (Role.RECEIVING_OFFICER, Role.SUPERVISOR)
_MINISTRY = (Role.MINISTRY_OFFICER, Role.MINISTRY_SUPERVISOR)

ROLES_IN: dict[str, tuple[Role, ...]] = {
    Office.Kind.SATGAS: _CITY,
    Office.Kind.CITY_LABOUR: _CITY,
    Office.Kind.PROVINCIAL_MEDIATORS: _CITY,
    Office.Kind.INSPECTORATE: _RECEIVING,
    Office.Kind.OTHER: _RECEIVING,
    Office.Kind.KANWIL: _MINISTRY,
    Office.Kind.MINISTRY: _MINISTRY,
}
"""The roles that there are in an office, by its kind."""

FIRST_ROLES: dict[str, tuple[Role, ...]] = {
    **dict.fromkeys(ROLES_IN, (Role.SUPERVISOR,)),
    **dict.fromkeys((Office.Kind.INSPECTORATE, Office.Kind.OTHER), (Role.SUPERVISOR, Role.RECEIVING_OFFICER)),
    **dict.fromkeys((Office.Kind.KANWIL, Office.Kind.MINISTRY), (Role.MINISTRY_SUPERVISOR,)),
}
"""What the first person of an office is, who then invites the others."""

SHOWN_FOR = timedelta(days=30)
"""How long a role that ended stays on the list, so that it can be given back."""


class Unfit(HakPekerjaError):
    """What was asked cannot be; `errors` says why, by field."""

    def __init__(self, errors: dict[str, Any]):
        super().__init__(str(errors))
        self.errors = errors


@dataclass
class Colleague:
    """A person of an office, with their roles there and how they prove who they are."""

    user: User
    memberships: list[Membership] = field(default_factory=list)
    ended: list[Membership] = field(default_factory=list)
    factors: list[str] = field(default_factory=list)

    @property
    def has_come(self) -> bool:
        """Whether they have ever logged in."""
        return self.user.last_login is not None


def colleagues(by: Principal, pk: int | None = None) -> list[Colleague]:
    """Who works in the principal's offices, or did in the last month, by name; only person `pk` where named. Two queries."""
    rows = (
        Membership.objects.filter(office__in=by.office_ids, user__is_active=True)
        .exclude(until__lt=clock.now() - SHOWN_FOR)
        .select_related("user", "office", "given_by", "ended_by")
        .order_by("user__name", "user", "office__name", "role", "-since")
    )
    if pk is not None:
        rows = rows.filter(user=pk)
    found: dict[int, Colleague] = {}
    for row in rows:
        one = found.setdefault(row.user_id, Colleague(row.user))
        (one.memberships if row.is_current else one.ended).append(row)
    for user, kind in (
        Authenticator.objects.filter(user__in=found)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .order_by("type")
        .values_list("user", "type")
        .distinct()
    ):
        found[user].factors.append(kind)
    for one in found.values():
        held = {(row.office_id, row.role) for row in one.memberships}
        one.ended = list(
            {
                (row.office_id, row.role): row
                for row in reversed(one.ended)
                if (row.office_id, row.role) not in held
            }.values()
        )
    return list(found.values())


def officers_of(by: Principal) -> list[tuple[int, str]]:
    """Who may have a case in the principal's offices, for a choice, by name. One query."""
    roles = (Role.CASE_OFFICER, Role.SUPERVISOR, Role.MEDIATOR)
    rows = Membership.objects.current().filter(office__in=by.office_ids, role__in=roles, user__is_active=True)
    return list(rows.order_by("user__name", "user").values_list("user", "user__name").distinct())


def colleague(by: Principal, pk: int) -> Colleague:
    """Somebody of an office that the principal leads. Raises NotFound."""
    led = {office.pk for office in led_by(by)}
    found = next(iter(colleagues(by, pk)), None)
    if found is None or not any(row.office_id in led for row in found.memberships + found.ended):
        raise NotFound(str(pk))
    return found


def roles_to_give(by: Principal) -> list[tuple[Office, tuple[Role, ...]]]:
    """The offices that the principal leads, with the roles that there are in each."""
    return [(office, ROLES_IN[office.kind]) for office in led_by(by)]


def invite(by: Principal, *, office_id: int, role: str, name: str, email: str) -> tuple[User, bool]:
    """Give a role to the person of this e-mail address; an account is made where there is none.

    Returns the person and whether the letter went out. Raises Unfit, NotFound.
    """
    office = _led(by, office_id, role)
    email = User.objects.normalize_email(email.strip()).lower()
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email__iexact=email).first()
        if user is None:
            user = User.objects.create_user(email, name=name.strip())
        elif not user.is_active:
            raise Unfit({"email": _("Akun dengan surel ini sudah ditutup.")})
        _give(user, office, role, by)
    return user, send_invitation(user, office)


def give_role(by: Principal, pk: int, *, office_id: int, role: str) -> Membership:
    """Another role for a colleague, or one that ended. Raises Unfit, NotFound."""
    office = _led(by, office_id, role)
    user = colleague(by, pk).user
    with transaction.atomic():
        return _give(user, office, role, by)


def end_membership(by: Principal, pk: int) -> Membership:
    """End a role of somebody else in an office that the principal leads: access ends with the next request.

    Raises NotFound.
    """
    led = [office.pk for office in led_by(by)]
    with transaction.atomic():
        row = (
            Membership.objects.current()
            .select_for_update(of=("self",))
            .filter(pk=pk, office__in=led)
            .exclude(user=by.user_id)
            .select_related("user")
            .first()
        )
        if row is None:
            raise NotFound(str(pk))
        row.until, row.ended_by_id = clock.now(), by.user_id
        row.save(update_fields=["until", "ended_by"])
        roles.ended(row, by=by)
    log.info("role_ended", by=by.user_id, user=row.user_id, office=row.office_id, role=row.role)
    return row


def begin_anew(by: Principal, pk: int) -> tuple[User, bool]:
    """For a colleague who lost password, device and recovery codes, or never got the letter: all of it goes, and a
    new letter with a link. Whoever is logged in with this account is not any more.

    Only where every office of the person is led by the principal, and not for oneself: the way to one account leads
    through two people. Returns the person and whether the letter went out. Raises NotFound, Unfit.
    """
    user = colleague(by, pk).user
    offices = set(user.memberships.current().values_list("office", flat=True))
    if user.pk == by.user_id or not offices:
        raise NotFound(str(pk))
    if not offices <= {office.pk for office in led_by(by)}:
        raise Unfit({"": _("Orang ini juga bekerja di kantor lain. Penyelia kantor itu ikut memutuskan.")})
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Authenticator.objects.filter(user=user).delete()
    log.info("account_begun_anew", by=by.user_id, user=user.pk)
    return user, send_invitation(user, Office.objects.get(pk=min(offices)))


@transaction.atomic
def open_office(
    name: str, *, kind: str, region: str, time_zone: str, leader_name: str, leader_email: str
) -> tuple[Office, User]:
    """An office and the person who leads it. One that is there under this name is given another leader."""
    office, made = Office.objects.get_or_create(name=name, defaults={"kind": kind, "time_zone": time_zone})
    if made and region:
        office.regions.add(Region.objects.get(code=region))
    email = User.objects.normalize_email(leader_email).lower()
    user = User.objects.filter(email__iexact=email).first()
    user = user or User.objects.create_user(email, name=leader_name)
    held = set(Membership.objects.current().filter(user=user, office=office).values_list("role", flat=True))
    Membership.objects.bulk_create(
        Membership(user=user, office=office, role=role)
        for role in FIRST_ROLES[office.kind]
        if role not in held
    )
    return office, user


def link_for(user: User) -> str:
    """Where a person chooses a password. It opens once, until the password or the last log-in has changed."""
    key = allauth_account.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.PUBLIC_URL + path


def send_invitation(user: User, office: Office) -> bool:
    """The letter that says where they work now; with a link while they have no password. False where it did not go."""
    context = {
        "office": office.name,
        "name": user.name,
        "link": "" if user.has_usable_password() else link_for(user),
        "page": settings.PUBLIC_URL + reverse("account_login"),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    with translation.override(user.language):
        subject, _line, text = (
            render_to_string("account/email/invitation.txt", context).strip().partition("\n")
        )
    try:
        send_mail(subject.strip(), text.strip() + "\n", None, [user.email])
    except (SMTPException, OSError) as error:
        log.warning("invitation_not_sent", user=user.pk, error=type(error).__name__)
        return False
    return True


def _led(by: Principal, office_id: int, role: str) -> Office:
    """An office that the principal leads and that has such a role. Raises NotFound, Unfit."""
    office = next((office for office in led_by(by) if office.pk == office_id), None)
    if office is None:
        raise NotFound(str(office_id))
    if role not in ROLES_IN[office.kind]:
        raise Unfit({"role": _("Peran ini tidak ada di kantor itu.")})
    return office


def _give(user: User, office: Office, role: str, by: Principal) -> Membership:
    if user.pk == by.user_id:
        raise Unfit({"email": _("Peran Anda sendiri diberikan oleh penyelia lain.")})
    try:
        with transaction.atomic():
            made = Membership.objects.create(user=user, office=office, role=role, given_by_id=by.user_id)
    except IntegrityError:
        raise Unfit({"role": _("%(name)s sudah memegang peran ini.") % {"name": user.name}})
    log.info("role_given", by=by.user_id, user=user.pk, office=office.pk, role=role)
    return made
