"""A real SMTP server that keeps what it is given, and can refuse."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """Letters in the order in which they came; `answers` are given instead of «taken» as long as there are any."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """What the server library calls with a whole letter."""
        if self.answers:
            return self.answers.pop(0)
        content: Any = envelope.content
        self.letters.append(cast("EmailMessage", message_from_bytes(content, policy=default)))
        self.recipients.extend(envelope.rcpt_tos)
        self._news.set()
        return "250 taken"

    async def holds(self, count: int, *, seconds: float = 30) -> list[EmailMessage]:
        """Wait until so many letters have come."""
        async with asyncio.timeout(seconds):
            while len(self.letters) < count:
                self._news.clear()
                await self._news.wait()
        return self.letters

    @property
    def env(self) -> dict[str, str]:
        """How a Pult is told to send by it."""
        return {"PULT_SMTP_URL": f"smtp://127.0.0.1:{self.port}", "PULT_MAIL_FROM": "care@pult.example"}


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """The plain (or html) words of a letter."""
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@contextlib.asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    """Open on a port of its own."""
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box, enable_SMTPUTF8=True), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()
