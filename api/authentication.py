"""Who a program acts as: `Authorization: Bearer <token>`."""

import dataclasses
import secrets

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from accounts import principals
from accounts.models import User
from accounts.principals import Kind
from api.models import ApiToken
from core import clock
from core.sealed import lookup_hash, lookup_hashes


def new_token(user: User, *, name: str) -> str:
    """Make a token for `user`; it is returned once and kept only as a keyed hash."""
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(user=user, name=name, hash=lookup_hash("api-token", token))
    return token


class TokenAuthentication(BaseAuthentication):
    """Sets `request.user` to the officer and `request.principal` to what they may do now."""

    def authenticate(self, request):
        parts = get_authorization_header(request).decode("latin-1").split()
        if not parts or parts[0].lower() != "bearer":
            return None
        given = parts[1] if len(parts) == 2 else "-"
        found = ApiToken.objects.select_related("user").filter(revoked_at=None)
        token = found.filter(hash__in=lookup_hashes("api-token", given)).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed
        # Once a day it is noted that it was used, and once after a rotation it is hashed with the new key.
        used = {"last_used_on": clock.today(), "hash": lookup_hash("api-token", given)}
        if any(getattr(token, name) != value for name, value in used.items()):
            ApiToken.objects.filter(pk=token.pk).update(**used)
        request._request.principal = dataclasses.replace(principals.officer(token.user), kind=Kind.API)
        return token.user, token

    def authenticate_header(self, request) -> str:
        return "Bearer"
