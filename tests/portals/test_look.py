"""How pages look and speak: forms, errors, languages, and what a page may load."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.template import engines, loader
from django.test import Client, RequestFactory, override_settings
from django.utils.translation import override

from accounts.models import User
from portals.shared.forms import Hinted, MemorableDateField, RupiahField, parse_rupiah
from portals.shared.templatetags import hak

TEMPLATES = [path for path in Path(settings.BASE_DIR, "templates").rglob("*") if path.suffix == ".html"]


class Sample(forms.Form):
    since = MemorableDateField(label="Kapan?", help_text="Perkiraan boleh", latest=date(2026, 11, 24))
    wage = RupiahField(label="Upah", minimum=1)
    kind = forms.ChoiceField(
        label="Masalah",
        widget=forms.RadioSelect,
        choices=[("a", Hinted("Upah", "Termasuk THR")), ("b", "PHK")],
    )
    story = forms.CharField(label="Cerita", widget=forms.Textarea, max_length=2000)
    agreed = forms.BooleanField(label="Setuju")


def typed(**changes) -> Sample:
    values = {
        "since_day": "25",
        "since_month": "9",
        "since_year": "2026",
        "wage": "4.500.000",
        "kind": "a",
        "story": "Upah September belum dibayar",
        "agreed": "on",
    }
    return Sample(values | changes)


def page(form) -> str:
    source = '{% extends "base.html" %}{% block title %}Uji{% endblock %}{% block content %}{{ form }}{% endblock %}'
    template = engines["django"].from_string(source)
    return template.render({"form": form}, RequestFactory().get("/uji/"))


# --- Forms ------------------------------------------------------------------------------------------------


def test_a_plain_form_is_rendered_in_the_markup_of_the_design_system():
    html = str(Sample())
    assert '<label class="govuk-label govuk-label--s" for="id_wage">Upah</label>' in html
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Kapan?</legend>' in html
    assert 'govuk-radios__hint" id="id_kind_0_hint">Termasuk THR' in html
    assert 'aria-describedby="id_kind_0_hint"' in html
    assert 'data-maxlength="2000"' in html
    assert 'class="govuk-checkboxes__input" type="checkbox" name="agreed"' in html


@pytest.mark.django_db
def test_errors_stand_beside_the_field_and_in_a_summary_that_links_to_it():
    with override("id"):
        html = page(typed(since_year="", wage="banyak", story=""))
    assert "<title>Galat: Uji" in html
    assert 'href="#id_since_2">Tulis tahun dengan empat angka' in html  # the year box, not the whole field
    assert 'href="#id_wage">Tulis jumlah dengan angka saja' in html
    for target in re.findall(r"govuk-error-summary.*?</ul>", html, re.S)[0].split('href="#')[1:]:
        assert f'id="{target.split(chr(34))[0]}"' in html
    wage = re.search(r'<input[^>]*name="wage"[^>]*>', html)[0]
    assert 'aria-describedby="id_wage_error"' in wage
    assert 'id="id_wage_error"' in html
    assert 'aria-describedby="id_since_helptext id_since_error"' in html


@pytest.mark.django_db
def test_what_was_typed_stays_after_an_error():
    html = page(typed(since_day="31", since_month="September", wage="4,5 jutaan", kind="b", agreed=""))
    assert 'value="31"' in html
    assert 'value="September"' in html
    assert 'value="4,5 jutaan"' in html
    assert re.search(r'value="b" id="id_kind_1" checked', html)
    assert "Upah September belum dibayar</textarea>" in html


def test_what_is_typed_is_escaped():
    html = str(typed(wage='"><script>', story="</textarea><b>"))
    assert "<script>" not in html
    assert "</textarea><b>" not in html


@pytest.mark.django_db
def test_an_error_of_the_whole_form_is_shown_and_linked():
    form = typed()
    form.add_error(None, "Nomor dan tanda terima tidak cocok")
    html = page(form)
    assert 'href="#form-error">Nomor dan tanda terima tidak cocok' in html
    assert 'id="form-error"' in html


# --- Money ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4.500.000", 4_500_000),
        ("Rp 4.500.000", 4_500_000),
        ("Rp4.500.000,-", 4_500_000),
        ("rp. 4500000", 4_500_000),
        ("IDR 4,500,000", 4_500_000),
        ("4 500 000", 4_500_000),
        ("4.500.000,00", 4_500_000),
        ("4,5 juta", 4_500_000),
        ("4.25jt", 4_250_000),
        ("750 ribu", 750_000),
        ("0", 0),
    ],
)
def test_money_is_read_as_people_write_it(text, amount):
    assert parse_rupiah(text) == amount


@pytest.mark.parametrize(
    "text", ["4.5", "4,50", "-5000", "lima juta", "4.500.00", "1e6", "4..500", "1,2345 ribu"]
)
def test_money_that_could_be_read_two_ways_is_refused(text):
    with pytest.raises(ValidationError):
        RupiahField().clean(text)


@pytest.mark.parametrize(("language", "words"), [("id", "Tulis jumlah dengan angka"), ("en", "whole rupiah")])
def test_money_errors_say_what_to_do_in_both_languages(language, words):
    with override(language), pytest.raises(ValidationError, match=words):
        RupiahField().clean("banyak")


def test_money_outside_its_limits_is_refused_with_the_limit():
    with override("id"), pytest.raises(ValidationError, match=r"paling banyak Rp1\.000"):
        RupiahField(maximum=1000).clean("1.001")


def test_an_amount_is_shown_with_its_dots():
    assert 'value="4.500.000"' in str(Sample(initial={"wage": 4_500_000})["wage"])


# --- Dates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("month", ["9", "09", "sep", "September", "SEPT"])
def test_a_month_may_be_a_number_or_a_name(month):
    assert MemorableDateField().clean(["25", month, "2026"]) == date(2026, 9, 25)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["", "9", "2026"], "day"),
        (["32", "9", "2026"], "day"),
        (["25", "", "2026"], "month"),
        (["25", "13", "2026"], "month"),
        (["25", "9", ""], "year"),
        (["25", "9", "26"], "year"),
        (["31", "9", "2026"], "no_such_day"),
        (["29", "2", "2026"], "no_such_day"),
        (["", "", ""], "required"),
        (["²", "9", "2026"], "day"),
        (["25", "٩", "2026٤"], "year"),
    ],
)
def test_a_date_error_names_the_box_it_is_about(parts, code):
    with pytest.raises(ValidationError) as error:
        MemorableDateField().clean(parts)
    assert error.value.code == code


def test_a_date_beyond_its_limit_is_refused_with_the_limit_in_words():
    field = MemorableDateField(latest=lambda: date(2026, 11, 24))
    with override("id"), pytest.raises(ValidationError, match="setelah Selasa, 24 November 2026"):
        field.clean(["25", "11", "2026"])
    with override("en"), pytest.raises(ValidationError, match="after Tuesday, 24 November 2026"):
        field.clean(["25", "11", "2026"])


def test_an_optional_date_may_be_left_empty():
    assert MemorableDateField(required=False).clean(["", "", ""]) is None


# --- Words ------------------------------------------------------------------------------------------------


def test_dates_and_times_are_said_in_the_offices_zone():
    moment = datetime(
        2026, 11, 29, 17, 30, tzinfo=UTC
    )  # already Monday in Balikpapan, still Sunday in London
    with override("id"):
        assert hak.waktu(moment) == "Sen, 30 Nov 2026, 01.30 WITA"
        assert hak.waktu(moment, "Asia/Jakarta") == "Sen, 30 Nov 2026, 00.30 WIB"
        assert hak.tanggal(moment) == "Sen, 30 Nov 2026"
        assert hak.tanggal_panjang(date(2026, 11, 30)) == "Senin, 30 November 2026"
    with override("en"):
        assert hak.waktu(moment) == "Mon, 30 Nov 2026, 01:30 WITA"


def test_amounts_and_counts_have_dots():
    with override("id"):
        assert hak.rupiah(1_480_000_000) == "Rp1.480.000.000"
        assert hak.angka(10_000) == "10.000"
        assert hak.rupiah(None) == "–"


def test_an_id_in_a_template_never_gets_dots():
    with override("id"):
        assert engines["django"].from_string("{{ pk }}").render({"pk": 12345}) == "12345"


# --- What a page may load ------------------------------------------------------------------------------------


def test_no_template_names_another_host_or_carries_inline_script_or_style():
    assert TEMPLATES
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        assert not re.search(r"""(src|href|action)\s*=\s*["']?(https?:)?//""", text), path
        assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text), path
        for script in re.findall(r"<script\b[^>]*>", text):
            assert " src=" in script or 'type="application/json"' in script, (path, script)


