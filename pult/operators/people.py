"""Who is here and what they may: invitations, roles, teams, closing and opening accounts. Every change is a fact with
its author, in the same transaction.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.kit import facts, jobs
from pult.kit.errors import Absent, Conflict, Invalid
from pult.kit.mail import is_address
from pult.operators import people_store as store
from pult.operators import rules
from pult.operators.commands import Accounts
from pult.operators.events import ACTIVATED, CHANGED, DEACTIVATED, INVITED, JOINED, TEAM_CHANGED, Actor, Team
from pult.operators.rules import CHAT, Role
from pult.operators.store import end_sessions, set_password

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

LINK_HOURS = 24
TIDY = "desk.tidy"
"""The job that finds other hands for the talks of somebody who may not hold them any more."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An account as an administrator sees it. Times are ISO 8601; `seen_at` is the last use of a living session,
    `limit` the chats held at once, `since` when the state began, `picture` the mark of the one that visitors see.
    """

    id: int
    login: str
    name: str
    public_name: str
    mail: str | None
    role: Role
    teams: tuple[int, ...]
    active: bool
    limit: int
    state: str
    named: int | None
    comment: str
    since: datetime
    picture: str | None
    sessions: int
    seen_at: datetime | None


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was asked in and has not come yet."""

    id: int
    login: str
    name: str
    mail: str | None
    role: Role
    teams: tuple[int, ...]
    expires_at: datetime


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator asks for."""

    login: str
    name: str = ""
    mail: str | None = None
    role: Role = Role.OPERATOR
    teams: tuple[int, ...] = ()


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What a link is for: `new` makes an account, else it gives `login` another password."""

    new: bool
    login: str
    name: str


