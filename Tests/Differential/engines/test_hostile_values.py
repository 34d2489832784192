"""Hostile texts and names in engines: values arrive whole both ways, and no engine outlives the program."""

import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Program"))

from attacks import BREAKERS, as_csv, texts  # noqa: E402
from databases import duckdb_program, run_duckdb  # noqa: E402
from test_failures import Named  # noqa: E402

SERVERS = [pytest.param(name, marks=pytest.mark.server) for name in ("postgres", "spark")]
ENGINES = ["sqlite", "duckdb", *SERVERS]

ONE = "create table one (n bigint{key}, cell {text}); insert into one values (0, 'one');"


@pytest.fixture
def mark(tmp_path):
    """A file that must never come to be."""
    path = tmp_path / "mark"
    yield path
    assert not path.exists()


def make(request, name, tmp_path, statements):
    """An engine that holds what these statements make."""
    if name == "sqlite":
        with sqlite3.connect(tmp_path / "own.sqlite") as connection:
            connection.executescript(statements)
        return Named(f"sqlite:{tmp_path}/own.sqlite")
    if name == "duckdb":
        run_duckdb(tmp_path / "own.duckdb", statements.encode())
        return Named(f"duckdb:{tmp_path}/own.duckdb")
    server = request.getfixturevalue("server")
    server.sql("drop database if exists hostile", database="postgres")
    server.sql("create database hostile", database="postgres")
    server.sql(statements, database="hostile")
    return Named(server.address.replace("/record", "/hostile"), server.variables)


def one_row(request, name, tmp_path):
    """An engine with a table of one row."""
    if name == "sqlite of UTF-16":
        statements = "pragma encoding = 'UTF-16le';" + ONE.format(key=" primary key", text="text")
        return make(request, "sqlite", tmp_path, statements)
    if name == "spark":
        return request.getfixturevalue("spark")
    text = "varchar" if name == "duckdb" else "text"
    return make(request, name, tmp_path, ONE.format(key=" primary key", text=text))


@pytest.mark.parametrize("name", ["sqlite of UTF-16", *ENGINES])
def test_cells_go_there_and_come_back_whole(run, request, name, tmp_path, mark):
    engine = one_row(request, name, tmp_path)
    rows = texts(mark)
    if name == "postgres":
        rows = [text for text in rows if "\0" not in text]
    if name == "spark":
        rows = rows[::7]
    path = tmp_path / "local.csv"
    path.write_bytes(as_csv(rows))
    table = "one" if name != "spark" else "states | keep n = population, cell = name | first 1"
    query = f"{table} | append (local)"
    code, out, err = run("--data", f"local={path}", "-c", query, "--format", "json", engine=engine, timeout=600)
    assert code == 0, err[-500:]
    cells = [row["cell"] for row in json.loads(out)]
    assert cells[1:] == rows
    assert "answered by" in err


@pytest.mark.parametrize("name", ENGINES)
def test_settings_are_compared_as_they_are(run, request, name, tmp_path, mark):
    engine = one_row(request, name, tmp_path)
    rows = [text for text in texts(mark) if "\0" not in text and len(text) < 100_000]
    rows = rows[:: 199 if name == "spark" else 23]
    script = tmp_path / "q.scq"
    table = "one" if name != "spark" else "states | first 1"
    script.write_text(f'param p = "none"\n{table} | add same = $p | where same = $p | keep same\n')
    for text in rows:
        code, out, err = run("-f", script, "--set", f"p={text}", "--format", "json", engine=engine, timeout=120)
        assert code == 0, (text, err)
        assert json.loads(out) == [{"same": text}]


