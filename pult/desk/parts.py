"""A second topic of a talk at the desk: from a frame to a command."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from pult.conversations import parts
from pult.conversations.append import Answer, Result
from pult.conversations.commands import Commands
from pult.conversations.part_rules import Wish
from pult.conversations.rules import Who
from pult.desk import frames
from pult.desk.watch import Watch
from pult.kit.errors import Invalid
from pult.operators import queries as operators

if TYPE_CHECKING:
    from pult.kit.db import Database

Frame = frames.Part | frames.PartEnd | frames.PartBack


class PartActs:
    """Hold one per process."""

    def __init__(self, *, db: Database, commands: Commands, watch: Watch) -> None:
        self._db, self._commands, self._watch = db, commands, watch

    async def work(self, frame: Frame, who: Who, *, lead: bool) -> Answer:
        """What a frame asks for. `lead`: also out of colleagues' hands."""
        match frame:
            case frames.Part():
                return await self._begin(frame, who, lead=lead)
            case frames.PartEnd():
                answer = await parts.end(
                    self._commands,
                    frame.conv,
                    who=who,
                    cid=frame.cid,
                    how=frame.how,
                    note=frame.note,
                    lead=lead,
                )
            case frames.PartBack():
                answer = await parts.take_back(
                    self._commands, frame.conv, part=frame.part, who=who, cid=frame.cid, note=frame.note, lead=lead
                )
        if answer.result is Result.DONE:
            self._watch.soon()  # whoever had it sees the talk no more
        return answer

    async def taken(self, taking: Awaitable[Answer], part: int, *, whole: int) -> Answer:
        """Whoever takes a part is in the whole talk before she hears that she has it."""
        answer = await taking
        if answer.result is Result.DONE:
            await parts.let_in(self._commands, part, whole=whole)
            await self._watch.moved(whole)
        return answer

    async def _begin(self, frame: frames.Part, who: Who, *, lead: bool) -> Answer:
        found = await operators.team(self._db, frame.team) if frame.team is not None else None
        if frame.team is not None and found is None:
            raise Invalid("there is no such team", pointer="/team")
        wish = Wish(
            topic=frame.topic,
            team=frame.team,
            name=found.name if found else None,
            note=frame.note,
            lines=frame.lines,
        )
        return await parts.begin(
            self._commands, frame.conv, who=who, cid=frame.cid, wish=wish, seconds=frame.back, lead=lead
        )
