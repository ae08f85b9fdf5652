"""Following a complaint with reference and receipt, without an account."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import offices, principals
from accounts.principals import Principal
from cases.access import TooManyAttempts, evidence_for, holder_of_receipt
from cases.identity import digits
from cases.models import Claim, Claimant
from core.errors import NotFound
from core.ids import read_receipt, read_reference
from core.origin import source_of
from core.sealed import unseal
from intake import messages as thread
from intake.evidence import BadFile, erase_evidence, give_evidence, may_erase
from intake.limits import Full
from ledger.models import Payment
from notifications.inbox import page_opened
from portals.shared.downloads import evidence_response
from portals.shared.law import as_shown
from portals.shared.views import conflict
from portals.worker import visitor
from portals.worker.doings import DOINGS, FIRST, TOGETHER, Doing, MessageForm
from portals.worker.rows import told_together
from portals.worker.steps import Answers, EvidenceForm
from workflows import calculations, own
from workflows.errors import Invalid, NotAllowed, Refused, Stale
from workflows.forms import ActionForm
from workflows.perform import Performed, perform

AFTER_WITHDRAWING = {"reopen", "report_retaliation"}
"""All that somebody who has left the case can still do in it."""
OF_THE_LIVING = {"record_jkp_claim"}
"""What nobody does for a worker who has died."""
OF_ALL_HEIRS = {"withdraw", "end_court"}
"""What one of several heirs does not do alone; said again where it is tried (workflows.actions.heirs)."""


class FollowForm(forms.Form):
    """One answer for a wrong number, a wrong receipt, and a pair that does not belong together. A slip that everybody
    can see, such as a digit left out, is said beside its field and is not an attempt."""

    reference = forms.CharField(
        label=gettext_lazy("Nomor perkara"),
        help_text=gettext_lazy("Misalnya HP-4K7-9QXM. Huruf besar atau kecil sama saja."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "govuk-input--width-10"}),
        error_messages={"required": gettext_lazy("Tulis nomor perkara, misalnya HP-4K7-9QXM")},
    )  # fmt: skip
    receipt = forms.CharField(
        label=gettext_lazy("Tanda terima"),
        help_text=gettext_lazy("16 angka. Spasi boleh ditulis atau tidak."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "govuk-input--width-20"}),
        error_messages={"required": gettext_lazy("Tulis 16 angka tanda terima")},
    )  # fmt: skip

    def clean_reference(self) -> str:
        typed = self.cleaned_data["reference"]
        if read_reference(typed) is None:
            raise forms.ValidationError(
                _("Nomor perkara ini salah tulis. Periksa huruf demi huruf, misalnya HP-4K7-9QXM")
            )
        return typed

    def clean_receipt(self) -> str:
        typed = self.cleaned_data["receipt"]
        if read_receipt(typed) is None:
            raise forms.ValidationError(
                _("Tanda terima terdiri dari 16 angka; Anda menulis %(count)s. Periksa lagi"),
                params={"count": len(digits(typed))},
            )
        return typed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and (visitor.claimant_of(request) or visitor.mandate_held(request)):
        return redirect("worker:case")
    form = FollowForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            holder = holder_of_receipt(
                form.cleaned_data["reference"], form.cleaned_data["receipt"], source=source_of(request)
            )
        except TooManyAttempts:
            status = 429
            form.add_error(
                None,
                _("Sudah terlalu banyak percobaan dari sini. Coba lagi satu jam lagi. Perkara Anda tetap berjalan dan aman."),
            )  # fmt: skip
        except NotFound:
            form.add_error(
                None,
                _("Nomor perkara dan tanda terima ini tidak cocok. Periksa keduanya angka demi angka, lalu coba lagi."),
            )  # fmt: skip
        else:
            visitor.let_in(request, holder)
            return redirect(visitor.goes_on_at(request, holder))
    return render(request, "worker/following/door.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def represented(request: HttpRequest) -> HttpResponse:
    """The people whom a representative speaks for; choosing one opens that one's part."""
    mandate = visitor.mandate_held(request)
    if mandate is None:
        return redirect("worker:follow")
    people = own.represented(mandate)
    if request.method == "POST":
        chosen = next((row for row in people if str(row.claimant.pk) == request.POST.get("claimant")), None)
        if chosen is None:
            raise Http404
        visitor.choose(request, chosen.claimant.pk)
        return redirect("worker:case")
    return render(request, "worker/following/represented.html", {"case": mandate.case, "people": people})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    visitor.leave(request)
    messages.success(request, _("Anda sudah keluar. Halaman perkara tertutup di perangkat ini."))
    return redirect("worker:home")


