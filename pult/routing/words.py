"""What visitors are told of whose turn it is, in their language."""

from __future__ import annotations

from datetime import datetime

_MONTHS = {
    "ru": (
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_TOLD = {
    "ru": "{name}: ответ придёт сюда до {time} {day} {month} ({zone}). Ждать не нужно.",
    "en": "{name} will write to you here by {time} on {day} {month} ({zone}). You need not wait.",
}


def told(language: str | None, *, name: str, at: datetime) -> str:
    """Who writes by when; `at` in the zone of the site."""
    known = (language or "ru").casefold().partition("-")[0]
    known = known if known in _TOLD else "en"
    return _TOLD[known].format(
        name=name, time=f"{at:%H:%M}", day=at.day, month=_MONTHS[known][at.month - 1], zone=at.tzname()
    )
