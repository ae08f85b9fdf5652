"""The official paper that goes with a move."""

from datetime import date

from cases.lineage import shared
from cases.models import Document, Evidence
from cases.models.material import in_source_language
from workflows.table import (
    Move,
)


def document(
    move: Move, kind: str, *, dated: date, number: str = "", title, evidence: int | None = None
) -> Document:
    """The official paper that goes with a move; its digest is that of the file, where there is one."""
    file = Evidence.objects.filter(shared(move.case), pk=evidence).first() if evidence else None
    return Document.objects.create(
        case_id=move.case.pk, kind=kind, number=number, dated=dated, title=in_source_language(title), evidence=file,
        sha256=file.sha256 if file else "",
    )  # fmt: skip
