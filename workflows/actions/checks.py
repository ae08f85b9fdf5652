"""What is asked of the days that are typed, in every section."""

from django.utils.translation import gettext_lazy as _

from core import clock


def not_in_future(*fields):
    """A check that these dates are not later than today: an officer records what has happened.

    `past` names them to the form, which says so beside whatever else is wrong (workflows.forms).
    """

    def check(facts, params, by):
        today = clock.today()
        return {
            name: _("Tanggal ini belum terjadi. Tulis tanggal hari ini atau sebelumnya.")
            for name in fields
            if (day := getattr(params, name)) and day > today
        }

    check.past = fields
    return check


def all_of(*checks):
    def check(facts, params, by):
        errors = {}
        for one in checks:
            errors |= {name: text for name, text in one(facts, params, by).items() if name not in errors}
        return errors

    check.past = tuple(name for one in checks for name in getattr(one, "past", ()))
    return check


def not_past(field):
    def check(facts, params, by):
        if getattr(params, field) < clock.today():
            return {field: _("Tulis tanggal hari ini atau sesudahnya.")}
        return {}

    return check
