"""The pages on which an office is staffed."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Membership, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True  # no second factor


@pytest.fixture
def as_(client):
    def log_in(user):
        client.force_login(user)
        client.cookies["django_language"] = "id"
        return client

    return log_in


def person(user) -> str:
    return reverse("shared:person", args=[user.pk])


def test_everybody_sees_who_works_here_and_only_leaders_change_it(team, as_):
    text = as_(team.officer).get(reverse("shared:people")).content.decode()
    assert "Agus Salim" in text
    assert "Yuni Astuti" not in text
    assert "Undang orang" not in text
    assert as_(team.officer).get(person(team.mediator)).status_code == 403
    text = as_(team.supervisor).get(reverse("shared:people")).content.decode()
    assert "Undang orang" in text
    assert "Belum dipasang" in text


def test_a_supervisor_invites_and_the_new_person_stands_on_the_list(team, as_):
    client = as_(team.supervisor)
    values = {"name": "Putri Lestari", "email": "putri@contoh.example", "given": f"{team.satgas.pk}:mediator"}
    text = client.post(reverse("shared:invite"), values, follow=True).content.decode()
    assert "Undangan dikirim ke putri@contoh.example" in text
    assert "Kirim undangan lagi" in text
    again = client.post(reverse("shared:invite"), values)
    assert again.status_code == 400
    assert "sudah memegang peran ini" in again.content.decode()
    assert len(mail.outbox) == 1
    client.post(person(User.objects.get(name="Putri Lestari")), {"do": "anew"})
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "", "email": "a@contoh.example"}, "Tulis namanya"),
        ({"name": "A", "email": "bukan surel"}, "Tulis surel seperti"),
        ({"name": "A", "email": "a@contoh.example", "given": ""}, "Pilih perannya"),
        ({"name": "A", "email": "a@contoh.example", "given": "999:mediator"}, "Pilih"),
        ({"name": "A", "email": "a@contoh.example", "given": "x"}, "Pilih"),
    ],
)
def test_what_was_typed_wrong_is_said_beside_its_field(values, words, team, as_):
    values = {"given": f"{team.satgas.pk}:mediator"} | values
    answer = as_(team.supervisor).post(reverse("shared:invite"), values)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not mail.outbox


def test_a_role_is_ended_and_given_back(team, as_):
    row = Membership.objects.get(user=team.officer)
    assert (
        as_(team.officer).post(person(team.officer), {"do": "end", "membership": row.pk}).status_code == 403
    )
    values = {"do": "end", "membership": row.pk}
    text = as_(team.supervisor).post(person(team.officer), values, follow=True).content.decode()
    assert "Ratna Dewi bukan lagi Petugas perkara" in text
    assert as_(team.officer).get(reverse("satgas:queue")).status_code == 403
    values = {"do": "give", "given": f"{team.satgas.pk}:{Role.CASE_OFFICER}"}
    assert values["given"] in as_(team.supervisor).get(person(team.officer)).content.decode()
    text = as_(team.supervisor).post(person(team.officer), values, follow=True).content.decode()
    assert "Ratna Dewi sekarang Petugas perkara" in text
    assert as_(team.officer).get(reverse("satgas:queue")).status_code == 200


def test_another_offices_people_and_ones_own_roles_are_out_of_reach(team, as_):
    client = as_(team.supervisor)
    assert client.get(person(team.inspector)).status_code == 404
    own = Membership.objects.get(user=team.supervisor)
    for pk in (own.pk, Membership.objects.get(user=team.inspector).pk, "x", ""):
        assert client.post(person(team.supervisor), {"do": "end", "membership": pk}).status_code == 404
    assert client.post(person(team.supervisor), {"do": "anew"}).status_code == 404
    refused = client.post(person(team.supervisor), {"do": "give", "given": f"{team.satgas.pk}:head"})
    assert refused.status_code == 400
    assert Membership.objects.filter(user=team.supervisor).count() == 1


def test_a_person_of_two_offices_does_not_begin_anew_by_one_of_them(team, as_):
    Membership.objects.create(user=team.officer, office=team.inspectorate, role=Role.RECEIVING_OFFICER)
    refused = as_(team.supervisor).post(person(team.officer), {"do": "anew"})
    assert refused.status_code == 409
    assert "juga bekerja di kantor lain" in refused.content.decode()
