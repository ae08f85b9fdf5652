"""Check every chain, every daily root and the ledger beside them; name the first broken link of each, and each wrong row."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.audit import export_file, exported_roots, verify_all
from cases.models import AuditRoot, Case


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--roots",
            type=Path,
            help="a copy of audit/roots.txt that was kept elsewhere; default: the one here",
        )

    def handle(self, *args, roots: Path | None = None, **options) -> None:
        if roots and not roots.exists():
            raise CommandError(f"There is no file {roots}")
        broken = list(verify_all(roots))
        for link in broken:
            self.stderr.write(f"{link.where}: {link.what}")
        if broken:
            raise CommandError(f"{len(broken)} broken")
        exported = len(exported_roots(roots or export_file()))
        self.stdout.write(
            f"{Case.objects.count()} chains and {AuditRoot.objects.count()} daily roots hold, {exported} as exported"
        )
