"""A worker follows their case with reference and receipt, and sees their own part and nobody else's."""

import logging
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import principals
from cases.events import record
from cases.models import Case, CaseEvent, Document, Evidence, Message, ServiceRecord
from core import clock
from core.ids import new_reference
from core.sealed import unseal
from intake import evidence, limits, messages
from intake.evidence import add_evidence, erase_evidence, give_evidence
from intake.models import Taken
from ledger.models import ClaimBalance, Payment
from notifications.inbox import unread
from tests.conftest import one_complaint, one_worker
from tests.portals.walk import JPEG
from workflows import relay
from workflows.calculations import calculate, override, said_today
from workflows.filing import ClaimPart, RepresentativePart, submit

pytestmark = pytest.mark.django_db


def enter(client, reference, receipt):
    return client.post("/ikuti/", {"reference": reference, "receipt": receipt})


@pytest.fixture
def worker(client, filed):
    """A browser in which the one claimant of `filed` is in."""
    assert enter(client, filed.case.reference, next(iter(filed.receipts.values()))).status_code == 302
    return client


@pytest.fixture
def two(team):
    """A collective case of two, and a browser for each."""
    workers = (
        one_worker(),
        one_worker(
            name="Siti Aminah", nik="6471014101900002", phone="0813", claims=(ClaimPart("thr", 5_000_000),)
        ),
    )
    filed = submit(one_complaint(workers=workers), by=principals.ANYONE)
    browsers = []
    for receipt in filed.receipts.values():
        browser = Client()
        enter(browser, filed.case.reference, receipt)
        browsers.append(browser)
    return filed.case, list(filed.case.claimants.order_by("number")), browsers


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


# --- the door ----------------------------------------------------------------------------------------------


def test_reference_and_receipt_open_the_case(worker, case):
    page = text(worker, "/ikuti/perkara/")
    assert case.reference in page
    assert "sudah kami terima dan sedang diperiksa" in page
    assert "Kami memeriksa pengaduan Anda paling lambat" in page
    assert "Anda tidak perlu melakukan apa-apa sekarang" in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"receipt": "1234 5678"}, "terdiri dari 16 angka; Anda menulis 8"),
        ({"reference": "HP-AAA-AAAA"}, "Nomor perkara ini salah tulis"),
    ],
)
def test_a_slip_of_the_pen_is_said_beside_its_field_and_is_no_attempt(client, filed, typed, told):
    right = {"reference": filed.case.reference, "receipt": next(iter(filed.receipts.values()))}
    for _attempt in range(12):
        assert told in client.post("/ikuti/", right | typed).content.decode()
    assert client.post("/ikuti/", right).status_code == 302


@pytest.mark.parametrize("which", ["reference", "receipt", "both"])
def test_wrong_reference_and_wrong_receipt_get_the_same_answer(client, filed, which):
    right = {"reference": filed.case.reference, "receipt": next(iter(filed.receipts.values()))}
    wrong = {"reference": new_reference(), "receipt": "0000 0000 0000 0000"}
    typed = wrong if which == "both" else right | {which: wrong[which]}
    page = client.post("/ikuti/", typed)
    assert page.status_code == 200
    assert "tidak cocok" in page.content.decode()
    assert client.get("/ikuti/perkara/").url == "/ikuti/"


def test_guessing_is_slowed_down_with_kind_words(client, filed):
    for _attempt in range(10):
        enter(client, filed.case.reference, "0000 0000 0000 0000")
    right = enter(client, filed.case.reference, next(iter(filed.receipts.values())))
    assert right.status_code == 429
    assert "Perkara Anda tetap berjalan dan aman" in right.content.decode()


def test_leaving_closes_the_case_on_this_device(worker):
    worker.post("/ikuti/keluar/")
    assert worker.get("/ikuti/perkara/").url == "/ikuti/"


def test_half_an_hour_without_use_closes_the_case(worker):
    with clock.at(clock.now() + timedelta(minutes=29)):
        assert worker.get("/ikuti/perkara/").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=60)):
        assert worker.get("/ikuti/perkara/").url == "/ikuti/"
    assert "30 menit" in worker.get("/ikuti/").content.decode()


def test_what_is_sent_after_the_half_hour_is_kept_for_the_same_worker(worker, filed):
    receipt = next(iter(filed.receipts.values()))
    late = clock.now() + timedelta(minutes=45)
    for page, typed in (
        ("pesan/", {"body": "Saya menulis lama sekali"}),
        (
            "lakukan/add_claim/",
            {"kind": "thr", "amount": "2 juta", "period_from_day": "1", "period_from_month": "mei"},
        ),
    ):
        enter(worker, filed.case.reference, receipt)
        with clock.at(late):
            assert worker.post(f"/ikuti/perkara/{page}", typed | {"seen": "0"}).url == "/ikuti/"
            kept = worker.session["unsent"]
            assert "lama sekali" not in str(kept)
            again = enter(worker, filed.case.reference, receipt)
            assert again.url == f"/ikuti/perkara/{page}"
            shown = text(worker, again.url)
        assert "masih ada di sini" in shown
        for value in typed.values():
            assert value in shown
        assert "Ada yang perlu diperbaiki" not in shown
        assert "unsent" not in worker.session, "once"
    assert not Message.objects.exists()


def test_what_one_wrote_too_late_is_not_shown_to_another_and_goes_with_leaving(two):
    _case, _people, (budi, _siti) = two
    others = submit(one_complaint(), by=principals.ANYONE)
    with clock.at(clock.now() + timedelta(minutes=45)):
        budi.post("/ikuti/perkara/pesan/", {"body": "rahasia budi"})
        assert "unsent" in budi.session
        assert (
            enter(budi, others.case.reference, next(iter(others.receipts.values()))).url == "/ikuti/perkara/"
        )
        assert "rahasia budi" not in text(budi, "/ikuti/perkara/pesan/")
        assert "unsent" not in budi.session
    with clock.at(clock.now() + timedelta(minutes=90)):
        budi.post("/ikuti/perkara/pesan/", {"body": "rahasia"})
        budi.post("/ikuti/keluar/")
        assert "unsent" not in budi.session


