"""A list that somebody made in a spreadsheet, as rows of text. Judged by its bytes, not by its name."""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from core.errors import HakPekerjaError

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 300

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


class BadTable(HakPekerjaError):
    """The list is not taken; `reason` says why and what to do."""

    def __init__(self, reason: Any):
        super().__init__(str(reason))
        self.reason = reason


def read_table(file: File) -> list[list[str]]:
    """Header and rows of a CSV or XLSX file, empty rows left out. Raises BadTable."""
    if not file.size:
        raise BadTable(_("Berkas ini kosong."))
    if file.size > MAX_BYTES:
        raise BadTable(_("Berkas ini lebih dari 5 MB. Hapus gambar dan lembar lain, atau bagi menjadi dua."))
    file.seek(0)
    data = file.read()
    if data.startswith(b"PK\x03\x04"):
        rows = _xlsx(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadTable(_("Ini berkas Excel lama (.xls). Simpan sebagai .xlsx atau CSV, lalu unggah lagi."))
    else:
        rows = _csv(data)
    kept = [row for row in rows if any(row)]
    if len(kept) < 2:
        raise BadTable(_("Tidak ada baris pekerja. Baris pertama harus berisi judul kolom."))
    width = max(len(row) for row in kept)
    if width > MAX_COLUMNS:
        raise BadTable(_("Terlalu banyak kolom (%(count)s). Sisakan kolom yang perlu.") % {"count": width})
    if len(kept) - 1 > MAX_ROWS:
        raise BadTable(_("Terlalu banyak baris. Paling banyak 20.000 pekerja sekali impor."))
    return [row + [""] * (width - len(row)) for row in kept]


def _csv(data: bytes) -> list[list[str]]:
    if b"\x00" in data:
        raise BadTable(
            _("Ini bukan CSV atau Excel. Simpan daftarnya sebagai .xlsx atau CSV, lalu unggah lagi.")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    delimiter = max(";,\t", key=first.count)
    if not first.count(delimiter):
        raise BadTable(_("Kolom-kolomnya tidak terbaca. Pisahkan dengan koma atau titik koma."))
    try:
        return [[_text(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        raise BadTable(_("Daftar ini rusak dan tidak terbaca sampai akhir. Simpan ulang, lalu unggah lagi."))


def _xlsx(data: bytes) -> list[list[str]]:
    import openpyxl

    broken = _("Berkas Excel ini tidak dapat dibuka. Simpan ulang sebagai .xlsx atau CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            if "xl/workbook.xml" not in box.namelist():
                raise BadTable(broken)
            if sum(entry.file_size for entry in box.infolist()) > MAX_UNPACKED:
                raise BadTable(_("Berkas Excel ini terlalu besar. Sisakan lembar daftar pekerja saja."))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = []
        for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, max_row=MAX_ROWS + 200, values_only=True):
            rows.append([_text(cell) for cell in row])
        book.close()
    except BadTable:
        raise
    except Exception:  # openpyxl raises many kinds for a broken file; to us all mean the same
        raise BadTable(broken)
    width = max((place for row in rows for place, cell in enumerate(row, 1) if cell), default=0)
    return [row[:width] for row in rows]


def _text(cell: Any) -> str:
    """What a cell says, as it would be typed."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
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
