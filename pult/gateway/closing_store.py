"""SQL of what teams ask on closing. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pult.gateway.closing import Closing

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

_CLOSING = msgspec.json.Decoder(Closing)


async def every(db: Database) -> dict[int, Closing]:
    """Team → what it asks."""
    rows = await db.fetch("SELECT team_id, closing FROM gateway.team_closing ORDER BY team_id")
    return {row["team_id"]: _CLOSING.decode(row["closing"]) for row in rows}


async def put(connection: Connection, team: int, closing: Closing | None) -> None:
    """Ask this; None: nothing of its own any more."""
    if closing is None:
        await connection.execute("DELETE FROM gateway.team_closing WHERE team_id = $1", team)
        return
    await connection.execute(
        "INSERT INTO gateway.team_closing (team_id, closing) VALUES ($1, $2::jsonb)"
        " ON CONFLICT (team_id) DO UPDATE SET closing = excluded.closing",
        team,
        msgspec.json.encode(closing).decode(),
    )
