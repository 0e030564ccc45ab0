"""Whose turn it is: the least loaded for her limit, then who has waited longest; nobody above her limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pult.kit.errors import Conflict
from pult.routing.rules import CHAT, Candidate, Limits, Need, Strategy, Talk, choose, deal
from pult.routing.skills_rules import check_deputy, stand_ins

STRATEGIES: list[Strategy] = ["load", "idle", "turn", "skill"]
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


FREE, SKILLED = Talk(), Talk(needs=(Need("English", 40),))


def knows(id: int, level: int, *, load: int = 0, minutes: int = 0) -> Candidate:
    skills = {"English": level} if level else {}
    return Candidate(id=id, load=load * CHAT, limit=5 * CHAT, since=NOON + timedelta(minutes=minutes), skills=skills)


@pytest.mark.parametrize(
    ("strategy", "chosen", "rule"),
    [("load", 1, "load"), ("idle", 2, "idle"), ("turn", 3, "turn"), ("skill", 2, "skill")],
)
def test_each_strategy_has_its_own_order(strategy: Strategy, chosen: int, rule: str) -> None:
    people = [
        Candidate(id=1, load=0, limit=500, since=NOON, given=NOON, skills={"English": 50}),
        Candidate(id=2, load=300, limit=500, since=NOON - timedelta(hours=1), given=NOON, skills={"English": 90}),
        Candidate(id=3, load=300, limit=500, since=NOON, given=NOON - timedelta(hours=2), skills={"English": 40}),
    ]
    choice = choose(people, SKILLED, strategy=strategy)
    assert choice is not None and (choice.id, choice.rule, choice.skills) == (chosen, rule, ("English",))


def test_who_comes_first_for_a_person_comes_before_every_strategy_but_never_above_her_limit() -> None:
    people = [one(1), one(2, 4), one(3, 5), one(4, 3)]
    talk = Talk(first=(("manager", 3), ("deputy", 2), ("last", 4)), needs=(Need("English"),))
    choice = choose(people, talk)
    assert choice is not None and (choice.id, choice.rule, choice.relaxed) == (2, "deputy", ("English",))
    choice = choose([person for person in people if person.id != 2], talk)
    assert choice is not None and (choice.id, choice.rule) == (4, "last")
    choice = choose(people, Talk(first=(("manager", 2),), not_to=frozenset({2})))
    assert choice is not None and (choice.id, choice.rule) == (1, "load"), "whom it was taken from is not first again"


def test_a_skill_that_nobody_has_is_waited_for_and_then_let_go() -> None:
    people = [knows(1, 0), knows(2, 39)]
    assert choose(people, SKILLED) is None
    late = Talk(needs=SKILLED.needs, relaxed=True)
    choice = choose(people, late)
    assert choice is not None and (choice.id, choice.skills, choice.relaxed) == (1, (), ("English",))
    choice = choose([*people, knows(3, 40, load=4)], late)
    assert choice is not None and (choice.id, choice.relaxed) == (3, ()), "who knows comes first even then"


def test_limits_of_a_team_and_of_sites_stop_who_is_over_them_alone() -> None:
    people = [one(1), one(2)]
    talks = [(number, Talk(site=number % 2)) for number in range(8)]
    dealt = deal(people, talks, now=NOON, limits=Limits(each=3, sites={0: 1}))
    assert [key for key, _ in dealt] == [0, 1, 3, 5, 7]
    assert len(deal(people, talks, now=NOON, limits=Limits(team=3))) == 3
    assert [choice.id for _, choice in deal(people, talks, now=NOON, limits=Limits(each=1))] == [1, 2]


@given(people_of_all_kinds, st.lists(st.sampled_from([20, 50, 100]), max_size=40), st.sampled_from(STRATEGIES))
def test_dealt_in_order_nobody_above_and_nobody_waits_who_could_be_answered(
    people: list[Candidate], weights: list[int], strategy: Strategy
) -> None:
    talks = [(number, Talk(weight=weight)) for number, weight in enumerate(weights)]
    dealt = deal(people, talks, now=NOON, strategy=strategy)
    assert [key for key, _ in dealt] == sorted(key for key, _ in dealt)
    room = {person.id: person.limit - person.load for person in people}
    given_to = dict(dealt)
    for number, weight in enumerate(weights):
        choice = given_to.get(number)
        if choice is None:
            assert all(left < weight for left in room.values())
        else:
            room[choice.id] -= weight
            assert room[choice.id] >= 0


@pytest.mark.parametrize("strategy", ["load", "idle", "turn"])
@given(st.integers(2, 12), st.integers(1, 5))
def test_equal_operators_are_used_equally(strategy: Strategy, count: int, rounds: int) -> None:
    people = [one(number, limit=1000, minutes=None) for number in range(1, count + 1)]
    talks = [(number, Talk()) for number in range(count * rounds)]
    times = [NOON + timedelta(minutes=number) for number in range(len(talks))]
    given_to: list[int] = []
    for talk, at in zip(talks, times, strict=True):
        ((_, choice),) = deal(people, [talk], now=at, strategy=strategy)
        given_to.append(choice.id)
        people = [
            Candidate(id=person.id, load=person.load + CHAT, limit=person.limit, since=at, given=at)
            if person.id == choice.id
            else person
            for person in people
        ]
    assert {given_to.count(person.id) for person in people} == {rounds}


def test_a_circle_of_deputies_ends_where_it_closes_and_is_refused() -> None:
    assert stand_ins({1: 2, 2: 3, 3: 1}, 1) == [2, 3, 1]
    assert stand_ins({1: 2}, 5) == []
    for deputies, operator, deputy in (({}, 1, 1), ({2: 1}, 1, 2), ({2: 3, 3: 1}, 1, 2)):
        with pytest.raises(Conflict) as refused:
            check_deputy(deputies, operator, deputy)
        assert refused.value.code == "deputy_circle"
    check_deputy({2: 3}, 1, 2)
