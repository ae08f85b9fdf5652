"""Countersignatures: what waits for another person's agreement."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portals.ministry.asked import in_words
from portals.ministry.doors import open_to
from portals.shared.views import conflict
from workflows import inbox
from workflows.errors import Invalid, NotAllowed, Refused, Stale
from workflows.perform import decide
from workflows.table import MINISTRY


class Decision(forms.Form):
    """Agree, or refuse with a reason. `shown`: what the page showed is what is signed."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.CharField(
        label=gettext_lazy("Alasan bila menolak"),
        help_text=gettext_lazy("Pengusul membacanya agar dapat memperbaiki."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )


@require_safe
@open_to(*MINISTRY)
def approvals(request: HttpRequest) -> HttpResponse:
    """What I am asked to sign, and what I asked others to sign."""
    return render(request, "ministry/approvals.html", {"asked": inbox.approvals_for(request.principal)})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*MINISTRY)
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, in full, and the two answers."""
    asked = inbox.approval_for(request.principal, pk)
    form = Decision(request.POST or None, initial={"shown": asked.approval.shown_digest})
    if request.method == "POST" and form.is_valid():
        give = request.POST.get("give") == "1"
        try:
            decide(
                pk, by=request.principal, give=give, shown=form.cleaned_data["shown"],
                answer=form.cleaned_data["answer"],
            )  # fmt: skip
        except Invalid as error:
            for name, reason in error.errors.items():
                form.add_error(name if name in form.fields else None, reason)
        except Refused as error:
            return conflict(request, error.reasons, request.path)
        except (Stale, NotAllowed):
            return conflict(request, [_("Yang diminta sudah berubah, atau sudah dijawab.")], request.path)
        else:
            messages.success(request, _("Disetujui dan dilaksanakan.") if give else _("Ditolak."))
            return redirect("ministry:approvals")
    kind, _separator, record = asked.approval.subject.partition(":")
    context = {
        "asked": asked,
        "approval": asked.approval,
        "rows": in_words(asked),
        "form": form,
        "record_url": reverse("ministry:record", args=[record]) if kind == "escalation" else "",
    }
    return render(request, "ministry/approval.html", context, status=400 if form.errors else 200)
