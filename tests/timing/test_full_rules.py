"""Which talks leave a full team at once."""

from __future__ import annotations

import pytest

from pult.timing.full_rules import leaving


@pytest.mark.parametrize(
    ("waiting", "own", "there", "before", "left"),
    [
        ([100], [100], [100], [], []),
        ([100], [80], [100], [], [0]),
        ([100, 20], [80], [100], [], [0]),
        ([100, 100, 100], [], [200], [], [0, 1]),
        ([100, 100], [100], [100], [], [1]),
        ([100], [], [100], [100], []),
        ([100], [], [], [], []),
    ],
)
def test_only_what_finds_no_room_leaves_and_only_for_where_there_is_some(
    waiting: list[int], own: list[int], there: list[int], before: list[int], left: list[int]
) -> None:
    chats, earlier = [(weight, "webchat") for weight in waiting], [(weight, "webchat") for weight in before]
    here, rooms = [(room, None) for room in own], [(room, None) for room in there]
    assert leaving(chats, own=here, there=rooms, before=earlier) == left


def test_room_for_letters_alone_is_no_room_for_a_chat() -> None:
    chat, letter, letters_only = (100, "webchat"), (20, "mail"), (500, frozenset({"mail"}))
    assert leaving([chat, letter], own=[letters_only], there=[(100, None)], before=[]) == [0]
    assert leaving([chat, letter], own=[], there=[letters_only], before=[]) == [1]


def test_a_talk_that_waits_there_keeps_the_room_of_those_alone_who_take_such_talks() -> None:
    chat, letter, chats_only = (100, "webchat"), (20, "mail"), (200, frozenset({"webchat"}))
    assert leaving([chat, chat, chat], own=[], there=[chats_only], before=[letter]) == [0, 1]
    assert leaving([chat, letter], own=[], there=[(10, None), (200, frozenset({"mail"}))], before=[chat]) == [1]
    assert leaving([chat], own=[], there=[(80, None)], before=[chat]) == []
