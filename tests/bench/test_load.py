"""What the load generator counts: a message is done when it is acked and seen, whatever comes first."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest

from pult.bench.client import cids, new_key
from pult.bench.fanout import FIRST, fragment
from pult.bench.g1 import fastest
from pult.bench.ground import Costs
from pult.bench.machine import cpu_seconds, family, pss_bytes
from pult.bench.visitors import Desk, Load, Tab, Talk


def _talk(load: Load) -> tuple[Talk, Tab]:
    talk = load.by_stream["c:one"] = Talk()
    return talk, Tab(load, talk)


def _ack(load: Load, tab: Tab, cid: bytes) -> None:
    tab.sent[cid] = 0.0
    load.sent += 1
    tab.received(b'{"t":"ack","cid":"%s","conv":"one","n":1,"at":1}' % cid)


def _event(load: Load, number: int) -> None:
    Desk(load).received(b'{"t":"ev","id":"c:one","e":[{"n":%d,"p":%d,"kind":"message"}]}' % (number, number))


def test_an_ack_alone_is_not_done_and_neither_is_an_event_alone() -> None:
    load = Load()
    talk, tab = _talk(load)
    cid = load.cid()
    _ack(load, tab, cid)
    assert (load.done, list(load.idle)) == (0, [])
    _event(load, 1)
    assert (load.done, list(load.idle)) == (1, [tab])
    _event(load, 2)
    assert (load.done, talk.seen) == (1, 2)
    _ack(load, tab, load.cid())
    assert (load.done, load.sent, load.why) == (2, 2, None)


@pytest.mark.parametrize("numbers", [(1, 1), (1, 3), (2,)])
def test_a_doubled_lost_or_disordered_event_makes_the_run_worthless(numbers: tuple[int, ...]) -> None:
    load = Load()
    _talk(load)
    for number in numbers:
        _event(load, number)
    assert load.why is not None
    assert "lost, doubled or out of order" in load.why


def test_a_refusal_makes_the_run_worthless() -> None:
    load = Load()
    _, tab = _talk(load)
    tab.received(b'{"t":"error","code":"busy","detail":"","retry_ms":1000}')
    assert load.why is not None
    assert "busy" in load.why


def test_ids_are_version_7_ascending_and_never_the_same() -> None:
    make = cids()
    made = [make() for _ in range(70_000)]
    assert len(set(made)) == len(made)
    assert made == sorted(made)
    assert {UUID(cid).version for cid in made[::1000]} == {7}
    assert make()[-8:] != cids()()[-8:]
    assert len(new_key()) == 43


def test_every_published_entry_has_the_same_length() -> None:
    assert len(fragment(FIRST + 1)) == len(fragment(FIRST + 99_999_999))
    assert msgspec.json.decode(fragment(FIRST))["n"] == FIRST


def test_the_fastest_load_whose_p99_holds_is_measured_and_else_the_one_that_comes_nearest() -> None:
    slow, good, fast = {"per_s": 500, "p99_ms": 20.0}, {"per_s": 900, "p99_ms": 90.0}, {"per_s": 950, "p99_ms": 96.0}
    assert fastest({60: slow, 250: good, 1000: fast}) == 250
    assert fastest({250: fast, 1000: {"per_s": 2000, "p99_ms": 400.0}}) == 250


def test_costs_are_told_per_message_and_per_second() -> None:
    before, after = Costs(1, 2, 10.0, 20.0, 100), Costs(1, 2, 12.0, 21.0, 150)
    assert before.since(after, messages=1000, seconds=4.0) == {
        "server_cores": 0.5,
        "postgres_cores": 0.25,
        "server_us": pytest.approx(2000),
        "postgres_us": pytest.approx(1000),
        "messages_per_commit": 20.0,
    }


def test_a_process_has_weight_and_costs_time_and_one_that_is_gone_has_none() -> None:
    import os

    assert os.getpid() in family(os.getpid())
    assert pss_bytes([os.getpid()]) > 1_000_000
    assert cpu_seconds(os.getpid()) > 0
    assert pss_bytes([2**22 + 1]) == 0
    assert cpu_seconds(2**22 + 1) == 0
