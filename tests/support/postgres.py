"""Throw-away PostgreSQL servers for tests: one for each flavour in each pytest process, a fresh database for each test.

Flavour "18" is the wheel's server, "15" is Debian's. Each pytest-xdist worker has servers of its own, so nothing is
shared and nothing has to be locked; a server starts in about a second and only when a test asks for it.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import asyncpg
import pytest

import pult
from pult.kit import migrations
from pult.kit.postgres import cluster as postgres
from pult.kit.postgres.cluster import Cluster

Flavour = Literal["15", "18"]
FLAVOURS: tuple[Flavour, ...] = ("18", "15")
SCHEMA = Path(pult.__file__).parent / "schema"
DEBIAN_BIN = Path("/usr/lib/postgresql/15/bin")
QUICK: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off", "max_connections": "100"}
"""No fsync: a test's database need not survive the machine. A kill of the server's process loses nothing either way."""

_numbers = itertools.count(1)


def bin_dir(flavour: Flavour) -> Path | None:
    """The folder of programs for `postgres.start`; None means the wheel's.

    As root a missing Debian package is installed; otherwise the run ends with exit code 2 and the command to type.
    """
    if flavour == "18":
        return None
    if not (DEBIAN_BIN / "postgres").exists():
        command = ["apt-get", "install", "-y", "postgresql-15"]
        if os.geteuid() != 0 or subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            pytest.exit("tests need Debian's PostgreSQL 15: sudo apt-get install -y postgresql-15", returncode=2)
    return DEBIAN_BIN


def folder() -> Path:
    """A new folder that the server's account can reach (pytest's own is closed to it when root runs the tests)."""
    made = Path(tempfile.mkdtemp(prefix="pult-test-"))
    made.chmod(0o711)
    return made


class Server:
    """One server and the databases made in it."""

    def __init__(self, cluster: Cluster, data: Path) -> None:
        self.cluster = cluster
        self.data = data
        self._template = ""
        # Should pytest be killed, the pipe breaks and the shell ends the server and removes its folder.
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", 'read -r done; [ "$done" ] || kill -QUIT "$0"; rm -rf "$1"', str(cluster.pid), str(data)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    async def stop(self) -> None:
        """Stop the server and remove its folder."""
        await self.cluster.stop()
        self._guard.communicate(b"done\n")

    async def create_database(self, *, empty: bool = False) -> str:
        """The DSN of a fresh database: with this version's schema, which is migrated once for each server and copied;
        `empty`: with nothing in it, as a first start finds it.
        """
        if empty:
            return await create_database(self.cluster)
        if not self._template:
            name = f"template_{next(_numbers)}"
            await migrations.migrate(await create_database(self.cluster, name=name), SCHEMA)
            self._template = name
        return await create_database(self.cluster, template=self._template)


async def start(flavour: Flavour, *, options: Mapping[str, str] = QUICK) -> Server:
    """Start a server of its own for a test that kills or breaks it; the caller stops it."""
    data = folder()
    cluster = await postgres.start(data, bin_dir=bin_dir(flavour), log=lambda line: None, options=options)
    return Server(cluster, data)


async def create_database(
    cluster: Cluster, *, template: str = "template0", name: str | None = None, more: str = ""
) -> str:
    """Make a database and return its DSN; `more` is further SQL of CREATE DATABASE (encoding, locale)."""
    name = name or f"test_{os.getpid()}_{next(_numbers)}"
    await execute(cluster.dsn, f'CREATE DATABASE "{name}" TEMPLATE "{template}" {more}')
    return cluster.dsn.replace("/pult?", f"/{quote(name)}?")


async def drop_database(dsn: str, *, cluster: Cluster) -> None:
    """Remove a database of `create_database`, cutting whoever is still connected."""
    name = dsn.rpartition("?")[0].rpartition("/")[2]
    await execute(cluster.dsn, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


async def execute(dsn: str, sql: str) -> None:
    """Run one statement on a connection of its own."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def _session(flavour: Flavour) -> Iterator[Server]:
    server = asyncio.run(start(flavour))
    yield server
    asyncio.run(server.stop())
    shutil.rmtree(server.data, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_18() -> Iterator[Server]:
    """The wheel's server, shared by this worker's tests."""
    yield from _session("18")


@pytest.fixture(scope="session")
def postgres_15() -> Iterator[Server]:
    """Debian's PostgreSQL 15, shared by this worker's tests."""
    yield from _session("15")


@pytest.fixture(params=FLAVOURS)
def postgres_any(request: pytest.FixtureRequest) -> Server:
    """Each flavour in turn."""
    server = request.getfixturevalue(f"postgres_{request.param}")
    assert isinstance(server, Server)
    return server
