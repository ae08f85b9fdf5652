"""Events that could not be handed on, tried again and again: a fault of ours. Ends with an error while there are any."""

from django.core.management.base import BaseCommand, CommandError

from workflows.relay import stuck


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        rows = stuck()
        for row in rows:
            where = f"{row.event.case.reference}#{row.event.seq} {row.event.kind}"
            self.stdout.write(f"{where} -> {row.subscriber}: {row.attempts} attempts, {row.error}")
        if rows:
            raise CommandError(f"{len(rows)} stuck")
        self.stdout.write("Nothing is stuck.")
