"""What the command line does to an installation without serving it: operators and sites."""

from __future__ import annotations

import argparse
import functools
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from pult.channels.webchat import site as webchat
from pult.channels.webchat.signing import renewed
from pult.gateway.api import SiteChange
from pult.gateway.contract import Site
from pult.gateway.sites import Sites
from pult.kit import migrations
from pult.kit.db import Database
from pult.kit.errors import Invalid, PultError
from pult.kit.secret import InstallationKey, Signer, Vault
from pult.kit.shape import shaped
from pult.operators.commands import Accounts
from pult.operators.events import Actor
from pult.operators.people import LINK_HOURS, Invited, People
from pult.operators.rules import Role

SCHEMA = Path(__file__).parent / "schema"
Work = Callable[[str], Awaitable[str]]
"""Does something to the database of this DSN; the text to print."""
Run = Callable[[argparse.Namespace, Work], int]
Office = Callable[[argparse.Namespace], tuple[str, int]]
"""What links begin with, and how many chats a new operator may hold at once."""


def add_user_commands(
    commands: Any,
    *,
    place: Callable[[argparse.ArgumentParser], None],
    run: Run,
    password: Callable[[], str],
    office: Office,
) -> None:
    """`pult user list | add | reset | role | deactivate | activate`. `password` asks for one, `office` says what
    links begin with and how many chats somebody may hold at once.
    """
    user: argparse.ArgumentParser = commands.add_parser("user", help="make operators, give rights, close accounts")
    acts = user.add_subparsers(required=True, metavar="ACT")
    every = acts.add_parser("list", help="everybody with role and teams")
    add = acts.add_parser("add", help="make an operator (the password is asked for, or comes from a pipe)")
    add.add_argument("--name", help="the name that people see (the login)")
    add.add_argument("--role", choices=[*Role], default=None, help="what they may (the first one is an administrator)")
    reset = acts.add_parser("reset", help="give a new password and end all sessions; --link: a link that does it once")
    for parser in (add, reset):
        parser.add_argument(
            "--link", action="store_true", help="print a link for them instead of asking for a password"
        )
    role = acts.add_parser("role", help="give another role; open desks notice within seconds")
    deactivate = acts.add_parser("deactivate", help="close an account: its sessions end, its talks go on elsewhere")
    deactivate.add_argument("--to", metavar="LOGIN", help="the colleague who gets the open talks (the queue)")
    activate = acts.add_parser("activate", help="open a closed account again")
    for parser in (add, reset, role, deactivate, activate):
        parser.add_argument("login", help="what the operator signs in with")
    role.add_argument("role", choices=[*Role])
    place(every)
    every.set_defaults(run=_running(run, _users))
    for parser, act in (
        (add, functools.partial(_user_add, password, office)),
        (reset, functools.partial(_user_reset, password, office)),
        (role, _user_role),
        (deactivate, _user_deactivate),
        (activate, _user_activate),
    ):
        place(parser)
        parser.set_defaults(run=_running(run, act))


def _users(_given: argparse.Namespace) -> Work:
    async def work(dsn: str) -> str:
        async with _people(dsn) as (people, _):
            found, teams = await people.every(), {team.id: team.name for team in await people.teams()}
        width = max((len(one.login) for one in found), default=0)
        lines = [
            f"{one.login:<{width}}  {one.role if one.active else 'closed':<10}  {one.name}"
            f"{''.join(f'  [{teams[team]}]' for team in one.teams)}"
            for one in found
        ]
        return "\n".join(lines) or "nobody is here; make an account with: pult user add LOGIN"

    return work


def _user_add(password: Callable[[], str], office: Office, given: argparse.Namespace) -> Work:
    typed = None if given.link else password()
    origin, talks = office(given)

    async def work(dsn: str) -> str:
        async with _people(dsn, talks=talks) as (people, accounts):
            known = {one.login.lower() for one in await people.every()}
            if given.login.strip().lower() in known:
                raise Invalid(f"there is an operator {given.login!r}: pult user reset gives a new password")
            role, name = Role(given.role or Role.OPERATOR), given.name or given.login
            if typed is None:
                first = Role.ADMIN if not known else role
                token = await people.invite(Invited(login=given.login, name=name, role=first), by=_COMMAND_LINE)
                return _link(origin, token)
            made = await accounts.put(login=given.login, name=name, public_name=name, password=typed, role=role)
        return f"{made.login} can sign in now"

    return work


def _user_reset(password: Callable[[], str], office: Office, given: argparse.Namespace) -> Work:
    typed = None if given.link else password()
    origin, _ = office(given)

    async def work(dsn: str) -> str:
        async with _people(dsn) as (people, accounts):
            operator = await people.find(given.login)
            if typed is None:
                token, _, _ = await people.invite_again(operator, by=_COMMAND_LINE)
                return _link(origin, token)
            await accounts.set_password(operator, password=typed, by=_COMMAND_LINE)
        return f"{given.login} has a new password; open sessions have ended"

    return work


def _user_role(given: argparse.Namespace) -> Work:
    async def work(dsn: str) -> str:
        async with _people(dsn) as (people, _):
            await people.change(await people.find(given.login), by=_COMMAND_LINE, role=Role(given.role))
        return f"{given.login} is {given.role} now"

    return work


def _user_deactivate(given: argparse.Namespace) -> Work:
    async def work(dsn: str) -> str:
        async with _people(dsn) as (people, _):
            heir = await people.find(given.to) if given.to else None
            await people.deactivate(await people.find(given.login), by=_COMMAND_LINE, to=heir)
        return f"{given.login} is closed; open talks go to {given.to or 'the queue'} as soon as Pult runs"

    return work


