"""Frames that wait for one slow socket: bounded, newest state first come, signals the first to go."""

from __future__ import annotations

from collections import deque

from pult.live.frames import ROOM


class Entry:
    """One waiting frame; its content may be replaced by a newer one of the same key."""

    __slots__ = ("key", "packed")

    def __init__(self, packed: bytearray, key: str | None) -> None:
        self.packed = packed
        self.key = key


class Outbox:
    """Made when a socket falls behind, dropped when it has caught up."""

    __slots__ = ("_entries", "_keys", "size")

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._keys: dict[str, Entry] = {}
        self.size = 0
        """Waiting bytes."""

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, packed: bytearray, *, key: str | None = None) -> None:
        """Wait at the end; with a key that waits already: take its place."""
        if key is not None:
            waiting = self._keys.get(key)
            if waiting is not None:
                self.size += len(packed) - len(waiting.packed)
                waiting.packed = packed
                return
        entry = Entry(packed, key)
        self._entries.append(entry)
        self.size += len(packed) - ROOM
        if key is not None:
            self._keys[key] = entry

    def knows(self, key: str) -> bool:
        """Whether a frame of this key waits."""
        return key in self._keys

    def take(self) -> bytearray:
        """The frame that waits longest. Raises IndexError if none waits."""
        entry = self._entries.popleft()
        if entry.key is not None:
            del self._keys[entry.key]
        self.size -= len(entry.packed) - ROOM
        return entry.packed
