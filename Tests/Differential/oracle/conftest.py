"""What the tests against a database share: the database and the program."""

import os
import subprocess

import pytest

import duck


@pytest.fixture(scope="session")
def database():
    """All tables of the record in DuckDB."""
    return duck.connect()


@pytest.fixture(scope="session")
def ask(binary):
    """Asks the program; gives its data as CSV and fails unless it ends well.

    With `waits`, a query that needs a verb which the program does not have yet is skipped.
    """

    def ask(query, *options, waits=False):
        environment = dict(os.environ, SCOMM_DATASETS=str(duck.DATASETS))
        command = [binary, "--format", "csv", "--quiet", *options]
        done = subprocess.run(
            command, input=query.encode(), capture_output=True, cwd=duck.REPOSITORY, env=environment, timeout=60
        )
        if waits and (b"is not available yet" in done.stderr or b"Unknown option" in done.stderr):
            pytest.skip(done.stderr.decode().strip().splitlines()[-1])
        if done.returncode != 0:
            pytest.fail(f"{query}\nended with {done.returncode}:\n{done.stderr.decode()}", pytrace=False)
        return done.stdout.decode("utf-8")

    return ask
