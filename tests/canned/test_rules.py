"""What may be saved and what not; and that the desk knows the same variables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pult.canned import exchange, rules
from pult.canned.events import Reply
from pult.canned.rules import VARIABLES, Written, checked
from pult.kit.errors import Invalid, PultError

ROOT = Path(__file__).parents[2]


def written(**fields: object) -> Written:
    return Written(**{"title": "Где заказ", "texts": {"ru": "Здравствуйте, {имя}!"}, **fields})  # type: ignore[arg-type]


def test_the_desk_and_the_server_know_the_same_variables() -> None:
    text = (ROOT / "web/desk/words/variables.ts").read_text()
    assert dict(re.findall(r'"([^"]+)": "(\w+)"', text)) == dict(VARIABLES)


@pytest.mark.parametrize(
    "text",
    [
        "{contact name}",
        "{ИМЯ  клиента}",
        "{attribute plan}",
        "{атрибут Тариф}",
        '{"json": 1}',
        "{}",
        "a { c {{",
        "{a, b}",
    ],
)
def test_known_variables_and_other_braces_pass(text: str) -> None:
    assert checked(written(texts={"en": text})).texts == {"en": text}


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"texts": {"ru": "Здравствуйте, {имячко}"}}, "/texts/ru"),
        ({"texts": {"en": "ok", "ru": "{contact nam}"}}, "/texts/ru"),
        ({"texts": {"ru": "  "}}, "/texts/ru"),
        ({"texts": {"по-русски": "да"}}, "/texts/по-русски"),
        ({"texts": {"ru": "а" * 10_001}}, "/texts/ru"),
        ({"texts": {}}, "/texts"),
        ({"title": " \n"}, "/title"),
        ({"shortcut": "два слова"}, "/shortcut"),
        ({"folder": "1/2/3/4/5/6"}, "/folder"),
        ({"scope": "team"}, "/team"),
        ({"scope": "all", "team": 1}, "/team"),
    ],
)
def test_what_is_wrong_is_named(fields: dict[str, object], pointer: str) -> None:
    with pytest.raises(PultError) as refused:
        checked(written(**fields))
    assert refused.value.pointer == pointer


def test_what_is_written_untidily_is_kept_tidily() -> None:
    tidy = checked(written(title="  Где   заказ ", shortcut=" /order ", folder="Доставка/ Сроки //"))
    assert (tidy.title, tidy.shortcut, tidy.folder) == ("Где заказ", "order", "Доставка / Сроки")


def reply(**fields: object) -> Reply:
    whole = {
        "id": 1, "version": 1, "scope": "all", "team": None, "folder": "Доставка", "title": "Где", "shortcut": "where",
        "texts": {"ru": "=СУММ(1)\n«да», \"нет\"; и всё", "en": "On its way"}, "files": [], "used": 0, "unedited": 0,
        "used_at": None, "mine": True, **fields,
    }  # fmt: skip
    return Reply(**whole)  # type: ignore[arg-type]


@pytest.mark.parametrize("to", [exchange.to_json, exchange.to_csv])
def test_what_goes_out_as_a_file_comes_in_the_same(to: object) -> None:
    given = [reply(), reply(title="Второй", shortcut="", texts={"ru": "-1"}, folder="")]
    found = exchange.from_text(to(given).decode())  # type: ignore[operator]
    assert [(one.scope, one.folder, one.title, one.shortcut, one.texts) for one in found] == [
        (one.scope, one.folder, one.title, one.shortcut, one.texts) for one in given
    ]


def test_a_cell_is_never_a_formula() -> None:
    assert b"\"'=" in exchange.to_csv([reply()])


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("{", "/text"),
        ("[]", "/replies"),
        ('{"replies": []}', "/replies"),
        ('{"replies": [{"title": "a", "texts": {"ru": "x"}}, {"title": 5}]}', "/replies/1/title"),
        ('{"replies": [{"title": "a", "texts": {"ru": "{нет такого}"}}]}', "/replies/0/texts/ru"),
        ("title;text\n;пусто", "/replies/0/title"),
        ("a,b\n1,2", "/replies"),
    ],
)
def test_a_file_that_is_wrong_says_where(text: str, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        exchange.from_text(text)
    assert refused.value.pointer == pointer


def test_a_spreadsheet_with_semicolons_is_read() -> None:
    (one,) = exchange.from_text("title;language;text\r\nГде;ru;В пути\r\nГде;en;On its way\r\n")
    assert one.texts == {"ru": "В пути", "en": "On its way"} and one.scope == "own"


def test_one_sees_ones_own_ones_teams_and_everybodys() -> None:
    anna = rules.Person(id=1, teams=frozenset({7}))
    assert rules.sees(anna, scope="own", owner=1, team=None) and not rules.sees(anna, scope="own", owner=2, team=None)
    assert rules.sees(anna, scope="team", owner=None, team=7) and not rules.sees(anna, scope="team", owner=None, team=8)
    assert rules.sees(anna, scope="all", owner=None, team=None)
    assert rules.may_change(anna, scope="own", owner=1, team=None)
    assert not rules.may_change(anna, scope="all", owner=None, team=None)
