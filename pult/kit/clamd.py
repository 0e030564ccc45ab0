"""A virus scanner beside Pult: clamd, asked over its own small protocol (INSTREAM).

Each file is one connection: `zINSTREAM\\0`, pieces with their length before them (4 bytes, network order), a length of
zero, and one line back that ends in OK, FOUND or ERROR.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import structlog

from pult.kit.errors import Invalid, Unavailable

SECONDS = 30.0
"""For one file; who takes longer counts as away."""
_PIECE = 256 * 1024
log = structlog.get_logger("pult.files")


class Clamd:
    """Hold one per process. `address` is host:port or unix:/path (see `is_address`)."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def scan(self, path: Path) -> None:
        """Return when nothing was found. Raises `Invalid` (`infected`) when something was, `Unavailable`
        (`scanner_away`) when the scanner does not say: an unscanned file is never taken in.
        """
        try:
            async with asyncio.timeout(SECONDS):
                verdict = await self._ask(path)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            log.warning("scanner_away", address=self._address, error=repr(error))
            raise Unavailable("the virus scanner does not answer", code="scanner_away") from error
        if verdict.endswith(" FOUND"):
            log.warning("file_infected", verdict=verdict)
            raise Invalid("the file carries something harmful", code="infected")
        if not verdict.endswith(" OK"):
            log.warning("scanner_away", address=self._address, error=verdict)
            raise Unavailable("the virus scanner could not look at the file", code="scanner_away")

    async def _ask(self, path: Path) -> str:
        if self._address.startswith("unix:"):
            reader, writer = await asyncio.open_unix_connection(self._address.removeprefix("unix:"))
        else:
            host, _, port = self._address.rpartition(":")
            reader, writer = await asyncio.open_connection(host.strip("[]"), int(port))
        try:
            writer.write(b"zINSTREAM\0")
            with path.open("rb") as file:
                while piece := await asyncio.to_thread(file.read, _PIECE):
                    writer.write(len(piece).to_bytes(4, "big") + piece)
                    await writer.drain()
            writer.write(bytes(4))
            return (await reader.readuntil(b"\0"))[:-1].decode(errors="replace")
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


def is_address(text: str) -> bool:
    """Whether this names a place: unix:/path, host:port or [v6]:port."""
    if text.startswith("unix:/"):
        return True
    host, _, port = text.rpartition(":")
    return bool(host) and not host.startswith("unix") and port.isascii() and port.isdigit() and 0 < int(port) < 65536
