"""The house's own rules: folders and contracts, the size of things, what must not lie in the repository."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

from pult.kit.migrations import available

ROOT = Path(__file__).parents[1]
PULT = ROOT / "pult"
CORE = {"kit", "journal", "live", "contacts", "operators", "conversations", "gateway"}
ABOVE = {"demo", "bench"}
"""Folders above wiring: nobody can import them anyway."""
LONGEST_FUNCTION = 60
LONGEST = {".py": 400, ".ts": 250, ".tsx": 250}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository (and what is new and not ignored)."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(path for name in sorted(set(names)) if name and (path := ROOT / name).is_file())


def written(*suffixes: str) -> list[Path]:
    return [path for path in tracked() if path.suffix in suffixes]


@cache
def contract(name: str, key: str) -> tuple[str, ...]:
    """The lines of one value of an import contract."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return tuple(line.strip() for line in parser[f"importlinter:contract:{name}"][key].splitlines() if line.strip())


def folders() -> set[str]:
    return {path.parent.name for path in PULT.glob("*/__init__.py")}


def test_every_feature_folder_is_forbidden_to_the_core() -> None:
    features = {f"pult.{name}" for name in folders() - CORE - ABOVE}
    assert features
    assert features - set(contract("core", "forbidden_modules")) == set()
    assert {f"pult.{name}" for name in folders() & CORE} == set(contract("core", "source_modules"))


def test_every_folder_has_its_layer_and_brackets_stand_only_where_none_is() -> None:
    layers = [name.strip() for line in contract("story", "layers") for name in line.split("|")]
    assert folders() - set(layers) == set()
    assert [name for name in layers if name.startswith("(") and name.strip("()") in folders()] == []


def longest_functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_a_screen() -> None:
    functions = [(path, *one) for path in written(".py") for one in longest_functions(path.read_text())]
    assert len(functions) > 300
    assert [(str(path), name, size) for path, name, size in functions if size > LONGEST_FUNCTION] == []


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in written(*LONGEST)}
    assert len(sizes) > 100
    assert {name: size for name, size in sizes.items() if size > LONGEST[Path(name).suffix]} == {}


HOSTS = tuple(".".join(parts) for parts in (("registry", "npmjs"), ("pypi", "org"), ("files", "pythonhosted")))
"""Written apart, or this file would find itself."""
MACHINE = re.compile(r"(?<![\w.])/(?:" + "root|work|Users" + r")/\w|/home/(?!anna/)[a-z]\w*/\w")
"""Anna lives in examples only."""


def trespasses(text: str) -> list[str]:
    """Registry hosts and paths of somebody's machine."""
    return [host for host in HOSTS if host in text] + [match[0] for match in MACHINE.finditer(text)]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text()
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine() -> None:
    assert [(name, found) for name, text in texts() if (found := trespasses(text))] == []


DOWNLOADS = re.compile(
    r'"resolved"\s*:|^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links)\b|@\s*https?://', re.MULTILINE
)


def test_lock_files_hold_no_download_address() -> None:
    locks = [path for path in tracked() if re.search(r"(?:^|[-_])lock\b|requirements.*\.(?:txt|lock)$", path.name)]
    assert len(locks) >= 2, locks
    assert [str(path) for path in locks if DOWNLOADS.search(path.read_text())] == []


@pytest.mark.parametrize("module", ["pult.gateway.outbound", "pult.kit.http", "pult.kit.jobs"])
def test_what_the_contracts_name_exists_and_has_a_use(module: str) -> None:
    graph = grimp.build_graph("pult", cache_dir=None)
    assert graph.find_modules_that_directly_import(module) != set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from https://" + HOSTS[0] + ".org/x", [HOSTS[0]]),
        ("see " + "/ro" + "ot/project", ["/ro" + "ot/p"]),
        ("in " + "/ho" + "me/someone/pult", ["/ho" + "me/someone/p"]),
        ("/var/lib/pult and the route /rooted", []),
    ],
)
def test_a_host_or_a_path_is_found(text: str, found: list[str]) -> None:
    assert trespasses(text) == found


def test_a_download_address_is_found() -> None:
    assert DOWNLOADS.search('"resolved": "x"')
    assert DOWNLOADS.search("--index-url x")
    assert DOWNLOADS.search("x @ https://y")
    assert not DOWNLOADS.search('"funding": {"url": "https://x"}')


def test_a_long_function_is_found() -> None:
    text = "class A:\n    async def f(self):\n" + "        pass\n" * 60
    assert dict(longest_functions(text)) == {"f": 61}


def test_migrations_are_numbered_without_a_gap_and_without_a_twin() -> None:
    """Two that were written beside each other get the same number, and nothing starts any more."""
    assert available(PULT / "schema")
