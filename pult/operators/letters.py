"""Letters with one-time links."""

from __future__ import annotations

from html import escape

import structlog

from pult.kit.ids import uuid7
from pult.kit.mail import Letter, Mailer, MailFailed

log = structlog.get_logger("pult.operators")

_WORDS = {
    ("ru", True): (
        "Приглашение в Пульт",
        "{by} приглашает вас отвечать клиентам в Пульте. Ваш логин: {login}. Имя и пароль вы выберете по ссылке:",
    ),
    ("ru", False): ("Новый пароль для Пульта", "{by} просит вас выбрать новый пароль. Ваш логин: {login}. Ссылка:"),
    ("en", True): (
        "An invitation to Pult",
        "{by} asks you to answer customers in Pult. Your login: {login}. Choose your name and password here:",
    ),
    ("en", False): (
        "A new password for Pult",
        "{by} asks you to choose a new password. Your login: {login}. The link:",
    ),
}
_ONCE = {"ru": "Ссылка действует один раз и не дольше суток.", "en": "The link works once, within 24 hours."}


def letter(link: str, *, login: str, language: str, new: bool, by: str) -> Letter:
    """The letter in one language."""
    subject, said = _WORDS[language, new]
    words, once = said.format(by=by, login=login), _ONCE[language]
    html = f'<p>{escape(words)}</p><p><a href="{escape(link)}">{escape(link)}</a></p><p>{escape(once)}</p>'
    return Letter(subject=subject, text=f"{words}\n\n{link}\n\n{once}\n", html=html)


class Links:
    """Sends links by mail, where mail is set up. They are never queued: their secret stands in no table."""

    def __init__(self, mailer: Mailer | None) -> None:
        self._mailer = mailer

    async def send(self, link: str, *, to: str, login: str, language: str, new: bool, by: str) -> bool:
        """Whether it left."""
        if self._mailer is None:
            return False
        made = letter(link, login=login, language=language, new=new, by=by)
        try:
            await self._mailer.send(made, to=to, name="Pult", id=str(uuid7()), automatic=True)
        except MailFailed as error:
            log.warning("link_not_sent", reason=str(error))
            return False
        return True