def _page(request: HttpRequest, claimant: Claimant, name: str, **context) -> HttpResponse:
    status = context.pop("status", 200)
    by = visitor.principal_of(claimant)
    context |= {"claimant": claimant, "case": claimant.case, "office_name": claimant.case.office.name}
    context["spoken_for"] = own.speaks_for(claimant, by=by)
    return render(request, f"worker/following/{name}.html", context, status=status)


# --- where it stands ---------------------------------------------------------------------------------------


@require_safe
@visitor.with_claimant
def case(request: HttpRequest, claimant: Claimant) -> HttpResponse:
    """Where it stands, whose move it is and by when; then everything else, one tap away."""
    part = own.Part(claimant, by=visitor.principal_of(claimant))
    if request.method == "GET":
        page_opened(part.by, claimant.case)
    possible = _possible(part)
    rest = [
        doing
        for name, doing in possible.items()
        if name not in (*FIRST, "take_back_withdrawal") and not doing.about
    ]
    return _page(
        request,
        claimant,
        "case",
        standing=part.standing,
        glance=own.glance(claimant, unread=thread.unread_by_worker(claimant)),
        first=[possible[name] for name in FIRST if name in possible],
        doings=[doing for doing in rest if not doing.quiet and not doing.formal],
        formal=[doing for doing in rest if doing.formal],
        quiet=[doing for doing in rest if doing.quiet],
        withdrawing=part.withdrawal_waits,
    )


def _possible(part: own.Part) -> dict[str, Doing]:
    """What this worker can do now, in the order of the table."""
    names = {name for name, row in part.actions.items() if row.is_possible}
    names.discard("withdraw" if part.withdrawal_waits else "take_back_withdrawal")
    if part.claimant.withdrawn_at:
        names &= AFTER_WITHDRAWING
    if part.claimant.died_on:
        names -= OF_THE_LIVING
        if own.share_of_several(part.claimant):
            names -= OF_ALL_HEIRS
    return {name: doing for name, doing in DOINGS.items() if name in names}


@require_safe
@visitor.with_claimant
def history(request: HttpRequest, claimant: Claimant) -> HttpResponse:
    return _page(request, claimant, "history", lines=own.timeline(claimant))


@require_safe
@visitor.with_claimant
def money(request: HttpRequest, claimant: Claimant) -> HttpResponse:
    part = own.Part(claimant, by=visitor.principal_of(claimant))
    return _page(
        request,
        claimant,
        "money",
        money=own.money(claimant),
        can="record_payment" in _possible(part),
    )


@require_safe
@visitor.with_claimant
def owed(request: HttpRequest, claimant: Claimant) -> HttpResponse:
    """What the law gives this worker, as the office has it on record: each row with its article and how it came about."""
    made = calculations.latest_of(claimant)
    if made is None:
        return _page(request, claimant, "owed", made=None)
    sheet = as_shown(calculations.effective(made))
    return _page(
        request, claimant, "owed", made=made, sheet=sheet, groups=[told_together(sheet["rows"])],
        left_out=calculations.missing_in_words(made.inputs.get("left_out", ())),
        assumed=calculations.assumed_in_words(made.inputs.get("assumed", ())),
        can_correct="correct_work_facts" in _possible(own.Part(claimant, by=visitor.principal_of(claimant))),
    )  # fmt: skip


@require_safe
@visitor.with_claimant
def papers(request: HttpRequest, claimant: Claimant) -> HttpResponse:
    return _page(request, claimant, "papers", papers=own.documents(claimant))


@require_safe
@visitor.with_claimant
def paper(request: HttpRequest, claimant: Claimant, pk: int) -> HttpResponseBase:
    try:
        return evidence_response(own.document_file(claimant, pk))
    except NotFound:
        raise Http404


