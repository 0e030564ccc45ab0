"""Accounts, sessions and tickets."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

import argon2

from pult.kit import facts
from pult.kit.errors import Busy, Invalid, SignInNeeded
from pult.kit.ids import uuid7
from pult.kit.secret import Signer
from pult.kit.together import Together
from pult.operators import store
from pult.operators.events import OFFLINE, ONLINE, Operator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pult.kit.db import Database

SESSION_DAYS = 30
TICKET_SECONDS = 60
TRIES = 10
TRY_SECONDS = 300.0


class WrongCredentials(SignInNeeded):
    """Login or password is wrong; which one is not said."""

    code = "wrong_credentials"


class Accounts:
    """Sign-in and sign-out. Argon2 runs in a thread, a few at a time, so that a storm of attempts does not stop the
    talks.
    """

    def __init__(self, *, db: Database, tickets: Signer) -> None:
        self._db, self._tickets = db, tickets
        self._hasher = argon2.PasswordHasher()
        self._dummy = self._hasher.hash(secrets.token_hex(8))
        self._slots = asyncio.Semaphore(2)
        self._attempts: dict[str, list[float]] = {}
        self._burn = Together[tuple[UUID, datetime], bool](self._burn_all)

    async def put(self, *, login: str, name: str, public_name: str, password: str) -> Operator:
        """Create an account, or rename it and change its password."""
        if not login.strip() or len(login) > 100:
            raise Invalid("a login has 1 to 100 characters", pointer="/login")
        if not 10 <= len(password) <= 200:
            raise Invalid("a password has 10 to 200 characters", pointer="/password")
        digest = await asyncio.to_thread(self._hasher.hash, password)
        return await store.put(self._db, login=login.strip(), name=name, public_name=public_name, password_hash=digest)

    async def sign_in(self, *, login: str, password: str, address: str) -> tuple[Operator, str]:
        """(operator, session token). The same answer and the same work whether the login exists or not; ten tries in
        five minutes per login and per address."""
        self._count(f"login:{login.lower()[:100]}")
        self._count(f"address:{address}")
        found = await store.by_login(self._db, login)
        async with self._slots:
            good = await asyncio.to_thread(self._verify, found[1] if found else self._dummy, password)
        if found is None or not good:
            raise WrongCredentials("login or password is wrong")
        self._attempts.pop(f"login:{login.lower()[:100]}", None)
        # A whole office may sign in from one address: only failures count against it.
        self._attempts[f"address:{address}"] = self._attempts.get(f"address:{address}", [])[:-1]
        token = secrets.token_urlsafe(32)
        await store.open_session(
            self._db,
            token_hash=_hash(token),
            operator=found[0].id,
            expires_at=datetime.now(UTC) + timedelta(days=SESSION_DAYS),
        )
        return found[0], token

    def _verify(self, digest: str, password: str) -> bool:
        try:
            return self._hasher.verify(digest, password)
        except argon2.exceptions.VerificationError:
            return False

    def _count(self, key: str) -> None:
        now = monotonic()
        if len(self._attempts) > 10_000:
            self._attempts = {k: v for k, v in self._attempts.items() if v and v[-1] > now - TRY_SECONDS}
        tries = [at for at in self._attempts.get(key, []) if at > now - TRY_SECONDS]
        if len(tries) >= TRIES:
            raise Busy("too many attempts; wait a little", retry_ms=int((tries[0] + TRY_SECONDS - now) * 1000))
        self._attempts[key] = [*tries, now]

    async def by_token(self, token: str | None) -> Operator:
        """Whose session this is. Raises `SignInNeeded`."""
        operator = await store.by_session(self._db, _hash(token)) if token else None
        if operator is None:
            raise SignInNeeded("sign in first")
        return operator

    async def sign_out(self, token: str) -> None:
        """End the session."""
        await store.close_session(self._db, _hash(token))

    def ticket(self, operator: Operator) -> str:
        """Opens one socket within a minute."""
        return self._tickets.sign({"op": operator.id, "id": str(uuid7())}, seconds=TICKET_SECONDS)

    async def use_ticket(self, ticket: str) -> Operator:
        """Burn a ticket. Raises `SignInNeeded` when it is foreign, old or was used."""
        claims = self._tickets.open(ticket)
        if claims is None:
            raise SignInNeeded("the ticket is not valid any more", code="auth_failed")
        expires = datetime.fromtimestamp(float(str(claims["exp"])), UTC)
        if not await self._burn.get((UUID(str(claims["id"])), expires)):
            raise SignInNeeded("the ticket was used before", code="auth_failed")
        operator = await store.one(self._db, int(str(claims["op"])))
        if operator is None:
            raise SignInNeeded("the account is closed", code="auth_failed")
        return operator

    async def _burn_all(self, tickets: Sequence[tuple[UUID, datetime]]) -> dict[tuple[UUID, datetime], bool]:
        fresh = await store.burn(self._db, tickets)
        return {ticket: ticket[0] in fresh for ticket in tickets}

    async def present(self, operator: Operator, *, online: bool) -> None:
        """An operator's first socket came, or the last one went: a fact for the floor and the reports."""
        await facts.record(self._db, kind=ONLINE if online else OFFLINE, subject=f"operator:{operator.id}")

    async def purge(self) -> None:
        """Forget what has expired."""
        await store.purge(self._db)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
