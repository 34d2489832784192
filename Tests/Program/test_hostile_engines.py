"""Values and names of files that attack an engine or its shell: nothing gets in, and everything arrives whole."""

import json
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import time

import pytest

from attacks import BREAKERS, as_csv, texts

VICTIM = "create table victim (a integer); insert into victim values (1);\n"


def duckdb_program():
    """DuckDB's own program: pip's package carries it."""
    try:
        import duckdb_cli

        return str(pathlib.Path(duckdb_cli.__file__).parent / "duckdb")
    except ImportError:
        return shutil.which("duckdb")


def shell_of(name):
    program = shutil.which("sqlite3") if name == "sqlite" else duckdb_program()
    if not program:
        pytest.skip(f"there is no program of {name}")
    return [program, "-batch"] if name == "sqlite" else [program, "-batch", "-no-init"]


@pytest.fixture
def mark(tmp_path):
    """A file that must never come to be."""
    path = tmp_path / "mark"
    yield path
    assert not path.exists()


@pytest.fixture
def attacks(tmp_path, mark):
    """A file of hostile texts: its path, and the texts."""
    rows = texts(mark)
    path = tmp_path / "attacks.csv"
    path.write_bytes(as_csv(rows))
    return path, rows


@pytest.fixture
def package(tmp_path):
    """A data package without tables of its own, so that what is written is the hostile file alone."""
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "datapackage.json").write_text('{"name": "none", "resources": [{"name": "k", "path": "k.csv"}]}')
    (folder / "k.csv").write_text("k\n1\n")
    return folder


@pytest.mark.parametrize("name", ["sqlite", "duckdb"])
def test_written_tables_arrive_whole_through_the_shell_of_the_engine(scomm, name, attacks, package, tmp_path, mark):
    path, rows = attacks
    shell = shell_of(name)
    run = scomm("--datasets", package, "--data", f"t={path}", "--emit-ddl", name)
    assert run.code == 0, run.err
    read = "select hex(cast(cell as blob)) from t order by n;\nselect 'victim', count(*) from victim;\n"
    if name == "duckdb":
        read = ".mode list\n.headers off\n.separator |\n" + read.replace("cast(cell as blob)", "encode(cell)")
    done = subprocess.run(
        [*shell, tmp_path / "database"], input=(VICTIM + run.out + read).encode(), capture_output=True,
        cwd=tmp_path, timeout=60,
    )
    assert not done.stderr, done.stderr[:500]
    lines = done.stdout.decode().splitlines()
    assert lines.pop() == "victim|1"
    assert [bytes.fromhex(line).decode() for line in lines] == rows


@pytest.mark.parametrize("name", ["sqlite", "duckdb"])
def test_categories_arrive_whole_through_the_shell_of_the_engine(scomm, name, tmp_path, mark):
    """Their words stand in the conditions of a table."""
    words = [text for text in texts(mark) if len(text) < 1000][::5]
    field = {"name": "kind", "type": "string", "categories": words}
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "n", "type": "integer"}, field]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
    (tmp_path / "t.csv").write_bytes(as_csv(words, "n,kind"))
    run = scomm("--datasets", tmp_path, "--emit-ddl", name)
    assert run.code == 0, run.err
    assert run.out.count(" check (") == 1
    question = "select count(*) from t;\ninsert into t values (9999, 9999, 'other');\nselect count(*) from victim;\n"
    done = subprocess.run(
        [*shell_of(name), tmp_path / "database"], input=(VICTIM + run.out + question).encode(), capture_output=True,
        cwd=tmp_path, timeout=60,
    )
    numbers = [part for part in re.findall(rb"\d+", done.stdout) if part not in (b"64",)]
    assert (numbers[0], numbers[-1]) == (str(len(words)).encode(), b"1"), done.stdout
    assert b"onstraint" in done.stderr and done.stderr.count(b"onstraint") <= 2, done.stderr


