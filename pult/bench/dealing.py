"""What G22 is taken on: a thousand operators at their desks, a queue that can be filled again, the bare claims beside
it.
"""

from __future__ import annotations

import asyncpg

from pult.bench.pgbench import at, execute

RAW = "pult_bench_claims"
RAW_TALKS = 60_000
RAW_SCRIPT = r"""\set op random(1, 1000)
WITH t AS (SELECT id FROM talk WHERE holder IS NULL ORDER BY priority DESC, waiting, id LIMIT 1 FOR UPDATE SKIP LOCKED),
 o AS (UPDATE op SET load = load + 100 FROM t WHERE op.id = :op AND load + 100 <= capacity RETURNING op.id),
 u AS (UPDATE talk SET holder = o.id FROM t, o WHERE talk.id = t.id RETURNING talk.id)
INSERT INTO entry (talk, at, body) SELECT id, now(), '{"to": 1, "how": "assign"}' FROM u;
"""
WAITING = "SELECT count(*) FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'queue'"
NEW_WAITING = f"{WAITING} AND public_id NOT LIKE 'many%'"
_RAW_TABLES = """
CREATE TABLE talk (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, priority smallint NOT NULL DEFAULT 0,
    waiting timestamptz NOT NULL, holder bigint) WITH (fillfactor = 60);
CREATE INDEX talk_queue ON talk (priority DESC, waiting, id) WHERE holder IS NULL;
CREATE TABLE op (id bigint PRIMARY KEY, load integer NOT NULL DEFAULT 0, capacity integer NOT NULL DEFAULT 1000000000,
    CHECK (load <= capacity));
CREATE TABLE entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, talk bigint NOT NULL, at timestamptz NOT NULL,
    body jsonb NOT NULL);
INSERT INTO op (id) SELECT generate_series(1, 1000);
"""
_PEOPLE = """
WITH made AS (
    INSERT INTO operators.operator (login, name, public_name, password_hash, role, capacity)
    SELECT 'dealt' || n, 'Operator ' || n, 'Operator ' || n, '', 'operator', $2::int * 100
    FROM generate_series(1, $1::int) n RETURNING id
), node AS (INSERT INTO operators.node (id, seen_at) VALUES ('bench', now() + interval '1 day') RETURNING id)
INSERT INTO operators.present (node_id, operator_id) SELECT node.id, made.id FROM made, node
"""
_WAIT = """
UPDATE conversations.conversation SET status = CASE WHEN n <= $1 THEN 'open' ELSE 'resolved' END, holder_kind = 'queue',
    holder_id = NULL, team_id = $2, waiting_since = now() - make_interval(secs => 60 + n)
FROM (SELECT id AS number, row_number() OVER (ORDER BY id) AS n FROM conversations.conversation) t WHERE number = id
"""


async def make_raw(dsn: str) -> None:
    """A database for the bare claims."""
    await execute(dsn, f"DROP DATABASE IF EXISTS {RAW}")
    await execute(dsn, f"CREATE DATABASE {RAW} TEMPLATE template0")
    await execute(at(dsn, RAW), _RAW_TABLES)


async def fill_raw(dsn: str) -> None:
    """A fresh queue of bare talks."""
    await execute(at(dsn, RAW), "TRUNCATE talk, entry")
    await execute(
        at(dsn, RAW),
        "INSERT INTO talk (waiting) SELECT now() - make_interval(secs => n) FROM generate_series(1, $1::int) n",
        RAW_TALKS,
    )
    await execute(at(dsn, RAW), "VACUUM ANALYZE talk")


async def people(dsn: str, count: int, *, slots: int) -> None:
    """That many operators, available and at a desk as long as the bench runs."""
    await execute(dsn, _PEOPLE, count, slots)
    await execute(dsn, "ANALYZE operators.operator")


async def all_wait(dsn: str, talks: int, *, team: int | None = None) -> None:
    """So many talks wait, in the queue of `team`; nobody holds any, and the log says nothing of earlier hands."""
    line = await asyncpg.connect(dsn)
    try:
        await line.execute("DELETE FROM conversations.entry WHERE kind IN ('assigned', 'transferred')")
        await line.execute(_WAIT, talks, team)
        await line.execute("UPDATE operators.operator SET load = 0, given_at = NULL")
        for table in ("conversations.conversation", "conversations.entry", "operators.operator"):
            await line.execute(f"VACUUM ANALYZE {table}")
    finally:
        await line.close()


async def column(dsn: str, query: str) -> list[float]:
    """The first column of a query."""
    line = await asyncpg.connect(dsn)
    try:
        return [row[0] for row in await line.fetch(query)]
    finally:
        await line.close()
