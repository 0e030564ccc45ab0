"""The questions every database has to answer before Pult works on it, its own one and a foreign one alike."""

from __future__ import annotations

import asyncpg

from pult.kit.errors import StartRefused

Connection = asyncpg.Connection
OLDEST, NEWEST = 150_000, 190_000


async def examine(dsn: str, *, seconds: float = 10) -> str:
    """Connect, `check`, disconnect; returns the server's version. Raises `StartRefused`; never shows the DSN."""
    try:
        connection: Connection = await asyncpg.connect(dsn, timeout=seconds)
    except (ValueError, asyncpg.InterfaceError) as error:
        raise StartRefused("PULT_DATABASE_URL is not a PostgreSQL address like postgresql://user@host/name") from error
    except (TimeoutError, OSError, asyncpg.PostgresError) as error:
        raise StartRefused(f"no connection to the database: {one_line(error)}") from error
    try:
        await check(connection)
        return str(await connection.fetchval("SHOW server_version"))
    finally:
        await connection.close(timeout=seconds)


async def check(connection: Connection) -> None:
    """Refuse a server that is too old or new, read-only, not UTF-8, or that does not know Russian letters.

    Raises `StartRefused` with one line that says what to do. Makes the extension pg_trgm when it is missing.
    """
    await _check_version(connection)
    encoding = str(await connection.fetchval("SHOW server_encoding"))
    if encoding != "UTF8":
        raise StartRefused(f"the database has the encoding {encoding}, Pult needs UTF8: {_ADVICE}")
    if await connection.fetchval("SELECT lower('Я')") != "я":
        locale = await connection.fetchval("SELECT datctype FROM pg_database WHERE datname = current_database()")
        raise StartRefused(f"the database does not lower-case Russian letters (its LC_CTYPE is {locale}): {_ADVICE}")
    schema = await _trigrams(connection)
    if not await connection.fetchval(f"SELECT {schema}.show_trgm('привет')"):
        raise StartRefused(f"pg_trgm of this database does not see Russian words: {_ADVICE}")


_ADVICE = "make one with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' (or ru_RU.UTF-8)"


async def _check_version(connection: Connection) -> None:
    number = int(str(await connection.fetchval("SHOW server_version_num")))
    if not OLDEST <= number < NEWEST:
        raise StartRefused(f"PostgreSQL {number // 10_000} is not supported, Pult needs 15 to 18")
    if await connection.fetchval("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool"):
        raise StartRefused("the database is read-only (a standby?): give the address of the primary")


async def _trigrams(connection: Connection) -> str:
    """The schema of pg_trgm, quoted for SQL."""
    find = "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'pg_trgm'"
    schema = await connection.fetchval(find)
    if schema is None:
        try:
            await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except asyncpg.UniqueViolationError:
            pass  # another Pult made it at the same moment
        except asyncpg.InsufficientPrivilegeError as error:
            raise StartRefused(
                "this database has no pg_trgm and its user may not make it:"
                " let an administrator run CREATE EXTENSION pg_trgm there"
            ) from error
        except asyncpg.PostgresError as error:
            raise StartRefused(f"pg_trgm is missing ({one_line(error)}): install postgresql-contrib") from error
        schema = await connection.fetchval(find)
    return str(schema)


def one_line(error: BaseException) -> str:
    """The first line of what an error says, or its name when it says nothing."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = str(error).strip().splitlines()
    return text[0] if text else type(error).__name__
