"""Read one mail that came back from standard input, as a mail server hands it over, and mark what it tells of.

Reading it twice changes nothing more. Ends with 0 whatever the mail was, so that no bounce answers a bounce, and with
75 (try again later) while the database does not answer.
"""

import os
import sys

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

from notifications import bounces

LARGEST = 5 * 1024 * 1024
"""Bytes that are read; what is returned beyond them is the text of the mail, which tells nothing."""


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args, **options) -> None:
        raw = sys.stdin.buffer.read(LARGEST)
        try:
            taken = bounces.read(raw)
        except (OperationalError, InterfaceError) as error:
            self.stderr.write(type(error).__name__)
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(str(taken))
