"""The state column and its guard (docs/adr/0001, docs/adr/0002)."""

from django.db import models
from django_fsm import ConcurrentTransitionMixin, FSMField


class StatusField(FSMField):
    """A protected state column that migrations see as a plain CharField."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs


class StatusGuard(ConcurrentTransitionMixin):
    """Refuses to save a stale status; lets `refresh_from_db` set it without lifting the protection.

    The library's own mixin lifts it on the class while it refreshes: for other threads too, and for good
    where the row is gone.
    """

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        if fields is None or "status" in fields:
            self.__dict__.pop("status", None)
        models.Model.refresh_from_db(self, using=using, fields=fields, from_queryset=from_queryset)
        self._update_initial_state()
