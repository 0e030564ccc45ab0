"""Saved replies over HTTP: whose they are, what is refused and where, what is counted."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.desk.conftest import Desks, talk
from tests.support.line import closing
from tests.support.uploads import fetch, operator_sends

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def add(desks: Desks, who: str = "anna", **fields: Any) -> Any:
    body = {"title": "Где заказ", "texts": {"ru": "Здравствуйте, {имя}! Заказ в пути."}, **fields}
    return await getattr(desks, who).post(desks.url("canned"), json=body)


async def titles(desks: Desks, who: str) -> list[str]:
    return [one["title"] for one in (await getattr(desks, who).get(desks.url("canned"))).json()["replies"]]


async def test_ones_own_is_ones_own_and_everybodys_is_everybodys(desks: Desks) -> None:
    mine = (await add(desks, title="Только мой")).json()
    await add(desks, title="Для всех", scope="all")
    assert {"Только мой", "Для всех"} <= set(await titles(desks, "anna"))
    assert "Для всех" in await titles(desks, "boris") and "Только мой" not in await titles(desks, "boris")
    url = desks.url(f"canned/{mine['id']}")
    change = {"version": 1, "reply": {"title": "Чужой", "texts": {"ru": "x"}}}
    assert (await desks.boris.put(url, json=change)).status_code == 404
    assert (await desks.boris.delete(url)).status_code == 404
    assert (await desks.boris.post(f"{url}/files")).status_code == 404
    used = {"conv": "x", "cid": str(uuid4()), "language": "ru", "edited": False}
    assert (await desks.boris.post(f"{url}/sent", json=used)).status_code == 404
    assert (await desks.anna.put(url, json=change)).json()["title"] == "Чужой"
    assert (await desks.anna.delete(url)).status_code == 204
    assert (await desks.anna.delete(url)).status_code == 404


async def test_an_unknown_variable_is_refused_with_its_place(desks: Desks) -> None:
    refused = await add(desks, texts={"ru": "Да, {имя}", "en": "Hello {contact nmae}!"})
    problem = refused.json()
    assert refused.status_code == 422 and refused.headers["content-type"].startswith("application/problem+json")
    assert (problem["code"], problem["pointer"], problem["name"], problem["at"]) == (
        "unknown_variable", "/texts/en", "contact nmae", 6,
    )  # fmt: skip


async def test_a_shortcut_means_one_reply_in_its_circle(desks: Desks) -> None:
    assert (await add(desks, shortcut="/hi")).json()["shortcut"] == "hi"
    again = await add(desks, title="Второй", shortcut="HI")
    assert (again.status_code, again.json()["code"], again.json()["pointer"]) == (409, "shortcut_in_use", "/shortcut")
    assert (await add(desks, "boris", shortcut="hi")).status_code == 201
    assert (await add(desks, scope="all", shortcut="hi")).status_code == 201


async def test_who_opened_an_older_version_does_not_overwrite(desks: Desks) -> None:
    one = (await add(desks, scope="all", title="Общий")).json()
    url, text = desks.url(f"canned/{one['id']}"), {"scope": "all", "title": "Общий", "texts": {"ru": "новый"}}
    assert (await desks.boris.put(url, json={"version": 1, "reply": text})).json()["version"] == 2
    late = await desks.anna.put(url, json={"version": 1, "reply": text})
    assert late.status_code == 412 and late.json()["code"] == "outdated"


async def test_a_sent_file_is_a_copy_so_that_erasing_a_message_leaves_the_library_whole(desks: Desks) -> None:
    file = (await operator_sends(desks.node.door, desks.anna, b"%PDF-1.4 price", name="прайс.pdf")).json()
    strange = await add(desks, "boris", scope="all", files=[file["id"]])
    assert strange.status_code == 404 and strange.json()["pointer"] == "/files", "a file of Anna's"
    one = (await add(desks, scope="all", title="Прайс", files=[file["id"]])).json()
    boris = await desks.office.operator("boris")
    async with closing(boris), talk(desks) as said:
        url = desks.url(f"canned/{one['id']}")
        (copy,) = (await desks.boris.post(f"{url}/files")).json()["files"]
        assert copy["id"] != file["id"] and copy["name"] == "прайс.pdf" and copy["type"] == "application/pdf"
        await boris.ask("take", conv=said.conv)
        n = (await boris.ask("send", conv=said.conv, text="вот", files=[copy["id"]]))["n"]
        assert (await boris.ask("erase", conv=said.conv, n=n))["t"] == "ack"
        (second,) = (await desks.boris.post(f"{url}/files")).json()["files"]
        m = (await boris.ask("send", conv=said.conv, text="ещё раз", files=[second["id"]]))["n"]
        await boris.say(t="files", conv=said.conv, n=m)
        urls = (await boris.until(lambda f: f["t"] == "files"))["urls"]
        assert (await fetch(desks.node.door, urls[second["id"]], session=desks.boris)).content == b"%PDF-1.4 price"
        # Boris may change the text without losing Anna's file.
        text = {"scope": "all", "title": "Прайс", "texts": {"ru": "Прайс"}, "files": [file["id"]]}
        kept = await desks.boris.put(url, json={"version": 1, "reply": text})
        assert [one["id"] for one in kept.json()["files"]] == [file["id"]]


async def test_use_is_counted_once_and_the_unedited_share_is_told(desks: Desks) -> None:
    one = (await add(desks, scope="all", title="Считаем")).json()
    url = desks.url(f"canned/{one['id']}/sent")
    async with talk(desks) as said:
        use = {"conv": said.conv, "cid": str(uuid4()), "language": "ru", "edited": False}
        for _ in range(2):
            assert (await desks.anna.post(url, json=use)).status_code == 204
        await desks.boris.post(url, json={**use, "cid": str(uuid4()), "edited": True})
        had = (await desks.anna.get(desks.url(f"canned/had/{said.conv}"))).json()["had"]
        assert [(row["id"], row["times"]) for row in had] == [(one["id"], 2)]
    report = (await desks.anna.get(desks.url("canned/report"))).json()
    (line,) = [line for line in report["replies"] if line["id"] == one["id"]]
    assert (line["used"], line["unedited"], line["operators"]) == (2, 1, 2)
    assert report["used"] == 2 and report["unedited_share"] == 0.5
    (kept,) = [r for r in (await desks.anna.get(desks.url("canned"))).json()["replies"] if r["id"] == one["id"]]
    assert (kept["used"], kept["unedited"]) == (2, 1)
    assert (await desks.anna.get(desks.url("canned/report?days=0"))).status_code == 422


async def test_a_file_comes_in_whole_or_not_at_all(desks: Desks) -> None:
    before = await titles(desks, "anna")
    wrong = '{"replies": [{"title": "A", "texts": {"ru": "a"}}, {"title": "B", "texts": {"ru": "{нет}"}}]}'
    refused = await desks.anna.post(desks.url("canned/import"), json={"text": wrong})
    assert (refused.status_code, refused.json()["pointer"]) == (422, "/replies/1/texts/ru")
    one, other = (f'{{"title": "{title}", "shortcut": "q", "texts": {{"ru": "a"}}}}' for title in "AB")
    doubled = f'{{"replies": [{one}, {other}]}}'
    refused = await desks.anna.post(desks.url("canned/import"), json={"text": doubled})
    assert (refused.status_code, refused.json()["pointer"]) == (409, "/replies/1/shortcut")
    assert await titles(desks, "anna") == before
    done = await desks.anna.post(desks.url("canned/import"), json={"text": "title,language,text\nИз файла,ru,Да\n"})
    assert done.json() == {"added": 1} and "Из файла" in await titles(desks, "anna")
    out = await desks.anna.get(desks.url("canned/export?form=csv"))
    assert out.headers["content-disposition"] == 'attachment; filename="saved-replies.csv"'
    assert "Из файла" in out.content.decode("utf-8-sig")
    assert (await desks.anna.get(desks.url("canned/export?form=xls"))).status_code == 422


async def test_work_without_saved_replies_can_be_chosen(desks: Desks) -> None:
    url = desks.url("canned")
    assert (await desks.boris.get(url)).json()["on"] is True
    await desks.anna.put(f"{url}/switch", json={"on": False})
    assert (await desks.boris.get(url)).json() | {"replies": []} == {
        **(await desks.boris.get(url)).json(), "on": False, "off": [0], "replies": [],
    }  # fmt: skip
    await desks.anna.put(f"{url}/switch", json={"on": True})
    assert (await desks.boris.get(url)).json()["on"] is True


async def test_strangers_get_nothing(desks: Desks) -> None:
    import niquests

    async with niquests.AsyncSession() as nobody:
        for path in ("canned", "canned/report", "canned/export", "canned/had/x"):
            assert (await nobody.get(desks.url(path))).status_code == 401
        assert (await nobody.post(desks.url("canned"), json={"title": "x", "texts": {"ru": "x"}})).status_code == 401
        assert (await nobody.put(desks.url("canned/switch"), json={"on": False})).status_code == 401
    foreign = await desks.anna.post(
        desks.url("canned"), json={"title": "x", "texts": {"ru": "x"}}, headers={"origin": "https://evil.example"}
    )
    assert foreign.status_code == 403
