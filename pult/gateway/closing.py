"""What a connected channel wants to be told when a talk of its is closed. Off unless its settings say so.

`closing` of the settings: `{"topic": bool, "fields": [{key, label, required, choices}]}`; topics are those of `topics`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from pult.kit.errors import Invalid

ANSWER_LENGTH = 200


class CardLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link with `{attribute}` places in its address."""

    label: str
    url: str


class CardShape(msgspec.Struct, frozen=True, kw_only=True):
    """In which order attributes of a contact stand, and where links lead."""

    order: tuple[str, ...]
    links: tuple[CardLink, ...]


class ClosingField(msgspec.Struct, frozen=True, kw_only=True):
    """One question; without `choices` any words will do. Words are in the operators' language."""

    key: str
    label: str
    required: bool
    choices: tuple[str, ...]


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: whether a topic is needed, which there are, and further questions."""

    topic: bool
    topics: tuple[str, ...]
    fields: tuple[ClosingField, ...]


def closing_of(settings: Mapping[str, Any]) -> Closing:
    """What these settings of a channel ask for."""
    languages = settings.get("languages") or ("ru", "en")
    wanted: Mapping[str, Any] = settings.get("closing") or {}
    return Closing(
        topic=bool(wanted.get("topic")),
        topics=tuple(_words(one["text"], languages) for one in settings.get("topics") or ()),
        fields=tuple(
            ClosingField(
                key=one["key"],
                label=_words(one["label"], languages),
                required=bool(one.get("required")),
                choices=tuple(_words(choice, languages) for choice in one.get("choices") or ()),
            )
            for one in wanted.get("fields") or ()
        ),
    )


def card_of(settings: Mapping[str, Any]) -> CardShape:
    """How the card of a contact looks for talks of this channel."""
    languages = settings.get("languages") or ("ru", "en")
    wanted: Mapping[str, Any] = settings.get("card") or {}
    links = tuple(CardLink(label=_words(one["label"], languages), url=one["url"]) for one in wanted.get("links") or ())
    return CardShape(order=tuple(wanted.get("order") or ()), links=links)


def asked(
    closing: Closing, *, topic: str | None, known: str | None, fields: Mapping[str, str]
) -> tuple[str | None, tuple[dict[str, str], ...]]:
    """(topic, answers) as they are kept. `known`: the topic that the talk has. Raises `Invalid` (`closing_needed`) with
    a pointer where something is missing, `Invalid` where something is wrong.
    """
    if topic is not None and topic not in closing.topics:
        raise Invalid("there is no such topic", pointer="/topic")
    if closing.topic and not (topic or known):
        raise Invalid("a topic is needed to close this talk", code="closing_needed", pointer="/topic")
    answers: list[dict[str, str]] = []
    for field in closing.fields:
        value = fields.get(field.key, "").strip()
        if not value and field.required:
            raise Invalid(f"an answer is needed: {field.label}", code="closing_needed", pointer=f"/fields/{field.key}")
        strange = bool(value and field.choices) and value not in field.choices
        if strange or len(value) > ANSWER_LENGTH or not value.isprintable():
            raise Invalid("this is no answer to it", pointer=f"/fields/{field.key}")
        if value:
            answers.append({"key": field.key, "label": field.label, "value": value})
    unknown = fields.keys() - {field.key for field in closing.fields}
    if unknown:
        raise Invalid("nobody asks for this", pointer=f"/fields/{min(unknown)}")
    return topic, tuple(answers)


def _words(texts: Mapping[str, str], languages: Any) -> str:
    """In the operators' language: the site's first, else any."""
    return next((texts[one] for one in languages if texts.get(one)), next(iter(texts.values()), ""))
