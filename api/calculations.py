"""What the law says is owed, and by when something must happen. Public and stateless: nothing is kept."""

from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers as drf
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.problems import problem
from api.throttling import ByOrigin
from api.views import problems
from cases.rulebook import answer_to

MOST = 200

EXAMPLE = OpenApiExample(
    "Severance",
    value={
        "kind": "severance", "ground": "43(1)", "wage": 10000000,
        "service": {"start": "2016-01-01", "end": "2025-12-31"},
    },
    request_only=True,
)  # fmt: skip


class Public(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ByOrigin,)
    throttle_scope = "calculate"


class Calculations(Public):
    """What the law says is owed. One object (docs/law.md describes each kind), or an array of up to 200.

    An array is answered by an array in the same order, with `{"errors": […]}` in the place of a bad request.
    """

    @extend_schema(
        operation_id="calculate", request=OpenApiTypes.ANY, examples=[EXAMPLE], auth=[],
        responses={200: OpenApiTypes.ANY, **problems(400, 413, 415, 429)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        asked = request.data
        if isinstance(asked, list):
            if not 1 <= len(asked) <= MOST:
                raise drf.ValidationError(
                    {"non_field_errors": [_("Kirim 1 sampai %(most)s permintaan.") % {"most": MOST}]}
                )
            return Response([answer_to(one) for one in asked])
        answer = answer_to(asked)
        return _refused(answer["errors"]) if "errors" in answer else Response(answer)


def _refused(errors: list[dict[str, Any]]) -> Response:
    """The problem names each field as the other endpoints do, and as docs/law.md writes it."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    found = [
        {"pointer": _pointer(one["field"]), "detail": one["expected"][language], **one} for one in errors
    ]
    return problem(400, "invalid", _("Ada isian yang perlu diperbaiki."), errors=found)


def _pointer(field: str) -> str:
    """`periods[0].owed` -> `#/periods/0/owed`; the whole -> `#`."""
    path = field.replace("[", ".").replace("]", "").replace(".", "/").lstrip("/")
    return f"#/{path}" if path else "#"


def day_of(request: Request, name: str) -> date:
    text = request.query_params.get(name, "")
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not 1945 <= day.year <= 2200:
        raise drf.ValidationError({name: [_("Tulis tanggal sebagai TTTT-BB-HH, misalnya 2026-03-09.")]})
    return day
