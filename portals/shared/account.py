"""An officer's own account: who they are here, and the language they read in."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.preferences import choose_language
from portals.shared.doors import doors_of, roof_of
from portals.shared.officers import officer_page


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Bahasa"),
        help_text=gettext_lazy("Untuk halaman, kabar, dan surel yang Anda terima."),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih bahasanya.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page()
def account(request: HttpRequest) -> HttpResponse:
    """Name, address and roles, and the choice of a language for pages and for what is sent."""
    by = request.principal
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        choose_language(request.user, language)
        with translation.override(language):
            messages.success(request, _("Bahasa Anda disimpan."))
        response = redirect("shared:account")
        # A browser that was once switched to another language follows the choice, too.
        response.delete_cookie(
            settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_COOKIE_PATH, settings.LANGUAGE_COOKIE_DOMAIN
        )
        return response
    context = {"base": roof_of(by), "form": form, "held": doors_of(by)}
    return render(request, "shared/account.html", context, status=400 if form.errors else 200)
