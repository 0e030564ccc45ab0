"""Records fixtures from the doors: what each audience is shown at several moments, and all it was sent between.

Random ids and times are replaced by what they mean (the talk, the order of commits), so that recording again gives the
same files. `make fixtures` records them.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg

from tests.replay.actors import BUTTONS, Cast, Office, talk
from tests.support import postgres
from tests.support.line import new_cid
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

FOLDER = Path(__file__).parent / "fixtures"
AUDIENCES = ("desk", "visitor")
KINDS = {
    "desk": {
        "message",
        "note",
        "assigned",
        "transferred",
        "status",
        "rated",
        "edited",
        "erased",
        "promised",
        "tagged",
        "joined",
        "part",
        "weighed",
    },
    "visitor": {"message", "assigned", "transferred", "status", "rated", "edited", "erased"},
}
EPOCH = 1_700_000_000_000
"""Where normalised time begins (ms); every commit is a second after the one before."""
LATER = 100_000_000
"""What a time to come becomes."""
TOLD = re.compile(r"до \d\d:\d\d \d+ \w+ \(\w+\)")
"""By when somebody writes back, as visitors read it."""
FORM = {
    "fields": [
        {"key": "mail", "kind": "mail", "label": "Почта", "required": True},
        {"key": "ok", "kind": "consent", "label": "Можно писать"},
    ]
}
Fixture = dict[str, Any]


class Recorder:
    """Takes a snapshot for each audience whenever it is asked to."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._shots: dict[str, list[dict[str, Any]]] = {audience: [] for audience in AUDIENCES}

    async def look(self) -> None:
        """Both audiences come anew."""
        for audience in AUDIENCES:
            self._shots[audience].append(await self.cast.snapshot(audience))

    async def fixtures(self, name: str) -> dict[str, Fixture]:
        """By file name. Live: as entries came to whoever was there; replayed: as they come to whoever was away."""
        made: dict[str, Fixture] = {}
        for audience in AUDIENCES:
            shots = self._shots[audience]
            start, end = shots[0]["top"], shots[-1]["top"]
            await self.cast.follower(audience).reaches(self.cast.conv, end)
            live = [entry for entry in self.cast.heard(audience) if start < entry["n"] <= end]
            # A replay is what is left of the past: it leads to the newest snapshot, not to those between.
            ways = {"live": (shots, live), "replayed": ([shots[0], shots[-1]], await self.cast.replay(audience, start))}
            for way, (chosen, entries) in ways.items():
                snaps = [{"after": shot["top"], "snap": shot} for shot in chosen]
                made[f"{name}-{audience}-{way}.json"] = {"audience": audience, "snapshots": snaps, "entries": entries}
        return normalised(made, self.cast.conv)


async def every_kind(cast: Cast, look: Callable[[], Awaitable[None]]) -> None:
    """A short talk in which everything happens once or twice."""
    visitor, anna, _ = cast.actors
    await look()
    await anna.do("note", text="Постоянный покупатель")
    await anna.do("take")
    await look()
    reply = await anna.do("send", text="Здравствуйте! Сейчас посмотрю.", seen=2)
    await visitor.do("send", text="Спосибо", quote=3)
    await visitor.do("edit", n=visitor.said[-1], text="Спасибо")
    await look()
    await visitor.do("send", text="Карта 0000 0000 0000 0000")
    await anna.do("erase", n=(await cast.snapshot("desk"))["top"])
    await anna.do("edit", n=reply, text="Здравствуйте! Заказ уже в пути.")
    await look()
    later = time.time_ns() // 1_000_000 + 3_600_000
    await anna.do("tag", add=["Доставка", "#vip"], remove=[])
    await anna.do("promise", text="Позвоню, когда привезут", due=later)
    await look()
    await anna.do("send", text="Куда прислать чек?", form=FORM)
    asked = (await cast.snapshot("visitor"))["top"]
    await look()
    await visitor.do("answer", n=asked, fields={"mail": "marina@sever.example", "ok": True})
    await look()
    await anna.do("send", text="Помогло?", form=BUTTONS)
    await visitor.do("answer", n=(await cast.snapshot("visitor"))["top"], fields={"pick": 1})
    await visitor.do("erase", n=(await cast.snapshot("visitor"))["top"])
    await anna.do("snooze", until=later)
    await anna.do("tag", add=[], remove=["vip"])
    await look()
    await _asked_in(cast, look)
    await _given_away(cast, look)


