"""picows as uvicorn's websocket protocol class: same port, same process. What it leans on: decisions/sockets.md."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any

import httptools
from picows import WSListener, WSUpgradeRequest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from pult.live import upgrade
from pult.live.contract import Refusal
from pult.live.picows_socket import PicowsSocket

if TYPE_CHECKING:
    from uvicorn import Config
    from uvicorn.server import ServerState

    from pult.live.hub import Hub

    class WSProtocol(asyncio.BufferedProtocol):
        """What we use of picows' compiled class, which has no types."""

        transport: Any

        def get_buffer(self, sizehint: int) -> memoryview: ...
        def __init__(self, *arguments: Any) -> None: ...
else:
    from picows.picows import WSProtocol

READ_BUFFER = 2_048
_HEAD = (
    b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %b\r\n\r\n"
)


class QuietLog:
    """What picows logs to. One for all sockets (a real Logger makes it build a child per socket), and silent about bad
    peers: else anybody could fill the log. Only failures of our own code are told."""

    def isEnabledFor(self, level: int) -> bool:
        """Nothing is worth formatting."""
        return False

    def _ignore(self, *_: object, **__: object) -> None:
        return None

    debug = info = warning = error = log = _ignore

    def exception(self, message: str, *args: object) -> None:
        """A listener of ours raised."""
        logging.getLogger(__name__).exception(message, *args)


_LOG = QuietLog()


class PultProtocol(WSProtocol):
    """One socket from its upgrade on. uvicorn calls `connection_made`, `data_received(head)`, some day `shutdown`."""

    __slots__ = ("_peer", "_server_state", "_socket")
    hub: Hub
    """Set by `protocol_class`."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(
            None, None, False, self._listen, _LOG, False, None, False, None, None, 1, False,
            self.hub.limits.frame_bytes, None, READ_BUFFER,
        )  # fmt: skip
        self._server_state: ServerState | None = server_state
        self._socket: PicowsSocket | None = None
        self._peer = ""

    def connection_made(self, transport: Any) -> None:
        """Take the place of the HTTP protocol on its transport."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self._peer = str(peer[0]) if peer else ""
        # With both marks at zero `pause_writing` means: the kernel did not take everything.
        transport.set_write_buffer_limits(high=0)
        http = transport.get_protocol()
        if isinstance(http, HttpToolsProtocol):
            # The HTTP protocol and its parser hold each other: cut, or 4 KB per socket wait for the collector.
            http.parser = None  # type: ignore[assignment]
        if self._server_state is not None:
            self._server_state.connections.add(self)  # type: ignore[arg-type]

    def data_received(self, data: bytes) -> None:
        """The request head as uvicorn writes it again, once. (Frames come by `buffer_updated`.)"""
        if self._socket is not None:
            self._feed(data)
            return
        transport = self.transport.underlying_transport
        decision = self._decide(data)
        if isinstance(decision, Refusal):
            transport.write(upgrade.response(decision))
            transport.close()
            return
        key, self._socket = decision
        # picows sees the least it needs: it would keep a browser's whole head, and refuse «keep-alive, Upgrade».
        self._feed(_HEAD % key.encode("ascii") + bytes_behind_the_head())
        request, response = self.transport.request, self.transport.response
        request.headers = response.headers = None
        # The running read was started for the HTTP protocol: start it again, so that frames land in picows' own buffer.
        transport.pause_reading()
        transport.set_protocol(self)
        if not self._socket.held:
            transport.resume_reading()

    def _decide(self, head: bytes) -> tuple[str, PicowsSocket] | Refusal:
        parsed = upgrade.parse_head(head)
        if parsed is None or parsed[0] != "GET":
            return upgrade.MALFORMED
        decision = self.hub.accept(parsed[1], parsed[2], self._peer)
        if isinstance(decision, Refusal):
            return decision
        endpoint, handshake = decision
        return handshake.headers["sec-websocket-key"], PicowsSocket(endpoint, handshake.address)

    def _listen(self, _: WSUpgradeRequest) -> WSListener | None:
        return self._socket

    def _feed(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            buffer: memoryview = self.get_buffer(len(rest))
            size = min(buffer.nbytes, len(rest))
            buffer[:size] = rest[:size]
            self.buffer_updated(size)
            rest = rest[size:]

    def shutdown(self) -> None:
        """uvicorn stops: send the client away, with a hint when to come back."""
        session = self._socket.session if self._socket is not None else None
        if session is not None:
            self.hub.send_away(session)
        else:
            self.transport.underlying_transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave uvicorn's list."""
        super().connection_lost(exc)
        if self._server_state is not None:
            self._server_state.connections.discard(self)  # type: ignore[arg-type]
            self._server_state = None


def bytes_behind_the_head() -> bytes:
    """Frames a hasty client sent in one segment with its upgrade request. uvicorn drops them; we run in its handler.

    The parser's exception says where the request ended; the bytes are a local of the function that caught it.
    """
    error = sys.exc_info()[1]
    if not isinstance(error, httptools.HttpParserUpgrade) or error.__traceback__ is None:
        return b""
    data = error.__traceback__.tb_frame.f_locals.get("data")
    return data[error.args[0] :] if isinstance(data, bytes) else b""


def protocol_class(hub: Hub) -> type[asyncio.Protocol]:
    """The class to hand to `uvicorn.Config(ws=…, http="httptools")`."""
    return type("PultProtocol", (PultProtocol,), {"hub": hub, "__slots__": ()})  # type: ignore[return-value]
