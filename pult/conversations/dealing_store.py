"""SQL of claims at the head of a queue. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pult.conversations.store import HEAD, head_of
from pult.conversations.waiting import Waiting

if TYPE_CHECKING:
    from pult.kit.db import Connection

_CLAIM = (
    "SELECT id FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'queue' AND {team}"
    " AND id <> ALL ($2::bigint[]) ORDER BY priority DESC, waiting_since, id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED"
)
_OF_TEAM, _OF_ALL = _CLAIM.format(team="team_id = $3"), _CLAIM.format(team="team_id IS NULL")


async def lock(connection: Connection, team: int | None, *, limit: int, but: Sequence[int]) -> list[int]:
    """The head of the queue, straight from its index: as cheap for ten thousand as for ten."""
    rows = await (
        connection.fetch(_OF_ALL, limit, but) if team is None else connection.fetch(_OF_TEAM, limit, but, team)
    )
    return [row["id"] for row in rows]


async def waiting(connection: Connection, conversations: Sequence[int]) -> list[Waiting]:
    """What is known of these, in the same order."""
    rows = await connection.fetch(
        f"""
        SELECT c.*, g.giver, coalesce(h.last, e.last) AS last FROM (
            SELECT w.place, c.team_id, c.language, EXISTS (SELECT FROM contacts.identity i
                WHERE i.id = c.identity_id AND i.subject IS NOT NULL) AS verified,
                   (SELECT k.kind FROM gateway.channel k WHERE k.id = c.channel_id) AS kind,
                   greatest(extract(epoch FROM clock_timestamp() - c.waiting_since), 0)::float8 AS waited, {HEAD}
            JOIN unnest($1::bigint[]) WITH ORDINALITY AS w (id, place) ON w.id = c.id
        ) c
        LEFT JOIN LATERAL (
            -- What the clock took back may be hers again after a minute: nobody waits for ever for somebody else.
            SELECT CASE WHEN NOT body ? 'clock' OR at > clock_timestamp() - interval '1 minute'
                        THEN (body -> 'from' ->> 'id')::bigint END AS giver
            FROM conversations.entry WHERE conversation_id = c.id
            AND audience = 'internal' AND kind IN ('assigned', 'transferred', 'part') ORDER BY seq DESC LIMIT 1
        ) g ON true
        LEFT JOIN LATERAL (
            SELECT (body -> 'to' ->> 'id')::bigint AS last FROM conversations.entry WHERE conversation_id = c.id
            AND audience = 'internal' AND kind IN ('assigned', 'transferred') AND body -> 'to' ->> 'id' IS NOT NULL
            ORDER BY seq DESC LIMIT 1
        ) h ON true
        LEFT JOIN LATERAL (
            SELECT o.holder_id AS last FROM conversations.conversation o WHERE o.contact_id = c.contact_id
            AND o.id <> c.id AND o.holder_kind = 'operator' AND o.part_of IS NULL AND c.part_of IS NULL
            ORDER BY o.id DESC LIMIT 1
        ) e ON true
        ORDER BY c.place
        """,
        list(conversations),
    )
    return [
        Waiting(
            head=head_of(row),
            team=row["team_id"],
            waited=row["waited"] or 0.0,
            language=row["language"],
            verified=row["verified"],
            giver=row["giver"],
            last=row["last"],
            kind=row["kind"] or "",
        )
        for row in rows
    ]


async def hold(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Talk → operator who holds it from now on."""
    await connection.execute(
        "UPDATE conversations.conversation c SET holder_kind = 'operator', holder_id = t.operator,"
        " waiting_since = CASE WHEN c.part_of IS NULL THEN c.waiting_since END"
        " FROM unnest($1::bigint[], $2::bigint[]) AS t (id, operator) WHERE c.id = t.id",
        [conversation for conversation, _ in pairs],
        [operator for _, operator in pairs],
    )
