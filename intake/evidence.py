"""Files that people give: judged by their bytes, kept as they came, opened only through cases.access.

A picture is never re-encoded: the original is the evidence, and its SHA-256 stands in the history. Only headers
are read here, so a small file that would unpack into a huge one does no harm.
"""

import hashlib
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from PIL import Image

from accounts.principals import Kind, Principal
from cases import lineage
from cases.events import record
from cases.models import Case, Claimant, Evidence
from cases.vocabulary import EvidenceKind
from core import clock
from core.errors import HakPekerjaError
from core.sealed import seal
from intake import limits
from intake.models import Taken

MAX_FILES_OF_ONE = 200
MAX_BYTES_OF_ONE = 500 * 1024 * 1024

MAX_PIXELS = 250_000_000
"""More than any phone takes; a picture that claims more is made to choke whoever opens it."""

JPEG, PNG, WEBP, HEIC, PDF = "image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXTENSION = {JPEG: "jpg", PNG: "png", WEBP: "webp", HEIC: "heic", PDF: "pdf", DOCX: "docx", XLSX: "xlsx"}
_PILLOW = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


class BadFile(HakPekerjaError):
    """The file is not taken; `reason` says why and what to do, in words for people."""

    def __init__(self, reason: Any):
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Judged:
    """What the bytes of a file say about it. `size` in bytes."""

    media_type: str
    size: int
    sha256: str


