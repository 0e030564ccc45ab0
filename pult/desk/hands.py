"""From hand to hand at the desk: from a frame to a command, once it is clear to whom it goes and who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pult.conversations import guests, handing
from pult.conversations.append import Answer, Expect, Result
from pult.conversations.commands import Commands, expect_of
from pult.conversations.events import QUEUE, Holder, HolderKind
from pult.conversations.faces import Who
from pult.conversations.guest_rules import Guest
from pult.conversations.handing import Said
from pult.desk import frames
from pult.desk.acting import who_of
from pult.desk.names import Names
from pult.desk.parts import Frame as PartFrame
from pult.desk.parts import PartActs
from pult.desk.watch import Watch
from pult.kit.errors import Invalid
from pult.operators import queries as operators
from pult.operators.access import Access
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database

Frame = frames.Transfer | frames.Over | frames.Invite | frames.Leave | PartFrame


class HandActs:
    """Hold one per process."""

    def __init__(self, *, db: Database, commands: Commands, names: Names, watch: Watch) -> None:
        self._db, self._commands, self._names, self._watch = db, commands, names, watch
        self.parts = PartActs(db=db, commands=commands, watch=watch)

    async def work(self, frame: Frame, number: int, access: Access, *, sees: bool) -> Answer:
        """What a frame asks for. `sees` is False where only the answer to an earlier press is looked for."""
        match frame:
            case frames.Over():
                return await handing.take_over(
                    self._commands,
                    frame.conv,
                    who=self._who(access, number),
                    cid=frame.cid,
                    reason=frame.reason,
                )
            case frames.Invite():
                return await self._invite(frame, number, access)
            case frames.Leave():
                return await self._leave(frame, number, access)
            case frames.Part() | frames.PartEnd() | frames.PartBack():
                return await self.parts.work(frame, self._who(access, number), lead=access.may(Permission.TALKS_LEAD))
            case frames.Transfer():
                if frame.lead or frame.force:
                    access.require(Permission.TALKS_LEAD)
                if frame.team is not msgspec.UNSET:
                    return await self._to_team(frame, frame.team, number, access, sees=sees)
                return await self._to_colleague(frame, number, access)

    def _who(self, access: Access, number: int) -> Who:
        return who_of(access.operator, channel=self._names.channel(number))

    async def expect(self, number: int, access: Access, *, seen: int | None, anybody: bool) -> Expect:
        """What must hold for a reply: the talk is open and hers (`anybody`: anybody's), or she was asked in."""
        me = access.operator.id
        if me in self._names.guests(number) and await guests.answers(self._db, number, me):
            return Expect(open=True, after=seen)
        return expect_of(me, seen=seen, anybody=anybody)

    async def colleague(self, number: int, operator: int, access: Access) -> tuple[int, str]:
        """(number, name) of somebody who can read a note in this talk. Raises `Invalid`."""
        found = await operators.one(self._db, operator)
        if found is None or found.id == access.operator.id:
            raise Invalid("there is no such operator", pointer="/to")
        sees = await operators.sees(self._db, operator, team=self._names.team(number))
        if not sees and operator not in self._names.guests(number):
            raise Invalid("they do not see this talk", pointer="/to", code="not_in_team")
        return found.id, found.name

    async def _invite(self, frame: frames.Invite, number: int, access: Access) -> Answer:
        found = await operators.one(self._db, frame.operator)
        if found is None:
            raise Invalid("there is no such operator", pointer="/operator")
        if frame.may == "answer" and not await operators.writes(self._db, found.id):
            raise Invalid("they answer no talks", pointer="/may")
        answer = await guests.invite(
            self._commands,
            frame.conv,
            who=self._who(access, number),
            cid=frame.cid,
            guest=Guest(found.id, found.name),
            may=frame.may,
            remark=frame.note,
            lead=access.may(Permission.TALKS_LEAD),
        )
        await self._watch.moved(answer.conversation)
        return answer

    async def _leave(self, frame: frames.Leave, number: int, access: Access) -> Answer:
        operator = frame.operator or access.operator.id
        found = access.operator if operator == access.operator.id else await operators.one(self._db, operator)
        answer = await guests.leave(
            self._commands,
            frame.conv,
            who=self._who(access, number),
            cid=frame.cid,
            guest=Guest(operator, found.name if found else ""),
            lead=access.may(Permission.TALKS_LEAD),
        )
        await self._watch.moved(answer.conversation)
        return answer

    async def _to_colleague(self, frame: frames.Transfer, number: int, access: Access) -> Answer:
        to, face = QUEUE, None
        if frame.to is not None:
            colleague = await operators.one(self._db, frame.to)
            if colleague is None:
                raise Invalid("there is no such operator", pointer="/to")
            if not await operators.answers(self._db, colleague.id, team=self._names.team(number)):
                raise Invalid("they do not answer talks of this team", pointer="/to", code="not_in_team")
            to = Holder(HolderKind.OPERATOR, colleague.id, colleague.name)
            face = colleague.face(self._names.channel(number))
        return await handing.to_colleague(
            self._commands,
            frame.conv,
            who=self._who(access, number),
            cid=frame.cid,
            to=to,
            face=face,
            said=_said(frame),
        )

    async def _to_team(
        self, frame: frames.Transfer, team: int | None, number: int, access: Access, *, sees: bool
    ) -> Answer:
        if frame.to is not None:
            raise Invalid("a talk goes to a colleague or to a team", pointer="/to")
        found = await operators.team(self._db, team) if team is not None else None
        if team is not None and found is None:
            raise Invalid("there is no such team", pointer="/team")
        answer = await handing.to_team(
            self._commands,
            frame.conv,
            who=self._who(access, number),
            cid=frame.cid,
            team=team,
            name=found.name if found else None,
            said=_said(frame),
            sees=sees,
        )
        if answer.result is Result.DONE:
            await self._watch.moved(answer.conversation)
        return answer


def _said(frame: frames.Transfer) -> Said:
    return Said(reason=frame.reason, remark=frame.note, lead=frame.lead, beyond=frame.force, was=frame.was)
