"""Pulling: whoever is free asks for the next talk, and gets the one that has waited longest of those she may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.conversations.commands import Commands
from pult.conversations.events import Actor
from pult.conversations.rules import Who
from pult.kit.errors import Absent, Conflict
from pult.kit.ids import uuid7
from pult.operators import queries as operators
from pult.operators.access import Access
from pult.operators.load import AtLimit
from pult.operators.rules import Permission
from pult.routing import pulling_store as store

if TYPE_CHECKING:
    from pult.kit.db import Database

TRIES = 20
"""How many colleagues may be faster before somebody hears that nothing is left."""


async def pull(db: Database, commands: Commands, access: Access) -> str:
    """Take the next talk of one's teams and of everybody's; its public id. What is offered to a colleague just now, and
    what needs a skill that she does not have, is left to others while it has not waited too long; what her state does
    not take is always. Raises `Absent` `queue_empty`, `AtLimit`.
    """
    me = access.operator
    every = access.may(Permission.TALKS_EVERY)
    teams = [one.id for one in await operators.teams(db)] if every else sorted(access.teams)
    kinds = await operators.takes(db, me.id)
    for _ in range(TRIES):
        found = await store.first(db, me.id, teams, kinds=kinds)
        if found is None:
            break
        face = me.face(found["channel_id"])
        who = Who(kind=Actor.OPERATOR, id=me.id, name=me.name, public_name=face.name, picture=face.picture)
        try:
            await commands.take(conversation=found["public_id"], who=who, cid=uuid7())
        except AtLimit:
            raise
        except Conflict:
            continue  # a colleague was faster
        return found["public_id"]
    raise Absent("nothing waits for you", code="queue_empty")
