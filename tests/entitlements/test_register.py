"""The register of regulations and its feed."""

from entitlements.register import jdihn_feed, regulations

KEYS = {
    "idData", "tahun_pengundangan", "tanggal_pengundangan", "jenis", "noPeraturan", "judul", "noPanggil", "singkatanJenis", "tempatTerbit",
    "penerbit", "deskripsiFisik", "isbn", "nomorIndukBuku", "sumber", "subjek", "status", "bahasa", "bidangHukum", "teuBadan", "fileDownload",
    "urlDownload", "urlDetailPeraturan", "operasi", "display",
}  # fmt: skip
"""As the national integration script reads them."""


def test_every_record_is_a_flat_object_of_strings_in_the_keys_of_the_feed(rulebook):
    feed = jdihn_feed(rulebook)
    assert len(feed) == len(regulations(rulebook)) > 0
    for record in feed:
        assert set(record) == KEYS
        assert all(isinstance(value, str) and value for value in record.values())
        assert (record["operasi"], record["display"], record["isbn"]) == ("4", "1", "-")


def test_every_regulation_is_named_once_with_title_number_year_and_status(rulebook):
    known = regulations(rulebook)
    assert len({r["id"] for r in known}) == len(known)
    assert all(
        r["title"] and r["number"] and r["year"].isdigit() and r["status"] and r["articles"] for r in known
    )


def test_the_main_regulation_has_its_official_link(rulebook):
    (pp35,) = [r for r in jdihn_feed(rulebook) if r["idData"] == "pp-35-2021"]
    assert pp35["urlDetailPeraturan"] == "https://peraturan.go.id/id/pp-no-35-tahun-2021"
    assert pp35["tanggal_pengundangan"] == "2021-02-02"
