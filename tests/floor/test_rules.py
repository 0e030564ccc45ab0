"""The queue's order, what has changed, the figures of an hour: pure decisions."""

from __future__ import annotations

from pult.conversations.events import Waited
from pult.floor.events import Bar, Figure, Standing
from pult.floor.rules import bar_of, changed, counts, figure, figures, in_order, place

FIRST = Standing(conv="a", no=1, waiting=100)
SECOND = Standing(conv="b", no=2, waiting=100)
URGENT = Standing(conv="c", no=3, waiting=900, priority=5)
QUIET = Standing(conv="d", no=4)
HELD, ASIDE = Standing(conv="e", no=5, holder=1, waiting=1), Standing(conv="f", no=6, aside=True, waiting=1)
BOT = Standing(conv="g", no=7, bot=True, waiting=1)


def test_the_queue_stands_by_priority_then_by_who_waits_longest_then_by_who_came_first() -> None:
    assert in_order([QUIET, HELD, SECOND, ASIDE, URGENT, BOT, FIRST]) == [URGENT, FIRST, SECOND, QUIET]
    assert place(FIRST) < place(SECOND) < place(QUIET)


def test_each_team_counts_its_own_queue_and_what_belongs_to_none_is_under_nought() -> None:
    assert counts([FIRST, SECOND, HELD, Standing(conv="h", no=8, team=3)]) == {0: 2, 3: 1}


def test_only_what_differs_is_told() -> None:
    assert changed({1: FIRST, 2: SECOND}, {1: FIRST, 2: HELD, 3: QUIET}) == ([HELD, QUIET], [])
    assert changed({1: FIRST, 2: SECOND}, {2: SECOND}) == ([], [1])


def test_a_channel_has_its_own_bar_else_that_of_all_else_what_is_usual() -> None:
    every, chat = Bar(first_reply=30, waiting=30), Bar(channel="webchat", first_reply=9, waiting=5)
    assert bar_of([every, chat], "webchat") == chat
    assert bar_of([every, chat], "mail") == every
    assert bar_of([], "mail") == Bar(channel="", first_reply=60, waiting=60)


def test_figures_are_measured_ones_and_none_without_anything_to_measure() -> None:
    assert figure([]) == Figure(count=0)
    assert figure([(ms, ms <= 5) for ms in range(1, 11)]) == Figure(count=10, average=6, half=5, most=9, within=5)
    assert figure([(7, True)]) == Figure(count=1, average=7, half=7, most=7, within=1)


def test_every_wait_counts_and_first_replies_once_more_by_themselves() -> None:
    waited = [
        Waited(channel="webchat", team=None, first=True, ms=4_000),
        Waited(channel="webchat", team=None, first=False, ms=8_000),
        Waited(channel="mail", team=1, first=True, ms=3_600_000),
    ]
    bars = [Bar(channel="webchat", first_reply=9, waiting=5), Bar(channel="mail", first_reply=7_200, waiting=7_200)]
    every, mail, chat = figures(waited, bars)
    assert (every.channel, mail.channel, chat.channel) == ("", "mail", "webchat")
    assert (every.first_reply.count, every.first_reply.within, every.waiting.count, every.waiting.within) == (
        2,
        2,
        3,
        2,
    )
    assert (chat.first_reply.half, chat.waiting.most, chat.waiting.within) == (4_000, 8_000, 1)
