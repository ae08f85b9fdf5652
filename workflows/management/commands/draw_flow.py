"""Draw docs/flow.md from the table of moves."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from workflows.drawing import document


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        with translation.override("id"):
            Path(settings.BASE_DIR, "docs", "flow.md").write_text(document(), encoding="utf-8")
