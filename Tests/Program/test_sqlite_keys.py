"""The keys and foreign keys that an SQLite file declares are those of its tables."""

import sqlite3

import pytest


@pytest.fixture
def database(tmp_path):
    def database(script):
        path = tmp_path / "t.sqlite"
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path)
        connection.executescript(script)
        connection.close()
        return path

    return database


ORDERS = """
    create table C (ID integer primary key, name text);
    create table o (k integer primary key, c integer references c(id), d integer references C, x integer);
    insert into C values (1, 'x'), (2, 'y');
    insert into o values (1, 1, 2, 5), (2, 1, null, 6), (3, 2, 1, 7);
"""


@pytest.mark.parametrize("engine", [False, True])
def test_links(scomm, database, engine):
    path = database(ORDERS)
    source = ["--engine", f"sqlite:{path}"] if engine else [path]
    run = scomm(*source, "-c", "o | count by c.name", "-c", "o | total x by d.name", "-c", "o | join C on d = ID | count")
    assert run.code == 0, run.err
    assert run.out == "name\tn\nx\t2\ny\t1\n\nname\tx\nx\t7\ny\t5\n\t6\n\nn\n3\n"


def test_links_under_another_name(scomm, database):
    run = scomm("--data", f"p={database(ORDERS)}", "-c", "p_o | count by c.name")
    assert (run.code, run.out) == (0, "name\tn\nx\t2\ny\t1\n")


def test_keys_are_no_measures_and_order_rows(scomm, database):
    path = database("create table t (k text not null primary key, n); insert into t values ('b', 1), ('a', 2);")
    assert scomm(path, "-c", "t").out == "k\tn\na\t2\nb\t1\n"
    run = scomm(database(ORDERS), "-c", "o | total c")
    assert run.code == 1, run.out


@pytest.mark.parametrize(
    "declaration",
    [
        "c integer references nowhere(id)",
        "c integer references c(missing)",
        "c integer references c(name)",
        "c integer, d integer, foreign key (c, d) references c(id, name)",
    ],
)
def test_what_is_no_link(scomm, database, declaration):
    path = database(
        "create table c (id integer primary key, name text);"
        f"create table o ({declaration}); insert into o (c) values (1);"
    )
    run = scomm(path, "-c", "o | keep c")
    assert (run.code, run.out) == (0, "c\n1\n")
    run = scomm(path, "-c", "o | count by c.name")
    assert run.code == 1 and "c points into no other table" in run.err


def test_a_link_that_points_nowhere(scomm, database):
    path = database(ORDERS + "insert into o values (4, 9, 1, 1);")
    run = scomm(path, "-c", "o | count by c.name")
    assert run.code == 4 and 'c "9" in o is no ID of C, where its link points' in run.err
    assert scomm(path, "-c", "o | count by d.name").code == 0


def test_the_sources_of_the_record_stay_its_own(scomm, database):
    run = scomm(database(ORDERS), "-c", "o | count by c.name", "-c", "states | count")
    assert "sources: 1" not in run.err and "sources: " in run.err
