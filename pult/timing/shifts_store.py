"""SQL of plans of shifts. Private to this folder."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from pult.timing.shifts_rules import Plan

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def every(db: Database) -> list[tuple[int, Plan]]:
    """(operator, plan) of all."""
    rows = await db.fetch("SELECT operator_id, body FROM timing.plan ORDER BY operator_id")
    return [(row["operator_id"], _plan(row["body"])) for row in rows]


async def put(connection: Connection, operator: int, plan: Plan) -> None:
    """A plan from now on: it is looked at at once."""
    await connection.execute(
        "INSERT INTO timing.plan (operator_id, body) VALUES ($1, $2::jsonb)"
        " ON CONFLICT (operator_id) DO UPDATE SET body = excluded.body, phase = NULL, next_at = now()",
        operator,
        _json(plan),
    )


async def remove(connection: Connection, operator: int) -> bool:
    """No plan any more; False: there was none."""
    found = await connection.fetchval("DELETE FROM timing.plan WHERE operator_id = $1 RETURNING true", operator)
    return bool(found)


async def due(db: Database, limit: int) -> list[tuple[int, Plan, str | None]]:
    """(operator, plan, phase before) of plans whose edge has come; nobody else gets them for a minute."""
    rows = await db.fetch(
        "UPDATE timing.plan SET next_at = now() + interval '1 minute' WHERE operator_id IN ("
        " SELECT operator_id FROM timing.plan WHERE next_at <= now() ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED)"
        " RETURNING operator_id, body, phase",
        limit,
    )
    return [(row["operator_id"], _plan(row["body"]), row["phase"]) for row in rows]


async def passed(db: Database, operator: int, plan: Plan, *, phase: str, until: datetime) -> None:
    """She is in this phase until then, if the plan is still the same."""
    await db.execute(
        "UPDATE timing.plan SET phase = $3, next_at = $4 WHERE operator_id = $1 AND body = $2::jsonb",
        operator,
        _json(plan),
        phase,
        until,
    )


def _plan(body: str) -> Plan:
    return msgspec.json.decode(body, type=Plan)


def _json(plan: Plan) -> str:
    return msgspec.json.encode(plan).decode()
