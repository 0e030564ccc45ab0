"""Keeping the line: pings, positions, half-open sockets, restarts. Periods at 1/50."""

from __future__ import annotations

import asyncio

from tests.live.shop import SCALE, Live, Plain, frame_of, serving, until


async def test_quiet_streams_tell_their_position_and_a_socket_without_streams_hears_a_beat(quick: Live) -> None:
    quick.shop.write("c:1", "a", "b")
    async with quick.client("anna", streams=[["c:1", 2]]) as client, quick.client("boris") as other:
        assert await client.until("pos") == {"t": "pos", "id": "c:1", "top": 2}
        assert await other.frame() == {"t": "beat"}


async def test_a_client_that_answers_pings_stays(quick: Live) -> None:
    async with quick.client() as client:
        for _ in range(4):
            await client.until("beat")
        assert quick.hub.connections == 1


async def test_a_peer_that_answers_nothing_is_dead_after_two_pings(quick: Live) -> None:
    client = await Plain.open(quick)
    client.write(Plain.HELLO)
    pings = 0
    try:
        while True:
            opcode, _ = await client.read()
            pings += opcode == 9
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    assert pings >= 1
    if quick.implementation == "picows":
        assert pings == 2
    await until(lambda: not quick.hub.connections)
    assert quick.shop.open == []
    client.abort()


async def test_any_frame_counts_as_a_sign_of_life() -> None:
    async with serving("picows", time_scale=SCALE) as quick:
        client = await Plain.open(quick)
        client.write(Plain.HELLO)
        pings = 0
        while pings < 5:
            opcode, _ = await client.read()
            pings += opcode == 9
            client.write(frame_of(1, b'{"t":"wave"}'))
        assert quick.hub.connections == 1
        client.abort()


async def test_on_shutdown_clients_hear_when_to_come_back_then_1012(implementation: str) -> None:
    async with serving(implementation) as live, live.client() as client:
        live.server.should_exit = True
        frame = await client.until("reconnect")
        assert 0 <= frame["after"] <= 1000
        assert await client.closed() == 1012
        await until(lambda: live.shop.open == [])


async def test_uvicorn_alone_sends_picows_clients_away_too() -> None:
    async with serving("picows") as live, live.client() as client:
        for connection in list(live.server.server_state.connections):
            connection.shutdown()
        assert (await client.until("reconnect"))["t"] == "reconnect"
        assert await client.closed() == 1012
        await until(lambda: not live.server.server_state.connections)


async def test_a_silent_peer_does_not_hold_up_a_shutdown(implementation: str) -> None:
    async with serving(implementation, time_scale=0.05) as live:
        client = await Plain.open(live)
        client.write(Plain.HELLO)
        await client.read()
        await asyncio.wait_for(live.hub.shutdown(), 2)
        await until(lambda: not live.hub.connections)
        client.abort()


async def test_a_new_epoch_makes_everybody_come_back_for_a_snapshot(live: Live) -> None:
    live.shop.write("c:1", "a")
    async with live.client(streams=[["c:1", 1]]) as client:
        await client.until("live")
        live.hub.renew("two")
        assert await client.closed() == 1012
    async with live.socket() as client:
        assert (await client.hello("anna", streams=[["c:1", 1]], epoch="one"))["epoch"] == "two"
        assert (await client.frame())["t"] == "snap"


async def test_a_client_that_says_goodbye_is_answered(live: Live) -> None:
    async with live.client() as client:
        await client.raw.close(1000, "bye")
        assert await client.closed() == 1000
    await until(lambda: not live.hub.connections and not live.shop.open)


async def test_a_client_that_vanishes_leaves_nothing_behind(live: Live) -> None:
    live.shop.write("c:1", "a")
    for _ in range(20):
        client = await Plain.open(live)
        client.write(Plain.HELLO, frame_of(1, b'{"t":"sub","id":"c:1","last":1}'))
        await client.read()
        client.abort()
    await until(lambda: not live.hub.connections and not live.shop.open and not live.hub.has("topic:c:1"))
    await until(lambda: not live.server.server_state.connections)
    assert live.hub._addresses == {}
