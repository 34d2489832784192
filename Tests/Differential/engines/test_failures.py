"""What goes wrong with an engine is told in a sentence, with exit code 4, and the shell lives on."""

import pytest

from databases import run_duckdb

SLOW = "deportations | join (jurisdictions) every | join (detention) every | join (figures) every | count"


class Named:
    """An engine at some address."""

    def __init__(self, address, variables=None):
        self.address, self.variables = address, variables or {}


def test_an_unknown_engine_is_a_usage_error(run):
    code, _, err = run("-c", "deportations | count", engine=Named("oracle:x"))
    assert code == 2
    assert "there is no engine oracle" in err and "duckdb:FILE" in err


@pytest.mark.parametrize("name", ["duckdb", "sqlite", "postgres"])
def test_an_engine_without_data_is_a_usage_error(run, name):
    code, _, err = run("-c", "deportations | count", engine=Named(name))
    assert code == 2 and "name its data, too" in err


@pytest.mark.parametrize("name", ["duckdb", "sqlite"])
def test_a_file_that_is_not_there(run, name, tmp_path):
    code, out, err = run("-c", "deportations | count", engine=Named(f"{name}:{tmp_path}/none"))
    assert (code, out) == (4, "")
    assert f"{tmp_path}/none" in err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["duckdb", "sqlite"])
def test_a_file_of_another_kind(run, name, tmp_path):
    (tmp_path / "text").write_text("no database " * 1000)
    code, out, err = run("-c", "deportations | count", engine=Named(f"{name}:{tmp_path}/text"))
    assert (code, out) == (4, "") and "database" in err


@pytest.mark.parametrize("name, program", [("duckdb", "duckdb"), ("spark", "spark-sql")])
def test_a_program_that_is_missing(run, name, program, duckdb):
    address = duckdb.address if name == "duckdb" else name
    code, out, err = run("-c", "deportations | count", engine=Named(address), PATH="/nowhere")
    assert (code, out) == (4, "")
    assert f"There is no program {program}" in err and "Install" in err


def test_a_cell_that_is_no_value_of_its_type(run, tmp_path):
    import sqlite3

    path = tmp_path / "odd.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (n integer, d date)")
        connection.execute("insert into t values (1, '2011-02-03'), ('many', '2011-02-04')")
    code, out, err = run("-c", "t", engine=Named(f"sqlite:{path}"))
    assert (code, out) == (4, "")
    assert 'n should be an integer of 64 bits, but the engine holds "many"' in err


def test_a_table_dropped_meanwhile(run, binary, duckdb, environment, tmp_path):
    """The tables are listed at the start; the file changes before the query comes."""
    import sqlite3

    path = tmp_path / "going.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript("create table t (n integer); create table u (n integer);")
    import subprocess

    shell = subprocess.Popen(
        [binary, "--engine", f"sqlite:{path}", "--keep-going", "--format", "tsv"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    )
    # The program opens the database before it reads its input to the end.
    out, err = None, None
    try:
        while b"open" not in _state(shell.pid, path):
            if shell.poll() is not None:
                break
        with sqlite3.connect(path) as connection:
            connection.execute("drop table t")
        out, err = shell.communicate(b"t | count\n\nu | count\n", timeout=30)
    finally:
        shell.kill()
    assert shell.returncode == 4
    assert b"SQLite says: no such table: t" in err
    assert b"n\n0\n" in out


def _state(pid, path):
    """Whether a process has a file open and waits for its input."""
    import os

    try:
        files = {os.readlink(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd")}
        waits = open(f"/proc/{pid}/wchan").read()
    except OSError:
        return b""
    return b"open" if str(path) in files and "pipe" in waits else b""


def test_a_refusal_names_stage_and_remedy(run, sqlite):
    query = "jurisdictions | where population > 0 | sample 2"
    code, out, err = run("-c", query, engine=sqlite)
    assert (code, out) == (1, "")
    assert "SQLite cannot say sample" in err and "without another engine" in err
    assert "-c:1:40:" in err


def test_rows_that_lie_here_go_along(run, duckdb):
    queries = ["let few = deportations | where state = 'MA' | keep state, fiscal_year",
               "deportations | join few on state, fiscal_year matched | count"]
    code, out, err = run("-c", queries[0], "-c", queries[1], "--format", "tsv", engine=duckdb)
    assert code == 0, err
    assert out.strip().split() == ["n", "7"]


def test_too_many_rows_from_here_are_refused(run, duckdb):
    queries = ["let all = detention", "deportations | join all on state many | count"]
    code, out, err = run("-c", queries[0], "-c", queries[1], engine=duckdb)
    assert (code, out) == (1, "")
    assert "rows are too many to be written into a statement" in err


def test_a_package_that_does_not_fit_is_told(run, environment, tmp_path):
    path = tmp_path / "other.duckdb"
    run_duckdb(path, b"create table states (code text primary key, name text);")
    address = Named(f"duckdb:{path}")
    code, _, err = run("-c", "states", "--data-package", environment["SCOMM_DATASETS"], engine=address)
    assert code == 4 and "states does not fit the package: it has no column fips." in err
    code, out, err = run("-c", "states | count", "--format", "tsv", engine=address)
    assert (code, out) == (0, "n\n0\n"), err


def test_a_password_is_never_shown(run):
    address = "postgres://reader:open%20sesame@127.0.0.1:1/record?password=open%20sesame"
    code, out, err = run("-c", "t", engine=Named(address))
    assert code == 4
    assert "sesame" not in out + err


@pytest.mark.server
def test_a_wrong_password(run, postgres):
    code, out, err = run("-c", "states", engine=Named(postgres.address, {"PGPASSWORD": "wrong"}))
    assert (code, out) == (4, "")
    assert "password authentication failed" in err and "wrong" not in err


@pytest.mark.server
def test_a_server_that_is_not_there(run, environment):
    code, out, err = run("-c", "states", engine=Named("postgres://127.0.0.1:1/record"))
    assert (code, out) == (4, "") and "onnection refused" in err


@pytest.mark.server
def test_a_password_file_and_a_url_serve_as_well(run, server, postgres, tmp_path):
    path = tmp_path / "pgpass"
    path.write_text(f"127.0.0.1:{server.port}:*:{server.USER}:{server.PASSWORD}\n")
    path.chmod(0o600)
    code, out, err = run("-c", "states | count", engine=Named(postgres.address, {"PGPASSFILE": str(path)}))
    assert (code, out) == (0, "n\n56\n"), err
    quoted = server.PASSWORD.replace(" ", "%20")
    address = postgres.address.replace("@", f":{quoted}@")
    code, out, err = run("-c", "states | count", engine=Named(address))
    assert (code, out) == (0, "n\n56\n"), err
    assert quoted not in err and server.PASSWORD not in err and ":***@" in err
