"""Makes `.venv` hold exactly what a lock file names, and does nothing when it does already.

    python3 tools/environment.py [dev]

Only the standard library is used, and only grammar that old Pythons read, so that they get an answer too.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDED = (3, 11)


def refuse(line):
    """Say why in one line and end with 2."""
    sys.stderr.write(line + "\n")
    sys.exit(2)


def interpreter():
    """This Python, or a newer one at hand when this one is too old."""
    if sys.version_info >= NEEDED:
        return sys.executable
    found = [shutil.which(f"python3.{minor}") for minor in range(15, NEEDED[1] - 1, -1)]
    if any(found):
        return next(filter(None, found))
    return refuse("Pult needs Python 3.11 or newer: install it, or say which with make PYTHON=/path/to/python3")


def run(*command):
    """Run a command quietly; its output is shown only when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=str(ROOT), check=False)
    if done.returncode != 0:
        sys.stderr.buffer.write(done.stdout)
        refuse("failed: " + " ".join(command))


def make():
    """A new, empty environment."""
    python = interpreter()
    if subprocess.run([python, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        refuse("this Python cannot make environments: install its venv package (apt-get install python3-venv)")
    print("making .venv", flush=True)
    run(python, "-m", "venv", "--clear", str(VENV))


def settle(name):
    """Install a lock file when it differs from the one installed last."""
    lock = ROOT / name
    mark = hashlib.sha256(lock.read_bytes() + str(VENV).encode()).hexdigest()
    stamp = VENV / (".installed-" + name)
    if stamp.exists() and stamp.read_text() == mark and PYTHON.exists():
        return
    if not PYTHON.exists() or subprocess.run([str(PYTHON), "-c", ""], check=False).returncode != 0:
        make()
    print("installing " + name, flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run(*pip, "-r", str(lock))
    stamp.write_text(mark)


def link():
    """Let the environment's `pult` run this folder's sources: no build, no network."""
    site = next((VENV / "lib").glob("python3.*")) / "site-packages"
    (site / "pult-sources.pth").write_text(str(ROOT) + "\n")
    script = VENV / "bin" / "pult"
    script.write_text(f"#!{PYTHON}\nimport sys\n\nfrom pult.__main__ import main\n\nsys.exit(main())\n")
    script.chmod(0o755)


if __name__ == "__main__":
    os.umask(0o022)
    settle("requirements-dev.txt" if "dev" in sys.argv[1:] else "requirements.txt")
    link()
