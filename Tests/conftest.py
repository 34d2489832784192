"""What all tests of the program share: the program."""

import os

import pytest


@pytest.fixture(scope="session")
def binary():
    """The path of the program under test, from the variable SCOMM."""
    path = os.environ.get("SCOMM")
    if not path:
        pytest.fail("SCOMM does not name the program to test: SCOMM=/path/to/scomm pytest …", pytrace=False)
    return os.path.abspath(path)
