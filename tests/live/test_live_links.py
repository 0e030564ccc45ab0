"""Signals between processes of one machine, and how they are thinned out."""

from __future__ import annotations

import asyncio
import itertools
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pult.live.coalescer import Coalescer
from pult.live.links import Links
from tests.live.shop import serving, until

SCALE = 1 / 50


class Heard(list[tuple[str, bytes, str]]):
    def __call__(self, topic: str, frame: bytes, key: str) -> None:
        self.append((topic, frame, key))


async def test_a_signal_goes_to_watchers_only(tmp_path: Path) -> None:
    heard = [Heard(), Heard()]
    links = [Links(tmp_path / "signals", received=ear, time_scale=SCALE) for ear in heard]
    for link in links:
        link.start()
    links[1].watch("c:1")
    await until(lambda: links[0].watched("c:1"))
    links[0].send("c:1", "peek", b"one")
    links[0].send("c:2", "peek", b"not watched")
    await until(lambda: heard[1])
    assert heard[1] == [("c:1", b"one", "peek")]
    links[1].unwatch("c:1")
    await until(lambda: not links[0].watched("c:1"))
    for link in links:
        link.stop()
    assert list((tmp_path / "signals").iterdir()) == []
    assert (tmp_path / "signals").stat().st_mode & 0o777 == 0o700


async def test_a_burst_arrives_in_its_newest_values(tmp_path: Path) -> None:
    heard = Heard()
    near, far = Links(tmp_path, received=Heard(), time_scale=SCALE), Links(tmp_path, received=heard, time_scale=SCALE)
    near.start()
    far.start()
    for n in range(3_000):
        far.watch(f"c:{n}")
    await until(lambda: near.watched("c:2999"))
    for value in range(3):
        for n in range(3_000):
            near.send(f"c:{n}", "peek", b"x" * 200 + str(value).encode())
    await until(lambda: len({topic for topic, frame, _ in heard if frame.endswith(b"2")}) == 3_000)
    near.stop()
    far.stop()


async def test_a_long_data_folder_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / ("deep" * 30) / ("deeper" * 30)
    heard = Heard()
    near, far = Links(folder, received=Heard(), time_scale=SCALE), Links(folder, received=heard, time_scale=SCALE)
    near.start()
    far.start()
    far.watch("c:1")
    await until(lambda: near.watched("c:1"))
    near.send("c:1", "k", b"x")
    await until(lambda: heard)
    near.stop()
    far.stop()


CHILD = """
    import asyncio, sys
    from pathlib import Path
    from pult.live.links import Links

    async def main():
        def received(topic, frame, key):
            links.send("c:back", key, frame + b" back")

        links = Links(Path(sys.argv[1]), received=received, time_scale=1 / 50)
        links.start()
        links.watch("c:1")
        print("ready", flush=True)
        await asyncio.sleep(60)

    asyncio.run(main())
"""


async def test_two_processes_find_each_other_and_the_dead_are_swept(tmp_path: Path) -> None:
    heard = Heard()
    links = Links(tmp_path, received=heard, time_scale=SCALE)
    links.start()
    links.watch("c:back")
    (tmp_path / "999999999-dead.sock").touch()
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(CHILD), str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        assert await asyncio.to_thread(child.stdout.readline) == b"ready\n"
        await until(lambda: links.watched("c:1"))
        async with asyncio.timeout(5):
            while not heard:
                links.send("c:1", "k", b"there")
                await asyncio.sleep(0.01)
        assert heard[0] == ("c:back", b"there back", "k")
    finally:
        child.kill()
        child.wait()
    await until(lambda: not links.watched("c:1") and links.peers == 0)
    await until(lambda: len(list(tmp_path.iterdir())) == 1)
    links.stop()


async def test_a_typed_signal_crosses_from_one_hub_to_another(tmp_path: Path, implementation: str) -> None:
    async with serving(implementation) as one, serving(implementation) as two:
        links = [Links(tmp_path, received=live.hub.signal_here, time_scale=SCALE) for live in (one, two)]
        for link, live in zip(links, (one, two), strict=True):
            link.start()
            live.hub.attach(link)
        two.shop.write("c:1", "a")
        async with two.client(streams=[["c:1", 1]]) as operator, one.client() as visitor:
            await operator.until("live")
            await until(lambda: one.hub.watched("topic:c:1"))
            assert not one.hub.has("topic:c:1")
            await visitor.send({"t": "wave"})
            assert (await operator.until("wave")) == {"t": "wave"}
        for link in links:
            link.stop()


async def test_a_quiet_key_is_delivered_at_once_and_a_busy_one_with_its_last_value() -> None:
    got: list[tuple[str, int]] = []
    coalescer: Coalescer[str, int] = Coalescer(lambda key, value: got.append((key, value)), window=0.05)
    for value in range(100):
        coalescer.offer("a", value)
    coalescer.offer("b", 1)
    assert got == [("a", 0), ("b", 1)]
    await until(lambda: len(got) == 3)
    assert got[2] == ("a", 99)
    await until(lambda: not coalescer._open)
    coalescer.offer("a", 100)
    coalescer.offer("a", 101)
    coalescer.forget("a")
    await until(lambda: not coalescer._open)
    assert got[3:] == [("a", 100)]


async def test_the_rate_of_one_key_is_bounded() -> None:
    got: list[float] = []
    loop = asyncio.get_running_loop()
    coalescer: Coalescer[str, int] = Coalescer(lambda _, value: got.append(loop.time()), window=0.02)
    end = loop.time() + 0.2
    while loop.time() < end:
        coalescer.offer("a", 1)
        await asyncio.sleep(0)
    assert len(got) <= 11
    assert all(later - earlier >= 0.019 for earlier, later in itertools.pairwise(got))
    coalescer.stop()


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "203.0.113.7, nonsense", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.7:4711", "203.0.113.7"),
        ("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("192.0.2.1", "203.0.113.7", "192.0.2.1"),
        ("", "203.0.113.7", ""),
    ],
)
def test_only_trusted_proxies_name_the_client(peer: str, forwarded: str | None, address: str) -> None:
    from pult.live.upgrade import TrustedProxies

    assert TrustedProxies(("10.0.0.0/8",)).client(peer, forwarded) == address
