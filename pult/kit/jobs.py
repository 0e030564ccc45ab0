"""Work that is done later or again and again: a table, claimed in batches with SKIP LOCKED, leased, retried with
backoff.

At least once: a handler must bear being run twice. Jobs of one `key` run in order, one at a time. A job that goes out
to somebody else's machine names its `lane`: whoever hangs there holds up their own lane and nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

LEASE_SECONDS = 120
MOST_ATTEMPTS = 8
INSIDE, OUTSIDE = 50, 50
"""Jobs that run at once on a node: the house's own ones, and those that go out. Neither takes the other's room."""
LANE = 4
"""Jobs of one lane that run at once on a node."""
AHEAD = 200
"""Jobs that are looked at in one query."""
Handler = Callable[[dict[str, Any]], Awaitable[object]]
log = structlog.get_logger("pult.jobs")


async def later(
    connection: Connection,
    kind: str,
    body: dict[str, Any],
    *,
    key: str | None = None,
    lane: str | None = None,
    seconds: float = 0,
    once: bool = False,
) -> None:
    """Queue a job in the caller's transaction. `once`: unless one of this kind and key waits already; `lane`: where it
    goes to, if that is another machine.
    """
    await connection.execute(
        "INSERT INTO kit.job (kind, key, lane, body, due_at)"
        " SELECT $1, $2, $6, $3::jsonb, now() + make_interval(secs => $4)"
        " WHERE NOT $5 OR NOT EXISTS (SELECT FROM kit.job w WHERE w.kind = $1 AND w.key = $2 AND w.failed_at IS NULL"
        " AND w.leased_to IS NULL)",
        kind,
        key,
        msgspec.json.encode(body).decode(),
        seconds,
        once,
        lane,
    )


async def soon(
    connection: Connection, kind: str, body: dict[str, Any], *, key: str, lane: str | None = None, seconds: float = 0
) -> None:
    """Queue a job of this kind and key; one that waits already is done by then instead."""
    waits = await connection.fetch(
        "UPDATE kit.job SET due_at = least(due_at, now() + make_interval(secs => $3))"
        " WHERE kind = $1 AND key = $2 AND failed_at IS NULL AND leased_to IS NULL RETURNING id",
        kind,
        key,
        seconds,
    )
    if not waits:
        await later(connection, kind, body, key=key, lane=lane, seconds=seconds)


def chosen(due: Sequence[tuple[int, str | None]], *, running: Counter[str | None]) -> list[int]:
    """Of the jobs that are due (number and lane, the oldest first) those that may begin beside those that run: pure."""
    now = running.copy()
    found: list[int] = []
    for number, lane in due:
        out = now.total() - now[None]
        fits = now[None] < INSIDE if lane is None else now[lane] < LANE and out < OUTSIDE
        if fits:
            now[lane] += 1
            found.append(number)
    return found


class Jobs:
    """Runs what is due on this node. `handle` before `start`."""

    def __init__(self, db: Database, *, period: float = 1.0) -> None:
        self._db, self._period = db, period
        self._handlers: dict[str, Handler] = {}
        self._every: dict[str, timedelta] = {}
        self._task: asyncio.Task[None] | None = None
        self._running: dict[asyncio.Task[None], str | None] = {}
        self._ended = asyncio.Event()

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
        tasks = [*([self._task] if self._task else []), *self._running]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            self._ended.clear()
            try:
                begun = await self._begin_due()
            except Exception as error:
                log.warning("jobs_stalled", error=repr(error))
                begun = 0
                await asyncio.sleep(self._period)
            if not begun:
                # The end of a job makes room for the next one of its lane or key.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._period):
                        await self._ended.wait()

    async def _begin_due(self) -> int:
        """Claim what is due and has room, and begin it; how many there were. Nothing here waits for a job's end."""
        running = Counter(self._running.values())
        full = [lane for lane, many in running.items() if lane is not None and many >= LANE]
        inside, outside = running[None] < INSIDE, running.total() - running[None] < OUTSIDE
        due = await self._db.fetch(
            """
            SELECT q.id, q.lane FROM kit.job q
            WHERE q.failed_at IS NULL AND q.due_at <= now() AND coalesce(q.leased_to, '-infinity') < now()
              AND q.kind = ANY ($1) AND CASE WHEN q.lane IS NULL THEN $2 ELSE $3 AND q.lane <> ALL ($4) END
              AND (q.key IS NULL OR NOT EXISTS (
                  SELECT FROM kit.job o WHERE o.key = q.key AND o.id < q.id AND o.failed_at IS NULL))
            ORDER BY q.due_at, q.id LIMIT $5
            """,
            list(self._handlers),
            inside,
            outside,
            full,
            AHEAD,
        )
        numbers = chosen([(row["id"], row["lane"]) for row in due], running=running)
        rows = await self._claim(numbers) if numbers else []
        for row in rows:
            task = asyncio.create_task(self._run_one(row), name=f"job {row['kind']}")
            self._running[task] = row["lane"]
            task.add_done_callback(partial(self._over, row["kind"]))
        return len(rows)

    async def _claim(self, numbers: Sequence[int]) -> list[Record]:
        """Lease these to this node, unless another one was faster."""
        return await self._db.fetch(
            """
            UPDATE kit.job j SET leased_to = now() + make_interval(secs => $2), attempts = j.attempts + 1 FROM (
                SELECT id FROM kit.job WHERE id = ANY ($1) AND failed_at IS NULL AND due_at <= now()
                  AND coalesce(leased_to, '-infinity') < now() ORDER BY id FOR UPDATE SKIP LOCKED) due
            WHERE j.id = due.id RETURNING j.id, j.kind, j.lane, j.body, j.attempts, j.every
            """,
            list(numbers),
            LEASE_SECONDS,
        )

    def _over(self, kind: str, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self._ended.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("job_not_written_down", kind=kind, error=repr(error))

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
