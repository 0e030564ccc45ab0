"""The visitor's streams: only what is public, under public numbers, and only one's own talks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.conversations import queries
from pult.conversations.encoding import for_visitor
from pult.conversations.events import Entry, Status
from pult.conversations.following import Following
from pult.gateway.contract import Speaker
from pult.kit.errors import Absent
from pult.live.contract import Replay, Snapshot

if TYPE_CHECKING:
    from pult.kit.db import Database


class VisitorView:
    """The white list (see `conversations/encoding.py`)."""

    prefix = "v"
    public = True

    def encode(self, entry: Entry) -> bytes | None:
        """None for whatever a visitor may not see."""
        return for_visitor(entry)


class VisitorStreams:
    """`live.contract.Source` for channels with sockets. The viewer is a `Speaker`."""

    def __init__(self, *, db: Database, following: Following) -> None:
        self._db, self._following = db, following
        self._view = VisitorView()
        following.add_view(self._view)

    async def open(self, viewer: Speaker, stream: str) -> str | None:
        """Own talks only; another's looks like none."""
        kind, _, conversation = stream.partition(":")
        if kind != "c" or viewer.identity is None or len(conversation) > 64:
            return None
        if conversation == viewer.conversation_id:
            return f"v:{viewer.conversation}"
        head = await queries.head(self._db, conversation)
        if head is None or head.identity_id != viewer.identity or head.channel_id != viewer.channel:
            return None
        if head.part_of is not None:
            return None
        if head.status is not Status.RESOLVED and head.id > (viewer.conversation or 0):
            alive = await queries.alive(self._db, channel=viewer.channel, identity=viewer.identity)
            if alive is not None and alive.id == head.id:
                # Begun in another window, or by us: what this window says, reads and types from now on is about it.
                viewer.conversation, viewer.conversation_id = head.id, head.public_id
        return f"v:{head.id}"

    async def replay(self, topic: str, after: int, *, limit: int) -> Replay | None:
        """From the ring or the log."""
        return await self._following.replay(self._view, conversation=_number(topic), after=after, limit=limit)

    async def snapshot(self, topic: str, viewer: Speaker) -> Snapshot:
        """State and the newest entries."""
        conversation = _number(topic)
        await self._following.watch(conversation)
        found = await queries.public_snapshot(self._db, conversation)
        if found is None:
            raise Absent("there is no such conversation")
        return Snapshot(top=found[0], frame=found[1])

    async def before(self, topic: str, n: int) -> bytes | None:
        """Older entries."""
        conversation = _number(topic)
        entries = await queries.before(self._db, conversation, n, public=True)
        state = await queries.public_state(self._db, conversation)
        if state is None:
            return None
        fragments = [fragment for entry in entries if (fragment := for_visitor(entry)) is not None]
        first = entries[0].public_no if entries else n
        return queries.page_frame(f"c:{state.state['conv']}", fragments, first or n)


def _number(topic: str) -> int:
    return int(topic.partition(":")[2])
