"""What the law says is owed, for requests on standard input. Stateless: nothing is read from or kept in the database."""

import json
import sys
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand

from cases.rulebook import answer_to

NOT_JSON = {"id": "satu objek JSON atau sebuah larik objek", "en": "one JSON object or an array of them"}


class Command(BaseCommand):
    help = "Read one JSON object or an array of them (docs/law.md) from stdin; write the results as JSON."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asked = json.load(sys.stdin, parse_float=Decimal)
        except (ValueError, RecursionError):
            answers: Any = {"errors": [{"field": "", "code": "json", "expected": NOT_JSON}]}
        else:
            answers = [answer_to(one) for one in asked] if isinstance(asked, list) else answer_to(asked)
        self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=2))
        if any("errors" in answer for answer in (answers if isinstance(answers, list) else [answers])):
            sys.exit(1)
