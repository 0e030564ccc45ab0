"""SQL of read marks. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Database


async def raise_marks(
    db: Database, *, visitors: dict[int, int], operators: dict[tuple[int, int], int]
) -> list[tuple[int, int, int, int, int, int]]:
    """Raise read marks (max wins). → (conversation, visitor's public number, team's seq, team's public number, and what
    either side has received) of what was touched.
    """
    rows = await db.fetch(
        """
        WITH v AS (
            UPDATE conversations.conversation c SET visitor_read = least(t.n, c.last_public)
            FROM unnest($1::bigint[], $2::bigint[]) AS t (id, n)
            WHERE c.id = t.id AND c.visitor_read < least(t.n, c.last_public) RETURNING c.id, c.visitor_read
        ), r AS (
            -- Whoever looks into what a colleague holds, and was not asked in, has read it for herself alone.
            INSERT INTO conversations.reader AS r (conversation_id, operator_id, seq, team_seq, public_no)
            SELECT t.id, t.operator, least(t.n, c.last_seq), CASE WHEN t.counts THEN least(t.n, c.last_seq) ELSE 0 END,
                CASE WHEN t.counts THEN coalesce((
                SELECT e.public_no FROM conversations.entry e WHERE e.conversation_id = t.id AND e.seq <= t.n
                AND e.public_no IS NOT NULL ORDER BY e.seq DESC LIMIT 1), 0) ELSE 0 END
            FROM (SELECT u.id, u.operator, u.n, h.holder_kind <> 'operator' OR h.holder_id = u.operator
                         OR EXISTS (SELECT FROM conversations.guest g WHERE g.conversation_id = u.id
                                    AND g.operator_id = u.operator) AS counts
                  FROM unnest($3::bigint[], $4::bigint[], $5::bigint[]) AS u (id, operator, n)
                  JOIN conversations.conversation h ON h.id = u.id) t
            JOIN conversations.conversation c ON c.id = t.id ORDER BY t.id, t.operator
            ON CONFLICT (conversation_id, operator_id) DO UPDATE SET seq = greatest(r.seq, excluded.seq),
                team_seq = greatest(r.team_seq, excluded.team_seq),
                public_no = greatest(r.public_no, excluded.public_no)
            WHERE r.seq < excluded.seq OR r.team_seq < excluded.team_seq
            RETURNING r.conversation_id AS id, r.team_seq AS seq, r.public_no
        )
        SELECT c.id, coalesce(max(v.visitor_read), max(c.visitor_read)) AS visitor,
               coalesce(greatest(max(r.seq), max(o.team_seq)), 0) AS team,
               coalesce(greatest(max(r.public_no), max(o.public_no)), 0) AS team_public,
               max(c.visitor_got) AS visitor_got, max(c.team_got) AS team_got
        FROM conversations.conversation c LEFT JOIN v ON v.id = c.id LEFT JOIN r ON r.id = c.id
        LEFT JOIN conversations.reader o ON o.conversation_id = c.id
        WHERE c.id = ANY ($1) OR c.id = ANY ($3) GROUP BY c.id
        """,
        list(visitors),
        list(visitors.values()),
        [conversation for conversation, _ in operators],
        [operator for _, operator in operators],
        list(operators.values()),
    )
    return [
        (row["id"], row["visitor"], row["team"], row["team_public"], row["visitor_got"], row["team_got"])
        for row in rows
    ]


async def raise_got(db: Database, *, visitors: dict[int, int], team: dict[int, int]) -> None:
    """Raise what was received (max wins): the visitor's by public number, the team's by seq."""
    await db.execute(
        """
        UPDATE conversations.conversation c SET visitor_got = greatest(c.visitor_got, least(t.n, c.last_public))
        FROM unnest($1::bigint[], $2::bigint[]) AS t (id, n)
        WHERE c.id = t.id AND c.visitor_got < least(t.n, c.last_public)
        """,
        list(visitors),
        list(visitors.values()),
    )
    await db.execute(
        """
        UPDATE conversations.conversation c SET team_got = s.n
        FROM (SELECT t.id, (SELECT e.public_no FROM conversations.entry e WHERE e.conversation_id = t.id
                            AND e.seq <= t.seq AND e.public_no IS NOT NULL ORDER BY e.seq DESC LIMIT 1) AS n
              FROM unnest($1::bigint[], $2::bigint[]) AS t (id, seq)) s
        WHERE c.id = s.id AND c.team_got < s.n
        """,
        list(team),
        list(team.values()),
    )
