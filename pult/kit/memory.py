"""How this process holds its memory."""

from __future__ import annotations

import gc


def settle() -> None:
    """What exists now stays; what comes are messages, and they hold no cycles: look for cycles seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
