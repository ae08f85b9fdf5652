"""Who is asking, and whether they proved it twice."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from accounts import principals


class OwnLanguageMiddleware:
    """Pages in the language that an officer chose for their account, unless this browser was switched to another."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class Asking(HttpRequest):
    """A request behind the middleware below: who asks, and what they may do now."""

    principal: principals.Principal


class PrincipalMiddleware:
    """`request.principal`: read anew with each request, so that leaving an office ends access at once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.principal = SimpleLazyObject(
            lambda: principals.officer(request.user) if request.user.is_authenticated else principals.ANYONE
        )
        return self.get_response(request)


class SecondFactorMiddleware:
    """An officer without a second factor reaches only the pages that set one up (unless DEMO is on)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not settings.DEMO and request.user.is_authenticated and not self._may_pass(request):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def _may_pass(request) -> bool:
        free = (
            "/akun/",
            settings.STATIC_URL if settings.STATIC_URL.startswith("/") else f"/{settings.STATIC_URL}",
            "/sehat",
        )
        return request.path.startswith(free) or is_mfa_enabled(request.user)
