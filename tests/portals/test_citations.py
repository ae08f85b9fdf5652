"""An article is cited as the reader's language writes it."""

import pytest
from django.utils import translation

from portals.shared.law import cited, in_words

CITED = {
    "PP 35/2021 Pasal 40 ayat (2)": "PP 35/2021 Art. 40(2)",
    "PP 36/2021 Pasal 61 ayat (1) huruf b-c": "PP 36/2021 Art. 61(1)b-c",
    "PP 36/2021 Pasal 66 ayat (1)-(3); UU 13/2003 Pasal 157 ayat (1)": "PP 36/2021 Art. 66(1)-(3); UU 13/2003 Art. 157(1)",
    "UU 13/2003 Pasal 88E ayat (2)": "UU 13/2003 Art. 88E(2)",
    "PP 36/2021 Pasal 17 dan 53-55": "PP 36/2021 Art. 17 and 53-55",
    "PP 37/2021 jo. PP 6/2025 Pasal 40": "PP 37/2021 as amended by PP 6/2025 Art. 40",
    "MK 132/PUU-XXIII/2025": "MK 132/PUU-XXIII/2025",
}


@pytest.mark.parametrize("indonesian", CITED)
def test_an_article_is_cited_in_the_readers_language(indonesian):
    with translation.override("id"):
        assert cited(indonesian) == indonesian
    with translation.override("en"):
        assert cited(indonesian) == CITED[indonesian]
        assert in_words({"rows": [{"article": indonesian}]}) == {"rows": [{"article": CITED[indonesian]}]}


def test_an_article_within_a_sentence_is_cited_so_too():
    said = {
        "id": "x",
        "en": "1 (PP 35/2021 Pasal 43 ayat (2)) × 6 months, Pasal 61 ayat (1) huruf c, Act 13/2003 Art. 62",
    }
    with translation.override("en"):
        assert in_words(said) == "1 (PP 35/2021 Art. 43(2)) × 6 months, Art. 61(1)c, Act 13/2003 Art. 62"
    with translation.override("id"):
        assert in_words({"id": "Pasal 43 ayat (2)", "en": ""}) == "Pasal 43 ayat (2)"
