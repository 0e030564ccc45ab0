"""The webchat as an outgoing channel: replies already stand in the visitor's stream, which every window of theirs
resumes. Who left a message when nobody was there gets them by mail as well.
"""

from __future__ import annotations

from pult.gateway import letters
from pult.gateway.contract import Failed, Outbound, Sent
from pult.kit.mail import Mailer, MailFailed

RETRY_SECONDS = 60.0


class WebChat:
    """`gateway.contract.Channel`. `mailer`: None where letters cannot be sent; then no form promises any."""

    kind = "webchat"

    def __init__(self, mailer: Mailer | None = None) -> None:
        self._mailer = mailer

    async def send(self, message: Outbound) -> Sent | Failed:
        """The log is the wire; a letter where one was asked for."""
        if message.mail is None or self._mailer is None:
            return Sent()
        letter = letters.reply(
            site=message.site,
            no=message.no,
            author=message.author,
            text=message.text,
            language=message.language,
            signature=message.signature,
        )
        id = f"reply.{message.delivery}.{message.conversation}"
        try:
            await self._mailer.send(letter, to=message.mail, name=message.site, id=id)
        except MailFailed as error:
            return Failed(reason=str(error), permanent=error.permanent, retry_seconds=RETRY_SECONDS * message.attempt)
        return Sent(external_id=id)
