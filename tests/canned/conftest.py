"""The same house as the desk's tests: one node for a file, Anna and Boris signed in."""

from tests.desk.conftest import desks

__all__ = ["desks"]
