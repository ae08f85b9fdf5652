"""Amounts, dates, statuses and places on a page, said the same way everywhere."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms import BoundField
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core import clock, money
from core.dates import period, written
from intake.bare import BARE_KINDS
from workflows.clocks.rules import RULES

register = template.Library()

ROOTS = {"satgas": "/satgas/", "ministry": "/kementerian/", "receiving": "/pelimpahan/"}

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def _in(zone: str | None) -> ZoneInfo:
    return ZoneInfo(zone or settings.TIME_ZONE)


def _day(value: date | datetime, zone: str | None = None) -> date:
    """The calendar day of a moment in the office's zone; a plain date is already one."""
    if isinstance(value, datetime):
        return value.astimezone(_in(zone)).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def has_bare_copy(file: Any) -> bool:
    """Whether a file is of a kind that can be copied without its metadata."""
    return file.media_type in BARE_KINDS


@register.filter
def rupiah(amount: int | None) -> str:
    """`1480000000` -> `Rp1.480.000.000`; nothing known is a dash."""
    return "–" if amount is None else money.rupiah(amount)


@register.filter
def angka(number: int | None) -> str:
    """A count with its dots: `10000` -> `10.000` (English `10,000`)."""
    if number is None:
        return "–"
    text = f"{number:,}"
    return text if (get_language() or "").startswith("en") else text.replace(",", ".")


@register.filter
def bulan(claim: Any) -> str:
    """The months that a claim is about: `Juli 2025`, `Jul 2025 – Sep 2025`; empty where they are not known."""
    return period(claim.period_from, claim.period_to)


@register.filter
def tanggal(value: date | datetime | None, zone: str | None = None) -> str:
    """`Sen, 30 Nov 2026`, for officers. A moment is read in `zone` (an IANA name), else in WITA."""
    return written(_day(value, zone), short=True) if value else "–"


@register.filter
def tanggal_panjang(value: date | datetime | None, zone: str | None = None) -> str:
    """`Senin, 30 November 2026`, for workers."""
    return written(_day(value, zone)) if value else "–"


@register.filter
def waktu(value: datetime | str | None, zone: str | None = None) -> str:
    """`Sen, 30 Nov 2026, 09.30 WITA` in the office's `zone`. Takes the ISO text of stored facts, too."""
    return _moment(value, zone, short=True)


@register.filter
def waktu_panjang(value: datetime | str | None, zone: str | None = None) -> str:
    """`Senin, 30 November 2026, 09.30 WITA`, on what a worker keeps and shows to others."""
    return _moment(value, zone, short=False)


def _moment(value: datetime | str | None, zone: str | None, *, short: bool) -> str:
    if isinstance(value, str):
        value = parse_datetime(value)
    if not value:
        return "–"
    there = value.astimezone(_in(zone))
    separator = ":" if (get_language() or "").startswith("en") else "."
    name = ZONES.get(zone or settings.TIME_ZONE, there.tzname())
    return f"{written(there.date(), short=short)}, {there:%H}{separator}{there:%M} {name}"


@register.filter
def past(value: date | datetime | None) -> bool:
    """Whether a moment, or the end of a day, is behind us."""
    if isinstance(value, datetime):
        return value < clock.now()
    return value is not None and value < _day(clock.now())


@register.filter
def age(row) -> str:
    """How far a date is, for a row with `days` (working days left, negative where past) and `late` or `due_at`."""
    if row.days is None:
        return ""
    late = row.late if hasattr(row, "late") else past(row.due_at)
    if late and not row.days:
        return _("baru lewat")  # on a day off after it
    if late:
        return ngettext("lewat %(n)s hari kerja", "lewat %(n)s hari kerja", -row.days) % {"n": -row.days}
    if row.days < 0:
        return _("sudah lewat")  # nobody is late: silence was an answer, or a right has ended
    if not row.days:
        return _("hari terakhir")
    return ngettext("sisa %(n)s hari kerja", "sisa %(n)s hari kerja", row.days) % {"n": row.days}


@register.filter
def clock_label(name: str) -> str:
    """What a clock is for: `ministry_admin_check` -> `Pemeriksaan administrasi Kementerian`."""
    return str(RULES[name].label) if name in RULES else name


@register.filter
def clock_source(name: str) -> str:
    """Where a clock's length comes from."""
    return str(RULES[name].source) if name in RULES else ""


