"""Form fields that Django does not have: money and dates, in the ways people write them."""

import re
from collections.abc import Callable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import dates
from core.money import rupiah

# --- Money -----------------------------------------------------------------------------------------------

_WHOLE = re.compile(r"\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+")
_SCALED = re.compile(r"(\d+)(?:[.,](\d{1,3}))? ?(juta|jt|ribu|rb|million|thousand)", re.I)
_ZEROS = {"juta": 6, "jt": 6, "million": 6, "ribu": 3, "rb": 3, "thousand": 3}


def parse_rupiah(text: str) -> int | None:
    """Whole rupiah from what people write ("Rp 4.500.000,-", "4500000", "4,5 juta"); None if unclear."""
    text = re.sub(r"[\s\u00a0]+", " ", text).strip()
    text = re.sub(r"^(rp|idr)\.? ?", "", text, flags=re.I)
    text = re.sub(r"(,-|,00|\.-)$", "", text).strip()
    if _WHOLE.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    if scaled := _SCALED.fullmatch(text):
        whole, part, unit = scaled.groups(default="")
        return (
            int(whole + part.ljust(_ZEROS[unit.lower()], "0")) if len(part) <= _ZEROS[unit.lower()] else None
        )
    return None


class RupiahInput(forms.TextInput):
    """A text box with Rp before it; shows a number with dots and gives back what was typed."""

    template_name = "forms/rupiah.html"

    def format_value(self, value) -> str | None:
        if isinstance(value, int):
            return rupiah(value).replace("Rp", "")
        return super().format_value(value)


class RupiahField(forms.Field):
    """Whole rupiah as int, in the ways people write an amount; `minimum` and `maximum` in rupiah."""

    widget = RupiahInput
    default_error_messages = {
        "required": _("Tulis jumlahnya dalam rupiah, misalnya 4.500.000"),
        "invalid": _("Tulis jumlah dengan angka saja, tanpa sen, misalnya 4.500.000"),
        "too_small": _("Jumlah paling sedikit %(limit)s"),
        "too_large": _("Jumlah paling banyak %(limit)s. Periksa jumlah nolnya"),
    }

    def __init__(self, *, minimum: int = 0, maximum: int = 10**13, **kwargs):
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**kwargs)

    def to_python(self, value) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        amount = parse_rupiah(str(value))
        if amount is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return amount

    def validate(self, value) -> None:
        super().validate(value)
        for code, wrong, limit in (
            ("too_small", value is not None and value < self.minimum, self.minimum),
            ("too_large", value is not None and value > self.maximum, self.maximum),
        ):
            if wrong:
                raise ValidationError(self.error_messages[code], code=code, params={"limit": rupiah(limit)})

    def has_changed(self, initial, data) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


# --- Dates people remember -------------------------------------------------------------------------------

_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "mei may",
    "jun",
    "jul",
    "agu ags aug",
    "sep",
    "okt oct",
    "nop nov",
    "des dec",
)
MONTH_BY_NAME = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
PARTS = ("day", "month", "year")


class MemorableDateInput(forms.MultiWidget):
    """Day, month, year in three boxes: no calendar to page through on a phone."""

    template_name = "forms/date.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def value_from_datadict(self, data, files, name) -> list:
        """Three boxes of a page, or one ISO text ("2026-09-25") where a machine sends it."""
        if isinstance(whole := data.get(name), str) and whole:
            return [*whole.split("-"), "", ""][2::-1]
        return super().value_from_datadict(data, files, name)


class MemorableDateField(forms.MultiValueField):
    """A date from three boxes. `earliest` and `latest`: a date, or a function that returns one.

    An error's code names the box it is about (day, month, year), and the error summary links to that box.
    """

    widget = MemorableDateInput
    default_error_messages = {
        "required": _("Tulis tanggalnya, misalnya 25 9 2026"),
        "day": _("Tulis hari, dengan angka 1 sampai 31"),
        "month": _("Tulis bulan, misalnya 9 atau September"),
        "year": _("Tulis tahun dengan empat angka, misalnya 2026"),
        "no_such_day": _("Tanggal itu tidak ada di kalender. Periksa hari dan bulannya"),
        "too_early": _("Tanggal tidak boleh sebelum %(limit)s"),
        "too_late": _("Tanggal tidak boleh setelah %(limit)s"),
    }

    def __init__(
        self,
        *,
        earliest: date | Callable[[], date] | None = None,
        latest: date | Callable[[], date] | None = None,
        **kwargs,
    ):
        self.earliest, self.latest = earliest, latest
        parts = tuple(forms.CharField(required=False, max_length=20) for _part in PARTS)
        super().__init__(parts, require_all_fields=False, **kwargs)

    def clean(self, value) -> date | None:
        typed = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(typed):
            if self.required:
                raise self._error("required")
            return None
        day, month, year = typed
        if not re.fullmatch(r"0?[1-9]|[12]\d|3[01]", day):
            raise self._error("day")
        number = int(month) if month.isdecimal() else MONTH_BY_NAME.get(month[:3].lower(), 0)
        if not 1 <= number <= 12:
            raise self._error("month")
        if not re.fullmatch(r"(19|20)\d\d", year):
            raise self._error("year")
        try:
            found = date(int(year), number, int(day))
        except ValueError:
            raise self._error("no_such_day")
        self._hold_to_limits(found)
        self.run_validators(found)
        return found

    def _hold_to_limits(self, found: date) -> None:
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest and found < earliest:
            raise self._error("too_early", earliest)
        if latest and found > latest:
            raise self._error("too_late", latest)

    def _error(self, code: str, limit: date | None = None) -> ValidationError:
        params = {"limit": dates.written(limit)} if limit else None
        return ValidationError(self.error_messages[code], code=code, params=params)

    def compress(self, data_list):  # required by MultiValueField; clean() does the work
        raise NotImplementedError
