"""Starting a draft, adding to it, coming back to it, and letting it go."""

import json
import re
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.canonical import digest
from core.errors import HakPekerjaError, NotFound
from core.ids import ALPHABET
from core.locks import hold
from core.sealed import lookup_hash, lookup_hashes, seal, unseal
from intake import limits
from intake.evidence import Judged, judge
from intake.models import KEPT_FOR, Draft, DraftFile, Taken, WrongCode

MAX_FILES = 20
MAX_BYTES = 60 * 1024 * 1024
MAX_TYPED = 20_000
MAX_WRONG_CODES = 10
WINDOW = timedelta(hours=1)
PAGES = "halaman"
"""Beside the steps of a draft: the page that wrote each of them last."""
Typed = dict[str, dict[str, list[str]]]
_CODE_LENGTH = 10  # of 23 symbols: 45 bits, and ten tries an hour


class TooManyCodes(HakPekerjaError):
    """Too many wrong resume codes from one place; try again within the hour."""


class TooManyFiles(limits.Full):
    """A draft carries at most MAX_FILES files of MAX_BYTES together."""

    reason = format_lazy(
        _(
            "Paling banyak {count} berkas, bersama paling besar {size} MB. Sisanya dapat dikirim setelah pengaduan masuk."
        ),
        count=MAX_FILES,
        size=MAX_BYTES // 1024**2,
    )


class NoRoom(limits.Full):
    """The files of all drafts together have filled the space that is theirs (DRAFT_SPACE_MB)."""

    reason = _(
        "Tempat berkas sementara sedang penuh. Lanjutkan tanpa berkas ini; buktinya dapat dikirim setelah pengaduan masuk."
    )


class Filed(limits.Full):
    """The complaint has been filed meanwhile, from another window."""

    reason = _("Pengaduan ini sudah terkirim. Kirim berkas ini dari halaman perkara, di bagian bukti.")


class Overtaken(HakPekerjaError):
    """The same step was filled in meanwhile, in another window."""


def start_draft(answers: dict[str, Any], *, source: str) -> Draft:
    """Begin a draft, for somebody who comes from `source`. Raises TooMuch."""
    limits.take(Taken.What.DRAFTS, 1, source=source)
    return Draft.objects.create(answers=seal(json.dumps(answers)))


def open_draft(pk: UUID | str) -> Draft:
    """The draft of that id while it lasts. Raises NotFound."""
    try:
        draft = Draft.objects.filter(pk=pk, expires_at__gt=clock.now()).select_related("case").first()
    except (ValueError, TypeError):
        draft = None
    if draft is None:
        raise NotFound
    return draft


def answers_of(draft: Draft) -> Typed:
    """What was typed: step -> field -> values as they came from the form."""
    return json.loads(unseal(draft.answers) or "{}")


def page_of(draft: Draft, step: str) -> str:
    """Names a page that shows a step: its own mark, and what was kept when it was shown."""
    return f"{uuid4().hex}:{digest(answers_of(draft).get(step, {}))}"


def keep_step(draft: Draft, step: str, typed: dict[str, list[str]], *, page: str = "") -> None:
    """Put what was typed in one step into the draft; the draft is gone on with from there.

    page: the name of the page that it was typed into. Raises Overtaken where another page has kept something else
    since it was shown; whoever goes back to a page that was sent and changes it is no other.
    """
    keep_steps(draft, {step: typed}, at=step, page=page)


def _mark(page: str) -> str:
    """What names the page alone. It comes from a browser: no more of it is kept than was given."""
    return page.partition(":")[0][:32]


def _refuse_overtaken(kept: Typed, step: str, typed: dict[str, list[str]], page: str) -> None:
    mark, shown = _mark(page), page.partition(":")[2]
    now = kept.get(step, {})
    other = kept.get(PAGES, {}).get(step, [mark]) != [mark]
    if other and digest(now) != shown and now != typed:
        raise Overtaken


