"""A site's settings: what a person may write, what is made of it, and what is refused with a pointer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from pult.channels.webchat import colours
from pult.channels.webchat.look import LoaderLook, dressed, for_frame, for_loader
from pult.channels.webchat.site import checked, of_site
from pult.gateway.contract import Availability, Site
from pult.kit import calendar
from pult.kit.errors import Invalid

FIELD = {"key": "outcome", "label": {"ru": "Итог"}}
BAD_URLS = (
    "javascript:alert(1)//{id}",
    "{id}",
    "https://{id}/",
    "https://crm.example{id}",
    "https://{id}@crm.example/",
    "https://user@crm.example/{id}",
    "//crm.example/{id}",
    "ftp://crm.example/{id}",
    "https://crm.example/a b",
    "https://crm.example/{a b}",
    "https://crm.example/{",
)


def linked(url: str) -> dict[str, Any]:
    return {"card": {"links": [{"label": {"ru": "CRM"}, "url": url}]}}


NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, noon in Moscow
WEEK = {"tue": ("09:00-18:00",), "wed": ("09:00-13:00", "14:00-24:00")}


def site(**settings: Any) -> Site:
    return Site(id=1, kind="webchat", key="shop", name="Shop", settings=settings)


def test_nothing_has_to_be_set() -> None:
    made = checked({})
    assert made["languages"] == ["ru", "en"] or made["languages"] == ("ru", "en")
    look = for_frame(of_site(site()), Availability(), now=NOON)
    assert (look.away, look.wait, look.topics) == (False, None, ())


def test_what_an_older_pult_stored_is_read_and_what_does_not_fit_is_as_if_not_set() -> None:
    made = of_site(site(domains=["http://demo.localhost:1"], peek=False, hours="broken", future=1))
    assert made.domains == ("http://demo.localhost:1",) and made.peek is False and made.settings.hours == {}


@pytest.mark.parametrize(
    ("settings", "pointer"),
    [
        ({"unheard": 1}, "/settings/unheard"),
        ({"closing": {"topic": True}}, "/settings/closing/topic"),
        ({"closing": {"fields": [{"key": "a", "label": {}}]}}, "/settings/closing/fields/0/label/ru"),
        ({"closing": {"fields": [FIELD, FIELD]}}, "/settings/closing/fields/1/key"),
        ({"card": {"links": [{"label": {}, "url": "https://crm.example/"}]}}, "/settings/card/links/0/label/ru"),
        *((linked(url), "/settings/card/links/0/url") for url in BAD_URLS),
        ({"domains": ["shop.example"]}, "/settings/domains/0"),
        ({"domains": ["https://a.example", "https://a.example/path"]}, "/settings/domains/1"),
        ({"hours": {"someday": []}}, "/settings/hours/someday"),
        ({"hours": {"mon": ["09:00-18:00", "18:00-9:00"]}}, "/settings/hours/mon/1"),
        ({"zone": "Europe/Atlantis"}, "/settings/zone"),
        ({"zone": "../etc/passwd"}, "/settings/zone"),
        ({"country": "DE-QQ"}, "/settings/country"),
        ({"country": "RU", "working": ["tomorrow"]}, "/settings/working/0"),
        ({"look": {"accent": "red; x"}}, "/settings/look/accent"),
        ({"look": {"radius": 90}}, "/settings/look/radius"),
        ({"launcher": {"logo": "https://foreign.example/x.png"}}, "/settings/launcher/logo"),
        ({"launcher": {"logo": "data:image/svg+xml;base64,AAAA"}}, "/settings/launcher/logo"),
        ({"topics": [{"key": "pay", "text": {"en": "Payment"}}]}, "/settings/topics/0/text/ru"),
        ({"topics": [{"key": "a b", "text": {"ru": "Оплата"}}]}, "/settings/topics/0/key"),
        (
            {"fields": [{"key": "a", "label": {"ru": "А"}}, {"key": "a", "label": {"ru": "Б"}}]},
            "/settings/fields/1/key",
        ),
        ({"fields": [{"key": "c", "kind": "choice", "label": {"ru": "Кто вы"}}]}, "/settings/fields/0/choices"),
        ({"fields": [{"key": "c", "kind": "consent", "label": {"ru": "С"}}]}, "/settings/fields/0/statement/ru"),
        ({"shown": {"countries": ["Russia"]}}, "/settings/shown/countries/0"),
        ({"shown": {"percent": 101}}, "/settings/shown/percent"),
        ({"shown": {"not_from": ["10.0.0.0/8", "office"]}}, "/settings/shown/not_from/1"),
        ({"shown": {"device": "fridge"}}, "/settings/shown/device"),
        ({"holidays": ["31.12.2026"]}, "/settings/holidays/0"),
        ({"hours": {"mon": [], "tue": []}}, "/settings/hours"),
        ({"languages": []}, "/settings/languages"),
        ({"says": {"de": {}}}, "/settings/says"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_pointer(settings: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(settings)
    assert (refused.value.pointer or "").startswith(pointer), (refused.value.pointer, refused.value.detail)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (datetime(2026, 11, 24, 5, 59, tzinfo=UTC), False),  # 08:59 in Moscow
        (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 15, 0, tzinfo=UTC), False),  # 18:00: the end is no longer inside
        (datetime(2026, 11, 25, 10, 30, tzinfo=UTC), False),  # the pause
        (datetime(2026, 11, 25, 20, 59, tzinfo=UTC), True),  # until midnight
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), False),  # no hours on Monday
    ],
)
def test_hours_are_the_sites_own(at: datetime, is_open: bool) -> None:
    assert calendar.is_open(of_site(site(hours=WEEK)).settings.calendar, at) is is_open


def test_a_day_off_is_closed_and_the_next_opening_is_named() -> None:
    look = for_frame(of_site(site(hours=WEEK, holidays=["2026-11-24"])), Availability(), now=NOON)
    assert look.away and look.until == int(datetime(2026, 11, 25, 6, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize("colour", ["#ffff00", "#000000", "#ffffff", "#2c55e0", "#7f7f7f", "#ff0000", "#00ff88"])
def test_any_accent_can_be_read_on_both_surfaces(colour: str) -> None:
    for surface in (colours.LIGHT, colours.DARK):
        made = colours.readable(colour, surface)
        assert colours.contrast(made.accent, surface) >= colours.ENOUGH, made
        assert colours.contrast(made.accent, made.on) >= colours.ENOUGH, made


def test_an_accent_that_can_be_read_stays_as_it_is() -> None:
    assert colours.readable("#2c55e0", colours.LIGHT).accent == "#2c55e0"


def test_the_loader_carries_the_look_without_ending_its_script() -> None:
    look = for_loader(of_site(site(launcher={"text": {"ru": "</script><b>\u2028"}})), country=None)
    script = dressed(b"(()=>{})();\n", look)
    assert b"</script" not in script and b"\xe2\x80\xa8" not in script and script.startswith(b"((__PULT_LOOK__)=>{")


@pytest.mark.parametrize(
    ("address", "hidden"),
    [
        ("203.0.113.7", True),
        ("203.0.114.7", False),
        ("::ffff:203.0.113.7", True),
        ("2001:db8::5", True),
        ("2001:db9::5", False),
        ("198.51.100.1", True),
        ("unknown", False),
    ],
)
def test_our_own_people_see_no_button(address: str, hidden: bool) -> None:
    made = of_site(site(shown={"not_from": ["203.0.113.9/24", "2001:db8::/32", "198.51.100.1"]}))
    look = for_loader(made, country=None, address=address)
    assert (look.hidden, look.by_sender) == (hidden, True)
    assert not for_loader(of_site(site()), country=None, address=address).hidden


@pytest.mark.parametrize(("country", "hidden"), [("RU", False), ("DE", True), (None, True)])
def test_countries_decide_at_the_proxy(country: str | None, hidden: bool) -> None:
    made = of_site(site(shown={"countries": ["RU"]}))
    assert for_loader(made, country=country).hidden is hidden
    assert for_loader(of_site(site()), country=country) == LoaderLook()
