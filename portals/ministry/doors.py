"""Who comes in here. Everybody else finds nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from core.errors import NotFound


def open_to(*roles: str) -> Callable:
    """A view for officers with one of `roles`; absent, for others as for what is not theirs."""

    def wrap(view: Callable) -> Callable:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.principal.has_role(*roles):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except NotFound:
                raise Http404

        return guarded

    return wrap
