"""A web site as a channel: which pages may carry the widget, what it says there, when, and who sees it.

Everything has a default, so a site works with nothing but its domains. `checked` is what a person has written
(strict, with pointers); `of_site` reads what is stored and never fails for what an older or newer Pult has written.
"""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Annotated, Any, Literal

import msgspec

from pult.channels.webchat import colours
from pult.gateway import masking
from pult.gateway.contract import Site
from pult.gateway.masking import Mask
from pult.kit import calendar
from pult.kit.calendar import Calendar
from pult.kit.errors import Invalid
from pult.kit.shape import shaped

Language = Literal["ru", "en"]
Short = Annotated[str, msgspec.Meta(max_length=200)]
Long = Annotated[str, msgspec.Meta(max_length=2_000)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
Texts = dict[Language, Short]
LOGO_BYTES = 24_000
SECRET = "secret"  # noqa: S105 - a name, not a secret
"""Where the sealed secret stands beside the settings; nobody reads or writes it through them."""
FORMER = "secret_before"
"""The one before it, and until when it is taken."""
_TEMPLATE = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/([^\s{}\\<>\"]|\{[^\s{}]{1,100}\})*)?")
"""A host of letters alone: no placeholder, no sign-in and no other scheme can stand before the first slash."""
_WAY = re.compile(
    r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[^\s<>\"]*)?|mailto:[^\s<>\"?&:]+@[^\s<>\"?&:]+|tel:\+?[0-9-]{3,20}"
)
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")
_LOGO = re.compile(r"data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*")


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """One part of the settings."""


class Says(_Part, frozen=True, kw_only=True):
    """What the widget says in one language; empty: its own words. `name`: of the site, where it differs. `wait`: None,
    the measured time; empty, nothing; else these words, where `{time}` is the measured time.
    """

    name: Short = ""
    title: Short = ""
    greeting: Long = ""
    offline: Long = ""
    wait: Short | None = None


class Topic(_Part, frozen=True, kw_only=True):
    """What a talk can be about. `key` is what pages and links name it by."""

    key: Name
    text: Texts


class Field(_Part, frozen=True, kw_only=True):
    """Something asked before the first message. A consent has a `statement` and a `version`: both are kept as proof."""

    key: Name
    kind: Literal["text", "mail", "phone", "number", "choice", "consent"] = "text"
    label: Texts
    required: bool = False
    choices: tuple[Texts, ...] = ()
    statement: dict[Language, Long] = {}
    version: Short = ""


class Way(_Part, frozen=True, kw_only=True):
    """Another way to reach the company: a page, a mail address or a number."""

    text: Texts
    url: Annotated[str, msgspec.Meta(max_length=500)]


class Launcher(_Part, frozen=True, kw_only=True):
    """The button on the page. `logo` is a small picture as a data address: no request, nothing of another host.
    `hides`: while nobody can answer, `ways` stand in its place.
    """

    side: Literal["end", "start"] = "end"
    text: Texts = {}
    logo: str = ""
    hides: bool = False
    ways: Annotated[tuple[Way, ...], msgspec.Meta(max_length=4)] = ()


class Shown(_Part, frozen=True, kw_only=True):
    """Who sees the button; empty: everybody. `pages` are paths in which `*` stands for anything; `audience` is what the
    page says of its visitor; `countries` come from a header of a trusted proxy; `percent` of browsers. `not_from`:
    addresses and networks of our own people, who see no button.
    """

    audience: tuple[Short, ...] = ()
    pages: tuple[Short, ...] = ()
    countries: tuple[Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")], ...] = ()
    percent: Annotated[int, msgspec.Meta(ge=0, le=100)] = 100
    device: Literal["any", "phone", "computer"] = "any"
    not_from: Annotated[tuple[Short, ...], msgspec.Meta(max_length=100)] = ()


class Look(_Part, frozen=True, kw_only=True):
    """Accent (#rrggbb, corrected where it could not be read) and roundness in pixels."""

    accent: str = "#2c55e0"
    radius: Annotated[int, msgspec.Meta(ge=0, le=24)] = 10


class ClosingField(_Part, frozen=True, kw_only=True):
    """Something an operator is asked when a talk is closed; without `choices` any words will do."""

    key: Name
    label: Texts
    required: bool = False
    choices: Annotated[tuple[Texts, ...], msgspec.Meta(max_length=50)] = ()


class Closing(_Part, frozen=True, kw_only=True):
    """What is asked on closing a talk; nothing unless it is set. `topic`: one of the site's topics is needed."""

    topic: bool = False
    fields: Annotated[tuple[ClosingField, ...], msgspec.Meta(max_length=12)] = ()


class Link(_Part, frozen=True, kw_only=True):
    """A link in the card of a contact; `{attribute}` in the address stands for what is told about them."""

    label: Texts
    url: Annotated[str, msgspec.Meta(max_length=500)]


class Card(_Part, frozen=True, kw_only=True):
    """What operators see first of a contact: attributes in this order, and links to other systems."""

    order: Annotated[tuple[Short, ...], msgspec.Meta(max_length=40)] = ()
    links: Annotated[tuple[Link, ...], msgspec.Meta(max_length=12)] = ()


class Settings(_Part, frozen=True, kw_only=True):
    """Everything a site can set. `domains` are origins of pages that may show the widget; `peek`: operators see what
    is being typed, and the visitor is told so. `after_resolve`: words after the end go on in the same talk (for
    `reopen_hours`), or begin a new one, or one that is linked: under the same number; `keep_thanks`: where they go on,
    mere thanks leave it resolved. `presence`: within the hours
    somebody is there only while an operator is at a desk, or by the hours alone. `mask`: numbers that are hidden
    before they are stored. `push`: visitors may ask their browser to tell them of an answer. `callback`: minutes
    within which who asks for it while waiting is called back; 0: not offered.
    """

    domains: tuple[str, ...] = ()
    languages: Annotated[tuple[Language, ...], msgspec.Meta(min_length=1)] = ("ru", "en")
    says: dict[Language, Says] = {}
    topics: Annotated[tuple[Topic, ...], msgspec.Meta(max_length=20)] = ()
    topic: Literal["required", "optional"] = "required"
    fields: Annotated[tuple[Field, ...], msgspec.Meta(max_length=12)] = ()
    look: Look = Look()
    hours: dict[str, tuple[str, ...]] = {}
    zone: Short = "Europe/Moscow"
    holidays: Annotated[tuple[Short, ...], msgspec.Meta(max_length=200)] = ()
    country: Annotated[str, msgspec.Meta(max_length=40)] = ""
    working: Annotated[tuple[Short, ...], msgspec.Meta(max_length=200)] = ()
    launcher: Launcher = Launcher()
    shown: Shown = Shown()
    peek: bool = True
    sound: bool = True
    push: bool = False
    hold_back: bool = True
    after_resolve: Literal["reopen", "new", "linked"] = "reopen"
    reopen_hours: Annotated[int, msgspec.Meta(ge=1, le=8760)] = 24
    keep_thanks: bool = True
    presence: Literal["people", "hours"] = "people"
    mask: Mask = Mask()
    callback: Annotated[int, msgspec.Meta(ge=0, le=1440)] = 0
    closing: Closing = Closing()
    card: Card = Card()

    @property
    def calendar(self) -> Calendar:
        """When it is answered."""
        return Calendar(
            hours=self.hours, zone=self.zone, holidays=self.holidays, country=self.country, working=self.working
        )


class Former(msgspec.Struct, frozen=True, kw_only=True):
    """The secret before; good `until` (seconds since 1970)."""

    sealed: str
    until: float


class WebSite(msgspec.Struct, frozen=True, kw_only=True):
    """A connected site."""

    id: int
    key: str
    name: str
    settings: Settings
    sealed_secret: str | None = None
    """What the site signs its visitors' tokens with, sealed (`kit/secret.py`, `Vault`)."""
    former: Former | None = None

    @property
    def domains(self) -> tuple[str, ...]:
        """Origins of pages that may show the widget."""
        return self.settings.domains

    @property
    def peek(self) -> bool:
        """Operators see what is being typed."""
        return self.settings.peek

    @property
    def language(self) -> Language:
        """The language that operators read topics and answers in: the site's first."""
        return self.settings.languages[0]


_read: dict[int, tuple[dict[str, Any], WebSite]] = {}


def of_site(site: Site) -> WebSite:
    """Read a channel's settings; unknown ones are left alone, and a part that cannot be read is as if not set."""
    known = _read.get(site.id)
    if known is not None and known[0] is site.settings and known[1].name == site.name:
        return known[1]
    made = made_of(site)
    _read[site.id] = (site.settings, made)
    return made


def made_of(site: Site) -> WebSite:
    """The same, read anew and not remembered."""
    sealed = site.settings.get(SECRET)
    return WebSite(
        id=site.id,
        key=site.key,
        name=site.name,
        settings=_lenient(site.settings),
        sealed_secret=sealed if isinstance(sealed, str) else None,
        former=_former(site.settings.get(FORMER)),
    )


def _former(stored: Any) -> Former | None:
    try:
        return shaped(stored, Former) if stored is not None else None
    except Invalid:
        return None


def _lenient(stored: dict[str, Any]) -> Settings:
    kept: dict[str, Any] = {}
    for name in Settings.__struct_fields__:
        if name in stored:
            try:
                kept |= {name: getattr(shaped({name: stored[name]}, Settings), name)}
            except Invalid:
                continue
    return Settings(**kept)


def checked(settings: dict[str, Any], *, at: str = "/settings") -> dict[str, Any]:
    """What a person has written, whole and with its defaults. Raises `Invalid` with the pointer of what is wrong."""
    made = shaped(settings, Settings, at=at)
    for number, domain in enumerate(made.domains):
        if not _ORIGIN.fullmatch(domain):
            raise Invalid("a domain is an origin like https://shop.example", pointer=f"{at}/domains/{number}")
    for number, network in enumerate(made.shown.not_from):
        _check_network(network, at=f"{at}/shown/not_from/{number}")
    masking.check(made.mask, at=f"{at}/mask")
    calendar.check(made.calendar, at=at)
    if not colours.is_colour(made.look.accent):
        raise Invalid("a colour looks like #2c55e0", pointer=f"{at}/look/accent")
    logo = made.launcher.logo
    if logo and (len(logo) > LOGO_BYTES or not _LOGO.fullmatch(logo)):
        raise Invalid(
            f"a logo is a png, jpeg or webp of at most {LOGO_BYTES} bytes as data:", pointer=f"{at}/launcher/logo"
        )
    _check_ways(made, at=f"{at}/launcher")
    _check_names([topic.key for topic in made.topics], at=f"{at}/topics")
    _check_names([field.key for field in made.fields], at=f"{at}/fields")
    for number, topic in enumerate(made.topics):
        _check_words(topic.text, made, at=f"{at}/topics/{number}/text")
    for number, field in enumerate(made.fields):
        _check_field(field, made, at=f"{at}/fields/{number}")
    _check_closing(made, at=f"{at}/closing")
    for number, link in enumerate(made.card.links):
        _check_words(link.label, made, at=f"{at}/card/links/{number}/label")
        if not _TEMPLATE.fullmatch(link.url):
            raise Invalid(
                "an address begins with https:// (or http://) and a host, and {attribute} stands behind it",
                pointer=f"{at}/card/links/{number}/url",
            )
    return msgspec.to_builtins(made)


def _check_ways(made: Settings, *, at: str) -> None:
    if made.launcher.hides and not made.launcher.ways:
        raise Invalid("the button hides only where another way is shown in its place", pointer=f"{at}/hides")
    for number, way in enumerate(made.launcher.ways):
        _check_words(way.text, made, at=f"{at}/ways/{number}/text")
        if not _WAY.fullmatch(way.url):
            raise Invalid("a way is https://…, mailto:… or tel:+…", pointer=f"{at}/ways/{number}/url")


def _check_closing(made: Settings, *, at: str) -> None:
    if made.closing.topic and not made.topics:
        raise Invalid("a topic cannot be asked for where there are none", pointer=f"{at}/topic")
    _check_names([field.key for field in made.closing.fields], at=f"{at}/fields")
    for number, field in enumerate(made.closing.fields):
        _check_words(field.label, made, at=f"{at}/fields/{number}/label")
        for place, choice in enumerate(field.choices):
            _check_words(choice, made, at=f"{at}/fields/{number}/choices/{place}")


def _check_network(network: str, *, at: str) -> None:
    try:
        ip_network(network, strict=False)
    except ValueError as error:
        raise Invalid("an address looks like 203.0.113.7, a network like 203.0.113.0/24", pointer=at) from error


def _check_names(names: list[str], *, at: str) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise Invalid(f"{name!r} stands here twice", pointer=f"{at}/{number}/key")


def _check_words(words: dict[Language, str], made: Settings, *, at: str) -> None:
    """At least the first language says something; the others fall back to it."""
    if not words.get(made.languages[0], "").strip():
        raise Invalid("words in the site's first language are needed", pointer=f"{at}/{made.languages[0]}")


def _check_field(field: Field, made: Settings, *, at: str) -> None:
    _check_words(field.label, made, at=f"{at}/label")
    if field.kind == "choice" and len(field.choices) < 2:
        raise Invalid("a choice needs two answers at least", pointer=f"{at}/choices")
    for number, choice in enumerate(field.choices):
        _check_words(choice, made, at=f"{at}/choices/{number}")
    if field.kind == "consent":
        _check_words(field.statement, made, at=f"{at}/statement")
        if not field.version:
            raise Invalid("a consent has a version: it is kept with every proof", pointer=f"{at}/version")


def secret_context(key: str) -> str:
    """Whose secret it is, for the vault."""
    return f"site:{key}"


def topic_of(channel: int, key_hash: bytes) -> str:
    """The personal topic of one visitor key: all windows of that browser follow it."""
    return f"k:{channel}:{key_hash.hex()}"
