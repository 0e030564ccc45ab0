"""Named points where a process under test can be stopped (SIGSTOP), so that a test can kill it exactly there.

Off unless `PULT_STOP_AT` names a point; then `PULT_STOP_MARK` is the file that says the point was reached.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

_ARMED = os.environ.get("PULT_STOP_AT")


def armed() -> str | None:
    """The point this process will stop at, if any."""
    return _ARMED


def reach(point: str) -> None:
    """Stop here if this is the armed point and the mark says it is wanted now (the file exists and is empty)."""
    if point != _ARMED:
        return
    mark = Path(os.environ["PULT_STOP_MARK"])
    if mark.exists() and not mark.read_text():
        mark.write_text(point)
        os.kill(os.getpid(), signal.SIGSTOP)
