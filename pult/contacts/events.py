"""Facts about contacts."""

from __future__ import annotations

BANNED = "contact.banned"
BAN_RELEASED = "contact.ban_released"
BAN_RESTORED = "contact.ban_restored"
