"""What somebody asks to have countersigned, in the words of the form that asked for it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.money import rupiah
from portals.shared.templatetags.hak import tanggal
from workflows.inbox import Asked
from workflows.params import Ask, asks, from_json

HIDDEN = {"package"}


def in_words(asked: Asked) -> list[tuple[Any, str]]:
    """(label, text) of each param that was filled in; ids of people and rows are counted, not named."""
    params = from_json(asked.action.params, asked.approval.params)
    rows = [
        (ask.label, _text(ask, getattr(params, name)))
        for name, ask in asks(asked.action.params).items()
        if ask.kind not in HIDDEN and getattr(params, name) not in (None, "", [], {})
    ]
    return [*rows, (_("Alasan"), asked.approval.reason)] if asked.approval.reason else rows


def _text(ask: Ask, value: Any) -> str:
    if ask.kind == "boolean":
        return _("Ya") if value else _("Tidak")
    if isinstance(value, date):
        return tanggal(value)
    if ask.kind == "rupiah":
        return rupiah(value)
    if ask.kind == "choice":
        labels = dict(getattr(ask.choices, "choices", ask.choices))
        return ", ".join(str(labels.get(one, one)) for one in (value if ask.many else [value]))
    if isinstance(value, dict):
        return _("%(count)s tuntutan, jumlah %(sum)s") % {
            "count": len(value),
            "sum": rupiah(sum(value.values())),
        }
    if isinstance(value, list):
        return str(len(value))
    return str(value)
