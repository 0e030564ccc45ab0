"""Work that is done later or again and again: a table, claimed in batches with SKIP LOCKED, leased, retried with
backoff.

At least once: a handler must bear being run twice. Jobs of one `key` run in order, one at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

LEASE_SECONDS = 120
MOST_ATTEMPTS = 8
BATCH = 50
Handler = Callable[[dict[str, Any]], Awaitable[object]]
log = structlog.get_logger("pult.jobs")


async def later(
    connection: Connection,
    kind: str,
    body: dict[str, Any],
    *,
    key: str | None = None,
    seconds: float = 0,
    once: bool = False,
) -> None:
    """Queue a job in the caller's transaction. `once`: unless one of this kind and key waits already."""
    await connection.execute(
        "INSERT INTO kit.job (kind, key, body, due_at) SELECT $1, $2, $3::jsonb, now() + make_interval(secs => $4)"
        " WHERE NOT $5 OR NOT EXISTS (SELECT FROM kit.job w WHERE w.kind = $1 AND w.key = $2 AND w.failed_at IS NULL"
        " AND w.leased_to IS NULL)",
        kind,
        key,
        msgspec.json.encode(body).decode(),
        seconds,
        once,
    )


class Jobs:
    """Runs what is due on this node. `handle` before `start`."""

    def __init__(self, db: Database, *, period: float = 1.0) -> None:
        self._db, self._period = db, period
        self._handlers: dict[str, Handler] = {}
        self._every: dict[str, timedelta] = {}
        self._task: asyncio.Task[None] | None = None

    def handle(self, kind: str, handler: Handler, *, every: timedelta | None = None) -> None:
        """What to do for a kind of job; `every` makes it periodic (one row for the whole installation)."""
        self._handlers[kind] = handler
        if every is not None:
            self._every[kind] = every

    async def start(self) -> None:
        """Register the periodic ones and begin."""
        for kind, every in self._every.items():
            await self._db.execute(
                "INSERT INTO kit.job (kind, every) VALUES ($1, $2)"
                " ON CONFLICT (kind) WHERE every IS NOT NULL DO UPDATE SET every = excluded.every",
                kind,
                every,
            )
        self._task = asyncio.create_task(self._run(), name="jobs")

    async def stop(self) -> None:
        """End; what was leased runs again when its lease ends."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                done = await self.run_due()
            except Exception as error:
                log.warning("jobs_stalled", error=repr(error))
                done = 0
            if done < BATCH:
                await asyncio.sleep(self._period)

    async def run_due(self) -> int:
        """Claim and run one batch; how many there were."""
        rows = await self._db.fetch(
            """
            UPDATE kit.job j SET leased_to = now() + make_interval(secs => $2), attempts = j.attempts + 1 FROM (
                SELECT q.id FROM kit.job q
                WHERE q.failed_at IS NULL AND q.due_at <= now() AND coalesce(q.leased_to, '-infinity') < now() AND
                q.kind = ANY ($3) AND (q.key IS NULL OR NOT EXISTS (SELECT FROM kit.job o WHERE o.key = q.key AND o.id
                < q.id AND
                o.failed_at IS NULL)) ORDER BY q.due_at, q.id LIMIT $1 FOR UPDATE SKIP LOCKED) due
            WHERE j.id = due.id RETURNING j.id, j.kind, j.body, j.attempts, j.every
            """,
            BATCH,
            LEASE_SECONDS,
            list(self._handlers),
        )
        await asyncio.gather(*(self._run_one(row) for row in rows))
        return len(rows)

    async def _run_one(self, row: Record) -> None:
        try:
            await self._handlers[row["kind"]](msgspec.json.decode(row["body"]))
        except Exception as error:
            log.warning("job_failed", kind=row["kind"], attempt=row["attempts"], error=repr(error))
            await self._db.execute(
                "UPDATE kit.job SET leased_to = NULL, error = $2, due_at = now() + make_interval(secs => $3),"
                " failed_at = CASE WHEN $4 AND every IS NULL THEN now() END WHERE id = $1",
                row["id"],
                repr(error)[:500],
                min(2.0 ** row["attempts"], 3600.0),
                row["attempts"] >= MOST_ATTEMPTS,
            )
            return
        if row["every"] is None:
            await self._db.execute("DELETE FROM kit.job WHERE id = $1", row["id"])
        else:
            await self._db.execute(
                "UPDATE kit.job SET leased_to = NULL, attempts = 0, error = NULL, due_at = now() + every WHERE id = $1",
                row["id"],
            )
