"""The register of regulations and its feed."""

import re
from datetime import date
from urllib.parse import urlsplit

from entitlements.register import jdihn_feed, regulations

KEYS = {
    "idData", "tahun_pengundangan", "tanggal_pengundangan", "jenis", "noPeraturan", "judul", "noPanggil", "singkatanJenis", "tempatTerbit",
    "penerbit", "deskripsiFisik", "isbn", "nomorIndukBuku", "sumber", "subjek", "status", "bahasa", "bidangHukum", "teuBadan", "fileDownload",
    "urlDownload", "urlDetailPeraturan", "operasi", "display",
}  # fmt: skip
"""As the national integration script reads them."""

OFFICIAL = (
    "peraturan.bpk.go.id", "peraturan.go.id", "www.peraturan.go.id", "jdih.kemenkeu.go.id", "jdih.kemnaker.go.id", "www.mkri.id", "s.mkri.id",
)  # fmt: skip
NAMED = re.compile(r"\b(UU|PP|PMK|Permenaker|Permenakertrans|SEMA|MK) ?(\d+(?:/(?:PMK|PUU)[-.\w]*)?/\d{4})")
ARTICLE = r"\d+[A-Z]?(?:-\d+[A-Z]?)?"
PARAGRAPH = re.compile(r" (?:ayat|huruf|angka) (?:\(\d+\)(?:-\(\d+\))?|[a-z]\b|\d+)")
CITED = re.compile(
    rf"\b(?:UU|PP|Permenaker) (\d+/\d{{4}})(?: jo\. PP 6/2025)? (?:Pasal|Arts?\.) ({ARTICLE}(?:(?:, | dan | and ){ARTICLE})*)"
)
"""A regulation and the articles of it that a text names, once the paragraphs are left out: ``PP 36/2021 Pasal 7, 9``."""


def test_every_record_is_a_flat_object_of_strings_in_the_keys_of_the_feed(rulebook):
    feed = jdihn_feed(rulebook)
    assert len(feed) == len(regulations(rulebook)) > 0
    for record in feed:
        assert set(record) == KEYS | {"pasalDigunakan"}
        assert all(isinstance(value, str) and value for value in record.values())
        assert (record["operasi"], record["display"], record["isbn"]) == ("4", "1", "-")


def test_every_regulation_is_named_once_with_title_number_year_and_status(rulebook):
    known = regulations(rulebook)
    assert len({r["id"] for r in known}) == len(known)
    assert all(
        r["title"] and r["number"] and r["year"].isdigit() and r["status"] and r["articles"] for r in known
    )


def test_the_feed_tells_the_articles_used(rulebook):
    (pp36,) = [r for r in jdihn_feed(rulebook) if r["idData"] == "pp-36-2021"]
    assert pp36["pasalDigunakan"] == "7, 9, 17, 19, 23, 36, 49, 52-55, 61-67, 79"


def test_the_main_regulation_has_its_official_page_text_gazette_and_day(rulebook):
    (pp35,) = [r for r in jdihn_feed(rulebook) if r["idData"] == "pp-35-2021"]
    assert pp35["urlDetailPeraturan"] == "https://peraturan.bpk.go.id/Details/161904/pp-no-35-tahun-2021"
    assert (
        pp35["urlDownload"]
        == "https://peraturan.bpk.go.id/Download/154582/PP%20Nomor%2035%20Tahun%202021.pdf"
    )
    assert pp35["fileDownload"] == "PP Nomor 35 Tahun 2021.pdf"
    assert (pp35["tanggal_pengundangan"], pp35["sumber"]) == ("2021-02-02", "LN 2021/45, TLN 6647")


def test_every_address_is_an_official_one_and_says_how_it_is_known(rulebook):
    for one in regulations(rulebook):
        for address in filter(None, (one["link"], one.get("download"))):
            assert urlsplit(address).scheme == "https"
            assert urlsplit(address).netloc in OFFICIAL
            if address.startswith("https://peraturan.bpk.go.id/Details/"):
                assert f"no-{one['number']}-tahun-{one['year']}" in address
        if one["link"]:
            assert one["link_seen"]["how"] in ("cited", "record", "quoted")
            made_of_its_name = one["link"].endswith(
                f"peraturan.go.id/id/{one['short_kind'].lower()}-no-{one['number']}-tahun-{one['year']}"
            )
            assert one["link_seen"]["how"] != "cited" or one["link_seen"]["files"] >= 2 or made_of_its_name
        else:
            assert "link_seen" not in one


