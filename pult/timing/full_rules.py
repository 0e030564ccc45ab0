"""Which talks leave a full team at once. Pure: weights and rooms in, places out."""

from __future__ import annotations

from collections.abc import Sequence


def leaving(waiting: Sequence[int], *, own: Sequence[int], there: Sequence[int], before: Sequence[int]) -> list[int]:
    """Places in a queue (`waiting` are the weights of its talks, in order) that go to the second team: those for which
    nobody of their `own` team has room, as long as people `there` have, behind the weights that wait there `before`
    them. All in hundredths of a chat.
    """
    here, rooms, found = sorted(own, reverse=True), sorted(there, reverse=True), list[int]()
    for weight in before:
        if not _take(rooms, weight):
            return []
    for place, weight in enumerate(waiting):
        if not _take(here, weight) and _take(rooms, weight):
            found.append(place)
    return found


def _take(rooms: list[int], weight: int) -> bool:
    """Whether somebody has room for it, who has less then."""
    if not rooms or rooms[0] < weight:
        return False
    rooms[0] -= weight
    rooms.sort(reverse=True)
    return True
