"""SQL of connected channels. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pult.gateway.contract import Site

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


_SITE = "SELECT id, kind, key, name, settings FROM gateway.channel"


def _site(row: Record) -> Site:
    return Site(
        id=row["id"],
        kind=row["kind"],
        key=row["key"],
        name=row["name"],
        settings=msgspec.json.decode(row["settings"]),
    )


async def enabled(db: Database) -> list[Site]:
    """All channels that may speak."""
    rows = await db.fetch(f"{_SITE} WHERE enabled AND id > 0 ORDER BY id")
    return [_site(row) for row in rows]


async def by_key(db: Database, key: str) -> Site | None:
    """One channel that may speak, as it stands now."""
    row = await db.fetchrow(f"{_SITE} WHERE enabled AND id > 0 AND key = $1", key)
    return _site(row) if row else None


async def lock(connection: Connection, key: str) -> Site | None:
    """The same, its row locked until the transaction ends."""
    row = await connection.fetchrow(f"{_SITE} WHERE enabled AND id > 0 AND key = $1 FOR UPDATE", key)
    return _site(row) if row else None


async def change(connection: Connection, channel: int, *, name: str, settings: dict[str, Any]) -> None:
    """Another name and other settings (the row is locked)."""
    await connection.execute(
        "UPDATE gateway.channel SET name = $2, settings = $3::jsonb WHERE id = $1",
        channel,
        name,
        msgspec.json.encode(settings).decode(),
    )


async def add(connection: Connection, *, kind: str, key: str, name: str, settings: dict[str, Any]) -> bool:
    """A new channel; False: the key is in use (perhaps by one that is switched off)."""
    return bool(
        await connection.fetchval(
            "INSERT INTO gateway.channel (kind, key, name, settings) VALUES ($1, $2, $3, $4::jsonb)"
            " ON CONFLICT (key) DO NOTHING RETURNING true",
            kind,
            key,
            name,
            msgspec.json.encode(settings).decode(),
        )
    )


async def connect(db: Database, *, kind: str, key: str, name: str, settings: dict[str, Any]) -> int:
    """Connect a channel, or change the one with this key; its id."""
    return await db.fetchval(
        "INSERT INTO gateway.channel (kind, key, name, settings) VALUES ($1, $2, $3, $4::jsonb)"
        " ON CONFLICT (key) DO UPDATE SET name = excluded.name, settings = excluded.settings,"
        " enabled = true RETURNING id",
        kind,
        key,
        name,
        msgspec.json.encode(settings).decode(),
    )
