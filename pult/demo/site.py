"""A small shop on `demo.localhost`: another origin on the same port, so that the widget crosses a real border."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

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


def page(*, lang: str, origin: str, key: str) -> bytes:
    """The shop's only page, with the two lines that embed the widget."""
    name, title, text, goods, other, link = _TEXTS[lang]
    items = "".join(f"<li><b>{good}</b>{price}</li>" for good, price in goods)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>{_STYLE}</style></head><body>"
        f'<header><nav><strong>{name}</strong><a href="{link}">{other}</a></nav></header>'
        f"<main><h1>{title}</h1><p>{text}</p><ul>{items}</ul></main>"
        f'<script async src="{origin}/widget.js?site={key}" data-site="{key}"></script></body></html>'
    ).encode()


def with_demo(application: Application, *, origin: str, key: str) -> Application:
    """Answer for `demo.localhost`; leave everything else to the application."""

    async def serve(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not _host(scope).startswith("demo.localhost"):
            await application(scope, receive, send)
            return
        lang = "en" if b"lang=en" in scope["query_string"] else "ru"
        found = scope["path"] == "/"
        body = page(lang=lang, origin=origin, key=key) if found else b"Not found"
        kind = b"text/html; charset=utf-8" if found else b"text/plain"
        await send(
            {
                "type": "http.response.start",
                "status": 200 if found else 404,
                "headers": [
                    (b"content-type", kind),
                    (b"cache-control", b"no-cache"),
                    (b"content-length", str(len(body)).encode()),
                ],
            }
        )
        await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})

    return serve


def _host(scope: MutableMapping[str, Any]) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
