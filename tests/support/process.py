"""A `pult serve` on a given database and data folder, in its own process: killed, stopped at a point, restarted."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Literal

from tests.support import nursery, postgres
from tests.support.line import Door

PROJECT = Path(__file__).parents[2]
SECONDS = 30.0
SCALE = 0.2
"""Protocol periods in tests: short, yet a stalled machine does not look like a late client."""
Sockets = Literal["picows", "uvicorn"]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(found: Callable[[], object], *, seconds: float = SECONDS, what: str = "") -> None:
    """Wait for a condition of this machine (a file, a process) that cannot wake us."""
    async with asyncio.timeout(seconds):
        try:
            while not found():
                await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            raise TimeoutError(f"never came: {what or found}") from None


class Pult:
    """One node. Make it with `started`; several on one `dsn` share one `data` folder."""

    def __init__(
        self, dsn: str, data: Path, *, sockets: Sockets = "picows", env: Mapping[str, str] | None = None
    ) -> None:
        self.dsn, self.data, self.sockets = dsn, data, sockets
        self.port = 0
        self.lines: list[str] = []
        self.code: int | None = None
        self._env = dict(env or {})
        self._process: nursery.Child | None = None
        self._reader: asyncio.Task[None] | None = None

    @property
    def mark(self) -> Path:
        """The file by which a stop point is wanted (empty) and says that it was reached (its name)."""
        return self.data / f"mark-{id(self)}"

    @property
    def door(self) -> Door:
        """How clients reach it."""
        return Door(f"http://localhost:{self.port}", site_origin=f"http://demo.localhost:{self.port}")

    @property
    def password(self) -> str:
        """Of both demo operators."""
        return (self.data / "demo-password").read_text().strip()

    @property
    def log(self) -> str:
        """What it printed so far, for failures."""
        return "\n".join(self.lines)

    async def start(self, *words: str) -> None:
        """Start, and wait until it says that it serves; `ChildProcessError` with its output when it ends instead."""
        for _ in range(3):
            await self.launch(*words)
            await until(lambda: self.serving or self.code is not None, what="serving or an exit")
            if self.serving:
                return
            if "cannot listen" not in self.log:
                break
        raise ChildProcessError(f"exit code {self.code}:\n{self.log}")

    @property
    def serving(self) -> bool:
        """It printed how to sign in, which it does once its port is open."""
        return any(line.startswith("Sign in") for line in self.lines)

    async def launch(self, *words: str, port: int | None = None) -> None:
        """Start without waiting for anything."""
        self.lines, self.code, self.port = [], None, port or free_port()
        env = {key: value for key, value in os.environ.items() if not key.startswith("PULT_")}
        env |= {
            "PULT_DATABASE_URL": self.dsn,
            "PULT_DATA": str(self.data),
            "PULT_SOCKETS": self.sockets,
            "PULT_TIME_SCALE": str(SCALE),
            "PULT_TALKS_AT_ONCE": "1000",
            "PULT_STOP_MARK": str(self.mark),
            "PYTHONUNBUFFERED": "1",
            **self._env,
        }
        said = ["serve", "--demo", "--port", str(self.port), *words]
        self._process = await nursery.fork(said, env)
        self._reader = asyncio.create_task(self._read(self._process))

    async def _read(self, process: nursery.Child) -> None:
        async for line in process.stdout:
            self.lines.append(line.decode(errors="replace").rstrip())
        self.code = await process.wait()

    async def ended(self) -> int:
        """Wait for its end; the exit code."""
        assert self._reader is not None
        async with asyncio.timeout(SECONDS):
            await asyncio.shield(self._reader)
        assert self.code is not None
        return self.code

    async def stop(self) -> int:
        """SIGTERM, as a supervisor does; the exit code."""
        self._signal(signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        """kill −9."""
        self._signal(signal.SIGKILL)
        await self.ended()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    def want_stop(self) -> None:
        """The next time it comes to its point (`PULT_STOP_AT`), it stops there."""
        self.mark.write_text("")

    async def stopped_at(self, point: str) -> None:
        """Wait until it said so itself and the kernel shows it as stopped."""
        await until(lambda: self.mark.read_text() == point, what=f"the point {point}")
        assert self._process is not None
        stat = Path(f"/proc/{self._process.pid}/stat")
        await until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T", what="SIGSTOP")


@contextlib.asynccontextmanager
async def data_folder() -> AsyncIterator[Path]:
    """A data folder for one or several nodes."""
    made = postgres.folder()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.asynccontextmanager
async def started(*nodes: Pult) -> AsyncIterator[None]:
    """Start nodes one after another (the first one makes the demo's password); afterwards none is left."""
    try:
        for node in nodes:
            await node.start()
        yield
    finally:
        for node in nodes:
            if node._process is not None and node.code is None:
                await node.kill()
