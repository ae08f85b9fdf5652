"""A worker files a complaint, without JavaScript, and whatever they send gets an answer that helps."""

import logging
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case, Claimant, Evidence, Message
from core import clock
from core.sealed import unseal
from intake.drafts import answers_of, keep_step
from intake.models import Draft
from intake.tasks import forget_stale_drafts
from ledger import balance
from tests.portals.walk import ANSWERS, JPEG, answer, begin, fill, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office(team):
    return team


def upload(name="slip.jpg", content=JPEG):
    return SimpleUploadedFile(name, content)


def receipt_digits(client) -> str:
    return client.get("/lapor/terkirim/").context["given"].receipts[0][1]


def test_a_worker_files_a_complaint_and_gets_a_receipt(client):
    fill(client)
    assert send(client).status_code == 302
    page = client.get("/lapor/terkirim/")
    case = Case.objects.get()
    person = case.claimants.get()
    assert case.reference in page.content.decode()
    assert page.context["given"].receipts[0][0] == person.pk
    assert unseal(person.name) == "Budi Santoso"
    assert person.phk_notice_on.isoformat() == "2026-09-01"
    assert person.base_wage == 3_700_000
    assert (person.naming, person.consent, person.sex, person.birth_year) == ("named", "given", "L", 1990)
    assert [claim.kind for claim in person.claims.all()] == ["unpaid_wage", "severance"]
    assert balance.of_case(case).due == 8_000_000
    assert [(p.employer.legal_name, p.tier) for p in case.parties.all()] == [
        ("PT Contoh Karya Abadi", "direct"),
        ("PT Contoh Utama", "main_contractor"),
    ]
    assert case.region_id == "64.71.05.1002"
    assert "jam 5 sore" in Message.objects.get(internal=False).text


def test_little_is_required_and_what_was_not_said_is_not_allowed(client):
    begin(client)
    for step in ANSWERS:
        few = {
            "masalah": {"kinds": ["unpaid_wage"]},
            "perusahaan": {"name": "PT Contoh"},
            "cerita": {"story": "Upah belum dibayar."},
            "diri": {"name": "Budi"},
        }
        assert answer(client, step, few.get(step, {})).status_code == 302, step
    send(client)
    person = Claimant.objects.get()
    assert (person.consent, person.naming, person.contract_kind) == ("not_asked", "not_asked", "unknown")
    assert balance.of_case(person.case).due == 0


def test_who_is_in_a_hurry_meets_only_what_is_required_and_what_keeps_them_safe(client):
    begin(client)
    answer(client, "masalah", {"kinds": ["unpaid_wage"]})
    met = []
    few = {
        "perusahaan": {"name": "PT Contoh"},
        "cerita": {"story": "Upah belum dibayar."},
        "diri": {"name": "Budi"},
    }
    here = "/lapor/langkah/perusahaan/"
    while here.startswith("/lapor/langkah/"):
        step = here.split("/")[-2]
        met.append(step)
        page = client.get(here).content.decode()
        hurry = {"required": "1"} if "Terburu-buru?" in page else {}
        here = client.post(here, few.get(step, {}) | hurry).url
    assert met == ["perusahaan", "cerita", "diri", "aman", "tentang"]
    assert here == "/lapor/periksa/"
    assert send(client).status_code == 302
    assert Claimant.objects.get().naming == "not_asked"


def test_who_is_in_a_hurry_is_still_asked_what_the_law_counts_from(client):
    begin(client)
    answer(client, "masalah", {"kinds": ["severance"]})
    onward = client.post("/lapor/langkah/perusahaan/", {"name": "PT Contoh", "required": "1"})
    assert onward.url == "/lapor/langkah/tanggal/"
    empty = client.post("/lapor/langkah/perusahaan/", {"name": "", "required": "1"})
    assert empty.status_code == 200, "what is required here is asked here"


