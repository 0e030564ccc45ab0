"""The wire's time."""

from __future__ import annotations

from datetime import datetime


class _Last:
    """The last time that was asked for. All entries of a batch share one object, and each is encoded several times."""

    at: datetime | None = None
    milliseconds = 0


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970 (UTC) of an aware time."""
    if at is not _Last.at:
        _Last.at, _Last.milliseconds = at, int(at.timestamp() * 1000)
    return _Last.milliseconds
