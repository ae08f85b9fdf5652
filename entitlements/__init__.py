"""What the law says is owed, to the rupiah, with its article. Pure Python: no framework, no database, no clock, no floats."""

from entitlements.engine import compute, compute_each
from entitlements.request import RequestError
from entitlements.result import ENGINE_VERSION, Result
from entitlements.ruleset import Rulebook, RulesetError, load_rulebook

__all__ = [
    "ENGINE_VERSION",
    "RequestError",
    "Result",
    "Rulebook",
    "RulesetError",
    "compute",
    "compute_each",
    "load_rulebook",
]
