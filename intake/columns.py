"""What the columns of a list mean: guessed from their headings, and how each cell is read."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop

from cases.vocabulary import ClaimKind, ContractKind, OvertimeDay, PayKind
from core import clock
from core.forms import MONTH_BY_NAME, parse_rupiah
from workflows.filing import in_decimals

IGNORE = ""
OVERTIME = {
    OvertimeDay.WORKDAY: ("overtime_hours", "overtime_days"),
    OvertimeDay.REST_DAY: ("rest_hours", "rest_days"),
}
"""Of each kind of day, the columns that say how long overtime lasted and on how many days."""
FIELDS: dict[str, Any] = {
    IGNORE: gettext_lazy("Tidak dipakai"),
    "name": gettext_lazy("Nama"),
    "list_id": gettext_lazy("Nomor dalam daftar"),
    "nik": gettext_lazy("NIK"),
    "phone": gettext_lazy("Telepon"),
    "email": gettext_lazy("Surel"),
    "sex": gettext_lazy("Jenis kelamin"),
    "birth_year": gettext_lazy("Tahun atau tanggal lahir"),
    "occupation": gettext_lazy("Pekerjaan"),
    "contract_kind": gettext_lazy("Jenis perjanjian"),
    "work_start": gettext_lazy("Mulai kerja"),
    "work_end": gettext_lazy("Hari kerja terakhir"),
    "contract_end": gettext_lazy("Akhir kontrak"),
    "base_wage": gettext_lazy("Upah pokok"),
    "fixed_allowance": gettext_lazy("Tunjangan tetap"),
    "pay_kind": gettext_lazy("Cara upah dihitung"),
    "daily_wage": gettext_lazy("Upah sehari"),
    "work_days": gettext_lazy("Hari kerja seminggu"),
    "overtime_hours": gettext_lazy("Lembur hari kerja: jam sehari"),
    "overtime_days": gettext_lazy("Lembur hari kerja: banyaknya hari"),
    "rest_hours": gettext_lazy("Kerja hari libur: jam sehari"),
    "rest_days": gettext_lazy("Kerja hari libur: banyaknya hari"),
    "phk_notice_on": gettext_lazy("Tanggal surat PHK"),
    "total": gettext_lazy("Jumlah seluruhnya (untuk dicocokkan)"),
} | {f"claim:{kind.value}": gettext_lazy("Tuntutan: %(kind)s") % {"kind": kind.label} for kind in ClaimKind}

# Patterns over a heading in small letters, in this order: the first that fits counts.
_HEADINGS: tuple[tuple[str, str], ...] = (
    (r"lunas|status bayar|keterangan|catatan|tanda tangan", IGNORE),
    (r"jam (lembur|kerja).*(libur|istirahat|merah)", "rest_hours"),
    (
        r"hari (libur|istirahat|tanggal merah).*(lembur|masuk|kerja)|hari lembur.*(libur|istirahat)",
        "rest_days",
    ),
    (r"jam lembur.*(sehari|hari)", "overtime_hours"),
    (r"(banyak(nya)?|jumlah) hari lembur|^hari lembur", "overtime_days"),
    (r"jam lembur", IGNORE),  # a sum of hours says nothing of the days, and they weigh differently
    (r"^(total|jumlah)( |$)|^grand", "total"),
    (r"surel|e ?mail", "email"),
    (r"^nik$|ktp|^nik (pekerja|penduduk)|induk kependudukan", "nik"),
    (r"telp|telepon|^hp$|no hp|nomor hp|handphone|whatsapp|^wa$|no wa|phone|ponsel", "phone"),
    (r"nama (perusahaan|pt|proyek|ibu)|^perusahaan", IGNORE),
    (r"^nama|^name|^full name", "name"),
    (r"^id$|^no$|^nomor$|^no urut|^nip$|^nrp$|nomor (induk|karyawan|pekerja)|badge|^list id", "list_id"),
    (r"kelamin|^sex$|^gender|^l p$|^lp$", "sex"),
    (r"lahir|birth", "birth_year"),
    (
        r"jenis (perjanjian|kontrak|hubungan)|status (kerja|karyawan|pekerja)|^kontrak$|contract kind",
        "contract_kind",
    ),
    (r"(akhir|selesai|berakhir|habis) (kontrak|perjanjian|pkwt)|contract end", "contract_end"),
    (r"(surat|pemberitahuan|tanggal|tgl) phk", "phk_notice_on"),
    (
        r"(akhir|terakhir|selesai|berhenti|keluar) (kerja|bekerja)|hari kerja terakhir|^(tgl|tanggal) keluar|work end",
        "work_end",
    ),
    (r"hari kerja.*minggu|work days", "work_days"),
    (r"mulai|masuk|^tmk$|tmt|work start|^start", "work_start"),
    (r"jabatan|pekerjaan|posisi|bagian|occupation|position|job", "occupation"),
    (r"(cara|sistem|jenis) (upah|gaji|pengupahan|penggajian|bayar)|upah dihitung|pay kind", "pay_kind"),
    (r"^(upah|gaji) (harian|sehari|per hari)( rp)?$|daily wage", "daily_wage"),
    (r"(upah|gaji) pokok|base wage|^gapok$", "base_wage"),
    (r"tunjangan", "fixed_allowance"),
    (r"denda", "claim:late_wage_fine"),
    (r"lembur|overtime", "claim:overtime"),
    (r"\bthr\b", "claim:thr"),
    (r"pesangon|severance", "claim:severance"),
    (r"penghargaan|upmk", "claim:long_service_pay"),
    (r"penggantian hak|\buph\b|\bcuti\b", "claim:rights_compensation"),
    (r"uang pisah", "claim:separation_pay"),
    (r"kompensasi", "claim:pkwt_compensation"),
    (r"ganti rugi", "claim:pkwt_damages"),
    (r"upah proses", "claim:process_wages"),
    (r"(kurang|selisih).*(umk|ump)|bawah um", "claim:below_umk"),
    (r"bpjs", "claim:bpjs"),
    (r"(upah|gaji) terakhir", "claim:last_wage"),
    (
        r"(upah|gaji).*(belum|sisa|tunggak|kurang|bulan)|(belum|sisa|tunggak).*(upah|gaji)",
        "claim:unpaid_wage",
    ),
)
_WAGE = re.compile(r"\b(upah|gaji|wage)\b")
_MONTH = re.compile(r"\b([a-z]{3,9})\b")


@dataclass(frozen=True)
class Column:
    """One column of a list: its heading, what it means, and for a claim the month that it is for."""

    place: int
    heading: str
    field: str
    month: tuple[date, date] | None = None

    @property
    def claim(self) -> str:
        return self.field.removeprefix("claim:") if self.field.startswith("claim:") else ""


def plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.lower()).strip()


def guess(headings: list[str]) -> list[str]:
    """A field for each heading; one that has been given away is not guessed again."""
    taken: set[str] = set()
    found = []
    for heading in headings:
        field = _guess(plain(heading))
        if field in taken and not field.startswith("claim:"):
            field = IGNORE
        taken.add(field)
        found.append(field)
    return found


def _guess(heading: str) -> str:
    for pattern, field in _HEADINGS:
        if re.search(pattern, heading):
            return field
    return "claim:unpaid_wage" if _WAGE.search(heading) and month_in(heading) else IGNORE


def month_in(heading: str) -> tuple[date, date] | None:
    """The month that a heading names ("upah_juli_2025"); without a year, the latest such month that has begun."""
    words = plain(heading)
    number = next(
        (
            MONTH_BY_NAME[word[:3]]
            for word in _MONTH.findall(words)
            if word[:3] in MONTH_BY_NAME and _is_month(word)
        ),
        None,
    )
    if number is None:
        return None
    today = clock.today()
    years = re.findall(r"\b(20\d\d)\b", words)
    year = int(years[0]) if years else today.year - (number > today.month)
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


_MONTH_NAMES = [
    "januari",
    "january",
    "februari",
    "february",
    "maret",
    "march",
    "april",
    "mei",
    "may",
    "juni",
    "june",
    "juli",
    "july",
    "agustus",
    "august",
    "september",
    "oktober",
    "october",
    "november",
    "nopember",
    "desember",
    "december",
]


def _is_month(word: str) -> bool:
    return word in MONTH_BY_NAME or any(name.startswith(word) for name in _MONTH_NAMES if len(word) >= 3)


def columns(headings: list[str], fields: list[str]) -> list[Column]:
    return [
        Column(place, heading, field, month_in(heading) if field.startswith("claim:") else None)
        for place, (heading, field) in enumerate(zip(headings, fields, strict=False))
        if field in FIELDS and field != IGNORE
    ]


# --- cells -----------------------------------------------------------------------------------------------


class BadCell(ValueError):
    """`reason` says what is expected, in the source language."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def _whole(text: str) -> str:
    """The text of a number that must be complete. Raises BadCell where a spreadsheet has kept only its size."""
    if re.fullmatch(r"\d([.,]\d+)?E\+?\d+", text.strip(), re.I):
        raise BadCell(
            gettext_noop(
                "Tersimpan sebagai angka, jadi angka-angka akhirnya hilang. Format kolomnya sebagai teks, lalu isi ulang dari aslinya."
            )
        )
    return text


