"""What the team does with a talk beside answering: from a frame to a command."""

from __future__ import annotations

from collections.abc import Awaitable

from pult.conversations import aside
from pult.conversations.append import Answer
from pult.conversations.commands import Commands
from pult.conversations.rules import Head, Who
from pult.desk import frames
from pult.gateway.closing import asked
from pult.gateway.team_closing import Closings

Frame = frames.Resolve | frames.Snooze | frames.Wake | frames.Promise | frames.Settle | frames.Tag


class AsideActs:
    """Hold one per process."""

    def __init__(self, *, commands: Commands, closings: Closings) -> None:
        self._commands, self._closings = commands, closings

    def work(self, frame: Frame, who: Who, *, team: int | None) -> Awaitable[Answer]:
        """What a frame asks for in a talk of this team."""
        commands, conv, cid = self._commands, frame.conv, frame.cid
        match frame:
            case frames.Resolve():
                return self._resolve(frame, who, team)
            case frames.Snooze():
                return aside.snooze(commands, conv, who=who, cid=cid, until=frame.until, seen=frame.seen)
            case frames.Wake():
                return aside.wake(commands, conv, who=who, cid=cid)
            case frames.Promise():
                return aside.promise(commands, conv, who=who, cid=cid, text=frame.text, due=frame.due)
            case frames.Settle():
                return aside.settle(commands, conv, who=who, cid=cid, kept=frame.kept)
            case frames.Tag():
                return aside.tag(commands, conv, who=who, cid=cid, add=frame.add, remove=frame.remove)

    def _resolve(self, frame: frames.Resolve, who: Who, team: int | None) -> Awaitable[Answer]:
        def answers(head: Head) -> tuple[str | None, tuple[dict[str, str], ...]]:
            closing = self._closings.of(head.channel_id, team)
            return asked(closing, topic=frame.topic, known=head.topic, fields=frame.fields)

        said = [*([f"topic {frame.topic}"] if frame.topic else []), *(f"{k} {v}" for k, v in frame.fields.items())]
        return aside.resolve(
            self._commands,
            frame.conv,
            who=who,
            cid=frame.cid,
            asked=answers,
            said=tuple(said),
            reason=frame.reason,
        )
