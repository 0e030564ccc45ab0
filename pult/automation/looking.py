"""What is known of talks when rules look at them: rows in, `Known` out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import msgspec

from pult.automation.conditions import Judged, Known
from pult.contacts.rules import plain
from pult.kit.calendar import Calendar

if TYPE_CHECKING:
    from asyncpg import Record


HoursOfChannel = Callable[[int | None, int], Calendar]
"""(team, channel) → the hours in which its talks are answered; team None: the channel's."""


def known(
    row: Record, *, text: str, hours: HoursOfChannel, at: datetime | None = None, now: datetime | None = None
) -> Known:
    """A row of `store.talks` with the words that made somebody look, said `at`. What the site signed counts before what
    a page said.
    """
    channel: int = row["channel_id"]
    now = now or datetime.now(UTC)
    waits = row["waiting_since"]
    return Known(
        channel=row["channel"],
        site=row["site"],
        topic=row["topic"],
        team=row["team_id"],
        language=row["language"],
        verified=row["verified"],
        tags=frozenset(row["tags"]),
        priority=row["priority"],
        text=text,
        page=_page(row["context"]),
        waited=(now - waits).total_seconds() / 60 if waits else None,
        judged=_judged(row["rating"]),
        attributes=plain(row["signed"], row["said"]),
        before=row["before"],
        queued=row["holder_kind"] == "queue",
        at=at or now,
        hours=lambda team: hours(team, channel),
    )


def _page(text: str | None) -> str:
    context: dict[str, Any] = msgspec.json.decode(text) if text else {}
    page: object = context.get("page")
    return str(cast("dict[str, Any]", page).get("url", "")) if isinstance(page, dict) else ""


def _judged(text: str | None) -> Judged | None:
    """1 and 2 of 5 and a thumb down are bad, 3 is middle, 4 and 5 and a thumb up are good."""
    if not text:
        return None
    rating: dict[str, int] = msgspec.json.decode(text)
    twice, middle = rating["score"] * 2, rating["of"] + 1
    return "good" if twice > middle else "middle" if twice == middle else "bad"