def judge(file: File) -> Judged:
    """What `file` is, whatever it is called. Raises BadFile."""
    if not file.size:
        raise BadFile(_("Berkas ini kosong. Buka dahulu berkasnya untuk memeriksa isinya, lalu pilih lagi."))
    if file.size > settings.EVIDENCE_MAX_BYTES:
        raise BadFile(
            _(
                "Berkas ini terlalu besar (%(size)s MB). Paling besar %(limit)s MB; foto ulang atau perkecil dahulu."
            )
            % {"size": -(-file.size // 1024**2), "limit": settings.EVIDENCE_MAX_BYTES // 1024**2}
        )
    media_type = _media_type(file)
    if not media_type:
        raise BadFile(_why_not(_head(file)))
    if media_type in _PILLOW:
        _check_picture(file, _PILLOW[media_type])
    return Judged(media_type, file.size, _sha256(file))


def _head(file: File, length: int = 4096) -> bytes:
    file.seek(0)
    head = file.read(length)
    file.seek(0)
    return head


def _media_type(file: File) -> str:
    head = _head(file)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return PDF
    return _office_type(file) if head.startswith(b"PK\x03\x04") else ""


def _office_type(file: File) -> str:
    """A Word or Excel file without macros. Names are listed, nothing is unpacked."""
    try:
        names = set(zipfile.ZipFile(file).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return ""
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return ""
    return DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else ""


def _check_picture(file: File, picture_format: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=[picture_format])
            width, height = picture.size
    except Image.DecompressionBombError:
        raise BadFile(_("Gambar ini terlalu besar ukurannya. Foto ulang dengan ukuran biasa."))
    except Exception:  # Pillow raises many kinds for a broken header; to us all mean the same.
        raise BadFile(_("Gambar ini rusak dan tidak dapat dibuka. Foto ulang, lalu kirim lagi."))
    finally:
        file.seek(0)
    if width * height > MAX_PIXELS:
        raise BadFile(_("Gambar ini terlalu besar ukurannya. Foto ulang dengan ukuran biasa."))


def _why_not(head: bytes) -> Any:
    try:
        guess = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        guess = ""
    if guess.startswith(("video/", "audio/")):
        return _(
            "Ini rekaman video atau suara; kami belum dapat menerimanya. Kirim foto atau tangkapan layarnya, dan ceritakan isinya."
        )
    return _(
        "Berkas ini bukan foto atau PDF. Kirim JPG, PNG, WEBP, HEIC, PDF, Word (docx), atau Excel (xlsx)."
    )


def _sha256(file: File) -> str:
    total = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        total.update(chunk)
    file.seek(0)
    return total.hexdigest()


def add_evidence(
    case: Case,
    *,
    file: File,
    by: Principal,
    claimant: Claimant | None = None,
    kind: str = EvidenceKind.OTHER,
    name: str = "",
    room: Callable[[Judged], None] = lambda judged: None,
) -> Evidence:
    """Keep a file with a case, unaltered. One event; under the case's lock. Raises BadFile, and what `room` raises.

    claimant: whose file it is; None for one of the office or about everybody. name: what its giver called it.
    room: asked under the lock, whether there is any for the file.
    """
    judged = judge(file)
    evidence = Evidence(
        case=case,
        claimant=claimant,
        kind=kind,
        original_name=(name or file.name or "")[:200],
        media_type=judged.media_type,
        size=judged.size,
        sha256=judged.sha256,
        given_by_kind=by.kind,
        given_by_id=by.id,
        at=clock.now(),
    )
    evidence.file.save("", file, save=False)
    try:
        with transaction.atomic():
            locked = lineage.locked(case, claimant)
            room(judged)
            evidence.case = locked
            evidence.save()
            record(
                locked,
                "evidence.added",
                by=by,
                facts={
                    "evidence": evidence.pk,
                    "claimant": claimant.pk if claimant else None,
                    "sha256": judged.sha256,
                    "kind": kind,
                    "size": judged.size,
                },
                subject=f"evidence:{evidence.pk}",
                status_from=locked.status,
            )
    except BaseException:
        evidence.file.storage.delete(evidence.file.name)
        raise
    return evidence


class PartIsFull(limits.Full):
    """A worker's part carries at most MAX_FILES_OF_ONE files of MAX_BYTES_OF_ONE together."""

    reason = _(
        "Bukti Anda sudah sangat banyak. Hapus dahulu yang tidak perlu, atau tanya petugas lewat pesan bagaimana mengirim sisanya."
    )


class _Given(Exception):
    """The same person has given this very file before."""

    def __init__(self, row: Evidence):
        self.row = row


def give_evidence(claimant: Claimant, *, file: File, by: Principal, kind: str, source: str) -> Evidence:
    """Keep a file that a worker, or who speaks for them, adds to their part from their own page; once, however often
    a slow line made them send it.

    Raises BadFile, PartIsFull, TooMuch.
    """

    def room(judged: Judged) -> None:
        _room_for(claimant, judged, by)
        limits.take(Taken.What.BYTES, judged.size, source=source)

    try:
        _room_for(claimant, judge(file), by)  # before the bytes are written
        return add_evidence(claimant.case, file=file, by=by, claimant=claimant, kind=kind, room=room)
    except _Given as given:
        return given.row


def _room_for(claimant: Claimant, judged: Judged, by: Principal) -> None:
    """Raises PartIsFull, _Given."""
    same = Evidence.objects.filter(
        claimant=claimant, erased_at=None, sha256=judged.sha256, given_by_kind=by.kind, given_by_id=by.id
    )
    if (row := same.first()) is not None:
        raise _Given(row)
    given = Evidence.objects.filter(claimant=claimant, erased_at=None).aggregate(
        files=Count("id"), size=Coalesce(Sum("size"), 0)
    )
    if given["files"] >= MAX_FILES_OF_ONE or given["size"] + judged.size > MAX_BYTES_OF_ONE:
        raise PartIsFull


def may_erase(evidence: Evidence, by: Principal) -> bool:
    """Whether a worker, or who represents them, may take this file back. The worker all that the office did not give; a
    representative, who may have been bought, only what they gave themself."""
    if by.kind == Kind.REPRESENTATIVE:
        return (evidence.given_by_kind, evidence.given_by_id) == (by.kind, by.id)
    return evidence.given_by_kind not in (Kind.OFFICER, Kind.API)


def erase_evidence(evidence: Evidence, *, by: Principal, why: str = "") -> None:
    """Remove the bytes and the name; that the file was given, and its SHA-256, stay."""
    with transaction.atomic():
        locked = lineage.locked(evidence.case, evidence.claimant)
        row = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
        if row.erased_at:
            return
        storage, name = row.file.storage, row.file.name
        row.file, row.original_name, row.erased_at = "", seal(""), clock.now()
        row.save(update_fields=["file", "original_name", "erased_at"])
        record(
            locked,
            "evidence.erased",
            by=by,
            facts={"evidence": row.pk, "claimant": row.claimant_id, "sha256": row.sha256},
            subject=f"evidence:{row.pk}",
            note=why,
            note_for="office",
            status_from=locked.status,
        )
        transaction.on_commit(lambda: storage.delete(name), robust=True)