_SERIAL = range(10_000, 80_000)
"""Days that Excel counts from 1900: from 1927 to 2119."""


def serial_day(text: str) -> date | None:
    """The day of a date that was saved as Excel's number of it (45398 is 16 April 2024); None for anything else."""
    number = int(text) if re.fullmatch(r"\d{5}", text.strip()) else 0
    return date(1899, 12, 30) + timedelta(days=number) if number in _SERIAL else None


def read_day(text: str) -> date:
    """`16/04/2024`, `16-4-2024`, `16 April 2024`, ISO, and Excel's own number; always day before month. Raises BadCell."""
    words = text.strip().lower()
    if day := serial_day(words):
        return day
    try:
        if iso := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", words):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if parts := re.fullmatch(r"(\d\d?)[/.\- ](\d\d?|[a-z]{3,9})[/.\- ](\d{4})", words):
            month = int(parts[2]) if parts[2].isdigit() else MONTH_BY_NAME.get(parts[2][:3], 0)
            return date(int(parts[3]), month, int(parts[1]))
    except ValueError:
        raise BadCell(gettext_noop("Tanggal itu tidak ada di kalender."))
    raise BadCell(gettext_noop("Tulis tanggal seperti 16/04/2024."))


def read_money(text: str) -> int | None:
    """Whole rupiah; empty and a dash are nothing. Raises BadCell."""
    if text.strip() in ("", "-", "–", "Rp -", "Rp-"):
        return None
    amount = parse_rupiah(text)
    if amount is None:
        raise BadCell(gettext_noop("Tulis jumlah rupiah seperti 4.500.000."))
    if amount > 10**12:
        raise BadCell(gettext_noop("Jumlah ini terlalu besar. Periksa jumlah nolnya."))
    return amount


