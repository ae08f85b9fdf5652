"""The steps of filing in their order."""

from django.utils.translation import gettext_lazy as _

from cases.vocabulary import ClaimKind
from portals.worker.steps.asking import Answers, Step
from portals.worker.steps.claims import AMOUNTS, AmountForm, EvidenceForm, OvertimeForm, StoryForm
from portals.worker.steps.people import AboutForm, PersonForm, RepresentativeForm, SafetyForm
from portals.worker.steps.problem import EmployerForm, ProblemForm
from portals.worker.steps.work import DatesForm, JobForm, WageForm


def has_amounts(answers: Answers) -> bool:
    return bool(set(answers.kinds) & set(AMOUNTS))


def has_overtime(answers: Answers) -> bool:
    return ClaimKind.OVERTIME in answers.kinds


def for_another(answers: Answers) -> bool:
    return answers.for_another


CHAPTERS = 6
STEPS: dict[str, Step] = {
    step.slug: step
    for step in (
        Step("masalah", 1, _("Apa yang terjadi?"), ProblemForm, _("Dari sini kami tahu hak apa yang mungkin belum diterima.")),
        Step(
            "perusahaan", 2, _("Di mana Anda bekerja?"), EmployerForm,
            _("Kami perlu tahu siapa yang harus menjawab. Perusahaan tidak dihubungi sebelum Anda memilih apa yang boleh disebut."),
            of_another=_("Di mana pekerja itu bekerja?"),
        ),
        Step(
            "pekerjaan", 3, _("Pekerjaan Anda"), JobForm,
            _("Hak dihitung dari jenis perjanjian dan cara upah dihitung. Yang belum tahu boleh dilewati."),
            of_another=_("Pekerjaannya"),
        ),
        Step("upah", 3, _("Upah"), WageForm, _("Pesangon, THR, dan lembur dihitung dari upah. Yang belum tahu boleh dilewati.")),
        Step("tanggal", 3, _("Tanggal-tanggal penting"), DatesForm, _("Besarnya hak dan batas waktunya dihitung dari tanggal ini.")),
        Step(
            "jumlah", 4, _("Berapa yang belum dibayar?"), AmountForm,
            _("Kira-kira saja. Tidak tahu? Kosongkan; kami menghitungnya menurut undang-undang."), has_amounts,
        ),
        Step("lembur", 4, _("Lembur"), OvertimeForm, _("Upah lembur dihitung dari jam dan harinya. Tidak ingat? Kosongkan; boleh menyusul."), has_overtime),
        Step("cerita", 4, _("Ceritakan kejadiannya"), StoryForm, _("Petugas membaca ini lebih dahulu daripada yang lain.")),
        Step(
            "bukti", 5, _("Bukti yang Anda punya"), EvidenceForm,
            _("Foto dengan ponsel sudah cukup. Tidak punya? Lanjutkan saja: mengadu tetap boleh, dan bukti dapat menyusul."),
        ),
        Step("wakil", 6, _("Tentang Anda sebagai wakil"), RepresentativeForm, _("Kami menghubungi Anda, dan perlu tahu hubungan Anda dengan pekerja."), for_another),
        Step(
            "diri", 6, _("Siapa yang mengadu?"), PersonForm,
            _("Agar kami tahu siapa yang belum dibayar, dan dapat menghubunginya. Nama, NIK, telepon, dan surel disimpan tersandi."),
            of_another=_("Siapa pekerja itu?"),
        ),
        Step(
            "aman", 6, _("Agar Anda aman"), SafetyForm,
            _("Perusahaan dilarang membalas orang yang mengadu. Yang Anda lewati kami anggap belum boleh, sampai kami bertanya."),
            of_another=_("Agar pekerja itu aman"),
        ),
        Step(
            "tentang", 6, _("Tiga pertanyaan lagi"), AboutForm,
            _("Untuk melihat apakah kelompok tertentu lebih sering dirugikan. Boleh dilewati semua; tidak mengubah hasil."),
            of_another=_("Tiga pertanyaan lagi tentang pekerja itu"),
        ),
    )
}  # fmt: skip


def walk(answers: Answers) -> list[Step]:
    """The steps that concern this person, in order."""
    return [step for step in STEPS.values() if step.applies(answers)]


def unfinished(answers: Answers) -> list[Step]:
    """Steps that still lack something."""
    return [step for step in walk(answers) if not step.bind(answers).is_valid()]
