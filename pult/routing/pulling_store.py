"""SQL of the next talk for one operator. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

_ONE = """
    (SELECT c.public_id, c.channel_id, c.priority, c.waiting_since, c.id FROM conversations.conversation c
     WHERE c.status = 'open' AND c.holder_kind = 'queue' AND {team}
     AND NOT EXISTS (SELECT FROM routing.offer o WHERE o.conversation_id = c.id AND o.operator_id <> $1
                     AND o.until > clock_timestamp())
     AND NOT EXISTS (
        SELECT FROM routing.skill s WHERE (
            lower(c.topic) IN (SELECT lower(one) FROM unnest(s.topics) AS one)
            OR split_part(lower(c.language), '-', 1) IN (SELECT split_part(lower(one), '-', 1)
                                                          FROM unnest(s.languages) AS one)
            OR (s.verified AND EXISTS (SELECT FROM contacts.identity i WHERE i.id = c.identity_id
                                       AND i.subject IS NOT NULL)))
        AND NOT EXISTS (SELECT FROM routing.ability a WHERE a.skill_id = s.id AND a.operator_id = $1
                        AND a.level >= s.least)
        AND c.waiting_since > clock_timestamp() - make_interval(secs => coalesce(
            (SELECT t.relax_seconds FROM routing.team t WHERE t.team_id = coalesce(c.team_id, 0)), 60)))
     AND ($3::text[] IS NULL OR EXISTS (SELECT FROM gateway.channel g WHERE g.id = c.channel_id AND g.kind = ANY ($3)))
     ORDER BY c.priority DESC, c.waiting_since, c.id LIMIT 1)
"""


async def first(db: Database, operator: int, teams: Sequence[int], *, kinds: Sequence[str] | None) -> Record | None:
    """The talk that has waited longest of those she may answer (of these kinds of channels, None: of any), each queue
    from its index.
    """
    return await db.fetchrow(
        f"""
        SELECT q.* FROM unnest($2::bigint[]) AS w (team) CROSS JOIN LATERAL {_ONE.format(team="c.team_id = w.team")} q
        UNION ALL {_ONE.format(team="c.team_id IS NULL")}
        ORDER BY priority DESC, waiting_since, id LIMIT 1
        """,
        operator,
        list(teams),
        None if kinds is None else list(kinds),
    )
