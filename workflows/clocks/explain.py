"""Why that date: every open date explains itself, as data and in words that a worker understands.

The words are made when they are read, in the language of who reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.calendar import OfficeCalendar
from accounts.calendar import in_words as day_off_in_words
from cases.models import Case, CaseEvent
from core import clock
from core.workdays import Skipped, is_working_day
from workflows.clocks.counting import Pause, Walk, walk
from workflows.clocks.history import ClockState
from workflows.clocks.rules import HOLDER_LABELS, RULES, ClockRule, Per, Unit
from workflows.clocks.signals import last_working_day
from workflows.clocks.store import fold

NAMED_HOLIDAYS = 3


def in_words(day: date) -> str:
    """`Senin, 2 November 2026`."""
    return dateformat.format(day, "l, j F Y")


@dataclass(frozen=True)
class Explained:
    """A date and everything it rests on. `due_on` is None while the clock is paused.

    skipped: weekends (empty reason) and holidays that did not count. paused: working days that a pause took out.
    holidays_known_until: after that year's end the list of holidays is not decreed yet, and the date may move;
    holidays_known_from: nor does it hold what was before.
    """

    rule: ClockRule
    subject: str
    holder: str
    started_on: date
    due_on: date | None
    length: int | None
    unit: Unit
    skipped: tuple[Skipped, ...]
    paused: tuple[date, ...]
    pauses: tuple[Pause, ...]
    second_due_on: date | None
    second_since: date | None
    last_working_day: date | None
    holidays_known_until: date | None
    set_by: str = ""
    resting: bool = False
    holidays_known_from: date | None = None

    @property
    def clock(self) -> str:
        return self.rule.name

    @property
    def label(self) -> str:
        return str(self.rule.label)

    @property
    def holder_label(self) -> str:
        return str(HOLDER_LABELS[self.holder])

    @property
    def source(self) -> str:
        return str(self.rule.source)

    @property
    def since(self) -> str:
        return str(self.rule.since_for.get(self.holder, self.rule.since))

    @property
    def says(self) -> str:
        """What is to happen by when."""
        if self.due_on is None:
            return _("%(label)s: waktu berhenti dihitung sampai kelengkapan diterima.") % {
                "label": self.label
            }
        return str(self.rule.says_for.get(self.holder, self.rule.says)) % {"due": in_words(self.due_on)}

    @property
    def passed_over(self) -> list[tuple[date, date, str]]:
        """The days that did not count, first and last of those that follow each other for the same reason."""
        found: list[tuple[date, date, str]] = []
        for skip in self.skipped:
            reason = day_off_in_words(skip.reason)
            if found and found[-1][2] == reason and skip.day - found[-1][1] == timedelta(days=1):
                found[-1] = (found[-1][0], skip.day, reason)
            else:
                found.append((skip.day, skip.day, reason))
        return found

    @property
    def why(self) -> str:
        """How the date was counted, in sentences."""
        parts = [
            self._counted(),
            self._skipped(),
            self._paused(),
            self._set_by(),
            self._second(),
            self._off(),
        ]
        parts += [self._unsure(), _("Dasar: %(source)s.") % {"source": self.source}]
        return " ".join(part for part in parts if part)

    def _counted(self) -> str:
        if self.length is None:
            return _("Tanggal ini disebut dalam kesepakatan atau suratnya.")
        return _("Dihitung %(length)s sejak %(since)s %(start)s.") % {
            "length": length_in_words(self.length, self.unit),
            "since": self.since,
            "start": in_words(self.started_on),
        }

    def _skipped(self) -> str:
        names = list(dict.fromkeys(day_off_in_words(skip.reason) for skip in self.skipped if skip.reason))
        days = len({skip.day for skip in self.skipped if skip.reason})
        if not self.skipped:
            return ""
        if not days:
            return _("Sabtu dan Minggu tidak dihitung.")
        shown = ", ".join(names[:NAMED_HOLIDAYS]) + (", …" if len(names) > NAMED_HOLIDAYS else "")
        return ngettext(
            "Sabtu, Minggu dan %(days)s hari libur (%(names)s) tidak dihitung.",
            "Sabtu, Minggu dan %(days)s hari libur (%(names)s) tidak dihitung.",
            days,
        ) % {"days": days, "names": shown}

    def _paused(self) -> str:
        if not self.paused:
            return ""
        return ngettext(
            "%(days)s hari kerja tidak dihitung karena menunggu kelengkapan.",
            "%(days)s hari kerja tidak dihitung karena menunggu kelengkapan.",
            len(self.paused),
        ) % {"days": len(self.paused)}

    def _set_by(self) -> str:
        if self.set_by == "earliest":
            return _("Surat panggilan memberi waktu lebih lama, sampai tanggal ini.")
        if self.set_by == "latest":
            return _("Instansi penerima sendiri menyebut tanggal ini.")
        return ""

    def _second(self) -> str:
        if not self.second_due_on:
            return ""
        dates = {"second": in_words(self.second_due_on)}
        match self.rule.name:
            case "mediation_total":
                return _("Bila waktu klarifikasi tidak dihitung: %(second)s.") % dates
            case "court_limit":
                return (
                    _(
                        "Bila dihitung sejak risalah (catatan bahwa mediasi gagal): %(second)s. Pegang tanggal yang lebih awal."
                    )
                    % dates
                )
            case "jkp_claim":
                return _("Bila PHK diperselisihkan, dihitung sejak akta atau putusan: %(second)s.") % dates
        return _("Cara hitung lain: %(second)s.") % dates

    def _off(self) -> str:
        if self.due_on is None or self.last_working_day in (None, self.due_on):
            return ""
        return _("Hari itu libur; lakukan paling lambat %(day)s.") % {"day": in_words(self.last_working_day)}

    def _unsure(self) -> str:
        first, known = self.holidays_known_from, self.holidays_known_until
        if self.unit != Unit.WORKING_DAYS or self.due_on is None:
            return ""
        if first and self.started_on.year < first.year:
            return _("Hari libur sebelum tahun %(year)s tidak ada dalam kalender ini.") % {"year": first.year}
        if known is None or self.due_on.year <= known.year:
            return ""
        return _("Hari libur tahun %(year)s belum ditetapkan; tanggal dapat bergeser.") % {
            "year": self.due_on.year
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, words in the language of who reads."""
        return {
            "clock": self.clock,
            "subject": self.subject,
            "label": self.label,
            "kind": self.rule.kind.value,
            "holder": self.holder,
            "holder_label": self.holder_label,
            "started_on": self.started_on,
            "since": self.since,
            "length": self.length,
            "unit": self.unit.value,
            "due_on": self.due_on,
            "second_due_on": self.second_due_on,
            "skipped": [{"day": skip.day, "reason": day_off_in_words(skip.reason)} for skip in self.skipped],
            "paused": list(self.paused),
            "says": self.says,
            "why": self.why,
            "source": self.source,
        }


