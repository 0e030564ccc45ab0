"""HTTP of the floor: the rest of a long queue, and the bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, put
from litestar.params import JSONBody, QueryParameter

from pult.floor import commands, store
from pult.floor.events import Bar, Standing
from pult.floor.rules import Place
from pult.floor.subscribers import Board
from pult.kit.errors import Invalid
from pult.kit.web import PRIVATE
from pult.operators.access import By
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database

PAGE = 300


class QueuePage(msgspec.Struct):
    """What stands behind a place, in order; `next`: the place of the last one when there is more."""

    talks: list[Standing]
    next: Place | None


class BarWanted(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be reached on a kind of channel ("": wherever nothing else is said), in seconds."""

    first_reply: int
    waiting: int
    channel: str = ""


class BarsWanted(msgspec.Struct, forbid_unknown_fields=True):
    """All of them."""

    bars: tuple[BarWanted, ...]


class BarsShown(msgspec.Struct):
    """What was set; a channel that is not named has that of "", and without any 60 and 60."""

    bars: list[Bar]


def controller(*, db: Database, board: Board, by: By, guard: Any) -> type[Controller]:
    """Build the routes."""

    class FloorController(Controller):
        path = "/api/floor"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["floor"]  # noqa: RUF012

        @get("/queue", permission=Permission.FLOOR)
        async def queue(
            self, after: Annotated[str, QueryParameter(max_length=60, description="`next`, with commas between")] = ""
        ) -> Response[QueuePage]:
            """The queue behind a place."""
            talks, place = await board.queue(_place(after), PAGE)
            return Response(QueuePage(talks, place), headers=PRIVATE)

        @get("/bars", permission=Permission.FLOOR)
        async def bars(self) -> Response[BarsShown]:
            """What is to be reached."""
            return Response(BarsShown(await store.bars(db)), headers=PRIVATE)

        @put("/bars", permission=Permission.FLOOR)
        async def set_bars(self, data: JSONBody[BarsWanted], request: Request[Any, Any, Any]) -> Response[BarsShown]:
            """Other bars from now on."""
            wanted = [Bar(channel=b.channel, first_reply=b.first_reply, waiting=b.waiting) for b in data.bars]
            kept = await commands.set_bars(db, wanted, by=by(request))
            board.look_at_bars()
            return Response(BarsShown(kept), headers=PRIVATE)

    return FloorController


def _place(text: str) -> Place:
    parts = text.split(",") if text else ["-99999", "0", "0"]
    try:
        first, second, third = (int(one) for one in parts)
    except ValueError as error:
        raise Invalid("this is no place in the queue", pointer="/after") from error
    return first, second, third
