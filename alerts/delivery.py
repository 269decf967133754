"""One message out through Apprise, under an id that stays the same when it is sent again."""

import logging
import smtplib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, formatdate
from typing import Any

import apprise
from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.smtp import AppriseSMTPController

from alerts.target import Target, plugin, without_secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What leaves: plain text, and the id that a receiver can know a repetition by."""

    id: str
    subject: str
    body: str
    link: str = ""
    repeated: bool = False


class DeliveryError(Exception):
    """A target did not take the message; the text holds no secret of its address."""


def connect(target: Target) -> Callable[[Message], None]:
    """The way to one target: call it with a message; it raises DeliveryError."""
    service = plugin(target.url)
    if service is None:
        raise DeliveryError(f"{target.shown} is not an address that Apprise knows")
    if isinstance(service, NotifyEmail) and not service.pgp_mode.startswith(("s", "e")):
        return lambda message: _guarded(target, lambda: _mail(service, target, message))
    return lambda message: _guarded(target, lambda: _notify(service, message))


def _guarded(target: Target, send: Callable[[], bool]) -> None:
    heard = _Heard()
    logger = logging.getLogger("apprise")
    logger.addHandler(heard)
    try:
        taken = send()
    except (OSError, smtplib.SMTPException, RuntimeError, ValueError) as error:
        reason = without_secrets(f"{type(error).__name__}: {error}", target.url)
        raise DeliveryError(f"{target.shown}: {reason}") from None
    finally:
        logger.removeHandler(heard)
    if not taken:
        reason = without_secrets(" ".join(heard.lines), target.url) or "it refused the message"
        raise DeliveryError(f"{target.shown}: {reason}")


class _Heard(logging.Handler):
    """What Apprise says about a failure in this thread; it returns no reason."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread and len(self.lines) < 3:  # noqa: PLR2004  # enough to tell
            self.lines.append(record.getMessage()[:200])


def _notify(service: Any, message: Message) -> bool:
    extras = getattr(service, "payload_extras", None)
    if isinstance(extras, dict):  # json, xml and form: fields beside the text
        extras |= {
            "alert": message.id,
            "link": message.link,
            "possibly_sent_before": "yes" if message.repeated else "no",
        }
    return bool(
        service.notify(
            body=message.body,
            title=message.subject,
            notify_type=apprise.NotifyType.INFO,
            body_format=apprise.NotifyFormat.TEXT,
        )
    )


def _mail(service: Any, target: Target, message: Message) -> bool:
    """Apprise makes a new Message-ID for each attempt, so the letter is written here."""
    name, sender = service.from_addr
    letter = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    letter["From"] = formataddr((name or "Copywatch", sender))
    letter["To"] = target.recipient
    letter["Subject"] = message.subject
    letter["Date"] = formatdate()
    letter["Message-ID"] = f"<{message.id}@copywatch.{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834
    letter["X-Copywatch-Alert"] = message.id
    if service.reply_to:
        letter["Reply-To"] = ", ".join(sorted(service.reply_to))
    letter.set_content(message.body)
    with AppriseSMTPController(
        host=service.smtp_host,
        port=service.port,
        secure_mode=service.secure_mode,
        user=service.user,
        password=service.password,
        verify_certificate=service.verify_certificate,
        socket_connect_timeout=service.socket_connect_timeout,
    ) as smtp:
        return bool(smtp.sendmail(sender, [target.recipient], letter.as_string()))
