"""Facts about operators."""

from __future__ import annotations

import msgspec

ONLINE = "operator.online"
OFFLINE = "operator.offline"


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """An operator as colleagues see them; `public_name` is what visitors see."""

    id: int
    login: str
    name: str
    public_name: str
