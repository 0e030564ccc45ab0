"""Two nodes deal the same queues: whatever happens and whoever dies, no talk is lost or has two owners, nobody carries
more than she may, who waits longer comes first, and nobody waits while somebody has room.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from tests.support.firm import NORTH
from tests.support.floor import LIMITS, Floor
from tests.support.floor import floor as a_floor
from tests.support.line import Line, closing, new_cid, new_key
from tests.support.postgres import Server
from tests.support.process import Pult

pytestmark = pytest.mark.asyncio(loop_scope="module")
REFUSED = {"at_limit", "taken", "not_holder", "not_open", "already_resolved", "not_resolved", "invalid", "offer_over"}
REFUSED |= {"not_waiting", "queue_empty", "not_found"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def floor(postgres_18: Server) -> AsyncIterator[Floor]:
    async with a_floor(postgres_18) as made:
        yield made


async def comes(look: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await look():
            await asyncio.sleep(0.05)


async def manner(floor: Floor, name: str, **more: Any) -> None:
    for team in (0, floor.people.teams[NORTH]):
        await floor.people.done("ada", "PUT", f"/api/manners/{team}", {"manner": name, **more})


async def write(node: Pult, text: str = "Кто-нибудь?") -> str:
    visitor = await node.door.visitor(new_key())
    async with closing(visitor):
        return (await visitor.ask("send", text=text))["conv"]


_ROOM = """
SELECT (SELECT count(*) FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'queue') AS waiting,
       (SELECT count(*) FROM routing.offer WHERE until > now()) AS offered,
       (SELECT count(*) FROM operators.operator WHERE login = ANY ($1) AND state = 'available'
        AND load + coalesce((SELECT sum(weight) FROM routing.offer WHERE operator_id = operator.id), 0) + 100
            <= capacity) AS free,
       (SELECT count(*) FROM routing.asked WHERE until > now()) AS asked
