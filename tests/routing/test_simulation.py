"""The simulator: the rules themselves, a day in a moment, and Erlang C beside it."""

from __future__ import annotations

from fractions import Fraction
from math import factorial, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pult.kit.errors import Invalid
from pult.routing import arrivals, erlang, simulation, telling
from pult.routing.arrivals import Given, Rates
from pult.routing.rules import CHAT, Candidate, Choice, Talk
from pult.routing.simulation import Arrival, simulate
from pult.routing.staffing import Level, by_hour


def exact(places: int, load: Fraction) -> Fraction:
    """Erlang C as the textbooks write it, in fractions."""
    last = load**places / factorial(places) * places / (places - load)
    return last / (sum(load**k / factorial(k) for k in range(places)) + last)


@pytest.mark.parametrize(
    ("places", "load", "waiting"),
    [(1, 0.5, 1 / 2), (2, 1.0, 1 / 3), (3, 2.0, 4 / 9), (14, 10.0, 0.1741), (11, 10.0, 0.6821), (12, 10.0, 0.4494)],
)
def test_erlang_c_gives_what_the_tables_give(places: int, load: float, waiting: float) -> None:
    assert erlang.waiting(places, load) == pytest.approx(waiting, abs=1e-4)


def test_a_hundred_calls_in_half_an_hour_of_three_minutes_each_need_fourteen_people_for_the_classic_level() -> None:
    load, handling = 100 * 180 / 1800, 180
    assert erlang.mean_wait(14, load, handling) == pytest.approx(7.8, abs=0.05)
    assert erlang.service_level(14, load, handling, within=20) == pytest.approx(0.888, abs=0.001)
    assert erlang.needed(load, handling, within=20, share=0.8) == 14
    assert erlang.needed(load, handling, within=20, share=0.8, each=3) == 5


@given(st.integers(1, 60), st.integers(1, 99))
def test_erlang_c_is_exact_for_any_small_crew(places: int, percent: int) -> None:
    load = Fraction(places * percent, 100)
    assert erlang.waiting(places, float(load)) == pytest.approx(float(exact(places, load)), rel=1e-9)


def test_erlang_c_stays_sound_for_crews_whose_factorials_no_computer_holds() -> None:
    assert 0 < erlang.waiting(20_000, 19_900) < 1
    assert erlang.waiting(5, 5) == 1 and erlang.mean_wait(5, 5.5, 60) == inf
    assert erlang.service_level(5, 6, 60, within=20) == 0
    assert erlang.needed(0, 60, within=20, share=0.8) == 0
    assert erlang.needed(1e9, 60, within=20, share=0.8) is None


def test_a_small_day_by_hand() -> None:
    day = [Arrival(0, 100), Arrival(10, 50), Arrival(20, 30), Arrival(25, 5), Arrival(300, 10)]
    outcome = simulate(day, [CHAT, CHAT])
    assert list(outcome.waits) == [0, 0, 40, 65, 0]  # one ends at 60, then at 90; the last finds both free
    assert (outcome.waiting, outcome.mean, outcome.longest) == (0.4, 21, 2)
    assert outcome.within(40) == 0.8 and outcome.percentiles([0.5, 0.99]) == [0, 65]
    assert sum(one.talks for one in outcome.crew) == 5
    assert sum(one.used for one in outcome.crew) * outcome.seconds == pytest.approx(195)


def test_several_chats_at_once_of_one_person_count_as_places() -> None:
    day = [Arrival(at, 100) for at in (0, 1, 2, 3)]
    assert list(simulate(day, [3 * CHAT]).waits) == [0, 0, 0, 97]


def test_every_talk_is_given_by_the_rules_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def last(candidates: list[Candidate], talk: Talk) -> Choice | None:
        assert all(one.load + talk.weight <= one.limit for one in candidates)
        asked.append(len(candidates))
        one = candidates[-1]
        return Choice(id=one.id, rule="turn", load=one.load, limit=one.limit, of=len(candidates))

    monkeypatch.setattr(simulation, "choose", last)
    outcome = simulate([Arrival(at * 1000, 1) for at in range(20)], [CHAT] * 3)
    assert [one.talks for one in outcome.crew] != [7, 7, 6] and len(asked) == 20


def test_equal_people_are_loaded_equally() -> None:
    outcome = simulate(arrivals.steady(per_hour=200, handling=180, count=20_000, seed=5), [CHAT] * 14)
    assert outcome.spread < 0.1


@pytest.mark.parametrize(("people", "load"), [(3, 2.0), (14, 10.0)])
def test_chance_alone_waits_as_erlang_says(people: int, load: float) -> None:
    """Wide bounds: the bench does it with a million arrivals each."""
    per_hour = load * 3600 / 180
    outcome = simulate(arrivals.steady(per_hour=per_hour, handling=180, count=30_000, seed=3), [CHAT] * people)
    assert outcome.waiting == pytest.approx(erlang.waiting(people, load), rel=0.2)
    assert outcome.mean == pytest.approx(erlang.mean_wait(people, load, 180), rel=0.3)


