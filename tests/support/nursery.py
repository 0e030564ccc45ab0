"""Processes of Pult that start at once: one process has read the program in, and forks for each that is wanted.

A test starts a hundred servers, and reading the program in is most of what a start costs. A forked one has an
environment, words, output and a process id of its own, can be killed like any other, and dies with the tests.
"""

from __future__ import annotations

import array
import asyncio
import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

PROJECT = Path(__file__).parents[2]
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)
_MOST = 262_144


def die_with_parent() -> None:
    """Nothing outlives the tests."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Child:
    """A forked process; the part of `asyncio.subprocess.Process` that tests use."""

    def __init__(self, stdout: asyncio.StreamReader, status: asyncio.StreamReader) -> None:
        self.stdout, self._status = stdout, status
        self.pid = 0
        self.returncode: int | None = None

    async def begun(self) -> None:
        """Wait until it has a number."""
        line = await self._status.readline()
        if not line:
            raise ChildProcessError("the nursery has ended")
        self.pid = int(line)

    async def wait(self) -> int:
        """Wait for its end; the exit code (negative: the signal)."""
        line = await self._status.readline()
        self.returncode = int(line) if line else -int(signal.SIGKILL)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """As to any other process."""
        os.kill(self.pid, number)


_line: socket.socket | None = None


async def fork(words: Sequence[str], env: Mapping[str, str]) -> Child:
    """A `pult` with these words and this environment; its output comes by `stdout`."""
    out, status = os.pipe(), os.pipe()
    child = Child(await _reader(out[0]), await _reader(status[0]))
    request = json.dumps([list(words), dict(env)]).encode()
    try:
        ends = array.array("i", [out[1], status[1]])
        _nursery().sendmsg([request], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, ends)])
    finally:
        os.close(out[1])
        os.close(status[1])
    await child.begun()
    return child


async def _reader(end: int) -> asyncio.StreamReader:
    stream = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stream)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(end, "rb", buffering=0))
    return stream


def _nursery() -> socket.socket:
    """The line to it; it is started when first wanted, and ends with this process."""
    global _line
    if _line is None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        subprocess.Popen(
            [sys.executable, "-u", "-m", "tests.support.nursery", str(theirs.fileno())],
            cwd=PROJECT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
        )
        theirs.close()
        _line = ours
    return _line


def serve(line: socket.socket) -> NoReturn:
    """Fork for each request; tell each one's number and end through its own pipe."""
    import pult.cli
    import pult.demo.company
    import pult.serving

    assert pult.cli and pult.demo.company and pult.serving
    gc.freeze()
    woken, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    ends: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([line, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _reap(ends)
        if line in ready:
            request, ancillary, _, _ = line.recvmsg(_MOST, socket.CMSG_SPACE(2 * 4))
            if not request:
                os._exit(0)
            out, status = array.array("i", ancillary[0][2])
            pid = os.fork()
            if pid == 0:
                for fd in (line.fileno(), woken, waker, status, *ends.values()):
                    os.close(fd)
                _become(json.loads(request), out)
            os.close(out)
            ends[pid] = status
            _tell(status, pid)


def _reap(ends: dict[int, int]) -> None:
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            pid, state = found
            _tell(ends[pid], os.waitstatus_to_exitcode(state))
            os.close(ends.pop(pid))


def _tell(end: int, number: int) -> None:
    with contextlib.suppress(BrokenPipeError):
        os.write(end, b"%d\n" % number)


def _become(request: list[Any], out: int) -> NoReturn:
    """From here on it is a `pult` like any other."""
    words, env = request
    die_with_parent()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.close(out)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["pult", *words]
    from pult.cli import main
    from pult.kit import points

    importlib.reload(points)  # the one thing that looks at the environment while it is read in
    code = 1
    try:
        code = main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
