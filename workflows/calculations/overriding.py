"""An officer puts another amount in the place of a row, with the reason."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.principals import Principal
from cases.events import record
from cases.models import Calculation, EventNote
from core import clock
from workflows.calculations.keeping import locked, post
from workflows.calculations.reading import by_kind, effective, latest_of
from workflows.errors import Invalid


def override(calculation: Calculation, place: int, *, amount: int, reason: str, by: Principal) -> Calculation:
    """Put `amount` in the place of a row of the latest calculation, with the reason. The row itself stays.

    Raises NotAllowed; Invalid where the row, the amount or the reason will not do.
    """
    with transaction.atomic():
        case = locked(calculation.case_id, by)
        row = Calculation.objects.select_for_update(of=("self",)).get(pk=calculation.pk)
        errors = {}
        if not 0 <= place < len(row.result["rows"]):
            errors["place"] = _("Baris ini tidak ada.")
        if amount < 0:
            errors["amount"] = _("Jumlah tidak boleh kurang dari nol.")
        if not reason.strip():
            errors["reason"] = _("Tulis alasannya.")
        if row != latest_of(row.claimant):
            errors["place"] = _("Sudah ada hitungan yang lebih baru. Ubah yang itu.")
        if errors:
            raise Invalid(errors)
        replaced = row.result["rows"][place]
        before = row.overrides.get(str(place), {}).get("amount", replaced["amount"])
        row.overrides = row.overrides | {
            str(place): {
                "amount": amount, "reason": reason.strip(), "by": by.user_id, "by_name": by.name,
                "at": clock.now().isoformat(),
            }
        }  # fmt: skip
        row.total = effective(row)["total"]
        row.save(update_fields=["overrides", "total"])
        event = record(
            case,
            "case.calculation_overridden",
            by=by,
            subject=f"calculation:{row.pk}",
            facts={"claimant": row.claimant_id, "row": replaced["code"], "before": before, "amount": amount},
            note=reason.strip(),
            note_for=EventNote.Audience.OFFICE,
        )
        post(case, {row.claimant_id: by_kind(row)}, event_seq=event.seq)
    return row
