"""With a virus scanner beside Pult every file passes it, from both sides; without its word none is taken in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.replay.actors import Office
from tests.support.line import new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.scanner import HARMFUL, Scanner, scanner
from tests.support.uploads import operator_sends, visitor_sends

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def watched(postgres_18: Server) -> AsyncIterator[tuple[Office, Scanner]]:
    async with data_folder() as data, scanner() as clamd:
        await clamd.start()
        node = Pult(await postgres_18.create_database(), data, env={"PULT_CLAMD": clamd.address})
        async with started(node):
            yield Office(node), clamd


async def test_a_harmful_file_is_refused_from_both_sides_and_leaves_nothing(watched: tuple[Office, Scanner]) -> None:
    office, _ = watched
    door = office.node.door
    async with await door.sign_in("anna", office.node.password) as anna:
        sent = [
            await visitor_sends(door, new_key(), HARMFUL, name="ok.txt"),
            await operator_sends(door, anna, HARMFUL),
        ]
        assert [(one.status_code, one.json()["code"]) for one in sent] == [(422, "infected")] * 2
        clean = await visitor_sends(door, new_key(), b"x" * 3_000_000, name="big.bin")
        assert clean.status_code == 201, clean.text
    kept = [path for path in (office.node.data / "files").rglob("*") if path.is_file()]
    assert [path.stat().st_size for path in kept] == [3_000_000]


async def test_without_the_scanners_word_a_file_waits_and_goes_when_it_is_back(
    watched: tuple[Office, Scanner],
) -> None:
    office, clamd = watched
    key, upload = new_key(), "6f1c0b0e-7f3c-4c8a-9c1f-0d1f6c8b2a11"
    await clamd.stop()
    refused = await visitor_sends(office.node.door, key, b"harmless", upload=upload)
    assert (refused.status_code, refused.json()["code"]) == (503, "scanner_away")
    await clamd.start()
    taken = await visitor_sends(office.node.door, key, b"harmless", upload=upload)
    assert taken.status_code == 201, taken.text
