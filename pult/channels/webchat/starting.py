"""What a visitor gives before the first word, checked against what the site asks. Pure."""

from __future__ import annotations

from pult.channels.webchat import frames
from pult.channels.webchat.site import Field, Language, WebSite
from pult.gateway.contract import Answered, Start
from pult.kit import answers
from pult.kit.answers import Given, clean
from pult.kit.errors import Invalid
from pult.kit.mail import is_address


def started(site: WebSite, given: frames.Start) -> Start:
    """The beginning of a talk in the operators' language. Raises `Invalid` with the pointer of the first answer that is
    missing or wrong. A topic that the site does not have is left out: a link may be older than the settings.
    """
    known = {field.key for field in site.settings.fields}
    for key in given.fields:
        if key not in known:
            raise Invalid("the site does not ask this", pointer=f"/start/fields/{key}")
    read = given.lang or site.language
    found = [_answer(site, field, given.fields.get(field.key), read=read) for field in site.settings.fields]
    if given.mail is not None and not is_address(given.mail):
        raise Invalid("this is no mail address", pointer="/start/mail")
    return Start(
        topic=next(
            (_in(topic.text, site.language) for topic in site.settings.topics if topic.key == given.topic), None
        ),
        about=clean(given.about) if given.about else None,
        notice=given.notice,
        fields=tuple(answer for answer in found if answer is not None),
        mail=given.mail,
        language=given.lang,
    )


def _answer(site: WebSite, field: Field, given: Given | None, *, read: Language) -> Answered | None:
    """`read`: the language in which a consent was read; those words are the proof."""
    pointer = f"/start/fields/{field.key}"
    if given is None or answers.is_empty(given):
        if field.required:
            raise Invalid("this answer is needed", pointer=pointer)
        return None
    if field.kind == "choice":
        value = _in(field.choices[answers.place(given, of=len(field.choices), pointer=pointer)], site.language)
    elif field.kind == "consent":
        value = field.version
        if given is not True:
            raise Invalid("a consent is true", pointer=pointer)
    else:
        value = answers.line(field.kind, given, pointer=pointer)
    return Answered(
        key=field.key,
        kind=field.kind,
        label=_in(field.label, site.language),
        value=value,
        statement=_in(field.statement, read) if field.kind == "consent" else "",
        version=field.version if field.kind == "consent" else "",
    )


def _in(texts: dict[Language, str], language: Language) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
