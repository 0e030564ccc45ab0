"""Goes through every way to install and start Pult, from a clone of HEAD, and prints what it found.

    python3 tools/check_install.py [root] [user] [--keep]

Root and an ordinary user, with and without Node at hand, the wheel in an empty environment, Debian's PostgreSQL 15 as
programs and as a server; each with `LC_ALL=C`: first start up to the first durable message, kill -9 and adoption, a
held folder, a taken port, Ctrl-C. Uses the standard library only; leaves nothing behind. Exit code 1 if a row failed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installation import (
    Failed,
    Installation,
    Person,
    Table,
    free_port,
    interrupt,
    memory,
    processes,
)

ROOT = Path(__file__).resolve().parent.parent
DEBIAN_BIN = Path("/usr/lib/postgresql/15/bin")
NODE = {"node", "nodejs", "npm", "npx", "corepack"}
BUILD_SECONDS, START_SECONDS = 420, 60
FIRST_MESSAGE_SECONDS, SECOND_START_SECONDS = 20, 5


def whole_story(pult: Installation, *, build_seconds: float) -> None:
    """First start, message, kill -9, adoption, held folder, taken port, Ctrl-C."""
    running: list[subprocess.Popen[bytes]] = []

    def first() -> str:
        process, spent = pult.up(seconds=build_seconds)
        running.append(process)
        return f"answers {spent:.1f} s after the command"

    def again() -> str:
        postmaster = (pult.data / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0]
        os.kill(pult.holder(), signal.SIGKILL)
        running.pop().wait(timeout=20)
        if not Path(f"/proc/{postmaster}").exists():
            raise Failed("PostgreSQL died with Pult")
        process, spent = pult.up(seconds=START_SECONDS)
        running.append(process)
        if (pult.data / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0] != postmaster:
            raise Failed("PostgreSQL was not adopted")
        if spent > SECOND_START_SECONDS:
            raise Failed(f"the second start took {spent:.1f} s")
        return f"adopted, answers after {spent:.1f} s"

    if not pult.check("first start", first):
        return
    try:
        pult.check("a message", lambda: pult.first_message(seconds=600, begin=time.monotonic()))
        pult.check("memory at rest", lambda: weigh(pult))
        pult.check("kill -9, second start", again)
        pult.check("a message after it", lambda: pult.first_message(seconds=30, begin=time.monotonic()))
        pult.check(
            "held folder", lambda: pult.refused({"PULT_PORT": str(free_port())}, "held by another Pult (process")
        )
        pult.check("taken port", lambda: pult.refused({"PULT_DATA": str(pult.data) + "-2"}, "cannot listen on"))
    finally:
        pult.check("Ctrl-C", lambda: interrupt(running[-1], pult.data))


def weigh(pult: Installation) -> str:
    """PSS of everything, refused above 400 MB."""
    total = memory(pult.data)
    if total > 400:
        raise Failed(f"{total:.0f} MB")
    return f"{total:.0f} MB (PSS, PostgreSQL included)"


def quick_story(pult: Installation, *, env: dict[str, str] | None = None) -> None:
    """First durable message within its limit, then Ctrl-C."""
    running: list[subprocess.Popen[bytes]] = []
    begin = time.monotonic()

    def first() -> str:
        running.append(pult.up(seconds=START_SECONDS, env=env)[0])
        return pult.first_message(seconds=FIRST_MESSAGE_SECONDS, begin=begin)

    pult.check("first durable message", first)
    if running:
        pult.check("Ctrl-C", lambda: interrupt(running[0], pult.data))


def clone(base: Path, person: Person) -> Path:
    """HEAD of this repository in a folder of the person's own."""
    folder = base / f"clone-{person.name}"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", f"file://{ROOT}", str(folder)], check=True)
    if person.uid is not None:
        give(folder, person)
    return folder


def give(folder: Path, person: Person) -> None:
    """Make a person the owner of a folder and all in it."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, person.uid or 0, person.gid or 0, follow_symlinks=False)


def nodeless(base: Path) -> str:
    """A PATH with everything of the system but Node."""
    shadow = base / "bin"
    shadow.mkdir()
    for folder in ("/bin", "/usr/bin", "/usr/local/bin"):
        for program in Path(folder).iterdir():
            link = shadow / program.name
            if program.name not in NODE and not link.is_symlink():
                link.symlink_to(program)
    return str(shadow)


@contextmanager
def ordinary(base: Path, path: str) -> Iterator[Person]:
    """A throw-away user for root's run; oneself otherwise."""
    if os.geteuid() != 0:
        yield Person("user", Path.home(), path)
        return
    name = f"pult-check-{os.getpid()}"
    home = base / "home"
    subprocess.run(["useradd", "--no-create-home", "--home-dir", str(home), "--shell", "/bin/sh", name], check=True)
    try:
        entry = pwd.getpwnam(name)
        person = Person("user", home, path, entry.pw_uid, entry.pw_gid)
        home.mkdir()
        give(home, person)
        yield person
    finally:
        for pid in processes(base):
            os.kill(pid, signal.SIGKILL)
        subprocess.run(["userdel", "--force", name], check=False, stderr=subprocess.DEVNULL)


def by_make(title: str, person: Person, base: Path, table: Table) -> Installation:
    """Pult started by `make serve` in a fresh clone."""
    folder = clone(base, person)
    place = base / f"place-{person.name}"
    place.mkdir(mode=0o711)
    if person.uid is not None:
        give(place, person)
    program = [str(folder / ".venv" / "bin" / "pult")]
    made = Installation(title, person, place, folder, ["make", "--silent", "serve"], program, {}, table)
    if person.uid is not None:
        give(place, person)
    return made


