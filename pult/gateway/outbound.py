"""Carries replies out: wakes when one was committed, leases what is due, hands it to its channel, writes down what
became of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from pult.conversations import deliveries
from pult.conversations.deliveries import Due
from pult.gateway.connections import Connections
from pult.gateway.contract import Channel, Failed, Outbound, Sent

if TYPE_CHECKING:
    from pult.kit.db import Database

IDLE_SECONDS = 5.0
BATCH = 100
MOST_ATTEMPTS = 10
log = structlog.get_logger("pult.outbound")


class Carrier:
    """Hold one per process; several processes share the work by leases."""

    def __init__(
        self, *, db: Database, connections: Connections, channels: Sequence[Channel], idle: float = IDLE_SECONDS
    ) -> None:
        self._db, self._connections, self._idle = db, connections, idle
        self._channels = {channel.kind: channel for channel in channels}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin carrying."""
        self._task = asyncio.create_task(self._run(), name="outbound")

    async def stop(self) -> None:
        """End; what was leased goes again when its lease ends."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wake(self) -> None:
        """A reply was committed."""
        self._wake.set()

    async def _run(self) -> None:
        while True:
            try:
                due = await deliveries.claim(self._db, most=BATCH)
                if due:
                    await self._carry(due)
                    continue
            except Exception as error:
                log.warning("outbound_stalled", error=repr(error))
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), self._idle)
            except TimeoutError:
                continue

    async def _carry(self, due: Sequence[Due]) -> None:
        outcomes = await asyncio.gather(*(self._send(message) for message in due))
        left = [
            (message.id, o.state, o.external_id)
            for message, o in zip(due, outcomes, strict=True)
            if isinstance(o, Sent)
        ]
        if left:
            await deliveries.sent(self._db, left)
        for message, outcome in zip(due, outcomes, strict=True):
            if isinstance(outcome, Failed):
                await deliveries.failed(
                    self._db,
                    message.id,
                    reason=outcome.reason,
                    retry_seconds=outcome.retry_seconds,
                    permanent=outcome.permanent or message.attempt >= MOST_ATTEMPTS,
                )

    async def _send(self, message: Due) -> Sent | Failed:
        site = self._connections.by_id(message.channel)
        channel = self._channels.get(site.kind) if site else None
        if channel is None:
            return Failed(reason="channel_not_connected", permanent=False)
        try:
            return await channel.send(
                Outbound(
                    delivery=message.id,
                    channel=message.channel,
                    identity=message.identity,
                    conversation=message.conversation,
                    text=message.text,
                    author=message.author,
                    attempt=message.attempt,
                    mail=message.mail,
                    signature=message.signature,
                    no=message.no,
                    language=message.language,
                    site=site.name if site else "",
                )
            )
        except Exception as error:
            log.error("channel_crashed", channel=channel.kind, error=repr(error))
            return Failed(reason="adapter_error", permanent=False)
