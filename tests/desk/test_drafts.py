"""Drafts are on the server: they survive the browser, two desks of one person keep in step, nobody else sees them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk.conftest import Desks, talk
from tests.support.line import closing
from tests.support.uploads import operator_sends

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def put(desks: Desks, conv: str, *, base: int = 0, who: str = "anna", **words: Any) -> Any:
    session = getattr(desks, who)
    return await session.put(desks.url(f"drafts/{conv}"), json={"base": base, **words})


async def mine(desks: Desks, conv: str, who: str = "anna") -> Any:
    return (await getattr(desks, who).get(desks.url(f"drafts/{conv}"))).json()["draft"]


async def test_a_draft_is_kept_whole_and_only_its_author_sees_it(desks: Desks) -> None:
    async with talk(desks) as one:
        file = (await operator_sends(desks.node.door, desks.anna, b"%PDF-1.4 act", name="акт.pdf")).json()
        words = {"mode": "note", "reply": "Добрый день", "note": "проверить оплату", "quote": 1, "began": 1, "seen": 1}
        chosen = {"id": 4, "language": "ru", "text": "Добрый день"}
        kept = await put(desks, one.conv, **words, files=[file["id"]], from_note=True, canned=chosen)
        assert kept.status_code == 200, kept.text
        draft = await mine(desks, one.conv)
        assert draft.pop("at") > 0 and draft.pop("version") == kept.json()["version"] > 0
        expected = {**words, "conv": one.conv, "files": [file], "from_note": True, "canned": chosen}
        assert draft == expected
        assert await mine(desks, one.conv, "boris") is None
        every = (await desks.anna.get(desks.url("drafts"))).json()["drafts"]
        assert one.conv in [other["conv"] for other in every]
        assert (await desks.boris.get(desks.url("drafts"))).json()["drafts"] == []


async def test_who_did_not_see_the_others_words_does_not_overwrite_them(desks: Desks) -> None:
    async with talk(desks) as one:
        first = (await put(desks, one.conv, reply="из офиса")).json()["version"]
        refused = await put(desks, one.conv, reply="из дома")
        assert refused.status_code == 412 and refused.json()["code"] == "outdated"
        assert refused.json()["draft"]["reply"] == "из офиса" and refused.json()["draft"]["version"] == first
        second = (await put(desks, one.conv, base=first, reply="из офиса\nиз дома")).json()["version"]
        assert second > first
        assert (await put(desks, one.conv, base=first, reply="")).status_code == 412
        assert (await mine(desks, one.conv))["reply"] == "из офиса\nиз дома"


async def test_what_was_sent_is_gone_and_its_old_version_never_comes_back(desks: Desks) -> None:
    async with talk(desks) as one:
        first = (await put(desks, one.conv, reply="раз")).json()["version"]
        assert (await put(desks, one.conv, base=first)).json() == {"version": 0}
        assert await mine(desks, one.conv) is None
        gone = await put(desks, one.conv, base=first, reply="раз и ещё")
        assert gone.status_code == 412 and gone.json()["draft"] is None
        assert (await put(desks, one.conv, reply="два")).json()["version"] > first


async def test_the_other_desk_of_the_same_person_hears_and_colleagues_do_not(desks: Desks) -> None:
    home, office, boris = [await desks.office.operator(login) for login in ("anna", "anna", "boris")]
    async with closing(home, office, boris), talk(desks) as one:
        version = (await put(desks, one.conv, reply="в пути", window="w1")).json()["version"]
        for line in (home, office):
            heard = await line.until(lambda f: f["t"] == "draft" and f["conv"] == one.conv)
            assert heard == {"t": "draft", "conv": one.conv, "version": version, "window": "w1"}
        done = await boris.ask("note", conv=one.conv, text="видно всем")
        assert done["t"] == "ack" and [f for f in boris.frames if f["t"] == "draft"] == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"base": "nought"}, "/base"),
        ({"base": 0, "reply": ["x"]}, "/reply"),
        ({"base": 0, "mode": "shout"}, "/mode"),
        ({"base": 0, "note": "x" * 40_001}, "/note"),
        ({"base": 0, "files": ["a"] * 11}, "/files"),
        ({"base": 0, "surprise": 1}, None),
        ({}, None),
    ],
)
async def test_a_wrong_field_is_named(desks: Desks, body: dict[str, Any], pointer: str | None) -> None:
    async with talk(desks) as one:
        answer = await desks.anna.put(desks.url(f"drafts/{one.conv}"), json=body)
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"].startswith("application/problem+json")
        if pointer:
            assert answer.json()["pointer"] == pointer


async def test_no_talk_no_session_no_draft(desks: Desks) -> None:
    assert (await put(desks, "nowhere", reply="x")).status_code == 404
    async with talk(desks) as one, await desks.node.door.sign_in("anna", desks.node.password) as other:
        await other.delete(desks.url("session"))
        assert (await other.get(desks.url("drafts"))).status_code == 401
        assert (await other.put(desks.url(f"drafts/{one.conv}"), json={"base": 0})).status_code == 401
        strange = await desks.anna.put(
            desks.url(f"drafts/{one.conv}"), json={"base": 0}, headers={"origin": "https://evil.example"}
        )
        assert strange.status_code == 403


async def test_what_the_log_could_not_hold_does_not_break_a_draft(desks: Desks) -> None:
    async with talk(desks) as one:
        files = ["no-such-file"]
        assert (await put(desks, one.conv, reply="a\0b", files=files)).status_code == 200
        draft = await mine(desks, one.conv)
        assert draft["reply"] == "ab" and draft["files"] == []


async def test_preferences_are_the_persons_and_reach_all_her_desks(desks: Desks) -> None:
    url = desks.url("preferences")
    calls = {"sound": "drop", "again": 20, "scope": "queue", "words": True, "quiet": {"from": "00:00", "to": "00:00"}}
    usual = {"undo": 5, "stop": "begun", "notice": calls, "language": None, "theme": None}
    assert (await desks.anna.get(url)).json() == usual
    other = {**calls, "sound": "knock", "quiet": {"from": "22:00", "to": "07:30"}}
    line = await desks.office.operator("anna")
    async with closing(line):
        changed = await desks.anna.patch(url, json={"undo": 0, "stop": "unseen", "notice": other})
        assert changed.status_code == 200
        now = {**usual, "undo": 0, "stop": "unseen", "notice": other}
        heard = await line.until(lambda f: f["t"] == "preferences")
        assert heard == {"t": "preferences", **now}
    assert (await desks.anna.get(url)).json() == now
    assert (await desks.boris.get(url)).json() == usual
    wrong = await desks.anna.patch(url, json={"undo": 99})
    assert wrong.status_code == 422 and wrong.json()["pointer"] == "/undo"
    for notice in ({"sound": "siren"}, {"again": -1}, {"quiet": {"from": "25:00"}}, {"quiet": {"from": "9:00"}}):
        assert (await desks.anna.patch(url, json={"notice": notice})).status_code == 422, notice
