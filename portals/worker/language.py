"""The language of the pages; while somebody follows a case, also of what they are sent."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language

from cases.preferences import choose_language
from portals.worker import visitor


def switch(request: HttpRequest) -> HttpResponse:
    """Switch, and remember it for whoever is in with a receipt: the worker, or who represents them."""
    answer = set_language(request)
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES) and (holder := visitor.holder(request)):
        choose_language(holder, language)
    return answer
