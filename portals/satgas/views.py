"""The officer's door: a case, its people and records, and what can be done with it."""

from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.identity import may_open
from cases.models import Case, CaseEvent, Message
from cases.vocabulary import EvidenceKind
from intake import messages
from intake.bare import NoBareCopy
from intake.evidence import BadFile, add_evidence
from portals.satgas.next_steps import next_steps
from portals.shared import history
from portals.shared.actions import ActionPage, ApprovalPage, statement_actions
from portals.shared.downloads import bare_response, evidence_response
from portals.shared.officers import officer_page
from portals.shared.package import in_words
from portals.shared.pages import page_number
from portals.shared.views import conflict
from workflows import facts, inbox, selectors
from workflows.actions import ACTIONS
from workflows.approvals import approvals_asked_by, approvals_for
from workflows.packages import package_of
from workflows.perform import possible_actions
from workflows.subjects import find_record
from workflows.table import INTAKE, MEDIATOR, OFFICER

TABS = {
    "": gettext_lazy("Ringkasan"),
    "uang": gettext_lazy("Pekerja dan uang"),
    "bukti": gettext_lazy("Bukti"),
    "riwayat": gettext_lazy("Riwayat"),
    "tenggat": gettext_lazy("Tenggat"),
    "pesan": gettext_lazy("Pesan"),
    "dokumen": gettext_lazy("Dokumen"),
}


AT_ONCE = 1000
"""Workers on a page for whoever looks through all of them."""