@pytest.mark.parametrize("name", SERVERS)
def test_written_tables_arrive_whole_through_the_shell_of_the_engine(run, request, name, tmp_path, mark):
    """PostgreSQL's and Spark's, which have commands of their own; the others' are in Tests/Program."""
    rows = [text for text in texts(mark) if "\0" not in text or name == "spark"]
    rows = rows[::5] if name == "spark" else rows
    (tmp_path / "hostile_cells.csv").write_bytes(as_csv(rows))
    (tmp_path / "datapackage.json").write_text(
        '{"name": "p", "resources": [{"name": "hostile_cells", "path": "hostile_cells.csv", "schema": {"fields":'
        ' [{"name": "n", "type": "integer"}, {"name": "cell", "type": "string"}], "primaryKey": "n"}}]}'
    )
    code, out, err = run("--datasets", tmp_path, "--emit-ddl", name)
    assert code == 0, err
    if name == "spark":
        engine = request.getfixturevalue("spark")
        engine.load(out.encode())
        request.addfinalizer(lambda: engine.load(b"drop table hostile_cells;"))
    else:
        engine = make(request, name, tmp_path, "create table victim (a integer)")
        server = request.getfixturevalue("server")
        server.sql("alter database hostile set standard_conforming_strings = off", database="postgres")
        server.sql(out, database="hostile")
    code, out, err = run("-c", "hostile_cells | sort n | keep cell", "--format", "json", engine=engine, timeout=300)
    assert code == 0, err[-500:]
    assert [row["cell"] for row in json.loads(out)] == rows


@pytest.mark.server
def test_postgresql_is_not_sent_a_nul(run, request, tmp_path):
    engine = one_row(request, "postgres", tmp_path)
    path = tmp_path / "local.csv"
    path.write_bytes(as_csv(["a\0'); drop table one; --"]))
    code, out, err = run("--data", f"local={path}", "-c", "one | append (local)", engine=engine)
    assert (code, out) == (1, "")
    assert "PostgreSQL has no texts with a NUL in them" in err


@pytest.mark.parametrize("name", ["sqlite", "duckdb", pytest.param("postgres", marks=pytest.mark.server)])
def test_names_and_categories_of_an_engine_are_quoted(run, request, name, tmp_path, mark):
    """Tables, columns, checks and enums whose names would do harm: all are listed, none acts."""
    kinds = [breaker for breaker in BREAKERS if "\0" not in breaker and breaker not in ("\x04", "\x1a")]
    statements = ["create table victim (a integer);"]
    for place, breaker in enumerate(kinds):
        # PostgreSQL cuts names at 63 bytes.
        own = f"t{place}{breaker}\n.shell touch {mark.name}"
        quoted = '"' + own.replace('"', '""') + '"'
        label = "'" + f"x{breaker}\n.shell touch {mark}".replace("'", "''") + "'"
        statements.append(
            f"create table {quoted} ({quoted} integer, b varchar(99999) check (b in ({label}, 'plain')));"
            f"insert into {quoted} values (1, {label});"
            f"create table plain{place} (k integer primary key, {quoted} varchar);"
            f"insert into plain{place} values (1, {label});"
        )
    engine = make(request, name, tmp_path, "\n".join(statements))
    code, out, err = run(engine=engine, text=".tables\n", timeout=120)
    assert code == 0, err
    lines = out.splitlines()
    assert len([line for line in lines if line.startswith("plain")]) == len(kinds)
    assert len([line for line in lines if line.startswith("t")]) >= len(kinds)
    assert all(sign.isprintable() or sign in "\n\u00a0\u200b\ufeff" for sign in out + err)
    for place, breaker in enumerate(kinds):
        code, out, err = run("-c", f"plain{place}", "-c", f"plain{place} | count", "--format", "json", engine=engine)
        if code == 0:
            rows, count = [json.loads(part) for part in out.split("\n\n")]
            assert count == [{"n": 1}]
            label = f"x{breaker}\n.shell touch {mark}"
            # Its shell, by which the table was made, drops the first of these two.
            expected = label.replace("\r\n", "\n") if name == "duckdb" else label
            assert list(rows[0].values())[1] == expected
        else:
            assert "which cannot stand in a name" in err, err
    code, out, err = run("-c", "victim | count", "--format", "tsv", engine=engine)
    assert (code, out) == (0, "n\n0\n"), err


@pytest.mark.parametrize("view, says", [
    ("outside", "file system operations are disabled"), ("listed", "file system operations are disabled"),
    ("variable", "disabled through configuration"), ("lost", "does not exist"), ("failing", "broken"),
])
def test_a_view_of_duckdb_reads_no_files(run, tmp_path, view, says):
    run_duckdb(
        tmp_path / "views.duckdb",
        b"""create table ok (a integer); insert into ok values (1);
        create view outside as select content as a from read_text('/etc/hostname');
        create view listed as select file as a from glob('/etc/*');
        create table gone (a integer); create view lost as select a from gone; drop table gone;
        create view failing as select case when a = 1 then cast(error('broken' || chr(27) || '[2J') as integer) end as a from ok;
        create view variable as select getenv('HOME') as a;""",
    )
    engine = Named(f"duckdb:{tmp_path}/views.duckdb")
    code, out, err = run("-c", view, engine=engine)
    assert (code, out) == (4, "") and says in err, err
    assert "\x1b" not in err
    code, out, err = run("-c", "ok", "--format", "tsv", engine=engine)
    assert (code, out) == (0, "a\n1\n"), err


