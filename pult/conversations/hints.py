"""What other nodes are told about committed entries: where they stand, and the entries themselves when small."""

from __future__ import annotations

import msgspec

from pult.conversations.events import Appended, Entry
from pult.kit.bus import Hint

INLINE_BYTES = 2_000
"""Bodies up to this size travel with the bell's hint; larger ones are read by whoever needs them."""
_entries = msgspec.json.Decoder(list[Entry])


def hint_of(appended: Appended) -> Hint:
    """For the bell."""
    body = msgspec.json.encode(appended.entries)
    first, upto = appended.entries[0].seq, appended.entries[-1].seq
    if len(body) > INLINE_BYTES:
        return Hint("e", appended.conversation, first, upto)
    return Hint("e", appended.conversation, first, upto, msgspec.Raw(body))


def appended_of(hint: Hint) -> Appended | None:
    """What a hint of another node carries; None: it must be read."""
    if bytes(hint.body) == b"null":
        return None
    return Appended(conversation=hint.conversation, entries=tuple(_entries.decode(hint.body)))
