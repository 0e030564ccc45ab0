"""Places and holders for the tests of the embedded PostgreSQL."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pult.kit.postgres import postmaster
from pult.kit.postgres.account import Account
from pult.kit.postgres.folder import Folder
from tests.support import postgres as support
from tests.support.postgres import Flavour, Server

PROJECT = Path(__file__).parents[2]
ORDINARY = "nobody"
"""Whom root's tests become to be an ordinary user."""
WHO = ("root", "user") if os.geteuid() == 0 else ("user",)


class Holder:
    """A running `postgres_holder` and what it said first."""

    def __init__(self, process: subprocess.Popen[str], said: dict[str, Any]) -> None:
        self.process = process
        self.said = said

    @property
    def dsn(self) -> str:
        """Where its server listens; the test fails here when the start was refused."""
        assert "dsn" in self.said, self.said
        return str(self.said["dsn"])

    @property
    def server_pid(self) -> int:
        """Process number of its server."""
        assert "pid" in self.said, self.said
        return int(self.said["pid"])

    def kill(self) -> None:
        """End it without any chance to clean up."""
        self.process.kill()
        self.process.communicate()

    def stop(self) -> None:
        """End it as a person would, and wait until it is gone."""
        self.process.communicate(timeout=60)


class Place:
    """A data folder, who uses it and with which programs."""

    def __init__(self, *, who: str, bin_dir: Path | None) -> None:
        self.base = support.folder()
        self.data = self.base / "data"
        self.bin_dir = bin_dir
        self.user = ORDINARY if who == "user" and os.geteuid() == 0 else None
        self._processes: list[subprocess.Popen[str]] = []
        if self.user:
            os.chown(self.base, pwd.getpwnam(self.user).pw_uid, -1)

    def start(
        self, *, data: Path | None = None, env: Mapping[str, str] | None = None, bin_dir: Path | None = None
    ) -> Holder:
        """Start a holder and wait for its first line."""
        order = {
            "data": str(data or self.data),
            "bin_dir": str(bin_dir or self.bin_dir or ""),
            "user": self.user,
            "options": dict(support.QUICK),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.postgres_holder", json.dumps(order)],
            cwd=PROJECT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            text=True,
        )
        self._processes.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        return Holder(process, json.loads(line))

    def refusal(self, **how: Any) -> str:
        """The reason of a start that must be refused."""
        return str(self.start(**how).said["refused"])

    def clean(self) -> None:
        """End whatever the test left running and remove the folder."""
        for process in self._processes:
            process.kill()
            process.communicate()
        for cluster in self.base.rglob("cluster"):
            account = Account(name="", uid=cluster.stat().st_uid, gid=0, switch=False)
            left = postmaster.find(Folder(root=cluster.parent, account=account))
            if left is not None:
                os.kill(left.pid, signal.SIGQUIT)
        shutil.rmtree(self.base, ignore_errors=True)


@pytest.fixture(params=[(who, flavour) for who in WHO for flavour in support.FLAVOURS], ids="-".join)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A data folder: as root and as an ordinary user, with the wheel's server and with Debian's 15."""
    who, flavour = request.param
    made = Place(who=who, bin_dir=_programs(request, who=who, flavour=flavour))
    yield made
    made.clean()


@pytest.fixture(params=WHO)
def wheel_place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """The same with the wheel's server alone, for what does not depend on the version."""
    made = Place(who=request.param, bin_dir=_programs(request, who=request.param, flavour="18"))
    yield made
    made.clean()


def _programs(request: pytest.FixtureRequest, *, who: str, flavour: Flavour) -> Path | None:
    if flavour == "18" and who == "user" and os.geteuid() == 0:
        server: Server = request.getfixturevalue("postgres_18")
        # The wheel may lie where only root can read; root's own server works from a copy that everybody can.
        return next((server.data / "postgres").glob("binaries-*/*/pginstall/bin"))
    return support.bin_dir(flavour)
