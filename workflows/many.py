"""Form fields for one worker or for ten thousand: who, which claims, how much for each.

A page sends boxes, or numbers such as `1-145, 200`, or lines `number;amount` from a spreadsheet; a machine sends
a list of ids or a mapping. Errors name the number or the line they are about.
"""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import ClaimKind
from core.forms import parse_rupiah
from core.money import rupiah
from workflows.choices import Choices

BOXES = 400
"""Longer lists are chosen from by number; nobody ticks a thousand boxes."""
EACH = 12
"""So many amounts get a box of their own."""


class BadNumbers(ValueError):
    """`part` is what could not be read."""

    def __init__(self, part: str):
        super().__init__(part)
        self.part = part


def read_numbers(text: str, known: Mapping[str, int]) -> list[int]:
    """Ids for `1-145, 200, W301`. Raises BadNumbers."""
    found: dict[int, None] = {}
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text.strip())):
        if not part:
            continue
        if part.upper() in known:
            found[known[part.upper()]] = None
            continue
        ends = re.fullmatch(r"(\d{1,6})-(\d{1,6})", part)
        if not ends or int(ends[1]) > int(ends[2]) or int(ends[2]) - int(ends[1]) > 20_000:
            raise BadNumbers(part)
        for number in range(int(ends[1]), int(ends[2]) + 1):
            if str(number) not in known:
                raise BadNumbers(str(number))
            found[known[str(number)]] = None
    return list(found)


# --- some of the rows ----------------------------------------------------------------------------------------


class SomeInput(forms.Widget):
    """All, or those ticked, or those numbered."""

    template_name = "forms/some.html"
    use_fieldset = True
    field: "SomeField"

    def value_from_datadict(self, data, files, name) -> dict[str, Any] | None:
        many = data.getlist if hasattr(data, "getlist") else data.get
        ids = many(name) or []
        ids = ids if isinstance(ids, list | tuple) else [ids]
        which, numbers = data.get(f"{name}_which", ""), str(data.get(f"{name}_numbers", "") or "")
        return {
            "which": which,
            "ids": [str(pk) for pk in ids],
            "numbers": numbers,
            "kinds": many(f"{name}_kinds") or [],
        }

    def value_omitted_from_data(self, data, files, name) -> bool:
        return name not in data and f"{name}_which" not in data and f"{name}_numbers" not in data

    def get_context(self, name, value, attrs) -> dict:
        context = super().get_context(name, value, attrs)
        value = value if isinstance(value, dict) else {}
        rows = self.field.rows()
        context["widget"] |= {
            "all_label": "" if self.field.required else self.field.all_label(len(rows)),
            "which": value.get("which") or ("" if self.field.required else "all"),
            "boxes": [(pk, label, str(pk) in value.get("ids", ())) for pk, label in rows]
            if len(rows) <= BOXES
            else [],
            "numbers": value.get("numbers", ""),
            "by_number": len(rows) > 12,
            "count": len(rows),
            "single": self.field.single,
            "kinds": [(kind, label, kind in value.get("kinds", ())) for kind, label in self.field.kinds()],
        }
        return context


