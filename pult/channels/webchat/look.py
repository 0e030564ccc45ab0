"""What the page and the frame are told of a site: its words, colours, questions, and whether somebody is there now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any

import msgspec

from pult.channels.webchat import colours
from pult.channels.webchat.attendance import back_at, hides_button, is_away
from pult.channels.webchat.site import Field, Look, Settings, Texts, Topic, Way, WebSite
from pult.gateway.contract import Availability


class LoaderLook(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the button needs; travels inside the loader, so that a page view stays one request. Empty means default."""

    side: str = "end"
    text: Texts = {}
    logo: str = ""
    accent: str = ""
    dark: str = ""
    audience: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    percent: int = 100
    device: str = "any"
    hidden: bool = False
    ways: tuple[Way, ...] = ()
    by_sender: bool = False


class SiteLook(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the frame needs. `away`: nobody answers now; `until`: when the hours begin again (ms); `wait`: seconds;
    `mail`: answers can go by mail; `again`: words after the end begin a new talk, and it is asked anew;
    `callback`: who waits may ask to be called. `peek`, `name` are always there, the rest only where it differs from the
    default.
    """

    name: str
    peek: bool
    lang: str | None
    colours: dict[str, colours.Accent] | None = None
    says: dict[str, Any] = {}
    topics: tuple[Topic, ...] = ()
    topic: str = "required"
    fields: tuple[Field, ...] = ()
    languages: tuple[str, ...] = ()
    radius: int = 10
    logo: str = ""
    quiet: bool = False
    away: bool = False
    until: int | None = None
    wait: int | None = None
    mail: bool = False
    again: bool = False
    callback: bool = False


def for_loader(site: WebSite, *, country: str | None, address: str = "") -> LoaderLook:
    """`country`: of this visitor, where a trusted proxy says it; `address`: where the request comes from."""
    settings, shown = site.settings, site.settings.shown
    both = _accents(settings)
    mine = settings.look.accent != Settings().look.accent
    return LoaderLook(
        side=settings.launcher.side,
        text=settings.launcher.text,
        logo=settings.launcher.logo,
        accent=both["light"].accent if mine else "",
        dark=both["dark"].accent if mine else "",
        audience=shown.audience,
        pages=shown.pages,
        percent=shown.percent,
        device=shown.device,
        ways=settings.launcher.ways if hides_button(settings) else (),
        by_sender=bool(shown.countries or shown.not_from),
        hidden=bool(shown.countries and country not in shown.countries) or _is_own(address, shown.not_from),
    )


def _is_own(address: str, networks: tuple[str, ...]) -> bool:
    """One of our own people's. An IPv4 address that travels in IPv6's clothes counts as itself."""
    if not networks or not address:
        return False
    try:
        sender = ip_address(address)
    except ValueError:
        return False
    sender = getattr(sender, "ipv4_mapped", None) or sender
    return any(sender in ip_network(network, strict=False) for network in networks)


def for_frame(site: WebSite, availability: Availability, *, now: datetime) -> SiteLook:
    """`now` decides between open and away."""
    settings = site.settings
    away = is_away(settings, free=availability.free, full=availability.full, now=now)
    return SiteLook(
        name=site.name,
        peek=site.peek,
        lang=settings.languages[0] if len(settings.languages) == 1 else None,
        colours=None if settings.look.accent == Look().accent else _accents(settings),
        says=_says(settings, availability.banner),
        topics=settings.topics,
        topic=settings.topic,
        fields=settings.fields,
        languages=settings.languages,
        radius=settings.look.radius,
        logo=settings.launcher.logo,
        quiet=not settings.sound,
        away=away,
        until=back_at(settings, now=now) if away else None,
        wait=availability.wait,
        mail=availability.mail,
        again=settings.after_resolve != "reopen",
        callback=settings.callback > 0,
    )


def _says(settings: Settings, banner: Mapping[str, str]) -> dict[str, Any]:
    """The site's own words; what everybody is told first is its `notice`."""
    says: dict[str, Any] = {language: msgspec.to_builtins(said) for language, said in settings.says.items()}
    for language, line in banner.items():
        says[language] = {**says.get(language, {}), "notice": line}
    return says


def _accents(settings: Settings) -> dict[str, colours.Accent]:
    accent = settings.look.accent
    return {"light": colours.readable(accent, colours.LIGHT), "dark": colours.readable(accent, colours.DARK)}


def dressed(loader: bytes, look: LoaderLook) -> bytes:
    """The loader with a site's look as the argument of a function around it: no second request, no global."""
    return b"((__PULT_LOOK__)=>{" + loader.rstrip() + b"\n})(" + _script(look) + b");"


def _script(look: LoaderLook) -> bytes:
    """JSON that is also a script: its two line separators are escaped, and no `</script` can end an inline one."""
    text = msgspec.json.encode(look).decode()
    for plain, escaped in (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("<", "\\u003c")):
        text = text.replace(plain, escaped)
    return text.encode()
