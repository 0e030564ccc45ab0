"""Signing in and out, tickets for sockets, the own password and the own sessions."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import argon2

from pult.kit import facts
from pult.kit.errors import Absent, Busy, Invalid, SignInNeeded
from pult.kit.ids import uuid7
from pult.kit.secret import Signer
from pult.kit.together import Together
from pult.operators import here_store, people_store, rules, store
from pult.operators.access import Access
from pult.operators.events import OFFLINE, ONLINE, PASSWORD_CHANGED, SESSIONS_ENDED, SIGNED_IN, Actor, Operator
from pult.operators.rules import CHAT, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pult.kit.db import Connection, Database

SESSION_DAYS = 30
TICKET_SECONDS = 60
TRIES = 10
TRY_SECONDS = 300.0


class WrongCredentials(SignInNeeded):
    """Login or password is wrong; which one is not said."""

    code = "wrong_credentials"


class Accounts:
    """Sign-in and sign-out. Argon2 runs in a thread, a few at a time, so that a storm of attempts does not stop the
    talks. A new account may hold `talks` chats at once.
    """

    def __init__(self, *, db: Database, tickets: Signer, talks: int = 5) -> None:
        self._db, self._tickets, self.capacity = db, tickets, talks * CHAT
        self._hasher = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        """OWASP's second set for Argon2id, as strong as its 46 MiB one and a fifth of the work of the library's own."""
        self._dummy = self._hasher.hash(secrets.token_hex(8))
        self._slots = asyncio.Semaphore(2)
        self._burn = Together[tuple[UUID, datetime], bool](self._burn_all)

    async def put(
        self, *, login: str, name: str, public_name: str, password: str, role: Role = Role.OPERATOR
    ) -> Operator:
        """Create an account, or rename it and change its password (what was open with another password ends). The very
        first account is an administrator's.
        """
        digest = await self.digest(rules.check_password(password, login=login))
        name, public_name = rules.check_name(name), rules.check_name(public_name, pointer="/public_name")
        old = await store.by_login(self._db, login.strip())
        same = old is not None and await asyncio.to_thread(self._verify, old[1], password)
        async with self._db.transaction() as connection:
            await people_store.lock_admins(connection)
            operator, _ = await store.put(
                connection,
                login=rules.check_login(login),
                name=name,
                public_name=public_name,
                password_hash=digest,
                role=role,
                capacity=self.capacity,
            )
            if not same:
                await store.end_sessions(connection, operator.id)
        return operator

    async def digest(self, password: str) -> str:
        """What is kept of a password."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def sign_in(self, *, login: str, password: str, address: str, agent: str = "") -> tuple[Operator, str]:
        """(operator, session token). The same answer and the same work whether the login exists or not; ten tries in
        five minutes per login and per address, over all nodes.
        """
        keys = (_hash(f"login:{login.strip().casefold()[:100]}"), _hash(f"address:{address}"))
        await self.count(*keys)
        found = await store.by_login(self._db, login.strip())
        async with self._slots:
            good = await asyncio.to_thread(self._verify, found[1] if found else self._dummy, password)
        if found is None or not good:
            raise WrongCredentials("login or password is wrong")
        operator, digest = found
        renewed = await self.digest(password) if self._hasher.check_needs_rehash(digest) else None
        async with self._db.transaction() as connection:
            if renewed is not None:
                await store.renew_password(connection, operator.id, was=digest, now=renewed)
            # A whole office may sign in from one address: only failures count against it.
            await store.forgive(connection, all_of=keys[0], one_of=keys[1])
            token = await self.open_session(connection, operator.id, address=address, agent=agent)
        return operator, token

    async def open_session(self, connection: Connection, operator: int, *, address: str, agent: str) -> str:
        """A new session of this operator; its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        await store.open_session(
            connection,
            token_hash=_hash(token),
            operator=operator,
            expires_at=datetime.now(UTC) + timedelta(days=SESSION_DAYS),
            agent=agent[:300],
            address=address[:100],
        )
        await facts.record(
            connection, kind=SIGNED_IN, subject=f"operator:{operator}", body=Actor(id=operator, address=address).fact()
        )
        return token

    async def count(self, *keys: bytes) -> None:
        """One more try under each of these keys. Raises `Busy` when there were enough."""
        async with self._db.transaction() as connection:
            left = await store.attempt(connection, keys, most=TRIES, seconds=TRY_SECONDS)
        if left is not None:
            raise Busy("too many attempts; wait a little", retry_ms=max(1000, int(left * 1000)))

    def _verify(self, digest: str, password: str) -> bool:
        try:
            return self._hasher.verify(digest, password)
        except argon2.exceptions.VerificationError:
            return False

    async def by_token(self, token: str | None) -> Access:
        """Whose session this is. Raises `SignInNeeded`."""
        found = await store.by_session(self._db, _hash(token)) if token else None
        if found is None:
            raise SignInNeeded("sign in first")
        access, stale = found
        if stale:
            await store.mark_seen(self._db, [access.session])
        return access

    async def sign_out(self, token: str) -> None:
        """End the session."""
        await store.close_session(self._db, _hash(token))

    async def change_password(self, access: Access, *, old: str, new: str, address: str) -> int:
        """Another password for oneself; every other session ends. → how many. Raises `Invalid` when the old one is
        wrong (counted like a try to sign in).
        """
        operator = access.operator
        rules.check_password(new, login=operator.login)
        key = _hash(f"change:{operator.id}")
        await self.count(key)
        known = await store.password_hash(self._db, operator.id)
        async with self._slots:
            good = await asyncio.to_thread(self._verify, known or self._dummy, old)
        if not good:
            raise Invalid("the old password is wrong", code="wrong_password", pointer="/old")
        digest = await self.digest(new)
        async with self._db.transaction() as connection:
            await store.set_password(connection, operator.id, digest)
            await people_store.void_links(connection, operator.id)
            ended = await store.end_sessions(connection, operator.id, but=access.session)
            await store.forgive(connection, all_of=key, one_of=key)
            body = Actor(id=operator.id, address=address).fact(ended=ended)
            await facts.record(connection, kind=PASSWORD_CHANGED, subject=f"operator:{operator.id}", body=body)
        return ended

    async def set_password(self, operator: int, *, password: str, by: Actor) -> None:
        """Another password for somebody; all their sessions and links end. Raises `Absent` for a closed account."""
        known = await store.one(self._db, operator)
        if known is None:
            raise Absent("the account is closed: open it first")
        digest = await self.digest(rules.check_password(password, login=known.login))
        async with self._db.transaction() as connection:
            await store.set_password(connection, operator, digest)
            await people_store.void_links(connection, operator)
            ended = await store.end_sessions(connection, operator)
            await facts.record(
                connection, kind=PASSWORD_CHANGED, subject=f"operator:{operator}", body=by.fact(ended=ended)
            )

    async def end_sessions(self, operator: int, *, by: Actor, one: UUID | None = None, but: UUID | None = None) -> int:
        """End one session of somebody, or all (`but` one); how many. Raises `Absent` when `one` is not theirs."""
        async with self._db.transaction() as connection:
            ended = await store.end_sessions(connection, operator, one=one, but=but)
            if one is not None and not ended:
                raise Absent("there is no such session")
            if ended:
                await facts.record(
                    connection, kind=SESSIONS_ENDED, subject=f"operator:{operator}", body=by.fact(ended=ended)
                )
        return ended

    def ticket(self, access: Access) -> str:
        """Opens one socket within a minute, as long as the session lives."""
        return self._tickets.sign({"s": str(access.session), "id": str(uuid7())}, seconds=TICKET_SECONDS)

    async def use_ticket(self, ticket: str) -> Access:
        """Burn a ticket. Raises `SignInNeeded` when it is foreign, old, was used, or its session has ended."""
        claims: dict[str, Any] | None = self._tickets.open(ticket)
        if claims is None or "s" not in claims:
            raise SignInNeeded("the ticket is not valid any more", code="auth_failed")
        expires = datetime.fromtimestamp(float(str(claims["exp"])), UTC)
        if not await self._burn.get((UUID(str(claims["id"])), expires)):
            raise SignInNeeded("the ticket was used before", code="auth_failed")
        access = await store.by_session_id(self._db, UUID(str(claims["s"])))
        if access is None:
            raise SignInNeeded("the session has ended", code="auth_failed")
        return access

    async def _burn_all(self, tickets: Sequence[tuple[UUID, datetime]]) -> dict[tuple[UUID, datetime], bool]:
        fresh = await store.burn(self._db, tickets)
        return {ticket: ticket[0] in fresh for ticket in tickets}

    async def numbers(self, sessions: Sequence[UUID]) -> dict[UUID, int]:
        """The access number of each of these sessions that still lives; open sockets count as being seen."""
        await store.mark_seen(self._db, sessions)
        return await store.numbers(self._db, sessions)

    async def present(self, operator: Operator, *, online: bool, node: str) -> None:
        """An operator's first socket came to this node, or the last one went: a fact for timelines and reports, unless
        it is known, or she is still at a desk of another node.
        """
        if not online and await here_store.elsewhere(self._db, operator.id, node):
            return
        kind = ONLINE if online else OFFLINE
        await facts.turned(self._db, kind=kind, among=(ONLINE, OFFLINE), subject=f"operator:{operator.id}")

    async def purge(self) -> None:
        """Forget what has expired."""
        await store.purge(self._db, seconds=TRY_SECONDS)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