@pytest.mark.parametrize(
    "page",
    ["", "riwayat/", "uang/", "hak/", "surat/", "pesan/", "bukti/", "bukti-lapor/", "lakukan/withdraw/"],
)
def test_every_page_of_the_case_wants_the_receipt_and_is_kept_by_no_browser(worker, page):
    assert Client().get(f"/ikuti/perkara/{page}").url == "/ikuti/"
    response = worker.get(f"/ikuti/perkara/{page}")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_the_pages_are_there_in_english(worker):
    worker.cookies["django_language"] = "en"
    for page in (
        "",
        "riwayat/",
        "uang/",
        "hak/",
        "surat/",
        "pesan/",
        "bukti/",
        "bukti-lapor/",
        "lakukan/withdraw/",
    ):
        shown = text(worker, f"/ikuti/perkara/{page}")
        assert "Keluar" not in shown
        assert "Yang dapat Anda" not in shown, page


def test_nothing_personal_stands_in_an_address_or_a_log(client, filed, caplog):
    caplog.set_level(logging.DEBUG)
    receipt = next(iter(filed.receipts.values()))
    answers = [enter(client, filed.case.reference, receipt), enter(client, filed.case.reference, "1" * 16)]
    client.post("/ikuti/perkara/pesan/", {"body": "Saya Budi Santoso, 0812 3456 7890"})
    seen = caplog.text + " ".join(answer.get("Location", "") for answer in answers)
    for secret in (receipt, receipt.replace(" ", ""), "Budi", "0812", filed.case.reference):
        assert secret not in seen


# --- only one's own ----------------------------------------------------------------------------------------


def test_each_worker_of_a_collective_case_sees_only_their_own_part(two, team, act):
    case, people, (budi, siti) = two
    act(case, "accept", team.intake, officer=team.officer.pk)
    for person, browser, name in zip(people, (budi, siti), ("budi", "siti"), strict=True):
        browser.post("/ikuti/perkara/pesan/", {"body": f"pesan {name}"})
        browser.post(
            "/ikuti/perkara/bukti/", {"files": SimpleUploadedFile(f"{name}.jpg", JPEG + name.encode())}
        )
        assert Evidence.objects.filter(claimant=person).count() == 1
    everything = "".join(
        text(siti, f"/ikuti/perkara/{page}") for page in ("", "riwayat/", "uang/", "hak/", "pesan/", "bukti/")
    )
    assert "Rp5.000.000" in everything
    assert "siti.jpg" in everything
    for of_another in ("budi.jpg", "pesan budi", "Budi", "Rp8.000.000", "Rp13.000.000"):
        assert of_another not in everything


def test_a_date_that_moved_is_told_with_both_days_and_none_that_is_the_office_s_own(worker, case):
    """Whatever moved it, a day off or a choice of the office."""
    for name in ("review", "countersign"):
        facts = {"clock": name, "from": "2026-11-09", "to": "2026-11-10", "why": "setting"}
        with transaction.atomic():
            record(Case.objects.get(pk=case.pk), "clock.moved", by=principals.SYSTEM, facts=facts)
    page = text(worker, "/ikuti/perkara/riwayat/")
    assert "Telaah Satgas: Senin, 9 November 2026 → Selasa, 10 November 2026" in page
    assert "Persetujuan penyelia" not in page
    assert page.count("batas waktu yang bergeser") == 1
    assert "hari libur" not in page


def test_what_another_worker_did_is_not_in_the_history(two, act):
    case, people, (budi, siti) = two
    act(case, "withdraw", principals.claimant(people[0].pk), why="Saya takut")
    assert "dicabut" in text(budi, "/ikuti/perkara/riwayat/")
    assert "Saya takut" not in text(siti, "/ikuti/perkara/riwayat/")
    assert "dicabut" not in text(siti, "/ikuti/perkara/riwayat/")
    assert "take_back_withdrawal" not in text(siti, "/ikuti/perkara/")


def test_a_payment_to_one_is_not_told_to_the_other(two, team, act):
    case, people, (budi, siti) = two
    act(case, "accept", team.intake, officer=team.officer.pk)
    claim = people[0].claims.get()
    act(case, "record_payment", team.officer, amounts={claim.pk: 8_000_000}, paid_on=clock.today())
    assert "Benarkah Anda terima?" in text(budi, "/ikuti/perkara/")
    assert "Benarkah Anda terima?" not in text(siti, "/ikuti/perkara/")
    assert "pembayaran yang dicatat" not in text(siti, "/ikuti/perkara/riwayat/")


def test_sending_no_file_at_all_is_answered_beside_the_field(two):
    _case, _people, (budi, _siti) = two
    response = budi.post("/ikuti/perkara/bukti/", {"kind": "payslip"})
    assert response.status_code == 200
    assert "Pilih dahulu foto atau berkasnya" in response.content.decode()


