"""Exact amounts of rupiah, and how they are written.

Inside a calculation an amount is an ``int`` or a ``Fraction`` of rupiah, never a float. It is rounded once, when it
becomes a row of a result: half a rupiah and more goes up (half up), the commercial custom and never to the worker's
loss.
"""

from datetime import date
from fractions import Fraction
from functools import lru_cache

Exact = int | Fraction

MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def exact(value: Exact) -> Exact:
    """The same value, as an ``int`` where it is whole."""
    return value.numerator if value.denominator == 1 else value


def product(amount: Exact, share: Exact) -> Exact:
    """``amount × share``, exactly; an ``int`` where it is whole.

    Most amounts are whole rupiah and most shares a decimal of the law: one division says whether a fraction is left at
    all, where Fraction's own product looks for common factors first and makes an object of what is whole.
    """
    if type(amount) is int and type(share) is Fraction:
        over = share.denominator
        above = amount * share.numerator
        whole, rest = divmod(above, over)
        return Fraction(above, over) if rest else whole
    return exact(amount * share)


def quotient(amount: Exact, over: Exact) -> Exact:
    """``amount ÷ over``, exactly; an ``int`` where it is whole."""
    if type(amount) is int and type(over) is int:
        whole, rest = divmod(amount, over)
        return Fraction(amount, over) if rest else whole
    return exact(Fraction(amount) / over)


@lru_cache(maxsize=1_000)
def parsed(number: str | int) -> Exact:
    """A number as a ruleset writes it: whole, or a decimal in a string."""
    return exact(Fraction(number))


def whole_rupiah(amount: Exact) -> int:
    """Round half up to whole rupiah; the only place where a calculation rounds."""
    if isinstance(amount, int):
        return amount
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


@lru_cache(maxsize=10_000)
def rupiah(amount: Exact) -> str:
    """``Rp1.480.000`` in every language, as banknotes and payslips have it; sen are shown when there are any."""
    if isinstance(amount, int):
        return "Rp" + f"{amount:,}".replace(",", ".")
    sen = whole_rupiah(amount * 100)
    return "Rp" + _swapped(f"{sen // 100:,}" + (f".{sen % 100:02d}" if sen % 100 else ""))


@lru_cache(maxsize=10_000)
def number(value: Exact, language: str) -> str:
    """A number in words: a short decimal where it is exact, else with a fraction such as ``(5 + 5/6)``."""
    if isinstance(value, int):
        return str(value)
    ten_thousandths = value * 10_000
    if ten_thousandths.denominator != 1:
        over, rest = divmod(value.numerator, value.denominator)
        fraction = f"{rest}/{value.denominator}"
        return f"({over} + {fraction})" if over else fraction
    whole, rest = divmod(ten_thousandths.numerator, 10_000)
    text = f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
    return _swapped(text) if language == "id" else text


@lru_cache(maxsize=1_000)
def per_cent(share: Exact, language: str) -> str:
    """A share such as 1/20 as ``5%``."""
    return number(share * 100, language) + "%"


def day(value: date, language: str) -> str:
    """``21 Maret 2026`` or ``21 March 2026``."""
    return f"{value.day} {MONTHS[language][value.month - 1]} {value.year}"


def _swapped(text: str) -> str:
    return text.translate({ord(","): ".", ord("."): ","})
