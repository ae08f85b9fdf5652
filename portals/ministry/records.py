"""One escalation or referral as its receiver sees it: the package, its files, its history, and what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case, CaseEvent
from cases.vocabulary import GrantScope
from portals.ministry.doors import open_to
from portals.shared.actions import ActionPage
from portals.shared.downloads import evidence_response
from portals.shared.package import in_words
from workflows import inbox
from workflows.packages import (
    SharedPackage,
    attachment_for,
    names_in,
    package_for,
    referral_package_for,
)
from workflows.perform import possible_actions
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
    def attachment(request: HttpRequest, pk: int, evidence: int) -> FileResponse:
        shared = _received(request, kind, pk, version=request.GET.get("versi"))
        return evidence_response(attachment_for(request.principal, shared, evidence))

    act = open_to(*kind.roles)(type("Act", (Act,), {"kind": kind}).as_view())
    return {"record": record, "names": names, "attachment": attachment, "act": act}


def _page(request: HttpRequest, kind: Kind, shared: SharedPackage, **more: Any) -> HttpResponse:
    record = shared.record
    shown = possible_actions(record.case, by=request.principal, subject=shared.subject, about=record)
    actions = [
        (possible, kind.url("act", record.pk, possible.action.name))
        for possible in sorted(shown, key=lambda one: not one.is_possible)
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


def _crumbs(kind: Kind, shared: SharedPackage) -> list[tuple[Any, str]]:
    listed = _("Eskalasi") if kind is ESCALATION else _("Pelimpahan")
    return [(listed, kind.url("list")), (shared.content["case"]["reference"], "")]


class Act(ActionPage):
    """Do something with a record; it leads back to the record, or to the list once the record is finished."""

    scopes = (GrantScope.PACKAGE,)
    kind: Kind

    def dispatch(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:  # type: ignore[override]
        self.base = self.kind.base
        shared = _received(request, self.kind, pk)
        return super().dispatch(request, shared.record.case.reference, name, f"{self.kind.name}-{pk}")

    def back(self, case: Case, subject: str) -> str:
        pk = subject.partition(":")[2]
        return self.kind.url("record", pk) if inbox.is_running(subject) else self.kind.url("list")

    def changes(self, seq: int) -> list[CaseEvent]:
        """Only what concerns this record: the rest of the case was not handed over."""
        return [event for event in super().changes(seq) if event.subject == self.subject]
