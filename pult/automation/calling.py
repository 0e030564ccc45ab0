"""Calls of addresses outside: queued by rules, made by a job of each address, again and again until they are heard.

A rule only writes down that a call is to be made, so whoever hangs there holds up no rule, no talk, and no other
address: each has a job of its own, one call at a time, in a lane of its own. What is said is made when it is sent; what
was erased meanwhile is not said. At least once, under one id: a receiver that saw the id has it already.
"""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import structlog

from pult.automation import hooks_store as store
from pult.automation import saying, signing
from pult.automation.events import HOOK_OFF, About
from pult.automation.hooks_rules import DEADLINE, GIVEN_UP, Sent, judged, pause, rest
from pult.automation.rules import Action, Call
from pult.kit import facts, http, jobs, points
from pult.kit.errors import Conflict, Invalid, PultError, Unavailable
from pult.kit.secret import Vault

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

CALL, SWEEP = "automation.call", "automation.calls"
TURN = 30.0
"""Seconds that one address is called in one go; then its job makes room."""
log = structlog.get_logger("pult.automation")


Decide = Callable[[About, Sequence[Action], "Record", Sequence[UUID]], Awaitable[str | None]]


class Calling:
    """Hold one per process. `origin`: where the desk is; `inner`: networks inside which addresses may be called;
    `decide` does what an answer asks for (whoever does what rules say sets it).
    """

    decide: Decide

    def __init__(
        self, db: Database, *, vault: Vault, origin: str, inner: Sequence[http.Network], scale: float = 1.0
    ) -> None:
        self._db, self._vault, self._origin, self._inner, self._scale = db, vault, origin, inner, scale

    async def queue(self, about: About, action: Call, id: UUID) -> None:
        """Write down that a call is to be made. Raises `Conflict` (`hook_off`)."""
        async with self._db.transaction() as connection:
            hook = await store.one(connection, action.hook)
            if hook is None or not hook["enabled"]:
                raise Conflict("this address is off", code="hook_off")
            talk = (about.conversation, about.seq)
            await store.call(
                connection, id, hook=hook["id"], kind=about.on, rule=about.rule, talk=talk, decides=action.decides
            )
            await wake(connection, hook["id"])

    async def run(self, body: dict[str, Any]) -> None:
        """The job: call one address until nothing is due, it fails too often, or its turn is over."""
        hook, ends = int(body["hook"]), time.monotonic() + TURN
        while time.monotonic() < ends and (call := await store.next_due(self._db, hook)) is not None:
            row = await store.one(self._db, hook)
            if row is not None:
                await self._make(row, call)
        seconds = await store.next_in(self._db, hook)
        if seconds is not None:
            async with self._db.transaction() as connection:
                await wake(connection, hook, seconds=seconds)

    async def sweep(self) -> None:
        """What a node that died has left behind, and what is old."""
        await store.forget(self._db)
        for hook in await store.due(self._db):
            async with self._db.transaction() as connection:
                await wake(connection, hook)

    async def _make(self, hook: Record, call: Record) -> None:
        said = await saying.body(self._db, call, origin=self._origin)
        began = time.monotonic()
        sent, answer = (Sent(), b"") if said is None else await self._post(hook, call["id"], said)
        took, outcome = round(1000 * (time.monotonic() - began)), None
        if call["decides"] and sent.failed is None and answer.strip():
            points.reach("heard")
            # First done, then noted: whoever dies in between calls once more, and what was done is not done twice.
            outcome = await self._decide(call, answer)
            points.reach("decided")
        await self._told(hook, call, sent, took=took, outcome=outcome)

    async def _post(self, hook: Record, id: UUID, said: bytes) -> tuple[Sent, bytes]:
        now = datetime.now(UTC)
        try:
            headers = signing.headers(str(id), said, now=now, secrets=self._secrets(hook, now))
            answer = await http.post(hook["url"], said, headers=headers, seconds=DEADLINE, inner=self._inner)
        except Invalid as error:
            log.warning("call_refused", hook=hook["id"], code=error.code)
            return Sent(failed="address_refused"), b""
        except Unavailable as error:
            return Sent(failed="timeout" if error.code == "timeout" else "unreachable"), b""
        return judged(answer.status, answer.headers.get("retry-after", "")), answer.body

    def _secrets(self, hook: Record, now: datetime) -> list[str]:
        """The secret that counts, and the one before for as long as it does."""
        sealed = [hook["secret"]]
        if hook["before"] and hook["before_until"] > now:
            sealed.append(hook["before"])
        return [self._vault.open(one, context=context_of(hook["id"])) for one in sealed]

    async def _told(self, hook: Record, call: Record, sent: Sent, *, took: int, outcome: str | None) -> None:
        """Write down how it went, what became of an answer that decides, and when it is made again."""
        async with self._db.transaction() as connection:
            if sent.failed is None:
                await store.tried(connection, call["id"], sent, took=took, again=None)
                if outcome is not None:
                    await store.ended(connection, call["id"], outcome)
                if sent.code is not None:  # else its talk is gone, and nobody was called
                    await store.heard(connection, hook["id"])
                return
            wait = pause(call["attempts"] + 1, chance=random.random(), wait=sent.wait)
            again = None if wait is None else wait * self._scale
            await store.tried(connection, call["id"], sent, took=took, again=again)
            held = await store.lock(connection, hook["id"])
            if held is not None:
                await self._failing(connection, held, sent)

    async def _failing(self, connection: Connection, hook: Record, sent: Sent) -> None:
        peace = rest(hook["failures"] + 1, chance=random.random())
        await store.failing(connection, hook["id"], rest=None if peace is None else peace * self._scale)
        since = hook["failing_since"]
        long = since is not None and datetime.now(UTC) - since > GIVEN_UP
        if hook["enabled"] and (long or sent.failed == "gone"):
            why = "gone" if sent.failed == "gone" else "failing"
            await store.switch_off(connection, hook["id"], why)
            body = {"name": hook["name"], "why": why}
            await facts.record(connection, kind=HOOK_OFF, subject=f"hook:{hook['id']}", body=body)
            log.warning("hook_off", hook=hook["id"], why=why)

    async def _decide(self, call: Record, answer: bytes) -> str | None:
        """Do what the answer asks for, once: the ids follow from the call's. What became of it; None: it asks for
        nothing, or its talk is gone.
        """
        try:
            then = saying.decision(answer)
        except PultError as error:
            log.info("decision_not_read", call=str(call["id"]), error=error.detail)
            return "not_read"
        found = await saying.about(self._db, call)
        if found is None or not then:
            return None
        about, row = found
        ids = [uuid5(call["id"], str(place)) for place in range(len(then))]
        return await self.decide(about, then, row, ids) or "done"


async def wake(connection: Connection, hook: int, *, seconds: float = 0) -> None:
    """Calls of this address are to be made."""
    lane = f"{CALL}:{hook}"
    await jobs.soon(connection, CALL, {"hook": hook}, key=lane, lane=lane, seconds=seconds)


def context_of(hook: int) -> str:
    """Whose secret it is."""
    return f"hook:{hook}"
