"""Translations: reading and writing .po files, and the .mo files that gettext reads.

The .po files are the source. Each room keeps its own (`<room>/locale/en/LC_MESSAGES/django.po`); the .mo beside
it is made when the system starts, in plain Python, so that running needs no gettext tools and no built file
can be stale.
"""

import ast
import os
import struct
from dataclasses import dataclass, field
from pathlib import Path

HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: {language}\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)


@dataclass(frozen=True, order=True)
class Key:
    """What a text is looked up by: the Indonesian text, its plural where it has one, its context."""

    msgid: str
    plural: str = ""
    context: str = ""

    @property
    def mo(self) -> str:
        context = f"{self.context}\x04" if self.context else ""
        return context + self.msgid + (f"\0{self.plural}" if self.plural else "")


@dataclass
class Entry:
    texts: list[str] = field(default_factory=list)
    note: str = ""  # comment lines for translators, kept as they are

    @property
    def complete(self) -> bool:
        return bool(self.texts) and all(self.texts)


Catalogue = dict[Key, Entry]


def read(path: Path) -> Catalogue:
    """The entries of a .po file, without its header; {} when there is none. ValueError names a bad line."""
    if not path.exists():
        return {}
    entries: Catalogue = {}
    parts: dict[str, str] = {}
    notes: list[str] = []
    current = ""

    def finish() -> None:
        if parts.get("msgid"):
            texts = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
            key = Key(parts["msgid"], parts.get("msgid_plural", ""), parts.get("msgctxt", ""))
            entries[key] = Entry(texts, "\n".join(notes))
        parts.clear()
        notes.clear()

    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = line.strip()
        begins = line.startswith(("#", "msgctxt")) or (line.startswith("msgid ") and "msgctxt" not in parts)
        if not line or (begins and any(name.startswith("msgstr") for name in parts)):
            finish()
        if line.startswith("#"):
            notes.append(line)
        elif line:
            name, _, text = line.partition(" ") if not line.startswith('"') else (current, "", line)
            current = name
            try:
                parts[name] = parts.get(name, "") + ast.literal_eval(text)
            except (SyntaxError, ValueError):
                raise ValueError(f"{path}:{number}: not a line of a .po file: {line}") from None
    finish()
    return entries


def write(path: Path, entries: Catalogue, language: str = "en") -> None:
    """Write a .po file: sorted, one line a text, no dates and no line numbers, so that it merges well."""

    def quote(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    lines = [
        'msgid ""',
        'msgstr ""',
        *(quote(line) for line in HEADER.format(language=language).splitlines(True)),
    ]
    for key, entry in sorted(entries.items()):
        lines += ["", *entry.note.splitlines()]
        if key.context:
            lines.append(f"msgctxt {quote(key.context)}")
        lines.append(f"msgid {quote(key.msgid)}")
        if key.plural:
            lines.append(f"msgid_plural {quote(key.plural)}")
            texts = [*entry.texts, "", ""][:2]
            lines += [f"msgstr[{index}] {quote(text)}" for index, text in enumerate(texts)]
        else:
            lines.append(f"msgstr {quote((entry.texts or [''])[0])}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def mo_bytes(entries: Catalogue, language: str = "en") -> bytes:
    """The same texts as gettext's binary file (GNU gettext manual, "The Format of GNU MO Files")."""
    texts = {"": HEADER.format(language=language)}
    texts |= {key.mo: "\0".join(entry.texts) for key, entry in entries.items() if entry.complete}
    pairs = sorted((msgid.encode(), text.encode()) for msgid, text in texts.items())
    start = 28 + 16 * len(pairs)
    places: list[list[tuple[int, int]]] = [[], []]
    body = b""
    for column in (0, 1):
        for pair in pairs:
            places[column].append((len(pair[column]), start + len(body)))
            body += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + b"".join(struct.pack("<2I", *place) for column in places for place in column) + body


def compile_stale(base: Path) -> None:
    """Make every .mo under `base`'s rooms that is missing or older than its .po."""
    for pattern in ("locale", "*/locale", "portals/*/locale"):
        for po in base.glob(f"{pattern}/*/LC_MESSAGES/django.po"):
            mo = po.with_suffix(".mo")
            if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
                continue
            draft = mo.with_suffix(f".{os.getpid()}")
            draft.write_bytes(mo_bytes(read(po), language=po.parent.parent.name))
            stamp = po.stat().st_mtime_ns
            os.utime(draft, ns=(stamp, stamp))
            draft.replace(mo)  # several starting processes may do this at once
