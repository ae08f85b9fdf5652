"""The walk of filing: one page after the other, all of them from the table of steps."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import offices
from cases.identity import digits
from core.errors import NotFound
from core.origin import source_of
from intake import drafts, filing
from intake.evidence import BadFile
from intake.limits import Full
from intake.models import Draft
from portals.worker import carried, rights, visitor
from portals.worker.complaint import complaint_of
from portals.worker.steps import CHAPTERS, STEPS, Answers, StartForm, Step, StepForm, unfinished, walk


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    draft = visitor.draft_of(request)
    return render(request, "worker/home.html", {"draft": draft, "place": _place(draft) if draft else ""})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What it takes, what happens with the data, and the first question. Only a POST makes a draft."""
    form, status = StartForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        first = {"mulai": {"who": [form.cleaned_data["who"]], "agreed": ["on"]}}
        try:
            begun = drafts.start_draft(carried.carried(request) | first, source=source_of(request))
        except Full as full:
            form.add_error(None, full.reason)
            status = 429
        else:
            carried.forget_carried(request)
            return visitor.remember_draft(redirect("worker:step", next(iter(STEPS))), begun)
    draft = visitor.draft_of(request)
    context = {
        "form": form,
        "draft": draft,
        "place": _place(draft) if draft else "",
        "carried": bool(carried.carried(request)),
    }
    return render(request, "worker/filing/start.html", context, status=status)


def _place(draft: Draft) -> str:
    """Where somebody who comes back goes on."""
    if draft.case_id:
        return reverse("worker:receipt")
    steps = walk(Answers(drafts.answers_of(draft)))
    slugs = [step.slug for step in steps]
    if draft.step not in slugs:
        return reverse("worker:step", args=[slugs[0]])
    missing = [step for step in unfinished(Answers(drafts.answers_of(draft))) if step.slug in slugs]
    return reverse("worker:step", args=[missing[0].slug]) if missing else reverse("worker:check")


@require_http_methods(["GET", "HEAD", "POST"])
@visitor.with_draft
def step(request: HttpRequest, draft: Draft, slug: str) -> HttpResponse:
    """One page of the walk. `?ubah=1`: the person came to change an answer and goes back to check."""
    if draft.case_id:
        if request.method == "POST":
            messages.info(
                request,
                _(
                    "Pengaduan ini sudah terkirim dari jendela lain; yang baru Anda tulis tidak ikut. Sampaikan lewat pesan di halaman perkara."
                ),
            )
        return redirect("worker:receipt")
    answers = Answers(drafts.answers_of(draft))
    here = STEPS.get(slug)
    if here is None or not here.applies(answers):
        raise Http404
    if request.method != "POST":
        return _show(request, draft, here, answers, here.again(answers))
    form = here.form(request.POST, request.FILES, answers=answers)
    try:
        drafts.keep_step(draft, slug, form.as_typed(), page=request.POST.get("page", ""))
    except drafts.Overtaken:
        return _show(request, draft, here, answers, form, kept=here.bind(answers))
    if slug == "bukti":
        return _files(request, draft, here, answers, form)
    if "later" in request.POST:
        return _leave(request, draft)
    if not form.is_valid():
        return _show(request, draft, here, answers, form)
    return _onward(request, draft, here)


def _onward(request: HttpRequest, draft: Draft, here: Step) -> HttpResponse:
    answers = Answers(drafts.answers_of(draft))
    steps = walk(answers)
    if "ubah" in request.GET:
        missing = unfinished(answers)
        return (
            redirect(f"{reverse('worker:step', args=[missing[0].slug])}?ubah=1")
            if missing
            else redirect("worker:check")
        )
    after = steps[steps.index(here) + 1 :]
    if "required" in request.POST:
        needed = unfinished(answers)
        after = [one for one in after if one in needed or not one.may_wait]
    return redirect("worker:step", after[0].slug) if after else redirect("worker:check")


