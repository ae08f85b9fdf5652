from django.urls import path

from portals.ministry import approvals, lists
from portals.ministry.records import ESCALATION, REFERRAL, pages

app_name = "ministry"

_escalation, _referral = pages(ESCALATION), pages(REFERRAL)

urlpatterns = [
    path("ringkasan/", lists.overview, name="overview"),
    path("eskalasi/", lists.escalations, name="list"),
    path("eskalasi/<int:pk>/", _escalation["record"], name="record"),
    path("eskalasi/<int:pk>/nama/", _escalation["names"], name="names"),
    path("eskalasi/<int:pk>/lampiran/<int:evidence>/", _escalation["attachment"], name="attachment"),
    path("eskalasi/<int:pk>/tindakan/<slug:name>/", _escalation["act"], name="act"),
    path("rekomendasi/", lists.recommendations, name="recommendations"),
    path("persetujuan/", approvals.approvals, name="approvals"),
    path("persetujuan/<int:pk>/", approvals.Approve.as_view(), name="approval"),
]

receiving = (
    [
        path("", lists.referrals, name="list"),
        path("<int:pk>/", _referral["record"], name="record"),
        path("<int:pk>/nama/", _referral["names"], name="names"),
        path("<int:pk>/lampiran/<int:evidence>/", _referral["attachment"], name="attachment"),
        path("<int:pk>/tindakan/<slug:name>/", _referral["act"], name="act"),
    ],
    "receiving",
)
"""The inbox of a body that cases are referred to, at /pelimpahan/."""
