"""Signals between the processes of one machine, by Unix datagrams in the data folder: no database, no byte of WAL.

Each process tells its peers which topics it watches, under a lease; peers send it signals of those topics only.
Everything here may be lost: a lease is renewed, a signal is replaced by the next one.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)

LEASE = 15.0
"""Seconds for which a peer believes that we watch a topic."""
RENEW = 5.0
_DATAGRAM = 60_000
_PENDING = 10_000
_RETRY = 0.005
_FULL = (errno.EAGAIN, errno.ENOBUFS)
_DEAD = (errno.ECONNREFUSED, errno.ENOENT)


class Letter(msgspec.Struct, array_like=True):
    """What one datagram carries: who sends it, topics watched and no longer watched, signals, and whether he is new."""

    sender: str
    watch: list[str] = []
    unwatch: list[str] = []
    signals: list[tuple[str, str, bytes]] = []
    fresh: bool = False


class Peer:
    """Another process: what it watches until when, and what waits to be sent to it."""

    __slots__ = ("pending", "topics", "unwatch", "waiting", "watch")

    def __init__(self) -> None:
        self.topics: dict[str, float] = {}
        self.pending: dict[tuple[str, str], bytes] = {}
        self.watch: dict[str, None] = {}
        self.unwatch: dict[str, None] = {}
        self.waiting = False

    def letters(self, sender: str) -> Iterable[Letter]:
        """What waits, in datagrams. A letter is forgotten only when the next one is asked for: then it was sent."""
        while self.watch or self.unwatch or self.pending:
            letter, size = Letter(sender), 0
            for names, into in ((self.watch, letter.watch), (self.unwatch, letter.unwatch)):
                for name in names:
                    size += len(name) * 4 + 5
                    if size > _DATAGRAM:
                        break
                    into.append(name)
            for (topic, key), frame in self.pending.items():
                size += len(frame) + (len(topic) + len(key)) * 4 + 20
                if size > _DATAGRAM and (letter.watch or letter.unwatch or letter.signals):
                    break
                letter.signals.append((topic, key, frame))
            yield letter
            self.sent(letter)

    def sent(self, letter: Letter) -> None:
        """Forget what left, but not what changed meanwhile."""
        for name in letter.watch:
            self.watch.pop(name, None)
        for name in letter.unwatch:
            self.unwatch.pop(name, None)
        for topic, key, frame in letter.signals:
            if self.pending.get((topic, key)) is frame:
                del self.pending[topic, key]


class Links:
    """This process's end. `received(topic, frame, key)` is called for every signal that a peer sends here."""

    def __init__(self, folder: Path, *, received: Callable[[str, bytes, str], None], time_scale: float = 1.0) -> None:
        self._folder = folder
        self._received = received
        self._lease = LEASE * time_scale
        self._renew = RENEW * time_scale
        self._name = f"{os.getpid()}-{secrets.token_hex(4)}.sock"
        self._topics: dict[str, None] = {}
        self._peers: dict[str, Peer] = {}
        self._socket: socket.socket | None = None
        self._directory = -1
        self._timer: asyncio.TimerHandle | None = None
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Letter).decode

    def start(self) -> None:
        """Open our socket and greet the peers. Raises OSError if the folder cannot be used."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        self._directory = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
        self._socket.bind(self._path(self._name))
        asyncio.get_running_loop().add_reader(self._socket.fileno(), self._read)
        self._look_around()
        for name in self._peers:
            self._write(name, Letter(self._name, fresh=True))
        self._timer = asyncio.get_running_loop().call_later(self._renew, self._turn)

    def stop(self) -> None:
        """Close and remove our socket."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None
            self._remove(self._name)
            os.close(self._directory)
        self._peers.clear()

    def watch(self, topic: str) -> None:
        """From now on somebody here wants the signals of a topic."""
        self._topics[topic] = None
        for name, peer in self._peers.items():
            peer.unwatch.pop(topic, None)
            peer.watch[topic] = None
            self._soon(name, peer)

    def unwatch(self, topic: str) -> None:
        """Nobody here wants them any more."""
        self._topics.pop(topic, None)
        for name, peer in self._peers.items():
            peer.watch.pop(topic, None)
            peer.unwatch[topic] = None
            self._soon(name, peer)

    def watched(self, topic: str) -> bool:
        """Whether a peer watches a topic."""
        now = asyncio.get_running_loop().time()
        return any(peer.topics.get(topic, 0.0) > now for peer in self._peers.values())

    def send(self, topic: str, key: str, frame: bytes) -> None:
        """Pass a signal to the peers that watch its topic. The newest per key replaces one that could not leave yet."""
        if not self._peers:
            return
        now = asyncio.get_running_loop().time()
        for name, peer in self._peers.items():
            if peer.topics.get(topic, 0.0) > now and (len(peer.pending) < _PENDING or (topic, key) in peer.pending):
                peer.pending[topic, key] = frame
                self._soon(name, peer)

    @property
    def peers(self) -> int:
        """Other processes that were seen lately."""
        return len(self._peers)

    def _soon(self, name: str, peer: Peer, delay: float = 0.0) -> None:
        # One datagram for all that happens in one turn of the loop: the kernel's queue holds few datagrams.
        if not peer.waiting and self._socket is not None:
            peer.waiting = True
            asyncio.get_running_loop().call_later(delay, self._flush, name)

    def _flush(self, name: str) -> None:
        peer = self._peers.get(name)
        if peer is None or self._socket is None:
            return
        peer.waiting = False
        for letter in peer.letters(self._name):
            outcome = self._write(name, letter)
            if outcome is None:
                self._soon(name, peer, _RETRY)
                return
            if not outcome:
                return

    def _write(self, name: str, letter: Letter) -> bool | None:
        """True: sent. None: its queue is full. False: it is gone."""
        if self._socket is None:
            return False
        try:
            self._socket.sendto(self._encode(letter), self._path(name))
        except OSError as error:
            if error.errno in _FULL:
                return None
            if error.errno not in _DEAD:
                log.warning("a signal could not be sent: %s", error.strerror)
            self._bury(name)
            return False
        return True

    def _read(self) -> None:
        for _ in range(64):
            if self._socket is None:
                return
            try:
                data = self._socket.recv(262_144)
            except (BlockingIOError, InterruptedError):
                return
            with contextlib.suppress(msgspec.MsgspecError):
                self._take(self._decode(data))

    def _take(self, letter: Letter) -> None:
        peer = self._peers.get(letter.sender)
        if peer is None or letter.fresh:
            peer = self._meet(letter.sender)
        until = asyncio.get_running_loop().time() + self._lease
        for topic in letter.watch:
            peer.topics[topic] = until
        for topic in letter.unwatch:
            peer.topics.pop(topic, None)
        for topic, key, frame in letter.signals:
            if topic in self._topics:
                self._received(topic, frame, key)

    def _meet(self, name: str) -> Peer:
        peer = self._peers.setdefault(name, Peer())
        peer.watch.update(self._topics)
        self._soon(name, peer)
        return peer

    def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._renew, self._turn)
        self._look_around()
        now = loop.time()
        for name, peer in self._peers.items():
            for topic in [topic for topic, until in peer.topics.items() if until <= now]:
                del peer.topics[topic]
            peer.watch.update(self._topics)
            self._soon(name, peer)

    def _look_around(self) -> None:
        found = {
            name
            for name in os.listdir(self._directory)  # noqa: PTH208 - by the open folder
            if name.endswith(".sock") and name != self._name
        }
        for name in found - self._peers.keys():
            if _alive(name):
                self._meet(name)
            else:
                self._remove(name)
        for name in self._peers.keys() - found:
            del self._peers[name]

    def _bury(self, name: str) -> None:
        self._peers.pop(name, None)
        # Refused although its file is there: nobody reads it. A process that just starts cannot look like this, since a
        # socket receives from the moment it is bound.
        self._remove(name)

    def _remove(self, name: str) -> None:
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=self._directory)

    def _path(self, name: str) -> str:
        # A socket path has at most 107 bytes; a data folder may be longer. The open folder has a short name too.
        return f"/proc/self/fd/{self._directory}/{name}"


def _alive(name: str) -> bool:
    pid = name.partition("-")[0]
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