def _show(
    request: HttpRequest,
    draft: Draft,
    here: Step,
    answers: Answers,
    form: StepForm,
    *,
    kept: StepForm | None = None,
) -> HttpResponse:
    """`kept`: what another window has kept meanwhile, where nothing was done with what was sent."""
    steps = walk(answers)
    changing = "ubah" in request.GET
    before = steps[steps.index(here) - 1].slug if steps.index(here) else ""
    back = (
        reverse("worker:check") if changing
        else reverse("worker:step", args=[before]) if before
        else reverse("worker:start")
    )  # fmt: skip
    chapter = [one for one in steps if one.chapter == here.chapter]
    context = {
        "form": form,
        "step": here,
        "page_name": drafts.page_of(draft, here.slug),
        "kept": kept and {"rows": kept.rows() if kept.is_valid() else []},
        "title": here.titled(answers),
        "chapters": CHAPTERS,
        "page": chapter.index(here) + 1,
        "pages": len(chapter),
        "back": back,
        "changing": changing,
        "can_wait": here.may_wait and not changing,
        "files": drafts.named_files(draft) if here.slug == "bukti" else [],
    }
    template = "worker/filing/evidence.html" if here.slug == "bukti" else "worker/filing/step.html"
    return render(request, template, context, status=409 if kept else 200)


def _files(request: HttpRequest, draft: Draft, here: Step, answers: Answers, form: StepForm) -> HttpResponse:
    if key := request.POST.get("drop"):
        drafts.drop_file(draft, key)
        messages.success(request, _("Berkas dihapus."))
        return redirect(request.get_full_path())
    if form.is_valid():
        taken = 0
        for file in form.cleaned_data["files"]:
            try:
                drafts.keep_file(
                    draft, file, kind=form.cleaned_data["kind"] or "other", source=source_of(request)
                )
                taken += 1
            except BadFile as refused:
                form.add_error("files", f"{file.name}: {refused.reason}")
            except Full as full:
                form.add_error("files", full.reason)
                break
        if taken:
            said = ngettext("%(count)s berkas disimpan.", "%(count)s berkas disimpan.", taken) % {
                "count": taken
            }
            messages.success(request, said)
    if not form.is_valid():
        return _show(request, draft, here, answers, form)
    if "later" in request.POST:
        return _leave(request, draft)
    if "add" in request.POST:
        if not form.cleaned_data["files"]:
            form.add_error("files", _("Pilih dahulu foto atau berkasnya, lalu tekan “Tambahkan”"))
            return _show(request, draft, here, answers, form)
        return redirect(request.get_full_path())
    return _onward(request, draft, here)


# --- leaving and coming back -------------------------------------------------------------------------------


def _leave(request: HttpRequest, draft: Draft) -> HttpResponse:
    request.session["resume_code"] = drafts.new_resume_code(draft)
    return redirect("worker:later")


