"""A visitor and two operators who act at random through their sockets, with what each of them can know of the talk."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import niquests

from tests.support.line import Line, closing, new_cid, new_key
from tests.support.process import Pult

WORDS = (
    "Здравствуйте! Где мой заказ №1042?",
    'ё, й, Ъ: кавычки «ёлочки» и "лапки"',
    "line one\nline two\n\n\tindented",
    "👩‍👩‍👧 ок 🇷🇺",
    "שלום, مرحبا",
    '<b>not bold</b> & {"t":"snap"}',
    "ok",
    "\u2028 line separator and \\ backslash",
    "а" * 300,
)
BUTTONS = {"fields": [{"key": "pick", "kind": "buttons", "choices": ["Да", "Нет"]}]}
REFUSALS = {"not_open", "not_holder", "taken", "stale", "already_resolved", "not_resolved"}
REFUSALS |= {"not_found", "invalid", "forbidden", "already_answered", "already_invited", "not_invited", "not_held"}
"""What a talk may answer to somebody who acts at random; anything else is a fault."""


@dataclass
class Actor:
    """One person at one socket."""

    name: str
    line: Line
    rng: random.Random
    conv: str
    said: list[int] = field(default_factory=list)
    """Numbers of own words, in the own view."""
    refused: int = 0

    async def do(self, t: str, **rest: Any) -> int | None:
        """Say a command until it is answered for good; its number, or None when the talk refused it."""
        cid, words = new_cid(), {"conv": self.conv, **rest}
        await _next_millisecond()
        while True:
            answer = await self.line.ask(t, cid=cid, **words)
            if answer["t"] == "ack":
                if t in ("send", "note"):
                    self.said.append(answer["n"])
                return int(answer["n"])
            if answer["code"] == "busy":
                await asyncio.sleep(answer["retry_ms"] / 1000)
                continue
            assert answer["code"] in REFUSALS, answer
            self.refused += 1
            return None

    def quote(self) -> dict[str, int]:
        """Sometimes one's words answer earlier ones of one's own."""
        return {"quote": self.rng.choice(self.said)} if self.said and self.rng.random() < 0.2 else {}

    def text(self) -> str:
        return f"{self.name} {self.rng.randrange(1000)}: {self.rng.choice(WORDS)}"


class Visitor(Actor):
    """Writes, mends, takes back, judges."""

    async def act(self) -> None:
        act = self.rng.choices(("send", "edit", "erase", "rate", "answer"), (10, 3, 2, 1, 2))[0]
        if act == "send":
            # Every third is nothing but thanks: into a resolved talk it stays there.
            text, more = self.text(), self.quote()
            await self.do("send", **({"text": "Спасибо!"} if len(self.said) % 3 == 2 else {"text": text, **more}))
        elif act == "edit" and self.said:
            await self.do("edit", n=self.rng.choice(self.said), text=self.text())
        elif act == "erase" and self.said:
            await self.do("erase", n=self.rng.choice(self.said))
        elif act == "answer":
            await self.do("answer", n=self.rng.randint(1, 20), fields={"pick": self.rng.randint(0, 1)})
        elif act == "rate":
            comment = {"comment": self.text()} if self.rng.random() < 0.5 else {}
            await self.do("rate", score=self.rng.randint(1, 2), of=2, **comment)


class Operator(Actor):
    """Everything that the desk can do."""

    async def act(self) -> None:
        acts = ("send", "note", "take", "transfer", "resolve", "reopen", "edit", "erase", "invite", "leave", "over")
        act = self.rng.choices(acts, (8, 4, 6, 3, 2, 3, 3, 2, 2, 1, 1))[0]
        if act in ("send", "note"):
            more = self.rng.choice((self.quote(), {"form": BUTTONS})) if act == "send" else {}
            await self.do(act, text=self.text(), **more)
        elif act in ("take", "reopen", "over"):
            await self.do(act)
        elif act in ("invite", "leave"):
            may = {"may": self.rng.choice(("read", "answer"))} if act == "invite" else {}
            await self.do(act, operator=self.rng.choice((1, 2)), **may)
        elif act == "transfer":
            await self.do(act, to=self.rng.choice((1, 2, None)), reason=self.rng.choice(("", "знает тему")))
        elif act == "resolve":
            await self.do(act, **self.rng.choice(({}, {"reason": "спам"})))
        elif self.said and act == "edit":
            await self.do(act, n=self.rng.choice(self.said), text=self.text())
        elif self.said and act == "erase":
            await self.do(act, n=self.rng.choice((*self.said, 1)))


@dataclass
class Cast:
    """The people of one talk, a second window for each audience to look afresh, and the talk's id."""

    visitor: Visitor
    anna: Operator
    boris: Operator
    window: dict[str, Line]
    """By audience: a socket that only takes snapshots and replays."""
    conv: str
    office: Office

    @property
    def actors(self) -> tuple[Visitor, Operator, Operator]:
        return self.visitor, self.anna, self.boris

    def follower(self, audience: str) -> Line:
        """The socket that has followed the talk live since its first word."""
        return self.visitor.line if audience == "visitor" else self.anna.line

    async def snapshot(self, audience: str) -> dict[str, Any]:
        """What somebody who comes now is shown."""
        return next(iter(await self._look(audience, 0)))

    async def replay(self, audience: str, after: int) -> list[dict[str, Any]]:
        """The entries that somebody who was away since number `after` is sent."""
        frames = await self._look(audience, after)
        assert all(frame["t"] == "ev" for frame in frames), frames
        return [entry for frame in frames for entry in frame["e"]]

    def heard(self, audience: str) -> list[dict[str, Any]]:
        """The entries that came live, as they came."""
        frames = self.follower(audience).frames
        mine = [frame for frame in frames if frame["t"] == "ev" and frame["id"] == f"c:{self.conv}"]
        return [entry for frame in mine for entry in frame["e"]]

    async def came(self, audience: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first entry of this kind, as soon as its follower has it."""
        async with asyncio.timeout(15):
            while True:
                for entry in self.heard(audience):
                    if wanted(entry):
                        return entry
                await self.follower(audience).news()

    async def _look(self, audience: str, after: int) -> list[dict[str, Any]]:
        line, stream = self.window[audience], f"c:{self.conv}"
        begin = len(line.frames)
        await line.say(t="sub", id=stream, **({"last": after} if after else {}))
        await line.until(lambda frame: frame["t"] == "live" and frame["id"] == stream, after=begin)
        frames = [frame for frame in line.frames[begin:] if frame.get("id") == stream]
        # An unsub has no answer; the answer to what is said after it shows that nothing more of this stream will come.
        asked = len(line.frames)
        await line.say(t="unsub", id=stream)
        await line.say(t="sub", id="c:nobody")
        await line.until(lambda frame: frame["t"] == "gone", after=asked)
        shown = frames[: next(n for n, frame in enumerate(frames) if frame["t"] == "live")]
        return [frame for frame in shown if frame["t"] in ("snap", "ev")]


async def _next_millisecond() -> None:
    """What one says after an answer never shares its time on the wire, or a recording could not tell their order."""
    begin = time.time_ns() // 1_000_000
    while time.time_ns() // 1_000_000 == begin:
        await asyncio.sleep(0)


def seeds(rng: random.Random) -> Iterator[random.Random]:
    while True:
        yield random.Random(rng.randrange(2**32))


@dataclass
class Office:
    """A serving Pult and who has signed in there: sign-ins are counted per address, so talks share them."""

    node: Pult
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    services: int = 0
    """A second team, where one was founded."""

    async def operator(self, login: str) -> Line:
        """A new window of an operator."""
        cookies = await self._signed_in(login)
        async with niquests.AsyncSession() as session:
            session.cookies.update(cookies)
            return await self.node.door.operator(session)

    async def _signed_in(self, login: str) -> dict[str, str]:
        if login not in self._cookies:
            async with await self.node.door.sign_in(login, self.node.password) as session:
                self._cookies[login] = dict(session.cookies)
        return self._cookies[login]

    @contextlib.asynccontextmanager
    async def admin(self, login: str = "anna") -> AsyncIterator[Callable[[str, str, Any], Awaitable[Any]]]:
        """Anna's (or somebody else's) way to change settings."""
        cookies = await self._signed_in(login)
        async with niquests.AsyncSession() as session:
            session.cookies.update(cookies)

            async def ask(method: str, path: str, body: Any = None) -> Any:
                answer = await session.request(method, f"{self.node.door.base}{path}", json=body)
                assert answer.status_code < 300, answer.text
                return answer.json() if answer.content else None

            yield ask

    async def found(self, name: str, *, member: int) -> None:
        """A team of one, before anybody sits down: other rights would send her away."""
        async with self.admin() as admin:
            self.services = (await admin("POST", "/api/teams", {"name": name}))["id"]
            await admin("PATCH", f"/api/people/{member}", {"teams": [self.services]})


@contextlib.asynccontextmanager
async def talk(office: Office, *, seed: int) -> AsyncIterator[Cast]:
    """Everybody connected, the first word said, both audiences following."""
    rngs, key, door = seeds(random.Random(seed)), new_key(), office.node.door
    anna, boris, desk_window = [await office.operator(login) for login in ("anna", "boris", "anna")]
    line = await door.visitor(key)
    async with closing(anna, boris, desk_window, line):
        conv = (await line.ask("send", text="Первое слово"))["conv"]
        await line.until(lambda frame: frame["t"] == "live")
        await anna.say(t="sub", id=f"c:{conv}")
        await anna.until(lambda frame: frame["t"] == "live")
        visitor_window = await door.visitor(key)
        async with closing(visitor_window):
            yield Cast(
                visitor=Visitor("visitor", line, next(rngs), conv, [1]),
                anna=Operator("anna", anna, next(rngs), conv),
                boris=Operator("boris", boris, next(rngs), conv),
                window={"desk": desk_window, "visitor": visitor_window},
                conv=conv,
                office=office,
            )