def also(title: str, like: Installation, env: dict[str, str], *, program: list[str] | None = None) -> Installation:
    """Another data folder, started by `pult serve` directly."""
    words = program or like.program
    made = Installation(title, like.person, like.base, like.folder, [*words, "serve", "--demo"], words, env, like.table)
    if like.person.uid is not None:
        give(made.base, like.person)
    return made


def wheel(like: Installation, path: str) -> None:
    """`make dist`, the wheel in an empty environment without Node, its first message."""
    venv = like.base / "wheel"
    bare = Person(like.person.name, like.person.home, path, like.person.uid, like.person.gid)

    def install() -> str:
        like.person.run(["make", "--silent", "dist"], cwd=like.folder, log=like.log, seconds=BUILD_SECONDS)
        made = next((like.folder / "dist").glob("*.whl"))
        bare.run(["python3", "-m", "venv", str(venv)], cwd=like.base, log=like.log, seconds=60)
        bare.run(
            [str(venv / "bin" / "pip"), "install", "--quiet", str(made)],
            cwd=like.base,
            log=like.log,
            seconds=BUILD_SECONDS,
        )
        return f"{made.name}, {made.stat().st_size / 1e6:.1f} MB"

    if like.table.check("wheel", "make dist, pip install", install):
        program = [str(venv / "bin" / "pult")]
        quick_story(
            Installation("wheel", bare, like.base, like.folder, [*program, "serve", "--demo"], program, {}, like.table)
        )


@contextmanager
def own_server(pult: Installation) -> Iterator[str]:
    """Debian's PostgreSQL 15 as somebody's own server; yields the DSN of a database that knows Russian."""
    files, run = pult.base / "own", pult.base / "s"
    run.mkdir(mode=0o700)
    if pult.person.uid is not None:
        give(run, pult.person)

    def tool(name: str, *words: str) -> None:
        pult.person.run([str(DEBIAN_BIN / name), *words], cwd=pult.base, log=pult.log, seconds=60)

    tool("initdb", "--pgdata", str(files), "--username=pult", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    tool("pg_ctl", "-D", str(files), "-w", "-l", str(files / "log"), "-o", f"-c listen_addresses= -k {run}", "start")
    try:
        tool("createdb", "-h", str(run), "-U", "pult", "pult")
        tool("createdb", "-h", str(run), "-U", "pult", "-T", "template0", "-l", "C", "deaf")
        yield f"postgresql://pult@/pult?host={run}"
    finally:
        tool("pg_ctl", "-D", str(files), "-w", "-m", "immediate", "stop")


def own_database(like: Installation) -> None:
    """An own server by its address: two Pults on it, and one database without Russian."""
    try:
        with own_server(like) as dsn:
            shared = {"PULT_DATABASE_URL": dsn, "PULT_SECRET": "the same key for both of them 0123456789"}
            pult = also("own PostgreSQL 15", like, shared)
            first, _ = pult.up(seconds=START_SECONDS)
            quick_story(also("second on one base", like, shared))
            pult.check("a message", lambda: pult.first_message(seconds=30, begin=time.monotonic()))
            deaf = {"PULT_DATABASE_URL": dsn.replace("/pult?", "/deaf?"), "PULT_PORT": str(free_port())}
            pult.check("a database without Russian", lambda: pult.refused(deaf, "does not lower-case Russian"))
            pult.check("Ctrl-C", lambda: interrupt(first, pult.data))
    except (Failed, OSError, subprocess.SubprocessError) as error:
        reason = str(error)
        like.table.check("own PostgreSQL 15", "set-up", lambda: fail(reason))


def fail(reason: str) -> str:
    """For a row that failed before it began."""
    raise Failed(reason)


def debian() -> bool:
    """Whether Debian's PostgreSQL 15 is here; as root it is made to be."""
    return subprocess.run([sys.executable, str(ROOT / "tools" / "machine.py")], check=False).returncode == 0


def go_through(base: Path, table: Table) -> None:
    """Every scenario in turn."""
    here = os.environ.get("PATH", os.defpath)
    bare = nodeless(base)
    parts = {"root", "user"} & set(sys.argv) or {"root", "user"}
    if "root" in parts and os.geteuid() == 0:
        root = by_make("make serve, root", Person("root", Path.home(), here), base, table)
        whole_story(root, build_seconds=BUILD_SECONDS)
        quick_story(also("PostgreSQL 15, root", root, {"PULT_POSTGRES_BIN": str(DEBIAN_BIN)}))
    elif "root" in parts:
        print("--    make serve, root       not run: start it as root to see it")
    if "user" not in parts:
        return
    with ordinary(base, bare) as person:
        user = by_make("make serve, user", person, base, table)
        whole_story(user, build_seconds=BUILD_SECONDS)
        quick_story(also("PostgreSQL 15, user", user, {"PULT_POSTGRES_BIN": str(DEBIAN_BIN)}))
        own_database(user)
        wheel(user, bare)


def main() -> int:
    """Print the table; 0 when every row is good, 2 when the machine lacks a part."""
    if not debian():
        return 2
    table = Table()
    base = Path(tempfile.mkdtemp(prefix="pult-install-"))
    base.chmod(0o711)
    begin = time.monotonic()
    try:
        go_through(base, table)
    finally:
        for pid in processes(base):
            os.kill(pid, signal.SIGKILL)
        if "--keep" not in sys.argv:
            shutil.rmtree(base, ignore_errors=True)
    failed = sum(not good for _, _, good, _ in table.rows)
    print(f"{len(table.rows) - failed} passed, {failed} failed in {time.monotonic() - begin:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
