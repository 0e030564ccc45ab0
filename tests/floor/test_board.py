"""The floor, live: who does and carries what, who waits, what changes; on two nodes, for leads alone."""

from __future__ import annotations

import json

import pytest

from tests.floor.board import looking
from tests.support.firm import NORTH
from tests.support.floor import Floor
from tests.support.line import closing, new_key

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_only_leads_see_the_floor(floor: Floor) -> None:
    for login, line in (("anna", await floor.people.desk("anna")), ("vik", await floor.people.desk("vik"))):
        async with closing(line):
            await line.say(t="sub", id="floor")
            heard = await line.until(lambda frame: frame.get("id") == "floor")
            assert heard["t"] == "gone", login
            assert not [frame for frame in line.frames if frame["t"] == "floor"]
    async with looking(floor) as board:
        assert set(board.people) == set(floor.people.ids.values())


async def test_what_happens_on_either_node_reaches_the_board(floor: Floor) -> None:
    anna, far = floor.people.ids["anna"], floor.lines["anna"][1]
    async with looking(floor) as board:
        await board.shows(lambda b: b.people[anna]["here"] and b.people[anna]["load"] == 0)
        (conv,) = await floor.talks(1)
        talk = await board.shows(lambda b: b.talks.get(conv))
        assert talk["waiting"] > 0 and "holder" not in talk
        assert (await board.shows(lambda b: b.counts.get(0))) == 1
        # Taken on the other node.
        assert (await far.ask("take", conv=conv))["t"] == "ack"
        await board.shows(lambda b: b.talks[conv].get("holder") == anna and b.people[anna]["load"] == 100)
        await board.shows(lambda b: b.counts.get(0) == 0)
        await floor.people.done("anna", "PUT", "/api/state", {"state": "pause", "comment": "обед"})
        seen = await board.shows(lambda b: b.people[anna]["state"] == "pause" and b.people[anna])
        assert seen["comment"] == "обед"
        await floor.people.done("sofia", "PUT", f"/api/operators/{anna}/state", {"state": "available"})
        await board.shows(lambda b: b.people[anna]["state"] == "available" and b.people[anna]["since"] > seen["since"])
        assert (await far.ask("resolve", conv=conv))["t"] == "ack"
        await board.shows(lambda b: conv not in b.talks and b.people[anna]["load"] == 0)


async def test_a_change_costs_the_same_bytes_however_much_stands_on_the_floor(floor: Floor) -> None:
    async def costs() -> int:
        """Bytes of all frames that one taken and given back talk brings."""
        async with looking(floor) as board:
            (conv,) = await floor.talks(1)
            await board.shows(lambda b: conv in b.talks)
            before = len(board.deltas)
            line = floor.lines["boris"][0]
            assert (await line.ask("take", conv=conv))["t"] == "ack"
            await board.shows(lambda b: b.talks[conv].get("holder") and b.people[floor.people.ids["boris"]]["load"])
            assert (await line.ask("resolve", conv=conv))["t"] == "ack"
            await board.shows(lambda b: conv not in b.talks and not b.people[floor.people.ids["boris"]]["load"])
            news = [{key: frame[key] for key in frame.keys() - {"figures", "bars"}} for frame in board.deltas[before:]]
            return sum(len(json.dumps(frame)) for frame in news if len(frame) > 1)

    few = await costs()
    waiting = await floor.talks(40)
    assert await costs() < few * 1.5, "the forty others cost nothing"
    async with looking(floor) as board:
        assert set(waiting) <= set(board.talks)
    anna = floor.lines["anna"][0]
    for conv in waiting:
        assert (await anna.ask("resolve", conv=conv))["t"] == "ack"


