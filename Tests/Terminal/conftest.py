"""Fixtures for the tests of the shell on a pseudo-terminal."""

import pytest

from harness import Shell


@pytest.fixture
def state(tmp_path):
    """The folder in which the program keeps its history."""
    return tmp_path / "state"


@pytest.fixture
def start(binary, state, tmp_path):
    """Starts shells, which keep their files in the test's folder and are killed after it."""
    shells = []

    def start(*args, columns=80, rows=24, prompt=True, **env):
        folders = {"XDG_STATE_HOME": str(state), "XDG_CONFIG_HOME": str(tmp_path / "config")}
        shell = Shell(args, columns, rows, {**folders, **env}, binary)
        shells.append(shell)
        if prompt:
            shell.wait_for_prompt()
        return shell

    yield start
    for shell in shells:
        shell.close()


@pytest.fixture
def shell(start):
    """A shell of 80 columns and 24 rows at its first prompt."""
    return start()
