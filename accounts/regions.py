"""The kecamatan and kelurahan of Balikpapan, by their official codes."""

import csv
from pathlib import Path

from accounts.models import Region

_SOURCE = Path(__file__).parent / "data" / "regions-balikpapan.csv"


def seed_regions() -> None:
    """Enter the regions of the file that are not there yet; parents stand above their children in it."""
    known = set(Region.objects.values_list("code", flat=True))
    with _SOURCE.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kode"] not in known]
    Region.objects.bulk_create(
        Region(
            code=row["kode"],
            name=row["nama"],
            level=row["level"],
            parent_id=row["kode"].rpartition(".")[0] if row["level"] != "kota" else None,
        )
        for row in rows
    )


def kelurahan_by_kecamatan() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a form: (kecamatan, [(code, kelurahan), ...]), in the order of the codes. One query."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for code, name, level in Region.objects.exclude(level="kota").values_list("code", "name", "level"):
        if level == "kecamatan":
            groups[code] = (name, [])
        else:
            groups[code.rpartition(".")[0]][1].append((code, name))
    return list(groups.values())


def kecamatan() -> list[tuple[str, str]]:
    """(code, name) of every kecamatan, for a choice."""
    return list(Region.objects.filter(level="kecamatan").values_list("code", "name"))


def is_known(code: str) -> bool:
    """Whether there is a region of this official code."""
    return Region.objects.filter(pk=code).exists()
