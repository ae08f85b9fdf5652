"""How cases come in at the counter: somebody who walks in, or a list of workers from a spreadsheet."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.regions import kelurahan_by_kecamatan
from cases.vocabulary import ClaimKind, Consent, Naming, Status, Tier
from core.forms import RupiahField
from intake import imports
from intake.columns import FIELDS, BadCell, read_nik, read_phone
from intake.imports import NotReady
from intake.models import WorkerList
from intake.tables import BadTable, write_csv
from portals.shared.officers import officer_page
from portals.shared.pages import page_number
from workflows import selectors
from workflows.filing import ClaimPart, WorkerPart
from workflows.table import INTAKE


class ListForm(forms.Form):
    """The file itself. What is in it is judged by its bytes."""

    file = forms.FileField(
        label=gettext_lazy("Daftar pekerja"),
        help_text=gettext_lazy(
            "Excel (.xlsx) atau CSV, paling besar 5 MB dan 20.000 baris. Baris pertama berisi judul kolom, misalnya "
            "nama, NIK, mulai kerja, upah pokok, upah Juli 2025."
        ),
        error_messages={
            "required": gettext_lazy("Pilih daftarnya."),
            "empty": gettext_lazy("Berkas ini kosong."),
        },
    )


class NewCaseForm(forms.Form):
    """What an officer asks first, whoever comes."""

    employer = forms.CharField(
        label=gettext_lazy("Perusahaan yang mempekerjakan"),
        max_length=200,
        error_messages={"required": gettext_lazy("Tulis nama perusahaannya.")},
    )
    address = forms.CharField(label=gettext_lazy("Alamat perusahaan"), max_length=300, required=False)
    main_contractor = forms.CharField(
        label=gettext_lazy("Kontraktor utama"),
        help_text=gettext_lazy("Bila perusahaan itu subkontraktor."),
        max_length=200,
        required=False,
    )
    project_owner = forms.CharField(label=gettext_lazy("Pemilik proyek"), max_length=200, required=False)
    region = forms.ChoiceField(
        label=gettext_lazy("Tempat kerja"),
        error_messages={"required": gettext_lazy("Pilih kelurahan tempat kerja.")},
    )
    story = forms.CharField(
        label=gettext_lazy("Apa yang terjadi"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Tulis apa yang terjadi; beberapa kalimat cukup.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("Pilih kelurahan")), *kelurahan_by_kecamatan()]

    def about(self, office: int | None) -> dict[str, Any]:
        given = self.cleaned_data
        chain = [
            (given["employer"], Tier.DIRECT, given["address"]),
            (given["main_contractor"], Tier.MAIN_CONTRACTOR, ""),
            (given["project_owner"], Tier.PROJECT_OWNER, ""),
        ]
        return {
            "employers": [
                [name.strip(), str(tier), address] for name, tier, address in chain if name.strip()
            ],
            "story": given["story"],
            "region": given["region"],
            "office": office,
        }


class NewListForm(ListForm, NewCaseForm):
    field_order = ("employer", "address", "main_contractor", "project_owner", "region", "story", "file")
    mark_optional = True

    def clean(self) -> dict[str, Any] | None:
        """A browser does not send a file twice by itself."""
        if self.errors and "file" in self.cleaned_data:
            self.add_error("file", _("Pilih berkasnya sekali lagi, sesudah yang lain diperbaiki."))
        return super().clean()


class WalkInForm(NewCaseForm):
    """One worker at the counter."""

    mark_optional = True
    field_order = ("name", "nik", "phone", "employer", "address", "main_contractor", "project_owner", "region",
                   "story", "kinds", "amount", "consent", "naming")  # fmt: skip

    intent = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(
        label=gettext_lazy("Nama pekerja"),
        max_length=200,
        error_messages={"required": gettext_lazy("Tulis nama pekerja.")},
    )
    nik = forms.CharField(label="NIK", max_length=30, required=False)
    phone = forms.CharField(label=gettext_lazy("Telepon"), max_length=30, required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Hak yang dituntut"),
        choices=ClaimKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu.")},
    )
    amount = RupiahField(
        label=gettext_lazy("Jumlah, bila satu hak saja dan sudah diketahui"), required=False, minimum=1
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("Berbagi data dengan instansi lain"),
        choices=Consent.choices,
        initial=Consent.NOT_ASKED,
        widget=forms.RadioSelect,
    )
    naming = forms.ChoiceField(
        label=gettext_lazy("Nama kepada perusahaan"),
        choices=Naming.choices,
        initial=Naming.NOT_ASKED,
        widget=forms.RadioSelect,
    )

    def clean_nik(self) -> str:
        return self._read(read_nik, "nik")

    def clean_phone(self) -> str:
        return self._read(read_phone, "phone")

    def _read(self, reader, name: str) -> str:
        text = self.cleaned_data[name]
        try:
            return reader(text) if text.strip() else ""
        except BadCell as error:
            raise forms.ValidationError(_(error.reason))

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if given.get("amount") and len(given.get("kinds", [])) > 1:
            self.add_error("amount", _("Pilih satu hak saja untuk jumlah ini, atau kosongkan."))
        return given

    @property
    def worker(self) -> WorkerPart:
        given = self.cleaned_data
        return WorkerPart(
            name=given["name"].strip(),
            nik=given["nik"],
            phone=given["phone"],
            consent=given["consent"],
            naming=given["naming"],
            claims=tuple(ClaimPart(kind, given["amount"]) for kind in given["kinds"]),
        )


def _own_satgas(request: HttpRequest) -> int | None:
    """The office that takes the case: the officer's own, where there is only one."""
    offices = {office for office, role in request.principal.roles if role in INTAKE}
    return min(offices, default=None)


