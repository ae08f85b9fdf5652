"""The published worked examples, each put as the request that a person would make of the public interface."""

import json
from pathlib import Path

EXAMPLES = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))
DAYS = {
    "weekday": "workday",
    "rest/holiday": "rest_day",
    "national holiday": "rest_day",
    "holiday on shortest workday": "holiday_on_shortest_workday",
}
GROUNDS = {"pensiun": "56", "efisiensi karena rugi": "43(1)", "efisiensi rugi": "43(1)", "efisiensi (x1)": "43(2)", "meninggal": "57", "pelanggaran": "52(1)", "ditahan, tidak merugikan": "54(2)", "efisiensi untuk mencegah": "43(2)"}  # fmt: skip


def request_for(example: dict) -> dict:
    """The request; kinds that ask for a rule or a claim are put with the facts that the rule is about."""
    return _MAKERS[example["kind"]](example["inputs"])


def _service(inputs: dict) -> dict:
    if "start" in inputs:
        return {"start": inputs["start"], "end": inputs["end"]}
    return {unit: inputs[unit] for unit in ("years", "months", "days") if unit in inputs} or {"years": 1}


def _wage(inputs: dict) -> int | dict:
    if "wage" in inputs:
        return inputs["wage"]
    if "daily" in inputs:
        return {"type": "daily", "daily": inputs["daily"]}
    parts = {
        "base": "upah_pokok",
        "fixed_allowances": "tunjangan_tetap",
        "non_fixed_allowances": "tunjangan_tidak_tetap",
    }
    return {field: inputs[name] for field, name in parts.items() if name in inputs}


def _severance(inputs: dict) -> dict:
    ground = next(
        (code for words, code in GROUNDS.items() if inputs.get("ground", "").startswith(words)), "43(2)"
    )
    request = {"kind": "severance", "ground": ground, "wage": _wage(inputs), "service": _service(inputs)}
    if leave := inputs.get("leave_days", inputs.get("unused_leave_days")):
        request["leave_days"] = leave
    if "workdays_per_week" in inputs:
        request["work_days_per_week"] = inputs["workdays_per_week"]
    if "travel_home" in inputs:
        request["travel_home"] = inputs["travel_home"]
    if lump := inputs.get("other", inputs.get("uph_leave_lump")):
        request["other_rights"] = [{"name": "lain-lain", "amount": lump}]
    return request


def _pkwt(inputs: dict) -> dict:
    return {"kind": "pkwt_compensation", "wage": _wage(inputs), "service": _service(inputs)}


def _thr(inputs: dict) -> dict:
    return {"kind": "thr", "wage": _wage(inputs), "service": _service(inputs)}


def _thr_daily(inputs: dict) -> dict:
    months = inputs["months"]
    if "daily" in inputs:
        return _thr(inputs) | {"work_days_per_week": inputs["days_a_week"]}
    wages = inputs.get("monthly_wages")
    if wages is None:
        each, rest = divmod(inputs["total_wages_13_months"], months)
        wages = [each] * (months - 1) + [each + rest]
    return {"kind": "thr", "monthly_wages": wages, "service": {"months": months}}


def _overtime(inputs: dict) -> dict:
    evenings = inputs["hours"] if isinstance(inputs["hours"], list) else [inputs["hours"]]
    entries = [
        {"day": DAYS[inputs["day"]], "hours": hours, "times": inputs.get("times", 1)} for hours in evenings
    ]
    request = {"kind": "overtime", "wage": _wage(inputs), "entries": entries}
    if "scheme" in inputs:
        request["work_days_per_week"] = int(inputs["scheme"].removesuffix("-day"))
    return request


def _minimum_wage(inputs: dict) -> dict:
    previous = inputs.get("umk_2024") or str(inputs["ump_2025"])
    rest = {name: value for name, value in inputs.items() if name not in ("umk_2024", "ump_2025")}
    return {"kind": "minimum_wage", "previous": previous, **rest}


_MAKERS = {
    "jkp": lambda i: {"kind": "jkp", **i},
    "overtime": _overtime,
    "pkwt": _pkwt,
    "pkwt_terms": lambda i: {
        "kind": "pkwt_compensation",
        "wage": i["wage"],
        "periods": [{"months": months} for months in i["terms_in_months"]],
    },
    "pkwt_damages": lambda i: {
        **_pkwt(i),
        "service": {"months": i["months"]},
        "ended_by": i["ended_by"],
        "months_left": i["months_left"],
    },
    "process_wages": lambda i: {"kind": "process_wages", **i},
    "rule": lambda i: {
        "kind": "pkwt_compensation",
        "wage": 6_000_000,
        "service": {"months": 6},
        "ended_by": "worker",
    },
    "pension_offset": lambda i: {
        "kind": "pension_offset",
        "due": i["pesangon_due"],
        "benefit": i["pension_benefit"],
        "employer_share": i["employer_contribution_share"],
    },
    "pesangon": _severance,
    "upmk": _severance,
    "uph_leave": _severance,
    "pesangon_total": _severance,
    "uph_total": _severance,
    "pesangon_claim": lambda i: _severance(
        {"ground": "efisiensi (x1)", "years": 2, "months": 1, "wage": i["wage"]}
    ),
    "uph_claim": lambda i: _severance(
        {"ground": "efisiensi (x1)", "years": 2, "months": 1, "wage": i["wage"]}
    ),
    "multiplier": lambda i: _severance({**i, "wage": 1_000_000, "years": 0}),
    "pph21_final_pesangon": lambda i: {"kind": "severance_tax", "gross": i["gross"]},
    "thr": _thr,
    "thr_daily": _thr_daily,
    "minimum_wage": _minimum_wage,
}


def figures(example: dict, result) -> dict[str, int]:
    """The figures of a result under the names that the examples use."""
    amount = result.amount
    rights = amount("leave_compensation") + amount("travel_home") + amount("agreed_right")
    named = {
        "up": amount("severance"),
        "upmk": amount("long_service_pay"),
        "uph": rights,
        "total": result.total,
        "employer_financed": amount("pension_from_employer"),
        "employee_financed": amount("pension_from_worker"),
        "shortfall_payable": result.total,
        "damages": amount("pkwt_early_end_damages") + amount("pkwt_damages_by_worker"),
    } | {f"term_{place}": row.amount for place, row in enumerate(result.rows, 1)}
    alone = {
        "pesangon": "up",
        "pesangon_claim": "up",
        "upmk": "upmk",
        "uph_leave": "uph",
        "uph_total": "uph",
        "uph_claim": "uph",
        "pkwt_damages": "damages",
    }
    return (
        named
        if isinstance(example["published_result"], dict)
        else {"": named[alone.get(example["kind"], "total")]}
    )
