"""What the law leaves to an office: lengths of service clocks, and choices.

The table is the source: a value in `Office.settings` counts only where it is named here and fits. Lengths that a law
sets are not here, and nothing here can change them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from workflows.clocks.rules import RULES, Unit


@dataclass(frozen=True)
class Setting:
    """One choice of an office. `choices`: words with their labels; `least` and `most` for whole numbers, `unit`: of what.
    `kinds`: offices that have this choice, all where none is named."""

    key: str
    label: Any
    default: int | str
    choices: tuple[tuple[str, Any], ...] = ()
    least: int = 1
    most: int = 365
    unit: Any = ""
    kinds: tuple[str, ...] = ()

    def fits(self, value: Any) -> bool:
        if self.choices:
            return value in dict(self.choices)
        return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most

    @property
    def reason(self) -> Any:
        """Why a value does not fit."""
        if self.choices:
            return _("Pilih salah satu.")
        return _("Tulis angka dari %(least)s sampai %(most)s.") % {"least": self.least, "most": self.most}

    def in_words(self, value: Any) -> str:
        """`3 hari kerja`; the label of a choice."""
        return str(dict(self.choices)[value]) if self.choices else f"{value} {self.unit}".strip()


YES, NO = "yes", "no"
_DAYS = _("hari kerja")

_CHOICES = (
    Setting(
        "acts_as_labour_office",
        _("Kantor ini bertindak sebagai dinas tenaga kerja: mencatatkan perselisihan dan memediasi"),
        YES,
        choices=((YES, _("Ya")), (NO, _("Tidak, dinas tenaga kerja yang melakukannya"))),
        kinds=(Office.Kind.SATGAS,),
    ),
    Setting(
        "bipartit_counts_from",
        _("30 hari kerja bipartit dihitung sejak"),
        "meeting_or_request",
        choices=(
            ("meeting_or_request", _("Pertemuan pertama; bila tidak ada, permintaan pertama diterima")),
            ("meeting", _("Pertemuan pertama saja")),
        ),
    ),
    Setting("bipartit_unanswered_requests", _("Permintaan bipartit tanpa jawaban sampai dianggap gagal"), 2, least=1, most=5, unit=_("kali")),
    # Permenkumham 23/2022 writes "Hari"; whether working days are meant is not known, and Permenham 10/2025 is unread.
    Setting(
        "ministry_days",
        _("Hari Kementerian dihitung sebagai"),
        "calendar",
        choices=(("calendar", _("Hari kalender")), ("working", _("Hari kerja"))),
    ),
    Setting("many_workers", _("Jumlah pekerja yang menjadi alasan eskalasi “banyak pekerja”"), 10, least=2, most=10_000, unit=_("pekerja")),
    Setting("signal_from_hour", _("Pengingat paling pagi, pukul"), 8, least=6, most=12),
    Setting("signal_until_hour", _("Pengingat paling malam, pukul"), 17, least=13, most=20),
    Setting("late_to_supervisor_days", _("Terlambat sekian lama sampai ke penyelia"), 3, most=30, unit=_DAYS),
    Setting("late_to_head_days", _("Terlambat sekian lama sampai ke kepala"), 5, most=60, unit=_DAYS),
)  # fmt: skip

SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        *_CHOICES,
        *(
            Setting(
                rule.setting,
                rule.label,
                rule.length,
                unit=_("hari") if rule.unit == Unit.MINISTRY_DAYS else _DAYS,
            )
            for rule in RULES.values()
            if rule.setting and rule.length is not None
        ),
    )
}


def effective(own: Mapping[str, Any] | None) -> dict[str, int | str]:
    """Every setting with its value: the office's `own` where it fits, else the default."""
    own = own or {}
    return {
        key: own[key] if key in own and setting.fits(own[key]) else setting.default
        for key, setting in SETTINGS.items()
    }


def of_kind(kind: str) -> list[Setting]:
    """The choices that an office of this kind has."""
    return [setting for setting in SETTINGS.values() if not setting.kinds or kind in setting.kinds]


def acts_as_labour_office(office: Office) -> bool:
    """Whether disputes are registered and mediated here (UU 2/2004 Arts. 4, 8): by the city, the province, or a task
    force that works for the city."""
    if office.kind in (Office.Kind.CITY_LABOUR, Office.Kind.PROVINCIAL_MEDIATORS):
        return True
    return office.kind == Office.Kind.SATGAS and effective(office.settings)["acts_as_labour_office"] == YES
