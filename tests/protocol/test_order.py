"""What one person says in a row stands in the log in that order, whatever happens to the talk in between."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from tests.protocol.conftest import Node
from tests.support.line import closing, new_cid

pytestmark = pytest.mark.asyncio(loop_scope="module")
CREDITS = 8


async def test_a_visitors_words_into_a_resolved_talk_keep_their_order(node: Node) -> None:
    visitor, desk = await node.visitor(), await node.desk()
    random = Random(1)
    async with closing(visitor, desk):
        conv = (await visitor.ask("send", text="здравствуйте"))["conv"]
        said: list[str] = []
        for number in range(12):
            assert (await desk.ask("resolve", conv=conv))["t"] == "ack"
            cids = [new_cid() for _ in range(CREDITS)]
            for place, cid in enumerate(cids):
                said.append(f"слово {number}/{place}")
                await visitor.say(t="send", cid=cid, text=said[-1])
                if random.random() < 0.4:
                    await asyncio.sleep(random.random() * 0.008)
            answers = [await visitor.answer(cid) for cid in cids]
            assert [answer["t"] for answer in answers] == ["ack"] * CREDITS
            numbers = [answer["n"] for answer in answers]
            assert numbers == sorted(numbers), (number, visitor.frames)
        log = (await node.log(conv)).log
        assert [entry["body"]["text"] for entry in log if entry["kind"] == "message"][1:] == said


async def test_an_operators_last_word_comes_before_what_she_does_next(node: Node) -> None:
    """Reply and resolve at one blow: the reply is in, then the talk is closed."""
    visitor, desk = await node.visitor(), await node.desk()
    async with closing(visitor, desk):
        conv = (await visitor.ask("send", text="здравствуйте"))["conv"]
        assert (await desk.ask("take", conv=conv))["t"] == "ack"
        for number in range(25):
            reply, end = new_cid(), new_cid()
            await desk.say(t="send", cid=reply, conv=conv, text=f"ответ {number}")
            await desk.say(t="resolve", cid=end, conv=conv)
            answers = [await desk.answer(reply), await desk.answer(end)]
            assert [answer["t"] for answer in answers] == ["ack", "ack"], answers
            assert answers[0]["n"] < answers[1]["n"]
            assert (await desk.ask("reopen", conv=conv))["t"] == "ack"
        await node.log(conv)


async def test_a_visitors_judgement_comes_behind_their_words(node: Node) -> None:
    visitor = await node.visitor()
    async with closing(visitor):
        conv = (await visitor.ask("send", text="здравствуйте"))["conv"]
        for number in range(25):
            words, score = new_cid(), new_cid()
            await visitor.say(t="send", cid=words, text=f"слово {number}")
            await visitor.say(t="rate", cid=score, conv=conv, score=2, of=2)
            answers = [await visitor.answer(words), await visitor.answer(score)]
            assert [answer["t"] for answer in answers] == ["ack", "ack"]
            assert answers[0]["n"] < answers[1]["n"], number
        await node.log(conv)
