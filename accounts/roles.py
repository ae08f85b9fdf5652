"""What follows when a role ends."""

from collections.abc import Callable
from typing import Any

from accounts.models import Membership
from accounts.principals import Principal

_after_end: list[Callable[[Membership, Principal], Any]] = []


def after_end(hook: Callable[[Membership, Principal], Any]) -> None:
    """Let a higher room free, in the same transaction, what a person held by a role that has ended."""
    _after_end.append(hook)


def ended(membership: Membership, *, by: Principal) -> None:
    """Tell every room that asked for it; to be called in the transaction that ends the role."""
    for hook in _after_end:
        hook(membership, by)
