"""Days that a worker must not miss: the one-year limit for a lawsuit against a termination."""

from dataclasses import dataclass
from datetime import date

from entitlements.request import Asked, Invalid, asked, calendar_day
from entitlements.result import Sheet
from entitlements.service import months_later


@dataclass(frozen=True, kw_only=True)
class CourtLimit(Asked):
    """When mediation or conciliation failed; under the older rule, when the employer gave notice."""

    mediation_failed_on: date | None = asked(calendar_day, "Tanggal mediasi/konsiliasi tidak mencapai kesepakatan", "Day mediation or conciliation failed", default=None)  # fmt: skip
    notice_on: date | None = asked(calendar_day, "Tanggal pemberitahuan PHK diterima", "Day the notice of termination was received", default=None)  # fmt: skip

    def __post_init__(self):
        if self.mediation_failed_on is None and self.notice_on is None:
            raise Invalid("required", "mediation_failed_on")

    def ruled_on(self) -> date | None:
        return self.mediation_failed_on or self.as_of or self.notice_on


def court_limit(asked_for: CourtLimit, sheet: Sheet) -> None:
    years = int(sheet.ruleset.number("court_limit.years"))
    if sheet.ruleset.get("court_limit.counted_from") == "failed_mediation":
        if asked_for.mediation_failed_on is None:
            sheet.note("court_limit_not_running")
            return
        start = asked_for.mediation_failed_on
    elif asked_for.notice_on is None:
        sheet.note("court_limit_from_notice")
        return
    else:
        start = asked_for.notice_on
    sheet.deadline("court_limit", months_later(start, 12 * years), start=start, years=years)
    sheet.note("wage_claims_do_not_lapse")
