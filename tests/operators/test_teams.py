"""Another team's talk looks absent, over every door; one's own team's is there. One set-up for both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.support.firm import NORTH, SOUTH, Firm
from tests.support.line import Line, closing, new_cid

pytestmark = pytest.mark.asyncio(loop_scope="module")

SEE_NORTH = ("anna", "boris", "vik", "sofia", "ada")
WRITE_NORTH = ("anna", "boris", "sofia", "ada")


@asynccontextmanager
async def desks(people: Firm, *logins: str) -> AsyncIterator[dict[str, Line]]:
    lines = {login: await people.desk(login) for login in logins}
    async with closing(*lines.values()):
        yield lines


async def opened(line: Line, conv: str) -> dict[str, Any]:
    """What comes when a talk is asked for."""
    start = len(line.frames)
    await line.say(t="sub", id=f"c:{conv}")
    return await line.until(lambda f: f.get("id") == f"c:{conv}" and f["t"] in ("snap", "gone"), after=start)


async def listed(line: Line) -> set[str]:
    """The talks in somebody's list."""
    start = len(line.frames)
    await line.say(t="sub", id="list:open")
    frame = await line.until(lambda f: f["t"] == "rows" and f.get("whole"), after=start)
    return {row["conv"] for row in frame["rows"]}


async def test_a_talk_of_a_team_is_there_for_the_team_and_for_supervisors_and_absent_for_others(people: Firm) -> None:
    conv, visitor = await people.talk(team=NORTH)
    everybodys, other = await people.talk()
    async with closing(visitor, other), desks(people, *SEE_NORTH, "vera") as lines:
        for login in SEE_NORTH:
            assert (await opened(lines[login], conv))["t"] == "snap", login
            assert await listed(lines[login]) >= {conv, everybodys}, login
        vera = lines["vera"]
        nothing = await opened(vera, "no-such-talk")
        assert (await opened(vera, conv)) == {**nothing, "id": f"c:{conv}"}
        assert conv not in await listed(vera) and everybodys in await listed(vera)


async def test_every_command_on_anothers_talk_is_answered_like_one_on_no_talk(people: Firm) -> None:
    conv, visitor = await people.talk(team=NORTH)
    async with closing(visitor), desks(people, "vera") as lines:
        for act, more in (
            ("send", {"text": "x"}),
            ("send", {"text": "x", "quote": 1}),
            ("note", {"text": "x"}),
            ("take", {}),
            ("transfer", {"to": None}),
            ("transfer", {"to": None, "team": people.teams[SOUTH]}),
            ("resolve", {}),
            ("reopen", {}),
            ("edit", {"n": 1, "text": "x"}),
            ("erase", {"n": 1}),
        ):
            for asked in (conv, "no-such-talk"):
                answer = await lines["vera"].ask(act, conv=asked, **more)
                answer.pop("cid")
                assert answer == {
                    "t": "error",
                    "code": "not_found",
                    "detail": "there is no such conversation",
                    "pointer": "/conv",
                }, (act, asked)
        for act, more in (("read", {"n": 1}), ("got", {"n": 1}), ("files", {"n": 1}), ("typing", {"on": True})):
            start = len(lines["vera"].frames)
            await lines["vera"].say(t=act, conv=conv, **more)
            assert (await lines["vera"].until(lambda f: f["t"] == "error", after=start))["code"] == "not_found"
    assert (
        await people.rows("SELECT last_seq, holder_kind FROM conversations.conversation WHERE public_id = $1", conv)
    )[0]["holder_kind"] == "queue"


async def test_a_viewer_reads_everything_and_writes_nothing(people: Firm) -> None:
    conv, visitor = await people.talk(team=NORTH)
    async with closing(visitor), desks(people, "vik", "anna") as lines:
        vik = lines["vik"]
        assert (await opened(vik, conv))["t"] == "snap"
        for act, more in (
            ("send", {"text": "x"}),
            ("note", {"text": "x"}),
            ("take", {}),
            ("transfer", {"to": None}),
            ("resolve", {}),
            ("reopen", {}),
            ("edit", {"n": 1, "text": "x"}),
            ("erase", {"n": 1}),
        ):
            assert (await vik.ask(act, conv=conv, **more))["code"] == "forbidden", act
        for act, more in (("read", {"n": 1}), ("got", {"n": 1}), ("typing", {"on": True})):
            start = len(vik.frames)
            await vik.say(t=act, conv=conv, **more)
            assert (await vik.until(lambda f: f["t"] == "error", after=start))["code"] == "forbidden", act
        # Nobody else noticed anything, and whoever may write still can.
        assert (await lines["anna"].ask("take", conv=conv))["t"] == "ack"
        state = await people.rows("SELECT count(*) AS n FROM conversations.reader r JOIN conversations.conversation c"
                                  " ON c.id = r.conversation_id WHERE c.public_id = $1", conv)  # fmt: skip
        assert state[0]["n"] == 0


