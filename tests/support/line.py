"""The wire protocol spoken by a foreign websocket library: visitors and operators for tests."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
import niquests
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from pult.kit.ids import uuid7

Frame = dict[str, Any]
SECONDS = 15.0


@dataclass
class Line:
    """One socket: everything that came in, in order, and a way to wait for what should come."""

    socket: ClientConnection
    frames: list[Frame] = field(default_factory=list)
    me: Frame = field(default_factory=dict)
    epoch: str = ""
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _reader: asyncio.Task[None] | None = None
    _later: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self) -> None:
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        with contextlib.suppress(Exception):
            async for raw in self.socket:
                self.frames.append(msgspec.json.decode(raw))
                self._news.set()
        self.closed.set()
        self._news.set()

    async def say(self, **frame: Any) -> None:
        await self.socket.send(msgspec.json.encode(frame).decode())

    async def until(self, found: Callable[[Frame], bool], *, after: int = 0, seconds: float = SECONDS) -> Frame:
        """The first frame from position `after` on for which `found` is true; waits for it."""
        async with asyncio.timeout(seconds):
            position = after
            while True:
                while position < len(self.frames):
                    if found(self.frames[position]):
                        return self.frames[position]
                    position += 1
                if self.closed.is_set():
                    raise ConnectionError(
                        f"closed: {self.socket.close_code} {self.socket.close_reason}; got {self.frames[-5:]}"
                    )
                self._news.clear()
                await self._news.wait()

    def later(self, seconds: float = 0.0, **frame: Any) -> None:
        """Say something in a moment; nothing when the line is gone by then."""

        async def say() -> None:
            await asyncio.sleep(seconds)
            with contextlib.suppress(ConnectionClosed):
                await self.say(**frame)

        task = asyncio.create_task(say())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def news(self) -> None:
        """Wait until something came, or the line was closed."""
        self._news.clear()
        await self._news.wait()

    async def answer(self, cid: str, *, seconds: float = SECONDS) -> Frame:
        """The ack or error for a cid."""
        return await self.until(lambda f: f.get("cid") == cid, seconds=seconds)

    async def ask(self, t: str, *, cid: str | None = None, **rest: Any) -> Frame:
        """Say a command and wait for its answer."""
        cid = cid or new_cid()
        start = len(self.frames)
        await self.say(t=t, cid=cid, **rest)
        return await self.until(lambda f: f.get("cid") == cid, after=start)

    def entries(self, conv: str) -> list[Frame]:
        """The talk as this client sees it: snapshots replace, events append by number; a hole or repeat is an error."""
        seen: list[Frame] = []
        for f in self.frames:
            if f.get("id") != f"c:{conv}":
                continue
            if f["t"] == "snap":
                seen = list(f["entries"])
            elif f["t"] == "ev":
                for entry in f["e"]:
                    last = seen[-1]["n"] if seen else 0
                    assert entry["n"] == last + 1, f"after {last} came {entry['n']}"
                    seen.append(entry)
        return seen

    async def reaches(self, conv: str, n: int, *, seconds: float = SECONDS) -> list[Frame]:
        """Wait until the talk stands at number n here."""
        async with asyncio.timeout(seconds):
            while not (self.entries(conv) and self.entries(conv)[-1]["n"] >= n):
                self._news.clear()
                if self.closed.is_set():
                    raise ConnectionError("closed")
                await self._news.wait()
        return self.entries(conv)

    async def close(self) -> None:
        await self.socket.close()
        if self._reader:
            await self._reader

    def cut(self) -> None:
        """As if the cable was pulled: no close frame."""
        self.socket.transport.abort()


def new_cid() -> str:
    return str(uuid7())


def new_key() -> str:
    return secrets.token_urlsafe(32)


async def _open(
    base: str,
    path: str,
    auth: Frame,
    *,
    streams: list[tuple[str, int]] | None = None,
    epoch: str | None = None,
    headers: dict[str, str] | None = None,
) -> Line:
    url = base.replace("http", "ws", 1) + path
    socket = await connect(url, origin=base, max_size=2**22, open_timeout=10, additional_headers=headers)  # type: ignore[arg-type]
    line = Line(socket)
    line.start()
    try:
        await _greet(line, auth, streams, epoch)
    except BaseException:
        await line.close()
        raise
    return line


async def _greet(line: Line, auth: Frame, streams: list[tuple[str, int]] | None, epoch: str | None) -> None:
    hello: Frame = {"t": "hello", "v": 1, "auth": auth, "streams": streams or []}
    if epoch is not None:
        hello["epoch"] = epoch
    await line.say(**hello)
    welcome = await line.until(lambda f: f["t"] in ("welcome", "error"))
    if welcome["t"] == "error":
        raise PermissionError(welcome["code"])
    line.me, line.epoch = welcome["me"], welcome["epoch"]


@dataclass
class Door:
    """The addresses of one running Pult."""

    base: str
    site: str = "demo"
    site_origin: str = ""

    async def boot(self) -> str:
        return str((await self._booted())["token"])

    async def look(self) -> dict[str, Any]:
        """What a widget that is opened now is told of its site."""
        shown: dict[str, Any] = (await self._booted())["site"]
        return shown

    async def _booted(self) -> dict[str, Any]:
        async with niquests.AsyncSession() as session:
            answer = await session.get(f"{self.base}/api/widget/{self.site}/boot", headers={"origin": self.site_origin})
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
            return found

    async def visitor(
        self, key: str | None = None, *, token: str | None = None, proof: str | None = None, **rest: Any
    ) -> Line:
        """`token` is Pult's for the site, `proof` the site's for a person."""
        auth = {"key": key or new_key(), "site": token or await self.boot()}
        return await _open(self.base, "/live/chat", auth | ({"token": proof} if proof is not None else {}), **rest)

    async def sign_in(self, login: str, password: str) -> niquests.AsyncSession:
        session = niquests.AsyncSession()
        answer = await session.post(f"{self.base}/api/session", json={"login": login, "password": password})
        assert answer.status_code == 200, answer.text
        return session

    async def operator(self, session: niquests.AsyncSession, **rest: Any) -> Line:
        answer = await session.post(f"{self.base}/api/ticket")
        assert answer.status_code == 200, answer.text
        return await self.desk(answer.json()["ticket"], **rest)

    async def desk(self, ticket: str, **rest: Any) -> Line:
        """A window of whoever has this ticket."""
        return await _open(self.base, "/live/desk", {"ticket": ticket}, **rest)


@contextlib.asynccontextmanager
async def closing(*lines: Line) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for line in lines:
            await line.close()


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