@pytest.mark.parametrize("name", ["sqlite", "duckdb"])
def test_a_query_in_sql_holds_its_texts_through_the_shell_of_the_engine(scomm, name, tmp_path, mark):
    """A setting is a literal of the statement."""
    shell = shell_of(name)
    script = tmp_path / "q.scq"
    script.write_text('param p = "none"\nexplain sql for %s k | add same = $p | keep same\n' % name)
    database = [*shell, tmp_path / "database"]
    subprocess.run(database, input=VICTIM.encode() + b"create table k (_row integer, k integer);insert into k values (0, 1);")
    chosen = [text for text in texts(mark) if "\0" not in text][::7]
    (tmp_path / "datapackage.json").write_text('{"name": "none", "resources": [{"name": "k", "path": "k.csv"}]}')
    (tmp_path / "k.csv").write_text("k\n1\n")
    for text in chosen:
        if len(text) > 100_000:
            continue
        run = scomm("--datasets", tmp_path, "-f", script, "--set", f"p={text}")
        assert run.code == 0, run.err
        statement = run.out.rstrip().removesuffix(";")
        encode = "cast(same as blob)" if name == "sqlite" else "encode(same)"
        head = "" if name == "sqlite" else ".mode list\n.headers off\n"
        question = f"{head}select hex({encode}) from (\n{statement}\n);\nselect count(*) from victim;\n"
        done = subprocess.run(database, input=question.encode(), capture_output=True, cwd=tmp_path, timeout=60)
        assert not done.stderr, (text, done.stderr)
        assert done.stdout.decode().splitlines() == [text.encode().hex().upper(), "1"], text


@pytest.mark.parametrize("name", ["sqlite", "duckdb", "postgres", "spark"])
def test_no_statement_holds_what_its_channel_could_act_upon(scomm, name, attacks, package, tmp_path):
    path, rows = attacks
    if name == "postgres":
        path = tmp_path / "without.csv"
        path.write_bytes(as_csv([text for text in rows if "\0" not in text]))
    run = scomm("--datasets", package, "--data", f"t={path}", "--emit-ddl", name)
    assert run.code == 0, run.err
    odd = {sign for sign in run.out if not sign.isprintable()}
    assert odd == {"\n"}
    beginnings = {line.lstrip()[:1] for line in run.out.splitlines()}
    assert not beginnings & set(".\\!/"), beginnings
    assert "${" not in run.out or name != "spark"


def test_postgresql_is_not_given_a_nul(scomm, package, tmp_path):
    path = tmp_path / "nul.csv"
    path.write_bytes(as_csv(["fine", "a\0b"]))
    run = scomm("--datasets", package, "--data", f"t={path}", "--emit-ddl", "postgres")
    assert run.code == 4
    assert "Row 2 of cell: PostgreSQL has no texts with a NUL in them" in run.err and "\\u{0}" in run.err


@pytest.mark.parametrize("breaker", BREAKERS)
def test_names_are_quoted_or_refused(scomm, breaker, package, tmp_path, mark):
    """Names of an SQLite file, which may hold anything but a NUL, as tables and columns of other engines."""
    if "\0" in breaker:
        pytest.skip("no name of SQLite holds a NUL")
    name = f"a{breaker}\n.shell touch {mark}\n\\! touch {mark}\n;!touch {mark};"
    quoted = '"' + name.replace('"', '""') + '"'
    with sqlite3.connect(tmp_path / "names.sqlite") as connection:
        connection.execute(f"create table {quoted} ({quoted} integer, b text)")
        connection.execute(f"insert into {quoted} values (1, 'x')")
    for dialect in ["sqlite", "duckdb", "postgres", "spark"]:
        run = scomm("--datasets", package, "--data", tmp_path / "names.sqlite", "--emit-ddl", dialect)
        is_refused = dialect == "spark" or any(ord(sign) < 32 and sign != "\n" or 127 <= ord(sign) < 160 for sign in name)
        assert run.code == (4 if is_refused else 0), (dialect, run)
        if is_refused:
            assert "The name " in run.err and "Give it another name" in run.err
        elif dialect in ("sqlite", "duckdb"):
            done = subprocess.run(
                [*shell_of(dialect), tmp_path / dialect], input=(VICTIM + run.out).encode(), capture_output=True,
                cwd=tmp_path, timeout=60,
            )
            assert not done.stderr, done.stderr


