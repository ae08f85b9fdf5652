"""The frozen content of a package in words: codes become labels, days become dates. What is shown is what was hashed."""

from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from cases.models import Document
from cases.vocabulary import ClaimKind, EvidenceKind, Nature, Status, Tier
from ledger.models import Instalment
from workflows.models import Escalation, Referral
from workflows.packages import CHRONOLOGY, Right, SharedPackage


def _label(choices: type[TextChoices], code: str) -> str:
    return str(choices(code).label) if code in choices.values else code


def _on(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def in_words(shared: SharedPackage) -> dict[str, Any]:
    """The content of `shared` for templates/shared/package.html."""
    content = shared.content
    grounds = Escalation.Ground if isinstance(shared.record, Escalation) else Referral.Ground
    request = content.get("request", {})
    return {
        "reference": content["case"]["reference"],
        "filed_on": _on(content["case"]["filed_on"]),
        "office": content["case"]["office"],
        "status": _label(Status, content["case"]["status"]),
        "ground": _label(grounds, request.get("ground", "")),
        "request": request,
        "since_return": _since_return(content.get("since_return")),
        "supplement": content.get("supplement", ""),
        "workers": content["workers"],
        "vulnerable": _vulnerable(content["workers"]),
        "respondents": [row | {"tier": _label(Tier, row["tier"])} for row in content["respondents"]],
        "rights": [_label(Right, code) for code in content["rights"]],
        "claims": [
            row | {"kind": _label(ClaimKind, row["kind"]), "nature": _label(Nature, row["nature"])}
            for row in content["claims"]
        ],
        "money": content["money"],
        "promises": [
            row | {"state": _label(Instalment.State, row["state"]), "due_on": _on(row["due_on"])}
            for row in content["promises"]
        ],
        "chronology": [_event(row) for row in content["chronology"]],
        "remedies": [_event(row) for row in content["remedies"]],
        "documents": [
            row | {"kind": _label(Document.Kind, row["kind"]), "on": _on(row["on"])}
            for row in content["documents"]
        ],
        "attachments": [
            row | {"kind": _label(EvidenceKind, row["kind"]), "on": _on(row["on"])}
            for row in content["attachments"]
        ],
        "rows": [
            row
            | {"kind": _label(ClaimKind, row["kind"])}
            | {name: _on(row[name]) for name in ("from", "to", "work_start", "work_end")}
            for row in content.get("rows", [])
        ],
    }


def _event(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"label": CHRONOLOGY.get(row["kind"], row["kind"]), "on": _on(row["on"])}


def _since_return(again: dict[str, Any] | None) -> dict[str, Any] | None:
    if again is None:
        return None
    return again | {
        "returned_on": _on(again["returned_on"]),
        "events": [CHRONOLOGY.get(kind, kind) for kind in again["events"]],
    }


def _vulnerable(workers: dict[str, int]) -> list[tuple[str, int]]:
    groups = {
        "women": _("perempuan"),
        "children": _("anak"),
        "disability": _("dengan disabilitas"),
        "indigenous": _("masyarakat adat"),
    }
    return [(label, workers[name]) for name, label in groups.items() if workers[name]]
