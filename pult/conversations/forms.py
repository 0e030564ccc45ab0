"""A small form inside a talk: what may be asked, and what the answers mean. Pure.

The form stands in the message that asks (`form`), the answers in the message that gives them (`answers`), which points
at the other (`target`). The text of the answering message says the same in words, so that lists, letters and search
need to know nothing of forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Protocol

import msgspec

from pult.conversations.events import Actor, Answered, Entry, Kind
from pult.kit import answers
from pult.kit.answers import Given
from pult.kit.errors import Absent, Invalid

Choice = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class Mask(Protocol):
    """Hides what nobody should keep."""

    def __call__(self, text: str, *, asked: str) -> str:
        """`asked`: the kind of question that the text answers."""
        ...


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One question. Of a consent `label` is the statement; `buttons` is a choice that one press answers, alone in its
    form.
    """

    key: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{1,40}$")]
    kind: Literal["text", "mail", "phone", "number", "choice", "consent", "buttons"]
    label: Annotated[str, msgspec.Meta(max_length=500)] = ""
    required: bool = False
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(max_length=10)] = ()


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked."""

    fields: Annotated[tuple[Ask, ...], msgspec.Meta(min_length=1, max_length=12)]


def checked(form: Form) -> dict[str, Any]:
    """The form as it stands in the log. Raises `Invalid` with the pointer of what cannot be asked so."""
    keys = [ask.key for ask in form.fields]
    for number, ask in enumerate(form.fields):
        at = f"/form/fields/{number}"
        if ask.key in keys[:number]:
            raise Invalid(f"{ask.key!r} stands here twice", pointer=f"{at}/key")
        if ask.kind == "buttons" and len(form.fields) > 1:
            raise Invalid("buttons stand alone in their form", pointer=f"{at}/kind")
        if ask.kind in ("choice", "buttons") and len({choice.strip() for choice in ask.choices} - {""}) < 2:
            raise Invalid("two different answers at least", pointer=f"{at}/choices")
        if ask.kind != "buttons" and not ask.label.strip():
            raise Invalid("a question needs words", pointer=f"{at}/label")
    return msgspec.to_builtins(form)


def form_of(entry: Entry | None) -> Form:
    """The form that a message asks with. Raises `Absent` when it asks nothing (any more)."""
    if entry is None or entry.kind != Kind.MESSAGE or entry.actor is Actor.CONTACT or "form" not in entry.body:
        raise Absent("there is no such form", pointer="/n")
    return msgspec.convert(entry.body["form"], Form)


def answered(form: Form, given: Mapping[str, Given], *, mask: Mask) -> tuple[Answered, ...]:
    """The answers in the form's order, masked as words are (`mask` is told what was asked for). Raises `Invalid` with
    the pointer of the first that is missing or wrong.
    """
    known = {ask.key for ask in form.fields}
    for key in given:
        if key not in known:
            raise Invalid("the form does not ask this", pointer=f"/fields/{key}")
    found = [_answer(ask, given.get(ask.key), mask) for ask in form.fields]
    made = tuple(answer for answer in found if answer is not None)
    if not made:
        raise Invalid("nothing was answered", pointer=f"/fields/{form.fields[0].key}")
    return made


def _answer(ask: Ask, given: Given | None, mask: Mask) -> Answered | None:
    pointer = f"/fields/{ask.key}"
    if given is None or answers.is_empty(given):
        if ask.required or ask.kind == "buttons":
            raise Invalid("this answer is needed", pointer=pointer)
        return None
    if ask.kind == "consent":
        if given is not True:
            raise Invalid("a consent is true", pointer=pointer)
        return Answered(key=ask.key, kind=ask.kind, label=ask.label, value="✓", statement=ask.label, version="form")
    if ask.kind in ("choice", "buttons"):
        value = ask.choices[answers.place(given, of=len(ask.choices), pointer=pointer)]
    else:
        value = mask(answers.line(ask.kind, given, pointer=pointer), asked=ask.kind)
    return Answered(key=ask.key, kind=ask.kind, label=ask.label, value=value)


def as_text(given: tuple[Answered, ...]) -> str:
    """The answers in words, a line each."""
    return "\n".join(
        answer.value if answer.kind == "buttons" or not answer.label
        else f"✓ {answer.label}" if answer.kind == "consent"
        else f"{answer.label}: {answer.value}"
        for answer in given
    )  # fmt: skip
