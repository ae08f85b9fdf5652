"""Guards that several actions share. Each gives the reason why not, or None."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.principals import Principal
from cases.vocabulary import GrantScope
from workflows.facts import CaseFacts
from workflows.settings import acts_as_labour_office


def no_open_approval(facts: CaseFacts, by: Principal):
    if facts.open_records("approval"):
        return _("Masih ada persetujuan yang menunggu penyelia.")


def no_statutory_clock(facts: CaseFacts, by: Principal):
    """No statutory clock may run when the whole case is handed over: nothing suspends it."""
    from workflows.clocks.rules import STATUTORY

    if any(facts.runs(clock) for clock in STATUTORY):
        return _("Tenggat undang-undang masih berjalan. Serahkan sebagai pendamping, perkara tetap di kota.")


def done_by_the_labour_office(*roles: str):
    """A guard: disputes are registered, mediated and recommended on by the office responsible for labour (UU 2/2004 Arts.
    1 no. 11-12, 4, 8). Whoever acts does so in one of `roles` there."""

    def guard(facts: CaseFacts, by: Principal):
        here = facts.case.office
        handling = facts.offices_with(GrantScope.HANDLE)
        offices = {office for office, role in by.roles if role in roles and office in handling}
        if here.pk in offices and acts_as_labour_office(here):
            return None
        if any(map(acts_as_labour_office, Office.objects.filter(pk__in=offices - {here.pk}))):
            return None
        return _(
            "Perselisihan dicatatkan dan dimediasi oleh dinas tenaga kerja (UU 2/2004 Pasal 4 dan 8), dan kantor Anda tidak bertindak sebagai dinas. Minta bantuannya lewat “Minta bantuan instansi lain”."
        )

    return guard


def nothing_settled_is_unpaid(facts: CaseFacts, by: Principal):
    """A debt that was agreed or determined is not closed away; another case or body may carry it, or the worker may
    say themself that they let it go."""
    if facts.settled:
        return _(
            "Ada uang yang sudah disepakati, ditetapkan, atau diputus tetapi belum dibayar. Perkara tidak boleh ditutup seperti ini."
        )


def nothing_outstanding(facts: CaseFacts, by: Principal):
    if facts.outstanding:
        return _("Masih ada uang pekerja yang belum dibayar dan dikonfirmasi.")
