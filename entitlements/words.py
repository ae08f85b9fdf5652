"""Sentences with numbers in them, in Indonesian and English.

A template names its values; the name says how a value is written: ``rp_…`` is an amount of rupiah, ``pct_…`` a rate
shown in per cent, anything else a number, a date, or words. Writing is put off until somebody reads the result, because
ten thousand results are computed for each one that is read.
"""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, NamedTuple

from entitlements.money import day, number, per_cent, rupiah

LANGUAGES = ("id", "en")


class Words(NamedTuple):
    """The same words in both languages."""

    id: str
    en: str


class Sentence(NamedTuple):
    """A template of ``texts.json`` and the values it is filled with."""

    code: str
    values: Mapping[str, object]

    def as_dict(self, templates: Mapping[str, Mapping[str, str]] | None = None) -> dict:
        """Both languages; ``templates`` are the texts of the day it was said, where they are not today's."""
        return {"code": self.code, **filled((templates or texts())[self.code], self.values)}


@cache
def texts() -> dict[str, dict[str, str]]:
    """The sentences that are not law: assumptions, warnings, notes and messages about bad input."""
    return json.loads(files("entitlements").joinpath("texts.json").read_text(encoding="utf-8"))


def filled(template: Mapping[str, str], values: Mapping[str, object]) -> dict[str, str]:
    """Both languages of ``template`` with ``values`` written in."""
    return {language: _in(language, template[language], values) for language in LANGUAGES}


def _in(language: str, text: str, values: Mapping[str, object]) -> str:
    if "{" not in text:
        return text
    pieces, last = _taken_apart(text)
    return "".join([words + _written(unit, values[name], language) for words, name, unit in pieces]) + last


@cache
def _taken_apart(text: str) -> tuple[list[tuple[str, str, str]], str]:
    """Of each value in a template the words before it, its name, and its unit; then the words behind the last."""
    pieces, words = [], ""
    for literal, name, _, _ in Formatter().parse(text):
        words += literal
        if name:
            pieces.append((words, name, name.partition("_")[0]))
            words = ""
    return pieces, words


def _written(unit: str, value: Any, language: str) -> str:
    kind = type(value)
    if kind is str:
        return value
    if kind is int or kind is Fraction:
        if unit == "rp":
            return rupiah(value)
        return per_cent(value, language) if unit == "pct" else number(value, language)
    if isinstance(value, Words):
        return getattr(value, language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, Mapping):
        return str(value[language])
    return value.in_words(language) if hasattr(value, "in_words") else str(value)
