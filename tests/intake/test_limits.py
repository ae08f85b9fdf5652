"""What many send at once passes no limit: counted under a lock, and what is refused leaves no bytes behind."""

import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections

from accounts import principals
from cases.models import CaseEvent, Claimant, Evidence
from core.locks import hold
from intake import drafts, evidence, limits
from intake.models import Draft, DraftFile, Taken
from tests.conftest import one_complaint
from tests.intake.test_evidence import picture
from workflows.filing import submit

HERE = "10.0.0.1"
AT_ONCE = 6


def photo(number: int) -> ContentFile:
    return ContentFile(picture("PNG", (number + 1, 2)), f"{number}.png")


def at_once(one) -> list:
    """What came of `one(0)`, `one(1)` and so on, begun together: True, or the class of the refusal."""
    came, barrier = [], threading.Barrier(AT_ONCE)

    def run(number: int) -> None:
        barrier.wait()
        try:
            one(number)
            came.append(True)
        except limits.Full as full:
            came.append(type(full))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.fixture
def kept_in():
    """The files that were stored since."""
    place = Path(default_storage.location)
    before = set(place.rglob("*"))
    return lambda: [path for path in place.rglob("*") if path.is_file() and path not in before]


@pytest.mark.django_db(transaction=True)
def test_drafts_begun_at_once_from_one_place(team, monkeypatch):
    monkeypatch.setitem(limits.MOST, Taken.What.DRAFTS, 2)
    came = at_once(lambda _number: drafts.start_draft({}, source=HERE))
    assert (came.count(True), came.count(limits.TooMuch), Draft.objects.count()) == (2, AT_ONCE - 2, 2)


@pytest.mark.django_db(transaction=True)
def test_files_added_at_once_to_one_draft(team, monkeypatch, kept_in):
    monkeypatch.setattr(drafts, "MAX_FILES", 2)
    draft = drafts.start_draft({}, source=HERE)
    came = at_once(lambda number: drafts.keep_file(draft, photo(number), kind="other", source=HERE))
    assert (came.count(True), came.count(drafts.TooManyFiles)) == (2, AT_ONCE - 2)
    assert len(kept_in()) == DraftFile.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_files_added_at_once_to_many_drafts(team, settings, kept_in):
    settings.DRAFT_SPACE_BYTES = 2 * max(photo(number).size for number in range(AT_ONCE))
    open_ones = [drafts.start_draft({}, source=HERE) for _number in range(AT_ONCE)]
    at_once(lambda number: drafts.keep_file(open_ones[number], photo(number), kind="other", source=HERE))
    assert sum(DraftFile.objects.values_list("size", flat=True)) <= settings.DRAFT_SPACE_BYTES
    assert len(kept_in()) == DraftFile.objects.count() >= 2


@pytest.mark.django_db(transaction=True)
def test_the_same_photo_pressed_six_times_is_one_file(team, kept_in):
    draft = drafts.start_draft({}, source=HERE)
    at_once(lambda _number: drafts.keep_file(draft, photo(1), kind="other", source=HERE))
    assert len(kept_in()) == DraftFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_files_added_at_once_to_one_part(team, monkeypatch, kept_in):
    monkeypatch.setattr(evidence, "MAX_FILES_OF_ONE", 2)
    person = submit(one_complaint(), by=principals.ANYONE).case.claimants.get()
    by = principals.claimant(person.pk)

    def give(number: int) -> None:
        whose = Claimant.objects.select_related("case").get(pk=person.pk)
        evidence.give_evidence(whose, file=photo(number), by=by, kind="other", source=HERE)

    came = at_once(give)
    assert (came.count(True), came.count(evidence.PartIsFull)) == (2, AT_ONCE - 2)
    assert len(kept_in()) == Evidence.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_file_sent_again_and_again_on_a_slow_line_is_given_once(team, kept_in):
    person = submit(one_complaint(), by=principals.ANYONE).case.claimants.get()
    by = principals.claimant(person.pk)

    def give(_number: int) -> None:
        whose = Claimant.objects.select_related("case").get(pk=person.pk)
        evidence.give_evidence(whose, file=photo(1), by=by, kind="other", source=HERE)

    assert at_once(give) == [True] * AT_ONCE
    assert len(kept_in()) == Evidence.objects.count() == 1
    assert CaseEvent.objects.filter(kind="evidence.added").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_held_in_a_transaction():
    with pytest.raises(RuntimeError):
        hold("anything")
    assert not connections["default"].in_atomic_block


@pytest.mark.django_db
def test_a_file_for_a_complaint_that_was_sent_meanwhile_is_refused(team, kept_in):
    draft = drafts.start_draft({}, source=HERE)
    Draft.objects.filter(pk=draft.pk).update(case=submit(one_complaint(), by=principals.ANYONE).case)
    with pytest.raises(drafts.Filed):
        drafts.keep_file(draft, photo(1), kind="other", source=HERE)
    assert kept_in() == []
