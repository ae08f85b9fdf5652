"""Good answers to every step of filing, and a client that walks through them."""

from django.test import Client

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00C\x00"
    + bytes([8] * 64)
    + b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    + b"\xff\xc4\x00\x14\x00\x01"
    + bytes(15)
    + b"\x09\xff\xc4\x00\x14\x10\x01"
    + bytes(15)
    + b"\x00\xff\xda\x00\x08\x01\x01\x00\x00?\x00T\xdf\xff\xd9"
)

ANSWERS: dict[str, dict] = {
    "masalah": {"kinds": ["unpaid_wage", "severance"]},
    "perusahaan": {
        "name": "PT Contoh Karya Abadi",
        "region": "64.71.05.1002",
        "address": "Jl. Contoh 1",
        "main_contractor": "PT Contoh Utama",
        "project_owner": "",
    },
    "pekerjaan": {
        "occupation": "Tukang las",
        "contract_kind": "pkwtt",
        "pay_kind": "monthly",
    },
    "upah": {"base_wage": "3,7 juta", "fixed_allowance": "", "work_days": "6"},
    "tanggal": {
        "phk_notice_on_day": "1", "phk_notice_on_month": "9", "phk_notice_on_year": "2026",
        "work_start_day": "1", "work_start_month": "maret", "work_start_year": "2021",
        "work_end_day": "", "work_end_month": "", "work_end_year": "",
    },
    "jumlah": {
        "amount_unpaid_wage": "8.000.000",
        "amount_severance": "",
        "period_from_day": "1", "period_from_month": "7", "period_from_year": "2026",
        "period_to_day": "31", "period_to_month": "8", "period_to_year": "2026",
    },
    "cerita": {"story": "Upah Juli dan Agustus belum dibayar, lalu saya diberhentikan."},
    "bukti": {"kind": "payslip"},
    "diri": {
        "name": "Budi Santoso",
        "nik": "6471 0101 0190 0001",
        "phone": "0812 3456 7890",
        "email": "budi@contoh.example",
        "reach": "WhatsApp saja, sesudah jam 5 sore",
    },
    "aman": {"fears": "no", "naming": "named", "consent": "given"},
    "tentang": {"sex": "L", "birth_year": "1990", "has_disability": "no"},
}  # fmt: skip


def begin(client: Client, who: str = "self"):
    return client.post("/lapor/", {"who": who, "agreed": "on"})


def answer(client: Client, step: str, data: dict | None = None, **changes):
    """Send a step as a browser does, and return the answer."""
    return client.post(f"/lapor/langkah/{step}/", (ANSWERS[step] if data is None else data) | changes)


def fill(client: Client, *, without: tuple[str, ...] = (), **changes: dict) -> None:
    """Begin and answer every step, with changes by step."""
    begin(client)
    for step, data in ANSWERS.items():
        if step not in without:
            response = answer(client, step, data | changes.get(step, {}))
            assert response.status_code == 302, (step, response.context["form"].errors)


def send(client: Client):
    return client.post("/lapor/periksa/")
