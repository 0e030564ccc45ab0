"""What everybody sets of their own account: names and signature; `faces` has what visitors see.
How the desk looks is `desk.preferences`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pult.kit import facts
from pult.kit.errors import Absent, Invalid
from pult.operators import rules, store
from pult.operators.events import CHANGED, Actor

if TYPE_CHECKING:
    from pult.kit.db import Database

SIGNATURE_MOST = 2_000


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """The own profile; `public_name` and `picture` (a mark, see `faces`) are what visitors see where a site has none of
    its own. `signature` stands under answers by mail.
    """

    name: str
    public_name: str
    signature: str
    mail: str | None
    picture: str | None


class ProfileChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of it shall be otherwise."""

    name: str | None = None
    public_name: str | None = None
    signature: str | None = None


async def profile(db: Database, operator: int) -> Profile:
    """The profile. Raises `Absent`."""
    row = await store.profile(db, operator)
    if row is None:
        raise Absent("there is no such operator")
    return Profile(
        name=row["name"],
        public_name=row["public_name"],
        signature=row["signature"],
        mail=row["mail"],
        picture=row["picture"],
    )


def frame(profile: Profile) -> dict[str, object]:
    """As all desks of its owner hear it."""
    return msgspec.to_builtins(profile)


async def change(db: Database, operator: int, wanted: ProfileChange, *, by: Actor) -> Profile:
    """Change it. Raises `Invalid` with a pointer."""
    given = _checked(wanted)
    async with db.transaction() as connection:
        await store.set_profile(connection, operator, given)
        if names := {key: value for key, value in given.items() if key in ("name", "public_name")}:
            await facts.record(connection, kind=CHANGED, subject=f"operator:{operator}", body=by.fact(**names))
    return await profile(db, operator)


def _checked(wanted: ProfileChange) -> dict[str, str]:
    given: dict[str, str] = {}
    if wanted.name is not None:
        given["name"] = rules.check_name(wanted.name)
    if wanted.public_name is not None:
        given["public_name"] = rules.check_name(wanted.public_name, pointer="/public_name")
    if wanted.signature is not None:
        if len(wanted.signature) > SIGNATURE_MOST or "\0" in wanted.signature:
            raise Invalid(f"a signature has at most {SIGNATURE_MOST} characters", pointer="/signature")
        given["signature"] = wanted.signature
    return given
