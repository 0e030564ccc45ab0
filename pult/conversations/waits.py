"""How long visitors waited for an answer of a person: read from the log.

A wait begins with what a visitor says when nothing of theirs is unanswered, and ends with the next public message of an
operator. What bots say neither begins nor ends one. Mere thanks after the end begin none; what was thanks and is a
question now begins one when it opened the talk again. The first of a talk is its first reply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.conversations.events import Waited

if TYPE_CHECKING:
    from pult.kit.db import Database


async def ended(db: Database, *, seconds: int) -> list[Waited]:
    """The waits that an operator ended within the last `seconds`."""
    rows = await db.fetch(
        """
        WITH talk AS (
            SELECT c.id, c.channel_id, c.team_id FROM conversations.conversation c
            WHERE c.status <> 'resolved' AND c.last_at > now() - make_interval(secs => $1)
            UNION ALL
            SELECT c.id, c.channel_id, c.team_id FROM conversations.conversation c
            WHERE c.status = 'resolved' AND c.resolved_at > now() - make_interval(secs => $1)),
        said AS (
            SELECT e.conversation_id AS id, e.at, e.actor_kind,
                   count(*) FILTER (WHERE e.actor_kind <> 'contact')
                   OVER (PARTITION BY e.conversation_id ORDER BY e.seq
                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS answers
            FROM talk t JOIN conversations.entry e ON e.conversation_id = t.id
            WHERE e.audience = 'public' AND (
                e.kind = 'message' AND e.actor_kind IN ('contact', 'operator') AND NOT e.body ? 'thanks'
                OR e.kind = 'status' AND e.actor_kind = 'contact' AND e.body ->> 'to' = 'open')),
        wait AS (
            SELECT id, min(at) FILTER (WHERE actor_kind = 'contact') AS began,
                   max(at) FILTER (WHERE actor_kind <> 'contact') AS answered,
                   row_number() OVER (PARTITION BY id ORDER BY coalesce(answers, 0)) AS no
            FROM said GROUP BY id, answers
            HAVING bool_or(actor_kind = 'contact'))
        SELECT g.kind AS channel, t.team_id, w.no = 1 AS first,
               greatest(extract(epoch FROM w.answered - w.began) * 1000, 0)::bigint AS ms
        FROM wait w JOIN talk t ON t.id = w.id JOIN gateway.channel g ON g.id = t.channel_id
        WHERE w.answered > now() - make_interval(secs => $1)
        """,
        float(seconds),
    )
    return [Waited(channel=row["channel"], team=row["team_id"], first=row["first"], ms=row["ms"]) for row in rows]
