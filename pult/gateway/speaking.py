"""What a speaker and what they say are to the log, and what the log's answer is to them."""

from __future__ import annotations

from pult.contacts.commands import Proven
from pult.conversations.append import Answer, Result
from pult.conversations.commands import refusal_of
from pult.conversations.events import Actor, Words
from pult.conversations.rules import Who
from pult.gateway.contract import Inbound, Receipt, Speaker
from pult.gateway.files import Owner
from pult.kit.errors import PultError


def proven(speaker: Speaker) -> Proven | None:
    """What proves who they are, for the log."""
    return Proven(subject=speaker.subject.id, browser=speaker.browser) if speaker.subject else None


def who_of(speaker: Speaker, identity: int) -> Who:
    """A speaker as the actor of an entry."""
    return Who(kind=Actor.CONTACT, id=identity, verified=speaker.verified())


def words_of(inbound: Inbound) -> Words:
    """The words with what they point at, as far as it was found."""
    return inbound.meant or Words(text=inbound.text)


def owner_of(speaker: Speaker) -> Owner:
    """Whose uploads are theirs."""
    return Owner(channel=speaker.channel, keys=(speaker.browser or speaker.key_hash, speaker.key_hash))


def elsewhere(answer: Answer, speaker: Speaker) -> bool:
    """Whether the words have to be decided about again."""
    if answer.conversation != speaker.conversation:
        return True
    return answer.result is Result.REFUSED or answer.result is Result.HELD


def receipt_of(outcome: Answer | PultError, conversation: str) -> Receipt | PultError:
    """What the speaker is told."""
    if isinstance(outcome, PultError):
        return outcome
    error = refusal_of(outcome)
    if error is not None:
        return error
    assert outcome.public_no is not None and outcome.at is not None
    return Receipt(conversation=conversation, n=outcome.public_no, at=outcome.at)


def sure(outcome: Receipt | PultError) -> Receipt:
    """The receipt; a refusal is raised."""
    if isinstance(outcome, PultError):
        raise outcome
    return outcome
