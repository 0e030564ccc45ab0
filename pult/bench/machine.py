"""What the machine says: its kind, how busy it is, how fast its disk commits, and what processes cost."""

from __future__ import annotations

import os
import platform
import sysconfig
import tempfile
import time
import timeit
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_TICK = os.sysconf("SC_CLK_TCK")


def kind(folder: Path) -> dict[str, Any]:
    """The facts recorded with every row; `folder` is where the database lies: its disk is measured, not named."""
    return {
        "processor": f"{platform.machine()}, {_model()}",
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "kernel": platform.release(),
        "fdatasync_per_s": round(fdatasync_rate(folder)),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "python": f"{platform.python_version()}, {_build()}",
    }


def _build() -> str:
    """Whose interpreter this is, and how fast: distributions optimise theirs with a profile."""
    whose = "the distribution's" if sysconfig.get_path("stdlib").startswith("/usr/lib/") else "built from source"
    best = min(
        timeit.repeat("for i in range(1000): d[i & 63] = f(i)", "d = {}\ndef f(i): return i + 1", number=200, repeat=5)
    )
    return f"{whose}, {0.2 / best:.1f} million calls a second"


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown"


def cores_shared() -> str:
    """How server, database and generator sit on the cores: nothing is pinned here, and the record says so."""
    return f"shared cores (server, PostgreSQL and load generator on the same {os.cpu_count()})"


def fdatasync_rate(folder: Path, *, seconds: float = 2.0) -> float:
    """8 KB writes with fdatasync that the folder's disk takes per second, one after another."""
    block = b"\0" * 8192
    with tempfile.TemporaryFile(dir=folder) as file:
        os.ftruncate(file.fileno(), len(block) * 1024)
        done, start = 0, time.perf_counter()
        while (passed := time.perf_counter() - start) < seconds:
            os.pwrite(file.fileno(), block, done % 1024 * len(block))
            os.fdatasync(file.fileno())
            done += 1
    return done / passed


def family(root: int) -> list[int]:
    """A process and all its descendants that live now."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name (state, parent, …); empty when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def cpu_seconds(root: int) -> float:
    """Processor time that a process, its living descendants and its collected children have used."""
    total = 0
    for pid in family(root):
        fields = _stat(pid)
        total += sum(int(x) for x in fields[11 : 15 if pid == root else 13])
    return total / _TICK


def pss_bytes(pids: Iterable[int]) -> int:
    """Proportional memory of processes: what they share is counted once, divided among those who share it."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total
