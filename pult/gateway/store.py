"""SQL of connected channels. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pult.gateway.contract import Site

if TYPE_CHECKING:
    from pult.kit.db import Database


async def enabled(db: Database) -> list[Site]:
    """All channels that may speak."""
    rows = await db.fetch(
        "SELECT id, kind, key, name, settings FROM gateway.channel WHERE enabled AND id > 0 ORDER BY id"
    )
    return [
        Site(
            id=row["id"],
            kind=row["kind"],
            key=row["key"],
            name=row["name"],
            settings=msgspec.json.decode(row["settings"]),
        )
        for row in rows
    ]


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
