"""What is done with is forgotten after a while; what somebody may still ask for is not."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from cases.models import CaseEvent, OutboxRow, ServiceRecord
from core import clock, pruning
from notifications import arrivals, delivery, tasks
from notifications.models import DeliveryAttempt, Notification
from workflows import relay
from workflows.models import OpenClock

pytestmark = pytest.mark.django_db

LATER = timedelta(days=200)


@pytest.fixture
def told(reviewed, act, team):
    """A case of which all was told, one mail came to nothing, and one event is not handed on yet."""
    act(reviewed, "request_completion", team.officer, items="Slip gaji")
    relay.relay()
    for pk in Notification.objects.filter(state="waiting").values_list("pk", flat=True):
        delivery.deliver(pk)
    dead = Notification.objects.filter(state="accepted").order_by("pk")[0]
    arrivals.came_back(dead, code="5.1.1")
    with clock.at(clock.now() + timedelta(days=3)):
        arrivals.settle()
    waits = OutboxRow.objects.order_by("pk")[0]
    OutboxRow.objects.filter(pk=waits.pk).update(done_at=None)
    return dead, waits


def test_old_rows_go_and_nothing_that_somebody_may_ask_for(told, monkeypatch):
    dead, waits = told
    monkeypatch.setattr(pruning, "AT_ONCE", 1)  # batch after batch
    kept = {model: model.objects.count() for model in (Notification, CaseEvent, OpenClock, ServiceRecord)}
    handled = OutboxRow.objects.exclude(done_at=None).count()
    ended_well = DeliveryAttempt.objects.exclude(notification=dead).count()
    assert handled > 1
    assert ended_well > 1
    with clock.at(clock.now() + LATER):
        assert (relay.prune(), delivery.prune()) == (handled, ended_well)
        assert (relay.prune(), delivery.prune()) == (0, 0), "safe to run twice"
    assert list(OutboxRow.objects.all()) == [waits]
    assert set(DeliveryAttempt.objects.values_list("notification", flat=True)) == {dead.pk}
    assert kept == {model: model.objects.count() for model in kept}
    call_command("verify_audit")
    call_command("rebuild_clocks", check=True)
    relay.relay()  # what waited is handed on as ever
    assert not OutboxRow.objects.filter(done_at=None).exists()


def test_nothing_goes_before_its_time(told, settings):
    rows = (OutboxRow.objects.count(), DeliveryAttempt.objects.count())
    with clock.at(clock.now() + timedelta(days=settings.KEEP_DONE_DAYS - 1)):
        assert (tasks.prune_attempts(), relay.prune()) == (0, 0)
    assert (OutboxRow.objects.count(), DeliveryAttempt.objects.count()) == rows


def test_zero_keeps_everything(told, settings):
    settings.KEEP_DONE_DAYS = 0
    with clock.at(clock.now() + 10 * LATER):
        assert (tasks.prune_attempts(), relay.prune()) == (0, 0)
    assert OutboxRow.objects.exists()


def test_a_mail_that_is_not_settled_keeps_its_tries(reviewed):
    relay.relay()
    mail = Notification.objects.filter(state="waiting")[0]
    delivery.deliver(mail.pk)
    with clock.at(clock.now() + LATER):
        assert delivery.prune() == 0
