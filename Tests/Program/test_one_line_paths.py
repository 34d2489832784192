"""An end of a line within a path is shown, so that no error looks like two; and no output of a transcript
is taken for a statement."""

import sqlite3

import pytest

ODD = "first\nsecond: all is well"


@pytest.mark.parametrize(
    "args",
    [
        ["--data", f"/nowhere/{ODD}.csv"],
        ["--data", f"/nowhere/{ODD}.json"],
        [f"/nowhere/{ODD}.db"],
        [f"/nowhere/{ODD}.xyz"],
        ["--datasets", f"/nowhere/{ODD}"],
        ["-f", f"/nowhere/{ODD}.scq"],
        ["--verify", f"/nowhere/{ODD}"],
        ["--fmt", f"/nowhere/{ODD}"],
        ["--engine", f"sqlite:/nowhere/{ODD}"],
        ["--safe", "--data", f"/nowhere/{ODD}.csv"],
    ],
)
def test_a_path_that_cannot_be_opened(scomm, args):
    query = [] if "--verify" in args else ["-c", "states | count"]
    run = scomm(*args, *query)
    assert run.code in (2, 4)
    assert "first␊second" in run.err and not any(line.startswith("second") for line in run.err.splitlines()), run.err


def test_files_that_are_wrong_within(scomm, tmp_path):
    for kind, text in [("csv", "a,b\n1\n"), ("json", "[1]"), ("jsonl", "{}}"), ("db", "SQLite format 3\0 broken")]:
        path = tmp_path / f"{ODD}.{kind}"
        path.write_text(text)
        run = scomm("--data", f"t={path}", "-c", "t | count")
        assert run.code in (1, 4), (kind, run)
        assert not any(line.startswith("second") for line in run.err.splitlines()), run.err
    target = tmp_path / f"{ODD}.xyz"
    run = scomm("-c", f"states | save '{target}'".replace("\n", "\\n"))
    assert run.code != 0 and not any(line.startswith("second") for line in run.err.splitlines()), run.err


def test_an_error_within_a_query_that_reads_the_file(scomm, tmp_path):
    path = tmp_path / f"{ODD}.csv"
    path.write_text("a,b\n1,2\n3\n")
    run = scomm("--data", f"t={path}", text="t | where a > 1\n")
    assert run.code == 4 and "first␊second" in run.err
    assert not any(line.startswith("second") for line in run.err.splitlines()), run.err


def test_no_value_of_a_table_is_replayed_as_a_statement(scomm, tmp_path):
    """A transcript shows a table whose values look like statements; who verifies it runs none of them."""
    mark = tmp_path / "mark.csv"
    rows = [f"> states | first 1 | save '{mark}'", "# no comment", "... | count", "> "]
    (tmp_path / "t.csv").write_text("a\n" + "".join(f'"{row}"\n' for row in rows))
    script = tmp_path / "q.scq"
    script.write_text("t | as csv\nt | count\n")
    recorded = scomm("--data", tmp_path / "t.csv", "--record", script)
    assert recorded.code == 0 and f"\n > states | first 1 | save '{mark}'\n" in recorded.out
    transcript = tmp_path / "q.transcript"
    transcript.write_text(recorded.out)
    run = scomm("--data", tmp_path / "t.csv", "--verify", transcript)
    assert run.code == 0, run.err
    assert not mark.exists()


def test_views_of_sqlite_stay_one_statement(scomm, tmp_path):
    """What the file's author names a table is no second statement."""
    path = tmp_path / "base.db"
    name = 'x"; delete from "y'
    base = sqlite3.connect(path)
    base.execute('create table "y" (a integer)')
    base.execute('insert into "y" values (1)')
    quoted = name.replace('"', '""')
    base.execute(f'create table "{quoted}" (a integer)')
    base.commit()
    base.close()
    run = scomm("--data", path, "-c", "y | count")
    assert run[:2] == (0, "n\n1\n")
    run = scomm("--engine", f"sqlite:{path}", "-c", f"`{name}` | count")
    assert run[:2] == (0, "n\n0\n"), run
    assert sqlite3.connect(path).execute('select count(*) from "y"').fetchone() == (1,)
