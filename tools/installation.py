"""One installed Pult as `check_install` sees it: who runs it, how it is started, what it leaves behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 40
KEPT = ("http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")


class Failed(Exception):
    """A check that did not hold; says what was seen."""


@dataclass
class Table:
    """The rows found so far."""

    rows: list[tuple[str, str, bool, str]] = field(default_factory=list)

    def check(self, scenario: str, what: str, work: Callable[[], str]) -> bool:
        """Run one check, print its row, tell whether it held."""
        begin = time.monotonic()
        try:
            said, good = work(), True
        except (Failed, OSError, subprocess.SubprocessError) as error:
            said, good = str(error), False
        self.rows.append((scenario, what, good, said))
        spent = time.monotonic() - begin
        print(f"{'ok  ' if good else 'FAIL'}  {scenario:<22} {what:<34} {spent:6.1f} s  {said}", flush=True)
        return good


@dataclass(frozen=True)
class Person:
    """Who runs the commands: this user, or an ordinary one that root becomes."""

    name: str
    home: Path
    path: str
    uid: int | None = None
    gid: int | None = None

    def popen(
        self, command: list[str], *, env: dict[str, str], cwd: Path, log: Path, stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """Start a command in a process group of its own, as a terminal would; its output goes to the log."""
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=cwd,
                env=self.environment(env),
                stdin=stdin,
                stdout=output,
                stderr=output,
                start_new_session=True,
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
            )

    def environment(self, more: dict[str, str]) -> dict[str, str]:
        """A poor environment: the C locale, and only what is named."""
        kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "npm_config_"))}
        kept |= {name: os.environ[name] for name in KEPT if name in os.environ}
        return {**kept, "HOME": str(self.home), "PATH": self.path, "LC_ALL": "C", **more}

    def run(
        self, command: list[str], *, cwd: Path, log: Path, seconds: float, env: dict[str, str] | None = None
    ) -> None:
        """Run a command to its end; `Failed` with its last line when it does not end well."""
        code = self.code(command, cwd=cwd, log=log, seconds=seconds, env=env)
        if code != 0:
            raise Failed(f"{' '.join(command[:3])} ended with {code}: {last_line(log)}")

    def code(
        self, command: list[str], *, cwd: Path, log: Path, seconds: float, env: dict[str, str] | None = None
    ) -> int:
        """The exit code of a command."""
        process = self.popen(command, env=env or {}, cwd=cwd, log=log)
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise Failed(f"{' '.join(command[:3])} took more than {seconds:.0f} s: {last_line(log)}") from None


@dataclass
class Installation:
    """One installed Pult: how it is started, and where it keeps what."""

    title: str
    person: Person
    base: Path
    folder: Path
    start: list[str]
    program: list[str]
    env: dict[str, str]
    table: Table

    def __post_init__(self) -> None:
        self.port = free_port()
        self.data = self.base / f"data-{self.title.replace(' ', '-').replace(',', '')}"
        self.log = self.base / f"{self.title.replace(' ', '-').replace(',', '')}.log"
        self.log.touch(mode=0o666)
        self.env = {**self.env, "PULT_DATA": str(self.data), "PULT_PORT": str(self.port)}

    def check(self, what: str, work: Callable[[], str]) -> bool:
        """A row of this installation."""
        return self.table.check(self.title, what, work)

    def up(self, *, seconds: float, env: dict[str, str] | None = None) -> tuple[subprocess.Popen[bytes], float]:
        """Start it and wait until it answers; the seconds that took."""
        settings = {**self.env, **(env or {})}
        begin = time.monotonic()
        process = self.person.popen(self.start, env=settings, cwd=self.folder, log=self.log)
        while not answers(int(settings["PULT_PORT"])):
            if process.poll() is not None:
                raise Failed(f"ended with {process.returncode}: {last_line(self.log)}")
            if time.monotonic() - begin > seconds:
                os.killpg(process.pid, signal.SIGKILL)
                raise Failed(f"no answer in {seconds:.0f} s: {last_line(self.log)}")
            time.sleep(0.05)
        return process, time.monotonic() - begin

    def first_message(self, *, seconds: float, begin: float) -> str:
        """A visitor's message through the real socket, acknowledged; counted from the start."""
        script = self.folder / "tests" / "support" / "first_message.py"
        python = str(Path(self.program[0]).parent / "python")
        address = f"http://localhost:{self.port}"
        self.person.run([python, str(script), address], cwd=self.base, log=self.log, seconds=30)
        spent = time.monotonic() - begin
        if spent > seconds:
            raise Failed(f"the first durable message took {spent:.1f} s, more than {seconds:.0f}")
        return f"{spent:.1f} s from the start to the acknowledged message"

    def holder(self) -> int:
        """The process that holds the data folder."""
        return int((self.data / "postgres" / "lock").read_text())

    def refused(self, env: dict[str, str], words: str) -> str:
        """A start that must end with 2 and one line holding these words."""
        before = self.log.stat().st_size
        code = self.person.code([*self.program, "serve"], cwd=self.folder, log=self.log, seconds=30, env=self.env | env)
        said = self.log.read_bytes()[before:].decode(errors="replace").strip()
        if code != 2 or words not in said or "\n" in said:
            raise Failed(f"exit code {code}, said: {said[-300:]}")
        return said[:110]


def last_line(log: Path) -> str:
    """What a log ends with."""
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else "(nothing)"


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether Pult answers its health question."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def processes(place: Path) -> list[int]:
    """Living processes that work below a folder or name it in their command or environment."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            dead = entry.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "Z"
            words = b"".join(entry.joinpath(name).read_bytes() for name in ("cmdline", "environ"))
            words += os.fsencode(entry.joinpath("cwd").readlink())
        except OSError:
            continue
        if not dead and str(place).encode() in words:
            found.append(int(entry.name))
    return found


def memory(place: Path) -> float:
    """Megabytes (PSS) of all processes of a data folder."""
    total = 0
    for pid in processes(place):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def wait_gone(place: Path) -> None:
    """Wait until no process of the data folder is left."""
    end = time.monotonic() + STOP_SECONDS
    while processes(place):
        if time.monotonic() > end:
            raise Failed(f"processes left: {processes(place)}")
        time.sleep(0.05)


def interrupt(process: subprocess.Popen[bytes], place: Path) -> str:
    """Ctrl-C in the terminal: the whole process group gets the signal; nothing may be left."""
    begin = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        raise Failed("did not stop") from None
    wait_gone(place)
    return f"gone in {time.monotonic() - begin:.1f} s"