def test_every_regulation_of_parliament_and_president_has_an_official_address(rulebook):
    assert [r["id"] for r in regulations(rulebook) if r["short_kind"] in ("UU", "PP") and not r["link"]] == []


def test_a_day_known_from_elsewhere_says_how(rulebook):
    known = {r["id"]: r for r in regulations(rulebook)}
    for one in known.values():
        if "day_seen" in one:
            assert one["promulgated"]
            assert one["day_seen"]["how"] in ("cited", "record")
            assert one["day_seen"]["files"] >= 1
    assert (known["pp-49-2025"]["promulgated"], known["pp-49-2025"]["gazette"]) == (
        "2025-12-17",
        "LN 2025/187",
    )
    assert known["mk-37-2011"]["promulgated"] == "2011-09-19"
    assert "6 September 2011" in known["mk-37-2011"]["day_seen"]["says"]


def test_where_no_address_is_attested_the_feed_leads_to_our_own_page(rulebook):
    feed = {r["idData"]: r for r in jdihn_feed(rulebook, "https://hak.example/jdih/")}
    for one in regulations(rulebook):
        record = feed[one["id"]]
        assert record["urlDetailPeraturan"] == (one["link"] or f"https://hak.example/jdih/#{one['id']}")
    assert feed["sema-3-2015"]["urlDetailPeraturan"] == "https://hak.example/jdih/#sema-3-2015"
    assert feed["sema-3-2015"]["urlDownload"] == "-"
    assert jdihn_feed(rulebook)[0]["urlDetailPeraturan"].startswith("https://peraturan.bpk.go.id/")


def test_a_day_of_promulgation_is_a_day_of_the_year_of_the_regulation(rulebook):
    for one in regulations(rulebook):
        if one["promulgated"]:
            assert str(date.fromisoformat(one["promulgated"]).year) == one["year"]


def test_every_regulation_that_a_rule_cites_stands_in_the_register(rulebook):
    known = {_key(r["number"], r["year"]) for r in regulations(rulebook)}
    cited = set()
    for law in rulebook.rulesets:
        for name in ("components", "grounds", "severance", "pkwt", "late_fine", "thr", "overtime", "process_wages", "jkp", "severance_tax", "court_limit"):  # fmt: skip
            cited |= {found[1] for found in NAMED.findall(str(law.get(name)))}
    assert len(cited) >= 12
    assert {name for name in cited if name not in known} == set()


def test_the_register_names_every_article_that_a_rule_or_its_explanation_cites(rulebook):
    used = {f"{r['number']}/{r['year']}": set(_articles(r["articles"])) for r in regulations(rulebook)}
    texts = [str(law.get(name)) for law in rulebook.rulesets for name in ("components", "grounds", "severance", "pkwt", "late_fine", "thr", "overtime", "process_wages", "jkp", "severance_tax", "court_limit")]  # fmt: skip
    cited = {
        (name, article)
        for text in (*texts, str(rulebook.texts))
        for name, said in CITED.findall(PARAGRAPH.sub("", text))
        for article in _articles(said)
    }
    assert {("36/2021", "66"), ("2/2004", "82"), ("6/2016", "3")} <= cited
    assert {(name, article) for name, article in cited if article not in used.get(name, ())} == set()


def _articles(text: str) -> list[str]:
    """``52-55, 61`` as its articles."""
    found = []
    for part in re.findall(ARTICLE, text):
        first, _, last = part.partition("-")
        found += [first, last or first]
        if last:
            found += [str(n) for n in range(int(re.sub(r"\D", "", first)), int(re.sub(r"\D", "", last)) + 1)]
    return found


def _key(number: str, year: str) -> str:
    return number if "/" in number else f"{number}/{year}"