@pytest.fixture
def bad(tmp_path, mark):
    """A file of SQLite whose views are broken, never end, are too large, or reach for what is not theirs."""
    path = tmp_path / "bad.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            """
            create table ok (a integer primary key, b text); insert into ok values (1, 'x'), (2, 'y');
            create table gone (a integer); create view lost as select a from gone; drop table gone;
            create view round as select * from about; create view about as select * from round;
            create view pages as select data as a from sqlite_dbpage;
            create view settings as select name as a from pragma_database_list;
            create view outside as select ok.a, readfile('/etc/hostname') as b from ok;
            create view wide as select ok.a, zeroblob(900000000) as b from ok;
            create view stream as with recursive r(n) as (select 1 union all select n + 1 from r)
              select (select a from ok) as a, n from r;
            create view silent as with recursive r(n) as (select 1 union all select n + 1 from r)
              select ok.a from r cross join ok where r.n < 0;
            """
        )
        connection.execute(f"create view loaded as select ok.a, load_extension('{mark}') as b from ok")
    return path


@pytest.mark.parametrize("way", ["--data", "--engine"])
def test_a_bad_view_is_an_error_of_its_own(scomm, way, bad):
    place = bad if way == "--data" else f"sqlite:{bad}"
    for view, reason in [
        ("lost", "no such table"), ("round", "circularly"), ("pages", ""), ("settings", "unsafe use"),
        ("outside", "no such function"), ("loaded", ""),
    ]:
        run = scomm(way, place, "-c", view)
        assert run.code == 4 and reason in run.err, (view, run)
        assert str(bad) in run.err or view in run.err
    run = scomm(way, place, "-c", "wide | keep b")
    assert run.code != 0
    run = scomm(way, place, "-c", "ok", "--format", "tsv")
    assert (run.code, run.out) == (0, "a\tb\n1\tx\n2\ty\n"), run.err


@pytest.mark.parametrize("way, query", [
    ("--data", "stream"), ("--data", "silent"), ("--data", "silent | count"),
    ("--engine", "silent | count"), ("--engine", "stream | where a > 5"),
])
def test_a_view_without_end_is_stopped_at_once(binary, environment, way, query, bad):
    place = str(bad) if way == "--data" else f"sqlite:{bad}"
    times = []
    for _ in range(5):
        with subprocess.Popen(
            [binary, way, place, "-c", query], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as program:
            time.sleep(0.5)
            assert program.poll() is None
            began = time.monotonic()
            program.send_signal(signal.SIGINT)
            out, err = program.communicate(timeout=10)
            times.append(time.monotonic() - began)
        assert program.returncode == 130 and out == b"" and b"Stopped." in err
    assert sorted(times)[2] < 0.05, times


@pytest.mark.parametrize("way, view, says", [
    ("--data", "silent", "out of memory within 200 MiB"), ("--engine", "silent", "memory"),
    ("--data", "stream", "rows take all of the 200 MiB"), ("--engine", "stream", "rows of the answer take all"),
])
def test_a_view_without_end_keeps_within_the_memory(scomm, way, view, says, bad):
    """Sorted, it would fill the disk."""
    place = str(bad) if way == "--data" else f"sqlite:{bad}"
    with sqlite3.connect(bad) as connection:
        connection.execute("drop view silent")
        connection.execute(
            "create view silent as with recursive r(n) as (select 1 union all select n + 1 from r)"
            " select ok.a, zeroblob(100000) as b from r, ok order by r.n desc"
        )
        connection.execute("drop view stream")
        connection.execute(
            "create view stream as with recursive r(n) as (select 1 union all select n + 1 from r)"
            " select ok.a, ok.b, printf('%020000d', r.n) as c from r cross join ok where ok.a = 1"
        )
    run = scomm(way, place, "--memory", "200M", "-c", view, timeout=120)
    assert run.code != 0
    assert says in run.err, run.err
