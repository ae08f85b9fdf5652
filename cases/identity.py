"""Opening what is sealed, and finding it again."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.principals import Kind, Principal
from cases.models import AccessLog, Case, Claimant
from core.errors import NotFound
from core.sealed import Sealed, lookup_hash, lookup_hashes, unseal

OPENING = "identity:"
"""How an opening of a shielded identity begins in the log."""

PII = ("name", "nik", "phone", "email", "bank_account")


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def normal_phone(text: str) -> str:
    """Indonesian numbers in one form: `0812...` and `+62 812...` are the same phone."""
    number = digits(text)
    return "62" + number[1:] if number.startswith("0") else number


TITLES = frozenset(
    [
        "bapak",
        "bpk",
        "pak",
        "ibu",
        "bu",
        "sdr",
        "sdri",
        "saudara",
        "saudari",
        "tn",
        "ny",
        "nn",
        "h",
        "hj",
        "haji",
        "hajah",
        "dr",
        "drs",
        "dra",
        "ir",
        "prof",
        "st",
        "sh",
        "se",
        "sip",
        "sos",
        "ssos",
        "si",
        "ssi",
        "skom",
        "spd",
        "sag",
        "md",
        "amd",
        "mm",
        "mh",
        "mt",
        "msi",
    ]
)
"""What people write beside a name: forms of address and degrees, without their points."""


def normal_name(text: str) -> str:
    """A name in one form: `Drs. H. Budi Santoso, S.H.` and `santoso budi` are the same.

    Small letters without marks or punctuation, titles left out, words in the order of the alphabet.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = re.sub(r"['’‘`ʼ]", "", "".join(one for one in plain if not unicodedata.combining(one)))
    words = [word for word in re.split(r"[\W_]+", plain) if word]
    named = [
        word
        for part in re.split(r"[\s,;/]+", plain)
        if re.sub(r"\W", "", part) not in TITLES  # `S.H.` is one title, `H.Ahmad` a title and a name
        for word in re.split(r"[\W_]+", part)
        if word and word not in TITLES
    ]
    return " ".join(sorted(named or words))


def normal_email(text: str) -> str:
    return text.strip().casefold()


NORMAL = {
    "nik": digits,
    "phone": normal_phone,
    "email": normal_email,
    "bank_account": digits,
    "name": normal_name,
}
HASHES = {
    "nik": "nik_hash", "phone": "phone_hash", "email": "email_hash", "bank_account": "bank_hash", "name": "name_hash",
}  # fmt: skip
"""Sealed field of a claimant -> the column of the keyed hash by which it is found."""


def hash_identity(claimant: Claimant, **given: str) -> None:
    """Set the look-up hashes of a claimant that is about to be saved: of each field of PII, from its text in `given`."""
    for name, column in HASHES.items():
        setattr(claimant, column, lookup_hash(name, NORMAL[name](given.get(name, ""))))


def has(name: str, text: str) -> Q:
    """Claimants whose sealed field `name` is `text`, however it was written."""
    return Q(**{f"{HASHES[name]}__in": lookup_hashes(name, NORMAL[name](text))})


def hash_receipt(receipt_digits: str) -> str:
    return lookup_hash("receipt", receipt_digits)


def receipt_hashes(receipt_digits: str) -> list[str]:
    return lookup_hashes("receipt", receipt_digits)


def alias(number: int) -> str:
    """What everybody else calls a worker whose identity is closed."""
    return _("Pekerja %(number)s") % {"number": number}


def is_closed_to(row: Any, by: Principal) -> bool:
    """Whether who this is is closed to `by`: a shielded worker, or who speaks for one, to every officer.

    Not to the system, which writes to them, nor to themself or who represents them.
    """
    return bool(getattr(row, "shielded", False)) and by.kind not in (
        Kind.SYSTEM, Kind.CLAIMANT, Kind.REPRESENTATIVE,
    )  # fmt: skip


def may_open(case: Case, by: Principal) -> bool:
    """Who may open the identity of a shielded worker, one at a time and with a reason: the officer who has the case,
    and the identity custodian of the office that handles it."""
    return by.kind == Kind.OFFICER and (
        by.has_role(Role.IDENTITY_CUSTODIAN, office_id=case.office_id)
        or (by.user_id is not None and by.user_id == case.officer_id and case.office_id in by.office_ids)
    )


def found_by(by: Principal) -> Q:
    """Claimants whom `by` may find by who they are, to be used on Claimant."""
    custody = [office for office, role in by.roles if role == Role.IDENTITY_CUSTODIAN]
    mine = Q(case__officer=by.user_id) if by.user_id else Q()
    return Q(shielded=False) | Q(case__office__in=custody) | mine


def reveal(rows: Sequence, fields: Iterable[str], *, by: Principal, why: str) -> dict[int, dict[str, str]]:
    """Open `fields` of `rows` (all of one case) and log the reading once for the batch.

    Returns `{row.pk: {field: text}}`. Of those whose identity is closed to `by` only an alias comes back, and that is
    no reading; `open_identity` opens one. A claimant reading what is their own is not logged.
    """
    fields = list(fields)
    open_rows = [row for row in rows if not is_closed_to(row, by)]
    opened = {row.pk: {name: unseal(getattr(row, name)) for name in fields} for row in open_rows}
    for row in rows:
        if row.pk not in opened:
            hidden = alias(row.number) if isinstance(row, Claimant) else _("Ditutup")
            opened[row.pk] = {name: hidden if name in ("name", "holder_name") else "" for name in fields}
    if open_rows and by.kind != Kind.CLAIMANT:
        what = f"{type(open_rows[0]).__name__.lower()}: {', '.join(fields)}"
        log_reading(open_rows[0].case_id, what, by=by, why=why, rows=len(open_rows))
    return opened


def open_identity(claimant: Claimant, *, by: Principal, why: str) -> dict[str, str]:
    """Who a shielded worker is; the reason stands in the log that the supervisor reads.

    Raises NotFound where `by` may not, ValueError without a reason.
    """
    if not may_open(claimant.case, by):
        raise NotFound(str(claimant.pk))
    if not why.strip():
        raise ValueError("Opening an identity needs a reason")
    fields = ("name", "nik", "phone", "email")
    log_reading(claimant.case_id, f"{OPENING} {claimant.number}", by=by, why=why.strip())
    return {name: unseal(getattr(claimant, name)) for name in fields}


def reveal_list(sealed: Sealed, *, case_id: int, by: Principal, why: str) -> dict:
    """Open a sealed JSON object about several people of a case, and log the reading."""
    rows = json.loads(unseal(sealed) or "{}")
    if rows:
        log_reading(case_id, "package: names", by=by, why=why, rows=len(rows))
    return rows


def log_reading(case_id: int, what: str, *, by: Principal, why: str, rows: int = 1) -> None:
    """Remember that something personal was read. The system reads for nobody and is not logged."""
    if by.kind != Kind.SYSTEM:
        AccessLog.objects.create(
            case_id=case_id, user_id=by.user_id, what=what[:80], why=why[:120], rows=rows
        )
