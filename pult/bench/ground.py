"""Where G1 and G3 are taken: one PostgreSQL, the product on it, pgbench on it, a thousand visitors."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

import pult
from pult.bench import house, pgbench
from pult.bench.machine import cpu_seconds
from pult.bench.rules import median
from pult.bench.worker import Worker
from pult.kit import migrations

SCHEMA = Path(pult.__file__).parent / "schema"
STREAMS = 125
"""Talks one desk socket follows; the protocol allows 128."""
TALKS = 1000


class Ground(msgspec.Struct, kw_only=True):
    """Everything that runs."""

    house: house.House
    pgbench: pgbench.Pgbench
    postgres_pid: int
    durability: dict[str, str]

    @property
    def dsn(self) -> str:
        """The product's database."""
        return self.pgbench.dsn

    def visitors(self, generator: Worker, *, talks: int, tabs: int = 1) -> None:
        """Let a generator open its talks, with as many desks as see them all."""
        tickets = [self.house.ticket() for _ in range(-(-talks // STREAMS))]
        generator.ask(
            "set_up",
            talks=talks,
            tabs=tabs,
            tickets=tickets,
            desk=self.house.desk_door(),
            **self.house.visitor_door(),
        )

    def costs(self) -> Costs:
        """A mark to measure processor time and commits from."""
        pids = self.house.pid, self.postgres_pid
        return Costs(*pids, cpu_seconds(pids[0]), cpu_seconds(pids[1]), house.fetchval(self.dsn, _COMMITS))


_COMMITS = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"


class Costs(msgspec.Struct, frozen=True):
    """Processor seconds of the server and of PostgreSQL, and commits, at one moment."""

    server_pid: int
    postgres_pid: int
    server: float
    postgres: float
    commits: int

    def since(self, now: Costs, *, messages: float, seconds: float) -> dict[str, float]:
        """What `messages` within `seconds` have cost each."""
        server, postgres = now.server - self.server, now.postgres - self.postgres
        return {
            "server_cores": server / seconds,
            "postgres_cores": postgres / seconds,
            "server_us": server / messages * 1e6,
            "postgres_us": postgres / messages * 1e6,
            "messages_per_commit": messages / max(1, now.commits - self.commits),
        }


@contextmanager
def ground() -> Generator[Ground]:
    """Start it all on a fresh database; everything is stopped and removed afterwards."""
    with house.folder() as data, house.postgres(data) as server:
        asyncio.run(pgbench.make_databases(server.dsn))
        asyncio.run(_fill(server.dsn))
        product = house.House(data.parent / "house", dsn=server.dsn)
        product.start()
        try:
            product.make_operator()
            yield Ground(
                house=product,
                pgbench=pgbench.Pgbench(program=pgbench.program(), dsn=server.dsn),
                postgres_pid=server.pid,
                durability=asyncio.run(pgbench.durability(server.dsn)),
            )
        finally:
            product.stop()


async def _fill(dsn: str) -> None:
    await migrations.migrate(pgbench.at(dsn, pgbench.APPEND), SCHEMA)
    await pgbench.make_talks(dsn)


def latencies(found: list[dict[str, Any]]) -> dict[str, float]:
    """Medians of what several runs of the generator said."""
    return {name: median([float(run[name]) for run in found]) for name in found[0]}
