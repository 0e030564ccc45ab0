"""How an operator wants the desk to be, on every machine she sits at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import msgspec
from msgspec import UNSET, UnsetType

from pult.desk import drafts_store as store
from pult.desk.drafts import Tell
from pult.kit.errors import Invalid

if TYPE_CHECKING:
    from pult.kit.db import Database


Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Again = Annotated[int, msgspec.Meta(ge=0, le=600)]
Undo = Annotated[int, msgspec.Meta(ge=0, le=30)]
Sound = Literal["drop", "bell", "knock", "none"]
Scope = Literal["mine", "queue"]
Stop = Literal["begun", "unseen"]
Language = Literal["en", "ru", "browser"]
Theme = Literal["light", "dark", "system"]


class Quiet(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Hours of the day in which nobody is called; the same time twice: none. They may go over midnight."""

    start: Clock = msgspec.field(default="00:00", name="from")
    end: Clock = msgspec.field(default="00:00", name="to")


class Notice(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How somebody is called to the desk: which sound, again after how many seconds while somebody waits (0: once), for
    one's own talks or the queue as well, whether the words are shown.
    """

    sound: Sound = "drop"
    again: Again = 20
    scope: Scope = "queue"
    words: bool = True
    quiet: Quiet = msgspec.field(default_factory=Quiet)


class Preferences(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`undo`: seconds for which a reply can be called back (0: it goes at once). `stop`: a reply waits for a second
    look when the talk has changed since it was begun, or only when something came that this desk has not shown yet.
    `notice`: how she is called. `language` and `theme`: as chosen, or as the browser and the system have it; None:
    nothing was chosen, so each browser keeps what it had.
    """

    undo: Undo = 5
    stop: Stop = "begun"
    notice: Notice = msgspec.field(default_factory=Notice)
    language: Language | None = None
    theme: Theme | None = None


class QuietChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What of it shall be otherwise."""

    start: Clock | UnsetType = msgspec.field(default=UNSET, name="from")
    end: Clock | UnsetType = msgspec.field(default=UNSET, name="to")


class NoticeChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What of it shall be otherwise."""

    sound: Sound | UnsetType = UNSET
    again: Again | UnsetType = UNSET
    scope: Scope | UnsetType = UNSET
    words: bool | UnsetType = UNSET
    quiet: QuietChange | UnsetType = UNSET


class PreferencesChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What shall be otherwise; what is not named stays as it is, on every level."""

    undo: Undo | UnsetType = UNSET
    stop: Stop | UnsetType = UNSET
    notice: NoticeChange | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    theme: Theme | UnsetType = UNSET


async def read(db: Database, operator: int) -> Preferences:
    """Those of one operator; what is not set has its default, what this version does not know is left aside."""
    return _kept(await store.preferences(db, operator))


async def change(db: Database, operator: int, wanted: PreferencesChange, *, tell: Tell) -> Preferences:
    """Keep what is wanted, and leave the rest: two desks may change different things at once. Every desk of hers hears
    it. Raises `Invalid` when nothing is named.
    """
    given: dict[str, Any] = msgspec.to_builtins(wanted)
    if not given:
        raise Invalid("name what shall be otherwise")
    async with db.transaction() as connection:
        before = msgspec.to_builtins(_kept(await store.lock_preferences(connection, operator)))
        now = msgspec.convert(_merged(before, given), Preferences)
        await store.prefer(connection, operator, msgspec.json.encode(now).decode())
    tell(operator, {"t": "preferences", **msgspec.to_builtins(now)})
    return now


def _kept(body: str | None) -> Preferences:
    known: dict[str, object] = msgspec.json.decode(body) if body else {}
    try:
        return msgspec.convert({k: v for k, v in known.items() if k in Preferences.__struct_fields__}, Preferences)
    except msgspec.ValidationError:
        return Preferences()


def _merged(before: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """`before` with what is given, at every depth."""
    now = dict(before)
    for name, value in given.items():
        now[name] = _merged(before[name], cast("dict[str, Any]", value)) if isinstance(value, dict) else value
    return now
