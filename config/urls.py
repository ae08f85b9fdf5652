"""Every door of the system."""

from django.urls import include, path

from portals.ministry.urls import receiving
from portals.worker import language

urlpatterns = [
    path("", include("portals.worker.urls")),
    path("", include("portals.shared.urls")),
    path("satgas/", include("portals.satgas.urls")),
    path("kementerian/", include("portals.ministry.urls")),
    path("pelimpahan/", include(receiving)),
    path("akun/", include("allauth.account.urls")),
    path("akun/dua-langkah/", include("allauth.mfa.urls")),
    path("bahasa/setlang/", language.switch, name="set_language"),
    path("api/v1/", include("api.urls")),
]

handler400 = "core.problems.bad_request"
handler404 = "core.problems.not_found"
handler500 = "core.problems.server_error"
