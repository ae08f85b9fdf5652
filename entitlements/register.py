"""The register of regulations that the rulesets rest on, also in the JDIHN feed format.

The feed is a bare array of flat objects; every value is a string, ``-`` where there is none, ``operasi`` always ``4`` and
``display`` always ``1``.
"""

from entitlements.ruleset import Rulebook

EMPTY = "-"
JDIHN_KEYS = (
    "idData", "tahun_pengundangan", "tanggal_pengundangan", "jenis", "noPeraturan", "judul", "noPanggil", "singkatanJenis",
    "tempatTerbit", "penerbit", "deskripsiFisik", "sumber", "subjek", "isbn", "status", "bahasa", "bidangHukum", "teuBadan",
    "nomorIndukBuku", "fileDownload", "urlDownload", "urlDetailPeraturan", "operasi", "display",
)  # fmt: skip


def regulations(rulebook: Rulebook) -> list[dict]:
    """All regulations: id, kind, number, year, title, status, the articles used, and a link where one is known."""
    return rulebook.regulations


def jdihn_feed(rulebook: Rulebook) -> list[dict[str, str]]:
    """The register as the national integration script reads it."""
    return [_record(regulation) for regulation in rulebook.regulations]


def _record(regulation: dict) -> dict[str, str]:
    known = {
        "idData": regulation["id"],
        "tahun_pengundangan": regulation["year"],
        "tanggal_pengundangan": regulation.get("promulgated"),
        "jenis": regulation["kind"],
        "noPeraturan": regulation["number"],
        "judul": regulation["title"],
        "singkatanJenis": regulation["short_kind"],
        "tempatTerbit": regulation.get("place"),
        "sumber": regulation.get("gazette"),
        "subjek": regulation.get("subject"),
        "status": regulation["status"],
        "bahasa": "Indonesia",
        "bidangHukum": "Hukum Ketenagakerjaan",
        "teuBadan": regulation.get("body"),
        "urlDetailPeraturan": regulation.get("link"),
        "operasi": "4",
        "display": "1",
    }
    return {key: str(known.get(key) or EMPTY) for key in JDIHN_KEYS}
