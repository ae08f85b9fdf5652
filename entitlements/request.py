"""From JSON to typed requests; what is wrong is said by field, with what was expected.

A request class is a frozen dataclass whose fields are made with :func:`asked`: a reader, a sentence of help, and a
default unless the field must be there. The documentation is written from the same declarations.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Any

from entitlements.money import Exact, exact
from entitlements.service import Length, Service, of_parts
from entitlements.words import Sentence, Words

LARGEST_AMOUNT = 10**15
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
DIGITS = re.compile(r"\d{1,20}(\.\d{1,20})?", re.ASCII)
"""A number in a string: not all that Python would take for one ("1_000", "+5", digits of other scripts)."""


class Invalid(ValueError):
    """One value that cannot be used: ``path`` of the field and the ``expected`` sentence."""

    def __init__(self, expected: str, path: str = "", **values):
        self.expected, self.path, self.values = expected, path, values
        super().__init__(f"{path}: {expected}")

    def within(self, parent: str) -> "Invalid":
        dot = "." if self.path and not self.path.startswith("[") else ""
        return Invalid(self.expected, f"{parent}{dot}{self.path}", **self.values)

    def as_dict(self) -> dict:
        sentence = Sentence(f"expected.{self.expected}", {"what": "", **self.values}).as_dict()
        return {
            "field": self.path,
            "code": self.expected,
            "expected": {"id": sentence["id"], "en": sentence["en"]},
        }


class RequestError(ValueError):
    """A request cannot be computed. ``problems`` names every field that is wrong."""

    def __init__(self, problems: list[Invalid]):
        self.problems = problems
        super().__init__("; ".join(f"{p['field']}: {p['expected']['en']}" for p in self.as_dict()["errors"]))

    def as_dict(self) -> dict:
        return {"errors": [problem.as_dict() for problem in self.problems]}


Reader = Callable[[Any], Any]


def asked(reader: Reader, help_id: str, help_en: str, *, default: Any = MISSING) -> Any:
    """A field of a request; without ``default`` it must be given."""
    metadata = {"reader": reader, "help": Words(help_id, help_en)}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


# Readers of single values


def amount(value: Any) -> Exact:
    """Rupiah, zero or more: a JSON number, or a decimal string with at most two decimals ("5.000" might mean 5000)."""
    if isinstance(value, str) and not re.fullmatch(r"\d{1,16}(\.\d{1,2})?", value.strip(), re.ASCII):
        raise Invalid("amount")
    return _number(value, "amount", LARGEST_AMOUNT)


def quantity(value: Any) -> Exact:
    """A number of months, days, hours: zero or more, fractions allowed."""
    return _number(value, "quantity", 100_000)


def rate(value: Any) -> Exact:
    """A share between 0 and 1, such as 0.6."""
    return _number(value, "rate", 1)


def percent(value: Any) -> Exact:
    """Per cent, such as 6.5, read as 0.065."""
    return exact(Fraction(_number(value, "percent", 1000)) / 100)


def whole(value: Any) -> int:
    number = _number(value, "whole", 100_000)
    if not isinstance(number, int):
        raise Invalid("whole")
    return number


def calendar_day(value: Any) -> date:
    if type(value) is date:
        return value
    try:
        found = date.fromisoformat(value) if ISO_DAY.fullmatch(value) else None
    except (TypeError, ValueError):
        raise Invalid("date")
    if found is None or not 1945 <= found.year <= 2200:
        raise Invalid("date")
    return found


def yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Invalid("yes_or_no")
    return value


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise Invalid("text")
    return value.strip()


def one_of(*choices: str) -> Reader:
    def read_choice(value: Any) -> str:
        if value not in choices:
            raise Invalid("one_of", choices=", ".join(choices))
        return value

    read_choice.choices = choices  # type: ignore[attr-defined]  # for docs/law.md
    return read_choice


def list_of(reader: Reader, *, most: int = 500) -> Reader:
    def read_list(value: Any) -> tuple:
        if not isinstance(value, list | tuple) or not 1 <= len(value) <= most:
            raise Invalid("list", most=most)
        found, problems = [], []
        for index, item in enumerate(value):
            try:
                found.append(reader(item))
            except Invalid as problem:
                problems.append(problem.within(f"[{index}]"))
            except RequestError as nested:
                problems.extend(problem.within(f"[{index}]") for problem in nested.problems)
        if problems:
            raise RequestError(problems)
        return tuple(found)

    read_list.item = reader  # type: ignore[attr-defined]  # for docs/law.md
    return read_list


def readings(value: Any) -> dict[str, str]:
    """Names of options and the reading chosen; whether they exist is for the ruleset to say."""
    if not isinstance(value, Mapping) or not all(isinstance(v, str) for v in value.values()):
        raise Invalid("readings")
    return dict(value)


def service(value: Any) -> Service:
    """{"start", "end"} (end = last day of work) or an explicit length {"years", "months", "days"}."""
    if isinstance(value, Service):
        return value
    if isinstance(value, Length):
        return Service(length=value)
    if not isinstance(value, Mapping) or not value:
        raise Invalid("service")
    stray = set(value) - {"start", "end", "years", "months", "days"}
    if stray:
        raise Invalid("unknown_field", sorted(map(str, stray))[0], known="start, end, years, months, days")
    dates = {
        key: _at(key, calendar_day, value[key]) for key in ("start", "end") if value.get(key) is not None
    }
    parts = {
        key: _at(key, quantity, value[key])
        for key in ("years", "months", "days")
        if value.get(key) is not None
    }
    if bool(dates) == bool(parts):
        raise Invalid("service")
    if parts:
        return Service(length=of_parts(**parts))
    if "start" not in dates:
        raise Invalid("date", "start")
    if "end" in dates and dates["end"] < dates["start"]:
        raise Invalid("not_before", "end", day=dates["start"])
    return Service(dates["start"], dates.get("end"))


def _at(name: str, reader: Reader, value: Any) -> Any:
    try:
        return reader(value)
    except Invalid as problem:
        raise problem.within(name)


def _number(value: Any, expected: str, most: int) -> Exact:
    if type(value) is not int:
        if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal | Fraction):
            raise Invalid(expected)
        if isinstance(value, str) and not DIGITS.fullmatch(value.strip()):
            raise Invalid(expected)
        if not isinstance(value, Fraction):
            try:
                decimal = Decimal(str(value).strip())
            except InvalidOperation:
                raise Invalid(expected)
            if not decimal.is_finite() or abs(decimal.adjusted()) > 20:
                raise Invalid(expected)
            value = Fraction(decimal)
        value = exact(value)
    if not 0 <= value <= most:
        raise Invalid(expected)
    return value


# Whole requests


@cache
def declared(cls: type) -> dict[str, tuple[Reader, bool]]:
    """Of each field, its reader and whether it must be given."""
    return {f.name: (f.metadata["reader"], f.default is MISSING) for f in fields(cls)}


@cache
def must_have(cls: type) -> tuple[str, ...]:
    """The fields that must be given."""
    return tuple(name for name, (_, required) in declared(cls).items() if required)


def _field(path: str) -> str:
    """The field that a path begins with."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _told_what_for(cls: type, problem: Invalid) -> Invalid:
    """A field that is missing is asked for in the words of its help."""
    asked_for = cls.__dataclass_fields__.get(_field(problem.path))  # type: ignore[attr-defined]
    if problem.expected != "required" or "what" in problem.values or asked_for is None:
        return problem
    help_id, help_en = asked_for.metadata["help"]
    return Invalid("required", problem.path, what=Words(f": {help_id}", f": {help_en}"))


