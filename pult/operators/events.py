"""Facts about operators."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

ONLINE = "operator.online"
OFFLINE = "operator.offline"
SIGNED_IN = "operator.signed_in"
INVITED = "operator.invited"
JOINED = "operator.joined"
CHANGED = "operator.changed"
PASSWORD_CHANGED = "operator.password_changed"  # noqa: S105 - the name of a fact
SESSIONS_ENDED = "operator.sessions_ended"
DEACTIVATED = "operator.deactivated"
ACTIVATED = "operator.activated"
STATE = "operator.state"
STATES_CHANGED = "operator.states_changed"
TEAM_CHANGED = "team.changed"


EVERYWHERE = 0
"""The channel under which a face stands that is shown where a site has none of its own."""


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """What visitors see of an operator on a site. A picture is named by its mark (`/faces/<mark>`); None: initials."""

    name: str
    picture: str | None = None


class Operator(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An operator as colleagues see them; `public_name` is what visitors see where `faces` (channel → name and picture)
    says nothing else.
    """

    id: int
    login: str
    name: str
    public_name: str
    faces: dict[int, tuple[str | None, str | None]] = {}

    def face(self, channel: int = EVERYWHERE) -> Face:
        """What visitors of this channel see; what a site leaves open is as it is everywhere."""
        here, usual = (self.faces.get(one, (None, None)) for one in (channel, EVERYWHERE))
        return Face(name=here[0] or self.public_name, picture=here[1] or usual[1])


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """Operators who answer together. `replies`: in its talks only whoever holds one may reply (`holder`), or
    `anybody` of the team.
    """

    id: int
    name: str
    replies: Literal["holder", "anybody"] = "holder"


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who changes an account, for the facts: an operator with a place, or (0) the command line."""

    id: int = 0
    address: str = ""

    def fact(self, **more: Any) -> dict[str, Any]:
        """A fact's body with who did it."""
        return {"by": self.id, "address": self.address, **more}
