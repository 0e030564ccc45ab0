"""Whose turn it is: the least loaded for her limit, then who has waited longest; nobody above her limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pult.routing.rules import CHAT, Candidate, Talk, choose

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def one(id: int, load: int = 0, limit: int = 5, minutes: int | None = 0) -> Candidate:
    since = None if minutes is None else NOON + timedelta(minutes=minutes)
    return Candidate(id=id, load=load * CHAT, limit=limit * CHAT, since=since)


@pytest.mark.parametrize(
    ("people", "chosen", "rule"),
    [
        ([], None, None),
        ([one(1, 5)], None, None),
        ([one(1, 4)], 1, "only"),
        ([one(1, 2), one(2, 1)], 2, "load"),
        ([one(1, 1, limit=2), one(2, 2, limit=5)], 2, "load"),
        ([one(1, minutes=5), one(2, minutes=3)], 2, "idle"),
        ([one(1, minutes=5), one(2, minutes=None)], 2, "idle"),
        ([one(2), one(1)], 1, "turn"),
        ([one(1, 5), one(2, 4)], 2, "only"),
    ],
)
def test_the_least_loaded_then_the_longest_idle_then_by_turn(
    people: list[Candidate], chosen: int | None, rule: str | None
) -> None:
    choice = choose(people, Talk())
    assert (choice.id if choice else None, choice.rule if choice else None) == (chosen, rule)


def test_who_gave_it_away_does_not_get_it_back_at_once() -> None:
    people = [one(1), one(2, 3)]
    choice = choose(people, Talk(not_to=frozenset({1})))
    assert choice is not None and (choice.id, choice.of) == (2, 1)
    assert choose(people[:1], Talk(not_to=frozenset({1}))) is None


people_of_all_kinds = st.lists(
    st.builds(
        one,
        st.integers(1, 1000),
        st.integers(0, 6),
        st.integers(1, 6),
        st.none() | st.integers(-600, 600),
    ),
    unique_by=lambda candidate: candidate.id,
    max_size=12,
)


@given(people_of_all_kinds, st.sets(st.integers(1, 1000), max_size=4), st.randoms())
def test_nobody_is_chosen_above_her_limit_nobody_with_room_is_passed_over(
    people: list[Candidate], not_to: set[int], rng: object
) -> None:
    talk = Talk(not_to=frozenset(not_to))
    choice = choose(people, talk)
    room = [person for person in people if person.load + CHAT <= person.limit and person.id not in not_to]
    assert (choice is None) == (not room)
    if choice is None:
        return
    chosen = next(person for person in people if person.id == choice.id)
    assert chosen in room and choice.of == len(room)
    least = min(Fraction(person.load, person.limit) for person in room)
    assert Fraction(chosen.load, chosen.limit) == least
    equals = [person for person in room if Fraction(person.load, person.limit) == least]
    assert all(chosen.since is None or (person.since or NOON) >= chosen.since for person in equals if person.since)
    # In whatever order they are read: two nodes choose alike.
    assert choose(list(reversed(people)), talk) == choice


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.integers(1, 40))
def test_a_day_of_talks_fills_everybody_evenly_and_none_too_much(limits: list[int], talks: int) -> None:
    people = [one(number, limit=limit, minutes=None) for number, limit in enumerate(limits, 1)]
    for minute in range(talks):
        choice = choose(people, Talk())
        if choice is None:
            assert all(person.load == person.limit for person in people)
            return
        people = [
            Candidate(id=person.id, load=person.load + CHAT, limit=person.limit, since=NOON + timedelta(minutes=minute))
            if person.id == choice.id
            else person
            for person in people
        ]
        shares = [Fraction(person.load, person.limit) for person in people]
        steps = [Fraction(CHAT, person.limit) for person in people]
        # Nobody stands higher above another than one talk of her own lifts her.
        assert max(share - step for share, step in zip(shares, steps, strict=True)) <= min(shares)
