"""Sending a file that somebody gave. Whoever calls has asked an access function first."""

from io import BytesIO
from typing import BinaryIO

from django.core.files import File
from django.http import FileResponse, Http404

from cases.models import Evidence
from intake.bare import bare_copy
from intake.evidence import EXTENSION


def evidence_response(evidence: Evidence) -> FileResponse:
    """The unaltered bytes, to be saved and never shown in place: no browser runs what is in them, none keeps it."""
    try:
        file = evidence.file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404
    return _sent(file, evidence, "bukti")


def bare_response(evidence: Evidence) -> FileResponse:
    """A copy of a picture without where and when it was taken, for showing it to others. Raises NoBareCopy."""
    try:
        with evidence.file.open("rb") as file:
            copy = bare_copy(file.read(), evidence.media_type)
    except (FileNotFoundError, ValueError):
        raise Http404
    return _sent(BytesIO(copy), evidence, "salinan")


def _sent(file: BinaryIO | File, evidence: Evidence, what: str) -> FileResponse:
    name = f"{what}-{evidence.sha256[:8]}.{EXTENSION.get(evidence.media_type, 'bin')}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=evidence.media_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
