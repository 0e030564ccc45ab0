"""How an operator wants the desk to be, on every machine she sits at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from pult.desk import drafts_store as store
from pult.desk.drafts import Tell

if TYPE_CHECKING:
    from pult.kit.db import Database


Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Quiet(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Hours of the day in which nobody is called; the same time twice: none. They may go over midnight."""

    start: Clock = msgspec.field(default="00:00", name="from")
    end: Clock = msgspec.field(default="00:00", name="to")


class Notice(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How somebody is called to the desk: which sound, again after how many seconds while somebody waits (0: once), for
    one's own talks or the queue as well, whether the words are shown.
    """

    sound: Literal["drop", "bell", "knock", "none"] = "drop"
    again: Annotated[int, msgspec.Meta(ge=0, le=600)] = 20
    scope: Literal["mine", "queue"] = "queue"
    words: bool = True
    quiet: Quiet = msgspec.field(default_factory=Quiet)


class Preferences(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`undo`: seconds for which a reply can be called back (0: it goes at once). `stop`: a reply waits for a second
    look when the talk has changed since it was begun, or only when something came that this desk has not shown yet.
    `notice`: how she is called.
    """

    undo: Annotated[int, msgspec.Meta(ge=0, le=30)] = 5
    stop: Literal["begun", "unseen"] = "begun"
    notice: Notice = msgspec.field(default_factory=Notice)


async def read(db: Database, operator: int) -> Preferences:
    """Those of one operator; what is not set has its default, what this version does not know is left aside."""
    body = await store.preferences(db, operator)
    known: dict[str, object] = msgspec.json.decode(body) if body else {}
    try:
        return msgspec.convert({k: v for k, v in known.items() if k in Preferences.__struct_fields__}, Preferences)
    except msgspec.ValidationError:
        return Preferences()


async def write(db: Database, operator: int, preferences: Preferences, *, tell: Tell) -> None:
    """Keep them; every desk of hers hears it."""
    await store.prefer(db, operator, msgspec.json.encode(preferences).decode())
    tell(operator, {"t": "preferences", **msgspec.to_builtins(preferences)})