def length_in_words(length: int, unit: Unit) -> str:
    """`10 hari kerja`."""
    number = {"n": length}
    match unit:
        case Unit.WORKING_DAYS:
            return ngettext("%(n)s hari kerja", "%(n)s hari kerja", length) % number
        case Unit.MONTHS:
            return ngettext("%(n)s bulan", "%(n)s bulan", length) % number
        case Unit.YEARS:
            return ngettext("%(n)s tahun", "%(n)s tahun", length) % number
    return ngettext("%(n)s hari kalender", "%(n)s hari kalender", length) % number


def explain(state: ClockState, calendar: OfficeCalendar) -> Explained:
    """What an open clock says of itself."""
    return _explained(
        state.rule,
        state.walk,
        calendar,
        subject=state.subject,
        holder=state.holder,
        length=state.length,
        unit=state.unit,
        pauses=state.pauses,
        second=(state.second_due_on, state.second_since),
        set_by=state.set_by,
        resting=state.resting,
    )


def deadline_from(rule_name: str, start: date, calendar: OfficeCalendar) -> Explained:
    """The date that a rule gives from a start day, without any case (`rules.PUBLIC` are meant for everybody).

    Raises KeyError for an unknown rule, ValueError for one whose date is written in a fact.
    """
    rule = RULES[rule_name]
    if rule.length is None:
        raise ValueError(rule_name)
    unit = Unit.CALENDAR_DAYS if rule.unit == Unit.MINISTRY_DAYS else rule.unit
    counted = walk(start, rule.length, unit, calendar)
    return _explained(rule, counted, calendar, holder=rule.holder, length=rule.length, unit=unit)


def _explained(
    rule: ClockRule,
    counted: Walk,
    calendar: OfficeCalendar,
    *,
    holder: str,
    length: int | None,
    unit: Unit,
    subject: str = "",
    pauses: tuple[Pause, ...] = (),
    second: tuple[date | None, date | None] = (None, None),
    set_by: str = "",
    resting: bool = False,
) -> Explained:
    due = last = counted.due
    if due is not None and rule.warning and not is_working_day(due, calendar.days_off):
        last = last_working_day(due, calendar, not_before=counted.start)
    return Explained(
        rule=rule,
        subject=subject,
        holder=holder,
        started_on=counted.start,
        due_on=due,
        length=length,
        unit=unit,
        skipped=counted.skipped,
        paused=counted.paused,
        pauses=pauses,
        second_due_on=second[0],
        second_since=second[1],
        last_working_day=last,
        holidays_known_until=calendar.known_until,
        set_by=set_by,
        resting=resting,
        holidays_known_from=calendar.known_from,
    )


def of_case(case: Case) -> list[Explained]:
    """The clocks of a case that run today, earliest first, for its officers."""
    folded = fold(case)
    today = clock.now().astimezone(folded.zone).date()
    return [explain(state, folded.calendar) for state in folded.states if state.started_on <= today]


def of_claimant(case: Case, claimant_id: int, events: Iterable[CaseEvent] | None = None) -> list[Explained]:
    """What one worker is told: the case's clocks and their own; nothing of the other workers or of the office.

    events: all of the case, where they are at hand.
    """
    folded = fold(case, events)
    today = clock.now().astimezone(folded.zone).date()
    return [
        explain(state, folded.calendar)
        for state in folded.states
        if state.started_on <= today
        and state.rule.per != Per.APPROVAL
        and (not state.claimants or claimant_id in state.claimants)
    ]
