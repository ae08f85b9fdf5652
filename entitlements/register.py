"""The register of regulations that the rulesets rest on, also in the JDIHN feed format.

The feed is a bare array of flat objects; every value is a string, ``-`` where there is none, ``operasi`` always ``4`` and
``display`` always ``1``. One key is our own, ``pasalDigunakan``: the articles that the rulesets use. Whoever reads the feed
picks the keys it knows, so a further one does no harm.
"""

from urllib.parse import unquote

from entitlements.ruleset import Rulebook

EMPTY = "-"
JDIHN_KEYS = (
    "idData", "tahun_pengundangan", "tanggal_pengundangan", "jenis", "noPeraturan", "judul", "noPanggil", "singkatanJenis",
    "tempatTerbit", "penerbit", "deskripsiFisik", "sumber", "subjek", "isbn", "status", "bahasa", "bidangHukum", "teuBadan",
    "nomorIndukBuku", "fileDownload", "urlDownload", "urlDetailPeraturan", "operasi", "display",
)  # fmt: skip
ARTICLES_USED = "pasalDigunakan"


def regulations(rulebook: Rulebook) -> list[dict]:
    """All regulations: id, kind, number, year, title, status, the articles used, and a link where one is attested."""
    return rulebook.regulations


def jdihn_feed(rulebook: Rulebook, page: str = "") -> list[dict[str, str]]:
    """The register as the national integration script reads it.

    ``page`` is the address of our own page of the register, with an anchor for each id; it stands in for the detail page
    of a regulation whose official address is not attested.
    """
    return [_record(regulation, page) for regulation in rulebook.regulations]


def _record(regulation: dict, page: str) -> dict[str, str]:
    download = regulation.get("download") or ""
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
        "fileDownload": unquote(download.rpartition("/")[2]),
        "urlDownload": download,
        "urlDetailPeraturan": regulation.get("link") or (page and f"{page}#{regulation['id']}"),
        "operasi": "4",
        "display": "1",
        ARTICLES_USED: regulation["articles"],
    }
    return {key: str(known.get(key) or EMPTY) for key in (*JDIHN_KEYS, ARTICLES_USED)}