def keep_steps(draft: Draft, typed: Typed, *, at: str = "", page: str = "") -> None:
    """Put what was typed in some steps into the draft; the other steps stay as they are, whoever writes them.

    A value of more than MAX_TYPED characters is cut: no question has so long an answer.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update().get(pk=draft.pk)
        if row.case_id:
            return
        kept = {
            step: {name: [value[:MAX_TYPED] for value in values] for name, values in fields.items()}
            for step, fields in typed.items()
        }
        answers = answers_of(row)
        if page:
            _refuse_overtaken(answers, at, kept[at], page)
            kept[PAGES] = answers.get(PAGES, {}) | {at: [_mark(page)]}
        row.answers, row.step = seal(json.dumps(answers | kept)), at or row.step
        row.expires_at = clock.now() + KEPT_FOR
        row.save(update_fields=["answers", "step", "expires_at"])
    draft.answers, draft.step, draft.expires_at = row.answers, row.step, row.expires_at


def keep_file(draft: Draft, file: File, *, kind: str, source: str) -> DraftFile:
    """Add a file; the same bytes twice are one file. Raises BadFile, TooManyFiles, NoRoom, TooMuch, Filed.

    Asked before the bytes are written, and again when nobody else can add any.
    """
    judged = judge(file)
    _room_for(draft, judged)
    kept = DraftFile(
        draft=draft, kind=kind, name=(file.name or "")[:200], media_type=judged.media_type,
        size=judged.size, sha256=judged.sha256,
    )  # fmt: skip
    kept.file.save("", file, save=False)
    try:
        with transaction.atomic():
            row = Draft.objects.select_for_update().get(pk=draft.pk)
            if row.case_id:
                raise Filed
            hold("space of drafts")
            same = _room_for(draft, judged)
            if same is None:
                limits.take(Taken.What.BYTES, judged.size, source=source)
                kept.save()
    except BaseException:
        kept.file.delete(save=False)
        raise
    if same is not None:
        kept.file.delete(save=False)
    return same or kept


def _room_for(draft: Draft, judged: Judged) -> DraftFile | None:
    """The same file where the draft has it already. Raises TooManyFiles, NoRoom."""
    if same := draft.files.filter(sha256=judged.sha256).first():
        return same
    taken = draft.files.aggregate(files=Count("id"), size=Coalesce(Sum("size"), 0))
    if taken["files"] >= MAX_FILES or taken["size"] + judged.size > MAX_BYTES:
        raise TooManyFiles
    all_drafts = DraftFile.objects.aggregate(size=Coalesce(Sum("size"), 0))
    if all_drafts["size"] + judged.size > settings.DRAFT_SPACE_BYTES:
        raise NoRoom
    return None


def named_files(draft: Draft) -> list[dict[str, Any]]:
    """The files of a draft by the names their giver knows them by: key, kind, name, size in bytes."""
    return [
        {"key": kept.key, "kind": kept.get_kind_display(), "name": unseal(kept.name), "size": kept.size}
        for kept in draft.files.all()
    ]


def drop_file(draft: Draft, key: str) -> None:
    """Remove a file of this draft; one that is not there is gone already."""
    try:
        files = list(draft.files.filter(key=UUID(key)))
    except ValueError:
        return
    for kept in files:
        kept.file.delete(save=False)
        kept.delete()


def new_resume_code(draft: Draft) -> str:
    """A short code that opens this draft on another device; the one before stops working."""
    symbols = "".join(secrets.choice(ALPHABET) for _place in range(_CODE_LENGTH))
    draft.resume_hash = lookup_hash("resume", symbols)
    draft.save(update_fields=["resume_hash"])
    return f"{symbols[:5]}-{symbols[5:]}"


def resume(code: str, *, source: str) -> Draft:
    """The draft that `code` opens. Raises NotFound, and TooManyCodes after ten wrong ones within the hour."""
    place = lookup_hash("resume-source", source)
    since = clock.now() - WINDOW
    if WrongCode.objects.filter(source=place, at__gte=since).count() >= MAX_WRONG_CODES:
        raise TooManyCodes
    symbols = re.sub(r"[^A-Z0-9]", "", code.upper())
    draft = Draft.objects.filter(
        resume_hash__in=lookup_hashes("resume", symbols) or ["-"], expires_at__gt=clock.now(), case=None
    ).first()
    if draft is None:
        WrongCode.objects.create(source=place, at=clock.now())
        WrongCode.objects.filter(at__lt=since).delete()
        raise NotFound
    return draft


def forget(draft: Draft) -> None:
    """Delete a draft with everything in it."""
    for kept in draft.files.all():
        kept.file.delete(save=False)
    draft.delete()


def forget_stale() -> int:
    """Delete what has expired. Safe to run twice; returns how many."""
    stale = list(Draft.objects.filter(expires_at__lte=clock.now())[:1000])
    for draft in stale:
        forget(draft)
    return len(stale)
