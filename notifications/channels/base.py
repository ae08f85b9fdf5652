"""What every channel promises."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Protocol


@dataclass(frozen=True)
class Message:
    """What is sent. `id` is the same for every try of one notification: a provider can see the repetition by it."""

    id: str
    to: str
    subject: str
    text: str
    language: str


@dataclass(frozen=True)
class Sent:
    """What came of one try.

    state: "accepted" (the provider took it), "delivered" (it is with the person), "failed".
    id: the provider's id for it. retryable: whether another try may help; retry_after: not before that.
    code: the provider's answer in short (an SMTP or HTTP code, the class of an error); never a text or an address.
    """

    state: str
    id: str = ""
    retryable: bool = False
    retry_after: timedelta | None = None
    code: str = ""


class Channel(Protocol):
    """A way to reach people.

    contact: the field of a claimant or officer that holds their address ("email", "phone"; "" where none is needed).
    means: how a delivery by it is named where deliveries are proved (`ServiceRecord.Means`; "" where it is none).
    settles_after: how long after it was accepted, with nothing bad heard, it counts as delivered; None where only the
    provider's receipt says so.
    private: whether only the person themself can read what arrives. Where not, the text names neither the employer,
    nor the matter, nor a person.
    send: at most `MAX_SECONDS`, does not raise for what the other side does, and gives the same id to a repetition.
    """

    contact: ClassVar[str]
    private: ClassVar[bool]
    means: ClassVar[str]
    settles_after: ClassVar[timedelta | None]

    def send(self, message: Message) -> Sent: ...


# A try that takes longer must have ended itself: notifications.delivery leases a notification for a little more.
MAX_SECONDS = 20