"""


async def nobody_waits_for_nothing(floor: Floor) -> bool:
    """Everything waits for room, for an answer to an offer, or for whom it may be offered to again."""
    (row,) = await floor.people.rows(_ROOM, list(LIMITS))
    return row["waiting"] <= row["offered"] or row["free"] == 0


class Chaos:
    """What people do, by chance; every answer is a yes or a known no."""

    def __init__(self, floor: Floor, seed: int) -> None:
        self.floor, self.random = floor, random.Random(seed)
        self.convs: list[str] = []

    async def arrive(self, node: Pult) -> None:
        self.convs.append(await write(node))

    async def work(self, login: str, line: Line, acts: int) -> None:
        for _ in range(acts):
            await self._act(login, line)

    async def _act(self, login: str, line: Line) -> None:
        what = self.random.choices(
            ("take", "resolve", "transfer", "state", "next", "accept", "refuse"), (4, 5, 3, 2, 2, 4, 1)
        )[0]
        people = self.floor.people
        if what == "state":
            for state in ("pause", "available"):
                await people.done(login, "PUT", "/api/state", {"state": state})
        elif what == "next":
            self._known(await people.ask(login, "POST", "/api/offers/next"))
        elif what in ("accept", "refuse"):
            for offer in (await people.done(login, "GET", "/api/offers"))["offers"][:1]:
                body = {"cid": new_cid()} if what == "accept" else None
                self._known(await people.ask(login, "POST", f"/api/offers/{offer['conv']}/{what}", body))
        elif self.convs:
            conv = self.random.choice(self.convs)
            rest: dict[str, Any] = {"conv": conv}
            if what == "transfer":
                to = self.random.choice((*(people.ids[one] for one in LIMITS), None))
                rest |= {"to": to, "reason": ""}
            answer = await line.ask(what, **rest)
            assert answer["t"] == "ack" or answer["code"] in REFUSED, answer

    def _known(self, answer: Any) -> None:
        assert answer.status_code < 300 or answer.json()["code"] in REFUSED, answer.text


@pytest.mark.parametrize(("seed", "how"), [(1, "assign"), (2, "best")])
async def test_by_chance_on_two_nodes_one_of_which_dies(floor: Floor, seed: int, how: str) -> None:
    await manner(floor, how, offer_seconds=600)
    chaos = Chaos(floor, seed)
    near = floor.people.node
    over = asyncio.Event()

    async def watch() -> None:
        """At every moment, not only at the end."""
        while not over.is_set():
            await floor.holds()
            await asyncio.sleep(0.05)

    async def dies() -> None:
        await asyncio.sleep(chaos.random.random() * 0.5)  # any moment will do
        await floor.far.kill()
        await floor.far.start()

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(chaos.arrive(node) for node in (near, floor.far) * 4))
    await asyncio.gather(
        dies(),
        *(chaos.arrive(near) for _ in range(4)),
        *(chaos.work(login, lines[0], 12) for login, lines in floor.lines.items()),
    )
    over.set()
    await watching
    for login in LIMITS:
        await floor.people.done(login, "PUT", "/api/state", {"state": "available"})
    await comes(lambda: nobody_waits_for_nothing(floor))
    await floor.holds()
    rows = await floor.people.rows(
        "SELECT public_id, status, holder_kind FROM conversations.conversation WHERE public_id = ANY ($1)", chaos.convs
    )
    assert {row["public_id"] for row in rows} == set(chaos.convs), "none is lost"
    for conv in chaos.convs:
        await floor.one_owner_at_a_time(conv)
    await clear(floor)


async def clear(floor: Floor) -> None:
    await manner(floor, "offer")
    sofia = await floor.people.desk("sofia")
    async with closing(sofia):
        for row in await floor.people.rows(
            "SELECT public_id, holder_id FROM conversations.conversation WHERE status <> 'resolved'"
        ):
            if row["holder_id"] not in (None, floor.people.ids["sofia"]):
                assert (await sofia.ask("over", conv=row["public_id"], reason=""))["t"] == "ack"
            assert (await sofia.ask("resolve", conv=row["public_id"]))["t"] == "ack"
    await floor.people.rows("DELETE FROM routing.asked")


async def test_who_waits_longer_comes_first_within_a_priority_whichever_node_deals(floor: Floor) -> None:
    people = floor.people
    convs = [await write(node) for node in (people.node, floor.far) * 5]
    urgent = convs[7]
    await people.rows("UPDATE conversations.conversation SET priority = 1 WHERE public_id = $1", urgent)
    await manner(floor, "assign")
    expected = [urgent, *(conv for conv in convs if conv != urgent)]
    given: list[str] = []
    line = {login: lines[0] for login, lines in floor.lines.items()}
    while len(given) < len(convs):
        held = await people.rows(
            "SELECT c.public_id, o.login FROM conversations.conversation c JOIN operators.operator o"
            " ON o.id = c.holder_id WHERE c.status = 'open' AND c.public_id = ANY ($1)",
            convs,
        )
        here = {row["public_id"] for row in held} | set(given)
        assert here == set(expected[: len(here)]), "nobody was overtaken"
        for row in held:
            given.append(row["public_id"])
            assert (await line[row["login"]].ask("resolve", conv=row["public_id"]))["t"] == "ack"
        await asyncio.sleep(0.02)
    await clear(floor)


async def test_without_the_bell_both_nodes_go_on_and_nobody_gets_too_much(floor: Floor) -> None:
    """F16: the nodes hear nothing of each other; what they share is the database."""
    people = floor.people
    cut = asyncio.create_task(without_bell(people.node.dsn))
    try:
        await manner(floor, "assign")
        convs = await asyncio.gather(*(write(node) for node in (people.node, floor.far) * 4))
        await comes(lambda: nobody_waits_for_nothing(floor))
        await floor.holds()
    finally:
        cut.cancel()
        await asyncio.gather(cut, return_exceptions=True)
    held = await people.rows(
        "SELECT count(*) AS n FROM conversations.conversation WHERE public_id = ANY ($1) AND holder_kind = 'operator'",
        convs,
    )
    assert held[0]["n"] == sum(LIMITS.values())
    for conv in convs:
        await floor.one_owner_at_a_time(conv)
    assert len(set(convs)) == len(convs)
    # Healed: what one node did, windows at the other one hear again.
    line = await people.desk("vik")
    async with closing(line):
        last = await write(floor.far)
        await line.say(t="sub", id=f"c:{last}")
        await line.until(lambda frame: frame["t"] == "snap" and frame["id"] == f"c:{last}")
    await clear(floor)


async def without_bell(dsn: str) -> None:
    """Cut every listening line again and again."""
    connection = await asyncpg.connect(dsn)
    try:
        while True:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'pult bell%'"
                " AND datname = current_database()"
            )
            await asyncio.sleep(0.05)
    finally:
        await connection.close()
