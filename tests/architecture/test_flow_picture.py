from pathlib import Path

from django.conf import settings
from django.utils import translation

from workflows.drawing import document


def test_the_drawn_flow_is_what_the_table_says():
    with translation.override("id"):
        drawn = document()
    stored = Path(settings.BASE_DIR, "docs", "flow.md").read_text(encoding="utf-8")
    assert stored == drawn, "stale: run `python manage.py draw_flow`"
