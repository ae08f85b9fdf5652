"""From a finished draft to a case with its evidence, once, however often the button is pressed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.principals import ANYONE, SYSTEM, Principal
from accounts.principals import claimant as as_claimant
from cases.identity import digits, normal_phone
from cases.models import Case, CaseEvent, Claimant, Mandate
from cases.vocabulary import OPEN
from core import clock
from core.errors import NotFound
from core.sealed import lookup_hashes, seal, unseal
from intake import messages
from intake.evidence import add_evidence
from intake.models import RECEIPT_SHOWN_FOR, Draft
from workflows.filing import Complaint, submit


@dataclass(frozen=True)
class Issued:
    """What a person must keep. `receipts` are (claimant id, sixteen digits in groups of four).

    `fingerprint` is the hash of the first event: it stands in the sealed daily root, so that a printed proof of
    filing cannot be made up afterwards.
    """

    reference: str
    filed_at: datetime
    receipts: list[tuple[int, str]] = field(default_factory=list)
    representative_receipt: str = ""
    files: int = 0
    fingerprint: str = ""

    @property
    def last_four(self) -> str:
        """What is asked back, to see that it was kept: of the representative's receipt, or the worker's."""
        return (self.representative_receipt or self.receipts[0][1])[-4:]


def file_draft(
    draft: Draft, complaint: Complaint, *, by: Principal = ANYONE, said: Sequence[str] = ()
) -> Case:
    """Submit the complaint of a draft and keep its receipts, sealed, so that a reload can show them.

    said: what the worker says besides, such as how they are safely reached; each that is not empty becomes a message
    of their thread. The draft is locked, so a second press finds the case of the first. Raises what `submit` raises.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update(of=("self",)).select_related("case").get(pk=draft.pk)
        if row.case_id is None:
            filed = submit(complaint, by=by, intent=row.intent)
            person = Claimant.objects.get(pk=next(iter(filed.receipts)))
            _move_files(row, filed.case, person)
            for body in filter(None, said):
                messages.send(filed.case, body=body, by=as_claimant(person.pk), claimant=person)
            _point_out_likeness(filed.case)
            row.case_id = filed.case.pk
            row.receipts = seal(
                json.dumps({"receipts": list(filed.receipts.items()), "own": filed.representative_receipt})
            )
            row.answers, row.resume_hash = seal(""), ""
            row.expires_at = clock.now() + RECEIPT_SHOWN_FOR
            row.save(update_fields=["case", "receipts", "answers", "resume_hash", "expires_at"])
        return Case.objects.get(pk=row.case_id)


def _move_files(draft: Draft, case: Case, person: Claimant) -> None:
    by = as_claimant(person.pk)
    for kept in draft.files.all():
        with kept.file.open("rb") as file:
            add_evidence(case, file=file, by=by, claimant=person, kind=kept.kind, name=unseal(kept.name))
        storage, name = kept.file.storage, kept.file.name
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name), robust=True)
    draft.files.all().delete()


def _point_out_likeness(case: Case) -> None:
    """Tell the office, and nobody else, that the same person has another open case.

    The form must not say so: whoever knows a worker's NIK and telephone, as an employer does, could ask it
    whether that worker has complained.
    """
    people = case.claimants.exclude(nik_hash="", phone_hash="")
    others: set[str] = set()
    for person in people:
        others |= set(open_references(nik_hash=person.nik_hash, phone_hash=person.phone_hash))
    others.discard(case.reference)
    if others:
        messages.send(
            case,
            body="Mungkin orang yang sama (NIK atau telepon): " + ", ".join(sorted(others)),
            by=SYSTEM,
            internal=True,
        )


def open_references(*, nik_hash: str = "", phone_hash: str = "") -> list[str]:
    """References of open cases with a claimant of that NIK or telephone; a shielded one is not pointed out."""
    found = Claimant.objects.none()
    if nik_hash:
        found |= Claimant.objects.filter(nik_hash=nik_hash)
    if phone_hash:
        found |= Claimant.objects.filter(phone_hash=phone_hash)
    return list(
        found.filter(case__status__in=OPEN, shielded=False)
        .values_list("case__reference", flat=True)
        .distinct()
    )


def is_same_person(claimant: Claimant, *, nik: str, phone: str) -> bool:
    """Whether typed data are those of a claimant whose open case this visitor has already opened."""
    return claimant.case.status in OPEN and (
        (bool(claimant.nik_hash) and claimant.nik_hash in lookup_hashes("nik", digits(nik)))
        or (bool(claimant.phone_hash) and claimant.phone_hash in lookup_hashes("phone", normal_phone(phone)))
    )


def issued(draft: Draft) -> Issued | None:
    """The receipts of a draft that was sent, while they may still be shown."""
    if draft.case is None or not draft.receipts:
        return None
    kept = json.loads(unseal(draft.receipts))
    return Issued(
        reference=draft.case.reference,
        filed_at=draft.case.filed_at,
        receipts=[(pk, receipt) for pk, receipt in kept["receipts"]],
        representative_receipt=kept["own"],
        files=draft.case.evidence.count(),
        fingerprint=CaseEvent.objects.values_list("hash", flat=True).get(case=draft.case, seq=1),
    )


def confirm_kept(draft: Draft) -> Claimant | Mandate:
    """The person has shown that they kept the receipt: forget it. Returns whom it lets in: the representative,
    where one has filed, else the claimant. Raises NotFound where there is no receipt to keep."""
    given = issued(draft)
    if given is None:
        raise NotFound
    people = Claimant.objects.filter(pk__in=[pk for pk, _receipt in given.receipts])
    holder = Mandate.objects.filter(case=draft.case).first() if given.representative_receipt else people.get()
    people.filter(receipt_kept_at=None).update(receipt_kept_at=clock.now())
    draft.delete()
    return holder
