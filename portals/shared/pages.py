"""Lists that are turned page by page."""

from django.http import HttpRequest


def page_number(request: HttpRequest, name: str = "halaman") -> int:
    """The page asked for; the first where nothing sensible is."""
    text = request.GET.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1
