"""Collect the Indonesian texts of each room into its English catalogue.

`python tools/messages.py` rewrites every `<room>/locale/en/LC_MESSAGES/django.po`: new texts come in empty (or
with the English that another room already has), unused ones go. It then names what still lacks English.
`--check` writes nothing and fails when a catalogue does not match the texts or lacks English. Rooms may be named.

A text belongs to the room of its Python file; one in a template to the room that the template's folder is named
after (`templates/satgas/` -> `portals/satgas`), else to `portals/shared`.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))

from core import catalogue  # noqa: E402
from core.catalogue import Catalogue, Entry, Key  # noqa: E402

ROOMS = [
    *("core", "accounts", "entitlements", "cases", "ledger", "workflows", "intake", "notifications"),
    *("letters", "reports", "portals/shared", "portals/worker", "portals/employer", "portals/satgas"),
    *("portals/ministry", "api", "demo"),
]
# name of the marking function -> positions of (msgid, plural, context)
MARKS = {
    "_": (0, None, None),
    "gettext": (0, None, None),
    "ngettext": (0, 1, None),
    "pgettext": (1, None, 0),
    "npgettext": (1, 2, 0),
}
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(gettext|ngettext|pgettext|npgettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.S)


def key_of(name: str, texts: list[str | None]) -> Key | None:
    """The key of a marking call; None where an argument is not a text written in place."""
    msgid, plural, context = (
        "" if place is None else texts[place] if place < len(texts) else None for place in MARKS[name]
    )
    return Key(msgid, plural, context) if msgid and None not in (plural, context) else None


def in_python(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            name = re.sub("_(lazy|noop)$", "", name)
            if name in MARKS:
                texts = [
                    arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None
                    for arg in node.args
                ]
                if key := key_of(name, texts):
                    yield key


def in_template(source: str) -> Iterator[Key]:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    for name, arguments in CALL.findall(templatize(source)):
        texts = [ast.literal_eval(literal) for literal in re.findall(LITERAL, arguments, re.S)]
        if key := key_of(name, texts):
            yield key


def room_of_template(path: Path) -> str:
    name = path.relative_to(BASE / "templates").parts[0]
    return next((room for room in (f"portals/{name}", name) if room in ROOMS), "portals/shared")


@cache
def collect() -> dict[str, set[Key]]:
    """The texts that each room says now."""
    found: dict[str, set[Key]] = defaultdict(set)
    for room in ROOMS:
        for path in (BASE / room).rglob("*.py"):
            if "migrations" not in path.parts:
                found[room].update(in_python(path.read_text("utf-8")))
    for path in (BASE / "templates").rglob("*"):
        if path.suffix in {".html", ".txt"}:
            found[room_of_template(path)].update(in_template(path.read_text("utf-8")))
    return found


def po(room: str) -> Path:
    return BASE / room / "locale/en/LC_MESSAGES/django.po"


def main(check: bool, rooms: list[str]) -> int:
    found = collect()
    known: dict[str, Catalogue] = {room: catalogue.read(po(room)) for room in ROOMS}
    english = {key: entry for room in known.values() for key, entry in room.items() if entry.complete}
    problems = []
    for room in rooms or ROOMS:
        wanted = {
            key: known[room].get(key, Entry())
            if known[room].get(key, Entry()).complete
            else english.get(key, Entry())
            for key in found[room]
        }
        if wanted.keys() != known[room].keys() and check:
            differing = sorted(wanted.keys() ^ known[room].keys())
            problems += [
                f"{po(room).relative_to(BASE)}: run `make messages`: {key.msgid!r}" for key in differing
            ]
        elif wanted != known[room] and not check:
            catalogue.write(po(room), wanted)
        problems += [
            f"{po(room).relative_to(BASE)}: no English for {key.msgid!r}"
            for key, entry in sorted(wanted.items())
            if not entry.complete
        ]
    print("\n".join(problems) or "Every text has its English.")
    return 1 if problems and check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv, [room.rstrip("/") for room in sys.argv[1:] if room != "--check"]))
