"""The ways to reach people, by name. CONTRIBUTING.md says how to add one."""

from notifications.channels.base import Channel, Message, Sent
from notifications.channels.email import Email
from notifications.channels.in_app import InApp

IN_APP, EMAIL = "in_app", "email"

CHANNELS: dict[str, Channel] = {IN_APP: InApp(), EMAIL: Email()}

__all__ = ["CHANNELS", "EMAIL", "IN_APP", "Channel", "Message", "Sent"]
