"""Nobody's case is closed for silence who was not provably asked, twice and by different means."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts import principals
from cases.models import Case, CaseEvent, Document, Evidence, Mandate, ServiceRecord
from core import clock
from tests.conftest import one_complaint, one_worker
from workflows.actions import ACTIONS
from workflows.errors import Invalid, Refused
from workflows.facts import load
from workflows.filing import submit
from workflows.perform import decide
from workflows.service import REQUEST, not_reached_twice, page_opened, record_service, refute_service

pytestmark = pytest.mark.django_db

WITA = ZoneInfo("Asia/Makassar")
MONDAY = datetime(2026, 11, 2, 9, tzinfo=WITA)


@pytest.fixture
def asked(team, act):
    """A case of three workers, of whom something was asked on Monday."""
    workers = tuple(one_worker(name=f"Pekerja {n}", nik="", phone="") for n in range(3))
    with clock.at(MONDAY):
        case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
        act(case, "request_completion", team.intake, items="Slip gaji")
    case.refresh_from_db()
    with clock.at(MONDAY + timedelta(days=30)):
        yield case


@pytest.fixture
def people(asked):
    return list(asked.claimants.all())


def request_of(case) -> CaseEvent:
    return CaseEvent.objects.get(case=case, kind=REQUEST)


def left(case) -> int:
    return not_reached_twice(load(Case.objects.get(pk=case.pk)))


def reach(case, people, *means) -> None:
    for person in people:
        for one in means:
            assert record_service(request_of(case), f"claimant:{person.pk}", means=one, at=clock.now())


def lapses(case, act, team) -> str:
    """The status after asking for it and countersigning, when the time to answer is over."""
    with clock.at(clock.now() + timedelta(days=20)):
        approval = act(case, "lapse", team.officer, note="Tidak dijawab.").approval
        decide(approval.pk, by=principals.officer(team.supervisor), give=True, shown=approval.shown_digest)
    case.refresh_from_db()
    return case.status


def test_only_who_was_reached_twice_by_different_means_counts(asked, people, act, team):
    assert left(asked) == 3
    reach(asked, people, "email")
    reach(asked, people, "email")  # the same again is no second means
    assert left(asked) == 3
    reach(asked, people[:2], "page")
    assert left(asked) == 1
    before = (asked.status, asked.version, asked.events.count())
    with pytest.raises(Refused, match="Belum terbukti pada pekerja: 1"):
        act(asked, "lapse", team.officer, note="Tidak dijawab.")
    asked.refresh_from_db()
    assert (asked.status, asked.version, asked.events.count()) == before
    reach(asked, people[2:], "page")
    assert lapses(asked, act, team) == "closed"


def test_a_delivery_to_the_employer_or_of_a_paper_is_no_delivery_of_the_request(asked, people):
    party = asked.parties.first()
    paper = Document.objects.create(case=asked, kind="summons", dated=date(2026, 11, 2), title="Panggilan")
    for means in ("post", "hand"):
        ServiceRecord.objects.create(
            case=asked, party=party, document=paper, means=means, received_on=date(2026, 11, 3)
        )
        for person in people:
            ServiceRecord.objects.create(
                case=asked, claimant=person, document=paper, means=means, received_on=date(2026, 11, 3)
            )
    assert left(asked) == 3


def test_what_reached_somebody_of_an_earlier_request_proves_nothing_of_the_next(asked, people, act, team):
    reach(asked, people, "email", "page")
    assert left(asked) == 0
    act(asked, "take_up_again", team.intake, note="Cukup.")
    with clock.at(clock.now() + timedelta(days=1)):
        act(asked, "request_completion", team.intake, items="Kontrak")
        assert left(asked) == 3


def test_a_reminder_counts_with_the_request(asked, people):
    from cases.events import record

    facts = {"clock": "complete_file", "holder": "worker", "due_on": "2026-11-16", "step": "officer"}
    warned = record(Case.objects.get(pk=asked.pk), "clock.warned", by=principals.SYSTEM, facts=facts)
    other = record(
        Case.objects.get(pk=asked.pk), "clock.warned", by=principals.SYSTEM, facts=facts | {"clock": "review"}
    )
    reach(asked, people, "email")
    for person in people:
        assert record_service(warned, f"claimant:{person.pk}", means="whatsapp", at=clock.now())
        assert not record_service(other, f"claimant:{person.pk}", means="page", at=clock.now())
    assert left(asked) == 0


def test_who_represents_them_is_reached_for_all_of_them(asked, people):
    mandate = Mandate.objects.create(case=asked, kind="union", holder_name="Serikat", since=date(2026, 1, 1))
    mandate.claimants.set(people[:2])
    for means in ("email", "post"):
        assert record_service(request_of(asked), f"mandate:{mandate.pk}", means=means, at=clock.now())
    assert left(asked) == 1
    reach(asked, people[2:], "email")
    assert left(asked) == 1


def test_what_came_back_counts_no_more_and_stays_written(asked, people):
    reach(asked, people, "email", "page")
    refute_service(request_of(asked), f"claimant:{people[0].pk}", means="email")
    assert left(asked) == 1
    assert ServiceRecord.objects.filter(case=asked, claimant=people[0], means="email").count() == 1


def test_officers_and_absent_people_are_not_served(asked, team):
    for recipient in (f"user:{team.officer.pk}", "claimant:999999", "mandate:999999", ""):
        assert not record_service(request_of(asked), recipient, means="email", at=clock.now())
    assert not record_service(
        asked.events.first(), f"claimant:{asked.claimants.first().pk}", means="email", at=clock.now()
    )
    assert not ServiceRecord.objects.exists()


def test_who_withdrew_is_waited_for_no_more(asked, people):
    reach(asked, people[:2], "email", "page")
    people[2].withdrawn_at = clock.now()
    people[2].save(update_fields=["withdrawn_at"])
    assert left(asked) == 0


def test_the_day_is_the_office_s(asked, people):
    late = datetime(2026, 11, 3, 20, tzinfo=ZoneInfo("UTC"))  # four in the morning in Balikpapan
    record_service(request_of(asked), f"claimant:{people[0].pk}", means="email", at=late, proof="<a@b>")
    row = ServiceRecord.objects.get()
    assert (row.received_on, row.proof_note) == (date(2026, 11, 4), "<a@b>")


def test_opening_the_page_is_a_delivery_while_something_is_asked(asked, people, act):
    by = principals.claimant(people[0].pk)
    for _ in range(2):
        page_opened(by, asked)
    assert list(ServiceRecord.objects.values_list("claimant", "means")) == [(people[0].pk, "page")]
    for person in people:
        act(asked, "complete", principals.claimant(person.pk), answer="Ini")
    page_opened(principals.claimant(people[1].pk), Case.objects.get(pk=asked.pk))
    page_opened(principals.ANYONE, asked)
    assert ServiceRecord.objects.count() == 1


# --- by hand ---------------------------------------------------------------------------------------------


def test_an_officer_records_a_letter_and_a_visit(asked, people, act, team):
    letter = {
        "means": "post",
        "received_on": date(2026, 11, 5),
        "proof_note": "RR123",
    }
    done = act(asked, "record_delivery", team.officer, **letter)
    assert done.event.facts == {
        "means": "post", "received_on": "2026-11-05", "claimants": [person.pk for person in people],
    }  # fmt: skip
    assert "RR123" not in done.event.text
    act(asked, "record_delivery", team.officer, **letter)  # the same once more
    assert ServiceRecord.objects.count() == 3
    assert left(asked) == 3
    act(asked, "record_delivery", team.officer, means="visit", received_on=date(2026, 11, 6),
        claimants=[people[0].pk], proof_note="Diterima sendiri")  # fmt: skip
    assert left(asked) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"proof_note": " "}, "proof_note"),
        ({"received_on": date(2026, 10, 30)}, "received_on"),
        ({"received_on": date(2027, 1, 1)}, "received_on"),
    ],
)
def test_a_delivery_without_proof_or_a_possible_day_is_refused(asked, act, team, changes, field):
    given = {"means": "post", "received_on": date(2026, 11, 5), "proof_note": "RR1"}
    with pytest.raises(Invalid) as refused:
        act(asked, "record_delivery", team.officer, **given | changes)
    assert list(refused.value.errors) == [field]
    assert not ServiceRecord.objects.exists()


def test_mail_and_page_are_not_written_by_hand(asked, act, team):
    assert not {"email", "page"} & set(
        ACTIONS["record_delivery"].params.__dataclass_fields__["means"].metadata["ask"].choices.values
    )


def test_a_file_of_the_case_may_be_the_proof(asked, people, act, team):
    file = Evidence.objects.create(
        case=asked, media_type="image/jpeg", size=1, sha256="0" * 64, given_by_kind="officer"
    )
    act(asked, "record_delivery", team.officer, means="hand", received_on=date(2026, 11, 5),
        claimants=[people[0].pk], proof=file.pk)  # fmt: skip
    assert ServiceRecord.objects.get().proof == file


def test_asking_how_many_are_left_takes_two_queries_for_any_case(asked, people, django_assert_num_queries):
    reach(asked, people, "email", "page")
    facts = load(Case.objects.get(pk=asked.pk))
    with django_assert_num_queries(2):
        assert not_reached_twice(facts) == 0


def test_what_was_proved_goes_along_with_who_is_split_off(asked, people, act, team):
    mandate = Mandate.objects.create(case=asked, kind="union", holder_name="Serikat", since=date(2026, 1, 1))
    mandate.claimants.set(people)
    for means in ("email", "post"):
        record_service(request_of(asked), f"mandate:{mandate.pk}", means=means, at=clock.now())
    reach(asked, people[2:], "page")
    act(asked, "split", team.officer, claimants=[people[2].pk])
    part = Case.objects.exclude(pk=asked.pk).get()
    assert (part.status, left(part), left(asked)) == ("awaiting_completion", 0, 0)
    # What is asked of one part alone proves nothing of the other.
    act(part, "complete", principals.claimant(people[2].pk), answer="Ini")
    with clock.at(clock.now() + timedelta(days=1)):
        act(part, "request_completion", team.officer, items="Kontrak")
        again = CaseEvent.objects.get(case=part, kind=REQUEST)
        assert left(part) == 1
        for means in ("email", "post"):
            record_service(again, f"mandate:{mandate.pk}", means=means, at=clock.now())
        assert (left(part), left(asked)) == (0, 0)
    refute_service(request_of(asked), f"mandate:{mandate.pk}", means="post")
    assert left(asked) == 2
