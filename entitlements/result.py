"""What a calculation answers: rows with article, formula and amount; nothing is a bare number.

``rows`` add up to ``total``. ``steps`` are figures on the way (wage base, hourly wage) and are never added.
``alternatives`` are other readings of the law, side by side; the one marked ``counted`` is the one in the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from entitlements.money import Exact, exact, rupiah, whole_rupiah
from entitlements.ruleset import Rulebook, Ruleset
from entitlements.words import LANGUAGES, Sentence, filled

ENGINE_VERSION = "2"
LABEL = {"id": "Hak minimum", "en": "Minimum entitlement"}


@dataclass(slots=True)
class Row:
    """One component: what, by which article, how reckoned, how much (whole rupiah), and what was assumed."""

    code: str
    component: Mapping
    unrounded: Exact
    values: dict
    assumptions: list[Sentence]
    ruleset: Ruleset
    readings: Mapping[str, str]
    amount: int = field(init=False)

    def __post_init__(self):
        unrounded = self.unrounded
        self.amount = unrounded if type(unrounded) is int else whole_rupiah(unrounded)

    def formula(self) -> dict[str, str]:
        """How the amount came about, with the numbers filled in, ending in ``= amount``."""
        end = f" = {rupiah(self.amount)}"
        if "rp_set_off" in self.values:
            end = f" − {rupiah(self.values['rp_set_off'])} (PP 35/2021 Pasal 58){end}"
        return {lang: text + end for lang, text in filled(self.component["formula"], self.values).items()}

    def _rests_on(self) -> list[dict]:
        """The readings of ambiguous rules that this component rests on, as question and answer."""
        found = []
        for name in self.component.get("rests_on", ()):
            if name in self.readings:
                option = self.ruleset.data["options"][name]
                asked, chosen = option["question"], option["readings"][self.readings[name]]
                found.append({"code": name, **{lang: f"{asked[lang]} {chosen[lang]}" for lang in LANGUAGES}})
        return found

    def as_dict(self) -> dict:
        component = self.component
        row = {
            "code": self.code,
            "name": filled(component["name"], self.values),
            "article": str(self.values.get("article") or component["article"]),
            "formula": self.formula(),
            "amount": self.amount,
            "claim_kind": component.get("claim"),
            "owed_by": component.get("owed_by", "employer"),
            "assumptions": [*(a.as_dict(self.ruleset.texts) for a in self.assumptions), *self._rests_on()],
        }
        if not isinstance(self.unrounded, int):
            row["exact"] = str(self.unrounded)
        return row


@dataclass(slots=True)
class Deadline:
    """A day by which something must happen, with its article."""

    code: str
    day: date
    component: Mapping
    values: dict

    def as_dict(self) -> dict:
        return {
            "code": self.code,
            "name": filled(self.component["name"], self.values),
            "article": self.component["article"],
            "explanation": filled(self.component["formula"], {**self.values, "day": self.day}),
            "date": self.day.isoformat(),
        }


@dataclass(slots=True)
class Alternative:
    """One reading of an ambiguous rule, with its own rows and total."""

    code: str
    name: Mapping[str, str]
    rows: list[Row]
    counted: bool

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    def as_dict(self) -> dict:
        return {
            "code": self.code,
            "name": dict(self.name),
            "counted": self.counted,
            "rows": [row.as_dict() for row in self.rows],
            "total": self.total,
        }


@dataclass(slots=True)
class Result:
    """The answer to one request. ``sections`` are the results that an overview of one worker is made of."""

    kind: str
    ruleset: Ruleset
    rulebook_digest: str
    rows: list[Row]
    steps: list[Row]
    alternatives: list[Alternative]
    deadlines: list[Deadline]
    assumptions: list[Sentence]
    warnings: list[Sentence]
    notes: list[Sentence]
    notices: list[dict]
    readings: dict[str, str]
    sections: list[tuple["Result", bool]]
    ref: str | None = None

    @property
    def total(self) -> int:
        """Whole rupiah: the sum of the rows."""
        return sum(row.amount for row in self.rows)

    def amount(self, code: str) -> int:
        """The sum of the rows and steps with this code, in whole rupiah."""
        return sum(row.amount for row in (*self.rows, *self.steps) if row.code == code)

    def as_dict(self) -> dict:
        """The result as plain JSON values, always in the same order."""
        answer = {
            "kind": self.kind,
            "label": LABEL,
            "ruleset": self._ruleset(),
            "rulebook_digest": self.rulebook_digest,
            "engine_version": ENGINE_VERSION,
            "rows": [row.as_dict() for row in self.rows],
            "deadlines": [d.as_dict() for d in self.deadlines],
            **self._explained(),
        }
        if self.sections:
            answer["sections"] = [part.as_section(self.ruleset, counted) for part, counted in self.sections]
        if self.ref is not None:
            answer["ref"] = self.ref
        return answer

    def as_section(self, shown: Ruleset, counted: bool) -> dict:
        """A part of an overview: if it is ``counted`` its rows stand in the overview; the same ruleset is not told twice."""
        section = {"kind": self.kind, "counted": counted, **self._explained()}
        if self.ruleset is shown:
            section["warnings"] = section["warnings"][len(self.notices) :]
        if not counted:
            section["rows"] = [row.as_dict() for row in self.rows]
        if self.ruleset is not shown:
            section["ruleset"] = self._ruleset()
        return section

    def _explained(self) -> dict:
        told = self.ruleset.texts
        return {
            "total": self.total,
            "readings": [_reading(self.ruleset, name, chosen) for name, chosen in self.readings.items()],
            "steps": [row.as_dict() for row in self.steps],
            "alternatives": [a.as_dict() for a in self.alternatives],
            "assumptions": [s.as_dict(told) for s in self.assumptions],
            "warnings": [*self.notices, *(s.as_dict(told) for s in self.warnings)],
            "notes": [s.as_dict(told) for s in self.notes],
        }

    def _ruleset(self) -> dict:
        law = self.ruleset
        return {
            "id": law.id,
            "name": law.get("name"),
            "effective_from": law.effective_from.isoformat(),
            "effective_to": law.effective_to.isoformat() if law.effective_to else None,
            "last_checked": law.get("last_checked"),
            "digest": law.digest,
        }


def _reading(ruleset: Ruleset, name: str, chosen: str) -> dict:
    option = ruleset.get("options")[name]
    return {
        "option": name,
        "chosen": chosen,
        "default": option["default"],
        "article": option["article"],
        "question": option["question"],
        "meaning": option["readings"][chosen],
        "others": {key: words for key, words in option["readings"].items() if key != chosen},
    }


class Sheet:
    """The working sheet of one calculation: calculators write rows on it and ask it for readings."""

    def __init__(self, kind: str, ruleset: Ruleset, rulebook: Rulebook, chosen: Mapping[str, str]):
        self.ruleset, self.rulebook, self._chosen = ruleset, rulebook, chosen
        self._components = ruleset.data["components"]
        self.result = Result(
            kind, ruleset, rulebook.digest, [], [], [], [], [], [], [], [], {}, []
        )  # fmt: skip

    def aside(self) -> "Sheet":
        """A sheet for an alternative: the same law and readings, its steps and notes thrown away."""
        sheet = Sheet(self.result.kind, self.ruleset, self.rulebook, self._chosen)
        sheet.result.readings = self.result.readings
        return sheet

    def reading(self, option: str) -> str:
        """The chosen or default reading of an ambiguous place; the result will say that it was used."""
        readings = self.result.readings
        if option not in readings:
            readings[option] = self._chosen.get(option) or self.ruleset.data["options"][option]["default"]
        return readings[option]

    def made(self, code: str, amount: Exact, *, assumes: list[Sentence] | None = None, **values) -> Row:
        """A row that is on no list yet (for an alternative)."""
        return self._made(code, amount, values, assumes or [])

    def row(self, code: str, amount: Exact, *, assumes: list[Sentence] | None = None, **values) -> Row:
        self.result.rows.append(row := self._made(code, amount, values, assumes or []))
        return row

    def step(self, code: str, amount: Exact, **values) -> Row:
        self.result.steps.append(row := self._made(code, amount, values, []))
        return row

    def _made(self, code: str, amount: Exact, values: dict, assumes: list[Sentence]) -> Row:
        unrounded = amount if type(amount) is int else exact(amount)
        return Row(
            code, self._components[code], unrounded, values, assumes, self.ruleset, self.result.readings
        )

    def alternative(
        self, code: str, name: Mapping[str, str], rows: list[Row], *, counted: bool = False
    ) -> None:
        self.result.alternatives.append(Alternative(code, name, rows, counted))

    def deadline(self, code: str, on: date, **values) -> None:
        self.result.deadlines.append(Deadline(code, on, self._components[code], values))

    def assume(self, code: str, **values) -> Sentence:
        return _said_once(self.result.assumptions, Sentence(code, values))

    def warn(self, code: str, **values) -> None:
        _said_once(self.result.warnings, Sentence(code, values))

    def note(self, code: str, **values) -> None:
        _said_once(self.result.notes, Sentence(code, values))


def _said_once(sentences: list[Sentence], sentence: Sentence) -> Sentence:
    if sentence not in sentences:
        sentences.append(sentence)
    return sentence
