"""Tables that no package declares: keys, links, enums and checks come from the engine."""

import sqlite3

import pytest

from databases import run_duckdb
from test_failures import Named

TABLES = """
create table color (code varchar(3) not null primary key, name varchar, warm boolean not null);
create table paint (
  id integer primary key,
  color varchar(3) references color (code),
  mood text check (mood in ('calm', 'loud', 'it''s odd')),
  bought date,
  price double precision
);
insert into color values ('r', 'red', true), ('b', 'blue', false);
insert into paint values (3, 'r', 'loud', '2011-06-17', 2.5), (1, 'b', null, null, 4), (2, null, 'calm', '2012-01-02', null);
"""


@pytest.fixture(params=["sqlite", "duckdb", pytest.param("postgres", marks=pytest.mark.server)])
def own(request, tmp_path):
    """The same tables in each engine."""
    if request.param == "sqlite":
        with sqlite3.connect(tmp_path / "own.sqlite") as connection:
            connection.executescript(TABLES)
        return Named(f"sqlite:{tmp_path}/own.sqlite")
    if request.param == "duckdb":
        run_duckdb(tmp_path / "own.duckdb", TABLES.encode())
        return Named(f"duckdb:{tmp_path}/own.duckdb")
    server = request.getfixturevalue("server")
    server.sql("drop database if exists own", database="postgres")
    server.sql("create database own", database="postgres")
    server.sql(TABLES, database="own")
    return Named(server.address.replace("/record", "/own"), server.variables)


def ask(run, engine, *queries):
    arguments = [part for query in queries for part in ("-c", query)]
    code, out, err = run("--format", "tsv", "--quiet", *arguments, engine=engine)
    return code, out, err


def test_rows_come_in_key_order_with_their_types(run, own):
    code, out, err = ask(run, own, "paint")
    assert code == 0, err
    assert out == (
        "id\tcolor\tmood\tbought\tprice\n1\tb\t\t\t4\n2\t\tcalm\t2012-01-02\t\n3\tr\tloud\t2011-06-17\t2.5\n"
    )


def test_links_lead_on(run, own):
    code, out, err = ask(run, own, "paint | keep id, color.name, color.warm")
    assert (code, out) == (0, "id\tname\twarm\n1\tblue\tfalse\n2\t\t\n3\tred\ttrue\n"), err


def test_checks_make_categories(run, own):
    code, out, err = ask(run, own, "paint | count by mood")
    assert (code, out) == (0, "mood\tn\ncalm\t1\nloud\t1\n\t1\n"), err
    code, _, err = ask(run, own, 'paint | where mood = "luod"')
    assert code == 1 and 'mood has no value "luod". Did you mean "loud"?' in err


def test_keys_are_checked(run, own):
    code, _, err = ask(run, own, 'paint | where color = "x"')
    assert code == 1 and 'color has no value "x"' in err


def test_describe_tells_all_that(run, own):
    code, out, err = run(engine=own, text=".tables\n.describe paint\n")
    assert code == 0, err
    assert "text → color" in out and "category" in out and "3 rows, each named by id" in out


def test_dates_count_as_days(run, own):
    code, out, err = ask(run, own, "paint | where bought in FY2011 | add y = year(bought) | keep id, y")
    assert (code, out) == (0, "id\ty\n3\t2011\n"), err


def test_types_without_values_here_are_left_out(run, tmp_path):
    run_duckdb(tmp_path / "t.duckdb", b"create table t (a integer, b timestamp, c integer[]); insert into t values (1, now(), [1])")
    engine = Named(f"duckdb:{tmp_path}/t.duckdb")
    code, out, err = run("-c", "t", "--format", "tsv", engine=engine)
    assert (code, out) == (0, "a\n1\n"), err
    assert "b (TIMESTAMP), c (INTEGER[])" in err


def test_enums_are_ordered_categories(run, tmp_path):
    run_duckdb(
        tmp_path / "e.duckdb",
        b"create table t (size enum('small', 'large')); insert into t values ('large'), ('small'), (null)",
    )
    engine = Named(f"duckdb:{tmp_path}/e.duckdb")
    code, out, err = run("-c", 't | where size >= "large" | count', "-c", "t | count by size", "--format", "tsv", engine=engine)
    assert (code, out) == (0, "n\n1\n\nsize\tn\nsmall\t1\nlarge\t1\n\t1\n"), err


@pytest.mark.server
def test_enums_and_other_types_of_postgresql(run, server):
    server.sql("drop database if exists odd", database="postgres")
    server.sql("create database odd", database="postgres")
    server.sql(
        """create type size as enum ('small', 'large');
        create schema other; create table other.far (a int);
        insert into other.far values (1);
        create table t (a smallint, n numeric(10, 2), s size, j json, c char(3), "Odd name" text);
        insert into t values (30000, 1.25, 'large', '{}', 'ab', 'x'), (30000, 2.50, 'small', null, null, null);""",
        database="odd",
    )
    engine = Named(server.address.replace("/record", "/odd"), server.variables)
    code, out, err = ask(run, engine, "t | summarize sum(a), sum(n)", "t | count by s", "other_far", "t | keep `Odd name`, n")
    assert code == 0, err
    assert out == "sum_a\tsum_n\n60000\t3.75\n\ns\tn\nsmall\t1\nlarge\t1\n\na\n1\n\nOdd name\tn\nx\t1.25\n\t2.5\n"


def test_several_partners_are_an_error_there_as_here(run, own):
    query = "paint | add k = 1 | keep id, k | join (paint | add k = 1 | keep k, price) on k"
    code, out, err = ask(run, own, query)
    assert (code, out) == (1, "")
    assert "many" in err
    assert ask(run, own, query + " many")[1].count("\n") == 10
