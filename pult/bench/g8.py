"""G8: fan-out to 200 operators, the product's hub against bare picows, equal bytes, the same receiver."""

from __future__ import annotations

import json
from typing import Any

from pult.bench import fanout
from pult.bench.rows import Bound
from pult.bench.rules import Shape, median, run_trial, settle
from pult.bench.taking import Taken
from pult.bench.worker import Worker

SOCKETS = 200
WINDOW = 64
"""Messages that the publisher may be ahead of the receiver: far below the 256 frames at which a socket is too slow."""
WARM = 1.0
BOUND = Bound(0.6, at_least=True)
WHAT = "fan-out to 200 operators: deliveries/s ÷ bare picows broadcast of equal bytes"
HOW = (
    "hub level: the product's Hub, sessions and picows sockets behind uvicorn publish one entry at a time, as after a"
    " commit, without database; bare: one picows server that writes the same bytes to 200 sockets; the same receiver"
    " process, fresh processes each run"
)
_HELLO = '{"t":"hello","v":1,"auth":{"number":"NUMBER"}}'


class Fanout:
    """Runs one side and keeps what was seen beside the rate."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.frame = ""
        self.seen: dict[str, list[dict[str, Any]]] = {"bare": [], "pult": []}

    def bare(self) -> float:
        """Deliveries per second of bare picows. `pult` must have run once: it tells the frame."""
        with Worker("pult.bench.bare") as server, Worker("pult.bench.receiver") as receiver:
            server.ask("frame", frame=self.frame)
            return self._run("bare", server, receiver, path="/")

    def pult(self) -> float:
        """Deliveries per second of the product's hub."""
        with Worker("pult.bench.fanout") as server, Worker("pult.bench.receiver") as receiver:
            follow = json.dumps({"t": "sub", "id": fanout.STREAM})
            return self._run("pult", server, receiver, path=fanout.PATH, hello=_HELLO, follow=follow)

    def _run(self, side: str, server: Worker, receiver: Worker, **how: str) -> float:
        ports = server.ask("listen")
        receiver.ask("join", **ports, sockets=SOCKETS, origin="http://localhost", **how)
        server.ask("probe")
        probe = receiver.ask("probe")
        assert probe["equal"], "sockets got frames of different sizes"
        self.frame = self.frame or probe["payload"]
        assert len(self.frame.encode()) == len(probe["payload"].encode()), "the two sides send different sizes"
        receiver.ask("drain")
        before = receiver.ask("cpu")["cpu"]
        found = server.ask("publish", warm=WARM, seconds=self.shape.seconds, window=WINDOW)
        found["receiver_cpu"] = (receiver.ask("cpu")["cpu"] - before) / (self.shape.seconds + WARM)
        found["deliveries"] = found["per_s"] * SOCKETS
        self.seen[side].append(found)
        return found["deliveries"]

    def middle(self, side: str, name: str) -> float:
        """The median of one figure of one side."""
        return median([float(found[name]) for found in self.seen[side]])


def take(shape: Shape) -> list[Taken]:
    """The row."""
    fan = Fanout(shape)
    fan.pult()
    fan.seen["pult"].clear()
    trials = settle(shape.tries, lambda: run_trial(shape.pairs, base=fan.bare, value=fan.pult))
    detail: dict[str, Any] = {"how": HOW, "sockets": SOCKETS, "frame_bytes": len(fan.frame.encode())}
    detail["encodings_per_message"] = fan.middle("pult", "encodings")
    for side in ("bare", "pult"):
        detail[f"{side}_deliveries_per_s"] = fan.middle(side, "deliveries")
        detail[f"{side}_server_cpu_us_per_delivery"] = fan.middle(side, "cpu") / fan.middle(side, "deliveries") * 1e6
        detail[f"{side}_server_cores"] = fan.middle(side, "cpu")
        detail[f"{side}_receiver_cores"] = fan.middle(side, "receiver_cpu")
    return [Taken(id="G8", what=WHAT, bound=BOUND, trials=trials, detail=detail)]