@register.filter
def digest(text: str) -> str:
    """A SHA-256 that may be broken into lines, every eight characters."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((text[at : at + 8],) for at in range(0, len(text), 8)))


# --- Statuses: the colour says the kind of situation, the words say which -----------------------------------

COLOURS = {
    "submitted": "blue",
    "awaiting_completion": "yellow",
    "under_review": "blue",
    "in_bipartit": "teal",
    "in_clarification": "teal",
    "in_mediation": "teal",
    "recommended": "purple",
    "in_settlement": "green",
    "in_court": "purple",
    "referred": "orange",
    "escalated": "magenta",
    "ministry_review": "magenta",
    "ministry_recommended": "magenta",
    "closed": "grey",
    "late": "red",
    "blocked": "red",
    "breached": "red",
    "returned": "orange",
    "pending": "yellow",
    "stated": "yellow",
    "disputed": "orange",
    "confirmed": "green",
    "acknowledged": "green",
}


@register.simple_tag
def status_tag(value, label: str = "", colour: str = "") -> str:
    """A tag for a status: `{% status_tag case.status case.get_status_display %}`.

    `value` is the code (or a TextChoices member, whose label is then used); an unknown code is grey.
    """
    text = label or getattr(value, "label", None) or str(value)
    shade = colour or COLOURS.get(str(value), "grey")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', shade, text)


# --- Navigation ---------------------------------------------------------------------------------------------


@register.inclusion_tag("shared/doors.html", takes_context=True)
def doors_bar(context) -> dict:
    """The doors of somebody with roles in several offices, the present one marked; nothing for everybody else."""
    doors, request = context.get("doors") or (), context.get("request")
    if len(doors) < 2 or request is None:
        return {}
    here = [door for door in doors if request.path.startswith(ROOTS[door.name])]
    office = request.GET.get("kantor", "")
    if len(here) > 1:  # several offices behind one door: the list says which one it shows
        here = [door for door in here if str(door.office.id) == office]
    several = {door.name for door in doors if sum(other.name == door.name for other in doors) > 1}
    return {
        "doors": [
            {
                "door": door,
                "url": f"{door.url}?kantor={door.office.id}" if door.name in several else door.url,
                "current": door in here,
            }
            for door in doors
        ]
    }


@register.inclusion_tag("shared/nav_item.html", takes_context=True)
def nav_item(context, name: str, label: str, exact: bool = False, news: str = "", also: str = "") -> dict:
    """One item of a navigation, marked where it leads here or to what begins like the page `also`, with how many news
    are unread; nothing where no such page exists yet."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return {}
    path = getattr(context.get("request"), "path", "")
    current = path == url or (not exact and path.startswith(url)) or (also and path.startswith(reverse(also)))
    return {"url": url, "label": label, "current": current, "news": news}


# --- Forms --------------------------------------------------------------------------------------------------


@register.simple_tag
def label_of(field: BoundField) -> dict:
    """How a field is labelled: its text, size, whether it is the page's heading, whether it stands inside."""
    form = field.form
    text = field.label
    widget = field.field.widget
    inside = getattr(widget, "input_type", "") == "checkbox" and not field.use_fieldset
    if getattr(form, "mark_optional", False) and not field.field.required and not inside:
        text = _("%(label)s (boleh dilewati)") % {"label": text}
    is_heading = getattr(form, "heading", "") == field.name
    return {
        "text": text,
        "is_heading": is_heading,
        "size": "l" if is_heading else getattr(form, "label_size", "s"),
        "inside": inside,
    }


def _box(field: BoundField, code: str | None) -> str:
    """The id of the control that an error is about."""
    if not field.use_fieldset:
        return field.id_for_label or field.auto_id
    part = {"month": 1, "year": 2}.get(code or "", 0)
    return f"{field.auto_id}_{part}"


@register.filter
def error_links(form) -> list[tuple[str, str]]:
    """(target id, message) of every error, in the order of the fields; those of the whole form first."""
    links = [("form-error", str(message)) for message in form.non_field_errors()]
    for field in form:
        if field.name in form.errors:
            for error in form.errors[field.name].as_data():
                links += [(_box(field, error.code), str(message)) for message in error.messages]
    return links


@register.simple_tag
def galat() -> str:
    """What the title of a page begins with when its form has errors."""
    return pgettext("judul halaman", "Galat: ")


@register.inclusion_tag("shared/sorted_by.html", takes_context=True)
def sorted_by(context, order: str, label: str, name: str = "urut") -> dict:
    """The heading of a column by which a list can be put in order, from its first page on; once more takes it back."""
    query = context["request"].GET.copy()
    chosen = query.get(name) == order
    query.pop("halaman", None)
    if chosen:
        del query[name]
    else:
        query[name] = order
    return {"url": f"?{query.urlencode()}", "label": label, "chosen": chosen}


@register.simple_tag(takes_context=True)
def page_query(context, name: str, number: int) -> str:
    """`?status=late&halaman=2`: the address of another page of the same list."""
    query = context["request"].GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"
