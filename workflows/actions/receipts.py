"""Another receipt for whoever lost theirs, or never had one: the number that opens their part."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.identity import hash_receipt, may_open
from cases.models import Claimant, Mandate
from core.ids import new_receipt, read_receipt
from core.sealed import unseal
from workflows import params as ask
from workflows.table import ANY, INTAKE, Action, Move, Section


@dataclass(frozen=True, kw_only=True)
class NewReceipt:
    claimants: list = ask.claimants(
        _("Tanda terima untuk bagian pekerja"), _("Pilih satu orang."), single=True
    )
    holder_name: str = ask.text(
        _("Nama wakil atau ahli waris yang datang"),
        _("Kosong bila pekerja sendiri yang datang. Tulis seperti di halaman pekerja."),
        required=False,
        max_length=120,
    )
    made_sure: str = ask.text(
        _("Bagaimana Anda memastikan orangnya"),
        _("Misalnya: KTP asli diperlihatkan di kantor."),
        max_length=120,
    )


def _holder(params: NewReceipt) -> Claimant | Mandate | None:
    """Whom the receipt is for: the worker, or the one who speaks for them by this name today. None where nobody, or more
    than one, is it."""
    if not params.holder_name.strip():
        return Claimant.objects.get(pk=params.claimants[0])
    wanted = params.holder_name.casefold().split()
    held = Mandate.objects.current().filter(claimants=params.claimants[0])
    found = [row for row in held if unseal(row.holder_name).casefold().split() == wanted]
    return found[0] if len(found) == 1 else None


def check_holder(facts, params, by):
    if len(params.claimants) != 1:
        return {"claimants": _("Pilih satu pekerja.")}
    holder = _holder(params)
    if holder is None:
        return {
            "holder_name": _(
                "Tidak ada satu wakil atau ahli waris dengan nama ini. Tulis seperti di halaman pekerja."
            )
        }
    if isinstance(holder, Claimant) and holder.died_on:
        return {"holder_name": _("Pekerja ini sudah meninggal. Tulis nama ahli warisnya.")}
    if Claimant.objects.filter(pk=params.claimants[0], shielded=True).exists() and not may_open(
        facts.case, by
    ):
        return {
            "claimants": _(
                "Identitas pekerja ini ditutup. Hanya petugas perkara atau penjaga identitas yang dapat."
            )
        }
    return {}


def renew_receipt(move: Move):
    """The lost one opens nothing any more, and the worker is told that there is another: nobody takes a part unseen."""
    holder = _holder(move.params)
    assert holder is not None  # checked before
    receipt = new_receipt()
    holder.receipt_hash = hash_receipt(read_receipt(receipt) or "")
    holder.save(update_fields=["receipt_hash"])
    move.receipt = receipt
    if isinstance(holder, Mandate):
        move.subject = f"mandate:{holder.pk}"
    move.note, move.note_for = move.params.made_sure, "office"
    return {"claimant": move.params.claimants[0]}


ACTIONS: tuple[Action, ...] = (
    Action(
        "renew_receipt", _("Beri tanda terima baru"), Section.INTAKE, ANY, INTAKE,
        "case.receipt_renewed", _("Tanda terima baru diberikan di kantor. Yang lama tidak berlaku lagi. Bila bukan Anda yang memintanya, segera beri tahu kami."),
        params=NewReceipt, check=check_holder, write=renew_receipt,
    ),
)  # fmt: skip
