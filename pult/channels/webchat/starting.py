"""What a visitor gives before the first word, checked against what the site asks. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from pult.channels.webchat import frames
from pult.channels.webchat.site import Field, Language, WebSite
from pult.gateway.contract import Answered, Start
from pult.kit.errors import Invalid
from pult.kit.mail import is_address

TEXT_LENGTH = 500
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_NUMBER = re.compile(r"[\dA-Za-z-]{1,30}")
_SPACES = re.compile(r"[\s()-]+")
Given = str | int | bool


def started(site: WebSite, given: frames.Start) -> Start:
    """The beginning of a talk in the operators' language. Raises `Invalid` with the pointer of the first answer that is
    missing or wrong. A topic that the site does not have is left out: a link may be older than the settings.
    """
    known = {field.key for field in site.settings.fields}
    for key in given.fields:
        if key not in known:
            raise Invalid("the site does not ask this", pointer=f"/start/fields/{key}")
    read = given.lang or site.language
    answers = [_answer(site, field, given.fields.get(field.key), read=read) for field in site.settings.fields]
    if given.mail is not None and not is_address(given.mail):
        raise Invalid("this is no mail address", pointer="/start/mail")
    return Start(
        topic=next(
            (_in(topic.text, site.language) for topic in site.settings.topics if topic.key == given.topic), None
        ),
        about=_clean(given.about) if given.about else None,
        notice=given.notice,
        fields=tuple(answer for answer in answers if answer is not None),
        mail=given.mail,
        language=given.lang,
    )


def _answer(site: WebSite, field: Field, given: Given | None, *, read: Language) -> Answered | None:
    """`read`: the language in which a consent was read; those words are the proof."""
    pointer = f"/start/fields/{field.key}"
    if given is None or given == "" or given is False:
        if field.required:
            raise Invalid("this answer is needed", pointer=pointer)
        return None
    if field.kind == "choice":
        value = _choice(site, field, given, pointer=pointer)
    elif field.kind == "consent":
        value = field.version
        if given is not True:
            raise Invalid("a consent is true", pointer=pointer)
    else:
        value = _text(field, given, pointer=pointer)
    return Answered(
        key=field.key,
        kind=field.kind,
        label=_in(field.label, site.language),
        value=value,
        statement=_in(field.statement, read) if field.kind == "consent" else "",
        version=field.version if field.kind == "consent" else "",
    )


def _choice(site: WebSite, field: Field, given: Given, *, pointer: str) -> str:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < len(field.choices):
        raise Invalid("choose one of the answers", pointer=pointer)
    return _in(field.choices[given], site.language)


def _text(field: Field, given: Given, *, pointer: str) -> str:
    if not isinstance(given, str) or len(given) > TEXT_LENGTH:
        raise Invalid(f"words of at most {TEXT_LENGTH} characters", pointer=pointer)
    value = _SPACES.sub("", given) if field.kind == "phone" else _clean(given)
    fits, says = _KINDS.get(field.kind, (_anything, ""))
    if not value or not fits(value):
        raise Invalid(says or "this answer is empty", pointer=pointer)
    return value


def _anything(_value: str) -> bool:
    return True


_KINDS: dict[str, tuple[Callable[[str], bool], str]] = {
    "mail": (is_address, "this is no mail address"),
    "phone": (lambda value: _PHONE.fullmatch(value) is not None, "a phone looks like +7 900 000-00-00"),
    "number": (lambda value: _NUMBER.fullmatch(value) is not None, "a number has digits, letters and - only"),
}


def _clean(text: str) -> str:
    """One line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _in(texts: dict[Language, str], language: Language) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
