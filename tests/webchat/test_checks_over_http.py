"""The installation checker: each thing that can be missing on a page is named, and nothing inside is visited."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import niquests
import pytest

from tests.support.pages import Page, Shop, shop
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.tokens import signed, site_secret


@dataclass
class Checked:
    """A node, a shop on another port of this machine, and Anna."""

    node: Pult
    shop: Shop
    anna: niquests.AsyncSession

    async def codes(self, path: str, url: str | None = None) -> list[tuple[str, bool | None]]:
        place = f"{self.node.door.base}/api/sites/demo/check/page"
        answer = await self.anna.post(place, json={"url": url or f"{self.shop.origin}{path}"})
        assert answer.status_code == 200, answer.text
        return [(one["code"], one["good"]) for one in answer.json()["findings"]]

    async def token(self, token: str) -> dict[str, Any]:
        place = f"{self.node.door.base}/api/sites/demo/check/token"
        answer = await self.anna.post(place, json={"token": token})
        assert answer.status_code == 200, answer.text
        (found,) = answer.json()["findings"]
        return found


@pytest.fixture
async def checked(postgres_18: Server) -> AsyncIterator[Checked]:
    async with data_folder() as data, shop({}) as pages:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), await node.door.sign_in("anna", node.password) as anna:
            yield Checked(node, pages, anna)


async def _allow(checked: Checked, origin: str) -> None:
    url = f"{checked.node.door.base}/api/sites/demo"
    old = (await checked.anna.get(url)).json()
    settings = {**old["settings"], "domains": [*old["settings"]["domains"], origin]}
    done = await checked.anna.put(url, json={"name": old["name"], "settings": settings}, headers={"if-match": "*"})
    assert done.status_code == 200


async def test_each_thing_that_is_missing_has_its_name(checked: Checked) -> None:
    ours = checked.node.door.base
    line = f'<script async src="{ours}/widget.js?site=demo" data-site="demo"></script>'
    policy = {"content-security-policy": f"default-src 'self'; script-src {ours}"}
    checked.shop.pages |= {
        "/good": Page(line),
        "/strict": Page(line, headers=policy),
        "/bare": Page("<p>Nothing</p>"),
        "/moved": Page(status=301, headers={"location": "/good"}),
        "/closed": Page(status=401),
        "/unsaid": Page(f'<script src="{ours}/widget.js"></script>'),
        "/other": Page(line.replace('"demo"', '"books"')),
        "/foreign": Page(line.replace(ours, "https://pult.example")),
    }
    assert await checked.codes("/good") == [("snippet", True), ("no_policy", None), ("domain_missing", False)]
    await _allow(checked, checked.shop.origin)
    assert await checked.codes("/good") == [("snippet", True), ("no_policy", None), ("domain", True)]
    assert await checked.codes("/strict") == [
        ("snippet", True), ("policy_allows", True), ("policy_refuses", False), ("policy_refuses", False),
        ("domain", True),
    ]  # fmt: skip
    for path, code in (
        ("/bare", "snippet_missing"), ("/moved", "page_moved"), ("/closed", "page_status"), ("/none", "page_status"),
    ):  # fmt: skip
        assert await checked.codes(path) == [(code, False)], path
    assert (await checked.codes("/unsaid"))[-1] == ("site_unsaid", False)
    assert (await checked.codes("/other"))[-1] == ("site_other", False)
    assert (await checked.codes("/foreign"))[-1] == ("other_pult", False)
    # One request a look, and no redirect is followed.
    assert checked.shop.asked.count("/moved") == 1 and checked.shop.asked.count("/good") == 2


async def test_nothing_inside_is_visited_and_looking_has_a_limit(checked: Checked) -> None:
    for url in ("http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fd00::1]/"):
        assert await checked.codes("", url) == [("page_private", False)], url
    for url in ("ftp://shop.example/", "file:///etc/passwd", "http://[::1", "http://a:b/", "shop"):
        assert await checked.codes("", url) == [("page_address", False)], url
    place = f"{checked.node.door.base}/api/sites/demo/check/page"
    answers = [(await checked.anna.post(place, json={"url": "ftp://x"})).status_code for _ in range(4)]
    assert 429 in answers


async def test_where_pult_is_reached_from_outside_its_own_machine_is_inside_too() -> None:
    from pult.channels.webchat.preview import WebChatSettings
    from pult.gateway.contract import Site
    from pult.kit.secret import Vault

    site = Site(id=1, kind="webchat", key="demo", name="Shop", settings={})
    async with shop({"/": Page("<p>Admin</p>")}) as inside:
        for origins, code in (
            (frozenset({"https://care.example"}), "page_private"),
            (frozenset({"http://localhost:8080"}), "snippet_missing"),
        ):
            tool = WebChatSettings(gate=None, vault=Vault(bytes(32)), origins=origins)  # type: ignore[arg-type]
            assert [one.code for one in await tool.examine(site, f"{inside.origin}/")] == [code]
    assert inside.asked == ["/"]


async def test_a_token_is_tried_and_the_answer_says_why(checked: Checked) -> None:
    secret, now = site_secret(checked.node), int(time.time())
    good = await checked.token(f" {signed(secret, name='Анна')}\n")
    assert (good["good"], good["code"], good["facts"]["subject"], good["facts"]["claims"]) == (
        True,
        "token",
        "1042",
        "name",
    )
    for token, code in (
        (signed("x" * 43), "token_signature"),
        ("abc", "token_signature"),
        (signed(secret, aud="books"), "token_audience"),
        (signed(secret, exp=now + 3600), "token_lives_long"),
        (signed(secret, drop=("exp",)), "token_no_exp"),
        (signed(secret, iat=now - 900, exp=now - 300), "token_expired"),
    ):
        found = await checked.token(token)
        assert (found["good"], found["code"]) == (False, code)
    base = f"{checked.node.door.base}/api/sites"
    async with niquests.AsyncSession() as stranger:
        for path, body in (("page", {"url": "https://a.example"}), ("token", {"token": "x"})):
            refused = await stranger.post(f"{base}/demo/check/{path}", json=body)
            assert (refused.status_code, refused.json()["code"]) == (401, "sign_in_needed")
    assert (await checked.anna.post(f"{base}/nobody/check/token", json={"token": "x"})).status_code == 404
    assert (await checked.anna.post(f"{base}/demo/check/token", json={"token": ""})).status_code == 422
