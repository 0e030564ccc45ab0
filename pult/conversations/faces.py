"""Who acts, and what of them is written down with their words: as it was then, so that a later renaming rewrites
nothing. Pure.
"""

from __future__ import annotations

from typing import Any

import msgspec

from pult.conversations.events import Actor
from pult.operators.events import Face


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts. `name` is what colleagues see, `public_name` and `picture` what visitors see; `verified`: a contact who
    has proven who they are.
    """

    kind: Actor
    id: int
    name: str = ""
    public_name: str = ""
    picture: str | None = None
    verified: bool = False

    def face(self) -> Face:
        """What visitors see."""
        return Face(name=self.public_name, picture=self.picture)


def named(who: Who, body: dict[str, Any]) -> dict[str, Any]:
    """A body with who said it, for both sides."""
    return body if who.kind is Actor.CONTACT else {**body, "name": who.name, **outside(who)}


def outside(who: Who) -> dict[str, Any]:
    """Who said it, as far as visitors see."""
    return {"public_name": who.public_name, **({"face": who.picture} if who.picture else {})}


def answers(face: Face | None) -> dict[str, Any]:
    """Who answers from now on (None: nobody), as visitors see them."""
    shown: dict[str, Any] = {"name": face.name if face else None}
    return {**shown, "with": face.picture} if face and face.picture else shown
