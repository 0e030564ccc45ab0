"""What visitors see of an operator: a name and a picture per site; what no picture may be; signature and wishes that
are kept for every desk of one person.
"""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import pytest

from tests.support.firm import Firm
from tests.support.line import Frame, Line, closing
from tests.support.pictures import SECRET, flood, jpeg, other, png

pytestmark = pytest.mark.asyncio(loop_scope="module")
FACES = "/api/profile/faces"


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


async def faced(people: Firm, login: str, path: str = "", **change: Any) -> Any:
    return await people.done(login, "PATCH", FACES + path, change)


def demo(faces: Any) -> Any:
    """What the demo site shows."""
    return next(one for one in faces["sites"] if one["key"] == "demo")


async def state_of(line: Line, conv: str) -> Frame:
    """The visitor's own view of a talk, from a fresh snapshot."""
    await line.say(t="unsub", id=f"c:{conv}")
    before = len(line.frames)
    await line.say(t="sub", id=f"c:{conv}")
    return (await line.until(lambda frame: frame["t"] == "snap", after=before))["state"]


async def test_visitors_see_the_name_and_picture_of_their_site_and_the_usual_ones_elsewhere(people: Firm) -> None:
    usual = (await faced(people, "anna", picture=text_of(jpeg(64, 64))))["picture"]
    # Colleagues see it too: where a talk is handed over, and in the list of people.
    (mine,) = [
        one["picture"]
        for one in (await people.done("boris", "GET", "/api/operators"))["operators"]
        if one["id"] == people.ids["anna"]
    ]
    listed = [one["person"] for one in (await people.done("ada", "GET", "/api/people"))["people"]]
    assert mine == usual == next(one["picture"] for one in listed if one["login"] == "anna")
    here = await faced(people, "anna", "/demo", name="  Аня   из магазина ")
    assert (demo(here)["name"], demo(here)["picture"]) == ("Аня из магазина", None)
    assert {one["name"] for one in here["sites"] if one["key"] != "demo"} == {None}
    conv, visitor = await people.talk()
    async with closing(visitor):
        anna = await people.desk("anna")
        async with closing(anna):
            await anna.ask("take", conv=conv)
            await anna.ask("send", conv=conv, text="Здравствуйте")
            joined, said = (await visitor.reaches(conv, 3))[-2:]
            assert (joined["kind"], joined["name"], joined["face"]) == ("assigned", "Аня из магазина", usual)
            assert said["by"] == {"kind": "operator", "name": "Аня из магазина", "face": usual}
            state = await state_of(visitor, conv)
            assert (state["with"], state["face"]) == ("Аня из магазина", usual)
            # The site's own picture stands over the usual one; a colleague who is given the talk has her own.
            own = demo(await faced(people, "anna", "/demo", picture=text_of(png(40, 40))))["picture"]
            assert own != usual and (await state_of(visitor, conv))["face"] == own
        anna = await people.desk("anna")
        async with closing(anna):
            await anna.ask("transfer", conv=conv, to=people.ids["boris"], reason="", note="")
            passed = (await visitor.reaches(conv, 4))[-1]
            assert passed["kind"] == "transferred" and "face" not in passed
            assert "face" not in await state_of(visitor, conv)
    assert (await people.done("anna", "GET", "/api/session"))["operator"]["faces"]["0"] == [None, usual]
    assert demo(await faced(people, "anna", "/demo", name=None, picture=None))["name"] is None
    assert (await faced(people, "anna", picture=None))["picture"] is None
    assert (await people.ask(None, "GET", f"/faces/{usual}")).status_code == 404, "what was taken off is gone"


async def test_a_picture_is_public_cacheable_and_tells_nothing_of_its_maker(people: Firm) -> None:
    mark = (await faced(people, "boris", picture=text_of(jpeg(64, 64, orientation=6))))["picture"]
    answer = await people.ask(None, "GET", f"/faces/{mark}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert SECRET not in (answer.content or b"") and len(answer.content or b"") > 100
    # Another picture has another address; the one before stays for what was said under it.
    second = (await faced(people, "boris", picture=text_of(other("WEBP", 50, 50))))["picture"]
    assert second != mark and (await people.ask(None, "GET", f"/faces/{mark}")).status_code == 200
    assert (await people.done("boris", "GET", "/api/profile"))["picture"] == second


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>", "not_a_picture"),
        (b"GIF89a<script>alert(1)</script>", "not_a_picture"),
        (b"", "not_a_picture"),
        (flood(), "not_a_picture"),
        (png(40, 40)[:-9], "not_a_picture"),
        (other("GIF", 40, 40), "not_a_picture"),
        (png(40, 41), "not_a_square"),
        (png(16, 16), "not_a_square"),
        (png(600, 600), "not_a_square"),
        (png(40, 40) + bytes(110_000), "too_large"),
    ],
)
async def test_what_is_no_small_square_picture_is_refused(people: Firm, data: bytes, code: str) -> None:
    refused = await people.ask("vera", "PATCH", FACES, {"picture": text_of(data)})
    assert (refused.json()["code"], refused.json()["pointer"]) == (code, "/picture"), refused.text
    assert (await people.done("vera", "GET", FACES))["picture"] is None


