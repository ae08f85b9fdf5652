"""Every error as RFC 9457 `application/problem+json`, with the reason in the reader's language."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from api.idempotency import KeyReused
from cases.access import TooManyAttempts
from core.errors import NotFound
from core.problems import CONTENT_TYPE, document
from workflows.errors import Busy, Invalid, NotAllowed, Refused, Stale


def problem(
    status: int, code: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    body = document(status, code, detail, **more)
    return Response(body, status=status, headers=headers, content_type=CONTENT_TYPE)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook: our refusals and its own errors, in one form."""
    response = _problem_of(error)
    if response is not None:
        set_rollback()
    return response


def _problem_of(error: Exception) -> Response | None:
    match error:
        case NotFound() | Http404():
            return problem(404, "not-found", _("Tidak ada yang dapat dibuka dengan alamat atau nomor ini."))
        case NotAllowed() | PermissionDenied():
            return problem(403, "not-allowed", _("Peran Anda tidak mencakup tindakan ini."))
        case Stale():
            return problem(
                409, "stale", _("Perkara sudah berubah sejak Anda membacanya. Baca lagi, lalu ulangi.")
            )
        case Refused():
            reasons = [str(reason) for reason in error.reasons]
            return problem(409, "refused", " ".join(reasons), reasons=reasons)
        case Invalid():
            return invalid({name: [str(text)] for name, text in error.errors.items()})
        case Busy() | OperationalError():  # a lock that was not given in time, or no database
            return problem(
                503, "busy", _("Perkara sedang dipakai. Coba lagi sebentar."), headers={"Retry-After": "5"}
            )
        case KeyReused():
            return problem(
                409, "key-reused", _("Kunci ini sudah dipakai untuk pengaduan lain. Buat kunci baru, atau kirim isi yang sama.")
            )  # fmt: skip
        case TooManyAttempts():
            return problem(
                429, "too-many-attempts", _("Terlalu banyak percobaan. Coba lagi dalam satu jam."),
                headers={"Retry-After": "3600"},
            )  # fmt: skip
        case exceptions.ValidationError():
            return invalid(error.detail)
        case exceptions.Throttled():
            wait = str(int(getattr(error, "wait", None) or 60))
            return problem(
                429,
                "throttled",
                _("Terlalu banyak permintaan. Coba lagi nanti."),
                headers={"Retry-After": wait},
            )
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return problem(
                401,
                "not-authenticated",
                _("Sertakan token yang berlaku."),
                headers={"WWW-Authenticate": "Bearer"},
            )
        case exceptions.ParseError():
            return problem(400, "parse-error", _("Isinya bukan JSON yang dapat dibaca."))
        case exceptions.MethodNotAllowed():
            return problem(
                405, "method-not-allowed", _("Alamat ini tidak menerima metode itu; lihat header Allow.")
            )
        case exceptions.UnsupportedMediaType():
            return problem(415, "unsupported-media-type", _("Kirim isinya sebagai application/json."))
        case exceptions.APIException():
            return problem(error.status_code, str(error.default_code).replace("_", "-"), str(error.detail))
    return None


def invalid(errors: Any) -> Response:
    """What is wrong with a request, by JSON pointer into its body."""
    found = [{"pointer": f"#/{path}" if path else "#", "detail": text} for path, text in _flat(errors, ())]
    return problem(400, "invalid", _("Ada isian yang perlu diperbaiki."), errors=found)


def _flat(errors: Any, path: tuple[str, ...]):
    if isinstance(errors, dict):
        for name, inner in errors.items():
            yield from _flat(inner, path if name in ("non_field_errors", "__all__") else (*path, str(name)))
    elif isinstance(errors, list | tuple):
        for place, inner in enumerate(errors):
            yield from _flat(inner, path if not isinstance(inner, dict) else (*path, str(place)))
    else:
        yield "/".join(path), str(errors)
