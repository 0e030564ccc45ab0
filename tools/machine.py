"""What tests need from the machine: Debian's PostgreSQL 15, Chromium, clamd. Root gets them, others are told."""

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
}


def main() -> int:
    """0 when everything is there, 2 and one line otherwise."""
    missing = [name for name, present in PARTS.items() if not present()]
    if not missing:
        return 0
    order = ["apt-get", "install", "-y", *missing]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"installing {' and '.join(missing)} for the tests", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL, check=False)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if subprocess.run(order, stdout=subprocess.DEVNULL, env=env, check=False).returncode == 0:
            return 0
    print(f"tests need {' and '.join(missing)}: sudo {' '.join(order)}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
