"""Heirs: what a worker who died was owed goes to them, and they stand in the case where the worker stood.

An heir speaks for the part of the worker, as one with a mandate does: own receipt, own proof, own share. The part itself,
its claims and its money, stays where it is; so do its dates.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.principals import Kind, Principal
from cases.identity import hash_receipt
from cases.models import CaseEvent, Claimant, Mandate
from core import clock
from core.ids import new_receipt, read_receipt
from core.money import rupiah
from ledger.models import ClaimBalance
from workflows import params as ask
from workflows.actions.checks import all_of, not_in_future
from workflows.table import ANY, INTAKE, Action, Move, Section

WHOLE = 100


class Relation(TextChoices):
    SPOUSE = "spouse", _("Suami atau istri")
    CHILD = "child", _("Anak")
    PARENT = "parent", _("Orang tua")
    OTHER = "other", _("Ahli waris lain")


@dataclass(frozen=True, kw_only=True)
class Heir:
    claimants: list = ask.claimants(_("Pekerja yang meninggal"), _("Pilih satu orang."), single=True)
    died_on: date = ask.day(_("Meninggal tanggal"))
    holder_name: str = ask.text(_("Nama ahli waris"), max_length=120)
    holder_phone: str = ask.text(_("Telepon ahli waris"), required=False, max_length=30)
    holder_email: str = ask.email(_("Surel ahli waris"), required=False)
    relation: str = ask.choice(_("Hubungan dengan pekerja"), Relation)
    share: int = ask.number(_("Bagian, dalam persen"), _("100 bila ahli waris tunggal."))
    proof: str = ask.text(
        _("Nomor surat keterangan ahli waris"),
        _("Dari lurah dan camat, notaris, atau pengadilan."),
        max_length=120,
    )
    evidence: int | None = ask.evidence(_("Berkas surat keterangan"), required=False)


def heirs_of(claimant_id: int):
    """Mandates of the heirs of a worker that still hold."""
    return Mandate.objects.current().filter(kind=Mandate.Kind.HEIR, claimants=claimant_id)


def check_heir(facts, params, by):
    if len(params.claimants) != 1:
        return {"claimants": _("Pilih satu pekerja.")}
    errors: dict[str, Any] = {}
    person = Claimant.objects.get(case=facts.case, pk=params.claimants[0])
    if person.died_on and person.died_on != params.died_on:
        errors["died_on"] = _("Tanggal ini berbeda dengan yang sudah dicatat untuk ahli waris lain.")
    given = heirs_of(person.pk).aggregate(sum=Sum("share"))["sum"] or 0
    if not 1 <= params.share <= WHOLE - given:
        errors["share"] = _(
            "Bagian semua ahli waris bersama paling banyak 100 persen; yang tersisa %(left)s."
        ) % {"left": WHOLE - given}
    return errors


def record_heir(move: Move):
    """The worker's own receipt opens nothing any more, and powers that they gave have ended with them."""
    given = move.params
    person = Claimant.objects.get(case_id=move.case.pk, pk=given.claimants[0])
    first = person.died_on is None
    person.died_on, person.receipt_hash = given.died_on, ""
    if person.work_end is None or person.work_end > given.died_on:
        person.work_end = given.died_on
    person.save(update_fields=["died_on", "receipt_hash", "work_end"])
    if first:
        for mandate in Mandate.objects.filter(claimants=person).exclude(kind=Mandate.Kind.HEIR):
            mandate.claimants.remove(person)
    receipt = new_receipt()
    mandate = Mandate.objects.create(
        case_id=move.case.pk, kind=Mandate.Kind.HEIR, holder_name=given.holder_name, holder_phone=given.holder_phone,
        holder_email=given.holder_email, scope=f"{Relation(given.relation).label} · {given.proof}"[:200], share=given.share,
        receipt_hash=hash_receipt(read_receipt(receipt) or ""), since=clock.today(), language=person.language,
    )  # fmt: skip
    mandate.claimants.set([person])
    move.receipt, move.subject = receipt, f"mandate:{mandate.pk}"
    return {
        "claimant": person.pk,
        "died_on": given.died_on,
        "relation": given.relation,
        "share": given.share,
        "evidence": given.evidence,
    }


def _one_of_several(by: Principal) -> Mandate | None:
    """The mandate of an heir who is not the only one."""
    if by.kind != Kind.REPRESENTATIVE:
        return None
    return Mandate.objects.filter(pk=by.id or 0, kind=Mandate.Kind.HEIR, share__lt=WHOLE).first()


def for_all_heirs(field: str):
    """A check of what ends the matter, or gives it up: not for one of several heirs to do alone. `field`: where it is
    said."""

    def check(facts, params, by):
        if _one_of_several(by):
            return {
                field: _(
                    "Ini menyangkut bagian semua ahli waris, bukan bagian Anda saja. Datanglah ke kantor bersama ahli waris lain."
                )
            }
        return {}

    return check


def share_of(due: int, share: int) -> int:
    """What of the dead worker's due is theirs, in rupiah."""
    return -(-due * share // WHOLE)


def beyond_their_share(by: Principal, amount: int):
    """Why an heir may not say that `amount` (rupiah) was received or let go: one of several speaks of no more than is
    theirs.

    None where they may.
    """
    heir = _one_of_several(by)
    if heir is None:
        return None
    due = ClaimBalance.objects.filter(claimant__in=heir.claimants.all()).aggregate(sum=Sum("due"))["sum"] or 0
    theirs = share_of(due, heir.share or 0)
    said = CaseEvent.objects.filter(
        kind__in=("payment.confirmed", "case.payment_recorded", "case.waiver_recorded"),
        by_kind=Kind.REPRESENTATIVE,
        by_id=by.id,
    )
    already = sum(event.facts["amount"] for event in said)
    if already + amount > theirs:
        return _(
            "Bagian Anda paling banyak %(share)s. Selebihnya diputuskan bersama ahli waris lain di kantor."
        ) % {"share": rupiah(theirs)}
    return None


ACTIONS: tuple[Action, ...] = (
    Action(
        "record_heir", _("Catat ahli waris"), Section.INTAKE, ANY, INTAKE,
        "case.heir_recorded", _("Ahli waris dicatat dan meneruskan perkara ini."),
        params=Heir, check=all_of(check_heir, not_in_future("died_on")), write=record_heir,
    ),
)  # fmt: skip
