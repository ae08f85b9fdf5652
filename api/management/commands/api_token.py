"""Make, list or revoke tokens for programs: `api_token create petugas@... "Aplikasi kasir"`."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from api.authentication import new_token
from api.models import ApiToken
from core import clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        create = does.add_parser("create")
        create.add_argument("email")
        create.add_argument("name")
        does.add_parser("list")
        does.add_parser("revoke").add_argument("id", type=int)

    def handle(self, *args, does: str, **options) -> None:
        getattr(self, does)(**{name: options[name] for name in ("email", "name", "id") if name in options})

    def create(self, email: str, name: str) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError("No account has this e-mail address.")
        self.stdout.write(new_token(user, name=name))

    def list(self) -> None:
        for token in ApiToken.objects.filter(revoked_at=None).select_related("user"):
            self.stdout.write(
                f"{token.pk:4} {token.name:30} {token.user.email:34} {token.last_used_on or '-'}"
            )

    def revoke(self, id: int) -> None:
        if not ApiToken.objects.filter(pk=id, revoked_at=None).update(revoked_at=clock.now()):
            raise CommandError("No such token is in use.")
