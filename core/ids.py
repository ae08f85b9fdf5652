"""Case references and receipts.

A reference is said over the phone: six symbols and a check symbol, from an alphabet without vowels
(no words), without look-alikes (0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V). It is drawn at random, so that no counter
can be raced for and a reference tells nothing about how many complaints there are. It is no secret.

A receipt is the secret: sixteen digits.
"""

import re
import secrets

ALPHABET = "346789CDFGHJKLMNPQRTWXY"  # 23 symbols, a prime: the check finds every swap and every wrong symbol
PREFIX = "HP"
_SYMBOLS = 6


def _check_symbol(symbols: str) -> str:
    total = sum((place + 2) * ALPHABET.index(symbol) for place, symbol in enumerate(symbols))
    return ALPHABET[total % len(ALPHABET)]


def new_reference() -> str:
    """A random reference such as `HP-4K7-9QXM`. Uniqueness is the database's to guard."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(_SYMBOLS))
    return _written(symbols + _check_symbol(symbols))


def _written(symbols: str) -> str:
    return f"{PREFIX}-{symbols[:3]}-{symbols[3:]}"


def read_reference(text: str) -> str | None:
    """The reference meant by what somebody typed, or None where a symbol is wrong or missing."""
    symbols = re.sub(r"[^A-Z0-9]", "", text.upper())
    if len(symbols) == _SYMBOLS + 1 + len(PREFIX):
        symbols = symbols.removeprefix(PREFIX)
    if len(symbols) != _SYMBOLS + 1 or any(symbol not in ALPHABET for symbol in symbols):
        return None
    return _written(symbols) if _check_symbol(symbols[:-1]) == symbols[-1] else None


def new_receipt() -> str:
    """Sixteen random digits, in groups of four."""
    digits = "".join(secrets.choice("0123456789") for _ in range(16))
    return " ".join(digits[place : place + 4] for place in range(0, 16, 4))


def read_receipt(text: str) -> str | None:
    """The sixteen bare digits of a typed receipt, or None."""
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) == 16 else None
