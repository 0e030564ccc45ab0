"""How much one socket, one address and one process may ask for, and the protocol's periods. Times are in seconds."""

from __future__ import annotations

import msgspec

PROTOCOL = 1
"""The version this server speaks. It also speaks the one before, once there is one."""
OLDEST = 1


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of the sockets. The defaults are the protocol's; tests and the bench hand in their own."""

    frame_bytes: int = 65_536
    """One message, also when it comes in fragments."""
    fragments: int = 256
    malformed: int = 16
    """That many unreadable frames in a row close the socket."""
    waiting_frames: int = 256
    waiting_bytes: int = 1_048_576
    frames_per_second: float = 40.0
    burst: int = 120
    refused: int = 400
    """That many frames above the rate, without a pause, close the socket."""
    streams: int = 128
    """Streams one socket may follow at once."""
    replay: int = 1_000
    """More missed events than that are answered with a snapshot."""
    per_address: int = 200
    per_loopback: int = 100_000


class Periods(msgspec.Struct, frozen=True, kw_only=True):
    """The protocol's periods."""

    hello: float = 5.0
    """The first frame comes within it."""
    sign_in: float = 10.0
    """The answer to the first frame comes within it."""
    ping: float = 25.0
    pos: float = 30.0
    closing: float = 2.0
    """A peer that does not answer our close is cut after it."""
    reconnect: float = 1.0
    """On shutdown clients come back at a random moment within it."""
    tick: float = 0.5

    def scaled(self, by: float) -> Periods:
        """The same periods multiplied by `by`."""
        return Periods(**{name: getattr(self, name) * by for name in self.__struct_fields__})
