"""Rulesets: what the law says, as data with dates.

A ruleset is a JSON document with ``effective_from``, ``effective_to`` and a value for everything that a calculation
looks up. It may build upon an earlier one (``extends``): its sections are laid over those of the other, so that a
change of law says only what changed. A new law is a further file in a further directory, and no code.

The ruleset in force on a day is the one that took effect last, of those whose dates include the day; a new law therefore
ends an open-ended older one without touching its file. An identifier is given once: the same identifier with other
content is refused, because results that name it must stay true.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from entitlements.money import Exact, exact
from entitlements.words import texts as package_texts

Texts = Mapping[str, Mapping[str, str]]

PACKAGE_DIR = Path(__file__).parent / "rulesets"

REQUIRED = (
    "name", "last_checked", "service", "wage_base", "severance.bands", "long_service_pay.bands", "grounds", "leave.divisors",
    "pkwt.per_months", "pkwt.counts_from", "late_fine.daily_rate", "thr.full_after_months", "thr.fine_rate",
    "overtime.hourly_divisor", "overtime.days", "process_wages.months", "jkp.cash", "jkp.wage_cap", "severance_tax.brackets",
    "court_limit.years", "options", "components", "sources",
)  # fmt: skip
"""Paths without which no result could be computed; looked for when a ruleset is loaded, not when a worker asks."""


MOST_DAYS = 10_000
"""So many days are remembered with what was found for them."""


class RulesetError(ValueError):
    """A ruleset file cannot be used; the message names the file or ruleset and the place in it."""


class NoRulesetInForce(LookupError):
    """No ruleset covers a day."""

    def __init__(self, day: date, earliest: date):
        super().__init__(f"no ruleset in force on {day}; the earliest begins on {earliest}")
        self.day, self.earliest = day, earliest


class Ruleset:
    """One ruleset with everything it builds upon already laid together."""

    def __init__(self, document: Mapping, texts: Texts | None = None):
        self.data = document
        self.texts = package_texts() if texts is None else texts
        try:
            self.id: str = document["id"]
            self.effective_from = date.fromisoformat(document["effective_from"])
            self.effective_to = (
                date.fromisoformat(document["effective_to"]) if document.get("effective_to") else None
            )
        except (KeyError, TypeError, ValueError) as problem:
            raise RulesetError(f"ruleset {document.get('id', '?')}: id or dates missing or wrong ({problem})")
        self.digest = digest_of(document)
        self._numbers: dict[str, Exact] = {}
        self._bands: dict[str, list[tuple[int, Exact]]] = {}
        self._notices: dict[date | None, list[dict]] = {}
        for path in REQUIRED:
            self.get(path)

    def __repr__(self) -> str:
        return f"<Ruleset {self.id}>"

    def covers(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def get(self, path: str):
        """The raw value at a dotted ``path``."""
        value = self.data
        for part in path.split("."):
            try:
                value = value[part]
            except (KeyError, TypeError):
                raise RulesetError(f"ruleset {self.id} lacks {path}")
        return value

    def number(self, path: str) -> Exact:
        """The number at ``path``; decimals are strings in the file, so that nothing is a float."""
        if path not in self._numbers:
            try:
                self._numbers[path] = exact(Fraction(self.get(path)))
            except (TypeError, ValueError):
                raise RulesetError(f"ruleset {self.id}: {path} is not a number")
        return self._numbers[path]

    def band(self, path: str, months: int) -> Exact:
        """The months of wage for ``months`` of service: the last band whose ``from_years`` is completed."""
        if path not in self._bands:
            bands = [(b["from_years"] * 12, exact(Fraction(b["months"]))) for b in self.get(path)]
            if not bands or bands[0][0] != 0 or bands != sorted(bands):
                raise RulesetError(f"ruleset {self.id}: {path} must begin at 0 and ascend")
            self._bands[path] = bands
        return next(value for start, value in reversed(self._bands[path]) if start <= months)

    def notices(self, day: date | None) -> list[dict]:
        """What must be told to whoever asks about ``day`` (None: about no day in particular)."""
        found = self._notices.get(day)
        if found is None:
            told = self.data.get("notices", ())
            found = [n for n in told if day is None or not n.get("from") or n["from"] <= day.isoformat()]
            if len(self._notices) > MOST_DAYS:
                self._notices.clear()
            self._notices[day] = found
        return found

    @cached_property
    def grounds(self) -> dict[str, dict]:
        """Every ground of termination, by its code and by its article."""
        found = {}
        for code, ground in self.get("grounds").items():
            known = {"code": code, "rights_compensation": True, **ground}
            known["up_x"] = exact(Fraction(ground.get("up") or 0))
            known["upmk_x"] = exact(Fraction(ground.get("upmk") or 0))
            for name in (code, ground["number"], *ground.get("aliases", ())):
                found[name] = known
        return found


class Rulebook:
    """All rulesets, minimum wages and the register, and the digest that names exactly this content."""

    def __init__(self, documents: Iterable[Mapping], texts: Texts | None = None):
        self.texts = package_texts() if texts is None else texts
        self._in_force: dict[date, Ruleset] = {}
        by_id: dict[tuple[str, str], Mapping] = {}
        for document in documents:
            key = (document.get("type", "ruleset"), document["id"])
            if by_id.setdefault(key, document) != document:
                raise RulesetError(
                    f"{key[0]} {key[1]} exists already with other content; give the new one its own id"
                )
        self.documents = [by_id[key] for key in sorted(by_id)]
        self.digest = digest_of(self.documents)
        raw = {i: d for (kind, i), d in by_id.items() if kind == "ruleset"}
        self.rulesets = sorted(
            (Ruleset(_laid_together(raw, i), self.texts) for i in raw), key=lambda r: r.effective_from
        )
        if not self.rulesets:
            raise RulesetError("no ruleset found")
        for earlier, later in zip(self.rulesets, self.rulesets[1:], strict=False):
            if earlier.effective_from == later.effective_from:
                raise RulesetError(f"{earlier.id} and {later.id} begin on the same day")
        self.minimum_wages = [w for d in self._of("minimum_wages") for w in d["wages"]]
        self.regulations = [
            {"last_checked": d.get("last_checked"), **r}
            for d in self._of("register")
            for r in d["regulations"]
        ]
        self.link_notes = [d["link_note"] for d in self._of("register") if "link_note" in d]

    def _of(self, kind: str) -> list[Mapping]:
        return [d for d in self.documents if d.get("type") == kind]

    @cached_property
    def content(self) -> dict:
        """Everything that a result under this rulebook is made of, as plain JSON: ``Rulebook(**content)`` is its like."""
        return {"documents": self.documents, "texts": self.texts}

    @cached_property
    def content_digest(self) -> str:
        """Names exactly this content, words included."""
        return digest_of(self.content)

    @property
    def newest(self) -> Ruleset:
        return self.rulesets[-1]

    def on(self, day: date) -> Ruleset:
        """The ruleset in force on ``day``; raises :class:`NoRulesetInForce`."""
        found = self._in_force.get(day)
        if found is not None:
            return found
        for ruleset in reversed(self.rulesets):
            if ruleset.covers(day):
                if len(self._in_force) > MOST_DAYS:
                    self._in_force.clear()
                self._in_force[day] = ruleset
                return ruleset
        raise NoRulesetInForce(day, self.rulesets[0].effective_from)

    def by_id(self, ruleset_id: str) -> Ruleset:
        return next(r for r in self.rulesets if r.id == ruleset_id)


def load_rulebook(dirs: Iterable[Path] = ()) -> Rulebook:
    """Read the package's files and those of ``dirs`` (for instance what RULESETS_DIR names)."""
    packaged = _documents(PACKAGE_DIR)
    own = Rulebook(packaged)
    book = Rulebook(
        [*packaged, *(document for directory in dirs for document in _documents(Path(directory)))]
    )
    known = {ruleset.id for ruleset in own.rulesets}
    for ruleset in book.rulesets:
        if ruleset.id not in known:
            _must_answer_like(own.newest, ruleset)
    return book


