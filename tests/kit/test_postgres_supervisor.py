"""The embedded server starts, is adopted, is held by one, and survives every kind of death."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from pult.kit.postgres import health
from tests.kit.conftest import ORDINARY, Place


async def fetch(dsn: str, sql: str) -> Any:
    """One value over a connection of its own."""
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def ask(dsn: str, sql: str) -> Any:
    """`fetch` for tests that are not coroutines."""
    return asyncio.run(fetch(dsn, sql))


def wait(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until the condition holds; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def runs(pid: int) -> bool:
    """Whether the process does anything still (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_first_start_under_the_c_locale_makes_a_database_that_knows_russian(place: Place) -> None:
    holder = place.start(env={"LC_ALL": "C", "LANG": "C", "PGDATABASE": "elsewhere", "PGHOST": "nowhere"})
    assert asyncio.run(health.examine(holder.dsn)) == ask(holder.dsn, "SHOW server_version")
    assert ask(holder.dsn, "SELECT to_tsvector('russian', 'резюме кандидатов')::text") == "'кандидат':2 'резюм':1"
    assert ask(holder.dsn, "SHOW fsync") == "off"  # an option given to start wins over our settings


def test_a_stop_ends_the_server_and_keeps_the_data(place: Place) -> None:
    first = place.start()
    ask(first.dsn, "CREATE TABLE kept AS SELECT 'Анна' AS name")
    first.stop()
    assert not runs(first.server_pid)
    second = place.start()
    assert not second.said["adopted"]
    assert ask(second.dsn, "SELECT name FROM kept") == "Анна"


def test_the_server_of_a_killed_pult_lives_on_and_is_adopted(place: Place) -> None:
    first = place.start()
    ask(first.dsn, "CREATE TABLE kept AS SELECT 1 AS n")
    first.kill()
    assert runs(first.server_pid)
    second = place.start()
    assert second.said == {"dsn": first.dsn, "pid": first.server_pid, "adopted": True}
    assert ask(second.dsn, "SELECT n FROM kept") == 1
    second.stop()
    wait(lambda: not runs(first.server_pid))


def test_a_second_pult_on_a_held_folder_is_refused_and_told_who_holds_it(wheel_place: Place) -> None:
    first = wheel_place.start()
    assert f"held by another Pult (process {first.process.pid})" in wheel_place.refusal()
    assert ask(first.dsn, "SELECT 1") == 1


def test_after_both_are_killed_the_next_start_recovers_what_was_committed(place: Place) -> None:
    first = place.start()
    ask(first.dsn, "CREATE TABLE kept AS SELECT 1 AS n")
    first.kill()
    os.kill(first.server_pid, signal.SIGKILL)
    second = place.start()
    assert second.server_pid != first.server_pid
    assert ask(second.dsn, "SELECT n FROM kept") == 1


def test_a_pid_file_that_names_a_stranger_does_not_hinder_the_start(wheel_place: Place) -> None:
    first = wheel_place.start()
    first.kill()
    os.kill(first.server_pid, signal.SIGKILL)
    file = wheel_place.data / "postgres/cluster/postmaster.pid"
    owner = file.stat().st_uid
    stranger = subprocess.Popen(["sleep", "100"], user=owner if os.geteuid() == 0 else None)
    try:
        lines = file.read_text().splitlines()
        file.write_text("\n".join([str(stranger.pid), *lines[1:], ""]))
        second = wheel_place.start()
        assert ask(second.dsn, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_that_dies_is_started_again(wheel_place: Place) -> None:
    holder = wheel_place.start()
    ask(holder.dsn, "CREATE TABLE kept AS SELECT 1 AS n")
    os.kill(holder.server_pid, signal.SIGKILL)

    def back() -> bool:
        try:
            return bool(ask(holder.dsn, "SELECT n FROM kept") == 1)
        except (OSError, asyncpg.PostgresError):
            return False

    wait(back)


def test_a_start_that_was_killed_while_making_the_database_is_made_good(wheel_place: Place) -> None:
    wheel_place.start().stop()
    root = wheel_place.data / "postgres"
    (root / "cluster").rename(root / "cluster.new")
    (root / "cluster.new" / "PG_VERSION").unlink()
    assert ask(wheel_place.start().dsn, "SELECT 1") == 1


@pytest.mark.parametrize("name", ["данные" * 8 + "/" + "d" * 60, "a, b's"], ids=["deep", "comma"])
def test_a_deep_or_odd_data_folder_gets_a_short_private_socket_and_keeps_it(wheel_place: Place, name: str) -> None:
    deep = wheel_place.base / name
    first = wheel_place.start(data=deep)
    socket = Path(ask(first.dsn, "SHOW unix_socket_directories").strip('"'))
    assert not socket.is_relative_to(deep)
    found = socket.lstat()
    assert stat.S_IMODE(found.st_mode) == 0o700
    assert found.st_uid == (deep / "postgres/cluster").stat().st_uid
    first.kill()
    second = wheel_place.start(data=deep)
    assert second.said == {"dsn": first.dsn, "pid": first.server_pid, "adopted": True}
    second.stop()
    socket.rmdir()


def test_nobody_else_gets_in(place: Place) -> None:
    holder = place.start()
    assert ask(holder.dsn, "SHOW listen_addresses") == ""
    assert _tcp_sockets(holder.server_pid) == set()
    run = Path(ask(holder.dsn, "SHOW unix_socket_directories").strip('"'))
    assert stat.S_IMODE(run.stat().st_mode) == 0o700
    rules = ask(holder.dsn, "SELECT string_agg(type || ' ' || auth_method, ',') FROM pg_hba_file_rules")
    assert rules == "local peer"
    assert Path(f"/proc/{holder.server_pid}").stat().st_uid != 0
    if os.geteuid() == 0 and place.user is None:
        # Even with the folder opened by mistake the kernel's word on who calls is what counts.
        run.chmod(0o755)
        (run / ".s.PGSQL.5432").chmod(0o777)
        done = subprocess.run(
            [sys.executable, "-c", _RAW_STARTUP, str(run / ".s.PGSQL.5432"), ORDINARY],
            capture_output=True,
            text=True,
        )
        assert "Peer authentication failed" in done.stdout


_RAW_STARTUP = """
import os, pwd, socket, struct, sys
os.setgroups([]); os.setuid(pwd.getpwnam(sys.argv[2]).pw_uid)
line = socket.socket(socket.AF_UNIX); line.connect(sys.argv[1])
body = struct.pack("!i", 196608) + b"user\\0pult\\0database\\0pult\\0\\0"
line.sendall(struct.pack("!i", len(body) + 4) + body)
print(line.recv(4096))
"""


def _tcp_sockets(pid: int) -> set[str]:
    """Inodes of TCP sockets, of either family, that the process has open."""
    open_files = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    own = {name.removeprefix("socket:[").rstrip("]") for name in open_files if name.startswith("socket:[")}
    tables = [Path(f"/proc/{pid}/net/{name}") for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
    return own & {row[9] for row in rows}
