"""What the embedded server and the start-up check refuse, each with one line that says what to do."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import asyncpg
import pytest

from pult.kit.errors import StartRefused
from pult.kit.postgres import account, health
from pult.kit.postgres import cluster as postgres
from tests.kit.conftest import Place
from tests.support import postgres as support
from tests.support.postgres import Server

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root has the server run under another account")


def test_database_files_of_another_major_version_are_refused(wheel_place: Place) -> None:
    wheel_place.start().stop()
    reason = wheel_place.refusal(bin_dir=support.bin_dir("15"))
    assert "was made by PostgreSQL 18" in reason
    assert "PULT_POSTGRES_BIN" in reason


def test_a_folder_that_cannot_be_written_is_refused(wheel_place: Place) -> None:
    (wheel_place.base / "file").touch()
    assert "cannot write to the data folder" in wheel_place.refusal(data=wheel_place.base / "file" / "data")
    if wheel_place.user or os.geteuid() != 0:
        wheel_place.base.chmod(0o555)
        assert "Permission denied" in wheel_place.refusal()


def test_a_folder_without_programs_is_refused(wheel_place: Place) -> None:
    assert "there is no postgres and no initdb" in wheel_place.refusal(bin_dir=wheel_place.base)


def test_programs_that_are_not_postgres_are_refused(wheel_place: Place) -> None:
    for name in ("postgres", "initdb"):
        (wheel_place.base / name).symlink_to("/bin/true")
    assert "does not tell its version" in wheel_place.refusal(bin_dir=wheel_place.base)


@root_only
def test_root_opens_no_parent_folder_and_refuses_one_the_server_cannot_pass() -> None:
    place = Place(who="root", bin_dir=None)
    try:
        place.base.chmod(0o700)
        assert "a folder above it is closed to that user" in place.refusal()
        assert stat.S_IMODE(place.base.stat().st_mode) == 0o700
    finally:
        place.clean()


@root_only
def test_files_of_another_user_are_refused(wheel_place: Place) -> None:
    wheel_place.start().stop()
    os.chown(wheel_place.data / "postgres/cluster", 1, 1)
    assert "belongs to user number 1" in wheel_place.refusal()


@root_only
def test_a_system_user_that_cannot_be_made_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "SYSTEM_USER", "not a name")
    with pytest.raises(StartRefused, match="could not make the system user not a name"):
        account.choose(lambda line: None)


LOCALES = {
    "SQL_ASCII": ("ENCODING 'SQL_ASCII' LOCALE 'C'", "has the encoding SQL_ASCII"),
    "LATIN1": ("ENCODING 'LATIN1' LOCALE 'C'", "has the encoding LATIN1"),
    "C": ("ENCODING 'UTF8' LOCALE 'C'", "does not lower-case Russian letters (its LC_CTYPE is C)"),
}


@pytest.mark.parametrize("case", LOCALES)
async def test_a_database_without_russian_is_refused(case: str, postgres_any: Server) -> None:
    sql, reason = LOCALES[case]
    dsn = await support.create_database(postgres_any.cluster, more=sql)
    with pytest.raises(StartRefused) as refused:
        await health.examine(dsn)
    assert reason in refused.value.detail
    assert "CREATE DATABASE … TEMPLATE template0" in refused.value.detail


async def test_letters_without_trigrams_are_refused() -> None:
    """PostgreSQL 18 lower-cases by its builtin locale while pg_trgm still asks the C library."""
    server = await support.start("18")
    try:
        more = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_CTYPE 'C' LC_COLLATE 'C'"
        dsn = await support.create_database(server.cluster, more=more)
        with pytest.raises(StartRefused, match="pg_trgm of this database does not see Russian words"):
            await health.examine(dsn)
    finally:
        await server.stop()


async def test_a_user_who_may_not_make_pg_trgm_is_told_what_to_ask_for(postgres_any: Server) -> None:
    dsn = await postgres_any.create_database(empty=True)
    await support.execute(dsn, "DO $$ BEGIN CREATE ROLE guest; EXCEPTION WHEN duplicate_object THEN END $$")
    connection = await asyncpg.connect(dsn, server_settings={"role": "guest"})
    try:
        with pytest.raises(StartRefused, match="CREATE EXTENSION pg_trgm"):
            await health.check(connection)
    finally:
        await connection.close()
    await support.execute(dsn, "CREATE SCHEMA apart")
    await support.execute(dsn, "CREATE EXTENSION pg_trgm SCHEMA apart")
    await health.examine(dsn)


async def test_a_read_only_database_is_refused(postgres_any: Server) -> None:
    dsn = await postgres_any.create_database(empty=True)
    with pytest.raises(StartRefused, match="read-only"):
        await health.examine(f"{dsn}&default_transaction_read_only=on")


@pytest.mark.parametrize(
    ("dsn", "reason"),
    [
        ("mysql://anna:secret@localhost/pult", "is not a PostgreSQL address"),
        ("postgresql://anna:secret@127.0.0.1:1/pult", "no connection to the database"),
        ("postgresql://anna:secret@/pult?host=/nowhere", "no connection to the database"),
    ],
)
async def test_a_database_that_cannot_be_reached_is_one_line_without_its_password(dsn: str, reason: str) -> None:
    with pytest.raises(StartRefused) as refused:
        await health.examine(dsn, seconds=2)
    assert reason in refused.value.detail
    assert "secret" not in refused.value.detail
    assert "\n" not in refused.value.detail


async def test_the_address_of_a_running_server_is_found_without_its_lock(postgres_18: Server, tmp_path: Path) -> None:
    assert await postgres.running(postgres_18.data) == postgres_18.cluster.dsn
    assert await postgres.running(tmp_path) is None
