"""Every text that a person reads has its English."""

import gettext
import io
import re
from collections import defaultdict

import pytest
from django.db import models
from django.utils.functional import Promise

from core import catalogue
from core.catalogue import Entry, Key
from tools import messages


@pytest.mark.parametrize("room", messages.ROOMS)
def test_every_text_in_code_and_templates_has_its_english(room, capsys):
    assert messages.main(check=True, rooms=[room]) == 0, capsys.readouterr().out


def test_one_text_has_one_english():
    """Django merges the catalogues of all rooms: of two English texts for one Indonesian text, one would be lost."""
    english = defaultdict(set)
    for room in messages.ROOMS:
        for key, entry in catalogue.read(messages.po(room)).items():
            english[key].add(tuple(entry.texts))
    assert not {key: texts for key, texts in english.items() if len(texts) > 1}


def test_what_is_filled_in_stays_filled_in():
    """A placeholder that the English lost would fail, or hide a name or a date, only in front of a reader."""
    placeholder = re.compile(r"%\(\w+\)[sd]|%%\{\w+\}")
    for room in messages.ROOMS:
        for key, entry in catalogue.read(messages.po(room)).items():
            for text in filter(None, entry.texts):
                assert set(placeholder.findall(text)) <= set(placeholder.findall(key.msgid + key.plural)), key
                assert len(entry.texts) > 1 or set(placeholder.findall(text)) == set(
                    placeholder.findall(key.msgid)
                ), key


def test_every_choice_is_named_in_the_readers_language():
    ours = tuple(room.replace("/", ".") for room in messages.ROOMS)
    bare = {
        f"{choices.__qualname__}.{choice.name}"
        for choices in models.TextChoices.__subclasses__()
        if choices.__module__.startswith(ours)
        for choice in choices
        if not isinstance(choice._label_, Promise)
    }
    assert not bare


def test_a_catalogue_survives_writing_and_reading(tmp_path):
    entries = {
        Key('Kata "kunci"\nbaris dua'): Entry(['The "key"\nline two'], "# for translators"),
        Key("%(n)s pekerja", "%(n)s para pekerja"): Entry(["%(n)s worker", "%(n)s workers"]),
        Key("Mei", context="bulan"): Entry(["May"]),
        Key("Belum ada"): Entry([""]),
    }
    path = tmp_path / "django.po"
    catalogue.write(path, entries)
    assert catalogue.read(path) == entries


def test_gettext_reads_what_the_compiler_wrote():
    compiled = catalogue.mo_bytes(
        {
            Key("Kirim"): Entry(["Send"]),
            Key("%(n)s pekerja", "%(n)s pekerja "): Entry(["%(n)s worker", "%(n)s workers"]),
            Key("Mei", context="bulan"): Entry(["May"]),
            Key("Belum ada"): Entry([""]),
        }
    )
    read = gettext.GNUTranslations(io.BytesIO(compiled))
    assert read.gettext("Kirim") == "Send"
    assert read.ngettext("%(n)s pekerja", "%(n)s pekerja ", 3) == "%(n)s workers"
    assert read.pgettext("bulan", "Mei") == "May"
    assert read.gettext("Belum ada") == "Belum ada"


def test_a_changed_catalogue_is_compiled_again(tmp_path):
    po = tmp_path / "cases/locale/en/LC_MESSAGES/django.po"
    catalogue.write(po, {Key("Kirim"): Entry(["Send"])})
    catalogue.compile_stale(tmp_path)
    first = po.with_suffix(".mo").read_bytes()
    catalogue.write(po, {Key("Kirim"): Entry(["Submit"])})
    catalogue.compile_stale(tmp_path)
    assert po.with_suffix(".mo").read_bytes() != first
