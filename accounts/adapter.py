"""How allauth behaves here: accounts are made by an office, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_authenticate(self, request, **credentials) -> None:
        """Wrong passwords are counted by django-axes alone; allauth's count is for codes of the second step."""


def account_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Whose password was tried, for django-axes: allauth calls the name of an account `email`, the form `login`."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or request.POST.get("login") or ""
    return str(name).strip().lower()
