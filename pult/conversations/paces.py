"""When talks came, how long they waited for hands and how long they were in them: what a day is simulated from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pult.kit.db import Database

QUIET = timedelta(minutes=10)
"""A talk that nobody has ended counts as handled until so long after its last public word."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """One talk: when it came, what about, seconds until an operator had it (None: nobody yet), seconds from then to its
    end (None: not over yet).
    """

    came: datetime
    topic: str | None
    waited: float | None
    handled: float | None


async def between(db: Database, *, since: datetime, until: datetime, team: int | None = None) -> list[Pace]:
    """Talks that came in this time, in order; of one team where it is given. Handling goes from the first operator's
    getting the talk to its first end after that, but not beyond `QUIET` after the last public word before the end.
    """
    rows = await db.fetch(
        """
        SELECT c.created_at AS came, c.topic,
               extract(epoch FROM g.at - c.created_at)::float8 AS waited,
               CASE WHEN r.at IS NOT NULL OR w.at < clock_timestamp() - $4::interval
                    THEN extract(epoch FROM least(r.at, w.at + $4) - g.at)::float8 END AS handled
        FROM conversations.conversation c
        LEFT JOIN LATERAL (
            SELECT e.seq, e.at FROM conversations.entry e WHERE e.conversation_id = c.id
            AND e.kind IN ('assigned', 'transferred') AND e.body -> 'to' ->> 'kind' = 'operator'
            ORDER BY e.seq LIMIT 1) g ON true
        LEFT JOIN LATERAL (
            SELECT e.seq, e.at FROM conversations.entry e WHERE e.conversation_id = c.id AND e.seq > g.seq
            AND e.kind = 'status' AND e.body ->> 'to' = 'resolved' ORDER BY e.seq LIMIT 1) r ON true
        LEFT JOIN LATERAL (
            SELECT greatest(max(e.at), g.at) AS at FROM conversations.entry e WHERE e.conversation_id = c.id
            AND e.kind = 'message' AND e.audience = 'public' AND (r.seq IS NULL OR e.seq < r.seq)) w ON true
        WHERE c.created_at >= $1 AND c.created_at < $2 AND ($3::bigint IS NULL OR c.team_id = $3)
        ORDER BY c.created_at
        """,
        since,
        until,
        team,
        QUIET,
    )
    return [
        Pace(came=row["came"], topic=row["topic"], waited=row["waited"], handled=_positive(row["handled"]))
        for row in rows
    ]


def _positive(seconds: float | None) -> float | None:
    return None if seconds is None else max(seconds, 1.0)
