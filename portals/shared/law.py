"""A result of the law, made ready for a page: in the reader's language, and gathered from its parts."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.calendar import calendar_of
from cases.rulebook import current_rulebook
from core import clock
from core.dates import written

KINDS = {
    "severance": _("Pemutusan hubungan kerja (PHK)"),
    "pkwt_compensation": _("Kontrak (PKWT)"),
    "unpaid_wage": _("Upah belum dibayar"),
    "late_wage_fine": _("Denda keterlambatan upah"),
    "thr": _("Tunjangan hari raya (THR)"),
    "overtime": _("Lembur"),
    "below_umk": _("Upah di bawah UMK"),
    "process_wages": _("Upah proses"),
    "jkp": _("Jaminan Kehilangan Pekerjaan (JKP), dibayar BPJS Ketenagakerjaan"),
    "severance_tax": _("Pajak yang dipotong (PPh 21)"),
}


def language() -> str:
    return "en" if (get_language() or "").startswith("en") else "id"


def cited(article: str) -> str:
    """A citation as the reader's language writes it: "PP 35/2021 Pasal 40 ayat (2)", "PP 35/2021 Art. 40(2)"."""
    if language() == "id":
        return article
    article = re.sub(r" (ayat|huruf) ", lambda part: "" if part[1] == "huruf" else " ", article)
    article = re.sub(r"(\d[A-Z]?) \(", r"\1(", article)
    return article.replace("Pasal ", "Art. ").replace(" dan ", " and ").replace(" jo. ", " as amended by ")


def in_words(value: Any) -> Any:
    """The same values with every text in the reader's language; a text with a code keeps it as `code`, `text`."""
    if isinstance(value, Mapping):
        if "id" in value and "en" in value:
            text = value[language()]
            return text if len(value) == 2 else {**value, "text": text}
        return {
            key: cited(inner) if key == "article" and isinstance(inner, str) else in_words(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [in_words(inner) for inner in value]
    return value


def as_shown(result: Mapping[str, Any]) -> dict[str, Any]:
    """A result as a page shows it: rows, what they rest on, what stands beside, and by when to act.

    What the parts of an overview say of themselves is gathered; nothing is said twice. `beside` are parts that
    are not in the total, such as tax and the benefit of BPJS.
    """
    told = in_words(result)
    sections = told.get("sections", [])
    parts = [told, *sections]
    return {
        "label": told["label"],
        "total": told["total"],
        "rows": told["rows"],
        "steps": _once(parts, "steps", "name"),
        "alternatives": [part["alternatives"] for part in parts if part["alternatives"]],
        "readings": [
            reading | {"others": list(reading["others"].values())}
            for reading in _once(parts, "readings", "option")
        ],
        "assumptions": _once(parts, "assumptions", "text"),
        "warnings": _once(parts, "warnings", "text"),
        "notes": _once(parts, "notes", "text"),
        "notes_of": {part["kind"]: part["notes"] for part in sections},
        "deadlines": [line | {"day": date.fromisoformat(line["date"])} for line in told["deadlines"]],
        "beside": [
            {"title": KINDS.get(part["kind"], part["kind"]), "rows": part["rows"], "total": part["total"]}
            for part in sections
            if not part["counted"]
        ],
        "ruleset": law_used(told["ruleset"]),
    }


def law_used(ruleset: Mapping[str, Any]) -> dict[str, Any]:
    """The ruleset with its dates as dates, and the notices that hold today, whatever day was reckoned."""
    days = {
        name: date.fromisoformat(ruleset[name]) if ruleset.get(name) else None
        for name in ("effective_from", "effective_to", "last_checked")
    }
    notices = [in_words(notice) for notice in current_rulebook().newest.get("notices") or ()]
    return {**ruleset, **days, "notices": notices}


def _once(parts: list[dict], name: str, key: str) -> list[dict]:
    found: dict[str, dict] = {}
    for part in parts:
        for line in part.get(name, ()):
            found.setdefault(str(line.get(key)), line)
    return list(found.values())


GROUPS = [
    (range(41, 48), _("Perusahaan: digabung, efisiensi, tutup, pailit")),
    (range(48, 51), _("Permintaan pekerja sendiri")),
    (range(51, 55), _("Mangkir, pelanggaran, atau perkara pidana")),
    (range(55, 58), _("Sakit, pensiun, atau meninggal")),
]
"""Articles of PP 35/2021 -> the heading under which their grounds are chosen."""


def grounds() -> list[tuple[Any, list[tuple[str, str]]]]:
    """The grounds of termination, by the number of their article, under a heading for each group."""
    under: dict[Any, list[tuple[str, str]]] = {heading: [] for _articles, heading in GROUPS}
    for ground in current_rulebook().newest.get("grounds").values():
        if ground["number"] != "59":
            article = int(re.split(r"\D", ground["number"])[0])
            heading = next((heading for articles, heading in GROUPS if article in articles), _("Alasan lain"))
            under.setdefault(heading, []).append(
                (ground["number"], f"{ground[language()]} ({cited(ground['article'])})")
            )
    return [(heading, choices) for heading, choices in under.items() if choices]


FEASTS = {
    "Hari Raya Idul Fitri": _("Idulfitri"),
    "Hari Raya Natal": _("Natal"),
    "Hari Suci Nyepi": _("Nyepi"),
    "Hari Raya Waisak": _("Waisak"),
    "Tahun Baru Imlek": _("Imlek"),
}


def feasts() -> list[tuple[str, str]]:
    """The religious holidays of three years, the newest first, as the calendar of the office has them."""
    years = range(clock.today().year - 2, clock.today().year + 2)
    found = sorted(
        ((day, name) for day, name in calendar_of(None).days_off.items() if name in FEASTS and day.year in years),
        reverse=True,
    )  # fmt: skip
    return [(day.isoformat(), f"{FEASTS[name]}, {written(day)}") for day, name in found]