class NewFile(forms.Form):
    """A file that the office adds to a case."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"), choices=EvidenceKind.choices, initial=EvidenceKind.LETTER
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        help_text=gettext_lazy("Foto, PDF, Word, atau Excel; paling besar 10 MB."),
        error_messages={
            "required": gettext_lazy("Pilih berkasnya."),
            "empty": gettext_lazy("Berkas ini kosong."),
        },
    )


class NewMessage(forms.Form):
    """A line to one worker, to all, or to the office itself."""

    to = forms.ChoiceField(
        label=gettext_lazy("Untuk"),
        choices=[
            ("office", gettext_lazy("Catatan kantor; pekerja tidak membacanya")),
            ("all", gettext_lazy("Semua pekerja perkara ini")),
            ("one", gettext_lazy("Satu pekerja")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih untuk siapa.")},
    )
    number = forms.IntegerField(
        label=gettext_lazy("Nomor pekerja, bila untuk satu orang"),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={"invalid": gettext_lazy("Tulis nomornya dengan angka.")},
    )
    body = forms.CharField(
        label=gettext_lazy("Tulisan"),
        max_length=messages.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Tulis pesannya.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """A case. Each tab is a page of its own and loads only what it shows."""
    by = request.principal
    found = selectors.case_page(by, reference)
    tab = request.GET.get("lihat", "")
    tab = tab if tab in TABS else ""
    form = _form(tab, request, found)
    if request.method == "POST" and form is not None and form.is_valid() and _add(tab, request, found, form):
        return redirect(f"{reverse('satgas:case', args=[found.reference])}?lihat={tab}")
    # Why the dates are what they are rests on the whole history; so do the facts, which then need not ask for it.
    events = selectors.all_events(found) if tab == "tenggat" else None
    known = facts.load(found, history=None if found.lineage else events)
    possible = possible_actions(found, by=by, facts=known)
    context = {
        "case": found,
        "tab": tab,
        "tabs": TABS.items(),
        "title": TABS[tab] if tab else "",
        "steps": next_steps(possible, known),
        "asked": [(one.id, ACTIONS[one.state].label) for one in known.open_records("approval")],
        "statements": statement_actions(found, by, possible),
        "can_import": by.has_role(*INTAKE),
        "form": form,
    }
    status = 400 if form is not None and form.errors else 200
    template = f"satgas/case/{tab or 'ringkasan'}.html"
    return render(request, template, context | _tab(tab, request, found, events), status=status)


def _form(tab: str, request: HttpRequest, found: Case) -> forms.Form | None:
    posted = request.method == "POST"
    if tab == "bukti":
        return NewFile(request.POST, request.FILES) if posted else NewFile()
    if tab == "pesan":
        return NewMessage(request.POST) if posted else NewMessage()
    return None


def _add(tab: str, request: HttpRequest, found: Case, form: forms.Form) -> bool:
    """Keep what was given; False, with the reason beside its field, where it is not taken."""
    by, given = request.principal, form.cleaned_data
    if tab == "bukti":
        try:
            add_evidence(found, file=given["file"], by=by, kind=given["kind"])
        except BadFile as error:
            form.add_error("file", error.reason)
            return False
        flash.success(request, _("Berkas disimpan dalam perkara."))
        return True
    to, claimant = given["to"], None
    if to == "one":
        claimant = selectors.claimant_numbered(found, given["number"] or 0)
        if claimant is None:
            form.add_error("number", _("Tulis nomor pekerja dalam perkara ini."))
            return False
    messages.send(found, body=given["body"], by=by, claimant=claimant, internal=to == "office")
    flash.success(request, _("Catatan disimpan.") if to == "office" else _("Pesan dikirim."))
    return True


def _tab(tab: str, request: HttpRequest, found: Case, events: list[CaseEvent] | None) -> dict[str, Any]:
    by = request.principal
    match tab:
        case "uang":
            waiting, at_once = request.GET.get("sisa") == "1", request.GET.get("semua") == "1"
            page = selectors.workers_of(
                found,
                by=by,
                page=page_number(request),
                only_waiting=waiting,
                order=request.GET.get("urut", ""),
                size=AT_ONCE if at_once else 50,
            )
            return {"page": page, "waiting": waiting, "at_once": at_once}
        case "bukti":
            return {"files": selectors.evidence_of(found, by=by)}
        case "riwayat":
            page = selectors.events_of(found, page=page_number(request))
            page.rows = history.lines(page.rows)
            return {"page": page}
        case "tenggat":
            return {"clocks": selectors.explained(found, events or [])}
        case "pesan":
            thread = selectors.messages_of(found)
            messages.mark_lines_read(thread)
            return {"thread": [_line(row) for row in thread]}
        case "dokumen":
            return {"documents": selectors.documents_of(found), "promises": selectors.promises_of(found)}
    parties, handovers, planned = selectors.beside(found)
    return {
        "parties": parties,
        "clocks": selectors.clocks_of(found, parties),
        "handovers": handovers,
        "meetings": planned,
        "meets": by.has_role(*OFFICER, *MEDIATOR),
    }


@require_safe
@officer_page()
def record(request: HttpRequest, reference: str, record: str) -> HttpResponse:
    """A referral or an escalation of a case, and what can be done with it."""
    by = request.principal
    found = selectors.case_page(by, reference)
    subject = record.replace("-", ":", 1)
    handover = selectors.handover_of(found, subject)
    possible = possible_actions(found, by=by, subject=subject, about=handover)
    version = request.GET.get("versi", "")
    shared = package_of(by, handover, version=int(version) if version.isdecimal() else None)
    context = {
        "case": found,
        "record": handover,
        "slug": record,
        "can": [one for one in possible if one.is_possible],
        "cannot": [one for one in possible if not one.is_possible],
        "shared": shared,
        "package": in_words(shared),
        "history": inbox.history_of(handover),
    }
    return render(request, "satgas/record.html", context)


def _line(message: Message) -> dict[str, Any]:
    """A message with who wrote it to whom."""
    worker = _("Pekerja nomor %(number)s") % {"number": message.claimant.number} if message.claimant else ""
    if message.by_user:
        to = _("catatan kantor") if message.internal else worker or _("semua pekerja")
        who = f"{message.by_user.name} → {to}"
    else:
        who = _("Sistem") if message.internal else worker or _("Pekerja")
    return {"message": message, "by": who, "own": bool(message.by_user) and not message.internal}


@require_safe
@officer_page()
def worker(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One worker of a case; opening the page is logged."""
    by = request.principal
    found = selectors.case_page(by, reference)
    person, opened = selectors.worker_of(found, pk, by=by)
    subject = f"claimant:{person.pk}"
    speakers = selectors.speaking_for(found, person, by=by)
    context = {
        "case": found,
        "person": person,
        "opened": opened,
        "slug": subject.replace(":", "-"),
        "can": [
            action
            for action in ACTIONS.values()
            if action.subject == "claimant" and found.status in action.sources and by.has_role(*action.who)
        ],
        "speakers": speakers,
        "unclaimed": 100 - sum(one.share or 0 for one in speakers),
        "may_open": person.shielded and may_open(found, by),
        "claims": selectors.claims_of(found, person),
        "payments": selectors.payments_of(found, person),
    }
    return render(request, "satgas/worker.html", context)


