"""Hours of a site for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pult.kit.calendar import DAYS


def closed_now() -> dict[str, list[str]]:
    """Hours that begin in three days, in any zone."""
    day = datetime.now(UTC) + timedelta(days=3)
    return {DAYS[day.weekday()]: ["11:00-12:00"]}
