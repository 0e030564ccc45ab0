"""What a conversation's row says of its status, holder and weight is possible, whoever writes it."""

from __future__ import annotations

import asyncpg
import pytest

from tests.support.log import Line, new_talks

SOUND = ("status = 'snoozed'", "holder_kind = 'operator', holder_id = 1", "weight = 100", "holder_kind = 'queue'")
UNSOUND = (
    "status = 'lost'",
    "holder_kind = 'nobody'",
    "holder_kind = 'operator'",
    "holder_kind = 'bot'",
    "holder_id = 1",
    "weight = 101",
    "weight = -1",
)


async def test_a_possible_change_is_written_and_an_impossible_one_refused(line: Line) -> None:
    for change in SOUND:
        (talk,) = await new_talks(line, 1)
        await line.execute(f"UPDATE conversations.conversation SET {change} WHERE id = $1", talk)
    (talk,) = await new_talks(line, 1)
    for change in UNSOUND:
        with pytest.raises(asyncpg.CheckViolationError):
            await line.execute(f"UPDATE conversations.conversation SET {change} WHERE id = $1", talk)


async def test_so_is_a_row_that_comes_so(line: Line) -> None:
    (talk,) = await new_talks(line, 1)
    columns = await line.fetchval(
        "SELECT string_agg(column_name, ', ') FROM information_schema.columns"
        " WHERE table_schema = 'conversations' AND table_name = 'conversation'"
        " AND column_name NOT IN ('id', 'public_id', 'weight') AND is_identity = 'NO'"
    )
    copy = (
        f"INSERT INTO conversations.conversation (public_id, weight, {columns})"
        f" SELECT $2, $3, {columns} FROM conversations.conversation WHERE id = $1"
    )
    await line.execute(copy, talk, "another", 100)
    with pytest.raises(asyncpg.CheckViolationError):
        await line.execute(copy, talk, "a third", 101)