def test_the_same_seed_is_the_same_day() -> None:
    days = [list(arrivals.steady(per_hour=60, handling=60, count=50, seed=seed)) for seed in (1, 1, 2)]
    assert days[0] == days[1] != days[2]


def test_handling_that_is_not_known_is_drawn_from_talks_like_it() -> None:
    known = [Given(at=3600 * 9, handling=60, topic="pay"), Given(at=3600 * 9, handling=500, topic="lost")]
    unknown = [Given(at=3600 * 9 + 5, topic="pay"), Given(at=3600 * 20, topic="pay"), Given(at=3600 * 9, topic="new")]
    made = arrivals.completed([*known, *unknown], mean=None, seed=1)
    assert [one.at for one in made] == sorted(one.at for one in made)
    assert [one.handling for one in made[-2:]] == [60, 60]
    assert {one.handling for one in made} == {60, 500}
    with pytest.raises(Invalid, match="--handling"):
        arrivals.completed(unknown, mean=None, seed=1)
    assert len(arrivals.completed(unknown, mean=90, seed=1)) == 3


def test_files_are_read_as_people_write_them() -> None:
    csv = "at, handling ,topic\n09:30,120,pay\n34205.5,,\n9:31:05,60,\n"
    assert arrivals.read(csv, name="day.csv") == [
        Given(at=34200, handling=120, topic="pay"),
        Given(at=34205.5),
        Given(at=34265, handling=60),
    ]
    assert arrivals.read('[{"at":"00:01"},{"at":5,"topic":"x"}]', name="x") == [Given(at=60), Given(at=5, topic="x")]
    assert arrivals.read('{"rates":{"9":40},"handling":200}', name="x") == Rates(rates={"9": 40}, handling=200)
    assert all(9 * 3600 <= one.at < 10 * 3600 for one in arrivals.by_rates({"9": 40.0}, seed=1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first line names the columns"),
        ("at,handling\n", "there is no talk in it"),
        ("when\n09:00\n", "the first line names the columns"),
        ("at\n25:61\n", "line 2: at looks like 09:30"),
        ("at\nnan\n", "line 2: at looks like"),
        ("at,handling\n09:00,-5\n", "line 2: handling is seconds"),
        ("at,handling\n09:00,inf\n", "line 2: handling is seconds"),
        ("at\n09:00,7\n", "line 2: there are more cells"),
        ("[]", "there is no talk in it"),
        ("[5]", "/0: a talk has at"),
        ('[{"at":"09:00"},{"at":true}]', "/1: at looks like"),
        ('[{"at":5,"more":1}]', "/0: a talk has at"),
        ('[{"at":5,"topic":1}]', "/0: a topic is text"),
        ("{", "this is no JSON"),
        ('{"rates":{}}', "nobody comes"),
        ('{"rates":{"24":1}}', "hours are 0 to 23"),
        ('{"rates":{"09":1}}', "hours are 0 to 23"),
        ('{"rates":{"9":-1}}', "a rate is talks an hour"),
        ('{"rates":{"9":1},"handling":0}', "handling is seconds"),
        ('{"rates":{"9":1},"people":3}', "/people"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_place_in_it(text: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        arrivals.read(text, name="day.csv")
    assert refused.value.detail.startswith("day.csv") and said in refused.value.detail
    assert "\n" not in refused.value.detail


def test_a_staffing_table_says_how_many_people_each_hour_needs() -> None:
    day = [Arrival(9 * 3600 + 18 * place, 180) for place in range(200)] + [Arrival(20 * 3600, 60)]
    rows = by_hour(day, [0.0] * 100 + [30.0] * 101, wanted=Level(share=0.8, within=20))
    assert [(one.hour, one.talks) for one in rows] == [(9, 200), (20, 1)]
    assert (rows[0].load, rows[0].people, rows[0].each_answers) == (10, 14, 20)
    assert (rows[0].waiting, rows[0].mean, rows[0].within) == (0.5, 15, 0.5)
    assert rows[1].people == 1


def test_an_overloaded_day_is_told_as_one_that_grows() -> None:
    day = [Arrival(float(at), 100) for at in range(50)]
    found = telling.report(
        simulate(day, [CHAT]), day=day, limits=[CHAT], names=["Anna"], level=Level(share=0.8, within=20)
    )
    assert found.erlang.mean is None and found.erlang.waiting == 1
    told = telling.text(found, staffing=True)
    assert "grows" in told and "Anna" in told and "people for 80%" in told
