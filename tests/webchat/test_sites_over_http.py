"""Sites over HTTP and the command line: read, changed, refused with a pointer, never overwritten unseen."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import niquests
import pytest

from tests.support.postgres import Server
from tests.support.process import PROJECT, Pult, data_folder, started


@pytest.fixture
async def node(postgres_18: Server) -> AsyncIterator[Pult]:
    async with data_folder() as data:
        one = Pult(await postgres_18.create_database(), data)
        async with started(one):
            yield one


async def boot(node: Pult) -> dict[str, Any]:
    async with niquests.AsyncSession() as session:
        url = f"{node.door.base}/api/widget/demo/boot"
        answer = await session.get(url, headers={"origin": node.door.site_origin})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def run(node: Pult, *words: str, given: str = "") -> tuple[int, str, str]:
    """A `pult` command beside the running node."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "pult", *words, "--data", str(node.data), cwd=PROJECT,
        env={"PULT_DATABASE_URL": node.dsn, "PATH": "/usr/bin:/bin"}, stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate(given.encode())
    return process.returncode or 0, out.decode(), err.decode()


async def test_a_site_is_changed_by_whoever_read_it_last(node: Pult) -> None:
    url = f"{node.door.base}/api/sites/demo"
    async with niquests.AsyncSession() as stranger:
        assert (await stranger.get(url)).status_code == 401
        assert (await stranger.put(url, json={"name": "x", "settings": {}})).status_code == 401
    async with await node.door.sign_in("anna", node.password) as anna:
        read = await anna.get(url)
        site, etag = read.json(), read.headers["etag"]
        wanted = {"name": "Лавка", "settings": {**site["settings"], "look": {"accent": "#ffff00", "radius": 4}}}
        assert (await anna.put(url, json=wanted)).status_code == 428
        changed = await anna.put(url, json=wanted, headers={"if-match": etag})
        assert changed.status_code == 200 and changed.headers["etag"] != etag
        late = await anna.put(url, json=wanted, headers={"if-match": etag})
        assert (late.status_code, late.json()["code"]) == (412, "outdated")
        wrong = {**wanted, "settings": {**wanted["settings"], "domains": ["nowhere"]}}
        refused = await anna.put(url, json=wrong, headers={"if-match": changed.headers["etag"]})
        assert (refused.status_code, refused.json()["pointer"]) == (422, "/settings/domains/0")
        names = (await anna.get(f"{node.door.base}/api/sites")).json()["sites"]
        assert [(one["key"], one["name"]) for one in names if one["key"] == "demo"] == [("demo", "Лавка")]
    look = (await boot(node))["site"]
    assert (look["name"], look["radius"]) == ("Лавка", 4)
    assert look["colours"]["light"]["accent"] != "#ffff00"


async def test_the_loader_carries_the_look_of_the_site_it_is_asked_for(node: Pult) -> None:
    async with await node.door.sign_in("anna", node.password) as anna:
        url = f"{node.door.base}/api/sites/demo"
        site = (await anna.get(url)).json()
        settings = {**site["settings"], "shown": {"countries": ["RU"], "percent": 10}}
        done = await anna.put(url, json={"name": "Shop", "settings": settings}, headers={"if-match": "*"})
        assert done.status_code == 200, done.text
        mine = await anna.get(f"{node.door.base}/widget.js?site=demo", headers={"cf-ipcountry": "RU"})
        plain = await anna.get(f"{node.door.base}/widget.js?site=nobody")
    # Nobody here is a trusted proxy, so the header says nothing.
    assert b'"percent":10,"hidden":true' in mine.content and mine.headers["cache-control"].startswith("private")
    assert b"__PULT_LOOK__)=>" not in plain.content and plain.headers["cache-control"].startswith("public")


async def test_a_site_is_connected_and_changed_from_the_command_line(node: Pult, tmp_path: Path) -> None:
    assert await run(node, "site", "add", "shop", "--domain", "https://shop.example") == (0, "shop is connected\n", "")
    code, _, err = await run(node, "site", "add", "shop")
    assert (code, err) == (2, "pult: the key 'shop' is in use\n")
    code, out, _ = await run(node, "site", "show", "shop")
    shown = json.loads(out)
    assert (code, shown["name"], shown["settings"]["domains"]) == (0, "shop", ["https://shop.example"])
    shown["settings"]["hours"] = {"mon": ["9-18"]}
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(shown))
    code, _, err = await run(node, "site", "set", "shop", str(file))
    assert code == 2 and err.startswith(f"pult: {file}: /settings/hours/mon/0: ") and err.count("\n") == 1
    shown["settings"]["hours"] = {"mon": ["09:00-18:00"]}
    code, out, _ = await run(node, "site", "set", "shop", "-", given=json.dumps(shown))
    assert (code, out) == (0, "shop is changed; running nodes follow within seconds\n")
    code, out, _ = await run(node, "site", "list")
    assert code == 0 and [line.split()[0] for line in out.splitlines()] == ["demo", "demo-order", "shop"]
    assert (await run(node, "site", "show", "nobody"))[0] == 2
    assert (await run(node, "site", "set", "shop", "-", given="{"))[0] == 2


