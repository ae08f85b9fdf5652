"""Sending a file that somebody gave. Whoever calls has asked an access function first."""

from django.http import FileResponse, Http404

from cases.models import Evidence
from intake.evidence import EXTENSION


def evidence_response(evidence: Evidence) -> FileResponse:
    """The unaltered bytes, to be saved and never shown in place: no browser runs what is in them, none keeps it."""
    try:
        file = evidence.file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404
    name = f"bukti-{evidence.sha256[:8]}.{EXTENSION.get(evidence.media_type, 'bin')}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=evidence.media_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
