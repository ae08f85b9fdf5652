"""Make the demo's offices, people and cases, and say who logs in with what.

Only where DEMO is on: the passwords are printed and the people are made up.
"""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases.models import Case
from demo import founding, singles
from demo.offices import PASSWORD, Team, make_team

KEPT = 2
"""Receipts that are printed, to follow a case with."""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--show", action="store_true", help="print only; make nothing")

    def handle(self, *args, show: bool, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Set DEMO=1: demo data never joins real cases.")
        if not show and not self._receipts.exists():
            self._make()
        self._show()

    @property
    def _receipts(self) -> Path:
        return Path(settings.DATA_DIR) / "demo-receipts.json"

    def _make(self) -> None:
        if Case.objects.exists():
            raise CommandError("There are cases already: demo data is made in an empty database only.")
        with transaction.atomic():
            team = make_team()
            self.stdout.write("303 pekerja dalam satu perkara …")
            founding.walk(team)
            kept = []
            for place, story in enumerate(singles.STORIES, start=1):
                filed = singles.tell(story, place, team)
                if story.steps and len(kept) < KEPT and len(story.steps) > 1:
                    kept.append([filed.case.reference, next(iter(filed.receipts.values()))])
        self._receipts.write_text(json.dumps(kept))

    def _show(self) -> None:
        team: Team = make_team()
        lines = [f"{user.email:34} {PASSWORD:20} {_roles(user)}" for user in team.people]
        self.stdout.write("\nMasuk / log in: /akun/login/\n" + "\n".join(lines))
        if self._receipts.exists():
            self.stdout.write("\nIkuti perkara / follow a case: /ikuti/")
            for reference, receipt in json.loads(self._receipts.read_text()):
                self.stdout.write(f"{reference:14} {receipt}")


def _roles(user) -> str:
    return ", ".join(str(membership.get_role_display()) for membership in user.memberships.all())
