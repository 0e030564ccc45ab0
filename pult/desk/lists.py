"""The lists of open talks: one topic per set of teams that somebody here sees."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

from pult.desk import pages, queries
from pult.desk.counts import Counts
from pult.desk.queries import Row
from pult.live.contract import Hub
from pult.operators.access import Access

if TYPE_CHECKING:
    from pult.kit.db import Database

LIST_SECONDS = 0.1
"""A talk that changes often is read for the lists at most this often; a quiet one at once."""
ROW_SECONDS, MOST_SECONDS = 0.001, 1.0
"""With more than a hundred rows changed in a turn: that much pause for each, up to so long. Nobody reads a list that
changes a thousand rows a second, but reading them would take what the words themselves need."""
STREAM = "list:open"
MOST_STANDING = 50_000
log = structlog.get_logger("pult.desk")


class Lists:
    """List rows are state: what changed is read again (two queries for all) and sent to every desk that may see it; the
    newest `last` wins there. A talk that went to another team is `gone` for those who saw it and do not any more, and
    nothing at all for the others. Counters follow when a talk has come, gone, or changed hands.
    """

    def __init__(self, *, db: Database, hub: Hub) -> None:
        self._db, self._hub = db, hub
        self._topics: dict[str, frozenset[int] | None] = {}
        """Topic → the teams whose talks it shows besides those of none; None: of all."""
        self._shown: dict[int, int | None] = {}
        """Talk → the team it had when it was last shown to somebody here."""
        self._guests: dict[int, frozenset[int]] = {}
        """Talk → who was asked into it when it was last sent."""
        self._stands: dict[int, tuple[Any, ...]] = {}
        """Talk → team and hands when it was last sent: what the counters hang on."""
        self._counts = Counts(db)
        self._changed: set[int] = set()
        self._task: asyncio.Task[None] | None = None

    def topic(self, access: Access) -> str:
        """The topic of the list that somebody sees."""
        seen = access.teams_seen()
        topic = "l:open" if seen is None else f"l:open:{','.join(map(str, seen))}"
        self._topics[topic] = None if seen is None else frozenset(seen)
        return topic

    async def page(self, access: Access) -> bytes:
        """The first page of somebody's list, with the counters."""
        page, teams = await pages.page(self._db, pages.named("all", access), access, limit=pages.MOST)
        self.shown(teams)
        self._counts.stale = True
        await self._counts.renew()
        if self._counts.stale:
            self._wake()  # it was counted a moment ago: what has moved since is told in another
        seen = access.teams_seen()
        counts = self._counts.seen(None if seen is None else frozenset(seen))
        whole = {"t": "rows", "id": STREAM, "whole": True, "rows": page.rows, "next": page.next, "counts": counts}
        return msgspec.json.encode(whole)

    def shown(self, teams: Mapping[int, int | None]) -> None:
        """These talks (talk → team) stand before somebody's eyes here."""
        for conversation, team in teams.items():
            if self._shown.get(conversation, team) != team:
                self.touch(conversation)  # it went elsewhere while the page was read
            self._shown[conversation] = team

    def touch(self, conversation: int) -> None:
        """This talk's row may have changed."""
        if not self._topics:
            return
        self._changed.add(conversation)
        self._wake()

    def _wake(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="desk lists")

    async def _run(self) -> None:
        try:
            while self._changed or self._counts.stale:
                changed, self._changed = self._changed, set()
                followed = self._followed()
                if not followed:
                    self._shown.clear()
                    self._stands.clear()
                    self._counts.stale = False
                    continue
                if changed:
                    self._send(await queries.changed_rows(self._db, list(changed)), followed)
                if self._counts.due:
                    await self._counts.renew()
                    self._tell_counts(followed)
                await asyncio.sleep(min(max(LIST_SECONDS, ROW_SECONDS * len(changed)), MOST_SECONDS))
        except Exception as error:
            log.warning("lists_stalled", error=repr(error))
        finally:
            self._task = None

    def _tell_counts(self, followed: list[tuple[str, frozenset[int] | None]]) -> None:
        for topic, teams in followed:
            frame = {"t": "counts", "id": STREAM, "counts": self._counts.seen(teams)}
            self._hub.state(topic, msgspec.json.encode(frame), key="counts")

    def _followed(self) -> list[tuple[str, frozenset[int] | None]]:
        self._topics = {topic: teams for topic, teams in self._topics.items() if self._hub.has(topic)}
        return list(self._topics.items())

    def _to_guests(self, row: Row) -> None:
        """Whoever was asked in has the row too, whatever team she is in; `left` once she is a guest no more: then her
        teams decide.
        """
        for guest in row.guests:
            for frame in queries.rows_frames(STREAM, [row], []):
                self._hub.state(f"op:{guest}", frame)
        left = {"t": "rows", "id": STREAM, "rows": [], "left": [row.public_id]}
        for guest in self._guests.get(row.conversation, frozenset()) - row.guests:
            self._hub.state(f"op:{guest}", msgspec.json.encode(left))
        if row.guests:
            self._guests[row.conversation] = row.guests
        else:
            self._guests.pop(row.conversation, None)

    def _send(self, rows: Sequence[Row], followed: list[tuple[str, frozenset[int] | None]]) -> None:
        for row in rows:
            self._to_guests(row)
        known = [(row, self._shown.get(row.conversation, row.team)) for row in rows]
        for topic, teams in followed:
            mine = [row for row, _ in known if _shows(teams, row.team)]
            gone = [row.public_id for row, was in known if not _shows(teams, row.team) and _shows(teams, was)]
            for frame in queries.rows_frames(STREAM, mine, gone):
                self._hub.state(topic, frame)
        for row, _ in known:
            self._remember(row)

    def _remember(self, row: Row) -> None:
        stands = (row.open, row.team, *row.holder)
        if self._stands.get(row.conversation) != stands:
            self._counts.stale = True
        if not row.open:
            self._shown.pop(row.conversation, None)
            self._stands.pop(row.conversation, None)
            return
        self._shown[row.conversation] = row.team
        if len(self._stands) >= MOST_STANDING:
            self._stands.clear()
        self._stands[row.conversation] = stands


def _shows(teams: frozenset[int] | None, team: int | None) -> bool:
    return teams is None or team is None or team in teams
