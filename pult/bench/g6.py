"""G6: memory of an idle, authenticated, subscribed visitor's connection against a connection of bare picows."""

from __future__ import annotations

import time
from typing import Any

from pult.bench.house import House
from pult.bench.machine import pss_bytes
from pult.bench.rows import Bound
from pult.bench.rules import Shape, median, run_trial, settle
from pult.bench.taking import Taken
from pult.bench.worker import Worker

SOCKETS = 5000
WARM_SOCKETS = 1000
"""Open at the first look already: they fill what a start leaves free in the heap; each later one shows whole."""
BOUND = Bound(1.5, at_least=False)
WHAT = "PSS per idle, authenticated, subscribed visitor connection ÷ bare picows (2 KB read buffer)"
HOW = (
    "PSS of the server's process with 6 000 sockets less with 1 000, by 5 000; fresh server processes each run; a"
    " browser's headers; each visitor follows its own talk; bare: ws_create_server(use_aiofastnet=False) on uvloop"
)


class Idle:
    """Opens the same number of sockets at either side and weighs the server."""

    def __init__(self, shape: Shape, *, house: House, generator: Worker) -> None:
        self.shape, self.house, self.generator = shape, house, generator
        self.count = SOCKETS if not shape.quick else 2000
        self.seen: dict[str, list[float]] = {"bare": [], "pult": []}

    def bare(self) -> float:
        """Bytes per connection of bare picows."""
        with Worker("pult.bench.bare") as server:
            port = server.ask("listen")["port"]
            return self._weigh(
                "bare", server.pid, url=f"ws://127.0.0.1:{port}/", origin="http://localhost", visitors=False
            )

    def pult(self) -> float:
        """Bytes per connection of the product; its server is a new process."""
        self.house.restart()
        return self._weigh("pult", self.house.pid, **self.house.visitor_door(), visitors=True)

    def _weigh(self, side: str, pid: int, **door: Any) -> float:
        self.generator.ask("open", count=WARM_SOCKETS, **door)
        time.sleep(2.0)
        before = pss_bytes([pid])
        self.generator.ask("open", count=self.count, **door)
        time.sleep(self.shape.seconds)
        after = pss_bytes([pid])
        alive = self.generator.ask("alive")["open"]
        assert alive == self.count + WARM_SOCKETS, f"only {alive} connections lived"
        self.generator.ask("close")
        self.seen[side].append((after - before) / self.count)
        return self.seen[side][-1]


def take(shape: Shape, *, house: House) -> list[Taken]:
    """The row."""
    with Worker("pult.bench.idle") as generator:
        idle = Idle(shape, house=house, generator=generator)
        generator.ask("begin", count=idle.count + WARM_SOCKETS, **house.visitor_door())
        trials = settle(shape.tries, lambda: run_trial(shape.pairs, base=idle.bare, value=idle.pult))
    detail = {"how": HOW, "connections": idle.count}
    detail |= {f"{side}_bytes_per_connection": median(seen) for side, seen in idle.seen.items()}
    return [Taken(id="G6", what=WHAT, bound=BOUND, trials=trials, detail=detail)]
