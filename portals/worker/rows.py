"""The rows of a result as a worker reads them: in everyday words, and not one line for each of sixty paydays."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.money import rupiah
from portals.shared.law import in_full

PLAIN = {
    "severance": _("Uang yang wajib dibayar perusahaan saat PHK."),
    "long_service_pay": _("Penghargaan atas lamanya bekerja di perusahaan itu."),
    "leave_compensation": _("Cuti tahunan yang belum diambil dan belum hangus, dibayar dengan uang."),
    "travel_home": _("Ongkos pulang ke tempat Anda diterima bekerja."),
    "separation_pay": _("Uang yang dijanjikan perjanjian kerja, peraturan perusahaan, atau PKB."),
    "pension_shortfall": _("Pesangon yang belum tertutup oleh bagian perusahaan dalam uang pensiun."),
    "agreed_with_small_employer": _("Usaha mikro dan kecil membayar menurut kesepakatan; tidak ada angka yang pasti."),
    "pkwt_agreed_with_small_employer": _("Usaha mikro dan kecil membayar menurut kesepakatan; tidak ada angka yang pasti."),
    "pkwt_compensation": _("Uang untuk tiap pekerja kontrak, sebanding dengan lamanya bekerja."),
    "pkwt_early_end_damages": _("Upah sampai kontrak seharusnya selesai."),
    "pkwt_damages_by_worker": _("Yang dapat diminta perusahaan, karena Anda berhenti sebelum waktunya."),
    "process_wages_six": _("Upah selama perkara PHK berjalan."),
    "process_wages_final": _("Upah selama perkara PHK berjalan."),
    "late_wage_fine": _("Tambahan yang wajib dibayar karena upah terlambat."),
    "late_wage_fine_further": _("Tambahan untuk tiap hari sesudahnya, sampai batasnya."),
    "late_wage_interest": _("Bunga bank, bila upah terlambat lebih lama lagi."),
    "thr": _("Uang menjelang hari raya, penuh karena sudah cukup lama bekerja."),
    "thr_pro_rata": _("Uang menjelang hari raya, sebanding dengan lamanya bekerja."),
    "thr_late_fine": _("Dikenakan kepada perusahaan yang terlambat membayar THR."),
    "below_umk": _("Yang kurang dari upah minimum kota ini."),
    "jkp": _("Dibayar BPJS Ketenagakerjaan tiap bulan selama Anda mencari kerja."),
    "jkp_by_employer": _("Karena Anda tidak didaftarkan, perusahaan yang harus membayarnya."),
}  # fmt: skip
"""Component of the law -> what it is, in everyday words; without a figure of the law, which stands in its formula."""

EACH_PAYDAY = {
    "unpaid_wage": _("Upah belum dibayar"),
    "late_wage_fine": _("Denda keterlambatan upah, hari-hari pertama"),
    "late_wage_fine_further": _("Denda keterlambatan upah, hari-hari sesudahnya"),
    "late_wage_interest": _("Bunga keterlambatan upah"),
}
"""Components that come back with every payday -> their name over all of them."""
FOLDED_FROM = 3
"""So many paydays and more are one line, which opens into each of them."""


def told_together(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows of portals.shared.law.as_shown that stand under one heading, their total, and what they rest on."""
    total = sum(row["amount"] for row in rows)
    return {
        "rows": _explained(_folded(rows)),
        "total": total,
        "sum": in_full(total, [row for row in rows if row["unknown"]]),
        "assumptions": list(dict.fromkeys(said["text"] for row in rows for said in row["assumptions"])),
    }


def _folded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with those of many paydays under one, at the place of the first."""
    often = Counter(row["code"] for row in rows)
    lines: dict[Any, dict[str, Any]] = {}
    for place, row in enumerate(rows):
        code = row["code"]
        if code not in EACH_PAYDAY or often[code] < FOLDED_FROM or row.get("override"):
            lines[place] = row
            continue
        each = [*lines[code]["each"], row] if code in lines else [row]
        amount = sum(one["amount"] for one in each)
        lines[code] = {
            "code": code, "name": EACH_PAYDAY[code], "article": row["article"], "each": each, "in_figures": rupiah(amount),
        }  # fmt: skip
    return list(lines.values())


def _explained(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each component said in everyday words where it first stands."""
    seen: set[str] = set()
    lines = []
    for row in rows:
        lines.append(row | {"plain": "" if row["code"] in seen else PLAIN.get(row["code"], "")})
        seen.add(row["code"])
    return lines
