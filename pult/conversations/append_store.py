"""How a batch travels to the append function: private to this folder."""

from __future__ import annotations

from typing import Any

import msgspec

_OPERATIONS = ("bigint", "integer", "bigint", "uuid", "bytea", "boolean", "text", "bigint", "bigint")
_ENTRIES = ("integer", "text", "text", "text", "bigint", "bigint", "timestamptz", "boolean", "boolean", "text")
_FIRST = 4
"""$1 whether to wait, $2 how many operations, $3 how many entries."""


def _statement() -> str:
    """Arrays travel as their text: making it costs a fraction of what encoding each element does. One element stands
    for as many of the same. OFFSET 0: each is read once, not wherever it is named.
    """
    kinds = list(enumerate(_OPERATIONS + _ENTRIES, _FIRST))
    given = [f"${number}::text::{kind}[] AS a{number}" for number, kind in kinds]
    whole = [_whole(f"a{number}", 2 if number < _FIRST + len(_OPERATIONS) else 3) for number, _ in kinds]
    return (
        "SELECT op, result, reason, conversation, seq, public_no, nullif(at, lag(at) OVER ()) AS at"
        " FROM (SELECT " + ", ".join(given) + " OFFSET 0) AS given, conversations.append($1, " + ", ".join(whole) + ")"
    )


def _whole(array: str, count: int) -> str:
    return f"CASE WHEN cardinality({array}) = 1 THEN array_fill({array}[1], ARRAY[${count}::integer]) ELSE {array} END"


APPEND = _statement()
ONE = f"SELECT * FROM conversations.append_one({', '.join(f'${number}' for number in range(1, 20))})"
"""One entry of one operation: what a single sender waits for needs no arrays."""
NOTHING = (False, 0, 0, *[None] * len(_OPERATIONS + _ENTRIES))
"""What `APPEND` is given for a batch of none."""
_json = msgspec.json.Encoder()


def array(values: list[Any]) -> str | None:
    """An array as PostgreSQL reads it: a JSON array in braces (both put strings in double quotes and mark a quote or a
    backslash in them by a backslash; our strings hold no other control character). One element where all are the same,
    None where nobody gives anything: `unnest` pads it.
    """
    if values.count(values[0]) == len(values):
        if values[0] is None:
            return None
        values = values[:1]
    return "{" + _json.encode(values)[1:-1].decode() + "}"
