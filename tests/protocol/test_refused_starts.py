"""A node that cannot serve says why in one line, exits with 2 and leaves everything as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


@pytest_asyncio.fixture
async def dsn(postgres_18: Server) -> str:
    return await postgres_18.create_database()


@pytest_asyncio.fixture
async def data() -> AsyncIterator[Path]:
    async with data_folder() as made:
        yield made


async def refusal(node: Pult, *, port: int | None = None) -> str:
    """The one line it ends with."""
    await node.launch(port=port)
    assert await node.ended() == 2, node.log
    said = [line for line in node.lines if line.startswith("pult: ")]
    assert len(said) == 1 and "Traceback" not in node.log, node.log
    return said[0]


async def test_a_database_of_a_newer_pult(dsn: str, data: Path) -> None:
    database = await asyncpg.connect(dsn)
    await database.execute("INSERT INTO public.pult_migration (number, name) VALUES (9999, 'tomorrow')")
    said = await refusal(Pult(dsn, data))
    assert "9999" in said and "newer" in said
    assert await database.fetchval("SELECT max(number) FROM public.pult_migration") == 9999
    assert await database.fetchval("SELECT count(*) FROM operators.operator") == 0, "the demo moved in"
    database.terminate()


async def test_a_port_that_somebody_has(dsn: str, data: Path) -> None:
    first, second = Pult(dsn, data), Pult(dsn, data)
    async with started(first):
        said = await refusal(second, port=first.port)
        assert f"port {first.port}" in said
        line = await first.door.visitor()
        assert (await line.ask("send", text="и дальше"))["t"] == "ack"
        await line.close()


@pytest.mark.parametrize("place", ["data", "signals"])
async def test_a_folder_that_cannot_be_written(dsn: str, data: Path, place: str) -> None:
    """A file stands where the folder should be: that stops root too."""
    (data / place).write_text("")
    said = await refusal(Pult(dsn, data / "data" if place == "data" else data))
    assert str(data / place) in said


async def test_a_node_with_another_installation_key(dsn: str, data: Path) -> None:
    async with started(Pult(dsn, data)), data_folder() as elsewhere:
        said = await refusal(Pult(dsn, elsewhere))
        assert "PULT_SECRET" in said