class SomeField(forms.Field):
    """A list of ids. Where not required, an empty list means all."""

    widget = SomeInput
    default_error_messages = {
        "required": _("Pilih paling sedikit satu."),
        "single": _("Pilih satu orang."),
        "nothing": _("Centang yang dimaksud, atau pilih semua."),
        "both": _("Anda memilih semua, tetapi juga mencentang atau menulis sebagian. Pilih salah satu."),
        "unknown": _("Ada pilihan yang bukan dari perkara ini. Pilih dari daftar."),
        "number": _("“%(part)s” bukan nomor pekerja dalam perkara ini. Tulis misalnya 1-145, 200."),
    }

    def __init__(self, *, choices: Choices, single: bool = False, **kwargs):
        self.choices, self.single = choices, single
        super().__init__(**kwargs)
        self.widget.field = self

    def rows(self) -> list[tuple[int, str]]:
        raise NotImplementedError

    def ids_of_people(self, people: list[int]) -> list[int]:
        raise NotImplementedError

    def known(self) -> set[int]:
        raise NotImplementedError

    def kinds(self) -> list[tuple[str, Any]]:
        return []

    def of_kinds(self, ids: list[int], kinds: list[str]) -> list[int]:
        return ids

    def all_label(self, count: int):
        raise NotImplementedError

    def clean(self, value) -> list[int]:
        value = value or {"which": "", "ids": [], "numbers": "", "kinds": []}
        given = bool(value["ids"] or value["numbers"].strip() or value["kinds"])
        if value["which"] == "all" and not self.required:
            if given:
                raise self._error("both")
            return []
        if not given:
            if self.required:
                raise self._error("single" if self.single else "required")
            if value["which"] == "chosen":
                raise self._error("nothing")
            return []
        return self._chosen(value)

    def _chosen(self, value) -> list[int]:
        known = self.known()
        try:
            ids = [int(pk) for pk in value["ids"]]
        except ValueError:
            raise self._error("unknown")
        if not set(ids) <= known:
            raise self._error("unknown")
        if value["numbers"].strip():
            try:
                ids += self.ids_of_people(read_numbers(value["numbers"], self.choices.by_number))
            except BadNumbers as error:
                raise self._error("number", part=error.part)
        elif value["kinds"] and not ids:
            ids = sorted(known)
        ids = self.of_kinds(list(dict.fromkeys(ids)), value["kinds"])
        if not ids:
            raise self._error("nothing")
        return ids

    def _error(self, code: str, **params) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class ClaimantsField(SomeField):
    def rows(self):
        if len(self.choices.people) > BOXES:
            return [(person.pk, "") for person in self.choices.people]
        return [(person.pk, self.choices.name(person.pk)) for person in self.choices.people]

    def known(self):
        return {person.pk for person in self.choices.people}

    def ids_of_people(self, people):
        return people

    def all_label(self, count):
        return _("Semua pekerja (%(count)s)") % {"count": count}


class ClaimsField(SomeField):
    def rows(self):
        claims = self.choices.claims
        if len(claims) > BOXES:
            return [(claim.pk, "") for claim in claims]
        return [(claim.pk, self.choices.claim_label(claim)) for claim in claims]

    def known(self):
        return {claim.pk for claim in self.choices.claims}

    def ids_of_people(self, people):
        wanted = set(people)
        return [claim.pk for claim in self.choices.claims if claim.claimant_id in wanted]

    def kinds(self):
        found = {claim.kind for claim in self.choices.claims}
        return [(kind.value, kind.label) for kind in ClaimKind if kind in found] if len(found) > 1 else []

    def of_kinds(self, ids, kinds):
        kind_of = {claim.pk: claim.kind for claim in self.choices.claims}
        return [pk for pk in ids if kind_of[pk] in kinds] if kinds else ids

    def all_label(self, count):
        return _("Semua tuntutan (%(count)s)") % {"count": count}


class PaymentsField(SomeField):
    def rows(self):
        payments = self.choices.payments
        if len(payments) > BOXES:
            return [(payment.pk, "") for payment in payments]
        return [(payment.pk, self.choices.payment_label(payment)) for payment in payments]

    def known(self):
        return {payment.pk for payment in self.choices.payments}

    def ids_of_people(self, people):
        wanted = set(people)
        return [payment.pk for payment in self.choices.payments if payment.claimant_id in wanted]

    def all_label(self, count):
        return _("Semua yang masih menunggu")


# --- how much for each ---------------------------------------------------------------------------------------


