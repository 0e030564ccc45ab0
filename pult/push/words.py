"""What a note of the system says, in the language of whoever reads it."""

from __future__ import annotations

_WORDS = {
    "ru": {
        "message": "Новое сообщение",
        "visitor": "Посетитель",
        "files": "Прислали файл",
        "answer": "Вам ответили. Откройте чат, чтобы прочитать.",
    },
    "en": {
        "message": "A new message",
        "visitor": "A visitor",
        "files": "Sent a file",
        "answer": "You have an answer. Open the chat to read it.",
    },
}


def said(word: str, language: str | None) -> str:
    """One of them."""
    return _WORDS["ru" if language == "ru" else "en"][word]
