"""One escalation or referral as its receiver sees it: the package, its files, its history, and what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portals.ministry.doors import open_to
from portals.shared.package import in_words
from portals.shared.views import conflict
from workflows import inbox
from workflows.actions import ACTIONS
from workflows.errors import Invalid, Refused, Stale
from workflows.forms import form_class, to_params
from workflows.packages import (
    SharedPackage,
    attachment_for,
    names_in,
    package_for,
    referral_package_for,
)
from workflows.perform import perform, possible_actions
from workflows.table import MINISTRY, RECEIVER


@dataclass(frozen=True)
class Kind:
    """What differs between the two kinds of record on these pages."""

    name: str
    open: Callable[..., SharedPackage]
    roles: tuple[str, ...]
    door: str
    base: str

    def url(self, page: str, *args: Any) -> str:
        return reverse(f"{self.door}:{page}", args=args)


ESCALATION = Kind("escalation", package_for, MINISTRY, "ministry", "ministry/base.html")
REFERRAL = Kind("referral", referral_package_for, RECEIVER, "receiving", "ministry/receiving.html")


def _received(request: HttpRequest, kind: Kind, pk: int, *, version: str | None = None) -> SharedPackage:
    """The package as our own office received it. Raises NotFound; 404 for an office that only gave it."""
    number = int(version) if version and version.isdecimal() else None
    shared = kind.open(request.principal, pk, version=number)
    if not shared.received:
        raise Http404
    return shared


def pages(kind: Kind) -> dict[str, Callable[..., HttpResponse]]:
    """The views of one kind of record."""

    @require_safe
    @open_to(*kind.roles)
    def record(request: HttpRequest, pk: int) -> HttpResponse:
        shared = _received(request, kind, pk, version=request.GET.get("versi"))
        return _page(request, kind, shared)

    @require_POST
    @open_to(*kind.roles)
    def names(request: HttpRequest, pk: int) -> HttpResponse:
        """The names of those who agreed: asked for by a press of a button, and logged."""
        shared = _received(request, kind, pk)
        return _page(request, kind, shared, names=names_in(shared, by=request.principal))

    @require_safe
    @open_to(*kind.roles)
    def attachment(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
        shared = _received(request, kind, pk, version=request.GET.get("versi"))
        file = attachment_for(request.principal, shared, evidence)
        suffix = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}.get(
            file.media_type, "bin"
        )
        number = next(row["number"] for row in shared.content["attachments"] if row["id"] == evidence)
        return FileResponse(
            file.file.open("rb"), as_attachment=True, filename=f"lampiran-{number}.{suffix}",
            content_type=file.media_type,
        )  # fmt: skip

    @require_http_methods(["GET", "HEAD", "POST"])
    @open_to(*kind.roles)
    def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
        return _act(request, kind, _received(request, kind, pk), name)

    return {"record": record, "names": names, "attachment": attachment, "act": act}


def _page(request: HttpRequest, kind: Kind, shared: SharedPackage, **more: Any) -> HttpResponse:
    record = shared.record
    actions = [
        (possible, kind.url("act", record.pk, possible.action.name))
        for possible in possible_actions(
            record.case, by=request.principal, subject=shared.subject, about=record
        )
    ]
    context = {
        "base": kind.base,
        "kind": kind,
        "shared": shared,
        "record": record,
        "package": in_words(shared),
        "actions": actions,
        "clocks": inbox.clocks_of(record),
        "history": inbox.history_of(record),
        "crumbs": _crumbs(kind, shared),
        "attachment_url": kind.url("attachment", record.pk, 0).removesuffix("0/"),
        "names_url": kind.url("names", record.pk),
        "names": None,
    }
    return render(request, "ministry/record.html", context | more)


def _crumbs(kind: Kind, shared: SharedPackage, last: Any = None) -> list[tuple[Any, str]]:
    listed = _("Eskalasi") if kind is ESCALATION else _("Pelimpahan")
    reference = shared.content["case"]["reference"]
    page = kind.url("record", shared.record.pk)
    crumbs = [(listed, kind.url("list"))]
    return [*crumbs, (reference, page), (last, "")] if last else [*crumbs, (reference, "")]


def _act(request: HttpRequest, kind: Kind, shared: SharedPackage, name: str) -> HttpResponse:
    """Ask for what an action needs, and do it."""
    record, by = shared.record, request.principal
    page = kind.url("record", record.pk)
    offered = {
        possible.action.name: possible
        for possible in possible_actions(record.case, by=by, subject=shared.subject, about=record)
    }
    if name not in offered:
        raise Http404
    action = ACTIONS[name]
    if request.method != "POST" and not offered[name].is_possible:
        return conflict(request, list(offered[name].reasons), page)
    form = form_class(action, record.case, by=by, subject=shared.subject)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = perform(
                record.case_id, name, by=by, params=to_params(form, action), seen=form.cleaned_data["seen"],
                intent=form.cleaned_data["intent"], note=form.cleaned_data.get("note", ""), subject=shared.subject,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        except Refused as error:
            return conflict(request, error.reasons, page)
        except Stale:
            return conflict(request, [_("Perkara sudah berubah sejak halaman ini dibuka.")], page)
        else:
            if done.approval:
                messages.success(request, _("Sudah diajukan; menunggu persetujuan."))
                return redirect(page)
            messages.success(request, _("Sudah dicatat: %(action)s.") % {"action": action.label})
            record.refresh_from_db()
            return redirect(kind.url("list") if record.ended_at else page)
    context = {
        "base": kind.base,
        "action": action,
        "form": form,
        "record": record,
        "back": page,
        "crumbs": _crumbs(kind, shared, action.label),
    }
    return render(request, "ministry/act.html", context, status=400 if form.errors else 200)
