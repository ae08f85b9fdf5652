"""`manage.py rebuild_clocks`: count every open clock afresh. `--check` only says where the stored rows differ."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases.models import Case
from workflows.clocks.store import differences, refresh


class Command(BaseCommand):
    help = "Count open clocks and the queue afresh from the events; --check only compares."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail where something differs"
        )

    def handle(self, *args, check, **options):
        cases = Case.objects.order_by("pk")
        if check:
            found = [line for case in cases.iterator(200) for line in differences(case)]
            for line in found:
                self.stdout.write(line)
            if found:
                raise CommandError(f"{len(found)} differences")
            self.stdout.write("Stored clocks equal the fold.")
            return
        count = 0
        for pk in cases.values_list("pk", flat=True).iterator(1000):
            with transaction.atomic():
                refresh(Case.objects.select_for_update(of=("self",)).get(pk=pk), why="rebuild")
            count += 1
        self.stdout.write(f"{count} cases counted.")