def read(cls: type, value: Any, *, known: Mapping[str, Any] | None = None) -> Any:
    """An object of ``cls`` from a JSON object; raises :class:`RequestError` naming every field that is wrong.

    ``known`` are values read before, used for the fields that ``value`` does not give.
    """
    if isinstance(value, cls):
        return value
    if not isinstance(value, Mapping):
        raise RequestError([Invalid("object")])
    names, found, problems = declared(cls), dict(known or ()), []
    for name, given in value.items():
        if name not in names:
            problems.append(Invalid("unknown_field", str(name)[:60], known=", ".join(names)))
        elif given is not None:
            try:
                found[name] = names[name][0](given)
            except Invalid as problem:
                problems.append(problem.within(name))
            except RequestError as nested:
                problems.extend(problem.within(name) for problem in nested.problems)
    problems += [Invalid("required", n) for n in must_have(cls) if n not in found and value.get(n) is None]
    if problems:
        places = {name: place for place, name in enumerate(names)}
        problems.sort(key=lambda problem: places.get(_field(problem.path), -1))
    else:
        try:
            return _filled(cls, found)
        except Invalid as problem:
            problems.append(problem)
    raise RequestError([_told_what_for(cls, problem) for problem in problems])


def _filled(cls: type, found: dict[str, Any]) -> Any:
    """``cls(**found)``, where all that is required is known to be there.

    A frozen dataclass fills itself field by field around its own lock; a request has some twenty, most of them left at
    their default.
    """
    filled: Any = object.__new__(cls)
    vars(filled).update(_defaults(cls) | found)
    if hasattr(cls, "__post_init__"):
        filled.__post_init__()
    return filled


@cache
def _defaults(cls: type) -> dict[str, Any]:
    return {f.name: f.default for f in fields(cls) if f.default is not MISSING}


def object_of(cls: type) -> Reader:
    """A reader of a nested object."""

    def read_object(value: Any) -> Any:
        return read(cls, value)

    read_object.cls = cls  # type: ignore[attr-defined]  # for docs/law.md
    return read_object


def wrong(path: str, expected: str, **values) -> RequestError:
    """A request that reads well but cannot be computed, because of ``path``."""
    return RequestError([Invalid(expected, path, **values)])


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What every request may carry."""

    ref: str | None = asked(text, "Tanda pengenal dari Anda sendiri, dikembalikan apa adanya", "Your own reference, given back as it is", default=None)  # fmt: skip
    as_of: date | None = asked(calendar_day, "Tanggal penghitungan (mis. hari ini)", "Day of reckoning (such as today)", default=None)  # fmt: skip
    options: dict | None = asked(readings, "Tafsir yang dipilih, mis. {\"process_wages\": \"until_final\"}", "Chosen readings, such as {\"process_wages\": \"until_final\"}", default=None)  # fmt: skip

    def ruled_on(self) -> date | None:
        """The day whose law applies, if the request says it."""
        return None
