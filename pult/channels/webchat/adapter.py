"""The webchat as an outgoing channel: replies already stand in the visitor's stream, which every window of theirs
resumes.
"""

from __future__ import annotations

from pult.gateway.contract import Failed, Outbound, Sent


class WebChat:
    """`gateway.contract.Channel`."""

    kind = "webchat"

    async def send(self, message: Outbound) -> Sent | Failed:
        """Nothing is left to carry: the log is the wire."""
        return Sent()
