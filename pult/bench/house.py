"""The product under measurement: a real `pult serve` in a process of its own, spoken to through its doors only."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg

from pult.kit.postgres import cluster

START_SECONDS = 60.0
STOP_SECONDS = 30.0
LOGIN, PASSWORD = "bench", "bench-bench-bench"
CONNECTIONS = "120"
"""max_connections of the measured server: pgbench with 64 clients has to fit beside the product."""


class House:
    """One `pult serve` on a free port. `dsn` None: with its embedded server. Start with `start`, end with `stop`."""

    def __init__(self, data: Path, *, dsn: str | None = None, command: list[str] | None = None) -> None:
        self.data, self.dsn = data, dsn
        self.port = _free_port()
        self.command = command or [sys.executable, "-m", "pult"]
        self._process: subprocess.Popen[bytes] | None = None
        self._cookie = ""

    @property
    def pid(self) -> int:
        """Process number of the server."""
        assert self._process is not None
        return self._process.pid

    @property
    def origin(self) -> str:
        """The origin of the desk and of the visitor's frame."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers. Raises RuntimeError with what it said."""
        log = self.data.parent / "serve.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [*self.command, "serve", "--demo"], env=self._environment(), stdout=output, stderr=output
            )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"pult serve did not start: {log.read_text()[-800:]}")
            time.sleep(0.02)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PULT_")}
        ours = {
            "PULT_DATA": str(self.data),
            "PULT_PORT": str(self.port),
            "PULT_LOG": "warning",
            "PULT_FRAME_RATE": "100000",
            "PULT_TALKS_AT_ONCE": "1000",
        }
        return kept | ours | ({"PULT_DATABASE_URL": self.dsn} if self.dsn else {})

    def _answers(self) -> bool:
        try:
            return self.request("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def stop(self) -> None:
        """Stop it as Ctrl-C does, and wait."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def restart(self) -> None:
        """A fresh process on the same data."""
        self.stop()
        self.start()

    def request(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """One HTTP request: (status, decoded JSON or None)."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            sent = {"Host": f"localhost:{self.port}", "Origin": self.origin, "Content-Type": "application/json"}
            sent |= {"Cookie": self._cookie} if self._cookie else {}
            line.request(method, path, None if body is None else json.dumps(body), sent | headers)
            answer = line.getresponse()
            text = answer.read()
            if cookie := answer.getheader("Set-Cookie"):
                self._cookie = cookie.split(";")[0]
            kind = answer.getheader("Content-Type") or ""
            return answer.status, json.loads(text) if "json" in kind and text else None
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            line.close()

    @property
    def cookie(self) -> str:
        """The session of the operator who is signed in, as `name=value`."""
        return self._cookie

    def make_operator(self, *, role: str = "operator") -> None:
        """An operator of the bench, made by the command line, signed in by HTTP."""
        command = [*self.command, "user", "add", LOGIN, "--name", "Анна", "--role", role]
        word = f"{PASSWORD}\n".encode()
        done = subprocess.run(command, env=self._environment(), input=word, capture_output=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"pult user failed: {done.stderr.decode()[-300:]}")
        status, body = self.request("POST", "/api/session", {"login": LOGIN, "password": PASSWORD})
        if status >= 300:
            raise RuntimeError(f"signing in answered {status}: {body}")

    def ticket(self) -> str:
        """For one hello of the desk."""
        status, body = self.request("POST", "/api/ticket", {})
        if status >= 300:
            raise RuntimeError(f"a ticket was refused with {status}: {body}")
        return str(body["ticket"])

    def site(self) -> str:
        """The site token that the demo site's page gets."""
        found = fetchval(self.database(), _SITE)
        origin = f"http://demo.localhost:{self.port}"
        status, body = self.request("GET", f"/api/widget/{found}/boot", Origin=origin)
        if status != 200:
            raise RuntimeError(f"the site's boot request answered {status}: {body}")
        return str(body["token"])

    def database(self) -> str:
        """The DSN of the server it works on."""
        dsn = self.dsn or asyncio.run(cluster.running(self.data))
        assert dsn is not None
        return dsn

    def visitor_door(self) -> dict[str, str]:
        """What a visitor's generator needs."""
        return {"url": f"ws://127.0.0.1:{self.port}/live/chat", "origin": self.origin, "site": self.site()}

    def desk_door(self) -> str:
        """The address of the operators' sockets."""
        return f"ws://127.0.0.1:{self.port}/live/desk"


_SITE = "SELECT key FROM gateway.channel WHERE kind = 'webchat' AND enabled ORDER BY id LIMIT 1"


async def _fetchval(dsn: str, sql: str) -> Any:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def fetchval(dsn: str, sql: str) -> Any:
    """One value."""
    return asyncio.run(_fetchval(dsn, sql))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres(data: Path) -> Generator[cluster.Cluster]:
    """The embedded server as the product starts it, with more connections, kept over restarts of the product."""
    server = asyncio.run(
        cluster.start(data, bin_dir=None, log=lambda _: None, options={"max_connections": CONNECTIONS})
    )
    try:
        yield server
    finally:
        asyncio.run(server.stop())


@contextmanager
def folder() -> Generator[Path]:
    """A place for a data folder that does not exist yet; everything is gone afterwards."""
    with TemporaryDirectory(prefix="pult-bench-") as name:
        Path(name).chmod(0o711)  # root's PostgreSQL runs under an account of its own
        yield Path(name) / "data"
