"""What is sent may be read by the wrong person: no mail ever names the employer, the matter, a person or an amount.

Every rule of the policy is walked in both languages, over a case in which every field holds a secret, with events whose
facts hold more of them than any real event does.
"""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.template.base import Lexer, TokenType
from django.utils import translation

from accounts import principals
from accounts.models import Role
from cases.models import Case, CaseEvent, CaseGrant
from notifications import delivery
from notifications.channels import CHANNELS, EMAIL
from notifications.models import Notification
from notifications.policy import POLICY, STATUS_CHANGED, WORKER_IS_TOLD, told_kinds
from notifications.telling import tell
from tests.conftest import Team, one_complaint, one_worker
from workflows.actions import ACTIONS
from workflows.filing import ClaimPart, EmployerPart, RepresentativePart, submit
from workflows.models import Approval, Escalation, Referral

pytestmark = pytest.mark.django_db

SECRETS = {
    "employer": "PT Rahasia Bintang <b>Terang</b>",
    "contractor": "CV Induk Tersembunyi",
    "worker": "Zulkarnain Tersembunyi",
    "other": "Mawar Tersembunyi",
    "union": "Serikat Rahasia Mandiri",
    "story": "Mandor Gelap mengancam saya & keluarga",
    "officer": "Petugas Bernama Rahasia",
    "nik": "6471010101900077",
    "phone": "0812 9999 0001",
}
AMOUNT = 987_654_321
SPELT = ("987654321", "987.654.321", "987,654,321", "987 654 321", "Rp")
MATTER = (
    "upah", "pesangon", "lembur", "PHK", "THR", "BPJS", "pembalasan", "ancam", "mogok",
    "wage", "severance", "overtime", "dismiss", "layoff", "retaliat", "threat", "payment", "pembayaran",
)  # fmt: skip
"""Words that say what a complaint is about, in whatever form."""


@pytest.fixture
def full(team):
    """A case of two workers and their union, handed to everybody, with a secret in every field that holds words."""
    claims = (ClaimPart("unpaid_wage", AMOUNT, note=SECRETS["story"]), ClaimPart("severance", AMOUNT))
    workers = (
        one_worker(name=SECRETS["worker"], nik=SECRETS["nik"], phone=SECRETS["phone"], email="satu@x.example",
                   claims=claims, fears_retaliation=True, phk_notice_on=date(2026, 11, 2)),
        one_worker(name=SECRETS["other"], nik="", phone="", email="dua@x.example", claims=claims),
    )  # fmt: skip
    complaint = one_complaint(
        workers=workers,
        employers=(
            EmployerPart(SECRETS["employer"]),
            EmployerPart(SECRETS["contractor"], tier="main_contractor"),
        ),
        story=SECRETS["story"],
        representative=RepresentativePart(SECRETS["union"], email="serikat@x.example"),
    )
    case = submit(complaint, by=principals.ANYONE).case
    Team.person("Kepala", team.satgas, Role.HEAD)
    Case.objects.filter(pk=case.pk).update(officer=team.officer, mediator=team.mediator)
    for office in (team.inspectorate, team.kanwil):
        CaseGrant.objects.create(case=case, office=office, scope="package", via="test")
    Approval.objects.create(
        case=case, action="decline", params={}, reason=SECRETS["story"], shown_digest="0", case_version=1,
        office=team.satgas, asked_by=team.officer,
    )  # fmt: skip
    Escalation.objects.create(
        case=case, office=team.kanwil, whole=False, came_from=case.status, asked_by_office=team.satgas,
        ground="employer_silent",
    )  # fmt: skip
    Referral.objects.create(
        case=case, office=team.inspectorate, whole=False, came_from=case.status, asked_by_office=team.satgas,
        ground="inspection",
    )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def speak(case, language: str) -> None:
    from accounts.models import User

    User.objects.update(language=language)
    case.claimants.update(language=language)
    case.mandates.update(language=language)


def every_kind() -> list[str]:
    """Every kind of event that somebody may be told of."""
    patterns = {rule.event for rule in POLICY} - {STATUS_CHANGED, WORKER_IS_TOLD}
    named = {pattern for pattern in patterns if "*" not in pattern}
    return sorted(named | set(told_kinds()) | {action.event for action in ACTIONS.values()})


