"""A small shop on `demo.localhost`: another origin on the same port, so that the widget crosses a real border."""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from joserfc import jwt
from joserfc.jwk import OctKey

from pult.live.asgi import Application

_STYLE = """
:root{color-scheme:light dark;--ink:#20262b;--soft:#5d666d;--paper:#f7f4ee;--card:#fff;--line:#e4ded2}
@media (prefers-color-scheme:dark){:root{--ink:#ece9e3;--soft:#a7a29a;--paper:#1b1a18;--card:#262421;--line:#3a3732}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
main,header{max-width:920px;margin:0 auto;padding:24px 16px}
h1{font-size:clamp(24px,5vw,38px);line-height:1.15;margin:.2em 0}p{color:var(--soft);max-width:60ch}a{color:inherit}
ul{list-style:none;padding:0;display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(220px,1fr))}
li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px}
li b{display:block}nav{display:flex;gap:16px}
"""
_TEXTS = {
    "ru": (
        "Лавка «Север»",
        "Тёплые вещи для долгой зимы",
        "Это демонстрационный сайт. Кнопка чата — внизу справа: напишите, и операторы за пультом увидят вас.",
        [("Свитер «Кижи»", "4 900 ₽"), ("Варежки «Иней»", "1 200 ₽"), ("Термос 0,7 л", "2 350 ₽")],
        "English",
        "?lang=en",
    ),
    "en": (
        "Sever Outfitters",
        "Warm things for a long winter",
        "This is a demo site. The chat button is at the bottom right: write, and the"
        " operators at the desk will see you.",
        [("Kizhi sweater", "$49"), ("Hoarfrost mittens", "$12"), ("Thermos 0.7 l", "$24")],
        "По-русски",
        "?lang=ru",
    ),
}


_ORDER: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "ru": ("Вопрос о заказе", "На этой странице чат сначала спрашивает: тема и ответы стоят рядом с разговором.", []),
    "en": (
        "A question about an order",
        "On this page the chat asks first: topic and answers stand beside the talk.",
        [],
    ),
}
PEOPLE: dict[str, dict[str, Any]] = {
    "irina": {
        "sub": "1042",
        "name": "Ирина Соколова",
        "email": "irina@example.com",
        "attributes": {"orders": 7, "loyal": True, "city": "Мурманск"},
    },
    "oleg": {"sub": "2077", "name": "Олег Жданов", "email": "oleg@example.com", "attributes": {"orders": 1}},
}
"""Customers of the shop who can be signed in, to try what operators see of them."""
_STUB = "window.Pult=window.Pult||function(){(Pult.q=Pult.q||[]).push(arguments)};"


def token(who: str, *, key: str, secret: str) -> str:
    """What the shop's server says about a customer: ten minutes of proof."""
    now = int(time.time())
    claims = {**PEOPLE[who], "aud": key, "iat": now, "exp": now + 600}
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret))


def page(*, lang: str, origin: str, key: str, order: bool = False, who: str | None = None, proof: str = "") -> bytes:
    """A page of the shop with the two lines that embed the widget; and for a customer who is signed in what says so.
    `order`: the page of an order, whose chat asks first.
    """
    name, title, text, goods, other, link = _TEXTS[lang]
    if order:
        title, text, goods = _ORDER[lang]
    path, there = ("/", name) if order else ("/order", _ORDER[lang][0])
    items = "".join(f"<li><b>{good}</b>{price}</li>" for good, price in goods)
    people = " ".join(f'<a href="?lang={lang}&as={one}">{one}</a>' for one in PEOPLE)
    account = f'{who} <a href="?lang={lang}&out=1">{"Выйти" if lang == "ru" else "Sign out"}</a>' if who else people
    calls = "Pult('shutdown');Pult('boot');" if who is None else _signed_in(who, proof)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>{_STYLE}</style></head><body>"
        f'<header><nav><strong>{name}</strong><a href="{path}?lang={lang}">{there}</a>'
        f'<a href="{link}">{other}</a><span>{account}</span></nav></header>'
        f"<main><h1>{title}</h1><p>{text}</p><ul>{items}</ul></main>"
        f"{f'<script>{_STUB}{calls}</script>' if who or proof == OUT else ''}"
        f'<script async src="{origin}/widget.js?site={key}" data-site="{key}"></script></body></html>'
    ).encode()


OUT = "out"
"""Instead of a proof: somebody has just signed out."""


def _signed_in(who: str, proof: str) -> str:
    fresh = f"()=>fetch('/token?as={who}').then(answer=>answer.text())"
    return f"Pult('boot',{{token:'{proof}',refresh:{fresh},attributes:{{basket:['Свитер «Кижи»']}}}});"


def with_demo(application: Application, *, origin: str, key: str, order_key: str, secret: str) -> Application:
    """Answer for `demo.localhost`; leave everything else to the application."""

    async def serve(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not _host(scope).startswith("demo.localhost"):
            await application(scope, receive, send)
            return
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        site = order_key if scope["path"] == "/order" else key
        status, kind, body = _answer(scope["path"], asked, origin=origin, key=site, secret=secret)
        headers = [
            (b"content-type", kind.encode()),
            (b"cache-control", b"no-cache"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})

    return serve


def _answer(path: str, asked: dict[str, str], *, origin: str, key: str, secret: str) -> tuple[int, str, bytes]:
    """Status, content type, body."""
    who = asked.get("as")
    who = who if who in PEOPLE else None
    if path == "/token" and who:
        return 200, "text/plain", token(who, key=key, secret=secret).encode()
    if path not in ("/", "/order"):
        return 404, "text/plain", b"Not found"
    proof = token(who, key=key, secret=secret) if who else OUT if "out" in asked else ""
    lang = "en" if asked.get("lang") == "en" else "ru"
    return (
        200,
        "text/html; charset=utf-8",
        page(lang=lang, origin=origin, key=key, order=path == "/order", who=who, proof=proof),
    )


def _host(scope: MutableMapping[str, Any]) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
