"""A result kept small: its figures, and the names of the texts that explain them.

Ten thousand results are computed for each one that is read, and nine tenths of a result are sentences in two languages
that stand in the rulebook already. What is packed holds only what the sentences are filled with; unpacked under the
rulebook that it was computed with, the result says word for word what it said before. Everything packed is plain JSON.
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from entitlements.result import Alternative, Deadline, Result, Row
from entitlements.ruleset import Rulebook, Ruleset
from entitlements.service import Length
from entitlements.words import LANGUAGES, Sentence, Words

FORM = 2
"""Of what is packed. Form 1 was the result with all its words, as ``as_dict`` gives it."""

SAME_ROWS = "rows"
"""In the place of an alternative's rows: they are the rows of the result."""

Packed = dict[str, Any]


# --- packing -------------------------------------------------------------------------------------------------


def pack(result: Result) -> Packed:
    """``result`` as plain JSON values, for :func:`unpack`."""
    packed = _result(result)
    packed["form"] = FORM
    return packed


def _result(result: Result) -> Packed:
    packed: Packed = {"kind": result.kind, "ruleset": result.ruleset.id}
    if result.sections:
        packed["sections"] = [[_result(part), counted] for part, counted in result.sections]
        own_rows = result.rows[sum(len(part.rows) for part, counted in result.sections if counted) :]
        own_deadlines = result.deadlines[sum(len(part.deadlines) for part, _ in result.sections) :]
    else:
        own_rows, own_deadlines = result.rows, result.deadlines
    if own_rows:
        packed["rows"] = [_row(row) for row in own_rows]
    if result.steps:
        packed["steps"] = [_row(row) for row in result.steps]
    if result.alternatives:
        packed["alternatives"] = [_alternative(one, result.rows) for one in result.alternatives]
    if own_deadlines:
        packed["deadlines"] = [[line.code, line.day.isoformat(), _plain(line.values)] for line in own_deadlines]  # fmt: skip
    if result.assumptions:
        packed["assumptions"] = [_sentence(one) for one in result.assumptions]
    if result.warnings:
        packed["warnings"] = [_sentence(one) for one in result.warnings]
    if result.notes:
        packed["notes"] = [_sentence(one) for one in result.notes]
    if result.notices:
        known = result.ruleset.data["notices"]
        packed["notices"] = [known.index(notice) for notice in result.notices]
    if result.readings:
        packed["readings"] = list(result.readings.items())
    if result.ref is not None:
        packed["ref"] = result.ref
    return packed


def _row(row: Row) -> list:
    unrounded = row.unrounded
    packed: list[Any] = [
        row.code,
        unrounded if type(unrounded) is int else str(unrounded),
        _plain(row.values),
    ]
    if row.assumptions:
        packed.append([_sentence(one) for one in row.assumptions])
    return packed


def _alternative(one: Alternative, rows: list[Row]) -> list:
    same = len(one.rows) == len(rows) and all(mine is its for mine, its in zip(one.rows, rows, strict=True))
    return [one.code, _both(one.name), one.counted, SAME_ROWS if same else [_row(row) for row in one.rows]]


def _sentence(sentence: Sentence) -> list:
    return [sentence.code, _plain(sentence.values)] if sentence.values else [sentence.code]


_AS_IT_IS = {int, str, bool, type(None)}


def _plain(values: Mapping[str, object]) -> Mapping[str, object]:
    for value in values.values():
        if type(value) not in _AS_IT_IS:
            return {
                name: value if type(value) in _AS_IT_IS else _tagged(value) for name, value in values.items()
            }
    return values


def _both(words: Mapping[str, str]) -> list[str]:
    """A text in both languages, in their order: a database may give the keys of an object back in another."""
    return [words[language] for language in LANGUAGES]


def _tagged(value: object) -> list:
    """A value that JSON does not know, behind a letter that says what it is."""
    if isinstance(value, Fraction):
        return ["q", str(value)]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, Words):
        return ["w", value.id, value.en]
    if isinstance(value, Length):
        return ["l", value.months, value.days if type(value.days) is int else str(value.days)]
    if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
        return ["m", *_both(value)]
    raise TypeError(f"{type(value).__name__} cannot be packed")


# --- unpacking -----------------------------------------------------------------------------------------------


def unpack(packed: Mapping[str, Any], rulebook: Rulebook) -> Result:
    """The result that was packed; ``rulebook`` is the one that it was computed with. Raises ValueError for another form."""
    if packed.get("form") != FORM:
        raise ValueError(f"packed in form {packed.get('form')}; this one reads {FORM}")
    return _opened(packed, rulebook)


def _opened(packed: Mapping[str, Any], rulebook: Rulebook) -> Result:
    law = rulebook.by_id(packed["ruleset"])
    readings = dict(packed.get("readings", ()))
    sections = [(_opened(part, rulebook), counted) for part, counted in packed.get("sections", ())]
    rows = [row for part, counted in sections if counted for row in part.rows]
    rows += _rows(packed.get("rows", ()), law, readings)
    deadlines = [line for part, _ in sections for line in part.deadlines]
    deadlines += [
        Deadline(code, date.fromisoformat(day), law.data["components"][code], _values(values))
        for code, day, values in packed.get("deadlines", ())
    ]
    return Result(
        kind=packed["kind"],
        ruleset=law,
        rulebook_digest=rulebook.digest,
        rows=rows,
        steps=_rows(packed.get("steps", ()), law, readings),
        alternatives=[
            Alternative(code, _named(*name), rows if its == SAME_ROWS else _rows(its, law, readings), counted)
            for code, name, counted, its in packed.get("alternatives", ())
        ],
        deadlines=deadlines,
        assumptions=_sentences(packed.get("assumptions", ())),
        warnings=_sentences(packed.get("warnings", ())),
        notes=_sentences(packed.get("notes", ())),
        notices=[law.data["notices"][place] for place in packed.get("notices", ())],
        readings=readings,
        sections=sections,
        ref=packed.get("ref"),
    )


def _rows(packed: list, law: Ruleset, readings: Mapping[str, str]) -> list[Row]:
    return [
        Row(
            code,
            law.data["components"][code],
            unrounded if type(unrounded) is int else Fraction(unrounded),
            _values(values),
            _sentences(assumptions[0]) if assumptions else [],
            law,
            readings,
        )
        for code, unrounded, values, *assumptions in packed
    ]


def _sentences(packed: list) -> list[Sentence]:
    return [Sentence(code, _values(values[0]) if values else {}) for code, *values in packed]


def _named(*words: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, words, strict=True))


def _values(packed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _OPENED[value[0]](*value[1:]) if type(value) is list else value
        for name, value in packed.items()
    }


_OPENED: dict[str, Callable] = {
    "q": Fraction,
    "d": date.fromisoformat,
    "w": Words,
    "l": lambda months, days: Length(months, days if type(days) is int else Fraction(days)),
    "m": _named,
}
