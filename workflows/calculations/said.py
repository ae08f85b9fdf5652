"""What an officer adds to the facts of the record, and how it is said that there are too few."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock

MISSING = {
    "base_wage": _("upah pokok"),
    "daily_wage": _("upah sehari"),
    "work_start": _("hari pertama bekerja"),
    "work_end": _("hari kerja terakhir atau akhir kontrak"),
    "ground": _("alasan PHK"),
    "holiday": _("hari raya yang dimaksud"),
    "unpaid_wage": _("masa atau jumlah upah yang belum dibayar"),
    "last_wage": _("jumlah upah terakhir"),
    "overtime": _("jam lembur dan banyaknya hari"),
    "claims": _("tuntutan yang dapat dihitung"),
}


ASSUMED = {
    "daily_became_permanent": _(
        "pekerja harian lepas dianggap tetap: begitu bila bekerja 21 hari atau lebih sebulan, tiga bulan berturut-turut (PP 35/2021 Pasal 10)"
    ),
    "partner_is_a_worker": _(
        "mitra atau pekerja lepas dianggap pekerja tetap: begitu bila ada pekerjaan, upah, dan perintah (UU 13/2003 Pasal 1 angka 15)"
    ),
    "contract_unknown": _("jenis perjanjian tidak diketahui, dianggap tetap (PKWTT)"),
    "month_of_daily_wage": _(
        "upah sehari tidak tercatat; upah sebulan yang tercatat dianggap rata-rata dua belas bulan terakhir"
    ),
    "month_of_piece_rate": _(
        "upah sebulan yang tercatat dianggap rata-rata upah borongan dua belas bulan terakhir"
    ),
    "month_of_days": _(
        "upah yang belum dibayar dihitung dari upah sehari: 25 hari sebulan bila bekerja 6 hari seminggu, 21 bila 5 hari (PP 36/2021 Pasal 17)"
    ),
}


@dataclass(frozen=True)
class Said:
    """What an officer adds to the facts of the record. Days as ISO text, as they are stored.

    as_of: the day until which fines and open claims are reckoned. ground: number of the article of PP 35/2021.
    overtime: hours that were worked (day, hours, times), where the record holds none.
    """

    as_of: str
    ground: str = ""
    work_days_per_week: int | None = None
    leave_days: int | None = None
    employer_size: str = ""
    holiday: str = ""
    overtime: Sequence[Mapping[str, Any]] = ()


def said_today(**added: Any) -> Said:
    return Said(as_of=clock.today().isoformat(), **added)


class NotEnough(Exception):
    """Nothing can be computed; `missing` names the facts, as keys of MISSING or as the law's own words."""

    def __init__(self, missing: Iterable[str]):
        self.missing = list(dict.fromkeys(missing))
        super().__init__(", ".join(self.missing))

    @property
    def in_words(self) -> list[str]:
        return missing_in_words(self.missing)


def assumed_in_words(assumed: Iterable[str]) -> list[str]:
    return [str(ASSUMED.get(one, one)) for one in assumed]


def missing_in_words(missing: Iterable[str]) -> list[str]:
    return [str(MISSING.get(one, one)) for one in missing]
