"""The server's main process as the system sees it: found by its pid file, watched, told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from pult.kit.postgres.folder import SOCKET_NAME, Folder

DEAD_PID = 2_147_483_647
"""Above every system's largest process number: PostgreSQL takes a pid file with it for a dead server's."""


@dataclass(kw_only=True)
class Postmaster:
    """A running server. `child` is there when this process started it, and not when it was adopted."""

    pid: int
    child: subprocess.Popen[bytes] | None = None

    def alive(self) -> bool:
        """Whether the process runs; one that is dead but not yet collected by its parent does not."""
        if self.child is not None:
            return self.child.poll() is None
        return _running(self.pid)

    async def stop(self, *, seconds: float) -> None:
        """End the server: sessions are cut and everything is written (fast); after `seconds` without (immediate).

        Both are safe for data; the second leaves recovery to the next start.
        """
        for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if not self._signal(order) or await self.gone(seconds=seconds):
                return

    async def gone(self, *, seconds: float) -> bool:
        """Wait until the process has ended, at most `seconds`."""
        end = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.01)
        return True

    def reload(self) -> None:
        """Let the server read its configuration again."""
        self._signal(signal.SIGHUP)

    def quit(self) -> None:
        """Order an immediate end and do not wait for it."""
        self._signal(signal.SIGQUIT)

    def _signal(self, order: signal.Signals) -> bool:
        if not self.alive():
            return False
        try:
            os.kill(self.pid, order)
        except ProcessLookupError:
            return False
        return True


def find(folder: Folder) -> Postmaster | None:
    """The server that runs in this folder already, for example that of a killed Pult.

    A pid file whose process is dead or is somebody else's by now is no server.
    """
    pid = _noted(folder.cluster / "postmaster.pid")
    if pid is None or not _running(pid) or not _at_home(pid, folder=folder):
        return None
    return Postmaster(pid=pid)


def ready(folder: Folder) -> bool:
    """Whether the server's own pid file says that it takes connections."""
    lines = _lines(folder.cluster / "postmaster.pid")
    return len(lines) > 7 and lines[7].strip() == "ready"


def forget_dead(folder: Folder, *, socket: Path) -> None:
    """Clear what a killed server left, so that a new one can start. Call it only while holding the folder.

    PostgreSQL does that itself unless the old number is taken: by an unrelated process, or by a zombie (the first
    process of a container may never collect it). The pid file stays, marked as a dead server's: with the rest of
    it PostgreSQL checks that no orphaned session still uses the old shared memory.
    """
    path = folder.cluster / "postmaster.pid"
    pid = _noted(path)
    if pid is None or not _answers(pid):
        return
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (socket / name).unlink(missing_ok=True)
    rest = _lines(path)[1:]
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        found = os.fstat(descriptor)
        if found.st_nlink == 1 and found.st_uid == folder.account.uid:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, "\n".join([str(DEAD_PID), *rest, ""]).encode(), 0)
    finally:
        os.close(descriptor)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except OSError:
        return []


def _noted(path: Path) -> int | None:
    first = (_lines(path) or [""])[0].strip()
    return int(first) if first.isascii() and first.isdigit() and int(first) > 1 else None


def _running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except FileNotFoundError:
        return not Path("/proc/self").exists() and _answers(pid)
    except ProcessLookupError:
        return False
    return stat.rpartition(b")")[2].split()[0] not in (b"Z", b"X")


def _answers(pid: int) -> bool:
    """Whether the number is taken at all, by a zombie or anybody else's process too."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _at_home(pid: int, *, folder: Folder) -> bool:
    """A server works in its database folder; that tells it from a stranger with the same number."""
    link = Path(f"/proc/{pid}/cwd")
    try:
        return link.samefile(folder.cluster)
    except PermissionError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()