def test_a_duckdb_without_safe_mode_is_refused(run, tmp_path, duckdb, environment):
    """A program in its place that runs everything else."""
    folder = tmp_path / "programs"
    folder.mkdir()
    real = environment["PATH"].split(":")[0] + "/duckdb"
    program = folder / "duckdb"
    program.write_text(f"#!/bin/sh\nsed -u '/^.safe_mode/d' | {real} \"$@\"\n")
    program.chmod(0o755)
    code, out, err = run("-c", "states", engine=duckdb, PATH=f"{folder}:/usr/bin:/bin")
    assert (code, out) == (4, "")
    assert "has no safe mode" in err and "Install DuckDB" in err


# Queries that no engine finishes while the test lasts.
ENDLESS = (
    "jurisdictions | join (jurisdictions) every | join (detention) every"
    " | join (events) every | summarize max(events_state)"
)
ROWS = "jurisdictions | join (jurisdictions) every"


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_the_program_of_an_engine_ends_with_this_one(binary, environment, request, name, sent, tmp_path):
    engine = request.getfixturevalue(name)
    program = started(binary, environment, engine, ENDLESS)
    children = descendants(program.pid)
    assert children or name == "sqlite"
    program.send_signal(sent)
    began = time.monotonic()
    program.wait(10)
    while any(map(is_there, children)) and time.monotonic() - began < 10:
        time.sleep(0.005)
    took = time.monotonic() - began
    print(f"{name}: ended {took * 1000:.0f} ms after {sent.name}")
    assert took < (5 if name == "spark" else 1)
    if name == "postgres":
        server = request.getfixturevalue("server")
        question = "select count(*) from pg_stat_activity where state = 'active' and query like '%jurisdictions%' and pid <> pg_backend_pid()"
        while "0" not in (left := server.sql(f"copy ({question}) to stdout")) and time.monotonic() - began < 3:
            time.sleep(0.05)
        assert left.strip() == "0", left


@pytest.mark.parametrize("name", ENGINES[:3])
@pytest.mark.parametrize("query", [ENDLESS, ROWS])
def test_ctrl_c_is_heeded_within_50_milliseconds(binary, environment, request, name, query):
    """While the engine computes, and while rows come."""
    engine = request.getfixturevalue(name)
    times = []
    for _ in range(5):
        program = started(binary, environment, engine, query)
        assert program.poll() is None
        began = time.monotonic()
        program.send_signal(signal.SIGINT)
        program.wait(10)
        times.append(time.monotonic() - began)
        assert program.returncode == 130
    print(name, [round(took * 1000) for took in times])
    assert sorted(times)[2] < 0.05


def test_the_launcher_of_pip_is_left_out(binary, environment, duckdb, tmp_path):
    """It would be ended in the place of DuckDB, which would compute on."""
    program = shutil.which("duckdb", path=f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}")
    if not program or pathlib.Path(program).read_bytes()[:2] != b"#!":
        pytest.skip("DuckDB was not installed by pip")
    variables = {**environment, "PATH": f"{pathlib.Path(program).parent}:/usr/bin:/bin"}
    running = started(binary, variables, duckdb, ENDLESS)
    try:
        (child,) = descendants(running.pid)
        assert pathlib.Path(f"/proc/{child}/exe").resolve() == pathlib.Path(duckdb_program()).resolve()
    finally:
        running.kill()


def started(binary, environment, engine, query):
    """The program while it runs a query in an engine, which has begun."""
    program = subprocess.Popen(
        [binary, "--engine", engine.address, "-c", query], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**environment, **engine.variables},
    )
    time.sleep(12 if engine.address == "spark" else 0.7)
    return program


def descendants(process):
    """All processes below one."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = pathlib.Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(stat[1]), []).append(int(name))
    found, rest = [], [process]
    while rest:
        below = parents.get(rest.pop(), [])
        found += below
        rest += below
    return found


def is_there(process):
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
