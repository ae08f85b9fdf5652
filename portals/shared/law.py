"""A result of the law, made ready for a page: in the reader's language, and gathered from its parts."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.calendar import calendar_of
from cases.rulebook import current_rulebook
from core import clock
from core.dates import written
from core.money import rupiah

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

NO_FIGURE = {
    "agreed_with_small_employer": _("belum disepakati"),
    "pkwt_agreed_with_small_employer": _("belum disepakati"),
    "separation_pay": _("jumlahnya belum diketahui"),
}
"""Components whose amount stands in a paper, not in the law: what is said while nobody has told it."""
DUE_FROM_EMPLOYER = {"thr_due", "last_wage_due"}
"""Days by which the employer had to pay; every other day is one that the worker must not miss."""


def language() -> str:
    return "en" if (get_language() or "").startswith("en") else "id"


def cited(article: str) -> str:
    """A citation as the reader's language writes it: "PP 35/2021 Pasal 40 ayat (2)", "PP 35/2021 Art. 40(2)"."""
    if language() == "id":
        return article
    article = re.sub(r" (ayat|huruf) ", lambda part: "" if part[1] == "huruf" else " ", article)
    article = re.sub(r"(\d[A-Z]?) \(", r"\1(", article)
    return article.replace("Pasal ", "Art. ").replace(" dan ", " and ").replace(" jo. ", " as amended by ")


_CITATION = re.compile(r"Pasal \d+[A-Z]?(?: ayat \(\d+\)(?:-\(\d+\))?)?(?: huruf [a-z]\b)?")


def _read(text: str) -> str:
    """A sentence of the law library, with the articles in it cited as the reader's language writes them."""
    return text if language() == "id" else _CITATION.sub(lambda found: cited(found[0]), text)


def in_words(value: Any) -> Any:
    """The same values with every text in the reader's language; a text with a code keeps it as `code`, `text`."""
    if isinstance(value, Mapping):
        if "id" in value and "en" in value:
            text = _read(value[language()])
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
    rows = [as_known(row) for row in told["rows"]]
    deadlines = [line | {"day": date.fromisoformat(line["date"])} for line in told["deadlines"]]
    return {
        "label": told["label"],
        "total": told["total"],
        "sum": in_full(told["total"], [row for row in rows if row["unknown"]]),
        "rows": rows,
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
        "deadlines": [line for line in deadlines if line["code"] not in DUE_FROM_EMPLOYER],
        "due_from_employer": [line for line in deadlines if line["code"] in DUE_FROM_EMPLOYER],
        "beside": [
            {"title": KINDS.get(part["kind"], part["kind"]), "rows": part["rows"], "total": part["total"]}
            for part in sections
            if not part["counted"]
        ],
        "ruleset": law_used(told["ruleset"]),
    }


def as_known(row: dict[str, Any]) -> dict[str, Any]:
    """A row with `in_figures`: its amount, or why there is none yet (`unknown`); then its formula ends in none either."""
    if row["code"] in NO_FIGURE and not row["amount"] and not row.get("override"):
        formula = row["formula"].rpartition(" = ")[0]
        return row | {"unknown": True, "in_figures": NO_FIGURE[row["code"]], "formula": formula}
    return row | {"unknown": False, "in_figures": rupiah(row["amount"])}


def in_full(total: int, without_figure: Sequence[Any]) -> str:
    """A sum in words that do not say "nothing" of what is only not known yet."""
    if not without_figure:
        return rupiah(total)
    if not total:
        return gettext("belum ada angkanya")
    return gettext("%(sum)s, ditambah yang belum ada angkanya") % {"sum": rupiah(total)}


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