async def test_of_two_leads_who_move_one_talk_the_second_hears_who_was_faster(floor: Floor) -> None:
    ids = floor.people.ids
    (conv,) = await floor.talks(1)
    sofia, ada = await floor.people.desk("sofia"), await floor.people.desk("ada")
    async with closing(sofia, ada):
        how = {"conv": conv, "reason": "", "lead": True, "was": None}
        first = await sofia.ask("transfer", to=ids["anna"], **how)
        second = await ada.ask("transfer", to=ids["boris"], **how)
        assert first["t"] == "ack"
        assert (second["code"], second["by"], second["has"]) == ("moved", "Sofia", "Анна К.") or (
            second["code"],
            second["by"],
        ) == ("moved", "Sofia")
        # Whoever looks again moves it on, to a team as well as to a colleague.
        team = floor.people.teams[NORTH]
        late = await ada.ask("transfer", to=None, team=team, **{**how, "was": ids["boris"]})
        assert (late["code"], late["by"]) == ("moved", "Sofia")
        assert (await ada.ask("transfer", to=None, team=team, **{**how, "was": ids["anna"]}))["t"] == "ack"
        assert (await sofia.ask("resolve", conv=conv))["t"] == "ack"


async def test_first_replies_and_waits_of_the_hour_are_those_of_people(floor: Floor) -> None:
    async with looking(floor) as board:
        before = board.figures[""]
        visitor, anna = await floor.people.node.door.visitor(new_key()), floor.lines["anna"][0]
        async with closing(visitor):
            conv = (await visitor.ask("send", text="Где заказ?"))["conv"]
            await anna.ask("take", conv=conv)
            await anna.ask("send", conv=conv, text="Сейчас")
            await anna.ask("send", conv=conv, text="посмотрю")
            await visitor.ask("send", text="Спасибо")
            await anna.ask("send", conv=conv, text="Пожалуйста")
            now = await board.shows(
                lambda b: b.figures[""]["waiting"]["count"] == before["waiting"]["count"] + 2 and b.figures[""]
            )
            assert now["first_reply"]["count"] == before["first_reply"]["count"] + 1
            assert board.figures["webchat"] == {**now, "channel": "webchat"}
            assert 0 <= now["waiting"]["half"] <= now["waiting"]["most"] and now["waiting"]["within"] >= 2
            # What a bot says is no answer of a person.
            await floor.people.rows(
                "UPDATE conversations.entry SET actor_kind = 'bot' WHERE kind = 'message' AND actor_kind = 'operator'"
                " AND conversation_id = (SELECT id FROM conversations.conversation WHERE public_id = $1)",
                conv,
            )
            await board.shows(lambda b: b.figures[""]["waiting"]["count"] == before["waiting"]["count"])
            await anna.ask("resolve", conv=conv)


async def test_bars_are_set_by_leads_for_everybody_and_nonsense_is_refused(floor: Floor) -> None:
    people = floor.people
    bars = [{"channel": "", "first_reply": 30, "waiting": 45}, {"channel": "webchat", "first_reply": 9, "waiting": 5}]
    async with looking(floor, "ada") as board:
        assert (await people.ask("anna", "PUT", "/api/floor/bars", {"bars": bars})).status_code == 403
        assert (await people.ask("anna", "GET", "/api/floor/queue")).status_code == 403
        kept = await people.done("sofia", "PUT", "/api/floor/bars", {"bars": bars})
        assert kept["bars"] == bars
        await board.shows(lambda b: b.bars == bars)
    for wrong, pointer in (
        ([{"first_reply": 0, "waiting": 5}], "/bars/0/first_reply"),
        ([{"first_reply": 5, "waiting": 86_401}], "/bars/0/waiting"),
        ([bars[0], bars[0]], "/bars/1/channel"),
        ([{**bars[0], "channel": str(n)} for n in range(21)], "/bars"),
    ):
        refused = await people.ask("sofia", "PUT", "/api/floor/bars", {"bars": wrong})
        assert (refused.status_code, refused.json()["pointer"]) == (422, pointer)


