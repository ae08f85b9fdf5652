"""Who may open an officer's page, and what a refusal becomes there."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.principals import Principal
from core.errors import NotFound
from workflows.errors import Busy, NotAllowed


def officer_page(*roles: str) -> Callable:
    """Only for people who work in an office, with one of `roles` where some are named.

    Absent and not yours are one and the same 404; a role that does not allow it is 403; a locked case 503.
    """

    def wrap(view: Callable) -> Callable:
        @wraps(view)
        @login_required
        def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            by: Principal = request.principal
            if not by.roles:
                return render(request, "shared/no_role.html", status=403)
            if roles and not by.has_role(*roles):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except NotFound:
                raise Http404
            except NotAllowed:
                raise PermissionDenied
            except Busy:
                return render(request, "503.html", status=503)

        return page

    return wrap
