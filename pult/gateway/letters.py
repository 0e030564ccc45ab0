"""What leaves by mail, in words: replies to a message left when nobody was there, and copies of a talk.

Subjects hold the site's name and the number of the case, never words of whoever writes to us: a stranger must not be
able to send his own text under our name to somebody else's address.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from pult.conversations.events import Actor, Entry, Kind
from pult.gateway import marks
from pult.kit.mail import Letter

_WORDS = {
    "ru": {
        "reply": "Ответ на ваше обращение № {no} — {site}",
        "reply_why": "Это ответ на сообщение, которое вы оставили на сайте. Отвечать на письмо не нужно: мы не увидим"
        " ответа. Продолжить разговор можно в чате на сайте.",
        "copy": "Копия разговора № {no} — {site}",
        "copy_why": "Эту копию попросили прислать в чате на сайте. Если это были не вы, просто удалите письмо.",
        "you": "Вы",
        "support": "Поддержка",
        "erased": "сообщение удалено",
    },
    "en": {
        "reply": "Our reply to your request no. {no} — {site}",
        "reply_why": "This is a reply to the message that you left on the site. Please do not answer this letter:"
        " nobody would see it. You can go on in the chat on the site.",
        "copy": "A copy of your talk no. {no} — {site}",
        "copy_why": "Somebody asked for this copy in the chat on the site. If it was not you, just delete the letter.",
        "you": "You",
        "support": "Support",
        "erased": "the message was deleted",
    },
}


def reply(*, site: str, no: int, author: str, text: str, language: str | None, signature: str = "") -> Letter:
    """An operator's words to somebody who left a mail address, under her own signature if she has one. The signature
    is text with our marks as her words are: what looks like markup in it is shown as it is.
    """
    words = _words(language)
    name = f"{author or words['support']}, {site}"
    under = (marks.plain(signature), marks.html(signature)) if signature.strip() else (name, escape(name))
    return Letter(
        subject=words["reply"].format(no=no, site=site),
        text=f"{marks.plain(text)}\n\n{under[0]}\n\n-- \n{words['reply_why']}\n",
        html=_page([marks.html(text), under[1]], words["reply_why"]),
    )


def copy(*, site: str, no: int, entries: Sequence[Entry], zone: ZoneInfo, language: str | None) -> Letter:
    """What was said in public, in order."""
    words = _words(language)
    said = [_said(entry, words, zone) for entry in _folded(entries)]
    return Letter(
        subject=words["copy"].format(no=no, site=site),
        text="\n\n".join(f"{head}\n{text}" for head, text in said) + f"\n\n-- \n{words['copy_why']}\n",
        html=_page([f"<b>{escape(head)}</b><br>{_lines(text)}" for head, text in said], words["copy_why"]),
    )


def _words(language: str | None) -> dict[str, str]:
    return _WORDS["en" if language == "en" else "ru"]


def _folded(entries: Sequence[Entry]) -> list[tuple[Entry, str | None]]:
    """Messages with their last words; None: erased."""
    words: dict[int, str | None] = {}
    for entry in entries:
        if entry.kind == Kind.MESSAGE:
            words[entry.seq] = None if entry.body.get("erased") else str(entry.body.get("text", ""))
        elif entry.kind == Kind.EDITED and entry.target in words and not entry.body.get("erased"):
            words[entry.target] = str(entry.body.get("text", ""))
        elif entry.kind == Kind.ERASED and entry.target in words:
            words[entry.target] = None
    return [(entry, words[entry.seq]) for entry in entries if entry.kind == Kind.MESSAGE]


def _said(one: tuple[Entry, str | None], words: dict[str, str], zone: ZoneInfo) -> tuple[str, str]:
    entry, text = one
    who = words["you"] if entry.actor is Actor.CONTACT else str(entry.body.get("public_name") or words["support"])
    return f"{_clock(entry.at, zone)} {who}", text if text is not None else f"({words['erased']})"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M}"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _page(parts: Sequence[str], why: str) -> str:
    body = "".join(f"<p>{part}</p>" for part in parts)
    return (
        f'<div style="font:15px/22px sans-serif">{body}<p style="color:#62686e;font-size:13px">{escape(why)}</p></div>'
    )
