"""SQL of web push. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_DEVICE = (
    "id, operator_id, session_id, channel_id, identity_id, endpoint, key, secret, agent, zone, language, made_at,"
    " told_at"
)


async def key(db: Database, fresh: str) -> str:
    """The kept key; this fresh one when there was none."""
    await db.execute("INSERT INTO push.key (sealed) VALUES ($1) ON CONFLICT DO NOTHING", fresh)
    return await db.fetchval("SELECT sealed FROM push.key")


async def put(
    connection: Connection,
    *,
    owner: tuple[int, UUID] | None = None,
    visitor: tuple[int, int] | None = None,
    endpoint: str,
    key: bytes,
    secret: bytes,
    agent: str,
    zone: str,
    language: str,
) -> int | None:
    """Keep a browser for (operator, session) or for a visitor (channel, identity); its number. None: the address is
    somebody else's, and whoever sends it does not know that browser's own secrets.
    """
    return await connection.fetchval(
        "INSERT INTO push.device AS d (operator_id, session_id, channel_id, identity_id, endpoint, key, secret, agent,"
        " zone, language) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (endpoint) DO UPDATE SET operator_id = excluded.operator_id, session_id = excluded.session_id,"
        " channel_id = excluded.channel_id, identity_id = excluded.identity_id, key = excluded.key,"
        " secret = excluded.secret, agent = excluded.agent, zone = excluded.zone, language = excluded.language"
        " WHERE (d.key = excluded.key AND d.secret = excluded.secret)"
        " OR d.operator_id = excluded.operator_id OR d.identity_id = excluded.identity_id RETURNING id",
        owner[0] if owner else None,
        owner[1] if owner else None,
        visitor[0] if visitor else None,
        visitor[1] if visitor else None,
        endpoint,
        key,
        secret,
        agent,
        zone,
        language,
    )


async def trim(connection: Connection, *, operator: int | None, identity: int | None, most: int) -> None:
    """The newest ones of somebody stay."""
    await connection.execute(
        "DELETE FROM push.device WHERE id IN (SELECT id FROM push.device WHERE operator_id = $1 OR identity_id = $2"
        " ORDER BY made_at DESC, id DESC OFFSET $3)",
        operator,
        identity,
        most,
    )


async def own(db: Database, operator: int) -> list[Record]:
    """Her browsers, the newest first."""
    return await db.fetch(
        f"SELECT {_DEVICE} FROM push.device WHERE operator_id = $1 ORDER BY made_at DESC, id DESC", operator
    )


async def one(db: Database, device: int) -> Record | None:
    """A browser."""
    return await db.fetchrow(f"SELECT {_DEVICE} FROM push.device WHERE id = $1", device)


async def drop(db: Database, device: int, *, operator: int | None = None) -> bool:
    """Forget a browser (of this operator's only, if named); whether there was one."""
    row = await db.fetchrow(
        "DELETE FROM push.device WHERE id = $1 AND ($2::bigint IS NULL OR operator_id = $2) RETURNING id",
        device,
        operator,
    )
    return row is not None


async def drop_endpoint(db: Database, endpoint: str, secret: bytes) -> None:
    """Forget a visitor's browser, told by whoever knows its secret."""
    await db.execute(
        "DELETE FROM push.device WHERE endpoint = $1 AND secret = $2 AND identity_id IS NOT NULL", endpoint, secret
    )


async def drop_identity(on: Connection | Database, identity: int) -> None:
    """Forget all browsers of a visitor."""
    await on.execute("DELETE FROM push.device WHERE identity_id = $1", identity)


async def told(db: Database, device: int) -> None:
    """It was woken now."""
    await db.execute("UPDATE push.device SET told_at = clock_timestamp() WHERE id = $1", device)


async def anybody(db: Database) -> tuple[bool, bool]:
    """(is there a browser of any operator, of any visitor)."""
    row = await db.fetchrow(
        "SELECT EXISTS (SELECT FROM push.device WHERE operator_id IS NOT NULL) AS operators,"
        " EXISTS (SELECT FROM push.device WHERE identity_id IS NOT NULL) AS visitors"
    )
    return (row["operators"], row["visitors"]) if row else (False, False)


async def talk(db: Database, conversation: int) -> Record | None:
    """A talk, as far as a call needs it."""
    return await db.fetchrow(
        """
        SELECT c.id, c.public_id, c.status, c.holder_kind, c.holder_id, c.team_id, c.waiting_since, c.last_text,
               c.last_by, c.identity_id, c.channel_id, c.last_public, c.visitor_read, k.name,
               p.context, i.key_hash
        FROM conversations.conversation c
        JOIN contacts.contact k ON k.id = c.contact_id
        JOIN contacts.identity i ON i.id = c.identity_id
        LEFT JOIN contacts.profile p ON p.contact_id = c.contact_id
        WHERE c.id = $1
        """,
        conversation,
    )


async def operators_devices(db: Database, holder: int | None) -> list[Record]:
    """Browsers of one operator, or of all, with what each of them does."""
    return await db.fetch(
        "SELECT d.id, d.endpoint, d.operator_id, d.session_id, d.zone, o.state FROM push.device d"
        " JOIN operators.operator o ON o.id = d.operator_id AND o.active"
        " WHERE $1::bigint IS NULL OR d.operator_id = $1 ORDER BY d.id",
        holder,
    )


async def visitors_devices(db: Database, identity: int) -> list[Record]:
    """Browsers of one visitor."""
    return await db.fetch("SELECT id, endpoint FROM push.device WHERE identity_id = $1 ORDER BY id", identity)


async def identity(on: Connection | Database, channel: int, key_hash: bytes) -> int | None:
    """Whose key this is; None: nobody has spoken with it yet."""
    return await on.fetchval(
        "SELECT id FROM contacts.identity WHERE channel_id = $1 AND key_hash = $2", channel, key_hash
    )


async def spend(connection: Connection, token: UUID, expires: datetime) -> bool:
    """Use a one-time word; False: it was used before."""
    row = await connection.fetchrow(
        "INSERT INTO push.spent (id, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id", token, expires
    )
    return row is not None


async def look(db: Database, operator: int, window: str, *, seconds: float) -> None:
    """Somebody looks at this window of a desk for so long; 0: not any more."""
    await db.execute(
        "INSERT INTO push.looking (operator_id, window_id, until)"
        " VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))"
        " ON CONFLICT (operator_id, window_id) DO UPDATE SET until = excluded.until",
        operator,
        window,
        seconds,
    )


async def looking(db: Database, operators: Sequence[int]) -> set[int]:
    """Those of them who look at a desk right now."""
    rows = await db.fetch(
        "SELECT DISTINCT operator_id FROM push.looking WHERE operator_id = ANY ($1) AND until > clock_timestamp()",
        list(operators),
    )
    return {row["operator_id"] for row in rows}


async def sweep(db: Database) -> None:
    """Forget what is over."""
    await db.execute("DELETE FROM push.looking WHERE until < clock_timestamp() - interval '1 minute'")
    await db.execute("DELETE FROM push.spent WHERE expires_at < clock_timestamp() - interval '1 day'")
