"""Takes each defence away, one after another, in a copy of the tree, and sees whether a test notices.

.venv/bin/python -m tools.mutations [ROW …]           all of tests/attacks/mutations*.toml, or those of these rows
.venv/bin/python -m tools.mutations --record [ROW …]  and write what came of each into docs/attacks.md; the rest stays
.venv/bin/python -m tools.mutations --record --missing  only those of which docs/attacks.md does not tell yet

The exit code is 1 when one goes unnoticed, 2 when the table has grown stale. Not part of `make test`: it takes minutes.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools import node

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "attacks" / "mutations.toml"
PAGE = ROOT / "docs" / "attacks.md"
MARKS = ("<!-- mutations: made by `make mutations` -->", "<!-- end of mutations -->")
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "dist", "__pycache__", ".*_cache", "*.tsbuildinfo"
)
SECONDS = 240.0


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """One defence: where it stands, what stands there instead, and the test that must then fail."""

    row: str
    defence: str
    file: str
    old: str
    new: str
    test: str

    @property
    def is_web(self) -> bool:
        """It has to be built before a browser sees it."""
        return self.file.startswith("web/")

    def stale(self, root: Path) -> str | None:
        """Why this line of the table no longer says anything; None: it does."""
        path, _, name = self.test.partition("::")
        text = (root / self.file).read_text(encoding="utf-8") if (root / self.file).exists() else ""
        if (times := text.count(self.old)) != 1:
            return f"{self.row} «{self.defence}»: its text stands {times} times in {self.file}"
        tests = (root / path).read_text(encoding="utf-8") if (root / path).exists() else ""
        if name.partition("[")[0] not in tests:
            return f"{self.row} «{self.defence}»: there is no {self.test}"
        return None


def table() -> list[Mutation]:
    """Every line of the table, then those that stand beside it by parts of the house (`mutations-*.toml`)."""
    files = [TABLE, *sorted(TABLE.parent.glob("mutations-*.toml"))]
    return [Mutation(**line) for file in files for line in tomllib.loads(file.read_text(encoding="utf-8"))["mutation"]]


class Copy:
    """A copy of the tree in which things may be broken. A context manager."""

    def __enter__(self) -> Copy:
        self._folder = tempfile.TemporaryDirectory(prefix="pult-mutations-")
        self.root = Path(self._folder.name) / "tree"
        shutil.copytree(ROOT, self.root, ignore=LEFT_BEHIND)
        (self.root / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")
        self._built = Path(self._folder.name) / "built"
        shutil.copytree(self.root / "pult" / "web", self._built)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def without(self, mutation: Mutation) -> tuple[bool, str]:
        """Whether the test notices that the defence is gone, and what was said."""
        path = self.root / mutation.file
        whole = path.read_text(encoding="utf-8")
        path.write_text(whole.replace(mutation.old, mutation.new), encoding="utf-8")
        try:
            if mutation.is_web and not mutation.test.startswith("web/"):
                self._build()
            return self.fails(mutation.test)
        finally:
            path.write_text(whole, encoding="utf-8")
            shutil.rmtree(self.root / "pult" / "web")
            shutil.copytree(self._built, self.root / "pult" / "web")

    def fails(self, *tests: str) -> tuple[bool, str]:
        """Run tests: whether one has failed for what it asserts. Raises RuntimeError when they could not be run."""
        of_web = tests[0].startswith("web/")
        names = [test.partition("::")[0].removeprefix("web/") for test in tests]
        command, env = node.npm() if of_web else (_PYTEST, dict(os.environ))
        command = [*command, "run", "-s", "test", "--", *names] if of_web else [*command, *tests]
        env |= {"PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            command,
            cwd=self.root / "web" if of_web else self.root,
            env=env,
            capture_output=True,
            text=True,
            timeout=SECONDS + 60 * len(tests),
            check=False,
        )
        said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
        counted = {kind: int(number) for number, kind in re.findall(r"(\d+) (passed|failed|errors?)", said)}
        if done.returncode not in (0, 1) or "error" in counted or "errors" in counted or not counted:
            raise RuntimeError(f"{' '.join(tests)} could not be run:\n{said[-2000:]}")
        return counted.get("failed", 0) > 0, said

    def _build(self) -> None:
        command, env = node.npm()
        command = [*command, "run", "-s", "build"]
        done = subprocess.run(command, cwd=self.root / "web", env=env, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"the web side does not build:\n{(done.stdout + done.stderr)[-2000:]}")


_PYTEST = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]


def main(words: Sequence[str] | None = None) -> int:
    """Everything that was asked for, one after another; a line each as it is known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--record", action="store_true", help="write the table of docs/attacks.md")
    parser.add_argument("--missing", action="store_true", help="only those that stand in no table yet")
    given = parser.parse_args(words)
    told = verdicts() if given.missing else {}
    wanted = [one for one in table() if (not given.rows or one.row in given.rows) and _line(one) not in told]
    stale = [said for one in wanted if (said := one.stale(ROOT)) is not None]
    if stale or not wanted:
        print(*(stale or ["no such row"]), sep="\n", file=sys.stderr)
        return 2
    noticed: list[tuple[Mutation, bool]] = []
    with Copy() as copy:
        if not _all_pass(copy, wanted):
            return 2
        for one in wanted:
            noticed.append((one, _try(copy, one)))
            if given.record:
                record(noticed)
    missed = [one for one, seen in noticed if not seen]
    print(f"\n{len(noticed) - len(missed)} of {len(noticed)} defences are missed when they are gone")
    return 1 if missed else 0


