"""Letters that leave over SMTP. Whoever writes one gives plain text and safe HTML; headers cannot be smuggled in."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec

SECONDS = 30.0
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter says. `subject` is ours, never somebody else's words."""

    subject: str
    text: str
    html: str


class MailFailed(Exception):
    """It did not leave. `permanent`: this recipient or letter will never be taken."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


def is_address(text: str) -> bool:
    """Whether a letter can be sent there: one plain ASCII address and nothing else."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


class Mailer:
    """One SMTP server. `url` is smtp(s)://user:password@host:port; `sender` the address that letters come from."""

    def __init__(self, url: str, *, sender: str) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host, self._port = parts.hostname or "", parts.port or (465 if self._tls else 25)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender = sender

    async def send(
        self, letter: Letter, *, to: str, name: str, id: str, automatic: bool = False, answers: str | None = None
    ) -> None:
        """Hand a letter to the server. `name` stands before our address, `id` makes a second attempt recognisable as
        the same letter; `automatic`: no person wrote it; `answers`: where replies go, if not to our address. Raises
        `MailFailed`.
        """
        message = self._message(letter, to=to, name=name, id=id, automatic=automatic)
        if answers is not None and answers != self._sender:
            message["Reply-To"] = Address(addr_spec=answers)
        try:
            await aiosmtplib.send(
                message,
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls,
                timeout=SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise MailFailed("recipient_refused", permanent=all(one.code >= 500 for one in error.recipients)) from error
        except aiosmtplib.SMTPResponseException as error:
            # A refused sign-in is mended by an administrator, not by giving the letter up.
            signing_in = isinstance(error, aiosmtplib.SMTPAuthenticationError)
            raise MailFailed(f"smtp_{error.code}", permanent=error.code >= 500 and not signing_in) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailFailed(type(error).__name__, permanent=False) from error

    def _message(self, letter: Letter, *, to: str, name: str, id: str, automatic: bool) -> EmailMessage:
        if not is_address(to):
            raise MailFailed("address_refused", permanent=True)
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(display_name=_line(name), addr_spec=self._sender)
        message["To"] = Address(addr_spec=to)
        message["Subject"] = _line(letter.subject)
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{id}@{self._sender.partition('@')[2]}>"
        if automatic:
            message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        return message


def _line(text: str) -> str:
    """One line of printable characters: whatever else stood there becomes a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
