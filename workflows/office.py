"""An office changes what the law leaves to it: dates that rest on it are counted again, and who did it is kept."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import CalendarRevision, Office
from accounts.principals import Principal
from workflows.clocks.holidays import Recounted, recount
from workflows.errors import Invalid
from workflows.settings import effective, of_kind


def change_settings(office: Office, given: Mapping[str, Any], *, by: Principal) -> Recounted:
    """Set choices of an office (`workflows.settings`). What is the default is not stored, so that it follows a new one.

    Raises Invalid where a value does not fit, with the field. A failure half-way of counting again leaves whole cases:
    run `rebuild_clocks`.
    """
    known = {setting.key: setting for setting in of_kind(office.kind)}
    if wrong := [key for key, value in given.items() if key not in known or not known[key].fits(value)]:
        raise Invalid({key: known[key].reason if key in known else key for key in wrong})
    with transaction.atomic():
        office = Office.objects.select_for_update().get(pk=office.pk)
        before = effective(office.settings)
        changed = {key: value for key, value in given.items() if before[key] != value}
        if not changed:
            return Recounted(0, 0)
        own = office.settings | changed
        office.settings = {
            key: value for key, value in own.items() if key not in known or value != known[key].default
        }
        office.save(update_fields=["settings"])
        told = ", ".join(f"{key}: {before[key]} → {value}" for key, value in changed.items())
        CalendarRevision.objects.create(by_id=by.user_id, reason=f"{office.name}: {told}"[:240])
    return recount(office, since=None, why="setting", by=by)
