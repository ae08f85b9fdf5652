"""From a day to the day by which something must happen, with what was skipped and why."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as drf
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import offices
from accounts.calendar import calendar_of
from api.calculations import Public, day_of
from api.views import problems
from workflows.clocks.explain import deadline_from
from workflows.clocks.rules import PUBLIC


class SkippedOut(drf.Serializer):
    day = drf.DateField()
    reason = drf.CharField(allow_blank=True, help_text="Name of the holiday; empty for a weekend")


class DeadlineOut(drf.Serializer):
    clock = drf.CharField()
    label = drf.CharField()  # type: ignore[assignment]
    holder = drf.CharField()
    holder_label = drf.CharField()
    started_on = drf.DateField()
    since = drf.CharField()
    length = drf.IntegerField()
    unit = drf.CharField()
    due_on = drf.DateField()
    last_working_day = drf.DateField()
    skipped = SkippedOut(many=True)
    says = drf.CharField()
    why = drf.CharField()
    source = drf.CharField()  # type: ignore[assignment]
    calendar_version = drf.IntegerField()


class Deadlines(Public):
    """By what day something must happen, reckoned from `date` with the holidays of the public office."""

    @extend_schema(
        operation_id="deadline", auth=[],
        parameters=[
            OpenApiParameter("clock", str, enum=PUBLIC, required=True),
            OpenApiParameter("date", OpenApiTypes.DATE, required=True, description="The day it is counted from"),
        ],
        responses={200: DeadlineOut, **problems(400, 429)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        clock = request.query_params.get("clock", "")
        if clock not in PUBLIC:
            raise drf.ValidationError(
                {"clock": [_("Pilih salah satu: %(choices)s.") % {"choices": ", ".join(PUBLIC)}]}
            )
        office = offices.public_office()
        calendar = calendar_of(office.pk if office else None)
        found = deadline_from(clock, day_of(request, "date"), calendar)
        body = found.as_dict() | {
            "last_working_day": found.last_working_day,
            "calendar_version": calendar.version,
        }
        return Response(DeadlineOut(body).data)
