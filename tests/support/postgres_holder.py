"""A process that holds an embedded server as `pult serve` does, so that tests can kill it.

    python -m tests.support.postgres_holder '{"data": …, "bin_dir": …, "user": …, "options": {…}}'

Prints one JSON line, `{"dsn", "pid", "adopted"}` or `{"refused"}`, and stops the server when its input ends.
Started as root with `user`, it becomes that user after its imports: the project may lie where only root can read.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pwd
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg

from pult.kit.errors import StartRefused
from pult.kit.postgres import cluster as postgres


def become(name: str) -> None:
    """Drop from root to an ordinary user, for good."""
    user = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


async def warm_up() -> None:
    """Use what Python imports only on first use, while this process may still read it."""
    await asyncio.to_thread(subprocess.run, ["/bin/true"], check=True)
    with contextlib.suppress(OSError):
        await asyncpg.connect("postgresql://pult@/pult?host=/nowhere")


async def hold(order: dict[str, Any]) -> None:
    """Start, tell, keep until the input ends, stop."""
    bin_dir = Path(order["bin_dir"]) if order.get("bin_dir") else None
    try:
        cluster = await postgres.start(
            Path(order["data"]),
            bin_dir=bin_dir,
            log=lambda line: print(line, file=sys.stderr, flush=True),
            options=order.get("options", {}),
        )
    except StartRefused as error:
        print(json.dumps({"refused": error.detail}), flush=True)
        return
    keeper = asyncio.create_task(cluster.keep())
    print(json.dumps({"dsn": cluster.dsn, "pid": cluster.pid, "adopted": cluster.adopted}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    keeper.cancel()
    await cluster.stop()


if __name__ == "__main__":
    words: dict[str, Any] = json.loads(sys.argv[1])
    if words.get("user"):
        asyncio.run(warm_up())
        become(words["user"])
    asyncio.run(hold(words))
