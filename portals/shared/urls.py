from django.urls import path

from portals.shared import account, agenda, people, views

app_name = "shared"

urlpatterns = [
    path("sehat", views.health, name="health"),
    path("mulai/", agenda.start, name="start"),
    path("mulai/kabar/", agenda.all_news, name="all_news"),
    path("mulai/kabar/<int:pk>/", agenda.news, name="news"),
    path("kantor/perkara/<str:reference>/", agenda.case, name="case"),
    path("kantor/saya/", account.account, name="account"),
    path("kantor/orang/", people.people, name="people"),
    path("kantor/orang/undang/", people.invite, name="invite"),
    path("kantor/orang/<int:pk>/", people.person, name="person"),
    path("privasi/", views.privacy, name="privacy"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
    path("tentang/", views.about, name="about"),
    path("jdih/", views.regulations, name="regulations"),
    path("jdih/feed.json", views.jdih_feed, name="jdih_feed"),
    path("galeri/", views.gallery, name="gallery"),
]
