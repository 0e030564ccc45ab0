"""From hand to hand: with everything and a note, within limits, out of a colleague's hands only by those who may."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.firm import NORTH, SOUTH, Firm, firm_on
from tests.support.line import Frame, Line, closing, new_cid
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as people:
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


async def test_a_talk_that_was_given_is_marked_in_the_list_until_its_holder_has_read_it(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    anna, boris, sofia = [await house.desk(login) for login in ("anna", "boris", "sofia")]

    async def row(login: str, name: str = "mine") -> Frame:
        page = await house.done(login, "GET", f"/api/talks?list={name}&limit=100")
        return next(row for row in page["rows"] if row["conv"] == conv)

    async with closing(visitor, anna, boris, sofia):
        await boris.say(t="sub", id="list:open")
        await anna.ask("take", conv=conv)
        assert "given" not in await row("anna"), "she took it herself"
        first = await anna.ask("transfer", conv=conv, to=house.ids["boris"], reason="", note="знает тариф")
        mark = {"n": first["n"], "by": "Анна Кузнецова"}
        await boris.until(lambda frame: any(one.get("given") == mark for one in frame.get("rows", [])))
        await anna.say(t="read", conv=conv, n=first["n"])
        await visitor.ask("send", text="Ау?")
        his = await row("boris")
        assert his["given"] == mark and his["read"] < mark["n"], "new to him, whatever is said and whoever else reads"
        await boris.say(t="read", conv=conv, n=first["n"])
        async with asyncio.timeout(20):
            while (await row("boris"))["read"] < mark["n"]:
                await asyncio.sleep(0.02)
        again = await boris.ask("transfer", conv=conv, to=house.ids["anna"], reason="")
        hers = await row("anna")
        assert hers["given"] == {"n": again["n"], "by": "Борис Ёлкин"} and hers["read"] < again["n"]
        await anna.ask("transfer", conv=conv, to=None, reason="")
        assert "given" not in await row("anna", "queue")
        await boris.ask("take", conv=conv)
        assert "given" not in await row("boris")
        await boris.ask("transfer", conv=conv, to=house.ids["anna"], reason="")
        await sofia.ask("over", conv=conv, reason="помогу")
        assert "given" not in await row("sofia"), "nor has anybody given what she took over"


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


# Beside a colleague's work


async def state(house: Firm, login: str, conv: str) -> Frame:
    line = await house.desk(login)
    async with closing(line):
        await line.say(t="sub", id=f"c:{conv}")
        return await line.until(lambda frame: frame["t"] in ("snap", "gone"))


async def test_a_look_into_a_colleagues_talk_leaves_no_trace_until_one_answers_there(house: Firm) -> None:
    conv, visitor = await house.talk()
    anna, sofia = await watching(house, "anna", conv), await watching(house, "sofia", conv)
    async with closing(visitor, anna, sofia):
        taken = await anna.ask("take", conv=conv)
        top = taken["n"] + 1
        await sofia.say(t="read", conv=conv, n=top)
        await sofia.say(t="typing", conv=conv, on=True)
        heard = await sofia.until(lambda frame: frame["t"] == "marks")
        assert (heard["team"], heard["visitor"]) == (0, 0)
        rows = await house.rows(
            "SELECT r.seq, r.team_seq, r.public_no FROM conversations.reader r JOIN conversations.conversation c"
            " ON c.id = r.conversation_id WHERE c.public_id = $1",
            conv,
        )
        assert [tuple(row) for row in rows] == [(top, 0, 0)], "her own list knows what she has read"
        # The visitor hears of Anna's reading and typing only, and of that at once.
        await anna.say(t="typing", conv=conv, on=True)
        typing = await visitor.until(lambda frame: frame["t"] == "typing")
        assert typing["name"] == anna.me["public_name"]
        await anna.say(t="read", conv=conv, n=1)
        marks = await visitor.until(lambda frame: frame["t"] == "marks" and frame["team"] > 0)
        assert marks["team"] == 1
        assert "Sofia" not in str(visitor.frames)


async def test_what_is_being_written_is_shown_to_those_who_may_and_a_look_is_told_where_the_team_wants_it(
    house: Firm,
) -> None:
    conv, visitor = await house.talk(team=NORTH)
    anna, sofia, boris = [await watching(house, login, conv) for login in ("anna", "sofia", "boris")]
    async with closing(visitor, anna, sofia, boris):
        await anna.ask("take", conv=conv)
        await house.done("anna", "PUT", f"/api/drafts/{conv}", {"base": 0, "reply": "Сейчас"})
        await sofia.say(t="sub", id=f"drafts:{conv}")
        shown = await sofia.until(lambda frame: frame["t"] == "drafts")
        assert [(one["by"]["id"], one["text"]) for one in shown["drafts"]] == [(house.ids["anna"], "Сейчас")]
        draft = (await house.done("anna", "GET", f"/api/drafts/{conv}"))["draft"]
        await house.done("anna", "PUT", f"/api/drafts/{conv}", {"base": draft["version"], "reply": "Сейчас посмотрю"})
        live = await sofia.until(lambda frame: frame["t"] == "writing")
        assert (live["id"], live["by"]["id"], live["text"]) == (f"drafts:{conv}", house.ids["anna"], "Сейчас посмотрю")
        for line in (boris, anna):
            await line.say(t="sub", id=f"drafts:{conv}")
            await line.until(lambda frame: frame == {"t": "gone", "id": f"drafts:{conv}"})
        # A supervisor's look: kept, told to nobody unless the team wants it; a colleague's is told.
        await sofia.say(t="look", conv=conv, on=True)
        await boris.say(t="look", conv=conv, on=True)
        seen = await anna.until(lambda frame: frame["t"] == "looking")
        assert (seen["by"]["id"], seen["on"]) == (house.ids["boris"], True)
        facts = await house.rows("SELECT body FROM kit.fact WHERE kind = 'talk.looked'")
        assert [conv in row["body"] for row in facts] == [True]
        north = house.teams[NORTH]
        await house.done("ada", "PUT", f"/api/manners/{north}", {"manner": "offer", "shows_looks": True})
        await sofia.say(t="look", conv=conv, on=True)
        told = await anna.until(lambda frame: frame["t"] == "looking" and frame["by"]["id"] == house.ids["sofia"])
        assert told["by"]["name"] == "Sofia"
        await house.done("ada", "PUT", f"/api/manners/{north}", {"manner": "offer"})
        assert "looking" not in str(visitor.frames) and "Сейчас" not in str(visitor.frames)


async def test_a_whisper_reaches_its_colleague_at_once_and_nobody_outside(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    anna, sofia = await house.desk("anna"), await house.desk("sofia")
    async with closing(visitor, anna, sofia):
        await anna.ask("take", conv=conv)
        said = await sofia.ask("note", conv=conv, text="Предложи скидку", to=house.ids["anna"])
        assert said["t"] == "ack"
        told = await anna.until(lambda frame: frame["t"] == "told")
        assert told == {
            "t": "told",
            "what": "whisper",
            "conv": conv,
            "n": said["n"],
            "by": {"id": house.ids["sofia"], "name": "Sofia"},
            "text": "Предложи скидку",
        }
        back = await anna.ask("note", conv=conv, text="Уже", to=house.ids["sofia"])
        assert back["t"] == "ack"
        assert (await sofia.until(lambda frame: frame["t"] == "told"))["text"] == "Уже"
        entries = (await state(house, "boris", conv))["entries"]
        notes = [(one["text"], one["to"]["id"], one["aud"]) for one in entries if one["kind"] == "note"]
        assert notes == [
            ("Предложи скидку", house.ids["anna"], "internal"),
            ("Уже", house.ids["sofia"], "internal"),
        ]
        for wrong, code in ((house.ids["vera"], "not_in_team"), (10**6, "invalid"), (house.ids["sofia"], "invalid")):
            assert (await sofia.ask("note", conv=conv, text="x", to=wrong))["code"] == code
        await visitor.ask("send", conv=conv, text="Ау")
        assert "скидку" not in str(visitor.frames)


# Asked in


async def test_a_guest_of_another_team_sees_this_talk_alone_and_only_as_long_as_she_is_one(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    other, second = await house.talk(team=NORTH)
    anna, vera = await watching(house, "anna", conv), await house.desk("vera")
    async with closing(visitor, second, anna, vera):
        await vera.say(t="sub", id="list:open")
        await vera.until(lambda frame: frame["t"] == "rows" and frame.get("whole"))
        await anna.ask("take", conv=conv)
        refused = await anna.ask("invite", conv=conv, operator=house.ids["anna"])
        assert refused["code"] == "invalid"
        asked = await anna.ask("invite", conv=conv, operator=house.ids["vera"], note="знаешь про юг?")
        assert asked["t"] == "ack"
        told = await vera.until(lambda frame: frame["t"] == "told" and frame["what"] == "invited")
        assert (told["conv"], told["by"]["id"]) == (conv, house.ids["anna"])
        row = await vera.until(lambda frame: frame["t"] == "rows" and any(r["conv"] == conv for r in frame["rows"]))
        assert [one["id"] for one in row["rows"][0]["guests"]] == [house.ids["vera"]]
        snap = await state(house, "vera", conv)
        assert snap["state"]["guests"] == [{"id": house.ids["vera"], "name": "Vera", "may": "read"}]
        assert (await vera.ask("note", conv=conv, text="знаю"))["t"] == "ack"
        mine = await house.done("vera", "GET", "/api/talks?list=mine")
        assert [one["conv"] for one in mine["rows"]] == [conv]
        assert (await house.ask("vera", "GET", f"/api/talks/{conv}/search?q=юг")).status_code == 200
        # Nothing but what she was asked for; and no other talk.
        assert (await vera.ask("send", conv=conv, text="Здравствуйте"))["code"] == "not_holder"
        for act in ("take", "transfer", "resolve", "snooze", "tag", "invite", "reopen", "promise", "over"):
            more = {
                "transfer": {"to": None},
                "snooze": {"until": 2**45},
                "invite": {"operator": 1},
                "promise": {"text": "x", "due": 2**45},
            }.get(act, {})
            assert (await vera.ask(act, conv=conv, **more))["code"] in ("not_found", "forbidden"), act
        assert (await state(house, "vera", other))["t"] == "gone"
        later = {"conv": conv, "cid": new_cid(), "text": "x", "at": 2**41}
        assert (await house.ask("vera", "POST", "/api/later", later)).status_code in (404, 422)
        await vera.say(t="sub", id=f"c:{conv}")
        await vera.until(lambda frame: frame["t"] == "live" and frame["id"] == f"c:{conv}")
        start = len(vera.frames)
        assert (await anna.ask("leave", conv=conv, operator=house.ids["vera"]))["t"] == "ack"
        await vera.until(lambda frame: frame == {"t": "gone", "id": f"c:{conv}"}, after=start, seconds=5)
        await vera.until(lambda frame: frame["t"] == "rows" and frame.get("left") == [conv], after=start, seconds=5)
        assert (await vera.ask("note", conv=conv, text="ещё"))["code"] == "not_found"
        assert (await house.ask("vera", "GET", f"/api/talks/{conv}/search?q=юг")).status_code == 404
        assert "vera" not in str(visitor.frames).lower()


async def test_who_is_asked_in_to_answer_answers_and_a_resolved_talk_has_no_guests(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    anna, vera, boris = await house.desk("anna"), await house.desk("vera"), await house.desk("boris")
    async with closing(visitor, anna, vera, boris):
        await anna.ask("take", conv=conv)
        assert (await boris.ask("invite", conv=conv, operator=house.ids["vera"]))["code"] == "not_holder"
        viewer = await anna.ask("invite", conv=conv, operator=house.ids["vik"], may="answer")
        assert (viewer["code"], viewer["pointer"]) == ("invalid", "/may")
        await anna.ask("invite", conv=conv, operator=house.ids["vera"], may="answer")
        again = await anna.ask("invite", conv=conv, operator=house.ids["vera"], may="answer")
        assert again["code"] == "already_invited"
        said = await vera.ask("send", conv=conv, text="Здравствуйте, я с юга", seen=3)
        assert said["t"] == "ack"
        await visitor.until(lambda frame: "я с юга" in str(frame))
        assert (await vera.ask("send", conv=conv, text="x", seen=1))["code"] == "stale"
        await vera.say(t="typing", conv=conv, on=True)
        typing = await visitor.until(lambda frame: frame["t"] == "typing")
        assert typing["name"] == vera.me["public_name"]
        await vera.say(t="sub", id=f"c:{conv}")
        await vera.until(lambda frame: frame["t"] == "live" and frame["id"] == f"c:{conv}")
        start = len(vera.frames)
        assert (await anna.ask("resolve", conv=conv))["t"] == "ack"
        await vera.until(lambda frame: frame == {"t": "gone", "id": f"c:{conv}"}, after=start, seconds=5)
        assert (await vera.ask("send", conv=conv, text="x"))["code"] == "not_found"
        assert (await state(house, "anna", conv))["state"]["guests"] == []
