"""The ring of the last events: dense or nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pult.journal.ring import EVENTS, SECONDS, Ring


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def events(*numbers: int) -> list[tuple[int, bytes]]:
    return [(number, b"%d" % number) for number in numbers]


def test_what_it_holds_it_holds_whole() -> None:
    ring = Ring()
    ring.add("a", events(5, 6, 7))
    assert ring.after("a", 4, 7) == events(5, 6, 7)
    assert ring.after("a", 5, 6) == events(6)
    assert ring.after("a", 7, 7) == []
    assert ring.after("a", 3, 7) is None, "4 is not there"
    assert ring.after("a", 6, 8) is None, "8 is not there yet"
    assert ring.after("b", 0, 1) is None
    assert ring.after("b", 3, 3) == []


def test_repeats_are_ignored_and_a_hole_starts_anew() -> None:
    ring = Ring()
    ring.add("a", events(1, 2, 2, 1, 3))
    assert ring.after("a", 0, 3) == events(1, 2, 3)
    ring.add("a", events(5, 6))
    assert ring.after("a", 3, 6) is None and ring.after("a", 2, 3) is None
    assert ring.after("a", 4, 6) == events(5, 6)


def test_it_forgets_by_number_and_by_age() -> None:
    clock = Clock()
    ring = Ring(clock=clock)
    for number in range(1, 3 * EVENTS + 1):
        ring.add("a", events(number))
        oldest = max(0, number - EVENTS)
        assert ring.after("a", oldest, number) == events(*range(oldest + 1, number + 1))
    assert ring.after("a", 0, 3 * EVENTS) is None
    clock.now += SECONDS + 1
    assert ring.after("a", 3 * EVENTS - 1, 3 * EVENTS) is None
    ring.add("a", events(3 * EVENTS + 1))
    assert ring.after("a", 3 * EVENTS, 3 * EVENTS + 1) == events(3 * EVENTS + 1)


def test_the_least_used_topic_goes_first_when_memory_ends() -> None:
    ring = Ring(budget=850)
    for number in range(1, 6):
        ring.add("old", events(number))
        ring.add("new", events(number))
    for number in range(6, 12):
        ring.add("new", events(number))
    assert ring.after("old", 0, 5) is None
    assert ring.after("new", 0, 11) == events(*range(1, 12))


def test_a_topic_whose_past_changed_is_forgotten() -> None:
    ring = Ring()
    ring.add("a", events(1, 2))
    ring.forget("a")
    ring.forget("a")
    assert ring.after("a", 1, 2) is None
    ring.add("a", events(3))
    assert ring.after("a", 2, 3) == events(3)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.lists(st.integers(1, 40), min_size=1, max_size=5))),
    st.integers(300, 2500),
)
def test_whatever_is_added_an_answer_is_the_whole_range_or_none(
    added: list[tuple[str, list[int]]], budget: int
) -> None:
    ring = Ring(budget=budget)
    for topic, numbers in added:
        ring.add(topic, events(*numbers))
    for topic in "abc":
        for after in range(41):
            for top in range(after, 41):
                found = ring.after(topic, after, top)
                assert found is None or found == events(*range(after + 1, top + 1))
