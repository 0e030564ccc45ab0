"""HTTP of letters that came: how it stands with the mailbox, what became of each letter, a letter as it came."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from pult.kit.mailbox.sorting import Known, Letters, Standing
from pult.kit.web import PRIVATE
from pult.operators.rules import Permission


class LettersShown(msgspec.Struct):
    """The mailbox (none is set: null), and its letters, the newest first."""

    mailbox: Standing | None
    letters: list[Known]


def controller(*, letters: Letters, guard: Any) -> type[Controller]:
    """Build the routes."""

    class LettersController(Controller):
        path = "/api/letters"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["sites"]  # noqa: RUF012

        @get("/", permission=Permission.SITES_MANAGE)
        async def every(self) -> Response[LettersShown]:
            """The last hundred letters and what came of them."""
            return Response(LettersShown(await letters.standing(), await letters.latest()), headers=PRIVATE)

        @get("/{letter:int}/raw", permission=Permission.SITES_MANAGE)
        async def raw(self, letter: FromPath[int]) -> Response[bytes]:
            """A letter as it came, to be kept or opened in a mail program; 404 after a month."""
            return Response(await letters.raw(letter), media_type="application/octet-stream", headers=_file(letter))

    return LettersController


def _file(letter: int) -> dict[str, str]:
    name = f'attachment; filename="letter-{letter}.eml"'
    return {**PRIVATE, "content-disposition": name, "content-security-policy": "sandbox", **_PLAIN}


_PLAIN = {"x-content-type-options": "nosniff"}