class AmountsInput(forms.Widget):
    """A box for each claim where they are few; else all, a percentage, or pasted lines."""

    template_name = "forms/amounts.html"
    use_fieldset = True
    field: "AmountsField"

    def value_from_datadict(self, data, files, name) -> dict[str, Any] | None:
        whole = data.get(name)
        if isinstance(whole, dict):
            return {"mapping": whole}
        if whole not in (None, ""):
            return {"mapping": None}
        prefix = f"{name}_"
        each = {
            key.removeprefix(prefix): str(data.get(key, ""))
            for key in data
            if key.startswith(prefix) and key.removeprefix(prefix).isdigit()
        }
        return {
            "how": data.get(f"{name}_how", ""),
            "percent": str(data.get(f"{name}_percent", "") or ""),
            "lines": str(data.get(f"{name}_lines", "") or ""),
            "each": each,
        }

    def value_omitted_from_data(self, data, files, name) -> bool:
        return not any(key == name or key.startswith(f"{name}_") for key in data)

    def get_context(self, name, value, attrs) -> dict:
        context = super().get_context(name, value, attrs)
        field = self.field
        claims = [claim for claim in field.choices.claims if field.base(claim) or not field.required]
        value = value if isinstance(value, dict) else {}
        few = len(claims) <= EACH
        typed = value.get("each", {})
        context["widget"] |= {
            "few": few,
            "each": [
                {
                    "id": claim.pk,
                    "label": field.choices.claim_label(claim),
                    "left": rupiah(field.base(claim)),
                    "value": typed.get(str(claim.pk), self._prefill(claim, value)),
                }
                for claim in (claims if few else [])
            ],
            "how": value.get("how") or ("all" if field.required else "none"),
            "optional": not field.required,
            "percent": value.get("percent", ""),
            "lines": value.get("lines", ""),
            "count": len(claims),
            "total": rupiah(sum(field.base(claim) for claim in claims)),
        }
        return context

    def _prefill(self, claim, value) -> str:
        if value.get("each") or not self.field.required or not self.field.base(claim):
            return ""
        return rupiah(self.field.base(claim)).removeprefix("Rp")