def test_anothers_evidence_is_not_there(two):
    _case, _people, (budi, siti) = two
    budi.post("/ikuti/perkara/bukti/", {"files": SimpleUploadedFile("a.jpg", JPEG)})
    evidence = Evidence.objects.get()
    own = budi.get(f"/ikuti/perkara/bukti/{evidence.pk}/")
    assert b"".join(own.streaming_content) == JPEG
    assert own["Content-Disposition"].startswith("attachment")
    assert own["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(own["Cache-Control"].split(", "))
    assert siti.get(f"/ikuti/perkara/bukti/{evidence.pk}/").status_code == 404
    assert siti.post(f"/ikuti/perkara/bukti/{evidence.pk}/hapus/").status_code == 404
    assert siti.get("/ikuti/perkara/bukti/999999/").status_code == 404


def test_anothers_payment_cannot_be_confirmed(two, team, act):
    case, people, (budi, siti) = two
    act(case, "accept", team.intake, officer=team.officer.pk)
    act(
        case,
        "record_payment",
        team.officer,
        amounts={people[0].claims.get().pk: 1_000_000},
        paid_on=clock.today(),
    )
    payment = Payment.objects.get()
    assert siti.get(f"/ikuti/perkara/lakukan/confirm_payment/?bayar={payment.pk}").status_code == 404
    assert siti.get("/ikuti/perkara/lakukan/confirm_payment/?bayar=apa").status_code == 404
    assert budi.get(f"/ikuti/perkara/lakukan/confirm_payment/?bayar={payment.pk}").status_code == 200


def test_internal_notes_are_never_shown(worker, case, claimant, team, as_officer):
    messages.send(case, body="catatan rahasia", by=as_officer(team.officer), claimant=claimant, internal=True)
    messages.send(case, body="Selamat siang", by=as_officer(team.officer), claimant=claimant)
    page = text(worker, "/ikuti/perkara/pesan/")
    assert "Selamat siang" in page
    assert "catatan rahasia" not in page


def test_a_paper_is_shown_to_whom_it_was_served(two, team, as_officer):
    case, people, (budi, siti) = two
    file = add_evidence(case, file=SimpleUploadedFile("s.jpg", JPEG), by=as_officer(team.officer))
    paper = Document.objects.create(
        case=case, kind="summons", dated=clock.today(), title="Panggilan sidang", evidence=file
    )
    ServiceRecord.objects.create(
        case=case, document=paper, claimant=people[0], means="hand", received_on=clock.today()
    )
    assert "Panggilan sidang" in text(budi, "/ikuti/perkara/surat/")
    assert budi.get(f"/ikuti/perkara/surat/{paper.pk}/").status_code == 200
    assert "Panggilan sidang" not in text(siti, "/ikuti/perkara/surat/")
    assert siti.get(f"/ikuti/perkara/surat/{paper.pk}/").status_code == 404


# --- talking and adding ------------------------------------------------------------------------------------


def test_a_message_sent_twice_by_a_double_click_is_one(worker):
    form = worker.get("/ikuti/perkara/pesan/").context["form"]
    typed = {"body": "Kapan sidangnya?", "intent": str(form["intent"].value())}
    worker.post("/ikuti/perkara/pesan/", typed)
    worker.post("/ikuti/perkara/pesan/", typed)
    assert Message.objects.get().text == "Kapan sidangnya?"
    facts = CaseEvent.objects.get(kind="message.sent").facts
    assert facts["length"] == len("Kapan sidangnya?")
    assert "sidang" not in str(facts)


def test_an_empty_message_is_answered_beside_the_field(worker):
    page = worker.post("/ikuti/perkara/pesan/", {"body": "  "})
    assert "Tulis pesannya dahulu" in page.content.decode()
    assert not Message.objects.exists()


def test_what_the_office_wrote_is_new_until_it_was_read(worker, case, claimant, team, as_officer):
    messages.send(case, body="Selamat siang", by=as_officer(team.officer), claimant=claimant)
    assert "1 baru" in text(worker, "/ikuti/perkara/")
    text(worker, "/ikuti/perkara/pesan/")
    assert "1 baru" not in text(worker, "/ikuti/perkara/")


def test_evidence_is_added_kept_unaltered_and_can_be_taken_back(worker, claimant):
    worker.post("/ikuti/perkara/bukti/", {"kind": "payslip", "files": SimpleUploadedFile("slip.jpg", JPEG)})
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.claimant_id, evidence.size) == ("payslip", claimant.pk, len(JPEG))
    added = CaseEvent.objects.get(kind="evidence.added")
    assert added.facts["sha256"] == evidence.sha256
    path = evidence.file.path
    worker.post(f"/ikuti/perkara/bukti/{evidence.pk}/hapus/")
    evidence.refresh_from_db()
    assert evidence.erased_at
    assert not evidence.file
    assert evidence.sha256 == added.facts["sha256"]
    assert "Berkas yang dihapus" in text(worker, "/ikuti/perkara/bukti/")
    assert worker.get(f"/ikuti/perkara/bukti/{evidence.pk}/").status_code == 404
    assert path


def test_a_wrong_file_is_refused_and_nothing_is_kept(worker):
    page = worker.post("/ikuti/perkara/bukti/", {"files": SimpleUploadedFile("slip.jpg", b"bukan foto")})
    assert "bukan foto atau PDF" in page.content.decode()
    assert not Evidence.objects.exists()


def test_a_part_takes_no_more_than_it_can_hold(worker, claimant, monkeypatch):
    monkeypatch.setattr(evidence, "MAX_FILES_OF_ONE", 1)
    worker.post("/ikuti/perkara/bukti/", {"files": SimpleUploadedFile("a.jpg", JPEG)})
    page = worker.post(
        "/ikuti/perkara/bukti/", {"kind": "payslip", "files": SimpleUploadedFile("b.jpg", JPEG + b"b")}
    )
    assert page.content.decode().count("Bukti Anda sudah sangat banyak") >= 2
    assert page.context["form"]["kind"].value() == "payslip"
    worker.post(f"/ikuti/perkara/bukti/{Evidence.objects.get().pk}/hapus/")
    assert (
        worker.post("/ikuti/perkara/bukti/", {"files": SimpleUploadedFile("b.jpg", JPEG + b"b")}).status_code
        == 302
    )


def test_what_one_place_sends_to_its_case_is_counted_with_what_it_put_into_drafts(worker, monkeypatch):
    monkeypatch.setitem(limits.MOST, Taken.What.BYTES, len(JPEG) - 1)
    page = worker.post("/ikuti/perkara/bukti/", {"files": SimpleUploadedFile("a.jpg", JPEG)})
    assert "pakai jaringan lain" in page.content.decode()
    assert not Evidence.objects.exists()


