"""A talk as part of a person's story: the talks before it, words found in it, all of it as a file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.desk.conftest import Desks, talk
from tests.support.line import closing

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def look(desks: Desks, conv: str, what: str, who: str = "anna") -> Any:
    return await getattr(desks, who).get(desks.url(f"talks/{conv}/{what}"))


async def found(desks: Desks, conv: str, query: str) -> list[str]:
    return [line["text"] for line in (await look(desks, conv, f"search?q={query}")).json()["found"]]


async def test_words_are_found_as_they_read_now(desks: Desks) -> None:
    anna = await desks.office.operator("anna")
    async with closing(anna), talk(desks, "Ёлка в 100% шишках") as one:
        await anna.ask("take", conv=one.conv)
        n = (await anna.ask("send", conv=one.conv, text="Приветик"))["n"]
        await anna.ask("edit", conv=one.conv, n=n, text="Привет, Марина!")
        await anna.ask("note", conv=one.conv, text="Марина ждёт")
        gone = (await one.visitor.ask("send", text="мой пароль qwerty"))["n"]
        await one.visitor.ask("erase", conv=one.conv, n=gone)
        assert await found(desks, one.conv, "елка") == ["Ёлка в 100% шишках"]
        assert await found(desks, one.conv, "МАРИНА") == ["Марина ждёт", "Привет, Марина!"]
        assert await found(desks, one.conv, "привет марина") == ["Привет, Марина!"]
        assert await found(desks, one.conv, "приветик") == [] and await found(desks, one.conv, "qwerty") == []
        assert await found(desks, one.conv, "100%25") == ["Ёлка в 100% шишках"]
        assert await found(desks, one.conv, "%25") == ["Ёлка в 100% шишках"] and await found(desks, one.conv, "_") == []
        swapped = (await look(desks, one.conv, "search?q=ghbdtn")).json()
        assert swapped["query"] == "привет" and [line["text"] for line in swapped["found"]] == ["Привет, Марина!"]
        assert (await look(desks, one.conv, "search?q=")).status_code == 422
        assert (await look(desks, "nowhere", "search?q=a")).status_code == 404


async def test_the_talks_before_are_the_same_persons(desks: Desks) -> None:
    anna = await desks.office.operator("anna")
    async with closing(anna), talk(desks, "первый разговор") as one, talk(desks, "чужой разговор"):
        await anna.ask("take", conv=one.conv)
        await anna.ask("send", conv=one.conv, text="Ответ из первого разговора")
        await anna.ask("resolve", conv=one.conv)
        async with desks.late(one.conv):
            second = (await one.visitor.ask("send", text="второй разговор"))["conv"]
        assert second != one.conv
        snap = (await look(desks, second, "earlier")).json()
        assert snap["t"] == "snap" and snap["state"]["conv"] == one.conv
        assert snap["entries"][0]["text"] == "первый разговор"
        assert (await look(desks, one.conv, "earlier")).json() is None
        page = (await look(desks, one.conv, "page?before=3")).json()
        assert page["t"] == "page" and [entry["n"] for entry in page["entries"]] == [1, 2]
        said = (await look(desks, second, "ours")).json()["said"]
        assert [line["text"] for line in said] == ["Ответ из первого разговора"]
        assert (await look(desks, one.conv, "ours")).json() == {"said": []}


async def test_a_part_far_above_reads_as_it_reads_now(desks: Desks) -> None:
    anna = await desks.office.operator("anna")
    async with closing(anna), talk(desks, "раз") as one:
        await anna.ask("take", conv=one.conv)
        n = (await anna.ask("send", conv=one.conv, text="опечтака"))["n"]
        for _ in range(3):
            await one.visitor.ask("send", text="ещё")
        await anna.ask("edit", conv=one.conv, n=n, text="опечатка")
        plain = (await look(desks, one.conv, f"page?before={n + 1}")).json()
        assert plain["entries"][-1]["n"] == n, "what came later is no part of a page"
        now = (await look(desks, one.conv, f"page?now=true&before={n + 1}")).json()
        assert now["first"] == plain["first"]
        *same, edit = now["entries"]
        assert same == plain["entries"]
        assert (edit["kind"], edit["target"], edit["text"]) == ("edited", n, "опечатка") and edit["n"] > n
        later = (await look(desks, one.conv, f"page?now=true&before={n}")).json()
        assert [entry["kind"] for entry in later["entries"] if entry["kind"] == "edited"] == []


async def test_the_whole_talk_is_a_file(desks: Desks) -> None:
    anna = await desks.office.operator("anna")
    async with closing(anna), talk(desks, "Где заказ?") as one:
        await anna.ask("take", conv=one.conv)
        n = (await anna.ask("send", conv=one.conv, text="Сейчас"))["n"]
        await anna.ask("edit", conv=one.conv, n=n, text="Уже в пути")
        await anna.ask("note", conv=one.conv, text="склад 2")
        await anna.ask("resolve", conv=one.conv, reason="отвечено")
        assert (await one.visitor.ask("rate", conv=one.conv, score=1, of=2, comment="долго"))["t"] == "ack"
        text = await look(desks, one.conv, "export?zone=Europe/Moscow&language=ru")
        lines = text.content.decode().splitlines()
        assert text.headers["content-disposition"] == 'attachment; filename="talk.txt"'
        assert "(Europe/Moscow)" in lines[1] and lines[3].endswith("Посетитель: Где заказ?")
        assert [
            line for line in lines if "Уже в пути" in line and "изменено" in line
        ] and "Сейчас" not in text.content.decode()
        assert [line for line in lines if "(заметка для команды): склад 2" in line]
        assert lines[-2].endswith("— чат решён: отвечено")
        assert lines[-1].endswith("— оценка посетителя: не помогли: долго")
        whole = json.loads((await look(desks, one.conv, "export?form=json")).content)
        assert whole["talk"]["status"] == "resolved" and whole["entries"][0]["n"] == 1
        assert {"message", "note", "edited", "status"} <= {entry["kind"] for entry in whole["entries"]}
        wrong = await look(desks, one.conv, "export?zone=Nowhere/Land")
        assert (wrong.status_code, wrong.json()["pointer"]) == (422, "/zone")
        assert (await look(desks, one.conv, "export?form=pdf")).status_code == 422


async def test_strangers_get_nothing(desks: Desks) -> None:
    import niquests

    async with talk(desks) as one, niquests.AsyncSession() as nobody:
        for what in ("earlier", "page?before=2", "search?q=a", "ours", "export"):
            assert (await nobody.get(desks.url(f"talks/{one.conv}/{what}"))).status_code == 401
