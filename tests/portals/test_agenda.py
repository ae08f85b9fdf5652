"""Where an officer begins: what they must do next, over all their offices and roles."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import principals
from accounts.models import Membership, Office, Role
from cases.models import Case, Evidence
from core import clock
from ledger.models import Instalment
from notifications.models import Notification
from tests.conftest import one_complaint, one_worker
from tests.portals.test_satgas import SINGLE_DIGITS, collective
from workflows import packages, relay
from workflows.agenda import About, agenda_of
from workflows.filing import EmployerPart, submit
from workflows.models import Approval, Escalation, OpenClock, Referral
from workflows.perform import decide

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True  # no second factor


@pytest.fixture
def as_(client):
    def log_in(user):
        client.force_login(user, backend="accounts.backends.OfficerBackend")
        client.cookies["django_language"] = "id"
        return client

    return log_in


def of(user):
    return agenda_of(principals.officer(user))


def abouts(duties) -> list[tuple[str, str]]:
    return [(duty.about, duty.case.reference) for duty in duties]


def page(client, path="/mulai/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


# --- what is whose ---------------------------------------------------------------------------------------


def test_a_case_that_is_nobodys_is_a_duty_of_who_may_take_it(case, team):
    for user in (team.intake, team.officer, team.supervisor):
        assert abouts(of(user).mine) == [(About.UNASSIGNED, case.reference)]
        assert of(user).mine[0].action == "accept"
    for user in (team.mediator, team.inspector, team.ministry_officer):
        assert of(user).mine == []


def test_a_case_of_mine_is_mine_alone(reviewed, team):
    assert abouts(of(team.officer).mine) == [(About.CASE, reviewed.reference)]
    for user in (team.intake, team.supervisor, team.mediator):
        assert of(user).mine == []


def test_what_is_late_stands_first_and_danger_before_it(team, act):
    with clock.at(clock.now() - timedelta(days=40)):
        late = submit(one_complaint(), by=principals.ANYONE).case
        act(late, "accept", team.intake, officer=team.officer.pk)
    fresh = submit(one_complaint(), by=principals.ANYONE).case
    act(fresh, "accept", team.intake, officer=team.officer.pk)
    assert [duty.case.reference for duty in of(team.officer).mine] == [late.reference, fresh.reference]
    act(fresh, "report_retaliation", team.officer, what="Diancam.")
    mine = of(team.officer).mine
    assert (mine[0].case.reference, mine[0].urgent) == (fresh.reference, True)
    assert [duty.late for duty in mine][1:] == [True, False]


def test_a_countersignature_waits_for_who_may_give_it_and_not_for_who_asked(reviewed, team, act):
    act(reviewed, "decline", team.officer, note="Dijelaskan.", outcome="advice_given", where_to_go="Posbakum",
        heard_on=clock.today() - timedelta(days=14))  # fmt: skip
    assert abouts(of(team.supervisor).mine) == [(About.APPROVAL, reviewed.reference)]
    duty = of(team.supervisor).mine[0]
    assert duty.pk == Approval.objects.get().pk
    assert duty.due_on == OpenClock.objects.get(clock="countersign").due_on
    assert About.APPROVAL not in [duty.about for duty in of(team.officer).mine]


def test_what_was_handed_to_an_office_is_a_duty_there(team, act):
    complaint = one_complaint(
        workers=(one_worker(consent="given", naming="named", sex="P"),),
        employers=(EmployerPart("PT Contoh Karya Abadi", address="Jl. Contoh 1"),),
    )
    reviewed = submit(complaint, by=principals.ANYONE).case
    act(reviewed, "accept", team.intake, officer=team.officer.pk)
    act(reviewed, "start_bipartit", team.officer, requested_on=clock.today(), sent_by="resi")
    act(reviewed, "refer_alongside", team.officer, office=team.inspectorate.pk, ground="calculation",
        reason="Mohon hitung.", legal_basis="UU 13/2003")  # fmt: skip
    assert abouts(of(team.inspector).mine) == [(About.REFERRAL, reviewed.reference)]
    assert of(team.inspector).mine[0].pk == Referral.objects.get().pk
    Evidence.objects.create(
        case=reviewed,
        kind="payslip",
        sha256="0" * 64,
        size=3,
        media_type="image/png",
        given_by_kind="officer",
    )
    act(reviewed, "report_retaliation", team.officer, what="Diancam.")
    digest = packages.draft_package(Case.objects.get(pk=reviewed.pk)).digest
    done = act(reviewed, "escalate_alongside", team.officer, office=team.kanwil.pk, ground="retaliation",
               main_issue="Upah.", asked="Dorong.", respondent_address="Jl. Contoh 1",
               package_digest=digest)  # fmt: skip
    decide(
        done.approval.pk, by=principals.officer(team.supervisor), give=True, shown=done.approval.shown_digest
    )
    for user in (team.ministry_officer, team.ministry_supervisor):
        assert abouts(of(user).mine) == [(About.ESCALATION, reviewed.reference)]
    assert of(team.ministry_officer).mine[0].pk == Escalation.objects.get().pk


def test_what_others_are_late_with_is_mine_to_chase_and_a_missed_promise_to_confirm(reviewed, team, act):
    today = clock.today()
    act(reviewed, "record_agreement", team.officer, signed_on=today, schedule=str(today + timedelta(days=3)))
    assert Instalment.objects.exists()
    assert of(team.officer).others == []
    with clock.at(clock.now() + timedelta(days=30)):
        others = of(team.officer).others
        promise = next(duty for duty in others if duty.about == About.PROMISE)
        assert (promise.action, promise.case.reference) == ("record_breach", reviewed.reference)
        assert of(team.supervisor).others == []  # not their case


def test_cases_of_somebody_who_left_come_to_who_leads_the_office(reviewed, team):
    Membership.objects.filter(user=team.officer).update(until=clock.now())
    assert abouts(of(team.supervisor).mine) == [(About.LEFT, reviewed.reference)]
    assert of(team.supervisor).mine[0].action == "assign"
    assert of(team.officer).mine == []
    assert of(team.intake).mine == []


def test_a_closed_case_is_nobodys_duty(reviewed, team):
    Case.objects.filter(pk=reviewed.pk).update(status="closed", outcome="withdrawn")
    assert of(team.officer).mine == []


def test_another_offices_cases_are_in_nobodys_agenda(case, team):
    other = team.office("Satgas Kota Lain", Office.Kind.SATGAS)
    assert of(team.person("Orang Lain", other, Role.CASE_OFFICER, Role.SUPERVISOR)).mine == []


def test_many_dates_of_one_kind_are_one_line(team, act):
    big = collective(20)
    act(big, "accept", team.intake, officer=team.officer.pk)
    act(big, "report_retaliation", team.officer, what="Diancam.")
    lines = [duty for duty in of(team.officer).mine if duty.urgent]
    assert len(lines) == 1


# --- the page --------------------------------------------------------------------------------------------


def test_after_log_in_everybody_comes_here_and_finds_their_door(reviewed, team, as_):
    for user, link in (
        (team.officer, reverse("satgas:queue")),
        (team.ministry_officer, reverse("ministry:overview")),
        (team.inspector, reverse("receiving:list")),
    ):
        text = page(as_(user))
        assert '<h1 class="govuk-heading-l">Tugas saya</h1>' in text
        assert f'href="{link}"' in text
        assert "hp-doors" not in text  # one office: nothing to choose


def test_somebody_of_several_offices_chooses_and_sees_the_duties_of_all(reviewed, team, as_, act):
    act(reviewed, "refer_alongside", team.officer, office=team.inspectorate.pk, ground="calculation",
        reason="Mohon hitung.", legal_basis="UU 13/2003")  # fmt: skip
    Membership.objects.create(user=team.officer, office=team.inspectorate, role=Role.RECEIVING_OFFICER)
    assert {duty.about for duty in of(team.officer).mine} == {About.CASE, About.REFERRAL}
    text = page(as_(team.officer))
    assert "hp-doors" in text
    assert "2 kantor" in text
    for url in (reverse("satgas:queue"), reverse("receiving:list")):
        assert f'href="{url}"' in text
    there = page(as_(team.officer), reverse("receiving:list"))
    doors = there.split('class="hp-doors"')[1].split("</nav>")[0]
    assert doors.count('aria-current="page"') == 1
    assert f'{reverse("receiving:list")}" aria-current' in doors


def test_two_offices_behind_one_door_are_told_apart_in_the_queue(case, team, as_):
    other = team.office("Satgas Kota Lain", Office.Kind.SATGAS)
    Membership.objects.create(user=team.officer, office=other, role=Role.CASE_OFFICER)
    text = page(as_(team.officer))
    assert f"{reverse('satgas:queue')}?kantor={other.pk}" in text
    assert case.reference in page(as_(team.officer), f"{reverse('satgas:queue')}?kantor={team.satgas.pk}")
    assert case.reference not in page(as_(team.officer), f"{reverse('satgas:queue')}?kantor={other.pk}")


def test_each_duty_leads_to_where_it_is_done(case, team, as_, act):
    assert reverse("satgas:action", args=[case.reference, "accept"]) in page(as_(team.intake))
    act(case, "accept", team.intake, officer=team.officer.pk)
    assert f'href="{reverse("satgas:case", args=[case.reference])}"' in page(as_(team.officer))
    act(case, "decline", team.officer, note="Dijelaskan.", outcome="advice_given", where_to_go="Posbakum",
        heard_on=clock.today() - timedelta(days=14))  # fmt: skip
    text = page(as_(team.supervisor))
    assert reverse("satgas:approval", args=[Approval.objects.get().pk]) in text
    assert "Setujui atau tolak: Tutup dengan alasan" in text


def test_an_empty_agenda_says_what_it_means(team, as_):
    assert "Tidak ada yang menunggu Anda" in page(as_(team.officer))


@pytest.mark.parametrize(
    "who", ["officer", "supervisor", "intake", "mediator", "inspector", "ministry_supervisor"]
)
def test_the_page_asks_the_database_in_single_digits(who, team, as_, act):
    def queries() -> int:
        client = as_(getattr(team, who))
        client.get("/mulai/")
        with CaptureQueriesContext(connection) as seen:
            page(client)
        return len(seen.captured_queries)

    def more(count: int) -> None:
        for _ in range(count):
            submit(one_complaint(), by=principals.ANYONE)
            act(
                submit(one_complaint(), by=principals.ANYONE).case,
                "accept",
                team.intake,
                officer=team.officer.pk,
            )

    more(2)
    few = queries()
    more(6)
    assert queries() == few <= SINGLE_DIGITS


# --- what one was told -----------------------------------------------------------------------------------


def told(case, user) -> Notification:
    return Notification.objects.create(
        event=case.events.first(), case=case, recipient=f"user:{user.pk}", user=user, channel="in_app",
        template="office_news",
    )  # fmt: skip


def test_news_is_shown_until_it_was_read_and_only_to_whom_it_was_told(reviewed, team, as_):
    row = told(reviewed, team.officer)
    assert "Pengaduan diajukan" in page(as_(team.officer))
    assert as_(team.mediator).get(reverse("shared:news", args=[row.pk])).status_code == 404
    answer = as_(team.officer).get(reverse("shared:news", args=[row.pk]))
    assert answer["Location"] == reverse("satgas:case", args=[reviewed.reference])
    assert "Tidak ada kabar baru" in page(as_(team.officer))


def test_every_page_says_how_many_news_are_unread(reviewed, team, as_):
    queue = reverse("satgas:queue")
    assert "hp-count" not in page(as_(team.officer), queue)
    told(reviewed, team.officer)
    assert '<span class="hp-count">1 kabar</span>' in page(as_(team.officer), queue)
    as_(team.officer).post("/mulai/kabar/")
    assert "hp-count" not in page(as_(team.officer), queue)


def test_only_who_may_take_complaints_in_is_offered_it(reviewed, team, as_):
    offered = reverse("satgas:imports")
    assert f'href="{offered}"' in page(as_(team.officer), reverse("satgas:queue"))
    assert f'href="{offered}"' not in page(as_(team.mediator), reverse("satgas:queue"))


def test_all_that_is_shown_is_marked_read_at_once_and_nothing_else(reviewed, team, as_):
    mine, theirs = told(reviewed, team.officer), told(reviewed, team.mediator)
    as_(team.officer).post("/mulai/", {"read": [mine.pk, theirs.pk, "x"]})
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.read_at
    assert theirs.read_at is None


def test_the_address_in_a_letter_leads_each_officer_to_where_they_may_see_the_case(reviewed, team, as_, act):
    act(reviewed, "refer_alongside", team.officer, office=team.inspectorate.pk, ground="calculation",
        reason="Mohon hitung.", legal_basis="UU 13/2003")  # fmt: skip
    path = reverse("shared:case", args=[reviewed.reference])
    assert as_(team.officer).get(path)["Location"] == reverse("satgas:case", args=[reviewed.reference])
    record = Referral.objects.get()
    assert as_(team.inspector).get(path)["Location"] == reverse("receiving:record", args=[record.pk])
    assert as_(team.ministry_officer).get(path).status_code == 404
    assert as_(team.officer).get(reverse("shared:case", args=["HP-AAA-AAAA"])).status_code == 404


def test_all_news_is_kept_turned_page_by_page_and_counted(reviewed, team, as_, monkeypatch):
    relay.relay()
    client = as_(team.officer)
    assert "Kabar yang belum dibaca (1)" in page(client)
    told = page(client, "/mulai/kabar/")
    assert "Belum dibaca: 1." in told
    assert reviewed.reference in told
    assert ">Baru</strong>" in told
    assert client.post("/mulai/kabar/").url == "/mulai/kabar/"
    told = page(client, "/mulai/kabar/")
    assert "Semua sudah dibaca." in told
    assert reviewed.reference in told, "what is read stays"
    assert ">Baru</strong>" not in told
    # Nobody marks, or sees, what others were told.
    assert Notification.objects.filter(user=team.intake, channel="in_app", read_at=None).exists()
    assert "Belum ada kabar" in page(as_(team.inspector), "/mulai/kabar/")


def test_very_many_unread_lines_are_counted_no_further_than_helps(reviewed, team, as_, monkeypatch):
    relay.relay()
    for place in ("portals.shared.agenda.COUNTED", "notifications.inbox.COUNTED"):
        monkeypatch.setattr(place, 1)
    assert "Kabar yang belum dibaca (1+)" in page(as_(team.officer))


def test_the_list_of_news_asks_the_database_in_single_digits(reviewed, team, as_):
    relay.relay()
    client = as_(team.officer)
    with CaptureQueriesContext(connection) as asked:
        page(client, "/mulai/kabar/")
    assert len(asked) < 10
