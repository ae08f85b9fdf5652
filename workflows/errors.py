"""Why an action did not happen. Nothing was changed when one of these is raised."""

from core.errors import HakPekerjaError


class NotAllowed(HakPekerjaError):
    """The principal's role does not allow the action on this case (403)."""


class Stale(HakPekerjaError):
    """The case has changed since the principal saw it (409)."""


class Refused(HakPekerjaError):
    """The action is not possible now; `reasons` say why, in words for people (409)."""

    def __init__(self, reasons: list):
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons


class Invalid(HakPekerjaError):
    """The params do not fit; `errors` maps a field to what should be done (400)."""

    def __init__(self, errors: dict):
        super().__init__(", ".join(errors))
        self.errors = errors


class Busy(HakPekerjaError):
    """Another action holds the case; try again (503)."""
