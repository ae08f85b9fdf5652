"""The words of a notification, in the recipient's language.

What is sent (`as_sent`) may be read by others in the house or at work: it names the reference, whose move it is and
by when; never the employer, the matter or a person. What stands inside (`inside`) is read behind the receipt or the
log-in, and says what happened.
"""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.channels import EMAIL, IN_APP
from notifications.models import Notification
from workflows.actions import ACTIONS
from workflows.clocks.rules import Holder


def as_sent(notification: Notification) -> tuple[str, str]:
    """Subject and text of a message that leaves the system."""
    with translation.override(notification.language):
        rendered = render_to_string(
            f"notifications/{notification.template}.txt",
            {
                "reference": notification.case.reference,
                "next_step": next_step(notification),
                "address": address(notification),
                "for_worker": notification.user_id is None,
            },
        )
    subject, _line, text = rendered.strip().partition("\n")
    return subject.strip(), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def inside(notification: Notification) -> str:
    """What the inbox says, in the language of the page: what happened, then the next step."""
    return f"{happened(notification)} {next_step(notification)}".strip()


def happened(notification: Notification) -> str:
    if notification.user_id is None:
        for action in ACTIONS.values():
            if action.event == notification.event.kind and action.told and not action.internal:
                return str(action.told)
    template = f"notifications/{notification.template}.txt"
    rendered = render_to_string(template, {"reference": notification.case.reference}).strip()
    return rendered.partition("\n")[0].strip() + "."


def why_it_failed(code: str) -> str:
    """In plain words why a notification was given up, and what helps. `code`: of SMTP (550), of a bounce (5.1.1), or
    the class of an error."""
    kind, _dot, detail = code.partition(".")
    if code in ("550", "551", "553") or (kind == "5" and detail.startswith("1.")):
        return _("Alamat surelnya tidak ada atau salah tulis. Tanyakan alamat yang benar.")
    if code in ("452", "552") or detail.startswith("2.2"):
        return _("Kotak suratnya penuh. Coba lagi nanti, atau hubungi dengan cara lain.")
    if kind[:1] == "5" and kind not in ("530", "535"):
        return _("Server surel penerima menolaknya. Hubungi dengan cara lain.")
    if kind[:1] == "4":
        return _(
            "Server surel penerima berkali-kali tidak menerimanya. Coba lagi, atau hubungi dengan cara lain."
        )
    return _("Server surel kami sendiri tidak dapat mengirim. Beri tahu pengelola sistem, lalu coba lagi.")


CHANNEL_NAMES = {IN_APP: gettext_lazy("Di dalam sistem"), EMAIL: gettext_lazy("Surel")}


def channel_name(name: str) -> str:
    return str(CHANNEL_NAMES.get(name, name))


def next_step(notification: Notification) -> str:
    """Whose move it was when this was written, and by when; empty where no clock ran."""
    facts = notification.facts
    if not facts.get("due_on"):
        return ""
    words = {
        "holder": _holder(facts),
        "day": date_format(date.fromisoformat(facts["due_on"]), "l, j F Y"),
    }
    if facts.get("late"):
        return _("Batas waktunya, %(day)s, sudah lewat. Giliran: %(holder)s.") % words
    if notification.user_id:
        return _("Giliran: %(holder)s, paling lambat %(day)s.") % words
    if facts.get("holder") == Holder.WORKER:
        return _("Langkah berikut ada pada Anda, paling lambat %(day)s.") % words
    if facts.get("holder") == Holder.BOTH:
        return _("Langkah berikut ada pada Anda dan perusahaan, paling lambat %(day)s.") % words
    if facts.get("holder") == Holder.SATGAS:
        return (
            _(
                "Kami mengerjakannya paling lambat %(day)s. Anda tidak perlu melakukan apa-apa sampai saat itu."
            )
            % words
        )
    return _("Langkah berikut ada pada %(holder)s, paling lambat %(day)s.") % words


def _holder(facts: dict[str, Any]) -> str:
    names = {
        Holder.SATGAS: _("petugas Satgas"),
        Holder.SUPERVISOR: _("penyelia"),
        Holder.MEDIATOR: _("mediator"),
        Holder.WORKER: _("pekerja"),
        Holder.EMPLOYER: _("perusahaan"),
        Holder.BOTH: _("pekerja dan perusahaan"),
        Holder.MINISTRY: _("Kementerian HAM"),
        Holder.RECEIVER: _("instansi penerima"),
        Holder.PAYER: _("pihak yang berjanji membayar"),
        Holder.BODY: _("pihak yang diberi rekomendasi"),
    }
    return names.get(facts.get("holder", ""), _("pihak yang bersangkutan"))


def address(notification: Notification) -> str:
    """The page to open. It holds the reference at most, which is no secret."""
    page = settings.PAGES_OF_A_CASE["worker" if notification.user_id is None else "officer"]
    return settings.PUBLIC_URL + page.format(reference=notification.case.reference)
