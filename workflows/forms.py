"""A form for each action, made from the params that it asks for.

The same form reads what a page posts and what a machine sends as JSON (lists, mappings, ISO dates): it only parses.
Whether the action is possible, and whether the params fit, is for `perform` to say.
"""

import dataclasses
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.principals import Kind, Principal
from cases.models import Case
from core import clock
from core.forms import MemorableDateField, RupiahField
from workflows.choices import Choices
from workflows.errors import Invalid
from workflows.many import AmountsField, ClaimantsField, ClaimsField, PaymentsField
from workflows.params import Ask, as_json, asks
from workflows.subjects import find_record
from workflows.table import Action

RADIO_AT_MOST = 7
_HIDDEN_FROM_CLAIMANTS = {"claimants"}


class PackageInput(forms.HiddenInput):
    """Shows what would be handed over now, and carries the digest of just that."""

    template_name = "forms/package.html"
    input_type = ""
    use_fieldset = True

    def get_context(self, name, value, attrs) -> dict:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"draft": self.choices.package, "value": self.choices.package.digest}
        return context


class PackageField(forms.CharField):
    """The digest of the package that was shown. A page that is shown again shows, and carries, the newest."""

    widget = PackageInput

    def __init__(self, *, choices: Choices, **kwargs):
        super().__init__(max_length=64, **kwargs)
        self.widget.choices = choices


class ActionForm(forms.Form):
    """The hidden fields of every action: what was seen, a one-time id, and a note."""

    mark_optional = True
    action: Action

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    intent = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Amounts taken as "all" or as a percentage are those of the workers chosen."""
        given = super().clean()
        people = given.get("claimants")
        for name, field in self.fields.items():
            if people and isinstance(field, AmountsField) and field.follows_people and name in given:
                owner = {claim.pk: claim.claimant_id for claim in field.choices.claims}
                given[name] = {pk: amount for pk, amount in given[name].items() if owner[pk] in people}
        return given

    def take(self, error: Invalid) -> None:
        """Put what `perform` said about the params beside their fields."""
        for name, message in error.errors.items():
            self.add_error(name if name in self.fields else None, message)


def form_class(action: Action, case: Case, *, by: Principal, subject: str = "") -> type[ActionForm]:
    """The form of `action` on `case`, or on its record `subject`, for `by`.

    Bind it with `request.POST`, or with a JSON object. Raises NotFound where there is no such record.
    """
    choices = Choices(case, by, find_record(case, subject) if subject else None)
    made: dict[str, Any] = {
        name: _field(ask, choices)
        for name, ask in asks(action.params).items()
        if not (ask.kind in _HIDDEN_FROM_CLAIMANTS and _speaks_for_one(by))
    }
    for name in getattr(action.check, "past", ()):
        made[name].latest = clock.today
    if (note := _note(action)) is not None:
        made["note"] = note
    form = type(ActionForm)(f"{action.name.title().replace('_', '')}Form", (ActionForm,), made)
    form.action = action
    if action.begins and choices.record is not None:
        for name, value in action.begins(choices.record).items():
            form.base_fields[name].initial = value
    form.base_fields["seen"].initial = case.version
    form.base_fields["intent"].initial = uuid4
    return form


def begun(form: type[ActionForm]) -> dict[str, Any]:
    """What the fields of a form that corrects something hold before anybody types, for whoever sends only some."""
    if not form.action.begins:
        return {}
    params = {name: form.base_fields[name].initial for name in asks(form.action.params)}
    return as_json(form.action.params(**params))


def to_params(form: ActionForm, action: Action) -> Any:
    """The params dataclass of a valid form."""
    given = {name: form.cleaned_data[name] for name in asks(action.params) if name in form.fields}
    for field in dataclasses.fields(action.params):
        if field.name not in given and field.default is dataclasses.MISSING:
            made = field.default_factory is not dataclasses.MISSING
            given[field.name] = field.default_factory() if made else []
    return action.params(**given)


def _speaks_for_one(by: Principal) -> bool:
    return by.kind == Kind.CLAIMANT or bool(by.on_behalf_of)


def _note(action: Action) -> forms.Field | None:
    if not action.needs_reason and any(ask.kind == "long_text" for ask in asks(action.params).values()):
        return None
    return forms.CharField(
        label=_("Alasan") if action.needs_reason else _("Keterangan"),
        help_text=_("Masuk ke riwayat perkara. Pekerja dapat membacanya."),
        required=action.needs_reason,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya.")},
    )


def _field(ask: Ask, choices: Choices) -> forms.Field:
    missing = gettext("Isi “%(label)s”.") % {"label": ask.label}
    says = {"label": ask.label, "help_text": ask.help, "required": ask.required}
    match ask.kind:
        case "text":
            return forms.CharField(**says, max_length=ask.max_length, error_messages={"required": missing})
        case "email":
            return forms.EmailField(
                **says,
                max_length=ask.max_length,
                error_messages={
                    "required": missing,
                    "invalid": _("Tulis alamat surel yang lengkap, misalnya nama@contoh.id."),
                },
            )
        case "long_text":
            return forms.CharField(
                **says,
                max_length=8000,
                widget=forms.Textarea(attrs={"rows": 5}),
                error_messages={"required": missing},
            )
        case "date":
            return MemorableDateField(**says)
        case "rupiah":
            return RupiahField(**says)
        case "number":
            return forms.IntegerField(
                **says,
                min_value=0,
                max_value=100_000,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
                error_messages={
                    "invalid": _("Tulis angka bulat, misalnya 7."),
                    "required": _("Tulis angkanya."),
                },
            )
        case "boolean":
            return forms.BooleanField(**says)
        case "claimants":
            return ClaimantsField(choices=choices, single=ask.single, **says)
        case "claims":
            return ClaimsField(choices=choices, **says)
        case "payments":
            return PaymentsField(choices=choices, **says)
        case "amounts":
            return AmountsField(choices=choices, of=ask.of, **says)
        case "choice":
            return _choice(list(getattr(ask.choices, "choices", ask.choices)), ask, says, str)
        case "party":
            return _choice(choices.parties(), ask, says, int)
        case "evidence":
            return _choice(choices.files(), ask, says, int, empty=_("Tidak ada berkas"))
        case "user":
            return _choice(choices.officers(ask.roles), ask, says, int)
        case "office":
            return _choice(choices.offices(ask.office_kinds), ask, says, int)
        case "package":
            return PackageField(choices=choices, **says)
    raise ValueError(f"Nobody knows how to ask for {ask.kind}")


def _choice(pairs: list, ask: Ask, says: dict, coerce: type, empty: Any = "") -> forms.Field:
    errors = {"required": _("Pilih salah satu."), "invalid_choice": _("Pilih dari daftar.")}
    if ask.many:
        return forms.TypedMultipleChoiceField(
            **says,
            choices=pairs,
            coerce=coerce,
            empty_value=[],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Pilih paling sedikit satu."),
                "invalid_choice": _("Pilih dari daftar."),
                "invalid_list": _("Kirim sebagai daftar."),
            },
        )
    few = len(pairs) <= RADIO_AT_MOST and (ask.required or ask.kind == "choice")
    if not ask.required:
        pairs = [("", empty or _("Tidak dipilih")), *pairs]
    elif not few:
        pairs = [("", _("Pilih")), *pairs]
    return forms.TypedChoiceField(
        **says,
        choices=pairs,
        coerce=coerce,
        empty_value="" if coerce is str else None,
        widget=forms.RadioSelect if few else forms.Select,
        error_messages=errors,
    )
