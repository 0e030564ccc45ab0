"""Builds the application: the only file that knows every folder. `Node` reads from top to bottom like the path of a
message.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec

from pult import timetable
from pult.canned.commands import Canned
from pult.channels.webchat.adapter import WebChat
from pult.channels.webchat.attendance import TURNS, Attendance
from pult.channels.webchat.site import topic_of
from pult.channels.webchat.socket import ChatDoor
from pult.colleagues.commands import Colleagues
from pult.conversations import aside
from pult.conversations.append import Answer, Operation, Result, written
from pult.conversations.commands import Commands
from pult.conversations.events import Actor, Appended, Kind
from pult.conversations.following import Following
from pult.conversations.hints import appended_of, hint_of
from pult.conversations.line import Aside, LogLine
from pult.conversations.marks import Marked, Marks
from pult.desk.aside import AsideActs
from pult.desk.bans import BanDesk
from pult.desk.context import ContextDesk
from pult.desk.drafts import Drafts
from pult.desk.first import FirstDesk
from pult.desk.hands import HandActs
from pult.desk.history import History
from pult.desk.indexing import PERIOD as SEARCH_SECONDS
from pult.desk.indexing import Indexing
from pult.desk.later import Laters
from pult.desk.leaving import Leaving
from pult.desk.lists import Lists
from pult.desk.names import Names
from pult.desk.overseeing import Overseeing
from pult.desk.presence import Presence
from pult.desk.socket import DeskDoor
from pult.desk.streams import DeskStreams
from pult.desk.subscribers import Cards, LiveTyping, Marker
from pult.desk.telling import Telling
from pult.desk.watch import PERIOD as WATCH_SECONDS
from pult.desk.watch import Watch
from pult.features import Features
from pult.floor.subscribers import STREAM as FLOOR
from pult.gateway.availability import Staff, Waits
from pult.gateway.banned import PERIOD as BANS_SECONDS
from pult.gateway.banned import Bans
from pult.gateway.connections import Connections
from pult.gateway.copies import Copies
from pult.gateway.files import Files
from pult.gateway.holding import Holding
from pult.gateway.inbound import InboundGate
from pult.gateway.outbound import Carrier
from pult.gateway.shelf import Shelf
from pult.gateway.streams import VisitorStreams
from pult.gateway.team_closing import Closings
from pult.journal.writer import Writer
from pult.kit import facts
from pult.kit.again import Again
from pult.kit.bus import Bell, Hint
from pult.kit.clamd import Clamd
from pult.kit.db import Database
from pult.kit.errors import StartRefused
from pult.kit.files import LocalFiles
from pult.kit.installation import check_key, epoch
from pult.kit.jobs import Jobs
from pult.kit.mail import Mailer
from pult.kit.secret import Signer, Vault, read_or_make
from pult.live.hub import Hub
from pult.live.limits import Limits
from pult.live.links import Links
from pult.operators.commands import Accounts
from pult.operators.here import Here
from pult.operators.people import People
from pult.settings import Settings
from pult.waking import Waking

LANES = 2
FEW = 4
"""Messages written together whose frames are not gathered."""


class Node:
    """One process of Pult on one database."""

    def __init__(self, settings: Settings, db: Database, key_folder: Path) -> None:
        self.settings, self.db = settings, db
        key = self.key = read_or_make(key_folder, settings.secret)
        self._add_sockets()
        scale = settings.time_scale
        # the log
        self.lines = [LogLine(db, number) for number in range(LANES)]
        self.writer: Writer[Operation, Answer] = Writer(
            lanes=[self._gathering(line) for line in self.lines],
            aside=Aside(db).append,
            held=lambda answer: answer.result is Result.HELD,
            committed=self._written,
        )
        self.commands = Commands(db=db, writer=self.writer, key=key.derive("entry"), announce=self._announce)
        self.marks = Marks(db=db, announce=self._marked, period=0.2 * scale)
        self.marker = Marker(hub=self.hub, following=self.following)
        # the door and its channels
        self.connections = Connections(db)
        self.closings = Closings(db, connections=self.connections, period=5 * scale)
        self.files = Files(
            db=db,
            store=LocalFiles(settings.data / "files"),
            signer=Signer(key.derive("file")),
            origin=settings.files_origin or "",
            scan=Clamd(settings.clamd).scan if settings.clamd else None,
        )
        self.mailer = Mailer(settings.smtp_url, sender=settings.mail_from) if settings.smtp_url else None
        self.copies = self._copies(self.mailer) if self.mailer else None
        self.holding = Holding(db, commands=self.commands)
        self.bans = Bans(db, cut=self.hub.close_where, period=BANS_SECONDS * scale)
        self.gate = InboundGate(
            db=db,
            connections=self.connections,
            commands=self.commands,
            marks=self.marks,
            peeks=self.typing,
            source=VisitorStreams(db=db, following=self.following),
            waits=Waits(db),
            free=lambda channel: self.staff.free(channel),  # noqa: PLW0108 - the staff is made later
            full=self._full,
            banner=lambda: self.features.incidents.banner(),  # noqa: PLW0108 - made later
            holding=self.holding,
            copies=self.copies,
            began=self.began,
            files=self.files,
            heard=self,
            bans=self.bans,
        )
        self.carrier = Carrier(db=db, connections=self.connections, channels=[WebChat(self.mailer)])
        self._add_people()
        self.site_tokens, self.vault = Signer(key.derive("site")), Vault(key.derive("vault"))
        self.bell = Bell(db, hear=self._hear, alive=self.following.bell, echo=max(0.25 * scale, 0.05))
        self.jobs = Jobs(db)
        self.features = Features(self)
        self.sweep = aside.Sweep(db, self.commands, period=1.0 * scale)
        self.indexing = Indexing(db, period=SEARCH_SECONDS * scale)
        self._epoch_watch: asyncio.Task[None] | None = None
        self._add_doors()

    def _add_sockets(self) -> None:
        """Sockets, and what they follow."""
        scale = self.settings.time_scale
        self.hub = Hub(
            limits=Limits(frames_per_second=self.settings.frame_rate, burst=int(3 * self.settings.frame_rate)),
            time_scale=scale,
            trusted_proxies=self.settings.trusted_proxies,
        )
        self.links = Links(self.settings.data / "signals", received=self.hub.signal_here, time_scale=scale)
        self.following = Following(db=self.db, hub=self.hub, period=5 * scale, fast=max(0.25 * scale, 0.02))
        self.lists, self.names = Lists(db=self.db, hub=self.hub), Names(self.db)
        self.cards = Cards(db=self.db, hub=self.hub, lists=self.lists)
        self.typing = LiveTyping(hub=self.hub, following=self.following, time_scale=scale)

    def _add_people(self) -> None:
        """Accounts, who is here, and what follows when a right ends."""
        self.accounts = Accounts(
            db=self.db, tickets=Signer(self.key.derive("ticket")), talks=self.settings.talks_at_once
        )
        self.people = People(db=self.db, accounts=self.accounts)
        self.leaving = Leaving(db=self.db, commands=self.commands)
        self.watch = Watch(
            db=self.db,
            hub=self.hub,
            accounts=self.accounts,
            names=self.names,
            lists=self.lists,
            period=WATCH_SECONDS * self.settings.time_scale,
        )
        self.presence = Presence(self.accounts)
        self.here = Here(self.db, who=self.presence.here, scale=self.settings.time_scale)
        self.presence.changed, self.presence.node = self.here.changed, self.here.node
        self.staff = Staff(self.presence.anybody, grace=10 * self.settings.time_scale)
        self.attendance = Attendance(
            sites=self.connections.all,
            free=self.staff.free,
            full=self._full,
            tell=lambda topic, frame: self.hub.state(topic, msgspec.json.encode(frame)),
            beat=self._beat,
            turned=self._turned,
            period=self.settings.time_scale,
        )

    def _copies(self, mailer: Mailer) -> Copies:
        return Copies(self.db, connections=self.connections, mailer=mailer, key=self.key.derive("copies"))

    def _add_doors(self) -> None:
        self.canned = Canned(self.db, shelf=Shelf(self.files))
        self.colleagues = Colleagues(self.db, tell=self.tell, sees=self.names.sees)
        self.telling = Telling(self.db, names=self.names, tell=self.tell)
        self.history = History(self.db, names=self.names)
        self.first = FirstDesk(
            self.db,
            names=self.names,
            commands=self.commands,
            connections=self.connections,
            mails=self.mailer is not None,
            here=lambda channel, key_hash: self.hub.watched(topic_of(channel, key_hash)),
            began=self.began,
        )
        self.context = ContextDesk(self.db, names=self.names, told=self.told, here=self.typing.is_here)
        self.ban_desk = BanDesk(self.db, names=self.names, commands=self.commands, changed=self._banned)
        self.laters = Laters(self.db, commands=self.commands, names=self.names, files=self.files, tell=self.tell)
        self.overseeing = Overseeing(
            self.db, hub=self.hub, following=self.following, names=self.names, shows=self.features.routing.shows_looks
        )
        self.drafts = Drafts(self.db, names=self.names, files=self.files, tell=self.tell, shows=self.overseeing.writing)
        source = DeskStreams(
            self.db, following=self.following, names=self.names, lists=self.lists, overseeing=self.overseeing
        )
        source.beside[FLOOR] = self.features.floor
        self.hub.add_door(
            DeskDoor(
                db=self.db,
                origins=self.settings.desk_origins,
                accounts=self.accounts,
                commands=self.commands,
                marks=self.marks,
                source=source,
                names=self.names,
                typing=self.typing,
                presence=self.presence,
                files=self.files,
                watch=self.watch,
                aside=AsideActs(commands=self.commands, closings=self.closings),
                hands=HandActs(db=self.db, commands=self.commands, names=self.names, watch=self.watch),
                overseeing=self.overseeing,
            )
        )
        origins, ask = self.settings.widget_origins, self.features.waking.devices.ask
        self.chat = ChatDoor(gate=self.gate, origins=origins, tokens=self.site_tokens, vault=self.vault, ask=ask)
        self.hub.add_door(self.chat)

    async def start(self) -> None:
        """Everything but the port."""
        await check_key(self.db, self.key)
        self.hub.renew(await epoch(self.db))
        await self.connections.load()
        self.connections.start()
        await self.closings.load()
        await self.bans.look()
        self.bans.start()
        try:
            self.links.start()
        except OSError as error:
            raise StartRefused(f"cannot use {self.settings.data / 'signals'}: {error.strerror}") from error
        self.hub.attach(self.links)
        self.writer.start()
        self.following.start()
        await self.bell.start()
        self.carrier.start()
        timetable.fill(self)
        await self.jobs.start()
        await self.here.look_for_lost()
        for one in self._turning():
            one.start()
        self._epoch_watch = asyncio.create_task(self._watch_epoch(), name="epoch")

    def _turning(self) -> tuple[Again | Attendance | Waking, ...]:
        often = self.watch, self.here, self.sweep, self.indexing, self.attendance, self.closings
        return *often, *self.features.turning()

    async def stop(self) -> None:
        """Write what waits, then let go."""
        if self._epoch_watch:
            self._epoch_watch.cancel()
        for one in self._turning():
            await one.stop()
        after = self.carrier, self.bell, self.following, self.connections, self.bans
        for one in (self.writer, self.marks, self.jobs, *after):
            await one.stop()
        self.links.stop()
        for line in self.lines:
            with contextlib.suppress(Exception):
                await line.close()

    async def _watch_epoch(self) -> None:
        """After a failover or a restore everybody fetches anew."""
        while True:
            await asyncio.sleep(5 * self.settings.time_scale)
            with contextlib.suppress(Exception):
                self.hub.renew(await epoch(self.db))

    def _gathering(self, line: LogLine) -> Callable[[Sequence[Operation], bool], Awaitable[list[Answer]]]:
        """A lane's append; what a committed batch sends to one socket (acks, events) leaves together. A small batch's
        leaves at once: nobody's ack waits until all others are told.
        """

        async def write(operations: Sequence[Operation], wait: bool) -> list[Answer]:
            answers = await line.append(operations, wait)
            if len(operations) > FEW:
                self.hub.gather()
            return answers

        return write

    def _written(self, pairs: Sequence[tuple[Operation, Answer]]) -> None:
        done = [written(operation, answer) for operation, answer in pairs if answer.result is Result.DONE]
        if done:
            self._announce(done)

    def _announce(self, appended: Sequence[Appended]) -> None:
        """Tell this node's followers, the lists, the carrier, and the other nodes."""
        ring = self.bell.neighbours
        hints: list[Hint] = []
        for one in appended:
            self.following.committed(one)
            self.lists.touch(one.conversation)
            self.features.committed(one)
            for entry in one.entries:
                if entry.actor is not Actor.CONTACT and entry.kind == Kind.MESSAGE:
                    self.carrier.wake()
            self.telling.committed(one)
            if ring:
                hints.append(hint_of(one))
        if hints:
            self.bell.ring(hints)

    def _marked(self, marked: list[Marked]) -> None:
        self.marker.announce(marked)
        self.bell.ring([Hint("m", one.conversation, 0, 0, msgspec.Raw(msgspec.json.encode(one))) for one in marked])

    async def _turned(self, channel: int, kind: str) -> None:
        """Somebody came, or all have gone: kept once, whichever nodes saw it."""
        among = next(kinds for kinds in TURNS if kind in kinds)
        await facts.turned(self.db, kind=kind, among=among, subject=f"channel:{channel}")

    def _full(self, channel: int) -> bool:
        site = self.connections.by_id(channel)
        return self.features.routing.full(site.team if site else None)

    def _beat(self) -> None:
        """The other nodes know that somebody is at a desk here."""
        if self.staff.here():
            self.bell.ring([Hint("o", 0, 0, 0)])

    async def _banned(self) -> None:
        """A ban was made or released: here now, elsewhere as soon as the bell is heard."""
        await self.bans.look()
        self.bell.ring([Hint("b", 0, 0, 0)])

    def began(self, *, channel: int, key_hash: bytes, public_id: str) -> None:
        """A talk began: every window of its visitor follows it."""
        self._to_windows(topic_of(channel, key_hash), {"t": "conv", "id": public_id})

    def tell(self, operator: int, frame: dict[str, object]) -> None:
        """Something of an operator's own has changed: all her desks hear it."""
        self._to_windows(f"op:{operator}", frame)

    def _to_windows(self, topic: str, frame: dict[str, object]) -> None:
        """To all windows of one person, on every node."""
        encoded = msgspec.json.encode(frame)
        self.hub.state(topic, encoded)
        self.bell.ring([Hint("t", 0, 0, 0, msgspec.Raw(msgspec.json.encode([topic, encoded.decode()])))])

    def joined(self, *, channel: int, browser: bytes, conversation: int) -> None:
        """An anonymous talk is a person's now: other windows of this browser say hello anew and must prove it too."""
        self._to_windows(topic_of(channel, browser), {"t": "reconnect", "after": 0})
        self.hub.cut(f"v:{conversation}", lambda viewer: viewer.browser == browser and not viewer.verified())
        self.told(conversation)

    def told(self, conversation: int) -> None:
        """News about a contact: to the lists and to whoever has the talk open, on every node."""
        self.cards.touch(conversation)
        self.features.timing.told(conversation)
        self.bell.ring([Hint("p", conversation, 0, 0)])

    def _hear(self, hint: Hint) -> None:
        """What another node did."""
        if hint.kind == "e":
            if appended := appended_of(hint):
                self.following.committed(appended)
            self.following.hint(hint.conversation, hint.upto)
            self.lists.touch(hint.conversation)
            self.features.floor.touch(hint.conversation)
        elif hint.kind == "o":
            self.staff.heard()
        elif hint.kind == "b":
            self.bans.soon()
        elif hint.kind == "p":
            self.cards.touch(hint.conversation)
        elif hint.kind == "m":
            self.marker.announce([msgspec.json.decode(hint.body, type=Marked)])
        elif hint.kind == "t":
            topic, frame = msgspec.json.decode(hint.body, type=tuple[str, str])
            self.hub.state(topic, frame.encode())
