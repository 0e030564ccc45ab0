"""The command line: `pult serve | demo | migrate | doctor | user | site | routing | version`.

A refusal is one line on standard error and exit code 2; nothing here shows a traceback for what a person can mend.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import getpass
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pult import __version__, administration, settings, simulating
from pult.kit.errors import PultError, StartRefused
from pult.kit.secret import InstallationKey, read_or_make
from pult.settings import Settings

if TYPE_CHECKING:
    from pult.channels.webchat.installed import Finding as FoundOutside

OK, FAILED, REFUSED = 0, 1, 2
SCHEMA = Path(__file__).parent / "schema"


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something is wrong, 2 refused."""
    given = _parser().parse_args(words)
    try:
        return int(given.run(given))
    except PultError as error:
        print(f"pult: {error.detail or error.code}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pult", description="A self-hosted, omnichannel customer-care desk.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run Pult with everything it needs, until Ctrl-C")
    serve.add_argument("--demo", action="store_true", help="with demo operators and a demo site (PULT_DEMO)")
    demo = commands.add_parser("demo", help="the same as serve --demo")
    demo.set_defaults(demo=True)
    for command in (serve, demo):
        _add_place(command)
        command.add_argument("--host", help="address to listen on (PULT_HOST, 127.0.0.1)")
        command.set_defaults(run=_serve)

    migrate = commands.add_parser("migrate", help="bring the database to this version's schema")
    _add_place(migrate)
    migrate.set_defaults(run=_migrate)

    doctor = commands.add_parser("doctor", help="look at everything that Pult needs; exit code 1 when something is red")
    _add_place(doctor)
    doctor.add_argument(
        "words", nargs="*", metavar="URL", help="address of a running Pult to look at as well; site URL: look at a page"
    )
    doctor.add_argument("--token", help="with site URL: a signed token of a visitor, to be tried")
    doctor.set_defaults(run=_doctor)

    administration.add_user_commands(commands, place=_add_place, run=_administer, password=_password, office=_office)
    administration.add_site_commands(commands, place=_add_place, run=_administer, key=_key)
    simulating.add_routing_commands(commands, place=_add_place, run=_administer, say=_say)

    version = commands.add_parser("version", help="print the version")
    version.set_defaults(run=_version)
    return parser


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="folder for everything Pult keeps (PULT_DATA)")
    parser.add_argument("--port", type=_port, help="port of the web side (PULT_PORT, 8080)")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to 65535, not {text!r}")
    return int(text)


def _settings(given: argparse.Namespace) -> Settings:
    """The environment's settings with what the command line says on top."""
    read = settings.read()
    if given.data is not None:
        read = msgspec.structs.replace(read, data=given.data.absolute())
    if given.port is not None:
        read = msgspec.structs.replace(read, port=given.port)
    if getattr(given, "host", None):
        read = msgspec.structs.replace(read, host=given.host)
    if getattr(given, "demo", False):
        read = msgspec.structs.replace(read, demo=True)
    return read


def _version(given: argparse.Namespace) -> int:
    del given
    print(f"Pult {__version__}")
    return OK


def _serve(given: argparse.Namespace) -> int:
    read = _settings(given)
    check_port(read.host, read.port)
    return _run(lambda hard_stops: _serving(read, hard_stops))


async def _serving(read: Settings, hard_stops: list[Callable[[], None]]) -> None:
    from pult import serving
    from pult.demo import company

    async with _database(read, hard_stops) as dsn:
        guest = company.Demo() if read.demo else None
        await serving.serve(read, dsn=dsn, announce=_say, guest=guest)


def _migrate(given: argparse.Namespace) -> int:
    read = _settings(given)

    async def work(hard_stops: list[Callable[[], None]]) -> None:
        from pult.kit import migrations

        async with _database(read, hard_stops, share=True) as dsn:
            done = await migrations.migrate(dsn, SCHEMA)
        _say(f"applied {', '.join(f'{number:04}' for number in done)}" if done else "the schema is up to date")

    return _run(work)


