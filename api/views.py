"""The endpoints of v1. They parse and answer; what they do is done in the rooms below."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers as drf
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.middleware import Asking
from accounts.principals import Principal
from api import serializers as wire
from api.idempotency import act_once, file_once
from api.throttling import ByOrigin
from cases.access import case_for, cases_for, claimant_by_receipt
from cases.models import Case as CaseRecord
from cases.vocabulary import Status
from core.errors import NotFound
from core.origin import source_of
from workflows import documents
from workflows.actions import ACTIONS
from workflows.feed import events_since
from workflows.forms import begun, form_class, to_params
from workflows.params import Ask, asks
from workflows.perform import Performed, perform, possible_actions, repeated

MOST = 200

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", UUID, OpenApiParameter.HEADER, required=True,
    description="A UUID of your making. The same one again gives the first result and does nothing twice; with another body"
    " it is refused (409, key-reused) for a day.",
)  # fmt: skip


def problems(*codes: int) -> dict:
    """The errors that an endpoint may answer, for its documentation."""
    return {
        (code, "application/problem+json"): OpenApiResponse(
            wire.ProblemOut, description="See `type` and `detail`"
        )
        for code in codes
    }


def idempotency_key(request: Request) -> UUID:
    """The one-time id of a write. Raises ValidationError where it is missing or no UUID."""
    try:
        return UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError as error:
        raise drf.ValidationError(
            {"Idempotency-Key": [_("Kirim header Idempotency-Key berisi UUID.")]}
        ) from error


def principal(request: Request) -> Principal:
    return cast(Asking, request._request).principal


def whole_number(request: Request, name: str, *, default: int, most: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise drf.ValidationError({name: [_("Tulis bilangan bulat, nol atau lebih.")]})
    return min(int(text), most)


class Complaints(APIView):
    """File a complaint, without an account."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ByOrigin,)
    throttle_scope = "file"

    @extend_schema(
        operation_id="file_complaint", request=wire.ComplaintIn, parameters=[IDEMPOTENCY_KEY], auth=[],
        responses={201: wire.FiledOut, 200: wire.FiledOut, **problems(400, 409, 413, 415, 429)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        intent = idempotency_key(request)
        given = wire.ComplaintIn(data=request.data)
        given.is_valid(raise_exception=True)
        filed = file_once(given.complaint(), request.data, key=intent)
        body = {
            "reference": filed.case.reference,
            "receipts": [
                {"number": place, "receipt": receipt}
                for place, receipt in enumerate(filed.receipts.values(), start=1)
            ],
            "repeated": filed.repeated,
        }
        return Response(body, status=200 if filed.repeated else 201)


class Follow(APIView):
    """See one's own part of a case with its reference and receipt. A POST: neither belongs in an address."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ByOrigin,)
    throttle_scope = "follow"

    @extend_schema(
        operation_id="follow_complaint", request=wire.FollowIn, auth=[],
        responses={200: wire.FollowedOut, **problems(400, 404, 413, 415, 429)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        given = wire.FollowIn(data=request.data)
        given.is_valid(raise_exception=True)
        claimant = claimant_by_receipt(
            given.validated_data["reference"],
            given.validated_data["receipt"],
            source=source_of(request._request),
        )
        return Response(wire.FollowedOut(documents.claimant_document(claimant)).data)


class Cases(APIView):
    """Cases of the officer's offices, oldest first."""

    @extend_schema(
        operation_id="list_cases",
        parameters=[
            OpenApiParameter("status", str, enum=Status.values),
            OpenApiParameter("after", int, description="`next_after` of the page before"),
            OpenApiParameter("limit", int, description=f"At most {MOST}"),
        ],
        responses={200: wire.CasesOut, **problems(400, 401)},
    )
    def get(self, request: Request) -> Response:
        status = request.query_params.get("status", "")
        if status and status not in Status.values:
            raise drf.ValidationError({"status": [_("Status ini tidak dikenal.")]})
        limit = max(whole_number(request, "limit", default=50, most=MOST), 1)
        after = whole_number(request, "after", default=0, most=2**62)
        rows = list(documents.cases_after(principal(request), after=after, status=status, limit=limit + 1))
        page = rows[:limit]
        body = {
            "cases": [documents.case_line(case) for case in page],
            "next_after": page[-1].pk if len(rows) > limit else None,
        }
        return Response(wire.CasesOut(body).data)


class Case(APIView):
    """One case, whole but for names and contacts."""

    @extend_schema(operation_id="read_case", responses={200: wire.CaseOut, **problems(401, 404)})
    def get(self, request: Request, reference: str) -> Response:
        return Response(wire.CaseOut(documents.case_document(case_for(principal(request), reference))).data)


class Actions(APIView):
    """What the officer may do on a case: possible now, or why not."""

    @extend_schema(
        operation_id="possible_actions", responses={200: wire.ActionOut(many=True), **problems(401, 404)}
    )
    def get(self, request: Request, reference: str) -> Response:
        by = principal(request)
        found = possible_actions(case_for(by, reference), by=by)
        body = [
            {
                "name": possible.action.name,
                "label": str(possible.action.label),
                "possible": possible.is_possible,
                "reasons": [str(reason) for reason in possible.reasons],
                "countersigned": bool(possible.action.countersign),
                "params": [_param(name, ask) for name, ask in asks(possible.action.params).items()],
            }
            for possible in found
        ]
        return Response(wire.ActionOut(body, many=True).data)


def _param(name: str, ask: Ask) -> dict:
    pairs = getattr(ask.choices, "choices", ask.choices)
    return {
        "name": name,
        "kind": ask.kind,
        "label": str(ask.label),
        "required": ask.required,
        "many": ask.many,
        "choices": [str(value) for value, _label in pairs] if pairs else None,
    }


class Perform(APIView):
    """Perform one action on a case, through the same door as everybody."""

    @extend_schema(
        operation_id="perform_action", request=wire.PerformIn, parameters=[IDEMPOTENCY_KEY],
        responses={200: wire.PerformedOut, **problems(400, 401, 403, 404, 409, 413, 415, 503)},
    )  # fmt: skip
    def post(self, request: Request, reference: str, action: str) -> Response:
        by = principal(request)
        case = case_for(by, reference)
        if action not in ACTIONS:
            raise NotFound(action)
        intent = idempotency_key(request)
        sent = [case.pk, action, request.data]
        done = act_once(lambda: self._done(request, case, action, by, intent), sent, key=intent)
        return _performed(done)

    @staticmethod
    def _done(request: Request, case: CaseRecord, action: str, by: Principal, intent: UUID) -> Performed:
        # Before the params are read: what they chose may be gone because the first request took it.
        if done := repeated(case.pk, intent, by=by):
            return done
        given = wire.PerformIn(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        chosen = ACTIONS[action]
        asked = form_class(chosen, case, by=by, subject=data["subject"])
        form = asked(data={**begun(asked), **data["params"], "note": data["note"], "seen": data["seen"]})
        if not form.is_valid():
            wrong = {name: [str(message) for message in found] for name, found in form.errors.items()}
            raise drf.ValidationError({"params": wrong})
        return perform(
            case.pk, action, by=by, params=to_params(form, chosen), seen=data["seen"], intent=intent,
            note=data["note"], subject=data["subject"],
        )  # fmt: skip


def _performed(done: Performed) -> Response:
    body = {
        "reference": done.case.reference,
        "status": done.case.status,
        "version": done.case.version,
        "event": done.event.kind,
        "approval": done.approval.pk if done.approval else None,
        "receipt": done.receipt,
        "repeated": done.repeated,
    }
    return Response(wire.PerformedOut(body).data)


class Events(APIView):
    """What happened in the officer's cases since a cursor, in one order that never changes."""

    @extend_schema(
        operation_id="list_events",
        parameters=[
            OpenApiParameter("after", int, description="`cursor` of the answer before"),
            OpenApiParameter("limit", int, description=f"At most {MOST}"),
        ],
        responses={200: wire.EventsOut, **problems(400, 401)},
    )
    def get(self, request: Request) -> Response:
        after = whole_number(request, "after", default=0, most=2**62)
        limit = max(whole_number(request, "limit", default=100, most=MOST), 1)
        found = events_since(cases_for(principal(request)), after, limit=limit)
        body = {
            "events": [documents.event_document(place.event, position=place.position) for place in found],
            "cursor": found[-1].position if found else after,
        }
        return Response(wire.EventsOut(body).data)