def read_nik(text: str) -> str:
    bare = re.sub(r"\D", "", _whole(text))
    if len(bare) != 16 or bare.endswith("000000"):
        raise BadCell(gettext_noop("NIK terdiri dari 16 angka. Di Excel, simpan kolomnya sebagai teks."))
    return bare


def read_phone(text: str) -> str:
    bare = re.sub(r"\D", "", _whole(text))
    if not 8 <= len(bare) <= 15:
        raise BadCell(gettext_noop("Nomor telepon terdiri dari 8 sampai 15 angka."))
    return bare if bare.startswith(("0", "62")) else f"0{bare}"


def read_email(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text.strip()):
        raise BadCell(gettext_noop("Tulis surel seperti nama@contoh.com."))
    return text.strip()


def read_sex(text: str) -> str:
    word = text.strip().lower()
    if word in ("l", "m", "pria", "male", "laki", "lk") or word.startswith("laki"):
        return "L"
    if word in ("p", "f", "w", "female", "pr") or word.startswith(("perempuan", "wanita")):
        return "P"
    raise BadCell(gettext_noop("Tulis L atau P."))


def read_birth_year(text: str) -> int:
    bare = text.strip()
    year = int(bare) if re.fullmatch(r"\d{4}", bare) else read_day(bare).year
    if not 1930 <= year <= clock.now().year - 13:
        raise BadCell(gettext_noop("Tahun lahir ini tidak mungkin untuk pekerja."))
    return year