async def test_what_stands_behind_a_picture_goes(people: Firm) -> None:
    mark = (await faced(people, "vera", picture=text_of(png(40, 40) + b"<script>alert(1)</script>")))["picture"]
    assert b"script" not in ((await people.ask(None, "GET", f"/faces/{mark}")).content or b"")


async def test_wrong_faces_have_a_pointer_and_change_nothing(people: Firm) -> None:
    before = await people.done("anna", "GET", FACES)
    wrong: list[tuple[str, Any, int]] = [
        ("/demo", {"name": ""}, 422),
        ("/demo", {"name": "a\u202eb\u0000"}, 422),
        ("/demo", {"name": "x" * 101}, 422),
        ("/demo", {"picture": "§"}, 422),
        ("/demo", {"id": 1}, 422),
        ("", {"name": "Анна"}, 422),
        ("", {}, 422),
        ("/nobody-has-this", {"name": "Анна"}, 404),
    ]
    for path, body, status in wrong:
        assert (await people.ask("anna", "PATCH", FACES + path, body)).status_code == status, (path, body)
    assert await people.done("anna", "GET", FACES) == before
    for mark in ("x", "../../etc/passwd", "a" * 24, "%00", "a" * 3000):
        assert (await people.ask(None, "GET", f"/faces/{mark}")).status_code == 404, mark


async def test_what_is_not_named_stays_as_it_is(people: Firm) -> None:
    quiet = {"from": "22:00", "to": "07:30"}
    await people.done("anna", "PATCH", "/api/preferences", {"notice": {"sound": "bell", "quiet": quiet}})
    await people.done("anna", "PATCH", "/api/preferences", {"undo": 10})
    now = await people.done("anna", "PATCH", "/api/preferences", {"notice": {"quiet": {"from": "23:00"}}})
    assert now["undo"] == 10 and now["notice"]["quiet"] == {"from": "23:00", "to": "07:30"}
    assert (now["notice"]["sound"], now["notice"]["again"], now["language"], now["theme"]) == ("bell", 20, None, None)
    # Two desks that change different things at once.
    wishes = [{"theme": "dark"}, {"language": "en"}, {"stop": "unseen"}, {"notice": {"again": 60}}]
    await asyncio.gather(*(people.done("anna", "PATCH", "/api/preferences", wish) for wish in wishes))
    kept = await people.done("anna", "GET", "/api/preferences")
    assert (kept["theme"], kept["language"], kept["stop"], kept["notice"]["again"]) == ("dark", "en", "unseen", 60)
    assert kept["notice"]["sound"] == "bell"
    for wrong in ({}, {"theme": "pink"}, {"language": "de"}, {"undo": None}, {"notice": {"words": 1}}, {"x": 1}):
        assert (await people.ask("anna", "PATCH", "/api/preferences", wrong)).status_code == 422, wrong
    assert (await people.ask("anna", "PUT", "/api/preferences", {"undo": 5})).status_code == 405
    assert await people.done("anna", "GET", "/api/preferences") == kept


async def test_all_desks_of_one_person_hear_of_it_and_nobody_elses(people: Firm) -> None:
    desks = [await people.desk("anna"), await people.desk("anna"), await people.desk("boris")]
    async with closing(*desks):
        await people.done("anna", "PATCH", "/api/preferences", {"theme": "light"})
        for desk in desks[:2]:
            heard = await desk.until(lambda frame: frame["t"] == "preferences")
            assert (heard["theme"], heard["notice"]["again"]) == ("light", 60)
        await people.done("anna", "PATCH", "/api/profile", {"signature": "Анна, **Пульт**"})
        for desk in desks[:2]:
            heard = await desk.until(lambda frame: frame["t"] == "profile")
            assert heard["profile"]["signature"] == "Анна, **Пульт**"
        assert not [frame for frame in desks[2].frames if frame["t"] in ("preferences", "profile")]
