"""Who works in an office, for whoever leads it: invite, give and end roles, begin an account anew."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import offices, staffing
from accounts.models import Role, User
from accounts.principals import Principal
from accounts.staffing import Colleague, Unfit
from portals.shared.doors import doors_of, roof_of
from portals.shared.officers import officer_page
from workflows.errors import NotAllowed

FACTORS = {"totp": gettext_lazy("aplikasi kode"), "webauthn": gettext_lazy("kunci keamanan")}


class RoleForm(forms.Form):
    """A role in an office; `office` and `role` are what was chosen."""

    given = forms.ChoiceField(
        label=gettext_lazy("Peran"), error_messages={"required": gettext_lazy("Pilih perannya.")}
    )

    def __init__(self, *args: Any, by: Principal, **kwargs: Any):
        super().__init__(*args, **kwargs)
        led = [
            (office.name, [(f"{office.pk}:{role}", role.label) for role in roles])
            for office, roles in staffing.roles_to_give(by)
        ]
        self.fields["given"].choices = [("", _("Pilih peran")), *(led if len(led) > 1 else led[0][1])]

    @property
    def asked(self) -> dict[str, Any]:
        office, _colon, role = self.cleaned_data["given"].partition(":")
        return {"office_id": int(office), "role": role}

    def take(self, refused: Unfit) -> None:
        for name, reason in refused.errors.items():
            self.add_error("given" if name == "role" else name if name in self.fields else None, reason)


class InvitationForm(RoleForm):
    field_order = ("name", "email", "given")

    name = forms.CharField(
        label=gettext_lazy("Nama lengkap"),
        max_length=120,
        error_messages={"required": gettext_lazy("Tulis namanya.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Surel"),
        help_text=gettext_lazy("Surel kantor milik orang itu sendiri, bukan kotak surat bersama."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Tulis surelnya."),
            "invalid": gettext_lazy("Tulis surel seperti nama@contoh.go.id."),
        },
    )


def _leads(request: HttpRequest) -> None:
    if not offices.led_by(request.principal):
        raise NotAllowed


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 15 else 0


@require_http_methods(["GET", "HEAD"])
@officer_page()
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in one's offices, with their roles and whether they prove who they are in two ways."""
    by = request.principal
    found = staffing.colleagues(by)
    context = {
        "people": [_shown(one) for one in found if one.memberships],
        "gone": [row for one in found for row in one.ended],
        "leads": bool(offices.led_by(by)),
        "opens": by.has_role(*offices.LEADING, Role.IDENTITY_CUSTODIAN)
        and any(door.name == "satgas" for door in doors_of(by)),
    }
    return _page(request, "people", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def invite(request: HttpRequest) -> HttpResponse:
    """Somebody new, or somebody of another office who works here as well."""
    _leads(request)
    form = InvitationForm(request.POST or None, by=request.principal)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user, sent = staffing.invite(
                request.principal, name=given["name"], email=given["email"], **form.asked
            )
        except Unfit as refused:
            form.take(refused)
        else:
            _tell(request, user, sent)
            return redirect("shared:person", pk=user.pk)
    return _page(request, "invite", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: their roles, another role, and a new beginning for who has lost the way in."""
    _leads(request)
    by = request.principal
    one = staffing.colleague(by, pk)
    asked = request.POST.get("do", "")
    form = RoleForm(request.POST if asked == "give" else None, by=by)
    reason = None
    if request.method == "POST":
        try:
            if asked == "end":
                ended = staffing.end_membership(by, _number(request.POST.get("membership", "")))
                messages.success(
                    request,
                    _("%(name)s bukan lagi %(role)s. Aksesnya berakhir sekarang.")
                    % {"name": ended.user.name, "role": ended.get_role_display()},
                )
            elif asked == "anew":
                _tell(request, *staffing.begin_anew(by, pk))
            elif asked == "give" and form.is_valid():
                made = staffing.give_role(by, pk, **form.asked)
                messages.success(
                    request,
                    _("%(name)s sekarang %(role)s.")
                    % {"name": one.user.name, "role": made.get_role_display()},
                )
        except Unfit as refused:
            if asked == "give":
                form.take(refused)
            else:
                reason = next(iter(refused.errors.values()))
        if not form.errors and not reason:
            return redirect("shared:person", pk=pk)
    led = {office.pk for office in offices.led_by(by)}
    context = {
        "one": _shown(one),
        "roles": [(row, row.office_id in led and row.user_id != by.user_id) for row in one.memberships],
        "ended": one.ended,
        "mine": pk == by.user_id,
        "form": None if pk == by.user_id else form,
        "reason": reason,
    }
    return _page(request, "person", context, status=409 if reason else 400 if form.errors else 200)


def _shown(one: Colleague) -> dict[str, Any]:
    return {"colleague": one, "factors": [FACTORS.get(kind, kind) for kind in one.factors]}


def _tell(request: HttpRequest, user: User, sent: bool) -> None:
    if sent:
        messages.success(request, _("Undangan dikirim ke %(email)s.") % {"email": user.email})
    else:
        messages.warning(
            request,
            _(
                "Surel ke %(email)s belum terkirim. Perannya sudah tercatat; kirim undangannya lagi dari halaman ini."
            )
            % {"email": user.email},
        )


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context |= {"base": roof_of(request.principal)}
    return render(request, f"shared/staffing/{name}.html", context, status=status)
