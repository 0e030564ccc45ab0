"""The operator's socket: who it is, and what each frame does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import msgspec

from pult.conversations import forms
from pult.conversations.append import Answer, Expect
from pult.conversations.commands import DESK, Commands, expect_of, refusal_of
from pult.conversations.events import Words
from pult.conversations.marks import Marks
from pult.conversations.rules import Who
from pult.desk import frames
from pult.desk.acting import who_of
from pult.desk.aside import AsideActs
from pult.desk.hands import HandActs
from pult.desk.names import Names
from pult.desk.overseeing import Overseeing
from pult.desk.presence import Presence
from pult.desk.streams import DeskStreams, Viewer
from pult.desk.subscribers import LiveTyping
from pult.desk.watch import Watch
from pult.gateway.files import Files, operator
from pult.kit.errors import Absent, Conflict, Forbidden, PultError, SignInNeeded
from pult.live.contract import Connection, Handshake, Hello, Refusal
from pult.live.frames import ack
from pult.operators.access import Access
from pult.operators.commands import Accounts
from pult.operators.rules import TABLE, Permission

if TYPE_CHECKING:
    from pult.kit.db import Database

Act = Callable[[Connection, Any, int], Awaitable[None] | None]


class DeskDoor:
    """`live.contract.Door` at /live/desk."""

    path = "/live/desk"
    credits = 32
    commands = frames.COMMANDS

    def __init__(
        self,
        *,
        db: Database,
        origins: frozenset[str],
        accounts: Accounts,
        commands: Commands,
        marks: Marks,
        source: DeskStreams,
        names: Names,
        typing: LiveTyping,
        presence: Presence,
        files: Files,
        watch: Watch,
        aside: AsideActs,
        hands: HandActs,
        overseeing: Overseeing,
    ) -> None:
        self.source = source
        self._db, self._origins, self._accounts, self._commands = db, origins, accounts, commands
        self._marks, self._names, self._typing, self._presence = marks, names, typing, presence
        self._files, self._watch, self._aside, self._hands = files, watch, aside, hands
        self._overseeing = overseeing
        self._acts: dict[type, Act] = {
            frames.Send: self._send,
            frames.Note: self._note,
            frames.Take: self._take,
            **dict.fromkeys(frames.HANDS, self._hand),
            **dict.fromkeys(frames.ASIDE, self._beside),
            frames.Reopen: self._reopen,
            frames.Edit: self._edit,
            frames.Erase: self._erase,
            frames.Read: self._read,
            frames.Files: self._links,
            frames.Got: self._got,
            frames.Typing: self._type,
            frames.Look: self._look,
        }

    def accept(self, handshake: Handshake) -> Refusal | None:
        """Only pages of the desk's own origin may open this socket."""
        return None if handshake.origin in self._origins else Refusal(status=403, code="origin_refused")

    async def hello(self, connection: Connection, frame: Hello) -> tuple[Any, dict[str, object]]:
        """A ticket, burnt by this."""
        ticket = frame.auth.get("ticket")
        if ticket is None or len(frame.auth) != 1:
            raise SignInNeeded("auth is {ticket}", code="auth_failed")
        access = await self._accounts.use_ticket(ticket)
        access.require(Permission.TALKS_READ)
        viewer, operator = Viewer(access), access.operator
        connection.follow(f"op:{operator.id}")
        self._presence.came(operator, answers=access.may(Permission.TALKS_WRITE))
        self._watch.came(viewer)
        me = {"id": operator.id, "name": operator.name, "public_name": operator.public_name}
        return viewer, {**me, "role": access.role, "permissions": sorted(TABLE[access.role])}

    def closed(self, connection: Connection) -> None:
        """The last window of an operator makes her offline."""
        me = connection.viewer.operator
        self._presence.went(me, answers=connection.viewer.access.may(Permission.TALKS_WRITE))
        self._watch.went(connection.viewer)
        if not self._presence.online(me.id):
            self._overseeing.gone(me.id)

    def handle(self, connection: Connection, frame: Any) -> Awaitable[None] | None:
        """Look whether they may, find the talk (mostly from memory), then act."""
        access: Access = connection.viewer.access
        needed = frames.NEEDS.get(cast("type[msgspec.Struct]", type(frame)))
        if needed is None:
            raise Forbidden("nobody has declared who may do this")
        access.require(needed)
        guest = isinstance(frame, frames.GUESTS)
        number = self._names.known(frame.conv, access, guest=guest)
        if number is None:
            return self._find(connection, frame)
        return self._acts[type(frame)](connection, frame, number)

    async def _find(self, connection: Connection, frame: Any) -> None:
        guest = isinstance(frame, frames.GUESTS)
        number = await self._names.find(frame.conv, connection.viewer.access, guest=guest)
        if number is None:
            if isinstance(frame, frames.Transfer) and frame.team is not msgspec.UNSET:
                # Perhaps it was she who gave it away, and the answer got lost: the same press gets the same answer.
                await self._hand(connection, frame, 0, sees=False)
                return
            raise Absent("there is no such conversation", pointer="/conv")
        waiting = self._acts[type(frame)](connection, frame, number)
        if waiting is not None:
            await waiting

    def _send(self, connection: Connection, frame: frames.Send, number: int) -> Awaitable[None] | None:
        if self._names.whole(number) is not None:
            raise Conflict("this is a part of a talk: answer there", code="is_part")
        form = forms.checked(frame.form) if frame.form is not None else None
        if frame.quote is not None or frame.files or connection.viewer.operator.id in self._names.guests(number):
            return self._send_more(connection, frame, number)
        me = connection.viewer.operator.id
        expect = expect_of(me, seen=frame.seen, anybody=self._anybody(connection, number))
        self._say(connection, frame, number, Words(text=frame.text, form=form), expect)
        return None

    async def _send_more(self, connection: Connection, frame: frames.Send, number: int) -> None:
        """A reply that points at something, or of somebody who was asked in: it is looked up first."""
        quote = await self._commands.quote(conversation=number, seq=frame.quote) if frame.quote is not None else None
        owner = operator(connection.viewer.operator.id)
        files = await self._files.use(owner, frame.files) if frame.files else ()
        form = forms.checked(frame.form) if frame.form is not None else None
        words = Words(text=frame.text, quote=quote, files=files, form=form)
        anybody = self._anybody(connection, number)
        expect = await self._hands.expect(number, connection.viewer.access, seen=frame.seen, anybody=anybody)
        self._say(connection, frame, number, words, expect)

    def _say(self, connection: Connection, frame: frames.Send, number: int, words: Words, expect: Expect) -> None:
        who = self._who(connection, number)
        self._commands.say(
            conversation=number,
            channel=DESK,
            who=who,
            cid=frame.cid,
            words=words,
            expect=expect,
            done=_answer(connection, frame.conv, frame.cid, seen=frame.seen),
        )

    def _anybody(self, connection: Connection, number: int) -> bool:
        return self._watch.anybody_replies(connection.viewer.access, self._names.team(number))

    def _note(self, connection: Connection, frame: frames.Note, number: int) -> Awaitable[None] | None:
        if frame.to is not None:
            return self._whisper(connection, frame, number, frame.to)
        self._write(connection, frame, number, None)
        return None

    async def _whisper(self, connection: Connection, frame: frames.Note, number: int, to: int) -> None:
        """A note that is meant for one colleague: who that is is looked up first."""
        self._write(connection, frame, number, await self._hands.colleague(number, to, connection.viewer.access))

    def _write(self, connection: Connection, frame: frames.Note, number: int, to: tuple[int, str] | None) -> None:
        self._commands.note(
            conversation=number,
            who=self._who(connection, number),
            cid=frame.cid,
            text=frame.text,
            done=_answer(connection, frame.conv, frame.cid),
            to=to,
        )

    def _take(self, connection: Connection, frame: frames.Take, number: int) -> Awaitable[None]:
        taking = self._commands.take(conversation=frame.conv, who=self._who(connection, number), cid=frame.cid)
        whole = self._names.whole(number)
        return self._command(
            connection, frame, taking if whole is None else self._hands.parts.taken(taking, number, whole=whole)
        )

    async def _hand(self, connection: Connection, frame: Any, number: int, *, sees: bool = True) -> None:
        """From hand to hand. Before the ack: what they say next is judged by where the talk is now."""
        answer = await self._hands.work(frame, number, connection.viewer.access, sees=sees)
        _answer(connection, frame.conv, frame.cid)(answer)
        self._watch.soon()

    def _beside(self, connection: Connection, frame: Any, number: int) -> Awaitable[None]:
        return self._command(
            connection, frame, self._aside.work(frame, self._who(connection, number), team=self._names.team(number))
        )

    def _reopen(self, connection: Connection, frame: frames.Reopen, number: int) -> Awaitable[None]:
        return self._command(
            connection,
            frame,
            self._commands.reopen(conversation=frame.conv, who=self._who(connection, number), cid=frame.cid),
        )

    def _edit(self, connection: Connection, frame: frames.Edit, number: int) -> Awaitable[None]:
        return self._command(
            connection,
            frame,
            self._commands.edit(
                conversation=frame.conv,
                channel=DESK,
                who=self._who(connection, number),
                cid=frame.cid,
                n=frame.n,
                text=frame.text,
                notes=not connection.viewer.access.may(Permission.TALKS_WRITE),
            ),
        )

    def _erase(self, connection: Connection, frame: frames.Erase, number: int) -> Awaitable[None]:
        return self._command(
            connection,
            frame,
            self._commands.erase(
                conversation=frame.conv,
                channel=DESK,
                who=self._who(connection, number),
                cid=frame.cid,
                n=frame.n,
                notes=not connection.viewer.access.may(Permission.TALKS_WRITE),
            ),
        )

    def _read(self, connection: Connection, frame: frames.Read, number: int) -> None:
        me = connection.viewer.operator.id
        self._marks.by_operator(number, me, frame.n)
        self._typing.read(me, frame.conv, frame.n)

    async def _links(self, connection: Connection, frame: frames.Files, number: int) -> None:
        viewer = f"o{connection.viewer.operator.id}"
        urls = await self._files.links(conversation=number, viewer=viewer, seq=frame.n)
        connection.send_struct({"t": "files", "id": f"c:{frame.conv}", "n": frame.n, "urls": urls})

    def _got(self, connection: Connection, frame: frames.Got, number: int) -> None:
        self._marks.got_by_team(number, frame.n)

    def _type(self, connection: Connection, frame: frames.Typing, number: int) -> None:
        me = connection.viewer.operator
        may = self._typing.answers(number, me.id) or self._names.guests(number).get(me.id) == "answer"
        if may or self._anybody(connection, number):
            self._typing.typing(number, frame.conv, name=self._who(connection, number).public_name, on=frame.on)

    def _look(self, connection: Connection, frame: frames.Look, number: int) -> Awaitable[None]:
        return self._overseeing.look(number, frame.conv, connection.viewer.access, on=frame.on)

    def _who(self, connection: Connection, number: int) -> Who:
        return who_of(connection.viewer.operator, channel=self._names.channel(number))

    async def _command(self, connection: Connection, frame: Any, work: Awaitable[Answer]) -> None:
        """Wait for a command's own transaction. Its `PultError` names the cid (the socket does that for every error
        raised here).
        """
        _answer(connection, frame.conv, frame.cid)(await work)


def _answer(
    connection: Connection, conv: str, cid: UUID, *, seen: int | None = None
) -> Callable[[Answer | PultError], None]:
    """Turn what the log said into an `ack` or an `error` frame."""

    def done(outcome: Answer | PultError) -> None:
        error = outcome if isinstance(outcome, PultError) else refusal_of(outcome)
        if error is not None:
            extra = {"from": (seen or 0) + 1} if error.code == "stale" else {}
            connection.error(error.code, error.detail, cid=str(cid), **_pointer(error), **error.extra, **extra)
        elif not isinstance(outcome, PultError):
            assert outcome.seq is not None and outcome.at is not None
            connection.send(ack(cid, conv, outcome.seq, outcome.at))
        connection.answered()

    return done


def _pointer(error: PultError) -> dict[str, object]:
    return {"pointer": error.pointer} if error.pointer else {}
