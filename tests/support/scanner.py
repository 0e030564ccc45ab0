"""A real clamd that knows one virus: the test file that every scanner is tried with."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.process import until

CLAMD = Path("/usr/sbin/clamd")
HARMFUL = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""In two pieces, so that no scanner takes this file for it."""


def clamd() -> Path:
    """Debian's clamd. As root it is installed when missing; else the run ends with exit code 2 and the command."""
    if not CLAMD.exists():
        command = ["apt-get", "install", "-y", "--no-install-recommends", "clamav-daemon"]
        if os.geteuid() != 0 or subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            pytest.exit("tests need clamd: sudo apt-get install -y clamav-daemon", returncode=2)
    return CLAMD


class Scanner:
    """One clamd with a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        """For PULT_CLAMD."""
        return f"unix:{self._folder / 'clamd.sock'}"

    async def start(self) -> None:
        """Start, and wait until it listens."""
        database = self._folder / "signatures"
        database.mkdir(exist_ok=True)
        known = f"{hashlib.md5(HARMFUL).hexdigest()}:{len(HARMFUL)}:Eicar-Test\n"
        (database / "own.hdb").write_text(known)
        settings = self._folder / "clamd.conf"
        settings.write_text(
            f"LocalSocket {self._folder / 'clamd.sock'}\nDatabaseDirectory {database}\nForeground true\n"
            f"TemporaryDirectory {self._folder}\nStreamMaxLength 25M\n"
        )
        self._process = await asyncio.create_subprocess_exec(
            clamd(), "-c", settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        socket = self._folder / "clamd.sock"
        await until(lambda: socket.exists() or self._ended, what="clamd's socket")
        assert not self._ended, "clamd did not start"

    @property
    def _ended(self) -> bool:
        return self._process is not None and self._process.returncode is not None

    async def stop(self) -> None:
        """End it, as if it had died."""
        if self._process is not None and not self._ended:
            self._process.kill()
            await self._process.wait()
        with contextlib.suppress(FileNotFoundError):
            (self._folder / "clamd.sock").unlink()


@contextlib.asynccontextmanager
async def scanner() -> AsyncIterator[Scanner]:
    """A scanner that is started by whoever needs it, and gone afterwards."""
    made = Scanner(postgres.folder())
    try:
        yield made
    finally:
        await made.stop()
