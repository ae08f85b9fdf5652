"""What the law says is owed, for requests on standard input. Stateless: nothing is read from or kept in the database."""

import json
import sys
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand

from cases.rulebook import answer_to
from core import collecting

NOT_JSON = {"id": "satu objek JSON atau sebuah larik objek", "en": "one JSON object or an array of them"}


class Command(BaseCommand):
    help = "Read one JSON object or an array of them (docs/law.md) from stdin; write the results as JSON."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = sys.stdin.read().removeprefix("\ufeff")  # as Notepad writes it
            asked = json.loads(text, parse_float=Decimal)
        except (ValueError, RecursionError):
            all_good = self._write(
                {"errors": [{"field": "", "code": "json", "expected": NOT_JSON}]}, indent=2
            )
        else:
            with collecting.put_off():
                many = isinstance(asked, list)
                all_good = self._each(asked) if many else self._write(answer_to(asked), indent=2)
        self.stdout.write("")
        if not all_good:
            sys.exit(1)

    def _each(self, asked: list) -> bool:
        """One result a line, written as soon as it is computed: a list of many thousands is never held as a whole."""
        all_good, before = True, "[\n"
        for one in asked:
            self.stdout.write(before, ending="")
            all_good = self._write(answer_to(one)) and all_good
            before = ",\n"
        self.stdout.write("\n]" if asked else "[]", ending="")
        return all_good

    def _write(self, answer: dict[str, Any], *, indent: int | None = None) -> bool:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=indent), ending="")
        return "errors" not in answer
