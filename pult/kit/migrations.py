"""Numbered, forward-only SQL migrations, applied in one transaction each under an advisory lock."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from pult.kit.errors import StartRefused

if TYPE_CHECKING:
    from asyncpg import Record

_LOCK = 0x70756C74  # «pult»
_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


def available(folder: Path) -> list[tuple[int, Path, str]]:
    """(number, file, its SQL), ascending from 1 without a gap."""
    found = sorted((int(match[1]), path) for path in folder.iterdir() if (match := _NAME.fullmatch(path.name)))
    if [number for number, _ in found] != list(range(1, len(found) + 1)):
        raise StartRefused("the schema files are not numbered 1, 2, 3 … : this installation is incomplete")
    return [(number, path, path.read_text(encoding="utf-8")) for number, path in found]


async def current(connection: asyncpg.Connection[Record]) -> int:
    """The number of the last migration in this database; 0 for an empty one."""
    if await connection.fetchval("SELECT to_regclass('public.pult_migration')") is None:
        return 0
    return await connection.fetchval("SELECT coalesce(max(number), 0) FROM public.pult_migration")


async def migrate(dsn: str, folder: Path) -> list[int]:
    """Bring the database to the newest schema; returns the numbers that were applied now.

    Two processes may start together: one waits for the other. Refuses (`StartRefused`) a database that is newer than
    this program, and one whose tables are held by somebody for more than five seconds.
    """
    files = available(folder)
    connection = await asyncpg.connect(
        dsn, server_settings={"lock_timeout": "60000", "application_name": "pult migrate"}
    )
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await connection.execute("SET lock_timeout = '5s'")
        done = await current(connection)
        if done > len(files):
            raise StartRefused(
                f"the database has schema {done}, this Pult knows {len(files)}:"
                " start the newer Pult, nothing was changed"
            )
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS public.pult_migration (number integer PRIMARY KEY, name text NOT NULL,"
            " at timestamptz NOT NULL DEFAULT now())"
        )
        for number, path, text in files[done:]:
            await _apply(connection, number, path.stem, text)
        return [number for number, _, _ in files[done:]]
    except asyncpg.exceptions.LockNotAvailableError as error:
        raise StartRefused(
            "another program holds Pult's tables: stop it and start again, nothing was changed"
        ) from error
    finally:
        await connection.close()


async def _apply(connection: asyncpg.Connection[Record], number: int, name: str, text: str) -> None:
    async with connection.transaction():
        await connection.execute(text)
        await connection.execute("INSERT INTO public.pult_migration (number, name) VALUES ($1, $2)", number, name)
