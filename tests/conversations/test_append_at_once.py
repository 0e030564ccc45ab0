"""The short way for batches of one entry each: it says and writes what the long way does."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

from pult.conversations.append import ANYHOW, OPEN, Answer, Expect, Operation, append
from pult.conversations.events import Actor, Audience, HolderKind
from pult.kit.ids import uuid7
from tests.support import checker
from tests.support.log import Line, new_talks, operation, words

ANNA = 7
TALKS = 6
HERS = Expect(open=True, holder_kind=HolderKind.OPERATOR, holder_id=ANNA)


async def _prepare(line: Line, talks: list[int]) -> None:
    """Of each half: two in the queue, two in Anna's hands, one resolved, one in the queue."""
    for half in (talks[:TALKS], talks[TALKS:]):
        await line.execute(
            "UPDATE conversations.conversation SET holder_kind = 'operator', holder_id = $2 WHERE id = ANY ($1)",
            half[2:4],
            ANNA,
        )
        await line.execute(
            "UPDATE conversations.conversation SET status = 'resolved', resolved_at = now() WHERE id = $1", half[4]
        )


def _round(chance: random.Random, cids: list[UUID]) -> list[tuple[int, dict[str, object]]]:
    """What is said in one batch: at most once per talk, sometimes an old id, sometimes under a condition."""
    said: list[tuple[int, dict[str, object]]] = []
    for place in sorted(chance.sample(range(TALKS), chance.randint(2, TALKS))):
        known = [old for old in cids if all(about["cid"] != old for _, about in said)]
        cid = chance.choice(known) if known and chance.random() < 0.15 else uuid7()
        cids.append(cid)
        text = chance.choice(("слово", "дело"))
        draft, expect = chance.choice(
            [
                (words(text), ANYHOW),
                (words(text), OPEN),
                (words(text, audience=Audience.INTERNAL, sender=ANNA, actor=Actor.OPERATOR), ANYHOW),
                (words(text, sender=ANNA, actor=Actor.OPERATOR, deliver=True), HERS),
                (words(text, sender=ANNA, actor=Actor.OPERATOR), Expect(after=chance.randint(0, 3))),
            ]
        )
        said.append((place, {"text": text, "cid": cid, "drafts": (draft,), "expect": expect}))
    return said


def _operations(said: list[tuple[int, dict[str, object]]], half: list[int], sender: int) -> list[Operation]:
    return [operation(half[place], sender=sender, **about) for place, about in said]  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(6))
async def test_both_ways_answer_alike_and_leave_the_same_log(line: Line, seed: int) -> None:
    chance, cids = random.Random(seed), list[UUID]()
    talks = await new_talks(line, 2 * TALKS)
    await _prepare(line, talks)
    short, long = talks[:TALKS], talks[TALKS:]
    for _ in range(12):
        said = _round(chance, cids)
        ascending = await append(line, _operations(said, short, 1), wait=False)
        # Descending, they do not lie beside the locked rows: the long way.
        descending = await append(line, _operations(said[::-1], long, 2), wait=False)
        assert [_told(answer, short) for answer in ascending] == [_told(answer, long) for answer in descending[::-1]]
    await _equal(line, short, long)


def _told(answer: Answer, half: list[int]) -> tuple[object, ...]:
    return (
        answer.result,
        answer.reason,
        half.index(answer.conversation),
        answer.seq,
        answer.public_no,
    )


async def _equal(line: Line, short: list[int], long: list[int]) -> None:
    found = {talk.row["id"]: talk for talk in (await checker.talks(line)).values()}
    for talk in found.values():
        checker.check_numbers(talk)
    fields = ("last_seq", "last_public", "last_text", "last_by")
    for a, b in zip(short, long, strict=True):
        one, other = found[a], found[b]
        assert [one.row[name] for name in fields] == [other.row[name] for name in fields]
        assert (one.row["waiting_since"] is None) == (other.row["waiting_since"] is None)
        shown = ("seq", "public_no", "kind", "audience", "actor_kind", "actor_id", "verified", "body", "cid")
        assert [[entry[x] for x in shown] for entry in one.log] == [[entry[x] for x in shown] for entry in other.log]
    outgoing = "SELECT seq FROM conversations.delivery WHERE conversation_id = ANY ($1) ORDER BY conversation_id, seq"
    assert await line.fetch(outgoing, short) == await line.fetch(outgoing, long)
