"""What can go wrong, said once. Portals and the API turn these into words and status codes."""


class HakPekerjaError(Exception):
    """Any refusal of ours."""


class NotFound(HakPekerjaError):
    """Absent, or not yours: the same answer for both."""
