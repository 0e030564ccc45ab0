"""A process of the bench that answers one line of JSON with one line of JSON, and ends with its standard input."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

STOP_SECONDS = 15.0


class WorkerFailed(Exception):
    """The process ended or answered with an error."""


class Worker:
    """`python -m MODULE`, asked by `ask`. A context manager: leaving it ends the process."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process = subprocess.Popen([sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def ask(self, do: str, **order: Any) -> dict[str, Any]:
        """Give one order and wait for its answer. Raises `WorkerFailed`."""
        self.tell(do, **order)
        return self.answer()

    def tell(self, do: str, **order: Any) -> None:
        """Give one order; its answer is taken with `answer`."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **order}).encode() + b"\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The next answer. Raises `WorkerFailed`."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise WorkerFailed(f"{self._module} ended with {self._process.wait()}")
        answer = json.loads(line)
        if "failed" in answer:
            raise WorkerFailed(f"{self._module}: {answer['failed']}")
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


async def orders() -> AsyncIterator[dict[str, Any]]:
    """Inside such a process: the orders, until standard input ends."""
    reader = asyncio.StreamReader(limit=2**26)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield json.loads(line)


def reply(**answer: Any) -> None:
    """Inside such a process: answer the order at hand."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