class AmountsField(forms.Field):
    """A mapping of claim id to whole rupiah. `of`: the balance that "all" and a percentage are taken of."""

    widget = AmountsInput
    default_error_messages = {
        "required": _("Tulis jumlahnya, misalnya 4.500.000."),
        "amount": _("%(where)s: “%(text)s” bukan jumlah rupiah. Tulis misalnya 4.500.000."),
        "both": _("Anda mengisi persentase atau daftar, tetapi memilih cara lain. Pilih satu cara."),
        "percent": _("Tulis persen dengan angka bulat dari 1 sampai 100."),
        "number": _("Baris %(line)s: “%(part)s” bukan nomor pekerja dalam perkara ini."),
        "shape": _("Baris %(line)s: tulis nomor pekerja, titik koma, jumlah. Misalnya 12;4.500.000."),
        "twice": _("Baris %(line)s: nomor %(part)s sudah ada di baris lain."),
        "no_claim": _("Baris %(line)s: pekerja %(part)s tidak punya tuntutan itu."),
        "unknown": _("Ada tuntutan yang bukan dari perkara ini."),
        "nothing_left": _("Tidak ada tuntutan yang masih punya sisa."),
        "mapping": _("Kirim jumlah sebagai pasangan nomor tuntutan dan rupiah."),
    }

    def __init__(self, *, choices: Choices, of: str = "outstanding", **kwargs):
        self.choices, self.of = choices, of
        super().__init__(**kwargs)
        self.widget.field = self
        self.follows_people = False

    def base(self, claim) -> int:
        return getattr(claim.balance, self.of) if hasattr(claim, "balance") else 0

    def clean(self, value) -> dict[int, int]:
        self.follows_people = False
        amounts = self._amounts(value or {})
        if self.required and not amounts:
            raise self._error("required")
        return amounts

    def _amounts(self, value) -> dict[int, int]:
        if "mapping" in value:
            return self._mapping(value["mapping"])
        how = value.get("how") or ("each" if value.get("each") else "none")
        typed = {part for part in ("lines", "percent") if value.get(part, "").strip()}
        if typed - {how}:  # what was typed beside another choice was meant; nothing is recorded against it
            raise self._error("both")
        return getattr(self, f"_{how}", self._none)(value)

    def _none(self, value):
        return {}

    def _all(self, value):
        return self._part(100)

    def _percent(self, value):
        text = value["percent"].strip().removesuffix("%").strip()
        if not text.isdecimal() or not 1 <= int(text) <= 100:
            raise self._error("percent")
        return self._part(int(text))

    def _part(self, percent: int) -> dict[int, int]:
        """Rounded down to whole rupiah, claim by claim."""
        self.follows_people = True
        found = {
            claim.pk: self.base(claim) * percent // 100
            for claim in self.choices.claims
            if self.base(claim) * percent // 100
        }
        if not found:
            raise self._error("nothing_left")
        return found

    def _each(self, value):
        labels = {str(claim.pk): claim for claim in self.choices.claims}
        found = {}
        for pk, text in value["each"].items():
            if not text.strip():
                continue
            if pk not in labels:
                raise self._error("unknown")
            amount = parse_rupiah(text)
            if amount is None:
                raise self._error("amount", where=self.choices.claim_label(labels[pk]), text=text)
            found[int(pk)] = amount
        return found

    def _mapping(self, mapping) -> dict[int, int]:
        if not isinstance(mapping, dict):
            raise self._error("mapping")
        known = {claim.pk for claim in self.choices.claims}
        found = {}
        for key, given in mapping.items():
            if not str(key).isdecimal() or int(key) not in known:
                raise self._error("unknown")
            amount = given if isinstance(given, int) and not isinstance(given, bool) else None
            amount = parse_rupiah(given) if isinstance(given, str) else amount
            if amount is None or amount < 0:
                raise self._error("amount", where=key, text=given)
            found[int(key)] = amount
        return found

    def _lines(self, value) -> dict[int, int]:
        """Lines `number;amount` or `number;kind;amount`.

        Where a worker has several claims and the line names no kind, the oldest is filled first.
        """
        claims_of: dict[int, list] = {}
        for claim in self.choices.claims:
            claims_of.setdefault(claim.claimant_id, []).append(claim)
        found: dict[int, int] = {}
        seen: set[tuple[int, str]] = set()
        errors = []
        for line, text in enumerate(value["lines"].splitlines(), 1):
            if not text.strip():
                continue
            try:
                found |= self._line(line, text, claims_of, seen)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors[:20])
        return found

    def _line(self, line: int, text: str, claims_of, seen) -> dict[int, int]:
        cells = [cell.strip().strip('"') for cell in re.split(r"[;\t]", text)]
        if len(cells) not in (2, 3):
            raise self._error("shape", line=line)
        number, kind, typed = cells[0], cells[1] if len(cells) == 3 else "", cells[-1]
        person = self.choices.by_number.get(number.upper())
        if person is None:
            raise self._error("number", line=line, part=number)
        amount = parse_rupiah(typed)
        if amount is None:
            raise self._error("amount", where=_("Baris %(line)s") % {"line": line}, text=typed)
        if (person, kind.lower()) in seen:
            raise self._error("twice", line=line, part=number)
        seen.add((person, kind.lower()))
        claims = claims_of.get(person, [])
        if kind:
            claims = [
                claim for claim in claims if kind.lower() in (claim.kind, claim.get_kind_display().lower())
            ]
        if not claims:
            raise self._error("no_claim", line=line, part=number)
        return self._spread(claims, amount)

    def _spread(self, claims, amount: int) -> dict[int, int]:
        found = {}
        for claim in claims[:-1]:
            part = min(amount, self.base(claim))
            if part:
                found[claim.pk] = part
                amount -= part
        if amount or not found:
            found[claims[-1].pk] = amount
        return found

    def _error(self, code: str, **params) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)
