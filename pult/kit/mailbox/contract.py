"""What a letter is to those whom it is given to, and what they say of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec

Automatic = Literal["reply", "bounce", "receipt"]
"""Written by a machine: an absence notice and the like; «could not be delivered»; «was read»."""
Outcome = Literal["taken", "automatic", "double", "empty", "closed", "too_many", "nobody", "unreadable"]
"""`taken`: it did what it came for. `double`: it had come before. `empty`: no words in it. `closed`: what it answers
waits no more. `nobody`: it is for none of us. `unreadable`: it broke whoever read it.
"""


class File(msgspec.Struct, frozen=True):
    """Something that came with a letter: its name, its size in bytes."""

    name: str
    size: int


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as it was read. `mark`: its Message-ID, or what stands for it; `keys`: what it carries of ours
    (`keys.new_key`); `text`: all its words, what is quoted behind `>`; `cut`: it was too long, this is its beginning.
    """

    mark: str
    sender: str
    name: str
    subject: str
    keys: tuple[str, ...] = ()
    automatic: Automatic | None = None
    text: str = ""
    files: tuple[File, ...] = ()
    cut: bool = False


Reader = Callable[[int, Incoming], Awaitable[Outcome | None]]
"""Takes a letter (its number, its content) and says what came of it; None: it is not for them. It may be asked again
about a letter that it has taken already, when a process died in between: twice does it once.
"""
