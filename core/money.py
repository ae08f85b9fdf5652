"""Rupiah as people write them."""


def rupiah(amount: int) -> str:
    """`1480000000` -> `Rp1.480.000.000`; amounts are whole rupiah."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")