def test_erasing_twice_is_harmless(case, claimant, team, as_officer):
    evidence = add_evidence(
        case, file=SimpleUploadedFile("s.jpg", JPEG), by=principals.claimant(claimant.pk), claimant=claimant
    )
    erase_evidence(evidence, by=as_officer(team.supervisor), why="Memuat data orang lain")
    erase_evidence(evidence, by=as_officer(team.supervisor))
    assert CaseEvent.objects.filter(kind="evidence.erased").count() == 1


# --- doing -------------------------------------------------------------------------------------------------


def do(client, name, query="", **typed):
    """Open the page of an action, and send it as a browser does with what the page carries."""
    page = client.get(f"/ikuti/perkara/lakukan/{name}/{query}")
    assert page.status_code == 200, page.status_code
    form = page.context["form"]
    carried = {field: str(form[field].value()) for field in ("seen", "intent")}
    return client.post(f"/ikuti/perkara/lakukan/{name}/{query}", carried | typed)


def test_the_worker_completes_what_was_asked(worker, case, team, act):
    act(case, "request_completion", team.intake, items="Slip gaji Juli\nSurat PHK")
    page = text(worker, "/ikuti/perkara/")
    assert "Kami perlu data tambahan" in page
    assert "Kirim data yang diminta" in page
    asked = text(worker, "/ikuti/perkara/lakukan/complete/")
    assert "<li>Slip gaji Juli</li>" in asked
    assert "<li>Surat PHK</li>" in asked
    empty = do(worker, "complete", answer="")
    assert "Ada yang perlu diperbaiki" in empty.content.decode()
    done = do(worker, "complete", answer="Slip gaji saya tidak punya. Surat PHK sudah saya unggah.")
    assert done.url == "/ikuti/perkara/"
    case.refresh_from_db()
    assert case.status == "submitted"


def test_a_payment_is_confirmed_or_disputed(worker, case, claimant, team, act, reviewed):
    claim = claimant.claims.get()
    for amount in (3_000_000, 5_000_000):
        act(case, "record_payment", team.officer, amounts={claim.pk: amount}, paid_on=clock.today())
    first, second = Payment.objects.order_by("id")
    assert do(worker, "confirm_payment", f"?bayar={first.pk}").status_code == 302
    assert do(worker, "dispute_payment", f"?bayar={second.pk}", why="Belum masuk rekening").status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("confirmed", "disputed")
    assert "Rp5.000.000" in text(worker, "/ikuti/perkara/uang/")


def test_each_worker_reads_how_the_law_came_to_their_amount(two, as_officer, team):
    """The rows that the office has on record, each with its article; of the other worker nothing."""
    _case, people, (budi, siti) = two
    assert "Belum dihitung" in text(siti, "/ikuti/perkara/hak/")
    assert "Cara hitungnya" not in text(siti, "/ikuti/perkara/uang/")
    said, by = said_today(holiday="2026-03-21"), as_officer(team.officer)
    type(people[1]).objects.filter(pk=people[1].pk).update(base_wage=4_100_000, work_start=date(2020, 1, 6))
    people[1].refresh_from_db()
    made = calculate(people[1], said, by=by)
    page = text(siti, "/ikuti/perkara/hak/")
    assert "1 bulan upah" in page
    assert "Permenaker 6/2016 Pasal 3" in page
    assert "Rp4.100.000" in page
    assert "id-2025-09-17" in page
    assert 'id=""' not in page
    assert "Cara hitungnya" in text(siti, "/ikuti/perkara/uang/")
    assert "Belum dihitung" in text(budi, "/ikuti/perkara/hak/")
    assert "Petugas menghitung hak Anda" in text(siti, "/ikuti/perkara/riwayat/")
    assert "Petugas menghitung hak Anda" not in text(budi, "/ikuti/perkara/riwayat/")
    override(made, 0, amount=4_500_000, reason="PKB Pasal 9", by=by)
    page = text(siti, "/ikuti/perkara/hak/")
    assert "Diubah petugas" in page
    assert "Rp4.500.000" in page
    assert "PKB Pasal 9" not in page, "the reason was written for the office"


def test_what_nobody_has_worked_out_yet_is_not_said_to_be_nothing(worker, claimant):
    assert "Belum dihitung" not in text(worker, "/ikuti/perkara/uang/")
    do(worker, "add_claim", kind="thr")
    assert "Belum dihitung. Petugas menghitungnya" in text(worker, "/ikuti/perkara/uang/")


def test_somebody_is_named_to_look_after_the_case_in_words_of_a_worker(worker, case):
    page = text(worker, "/ikuti/perkara/lakukan/record_mandate/")
    assert "Siapa yang mewakili Anda?" in page
    assert "Berlaku sejak" not in page
    assert do(worker, "record_mandate", kind="family", holder_name="Siti").status_code == 302
    mandate = case.mandates.get()
    assert (unseal(mandate.holder_name), mandate.until) == ("Siti", None)
    assert mandate.since == clock.today()


def test_withdrawing_can_be_taken_back(worker, case):
    assert do(worker, "withdraw", why="").status_code == 302
    assert "Anda meminta pengaduan ini dicabut" in text(worker, "/ikuti/perkara/")
    assert "/lakukan/withdraw/" not in text(worker, "/ikuti/perkara/")
    assert do(worker, "take_back_withdrawal").status_code == 302
    assert "/lakukan/withdraw/" in text(worker, "/ikuti/perkara/")


def test_reporting_retaliation_masks_the_name_at_once(worker, case, claimant):
    assert do(worker, "report_retaliation", what="Mandor mengancam saya").status_code == 302
    case.refresh_from_db()
    claimant.refresh_from_db()
    assert case.shielded
    assert claimant.naming == "do_not_approach"


def test_consent_can_be_changed(worker, claimant):
    assert do(worker, "record_consent", consent="refused", naming="unnamed").status_code == 302
    claimant.refresh_from_db()
    assert (claimant.consent, claimant.naming) == ("refused", "unnamed")


