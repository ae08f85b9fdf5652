"""What was typed so far, what a step of the walk is, and the questions that recur."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict

from cases.vocabulary import ClaimKind, ContractKind, PayKind
from core import clock
from portals.shared.forms import DaysField, HoursField, RupiahField
from portals.shared.templatetags.hak import rupiah, tanggal_panjang

ASKED_UNTIL_NOW_IN = {"upah": "pekerjaan"}
"""Steps whose questions stood in another: what was typed there in a draft is found."""
BY_PHK = {ClaimKind.SEVERANCE, ClaimKind.PKWT_DAMAGES}
today = clock.today


def long_ago() -> date:
    return date(1960, 1, 1)


class Answers:
    """What was typed so far: step -> field -> values, and the few things that other steps depend on."""

    def __init__(self, typed: Mapping[str, Mapping[str, list[str]]]):
        self.typed = typed

    def of(self, step: str) -> MultiValueDict:
        typed = self.typed.get(step) or self.typed.get(ASKED_UNTIL_NOW_IN.get(step, ""), {})
        return MultiValueDict({name: list(values) for name, values in typed.items()})

    @property
    def for_another(self) -> bool:
        return self.of("mulai").get("who") == "other"

    @property
    def kinds(self) -> list[str]:
        return [kind for kind in self.of("masalah").getlist("kinds") if kind in ClaimKind.values]

    @property
    def was_dismissed(self) -> bool:
        return bool(BY_PHK & set(self.kinds))

    @property
    def pay(self) -> str:
        """How the wage is reckoned: as was said, else as the contract lets one think; empty while nothing does."""
        job = self.of("pekerjaan")
        by_contract = {str(ContractKind.DAILY): PayKind.DAILY, str(ContractKind.PIECE): PayKind.PIECE_RATE}
        return str(job.get("pay_kind") or by_contract.get(job.get("contract_kind", ""), ""))

    @property
    def has_fixed_term(self) -> bool:
        return self.of("pekerjaan").get("contract_kind") == ContractKind.PKWT


class StepForm(forms.Form):
    """A form of the walk. `label_size` and `heading` as in portals.shared.forms."""

    mark_optional = True
    heading = ""

    def __init__(self, *args, answers: Answers, **kwargs):
        self.answers = answers
        super().__init__(*args, **kwargs)
        self.fit()

    def fit(self) -> None:
        """Leave out or reword what does not concern this person."""

    def clean(self) -> dict[str, Any]:
        return super().clean() or {}

    def choices(self, name: str) -> forms.ChoiceField:
        """The field of that name, which is one to choose from."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def as_typed(self) -> dict[str, list[str]]:
        """What a person typed into the fields of this form, to be kept as it is."""
        names = [self.add_prefix(name) for name in self.fields]
        typed = cast("MultiValueDict[str, str]", self.data)
        return {
            key: typed.getlist(key)
            for key in typed
            if key in names or any(key.startswith(f"{name}_") for name in names)
        }

    def rows(self) -> list[tuple[str, str]]:
        """(what was asked, what was answered) in words; only for a valid form."""
        return [
            (str(field.label), text)
            for field in self
            if (text := self.said(field, self.cleaned_data.get(field.name)))
        ]

    def said(self, field: forms.BoundField, value: Any) -> str:
        if value in (None, "", [], False):
            return ""
        if isinstance(field.field, RupiahField):
            return rupiah(value)
        if isinstance(value, date):
            return tanggal_panjang(value)
        if isinstance(field.field, forms.ChoiceField):
            labels = _flat(field.field.choices)
            chosen = value if isinstance(value, list) else [value]
            return "; ".join(labels.get(str(one), str(one)) for one in chosen)
        return str(value)


def _flat(choices) -> dict[str, str]:
    labels: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            labels |= {str(code): f"{name}, {value}" for code, name in label}
        else:
            labels[str(value)] = str(label)
    return labels


def hours(label: Any, help_text: Any = "") -> HoursField:
    return HoursField(label=label, help_text=help_text)


def how_many_days(label: Any, help_text: Any = "") -> DaysField:
    return DaysField(label=label, help_text=help_text)


def always(answers: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One page of the walk. `chapter` is what the person counts; `why` says what the answer is for.

    `of_another`: the title for whoever files for somebody else, where it is another.
    """

    slug: str
    chapter: int
    title: Any
    form: type[StepForm]
    why: Any
    applies: Callable[[Answers], bool] = always
    of_another: Any = ""

    @property
    def may_wait(self) -> bool:
        """Whether somebody in a hurry passes it, where it asks for nothing required: not who they are, nor their safety."""
        return 1 < self.chapter < 6

    def titled(self, answers: Answers) -> Any:
        """The title as this person reads it."""
        return self.of_another if self.of_another and answers.for_another else self.title

    def bind(self, answers: Answers) -> StepForm:
        """The form with what was kept, to be checked."""
        return self.form(answers.of(self.slug), answers=answers)

    def again(self, answers: Answers) -> StepForm:
        """The form with what was kept, to be gone on with; nothing is checked yet."""
        kept = answers.of(self.slug)
        form = self.form(answers=answers)
        if kept:
            form.initial = {
                name: field.widget.value_from_datadict(kept, MultiValueDict(), name)
                for name, field in form.fields.items()
            }
        return form
