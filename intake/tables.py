"""A list that somebody made in a spreadsheet, as rows of text. Judged by its bytes, not by its name."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from core.errors import HakPekerjaError

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 80 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 400
"""Characters that are looked at; no field takes as many, so a longer cell is refused by its field."""

TICK = 1000
"""Rows between two signs of life."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

_BROKEN_BOOK = _("Berkas Excel ini tidak dapat dibuka. Simpan ulang sebagai .xlsx atau CSV.")
_NO_TABLE = _("Ini bukan CSV atau Excel. Simpan daftarnya sebagai .xlsx atau CSV, lalu unggah lagi.")


class BadTable(HakPekerjaError):
    """The list is not taken; `reason` says why and what to do, in the source language."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass
class Table:
    """Headings, and rows of as many cells, each with the number of its line in the spreadsheet."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def unpacked_size(data: bytes) -> int:
    """Bytes that reading takes: of a workbook what it unpacks to. Raises BadTable for what is no list at all.

    A workbook may lie about it, but nothing is unpacked beyond what it says (zipfile stops there).
    """
    if not data:
        raise BadTable(_("Berkas ini kosong."))
    if len(data) > MAX_BYTES:
        raise BadTable(_("Berkas ini lebih dari 5 MB. Hapus gambar dan lembar lain, atau bagi menjadi dua."))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadTable(
            _(
                "Ini berkas Excel lama (.xls), atau Excel yang memakai kata sandi. Simpan sebagai .xlsx tanpa kata sandi atau CSV, lalu unggah lagi."
            )
        )
    if not data.startswith(b"PK\x03\x04"):
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in data:
            raise BadTable(_NO_TABLE)
        return len(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            if "xl/workbook.xml" not in box.namelist():
                raise BadTable(_BROKEN_BOOK)
            size = sum(entry.file_size for entry in box.infolist())
    except zipfile.BadZipFile:
        raise BadTable(_BROKEN_BOOK)
    if size > MAX_UNPACKED:
        raise BadTable(_("Berkas Excel ini terlalu besar. Sisakan lembar daftar pekerja saja."))
    return size


def read_table(data: bytes, tick: Callable[[int], None] = lambda done: None) -> Table:
    """Headings and rows of a CSV or XLSX file, empty rows left out. Raises BadTable.

    A title above the list (rows with a single filled cell) is passed over. `tick` is told how many rows were read.
    """
    unpacked_size(data)
    found = _xlsx(data) if data.startswith(b"PK\x03\x04") else _csv(data)
    kept: list[tuple[int, list[str]]] = []
    for line, row in enumerate(found, 1):
        if line % TICK == 0:
            tick(line)
        if any(row):
            kept.append((line, row))
        if len(kept) > MAX_ROWS + 10:
            raise BadTable(_("Terlalu banyak baris. Paling banyak 20.000 pekerja sekali impor."))
    while len(kept) > 1 and _filled(kept[0][1]) < 2 <= _filled(kept[1][1]):
        kept.pop(0)
    if len(kept) < 2:
        raise BadTable(_("Tidak ada baris pekerja. Baris pertama harus berisi judul kolom."))
    if len(kept) - 1 > MAX_ROWS:
        raise BadTable(_("Terlalu banyak baris. Paling banyak 20.000 pekerja sekali impor."))
    width = max(place for _line, row in kept for place, cell in enumerate(row, 1) if cell)
    if width > MAX_COLUMNS:
        raise BadTable(_("Terlalu banyak kolom. Sisakan yang perlu, paling banyak 60."))
    (_first, headings), *rows = [(line, (row + [""] * width)[:width]) for line, row in kept]
    return Table(headings, rows)


def _filled(row: list[str]) -> int:
    return sum(bool(cell) for cell in row)


def _csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    named = re.match(r"sep=(.)\r?\n", text)  # Excel's way of naming it
    if named:
        text = text[named.end() :]
    if not text.strip():
        raise BadTable(_("Berkas ini kosong."))
    parted = next((line for line in text.splitlines() if re.search("[;,\t]", line)), "")
    delimiter = named[1] if named else max(";,\t", key=parted.count)
    if delimiter not in parted and not named:
        raise BadTable(_("Kolom-kolomnya tidak terbaca. Pisahkan dengan koma atau titik koma."))
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            yield [_text(cell) for cell in row[: MAX_COLUMNS + 1]]
    except (csv.Error, ValueError, TypeError):  # the last two for an impossible separator
        raise BadTable(_("Daftar ini rusak dan tidak terbaca sampai akhir. Simpan ulang, lalu unggah lagi."))


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Windows wrote here for decades."""
    codes = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for code in codes:
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise BadTable(
        _("Huruf-hurufnya tidak terbaca. Simpan sebagai “CSV UTF-8” atau .xlsx, lalu unggah lagi.")
    )


def _xlsx(data: bytes) -> Iterator[list[str]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, max_row=MAX_ROWS + 200, values_only=True):
            yield [_text(cell) for cell in row]
        book.close()
    except BadTable:
        raise
    except Exception:  # openpyxl raises many kinds for a broken file; to us all mean the same
        raise BadTable(_BROKEN_BOOK)


def _text(cell: Any) -> str:
    """What a cell says, as it would be typed."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and abs(cell) >= 10**15 and cell % 10 == 0:
        return f"{cell:.14E}"  # a spreadsheet keeps 15 figures of a number: the rest were lost
    return " ".join(str(cell).split())[:MAX_CELL]


def safe_cell(value: Any) -> str:
    """A cell for export that no spreadsheet runs as a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not text.lstrip("-").isdigit() else text


def write_csv(header: list[str], rows: list[list[Any]]) -> str:
    """CSV text with a byte-order mark and semicolons, as spreadsheets here expect it; formulas neutralised."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in [header, *rows]:
        writer.writerow([safe_cell(cell) for cell in row])
    return "\ufeff" + out.getvalue()
