"""What the team does with a talk beside answering: from a frame to a command."""

from __future__ import annotations

from collections.abc import Awaitable

from pult.conversations import aside
from pult.conversations.append import Answer
from pult.conversations.commands import Commands
from pult.conversations.rules import Head, Who
from pult.desk import frames
from pult.gateway.closing import asked
from pult.gateway.connections import Connections

Frame = frames.Resolve | frames.Snooze | frames.Wake | frames.Promise | frames.Settle | frames.Tag


class AsideActs:
    """Hold one per process."""

    def __init__(self, *, commands: Commands, connections: Connections) -> None:
        self._commands, self._connections = commands, connections

    def work(self, frame: Frame, who: Who) -> Awaitable[Answer]:
        """What a frame asks for."""
        commands, conv, cid = self._commands, frame.conv, frame.cid
        match frame:
            case frames.Resolve():
                return self._resolve(frame, who)
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

    def _resolve(self, frame: frames.Resolve, who: Who) -> Awaitable[Answer]:
        def answers(head: Head) -> tuple[str | None, tuple[dict[str, str], ...]]:
            site = self._connections.by_id(head.channel_id)
            return asked(site.settings if site else {}, topic=frame.topic, known=head.topic, fields=frame.fields)

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