class OpeningForm(forms.Form):
    """Why somebody who may, opens who a shielded worker is."""

    why = forms.CharField(
        label=gettext_lazy("Mengapa identitas ini perlu dibuka?"),
        help_text=gettext_lazy("Dicatat bersama nama Anda; penyelia membacanya."),
        max_length=120,
        error_messages={"required": gettext_lazy("Tulis alasannya, misalnya: menelepon untuk keselamatan.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def identity(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Who a shielded worker is: shown once, for a stated reason; another look needs another reason."""
    by = request.principal
    found = selectors.case_page(by, reference)
    person = selectors.shielded_worker(found, pk, by=by)
    form, opened = OpeningForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        person, opened = selectors.identity_of(found, pk, by=by, why=form.cleaned_data["why"])
    context = {"case": found, "person": person, "form": form, "opened": opened}
    answer = render(request, "satgas/identity.html", context, status=400 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def evidence(request: HttpRequest, reference: str, pk: int) -> HttpResponse | FileResponse:
    """A file, always as a download and never shown by the browser as a page of ours.

    `?salinan=1`: a copy of a picture that does not tell where it was taken, for showing it to the company. A file of
    a shielded worker is sent for a stated reason, each time, as their name is shown.
    """
    form = OpeningForm(request.POST or None)
    why = form.cleaned_data["why"] if request.method == "POST" and form.is_valid() else ""
    try:
        found = selectors.open_file(request.principal, reference, pk, why=why)
    except selectors.ReasonNeeded as needed:
        context = {"case": needed.case, "person": needed.person, "form": form, "file": True}
        answer = render(request, "satgas/identity.html", context, status=400 if form.errors else 200)
        answer["Cache-Control"] = "no-store"
        return answer
    if "salinan" not in request.GET:
        return evidence_response(found)
    try:
        return bare_response(found)
    except NoBareCopy:
        reason = _("Dari berkas ini tidak dapat dibuat salinan tanpa data lokasi. Buat tangkapan layarnya.")
        return conflict(request, [reason], f"{reverse('satgas:case', args=[reference])}?lihat=bukti")


class Act(ActionPage):
    base = "satgas/base.html"

    def back(self, case: Case, subject: str) -> str:
        if subject.startswith(("referral:", "escalation:")):
            return reverse("satgas:record", args=[case.reference, subject.replace(":", "-")])
        if subject.startswith(("claimant:", "claim:")):
            record = find_record(case, subject)
            return reverse("satgas:worker", args=[case.reference, getattr(record, "claimant_id", record.pk)])
        return reverse("satgas:case", args=[case.reference])


# --- approvals -------------------------------------------------------------------------------------------


@require_safe
@officer_page()
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for my countersignature, and what became of what I asked for."""
    by = request.principal
    waiting, own = approvals_for(by), approvals_asked_by(by)
    return render(request, "satgas/approvals.html", {"waiting": waiting, "own": own})


class Approve(ApprovalPage):
    base = "satgas/base.html"

    def back(self, case: Case, subject: str) -> str:
        return reverse("satgas:approvals")
