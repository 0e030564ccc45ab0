"""What an answer of an address outside means."""

from __future__ import annotations

import pytest

from pult.automation.hooks_rules import LONGEST_WAIT, Sent, judged


@pytest.mark.parametrize(
    ("status", "retry_after", "sent"),
    [
        (204, "", Sent(code=204)),
        (302, "", Sent(code=302, failed="redirect")),
        (410, "", Sent(code=410, failed="gone")),
        (500, "60", Sent(code=500, failed="status")),
        (429, "60", Sent(code=429, failed="status", wait=60)),
        (503, "Wed, 21 Oct 2026 07:28:00 GMT", Sent(code=503, failed="status")),
        (503, "9" * 5000, Sent(code=503, failed="status", wait=LONGEST_WAIT)),
        (503, "0", Sent(code=503, failed="status")),
    ],
)
def test_only_what_was_heard_counts_and_no_header_breaks_the_reader(status: int, retry_after: str, sent: Sent) -> None:
    assert judged(status, retry_after) == sent
