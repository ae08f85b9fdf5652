from django.urls import path

from portals.worker import filing, following

app_name = "worker"

urlpatterns = [
    path("", filing.home, name="home"),
    path("lapor/", filing.start, name="start"),
    path("lapor/langkah/<slug:slug>/", filing.step, name="step"),
    path("lapor/periksa/", filing.check, name="check"),
    path("lapor/terkirim/", filing.receipt, name="receipt"),
    path("lapor/nanti/", filing.later, name="later"),
    path("lapor/lanjut/", filing.resume, name="resume"),
    path("ikuti/", following.follow, name="follow"),
    path("ikuti/keluar/", following.leave, name="leave"),
    path("ikuti/perkara/", following.case, name="case"),
]
