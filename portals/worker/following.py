"""Following a complaint with reference and receipt, without an account."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import TooManyAttempts, claimant_by_receipt
from cases.models import Claimant
from core.errors import NotFound
from portals.shared.origin import source_of
from portals.worker import visitor


class FollowForm(forms.Form):
    """One answer for a wrong number, a wrong receipt, and a pair that does not belong together."""

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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and visitor.claimant_of(request):
        return redirect("worker:case")
    form = FollowForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            claimant = claimant_by_receipt(
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
            visitor.let_in(request, claimant.pk)
            return redirect("worker:case")
    return render(request, "worker/following/door.html", {"form": form}, status=status)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    visitor.let_out(request)
    messages.success(request, _("Anda sudah keluar. Halaman perkara tertutup di perangkat ini."))
    return redirect("worker:home")


@visitor.with_claimant
def case(request: HttpRequest, claimant: Claimant) -> HttpResponse:
    return render(request, "worker/following/case.html", {"claimant": claimant, "case": claimant.case})