def _documents(directory: Path) -> list[dict]:
    if not directory.is_dir():
        raise RulesetError(f"{directory} is not a directory")
    documents = []
    for path in sorted(directory.glob("*.json")):
        try:
            document = json.loads(path.read_text(encoding="utf-8"), parse_float=_no_float)
        except ValueError as problem:
            raise RulesetError(f"{path}: {problem}")
        if not isinstance(document, dict) or "id" not in document:
            raise RulesetError(f"{path}: an object with an id was expected")
        documents.append(document)
    return documents


def _must_answer_like(known: Ruleset, new: Ruleset) -> None:
    """A ruleset that builds upon no other says everything itself: each reading and component that calculators ask for."""
    for section in ("options", "components"):
        if lacking := sorted(set(known.data[section]) - set(new.data[section])):
            raise RulesetError(f"ruleset {new.id} lacks {section}: {', '.join(lacking)}")


def digest_of(content) -> str:
    """SHA-256 over canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _no_float(text: str):
    raise ValueError(f'write {text} as a string ("{text}"): a ruleset holds no floats')


def _laid_together(raw: Mapping[str, Mapping], ruleset_id: str, seen: tuple[str, ...] = ()) -> dict:
    document = raw[ruleset_id]
    base = document.get("extends")
    if base is None:
        return dict(document)
    if base not in raw or base in seen:
        raise RulesetError(f"ruleset {ruleset_id} extends {base}, which is not there or extends it in turn")
    whole = _over(_laid_together(raw, base, (*seen, ruleset_id)), document)
    return {**whole, "effective_to": document.get("effective_to"), "notices": document.get("notices", [])}


def _over(base: Mapping, change: Mapping) -> dict:
    """``change`` laid over ``base``: objects are merged, anything else (lists too) is replaced."""
    both = dict(base)
    for key, value in change.items():
        both[key] = (
            _over(both[key], value) if isinstance(value, dict) and isinstance(both.get(key), dict) else value
        )
    return both
