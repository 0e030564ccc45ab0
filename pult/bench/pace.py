"""An even pace: the loop counts milliseconds, and waiting for less than one burns a core that the product needs."""

from __future__ import annotations

import asyncio
import ctypes
import os
import time

_LIBC = ctypes.CDLL(None, use_errno=True)
_MONOTONIC, _ABSOLUTE = 1, 1
_NONBLOCK = os.O_NONBLOCK


class _Spec(ctypes.Structure):
    """`struct itimerspec`: seconds and nanoseconds of the repetition and of the first expiry."""

    _fields_ = (("every", ctypes.c_long * 2), ("first", ctypes.c_long * 2))


class Pace:
    """`await pace.until(moment)` sleeps until that moment of `time.monotonic()`, to some microseconds. Linux only."""

    def __init__(self) -> None:
        self._fd: int = _LIBC.timerfd_create(_MONOTONIC, _NONBLOCK)
        if self._fd < 0:
            raise OSError(ctypes.get_errno(), "no timer")
        self._loop = asyncio.get_running_loop()
        self._rang = asyncio.Event()
        self._loop.add_reader(self._fd, self._ring)

    def _ring(self) -> None:
        os.read(self._fd, 8)
        self._rang.set()

    async def until(self, moment: float) -> None:
        """Sleep until then; a moment that has passed only lets the others have their turn."""
        if moment <= time.monotonic():
            await asyncio.sleep(0)
            return
        self._rang.clear()
        seconds, rest = divmod(moment, 1)
        spec = _Spec(first=(ctypes.c_long * 2)(int(seconds), int(rest * 1e9)))
        if _LIBC.timerfd_settime(self._fd, _ABSOLUTE, ctypes.byref(spec), None):
            raise OSError(ctypes.get_errno(), "the timer refused")
        await self._rang.wait()

    def close(self) -> None:
        """Give the timer back."""
        self._loop.remove_reader(self._fd)
        os.close(self._fd)
