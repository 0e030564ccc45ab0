"""A7 and A9: what is uploaded is known by its bytes, leaves as what cannot run, under a name that carries nothing."""

from __future__ import annotations

import niquests
import pytest

from pult.kit.files import shown_name
from pult.kit.pictures import label, picture
from tests.replay.actors import Office, talk
from tests.support import pictures
from tests.support.line import closing, new_key
from tests.support.uploads import fetch, visitor_sends

pytestmark = pytest.mark.asyncio(loop_scope="module")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
LIARS = {
    "svg.png": SVG,
    "page.html": HTML,
    "feed.xml": b'<?xml version="1.0"?><x/>',
    "act.pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "polyglot.gif": b"GIF89a/*\0\0" + HTML + b"*/=1;alert(1)",
    "cut.jpg": pictures.jpeg()[:-40],
    "behind.png": pictures.png()[:60],
    ".htaccess": b"AddType text/html .png",
    "evil.js": b"alert(document.domain)",
    "flood.png": pictures.flood(),
}


@pytest.mark.parametrize("name", LIARS)
async def test_whatever_is_no_whole_picture_can_only_be_saved(office: Office, name: str) -> None:
    async with talk(office, seed=1) as cast:
        key, door = new_key(), office.node.door
        taken = await visitor_sends(door, key, LIARS[name], name=name, **{"content-type": "image/svg+xml; x"})
        assert taken.status_code == 201, taken.text
        file = taken.json()
        assert file.get("w") is None and not file["type"].startswith(("text/html", "image/svg", "text/xml"))
        line = await door.visitor(key)
        said = await line.ask("send", text="", files=[file["id"]])
        await cast.anna.line.say(t="sub", id=f"c:{said['conv']}")
        await line.say(t="files", conv=said["conv"], n=1)
        urls = (await line.until(lambda f: f["t"] == "files"))["urls"]
        answer = await fetch(door, urls[file["id"]])
        await line.close()
        assert answer.status_code == 200 and answer.content == LIARS[name]
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP"])
async def test_a_picture_is_shown_without_what_tells_of_its_maker_and_without_what_stands_behind_it(
    office: Office, format: str
) -> None:
    made = {"PNG": pictures.png(), "JPEG": pictures.jpeg(orientation=6)}.get(format) or pictures.other(format)
    assert pictures.SECRET in made
    found = picture(made + b"PK\x03\x04" + HTML)
    assert found is not None and found.type == f"image/{format.lower()}"
    assert pictures.SECRET not in found.data and HTML not in found.data
    again = picture(found.data)
    assert again == found, "what was cleaned stays as it is"
    if format == "JPEG":
        assert (found.width, found.height) == (30, 40), "turned as the camera was"
    door, key = office.node.door, new_key()
    taken = (await visitor_sends(door, key, made, name="x.html")).json()
    assert (taken["w"], taken["h"]) == (found.width, found.height) and not taken["name"].endswith(".html")
    assert (await handed_out(office, key, taken["id"])).content == picture(made).data, "what is kept is the clean one"


async def test_a_flood_of_pixels_is_no_picture() -> None:
    assert picture(pictures.flood()) is None


async def test_no_cut_or_broken_picture_crashes_the_reader() -> None:
    for made in (pictures.png(), pictures.jpeg(orientation=3), pictures.other("GIF"), pictures.other("WEBP")):
        for end in range(len(made)):
            assert picture(made[:end]) is None or end > len(made) - 2
        for at in range(0, len(made), 3):
            picture(made[:at] + bytes((made[at] ^ 0xFF,)) + made[at + 1 :])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ivan\\отчёт.pdf", "отчёт.pdf"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie: x=1.txt"),
        ("act\u202egnp.exe", "act gnp.exe"),
        ("\0\u200b .. ", "file"),
        (".htaccess", "htaccess"),
        ("x" * 500 + ".docx", "x" * 145 + ".docx"),
        ("a.b" + "c" * 40, "a.b" + "c" * 40),
    ],
)
async def test_names_lose_paths_and_marks_and_keep_their_ending(given: str, shown: str) -> None:
    assert shown_name(given, type="application/octet-stream") == shown


async def test_a_header_never_splits(office: Office) -> None:
    door, key = office.node.door, new_key()
    taken = (await visitor_sends(door, key, b"words", name='a";\r\nx-evil: 1\r\n\r\n<b>.txt')).json()
    answer = await handed_out(office, key, taken["id"])
    assert "x-evil" not in answer.headers and answer.content == b"words"
    named = answer.headers["content-disposition"]
    assert named == "attachment; filename*=UTF-8''a%22%3B%20x-evil%3A%201%20%3Cb%3E.txt", (
        "no sign of a name is a header's"
    )


async def handed_out(office: Office, key: str, file: str) -> niquests.Response:
    """What comes from the address of a file that is said now."""
    line = await office.node.door.visitor(key)
    async with closing(line):
        said = await line.ask("send", text="вот", files=[file])
        await line.say(t="files", conv=said["conv"], n=said["n"])
        urls = (await line.until(lambda f: f["t"] == "files"))["urls"]
        return await fetch(office.node.door, urls[file])


async def test_labels_come_from_bytes_only() -> None:
    assert label(b"PK\x03\x04....") == "application/zip" and label(HTML) == "application/octet-stream"
    assert label("Просто текст\n".encode()) == "text/plain"