async def test_a_talk_that_goes_to_another_team_leaves_open_screens_and_lists_and_comes_to_others(people: Firm) -> None:
    conv, visitor = await people.talk(team=NORTH)
    async with closing(visitor), desks(people, "anna", "boris", "vera") as lines:
        anna, boris, vera = lines["anna"], lines["boris"], lines["vera"]
        for line in (anna, boris):
            assert (await opened(line, conv))["t"] == "snap"
            assert conv in await listed(line)
        assert conv not in await listed(vera)
        await anna.ask("take", conv=conv)
        marks = {name: len(line.frames) for name, line in lines.items()}
        given = await anna.ask("transfer", conv=conv, to=None, team=people.teams[SOUTH], reason="это к югу")
        assert given["t"] == "ack"
        for name in ("anna", "boris"):
            await lines[name].until(lambda f: f == {"t": "gone", "id": f"c:{conv}"}, after=marks[name], seconds=5)
            await lines[name].until(
                lambda f: f["t"] == "rows" and f.get("gone") == [conv], after=marks[name], seconds=5
            )
        came = await vera.until(
            lambda f: f["t"] == "rows" and [r["conv"] for r in f["rows"]] == [conv], after=marks["vera"], seconds=5
        )
        assert came["rows"][0]["team"] == people.teams[SOUTH]
        marks = {name: len(line.frames) for name, line in lines.items()}
        await visitor.ask("send", conv=conv, text="слышно?")
        await visitor.say(t="peek", k=1, text="и тайное")
        await vera.until(lambda f: f["t"] == "rows" and f["rows"][0]["text"] == "слышно?", after=marks["vera"])
        assert (await opened(vera, conv))["t"] == "snap"
        assert (await opened(anna, conv))["t"] == "gone"
        for name in ("anna", "boris"):
            late = [f for f in lines[name].frames[marks[name] :] if f["t"] != "gone"]
            assert "слышно" not in str(late) and "тайное" not in str(late) and conv not in str(late)


async def test_whoever_gave_a_talk_away_gets_the_same_answer_to_the_same_press(people: Firm) -> None:
    conv, visitor = await people.talk(team=NORTH)
    async with closing(visitor), desks(people, "anna", "vera") as lines:
        press = {"t": "transfer", "cid": new_cid(), "conv": conv, "to": None, "team": people.teams[SOUTH], "reason": ""}
        first = await lines["anna"].ask(**press)
        assert first["t"] == "ack"
        assert await lines["anna"].ask(**press) == first
        back = {**press, "cid": new_cid(), "team": people.teams[NORTH]}
        assert (await lines["anna"].ask(**back))["code"] == "not_found"


async def test_a_colleague_of_another_team_cannot_be_given_the_talk(people: Firm) -> None:
    conv, visitor = await people.talk(team=NORTH)
    async with closing(visitor), desks(people, "anna") as lines:
        anna = lines["anna"]
        await anna.ask("take", conv=conv)
        refused = await anna.ask("transfer", conv=conv, to=people.ids["vera"], reason="")
        assert (refused["code"], refused["pointer"]) == ("not_in_team", "/to")
        assert (await anna.ask("transfer", conv=conv, to=people.ids["vik"], reason=""))["code"] == "not_in_team"
        assert (await anna.ask("transfer", conv=conv, to=None, team=4_000, reason=""))["pointer"] == "/team"
        assert (await anna.ask("transfer", conv=conv, to=people.ids["boris"], reason=""))["t"] == "ack"


async def test_what_begins_on_a_teams_site_is_the_teams(people: Firm) -> None:
    await people.done("ada", "PUT", "/api/sites/demo/team", {"team": people.teams[SOUTH]})
    try:
        conv, visitor = await people.talk()
        async with closing(visitor), desks(people, "anna", "vera") as lines:
            assert (await opened(lines["anna"], conv))["t"] == "gone"
            assert (await opened(lines["vera"], conv))["t"] == "snap"
        in_use = await people.ask("ada", "DELETE", f"/api/teams/{people.teams[SOUTH]}")
        assert (in_use.status_code, in_use.json()["code"]) == (409, "team_in_use")
    finally:
        await people.done("ada", "PUT", "/api/sites/demo/team", {"team": None})
    wrong = await people.ask("ada", "PUT", "/api/sites/demo/team", {"team": 4_000})
    assert (wrong.status_code, wrong.json()["pointer"]) == (422, "/team")
