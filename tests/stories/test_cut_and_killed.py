"""One talk from a phone to a desk, the cable pulled and the server killed in between: nothing lost, doubled, mixed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from tests.stories.browser import accessible, chromiums, eventually, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Log, Operator, Said, Visitor
from tests.support.process import Pult, data_folder, until


@contextlib.asynccontextmanager
async def pult() -> AsyncIterator[Pult]:
    """Nothing but an empty folder: the embedded database is made in it. It is stopped at the end, also after a kill."""
    async with data_folder() as data:
        node = Pult("", data, env={"PULT_TIME_SCALE": "1"})
        await node.start()
        try:
            yield node
        finally:
            if node.code is not None:
                await again(node)
            await node.stop()


async def again(node: Pult) -> None:
    """Start once more, where it was."""
    await node.launch(port=node.port)
    await until(lambda: node.serving or node.code is not None)
    assert node.serving, node.log


async def test_a_talk_survives_a_pulled_cable_and_a_killed_server() -> None:
    async with pult() as node, Cable(node.port) as cable, chromiums() as screens:
        visitor, anna = await asyncio.gather(Visitor.comes(screens, node), Operator.comes(screens, node))
        await accessible(anna.page, name="the gate")
        await anna.shows("gate-1440-light-ru")
        await accessible(await visitor.document(), name="the empty chat")
        await shot(visitor.page, "widget-empty-390-light-ru")
        await anna.passes_the_gate("anna", node.password)
        await anna.wants(node, undo=0)
        await _waits_without_a_line(visitor, cable)
        await _meets(visitor, anna)
        await _cable_is_pulled(visitor, anna, cable)
        await _server_is_killed(visitor, anna, node)
        await _agree(visitor, anna, node)
        assert troubles(visitor.page) + troubles(anna.page) == []


async def _waits_without_a_line(visitor: Visitor, cable: Cable) -> None:
    """While nothing is known of the queue, and nobody sees what is typed, neither is claimed."""
    await visitor.says("Здравствуйте! Когда привезут заказ?")
    place, seen = visitor.frame.get_by_test_id("queue"), visitor.frame.get_by_text("Поддержка видит текст")
    await place.wait_for()
    await seen.wait_for()
    await cable.cut()
    await visitor.frame.get_by_test_id("line-state").locator("p").wait_for()
    await place.wait_for(state="hidden")
    await seen.wait_for(state="hidden")
    await shot(visitor.page, "widget-queue-cut-390-light-ru")
    await cable.mend()
    await place.wait_for()
    await seen.wait_for()


async def _meets(visitor: Visitor, anna: Operator) -> None:
    """She sees it being typed, takes the talk, answers."""
    await eventually(visitor.sees, [(1, "you", "Здравствуйте! Когда привезут заказ?")])
    await anna.opens("queue")
    await visitor.types("а можно ли за")
    await anna.page.get_by_test_id("peek").get_by_text("а можно ли за").wait_for()
    assert not any("можно" in text for _, _, text in await anna.sees())
    await anna.shows("desk-peek-1440-light-ru")
    await accessible(anna.page, name="the desk with a peek")
    await visitor.types("брать самому?")
    await visitor.sends()
    await eventually(
        anna.sees, [(1, "contact", "Здравствуйте! Когда привезут заказ?"), (2, "contact", "а можно ли забрать самому?")]
    )
    await anna.page.get_by_test_id("peek").wait_for(state="detached")
    await anna.takes()
    await anna.says("Можно сегодня до восьми вечера.")
    await anna.says("Постоянный покупатель", mode="note")
    await visitor.frame.get_by_text("Можно сегодня до восьми вечера.").first.wait_for()


async def _cable_is_pulled(visitor: Visitor, anna: Operator, cable: Cable) -> None:
    """Both write while the visitor's line is cut."""
    await cable.cut()
    await eventually(visitor.line, "waiting")
    await visitor.says("Первое слово без связи")
    await anna.says("Ответ, пока связи нет")
    await visitor.says("Второе слово без связи")
    await anna.says("И ещё один")
    await eventually(lambda: _counts(anna), (0, 6))
    assert [n for n, _, _ in await visitor.sees()][-2:] == [0, 0]
    await visitor.frame.get_by_test_id("line-state").locator("p").wait_for()
    await shot(visitor.page, "widget-cut-390-light-ru")
    await accessible(await visitor.document(), name="the chat without a line")
    await cable.mend()
    await eventually(lambda: _counts(anna), (0, 8))
    await eventually(lambda: _counts(visitor), (0, 7))


async def _server_is_killed(visitor: Visitor, anna: Operator, node: Pult) -> None:
    """Both write while there is no server. Hers may be held back for words she could not see: she insists."""
    await node.kill()
    await asyncio.gather(eventually(visitor.line, "waiting"), eventually(anna.line, "waiting"))
    await visitor.says("Слово мёртвому серверу")
    await anna.says("Ответ мёртвого сервера")
    await visitor.says("Ещё слово мёртвому серверу")
    await anna.says("Заметка мёртвому серверу", mode="note")
    await anna.page.get_by_test_id("line-state").locator("p").wait_for()
    await anna.shows("desk-cut-1440-light-ru")
    await accessible(anna.page, name="the desk without a line")
    await again(node)

    async def all_is_said() -> tuple[int, int]:
        await anna.insists()
        return await _counts(anna)

    await eventually(all_is_said, (0, 12), seconds=45)
    await eventually(lambda: _counts(visitor), (0, 10), seconds=45)


async def _counts(who: Visitor | Operator) -> tuple[int, int]:
    """(words that are not in the log yet, words that are)."""
    seen = await who.sees()
    return sum(n == 0 for n, _, _ in seen), sum(n > 0 for n, _, _ in seen)


async def _agree(visitor: Visitor, anna: Operator, node: Pult) -> None:
    """Both screens show what the database holds, and that is everything that was written, once, in each one's order."""
    log = Log(node)
    await eventually(anna.sees, await log.for_desk())
    await eventually(visitor.sees, await log.for_visitor())
    rows = await log.rows()
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    public = [row["public_no"] for row in rows if row["public_no"] is not None]
    assert public == list(range(1, len(public) + 1))
    assert _by(await log.for_desk(), "contact") == [
        "Здравствуйте! Когда привезут заказ?", "а можно ли забрать самому?", "Первое слово без связи",
        "Второе слово без связи", "Слово мёртвому серверу", "Ещё слово мёртвому серверу",
    ]  # fmt: skip
    ours = ["Можно сегодня до восьми вечера.", "Ответ, пока связи нет", "И ещё один", "Ответ мёртвого сервера"]
    assert _by(await log.for_desk(), "operator") == ours
    assert _by(await log.for_desk(), "note") == ["Постоянный покупатель", "Заметка мёртвому серверу"]


def _by(said: list[Said], who: str) -> list[str]:
    return [text for _, author, text in said if author == who]