def test_a_claim_is_added(worker, claimant):
    bad = do(worker, "add_claim", kind="thr", amount="dua juta")
    assert "Tulis jumlah dengan angka" in bad.content.decode()
    assert 'value="dua juta"' in bad.content.decode()
    assert do(worker, "add_claim", kind="thr", amount="2 juta").status_code == 302
    assert claimant.claims.filter(kind="thr").exists()


def test_the_worker_answers_the_recommendation_only_for_themself(worker):
    from portals.worker.doings import DOINGS

    assert "party" in DOINGS["record_reply"].leave_out


def test_a_stale_page_does_nothing_and_keeps_what_was_typed(worker, case, team, act):
    page = worker.get("/ikuti/perkara/lakukan/withdraw/")
    carried = {name: str(page.context["form"][name].value()) for name in ("seen", "intent")}
    act(case, "accept", team.intake, officer=team.officer.pk)
    stale = worker.post("/ikuti/perkara/lakukan/withdraw/", carried | {"why": "alasan saya"})
    assert stale.status_code == 409
    assert "alasan saya" in stale.content.decode()
    assert "belum ada yang dikirim" in stale.content.decode()
    assert not CaseEvent.objects.filter(kind="case.withdrawal_asked").exists()
    again = {name: str(stale.context["form"][name].value()) for name in ("seen", "intent")}
    assert worker.post("/ikuti/perkara/lakukan/withdraw/", again | {"why": "alasan saya"}).status_code == 302


