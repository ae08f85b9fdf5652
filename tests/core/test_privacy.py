"""Nothing that names a case or opens an account stays in a log because a request was refused."""

import logging

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "secret", "told"),
    [
        ("/satgas/perkara/HP-ABC-DEFG/tindakan/apa/", "HP-ABC-DEFG", ""),
        ("/api/v1/cases/HP-ABC-DEFG/", "HP-ABC-DEFG", "Unauthorized: /api/v1/cases/<str:reference>/"),
        ("/ikuti/1234567812345678/", "1234567812345678", "Not Found: (no such page)"),
        ("/akun/sandi/lupa/kunci/1-abcdef-geheim/x", "geheim", "Not Found: (no such page)"),
    ],
)
def test_a_refused_request_is_logged_by_its_route(client, caplog, path, secret, told):
    caplog.set_level(logging.DEBUG)
    assert client.get(path).status_code in (302, 401, 404)
    assert secret not in caplog.text
    assert told in caplog.text


def test_a_form_from_elsewhere_is_logged_by_its_route(settings, caplog):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/satgas/perkara/HP-ABC-DEFG/", {})
    assert answer.status_code in (302, 403, 404, 405)
    assert "HP-ABC-DEFG" not in caplog.text


def test_a_page_for_everybody_may_be_kept_and_one_for_somebody_not(client):
    assert "no-store" not in client.get("/privasi/").headers.get("Cache-Control", "")
    client.cookies["isian"] = "apa saja"
    assert "no-store" in client.get("/privasi/")["Cache-Control"]
    assert (
        "no-store" in client.post("/api/v1/complaints/", {}, content_type="application/json")["Cache-Control"]
    )