def test_what_is_built_loads_from_here_only_and_is_all_there():
    static = Path(settings.BASE_DIR, "static")
    css = (static / "css/app.css").read_text("utf-8")
    assert "GDS Transport" not in css
    places = re.findall(r"url\(['\"]?([^'\")]+)", css)
    assert places
    for place in places:
        assert place.startswith(("../", "data:")), place
        assert place.startswith("data:") or (static / "css" / place).resolve().is_file(), place


def test_every_static_file_is_collected_under_a_name_with_its_digest(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", "--noinput", verbosity=0)  # fails on a file that a stylesheet misses
    assert list(tmp_path.glob("css/app.*.css.br"))


# --- Pages ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/privasi/", "/aksesibilitas/", "/tentang/", "/akun/login/", "/akun/password/reset/"]
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_public_pages_answer_in_both_languages(client, path, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(path)
    assert response.status_code == 200
    text = response.content.decode()
    assert f'<html lang="{language}"' in text
    assert ("Langsung ke isi" if language == "id" else "Skip to content") in text


@pytest.mark.django_db
def test_the_language_switch_keeps_the_page_and_the_choice(client):
    response = client.post("/bahasa/setlang/", {"language": "en", "next": "/privasi/"})
    assert response.status_code == 302
    assert response["Location"] == "/privasi/"
    assert "Your data, and what we do with it" in client.get("/privasi/").content.decode()


@pytest.mark.django_db
def test_the_gallery_is_closed_unless_this_is_a_demonstration(client, settings):
    assert client.get("/galeri/").status_code == 404
    settings.DEMO = True
    assert client.get("/galeri/").status_code == 200
    assert client.get("/galeri/?padat=1").status_code == 200


@pytest.mark.django_db
def test_the_head_of_a_page_names_the_office(client, team):
    assert "Satgas PHK Balikpapan" in client.get("/tentang/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400", "403", "404", "409", "500", "503", "403_csrf"])
def test_error_pages_say_what_to_do_next(name, rf):
    with override("id"):
        for request in (None, rf.get("/")):  # 500 is rendered without a request
            html = loader.render_to_string(f"{name}.html", {}, request)
            assert '<h1 class="govuk-heading-l">' in html
            assert re.search(r"[Cc]oba|kirim sekali lagi|muat ulang|Buka lagi|Periksa kembali|tanyakan", html)


@pytest.mark.django_db
def test_a_missing_page_and_a_stale_form_are_answered_kindly(client):
    assert (
        "Halaman ini tidak ada"
        in client.get("/tidak-ada/", headers={"accept-language": "id"}).content.decode()
    )
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/akun/login/", {}, headers={"accept-language": "id"})
    assert refused.status_code == 403
    assert "Halaman ini terlalu lama terbuka" in refused.content.decode()


@pytest.mark.django_db
def test_too_many_wrong_passwords_lock_the_door_for_a_while(client, team):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        response = client.post(
            "/akun/login/",
            {"login": team.officer.email, "password": "salah"},
            headers={"accept-language": "id"},
        )
    assert response.status_code in (403, 429)
    assert "Masuk ditutup sementara" in response.content.decode()


@pytest.mark.django_db
def test_someone_without_a_role_is_told_whom_to_ask(client):
    newcomer = User.objects.create_user("baru@contoh.example", "x", name="Orang Baru")
    client.force_login(newcomer)
    with override_settings(DEMO=True):
        response = client.get("/mulai/", headers={"accept-language": "id"})
    assert response.status_code == 403
    assert "belum punya peran" in response.content.decode()
