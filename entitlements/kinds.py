"""The kinds of request, each with its typed facts and its calculator."""

from collections.abc import Callable
from typing import Any, NamedTuple

from entitlements.below_umk import BelowUmk, below_umk
from entitlements.detention import DetentionAid, detention_aid
from entitlements.jkp import Jkp, jkp
from entitlements.late_fine import LateWageFine, late_wage_fine
from entitlements.limits import CourtLimit, court_limit
from entitlements.minimum_wages import MinimumWage, minimum_wage
from entitlements.overtime import Overtime, overtime
from entitlements.pension import PensionOffset, pension_offset
from entitlements.pkwt import PkwtCompensation, pkwt_compensation
from entitlements.process_wages import ProcessWages, process_wages
from entitlements.request import Asked
from entitlements.result import Sheet
from entitlements.severance import Severance, severance
from entitlements.tax import SeveranceTax, severance_tax
from entitlements.thr import Thr, thr
from entitlements.unpaid_wage import UnpaidWage, unpaid_wage


class Kind(NamedTuple):
    """The class of a request's facts and its calculator."""

    facts: type[Asked]
    calculate: Callable[[Any, Sheet], None]


KINDS: dict[str, Kind] = {
    "severance": Kind(Severance, severance),
    "pension_offset": Kind(PensionOffset, pension_offset),
    "pkwt_compensation": Kind(PkwtCompensation, pkwt_compensation),
    "unpaid_wage": Kind(UnpaidWage, unpaid_wage),
    "late_wage_fine": Kind(LateWageFine, late_wage_fine),
    "thr": Kind(Thr, thr),
    "overtime": Kind(Overtime, overtime),
    "below_umk": Kind(BelowUmk, below_umk),
    "minimum_wage": Kind(MinimumWage, minimum_wage),
    "process_wages": Kind(ProcessWages, process_wages),
    "jkp": Kind(Jkp, jkp),
    "severance_tax": Kind(SeveranceTax, severance_tax),
    "detention_aid": Kind(DetentionAid, detention_aid),
    "court_limit": Kind(CourtLimit, court_limit),
}