def test_a_double_click_does_it_once(worker):
    page = worker.get("/ikuti/perkara/lakukan/add_claim/")
    typed = {name: str(page.context["form"][name].value()) for name in ("seen", "intent")} | {"kind": "thr"}
    first = worker.post("/ikuti/perkara/lakukan/add_claim/", typed)
    second = worker.post("/ikuti/perkara/lakukan/add_claim/", typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert CaseEvent.objects.filter(kind="case.claim_added").count() == 1


def test_the_first_page_tells_nothing_owed_from_not_yet_reckoned(worker, claimant):
    front = "/ikuti/perkara/"
    assert "Belum dibayar: Rp" in text(worker, front)
    do(worker, "add_claim", kind="overtime")
    assert "sebagian masih dihitung" in text(worker, front)
    ClaimBalance.objects.filter(claim__kind="overtime").update(claimed=0)
    ClaimBalance.objects.update(outstanding=0)
    assert "Tidak ada lagi yang belum dibayar" in text(worker, front)


def test_what_is_not_possible_now_says_why(worker):
    page = worker.get("/ikuti/perkara/lakukan/complete/")
    assert page.status_code == 409
    assert "Tidak berlaku pada tahap" in page.content.decode()


@pytest.mark.parametrize("name", ["accept", "waive", "close_paid", "tidak_ada"])
def test_what_is_not_a_workers_is_not_there(worker, name):
    assert worker.get(f"/ikuti/perkara/lakukan/{name}/").status_code == 404
    assert worker.post(f"/ikuti/perkara/lakukan/{name}/", {"seen": 0}).status_code == 404


def test_every_action_of_a_worker_has_its_words_or_a_reason_not_to():
    from portals.worker.doings import DOINGS
    from workflows.actions import ACTIONS
    from workflows.table import Who

    theirs = {name for name, action in ACTIONS.items() if Who.CLAIMANT in action.who and not action.subject}
    assert theirs - set(DOINGS) == {"waive"}


def test_every_form_of_a_worker_speaks_to_the_worker(claimant):
    """Neither an officer's remarks, nor an error that does not say what to do."""
    from portals.worker.doings import DOINGS

    records = {"claim": claimant.claims.first()}
    by = principals.claimant(claimant.pk)
    for name, doing in DOINGS.items():
        made = doing.form(claimant.case, by, records.get(doing.about, claimant))
        for field, asked in made.base_fields.items():
            words = f"{asked.label} {asked.help_text}".lower()
            assert "pekerja dapat membacanya" not in words, (name, field)
            assert "pihak" not in words, (name, field)
            if asked.required and not asked.widget.is_hidden:
                assert str(asked.error_messages["required"]) not in ("Isi bagian ini.", "Pilih salah satu."), (name, field)  # fmt: skip


def test_what_a_worker_chooses_from_is_all_that_there_is(claimant):
    from portals.worker.doings import DOINGS
    from workflows.forms import form_class

    by = principals.claimant(claimant.pk)
    for name in ("add_claim", "request_escalation", "end_bipartit", "end_court", "record_mandate"):
        doing = DOINGS[name]
        officers = form_class(doing.action, claimant.case, by=by).base_fields
        for field in doing.options:
            theirs = {
                value
                for value, _label in doing.form(claimant.case, by, claimant).base_fields[field].choices
                if value
            }
            assert theirs == {value for value, _label in officers[field].choices if value}, (name, field)


def test_a_file_is_not_asked_for_where_none_was_given(worker, claimant):
    page = "/ikuti/perkara/lakukan/record_payment/"
    assert "Foto bukti pembayaran" not in worker.get(page).content.decode()
    give_evidence(
        claimant,
        file=SimpleUploadedFile("slip.jpg", JPEG),
        by=principals.claimant(claimant.pk),
        kind="other",
        source="",
    )
    assert "Foto bukti pembayaran" in worker.get(page).content.decode()


def queries(client, address) -> int:
    """What a page asks of the database; marks of transactions inside a transaction are not questions."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200, address
    return len([row for row in seen.captured_queries if "SAVEPOINT" not in row["sql"]])


PAGES = [
    *("", "riwayat/", "uang/", "hak/", "surat/", "pesan/", "bukti/", "bukti-lapor/"),
    *(f"lakukan/{name}/" for name in ("withdraw", "add_claim", "record_payment", "record_consent", "report_retaliation")),
]  # fmt: skip


@pytest.fixture
def busy(two, team, act, as_officer):
    """A case of two with something of everything: messages, files, a paper, payments that wait for a word."""
    case, people, browsers = two
    act(case, "accept", team.intake, officer=team.officer.pk)
    by = as_officer(team.officer)
    for person in people:
        messages.send(case, body="Selamat siang", by=by, claimant=person)
        file = add_evidence(case, file=SimpleUploadedFile("s.jpg", JPEG), by=by, claimant=person)
        paper = Document.objects.create(
            case=case, kind="summons", dated=clock.today(), title="Panggilan", evidence=file
        )
        for _copy in range(2):
            ServiceRecord.objects.create(
                case=case, document=paper, claimant=person, means="hand", received_on=clock.today()
            )
        for amount in (2_000_000, 1_000_000):
            claim = person.claims.get()
            act(case, "record_payment", team.officer, amounts={claim.pk: amount}, paid_on=clock.today())
    return case, people, browsers


def test_the_first_page_tells_of_the_others_what_stands_there(busy):
    _case, _people, (_budi, siti) = busy
    glance = siti.get("/ikuti/perkara/").context["glance"]
    assert (glance.outstanding, glance.unread, glance.papers, glance.files) == (5_000_000, 1, 1, 1)
    money = siti.get("/ikuti/perkara/uang/").context["money"]
    assert [payment.pk for payment in glance.waiting] == [payment.pk for payment in money.waiting]
    assert [payment.amount for payment in glance.waiting] == [2_000_000, 1_000_000]
    assert (money.total.workers, money.total.outstanding, money.total.stated) == (1, 5_000_000, 3_000_000)


def test_every_page_of_a_worker_asks_the_database_in_single_digits(busy, act):
    case, people, (budi, _siti) = busy
    text(budi, "/ikuti/perkara/pesan/")
    asked = {page: queries(budi, f"/ikuti/perkara/{page}") for page in PAGES}
    payment = Payment.objects.first()
    asked["payment"] = queries(budi, f"/ikuti/perkara/lakukan/confirm_payment/?bayar={payment.pk}")
    with clock.at(clock.now() + timedelta(minutes=2)):  # the session is noted again
        asked["noted"] = queries(budi, "/ikuti/perkara/")
    act(case, "withdraw", principals.claimant(people[0].pk), why="")
    asked["withdrawing"] = queries(budi, "/ikuti/perkara/")
    assert {page: count for page, count in asked.items() if count > 9} == {}


def test_facts_from_events_at_hand_are_those_that_the_database_counts(busy):
    from workflows.facts import load

    case, _people, _browsers = busy
    assert load(case, history=list(CaseEvent.objects.filter(case=case))) == load(case)


def test_opening_the_page_of_the_case_is_known_to_have_told_what_is_asked(two, team, act):
    case, people, (budi, _siti) = two
    text(budi, "/ikuti/perkara/")
    assert not ServiceRecord.objects.exists(), "nothing is asked"
    act(case, "request_completion", team.intake, items="Slip gaji")
    relay.relay()
    budi.head("/ikuti/perkara/")
    assert not ServiceRecord.objects.exists(), "a look from outside is not a reader"
    assert unread(principals.claimant(people[0].pk))
    for _ in range(2):
        text(budi, "/ikuti/perkara/")
    assert list(ServiceRecord.objects.values_list("claimant", "means", "event__kind")) == [
        (people[0].pk, "page", "case.completion_requested")
    ]
    assert not unread(principals.claimant(people[0].pk))
    assert unread(principals.claimant(people[1].pk))


# --- somebody who speaks for others ------------------------------------------------------------------------


@pytest.fixture
def represented(team):
    """A union that filed for two, and a third worker of the same case whom it does not represent."""
    workers = (
        one_worker(),
        one_worker(name="Siti Aminah", nik="", phone=""),
        one_worker(name="Joko Susilo", nik="", phone=""),
    )
    union = RepresentativePart("Serikat Contoh", kind="union", phone="0811 0000 000")
    filed = submit(
        one_complaint(workers=workers, representative=union, source="representative"), by=principals.ANYONE
    )
    people = list(filed.case.claimants.order_by("number"))
    filed.case.mandates.get().claimants.remove(people[2])
    browser = Client()
    enter(browser, filed.case.reference, filed.representative_receipt)
    return filed, people, browser


def test_a_representative_sees_the_people_they_speak_for_and_opens_one(represented):
    _filed, people, browser = represented
    assert browser.get("/ikuti/perkara/").url == "/ikuti/wakil/"
    listed = text(browser, "/ikuti/wakil/")
    assert "Budi Santoso" in listed
    assert "Siti Aminah" in listed
    assert "Joko" not in listed
    assert browser.post("/ikuti/wakil/", {"claimant": people[2].pk}).status_code == 404
    assert browser.post("/ikuti/wakil/", {"claimant": people[1].pk}).url == "/ikuti/perkara/"
    assert "Anda mewakili <strong>Siti Aminah</strong>" in text(browser, "/ikuti/perkara/")


def test_a_representative_who_opens_the_page_is_told_for_those_they_speak_for(represented, team, act):
    filed, people, browser = represented
    act(filed.case, "request_completion", team.intake, items="Slip gaji")
    browser.post("/ikuti/wakil/", {"claimant": people[1].pk})
    text(browser, "/ikuti/perkara/")
    mandate = filed.case.mandates.get()
    assert list(ServiceRecord.objects.values_list("claimant", "mandate", "means")) == [
        (None, mandate.pk, "page")
    ]


def test_what_a_representative_does_is_done_for_the_one_they_chose(represented, team, act):
    filed, people, browser = represented
    browser.post("/ikuti/wakil/", {"claimant": people[1].pk})
    assert do(browser, "add_claim", kind="thr", amount="2 juta").status_code == 302
    assert [person.claims.filter(kind="thr").count() for person in people] == [0, 1, 0]
    assert do(browser, "record_consent", consent="given", naming="named").status_code == 302
    consents = [person.consent for person in filed.case.claimants.order_by("number")]
    assert consents == ["not_asked", "given", "not_asked"]
    event = CaseEvent.objects.get(kind="case.consent_recorded")
    assert (event.by_kind, event.on_behalf_of) == ("representative", people[1].pk)
    browser.post("/ikuti/perkara/pesan/", {"body": "Dari serikat"})
    assert Message.objects.get().claimant_id == people[1].pk


def test_what_a_representative_wrote_does_not_wait_for_them(represented):
    _filed, people, browser = represented
    browser.post("/ikuti/wakil/", {"claimant": people[1].pk})
    browser.post("/ikuti/perkara/pesan/", {"body": "Dari serikat"})
    assert "1 baru" not in text(browser, "/ikuti/perkara/")


def test_a_representative_is_not_told_that_nothing_is_owed_where_nobody_has_reckoned_it(represented):
    _filed, people, browser = represented
    ClaimBalance.objects.filter(claimant=people[0]).update(claimed=None, due=0, outstanding=0)
    page = text(browser, "/ikuti/wakil/")
    assert "Jumlahnya masih dihitung" in page
    assert "Belum dibayar: Rp0" not in page
    assert "Belum dibayar: Rp" in page, "the other's amount is known"


def test_a_representatives_pages_ask_the_database_in_single_digits(represented):
    _filed, people, browser = represented
    browser.post("/ikuti/wakil/", {"claimant": people[1].pk})
    asked = {page: queries(browser, f"/ikuti/perkara/{page}") for page in PAGES}
    asked["people"] = queries(browser, "/ikuti/wakil/")
    assert {page: count for page, count in asked.items() if count > 9} == {}


def test_a_mandate_for_somebody_whose_case_is_another_opens_nothing_of_it(represented, team):
    filed, people, browser = represented
    browser.post("/ikuti/wakil/", {"claimant": people[1].pk})
    other = submit(one_complaint(workers=(one_worker(name="Ani", nik="", phone=""),)), by=principals.ANYONE)
    stranger = other.case.claimants.get()
    filed.case.mandates.get().claimants.add(stranger)
    assert browser.post("/ikuti/wakil/", {"claimant": stranger.pk}).status_code == 404
    session = browser.session
    session["claimant"] |= {"id": stranger.pk}
    session.save()
    assert browser.get("/ikuti/perkara/").url == "/ikuti/"


def test_a_mandate_that_has_ended_opens_nothing(represented):
    filed, _people, browser = represented
    filed.case.mandates.update(until=clock.today() - timedelta(days=1))
    assert browser.get("/ikuti/wakil/").url == "/ikuti/"
    assert enter(Client(), filed.case.reference, filed.representative_receipt).status_code == 200


def test_who_acts_alone_in_a_case_of_several_is_told_the_new_number(two, act, team):
    case, people, browsers = two
    case.claimants.update(naming="named")
    act(case, "accept", team.intake, officer=team.officer.pk)
    address = "/ikuti/perkara/lakukan/start_bipartit/"
    page = text(browsers[0], address)
    assert "hanya untuk bagian Anda" in page
    case.refresh_from_db()
    today = clock.today()
    day = {f"requested_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    answer = browsers[0].post(address, {"seen": case.version, "sent_by": "resi pos", **day}, follow=True)
    people[0].refresh_from_db()
    case.refresh_from_db()
    page = answer.content.decode()
    assert people[0].case.reference in page
    assert f"nomor lama {case.reference} tetap dapat dipakai" in page
    assert (people[0].case.status, case.status) == ("in_bipartit", "under_review")
    assert case.reference in text(browsers[1], "/ikuti/perkara/")
    assert "berjalan sendiri" not in text(browsers[1], "/ikuti/perkara/riwayat/")
    assert "berjalan sendiri" in text(browsers[0], "/ikuti/perkara/riwayat/")


@pytest.mark.parametrize(("whom", "moved"), [("satu", 1), ("semua", 2)])
def test_a_representative_says_whether_they_act_for_one_or_for_all(team, act, client, whom, moved):
    workers = (one_worker(), one_worker(name="Siti", nik="6471014101900002", phone="0813"))
    union = RepresentativePart(name="Serikat", kind="union")
    filed = submit(one_complaint(workers=workers, representative=union), by=principals.ANYONE)
    filed.case.claimants.update(naming="named")
    act(filed.case, "accept", team.intake, officer=team.officer.pk)
    enter(client, filed.case.reference, filed.representative_receipt)
    first = filed.case.claimants.order_by("number").first()
    client.post("/ikuti/wakil/", {"claimant": first.pk})
    address = "/ikuti/perkara/lakukan/start_bipartit/"
    assert "Semua pekerja yang saya wakili" in text(client, address)
    filed.case.refresh_from_db()
    today = clock.today()
    day = {f"requested_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    sent = {"seen": filed.case.version, "sent_by": "resi pos", **day}
    assert "Pilih untuk siapa" in client.post(address, sent).content.decode()
    client.post(address, sent | {"siapa": whom})
    first.refresh_from_db()
    assert (first.case.status, first.case.claimants.count()) == ("in_bipartit", moved)
    assert first.case.reference in text(client, "/ikuti/perkara/"), "the same receipt still shows it"


def test_a_worker_does_not_answer_for_the_employer(two):
    from workflows.actions import ACTIONS
    from workflows.facts import load

    case, people, _browsers = two
    party = case.parties.first()
    action = ACTIONS["record_reply"]
    params = action.params(answer="agrees", on=clock.today(), party=party.pk)
    assert "party" in action.check(load(case), params, principals.claimant(people[0].pk))


def test_a_wage_written_wrong_is_put_right_from_the_phone(worker, claimant):
    claimant.base_wage = 3_700_000
    claimant.save()
    assert "Perbaiki upah, tanggal, atau kontrak saya" in text(worker, "/ikuti/perkara/")
    form = worker.get("/ikuti/perkara/lakukan/correct_work_facts/").context["form"]
    assert form["base_wage"].value() == 3_700_000
    same = do(
        worker, "correct_work_facts", contract_kind=claimant.contract_kind, base_wage="3.700.000", note="Slip"
    )
    assert "Belum ada yang diubah" in same.content.decode()
    typed = {"contract_kind": "pkwt", "base_wage": "4.000.000"}
    unsaid = do(worker, "correct_work_facts", note="", **typed).content.decode()
    assert "Tulis dari mana Anda tahu" in unsaid
    assert 'value="4.000.000"' in unsaid, "what was typed stays"
    assert do(worker, "correct_work_facts", note="Slip gaji Juli", **typed).status_code == 302
    claimant.refresh_from_db()
    assert (claimant.contract_kind, claimant.base_wage) == ("pkwt", 4_000_000)
    assert "Upah pokok sebulan: Rp3.700.000 → Rp4.000.000" in text(worker, "/ikuti/perkara/riwayat/")


def test_a_claim_written_wrong_is_put_right_from_the_page_of_the_money(worker, claimant):
    claim = claimant.claims.get()
    before = claim.balance.claimed
    address = f"correct_claim/?tuntutan={claim.pk}"
    assert address in text(worker, "/ikuti/perkara/uang/")
    less = do(worker, "correct_claim", f"?tuntutan={claim.pk}", amount=str(before // 10), note="Salah ketik")
    assert "supaya tidak ada yang memaksa Anda" in less.content.decode()
    more = do(worker, "correct_claim", f"?tuntutan={claim.pk}", amount=str(before * 2), note="Slip gaji")
    assert more.status_code == 302
    claim.balance.refresh_from_db()
    assert claim.balance.claimed == before * 2
    for wrong in ("", "?tuntutan=999999", "?tuntutan=apa"):
        assert worker.get(f"/ikuti/perkara/lakukan/correct_claim/{wrong}").status_code == 404


def test_what_a_representative_wrote_too_late_is_shown_to_them_alone(represented):
    """The worker, and another who represents them, may follow the same case on the same telephone."""
    filed, people, browser = represented
    reference, late = filed.case.reference, clock.now() + timedelta(minutes=45)
    browser.post("/ikuti/wakil/", {"claimant": people[1].pk})
    with clock.at(late):
        browser.post("/ikuti/perkara/pesan/", {"body": "rahasia serikat"})
        again = enter(browser, reference, filed.representative_receipt)
        assert again.url == "/ikuti/perkara/pesan/"
        assert "rahasia serikat" in text(browser, again.url), "of the worker whom it was about"
    with clock.at(late + timedelta(minutes=45)):
        browser.post("/ikuti/perkara/pesan/", {"body": "rahasia serikat"})
        assert enter(browser, reference, filed.receipts[people[1].pk]).url == "/ikuti/perkara/"
        assert "rahasia serikat" not in text(browser, "/ikuti/perkara/pesan/")
        assert "unsent" not in browser.session


def test_what_is_kept_for_one_worker_is_not_put_into_the_page_of_another(represented):
    filed, people, browser = represented
    browser.post("/ikuti/wakil/", {"claimant": people[0].pk})
    with clock.at(clock.now() + timedelta(minutes=45)):
        browser.post("/ikuti/perkara/pesan/", {"body": "tentang budi"})
        enter(browser, filed.case.reference, filed.representative_receipt)
        browser.post("/ikuti/wakil/", {"claimant": people[1].pk})
        assert "tentang budi" not in text(browser, "/ikuti/perkara/pesan/")


def test_another_receipt_ends_what_was_open_with_the_old_one(represented, team, act):
    """Whoever came in with a receipt that was lost or stolen is out at once, not when they stop."""
    filed, people, union = represented
    worker = Client()
    enter(worker, filed.case.reference, filed.receipts[people[0].pk])
    union.post("/ikuti/wakil/", {"claimant": people[0].pk})
    for browser in (worker, union):
        assert browser.get("/ikuti/perkara/").status_code == 200
    chosen = {"claimants": [people[0].pk], "made_sure": "KTP asli."}
    act(filed.case, "renew_receipt", team.intake, **chosen)
    assert worker.get("/ikuti/perkara/").url == "/ikuti/"
    assert union.get("/ikuti/perkara/").status_code == 200
    act(filed.case, "renew_receipt", team.intake, holder_name="Serikat Contoh", **chosen)
    for page in ("/ikuti/perkara/", "/ikuti/wakil/"):
        assert union.get(page).url == "/ikuti/"


def test_a_representative_erases_only_what_they_gave(represented):
    """Whoever was bought makes no proof disappear; the worker takes back what is theirs."""
    filed, people, union = represented
    worker = Client()
    enter(worker, filed.case.reference, filed.receipts[people[0].pk])
    union.post("/ikuti/wakil/", {"claimant": people[0].pk})
    for number, browser in enumerate((worker, union)):
        photo = SimpleUploadedFile(f"{number}.jpg", JPEG, "image/jpeg")
        browser.post("/ikuti/perkara/bukti/", {"files": photo, "kind": "payslip"})
    theirs, own_file = Evidence.objects.order_by("pk")
    page = text(union, "/ikuti/perkara/bukti/")
    assert f"/bukti/{theirs.pk}/hapus/" not in page
    assert f"/bukti/{own_file.pk}/hapus/" in page
    assert union.post(f"/ikuti/perkara/bukti/{theirs.pk}/hapus/").status_code == 404
    assert Evidence.objects.filter(erased_at=None).count() == 2
    assert union.post(f"/ikuti/perkara/bukti/{own_file.pk}/hapus/").status_code == 302
    assert worker.post(f"/ikuti/perkara/bukti/{theirs.pk}/hapus/").status_code == 302
    assert not Evidence.objects.filter(erased_at=None).exists()


def test_leaving_takes_everything_out_of_the_browser(worker, team):
    session = worker.session
    session["anything"] = "a code, an answer"
    session.save()
    worker.post("/ikuti/keluar/")
    assert not dict(worker.session)
    worker.force_login(team.officer, backend="accounts.backends.OfficerBackend")
    worker.post("/ikuti/keluar/")
    assert "_auth_user_id" in worker.session, "an officer who works in the same browser stays in"