def _user_activate(given: argparse.Namespace) -> Work:
    async def work(dsn: str) -> str:
        async with _people(dsn) as (people, _):
            await people.activate(await people.find(given.login), by=_COMMAND_LINE)
        return f"{given.login} can sign in again"

    return work


def _link(origin: str, token: str) -> str:
    return f"{origin}/desk/#join/{token}\nIt works once, within {LINK_HOURS} hours, and is shown only here."


_COMMAND_LINE = Actor(address="command line")


def add_site_commands(
    commands: Any, *, place: Callable[[argparse.ArgumentParser], None], run: Run, key: Callable[..., InstallationKey]
) -> None:
    """`pult site list | add | show | set | secret`. `place` adds the options of the data folder, `run` opens the
    database, `key` reads the installation's key.
    """
    site: argparse.ArgumentParser = commands.add_parser("site", help="connect sites and change their settings")
    acts = site.add_subparsers(required=True, metavar="ACT")
    every = acts.add_parser("list", help="the connected sites")
    add = acts.add_parser("add", help="connect a site")
    add.add_argument("--name", help="the name that people see (the key)")
    add.add_argument("--domain", action="append", default=[], help="origin of its pages, like https://shop.example")
    show = acts.add_parser("show", help="print a site's settings as JSON")
    change = acts.add_parser("set", help="give a site the settings of a JSON file (- reads standard input)")
    secret = acts.add_parser("secret", help="make the secret that the site's server signs visitors' tokens with")
    for parser in (add, show, change, secret):
        parser.add_argument("key", help="what the page names the site by (data-site)")
    change.add_argument("file", help="as printed by `pult site show`; what is left out gets its default")
    secret.add_argument("--keep", action="store_true", help="take tokens signed with the one before for a day more")
    make_secret = functools.partial(_secret, key)
    for parser, act in ((every, _list), (add, _add), (show, _show), (change, _set), (secret, make_secret)):
        place(parser)
        parser.set_defaults(run=_running(run, act))


def _running(run: Run, act: Callable[[argparse.Namespace], Work]) -> Callable[[argparse.Namespace], int]:
    return lambda given: run(given, act(given))


def _list(_given: argparse.Namespace) -> Work:
    async def work(dsn: str) -> str:
        async with _sites(dsn) as sites:
            found = await sites.every()
        width = max((len(site.key) for site in found), default=0)
        lines = [f"{site.key:<{width}}  {site.name}  {' '.join(site.settings['domains'])}".rstrip() for site in found]
        return "\n".join(lines) or "no site is connected; connect one with: pult site add KEY --domain https://…"

    return work


def _add(given: argparse.Namespace) -> Work:
    async def work(dsn: str) -> str:
        async with _sites(dsn) as sites:
            site = await sites.add(
                kind="webchat", key=given.key, name=given.name or given.key, settings={"domains": given.domain}
            )
        return f"{site.key} is connected"

    return work


def _show(given: argparse.Namespace) -> Work:
    async def work(dsn: str) -> str:
        async with _sites(dsn) as sites:
            site = await sites.one(given.key)
        shown = msgspec.json.encode({"name": site.name, "settings": site.settings})
        return msgspec.json.format(shown, indent=2).decode()

    return work


def _set(given: argparse.Namespace) -> Work:
    data = _read(given.file)

    async def work(dsn: str) -> str:
        async with _sites(dsn) as sites:
            try:
                wanted = shaped(data, SiteChange)
                await sites.change(given.key, name=wanted.name, settings=wanted.settings, version=None)
            except Invalid as error:
                raise _in_file(given.file, error) from error
        return f"{given.key} is changed; running nodes follow within seconds"

    return work


def _secret(key: Callable[..., InstallationKey], given: argparse.Namespace) -> Work:
    async def work(dsn: str) -> str:
        vault, made = Vault(key(given).derive("vault")), ""

        def renew(site: Site) -> dict[str, Any]:
            nonlocal made
            made, beside = renewed(site.settings, key=site.key, vault=vault, now=time.time(), keep=given.keep)
            return beside

        async with _sites(dsn) as sites:
            await sites.keep(given.key, renew)
        older = "are taken for a day more" if given.keep else "are refused within seconds"
        return (
            f"{made}\nThe site's server signs with this (HS256). It is shown once; tokens signed with the one before"
            f" {older}."
        )

    return work


def _read(name: str) -> Any:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return msgspec.json.decode(text)
    except OSError as error:
        raise Invalid(f"{name}: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"{name}: is no JSON: {error}") from error


def _in_file(name: str, error: PultError) -> Invalid:
    return Invalid(f"{name}: {error.pointer or '/'}: {error.detail}", pointer=error.pointer)


@asynccontextmanager
async def opened(dsn: str) -> AsyncGenerator[Database]:
    """The database of this DSN with this version's schema, for as long as one command needs it."""
    await migrations.migrate(dsn, SCHEMA)
    db = await Database.open(dsn, size=2)
    try:
        yield db
    finally:
        await db.close()


@asynccontextmanager
async def _people(dsn: str, *, talks: int = 5) -> AsyncGenerator[tuple[People, Accounts]]:
    async with opened(dsn) as db:
        accounts = Accounts(db=db, tickets=Signer(b""), talks=talks)
        yield People(db=db, accounts=accounts), accounts


@asynccontextmanager
async def _sites(dsn: str) -> AsyncGenerator[Sites]:
    async with opened(dsn) as db:
        yield Sites(db, kinds={"webchat": webchat.checked})
