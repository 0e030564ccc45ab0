"""One serving Pult for all tests of a file."""

from tests.channels.conftest import office as office
