"""Whether the visitors of a site find somebody now: by its hours and by who is at a desk. Every turn is told to the
open chats at once and kept as a fact.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog

from pult.channels.webchat.site import Settings, WebSite, of_site
from pult.gateway.contract import Site
from pult.kit import calendar
from pult.kit.clock import milliseconds

AWAY, BACK, FULL = "button.away", "button.back", "button.full"
HIDDEN, SHOWN = "button.hidden", "button.shown"
TURNS = ((AWAY, BACK, FULL), (HIDDEN, SHOWN))
"""Facts that follow each other: whether somebody can answer; whether the button stands on the site's pages."""
log = structlog.get_logger("pult.webchat")


def is_away(settings: Settings, *, free: bool, full: bool = False, now: datetime) -> bool:
    """Outside the hours; or nobody is there to answer, where the site goes by people; or as many wait as may."""
    here = calendar.is_open(settings.calendar, now)
    return not here or full or (settings.presence == "people" and not free)


def back_at(settings: Settings, *, now: datetime) -> int | None:
    """When the hours begin again (ms); None: they have begun, or it is not known."""
    back = None if calendar.is_open(settings.calendar, now) else calendar.next_opening(settings.calendar, now)
    return milliseconds(back) if back else None


def standing(site: WebSite, *, free: bool, full: bool) -> dict[str, Any]:
    """What an open chat is told: `away`, and `until` when where it is known."""
    now = datetime.now(UTC)
    away = is_away(site.settings, free=free, full=full, now=now)
    until = back_at(site.settings, now=now) if away else None
    return {"away": away, **({} if until is None else {"until": until})}


def hides_button(settings: Settings) -> bool:
    """Whether the button gives way to other ways while nobody can answer; never to nothing."""
    return settings.launcher.hides and bool(settings.launcher.ways)


def room_of(channel: int) -> str:
    """The topic of all open chats of a site."""
    return f"w:{channel}"


class Attendance:
    """Looks once a `period` (seconds). `tell` publishes to this node's sockets, every node looks for itself;
    `beat` is called with each look, `turned` keeps a turn of a channel (one of `TURNS`).
    """

    def __init__(
        self,
        *,
        sites: Callable[[], Sequence[Site]],
        free: Callable[[int], bool],
        full: Callable[[int], bool],
        tell: Callable[[str, dict[str, Any]], None],
        beat: Callable[[], None],
        turned: Callable[[int, str], Awaitable[None]],
        period: float = 1.0,
    ) -> None:
        self._sites, self._free, self._full, self._tell, self._turned = sites, free, full, tell, turned
        self._beat, self._period = beat, period
        self._known: dict[int, tuple[dict[str, Any], bool, bool]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin looking."""
        self._task = asyncio.create_task(self._run(), name="attendance")

    async def stop(self) -> None:
        """End."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            self._beat()
            for site in self._sites():
                try:
                    if site.kind == "webchat":
                        await self._look(of_site(site))
                except Exception as error:
                    log.warning("attendance_not_kept", error=repr(error))
            await asyncio.sleep(self._period)

    async def _look(self, site: WebSite) -> None:
        free, full = self._free(site.id), self._full(site.id)
        now = standing(site, free=free, full=full)
        hides = hides_button(site.settings)
        before = self._known.get(site.id)
        if before == (now, full, hides):
            return
        self._known[site.id] = (now, full, hides)
        if before is None or before[0] != now:
            self._tell(room_of(site.id), {"t": "site", **now})
        closed = is_away(site.settings, free=free, now=datetime.now(UTC))
        await self._turned(site.id, AWAY if closed else FULL if full else BACK)
        if hides or (before is not None and before[2]):
            await self._turned(site.id, HIDDEN if hides and now["away"] else SHOWN)
