"""One picows socket as a `Wire`: whole text messages up, packed frames down."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from pult.live.frames import ROOM

if TYPE_CHECKING:
    from collections.abc import Callable

    from pult.live.hub import Endpoint
    from pult.live.session import Session

_TEXT, _BINARY, _CONTINUATION = WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION
_PING, _PONG, _CLOSE = WSMsgType.PING, WSMsgType.PONG, WSMsgType.CLOSE


class PicowsSocket(WSListener):
    """Implements `Wire`."""

    __slots__ = ("_address", "_binary", "_endpoint", "_parts", "_transport", "held", "session")
    pings = True

    def __init__(self, endpoint: Endpoint, address: str) -> None:
        self._endpoint = endpoint
        self._address = address
        self._transport: WSTransport | None = None
        self.session: Session | None = None
        self.held = False
        self._parts: list[bytes] | None = None
        self._binary = False

    # From picows

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The 101 has been written."""
        self._transport = transport
        self.session = self._endpoint.hub.open(self._endpoint, self, self._address)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """One frame: a whole message, a part of one, or a control frame."""
        session = self.session
        if session is None:
            return
        kind = frame.msg_type
        if kind == _TEXT and frame.fin and self._parts is None:
            try:
                text = frame.get_payload_as_utf8_text()
            except UnicodeDecodeError:
                session.fail(1007, "malformed", "not UTF-8")
                return
            session.received(text)
        elif kind in (_TEXT, _BINARY, _CONTINUATION):
            self._part(session, frame, kind)
        else:
            self._control(session, transport, frame, kind)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The socket is gone."""
        session, self.session = self.session, None
        if session is not None:
            session.lost()

    def pause_writing(self) -> None:
        """The kernel did not take everything."""
        if self.session is not None:
            self.session.pause()

    def resume_writing(self) -> None:
        """Everything has left."""
        if self.session is not None:
            self.session.resume()

    # Wire

    @property
    def cast(self) -> Callable[[int, bytearray, int], None]:
        """picows' own method: it writes the header into the room of the packed frame and the whole into the kernel."""
        if self._transport is None:
            raise RuntimeError("the socket is not open")
        return cast("Callable[[int, bytearray, int], None]", self._transport.send_reuse_external_bytearray)

    def cast_all(self, packed: list[bytearray]) -> None:
        """Own headers (text, final, not masked: RFC 6455, 5.2) and one write for all."""
        transport = self._transport
        if transport is None or transport.is_disconnected:
            return
        whole = bytearray()
        for one in packed:
            length = len(one) - ROOM
            if length < 126:
                whole += bytes((0x81, length))
            elif length < 65_536:
                whole += b"\x81\x7e" + length.to_bytes(2, "big")
            else:
                whole += b"\x81\x7f" + length.to_bytes(8, "big")
            whole += one[ROOM:]
        transport.underlying_transport.write(whole)

    def ping(self) -> None:
        """Send a websocket ping, unless older bytes are still on their way: they prove as much."""
        if self._transport is not None and self.session is not None and not self.session.paused:
            self._transport.send_ping()

    def hold(self) -> None:
        """Stop reading."""
        if not self.held and self._transport is not None:
            self.held = True
            self._transport.underlying_transport.pause_reading()

    def release(self) -> None:
        """Read again."""
        if self.held and self._transport is not None:
            self.held = False
            if not self._transport.underlying_transport.is_closing():
                self._transport.underlying_transport.resume_reading()

    def close(self, code: int, reason: str) -> None:
        """Send a close frame and read until the peer's comes."""
        if self._transport is not None:
            self._transport.send_close(code, reason)  # type: ignore[arg-type]
            self.release()

    def abort(self) -> None:
        """Cut the socket."""
        if self._transport is not None and not self._transport.is_disconnected:
            self._transport.disconnect(False)

    # Inside

    def _part(self, session: Session, frame: WSFrame, kind: WSMsgType) -> None:
        limits = self._endpoint.hub.limits
        if (kind == _CONTINUATION) == (self._parts is None):
            session.fail(1002, "malformed", "fragments out of order")
            return
        if self._parts is None:
            self._parts, self._binary = [], kind == _BINARY
        self._parts.append(frame.get_payload_as_bytes())
        if sum(map(len, self._parts)) > limits.frame_bytes:
            session.fail(1009, "too_large", "a message has at most 64 KB")
        elif len(self._parts) > limits.fragments:
            session.fail(1008, "busy", "too many fragments")
        elif frame.fin:
            self._whole(session)

    def _whole(self, session: Session) -> None:
        message, self._parts = b"".join(self._parts or ()), None
        if self._binary:
            session.binary()
            return
        try:
            text = message.decode()
        except UnicodeDecodeError:
            session.fail(1007, "malformed", "not UTF-8")
            return
        session.received(text)

    def _control(self, session: Session, transport: WSTransport, frame: WSFrame, kind: WSMsgType) -> None:
        if kind == _PING:
            # Not answered while the peer does not read, nor above the rate: else pings alone could fill our memory.
            session.heard = True
            if session.allowed() and not session.paused:
                transport.send_pong(frame.get_payload_as_bytes())
        elif kind == _PONG:
            session.heard = True
            session.allowed()
        elif kind == _CLOSE:
            if not transport.is_close_frame_sent:
                session.close(_echo(frame.get_close_code()), "")
            transport.disconnect()


def _echo(code: WSCloseCode | int) -> int:
    number = int(code)  # type: ignore[arg-type]
    return number if 1000 <= number <= 4999 and number not in (1005, 1006, 1015) else 1000
