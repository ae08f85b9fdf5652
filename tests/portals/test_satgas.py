"""The officer's lists and the page of a case."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import principals
from accounts.models import Membership
from cases.models import AccessLog, Case, Evidence
from core import clock
from intake.bare import bare_copy
from intake.evidence import add_evidence
from intake.messages import send
from ledger.models import ClaimBalance
from portals.shared import history
from tests.conftest import one_complaint, one_worker
from tests.intake.test_bare import SECRETS, picture
from workflows.actions import ACTIONS
from workflows.filing import ClaimPart, EmployerPart, submit
from workflows.models import QueueEntry

pytestmark = pytest.mark.django_db

TABS = ["", "uang", "bukti", "riwayat", "tenggat", "pesan", "dokumen"]
SINGLE_DIGITS = 9


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True  # no second factor


@pytest.fixture
def as_(client):
    def log_in(user) -> Client:
        client.force_login(user, backend="accounts.backends.OfficerBackend")
        client.cookies["django_language"] = "id"
        return client

    return log_in


def page(client, name, *args, **query) -> str:
    response = client.get(reverse(f"satgas:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def collective(count=303) -> Case:
    july = ClaimPart("unpaid_wage", 1_000_000, date(2025, 7, 1), date(2025, 7, 31))
    workers = tuple(
        one_worker(
            name=f"Pekerja {n}",
            nik="",
            phone="",
            claims=(july, ClaimPart("overtime", 500_000)),
            receipt=False,
        )
        for n in range(1, count + 1)
    )
    complaint = one_complaint(workers=workers, employers=(EmployerPart("CV Pipa Jaya"),), source="import")
    return submit(complaint, by=principals.ANYONE).case


def queries(client, path, **query) -> int:
    client.get(path, query)  # what is made once (session, content of templates) is made
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path, query).status_code == 200
    return len([row for row in seen.captured_queries if "SAVEPOINT" not in row["sql"]])


# --- queue -----------------------------------------------------------------------------------------------


def test_the_queue_says_whose_move_it_is_and_by_when(case, team, as_):
    text = page(as_(team.officer), "queue")
    assert case.reference in text
    assert "PT Contoh Karya Abadi" in text
    assert "sisa 3 hari kerja" in text
    assert "Di halaman ini, 1 perkara" in text
    assert text.count("Rp8.000.000") == 2  # and the sum of the page


def test_what_is_late_stands_first_and_says_so(team, as_):
    with clock.at(clock.now() - timedelta(days=21)):
        late = submit(one_complaint(), by=principals.ANYONE).case
    submit(one_complaint(), by=principals.ANYONE)
    text = page(as_(team.officer), "queue")
    rows = text.split("<tr>")[2:]
    assert late.reference in rows[0]
    assert "lewat" in rows[0]
    assert "lewat" not in rows[1]
    only = page(as_(team.officer), "queue", terlambat="on")
    assert only.count("/satgas/perkara/HP-") == 1


def test_another_offices_cases_are_in_no_list(case, team, as_):
    for name in ("queue", "cases"):
        assert case.reference not in page(as_(team.inspector), name)
    assert page(as_(team.officer), "cases", cari=case.reference).count(case.reference) >= 1
    assert "Tidak ada perkara" in page(as_(team.inspector), "cases", cari=case.reference)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"a", "b"}),
        ({"tahap": "under_review"}, {"a"}),
        ({"tahap": "closed"}, set()),
        ({"asal": "import"}, {"b"}),
        ({"saya": "on"}, {"a"}),
        ({"kecamatan": "64.71.05"}, {"a", "b"}),
        ({"kecamatan": "64.71.01"}, set()),
        ({"cari": "pipa"}, {"b"}),
        ({"cari": "PT Contoh Karya"}, {"a"}),
        ({"cari": "6471010101900001"}, {"a"}),
        ({"cari": "+62 812-3456-7890"}, {"a"}),
        ({"cari": "081234567891"}, set()),
        ({"cari": "Drs. Budi Santoso, S.H."}, {"a"}),
        ({"cari": "BUDI@contoh.example"}, {"a", "b"}),
        ({"cari": "Budi"}, set()),  # names are sealed: found only as a whole
        ({"giliran": "worker"}, set()),
        ({"giliran": "ours"}, {"a", "b"}),
        ({"tahap": "nonsense", "halaman": "x"}, {"a", "b"}),
    ],
)
@pytest.mark.parametrize("name", ["queue", "cases"])
def test_filters_narrow_and_stand_in_the_address(name, query, found, reviewed, team, as_):
    known = {"a": reviewed.reference, "b": collective(3).reference}
    text = page(as_(team.officer), name, **(query or {"cari": ""}))
    assert {key for key, reference in known.items() if reference in text} == found


def test_a_list_is_put_in_order_by_a_column_and_back(reviewed, team, as_):
    big = collective(3).reference
    for name in ("queue", "cases"):
        text = page(as_(team.officer), name, giliran="", urut="pekerja")
        assert text.index(big) < text.index(reviewed.reference)
        assert 'href="?giliran="' in text  # once more is the usual order again
        assert 'name="urut" value="pekerja"' in text  # a filter keeps it
    assert page(as_(team.officer), "cases", urut="lama")
    assert page(as_(team.officer), "cases", urut="nonsense")


def test_who_leads_the_office_asks_for_the_cases_of_one_officer_or_of_nobody(case, team, as_, act):
    taken = collective(1)
    Case.objects.filter(pk=taken.pk).update(officer=team.officer)
    whose = {"": {case.reference, taken.reference}, team.officer.pk: {taken.reference}, 0: {case.reference}}
    for officer, found in whose.items():
        text = page(as_(team.supervisor), "cases", petugas=officer)
        assert {one for one in (case.reference, taken.reference) if one in text} == found
    assert 'name="petugas"' not in page(as_(team.officer), "cases", petugas="0")


def test_all_workers_of_a_case_stand_on_one_page_who_waits_for_most_first(team, as_):
    big = collective(60)
    ClaimBalance.objects.filter(claimant__number=59, claim__kind="overtime").update(outstanding=9_000_000)
    text = page(as_(team.officer), "case", big.reference, lihat="uang", semua="1", urut="sisa")
    assert "Pekerja 60<" in text
    assert text.index("Pekerja 59<") < text.index("Pekerja 1<")
    assert "Semua di satu halaman" in page(as_(team.officer), "case", big.reference, lihat="uang")


def test_a_page_counts_each_case_once_however_many_hold_it(case, team, as_):
    QueueEntry.objects.create(case=case, holder="employer", office=team.satgas, due_at=clock.now())
    text = page(as_(team.officer), "queue", giliran="")
    assert text.count(f">{case.reference}</a>") == 2
    assert "Di halaman ini, 1 perkara" in text


def test_an_age_is_counted_on_the_days_of_the_office(team, as_):
    at = {"late": datetime(2026, 11, 20, 9, tzinfo=UTC), "early": datetime(2026, 11, 25, 22, 30, tzinfo=UTC)}
    with clock.at(at["late"]):  # a Friday: three working days are over on Wednesday the 25th
        submit(one_complaint(), by=principals.ANYONE)
    with clock.at(at["early"]):  # Thursday the 26th, 06.30 in Balikpapan; in UTC still Wednesday
        assert "lewat 1 hari kerja" in page(as_(team.officer), "queue")
    with clock.at(datetime(2026, 11, 25, 3, tzinfo=UTC)):
        assert "hari terakhir" in page(as_(team.officer), "queue")
    with clock.at(datetime(2026, 11, 23, 3, tzinfo=UTC)):
        assert "sisa 2 hari kerja" in page(as_(team.officer), "queue")


def test_the_second_page_shows_what_the_first_one_opened_on(team, as_):
    for _ in range(31):
        submit(one_complaint(), by=principals.ANYONE)
    QueueEntry.objects.filter(case=Case.objects.first()).update(holder="worker")
    first = page(as_(team.officer), "queue")
    assert 'href="/satgas/?halaman=2"' not in first  # thirty that are ours, and one that is not
    submit(one_complaint(), by=principals.ANYONE)
    assert 'href="/satgas/?halaman=2"' in page(as_(team.officer), "queue")
    assert page(as_(team.officer), "queue", halaman=2).count("/satgas/perkara/HP-") == 1


def test_thirty_rows_a_page_and_no_count(team, as_):
    for _ in range(31):
        submit(one_complaint(), by=principals.ANYONE)
    first = page(as_(team.officer), "queue", giliran="ours")
    assert first.count("/satgas/perkara/HP-") == 30
    assert "giliran=ours&amp;halaman=2" in first
    assert page(as_(team.officer), "queue", giliran="ours", halaman=2).count("/satgas/perkara/HP-") == 1


@pytest.mark.parametrize("name", ["queue", "cases"])
def test_a_list_asks_the_database_a_bounded_number_of_times(name, team, as_):
    for _ in range(3):
        submit(one_complaint(), by=principals.ANYONE)
    few = queries(as_(team.officer), reverse(f"satgas:{name}"))
    for _ in range(12):
        submit(one_complaint(), by=principals.ANYONE)
    assert queries(as_(team.officer), reverse(f"satgas:{name}")) == few
    assert few <= SINGLE_DIGITS


# --- case ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", TABS)
def test_every_part_of_a_case_is_a_page(tab, reviewed, team, as_):
    text = page(as_(team.officer), "case", reviewed.reference, lihat=tab)
    assert reviewed.reference in text
    assert "Minta kelengkapan" in text
    assert "Tidak berlaku pada tahap" in text
    assert (
        as_(team.inspector).get(reverse("satgas:case", args=[reviewed.reference]), {"lihat": tab}).status_code
        == 404
    )


def test_a_case_of_303_workers_asks_no_more_than_one_of_one(reviewed, team, as_, act):
    reviewed.claimants.update(naming="named")
    act(reviewed, "start_bipartit", team.officer, requested_on=clock.today(), sent_by="resi")
    act(reviewed, "refer_alongside", team.officer, office=team.inspectorate.pk, ground="calculation",
        reason="Mohon hitung.", legal_basis="UU 13/2003")  # fmt: skip
    path = reverse("satgas:case", args=[reviewed.reference])
    big = reverse("satgas:case", args=[collective().reference])
    for tab in TABS:
        few, many = queries(as_(team.officer), path, lihat=tab), queries(as_(team.officer), big, lihat=tab)
        assert max(few, many) <= SINGLE_DIGITS, (tab, few, many)


def test_what_hangs_on_a_case_asks_in_single_digits_too(reviewed, claimant, team, as_, act):
    reviewed.claimants.update(naming="named")
    act(reviewed, "start_bipartit", team.officer, requested_on=clock.today(), sent_by="resi")
    act(reviewed, "refer_alongside", team.officer, office=team.inspectorate.pk, ground="calculation",
        reason="Mohon hitung.", legal_basis="UU 13/2003")  # fmt: skip
    for _ in range(3):
        submit(one_complaint(), by=principals.ANYONE)
    one = [reviewed.reference, claimant.pk]
    pages = {
        "worker": one, "calculation": one, "calculations": one[:1], "action": [reviewed.reference, "assign"],
        "import": one[:1], "workers_csv": one[:1], "approvals": [], "notifications": [], "calendar": [],
        "imports": [], "walk_in": [],
    }  # fmt: skip
    asked = {
        name: queries(as_(team.supervisor), reverse(f"satgas:{name}", args=args))
        for name, args in pages.items()
    }
    assert {name: count for name, count in asked.items() if count > SINGLE_DIGITS} == {}


def test_unread_lines_of_many_workers_are_marked_with_one_statement(team, as_):
    big = collective(12)
    for person in big.claimants.all():
        send(big, body="Kapan dibayar?", by=principals.claimant(person.pk), claimant=person)
    path = f"{reverse('satgas:case', args=[big.reference])}?lihat=pesan"
    as_(team.officer).get(reverse("satgas:queue"))
    with CaptureQueriesContext(connection) as seen:
        as_(team.officer).get(path)
    assert len([row for row in seen.captured_queries if row["sql"].startswith('UPDATE "cases_message"')]) == 1
    assert not big.messages.filter(read_at=None).exists()


def test_the_money_of_303_workers_adds_up_on_the_page(team, as_):
    big = collective()
    text = page(as_(team.officer), "case", big.reference, lihat="uang")
    assert "50</td>" in text
    assert "Rp454.500.000" in text  # 303 x 1.500.000, at the foot and at the head
    assert text.count("Rp454.500.000") >= 3
    assert "Pekerja 303" in page(as_(team.officer), "case", big.reference, lihat="uang", halaman=7)


def test_the_number_of_who_still_waits_opens_those_who_wait(reviewed, claimant, team, as_):
    ClaimBalance.objects.update(outstanding=0)
    text = page(as_(team.officer), "case", reviewed.reference)
    assert 'href="?lihat=uang&amp;sisa=1"' in text
    page_of_waiting = page(as_(team.officer), "case", reviewed.reference, lihat="uang", sisa="1")
    assert "Tidak ada yang masih menunggu" in page_of_waiting


def test_minutes_with_two_promises_are_one_paper(reviewed, team, as_, act):
    for description in ("80% upah Juli", "Upah Agustus"):
        act(reviewed, "record_commitment", team.officer, promisor=reviewed.parties.get().pk, made_on=date(2026, 9, 1),
            minutes="N-01/IX/2026", description=description, how="percentage", percentage=80,
            due_on=date(2026, 9, 8), workers_told=True)  # fmt: skip
    text = page(as_(team.officer), "case", reviewed.reference, lihat="dokumen")
    assert text.count("N-01/IX/2026") == 1


def test_one_worker_is_one_worker_in_english_too(reviewed, team, as_):
    client = as_(team.officer)
    client.cookies["django_language"] = "en"
    text = page(client, "case", reviewed.reference)
    assert ">Filed<" in text
    assert "unpaid, 1 worker waits" in text
    assert "workers wait" not in text


def test_reading_names_is_logged_with_who_and_why(reviewed, claimant, team, as_):
    assert "Budi Santoso" in page(as_(team.officer), "case", reviewed.reference, lihat="uang")
    text = page(as_(team.officer), "worker", reviewed.reference, claimant.pk)
    assert "6471010101900001" in text
    assert set(AccessLog.objects.values_list("user", "case")) == {(team.officer.pk, reviewed.pk)}
    assert AccessLog.objects.count() == 2


def test_workers_are_turned_one_by_one(team, as_):
    big = collective(3)
    first, second, third = big.claimants.order_by("number")
    text = page(as_(team.officer), "worker", big.reference, second.pk)
    for other, way in ((first, "prev"), (third, "next")):
        assert f'rel="{way}" href="{reverse("satgas:worker", args=[big.reference, other.pk])}"' in text
    assert 'rel="prev"' not in page(as_(team.officer), "worker", big.reference, first.pk)


def test_a_worker_of_another_case_is_absent(reviewed, team, as_):
    other = collective(1).claimants.get()
    path = reverse("satgas:worker", args=[reviewed.reference, other.pk])
    assert as_(team.officer).get(path).status_code == 404


def test_the_history_is_told_in_words(reviewed, team, act, as_):
    act(reviewed, "request_completion", team.officer, items="Slip gaji Juli\nKTP")
    text = page(as_(team.officer), "case", reviewed.reference, lihat="riwayat")
    for words in (
        "Pengaduan diajukan",
        "Sari Utami",
        "Telaah Satgas → Menunggu kelengkapan",
        "Slip gaji Juli",
        "2 hal",
    ):
        assert words in text


def test_what_happened_is_told_as_done_and_not_as_something_to_do():
    assert {action.event for action in ACTIONS.values()} <= set(history.TITLES)
    buttons = {str(action.label) for action in ACTIONS.values()}
    assert not buttons & {str(title) for title in history.TITLES.values()}


def test_what_a_clock_waits_for_stands_first_and_danger_before_it(reviewed, claimant, team, as_, act):
    path = reverse("satgas:case", args=[reviewed.reference])

    def first() -> list[str]:
        return [one.action.name for one in as_(team.officer).get(path).context["steps"].first]

    assert "record_safety_contact" not in first()
    act(reviewed, "report_retaliation", team.officer, what="Diancam.", claimants=[claimant.pk])
    steps = as_(team.officer).get(path).context["steps"]
    assert steps.first[0].action.name == steps.next == "record_safety_contact"
    assert "record_safety_contact" not in [one.action.name for _label, group in steps.groups for one in group]


def test_a_payment_is_confirmed_or_disputed_only_where_there_is_one(reviewed, team, as_):
    refused = {
        one.action.name: [str(reason) for reason in one.reasons]
        for one in as_(team.officer)
        .get(reverse("satgas:case", args=[reviewed.reference]))
        .context["steps"]
        .cannot
    }
    assert refused["confirm_payment"] == ["Tidak ada pembayaran yang menunggu konfirmasi."]
    assert refused["dispute_payment"] == ["Belum ada pembayaran yang dicatat."]


def test_a_case_says_whose_company_it_is_and_what_waits_for_agreement(reviewed, team, as_, act):
    act(reviewed, "decline", team.officer, note="Sudah dijelaskan.", outcome="advice_given", where_to_go="Posbakum",
        heard_on=clock.today() - timedelta(days=14))  # fmt: skip
    for tab in TABS:
        text = page(as_(team.officer), "case", reviewed.reference, lihat=tab)
        assert "PT Contoh Karya Abadi" in text
        assert "Menunggu persetujuan: Tutup dengan alasan." in text
    title = text.partition("<title>")[2].partition("</title>")[0]
    assert title.startswith(f"Dokumen – {reviewed.reference}")


def test_every_open_date_says_why(reviewed, team, as_):
    text = page(as_(team.officer), "case", reviewed.reference, lihat="tenggat")
    assert "Dihitung 5 hari kerja sejak" in text


def test_a_file_is_added_and_opened_again_by_those_who_handle_the_case(reviewed, team, as_):
    path = f"{reverse('satgas:case', args=[reviewed.reference])}?lihat=bukti"
    pdf = SimpleUploadedFile("surat.pdf", b"%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF")
    assert as_(team.officer).post(path, {"kind": "letter", "file": pdf}).status_code == 302
    kept = Evidence.objects.get()
    opened = as_(team.officer).get(reverse("satgas:evidence", args=[reviewed.reference, kept.pk]))
    assert b"".join(opened.streaming_content).startswith(b"%PDF-1.4")
    assert "attachment" in opened["Content-Disposition"]
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert AccessLog.objects.get().what == f"evidence: {kept.pk}"
    assert as_(team.inspector).get(opened.wsgi_request.path).status_code == 404
    other = collective(1)
    assert (
        as_(team.officer).get(reverse("satgas:evidence", args=[other.reference, kept.pk])).status_code == 404
    )


def test_a_file_that_is_not_what_it_says_is_refused_beside_its_field(reviewed, team, as_):
    path = f"{reverse('satgas:case', args=[reviewed.reference])}?lihat=bukti"
    fake = SimpleUploadedFile("foto.png", b"MZ this is a program")
    response = as_(team.officer).post(path, {"kind": "letter", "file": fake})
    assert response.status_code == 400
    assert "bukan foto atau PDF" in response.content.decode()
    assert not Evidence.objects.exists()


def test_a_message_goes_to_a_worker_to_all_or_stays_in_the_office(reviewed, claimant, team, as_):
    path = f"{reverse('satgas:case', args=[reviewed.reference])}?lihat=pesan"
    for to, body in (
        ("one", "Mohon kirim slip gaji."),
        ("all", "Sidang hari Senin."),
        ("office", "Hati-hati."),
    ):
        assert as_(team.officer).post(path, {"to": to, "number": 1, "body": body}).status_code == 302
    nobody = as_(team.officer).post(path, {"to": "one", "number": 9, "body": "Halo"})
    assert nobody.status_code == 400
    text = as_(team.officer).get(path).content.decode()
    assert "Ratna Dewi → Pekerja nomor 1" in text
    assert "Ratna Dewi → catatan kantor" in text
    kept = {(row.claimant_id, row.internal) for row in reviewed.messages.all()}
    assert kept == {(claimant.pk, False), (None, False), (None, True)}
    empty = as_(team.officer).post(path, {"to": "all", "body": " "})
    assert empty.status_code == 400
    assert "Tulis pesannya." in empty.content.decode()


def test_leaving_the_office_ends_access_at_once(reviewed, team, as_):
    client = as_(team.officer)
    assert client.get(reverse("satgas:case", args=[reviewed.reference])).status_code == 200
    Membership.objects.filter(user=team.officer).update(until=clock.now())
    assert client.get(reverse("satgas:case", args=[reviewed.reference])).status_code == 403


def test_a_hand_over_has_its_own_page_with_its_own_actions(reviewed, team, act, as_):
    act(reviewed, "refer_alongside", team.officer, office=team.inspectorate.pk, ground="calculation",
        reason="Mohon perhitungan.", legal_basis="UU 13/2003 Pasal 176")  # fmt: skip
    text = page(as_(team.officer), "case", reviewed.reference)
    assert "Pengawas Ketenagakerjaan Kaltim" in text
    assert "catatan/referral-" in text
    referral = text.split("catatan/")[1].split("/")[0]
    text = page(as_(team.officer), "record", reviewed.reference, referral)
    assert "Perhitungan pengawas" in text
    assert "/tindakan/return_referral/" in text
    action = reverse("satgas:record_action", args=[reviewed.reference, referral, "accept_referral"])
    assert as_(team.officer).get(action).status_code == 200


def test_what_others_are_late_with_is_ours_to_chase(reviewed, team, as_):
    QueueEntry.objects.filter(case=reviewed).update(holder="employer")
    assert reviewed.reference not in page(as_(team.officer), "queue")
    QueueEntry.objects.filter(case=reviewed).update(due_at=clock.now() - timedelta(days=40))
    text = page(as_(team.officer), "queue")
    assert reviewed.reference in text
    assert "Perusahaan" in text


def test_each_company_that_must_answer_is_named_beside_its_date(reviewed, team, act, as_):
    act(reviewed, "record_consent", team.officer, consent="given", naming="named", means="tanda tangan")
    act(reviewed, "open_clarification", team.officer, parties=[party.pk for party in reviewed.parties.all()],
        answer_by=clock.today() + timedelta(days=20), names="named", received_on=clock.today())  # fmt: skip
    dates = page(as_(team.officer), "case", reviewed.reference).split("<dl")[0]
    assert "Jawaban perusahaan" in dates
    assert "PT Contoh Karya Abadi" in dates


def test_the_queue_shows_nothing_stale(case, team, as_):
    QueueEntry.objects.filter(case=case).delete()
    assert "Tidak ada perkara" in page(as_(team.officer), "queue")


def test_a_search_by_a_person_leaves_nothing_in_the_address(case, team, as_):
    browser = as_(team.officer)
    for typed in ("6471010101900001", "0812 3456 7890", "Santoso, Budi", "budi@contoh.example"):
        sent_on = browser.post(reverse("satgas:cases"), {"cari": typed, "tahap": "submitted"})
        assert sent_on.url == f"{reverse('satgas:cases')}?tahap=submitted&orang=1"
        assert case.reference in browser.get(sent_on.url).content.decode()
    assert "orang=1" in browser.post(reverse("satgas:cases"), {"cari": "Orang Tak Dikenal"}).url
    for typed in (case.reference, "PT Contoh Karya"):
        sent_on = browser.post(reverse("satgas:cases"), {"cari": typed})
        assert "orang" not in sent_on.url
        assert case.reference in browser.get(sent_on.url).content.decode()


# --- a photo for showing to others -------------------------------------------------------------------------


def test_a_photo_is_given_as_it_came_and_as_a_copy_that_does_not_tell_where(team, as_, as_officer, reviewed):
    original = picture("JPEG")
    file = add_evidence(reviewed, file=SimpleUploadedFile("a.jpg", original), by=as_officer(team.officer))
    path = reverse("satgas:evidence", args=[reviewed.reference, file.pk])
    browser = as_(team.officer)
    assert (
        f"{path}?salinan=1"
        in browser.get(reverse("satgas:case", args=[reviewed.reference]), {"lihat": "bukti"}).content.decode()
    )
    assert b"".join(browser.get(path).streaming_content) == original
    copy = browser.get(path, {"salinan": "1"})
    assert copy["Content-Disposition"].startswith('attachment; filename="salinan-')
    sent = b"".join(copy.streaming_content)
    assert SECRETS[0] in original
    assert SECRETS[0] not in sent
    assert sent == bare_copy(original, "image/jpeg")


def test_of_another_kind_of_file_there_is_no_such_copy(team, as_, as_officer, reviewed):
    file = add_evidence(
        reviewed, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7\n"), by=as_officer(team.officer)
    )
    path = reverse("satgas:evidence", args=[reviewed.reference, file.pk])
    browser = as_(team.officer)
    answer = browser.get(path, {"salinan": "1"})
    assert answer.status_code == 409
    assert "Buat tangkapan layarnya" in answer.content.decode()
    tab = browser.get(reverse("satgas:case", args=[reviewed.reference]), {"lihat": "bukti"}).content.decode()
    assert "salinan=1" not in tab
