"""What the law leaves to an office: lengths of service clocks, and choices.

The table is the source: a value in `Office.settings` counts only where it is named here and fits. Lengths that a law
sets are not here, and nothing here can change them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.clocks.rules import RULES


@dataclass(frozen=True)
class Setting:
    """One choice of an office. `choices` for words; `least` and `most` for whole numbers."""

    key: str
    label: Any
    default: int | str
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = 365

    def fits(self, value: Any) -> bool:
        if self.choices:
            return value in self.choices
        return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most


_CHOICES = (
    Setting(
        "bipartit_counts_from",
        _("30 hari kerja bipartit dihitung sejak"),
        "meeting_or_request",
        choices=("meeting_or_request", "meeting"),
    ),
    Setting("bipartit_unanswered_requests", _("Permintaan bipartit tanpa jawaban"), 2, least=1, most=5),
    # Permenkumham 23/2022 writes "Hari"; whether working days are meant is not known, and Permenham 10/2025 is unread.
    Setting("ministry_days", _("Hari Kementerian dihitung sebagai"), "calendar", choices=("calendar", "working")),
    Setting("signal_from_hour", _("Pengingat paling pagi (jam)"), 8, least=6, most=12),
    Setting("signal_until_hour", _("Pengingat paling malam (jam)"), 17, least=13, most=20),
    Setting("late_to_supervisor_days", _("Terlambat berapa hari kerja sampai ke penyelia"), 3, most=30),
    Setting("late_to_head_days", _("Terlambat berapa hari kerja sampai ke kepala"), 5, most=60),
)  # fmt: skip

SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        *_CHOICES,
        *(
            Setting(rule.setting, rule.label, rule.length)
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


def misfits(own: Mapping[str, Any]) -> list[str]:
    """The keys of `own` that are not known or whose value does not fit: they have no effect."""
    return [key for key, value in own.items() if key not in SETTINGS or not SETTINGS[key].fits(value)]
