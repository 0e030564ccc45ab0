"""What a saved reply may be, who sees it and who may change it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

import msgspec

from pult.canned.events import Person, Scope
from pult.conversations.events import TEXT_LIMIT
from pult.kit.errors import Forbidden, Invalid, TooLarge

MOST_FILES = 10
MOST_LANGUAGES = 20
DEEPEST = 5
"""Folders inside folders."""
VARIABLES: Mapping[str, str] = {
    "contact name": "contact",
    "имя клиента": "contact",
    "first name": "first",
    "имя": "first",
    "contact number": "number",
    "номер клиента": "number",
    "operator name": "operator",
    "имя оператора": "operator",
    "case number": "case",
    "номер обращения": "case",
    "topic": "topic",
    "тема": "topic",
    "site": "site",
    "сайт": "site",
    "date": "date",
    "дата": "date",
    "greeting": "greeting",
    "приветствие": "greeting",
}
"""Every name that a variable may be written with. The desk knows the same ones (`web/desk/words/variables.ts`; a test
compares them)."""
_ATTRIBUTE = re.compile(r"(?:attribute|атрибут) \S.*")
_BRACES = re.compile(r"\{([\w .:-]{1,60})\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
_SHORTCUT = re.compile(r"[\w.-]{1,40}")

Name = Annotated[str, msgspec.Meta(max_length=120)]


class Written(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A saved reply as somebody wrote it. `files` are ids: uploads of the writer's, or those that it has already."""

    scope: Scope = "own"
    team: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | None = None
    folder: Annotated[str, msgspec.Meta(max_length=200)] = ""
    title: Name
    shortcut: Annotated[str, msgspec.Meta(max_length=40)] = ""
    texts: dict[str, str]
    files: Annotated[list[Annotated[str, msgspec.Meta(max_length=40)]], msgspec.Meta(max_length=MOST_FILES)] = []


def checked(written: Written, *, at: str = "") -> Written:
    """The same, tidied. Raises `Invalid` or `TooLarge` with the pointer of what is wrong; `at` stands before it."""
    title = " ".join(written.title.split())
    if not title or not title.isprintable():
        raise Invalid("a saved reply has a title of 1 to 120 characters", pointer=f"{at}/title")
    shortcut = written.shortcut.strip().removeprefix("/")
    if shortcut and not _SHORTCUT.fullmatch(shortcut):
        raise Invalid("a shortcut is one word of letters, digits, - _ and .", pointer=f"{at}/shortcut")
    if (written.scope == "team") != (written.team is not None):
        raise Invalid("a team's reply names its team, another one none", pointer=f"{at}/team")
    if not 1 <= len(written.texts) <= MOST_LANGUAGES:
        raise Invalid("a saved reply has a text in one language at least", pointer=f"{at}/texts")
    for language, text in written.texts.items():
        _check_text(language, text, pointer=f"{at}/texts/{language}")
    folder = _folder(written.folder, pointer=f"{at}/folder")
    return msgspec.structs.replace(written, title=title, shortcut=shortcut, folder=folder)


def _check_text(language: str, text: str, *, pointer: str) -> None:
    if not _LANGUAGE.fullmatch(language):
        raise Invalid("a language is named by its code: ru, en, pt-br", pointer=pointer)
    if len(text) > TEXT_LIMIT:
        raise TooLarge(f"a reply has at most {TEXT_LIMIT} characters", pointer=pointer, limit=TEXT_LIMIT)
    if not text.strip() or "\0" in text:
        raise Invalid("the text is empty" if not text.strip() else "the text holds a NUL character", pointer=pointer)
    for found in _BRACES.finditer(text):
        if not is_variable(found[1]):
            raise Invalid(
                f"there is no variable {found[0]}",
                code="unknown_variable",
                pointer=pointer,
                name=found[1],
                at=found.start(),
            )


def is_variable(name: str) -> bool:
    """Whether something can be put where this stands in braces."""
    plain = " ".join(name.lower().split())
    return plain in VARIABLES or _ATTRIBUTE.fullmatch(plain) is not None


def _folder(folder: str, *, pointer: str) -> str:
    steps = [" ".join(step.split()) for step in folder.split("/")]
    steps = [step for step in steps if step]
    if len(steps) > DEEPEST or not all(step.isprintable() for step in steps):
        raise Invalid(f"folders stand at most {DEEPEST} deep, with / between them", pointer=pointer)
    return " / ".join(steps)


def sees(person: Person, *, scope: Scope, owner: int | None, team: int | None) -> bool:
    """Whether somebody has this reply at hand."""
    if scope == "own":
        return owner == person.id
    return scope == "all" or person.every or team in person.teams


def may_change(person: Person, *, scope: Scope, owner: int | None, team: int | None) -> bool:
    """One's own always; a team's and everybody's with the right to."""
    return sees(person, scope=scope, owner=owner, team=team) and (scope == "own" or person.manages)


def must_change(person: Person, *, scope: Scope, owner: int | None, team: int | None) -> None:
    """Raise `Forbidden` unless `may_change`."""
    if not may_change(person, scope=scope, owner=owner, team=team):
        raise Forbidden("replies of a team and of everybody are changed by those who look after them")
