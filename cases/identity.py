"""Opening what is sealed, and finding it again."""

import json
import re
from collections.abc import Iterable, Sequence

from accounts.principals import Kind, Principal
from cases.models import AccessLog, Claimant
from core.sealed import Sealed, lookup_hash, lookup_hashes, unseal

PII = ("name", "nik", "phone", "email", "bank_account")


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def normal_phone(text: str) -> str:
    """Indonesian numbers in one form: `0812...` and `+62 812...` are the same phone."""
    number = digits(text)
    return "62" + number[1:] if number.startswith("0") else number


def hash_identity(claimant: Claimant, *, nik: str = "", phone: str = "") -> None:
    """Set the look-up hashes of a claimant that is about to be saved."""
    claimant.nik_hash = lookup_hash("nik", digits(nik))
    claimant.phone_hash = lookup_hash("phone", normal_phone(phone))


def hash_receipt(receipt_digits: str) -> str:
    return lookup_hash("receipt", receipt_digits)


def receipt_hashes(receipt_digits: str) -> list[str]:
    return lookup_hashes("receipt", receipt_digits)


def reveal(rows: Sequence, fields: Iterable[str], *, by: Principal, why: str) -> dict[int, dict[str, str]]:
    """Open `fields` of `rows` (all of one case) and log the reading once for the batch.

    Returns `{row.pk: {field: text}}`. A claimant reading what is their own is not logged.
    """
    fields = list(fields)
    opened = {row.pk: {name: unseal(getattr(row, name)) for name in fields} for row in rows}
    if rows and by.kind != Kind.CLAIMANT:
        what = f"{type(rows[0]).__name__.lower()}: {', '.join(fields)}"
        log_reading(rows[0].case_id, what, by=by, why=why, rows=len(rows))
    return opened


def reveal_list(sealed: Sealed, *, case_id: int, by: Principal, why: str) -> dict:
    """Open a sealed JSON object about several people of a case, and log the reading."""
    rows = json.loads(unseal(sealed) or "{}")
    if rows:
        log_reading(case_id, "package: names", by=by, why=why, rows=len(rows))
    return rows


def log_reading(case_id: int, what: str, *, by: Principal, why: str, rows: int = 1) -> None:
    """Remember that something personal was read. The system reads for nobody and is not logged."""
    if by.kind != Kind.SYSTEM:
        AccessLog.objects.create(case_id=case_id, user_id=by.user_id, what=what[:80], why=why, rows=rows)
