"""Who reads many talks at once looks at no more of the log than is asked for, however much stands beside it."""

from __future__ import annotations

from pult.conversations.append import append
from pult.conversations.queries import unanswered, written_after
from pult.kit.db import Database
from tests.support.log import Line, new_talks, operation, words

TALKS, TIMES = 200, 20
_LOOKED = (
    "SELECT sum(pg_stat_get_xact_tuples_fetched(oid) + pg_stat_get_xact_tuples_returned(oid)) FROM pg_class"
    " WHERE relnamespace = 'conversations'::regnamespace AND relname ~ '^entry_[0-9]'"
)
"""Rows of the log, and of its indexes, that this session has looked at."""


async def _fill(line: Line) -> None:
    talks = await new_talks(line, TALKS)
    for _ in range(TIMES):
        await append(line, [operation(talk) for talk in talks], wait=False)
    await line.execute("ANALYZE conversations.entry")


async def test_a_reader_meets_every_entry_once_and_in_the_order_of_transactions(line: Line) -> None:
    await _fill(line)
    seen: list[tuple[int, int]] = []
    generation, xid = 0, "0"
    async with line.transaction():
        while written := await written_after(line, generation=generation, xid=xid):
            seen += [(one.conversation, one.seq) for one in written]
            generation, xid = written[-1].generation, written[-1].xid
    assert len(seen) == len(set(seen)) == TALKS * TIMES
    assert [seq for _, seq in seen] == sorted(seq for _, seq in seen)


async def test_a_batch_looks_at_no_more_of_the_log_than_it_takes(line: Line) -> None:
    await _fill(line)
    first = await line.fetchrow(
        "SELECT generation, min(xid::text::bigint)::text AS xid FROM conversations.entry GROUP BY generation"
    )
    assert first is not None
    for _ in range(7):  # the first five are planned for their place, later ones once for all
        async with line.transaction():
            before = await line.fetchval(_LOOKED)
            written = await written_after(line, generation=first["generation"], xid=first["xid"])
            looked = await line.fetchval(_LOOKED) - before
        assert 0 < looked <= 2 * len(written) + 2


async def test_the_last_words_of_a_talk_are_found_without_looking_at_all_of_it(dsn: str, line: Line) -> None:
    talks = await new_talks(line, 3)
    for _ in range(40):
        await append(line, [operation(talk, drafts=[words("слово")] * 10) for talk in talks], wait=False)
    db = await Database.open(dsn, size=1)  # one connection, so that what it has looked at is told by itself
    try:
        for _ in range(7):
            before = await db.fetchval(_LOOKED)
            said = await unanswered(db, talks)
            looked = await db.fetchval(_LOOKED) - before
            assert said == {talk: list(range(391, 401)) for talk in talks}
            assert 0 < looked <= 3 * 2 * 12
    finally:
        await db.close()
