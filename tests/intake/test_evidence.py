"""Files are judged by their bytes, kept unaltered, and opened only by those who may."""

import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from accounts import principals
from cases.access import evidence_for
from cases.audit import verify_case
from cases.models import CaseEvent, Evidence
from core.errors import NotFound
from core.sealed import unseal
from intake.evidence import (
    DOCX,
    HEIC,
    JPEG,
    PDF,
    PNG,
    WEBP,
    XLSX,
    BadFile,
    add_evidence,
    erase_evidence,
    judge,
)


def picture(kind: str, size=(3, 2)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name in names:
            box.writestr(name, "x")
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A valid header of a few bytes that claims a picture nobody could open."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


GOOD = {
    JPEG: picture("JPEG"),
    PNG: picture("PNG"),
    WEBP: picture("WEBP"),
    HEIC: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + bytes(40),
    PDF: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF",
    DOCX: office("[Content_Types].xml", "word/document.xml"),
    XLSX: office("[Content_Types].xml", "xl/workbook.xml"),
}


@pytest.mark.parametrize("media_type", GOOD)
@pytest.mark.parametrize("name", ["slip.jpg", "tanpa akhiran", "program.exe"])
def test_a_file_is_what_its_bytes_are_whatever_it_is_called(media_type, name):
    file = ContentFile(GOOD[media_type], name=name)
    judged = judge(file)
    assert judged.media_type == media_type
    assert judged.sha256 == hashlib.sha256(GOOD[media_type]).hexdigest()
    assert file.read() == GOOD[media_type], "read from the start again"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "kosong"),
        (b"MZ\x90\x00" + bytes(60), "bukan foto"),
        (b"<script>alert(1)</script>", "bukan foto"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan foto"),
        (b"GIF89a" + bytes(20), "bukan foto"),
        (b"<html>%PDF-1.7</html>", "bukan foto"),
        (office("rahasia.txt"), "bukan foto"),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "bukan foto"),
        (b"PK\x03\x04 rusak", "bukan foto"),
        (b"\xff\xd8\xff rusak", "rusak"),
        (picture("JPEG")[:30], "rusak"),
        (huge_png(60_000, 60_000), "terlalu besar ukurannya"),
        (huge_png(16_000, 16_000), "terlalu besar ukurannya"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64), "video atau suara"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:8].hex(),  # a ZIP's clock begins at byte 10
)
def test_a_wrong_file_is_refused_with_what_to_do(content, told):
    with pytest.raises(BadFile, match=told):
        judge(ContentFile(content, name="slip.jpg"))


def test_the_limit_is_a_setting(settings):
    settings.EVIDENCE_MAX_BYTES = 100
    with pytest.raises(BadFile, match="terlalu besar"):
        judge(ContentFile(picture("PNG") + bytes(100), name="a.png"))


# --- kept with a case --------------------------------------------------------------------------------------


def given(case, claimant, content=GOOD[JPEG]) -> Evidence:
    return add_evidence(
        case, file=ContentFile(content, name="KTP Budi Santoso.jpg"), by=principals.claimant(claimant.pk), claimant=claimant, kind="identity",
    )  # fmt: skip


def test_evidence_is_kept_as_it_came_and_told_without_its_name(case, claimant):
    evidence = Evidence.objects.get(pk=given(case, claimant).pk)
    assert evidence.file.read() == GOOD[JPEG]
    assert unseal(evidence.original_name) == "KTP Budi Santoso.jpg"
    assert "Budi" not in evidence.file.name
    event = CaseEvent.objects.get(kind="evidence.added")
    assert event.facts == {
        "evidence": evidence.pk,
        "claimant": claimant.pk,
        "sha256": evidence.sha256,
        "kind": "identity",
        "size": len(GOOD[JPEG]),
    }


def test_what_is_rolled_back_leaves_no_file(case, claimant, settings, monkeypatch):
    monkeypatch.setattr("intake.evidence.record", lambda *args, **kwargs: 1 / 0)
    storage = Evidence._meta.get_field("file").storage
    evidence = Evidence(case=case, sha256=hashlib.sha256(GOOD[PNG]).hexdigest())
    place = evidence.file.field.generate_filename(evidence, "")
    with pytest.raises(ZeroDivisionError):
        given(case, claimant, GOOD[PNG])
    assert not storage.exists(place)
    assert not Evidence.objects.exists()


def test_erasing_removes_the_bytes_and_leaves_the_record(
    case, claimant, team, as_officer, django_capture_on_commit_callbacks
):
    evidence = given(case, claimant)
    path, storage = evidence.file.name, evidence.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        erase_evidence(evidence, by=as_officer(team.supervisor), why="Memuat data orang lain")
    evidence.refresh_from_db()
    assert not storage.exists(path)
    assert evidence.erased_at
    assert not unseal(evidence.original_name)
    assert CaseEvent.objects.get(kind="evidence.erased").note.body == "Memuat data orang lain"
    case.refresh_from_db()
    assert not verify_case(case)


def test_erasing_that_is_rolled_back_keeps_the_bytes(case, claimant, team, as_officer):
    evidence = given(case, claimant)
    with transaction.atomic():
        erase_evidence(evidence, by=as_officer(team.supervisor))
        transaction.set_rollback(True)
    assert evidence.file.storage.exists(evidence.file.name)


def test_evidence_is_opened_by_its_claimant_and_the_office_that_handles_the_case(
    case, claimant, team, as_officer
):
    evidence = given(case, claimant)
    assert evidence_for(principals.claimant(claimant.pk), evidence.pk) == evidence
    assert evidence_for(as_officer(team.officer), evidence.pk) == evidence
    for stranger in (principals.claimant(claimant.pk + 1), as_officer(team.inspector), principals.ANYONE):
        with pytest.raises(NotFound):
            evidence_for(stranger, evidence.pk)
