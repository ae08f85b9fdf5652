from django.urls import path

from portals.worker import filing, following, rights

app_name = "worker"

urlpatterns = [
    path("", filing.home, name="home"),
    path("lapor/", filing.start, name="start"),
    path("lapor/langkah/<slug:slug>/", filing.step, name="step"),
    path("lapor/periksa/", filing.check, name="check"),
    path("lapor/terkirim/", filing.receipt, name="receipt"),
    path("lapor/nanti/", filing.later, name="later"),
    path("lapor/lanjut/", filing.resume, name="resume"),
    path("hak/", rights.menu, name="rights"),
    path("hak/kenapa/", rights.why_not, name="rights_why_not"),
    path("hak/hitung/<slug:slug>/", rights.calculator, name="calculator"),
    path("hak/hasil/", rights.result, name="reckoned"),
    path("tenggat/", rights.deadlines, name="deadlines"),
    path("ikuti/", following.follow, name="follow"),
    path("ikuti/keluar/", following.leave, name="leave"),
    path("ikuti/wakil/", following.represented, name="represented"),
    path("ikuti/perkara/", following.case, name="case"),
    path("ikuti/perkara/riwayat/", following.history, name="history"),
    path("ikuti/perkara/uang/", following.money, name="money"),
    path("ikuti/perkara/hak/", following.owed, name="owed"),
    path("ikuti/perkara/surat/", following.papers, name="papers"),
    path("ikuti/perkara/surat/<int:pk>/", following.paper, name="paper"),
    path("ikuti/perkara/pesan/", following.messages_page, name="messages"),
    path("ikuti/perkara/bukti/", following.evidence, name="evidence"),
    path("ikuti/perkara/bukti/<int:pk>/", following.evidence_file, name="evidence_file"),
    path("ikuti/perkara/bukti/<int:pk>/hapus/", following.evidence_erase, name="evidence_erase"),
    path("ikuti/perkara/bukti-lapor/", following.proof, name="proof"),
    path("ikuti/perkara/lakukan/<slug:name>/", following.do, name="do"),
]