async def _given_away(cast: Cast, look: Callable[[], Awaitable[None]]) -> None:
    """Parts of it, then the whole talk; solved, opened again, solved and opened."""
    visitor, anna, boris = cast.actors
    await _silent(cast, look)
    await _parted(cast, look)
    await anna.do("transfer", to=2, reason="знает доставку", note="обещала позвонить")
    await boris.do("settle", kept=True)
    await look()
    await boris.do("send", text="Борис: завтра привезут 🚚", quote=1)
    await visitor.do("rate", score=1, of=2, comment="долго")
    await look()
    await boris.do("transfer", to=None, reason="конец смены")
    await visitor.do("send", text="Ещё вопрос")
    await look()
    await boris.do("resolve", reason="ответ дан")
    await visitor.do("rate", score=2, of=2)
    await look()
    await visitor.do("send", text="Спасибо!")
    await look()
    await visitor.do("send", text="И ещё один: пишу снова")
    await anna.do("take")
    await anna.do("resolve")
    await look()
    await visitor.do("send", text="Спасибо")
    await look()
    await visitor.do("edit", n=visitor.said[-1], text="Спасибо, а чек?")
    await look()
    await anna.do("take")
    await anna.do("resolve")
    await visitor.do("send", text="Благодарю")
    await visitor.do("erase", n=visitor.said[-1])
    await look()
    await boris.do("reopen")
    note = await boris.do("note", text="не то окно")
    await boris.do("erase", n=note)
    await look()


async def _asked_in(cast: Cast, look: Callable[[], Awaitable[None]]) -> None:
    """A colleague comes in, to read first, then to answer, and goes."""
    _, anna, boris = cast.actors
    await anna.do("invite", operator=2, may="read", note="посмотри, пожалуйста")
    await look()
    await anna.do("invite", operator=2, may="answer")
    await boris.do("note", text="посмотрел", to=1)
    await boris.do("send", text="Борис: подскажу про доставку")
    await look()
    await boris.do("leave")
    await look()


async def _silent(cast: Cast, look: Callable[[], Awaitable[None]]) -> None:
    """The visitor falls silent, so the slot is free; and writes again."""
    async with cast.office.admin() as admin:
        await admin("PUT", "/api/manners/0", {"quiet_minutes": 1})
        await cast.anna.do("wake")
        await cast.anna.do("send", text="Ещё что-нибудь?")
        line = await asyncpg.connect(cast.office.node.dsn)
        try:
            await line.execute(
                "UPDATE conversations.conversation SET last_at = last_at - interval '2 minutes' WHERE public_id = $1",
                cast.conv,
            )
        finally:
            await line.close()
        await cast.came("desk", lambda entry: entry["kind"] == "weighed" and entry["weight"] == 0)
        await look()
        await cast.visitor.do("send", text="Да, вот что")
        await cast.came("desk", lambda entry: entry["kind"] == "weighed" and entry["weight"] > 0)
        await admin("PUT", "/api/manners/0", {"quiet_minutes": None})
    await look()


async def _parted(cast: Cast, look: Callable[[], Awaitable[None]]) -> None:
    """A second topic goes to another team, which answers here, and one that is taken back."""
    _, anna, boris = cast.actors
    team = cast.office.services
    await anna.do("part", team=team, topic="тарифы", note="спросил попутно", lines=[1])
    part = (await cast.came("desk", lambda entry: entry["kind"] == "part"))["part"]
    await look()
    await boris.do("take", conv=part)
    await cast.came("desk", lambda entry: entry["kind"] == "joined" and entry["how"] == "part")
    await look()
    await boris.do("send", text="Борис: про тарифы отвечу я")
    await boris.do("part_end", conv=part, how="done", note="тариф выбран")
    await look()
    await anna.do("part", team=team, topic="договор")
    back = await cast.came("desk", lambda entry: entry["kind"] == "part" and entry["part"] != part)
    await look()
    await anna.do("part_back", part=back["part"])
    await look()
    await anna.do("invite", operator=2, may="read")
    await anna.do("part", team=team, topic="возврат")
    await look()
    third = await cast.came("desk", lambda entry: entry["kind"] == "part" and entry["topic"] == "возврат")
    await boris.do("take", conv=third["part"])
    await look()
    await boris.do("part_end", conv=third["part"], how="done")
    await look()
    await boris.do("leave")
    await look()
    await anna.do("part", team=team, topic="скидка")
    fourth = await cast.came("desk", lambda entry: entry["kind"] == "part" and entry["topic"] == "скидка")
    await boris.do("take", conv=fourth["part"])
    await cast.came("desk", lambda entry: entry["kind"] == "joined" and entry.get("part") == fourth["part"])
    await anna.do("invite", operator=2, may="read")
    await look()
    await boris.do("part_end", conv=fourth["part"], how="done")
    await look()
    await boris.do("leave")
    await look()