class People:
    """Hold one per process."""

    def __init__(self, *, db: Database, accounts: Accounts) -> None:
        self._db, self._accounts = db, accounts

    async def every(self) -> list[Person]:
        """All accounts, closed ones at the end."""
        return [
            Person(
                id=row["id"],
                login=row["login"],
                name=row["name"],
                public_name=row["public_name"],
                mail=row["mail"],
                role=Role(row["role"]),
                teams=tuple(row["teams"]),
                active=row["active"],
                limit=row["capacity"] // CHAT,
                state=row["state"],
                named=row["named_id"],
                comment=row["state_comment"],
                since=row["state_at"],
                picture=row["picture"],
                sessions=row["sessions"],
                seen_at=row["seen_at"],
            )
            for row in await store.every(self._db)
        ]

    async def invitations(self) -> list[Invitation]:
        """Who was asked in and has not come yet."""
        return [
            Invitation(
                id=row["id"],
                login=row["login"],
                name=row["name"],
                mail=row["mail"],
                role=Role(row["role"]),
                teams=tuple(row["teams"]),
                expires_at=row["expires_at"],
            )
            for row in await store.links(self._db)
        ]

    async def invite(self, asked: Invited, *, by: Actor) -> str:
        """The secret of a link that makes one account within a day. Raises `Conflict` when the login is in use."""
        login = rules.check_login(asked.login)
        name = rules.check_name(asked.name) if asked.name else ""
        if asked.mail is not None and not is_address(asked.mail):
            raise Invalid("this is no mail address", pointer="/mail")
        token = secrets.token_urlsafe(32)
        async with self._db.transaction() as connection:
            await self._check_teams(connection, asked.teams)
            if await store.by_login(connection, login) is not None:
                raise Conflict("this login is in use", code="login_in_use", pointer="/login")
            await store.void_invitations(connection, login)
            number = await store.add_link(
                connection,
                token_hash=_hash(token),
                operator=None,
                login=login,
                name=name,
                mail=asked.mail,
                role=asked.role,
                teams=asked.teams,
                by=by.id or None,
                hours=LINK_HOURS,
            )
            body = by.fact(login=login, role=asked.role, teams=list(asked.teams))
            await facts.record(connection, kind=INVITED, subject=f"invitation:{number}", body=body)
        return token

    async def invite_again(self, operator: int, *, by: Actor) -> tuple[str, str, str | None]:
        """(secret, login, mail) of a link that gives an account another password; older ones stop working."""
        token = secrets.token_urlsafe(32)
        async with self._db.transaction() as connection:
            known = await self._lock(connection, operator)
            if not known["active"]:
                raise Conflict("the account is closed: open it first", code="not_active")
            await store.void_links(connection, operator)
            await store.add_link(
                connection,
                token_hash=_hash(token),
                operator=operator,
                login=known["login"],
                name=known["name"],
                mail=known["mail"],
                role=Role(known["role"]),
                teams=(),
                by=by.id or None,
                hours=LINK_HOURS,
            )
            await facts.record(connection, kind=INVITED, subject=f"operator:{operator}", body=by.fact(reset=True))
        return token, known["login"], known["mail"]

    async def revoke(self, invitation: int, *, by: Actor) -> None:
        """This link does not work any more. Raises `Absent`."""
        async with self._db.transaction() as connection:
            if not await store.drop_link(connection, invitation):
                raise Absent("there is no such invitation")
            await facts.record(connection, kind=INVITED, subject=f"invitation:{invitation}", body=by.fact(revoked=True))

    async def look(self, token: str) -> Link:
        """What a link is for. Unknown, used and old ones look alike: `Absent`."""
        row = await store.link(self._db, _hash(token))
        if row is None:
            raise _no_link()
        return Link(new=row["operator_id"] is None, login=row["login"], name=row["name"])

    async def join(self, token: str, *, name: str, password: str, address: str, agent: str) -> str:
        """Use a link up: an account with this name and password, or another password for the one it was made for
        (whose sessions end). → the token of a new session.
        """
        known = await self.look(token)
        rules.check_password(password, login=known.login)
        kept = rules.check_name(name) if known.new else known.name
        digest = await self._accounts.digest(password)
        async with self._db.transaction() as connection:
            row = await store.use_link(connection, _hash(token))
            if row is None:
                raise _no_link()
            operator = row["operator_id"]
            if operator is None:
                operator = await self._add(connection, row, name=kept, digest=digest)
            else:
                await self._give(connection, operator, digest)
            by = Actor(id=operator, address=address)
            body = by.fact(invited_by=row["invited_by"], reset=not known.new)
            await facts.record(connection, kind=JOINED, subject=f"operator:{operator}", body=body)
            return await self._accounts.open_session(connection, operator, address=address, agent=agent)

    async def _add(self, connection: Connection, row: Record, *, name: str, digest: str) -> int:
        """The account that an invitation promises. Teams that were removed meanwhile are left out."""
        operator = await store.add(
            connection,
            login=row["login"],
            name=name,
            mail=row["mail"],
            password_hash=digest,
            role=Role(row["role"]),
            capacity=self._accounts.capacity,
        )
        if operator is None:
            raise Conflict("this login is in use", code="login_in_use")
        there = {team.id for team in await store.teams(connection)}
        await store.set_teams(connection, operator, [team for team in row["teams"] if team in there])
        return operator

    async def _give(self, connection: Connection, operator: int, digest: str) -> None:
        known = await self._lock(connection, operator)
        if not known["active"]:
            raise _no_link()
        await set_password(connection, operator, digest)
        await end_sessions(connection, operator)

    async def change(
        self,
        operator: int,
        *,
        by: Actor,
        role: Role | None = None,
        teams: Sequence[int] | None = None,
        limit: int | None = None,
    ) -> None:
        """Another role, other teams, another number of chats at once. Talks that they may not hold any more go back to
        the queue. Raises `Conflict` (`last_admin`).
        """
        async with self._db.transaction() as connection:
            admins = await store.lock_admins(connection)
            known = await self._lock(connection, operator)
            if role is not None and role is not Role.ADMIN:
                rules.check_admins_left(admins, leaving=operator)
            if teams is not None:
                await self._check_teams(connection, teams)
                await store.set_teams(connection, operator, teams)
            if limit is not None:
                await store.set_capacity(connection, operator, limit * CHAT)
            if role is not None and role != known["role"]:
                await store.set_rights(connection, operator, role=role, active=None)
            body = by.fact(role=role, teams=None if teams is None else list(teams), limit=limit, was=known["role"])
            await facts.record(connection, kind=CHANGED, subject=f"operator:{operator}", body=body)
            await _tidy(connection, operator, to=None, by=by)

    async def deactivate(self, operator: int, *, by: Actor, to: int | None) -> None:
        """Close an account: its sessions and links end, its open talks go to a colleague (`to`) or to the queue. Raises
        `Conflict` (`last_admin`), `Invalid`.
        """
        async with self._db.transaction() as connection:
            admins = await store.lock_admins(connection)
            await self._lock(connection, operator)
            rules.check_admins_left(admins, leaving=operator)
            heir = await store.lock(connection, to) if to is not None else None
            if to is not None and (heir is None or not heir["active"] or to == operator):
                raise Invalid("there is no such operator", pointer="/to")
            await store.set_rights(connection, operator, role=None, active=False)
            await store.void_links(connection, operator)
            ended = await end_sessions(connection, operator)
            body = by.fact(to=to, ended=ended)
            await facts.record(connection, kind=DEACTIVATED, subject=f"operator:{operator}", body=body)
            await _tidy(connection, operator, to=to, by=by)

    async def activate(self, operator: int, *, by: Actor) -> None:
        """Open a closed account again; the old password works again."""
        async with self._db.transaction() as connection:
            await self._lock(connection, operator)
            await store.set_rights(connection, operator, role=None, active=True)
            await facts.record(connection, kind=ACTIVATED, subject=f"operator:{operator}", body=by.fact())

    async def find(self, login: str) -> int:
        """The number of an account, open or closed. Raises `Absent`."""
        async with self._db.transaction() as connection:
            row = await store.by_login(connection, login)
        if row is None:
            raise Absent(f"there is no operator {login!r}")
        return row["id"]

    async def teams(self) -> list[Team]:
        """All teams."""
        return await store.teams(self._db)

    async def add_team(self, name: str, *, by: Actor) -> Team:
        """A new team. Raises `Conflict` when the name is in use."""
        kept = rules.check_name(name)
        async with self._db.transaction() as connection:
            number = await store.add_team(connection, kept)
            if number is None:
                raise _name_in_use()
            await facts.record(connection, kind=TEAM_CHANGED, subject=f"team:{number}", body=by.fact(name=kept))
        return Team(id=number, name=kept)

    async def change_team(self, team: int, name: str, *, replies: str | None, by: Actor) -> Team:
        """Another name for a team, and (unless None) who may reply in its talks. Raises `Absent`, `Conflict`."""
        kept = rules.check_name(name)
        async with self._db.transaction() as connection:
            changed = await store.change_team(connection, team, kept, replies)
            if changed is True:
                raise _name_in_use()
            if changed is False:
                raise Absent("there is no such team")
            body = by.fact(name=kept, replies=changed.replies)
            await facts.record(connection, kind=TEAM_CHANGED, subject=f"team:{team}", body=body)
        return changed

    async def drop_team(self, team: int, *, by: Actor) -> None:
        """Without a team. The caller has seen that nothing belongs to it. Raises `Absent`."""
        async with self._db.transaction() as connection:
            if not await store.drop_team(connection, team):
                raise Absent("there is no such team")
            await facts.record(connection, kind=TEAM_CHANGED, subject=f"team:{team}", body=by.fact(gone=True))

    async def end_sessions(self, operator: int, *, by: Actor, one: UUID | None = None) -> int:
        """End somebody's sessions, or one of them; how many."""
        return await self._accounts.end_sessions(operator, by=by, one=one)

    async def _lock(self, connection: Connection, operator: int) -> Record:
        row = await store.lock(connection, operator)
        if row is None:
            raise Absent("there is no such operator")
        return row

    async def _check_teams(self, connection: Connection, teams: Sequence[int]) -> None:
        there = {team.id for team in await store.teams(connection)}
        for at, team in enumerate(teams):
            if team not in there:
                raise Invalid("there is no such team", pointer=f"/teams/{at}")


async def _tidy(connection: Connection, operator: int, *, to: int | None, by: Actor) -> None:
    await jobs.later(connection, TIDY, {"operator": operator, "to": to, "by": by.id}, key=f"{TIDY}:{operator}")


def _no_link() -> Absent:
    return Absent("this link does not work: it was used, it is older than a day, or it was never made")


def _name_in_use() -> Conflict:
    return Conflict("there is a team of this name", code="name_in_use", pointer="/name")


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"link:" + token.encode("utf-8", "surrogatepass")).digest()
