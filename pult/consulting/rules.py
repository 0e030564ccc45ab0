"""What a side question may be, and what stands in the talk about it. Pure."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Literal

import msgspec

from pult.kit.errors import Invalid, TooLarge
from pult.kit.mail import is_address

DEPARTMENT_LENGTH, TEXT_LENGTH = 60, 4_000
MOST = 20
"""Of one talk."""
MOST_REPLIES, MOST_AUTOMATIC = 20, 3
"""Letters about one question that are heard: of people within an hour, of machines ever."""
_LINK = re.compile(r"(/side/)[A-Za-z0-9_-]{16,}")
Language = Literal["en", "ru"]


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question as an operator puts it: to whom (a name, and a mail address if letters go there), what, in which
    language their page speaks.
    """

    department: str
    text: str
    mail: str | None = None
    language: Language = "ru"

    def checked(self) -> Wanted:
        """The same as it is kept. Raises `Invalid`, `TooLarge` with a pointer."""
        name = " ".join(self.department.split())
        if not 1 <= len(name) <= DEPARTMENT_LENGTH or not name.isprintable():
            raise Invalid(f"a department has 1 to {DEPARTMENT_LENGTH} characters", pointer="/department")
        mail = (self.mail or "").strip() or None
        if mail is not None and not is_address(mail):
            raise Invalid("letters cannot be sent there", pointer="/mail")
        return Wanted(department=name, text=text_of(self.text), mail=mail, language=self.language)


def text_of(text: str) -> str:
    """Words as they are kept."""
    if len(text) > TEXT_LENGTH:
        raise TooLarge(f"at most {TEXT_LENGTH} characters", pointer="/text", limit=TEXT_LENGTH)
    if not text.strip():
        raise Invalid("say something", pointer="/text")
    return text.strip()


def shortened(text: str, *more: str) -> str:
    """Words as they are kept, cut where they are too long; what is said below them (`more`) stays whole."""
    below = "".join(f"\n\n{one}" for one in more)
    room = TEXT_LENGTH - len(below)
    return (text if len(text) <= room else text[: room - 2].rstrip() + " …") + below


def without_links(text: str) -> str:
    """The same without what opens a question's page: a reply quotes our letter."""
    return _LINK.sub(r"\1…", text)


def hash_of(token: str) -> bytes:
    """What is kept of a link's secret."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
