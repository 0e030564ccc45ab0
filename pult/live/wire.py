"""What a session asks of the socket under it. picows and uvicorn's own protocol each implement one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Wire(Protocol):
    """One websocket after the upgrade. Nothing here waits for the peer.

    The wire calls `Session.pause` when a write did not leave at once and `Session.resume` when everything has left;
    while paused the session writes nothing but a close.
    """

    pings: bool
    """Whether `ping` does anything; if not, somebody else watches over a dead peer."""

    @property
    def cast(self) -> Callable[[int, bytearray, int], None]:
        """Write (opcode, packed frame, room in front) as one message. The same object may be cast to other sockets."""
        ...

    def cast_all(self, packed: list[bytearray]) -> None:
        """Write several packed text frames, in order, at once."""

    def ping(self) -> None:
        """Send a websocket ping."""

    def hold(self) -> None:
        """Stop reading."""

    def release(self) -> None:
        """Read again."""

    def close(self, code: int, reason: str) -> None:
        """Send a close frame; the socket ends when the peer answers."""

    def abort(self) -> None:
        """Cut the socket without waiting for anything."""