async def owed(cast: Cast, look: Callable[[], Awaitable[None]]) -> None:
    """Whose customer it is, is away and is to write back; and is there again."""
    visitor, anna, _ = cast.actors
    await anna.do("take")
    await visitor.do("send", text="Мне нужен Борис")
    await look()
    at, later = f"/api/talks/{cast.conv}/manager", time.time_ns() // 1_000_000 + 3_600_000
    async with cast.office.admin() as admin, cast.office.admin("boris") as his:
        await admin("PUT", at, {"operator": 2})
        await his("PUT", "/api/state", {"state": "pause"})
        await admin("POST", f"{at}/talk", {"cid": new_cid(), "at": later, "text": "Борис ответит", "note": "ждёт"})
        await cast.came("visitor", lambda entry: "Ждать не нужно" in entry.get("text", ""))
        await look()
        await his("PUT", "/api/state", {"state": "available"})
        await cast.came("desk", lambda entry: entry["kind"] == "status" and entry.get("how") == "here")
    await look()


async def long_talk(cast: Cast, look: Callable[[], Awaitable[None]]) -> None:
    """A long one at random, so that snapshots no longer hold all of it."""
    await look()
    for step in range(1, 161):
        actor = cast.visitor if step % 2 else (cast.anna, cast.boris)[step % 4 // 2]
        await actor.act()
        if step % 80 == 0:
            await look()


SCENARIOS = {"every-kind": every_kind, "long": long_talk, "owed": owed}


async def record(server: Server) -> dict[str, Fixture]:
    """All fixtures by file name, from a Pult with a fresh database on this server."""
    made: dict[str, Fixture] = {}
    async with data_folder() as data:
        node = Pult(await server.create_database(), data, env={"PULT_TIME_SCALE": "0.2"})
        async with started(node):
            office = Office(node)
            await office.found("Услуги", member=2)
            for seed, (name, scenario) in enumerate(SCENARIOS.items()):
                async with talk(office, seed=seed) as cast:
                    recorder = Recorder(cast)
                    await scenario(cast, recorder.look)
                    made |= await recorder.fixtures(name)
    return made


def normalised(fixtures: dict[str, Fixture], conv: str) -> dict[str, Fixture]:
    """The same without chance. Raises KeyError for a `waiting` that is no entry's time."""
    parts = {one["part"]: f"part {n}" for n, one in enumerate(_begun(fixtures), 1)}
    times = sorted({entry["at"] for entry in _entries(fixtures)})
    meaning = {at: EPOCH + 1000 * (rank + 1) for rank, at in enumerate(times)}

    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: walk(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner) for inner in value]
        if key == "text" and isinstance(value, str):
            return TOLD.sub("до 12:00 1 января (MSK)", value)
        if key == "created":
            return EPOCH
        if key in ("until", "due") and value is not None:
            return EPOCH + LATER
        if key in ("at", "waiting") and value is not None:
            return meaning[value]
        if key in ("conv", "id", "part", "part_of") and isinstance(value, str):
            return parts.get(value, value.replace(conv, "talk"))
        return value

    return walk(fixtures)


def _begun(fixtures: dict[str, Fixture]) -> list[Any]:
    """The beginnings of parts, each once, in order."""
    begun = [one for one in _entries(fixtures) if one["kind"] == "part" and one["how"] == "begun"]
    return list({one["part"]: one for one in sorted(begun, key=lambda one: int(one["n"]))}.values())


def _entries(fixtures: dict[str, Fixture]) -> Iterator[dict[str, Any]]:
    for fixture in fixtures.values():
        yield from fixture["entries"]
        for shot in fixture["snapshots"]:
            yield from shot["snap"]["entries"]


def text_of(fixture: Fixture) -> str:
    """One entry a line, so that a change can be read."""

    def lines(values: list[Any]) -> str:
        return "[\n" + ",\n".join(json.dumps(value, ensure_ascii=False) for value in values) + "\n]"

    def shown(shot: dict[str, Any]) -> str:
        head = {key: value for key, value in shot["snap"].items() if key != "entries"}
        snap = f'{json.dumps(head, ensure_ascii=False)[:-1]}, "entries": {lines(shot["snap"]["entries"])}}}'
        return f'{{"after": {shot["after"]}, "snap": {snap}}}'

    shots = ",\n".join(shown(shot) for shot in fixture["snapshots"])
    entries = lines(fixture["entries"])
    return f'{{"audience": "{fixture["audience"]}",\n"snapshots": [\n{shots}\n],\n"entries": {entries}}}\n'


async def _main() -> None:
    server = await postgres.start("18")
    try:
        fixtures = await record(server)
    finally:
        await server.stop()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, fixture in fixtures.items():
        (FOLDER / name).write_text(text_of(fixture))
    print(f"{len(fixtures)} fixtures recorded")


if __name__ == "__main__":
    asyncio.run(_main())
