"""Replay, snapshot, held events, live: whatever happens at the same time, the view is the log, in order, once."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from pult.live.limits import Limits
from tests.live.shop import Client, Live, serving, until


class View:
    """What a client of the protocol holds: it applies only what is next, and says when something was not."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.live = False
        self.wrong: list[str] = []
        self.signals = 0

    def take(self, frame: Any) -> None:
        if frame["t"] == "snap":
            self.live = False
            self.texts = list(frame["entries"])
        elif frame["t"] == "ev":
            for entry in frame["e"]:
                if entry["n"] != len(self.texts) + 1:
                    self.wrong.append(f"got {entry['n']} after {len(self.texts)}")
                self.texts.append(entry["text"])
        elif frame["t"] == "live":
            self.live = True
            if frame["top"] != len(self.texts):
                self.wrong.append(f"live at {frame['top']} after {len(self.texts)}")
        elif frame["t"] == "wave":
            self.signals += 1


async def watch(client: Client, view: View) -> None:
    async for frame in client.frames():
        view.take(frame)


async def test_a_new_client_gets_a_snapshot_then_live(live: Live) -> None:
    live.shop.write("c:1", "a", "b")
    async with live.client(streams=[["c:1", 0]]) as client:
        assert await client.frame() == {"t": "snap", "id": "c:1", "top": 2, "entries": ["a", "b"]}
        assert await client.frame() == {"t": "live", "id": "c:1", "top": 2}
        live.shop.write("c:1", "c", "d")
        assert await client.frame() == {
            "t": "ev", "id": "c:1", "e": [{"n": 3, "text": "c"}, {"n": 4, "text": "d"}],
        }  # fmt: skip


async def test_a_client_that_comes_back_gets_what_it_missed(live: Live) -> None:
    live.shop.write("c:1", "a", "b", "c")
    async with live.client() as client:
        await client.send({"t": "sub", "id": "c:1", "last": 1})
        assert [entry["n"] for entry in (await client.frame())["e"]] == [2, 3]
        assert await client.frame() == {"t": "live", "id": "c:1", "top": 3}
    async with live.socket() as client:
        await client.hello("anna", streams=[["c:1", 3]], epoch="one")
        assert await client.frame() == {"t": "live", "id": "c:1", "top": 3}


async def socket_without_welcome(live: Live, hello: dict[str, Any]) -> list[str]:
    async with live.socket() as client:
        await client.hello("anna", **hello)
        return [(await client.frame())["t"] for _ in range(2)]


@pytest.mark.parametrize(
    "hello",
    [
        {"streams": [["c:1", 9]]},
        {"streams": [["c:1", 2]], "epoch": "another"},
        {"streams": [["c:1", 1]], "epoch": "one"},
    ],
    ids=["ahead of the log", "another history", "more missed than a replay holds"],
)
async def test_a_client_that_cannot_be_resumed_gets_a_snapshot(implementation: str, hello: dict[str, Any]) -> None:
    async with serving(implementation, limits=Limits(replay=1)) as live:
        live.shop.write("c:1", "a", "b", "c")
        assert await socket_without_welcome(live, hello) == ["snap", "live"]


async def test_a_stream_that_is_not_there_is_gone(live: Live) -> None:
    live.shop.write("c:1", "a")
    async with live.client(streams=[["c:none", 3], ["c:1", 0]]) as client:
        frames = [await client.frame() for _ in range(3)]
        assert {"t": "gone", "id": "c:none"} in frames
        await client.send({"t": "unsub", "id": "c:1"})
        await until(lambda: not live.hub.has("topic:c:1"))
        await client.send({"t": "fetch", "id": "c:1", "from": 1})
        assert await client.frame() == {"t": "gone", "id": "c:1"}


async def test_holes_and_pages_are_fetched(live: Live) -> None:
    live.shop.write("c:1", *"abc")
    async with live.client(streams=[["c:1", 3]]) as client:
        await client.until("live")
        await client.send({"t": "fetch", "id": "c:1", "from": 2})
        assert [entry["n"] for entry in (await client.frame())["e"]] == [2, 3]
        await client.send({"t": "fetch", "id": "c:1", "before": 3})
        assert (await client.frame())["t"] == "page"
        await client.send({"t": "fetch", "id": "c:1"})
        assert (await client.frame())["code"] == "invalid"


async def test_a_hole_in_the_bell_is_read_from_the_log(live: Live) -> None:
    live.shop.write("c:1", "a")
    async with live.client(streams=[["c:1", 1]]) as client:
        await client.until("live")
        live.shop.source.logs["topic:c:1"].append("never rung")
        live.shop.write("c:1", "c")
        view = View()
        view.texts = ["a"]
        while len(view.texts) < 3:
            view.take(await client.frame())
        assert (view.texts, view.wrong) == (["a", "never rung", "c"], [])


async def test_repeated_and_overlapping_events_are_sent_once(live: Live) -> None:
    live.shop.write("c:1", "a", "b")
    async with live.client(streams=[["c:1", 2]]) as client:
        await client.until("live")
        events = live.shop.source.events("topic:c:1")
        live.hub.publish("topic:c:1", "c:1", events)
        live.shop.source.logs["topic:c:1"].append("c")
        live.hub.publish("topic:c:1", "c:1", live.shop.source.events("topic:c:1"))
        assert [entry["n"] for entry in (await client.frame())["e"]] == [3]


