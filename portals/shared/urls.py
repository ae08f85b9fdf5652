from django.urls import path

from portals.shared import views

app_name = "shared"

urlpatterns = [
    path("sehat", views.health, name="health"),
    path("mulai/", views.start, name="start"),
    path("privasi/", views.privacy, name="privacy"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
    path("tentang/", views.about, name="about"),
    path("jdih/feed.json", views.jdih_feed, name="jdih_feed"),
    path("galeri/", views.gallery, name="gallery"),
]
