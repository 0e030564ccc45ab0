"""A form inside a talk: asked by an operator, answered once by the visitor, kept as fields and as words."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from tests.replay.actors import Cast, Office, talk
from tests.support.line import new_cid

pytestmark = pytest.mark.asyncio(loop_scope="module")
CONTACT: dict[str, Any] = {
    "fields": [
        {"key": "mail", "kind": "mail", "label": "Почта", "required": True},
        {"key": "phone", "kind": "phone", "label": "Телефон"},
        {"key": "who", "kind": "choice", "label": "Кто вы", "choices": ["Соискатель", "Работодатель"]},
        {"key": "note", "kind": "text", "label": "Что ещё"},
        {"key": "ok", "kind": "consent", "label": "Согласен на звонок"},
    ]
}
TEXT = {"key": "a", "kind": "text", "label": "x"}
BUTTONS: dict[str, Any] = {"fields": [{"key": "pick", "kind": "buttons", "choices": ["Да", "Нет"]}]}


async def asked(cast: Cast, form: dict[str, Any], text: str = "Заполните, пожалуйста") -> int:
    """Anna asks; the form's number in the visitor's view."""
    await cast.anna.do("take")
    await cast.anna.do("send", text=text, form=form)
    return (await _entries(cast, "visitor"))[-1]["n"]


async def _rows(office: Office, query: str, *args: Any) -> list[asyncpg.Record]:
    assert office.node.dsn is not None
    connection = await asyncpg.connect(office.node.dsn)
    try:
        return await connection.fetch(query, *args)
    finally:
        await connection.close()


async def _entries(cast: Cast, audience: str) -> list[dict[str, Any]]:
    return (await cast.snapshot(audience))["entries"]


async def _answer(cast: Cast, n: int, fields: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return await cast.visitor.line.ask("answer", conv=cast.conv, n=n, fields=fields, **rest)


async def test_the_answer_is_fields_and_words_on_both_sides(office: Office) -> None:
    async with talk(office, seed=1) as cast:
        n = await asked(cast, CONTACT)
        given = {"mail": "marina@sever.example", "phone": "+7 (916) 123-45-67", "who": 1, "ok": True}
        assert (await _answer(cast, n, given))["t"] == "ack"
        for audience in ("visitor", "desk"):
            form, answer = (await _entries(cast, audience))[-2:]
            assert form["form"] == CONTACT and answer["target"] == form["n"] and answer["kind"] == "message"
            assert [(one["key"], one["value"]) for one in answer["answers"]] == [
                ("mail", "marina@sever.example"), ("phone", "+79161234567"), ("who", "Работодатель"), ("ok", "✓"),
            ]  # fmt: skip
            assert answer["text"].splitlines() == [
                "Почта: marina@sever.example", "Телефон: +79161234567", "Кто вы: Работодатель", "✓ Согласен на звонок",
            ]  # fmt: skip
        (proof,) = await _rows(office, "SELECT statement, version FROM contacts.consent WHERE field = 'ok'")
        assert (proof["statement"], proof["version"]) == ("Согласен на звонок", "form")


async def test_whoever_answered_waits_for_the_operator_and_the_list_says_what(office: Office) -> None:
    async with talk(office, seed=2) as cast:
        n = await asked(cast, BUTTONS, "Помогло?")
        assert (await cast.snapshot("desk"))["state"]["waiting"] is None
        await _answer(cast, n, {"pick": 1})
        assert (await cast.snapshot("desk"))["state"]["waiting"] is not None
        query = "SELECT last_text FROM conversations.conversation WHERE public_id = $1"
        (row,) = await _rows(office, query, cast.conv)
        assert row["last_text"] == "Нет"


async def test_a_form_is_answered_once_and_the_same_answer_again_is_the_same(office: Office) -> None:
    async with talk(office, seed=3) as cast:
        n = await asked(cast, BUTTONS)
        cid = new_cid()
        first = await _answer(cast, n, {"pick": 0}, cid=cid)
        assert await _answer(cast, n, {"pick": 0}, cid=cid) == first
        assert (await _answer(cast, n, {"pick": 1}, cid=cid))["code"] == "conflict"
        assert (await _answer(cast, n, {"pick": 1}))["code"] == "already_answered"
        assert sum("answers" in entry for entry in await _entries(cast, "visitor")) == 1
        # The proof of what was said does not change, yet may be taken away: the form stays closed.
        mine = (await _entries(cast, "visitor"))[-1]["n"]
        assert (await cast.visitor.line.ask("edit", conv=cast.conv, n=mine, text="Да-да"))["code"] == "forbidden"
        await cast.visitor.do("erase", n=mine)
        assert (await _answer(cast, n, {"pick": 1}))["code"] == "already_answered"
        erased = next(entry for entry in await _entries(cast, "visitor") if entry["n"] == mine)
        assert erased["erased"] and "answers" not in erased and erased["target"] == n


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({}, "/fields/mail"),
        ({"mail": "   "}, "/fields/mail"),
        ({"mail": "nobody"}, "/fields/mail"),
        ({"mail": "a@b.example", "phone": "8 800 555"}, "/fields/phone"),
        ({"mail": "a@b.example", "who": 2}, "/fields/who"),
        ({"mail": "a@b.example", "who": True}, "/fields/who"),
        ({"mail": "a@b.example", "ok": "yes"}, "/fields/ok"),
        ({"mail": "a@b.example", "note": "я" * 501}, "/fields/note"),
        ({"mail": "a@b.example", "role": "admin"}, "/fields/role"),
        ({"mail": "a@b.example", "note": ["x"]}, "/fields"),
    ],
)
async def test_a_wrong_answer_is_named_and_changes_nothing(
    office: Office, fields: dict[str, Any], pointer: str
) -> None:
    async with talk(office, seed=4) as cast:
        n = await asked(cast, CONTACT)
        answer = await _answer(cast, n, fields)
        assert answer["code"] == "invalid" and answer["pointer"].startswith(pointer), answer
        assert (await _answer(cast, n, {"mail": "a@b.example"}))["t"] == "ack"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ([], "/form/fields"),
        ([{"key": "a", "kind": "text", "label": " "}], "/form/fields/0/label"),
        ([{"key": "a b", "kind": "text", "label": "x"}], "/form/fields/0/key"),
        ([{"key": "a", "kind": "password", "label": "x"}], "/form/fields/0/kind"),
        ([{"key": "a", "kind": "choice", "label": "x", "choices": ["да", "да"]}], "/form/fields/0/choices"),
        ([TEXT] * 2, "/form/fields/1/key"),
        ([TEXT, {"key": "b", "kind": "buttons", "choices": ["1", "2"]}], "/form/fields/1/kind"),
        ([{"key": f"k{n}", "kind": "text", "label": "x"} for n in range(13)], "/form/fields"),
    ],
)  # fmt: skip
async def test_a_form_that_cannot_be_asked_is_refused_with_its_place(
    office: Office, fields: list[dict[str, Any]], pointer: str
) -> None:
    async with talk(office, seed=5) as cast:
        await cast.anna.do("take")
        answer = await cast.anna.line.ask("send", conv=cast.conv, text="вот", form={"fields": fields})
        assert answer["code"] == "invalid" and answer["pointer"].startswith(pointer), answer


async def test_only_forms_of_an_own_talk_can_be_answered(office: Office) -> None:
    async with talk(office, seed=6) as cast, talk(office, seed=7) as other:
        n = await asked(cast, BUTTONS)
        assert (await _answer(cast, 1, {"pick": 0}))["code"] == "not_found"
        stranger = await other.visitor.line.ask("answer", conv=cast.conv, n=n, fields={"pick": 0})
        assert (stranger["code"], stranger["pointer"]) == ("not_found", "/conv")
        mine = await cast.visitor.line.ask("send", conv=cast.conv, text="сам спрошу", form=BUTTONS)
        assert mine["code"] == "invalid"
        seq = (await _entries(cast, "desk"))[-1]["n"]
        await cast.anna.do("erase", n=seq)
        assert (await _answer(cast, n, {"pick": 0}))["code"] == "not_found"


async def test_answers_are_masked_as_words_are(office: Office) -> None:
    async with talk(office, seed=8) as cast:
        n = await asked(cast, CONTACT)
        await _answer(cast, n, {"mail": "a@b.example", "note": "карта 4111 1111 1111 1111"})
        answer = (await _entries(cast, "desk"))[-1]
        assert answer["answers"][-1]["value"] == "карта •••• 1111" and "4111" not in answer["text"]


async def test_an_answer_to_a_talk_resolved_meanwhile_opens_it_again(office: Office) -> None:
    async with talk(office, seed=9) as cast:
        n = await asked(cast, BUTTONS)
        await cast.anna.do("resolve")
        assert (await _answer(cast, n, {"pick": 0}))["t"] == "ack"
        shot = await cast.snapshot("desk")
        assert shot["state"]["status"] == "open" and shot["state"]["holder"]["kind"] == "queue"
