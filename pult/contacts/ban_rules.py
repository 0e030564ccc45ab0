"""What can be banned, and how each of it is written so that the same is always the same. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

from pult.kit.errors import Forbidden, Invalid
from pult.kit.mail import is_address

REASON_LENGTH = 300
SHORTEST, LONGEST = 60, 3_660 * 86_400
"""Seconds that a ban may last; without an end it lasts for good."""
NETWORK = 64
"""Bits of an IPv6 address that belong to one household: whoever has it can take any address inside."""
_MAILS = frozenset({"email", "mail", "e-mail"})
_PHONES = frozenset({"phone", "tel", "telephone", "mobile"})
_NUMBER = re.compile(r"\+?[\d\s()./-]{7,30}")


class Kind(StrEnum):
    """By what somebody is known."""

    PERSON = "person"
    ADDRESS = "address"
    MAIL = "mail"
    PHONE = "phone"


Key = tuple[Kind, str]
"""What is banned: its kind and its value as it is kept."""


class Refused(Forbidden):
    """Somebody banned wants something. Nobody tells them why; `ban` is for counting and leaves with no answer."""

    code = "refused"

    def __init__(self, ban: int | None = None) -> None:
        super().__init__("the chat is not available")
        self.ban = ban


def address_of(text: str) -> str | None:
    """An IP address in its one form (IPv4 inside IPv6 is IPv4); None for what is none, and for what tells nothing:
    behind a proxy that is not named all visitors seem to be on this machine.
    """
    try:
        found = ipaddress.ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    found = getattr(found, "ipv4_mapped", None) or found
    return None if found.is_loopback or found.is_unspecified else str(found)


def network_of(address: str) -> str | None:
    """The network of an IPv6 address; None for any other."""
    found = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((found, NETWORK), strict=False)) if found.version == 6 else None


@lru_cache(maxsize=8_192)
def keys_of_address(text: str) -> tuple[Key, ...]:
    """Under what an address could be banned."""
    address = address_of(text)
    if address is None:
        return ()
    network = network_of(address)
    return ((Kind.ADDRESS, address), *(((Kind.ADDRESS, network),) if network else ()))


def phone_of(text: str) -> str | None:
    """The digits of a phone number; the trunk 8 of an eleven-digit number is the 7 of its country."""
    digits = re.sub(r"\D", "", text)
    if not _NUMBER.fullmatch(text.strip()) or not 7 <= len(digits) <= 15:
        return None
    return f"7{digits[1:]}" if len(digits) == 11 and digits[0] == "8" else digits


def mail_of(text: str) -> str | None:
    """A mail address in small letters."""
    kept = text.strip().lower()
    return kept if is_address(kept) else None


def checked(kind: Kind, value: str) -> str:
    """The value as it is kept. Raises `Invalid`; a person is chosen at a talk, never typed."""
    found = {Kind.ADDRESS: _address_or_network, Kind.MAIL: mail_of, Kind.PHONE: phone_of}.get(kind, _none)(value)
    if found is None:
        raise Invalid(_WRONG[kind], pointer="/value")
    return found


def check_reason(text: str) -> str:
    """The reason as it is kept: one line of words. Raises `Invalid`."""
    kept = " ".join(text.split())
    if not 1 <= len(kept) <= REASON_LENGTH or not kept.isprintable():
        raise Invalid(f"a reason has 1 to {REASON_LENGTH} characters", pointer="/reason")
    return kept


def told_mails(*told: Mapping[str, Any]) -> tuple[str, ...]:
    """Mail addresses among what is told about somebody, each once."""
    return _told(_MAILS, mail_of, told)


def told_phones(*told: Mapping[str, Any]) -> tuple[str, ...]:
    """Phone numbers among what is told about somebody, each once."""
    return _told(_PHONES, phone_of, told)


def _told(names: frozenset[str], read: Any, told: tuple[Mapping[str, Any], ...]) -> tuple[str, ...]:
    values = [value for one in told for name, value in one.items() if name.lower() in names and isinstance(value, str)]
    return tuple(dict.fromkeys(found for value in values if (found := cast("str | None", read(value))) is not None))


def _none(_value: str) -> str | None:
    return None


def _address_or_network(text: str) -> str | None:
    if "/" not in text:
        return address_of(text)
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    return str(network) if network.version == 6 and network.prefixlen == NETWORK and not network.is_loopback else None


_WRONG = {
    Kind.PERSON: "a person is banned from their talk",
    Kind.ADDRESS: "this is no IP address that could be banned (IPv4, IPv6 or an IPv6 network of 64 bits)",
    Kind.MAIL: "this is no mail address",
    Kind.PHONE: "this is no phone number",
}