def _office(given: argparse.Namespace) -> tuple[str, int]:
    read = _settings(given)
    return read.origin, read.talks_at_once


def _key(given: argparse.Namespace) -> InstallationKey:
    read = _settings(given)
    return read_or_make(read.data, read.secret)


def _administer(given: argparse.Namespace, act: administration.Work) -> int:
    """Do something to the database, whether a server runs on it or not, and print what came of it."""
    read = _settings(given)

    async def work(hard_stops: list[Callable[[], None]]) -> None:
        async with _database(read, hard_stops, share=True) as dsn:
            _say(await act(dsn))

    return _run(work)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise StartRefused("the two passwords differ")
    return first


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody listens on, before anything is started. Raises `StartRefused`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise StartRefused(f"{host!r} is no address of this machine: {error.strerror}") from error
    for family, kind, protocol, _, address in found:
        with socket.socket(family, kind, protocol) as probe:
            # As the server itself will: a port in TIME_WAIT is free, one that is listened on is not.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                raise StartRefused(
                    f"cannot listen on {host} port {port}: {error.strerror}; choose another with --port or PULT_PORT"
                ) from error


@contextlib.asynccontextmanager
async def _database(
    read: Settings, hard_stops: list[Callable[[], None]], *, share: bool = False
) -> AsyncGenerator[str]:
    """The DSN of a database that passed the start-up check: the own one of the settings, or the embedded one.

    `share`: an embedded server that runs already (under `pult serve`) is used and left running.
    """
    from pult.kit.postgres import cluster, health

    if read.database_url is not None:
        await health.examine(read.database_url)
        _make_data(read.data)
        yield read.database_url
        return
    shared = await cluster.running(read.data) if share else None
    if shared is not None:
        await health.examine(shared)
        yield shared
        return
    server = await cluster.start(read.data, bin_dir=read.postgres_bin, log=_note)
    hard_stops.append(server.abandon)
    keeper = asyncio.create_task(server.keep())
    try:
        await health.examine(server.dsn)
        yield server.dsn
    finally:
        keeper.cancel()
        await server.stop()


def _make_data(data: Path) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StartRefused(f"cannot write to the data folder {data}: {error.strerror}") from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise StartRefused(f"cannot write to the data folder {data}: Permission denied")


def _say(line: str) -> None:
    print(line, flush=True)


def _note(line: str) -> None:
    print(f"pult: {line}", file=sys.stderr, flush=True)


def _run(work: Callable[[list[Callable[[], None]]], Coroutine[Any, Any, None]]) -> int:
    """Run to the end. The first Ctrl-C (or SIGTERM) stops everything in order, the second one at once."""
    hard_stops: list[Callable[[], None]] = []
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        loop = runner.get_loop()
        task = loop.create_task(work(hard_stops))
        stopped: list[int] = []

        def stop(number: int) -> None:
            stopped.append(number)
            if len(stopped) == 1:
                _note("stopping; once more to stop at once")
                task.cancel()
                return
            for hard_stop in hard_stops:
                hard_stop()
            os._exit(128 + number)

        for number in _stop_signals():
            loop.add_signal_handler(number, stop, number)
        try:
            runner.run(_finished(task))
        except asyncio.CancelledError:
            if not stopped:
                raise
    return OK


def _stop_signals() -> list[signal.Signals]:
    """A closed terminal stops Pult too, unless it was started with nohup."""
    hangup = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *hangup]


async def _finished(task: asyncio.Task[None]) -> None:
    await task


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


@dataclass(frozen=True, kw_only=True)
class _Finding:
    """One line of the doctor: `good` is None when there is nothing to judge."""

    what: str
    good: bool | None
    said: str