async def test_a_site_is_connected_tried_out_and_given_a_secret_over_http(node: Pult) -> None:
    url = f"{node.door.base}/api/sites"
    new = {"key": "books", "name": "Books", "settings": {"domains": ["https://books.example"]}}
    wish = {"name": "Books", "settings": {"look": {"accent": "#ffff00"}, "says": {"en": {"title": "Which one?"}}}}
    asked = (
        ("POST", url, new),
        ("GET", url, None),
        ("POST", f"{url}/demo/preview", wish),
        ("POST", f"{url}/demo/secret", {}),
    )
    async with niquests.AsyncSession() as stranger:
        for method, place, body in asked:
            refused = await stranger.request(method, place, json=body)
            assert refused.status_code == 401, place
            assert refused.headers["content-type"] == "application/problem+json"
            assert refused.json()["code"] in ("sign_in_needed", "signed_out")
    async with await node.door.sign_in("anna", node.password) as anna:
        made = await anna.post(url, json=new)
        assert (made.status_code, made.json()["key"], made.json()["signing"]["secret"]) == (201, "books", False)
        assert made.headers["etag"]
        again = await anna.post(url, json=new)
        assert (again.status_code, again.json()["code"], again.json()["pointer"]) == (409, "key_in_use", "/key")
        for body, pointer in (
            ({**new, "key": "a b"}, "/key"),
            ({**new, "key": "b", "name": " "}, "/name"),
            ({**new, "key": "b", "settings": {"domains": ["books"]}}, "/settings/domains/0"),
            ({**new, "key": "b", "kind": "fax"}, "/kind"),
        ):
            refused = await anna.post(url, json=body)
            assert (refused.status_code, refused.json()["pointer"]) == (422, pointer)
        # Tried out: what a visitor would be told, and nothing is kept.
        seen = await anna.post(f"{url}/books/preview", json=wish)
        assert seen.json()["look"]["says"]["en"]["title"] == "Which one?"
        assert seen.json()["look"]["colours"]["light"]["accent"] != "#ffff00"
        assert (await anna.get(f"{url}/books")).json()["settings"]["says"] == {}
        wrong = await anna.post(f"{url}/books/preview", json={"name": "x", "settings": {"look": {"accent": "red"}}})
        assert (wrong.status_code, wrong.json()["pointer"]) == (422, "/settings/look/accent")
        assert (await anna.post(f"{url}/nobody/preview", json=wish)).status_code == 404
        # A secret is in no answer but the one that made it.
        first = (await anna.post(f"{url}/books/secret", json={})).json()
        assert len(first["secret"]) == 43 and first["signing"] == {"secret": True, "former_until": None}
        second = (await anna.post(f"{url}/books/secret", json={"keep": True})).json()
        assert second["secret"] != first["secret"] and second["signing"]["former_until"]
        shown = (await anna.get(f"{url}/books")).text
        assert first["secret"] not in shown and second["secret"] not in shown and "v1." not in shown


async def test_files_travel_packed_and_only_when_they_are_new(node: Pult) -> None:
    base = node.door.base
    async with niquests.AsyncSession() as session:
        for path in ("/widget.js", "/widget.js?site=demo", "/widget/panel.js", "/widget/frame?site=demo", "/desk/"):
            plain = await session.get(base + path, headers={"accept-encoding": "identity"})
            packed = await session.get(base + path, headers={"accept-encoding": "br, gzip"})
            assert "content-encoding" not in plain.headers and plain.headers["vary"] == "accept-encoding"
            assert packed.content == plain.content and packed.headers["etag"] == plain.headers["etag"]
            if len(plain.content) > 400:
                assert packed.headers["content-encoding"] == "gzip"
                assert int(packed.headers["content-length"]) < len(plain.content) * 0.7
            again = await session.get(base + path, headers={"if-none-match": plain.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
            for name in ("cache-control", "content-security-policy"):
                assert again.headers.get(name) == plain.headers.get(name)
        boot = await session.get(f"{base}/api/widget/demo/boot", headers={"origin": node.door.site_origin})
        assert "content-encoding" not in boot.headers and "etag" not in boot.headers, "what holds a token does not"
