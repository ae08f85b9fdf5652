"""The steps of the calculator in their order, and what was answered to them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from portals.worker.questions.asking import Told
from portals.worker.questions.ended import DismissalForm, FixedTermForm, PensionForm, RestForm
from portals.worker.questions.pay import MatterForm, PayForm, ServiceForm, WageForm
from portals.worker.questions.unpaid import BelowMinimumForm, HolidayForm, OvertimeForm, UnpaidForm
from portals.worker.steps import Step


def _matter(*names: str) -> Callable[[Any], bool]:
    return lambda told: told.has(*names)


def _has_pension(told: Any) -> bool:
    return told.has("phk") and told.of("lain").get("pension") == "yes"


STEPS: dict[str, Step] = {
    step.slug: step
    for step in (
        Step("apa", 0, _("Apa yang terjadi"), MatterForm, ""),
        Step("upah", 0, _("Cara Anda dibayar"), PayForm, _("Dari sini kami tahu bagaimana upah sebulan dan sehari dihitung.")),
        Step("besar", 0, _("Berapa upah Anda?"), WageForm, _("Semua hak dihitung dari upah terakhir. Lihat slip gaji bila ada.")),
        Step("masa", 0, _("Masa kerja Anda"), ServiceForm, _("Makin lama bekerja, makin besar haknya. Hari terakhir ikut dihitung."), _matter("phk", "kontrak", "thr")),
        Step("phk", 0, _("Tentang PHK Anda"), DismissalForm, _("Besarnya pesangon tergantung pada alasannya."), _matter("phk")),
        Step("lain", 0, _("Hal lain waktu berhenti"), RestForm, _("Boleh dilewati semua, bila tidak ada yang cocok."), _matter("phk")),
        Step(
            "pensiun", 0, _("Program pensiun"), PensionForm,
            _("Bagian yang dibayar perusahaan boleh diperhitungkan dengan pesangon; bagian Anda tidak."),
            _has_pension,
        ),
        Step("kontrak", 0, _("Tentang kontrak Anda"), FixedTermForm, _("Siapa yang mengakhiri menentukan apakah ada ganti rugi."), _matter("kontrak")),
        Step("gajian", 0, _("Upah yang belum dibayar"), UnpaidForm, _("Denda dihitung dari hari ke-4 sesudah tanggal gajian."), _matter("upah")),
        Step("thr", 0, _("THR"), HolidayForm, _("THR wajib dibayar paling lambat 7 hari sebelum hari raya."), _matter("thr")),
        Step("lembur", 0, _("Lembur"), OvertimeForm, _("Isi hanya jenis hari yang ada lemburnya."), _matter("lembur")),
        Step("umk", 0, _("Upah di bawah UMK"), BelowMinimumForm, _("UMK Balikpapan berganti tiap 1 Januari; tiap tahun dihitung sendiri."), _matter("umk")),
    )
}  # fmt: skip
FIRST = next(iter(STEPS))


def walk(told: Told) -> list[Step]:
    """The steps that concern this person, in order."""
    return [step for step in STEPS.values() if step.applies(told)]


def unfinished(told: Told) -> list[Step]:
    """Steps that still lack something."""
    return [step for step in walk(told) if not step.bind(told).is_valid()]


def answered(told: Told) -> list[tuple[Step, list[tuple[str, str]]]]:
    """Each step with what was asked and answered, in words. Only where nothing is unfinished."""
    found = []
    for step in walk(told):
        form = step.bind(told)
        if form.is_valid():
            found.append((step, form.rows()))
    return found


def said(told: Told) -> dict[str, dict[str, Any]]:
    """The checked answers of every step. Only where nothing is unfinished."""
    forms = {step.slug: step.bind(told) for step in walk(told)}
    return {slug: form.cleaned_data if form.is_valid() else {} for slug, form in forms.items()}