_CONTRACTS = {
    "pkwtt": ContractKind.PKWTT, "tetap": ContractKind.PKWTT, "permanen": ContractKind.PKWTT,
    "pkwt": ContractKind.PKWT, "kontrak": ContractKind.PKWT,
    "harian": ContractKind.DAILY, "harian lepas": ContractKind.DAILY, "phl": ContractKind.DAILY,
    "borongan": ContractKind.PIECE, "satuan": ContractKind.PIECE,
    "mitra": ContractKind.PARTNER, "freelance": ContractKind.PARTNER, "lepas": ContractKind.PARTNER,
}  # fmt: skip
_PAY = {
    "bulanan": PayKind.MONTHLY, "bulan": PayKind.MONTHLY, "monthly": PayKind.MONTHLY,
    "harian": PayKind.DAILY, "hari": PayKind.DAILY, "daily": PayKind.DAILY,
    "borongan": PayKind.PIECE_RATE, "satuan": PayKind.PIECE_RATE, "per hasil": PayKind.PIECE_RATE,
    "piece rate": PayKind.PIECE_RATE,
}  # fmt: skip


def read_contract(text: str) -> str:
    word = plain(text)
    if word in _CONTRACTS:
        return _CONTRACTS[word]
    raise BadCell(gettext_noop("Tulis PKWT, PKWTT, harian, borongan, atau mitra."))


def read_pay(text: str) -> str:
    word = plain(text)
    if word in _PAY:
        return _PAY[word]
    raise BadCell(gettext_noop("Tulis bulanan, harian, atau borongan."))


def read_work_days(text: str) -> int:
    word = plain(text).removesuffix(" hari")
    if word in ("5", "6"):
        return int(word)
    raise BadCell(gettext_noop("Tulis 5 atau 6."))


_NONE = ("", "-", "–", "0")


def read_hours(text: str) -> str | None:
    """Hours of one day, such as 2 or 2,5; empty, a dash and 0 are none. Raises BadCell."""
    word = text.strip().lower().removesuffix("jam").strip().replace(",", ".")
    if word in _NONE:
        return None
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", word) or not 0 < Decimal(word) <= 24:
        raise BadCell(gettext_noop("Tulis jam dalam satu hari, misalnya 2 atau 2,5."))
    return in_decimals(Decimal(word))


def read_count(text: str) -> int | None:
    """How many days; empty, a dash and 0 are none. Raises BadCell."""
    word = text.strip().lower().removesuffix("hari").strip()
    if word in _NONE:
        return None
    if not re.fullmatch(r"\d{1,4}", word) or int(word) > 5000:
        raise BadCell(gettext_noop("Tulis banyaknya hari dengan angka."))
    return int(word)


def read_words(text: str, longest: int = 200) -> str:
    if text.startswith(("=", "@", "+")):
        raise BadCell(gettext_noop("Sel ini berisi rumus. Tempel sebagai nilai."))
    if len(text) > longest:
        raise BadCell(gettext_noop("Terlalu panjang untuk kolom ini. Ringkas, atau pindahkan ke kolom lain."))
    return text.strip()


READERS = {
    "name": read_words,
    "list_id": lambda text: read_words(_whole(text), 40),
    "nik": read_nik,
    "phone": read_phone,
    "email": read_email,
    "sex": read_sex,
    "birth_year": read_birth_year,
    "occupation": lambda text: read_words(text, 80),
    "contract_kind": read_contract,
    "work_start": read_day,
    "work_end": read_day,
    "contract_end": read_day,
    "base_wage": read_money,
    "fixed_allowance": read_money,
    "pay_kind": read_pay,
    "daily_wage": read_money,
    "work_days": read_work_days,
    "overtime_hours": read_hours,
    "overtime_days": read_count,
    "rest_hours": read_hours,
    "rest_days": read_count,
    "phk_notice_on": read_day,
    "total": read_money,
}

DAYS = frozenset(name for name, reader in READERS.items() if reader is read_day)
