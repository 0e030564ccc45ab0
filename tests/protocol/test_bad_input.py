"""Bad input over the socket: a code for each, the socket lives where it safely can, and what was accepted stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.protocol.conftest import Node
from tests.support import checker
from tests.support.line import Frame, Line, closing, new_cid, new_key

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXTS: list[tuple[str, str, str]] = [
    ("nothing", "", "invalid"),
    ("only blanks", " \t\n\r   ", "invalid"),
    ("10 001 characters", "я" * 10_001, "too_large"),
    ("10 001 characters outside the first plane", "🜁" * 10_001, "too_large"),
    ("NUL", "до\0после", "invalid"),
]
LONE = ["\\ud800", "\\udc00", "\\ude00\\ud83d", "слово \\udfff"]


async def pair(node: Node) -> tuple[Line, Line, str]:
    """A visitor and an operator who holds their talk."""
    visitor, desk = await node.visitor(), await node.desk()
    conv = (await visitor.ask("send", text="здравствуйте"))["conv"]
    assert (await desk.ask("take", conv=conv))["t"] == "ack"
    return visitor, desk, conv


async def lives(line: Line, text: str, **rest: Any) -> Frame:
    """The socket still takes words, and they are in the log."""
    ack = await line.ask("send", text=text, **rest)
    assert ack["t"] == "ack", ack
    return ack


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
async def test_words_that_cannot_be_stored_are_refused_and_the_next_are_taken(node: Node, text: str, code: str) -> None:
    visitor, desk, conv = await pair(node)
    async with closing(visitor, desk):
        before = await node.log(conv)
        new = await node.visitor()
        mine = (await visitor.ask("send", text="моё"))["n"]
        for line, frame in (
            (visitor, {"t": "send"}),
            (new, {"t": "send"}),
            (visitor, {"t": "edit", "conv": conv, "n": mine}),
            (desk, {"t": "send", "conv": conv}),
            (desk, {"t": "note", "conv": conv}),
        ):
            answer = await line.ask(**frame, text=text)
            assert (answer["t"], answer["code"], answer["pointer"]) == ("error", code, "/text"), frame
        assert (await new.ask("send", text="x" * 10_000))["t"] == "ack", (
            "10 000 are allowed, and the talk was not begun before"
        )
        await lives(visitor, "и дальше")
        await lives(desk, "и дальше", conv=conv)
        assert len((await node.log(conv)).log) == len(before.log) + 3
        await new.close()


@pytest.mark.parametrize("text", LONE)
async def test_half_a_character_is_refused_and_names_its_cid(node: Node, text: str) -> None:
    visitor, desk, conv = await pair(node)
    async with closing(visitor, desk):
        for line, kind in ((visitor, "send"), (desk, "send"), (desk, "note")):
            cid = new_cid()
            rest = "" if line is visitor else f',"conv":"{conv}"'
            await line.socket.send(f'{{"t":"{kind}","cid":"{cid}"{rest},"text":"{text}"}}')
            answer = await line.answer(cid)
            assert (answer["code"], answer["pointer"]) == ("invalid", "/text"), answer
        await lives(visitor, "целое: \U0001f600 и \ufffd")
        assert (await node.log(conv)).log[-1]["body"]["text"] == "целое: \U0001f600 и \ufffd"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("не json", "malformed"),
        ("[1]", "malformed"),
        ('{"cid":"x"}', "malformed"),
        ('{"t":"send","cid":', "malformed"),
        ('{"t":"перемена"}', "unknown_type"),
        ('{"t":"send","cid":"не uuid","text":"слово"}', "invalid"),
        ('{"t":"send","cid":"01a20101-27b9-7d94-9483-2df7c8f2c050","text":5}', "invalid"),
        ('{"t":"send","cid":"01a20101-27b9-7d94-9483-2df7c8f2c050","text":"слово","ещё":1}', "invalid"),
        ('{"t":"send","cid":"01a20101-27b9-7d94-9483-2df7c8f2c050"}', "invalid"),
        ('{"t":"edit","cid":"01a20101-27b9-7d94-9483-2df7c8f2c050","conv":"x","n":-1,"text":"слово"}', "invalid"),
        ('{"t":"sub","id":["c:x"]}', "invalid"),
    ],
)
async def test_frames_that_are_not_understood_are_answered_and_nothing_before_is_lost(
    node: Node, sent: str, code: str
) -> None:
    visitor, desk, conv = await pair(node)
    async with closing(visitor, desk):
        for line, rest in ((visitor, {}), (desk, {"conv": conv})):
            ahead = new_cid()
            await line.say(t="send", cid=ahead, text="прежде", **rest)
            start = len(line.frames)
            await line.socket.send(sent)
            error = await line.until(lambda f: f["t"] == "error", after=start)
            assert error["code"] == code, error
            assert (await line.answer(ahead))["t"] == "ack"
            await lives(line, "после", **rest)
        texts = [entry["body"].get("text") for entry in (await node.log(conv)).log]
        assert texts.count("прежде") == 2 and texts.count("после") == 2


@pytest.mark.parametrize(
    ("sent", "code"),
    [("x" * 70_000, 1009), (b'{"t":"peek","k":1,"text":"\xff"}', 1007)],
    ids=["more than 64 KB", "not UTF-8"],
)
async def test_what_ends_the_socket_takes_nothing_accepted_with_it(node: Node, sent: str | bytes, code: int) -> None:
    key = new_key()
    visitor = await node.visitor(key)
    conv = (await visitor.ask("send", text="здравствуйте"))["conv"]
    said = [new_cid() for _ in range(5)]
    for number, cid in enumerate(said):
        await visitor.say(t="send", cid=cid, text=f"слово {number}")
    await visitor.socket.send(sent, text=True)
    await visitor.closed.wait()
    assert visitor.socket.close_code == code
    again = await node.visitor(key)
    async with closing(again):
        assert again.me["conv"] == conv
        acks = [await again.ask("send", cid=cid, text=f"слово {number}") for number, cid in enumerate(said)]
        assert [ack["n"] for ack in acks] == [2, 3, 4, 5, 6], "taken in the order of saying, each once"
        known = {frame["cid"]: frame for frame in visitor.frames if frame["t"] == "ack" and frame["cid"] in said}
        assert all(known[ack["cid"]] == ack for ack in acks if ack["cid"] in known)
        assert len((await node.log(conv)).log) == 6


@pytest.mark.parametrize("conv", ["another's", "nobody's"])
async def test_a_talk_that_is_not_yours_looks_like_none(node: Node, conv: str) -> None:
    other, desk, theirs = await pair(node)
    me = await node.visitor()
    mine = (await me.ask("send", text="здравствуйте"))["conv"]
    before = await node.log(theirs)
    asked = theirs if conv == "another's" else "Zk" + "a" * 20
    async with closing(other, desk, me):
        answers = await foreign_answers(me, asked)
        assert answers == {
            **{
                kind: {"t": "error", "code": "not_found", "pointer": "/conv"}
                for kind in ("send", "edit", "erase", "rate")
            },
            "sub": {"t": "gone"},
            "fetch from": {"t": "gone"},
            "fetch before": {"t": "gone"},
        }
        await lives(me, "и дальше")
        await me.say(t="read", conv=mine, n=1)
        await me.until(
            lambda f: f["t"] == "marks" and f["id"] == f"c:{mine}"
        )  # marks are raised in the order of reading
        assert await node.log(theirs) == before, "not a word, and another's reading counts for nothing"
        assert [entry["body"]["text"] for entry in (await node.log(mine)).log] == ["здравствуйте", "и дальше"]


async def foreign_answers(me: Line, conv: str) -> dict[str, Frame]:
    """What each command about a talk of somebody else brings, without what repeats the question."""
    found: dict[str, Frame] = {}
    commands: dict[str, Frame] = {
        "send": {"text": "чужое"},
        "edit": {"n": 1, "text": "чужое"},
        "erase": {"n": 1},
        "rate": {"score": 2, "of": 2},
    }
    details = set()
    for kind, rest in commands.items():
        answer = await me.ask(kind, conv=conv, **rest)
        details.add(answer.pop("detail"))
        answer.pop("cid")
        found[kind] = answer
    assert details == {"there is no such conversation"}
    await me.say(t="read", conv=conv, n=1)
    for kind, frame in (
        ("sub", {"t": "sub", "last": 0}),
        ("fetch from", {"t": "fetch", "from": 1}),
        ("fetch before", {"t": "fetch", "before": 5}),
    ):
        start = len(me.frames)
        await me.say(id=f"c:{conv}", **frame)
        answer = dict(await me.until(lambda f: f.get("id") == f"c:{conv}", after=start))
        assert answer.pop("id") == f"c:{conv}"
        found[kind] = answer
    return found


async def test_at_the_desk_a_talk_that_is_not_there_is_not_found(node: Node) -> None:
    desk = await node.desk()
    conv = "Zk" + "b" * 20
    async with closing(desk):
        commands: dict[str, Frame] = {
            "send": {"text": "слово"},
            "note": {"text": "слово"},
            "take": {},
            "transfer": {"to": None},
            "resolve": {},
            "reopen": {},
            "edit": {"n": 1, "text": "слово"},
            "erase": {"n": 1},
        }
        for kind, rest in commands.items():
            answer = await desk.ask(kind, conv=conv, **rest)
            assert (answer["t"], answer["code"], answer["pointer"]) == ("error", "not_found", "/conv"), kind
        await desk.say(t="sub", id=f"c:{conv}", last=0)
        await desk.until(lambda f: f["t"] == "gone" and f["id"] == f"c:{conv}")


async def test_nobody_changes_what_is_not_theirs_or_not_there(node: Node) -> None:
    visitor, desk, conv = await pair(node)
    async with closing(visitor, desk):
        reply = await desk.ask("send", conv=conv, text="ответ")
        public = (await node.log(conv)).log[-1]["public_no"]
        for line, kind, n, code in (
            (visitor, "edit", public, "forbidden"),
            (visitor, "erase", public, "forbidden"),
            (desk, "edit", 1, "forbidden"),
            (visitor, "edit", 99, "not_found"),
            (desk, "erase", 99, "not_found"),
            (visitor, "edit", 2, "not_found"),
        ):
            rest = {"text": "иначе"} if kind == "edit" else {}
            answer = await line.ask(kind, conv=conv, n=n, **rest)
            assert answer.get("code") == code, (kind, n, answer)
        entry = (await node.log(conv)).log[reply["n"] - 1]
        assert entry["body"]["text"] == "ответ" and len((await node.log(conv)).log) == reply["n"]


async def test_one_id_with_another_body_changes_nothing(node: Node) -> None:
    visitor, desk, conv = await pair(node)
    async with closing(visitor, desk):
        for line, rest in ((visitor, {}), (desk, {"conv": conv})):
            cid = new_cid()
            ack = await line.ask("send", cid=cid, text="одно", **rest)
            before = await node.log(conv)
            assert (await line.ask("send", cid=cid, text="другое", **rest))["code"] == "conflict"
            assert await line.ask("send", cid=cid, text="одно", **rest) == ack
            assert await node.log(conv) == before


# The opening


async def opened(node: Node, path: str, *frames: Frame | str) -> tuple[list[Frame], int | None]:
    """What comes until the socket is closed, and its code."""
    base = node.pult.door.base
    heard: list[Frame] = []
    async with connect(base.replace("http", "ws", 1) + path, origin=base) as socket:  # type: ignore[arg-type]
        try:
            for frame in frames:
                await socket.send(frame if isinstance(frame, str) else json.dumps(frame))
            async for raw in socket:
                heard.append(json.loads(raw))
        except ConnectionClosed:
            pass
    return heard, socket.close_code


def hello(**auth: str) -> Frame:
    return {"t": "hello", "v": 1, "auth": auth}


@pytest.mark.parametrize("path", ["/live/chat", "/live/desk"])
async def test_a_wrong_opening_is_named_and_closed(node: Node, path: str) -> None:
    good = {"key": new_key(), "site": node.site}
    cases: list[tuple[tuple[Frame | str, ...], str, int]] = [
        ((), "hello_late", 4001),
        (({"t": "sub", "id": "c:x"},), "hello_wrong", 4004),
        (("не json",), "hello_wrong", 4004),
        ((hello(),), "auth_failed", 4003),
        ((hello(ticket="чужой"),), "auth_failed", 4003),
        ((hello(key="короткий", site=node.site),), "auth_failed", 4003),
        ((hello(key=good["key"], site="чужой"),), "auth_failed", 4003),
        ((hello(**good, ещё="поле"),), "auth_failed", 4003),
        (({**hello(**good), "v": 0},), "reload", 4000),
        (({**hello(**good), "v": 99},), "reload", 4000),
    ]
    for frames, name, code in cases:
        heard, closed = await opened(node, path, *frames)
        assert ([frame.get("code") for frame in heard], closed) == ([name], code), frames


async def test_a_second_hello_ends_the_socket_and_not_the_words_before_it(node: Node) -> None:
    good = {"key": new_key(), "site": node.site}
    cid = new_cid()
    heard, closed = await opened(
        node, "/live/chat", hello(**good), {"t": "send", "cid": cid, "text": "слово"}, hello(**good)
    )
    assert closed == 4002 and heard[0]["t"] == "welcome" and heard[-1]["code"] == "hello_twice"
    again = await node.visitor(good["key"])
    async with closing(again):
        ack = await again.ask("send", cid=cid, text="слово")
        assert ack["n"] == 1 and len((await node.log(ack["conv"])).log) == 1
    await checker.check(node.database)


async def test_a_ticket_opens_one_socket(node: Node) -> None:
    ticket = (await node.anna.post(f"{node.pult.door.base}/api/ticket")).json()["ticket"]
    base = node.pult.door.base
    async with connect(base.replace("http", "ws", 1) + "/live/desk", origin=base) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps(hello(ticket=ticket)))
        assert json.loads(await socket.recv())["t"] == "welcome"
        heard, closed = await opened(node, "/live/desk", hello(ticket=ticket))
        assert ([frame["code"] for frame in heard], closed) == (["auth_failed"], 4003)
