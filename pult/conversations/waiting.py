"""What stands in a queue: plain vocabulary."""

from __future__ import annotations

import msgspec

from pult.conversations.rules import Head


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A talk in the queue, as far as it matters whose it becomes. `waited`: seconds since its visitor began to wait;
    `giver`: who gave it away, if that is how it came here; `last`: who answered this person last;
    `verified`: their site has proven who they are; `kind`: of its channel.
    """

    head: Head
    team: int | None
    waited: float
    language: str | None
    verified: bool = False
    giver: int | None
    last: int | None
    kind: str = ""