def test_what_was_typed_stays_when_something_is_wrong(client):
    begin(client)
    page = answer(client, "perusahaan", region="99.99", name="PT Yang Saya Tulis")
    text = page.content.decode()
    assert page.status_code == 200
    assert "PT Yang Saya Tulis" in text
    assert "Pilih kelurahan dari daftar" in text
    assert 'href="#id_region"' in text, "the summary leads to the field"
    assert "PT Yang Saya Tulis" in client.get("/lapor/langkah/perusahaan/").content.decode(), (
        "and after a reload"
    )


@pytest.mark.parametrize(
    ("step", "changes", "told"),
    [
        ("masalah", {"kinds": []}, "Pilih paling sedikit satu"),
        ("masalah", {"kinds": ["gaji"]}, "gaji"),
        ("perusahaan", {"name": ""}, "Tulis nama perusahaan"),
        ("perusahaan", {"name": "x" * 161}, "160"),
        ("perusahaan", {"main_contractor": "PT. contoh karya abadi"}, "Tulis perusahaan yang berbeda"),
        ("upah", {"base_wage": "tiga juta"}, "Tulis jumlah dengan angka"),
        ("upah", {"base_wage": "-5"}, "Tulis jumlah dengan angka"),
        ("pekerjaan", {"contract_kind": "apa"}, "apa"),
        ("pekerjaan", {"pay_kind": "mingguan"}, "mingguan"),
        ("upah", {"work_days": "7"}, "7"),
        ("tanggal", {"work_start_year": "21"}, "Tulis tahun dengan empat angka"),
        ("tanggal", {"work_start_day": "31", "work_start_month": "2"}, "tidak ada di kalender"),
        ("tanggal", {"work_start_year": "2099"}, "tidak boleh setelah"),
        ("tanggal", {"work_end_day": "1", "work_end_month": "1", "work_end_year": "2020"}, "sebelum hari mulai"),
        ("cerita", {"story": "   "}, "beberapa kalimat cukup"),
        ("cerita", {"story": "x" * 4001}, "terlalu panjang: 4001"),
        ("diri", {"name": ""}, "Tulis nama lengkap"),
        ("diri", {"nik": "1234"}, "Anda menulis 4"),
        ("diri", {"phone": "12"}, "Tulis nomor telepon lengkap"),
        ("diri", {"email": "budi@"}, "Tulis alamat surel lengkap"),
        ("aman", {"consent": "mungkin"}, "mungkin"),
        ("tentang", {"birth_year": "90"}, "Tulis tahun lahir"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_beside_the_field(client, step, changes, told):
    begin(client)
    answer(client, "masalah")
    page = answer(client, step, **changes)
    assert page.status_code == 200
    assert told in page.content.decode()
    assert page.content.decode().count(told) >= 2, "in the summary and beside the field"


def test_the_dismissal_date_is_asked_only_of_the_dismissed(client):
    begin(client)
    answer(client, "masalah", kinds=["unpaid_wage"])
    assert "diberhentikan" not in client.get("/lapor/langkah/tanggal/").content.decode()
    answer(client, "masalah", kinds=["severance"])
    page = answer(client, "tanggal", phk_notice_on_day="", phk_notice_on_month="", phk_notice_on_year="")
    assert "Tulis tanggal pemberitahuannya" in page.content.decode()


def test_a_double_click_files_one_case(client):
    fill(client)
    send(client)
    first = receipt_digits(client)
    assert send(client).url == "/lapor/terkirim/"
    assert Case.objects.count() == 1
    assert receipt_digits(client) == first, "and the receipt of the first is still shown"


def test_two_presses_at_once_file_one_case(client):
    from intake.filing import file_draft
    from tests.conftest import one_complaint

    fill(client)
    draft_as_both_saw_it = Draft.objects.get()
    first = file_draft(draft_as_both_saw_it, one_complaint())
    second = file_draft(draft_as_both_saw_it, one_complaint())
    assert first == second
    assert Case.objects.count() == 1


def test_the_receipt_is_shown_until_it_was_kept(client):
    fill(client)
    send(client)
    digits = receipt_digits(client)
    wrong = client.post("/lapor/terkirim/", {"last_four": "0000" if digits[-4:] != "0000" else "1111"})
    assert "Belum cocok" in wrong.content.decode()
    assert digits in wrong.content.decode()
    right = client.post("/lapor/terkirim/", {"last_four": digits[-4:]})
    assert right.url == "/ikuti/perkara/"
    assert Claimant.objects.get().receipt_kept_at
    assert not Draft.objects.exists()
    assert client.get("/lapor/terkirim/").url == "/lapor/"
    assert Case.objects.get().reference in client.get("/ikuti/perkara/").content.decode()


def test_the_receipt_is_not_kept_in_the_clear(client):
    fill(client)
    send(client)
    digits = receipt_digits(client)
    draft = Draft.objects.get()
    assert digits not in draft.receipts.token
    assert digits.replace(" ", "") not in Claimant.objects.get().receipt_hash


def test_a_changed_answer_returns_to_the_check(client):
    fill(client)
    changed = client.post("/lapor/langkah/cerita/?ubah=1", {"story": "Cerita yang lain sama sekali."})
    assert changed.url == "/lapor/periksa/"
    assert "Cerita yang lain" in client.get("/lapor/periksa/").content.decode()


def test_a_change_that_makes_another_question_necessary_asks_it(client):
    fill(client, masalah={"kinds": ["unpaid_wage"]})
    changed = client.post("/lapor/langkah/masalah/?ubah=1", {"kinds": ["severance"]})
    assert changed.url == "/lapor/langkah/tanggal/?ubah=1" or changed.url == "/lapor/periksa/"
    without_date = {f"phk_notice_on_{part}": "" for part in ("day", "month", "year")}
    answer(client, "tanggal", **without_date)
    page = client.get("/lapor/periksa/")
    assert "Belum lengkap" in page.content.decode()
    assert send(client).status_code == 200
    assert not Case.objects.exists(), "what is not finished is not sent"


def test_it_can_be_left_and_found_again_on_another_device(client):
    from django.test import Client

    begin(client)
    left = answer(client, "masalah", {"kinds": ["thr"], "later": "1"})
    assert left.url == "/lapor/nanti/"
    code = client.get("/lapor/nanti/").context["code"]
    assert not client.get("/lapor/nanti/").context["code"], "shown once"
    other = Client()
    assert other.post("/lapor/lanjut/", {"code": code.lower().replace("-", " ")}).status_code == 302
    assert 'value="thr"' in other.get("/lapor/langkah/masalah/").content.decode()
    assert code.replace("-", "") not in Draft.objects.get().resume_hash


def test_half_typed_answers_are_kept_without_complaint(client):
    begin(client)
    left = answer(client, "perusahaan", {"name": "PT Setengah", "later": "1"})
    assert left.url == "/lapor/nanti/"
    page = client.get("/lapor/langkah/perusahaan/").content.decode()
    assert "PT Setengah" in page
    assert "Ada yang perlu diperbaiki" not in page


def test_guessing_resume_codes_is_slowed_down(client):
    for _attempt in range(10):
        assert client.post("/lapor/lanjut/", {"code": "AAAAA-AAAAA"}).status_code == 200
    page = client.post("/lapor/lanjut/", {"code": "AAAAA-AAAAA"})
    assert page.status_code == 429
    assert "satu jam lagi" in page.content.decode()


def test_a_draft_can_be_closed_on_this_device_or_deleted(client):
    begin(client)
    answer(client, "bukti", {"kind": "payslip", "files": upload(), "add": "1"})
    client.post("/lapor/nanti/", {"forget": "1"})
    assert client.get("/lapor/langkah/masalah/").url == "/lapor/"
    assert Draft.objects.count() == 1
    begin(client)
    client.post("/lapor/nanti/", {"delete": "1"})
    assert Draft.objects.count() == 1


def test_a_draft_is_not_a_case(client):
    fill(client)
    assert not Case.objects.exists()


# --- files -------------------------------------------------------------------------------------------------


def test_photos_are_added_listed_removed_and_filed(client):
    begin(client)
    added = answer(
        client,
        "bukti",
        {"kind": "payslip", "files": [upload("a.jpg"), upload("b.jpg", JPEG + b"x")], "add": "1"},
    )
    assert added.status_code == 302
    page = client.get("/lapor/langkah/bukti/")
    assert [file["name"] for file in page.context["files"]] == ["a.jpg", "b.jpg"]
    answer(client, "bukti", {"drop": str(page.context["files"][0]["key"])})
    fill_again = {step: data for step, data in ANSWERS.items() if step != "bukti"}
    for step, data in fill_again.items():
        answer(client, step, data)
    send(client)
    evidence = Evidence.objects.get()
    assert unseal(evidence.original_name) == "b.jpg"
    assert evidence.file.read() == JPEG + b"x", "kept as it came"
    assert "b.jpg" not in evidence.file.name


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("slip.jpg", b"<html>bukan foto</html>", "bukan foto atau PDF"),
        ("slip.jpg", b"MZ\x90\x00program", "bukan foto atau PDF"),
        ("slip.pdf", b"", "kosong"),
        ("slip.png", b"\x89PNG\r\n\x1a\nrusak", "rusak"),
        ("rekaman.mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64), "video atau suara"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(client, name, content, told):
    begin(client)
    page = answer(client, "bukti", {"kind": "payslip", "files": upload(name, content), "add": "1"})
    assert page.status_code == 200
    assert told in page.content.decode()
    assert not Draft.objects.get().files.exists()


def test_a_file_that_is_too_large_is_refused(client, settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    begin(client)
    page = answer(client, "bukti", {"files": upload("slip.jpg", JPEG + bytes(1024 * 1024)), "add": "1"})
    assert "terlalu besar (2 MB). Paling besar 1 MB" in page.content.decode()


def test_good_files_are_kept_beside_a_bad_one(client):
    begin(client)
    page = answer(
        client, "bukti", {"files": [upload("baik.jpg"), upload("buruk.jpg", b"apa saja")], "add": "1"}
    )
    text = page.content.decode()
    assert "buruk.jpg: Berkas ini bukan foto" in text
    assert [file["name"] for file in page.context["files"]] == ["baik.jpg"]


def test_an_empty_file_is_named_and_does_not_take_the_good_ones_away(client):
    begin(client)
    page = answer(client, "bukti", {"files": [upload("kosong.jpg", b""), upload("baik.jpg")], "add": "1"})
    assert "kosong.jpg: Berkas ini kosong" in page.content.decode()
    assert [file["name"] for file in page.context["files"]] == ["baik.jpg"]
    assert Draft.objects.get().files.get().kind == "other", "nobody has said that it is a payslip"


# --- what must not show ------------------------------------------------------------------------------------


def test_nothing_personal_stands_in_an_address_or_a_log(client, caplog):
    caplog.set_level(logging.DEBUG)
    addresses = []
    begin(client)
    for step, data in ANSWERS.items():
        addresses.append(answer(client, step, data).url)
    addresses.append(send(client).url)
    digits = receipt_digits(client)
    addresses.append(client.post("/lapor/terkirim/", {"last_four": digits[-4:]}).url)
    seen = " ".join(addresses) + caplog.text
    for secret in (
        "Budi",
        "6471",
        "0812",
        "budi@",
        digits,
        digits.replace(" ", ""),
        Case.objects.get().reference,
    ):
        assert secret not in seen


def test_the_form_does_not_tell_whether_a_person_has_complained(client):
    from django.test import Client

    fill(client)
    send(client)
    stranger = Client()
    fill(stranger, diri=ANSWERS["diri"])
    nobody = Client()
    fill(nobody, diri=ANSWERS["diri"] | {"nik": "6471010101900009", "phone": "0899 9999 999"})

    def shape(who):
        text = who.get("/lapor/periksa/").content.decode()
        return [
            line
            for line in text.splitlines()
            if "NIK" not in line and "csrf" not in line and "08" not in line
        ]

    assert shape(stranger) == shape(nobody)
    first = Case.objects.get()
    send(stranger)
    new = Case.objects.exclude(pk=first.pk).get()
    assert first.reference in new.messages.get(internal=True).text, "the office is told"


def test_somebody_who_has_just_opened_the_case_is_reminded_of_it(client):
    fill(client)
    send(client)
    digits = receipt_digits(client)
    client.post("/lapor/terkirim/", {"last_four": digits[-4:]})
    fill(client)
    assert "masih berjalan" in client.get("/lapor/periksa/").content.decode()


def test_a_representative_files_for_a_worker(client):
    begin(client, "other")
    for step, data in ANSWERS.items():
        answer(client, step, data)
    page = answer(
        client, "wakil",
        {"holder_name": "Serikat Contoh", "holder_kind": "union", "holder_phone": "0813 0000 0000", "holder_email": ""},
    )  # fmt: skip
    assert page.status_code == 302
    send(client)
    given = client.get("/lapor/terkirim/").context["given"]
    case = Case.objects.get()
    assert case.source == "representative"
    assert given.representative_receipt
    assert case.mandates.get().claimants.get() == case.claimants.get()
    assert client.get("/lapor/langkah/masalah/").url == "/lapor/terkirim/"


def test_whoever_files_for_another_is_not_asked_as_if_it_were_their_own_case(client):
    begin(client, who="other")
    answer(client, "masalah", kinds=["severance"])
    asked = {
        step: client.get(f"/lapor/langkah/{step}/").content.decode()
        for step in ("perusahaan", "tanggal", "diri", "aman")
    }
    assert "Di mana pekerja itu bekerja?" in asked["perusahaan"]
    assert "Kapan pekerja diberi tahu bahwa ia diberhentikan?" in asked["tanggal"]
    assert "Siapa yang mengadu?" not in asked["diri"]
    assert 'autocomplete="name"' not in asked["diri"], "the browser would fill in the representative"
    assert "Jangan sebut nama pekerja" in asked["aman"]
    assert "nama saya" not in asked["aman"]


def test_each_page_says_how_many_its_step_has(client):
    begin(client)
    answer(client, "masalah")
    assert "Langkah 2 dari 6</span>" in client.get("/lapor/langkah/perusahaan/").content.decode()
    assert "Langkah 3 dari 6, halaman 2 dari 3" in client.get("/lapor/langkah/upah/").content.decode()


def test_the_check_page_does_not_ask_again_what_its_heading_says(client):
    fill(client, masalah={"kinds": ["unpaid_wage", "below_umk"]})
    page = client.get("/lapor/periksa/").content.decode()
    assert page.count("Ceritakan kejadiannya") == 2, "the heading, and the link for who does not see"
    assert "Upah tidak dibayar, kurang, atau terlambat; Upah di bawah UMK" in page


def test_steps_without_a_draft_begin_at_the_start(client):
    assert client.get("/lapor/langkah/masalah/").url == "/lapor/"
    assert client.get("/lapor/langkah/tidak-ada/").url == "/lapor/"
    begin(client)
    assert client.get("/lapor/langkah/tidak-ada/").status_code == 404


def test_everything_is_there_in_english(client):
    fill(client)
    client.cookies["django_language"] = "en"
    for step in ANSWERS:
        page = client.get(f"/lapor/langkah/{step}/").content.decode()
        assert "Save and continue later" in page
        assert "Lanjutkan" not in page


# --- what one place may take -------------------------------------------------------------------------------


def test_drafts_from_one_place_are_bounded_and_what_was_typed_stays(client, monkeypatch):
    from intake import limits
    from intake.models import Taken

    monkeypatch.setitem(limits.MOST, Taken.What.DRAFTS, 2)
    for _one in range(2):
        assert begin(client).status_code == 302
    page = begin(client, who="other")
    assert page.status_code == 429
    assert "pakai jaringan lain" in page.content.decode()
    assert page.context["form"]["who"].value() == "other"
    assert Draft.objects.count() == 2
    assert client.post("/lapor/", {"who": "self", "agreed": "on"}, REMOTE_ADDR="10.9.9.9").status_code == 302
    with clock.at(clock.now() + timedelta(hours=2)):
        assert begin(client).status_code == 302
    assert "127.0.0.1" not in str(list(Taken.objects.values_list("source", flat=True)))


def test_bytes_from_one_place_are_bounded_beside_the_field(client, monkeypatch):
    from intake import limits
    from intake.models import Taken

    monkeypatch.setitem(limits.MOST, Taken.What.BYTES, len(JPEG) + 10)
    begin(client)
    files = {"kind": "payslip", "files": [upload("a.jpg"), upload("b.jpg", JPEG + b"x")], "add": "1"}
    page = answer(client, "bukti", files)
    text = page.content.decode()
    assert text.count("pakai jaringan lain") >= 2, "in the summary and beside the field"
    assert [file["name"] for file in page.context["files"]] == ["a.jpg"]
    assert page.context["form"]["kind"].value() == "payslip"
    assert answer(client, "bukti", {}).status_code == 302, "the rest of the complaint goes on"


def test_unfinished_complaints_do_not_fill_the_disk_and_are_finished_without_files(client, settings):
    settings.DRAFT_SPACE_BYTES = len(JPEG) + 10
    begin(client)
    assert answer(client, "bukti", {"files": upload("a.jpg"), "add": "1"}).status_code == 302
    begin(client)
    page = answer(client, "bukti", {"kind": "payslip", "files": upload("b.jpg", JPEG + b"x"), "add": "1"})
    assert "Tempat berkas sementara sedang penuh" in page.content.decode()
    assert page.context["form"]["kind"].value() == "payslip"
    with clock.at(clock.now() + timedelta(days=15)):
        forget_stale_drafts()
        begin(client)
        assert answer(client, "bukti", {"files": upload("b.jpg", JPEG + b"x"), "add": "1"}).status_code == 302


def test_what_is_larger_than_anything_we_take_is_not_read(client, settings):
    settings.REQUEST_MAX_BYTES = 1000
    begin(client)
    page = answer(client, "bukti", {"files": upload("a.jpg", JPEG + bytes(2000)), "add": "1"})
    assert page.status_code == 413
    assert "sedikit demi sedikit" in page.content.decode()
    assert not Draft.objects.get().files.exists()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert (
        client.post(
            "/lapor/", "who=" + "x" * 2000, content_type="application/x-www-form-urlencoded"
        ).status_code
        == 413
    )


# --- how the wage is reckoned, and overtime ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("job", "asked"),
    [
        ({"pay_kind": "monthly"}, ["base_wage", "fixed_allowance", "work_days"]),
        ({}, ["base_wage", "fixed_allowance", "work_days"]),
        ({"pay_kind": "daily"}, ["daily_wage", "base_wage", "work_days"]),
        ({"contract_kind": "daily"}, ["daily_wage", "base_wage", "work_days"]),
        ({"contract_kind": "daily", "pay_kind": "monthly"}, ["base_wage", "fixed_allowance", "work_days"]),
        ({"pay_kind": "piece_rate"}, ["base_wage", "work_days"]),
    ],
)
def test_what_is_asked_of_the_wage_follows_how_it_is_reckoned(client, job, asked):
    begin(client)
    answer(client, "pekerjaan", job)
    assert list(client.get("/lapor/langkah/upah/").context["form"].fields) == asked


def test_a_welder_paid_by_the_day_files_wage_and_overtime(client):
    fill(
        client,
        masalah={"kinds": ["severance", "overtime"]},
        pekerjaan={"contract_kind": "daily", "pay_kind": "daily"},
        upah={"daily_wage": "170.000", "base_wage": "", "work_days": "6"},
    )
    hours = {"workday": "2,5", "workday_times": "12", "rest_day": "7", "rest_day_times": "3"}
    assert answer(client, "lembur", hours).status_code == 302
    page = client.get("/lapor/periksa/").content.decode()
    assert "Rp170.000" in page
    assert "12" in page
    send(client)
    person = Claimant.objects.get()
    assert (person.contract_kind, person.pay_kind, person.daily_wage, person.base_wage, person.work_days) == ("daily", "daily", 170_000, None, 6)  # fmt: skip
    assert person.claims.get(kind="overtime").overtime == [
        {"day": "workday", "hours": "2.5", "times": 12}, {"day": "rest_day", "hours": "7", "times": 3},
    ]  # fmt: skip
    assert person.claims.get(kind="severance").overtime == []


def test_overtime_is_asked_only_of_who_claims_it_and_may_be_left_empty(client):
    fill(client, masalah={"kinds": ["overtime"]})
    assert answer(client, "lembur", {}).status_code == 302
    send(client)
    assert Claimant.objects.get().claims.get().overtime == []
    begin(client)
    answer(client, "masalah", kinds=["thr"])
    assert answer(client, "jumlah", {}).url == "/lapor/langkah/cerita/"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"workday": "2"}, "Tulis berapa hari. Perkiraan boleh"),
        ({"rest_day_times": "3"}, "Tulis berapa jam sehari"),
        ({"workday": "25", "workday_times": "1"}, "Tulis jam sehari"),
        ({"workday": "dua", "workday_times": "1"}, "Tulis jam sehari"),
        ({"workday": "2", "workday_times": "sepuluh"}, "Tulis jumlah hari dengan angka"),
    ],
)
def test_half_said_overtime_is_asked_again_beside_the_field(client, typed, told):
    begin(client)
    answer(client, "masalah", kinds=["overtime"])
    page = answer(client, "lembur", typed)
    assert page.status_code == 200
    assert page.content.decode().count(told) >= 2, "in the summary and beside the field"


