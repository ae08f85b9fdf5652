"""How every form is rendered."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Forms from templates/forms/, in the markup of the design system."""
