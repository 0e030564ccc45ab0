"""Which database this is: its identity, its history (`epoch`), and whether the installation key fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.kit.errors import StartRefused
from pult.kit.secret import InstallationKey

if TYPE_CHECKING:
    from pult.kit.db import Database


async def check_key(db: Database, key: InstallationKey) -> None:
    """The first node leaves a check value; a node with another key refuses to start."""
    kept = await db.fetchval(
        "UPDATE kit.installation SET secret_check = coalesce(secret_check, $1) RETURNING secret_check",
        key.check_value(),
    )
    if kept != key.check_value():
        raise StartRefused(
            "the installation key does not fit this database: set PULT_SECRET"
            " (or bring installation.key) of the other node"
        )


async def epoch(db: Database) -> str:
    """System id, timeline, generation: changes on failover and restore, so that clients fetch everything anew."""
    row = await db.fetchrow(
        "SELECT (SELECT system_identifier FROM pg_control_system()) AS system,"
        " CASE WHEN pg_is_in_recovery() THEN '0' ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline,"
        " generation"
        " FROM kit.installation"
    )
    assert row is not None
    return f"{row['system']:x}-{row['timeline']}-{row['generation']}"
