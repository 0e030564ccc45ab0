"""The operating-system account that the server runs under: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from pult.kit.errors import StartRefused

SYSTEM_USER = "pult"
Log = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who runs the server. `switch` is true when Pult is root and a child has to change its user first."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(
        self, command: list[str], *, env: dict[str, str], seconds: float = 60
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one command to its end as this account, outside any terminal; never raises for its exit code."""
        return subprocess.run(  # noqa: S603  no shell, our own words
            command,
            env=env,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            start_new_session=True,
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
        )

    def launch(self, command: list[str], *, env: dict[str, str], output: int) -> subprocess.Popen[bytes]:
        """Start a long-lived command in a session of its own, so that a terminal's Ctrl-C does not reach it."""
        return subprocess.Popen(  # noqa: S603  no shell, our own words
            command,
            env=env,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
        )


def choose(log: Log) -> Account:
    """The account for the server: oneself, or for root the system user `pult`, made when it is missing.

    Raises `StartRefused` when the user cannot be made or has no name.
    """
    if os.geteuid() != 0:
        return _own()
    try:
        found = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        found = _make(log)
    if found.pw_uid == 0:
        raise StartRefused(f"the system user {SYSTEM_USER} has root's number 0; PostgreSQL needs an ordinary one")
    return Account(name=SYSTEM_USER, uid=found.pw_uid, gid=found.pw_gid, switch=True)


def _own() -> Account:
    uid = os.geteuid()
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        raise StartRefused(f"user number {uid} has no name on this machine, and PostgreSQL needs one") from None
    return Account(name=name, uid=uid, gid=os.getegid(), switch=False)


def _make(log: Log) -> pwd.struct_passwd:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    program = shutil.which("useradd", path=path)
    advice = f"make the system user {SYSTEM_USER} yourself, run Pult as an ordinary user, or set PULT_DATABASE_URL"
    if program is None:
        raise StartRefused(f"PostgreSQL does not run as root and useradd is not on this machine: {advice}")
    command = [program, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", SYSTEM_USER]
    done = subprocess.run(  # noqa: S603  no shell, our own words
        command, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=30
    )
    try:
        # Looked up again even after a failure: another Pult may have made it at the same moment.
        made = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise StartRefused(
            f"could not make the system user {SYSTEM_USER} ({said[-1] if said else done.returncode}): {advice}"
        ) from None
    log(f"made the system user {SYSTEM_USER} for PostgreSQL")
    return made
