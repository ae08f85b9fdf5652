"""Check every chain and every daily root; name the first broken link of each."""

from django.core.management.base import BaseCommand, CommandError

from cases.audit import verify_all
from cases.models import AuditRoot, Case


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        broken = list(verify_all())
        for link in broken:
            self.stderr.write(f"{link.where}: {link.what}")
        if broken:
            raise CommandError(f"{len(broken)} broken")
        self.stdout.write(f"{Case.objects.count()} chains and {AuditRoot.objects.count()} daily roots hold")
