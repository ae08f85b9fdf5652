from django.urls import path

from portals.shared import views

app_name = "shared"

urlpatterns = [
    path("sehat", views.health, name="health"),
    path("mulai/", views.start, name="start"),
]
