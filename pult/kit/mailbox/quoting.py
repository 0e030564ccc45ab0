"""A person's own words in a reply, without what their mail program put around them. Pure.

Whoever answers above gets the part above, whoever answers below the part below; who answers between the lines keeps
the lines between which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

_Kind = Literal["own", "quoted", "around"]
_QUOTED = re.compile(r" {0,3}>")
_FIELDS = {
    "from": "from|от|от кого|von|de",
    "sent": "sent|date|отправлено|дата|gesendet|envoyé",
    "to": "to|кому|an|à",
    "subject": "subject|тема|betreff|objet",
    "cc": "cc|копия",
}
_FIELD = re.compile(
    r"[\s*]*(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS.items()) + r")\s*:[\s*]*(?:\S|$)",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"\s*-{2,}\s*(original message|forwarded message|исходное сообщение|исходное письмо|пересылаемое сообщение|"
    r"пересланное сообщение|перенаправленное сообщение|конец пересылаемого сообщения)\s*-{0,}\s*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*_{10,}\s*")
_WROTE = re.compile(
    r"\b(wrote|writes|пишет|писал|писала|писали|написал|написала|написали|schrieb|écrit)\b|@|\d{1,2}[:.]\d{2}|\d{4}",
    re.IGNORECASE,
)
_GADGET = re.compile(
    r"(sent (from|via|with) |get outlook for |отправлено (из|с|со|через) |отправлена? (из|с|со) |послано с ).{0,80}",
    re.IGNORECASE,
)
_LONGEST = 1_000
"""Characters of a line that are looked at."""


def own_words(text: str, *, marks: Sequence[str] = ()) -> str:
    """What was written by who replies. `marks`: lines of the letter that is replied to, so that it is found where a
    program does not mark it as quoted. Empty: they wrote nothing.
    """
    lines, known = text.split("\n"), {_bare(mark) for mark in marks} - {""}
    kinds = _kinds(lines, known)
    groups = _groups(lines, kinds)
    if not groups:  # below the old letter, in a program that does not mark what is quoted?
        last = max((at for at, line in enumerate(lines) if _bare(line) in known), default=len(lines))
        return own_words("\n".join(lines[last + 1 :])) if last < len(lines) else ""
    first, last = groups[0][0], groups[-1][1]
    kept = (line for line, kind in zip(lines[first:last], kinds[first:last], strict=True) if kind != "around")
    return _tidy(kept)


def _kinds(lines: list[str], marks: set[str]) -> list[_Kind]:
    """What each line is."""
    kinds: list[_Kind] = ["quoted" if _QUOTED.match(line) else "own" for line in lines]
    end = _hard_end(lines, kinds, marks)
    for at in range(end, len(lines)):
        kinds[at] = "quoted"
    for at in range(min(end + 1, len(lines))):
        if at == len(lines) or (kinds[at] == "quoted" and (at == 0 or kinds[at - 1] != "quoted")):
            _attribute(lines, kinds, at)
    _sign(lines, kinds)
    return kinds


def _hard_end(lines: list[str], kinds: list[_Kind], marks: set[str]) -> int:
    """Where the old letter begins that no sign marks as quoted."""
    for at, line in enumerate(lines):
        if kinds[at] == "quoted":
            continue
        look = line[:_LONGEST]
        if _ORIGINAL.fullmatch(look) or (marks and _bare(line) in marks) or _is_head(lines, at):
            return at
        if _RULE.fullmatch(look) and _is_head(lines, _next(lines, at)):
            return at
    return len(lines)


def _is_head(lines: list[str], at: int) -> bool:
    """Whether the head of an old letter (From, Sent, To, Subject) begins here."""
    names: set[str] = set()
    for line in (one for one in lines[at : at + 10] if one.strip()):
        found = _FIELD.match(line[:_LONGEST])
        if not found:
            break
        names.add(found.lastgroup or "")
    return len(names) >= 3 and bool(names & {"from"})


def _next(lines: list[str], at: int) -> int:
    following = at + 1
    while following < len(lines) and not lines[following].strip():
        following += 1
    return following


def _attribute(lines: list[str], kinds: list[_Kind], at: int) -> None:
    """«On Monday Anna wrote:» above what is quoted from `at` on belongs to it, on up to three lines."""
    above = at - 1
    while above >= 0 and kinds[above] == "own" and not lines[above].strip():
        above -= 1
    if above < 0 or kinds[above] != "own" or not lines[above].rstrip().endswith(":"):
        return
    for first in range(above, max(above - 3, -1), -1):
        if kinds[first] != "own" or not lines[first].strip():
            return
        joined = " ".join(lines[first : above + 1])[-_LONGEST:]
        if _WROTE.search(joined) and _opens(lines[first]):
            for one in range(first, above + 1):
                kinds[one] = "around"
            return


def _opens(line: str) -> bool:
    """Whether an attribution begins with this line: a date, a weekday, a name, «On», «Вы»; not the end of a wrapped
    one.
    """
    return bool(re.match(r"\s*[\w\"«*]", line)) and not re.match(r"\s*(\S*@\S*|<\S*)\s*>?\s*(wrote|пишет|:)", line)


def _sign(lines: list[str], kinds: list[_Kind]) -> None:
    """A signature (after `-- `) ends with what is quoted next; «sent from my phone» is one too."""
    signing = False
    for at, line in enumerate(lines):
        if kinds[at] != "own":
            signing = False
            continue
        signing = signing or line.rstrip() == "--"
        if signing or (_GADGET.fullmatch(line[:_LONGEST].strip()) and _last_own(lines, kinds, at)):
            kinds[at] = "around"


def _last_own(lines: list[str], kinds: list[_Kind], at: int) -> bool:
    following = _next(lines, at)
    return following >= len(lines) or kinds[following] != "own"


def _groups(lines: list[str], kinds: list[_Kind]) -> list[tuple[int, int]]:
    """Runs of own lines with words, parted by what is quoted: begin and end of each."""
    made: list[tuple[int, int]] = []
    fresh = True
    for at, line in enumerate(lines):
        if kinds[at] == "quoted" and line.strip():
            fresh = True
        elif kinds[at] == "own" and line.strip():
            if fresh:
                made.append((at, at + 1))
            else:
                made[-1] = (made[-1][0], at + 1)
            fresh = False
    return made


def _bare(line: str) -> str:
    return " ".join(line.split()).lower()


def _tidy(lines: Iterable[str]) -> str:
    """No spaces at ends of lines, never two empty lines."""
    made: list[str] = []
    for line in lines:
        if line.strip() or (made and made[-1]):
            made.append(line.rstrip())
    return "\n".join(made).strip("\n")
