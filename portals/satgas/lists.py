"""The officer's lists: the queue, and every case of the office."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.offices import LEADING
from accounts.principals import Principal
from accounts.regions import kecamatan
from accounts.staffing import officers_of
from cases.vocabulary import Source, Status
from portals.shared.officers import officer_page
from portals.shared.pages import page_number
from workflows.clocks.rules import HOLDER_LABELS
from workflows.lists import Wanted, may_stand_in_address
from workflows.lists import cases as all_cases
from workflows.lists import queue as whose_move


class Filter(forms.Form):
    """What a list is narrowed by; it stands in the address, so that it can be kept and passed on."""

    cari = forms.CharField(
        label=gettext_lazy("Cari"),
        help_text=gettext_lazy(
            "Nomor perkara, perusahaan, atau nama, NIK, telepon, surel, atau rekening pekerja yang lengkap"
        ),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    giliran = forms.ChoiceField(label=gettext_lazy("Giliran"), required=False)
    tahap = forms.ChoiceField(label=gettext_lazy("Tahap"), required=False)
    kecamatan = forms.ChoiceField(label=gettext_lazy("Kecamatan"), required=False)
    asal = forms.ChoiceField(label=gettext_lazy("Asal"), required=False)
    kantor = forms.ChoiceField(label=gettext_lazy("Kantor"), required=False)
    petugas = forms.ChoiceField(label=gettext_lazy("Petugas"), required=False)
    terlambat = forms.BooleanField(label=gettext_lazy("Hanya yang terlambat"), required=False)
    saya = forms.BooleanField(label=gettext_lazy("Hanya perkara saya"), required=False)
    urut = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, data, *, by: Principal, districts: list[tuple[str, str]]):
        super().__init__(data)
        anything = ("", _("Semua"))
        holders = [("ours", _("Kami, atau terlambat")), *HOLDER_LABELS.items()]
        self.fields["giliran"].choices = [anything, *holders]
        self.fields["tahap"].choices = [anything, *Status.choices]
        self.fields["kecamatan"].choices = [anything, *districts]
        self.fields["asal"].choices = [anything, *Source.choices]
        if by.has_role(*LEADING):
            self.fields["petugas"].choices = [anything, ("0", _("Belum ditugaskan")), *officers_of(by)]
        else:
            del self.fields["petugas"]
        if len(by.offices) > 1:
            self.fields["kantor"].choices = [anything, *((str(one.id), one.name) for one in by.offices)]
        else:
            del self.fields["kantor"]

    @property
    def used(self) -> int:
        """How many of its parts narrow the list; what the queue opens on is none."""
        self.is_valid()
        given = self.cleaned_data.items()
        return sum(bool(value) and value != "ours" and name != "urut" for name, value in given)

    @property
    def wanted(self) -> Wanted:
        """What was asked for; a part that makes no sense is left out."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            text=given.get("cari", ""),
            holder=given.get("giliran", ""),
            status=given.get("tahap", ""),
            region=given.get("kecamatan", ""),
            source=given.get("asal", ""),
            late=given.get("terlambat", False),
            mine=given.get("saya", False),
            office=int(given.get("kantor") or 0) or None,
            officer=int(given["petugas"]) if given.get("petugas") else None,
            order=given.get("urut", ""),
        )


_SOUGHT = "sought"


def asked_for(request: HttpRequest) -> QueryDict | HttpResponse:
    """What a list is narrowed by. A form posts it, and is sent on to an address that says the same but for what
    may be a person: that stays in the session, out of addresses, histories and logs."""
    if request.method == "POST":
        asked = QueryDict(mutable=True)
        asked.update({name: value for name in Filter.base_fields if (value := request.POST.get(name))})
        sought = asked.get("cari", "").strip()
        if sought and not may_stand_in_address(sought, request.principal):
            request.session[_SOUGHT] = asked.pop("cari")[0]
            asked["orang"] = "1"
        return redirect(f"{request.path}?{asked.urlencode() or 'giliran='}")
    asked = request.GET.copy()
    if asked.pop("orang", None):
        asked["cari"] = request.session.get(_SOUGHT, "")
    return asked


def _opening(asked: QueryDict) -> QueryDict | dict[str, Any]:
    """The queue opens on what our own office must do next, until something else is asked for."""
    if set(asked) <= {"kantor", "halaman", "urut"}:
        return asked.dict() | {"giliran": "ours"}
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def queue(request: HttpRequest) -> HttpResponse:
    """Whose move it is and how late; opens on what our own office must do next."""
    by = request.principal
    asked = asked_for(request)
    if isinstance(asked, HttpResponse):
        return asked
    narrowed = Filter(_opening(asked), by=by, districts=kecamatan())
    page = whose_move(by, narrowed.wanted, page=page_number(request))
    return render(request, "satgas/queue.html", {"page": page, "filter": narrowed})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def cases(request: HttpRequest) -> HttpResponse:
    """Every case of the office, open and closed, the newest first."""
    by = request.principal
    asked = asked_for(request)
    if isinstance(asked, HttpResponse):
        return asked
    narrowed = Filter(asked, by=by, districts=kecamatan())
    page = all_cases(by, narrowed.wanted, page=page_number(request))
    return render(request, "satgas/cases.html", {"page": page, "filter": narrowed})
