"""A visitor's first message to a running Pult, through the real socket: ends well once it is acknowledged.

    python tests/support/first_message.py http://localhost:8080

Run by the Python of the installation that is looked at: its own `pult` goes before the sources beside this file.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path = [place for place in sys.path if place != str(Path(__file__).parent)]
sys.path.append(str(Path(__file__).parents[2]))

from tests.support.line import Door  # noqa: E402  the path has to be made first


async def write(base: str) -> str:
    """Write as a new visitor of the demo site; what the server answered."""
    door = Door(base, site_origin=f"http://demo.localhost:{urlsplit(base).port}")
    visitor = await door.visitor()
    try:
        answer = await visitor.ask("send", text="Здравствуйте!")
    finally:
        await visitor.close()
    return str(answer)


if __name__ == "__main__":
    said = asyncio.run(write(sys.argv[1]))
    print(said)
    sys.exit("'ack'" not in said)
