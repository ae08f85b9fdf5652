from django.urls import path

from portals.satgas import arriving, calculations, lists, office, views

app_name = "satgas"

urlpatterns = [
    path("", lists.queue, name="queue"),
    path("perkara/", lists.cases, name="cases"),
    path("perkara/<str:reference>/", views.case, name="case"),
    path("perkara/<str:reference>/tindakan/<slug:name>/", views.Act.as_view(), name="action"),
    path(
        "perkara/<str:reference>/catatan/<str:record>/tindakan/<slug:name>/",
        views.Act.as_view(),
        name="record_action",
    ),
    path("perkara/<str:reference>/catatan/<str:record>/", views.record, name="record"),
    path("perkara/<str:reference>/pekerja/<int:pk>/", views.worker, name="worker"),
    path("perkara/<str:reference>/pekerja/<int:pk>/identitas/", views.identity, name="identity"),
    path("perkara/<str:reference>/pekerja/<int:pk>/hitung/", calculations.worker, name="calculation"),
    path("perkara/<str:reference>/hitung/", calculations.everybody, name="calculations"),
    path("perkara/<str:reference>/bukti/<int:pk>/", views.evidence, name="evidence"),
    path("perkara/<str:reference>/pekerja.csv", arriving.workers_csv, name="workers_csv"),
    path("perkara/<str:reference>/impor/", arriving.into_case, name="import"),
    path("perkara-baru/", arriving.walk_in, name="walk_in"),
    path("perkara-baru/daftar/", arriving.new_list, name="new_list"),
    path("impor/", arriving.lists, name="imports"),
    path("impor/<uuid:pk>/", arriving.one_list, name="list"),
    path("impor/<uuid:pk>/tanda-terima/", arriving.slips, name="slips"),
    path("pemberitahuan/", office.undelivered, name="notifications"),
    path("pertemuan/", office.meetings, name="meetings"),
    path("kantor/identitas/", office.openings, name="openings"),
    path("kantor/kalender/", office.calendar, name="calendar"),
    path("kantor/pilihan/", office.choices, name="choices"),
    path("persetujuan/", views.approvals, name="approvals"),
    path("persetujuan/<int:pk>/", views.Approve.as_view(), name="approval"),
]
