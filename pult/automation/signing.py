"""How a call is signed: the public convention «Standard Webhooks», symmetric. Pure.

The receiver takes `id.timestamp.body`, makes HMAC-SHA256 of it with the secret behind `whsec_`, and compares with one
of the signatures. While a secret is being replaced there are two of them.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime

MARK = "whsec_"
SECRET_BYTES = 32


def secret_of(random: bytes) -> str:
    """A secret as its receiver keeps it."""
    return MARK + b64encode(random).decode()


def headers(id: str, body: bytes, *, now: datetime, secrets: Sequence[str]) -> dict[str, str]:
    """What goes with a call: its id, which a repeated one has again, when this attempt was made, and who made it."""
    at = str(int(now.timestamp()))
    signed = f"{id}.{at}.".encode() + body
    marks = [hmac.digest(b64decode(one.removeprefix(MARK)), signed, "sha256") for one in secrets]
    return {
        "content-type": "application/json",
        "user-agent": "Pult",
        "webhook-id": id,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(f"v1,{b64encode(one).decode()}" for one in marks),
    }
