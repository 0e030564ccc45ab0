"""Whether a contact only thanks, agrees or says goodbye, word by word from a short list. Pure; one pass over at most
`MOST` characters.

A question that is taken for thanks is a lost customer: whatever is not on the list (a digit, «?», «(», a «no» or a
«but», any other word or picture) says that it is more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from unicodedata import normalize

import msgspec

from pult.conversations.events import Actor, Draft, Entry, Status
from pult.conversations.rules import Changes, Decision, Head, Who, again

HOURS = 24
"""Thanks are taken for thanks so long after the end of a talk."""
MOST = 80
"""Characters; what is longer says more."""
MOST_WORDS = 4
"""Words; an expression of the list is one («до свидания»)."""


class Meaning(StrEnum):
    """`THANKS`: thanks or a goodbye, whatever was said before. `AGREES`: an «ok» is in it, which is an answer where
    something was asked.
    """

    THANKS = "thanks"
    AGREES = "agrees"


class _Role(StrEnum):
    THANKS = "thanks"  # thanks, or says goodbye: enough alone
    AGREES = "agrees"  # enough alone where nothing was asked
    YIELDS = "yields"  # agrees too, but may mean anything when it stands alone
    WITH_BOTH = "with both"  # beside either
    WITH_THANKS = "with thanks"  # beside thanks alone: «вам понятно» is no agreement


_LISTS = {
    _Role.THANKS: (
        "спасибо, спасибки, спасибочки, спасибище, пасиб, пасибо, пасибки, спс, спсб, благодарю, благодарим,"
        " благодарен, благодарна, мерси, сенкс, до свидания, до встречи, всего доброго, всего хорошего,"
        " всего наилучшего, хорошего дня, хорошего вечера, хороших выходных, удачного дня,"
        " thanks, thank you, thank u, thank ya, thankyou, thx, thanx, tnx, tks, ty, tysm, cheers, much appreciated,"
        " bye, goodbye, good bye, have a nice day, have a good day, have a great day, take care"
    ),
    _Role.AGREES: (
        "ок, окей, оки, понятно, понял, поняла, принято, договорились, отлично, супер, прекрасно, замечательно,"
        " ok, okay, okey, great, perfect, excellent, awesome, wonderful, super, understood, got it, all good"
    ),
    _Role.YIELDS: "хорошо, ладно, ясно, здорово, класс, круто, good, fine, alright, cool, nice",
    _Role.WITH_BOTH: "все, я, all, d, xd",
    _Role.WITH_THANKS: (
        "вам, вас, вы, тебе, всем, большое, огромное, огромнейшее, преогромное, человеческое, очень, и, пока,"
        " удачи, ура, взаимно, молодцы, лучшие, помогли, помогло, выручили, получилось, работает, заработало, решено,"
        " разобрался, разобралась, еще раз, за помощь, за ответ, за ответы, за все, за быстрый ответ, за оперативность,"
        " за поддержку, за информацию, за консультацию, за внимание, за работу, за терпение,"
        " so much, very much, a lot, a bunch, again, many, guys, team, everyone, so, very, you too, and, works,"
        " it works, it worked, solved, fixed, helpful, for help, for your help, for the help, for everything,"
        " for your time, for your support, for your assistance, for the info, for the quick reply,"
        " good job, great job, well done"
    ),
}
_FRIENDLY = frozenset("😊🙂😀😃😄😁☺😍🥰😘🤗👏🎉🥳💐🌹🌷🌸🌺🌼🌻✨⭐🌟🔥💪😉😎👋🤩💯😇🙌💖💗💕💞💓💘💙💚💛🧡💜🤍")
_HEARTS, _NODS = frozenset("❤♥"), frozenset("👍👌🤝✅🙏")
"""Alone, a heart thanks; a nod or folded hands answer what was asked."""
_AROUND = frozenset(" \t\n\r\u00a0.,!…:;-–—)=^~*«»„“”\"'’") | frozenset("\u200d\ufe0e\ufe0f🏻🏼🏽🏾🏿")
"""What may stand around words and pictures, variants and skin colours of pictures among it."""


def _key(word: str) -> str:
    """A word as it is compared: of letters that are repeated one is left («спасибооо», «good»)."""
    return "".join(one for place, one in enumerate(word) if place == 0 or one != word[place - 1])


_KNOWN: dict[tuple[str, ...], _Role] = {
    tuple(_key(word) for word in one.split()): role for role, ones in _LISTS.items() for one in ones.split(", ")
}
_LONGEST = max(len(one) for one in _KNOWN)


def meaning(text: str) -> Meaning | None:
    """What it means as a whole; None: it says more, or nothing that is known."""
    if len(text) > MOST or (parts := _parts(normalize("NFC", text).casefold().replace("ё", "е"))) is None:
        return None
    words, pictures = parts
    if not words:
        return _of_pictures(pictures)
    roles = list(_roles(words))
    if None in roles or len(roles) > MOST_WORDS:
        return None
    if _Role.THANKS in roles:
        agrees = not _NODS.isdisjoint(pictures) or not {_Role.AGREES, _Role.YIELDS}.isdisjoint(roles)
        return Meaning.AGREES if agrees else Meaning.THANKS
    return Meaning.AGREES if _Role.AGREES in roles and _Role.WITH_THANKS not in roles else None


def _parts(text: str) -> tuple[list[str], set[str]] | None:
    """Its words, compared by `_key`, and its pictures; None: there is something else in it."""
    words, pictures, word = list[str](), set[str](), ""
    for one in f"{text} ":
        if one.isalpha():
            word += one
            continue
        if word:
            words.append(_key(word))
            word = ""
        if one in _FRIENDLY or one in _HEARTS or one in _NODS:
            pictures.add(one)
        elif one not in _AROUND:
            return None
    return words, pictures


def _of_pictures(pictures: set[str]) -> Meaning | None:
    if not _NODS.isdisjoint(pictures):
        return Meaning.AGREES
    return None if _HEARTS.isdisjoint(pictures) else Meaning.THANKS


def _roles(words: Sequence[str]) -> Iterator[_Role | None]:
    """What each is there for, the longest expression first; None: not on the list."""
    place = 0
    while place < len(words):
        for size in range(min(_LONGEST, len(words) - place), 0, -1):
            if (role := _KNOWN.get(tuple(words[place : place + size]))) is not None:
                place += size
                yield role
                break
        else:
            yield None
            return


def may_be(head: Head, draft: Draft, *, now: datetime) -> Meaning | None:
    """What a contact's words into a resolved talk mean, if they may be mere thanks: nothing but text, in time."""
    if head.resolved_at is None or now - head.resolved_at > timedelta(hours=HOURS) or draft.body.keys() != {"text"}:
        return None
    return meaning(draft.body["text"])


def kept(words: Draft) -> Decision:
    """They stand in the log, marked as what they are; the talk stays resolved and nobody waits."""
    return Decision(
        drafts=(msgspec.structs.replace(words, body={**words.body, "thanks": True}),), changes=Changes(waits=False)
    )


def was_kept(head: Head, who: Who, target: Entry) -> bool:
    """Whether this is what a contact said after the end, and the talk has stayed resolved since."""
    if who.kind is not Actor.CONTACT or head.status is not Status.RESOLVED or head.resolved_at is None:
        return False
    return "thanks" in target.body and target.at >= head.resolved_at


def asked_after_all(head: Head, who: Who, edit: Decision) -> Decision:
    """What was thanks is changed into more: the talk opens again and waits in the queue from now on."""
    drafts, changes = again(head, who)
    return msgspec.structs.replace(
        edit, drafts=(*edit.drafts, *drafts), changes=msgspec.structs.replace(changes, waits=True)
    )
