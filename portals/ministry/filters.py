"""What a list may be narrowed to. Each number of the overview is such a list."""

from django import forms
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.regions import kecamatan
from cases.vocabulary import Status
from reports.overview import NOWHERE, has_turn, in_place, is_late
from workflows import inbox
from workflows.clocks.rules import HOLDER_LABELS
from workflows.models import Escalation

STAGES = [
    (status.value, status.label)
    for status in Status
    if status not in (Status.SUBMITTED, Status.AWAITING_COMPLETION)
]


class EscalationFilter(forms.Form):
    """Narrows the list of escalations."""

    show = forms.ChoiceField(
        label=_("Tampilkan"),
        choices=[("", _("Yang berjalan")), ("ended", _("Yang selesai"))],
        required=False,
    )
    stage = forms.ChoiceField(
        label=_("Tahap perkara"), choices=[("", _("Semua tahap")), *STAGES], required=False
    )
    ground = forms.ChoiceField(
        label=_("Alasan"), choices=[("", _("Semua alasan")), *Escalation.Ground.choices], required=False
    )
    turn = forms.ChoiceField(
        label=_("Giliran"), choices=[("", _("Siapa saja")), *HOLDER_LABELS.items()], required=False
    )
    place = forms.ChoiceField(label=_("Wilayah"), required=False)
    late = forms.BooleanField(label=_("Hanya yang terlambat"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [
            ("", _("Semua wilayah")),
            *kecamatan(),
            (NOWHERE, _("Wilayah tidak dicatat")),
        ]

    @property
    def used(self) -> int:
        """How many of its parts narrow the list."""
        self.is_valid()
        return sum(bool(value) for value in self.cleaned_data.values())

    def narrow(self, records: QuerySet) -> QuerySet:
        """The records asked for; a choice that makes no sense narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        records = inbox.ended(records) if asked.get("show") == "ended" else inbox.waiting(records)
        if stage := asked.get("stage"):
            records = records.filter(case__status=stage)
        if ground := asked.get("ground"):
            records = records.filter(ground=ground)
        if turn := asked.get("turn"):
            records = records.filter(has_turn(OuterRef("case"), turn, late=bool(asked.get("late"))))
        if place := asked.get("place"):
            records = records.filter(in_place(place, "case__region"))
        records = records.annotate(is_late=is_late(OuterRef("case")))
        return records.filter(is_late=True) if asked.get("late") else records
