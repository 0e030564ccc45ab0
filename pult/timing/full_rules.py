"""Which talks leave a full team at once. Pure: weights, kinds and rooms in, places out."""

from __future__ import annotations

from collections.abc import Sequence

Weighs = tuple[int, str]
"""A talk: what it weighs, the kind of its channel."""
Room = tuple[int, frozenset[str] | None]
"""Somebody's room, and kinds of channels she takes talks of in her state (None: of all)."""


def leaving(
    waiting: Sequence[Weighs], *, own: Sequence[Room], there: Sequence[Room], before: Sequence[Weighs]
) -> list[int]:
    """Places in a queue (`waiting`, in order) that go to the second team: those for which nobody of their `own` team
    has room, as long as people `there` have, behind those that wait there `before` them: the next room of whoever
    takes such a talk is that one's. Weights and rooms are hundredths of a chat.
    """
    here, rooms, found = list(own), list(there), list[int]()
    for talk in before:
        if not _take(rooms, talk):
            rooms = [one for one in rooms if not _takes(one, talk[1])]
    for place, talk in enumerate(waiting):
        if not _take(here, talk) and _take(rooms, talk):
            found.append(place)
    return found


def _take(rooms: list[Room], talk: Weighs) -> bool:
    """Whether somebody has room for it, who has less then: whoever has most."""
    weight, kind = talk
    fits = [one for one in rooms if one[0] >= weight and _takes(one, kind)]
    if not fits:
        return False
    most = max(fits, key=lambda one: one[0])
    rooms[rooms.index(most)] = (most[0] - weight, most[1])
    return True


def _takes(room: Room, kind: str) -> bool:
    """Whether she takes talks of such channels now."""
    return room[1] is None or kind in room[1]
