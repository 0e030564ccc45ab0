"""Facts of the gateway."""

from __future__ import annotations

from enum import StrEnum


class DeliveryState(StrEnum):
    """How far an outgoing message got; only forwards."""

    QUEUED = "queued"
    SENT = "sent"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
