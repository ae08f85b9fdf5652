"""A fault of ours that keeps an event from being handed on is seen by whoever runs the system."""

import pytest
from django.core.management import CommandError, call_command

from cases.models import OutboxRow

pytestmark = pytest.mark.django_db


def test_events_that_could_not_be_handed_on_are_listed(case, capsys):
    call_command("stuck_events")
    assert "Nothing is stuck" in capsys.readouterr().out
    row = OutboxRow.objects.filter(event__case=case, subscriber="notifications").first()
    OutboxRow.objects.filter(pk=row.pk).update(attempts=5, error="KeyError")
    with pytest.raises(CommandError, match="1 stuck"):
        call_command("stuck_events")
    assert (
        f"{case.reference}#1 case.submitted -> notifications: 5 attempts, KeyError" in capsys.readouterr().out
    )