@require_http_methods(["GET", "HEAD", "POST"])
@visitor.with_draft
def later(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Saved: until when, and the code for another device. The code is shown once."""
    if draft.case_id:
        return redirect("worker:receipt")
    if request.method == "POST":
        if "forget" in request.POST:
            messages.success(request, _("Isian tidak lagi dapat dibuka dari perangkat ini tanpa kode."))
            return visitor.forget_draft(redirect("worker:home"))
        if "delete" in request.POST:
            drafts.forget(draft)
            messages.success(request, _("Isian Anda dihapus seluruhnya."))
            return visitor.forget_draft(redirect("worker:home"))
        return _leave(request, draft)
    context = {"draft": draft, "code": request.session.pop("resume_code", ""), "place": _place(draft)}
    return render(request, "worker/filing/later.html", context)


class ResumeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode lanjut"),
        help_text=gettext_lazy("Sepuluh huruf dan angka, misalnya 4K7QX-M9CDF."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "govuk-input--width-10"}),
        error_messages={"required": gettext_lazy("Tulis kode yang Anda catat waktu menyimpan")},
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    form = ResumeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafts.resume(form.cleaned_data["code"], source=source_of(request))
        except drafts.TooManyCodes:
            status = 429
            form.add_error(
                "code",
                _("Sudah terlalu banyak percobaan dari sini. Coba lagi satu jam lagi; isian Anda tetap aman"),
            )
        except NotFound:
            form.add_error(
                "code", _("Kode ini tidak cocok, atau isiannya sudah lewat 14 hari. Periksa huruf demi huruf")
            )
        else:
            return visitor.remember_draft(redirect(_place(draft)), draft)
    return render(request, "worker/filing/resume.html", {"form": form}, status=status)


# --- checking and sending ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@visitor.with_draft
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    if draft.case_id:
        return redirect("worker:receipt")
    answers = Answers(drafts.answers_of(draft))
    missing = unfinished(answers)
    if request.method == "POST" and not missing:
        complaint = complaint_of(answers, language=get_language() or "id")
        reach = answers.of("diri").get("reach", "").strip()
        said = (
            _("Cara menghubungi saya dengan aman: %(reach)s") % {"reach": reach} if reach else "",
            answers.of(carried.TEXT).get("text", ""),
        )
        filing.file_draft(draft, complaint, said=said)
        return rights.forget_told(redirect("worker:receipt"))
    parts = []
    for here in walk(answers):
        form = here.bind(answers)
        if here.slug == "bukti":
            files = drafts.named_files(draft)
            rows = [
                (_("Berkas"), ", ".join(file["name"] for file in files) or _("Belum ada; dapat menyusul"))
            ]
        else:
            rows = form.rows() if form.is_valid() else []
        parts.append(
            {
                "slug": here.slug,
                "title": here.titled(answers),
                "rows": rows,
                "missing": here in missing,
                "is_heading": bool(form.heading),
            }
        )
    context = {
        "parts": parts,
        "missing": missing,
        "known": _known(request, answers),
        "reckoned": answers.of(carried.TEXT).get("text", ""),
        "for_another": answers.for_another,
    }
    return render(request, "worker/filing/check.html", context)


def _known(request: HttpRequest, answers: Answers) -> bool:
    """Whether this visitor has just opened an open case of the same person. Asked of nothing they cannot see."""
    claimant = visitor.claimant_of(request)
    typed = answers.of("diri")
    return claimant is not None and filing.is_same_person(
        claimant, nik=typed.get("nik", ""), phone=typed.get("phone", "")
    )


class KeptForm(forms.Form):
    last_four = forms.CharField(
        label=gettext_lazy("Empat angka terakhir tanda terima"),
        help_text=gettext_lazy("Lihat di catatan atau foto Anda, bukan di layar ini."),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-4"}
        ),
        error_messages={
            "required": gettext_lazy("Tulis empat angka terakhir dari tanda terima yang sudah Anda catat")
        },
    )

    def __init__(self, *args, wanted: str = "", **kwargs):
        self.wanted = wanted
        super().__init__(*args, **kwargs)

    def clean_last_four(self):
        typed = digits(self.cleaned_data["last_four"])
        if typed != self.wanted:
            raise forms.ValidationError(_("Belum cocok. Lihat catatan Anda: empat angka yang paling akhir"))
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
@visitor.with_draft
def receipt(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Reference and receipt, again and again until the person has shown that they kept it, or a day has passed."""
    given = filing.issued(draft)
    if given is None:
        return redirect("worker:start")
    form = KeptForm(request.POST or None, wanted=given.last_four)
    if request.method == "POST" and form.is_valid():
        visitor.let_in(request, filing.confirm_kept(draft))
        messages.success(request, _("Tanda terima sudah Anda simpan. Ini halaman pengaduan Anda."))
        return visitor.forget_draft(redirect("worker:case"))
    context = {"form": form, "given": given, "office": offices.public_office()}
    return render(request, "worker/filing/receipt.html", context)


__all__ = ["check", "home", "later", "receipt", "resume", "start", "step"]
