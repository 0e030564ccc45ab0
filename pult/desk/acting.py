"""An operator as the log knows who acts: visitors of each site see the face that she has there."""

from __future__ import annotations

from pult.conversations.events import Actor
from pult.conversations.faces import Who
from pult.operators.events import EVERYWHERE, Operator


def who_of(operator: Operator, *, channel: int = EVERYWHERE) -> Who:
    """Who acts, in a talk of this channel."""
    face = operator.face(channel)
    return Who(kind=Actor.OPERATOR, id=operator.id, name=operator.name, public_name=face.name, picture=face.picture)
