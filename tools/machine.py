"""What tests need from the machine: PostgreSQL 15, Chromium, clamd, Dovecot. Root gets them, others are told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PARTS = {
    "postgresql-15": lambda: Path("/usr/lib/postgresql/15/bin/postgres").exists(),
    "chromium": lambda: bool(shutil.which("chromium") or shutil.which("chromium-browser")),
    "clamav-daemon": lambda: Path("/usr/sbin/clamd").exists(),
    "dovecot-imapd": lambda: Path("/usr/sbin/dovecot").exists(),
}


FASTER = {"chromium-headless-shell": lambda: Path("/usr/bin/chromium-headless-shell").exists()}
"""What makes tests faster, and is done without where it cannot be had."""


def main() -> int:
    """0 when everything needed is there, 2 and one line otherwise."""
    missing = [name for name, present in PARTS.items() if not present()]
    wished = [name for name, present in FASTER.items() if not present()]
    may = os.geteuid() == 0 and shutil.which("apt-get")
    if may and (missing or wished):
        print(f"installing {' and '.join([*missing, *wished])} for the tests", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL, check=False)
    if may and wished:
        _install(wished)
    order = ["apt-get", "install", "-y", *missing]
    if not missing or (may and _install(missing)):
        return 0
    print(f"tests need {' and '.join(missing)}: sudo {' '.join(order)}", file=sys.stderr)
    return 2


def _install(names: list[str]) -> bool:
    order, env = ["apt-get", "install", "-y", *names], {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(order, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, check=False)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