async def test_the_rest_of_a_long_queue_comes_in_order(floor: Floor) -> None:
    waiting = await floor.talks(5)
    page = await floor.people.done("sofia", "GET", "/api/floor/queue")
    assert [one["conv"] for one in page["talks"]] == waiting and page["next"] is None
    second = page["talks"][1]
    behind = await floor.people.done("sofia", "GET", f"/api/floor/queue?after=0,{second['waiting']},{second['no']}")
    assert [one["conv"] for one in behind["talks"]] == waiting[2:]
    assert (await floor.people.ask("sofia", "GET", "/api/floor/queue?after=x")).json()["pointer"] == "/after"
    for conv in waiting:
        assert (await floor.lines["anna"][0].ask("resolve", conv=conv))["t"] == "ack"


async def test_a_thousand_operators_and_ten_thousand_waiting_fit_one_frame(floor: Floor) -> None:
    people = floor.people
    (conv,) = await floor.talks(1)
    for query in (
        "INSERT INTO operators.operator (login, name, public_name, password_hash, role)"
        " SELECT 'many' || i, 'Оператор ' || i, 'Оператор', 'x', 'operator' FROM generate_series(1, 1000) i",
        # At desks of a node that lives, or their talks would go back to the queue.
        "INSERT INTO operators.node (id, seen_at) VALUES ('many', now() + interval '1 hour')",
        "INSERT INTO operators.present (node_id, operator_id)"
        " SELECT 'many', id FROM operators.operator WHERE login ~ '^many[0-9]+$'",
        "INSERT INTO conversations.conversation (public_id, contact_id, identity_id, channel_id, waiting_since)"
        " SELECT 'queued' || i, c.contact_id, c.identity_id, c.channel_id, now() - i * interval '1 second'"
        " FROM generate_series(1, 10000) i, conversations.conversation c WHERE c.public_id = $1",
        "INSERT INTO conversations.conversation (public_id, contact_id, identity_id, channel_id, waiting_since,"
        " holder_kind, holder_id) SELECT 'held' || i, c.contact_id, c.identity_id, c.channel_id, now(), 'operator',"
        " (SELECT id FROM operators.operator WHERE login = 'many' || (1 + i % 1000)) FROM generate_series(1, 5000) i,"
        " conversations.conversation c WHERE c.public_id = $1",
    ):
        await people.rows(query, *([conv] if "$1" in query else []))
    try:
        async with looking(floor) as board:
            assert (board.counts[0], len(board.people) > 1000) == (10_001, True)
            whole = next(frame for frame in board.line.frames if frame["t"] == "floor")
            held = [one for one in whole["talks"] if one.get("holder")]
            queue = [one["conv"] for one in whole["talks"] if not one.get("holder")]
            assert (len(held), queue[:2], len(queue)) == (4_000, ["queued10000", "queued9999"], 300)
            assert len(json.dumps(whole, ensure_ascii=False).encode()) < 1_000_000
            after = ",".join(map(str, whole["next"]))
            page = await people.done("sofia", "GET", f"/api/floor/queue?after={after}")
            assert [one["conv"] for one in page["talks"]][:2] == ["queued9700", "queued9699"] and page["next"]
            # One of ten thousand is taken: what goes out says that and no more.
            before = len(board.deltas)
            assert (await floor.lines["anna"][0].ask("take", conv=conv))["t"] == "ack"
            await board.shows(lambda b: b.counts[0] == 10_000 and b.people[people.ids["anna"]]["load"] == 100)
            news = [frame for frame in board.deltas[before:] if "talks" in frame]
            assert [[one["conv"] for one in frame["talks"]] for frame in news] == [[conv]]
    finally:
        assert (await floor.lines["anna"][0].ask("resolve", conv=conv))["t"] == "ack"
        await people.rows("DELETE FROM conversations.conversation WHERE public_id ~ '^(queued|held)[0-9]+$'")
        await people.rows("DELETE FROM operators.node WHERE id = 'many'")
        await people.rows("DELETE FROM operators.operator WHERE login ~ '^many[0-9]+$'")
