"""A day in words, in the language of the reader."""

from datetime import date

from django.utils.translation import get_language

DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
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


def written(value: date, *, short: bool = False) -> str:
    """`Senin, 30 November 2026`; short: `Sen, 30 Nov 2026`."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    day, month = DAYS[language][value.weekday()], MONTHS[language][value.month - 1]
    if short:
        day, month = day[:3], month[:3]
    return f"{day}, {value.day} {month} {value.year}"


def period(first: date | None, last: date | None) -> str:
    """`Juli 2025` for days within one month, else `Jul 2025 – Sep 2025`; empty where nothing is known."""
    known = [day for day in (first, last) if day]
    if not known:
        return ""
    names = MONTHS["en" if (get_language() or "").startswith("en") else "id"]
    if (known[0].year, known[0].month) == (known[-1].year, known[-1].month):
        return f"{names[known[0].month - 1]} {known[0].year}"
    return " – ".join(f"{names[day.month - 1][:3]} {day.year}" for day in known)
