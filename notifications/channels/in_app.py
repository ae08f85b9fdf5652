"""The inbox inside the system: the row is the message, and writing it is the delivery."""

from notifications.channels.base import Message, Sent


class InApp:
    contact = ""
    private = True

    def send(self, message: Message) -> Sent:
        return Sent("delivered")
