"""Waking browsers: what was written becomes a job, the job decides whom to wake, one job per browser does it.

Jobs are leased, so whichever node runs one is the only one. What is said is made when it is sent, from the talk as it
stands then: nothing of it lies in the queue, and whoever was answered meanwhile is not called.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
import structlog

from pult.contacts import bans
from pult.contacts.ban_rules import Refused
from pult.conversations.events import Actor, Appended, Kind
from pult.gateway.connections import Connections
from pult.gateway.contract import Site
from pult.kit import http, jobs
from pult.kit.again import Again
from pult.kit.errors import Invalid, Unavailable
from pult.operators import queries as operators
from pult.push import rules, store
from pult.push.envelope import packed, padded, seal, signed
from pult.push.keys import Keys
from pult.push.rules import Wishes
from pult.push.words import said

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

CALL, TELL, SEND = "push.call", "push.tell", "push.send"
SWEEP = "push.sweep"
GRACE = 3.0
"""Seconds that somebody at a desk has, before a telephone rings."""
READ_GRACE = 10.0
"""Seconds that a visitor has to read an answer on the page."""
LATER = 30.0
"""Seconds until it is looked again whether somebody has left her desk."""
MOST_LOOKS = 20
PERIOD = 5.0
OPERATOR_TTL, VISITOR_TTL = 600, 86_400
"""Seconds that a push service keeps a message for a browser that is off."""
TIMEOUT = 10.0
log = structlog.get_logger("pult.push")


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser shows; `url` opens with a click, a newer note with the same `tag` takes its place."""

    title: str
    body: str
    tag: str
    url: str
    icon: str | None = None


