"""The letter and the page of a department, in its language."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from pult.kit.mail import Letter
from pult.kit.mailbox.contract import File

_WORDS = {
    "ru": {
        "subject": "Вопрос к вам по обращению {no}",
        "asks": "{by} спрашивает вас по обращению {no}:",
        "link": "Ответить можно здесь, без входа:",
        "reply": "Или просто ответьте на это письмо.",
        "auto": "Автоматический ответ, не ответ на вопрос:",
        "bounced": "Письмо не дошло:",
        "empty": "Пришло письмо без слов.",
        "files": "Вложения остались в почте: {names}",
        "cut": "Письмо длиннее: здесь его начало.",
        "only": "Клиент не видит ни вопроса, ни ответа.",
        "title": "Вопрос по обращению {no}",
        "yours": "Ваш ответ",
        "send": "Отправить",
        "sent": "Ответ отправлен: {at} UTC. Можно дополнить.",
        "over": "Этот вопрос больше не ждёт ответа.",
        "none": "Такой ссылки нет. Возможно, вопрос отозван.",
        "long": "Ответ — от 1 до 4 000 знаков.",
        "often": "Слишком часто. Подождите минуту.",
    },
    "en": {
        "subject": "A question for you about case {no}",
        "asks": "{by} asks you about case {no}:",
        "link": "Answer here, without signing in:",
        "reply": "Or simply reply to this letter.",
        "auto": "Written by a machine, not an answer:",
        "bounced": "The letter did not arrive:",
        "empty": "A letter without words came.",
        "files": "Attachments stayed in the mailbox: {names}",
        "cut": "The letter is longer: this is its beginning.",
        "only": "The customer sees neither the question nor the answer.",
        "title": "A question about case {no}",
        "yours": "Your answer",
        "send": "Send",
        "sent": "Your answer was sent: {at} UTC. You can add to it.",
        "over": "This question waits for no answer any more.",
        "none": "There is no such link. Perhaps the question was taken back.",
        "long": "An answer has 1 to 4,000 characters.",
        "often": "Too often. Wait a minute.",
    },
}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;padding:24px 16px;max-width:640px;"
    "background:#f7f6f1;color:#1a1c1e}"
    "blockquote{margin:16px 0;padding:12px 16px;border-left:3px solid #3457d5;background:#fff;"
    "white-space:pre-wrap;overflow-wrap:anywhere}"
    "label{display:block;font-weight:600;margin:16px 0 4px}"
    "textarea{box-sizing:border-box;width:100%;min-height:140px;padding:8px;font:inherit;"
    "border:1px solid #77797c;border-radius:6px;background:#fff;color:inherit}"
    "button{margin-top:12px;min-height:44px;padding:0 20px;font:inherit;border:0;border-radius:8px;"
    "background:#1a1c1e;color:#fff}"
    "p[role]{padding:8px 12px;background:#e7efe5}p[role=alert]{background:#f9e3e1}"
    "@media(prefers-color-scheme:dark){body{background:#1a1c1e;color:#eceae3}"
    "blockquote,textarea{background:#26292c}button{background:#eceae3;color:#1a1c1e}"
    "p[role]{background:#23352a}p[role=alert]{background:#43211f}}"
)


def style() -> str:
    """What the page looks like; its hash stands in the page's policy."""
    return _STYLE


def word(language: str, name: str, **gaps: object) -> str:
    """One sentence."""
    return _WORDS.get(language, _WORDS["en"])[name].format(**gaps)


def letter(*, language: str, by: str, no: int, text: str, link: str, replies: bool) -> Letter:
    """What goes to the department. `replies`: a reply to it is read."""

    def say(name: str) -> str:
        return word(language, name, by=by, no=no)

    more = [say("reply")] if replies else []
    parts = [say("asks"), text, say("link"), link, *more, say("only")]
    html = "".join(
        (
            f"<p>{escape(say('asks'))}</p><blockquote>{escape(text)}</blockquote>",
            f'<p>{escape(say("link"))} <a href="{escape(link)}">{escape(link)}</a></p>',
            *(f"<p>{escape(one)}</p>" for one in (*more, say("only"))),
        )
    )
    return Letter(subject=say("subject"), text="\n\n".join(parts) + "\n", html=html)


def marks(*, language: str, by: str, no: int, text: str) -> list[str]:
    """Lines of that letter, so that they are known where a mail program does not mark them as quoted."""
    own = [word(language, name, by=by, no=no) for name in ("asks", "link", "reply", "only")]
    return [*own, *(line for line in text.split("\n") if len(line) > 20)]


def files(language: str, names: Sequence[File]) -> str:
    """What came with a letter and is not here; nothing if nothing did."""
    shown = ", ".join(f"{one.name} ({-(-one.size // 1024)} KB)" for one in names[:10])
    more = ", …" if len(names) > 10 else ""
    return word(language, "files", names=shown + more) if names else ""


def page(language: str, body: str, *, title: str) -> bytes:
    """A whole document."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    ).encode()


def question(shown: Any, *, said: str = "", wrong: str = "") -> bytes:
    """The page on which a department answers. `said`: what they wrote, if it was not taken (`wrong`: why)."""
    language, no = shown.language, shown.no

    def say(name: str, **gaps: object) -> str:
        return escape(word(language, name, no=no, by=shown.by, **gaps))

    told = f'<p role="alert">{escape(wrong)}</p>' if wrong else ""
    if shown.answered_at is not None and not wrong:
        told = f'<p role="status">{say("sent", at=shown.answered_at.strftime("%d.%m.%Y %H:%M"))}</p>'
    form = (
        f'<form method="post"><label for="text">{say("yours")}</label>'
        f'<textarea id="text" name="text" maxlength="4000" required dir="auto">{escape(said)}</textarea>'
        f"<button>{say('send')}</button></form>"
    )
    body = (
        f"<h1>{say('title')}</h1><p>{say('asks')}</p><blockquote dir='auto'>{escape(shown.text)}</blockquote>{told}"
        f"{form if shown.open else ''}<p>{say('only') if shown.open else say('over')}</p>"
    )
    return page(language, body, title=word(language, "title", no=no))


def absent() -> bytes:
    """Nothing is behind this link."""
    body = "".join(f'<p lang="{one}">{escape(word(one, "none"))}</p>' for one in ("ru", "en"))
    return page("ru", f"<h1>404</h1>{body}", title="404")
