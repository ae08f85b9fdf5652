"""A draft is kept sealed, can be found again, and goes by itself."""

import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from cases.models import Case, Evidence
from core import clock
from core.errors import NotFound
from intake import drafts, filing
from intake.models import Draft, DraftFile, WrongCode
from intake.tasks import forget_stale_drafts
from tests.conftest import one_complaint
from tests.intake.test_evidence import GOOD, JPEG, PNG

pytestmark = pytest.mark.django_db

HERE = "10.0.0.1"


@pytest.fixture
def draft():
    return drafts.start_draft({"mulai": {"who": ["self"]}}, source=HERE)


def test_answers_are_sealed_as_a_whole(draft):
    drafts.keep_step(draft, "diri", {"name": ["Budi Santoso"]})
    stored = Draft.objects.get(pk=draft.pk)
    assert "Budi" not in stored.answers.token
    assert str(stored.answers) == "•••"
    assert drafts.answers_of(stored) == {"mulai": {"who": ["self"]}, "diri": {"name": ["Budi Santoso"]}}


def test_two_pages_of_one_draft_do_not_wipe_each_other(draft):
    one, other = Draft.objects.get(pk=draft.pk), Draft.objects.get(pk=draft.pk)
    drafts.keep_step(one, "cerita", {"story": ["a"]})
    drafts.keep_step(other, "diri", {"name": ["b"]})
    assert set(drafts.answers_of(Draft.objects.get())) == {"mulai", "cerita", "diri"}


def test_an_endless_answer_is_cut(draft):
    drafts.keep_step(draft, "cerita", {"story": ["x" * 1_000_000]})
    assert len(drafts.answers_of(Draft.objects.get())["cerita"]["story"][0]) == drafts.MAX_TYPED


def test_a_draft_goes_after_fourteen_days_without_a_touch_with_its_files(draft):
    kept = drafts.keep_file(draft, ContentFile(GOOD[JPEG], name="a.jpg"), kind="payslip", source=HERE)
    path, storage = kept.file.name, kept.file.storage
    with clock.at(clock.now() + timedelta(days=13)):
        drafts.keep_step(draft, "cerita", {"story": ["masih ditulis"]})
    with clock.at(clock.now() + timedelta(days=26)):
        assert forget_stale_drafts() == 0
    with clock.at(clock.now() + timedelta(days=28)):
        with pytest.raises(NotFound):
            drafts.open_draft(draft.pk)
        assert forget_stale_drafts() == 1
        assert forget_stale_drafts() == 0, "twice is harmless"
    assert not storage.exists(path)


def test_the_receipt_of_a_sent_draft_goes_after_a_day(draft, team):
    filing.file_draft(draft, one_complaint())
    draft.refresh_from_db()
    assert filing.issued(draft)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert forget_stale_drafts() == 1
    assert Case.objects.count() == 1


def test_the_same_bytes_twice_are_one_file_and_there_is_a_limit(draft, monkeypatch):
    monkeypatch.setattr(drafts, "MAX_FILES", 2)
    for name in ("a.jpg", "b.jpg"):
        drafts.keep_file(draft, ContentFile(GOOD[JPEG], name=name), kind="other", source=HERE)
    assert DraftFile.objects.count() == 1
    drafts.keep_file(draft, ContentFile(GOOD[PNG], name="c.png"), kind="other", source=HERE)
    with pytest.raises(drafts.TooManyFiles):
        drafts.keep_file(draft, ContentFile(GOOD[PNG] + b"x", name="d.png"), kind="other", source=HERE)


def test_all_files_together_have_a_limit(draft, monkeypatch):
    monkeypatch.setattr(drafts, "MAX_BYTES", len(GOOD[JPEG]) + 10)
    drafts.keep_file(draft, ContentFile(GOOD[JPEG], name="a.jpg"), kind="other", source=HERE)
    with pytest.raises(drafts.TooManyFiles):
        drafts.keep_file(draft, ContentFile(GOOD[PNG], name="b.png"), kind="other", source=HERE)


def test_a_file_of_another_draft_is_not_dropped(draft):
    kept = drafts.keep_file(draft, ContentFile(GOOD[JPEG], name="a.jpg"), kind="other", source=HERE)
    drafts.drop_file(drafts.start_draft({}, source=HERE), str(kept.key))
    drafts.drop_file(draft, "bukan kunci")
    assert DraftFile.objects.count() == 1


def test_a_resume_code_opens_the_draft_until_a_newer_one_is_made(draft):
    first = drafts.new_resume_code(draft)
    second = drafts.new_resume_code(draft)
    with pytest.raises(NotFound):
        drafts.resume(first, source="10.0.0.1")
    assert drafts.resume(second.lower(), source="10.0.0.1") == draft


@pytest.mark.parametrize("code", ["", "-", "AAAAA", "' OR 1=1"])
def test_an_empty_or_odd_code_opens_nothing(draft, code):
    with pytest.raises(NotFound):
        drafts.resume(code, source="10.0.0.1")


def test_guessing_is_counted_by_place_without_keeping_the_place(draft):
    code = drafts.new_resume_code(draft)
    for _attempt in range(drafts.MAX_WRONG_CODES):
        with pytest.raises(NotFound):
            drafts.resume("33333-33333", source="10.0.0.1")
    with pytest.raises(drafts.TooManyCodes):
        drafts.resume(code, source="10.0.0.1")
    assert drafts.resume(code, source="10.0.0.2") == draft
    assert "10.0.0.1" not in "".join(WrongCode.objects.values_list("source", flat=True))
    with clock.at(clock.now() + timedelta(hours=2)):
        assert drafts.resume(code, source="10.0.0.1") == draft


def test_a_sent_draft_keeps_no_answers_and_no_code(draft, team):
    drafts.keep_step(draft, "diri", {"name": ["Budi Santoso"]})
    code = drafts.new_resume_code(draft)
    filing.file_draft(draft, one_complaint())
    draft.refresh_from_db()
    assert drafts.answers_of(draft) == {}
    with pytest.raises(NotFound):
        drafts.resume(code, source="10.0.0.1")


@pytest.mark.django_db(transaction=True)
def test_pressing_send_eight_times_at_once_files_one_case(team):
    draft = drafts.start_draft({}, source=HERE)
    drafts.keep_file(draft, ContentFile(GOOD[JPEG], name="a.jpg"), kind="payslip", source=HERE)
    filed, wrong = [], []

    def press():
        try:
            filed.append(filing.file_draft(draft, one_complaint()).pk)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(filed) == 8
    assert len(set(filed)) == 1
    assert Case.objects.count() == 1
    assert Evidence.objects.count() == 1
