"""/api/v1/"""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import AllowAny

from api import calculations, deadlines, views

app_name = "api"

urlpatterns = [
    path("complaints/", views.Complaints.as_view(), name="complaints"),
    path("complaints/follow/", views.Follow.as_view(), name="follow"),
    path("cases/", views.Cases.as_view(), name="cases"),
    path("cases/<str:reference>/", views.Case.as_view(), name="case"),
    path("cases/<str:reference>/actions/", views.Actions.as_view(), name="actions"),
    path("cases/<str:reference>/actions/<slug:action>/", views.Perform.as_view(), name="perform"),
    path("calculations/", calculations.Calculations.as_view(), name="calculations"),
    path("deadlines/", deadlines.Deadlines.as_view(), name="deadlines"),
    path("events/", views.Events.as_view(), name="events"),
    path(
        "schema/",
        SpectacularJSONAPIView.as_view(authentication_classes=[], permission_classes=[AllowAny]),
        name="schema",
    ),
]
