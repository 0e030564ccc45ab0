"""`python -m pult` and the `pult` command."""

from __future__ import annotations

import sys

from pult.cli import main

if __name__ == "__main__":
    sys.exit(main())
