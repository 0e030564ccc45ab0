"""Many talks at once, written beside the doors: what a thousand visitors would take minutes to make."""

from __future__ import annotations

import asyncpg

FIRST = ("Марина", "Игорь", "Лена", "Пётр", "Анна", "Семён", "Ольга", "Иван", "Алёна", "Олег")
LAST = ("Соколова", "Панин", "Волкова", "Королёв", "Ёлкина", "Мельник", "Кузнецова", "Ершов", "Чижова", "Зуев")


async def fill(dsn: str, count: int, *, resolved: int = 0, team: int | None = None) -> None:
    """`count` open talks in the queue, each waiting a second longer than the one before, and `resolved` solved ones,
    each with one message.
    """
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            channel = await connection.fetchval(
                "SELECT id FROM gateway.channel WHERE kind = 'webchat' ORDER BY id LIMIT 1"
            )
            made = await connection.fetch(
                "INSERT INTO contacts.contact (name)"
                " SELECT ($2::text[])[1 + n % 10] || ' ' || ($3::text[])[1 + n / 10 % 10]"
                " FROM generate_series(0, $1 - 1) AS n RETURNING id",
                count + resolved,
                list(FIRST),
                list(LAST),
            )
            await connection.execute(
                "WITH i AS (INSERT INTO contacts.identity (channel_id, key_hash, contact_id)"
                " SELECT $1, sha256(convert_to('many' || k, 'UTF8')), k"
                " FROM unnest($2::bigint[]) AS k RETURNING id, contact_id),"
                " o AS (SELECT id, contact_id, row_number() OVER (ORDER BY contact_id) AS n FROM i)"
                " INSERT INTO conversations.conversation (public_id, contact_id, identity_id, channel_id, topic,"
                " status, waiting_since, last_seq, last_public, last_at, last_text, last_by, resolved_at, team_id,"
                " created_at)"
                " SELECT 'many' || contact_id, contact_id, id, $1, CASE WHEN n % 3 = 0 THEN 'Оплата' END,"
                " CASE WHEN n > $3 THEN 'resolved' ELSE 'open' END,"
                " CASE WHEN n <= $3 THEN now() - make_interval(secs => 30 + n) END, 1, 1,"
                " now() - make_interval(secs => 30 + n), 'Вопрос номер ' || n || ' про резюме', 'contact',"
                " CASE WHEN n > $3 THEN now() - make_interval(secs => n) END, $4, now() - make_interval(secs => 30 + n)"
                " FROM o",
                channel,
                [row["id"] for row in made],
                count,
                team,
            )
            await connection.execute(
                "INSERT INTO conversations.entry (conversation_id, seq, public_no, kind, audience, actor_kind, at,"
                " generation, body) SELECT c.id, 1, 1, 'message', 'public', 'contact', c.last_at, i.generation,"
                " jsonb_build_object('text', c.last_text) FROM conversations.conversation c, kit.installation i"
                " WHERE c.public_id LIKE 'many%' AND NOT EXISTS (SELECT FROM conversations.entry e"
                " WHERE e.conversation_id = c.id)"
            )
        await connection.execute("ANALYZE conversations.conversation")
    finally:
        await connection.close()
