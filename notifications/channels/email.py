"""E-mail by SMTP (Django's EMAIL_* settings).

"Accepted" means that the mail server answered 250 for this recipient; a bounce comes later (notifications.bounces) or
never, and what did not come back within two days counts as delivered. The one window in which a mail can go out twice
lies between that answer and our record of it: docs/notifications.md.
"""

import contextlib
import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from notifications.channels.base import MAX_SECONDS, Message, Sent

CONNECT_SECONDS = MAX_SECONDS / 2
GREYLISTED = timedelta(minutes=5)


class Email:
    contact = "email"
    private = False
    means = "email"
    settles_after = timedelta(days=2)

    def send(self, message: Message) -> Sent:
        began = time.monotonic()
        connection = get_connection()
        try:
            connection.open()
            if time.monotonic() - began > CONNECT_SECONDS:
                return Sent("failed", retryable=True, code="slow")
            with _cut_off_after(connection, MAX_SECONDS - CONNECT_SECONDS):
                connection.send_messages([_mail(message)])
        except (smtplib.SMTPException, OSError) as error:
            return _failure(error)
        finally:
            # A server that took the mail and then hangs up took the mail all the same.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.close()
        return Sent("accepted", id=message_id(message))


def message_id(message: Message) -> str:
    """The same for every try of one notification."""
    return f"<{message.id}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def _mail(message: Message) -> EmailMessage:
    headers = {
        "Message-ID": message_id(message),
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(message.subject, message.text, to=[message.to], headers=headers)


@contextlib.contextmanager
def _cut_off_after(connection: Any, seconds: float) -> Iterator[None]:
    """Close the line after so many seconds in all: the socket's own time-out starts anew with every byte."""
    line = getattr(getattr(connection, "connection", None), "sock", None)

    def cut() -> None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut) if line else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        if timer:
            timer.cancel()


def _failure(error: Exception) -> Sent:
    """A refusal of this recipient or this mail (5xx) is final; everything else may pass: it lies with a server or us."""
    code = _code(error)
    if not code:
        return Sent("failed", retryable=True, code=type(error).__name__)
    final = code >= 500 and isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    after = GREYLISTED if code in (450, 451) else None
    return Sent("failed", retryable=not final, retry_after=after, code=str(code))


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _text in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0) or 0)
