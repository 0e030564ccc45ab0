"""From hand to hand: with everything and a note, within limits, out of a colleague's hands only by those who may."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.firm import NORTH, SOUTH, Firm, firm
from tests.support.line import Line, closing, new_cid
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[Firm]:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), firm(node) as people:
            yield people


async def watching(house: Firm, login: str, conv: str) -> Line:
    line = await house.desk(login)
    await line.say(t="sub", id=f"c:{conv}")
    await line.until(lambda frame: frame["t"] == "live" and frame["id"] == f"c:{conv}")
    return line


async def limit(house: Firm, login: str, talks: int) -> None:
    await house.done("ada", "PATCH", f"/api/people/{house.ids[login]}", {"limit": talks})


async def test_whoever_gets_a_talk_sees_everything_with_the_note_on_top(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    anna, boris = await house.desk("anna"), await watching(house, "boris", conv)
    async with closing(visitor, anna, boris):
        await anna.ask("take", conv=conv)
        done = await anna.ask(
            "transfer", conv=conv, to=house.ids["boris"], reason="знает тариф", note="обещала скидку 5 %"
        )
        assert done["t"] == "ack"
        seen = await boris.reaches(conv, done["n"] + 2)
        handed, told = [one for one in seen if one["n"] >= done["n"] and one["aud"] == "internal"]
        assert (handed["kind"], handed["reason"], handed["to"]["id"]) == (
            "transferred",
            "знает тариф",
            house.ids["boris"],
        )
        assert (told["kind"], told["text"], told["by"]["name"]) == ("note", "обещала скидку 5 %", "Анна Кузнецова")
        assert (await anna.ask("send", conv=conv, text="ещё слово"))["code"] == "not_holder"
        await visitor.until(lambda frame: "transferred" in str(frame))
        assert "скидку" not in str(visitor.frames) and "тариф" not in str(visitor.frames)


async def test_a_full_colleague_gets_no_more_unless_somebody_who_may_insists(house: Firm) -> None:
    first, one = await house.talk(team=NORTH)
    second, two = await house.talk(team=NORTH)
    anna, boris, sofia = [await house.desk(login) for login in ("anna", "boris", "sofia")]
    async with closing(one, two, anna, boris, sofia):
        await boris.ask("take", conv=first)
        held = await carried(house, "boris") // 100
        await limit(house, "boris", held)
        await anna.ask("take", conv=second)
        to = house.ids["boris"]
        refused = await anna.ask("transfer", conv=second, to=to, reason="")
        assert (refused["code"], refused["limit"], refused["operator"]) == ("at_limit", held, to)
        for more in ({"force": True}, {"lead": True}):
            assert (await anna.ask("transfer", conv=second, to=to, reason="", **more))["code"] == "forbidden"
        assert (await sofia.ask("transfer", conv=second, to=to, reason=""))["code"] == "not_holder"
        assert (await sofia.ask("transfer", conv=second, to=to, reason="", lead=True))["code"] == "at_limit"
        forced = await sofia.ask("transfer", conv=second, to=to, reason="срочно", lead=True, force=True)
        assert forced["t"] == "ack"
        (row,) = await house.rows("SELECT load FROM operators.operator WHERE id = $1", to)
        assert row["load"] == 100 * (held + 1)
        third, three = await house.talk(team=NORTH)
        async with closing(three):
            assert (await boris.ask("take", conv=third))["code"] == "at_limit", "beyond is no new limit"
        await boris.ask("resolve", conv=first)
        await boris.ask("resolve", conv=second)
        await limit(house, "boris", 1000)


async def test_the_same_press_twice_hands_over_once(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    anna = await house.desk("anna")
    async with closing(visitor, anna):
        await anna.ask("take", conv=conv)
        press = {"cid": new_cid(), "conv": conv, "to": house.ids["boris"], "reason": "", "note": "раз"}
        first, again = await anna.ask("transfer", **press), await anna.ask("transfer", **press)
        assert (first["t"], first["n"]) == (again["t"], again["n"]) == ("ack", first["n"])
        assert (await anna.ask("transfer", **{**press, "note": "два"}))["code"] == "conflict"


async def test_a_supervisor_takes_over_with_everything_and_gives_back(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    anna, sofia = await watching(house, "anna", conv), await house.desk("sofia")
    async with closing(visitor, anna, sofia):
        assert (await sofia.ask("over", conv=conv))["code"] == "not_held"
        await anna.ask("take", conv=conv)
        await house.done("anna", "PUT", f"/api/drafts/{conv}", {"base": 0, "reply": "Сейчас посмо"})
        await limit(house, "sofia", 1)
        before = await carried(house, "anna")
        taken = await sofia.ask("over", conv=conv, reason="клиент просит старшего")
        assert taken["t"] == "ack"
        await anna.reaches(conv, taken["n"])
        seen = next(one for one in anna.entries(conv) if one["n"] == taken["n"])
        assert (seen["by"]["name"], seen["from"]["id"], seen["to"]["id"], seen["reason"]) == (
            "Sofia",
            house.ids["anna"],
            house.ids["sofia"],
            "клиент просит старшего",
        )
        assert await carried(house, "anna") == before - 100
        late = await anna.ask("send", conv=conv, text="Сейчас посмотрю")
        assert (late["t"], late["code"]) == ("error", "not_holder")
        kept = (await house.done("anna", "GET", f"/api/drafts/{conv}"))["draft"]
        assert kept["reply"] == "Сейчас посмо", "what she had begun is kept"
        assert (await sofia.ask("over", conv=conv))["code"] == "taken"
        assert (await sofia.ask("send", conv=conv, text="Здравствуйте, я старшая"))["t"] == "ack"
        assert (await sofia.ask("transfer", conv=conv, to=house.ids["anna"], reason=""))["t"] == "ack"
        assert (await anna.ask("send", conv=conv, text="Снова я"))["t"] == "ack"
        assert "просит старшего" not in str(visitor.frames)
        await anna.ask("resolve", conv=conv)
        assert (await sofia.ask("over", conv=conv))["code"] == "not_open"
        await limit(house, "sofia", 1000)


async def test_only_supervisors_take_over_and_to_others_a_foreign_talk_is_absent(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    anna, boris, vera, vik = [await house.desk(login) for login in ("anna", "boris", "vera", "vik")]
    async with closing(visitor, anna, boris, vera, vik):
        await anna.ask("take", conv=conv)
        assert (await boris.ask("over", conv=conv))["code"] == "forbidden"
        assert (await vik.ask("over", conv=conv))["code"] == "forbidden"
        assert (await vera.ask("over", conv=conv))["code"] in ("forbidden", "not_found")
        assert (await anna.ask("send", conv=conv, text="Я здесь"))["t"] == "ack"
        far, other = await house.talk(team=SOUTH)
        async with closing(other):
            refused = await anna.ask("transfer", conv=conv, to=house.ids["vera"], reason="")
            assert refused["code"] == "not_in_team"
            assert (await anna.ask("transfer", conv=far, to=None, reason=""))["code"] == "not_found"


async def carried(house: Firm, login: str) -> int:
    (row,) = await house.rows("SELECT load FROM operators.operator WHERE id = $1", house.ids[login])
    return row["load"]
