"""Brackets for who waits: honest by construction, hidden when little is known."""

from __future__ import annotations

import random
from math import comb

import pytest

from pult.routing.forecast import BRACKETS, FEWEST, KEEP, MOST, OLDEST, SURE, Pace, Queue, Turn, beta


def busy(taken: int, *, seconds: float, at: float = 0.0, left: int = 0, waited: float = 0.0) -> Pace:
    """A queue from which somebody was taken every so many seconds."""
    pace = Pace()
    for number in range(taken):
        pace.add(Turn(at + number * seconds, seconds, 1, left if number == 0 else 0, waited if number == 0 else 0.0))
    return pace


def test_no_bracket_is_wider_than_is_allowed() -> None:
    for low, high in BRACKETS:
        assert high - low <= 30 or high <= 2 * low


@pytest.mark.parametrize(("a", "b", "x"), [(1, 10, 0.2), (3, 7, 0.5), (12, 40, 0.3), (60, 20, 0.8), (2, 2, 0.999)])
def test_the_beta_function_is_the_binomial_sum_it_stands_for(a: int, b: int, x: float) -> None:
    n = a + b - 1
    exact = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert beta(a, b, x) == pytest.approx(exact, rel=1e-9)
    assert (beta(a, b, 0), beta(a, b, 1)) == (0, 1)


def test_of_few_nothing_is_shown() -> None:
    assert busy(FEWEST - 1, seconds=5).bracket(1) is None
    assert busy(FEWEST, seconds=5).bracket(1) == (0, 30)
    assert Pace().bracket(1) is None


def test_a_quick_queue_is_told_and_a_slow_one_is_not() -> None:
    assert busy(MOST, seconds=8).bracket(1) == (0, 30)
    assert busy(MOST, seconds=60).bracket(1) is None, "the next of a slow queue is anybody's guess"
    assert busy(MOST, seconds=3).bracket(60) == (120, 240)
    assert busy(MOST, seconds=10).bracket(40) == (300, 600)


def test_what_is_shown_stays_as_long_as_it_is_good() -> None:
    pace = busy(MOST, seconds=10)
    for place in range(60, 30, -1):
        for shown in BRACKETS:
            kept = pace.bracket(place, shown) == shown
            assert kept or pace.chance(place, shown) < KEEP
        found = pace.bracket(place)
        assert found is None or pace.chance(place, found) >= SURE


def test_what_is_old_or_more_than_enough_is_forgotten() -> None:
    pace = busy(MOST * 3, seconds=5)
    assert MOST <= pace.taken <= MOST + 1
    pace.forget(MOST * 15 + OLDEST + 1)
    assert (pace.taken, pace.busy) == (0, 0) and pace.bracket(1) is None


def test_a_standstill_is_not_told_as_speed() -> None:
    pace = busy(20, seconds=5)
    assert pace.bracket(1) is not None
    for second in range(600):
        pace.add(Turn(100.0 + second, 1, 0, 0, 5))
    assert pace.bracket(1) is None


def test_who_leaves_by_himself_makes_the_way_shorter_for_those_behind() -> None:
    steady, leaving = busy(MOST, seconds=10), busy(MOST, seconds=10, left=60, waited=60 * 600.0)
    assert leaving.chance(40, (300, 600)) < steady.chance(40, (300, 600))
    assert leaving.chance(40, (180, 360)) > steady.chance(40, (180, 360))


def test_only_a_busy_queue_teaches() -> None:
    queue = Queue()
    queue.look(0, [], taken=0, left=0)
    queue.look(50, [1, 2], taken=0, left=0)
    assert queue.missing([2, 3]) == [1]
    queue.look(60, [2, 3], taken=1, left=0)
    assert (queue.pace.busy, queue.pace.taken, queue.pace.waited) == (10, 1, 20)
    queue.look(70, [], taken=1, left=1)
    queue.look(500, [], taken=0, left=0)
    assert (queue.pace.busy, queue.pace.taken, queue.pace.left) == (20, 2, 1)


def test_three_of_four_waits_lie_in_the_bracket_that_was_shown() -> None:
    """By chance alone, at any speed and place; the bench does it with whole days."""
    chance = random.Random(4)
    right = told = 0
    for _ in range(400):
        rate = chance.uniform(0.02, 0.5)
        pace, at = Pace(), 0.0
        while pace.taken < 40:
            gap = chance.expovariate(rate)
            at += gap
            pace.add(Turn(at, gap, 1, 0, 0))
        place = chance.randint(1, 60)
        found = pace.bracket(place)
        if found is not None:
            told += 1
            right += found[0] <= sum(chance.expovariate(rate) for _ in range(place)) <= found[1]
    assert told >= 100 and right / told >= 0.75, (right, told)
