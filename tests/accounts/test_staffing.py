"""Who works in an office: invited by whoever leads it, with a letter, and gone with the next click."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import CommandError, call_command

from accounts import principals, staffing
from accounts.models import Membership, Office, Role, User
from accounts.staffing import Unfit
from core import clock
from core.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(team):
    return principals.officer(team.supervisor)


def invited(by, team, **changes):
    given = {
        "office_id": team.satgas.pk,
        "role": Role.MEDIATOR,
        "name": "Putri Lestari",
        "email": "Putri@Contoh.example ",
    }
    return staffing.invite(by, **(given | changes))


def test_somebody_new_gets_an_account_a_role_and_a_letter_with_a_link(by, team):
    user, sent = invited(by, team)
    assert sent
    assert (user.email, user.name, user.has_usable_password()) == (
        "putri@contoh.example",
        "Putri Lestari",
        False,
    )
    assert principals.officer(user).roles == {(team.satgas.pk, "mediator")}
    assert Membership.objects.get(user=user).given_by == team.supervisor
    letter = mail.outbox[0]
    assert letter.to == ["putri@contoh.example"]
    assert "Satgas PHK Balikpapan" in letter.subject
    assert staffing.link_for(user).rpartition("/key/")[0] in letter.body


def test_who_has_an_account_keeps_it_and_works_here_as_well(by, team):
    user, sent = invited(by, team, email=team.inspector.email, name="Nama lain")
    assert (user, sent) == (team.inspector, True)
    assert user.name == "Yuni Astuti"
    assert "/key/" not in mail.outbox[0].body
    assert len(principals.officer(user).offices) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"role": Role.MINISTRY_OFFICER}, "role"), ({"email": "SELF"}, "email"), ({"email": "HELD"}, "role")],
)
def test_what_does_not_fit_is_refused_beside_its_field(changes, field, by, team):
    who = {"SELF": team.supervisor, "HELD": team.mediator}.get(changes.get("email", ""))
    before = (User.objects.count(), Membership.objects.count())
    with pytest.raises(Unfit) as refused:
        invited(by, team, **(changes | ({"email": who.email} if who else {})))
    assert list(refused.value.errors) == [field]
    assert (User.objects.count(), Membership.objects.count(), len(mail.outbox)) == (*before, 0)


def test_nobody_invites_into_an_office_that_they_do_not_lead(team, by):
    for user in (team.officer, team.inspector, team.ministry_supervisor):
        with pytest.raises(NotFound):
            invited(principals.officer(user), team)
    with pytest.raises(NotFound):
        invited(by, team, office_id=team.kanwil.pk)
    user, _sent = invited(
        principals.officer(team.ministry_supervisor),
        team,
        office_id=team.kanwil.pk,
        role=Role.MINISTRY_OFFICER,
    )
    assert principals.officer(user).has_role(Role.MINISTRY_OFFICER)


def test_a_mute_mail_server_loses_nothing(by, team, monkeypatch):
    def mute(*args, **kwargs):
        raise SMTPServerDisconnected

    monkeypatch.setattr(staffing, "send_mail", mute)
    user, sent = invited(by, team)
    assert not sent
    assert principals.officer(user).roles


def test_a_role_ends_with_who_ended_it_and_can_be_given_back(by, team):
    row = Membership.objects.get(user=team.officer)
    staffing.end_membership(by, row.pk)
    row.refresh_from_db()
    assert (row.is_current, row.ended_by) == (False, team.supervisor)
    assert not principals.officer(team.officer).roles
    assert [one.pk for one in staffing.colleague(by, team.officer.pk).ended] == [row.pk]
    staffing.give_role(by, team.officer.pk, office_id=team.satgas.pk, role=Role.CASE_OFFICER)
    assert principals.officer(team.officer).has_role(Role.CASE_OFFICER)
    assert staffing.colleague(by, team.officer.pk).ended == []


def test_nobody_ends_a_role_in_another_office_or_their_own(by, team):
    for user in (team.inspector, team.supervisor):
        with pytest.raises(NotFound):
            staffing.end_membership(by, Membership.objects.get(user=user).pk)
    with pytest.raises(NotFound):
        staffing.end_membership(
            principals.officer(team.officer), Membership.objects.get(user=team.mediator).pk
        )


def test_who_left_a_month_ago_is_off_the_list(by, team):
    Membership.objects.filter(user=team.officer).update(until=clock.now() - timedelta(days=31))
    with pytest.raises(NotFound):
        staffing.colleague(by, team.officer.pk)


def test_the_list_says_who_proves_twice_who_they_are(by, team):
    TOTP.activate(team.officer, "JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=team.mediator, type=Authenticator.Type.RECOVERY_CODES, data={})
    found = {one.user: one.factors for one in staffing.colleagues(by)}
    assert found[team.officer] == ["totp"]
    assert found[team.mediator] == []
    assert team.inspector not in found


def test_an_account_begins_anew_without_password_and_devices(by, team, client):
    TOTP.activate(team.officer, "JBSWY3DPEHPK3PXP")
    client.force_login(team.officer)
    user, sent = staffing.begin_anew(by, team.officer.pk)
    assert sent
    assert not user.has_usable_password()
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/mulai/")["Location"].startswith("/akun/login/")  # out on every device
    assert "/key/" in mail.outbox[0].body


def test_an_account_of_two_offices_and_ones_own_do_not_begin_anew_by_one_person(by, team):
    Membership.objects.create(user=team.officer, office=team.inspectorate, role=Role.RECEIVING_OFFICER)
    with pytest.raises(Unfit):
        staffing.begin_anew(by, team.officer.pk)
    with pytest.raises(NotFound):
        staffing.begin_anew(by, team.supervisor.pk)
    assert User.objects.get(pk=team.officer.pk).has_usable_password()


# --- the first office ------------------------------------------------------------------------------------


def opened(capsys, *more, name="Satgas PHK Kota Contoh", email="rina@contoh.example"):
    call_command("open_office", name, "--leader", "Rina Marlina", "--email", email, *more)
    return capsys.readouterr().out


def test_the_first_office_opens_with_a_link_for_its_leader(capsys, client, settings):
    settings.DEMO = True  # no second factor
    said = opened(capsys, "--region", "64.71")
    link = re.search(r"http\S+", said)[0]
    office = Office.objects.get()
    assert (office.kind, [region.code for region in office.regions.all()]) == ("satgas", ["64.71"])
    path = link.removeprefix(settings.PUBLIC_URL)
    page = client.get(path, follow=True)
    password = {"password1": "kata sandi yang panjang", "password2": "kata sandi yang panjang"}
    client.post(page.redirect_chain[-1][0], password)
    client.post("/akun/login/", {"login": "rina@contoh.example", "password": "kata sandi yang panjang"})
    assert client.get("/kantor/orang/undang/").status_code == 200
    assert "tidak berlaku lagi" in client.get(path, follow=True).content.decode()  # it opens once


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("inspectorate", {"supervisor", "receiving_officer"}),
        ("kanwil", {"ministry_supervisor"}),
        ("satgas", {"supervisor"}),
    ],
)
def test_every_kind_of_office_has_somebody_who_may_invite(kind, roles, capsys):
    opened(capsys, "--kind", kind)
    assert set(Membership.objects.values_list("role", flat=True)) == roles
    assert staffing.roles_to_give(principals.officer(User.objects.get()))


def test_an_office_gets_another_leader_and_the_same_twice_is_once(capsys):
    opened(capsys)
    opened(capsys)
    opened(capsys, email="kedua@contoh.example")
    assert Office.objects.count() == 1
    assert Membership.objects.count() == 2


@pytest.mark.parametrize("more", [("--region", "99"), ("--time-zone", "Mars/Olympus"), ("--kind", "bank")])
def test_nonsense_opens_nothing(more, capsys):
    with pytest.raises(CommandError):
        opened(capsys, *more)
    with pytest.raises(CommandError):
        opened(capsys, email="bukan surel")
    assert not Office.objects.exists()