@require_safe
@visitor.with_claimant
def proof(request: HttpRequest, claimant: Claimant) -> HttpResponse:
    """Proof of filing, to print and show to whoever asks. It names no receipt."""
    return _page(
        request, claimant, "proof", fingerprint=own.fingerprint(claimant), office=offices.public_office()
    )


# --- messages ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@visitor.with_claimant
def messages_page(request: HttpRequest, claimant: Claimant) -> HttpResponse:
    form = MessageForm(request.POST or None, initial=visitor.take_unsent(request, claimant, MessageForm))
    by = visitor.principal_of(claimant)
    if request.method == "POST" and form.is_valid():
        thread.send(
            claimant.case,
            body=form.cleaned_data["body"],
            by=by,
            claimant=claimant,
            intent=form.cleaned_data["intent"],
        )
        messages.success(request, _("Pesan terkirim. Petugas menjawab di halaman ini."))
        return redirect("worker:messages")
    lines = list(thread.thread(claimant))
    thread.mark_read(claimant)
    return _page(request, claimant, "messages", form=form, lines=lines)


# --- evidence ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@visitor.with_claimant
def evidence(request: HttpRequest, claimant: Claimant) -> HttpResponse:
    form = EvidenceForm(request.POST or None, request.FILES or None, answers=Answers({}))
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["files"]:
            form.add_error("files", _("Pilih dahulu foto atau berkasnya, lalu tekan “Kirim bukti”"))
        elif taken := _take_files(request, claimant, form):
            said = ngettext("%(count)s berkas dikirim.", "%(count)s berkas dikirim.", taken) % {
                "count": taken
            }
            messages.success(request, said)
        if form.is_valid():
            return redirect("worker:evidence")
    return _page(
        request,
        claimant,
        "evidence",
        form=form,
        files=[_described(row, visitor.principal_of(claimant)) for row in own.evidence(claimant)],
    )


def _take_files(request: HttpRequest, claimant: Claimant, form: EvidenceForm) -> int:
    taken = 0
    for file in form.cleaned_data["files"]:
        try:
            give_evidence(
                claimant, file=file, by=visitor.principal_of(claimant),
                kind=form.cleaned_data["kind"] or "other", source=source_of(request),
            )  # fmt: skip
            taken += 1
        except BadFile as refused:
            form.add_error("files", f"{file.name}: {refused.reason}")
        except Full as full:
            form.add_error("files", full.reason)
            break
    return taken


def _described(row, by: Principal) -> dict:
    return {
        "pk": row.pk,
        "kind": row.get_kind_display(),
        "name": unseal(row.original_name),
        "size": row.size,
        "at": row.at,
        "erased": row.erased_at,
        "erasable": may_erase(row, by),
    }


@require_safe
@visitor.with_claimant
def evidence_file(request: HttpRequest, claimant: Claimant, pk: int) -> HttpResponseBase:
    try:
        return evidence_response(evidence_for(visitor.principal_of(claimant), pk))
    except NotFound:
        raise Http404


@require_POST
@visitor.with_claimant
def evidence_erase(request: HttpRequest, claimant: Claimant, pk: int) -> HttpResponse:
    """The worker takes back a file that they gave: the bytes go, that it was given stays."""
    by = visitor.principal_of(claimant)
    try:
        row = evidence_for(by, pk)
    except NotFound:
        raise Http404
    if not may_erase(row, by):
        raise Http404
    erase_evidence(row, by=by)
    messages.success(request, _("Berkas dihapus. Yang tersisa hanya catatan bahwa berkas itu pernah ada."))
    return redirect("worker:evidence")