def told_of(case, kind: str) -> None:
    """An event of this kind whose facts hold secrets under every name, told to everybody it concerns."""
    people = list(case.claimants.values_list("pk", flat=True))
    facts = {
        "holder": SECRETS["worker"], "due_on": "2026-11-30", "to": "2026-11-30", "clock": "review", "step": "head",
        "claimants": people, "amount": AMOUNT, "sum": AMOUNT, "employer": SECRETS["employer"], "reason": SECRETS["story"],
        "name": SECRETS["worker"], "reference": SECRETS["employer"], "address": SECRETS["phone"], "subject": SECRETS["story"],
        "opening": SECRETS["story"], "next_step": SECRETS["story"], "action": "decline", "office": case.office_id,
    }  # fmt: skip
    records = {"approval": Approval, "escalation": Escalation, "referral": Referral}
    about = kind.partition(".")[0]
    subject = f"{about}:{records[about].objects.get(case=case).pk}" if about in records else ""
    last = case.events.last().seq
    # Written beside the history's own writer, which would not take such facts.
    event = CaseEvent.objects.create(
        case=case, seq=last + 1, kind=kind, subject=subject, by_kind="system", status_from="submitted",
        status_to="under_review", text=json.dumps({"facts": facts}), hash="0" * 64,
    )  # fmt: skip
    tell(event)


def revealing(text: str) -> list[str]:
    """What in a text tells others something."""
    whole = [*SECRETS.values(), *SPELT]
    parts = [
        word
        for secret in SECRETS.values()
        for word in re.findall(r"\w{6,}", secret)
        if word not in ("petugas", "Petugas")
    ]
    found = [secret for secret in (*whole, *parts) if secret in text]
    return found + [word for word in MATTER if re.search(word, text, re.IGNORECASE)]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_mail_of_any_event_tells_others_anything(full, team, language):
    speak(full, language)
    for kind in every_kind():
        told_of(full, kind)
    for pk in Notification.objects.filter(channel=EMAIL).values_list("pk", flat=True):
        delivery.deliver(pk)
    assert not Notification.objects.filter(state="waiting").exists()
    used = set(Notification.objects.filter(channel=EMAIL).values_list("template", flat=True))
    assert used == {rule.template for rule in POLICY if EMAIL in rule.channels}, "every text was sent"
    assert len(outbox.outbox) > len(every_kind())
    for message in outbox.outbox:
        text = message.message().as_string() + message.subject + message.body
        text = text.replace(message.to[0], "")
        assert full.reference in message.subject
        assert revealing(text) == [], message.subject
        assert "&lt;" not in text
        assert "Content-Language: " + language in text


def test_the_ruler_finds_what_it_looks_for():
    for text in (*SECRETS.values(), "Rp987.654.321", "soal pesangon", "about your wages", "Anda kena PHK"):
        assert revealing(text), text
    assert not revealing("Pengaduan HP-4K7-9QXM kami terima")


def test_templates_know_no_more_than_the_reference_the_next_step_and_the_address():
    """Whoever adds a text cannot name more by accident."""
    folder = Path(settings.BASE_DIR) / "templates" / "notifications"
    known = {"reference", "next_step", "address", "for_worker"}
    for path in sorted(folder.glob("*.txt")):
        for token in Lexer(path.read_text()).tokenize():
            if token.token_type == TokenType.VAR:
                assert token.contents.strip() in known, f"{path.name}: {token.contents}"
            elif token.token_type == TokenType.BLOCK and token.split_contents()[0] in (
                "if",
                "with",
                "for",
                "include",
            ):
                assert token.split_contents()[1] in known, f"{path.name}: {token.contents}"


def test_every_channel_that_leaves_the_system_counts_as_read_by_others():
    for name, channel in CHANNELS.items():
        assert channel.private is (not channel.contact), name


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_stands_in_the_inbox_names_no_person_and_no_amount_either(full, language):
    from notifications import wording

    speak(full, language)
    for kind in every_kind():
        told_of(full, kind)
    with translation.override(language):
        for row in Notification.objects.filter(channel="in_app").select_related("event", "case"):
            text = wording.inside(row)
            assert not [secret for secret in (*SECRETS.values(), *SPELT) if secret in text], text
