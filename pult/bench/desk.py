"""D2, D3 and what a day does to the desk: keys, incoming words, scrolling, memory; in Debian's Chromium."""

from __future__ import annotations

from typing import Any

from pult.bench import manytalks
from pult.bench.deskpage import DeskPage, desk
from pult.bench.house import House
from pult.bench.rows import Bound
from pult.bench.rules import Shape, median, quantile
from pult.bench.taking import Taken
from pult.bench.worker import Worker

TALKS = 10_000
LONG = 10_000
OPENINGS, INCOMING = 200, 300
FRAME_PIXELS = 400
"""Scrolled in one frame: a talk of ten thousand messages in half a minute, faster than a finger."""
SLOW_FRAME = 33.0
ROUNDS, ROUND_OPENINGS, ROUND_INCOMING = 8, 60, 500
WRITERS = 20
OPENED, SHOWN = Bound(100.0, at_least=False), Bound(50.0, at_least=False)
SMOOTH, GROWTH = Bound(55.0, at_least=True), Bound(1.3, at_least=False)
_HOW_OPENED = (
    "10 000 open talks in the database, all of them in the operator's queue; J to the next row, Enter; from the time"
    " that the browser put on the key to the end of the frame that has painted the talk's last words. p95 of each"
    " fifth of the openings; no talk is opened twice. Server, database and browser on the same cores"
)
_HOW_SHOWN = (
    "a visitor writes into the open talk; from the arrival of the socket's frame in the page, before any script of the"
    " desk has seen it, to the end of the frame that has painted the words: up to 16.7 ms of it are the wait for the"
    " screen. p95 of each fifth of the messages"
)
_HOW_SCROLL = (
    "an open talk of 10 000 messages, scrolled from its end to its beginning by 400 px a frame, older pages fetched as"
    " they are reached; frames a second of the median distance between two frames, whole way"
)
_HOW_MEMORY = (
    "eight rounds, each an hour of a busy day: 60 talks opened by keys, 500 messages come in from 20 visitors, every"
    " list is looked at, three searches; JavaScript in use after a forced collection, last round ÷ first"
)


def take(shape: Shape, *, house: House) -> list[Taken]:
    """The rows."""
    house.make_operator(role="admin")
    long = LONG // 10 if shape.quick else LONG
    manytalks.fill(house.database(), talks=TALKS, long=long)
    house.restart()  # what was written beside the doors, nobody was told of
    with Worker("pult.bench.sayer") as visitors:
        convs: list[str] = visitors.ask("open", count=WRITERS, **house.visitor_door())["convs"]
        with desk(house) as page:
            rows = [opened(shape, page=page), shown(shape, page=page, visitors=visitors, conv=convs[0])]
            rows.append(scrolled(page, messages=long))
        with desk(house) as page:
            rows.append(memory(shape, page=page, visitors=visitors))
    return rows


def opened(shape: Shape, *, page: DeskPage) -> Taken:
    """D2."""
    for _ in range(5):
        page.open_next()
    times = [page.open_next() for _ in range(60 if shape.quick else OPENINGS)]
    detail: dict[str, Any] = {"how": _HOW_OPENED, **_quantiles(times)}
    what = "key press → the talk's words on the screen, p95, with 10 000 open talks"
    return Taken(id="D2", what=what, unit="ms", bound=OPENED, samples=_p95s(times), detail=detail)


def shown(shape: Shape, *, page: DeskPage, visitors: Worker, conv: str) -> Taken:
    """D3."""
    page.open(conv)
    times: list[float] = []
    for number in range(40 if shape.quick else INCOMING):
        words = f"incoming {number:04d}"
        page.want(words)
        visitors.ask("say", texts=[words])
        seen = page.shown()
        times.append(seen["shown"] - seen["came"])
    detail: dict[str, Any] = {"how": _HOW_SHOWN, **_quantiles(times[5:])}
    what = "incoming message → on the desk's screen, beyond the socket, p95"
    return Taken(id="D3", what=what, unit="ms", bound=SHOWN, samples=_p95s(times[5:]), detail=detail)


def scrolled(page: DeskPage, *, messages: int) -> Taken:
    """Frames while a long talk is scrolled from end to end."""
    page.open("long1")
    frames = page.scroll(FRAME_PIXELS)
    detail: dict[str, Any] = {
        "how": _HOW_SCROLL,
        "messages": messages,
        "frames": len(frames),
        "median_frame_ms": median(frames),
        "p95_frame_ms": quantile(frames, 0.95),
        "longest_frame_ms": max(frames),
        "percent_of_frames_above_33_ms": 100 * sum(one > SLOW_FRAME for one in frames) / len(frames),
    }
    parts = [median(part) for part in _fifths(frames)]
    what = f"frames a second while a talk of {messages:,} messages is scrolled from end to end, median"
    rates = [1000 / one for one in parts]
    return Taken(id="D scroll", what=what, unit="frames/s", bound=SMOOTH, samples=rates, detail=detail)


def memory(shape: Shape, *, page: DeskPage, visitors: Worker) -> Taken:
    """The heap of a tab after a working day."""
    rounds, openings, incoming = (3, 15, 60) if shape.quick else (ROUNDS, ROUND_OPENINGS, ROUND_INCOMING)
    heaps: list[float] = []
    for number in range(rounds):
        for _ in range(openings):
            page.open_next()
        visitors.ask("say", texts=[f"hour {number}, message {one}" for one in range(incoming)])
        look_round(page)
        heaps.append(page.heap())
    growth = [heaps[-1] / heaps[0]]
    detail: dict[str, Any] = {"how": _HOW_MEMORY, "mb_after_each_round": [one / 1e6 for one in heaps]}
    what = "memory of a desk's tab after a day of eight busy hours ÷ after the first"
    return Taken(id="D memory", what=what, bound=GROWTH, samples=growth, detail=detail)


def look_round(page: DeskPage) -> None:
    """Every list and three searches; the queue is on the screen afterwards."""
    for words in ("visitor", "many12", "says"):
        page.search(words)
    for tab in ("mine", "all", "resolved", "queue"):
        page.show(tab)


def _p95s(times: list[float]) -> list[float]:
    """The p95 of each fifth, so that a spread can be seen."""
    return [quantile(part, 0.95) for part in _fifths(times)]


def _fifths(figures: list[float]) -> list[list[float]]:
    """Five parts in their order, for a spread. At least five figures."""
    size = len(figures) / 5
    return [figures[round(at * size) : round((at + 1) * size)] for at in range(5)]


def _quantiles(times: list[float]) -> dict[str, float]:
    return {
        "times": len(times),
        **{f"p{share:g}_ms": quantile(times, share / 100) for share in (50, 95, 99)},
        "longest_ms": max(times),
    }