# --- doing something ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@visitor.with_claimant
def do(request: HttpRequest, claimant: Claimant, name: str) -> HttpResponse:
    """One action, in the worker's words; `?bayar=7` says which payment it is about, `?tuntutan=7` which claim."""
    doing = DOINGS.get(name)
    if doing is None or (claimant.withdrawn_at and name not in AFTER_WITHDRAWING):
        raise Http404
    by = visitor.principal_of(claimant)
    try:
        record = _record(request, claimant, doing)
    except (NotFound, ValueError):
        raise Http404
    back = reverse("worker:case")
    part = own.Part(claimant, by=by)
    actions = part.actions_on(doing.subject(record), record) if doing.about == "claim" else part.actions
    if name not in actions:
        raise Http404
    if (reasons := actions[name].reasons) and request.method != "POST":
        return conflict(request, list(reasons), back)
    made = doing.form(claimant.case, by, record)
    _ask_for_whom(made, claimant, by, name)
    form = (
        made(request.POST)
        if request.method == "POST"
        else made(initial=doing.start(claimant) | visitor.take_unsent(request, claimant, made))
    )
    if request.method == "POST" and form.is_valid():
        together = form.cleaned_data.get("siapa") == "semua"
        try:
            done = perform(
                claimant.case_id,
                name,
                by=principals.representative(by.id or 0) if together else by,
                params=doing.params(form, record),
                seen=form.cleaned_data["seen"],
                intent=form.cleaned_data["intent"],
                note=form.cleaned_data.get("note", ""),
                subject=doing.subject(record),
            )
        except Invalid as error:
            form.take(error)
        except Stale:
            return _again(request, part, doing, record, made)
        except Refused as refused:
            return conflict(request, refused.reasons, back)
        except (NotAllowed, NotFound):
            raise Http404
        else:
            messages.success(request, doing.done)
            if done.split_from:
                messages.success(request, _gone_alone(done))
            return redirect("worker:case")
    return _ask(request, part, doing, record, form)


def _record(request: HttpRequest, claimant: Claimant, doing: Doing) -> Claimant | Claim | Payment | None:
    """What is acted on, of this worker's own. Raises NotFound, ValueError."""
    match doing.about:
        case "payment":
            return own.payment(claimant, int(request.GET.get("bayar", "")))
        case "claim":
            return own.claim(claimant, int(request.GET.get("tuntutan", "")))
    return claimant if doing.action.subject else None


def _ask_for_whom(made: type[ActionForm], claimant: Claimant, by: Principal, name: str) -> None:
    """A representative of several says whether this is for the one whose page it is, or for all of them."""
    others = own.others_represented(claimant, by) if name in TOGETHER else 0
    if others:
        made.base_fields["siapa"] = forms.ChoiceField(
            label=_("Untuk siapa?"),
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih untuk siapa Anda bertindak")},
            choices=[
                ("satu", _("Hanya %(name)s") % {"name": own.name_of(claimant, by=by)}),
                (
                    "semua",
                    _("Semua pekerja yang saya wakili di perkara ini (%(count)s)") % {"count": others + 1},
                ),
            ],
        )


def _gone_alone(done: Performed) -> str:
    """Said to whoever acted alone in a case of many."""
    return _(
        "Bagian Anda kini berjalan sendiri dengan nomor perkara baru: %(reference)s. Catat nomor ini. Tanda terima Anda tetap sama, dan nomor lama %(before)s tetap dapat dipakai. Pekerja lain tetap di perkara lama."
    ) % {"reference": done.case.reference, "before": done.split_from}


def _again(request: HttpRequest, part: own.Part, doing: Doing, record, made) -> HttpResponse:
    """The case has moved meanwhile: nothing was done, what was typed is still there, and it can be sent again."""
    part.case.refresh_from_db()
    typed = request.POST.copy()
    typed["seen"] = str(part.case.version)
    form = made(typed)
    form.add_error(
        None,
        _(
            "Perkara Anda berubah sejak halaman ini dibuka, jadi belum ada yang dikirim. Periksa lagi, lalu kirim bila masih perlu."
        ),
    )
    return _ask(request, part, doing, record, form, status=409)


def _ask(request: HttpRequest, part: own.Part, doing: Doing, record, form, status: int = 200) -> HttpResponse:
    items = part.missing_items if doing.name == "complete" else ""
    return _page(
        request,
        part.claimant,
        "do",
        doing=doing,
        form=form,
        record=record,
        items=items.splitlines(),
        alone=own.goes_alone(part.claimant, doing.action),
        status=status,
    )