def test_a_wage_that_was_typed_where_it_was_asked_before_is_found(client):
    begin(client)
    draft = Draft.objects.get()
    keep_step(draft, "pekerjaan", {"contract_kind": ["pkwtt"], "base_wage": ["3.700.000"]})
    assert client.get("/lapor/langkah/upah/").context["form"].initial["base_wage"] == "3.700.000"


def shown(client, step="cerita"):
    """The name of the page that shows a step."""
    return re.search(r'name="page" value="([^"]+)"', client.get(f"/lapor/langkah/{step}/").content.decode())[
        1
    ]


def test_who_writes_one_part_in_two_windows_loses_neither(client):
    begin(client)
    one, other = shown(client), shown(client)
    assert answer(client, "cerita", {"story": "Cerita satu", "page": one}).status_code == 302
    refused = answer(client, "cerita", {"story": "Cerita dua", "page": other})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Cerita satu" in page
    assert "Cerita dua</textarea>" in page
    assert answers_of(Draft.objects.get())["cerita"]["story"] == ["Cerita satu"]
    again = re.search(r'name="page" value="([^"]+)"', page)[1]
    assert answer(client, "cerita", {"story": "Cerita dua", "page": again}).status_code == 302
    assert answers_of(Draft.objects.get())["cerita"]["story"] == ["Cerita dua"]


def test_who_goes_back_to_a_page_and_changes_it_is_not_asked(client):
    begin(client)
    page = shown(client)
    for story in ("Cerita", "Cerita yang diperbaiki", "Cerita yang diperbaiki"):
        assert answer(client, "cerita", {"story": story, "page": page}).status_code == 302
    twice = shown(client), shown(client)  # the same text from two windows is no contradiction
    for one in twice:
        assert answer(client, "cerita", {"story": "Sama", "page": one}).status_code == 302


def test_of_what_names_a_page_no_more_is_kept_than_was_given(client):
    begin(client)
    assert answer(client, "cerita", {"story": "Cerita", "page": "x" * 100_000}).status_code == 302
    assert len(str(answers_of(Draft.objects.get()))) < 1_000


def test_what_is_typed_in_a_window_that_was_left_open_is_not_lost_without_a_word(client):
    fill(client)
    page = shown(client)
    send(client)
    late = client.post("/lapor/langkah/cerita/", {"story": "Tambahan", "page": page}, follow=True)
    assert "sudah terkirim dari jendela lain" in late.content.decode()
