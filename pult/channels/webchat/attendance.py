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

AWAY, BACK = "button.away", "button.back"
log = structlog.get_logger("pult.webchat")


def is_away(settings: Settings, *, free: bool, now: datetime) -> bool:
    """Outside the hours; or nobody is there to answer, where the site goes by people."""
    here = calendar.is_open(settings.calendar, now)
    return not here or (settings.presence == "people" and not free)


def back_at(settings: Settings, *, now: datetime) -> int | None:
    """When the hours begin again (ms); None: they have begun, or it is not known."""
    back = None if calendar.is_open(settings.calendar, now) else calendar.next_opening(settings.calendar, now)
    return milliseconds(back) if back else None


def standing(site: WebSite, *, free: bool) -> dict[str, Any]:
    """What an open chat is told: `away`, and `until` when where it is known."""
    now = datetime.now(UTC)
    away = is_away(site.settings, free=free, now=now)
    until = back_at(site.settings, now=now) if away else None
    return {"away": away, **({} if until is None else {"until": until})}


def room_of(channel: int) -> str:
    """The topic of all open chats of a site."""
    return f"w:{channel}"


class Attendance:
    """Looks once a `period` (seconds). `tell` publishes to this node's sockets, every node looks for itself;
    `beat` is called with each look, `turned` keeps a turn of a channel (`button.away`, `button.back`).
    """

    def __init__(
        self,
        *,
        sites: Callable[[], Sequence[Site]],
        free: Callable[[int], bool],
        tell: Callable[[str, dict[str, Any]], None],
        beat: Callable[[], None],
        turned: Callable[[int, str], Awaitable[None]],
        period: float = 1.0,
    ) -> None:
        self._sites, self._free, self._tell, self._turned = sites, free, tell, turned
        self._beat, self._period = beat, period
        self._known: dict[int, dict[str, Any]] = {}
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
        now = standing(site, free=self._free(site.id))
        before = self._known.get(site.id)
        if before == now:
            return
        self._known[site.id] = now
        self._tell(room_of(site.id), {"t": "site", **now})
        if before is None or before["away"] != now["away"]:
            await self._turned(site.id, AWAY if now["away"] else BACK)
