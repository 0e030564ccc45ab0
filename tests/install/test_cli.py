"""The command line: exit codes, one-line refusals, and that stopping it leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from pult.kit.postgres import cluster as postgres
from pult.kit.postgres import postmaster
from pult.kit.postgres.account import Account
from pult.kit.postgres.folder import Folder
from tests.support import postgres as support
from tests.support.postgres import Server

PROJECT = Path(__file__).parents[2]


class Commands:
    """Runs `pult` with a data folder of its own."""

    def __init__(self) -> None:
        self.base = support.folder()
        self.data = self.base / "data"
        self.port = free_port()
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *words: str, **env: str) -> subprocess.Popen[str]:
        """Start a command as a terminal would, in a process group of its own."""
        settings = {"PULT_DATA": str(self.data), "PULT_PORT": str(self.port), "LC_ALL": "C"}
        process = subprocess.Popen(
            [sys.executable, "-m", "pult", *words],
            cwd=PROJECT,
            env={**os.environ, **settings, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
            # Whoever runs the tests may have had SIGHUP ignored (nohup): a terminal does not.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )
        self._started.append(process)
        return process

    def run(self, *words: str, typed: str = "", **env: str) -> tuple[int, str, str]:
        """Exit code, output and error output of a command."""
        process = self.start(*words, **env)
        out, err = process.communicate(typed, timeout=60)
        return process.returncode, out, err

    def refusal(self, *words: str, typed: str = "", **env: str) -> str:
        """The one line of a refused command."""
        code, out, err = self.run(*words, typed=typed, **env)
        assert (code, out) == (2, ""), err
        assert err.startswith("pult: ")
        assert err.count("\n") == 1
        return err

    def serve(self, **env: str) -> subprocess.Popen[str]:
        """A serving Pult that answers."""
        process = self.start("serve", **env)
        wait(lambda: process.poll() is not None or answers(int(env.get("PULT_PORT", self.port))))
        assert process.poll() is None, process.communicate()[1]
        return process

    @property
    def server(self) -> postmaster.Postmaster | None:
        """The embedded server of the data folder, if it runs."""
        account = Account(name="", uid=0, gid=0, switch=False)
        return postmaster.find(Folder(root=self.data / "postgres", account=account))

    def clean(self) -> None:
        """End everything that was started here."""
        for process in self._started:
            process.kill()
            process.communicate()
        if self.server is not None:
            self.server.quit()
        wait(lambda: self.server is None)
        subprocess.run(["rm", "-rf", str(self.base)], check=True)


def wait(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait until the condition holds; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


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


@pytest.fixture
def pult() -> Iterator[Commands]:
    """Commands with a data folder of their own."""
    made = Commands()
    yield made
    made.clean()


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"PULT_PORT": "80 80"}, "PULT_PORT must be a whole number"),
        ({"PULT_PORT": "70000"}, "PULT_PORT must be a whole number"),
        ({"PULT_PUBLIC_URL": "http://care.example.com"}, "plain http off loopback"),
        ({"PULT_SECRET": "short"}, "at least 32 characters"),
        ({"PULT_SOCKETS": "carrier-pigeon"}, "must be picows or uvicorn"),
        ({"PULT_HOST": "192.0.2.1"}, "cannot listen on 192.0.2.1"),
        ({"PULT_DATABASE_URL": "mysql://anna:secret@localhost/x"}, "is not a PostgreSQL address"),
        ({"PULT_DATABASE_URL": "postgresql://anna:secret@127.0.0.1:1/x"}, "no connection to the database"),
        ({"PULT_POSTGRES_BIN": "/nowhere"}, "there is no postgres and no initdb in /nowhere"),
        ({"PULT_DATA": "/proc/self/status/data"}, "cannot write to the data folder"),
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_code_2(pult: Commands, env: dict[str, str], words: str) -> None:
    line = pult.refusal("serve", **env)
    assert words in line
    assert "secret@" not in line


def test_a_taken_port_is_refused_before_anything_is_started(pult: Commands) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", pult.port))
        taken.listen()
        assert "cannot listen on 127.0.0.1 port" in pult.refusal("serve")
    assert not pult.data.exists()


def test_a_database_without_russian_is_refused(pult: Commands, postgres_18: Server) -> None:
    more = "ENCODING 'UTF8' LOCALE 'C'"
    dsn = asyncio.run(support.create_database(postgres_18.cluster, more=more))
    assert "does not lower-case Russian letters" in pult.refusal("serve", PULT_DATABASE_URL=dsn)


def test_the_database_of_a_newer_pult_is_refused_and_left_alone(pult: Commands, postgres_18: Server) -> None:
    dsn = asyncio.run(postgres_18.create_database(empty=True))
    assert pult.run("migrate", PULT_DATABASE_URL=dsn)[0] == 0
    asyncio.run(support.execute(dsn, "INSERT INTO pult_migration (number, name) VALUES (9999, 'later')"))
    assert "start the newer Pult" in pult.refusal("serve", PULT_DATABASE_URL=dsn)
    assert "start the newer Pult" in pult.refusal("migrate", PULT_DATABASE_URL=dsn)
    assert pult.run("doctor", PULT_DATABASE_URL=dsn)[0] == 1


def test_migrate_starts_the_embedded_server_fills_it_once_and_stops_it(pult: Commands) -> None:
    code, out, _ = pult.run("migrate")
    assert (code, out[:12]) == (0, "applied 0001")
    assert pult.run("migrate")[:2] == (0, "the schema is up to date\n")
    assert pult.server is None


def test_doctor_is_green_on_a_machine_that_can_run_pult_and_red_on_one_that_cannot(pult: Commands) -> None:
    code, out, _ = pult.run("doctor")
    assert code == 0
    assert "RED" not in out
    code, out, _ = pult.run("doctor", PULT_POSTGRES_BIN="/nowhere")
    assert code == 1
    assert "RED  postgres programs" in out
    assert not pult.data.exists()


def test_a_serving_pult_is_seen_by_doctor_and_gets_operators_while_it_runs(pult: Commands) -> None:
    pult.serve()
    code, out, _ = pult.run("doctor", f"http://127.0.0.1:{pult.port}")
    assert code == 0, out
    assert "knows Russian" in out
    assert "answers 200" in out
    code, out, _ = pult.run("user", "add", "anna", "--name", "Анна", typed="long enough for a test\n")
    assert code == 0
    assert "anna can sign in" in out
    assert "10 to 200 characters" in pult.refusal("user", "add", "boris", typed="short\n")
    dsn = asyncio.run(postgres.running(pult.data))
    assert dsn is not None
    assert asyncio.run(_count(dsn)) == 1


async def _count(dsn: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval("SELECT count(*) FROM operators.operator WHERE login = 'anna'")
    finally:
        await connection.close()


def test_a_second_serve_on_the_held_folder_is_refused(pult: Commands) -> None:
    first = pult.serve()
    line = pult.refusal("serve", PULT_PORT=str(free_port()))
    assert f"held by another Pult (process {first.pid})" in line
    assert answers(pult.port)


@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_to_the_whole_group_stops_everything(pult: Commands, order: signal.Signals) -> None:
    process = pult.serve()
    server = pult.server
    assert server is not None
    os.killpg(process.pid, order)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert not server.alive()
    assert not (pult.data / "postgres/cluster/postmaster.pid").exists()


def test_an_impatient_second_signal_leaves_nothing_running_either(pult: Commands) -> None:
    process = pult.serve()
    server = pult.server
    assert server is not None
    os.killpg(process.pid, signal.SIGINT)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    wait(lambda: not server.alive())


def test_after_kill_9_the_next_serve_adopts_the_server_within_seconds(pult: Commands) -> None:
    first = pult.serve()
    server = pult.server
    assert server is not None
    first.kill()
    first.communicate()
    begin = time.monotonic()
    second = pult.serve()
    assert time.monotonic() - begin < 5
    assert pult.server is not None
    assert pult.server.pid == server.pid
    os.killpg(second.pid, signal.SIGINT)
    second.communicate(timeout=30)
    wait(lambda: not server.alive())
