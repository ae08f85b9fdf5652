"""Fields that are encrypted at rest, and the keyed hashes by which they are found.

A sealed value loads as `Sealed`, which prints its mask and nothing else: it can end up in a log, a template or
an error report without telling anything. Only `cases.identity` and `accounts` open it.

Keys come as lists (`FIELD_KEYS`, `LOOKUP_KEYS`): the first writes, all of them read, so that a key can be
rotated without a moment in which something cannot be found.
"""

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

MASK = "•••"
DUMPED = "sealed:"
BEGINNING = "gAAAA"
"""How every Fernet token begins: its version, and the high bits of its time."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


class Sealed:
    """An encrypted text. `str()` gives a mask; `unseal()` gives the text."""

    __slots__ = ("token",)

    def __init__(self, token: str):
        self.token = token

    def __str__(self) -> str:
        return MASK

    __repr__ = __str__

    def __bool__(self) -> bool:
        return bool(self.token)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.token == other.token

    def __hash__(self) -> int:
        return hash(self.token)


def seal(text: str) -> Sealed:
    """Encrypt `text`; an empty text stays empty, so that "not given" can be asked without a key."""
    if not text:
        return Sealed("")
    return Sealed(_box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode())


def unseal(value: Sealed) -> str:
    """Decrypt. Raises `cryptography.fernet.InvalidToken` where no key of the list fits."""
    if not value.token:
        return ""
    return _box(tuple(settings.FIELD_KEYS)).decrypt(value.token.encode()).decode()


def opened(value: Sealed | str) -> str:
    """The text of a sealed field of a row, loaded or just made."""
    return unseal(value) if isinstance(value, Sealed) else value


def reseal(value: Sealed) -> Sealed:
    """The same text under the first key of the list (for key rotation)."""
    return (
        Sealed(_box(tuple(settings.FIELD_KEYS)).rotate(value.token.encode()).decode())
        if value.token
        else value
    )


class SealedField(models.TextField):
    """Text encrypted in the database. Assign `str` or `Sealed`; it reads as `Sealed`.

    was_plain: a column that held bare text before. What a process of before the upgrade still writes there is read.
    """

    _pyi_private_set_type: str | Sealed  # type: ignore[assignment]
    _pyi_private_get_type: Sealed  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any):
        self.was_plain = kwargs.pop("was_plain", False)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        if self.was_plain and value and not value.startswith(BEGINNING):
            return seal(value)
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        """Text as it is; a value that `dumpdata` wrote becomes `Sealed` again. Only our own keys make such a value."""
        if isinstance(value, str) and value.startswith(DUMPED):
            dumped = Sealed(value.removeprefix(DUMPED))
            try:
                unseal(dumped)
            except InvalidToken:
                return value
            return dumped
        return value

    def value_to_string(self, obj: models.Model) -> Any:
        """For `dumpdata`: the encrypted text, since the mask would be all that is loaded again."""
        value = self.value_from_object(obj)
        if value is None:
            return None
        token = (value if isinstance(value, Sealed) else seal(str(value))).token
        return f"{DUMPED}{token}" if token else ""

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        return (value if isinstance(value, Sealed) else seal(str(value))).token

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in ("exact", "isnull"):
            return None
        return super().get_lookup(lookup_name)


def key_id(key: str) -> str:
    """A short public name of a key."""
    return hashlib.sha256(key.encode()).hexdigest()[:6]


def _hash_with(key: str, purpose: str, text: str) -> str:
    mac = hmac.new(key.encode(), f"{purpose}\x00{text}".encode(), hashlib.sha256).hexdigest()
    return f"{key_id(key)}:{mac}"


def lookup_hash(purpose: str, text: str) -> str:
    """The keyed hash to store for `text`; `purpose` keeps a NIK from matching a phone number."""
    return _hash_with(settings.LOOKUP_KEYS[0], purpose, text) if text else ""


def lookup_hashes(purpose: str, text: str) -> list[str]:
    """Every hash under which `text` may have been stored, newest key first."""
    return [_hash_with(key, purpose, text) for key in settings.LOOKUP_KEYS] if text else []