def _all_pass(copy: Copy, wanted: list[Mutation]) -> bool:
    """Before anything is taken away every test must pass, or its failing would say nothing."""
    for of_web in (True, False):
        tests = sorted({one.test for one in wanted if one.test.startswith("web/") is of_web})
        if tests and (found := copy.fails(*tests))[0]:
            print(f"a test fails with every defence in place:\n{found[1][-3000:]}", file=sys.stderr)
            return False
    return True


def _try(copy: Copy, mutation: Mutation) -> bool:
    began = time.monotonic()
    try:
        seen, _ = copy.without(mutation)
        said = "noticed" if seen else "NOT NOTICED"
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        seen, said = False, f"COULD NOT BE RUN: {error}"
    print(f"{mutation.row:4} {mutation.defence:78.78} {time.monotonic() - began:5.1f} s  {said}", flush=True)
    return seen


def _line(one: Mutation) -> str:
    """A row of the table of docs/attacks.md, but for its last cell."""
    test = one.test.rpartition("/")[2].replace("::", " · ")
    return f"| {one.row} | {one.defence} | `{one.file}` | {test.replace('_', ' ')} |"


def verdicts() -> dict[str, str]:
    """Row of the table → what came of it when it was tried last."""
    text = PAGE.read_text(encoding="utf-8").partition(MARKS[0])[2].partition(MARKS[1])[0]
    rows = [line.removesuffix(" |").rpartition("| ") for line in text.splitlines() if line.startswith("| ")]
    return {f"{row.rstrip()} |": said for row, _, said in rows}


def record(noticed: list[tuple[Mutation, bool]]) -> None:
    """Put what came of these between the marks of docs/attacks.md; what was tried before stays while it stands."""
    today = datetime.now(UTC).date().isoformat()
    told = verdicts() | {_line(one): f"{'noticed' if seen else '**not noticed**'}, {today}" for one, seen in noticed}
    lines = ["| row | defence | where | test | taken away |", "|---|---|---|---|---|"]
    lines += [f"{line} {told[line]} |" for line in map(_line, table()) if line in told]
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(MARKS[0])
    tail = rest.partition(MARKS[1])[2]
    PAGE.write_text(head + "\n".join([MARKS[0], *lines, MARKS[1]]) + tail, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
