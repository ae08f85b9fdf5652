"""How every form is rendered, and the fields that Django does not have.

A plain form printed with `{{ form }}` comes out in the markup of the design system. A form may set
`label_size` ("s", "m", "l"), `heading` (the name of the one field whose label is the page's h1), and
`mark_optional = True` (adds "boleh dilewati" to the labels of optional fields).
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from core.forms import MemorableDateField, MemorableDateInput, RupiahField, RupiahInput, parse_rupiah

__all__ = [
    "DaysField",
    "FilesField",
    "FilesInput",
    "Hinted",
    "HoursField",
    "MemorableDateField",
    "MemorableDateInput",
    "Renderer",
    "RupiahField",
    "RupiahInput",
    "parse_rupiah",
]


class Renderer(TemplatesSetting):
    """Forms from templates/forms/ and templates/django/forms/widgets/, in the markup of the design system."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Hinted:
    """A choice's label with a hint under it: `("upah", Hinted(_("Upah"), _("Termasuk lembur dan THR")))`."""

    def __init__(self, label, hint):
        self.label, self.hint = label, hint

    def __str__(self) -> str:
        return force_str(self.label)


# --- Time ------------------------------------------------------------------------------------------------


class HoursField(forms.DecimalField):
    """Hours of one day, with a comma or a point, whatever language the page is in; may be left empty."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"})

    def __init__(self, **kwargs):
        wrong = dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places"),
            _("Tulis jam sehari, misalnya 2 atau 2,5"),
        )
        given: dict[str, Any] = {
            "min_value": Decimal("0.1"),
            "max_value": 24,
            "decimal_places": 2,
            "required": False,
        }
        super().__init__(**given | {"error_messages": wrong} | kwargs)

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class DaysField(forms.IntegerField):
    """A number of days; may be left empty."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"})

    def __init__(self, **kwargs):
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), _("Tulis jumlah hari dengan angka"))
        given: dict[str, Any] = {"min_value": 1, "max_value": 2000, "required": False}
        super().__init__(**given | {"error_messages": wrong} | kwargs)


# --- Files -----------------------------------------------------------------------------------------------


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleans to a list. What may be in them is judged by bytes, where they are kept: an empty one
    too, by its name, so that it does not take the good ones beside it away."""

    widget = FilesInput

    def __init__(self, **kwargs):
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None) -> list:
        given = [item for item in (data if isinstance(data, list | tuple) else [data]) if item]
        if not given:
            super().clean(None, initial)
        return [super(FilesField, self).clean(item, initial) for item in given]
