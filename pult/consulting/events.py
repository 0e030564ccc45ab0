"""What side questions leave as facts: plain vocabulary."""

from __future__ import annotations

ASKED, TAKEN_BACK = "side.asked", "side.taken_back"