def _doctor(given: argparse.Namespace) -> int:
    read = _settings(given)
    words: list[str] = given.words
    if words[:1] == ["site"] and len(words) == 2:
        findings = asyncio.run(_examine_page(read, words[1], token=given.token))
    elif len(words) < 2:
        findings = asyncio.run(_examine(read, url=words[0] if words else None))
    else:
        raise StartRefused("say pult doctor, pult doctor URL, or pult doctor site URL")
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        mark = {True: "ok ", False: "RED", None: " - "}[finding.good]
        _say(f"{mark}  {finding.what:<{width}}  {finding.said}")
    return FAILED if any(finding.good is False for finding in findings) else OK


async def _examine_page(read: Settings, url: str, *, token: str | None) -> list[_Finding]:
    from pult import examination
    from pult.kit.postgres import cluster

    site, findings = await examination.examine_page(url)
    if token is not None and site is not None:
        dsn = read.database_url or await cluster.running(read.data)
        if dsn is None:
            raise StartRefused("the secret of the site is in the database: start pult serve first")
        key = read_or_make(read.data, read.secret)
        findings.append(await examination.examine_token(dsn, token, site=site, key=key))
    return [_told(finding) for finding in findings]


def _told(finding: FoundOutside) -> _Finding:
    return _Finding(what=finding.what, good=finding.good, said=finding.said)


async def _examine(read: Settings, *, url: str | None) -> list[_Finding]:
    python = sys.version.split()[0]
    findings = [_Finding(what="python", good=sys.version_info >= (3, 11), said=python), _examine_folder(read.data)]
    if read.database_url is None:
        findings.append(_examine_programs(read.postgres_bin))
    if read.clamd is not None or read.imap_url is not None:
        from pult import examination

        findings += map(_told, await examination.examine_around(clamd=read.clamd, mailbox=read.imap_url))
    return [*findings, *await _examine_database(read), await _examine_server(read, url=url)]


def _examine_folder(data: Path) -> _Finding:
    what = "data folder"
    place = data
    while not place.exists() and place != place.parent:
        place = place.parent
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return _Finding(what=what, good=True, said=f"{data}{'' if place == data else ' (will be made)'}")
    return _Finding(what=what, good=False, said=f"cannot write to {place}")


def _examine_programs(bin_dir: Path | None) -> _Finding:
    from pult.kit.postgres import binaries

    try:
        return _Finding(what="postgres programs", good=True, said=str(binaries.offered(bin_dir)))
    except StartRefused as error:
        return _Finding(what="postgres programs", good=False, said=error.detail)


async def _examine_database(read: Settings) -> list[_Finding]:
    from pult.kit.postgres import cluster, health

    dsn = read.database_url or await cluster.running(read.data)
    if dsn is None:
        return [_Finding(what="database", good=None, said="the embedded server is not running; pult serve starts it")]
    try:
        version = await health.examine(dsn)
    except StartRefused as error:
        return [_Finding(what="database", good=False, said=error.detail)]
    said = f"PostgreSQL {version}, knows Russian"
    return [_Finding(what="database", good=True, said=said), await _examine_schema(dsn)]


async def _examine_schema(dsn: str) -> _Finding:
    import asyncpg

    from pult.kit import migrations

    newest = len(migrations.available(SCHEMA))
    connection = await asyncpg.connect(dsn)
    try:
        found = await migrations.current(connection)
    finally:
        await connection.close()
    said = f"{found} of {newest}"
    if found == 0:
        return _Finding(what="schema", good=None, said=f"{said}: empty, the first start fills it")
    if found > newest:
        return _Finding(what="schema", good=False, said=f"{said}: made by a newer Pult")
    return _Finding(what="schema", good=True, said=said if found == newest else f"{said}: the next start updates it")


async def _examine_server(read: Settings, *, url: str | None) -> _Finding:
    from pult.kit import http

    address = (url or f"http://127.0.0.1:{read.port}").rstrip("/")
    try:
        answer = await http.get(f"{address}/healthz", allow_loopback=True)
    except PultError as error:
        said = f"{address} does not answer: {error.detail or error.code}"
        return _Finding(what="server", good=None if url is None else False, said=said)
    return _Finding(what="server", good=answer.status == 200, said=f"{address} answers {answer.status}")
