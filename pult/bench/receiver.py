"""The receiver of G8 (a process of its own): plain sockets drained by epoll, so that it never bounds the figure."""

from __future__ import annotations

import json
import os
import select
import socket
import struct
import sys
import threading
import time
from typing import Any

from pult.bench.client import BROWSER
from pult.bench.publisher import COUNT

REPORT_EVERY = 4
"""Messages between two reports on the control line."""
PAUSE = 0.004
"""Seconds between two rounds of reading: several messages are read at once, so a core is never busy with it."""


class Line:
    """One websocket of the receiver, read frame by frame until it is live."""

    def __init__(self, *, port: int, path: str, origin: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        headers = {**BROWSER, "Origin": origin, "Upgrade": "websocket", "Connection": "Upgrade"}
        headers |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{lines}\r\n".encode())
        self.rest = b""
        while b"\r\n\r\n" not in self.rest:
            self._more()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.split(b"\r\n")[0].decode())

    def _more(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise RuntimeError(f"closed by the server after {self.rest[-200:]!r}")
        self.rest += data

    def say(self, text: bytes) -> None:
        """Send one short text frame, masked with zeros."""
        size = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + struct.pack(">H", len(text))
        self.socket.sendall(b"\x81" + size + b"\0\0\0\0" + text)

    def frame(self) -> tuple[bytes, int]:
        """The next frame's payload, and its size on the wire."""
        while True:
            if len(self.rest) >= 4:
                size, head = self.rest[1], 2
                if size == 126:
                    size, head = struct.unpack(">H", self.rest[2:4])[0], 4
                if len(self.rest) >= head + size:
                    payload, self.rest = self.rest[head : head + size], self.rest[head + size :]
                    return payload, head + size
            self._more()

    def until(self, kind: bytes) -> tuple[bytes, int]:
        """The next frame of a type."""
        while True:
            payload, size = self.frame()
            if payload.startswith(b'{"t":"%s"' % kind):
                return payload, size
            if payload.startswith(b'{"t":"error"'):
                raise RuntimeError(payload.decode())


def join(order: dict[str, Any]) -> list[Line]:
    """Open all sockets; where there is a hello, authenticate and follow the stream."""
    lines: list[Line] = []
    for number in range(order["sockets"]):
        line = Line(port=order["port"], path=order["path"], origin=order["origin"])
        if order.get("hello"):
            line.say(order["hello"].replace("NUMBER", str(number)).encode())
            line.until(b"welcome")
            line.say(order["follow"].encode())
            line.until(b"live")
        lines.append(line)
    return lines


def drain(lines: list[Line], *, size: int, control: socket.socket) -> None:
    """Read for ever, count bytes, report whole messages; ends when the control line does."""
    poll = select.epoll()
    sockets = {line.socket.fileno(): line.socket for line in lines}
    for number, sock in sockets.items():
        sock.setblocking(False)
        poll.register(number, select.EPOLLIN)
    buffer = bytearray(1 << 18)
    total, reported, each = 0, 0, size * len(lines)
    try:
        while True:
            for number, _ in poll.poll():
                got = sockets[number].recv_into(buffer)
                if got == 0:
                    raise ConnectionResetError("a socket was closed by the server")
                total += got
            if total // each >= reported + REPORT_EVERY:
                reported = total // each
                control.sendall(COUNT.pack(reported))
            time.sleep(PAUSE)
    except OSError:
        return


def main() -> None:
    """Orders: `join`, then `probe` (the size of the next frame), then `drain` (goes on behind its answer), `cpu`."""
    lines: list[Line] = []
    size, control = 0, None
    for text in sys.stdin:
        order = json.loads(text)
        answer: dict[str, Any] = {}
        if order["do"] == "join":
            lines = join(order)
            control = socket.create_connection(("127.0.0.1", order["control"]))
        elif order["do"] == "probe":
            first = [line.until(b"ev") for line in lines]
            size = first[0][1]
            answer = {"size": size, "payload": first[0][0].decode(), "equal": len({found for found, _ in first}) == 1}
        elif order["do"] == "drain":
            assert control is not None
            threading.Thread(
                target=drain, args=(lines,), kwargs={"size": size, "control": control}, daemon=True
            ).start()
        else:
            answer = {"cpu": time.process_time()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
