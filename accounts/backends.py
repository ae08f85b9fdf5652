"""Who a session belongs to, with what they may do."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import Membership, User


class OfficerBackend(AuthenticationBackend):
    """allauth's log-in; with the person come their current roles, so that both are asked for at once, anew with
    every request."""

    def get_user(self, user_id: int) -> User | None:
        held = list(
            Membership.objects.current()
            .filter(user=user_id)
            .select_related("user", "office")
            .order_by("office_id")
        )
        if not held:
            return super().get_user(user_id)
        user = held[0].user
        user.held = held
        return user if self.user_can_authenticate(user) else None
