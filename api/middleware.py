"""What every request to a program's door passes first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core import problems


class WithOrWithoutSlashMiddleware:
    """An address of the API is the same with and without its last slash. A redirect would make a GET of a POST."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if problems.is_for_machines(request) and not request.path_info.endswith("/"):
            request.path_info += "/"
            request.path += "/"
        return self.get_response(request)
