"""Fixtures for the tests of other engines: the program, and the shipped tables in each of them."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Terminal"))

import databases  # noqa: E402
from harness import Shell  # noqa: E402
from sessions import ask  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "server: needs PostgreSQL or Spark, which make test-engines installs")


@pytest.fixture(scope="session")
def environment():
    """Variables for the program: DuckDB's own program is found on the PATH."""
    program = databases.duckdb_program()
    if not program:
        pytest.skip("there is no DuckDB: pip install duckdb-cli")
    folder = str(pathlib.Path(program).parent)
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "TMPDIR", "JAVA_HOME")}
    return {
        **kept,
        "PATH": folder + ":" + os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "SCOMM_DATASETS": str(databases.DATASETS),
    }


class Engine:
    """An engine that holds the shipped tables: its address, and the variables that it needs."""

    def __init__(self, name, address, variables=None):
        self.name, self.address, self.variables = name, address, variables or {}


@pytest.fixture(scope="session")
def sqlite(binary, tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "record.sqlite"
    return Engine("sqlite", f"sqlite:{databases.make_sqlite(binary, path)}")


@pytest.fixture(scope="session")
def duckdb(binary, environment, tmp_path_factory):
    path = tmp_path_factory.mktemp("duckdb") / "record.duckdb"
    return Engine("duckdb", f"duckdb:{databases.make_duckdb(binary, path)}")


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A PostgreSQL of our own."""
    # In /tmp itself: the path of its socket may not be long, and its user must be able to enter.
    folder = pathlib.Path("/tmp") / f"scomm-postgres-{os.getpid()}"
    folder.mkdir()
    try:
        made = databases.Postgres(folder)
        yield made
        made.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(binary, server):
    server.sql(databases.statements(binary, "postgres"))
    return Engine("postgres", server.address, server.variables)


@pytest.fixture(scope="session")
def spark(binary, tmp_path_factory):
    made = databases.Spark(tmp_path_factory.mktemp("spark"))
    made.load(databases.statements(binary, "spark"))
    engine = Engine("spark", "spark", made.variables)
    # What runs further statements there.
    engine.load = made.load
    return engine


@pytest.fixture(scope="session")
def run(binary, environment):
    """Runs the program; gives exit code, data and messages."""

    def run(*arguments, engine=None, timeout=60, text="", **variables):
        command = [binary, *map(str, arguments)]
        own = {}
        if engine:
            command[1:1] = ["--engine", engine.address]
            own = engine.variables
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=timeout,
            env={**environment, **own, **variables},
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


@pytest.fixture(scope="session")
def answers(binary, environment):
    """Runs blocks of statements in one session, here or in an engine."""

    def answers(blocks, engine=None, arguments=(), timeout=900):
        arguments = list(arguments)
        variables = environment
        if engine:
            arguments += ["--engine", engine.address]
            variables = {**environment, **engine.variables}
        return ask(binary, blocks, arguments, variables, timeout)

    return answers


@pytest.fixture
def start(binary, environment, tmp_path):
    """Starts shells on a pseudo-terminal over an engine."""
    shells = []

    def start(engine, *arguments, columns=100, rows=30, patience=30, **variables):
        folders = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
        shell = Shell(
            ["--engine", engine.address, *arguments], columns, rows,
            {**environment, **engine.variables, **folders, **variables}, binary,
        )
        shells.append(shell)
        shell.wait_for_prompt(timeout=patience)
        return shell

    yield start
    for shell in shells:
        shell.close()
