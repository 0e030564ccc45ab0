"""A23, A24: posing as somebody: without a signature, with a wrong one, with somebody else's token or browser."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest

from tests.replay.actors import Office
from tests.support.line import Line, closing, new_key
from tests.support.tokens import signed, site_secret

pytestmark = pytest.mark.asyncio(loop_scope="module")
OTHER_SECRET = "x" * 43


def by_hand(secret: str, header: dict[str, Any], **claims: Any) -> str:
    """A token whose header a library would not write."""
    now = int(time.time())

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    body = {"sub": "victim", "aud": "demo", "iat": now, "exp": now + 600, **claims}
    said = f"{part(json.dumps(header).encode())}.{part(json.dumps(body).encode())}"
    mark = hmac.digest(secret.encode(), said.encode(), hashlib.sha256) if header["alg"] != "none" else b""
    return f"{said}.{part(mark)}"


def cut(token: str) -> str:
    return token[: token.rindex(".") + 1]


NOW = int(time.time())
FORGED: dict[str, Callable[[str], str]] = {
    "no token at all": lambda _s: "victim",
    "another's secret": lambda _s: signed(OTHER_SECRET, sub="victim"),
    "no signature": lambda s: cut(signed(s, sub="victim")),
    "alg none": lambda s: by_hand(s, {"alg": "none"}),
    "alg none, signed": lambda s: by_hand(s, {"alg": "None"}),
    "alg RS256 over the secret": lambda s: by_hand(s, {"alg": "RS256"}),
    "alg HS512": lambda s: signed(s, alg="HS512", sub="victim"),
    "a part that must be understood": lambda s: by_hand(s, {"alg": "HS256", "crit": ["b64"], "b64": False}),
    "another site": lambda s: signed(s, sub="victim", aud="other"),
    "another site among claims": lambda s: signed(s, sub="victim", drop=("aud",), site="other"),
    "no site": lambda s: signed(s, sub="victim", drop=("aud",)),
    "no end": lambda s: signed(s, sub="victim", drop=("exp",)),
    "an hour of life": lambda s: signed(s, sub="victim", exp=NOW + 3600),
    "an hour of life from nowhere": lambda s: signed(s, sub="victim", exp=NOW + 3600, drop=("iat",)),
    "an hour since its making": lambda s: signed(s, sub="victim", iat=NOW - 3600, exp=NOW + 600),
    "from the future": lambda s: signed(s, sub="victim", iat=NOW + 300, exp=NOW + 800),
    "not before tomorrow": lambda s: signed(s, sub="victim", nbf=NOW + 86_400),
    "an end that is a text": lambda s: signed(s, sub="victim", exp="9999999999"),
    "an end that is true": lambda s: by_hand(s, {"alg": "HS256"}, exp=True),
    "nobody": lambda s: signed(s, drop=("sub",)),
    "a number for a name": lambda s: by_hand(s, {"alg": "HS256"}, sub=7),
    "an empty name": lambda s: signed(s, sub=""),
    "a list of names": lambda s: by_hand(s, {"alg": "HS256"}, sub=["victim"]),
    "nine kilobytes": lambda s: signed(s, sub="victim", more="x" * 9_000),
}


@pytest.mark.parametrize("name", FORGED)
async def test_a23_a_forged_token_leaves_a_stranger_a_stranger(office: Office, name: str) -> None:
    secret = site_secret(office.node)
    victim = await proven(office, "victim", name="Victim")
    stranger = await visitor(office, token=FORGED[name](secret))
    async with closing(victim, stranger):
        mine = await victim.ask("send", text="for nobody else")
        again = await visitor(office, token=FORGED[name](secret))
        async with closing(again):
            assert again.me["conv"] is None
            assert again.me["identity"]["verified"] is False
            assert again.me["identity"]["refused"] == "token_refused"
            await again.say(t="sub", id=f"c:{mine['conv']}")
            assert (await again.until(lambda f: f["t"] in ("gone", "snap", "ev")))["t"] == "gone"
            said = await again.ask("send", text="let me in")
            assert said["conv"] != mine["conv"]
            assert (await seen_by_anna(office, said["conv"]))["contact"]["verified"] is False


async def test_a23_an_expired_token_proves_nothing_on_another_browser(office: Office) -> None:
    """Stolen from a log an hour later: the browser that it was made for may go on unverified, no other may."""
    secret = site_secret(office.node)
    key = new_key()
    late = signed(secret, sub="late", iat=NOW - 700, exp=NOW - 100)
    victim = await visitor(office, key=key, token=signed(secret, sub="late"))
    async with closing(victim):
        mine = await victim.ask("send", text="proven")
    thief, home = await visitor(office, token=late), await visitor(office, key=key, token=late)
    async with closing(thief, home):
        assert (thief.me["conv"], thief.me["identity"]["refused"]) == (None, "token_expired")
        assert (home.me["conv"], home.me["identity"]["refused"]) == (mine["conv"], "token_expired")
        await home.ask("send", text="unproven")
        entries = (await snapshot(office, mine["conv"]))["entries"]
        assert [entry.get("verified", False) for entry in entries] == [True, False]
        await thief.say(t="identify", token=late)
        assert (await thief.until(lambda f: f["t"] == "identity"))["verified"] is False


async def test_a23_a_key_alone_opens_no_verified_history(office: Office) -> None:
    key = new_key()
    victim = await proven(office, "keyed", key=key)
    async with closing(victim):
        mine = await victim.ask("send", text="proven")
    stranger = await visitor(office, key=key)
    async with closing(stranger):
        assert stranger.me["conv"] is None
        await stranger.say(t="sub", id=f"c:{mine['conv']}")
        assert (await stranger.until(lambda f: f["t"] in ("gone", "snap", "ev")))["t"] == "gone"
        refused = await stranger.ask("edit", conv=mine["conv"], n=1, text="mine now")
        assert refused["code"] == "not_found"


async def test_a23_a_browser_bound_to_one_person_is_a_new_visitor_for_the_next(office: Office) -> None:
    key, secret = new_key(), site_secret(office.node)
    first = await proven(office, "first", key=key)
    async with closing(first):
        one = await first.ask("send", text="the first one's")
        between = await visitor(office, key=key)
        async with closing(between):
            left = await between.ask("send", text="said after signing out")
        second = await visitor(office, key=key, token=signed(secret, sub="second"))
        async with closing(second):
            assert second.me["identity"]["refused"] == "other_subject"
            assert second.me["conv"] is None
            for conv in (one["conv"], left["conv"]):
                await second.say(t="sub", id=f"c:{conv}")
                assert (await second.until(lambda f, conv=conv: f.get("id") == f"c:{conv}"))["t"] == "gone"
            fresh = await second.ask("send", text="the second one's")
            assert fresh["conv"] not in (one["conv"], left["conv"])
        await first.say(t="identify", token=signed(secret, sub="second"))
        renewed = await first.until(lambda f: f["t"] == "identity")
        assert (renewed["verified"], renewed["refused"]) == (False, "other_subject")


async def test_a24_a_name_or_mail_that_the_page_says_merges_nothing(office: Office) -> None:
    victim = await proven(office, "known", name="Known", email="known@example.com")
    stranger = await visitor(office)
    async with closing(victim, stranger):
        mine = await victim.ask("send", text="proven")
        said = await stranger.ask("send", text="it is me")
        claim = {"id": "known", "email": "known@example.com", "name": "Known", "verified": True}
        await stranger.say(t="about", attributes=claim)
        await stranger.ask("send", text="really")
        ours, theirs = (await seen_by_anna(office, said["conv"])), (await seen_by_anna(office, mine["conv"]))
        assert ours["contact"]["verified"] is False and ours["contact"]["about"]["signed"] == {}
        assert ours["contact"]["about"]["said"] == claim
        assert ours["contact"]["number"] != theirs["contact"]["number"]
        assert theirs["contact"]["about"]["signed"]["email"] == "known@example.com"
        assert said["conv"] != mine["conv"]


async def test_a24_only_a_young_talk_of_this_browser_becomes_the_persons(office: Office) -> None:
    key = new_key()
    anonymous = await visitor(office, key=key)
    stranger = await visitor(office)
    async with closing(anonymous, stranger):
        begun = await anonymous.ask("send", text="before signing in")
        other = await stranger.ask("send", text="somebody else")
        person = await proven(office, "joins", key=key)
        async with closing(person):
            assert person.me["conv"] == begun["conv"] != other["conv"]
            # The window that has not proven it loses the talk.
            gone = await anonymous.until(lambda f: f["t"] == "gone")
            assert gone["id"] == f"c:{begun['conv']}"
            elsewhere = await proven(office, "joins")
            async with closing(elsewhere):
                assert elsewhere.me["conv"] == begun["conv"]


async def test_a24_what_is_said_after_signing_out_never_becomes_the_persons(office: Office) -> None:
    """Somebody else may sit at this browser by then."""
    key = new_key()
    person = await proven(office, "leaves", key=key)
    async with closing(person):
        own = await person.ask("send", text="mine")
    after = await visitor(office, key=key)
    async with closing(after):
        left = await after.ask("send", text="whose is this?")
    again = await proven(office, "leaves", key=key)
    async with closing(again):
        assert again.me["conv"] == own["conv"]
        await again.say(t="sub", id=f"c:{left['conv']}")
        assert (await again.until(lambda f: f.get("id") == f"c:{left['conv']}"))["t"] == "gone"


async def test_a24_an_old_anonymous_talk_stays_anonymous(office: Office) -> None:
    key = new_key()
    anonymous = await visitor(office, key=key)
    async with closing(anonymous):
        begun = await anonymous.ask("send", text="two days ago")
    database = await asyncpg.connect(office.node.dsn)
    await database.execute(
        "UPDATE conversations.conversation SET created_at = created_at - interval '25 hours' WHERE public_id = $1",
        begun["conv"],
    )
    await database.close()
    person = await proven(office, "too late", key=key)
    async with closing(person):
        assert person.me["conv"] is None


async def visitor(office: Office, *, key: str | None = None, token: str | None = None) -> Line:
    return await office.node.door.visitor(key, proof=token)


async def proven(office: Office, subject: str, *, key: str | None = None, **claims: Any) -> Line:
    line = await visitor(office, key=key, token=signed(site_secret(office.node), sub=subject, **claims))
    assert line.me["identity"]["verified"] is True, line.me
    return line


async def snapshot(office: Office, conv: str) -> dict[str, Any]:
    """What an operator sees."""
    anna = await office.operator("anna")
    async with closing(anna):
        await anna.say(t="sub", id=f"c:{conv}")
        return await anna.until(lambda f: f["t"] == "snap")


async def seen_by_anna(office: Office, conv: str) -> dict[str, Any]:
    return (await snapshot(office, conv))["state"]
