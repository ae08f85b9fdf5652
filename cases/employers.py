"""The same company under the names that people give it."""

import re

from cases.models import Employer

_FORMS = re.compile(r"\b(PT|CV|UD|PD|TBK|PERSERO|FIRMA|FA)\b\.?")


def name_key(name: str) -> str:
    """`PT. Maju Jaya, Tbk` and `maju jaya` are one company."""
    bare = _FORMS.sub(" ", name.upper())
    return re.sub(r"[^A-Z0-9]+", " ", bare).strip() or name.upper().strip()


def employer_named(name: str, *, address: str = "", nib: str = "") -> Employer:
    """The company of that name (NIB first, where given), entered where it is not known yet."""
    known = Employer.objects.filter(nib=nib).first() if nib else None
    known = known or Employer.objects.filter(name_key=name_key(name)).first()
    return known or Employer.objects.create(
        legal_name=name.strip(), name_key=name_key(name), address=address, nib=nib
    )
