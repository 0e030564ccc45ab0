"""Whether somebody may still read what an address of a file was made for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from litestar import Request

from pult.desk import store
from pult.kit.errors import SignInNeeded
from pult.operators import queries as operators
from pult.operators.access import Doorkeeper, session_cookie

if TYPE_CHECKING:
    from pult.kit.db import Database

MayRead = Callable[[Request[Any, Any, Any], str, int], Awaitable[bool]]
"""(request, viewer, conversation) → whether this request comes from that viewer, who sees that talk."""


def may_read(db: Database, keeper: Doorkeeper, *, secure: bool, own_origin: bool) -> MayRead:
    """Addresses made for visitors are good by themselves; an operator's only with her session (`own_origin`: no cookie
    comes there), and only as long as she sees the talk.
    """
    name = session_cookie(secure=secure)

    async def is_hers(request: Request[Any, Any, Any], operator: int) -> bool:
        try:
            return (await keeper.by_token(request.cookies.get(name))).operator.id == operator
        except SignInNeeded:
            return False

    async def look(request: Request[Any, Any, Any], viewer: str, conversation: int) -> bool:
        if not viewer.startswith("o"):
            return True
        operator = int(viewer[1:])
        if not own_origin and not await is_hers(request, operator):
            return False
        place = await store.place_of(db, conversation)
        if place is None:
            return False
        return await operators.sees(db, operator, team=place.team) or operator in place.guests

    return look