# --- new cases -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(*INTAKE)
def walk_in(request: HttpRequest) -> HttpResponse:
    """Take down a complaint at the counter; the receipt is printed at once."""
    form = WalkInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = imports.walk_in(
            form.about(_own_satgas(request)),
            form.worker,
            by=request.principal,
            intent=form.cleaned_data["intent"],
        )
        messages.success(request, _("Perkara dibuat. Cetak tanda terimanya untuk pekerja."))
        return redirect("satgas:slips", pk=kept.pk)
    return render(request, "satgas/arriving/walk_in.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(*INTAKE)
def new_list(request: HttpRequest) -> HttpResponse:
    """A new case that begins with a list of workers."""
    form = NewListForm(request.POST, request.FILES) if request.method == "POST" else NewListForm()
    if (
        request.method == "POST"
        and form.is_valid()
        and (kept := _start(request, form, about=form.about(_own_satgas(request))))
    ):
        return redirect("satgas:list", pk=kept.pk)
    return render(
        request, "satgas/arriving/new_list.html", {"form": form}, status=400 if form.errors else 200
    )


# --- lists -----------------------------------------------------------------------------------------------


@require_safe
@officer_page(*INTAKE)
def lists(request: HttpRequest) -> HttpResponse:
    return render(request, "satgas/arriving/lists.html", {"lists": imports.lists_of(request.principal)})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(*INTAKE)
def into_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Upload a list for a case that is there already."""
    case = selectors.case_page(request.principal, reference)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if case.status == Status.CLOSED:
        messages.warning(request, _("Perkara sudah selesai. Buka kembali dahulu."))
        return redirect("satgas:case", reference=case.reference)
    if request.method == "POST" and form.is_valid() and (kept := _start(request, form, case=case)):
        return redirect("satgas:list", pk=kept.pk)
    context = {"form": form, "case": case}
    return render(request, "satgas/arriving/into_case.html", context, status=400 if form.errors else 200)


def _start(request: HttpRequest, form: forms.Form, **what) -> WorkerList | None:
    try:
        return imports.start_list(form.cleaned_data["file"], by=request.principal, **what)
    except BadTable as error:
        form.add_error("file", _(error.reason))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(*INTAKE)
def one_list(request: HttpRequest, pk: str) -> HttpResponse:
    """How far a list is; what each column means, what each row says, and what stands against it; then enter it, or not.

    The page may be left at any time: the work goes on, and the list stands among those that wait.
    """
    by = request.principal
    kept = imports.list_for(by, pk)
    reason = imports.problem_of(kept)
    if request.method == "POST":
        match request.POST.get("do"):
            case "columns":
                count = len(kept.fields)
                imports.choose_fields(kept, [request.POST.get(f"column_{n}", "") for n in range(count)])
                return redirect("satgas:list", pk=kept.pk)
            case "discard":
                if imports.discard(kept):
                    messages.success(request, _("Daftar dibuang. Tidak ada yang dimasukkan."))
                    return redirect("satgas:imports")
                return redirect("satgas:list", pk=kept.pk)
            case "enter":
                try:
                    kept = imports.enter(
                        kept,
                        by=by,
                        seen=request.POST.get("seen", ""),
                        skip_bad="skip_bad" in request.POST,
                        receipts="receipts" in request.POST,
                    )
                except NotReady as error:
                    reason = _(error.reason)
                else:
                    return redirect("satgas:list", pk=kept.pk)
    if request.htmx:
        if not kept.is_working:
            return HttpResponseClientRedirect(reverse("satgas:list", args=[kept.pk]))
        return render(request, "satgas/arriving/progress.html", {"kept": kept})
    if kept.state == WorkerList.State.DONE:
        return redirect("satgas:slips", pk=kept.pk)
    again = reverse("satgas:import", args=[kept.case.reference]) if kept.case else reverse("satgas:new_list")
    context = {"kept": kept, "reason": reason, "again": again}
    if kept.state == WorkerList.State.READY:
        context |= _preview(request, kept)
    status = 409 if request.method == "POST" else 200
    return render(request, "satgas/arriving/list.html", context, status=status)


ONLY = {"salah": "bad", "ragu": "doubtful"}


def _preview(request: HttpRequest, kept: WorkerList) -> dict[str, Any]:
    only = request.GET.get("baris", "")
    seen = imports.preview(kept, only=ONLY.get(only, ""), page=page_number(request))
    return {
        "seen": seen,
        "only": only,
        "page": seen.page,
        "fields": FIELDS.items(),
        "empty": [
            heading
            for heading, field, sample in zip(seen.headings, kept.fields, seen.samples, strict=True)
            if field and not sample
        ],
        "headings": [
            {"place": place, "heading": heading, "field": field, "sample": sample}
            for place, (heading, field, sample) in enumerate(
                zip(seen.headings, kept.fields, seen.samples, strict=True)
            )
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(*INTAKE)
def slips(request: HttpRequest, pk: str) -> HttpResponse:
    """What was entered, and receipts to print, one slip a worker; then they are forgotten."""
    by = request.principal
    kept = imports.list_for(by, pk)
    if not kept.done_at:
        return redirect("satgas:list", pk=kept.pk)
    if request.method == "POST":
        imports.forget_receipts(kept)
        messages.success(request, _("Tanda terima dihapus dari sistem."))
        return (
            redirect("satgas:case", reference=kept.case.reference)
            if kept.case
            else redirect("satgas:imports")
        )
    context = {
        "kept": kept,
        "case": kept.case,
        "page": imports.slips_of(kept, by=by, page=page_number(request)),
        "address": settings.PUBLIC_URL + reverse("worker:follow"),
    }
    return render(request, "satgas/arriving/slips.html", context)


@require_safe
@officer_page()
def workers_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """The workers of a case with their money, as a spreadsheet takes it."""
    case = selectors.case_page(request.principal, reference)
    head = [_("Nomor"), _("Nomor dalam daftar"), _("Nama"), _("Menurut hukum"), _("Menjadi hak"), _("Dinyatakan dibayar"),
            _("Dikonfirmasi"), _("Belum dibayar")]  # fmt: skip
    rows = [
        [
            one.person.number,
            one.list_id,
            one.name,
            "" if one.by_law is None else one.by_law,
            one.due,
            one.stated,
            one.confirmed,
            one.outstanding,
        ]
        for one in selectors.workers_of(case, by=request.principal, size=100_000).rows
    ]
    response = HttpResponse(write_csv(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{case.reference}.csv"'
    return response
