"""Who may do what: roles by named permissions, teams, and what a password must be. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum

from pult.kit.errors import Conflict, Invalid


class Role(StrEnum):
    """What somebody is here for."""

    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    SPECIALIST = "specialist"
    """Process, regulations, quality, training: beside the talks, never in them. Keeps no rules: those tag, hand over
    and call outside in everybody's, which she may not do by hand in one."""
    VIEWER = "viewer"


class Permission(StrEnum):
    """What a door asks for. A door names one; a role is a set of them."""

    OWN = "own"
    """The own account: profile, password, sessions, a ticket for the socket."""
    TALKS_READ = "talks.read"
    TALKS_WRITE = "talks.write"
    """Answer talks: reply, hold, be given one. Whoever may counts as somebody who is there."""
    TALKS_NOTE = "talks.note"
    """Notes in talks and about people, which no visitor ever sees."""
    TALKS_EVERY = "talks.every"
    """Talks of every team, not only of one's own and of none."""
    TALKS_LEAD = "talks.lead"
    """Beside colleagues' work: look in silently, take a talk over or hand it on, above a limit too."""
    COLLEAGUES = "colleagues"
    """Words among colleagues, which no visitor ever sees."""
    TALKS_DRAFTS = "talks.drafts"
    """What colleagues are writing, before it is said."""
    FLOOR = "floor"
    """The floor: what everybody does, carries and has done; another state for a colleague."""
    PEOPLE_READ = "people.read"
    PEOPLE_MANAGE = "people.manage"
    SITES_MANAGE = "sites.manage"
    HELD_RELEASE = "held.release"
    REPLIES_WRITE = "replies.write"
    """Own saved replies."""
    REPLIES_MANAGE = "replies.manage"
    """Saved replies of teams and of everybody."""
    BANS_PERSON = "bans.person"
    """Ban the person who writes in a talk, and release what one has banned."""
    BANS_MANAGE = "bans.manage"
    """Ban addresses, mail addresses and phone numbers too; see and release every ban."""
    VIEWS_SHARE = "views.share"
    """Saved views of teams and of everybody."""
    RULES_MANAGE = "rules.manage"
    """What the house does by itself: when → if → then."""
    HOOKS_MANAGE = "hooks.manage"
    """Addresses outside that rules may call: where words of talks may go to."""


_VIEWER = frozenset({Permission.OWN, Permission.TALKS_READ, Permission.PEOPLE_READ, Permission.COLLEAGUES})
_SPECIALIST = _VIEWER | {
    Permission.TALKS_NOTE,
    Permission.TALKS_EVERY,
    Permission.REPLIES_WRITE,
    Permission.REPLIES_MANAGE,
    Permission.VIEWS_SHARE,
}
_OPERATOR = _VIEWER | {
    Permission.TALKS_NOTE,
    Permission.TALKS_WRITE,
    Permission.REPLIES_WRITE,
    Permission.BANS_PERSON,
}
_SUPERVISOR = _OPERATOR | {
    Permission.TALKS_EVERY,
    Permission.TALKS_LEAD,
    Permission.TALKS_DRAFTS,
    Permission.FLOOR,
    Permission.HELD_RELEASE,
    Permission.REPLIES_MANAGE,
    Permission.BANS_MANAGE,
    Permission.VIEWS_SHARE,
    Permission.RULES_MANAGE,
}
TABLE: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.SPECIALIST: _SPECIALIST,
    Role.OPERATOR: _OPERATOR,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMIN: frozenset(Permission),
}
"""What every role may. `docs/access.md` shows it; a test compares the two."""

CHAT = 100
"""One chat in the unit of load and capacity."""
PASSWORD_LEAST, PASSWORD_MOST = 10, 200
FEWEST_DIFFERENT = 5
"""Different characters in a password: «aaaaaaaaaa» and «1212121212» are none."""


def may(role: Role, permission: Permission) -> bool:
    """Whether this role may do that."""
    return permission in TABLE[role]


def sees(role: Role, teams: AbstractSet[int], team: int | None) -> bool:
    """Whether somebody of this role, in these teams, sees what belongs to `team` (None: to everybody)."""
    return team is None or team in teams or may(role, Permission.TALKS_EVERY)


def check_login(login: str) -> str:
    """The login as it is kept. Raises `Invalid`."""
    kept = login.strip()
    if not 1 <= len(kept) <= 100 or any(not one.isprintable() or one.isspace() for one in kept):
        raise Invalid("a login has 1 to 100 characters and no spaces", pointer="/login")
    return kept


def check_name(name: str, *, pointer: str = "/name") -> str:
    """A name that people see, as it is kept. Raises `Invalid`."""
    kept = " ".join(name.split())
    if not 1 <= len(kept) <= 100 or any(not one.isprintable() for one in kept):
        raise Invalid("a name has 1 to 100 characters", pointer=pointer)
    return kept


def check_password(password: str, *, login: str = "") -> str:
    """The same password if it will do. Raises `Invalid` with a sentence that says what is wrong."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise Invalid(f"a password has {PASSWORD_LEAST} to {PASSWORD_MOST} characters", pointer="/password")
    folded = password.casefold()
    if len(set(folded)) < FEWEST_DIFFERENT:
        raise Invalid("the password repeats itself: use more different characters", pointer="/password")
    if folded == login.casefold() or folded in _GUESSED_FIRST:
        raise Invalid("this password is among the first that are guessed", pointer="/password")
    return password


_GUESSED_FIRST = frozenset(
    {"1234567890", "0123456789", "qwertyuiop", "йцукенгшщз", "1q2w3e4r5t", "password123", "1234554321", "qwerty12345"}
)


def check_admins_left(admins: AbstractSet[int], *, leaving: int) -> None:
    """Refuse to let the last administrator go: nobody could give a right any more."""
    if admins == {leaving}:
        raise Conflict("this is the last administrator: make somebody else one first", code="last_admin")