class Calls:
    """Hold one per process. `wishes(operator)`: how she wants to be called; `contact`: whom a push service may write
    to; `origin`: where the desk is.
    """

    def __init__(
        self,
        db: Database,
        *,
        keys: Keys,
        connections: Connections,
        wishes: Callable[[int], Awaitable[Wishes]],
        origin: str,
        contact: str,
        scale: float = 1.0,
        test_origin: str | None = None,
    ) -> None:
        self._db, self._keys, self._connections, self._wishes = db, keys, connections, wishes
        self._origin, self._contact, self._scale, self._test_origin = origin, contact, scale, test_origin
        self._wanted = (False, False)
        self._one = asyncio.Lock()
        self._new: dict[str, set[int]] = {CALL: set(), TELL: set()}
        self._watch = Again(self.look, period=PERIOD * scale, name="push devices")
        self._queue = Again(self._enqueue, period=scale, name="push")

    def start(self) -> None:
        """Begin."""
        self._watch.start()
        self._queue.start()

    async def stop(self) -> None:
        """End."""
        await self._watch.stop()
        await self._queue.stop()

    async def look(self) -> None:
        """Whether there is any browser to wake: without one nothing else here costs anything."""
        async with self._one:  # an answer that was on its way must not come after a newer one
            self._wanted = await store.anybody(self._db)

    def committed(self, one: Appended) -> None:
        """What was written to a talk."""
        if not any(self._wanted):
            return
        for entry in one.entries:
            # A status of the contact's: thanks that became a question have opened the talk again.
            again = entry.kind == Kind.STATUS and entry.actor is Actor.CONTACT
            if not (again or entry.kind == Kind.MESSAGE) or entry.public_no is None:
                continue
            if entry.actor is Actor.CONTACT and self._wanted[0]:
                self._new[CALL].add(one.conversation)
            elif entry.actor is Actor.OPERATOR and self._wanted[1]:
                self._new[TELL].add(one.conversation)

    async def _enqueue(self) -> None:
        for kind, grace in ((CALL, GRACE), (TELL, READ_GRACE)):
            for conversation in sorted(self._new[kind]):
                self._new[kind].discard(conversation)
                try:
                    await self._later(kind, {"conversation": conversation}, f"{kind}:{conversation}", grace)
                except BaseException:
                    self._new[kind].add(conversation)
                    raise

    async def _later(
        self, kind: str, body: dict[str, Any], key: str, seconds: float, *, lane: str | None = None
    ) -> None:
        async with self._db.transaction() as connection:
            await jobs.later(connection, kind, body, key=key, lane=lane, seconds=seconds * self._scale, once=True)

    async def call(self, body: dict[str, Any]) -> None:
        """The job: somebody waits; wake whom it concerns and who looks at no desk."""
        talk = await store.talk(self._db, body["conversation"])
        if talk is None or not _waits(talk):
            return
        held = talk["holder_kind"] == "operator"
        devices = await store.operators_devices(self._db, talk["holder_id"] if held else None)
        looking = await store.looking(self._db, [row["operator_id"] for row in devices])
        told = set(body.get("told", ()))
        away = [row for row in devices if row["operator_id"] not in looking and row["id"] not in told]
        for row in away:
            if await self._concerns(row, talk):
                await self._wake(row, talk["id"])
        looks = int(body.get("looks", 0)) + 1
        if looking and looks < MOST_LOOKS:
            again = {"conversation": talk["id"], "looks": looks, "told": [*told, *(row["id"] for row in away)]}
            await self._later(CALL, again, f"{CALL}:{talk['id']}:again", LATER)

    async def _concerns(self, device: Record, talk: Record) -> bool:
        """Whether this browser's owner wants to be called for this talk now; whether she may be is asked on sending."""
        of = device["operator_id"]
        mine = talk["holder_kind"] == "operator" and talk["holder_id"] == of
        wishes = await self._wishes(of)
        if not rules.calls(wishes, mine=mine, queued=talk["holder_kind"] == "queue", state=device["state"]):
            return False
        return not rules.is_quiet(wishes.quiet, datetime.now(UTC), device["zone"])

    async def tell(self, body: dict[str, Any]) -> None:
        """The job: there is an answer; wake its visitor's browsers unless it was read on the page."""
        talk = await store.talk(self._db, body["conversation"])
        if talk is None or not _unread(talk):
            return
        for device in await store.visitors_devices(self._db, talk["identity_id"]):
            await self._wake(device, talk["id"])

    async def _wake(self, device: Record, conversation: int) -> None:
        """By the lane of her push service: one that hangs holds up no other."""
        number, service = device["id"], urlsplit(str(device["endpoint"])).netloc
        body = {"device": number, "conversation": conversation}
        await self._later(SEND, body, f"{SEND}:{number}:{conversation}", 0, lane=f"{SEND}:{service}")

    async def send(self, body: dict[str, Any]) -> None:
        """The job: wake one browser. Raises when it should be tried again."""
        device = await store.one(self._db, body["device"])
        talk = await store.talk(self._db, body["conversation"])
        if device is None or talk is None:
            return
        note = await (self._for_operator(device, talk) if device["operator_id"] else self._for_visitor(device, talk))
        if note is not None:
            await self._post(device, note, OPERATOR_TTL if device["operator_id"] else VISITOR_TTL)

    async def _for_operator(self, device: Record, talk: Record) -> Note | None:
        session = device["session_id"]
        if session not in await operators.living(self._db, [session]):
            await store.drop(self._db, device["id"])
            return None
        if not _waits(talk) or not await operators.answers(self._db, device["operator_id"], team=talk["team_id"]):
            return None
        wishes = await self._wishes(device["operator_id"])
        language = wishes.language or device["language"]
        text = rules.shown(talk["last_text"] or "") or said("files", language)
        return Note(
            title=(talk["name"] or said("visitor", language)) if wishes.words else "Pult",
            body=text if wishes.words else said("message", language),
            tag=f"pult-{talk['public_id']}",
            url=f"{self._origin}/desk/#c/{talk['public_id']}",
        )

    async def _for_visitor(self, device: Record, talk: Record) -> Note | None:
        """Without the words of the answer: a screen is seen by more people than one."""
        site = await self._site(talk["channel_id"])
        if site is None or talk["identity_id"] != device["identity_id"] or not _unread(talk):
            return None
        if await self._banned(talk):
            return None
        page = _home(site.settings.get("domains") or [], talk["context"])
        return Note(
            title=site.name,
            body=said("answer", device["language"]),
            tag=f"pult-{talk['public_id']}",
            url=page,
        )

    async def _site(self, channel: int) -> Site | None:
        """The site, if it wants its visitors told. A no is asked again: this node may not have heard of a yes yet."""
        for read in (False, True):
            if read:
                await self._connections.load()
            site = self._connections.by_id(channel)
            if site is not None and site.settings.get("push"):
                return site
        return None

    async def _banned(self, talk: Record) -> bool:
        """Whether this visitor may not write to us any more; then their browsers are forgotten."""
        try:
            async with self._db.transaction() as connection:
                await bans.check(connection, channel=talk["channel_id"], keys=(talk["key_hash"],))
        except Refused:
            await store.drop_identity(self._db, talk["identity_id"])
            return True
        return False

    async def _post(self, device: Record, note: Note, ttl: int) -> None:
        endpoint = device["endpoint"]
        words = seal(padded(msgspec.json.encode(note)), key=device["key"], secret=device["secret"])
        headers = {
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(ttl),
            "urgency": "high",
            "topic": packed(sha256(note.tag.encode()).digest()[:18]),
            "authorization": signed(await self._keys.key(), endpoint=endpoint, contact=self._contact, now=time.time()),
        }
        test = self._test_origin is not None and endpoint.startswith(f"{self._test_origin}/")
        try:
            answer = await http.post(
                endpoint, words, headers=headers, seconds=TIMEOUT, allow_loopback=test, https_only=not test
            )
        except Invalid as error:
            # It led to an address that we do not visit: there is no push service behind it.
            log.warning("push_refused", device=device["id"], error=error.detail)
            await store.drop(self._db, device["id"])
            return
        await self._answered(device["id"], answer.status)

    async def _answered(self, device: int, status: int) -> None:
        if 200 <= status < 300:
            return await store.told(self._db, device)
        if status in (404, 410):
            await store.drop(self._db, device)
            return None
        log.warning("push_failed", device=device, status=status)
        if status == 429 or status >= 500:
            raise Unavailable(f"the push service answered {status}")
        return None


def _waits(talk: Record) -> bool:
    return talk["status"] == "open" and talk["waiting_since"] is not None


def _unread(talk: Record) -> bool:
    return talk["last_by"] == "operator" and (talk["visitor_read"] or 0) < talk["last_public"]


def _home(domains: list[str], context: str | None) -> str:
    """The page that the visitor was on last, if it is one of the site's; else the site. A page's word is no proof."""
    told: dict[str, Any] = msgspec.json.decode(context) if context else {}
    page: dict[str, Any] = told.get("page") or {}
    address = str(page.get("url", ""))[:1000]
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" not in domains:
        address = domains[0] if domains else "about:blank"
    return f"{address.partition('#')[0]}#pult"