async def test_many_that_come_at_once_share_one_read(live: Live) -> None:
    live.shop.write("c:1", *"abc")
    live.shop.source.slow = 0.05
    async with asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(_comes_back(live))
    assert live.shop.source.reads < 10


async def _comes_back(live: Live) -> None:
    async with live.client(streams=[["c:1", 1]]) as client:
        assert (await client.until("live"))["top"] == 3


async def test_state_and_signals_reach_those_who_follow(live: Live) -> None:
    live.shop.write("c:1", "a")
    async with live.client("anna", streams=[["c:1", 1]]) as client, live.client("boris") as other:
        await client.until("live")
        live.hub.state("topic:c:1", b'{"t":"marks"}')
        live.hub.signal("topic:c:1", b'{"t":"wave"}', key="x")
        live.hub.state("person:boris", b'{"t":"conv"}')
        assert [(await client.frame())["t"] for _ in range(2)] == ["marks", "wave"]
        assert (await other.frame())["t"] == "conv"


async def test_state_that_comes_during_a_replay_is_not_lost(live: Live) -> None:
    live.shop.write("c:1", "a")
    live.shop.source.slow = 0.05
    async with live.client(streams=[["c:1", 0]]) as client:
        await until(lambda: live.hub.has("topic:c:1"))
        live.hub.state("topic:c:1", b'{"t":"marks","x":1}', key="m")
        live.hub.state("topic:c:1", b'{"t":"marks","x":2}', key="m")
        assert [(await client.frame())["t"] for _ in range(2)] == ["snap", "live"]
        assert (await client.frame())["x"] == 2


async def test_a_lost_right_ends_the_stream_and_looks_like_absence(live: Live) -> None:
    live.shop.write("c:1", "a")
    async with live.client("anna", streams=[["c:1", 1]]) as anna, live.client("vera", streams=[["c:1", 1]]) as vera:
        await anna.until("live")
        await vera.until("live")
        assert live.hub.cut("topic:c:1", lambda viewer: viewer == "vera") == 1
        live.shop.write("c:1", "b")
        assert await vera.frame() == {"t": "gone", "id": "c:1"}
        assert (await anna.frame())["t"] == "ev"
        assert live.hub.close_where(lambda viewer: viewer == "vera") == 1
        assert await vera.closed() == 4003


async def test_a_log_that_cannot_be_read_closes_rather_than_shows_a_part(live: Live) -> None:
    live.shop.write("c:1", "a", "b")

    async def broken(topic: str, after: int, *, limit: int) -> None:
        raise OSError("the disk")

    live.shop.source.replay = broken  # type: ignore[method-assign, assignment]
    async with live.client(streams=[["c:1", 1]]) as client:
        assert await client.errors() == ["unavailable"]
        assert await client.closed() == 1013


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_interleaves_the_view_is_the_log(live: Live, seed: int) -> None:
    dice = random.Random(seed)
    random.seed(seed)
    shop = live.shop
    shop.write("c:1", *(f"old {n}" for n in range(dice.randrange(1, 6))))
    shop.source.slow = 0.01
    shop.source.stale = dice.choice([0, 0, 2])
    done = asyncio.Event()
    views = [View() for _ in range(6)]
    async with asyncio.TaskGroup() as group:
        watchers = [
            group.create_task(_comes_and_goes(live, view, random.Random(seed * 100 + n), done))
            for n, view in enumerate(views)
        ]
        for n in range(60):
            texts = [f"{n}.{part}" for part in range(dice.randrange(1, 4))]
            if dice.random() < 0.15:
                shop.source.logs["topic:c:1"].extend(texts)  # Committed, yet its bell is lost.
            else:
                shop.write("c:1", *texts)
                if dice.random() < 0.1:
                    live.hub.publish("topic:c:1", "c:1", shop.source.events("topic:c:1")[-3:])
            await asyncio.sleep(dice.random() * 0.004)
        shop.source.stale = 0
        shop.write("c:1", "the end")
        done.set()
        await asyncio.gather(*watchers)
    for view in views:
        assert view.wrong == []
        assert view.texts == shop.source.logs["topic:c:1"]


async def _comes_and_goes(live: Live, view: View, dice: random.Random, done: asyncio.Event) -> None:
    while not (done.is_set() and view.texts and view.texts[-1] == "the end"):
        async with live.client(streams=[["c:1", len(view.texts)]]) as client:
            stay = asyncio.create_task(watch(client, view))
            finished = asyncio.create_task(until(lambda: view.texts and view.texts[-1] == "the end", seconds=30))
            leaving = asyncio.create_task(asyncio.sleep(dice.random() * 0.1 if not done.is_set() else 30))
            await asyncio.wait((finished, leaving), return_when=asyncio.FIRST_COMPLETED)
            for task in (stay, finished, leaving):
                task.cancel()
            await asyncio.gather(stay, finished, leaving, return_exceptions=True)
