from django.urls import path

from portals.satgas import views

app_name = "satgas"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("perkara/", views.cases, name="cases"),
    path("perkara/<str:reference>/", views.case, name="case"),
    path("perkara/<str:reference>/tindakan/<slug:name>/", views.Act.as_view(), name="action"),
    path(
        "perkara/<str:reference>/catatan/<str:record>/tindakan/<slug:name>/",
        views.Act.as_view(),
        name="record_action",
    ),
    path("perkara/<str:reference>/catatan/<str:record>/", views.record, name="record"),
    path("perkara/<str:reference>/pekerja/<int:pk>/", views.worker, name="worker"),
    path("perkara/<str:reference>/bukti/<int:pk>/", views.evidence, name="evidence"),
    path("persetujuan/", views.approvals, name="approvals"),
    path("persetujuan/<int:pk>/", views.Approve.as_view(), name="approval"),
]
