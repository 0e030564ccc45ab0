"""A46, A55: files that people carry away run nothing; what is said inside never reaches a visitor, by any way."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import Any

import pytest

from tests.support.access import application, doors_of
from tests.support.line import Line, closing, new_key
from tests.support.mailbox import text_of
from tests.webchat.conftest import Shop
from tests.webchat.conftest import shop as shop

pytestmark = pytest.mark.asyncio(loop_scope="module")
FORMULAS = ("=HYPERLINK(1)", "+7+7", "-2+3", "@SUM(1)", "\t=1", "\r=1", "=cmd|'/C calc'!A0")
INSIDE = "КАНАРЕЙКА"
"""Stands in everything that is said inside, and nowhere else."""
DAY = 86_400_000


async def test_a46_every_file_that_can_be_taken_away_is_one_of_these(tmp_path_factory: pytest.TempPathFactory) -> None:
    doors = doors_of(await application(tmp_path_factory.mktemp("doors")))
    # Another one needs a test below.
    assert sorted(door for door in doors if "export" in door) == [
        "GET /api/canned/export",
        "GET /api/talks/{conv:str}/export",
    ]


async def test_a46_no_cell_of_a_table_is_a_formula(shop: Shop) -> None:
    base = shop.node.door.base
    for number, text in enumerate(FORMULAS):
        reply = {"title": f"{text.strip()} {number}", "folder": text.strip(), "texts": {"ru": text}}
        made = await shop.session.post(f"{base}/api/canned", json=reply)
        assert made.status_code in (200, 201), made.text
    answer = await shop.session.get(f"{base}/api/canned/export?form=csv")
    rows = list(csv.reader(io.StringIO((answer.content or b"").decode("utf-8-sig"), newline="")))
    assert len(rows) > len(FORMULAS)
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), cell
    assert answer.headers["content-disposition"].startswith("attachment")


async def test_a46_a_talk_leaves_as_text_or_json_that_no_program_opens_as_a_table(shop: Shop) -> None:
    visitor = await shop.node.door.visitor(new_key())
    async with closing(visitor):
        conv = (await visitor.ask("send", text="=HYPERLINK(1)"))["conv"]
        await visitor.ask("send", text='a,b\n=1+1;"=2"')
    for form, type in (("text", "text/plain"), ("json", "application/json")):
        answer = await shop.session.get(f"{shop.node.door.base}/api/talks/{conv}/export?form={form}")
        assert answer.headers["content-type"].startswith(type)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"].startswith("attachment")
        if form == "text":
            assert not [line for line in (answer.text or "").splitlines() if line.startswith("=H")]


async def test_a55_what_is_said_inside_reaches_no_visitor_by_any_way(shop: Shop) -> None:
    await shop.settle(peek=True)
    door, before, key = shop.node.door, len(shop.box.letters), new_key()
    visitor = await door.visitor(key)
    conv = (await visitor.ask("send", text="Где мой заказ?"))["conv"]
    watching = await door.visitor(key, streams=[(f"c:{conv}", 0)])
    other = await door.visitor(new_key())
    elsewhere = (await other.ask("send", text="Другой вопрос"))["conv"]
    async with closing(visitor, watching, other):
        await _said_inside(shop, conv, other, elsewhere)
        copied = await visitor.ask("copy", conv=conv, mail="marina@sever.example", lang="ru")
        assert copied["t"] == "ack", copied
        top = max(entry["n"] for entry in await visitor.reaches(conv, 2))
        await visitor.say(t="fetch", id=f"c:{conv}", **{"from": 1})
        await visitor.say(t="fetch", id=f"c:{conv}", before=top + 1)
        await visitor.until(lambda frame: frame["t"] == "page")
        # Somebody new with the same key: a snapshot; and somebody who comes back after a cut: what was missed.
        fresh = await door.visitor(key, streams=[(f"c:{conv}", 0)])
        back = await door.visitor(key, streams=[(f"c:{conv}", 1)], epoch=visitor.epoch)
        async with closing(fresh, back):
            for line in (fresh, back, watching):
                await line.until(lambda frame: "Ответ для всех" in json.dumps(frame, ensure_ascii=False))
            heard = [line.frames for line in (visitor, watching, fresh, back, other)]
    letters = await shop.box.holds(before + 1)
    told = json.dumps(heard, ensure_ascii=False)
    assert "Ответ для всех" in told, "what is public did come"
    assert INSIDE not in told
    for letter in letters[before:]:
        whole = f"{letter}{text_of(letter)}{text_of(letter, 'html')}"
        assert "Ответ для всех" in whole and INSIDE not in whole
    kept = await shop.ask("SELECT 1 FROM conversations.entry WHERE body::text LIKE '%КАНАРЕЙКА при печати%'")
    assert kept == [], "what is only typed is written down nowhere"


async def _said_inside(shop: Shop, conv: str, other: Line, elsewhere: str) -> None:
    """Everything that a team says to itself about a talk, and one answer to the visitor at the end."""
    anna, base = await shop.desk(), shop.node.door.base
    boris = await shop.node.door.sign_in("boris", shop.node.password)
    colleague = (await shop.ask("SELECT id FROM operators.operator WHERE login = 'boris'"))[0]["id"]
    async with closing(anna), boris:
        for one in (conv, elsewhere):
            await anna.say(t="sub", id=f"c:{one}")
        acts: list[tuple[str, dict[str, Any]]] = [
            ("take", {}),
            ("note", {"text": f"{INSIDE} в заметке"}),
            ("note", {"text": f"{INSIDE} шёпотом", "to": colleague}),
            ("invite", {"operator": colleague, "may": "read", "note": f"{INSIDE} приглашение"}),
            ("leave", {"operator": colleague}),
            ("tag", {"add": [f"{INSIDE} метка"]}),
            ("promise", {"text": f"{INSIDE} обещание", "due": int(time.time() * 1000) + DAY}),
            ("settle", {"kept": True}),
            ("transfer", {"to": None, "reason": f"{INSIDE} причина", "note": f"{INSIDE} заметка при передаче"}),
            ("take", {}),
            ("resolve", {"reason": f"{INSIDE} итог"}),
            ("reopen", {}),
            ("take", {}),
        ]
        for kind, rest in acts:
            answer = await anna.ask(kind, conv=conv, **rest)
            assert answer["t"] == "ack" or kind == "take", (kind, answer)
        noted = next(e for e in (await _seen(anna, conv)) if e["kind"] == "note")
        assert (await anna.ask("edit", conv=conv, n=noted["n"], text=f"{INSIDE} иначе"))["t"] == "ack"
        draft = {"base": 0, "window": "w", "mode": "reply", "reply": f"{INSIDE} черновик", "note": f"{INSIDE} ещё"}
        kept = await shop.session.put(f"{base}/api/drafts/{conv}", json=draft)
        assert kept.status_code == 200, kept.text
        await anna.say(t="typing", conv=conv, on=True)
        # What another visitor types is for the desk alone.
        await other.say(t="peek", k=1, text=f"{INSIDE} при печати")
        await anna.until(lambda frame: frame["t"] == "peek")
        assert (await anna.ask("send", conv=conv, text="Ответ для всех"))["t"] == "ack"


async def _seen(line: Line, conv: str) -> list[dict[str, object]]:
    """What the desk sees, once the note is there."""
    await line.until(lambda frame: INSIDE in json.dumps(frame, ensure_ascii=False) and frame["t"] in ("ev", "snap"))
    return line.entries(conv)
