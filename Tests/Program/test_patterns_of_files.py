"""Several files as one table: --data NAME='FOLDER/*.csv'."""

import pytest


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.csv").write_text("id,x,day\n1,2,2011-01-01\n2,3,2011-01-02\n")
    (tmp_path / "b.csv").write_text("id,x,note,day\n1,2.5,z,\n2,,w,\n")
    (tmp_path / "c.csv").write_text("x,id\n,7\n")
    return tmp_path


def ask(scomm, folder, *queries, pattern="*.csv", options=()):
    asked = [part for query in queries for part in ("-c", query)]
    return scomm("--no-cache", *options, "--data", f"all={folder}/{pattern}", *asked)


def test_columns_are_united_by_name(scomm, folder):
    run = ask(scomm, folder, "all | keep id, x, day, note")
    assert run.out.splitlines() == [
        "id\tx\tday\tnote", "1\t2\t2011-01-01\t", "2\t3\t2011-01-02\t", "1\t2.5\t\tz", "2\t\t\tw", "7\t\t\t",
    ]
    types = ask(scomm, folder, "all | describe | keep column, type").out
    assert "x\treal" in types and "day\tdate" in types and "file\ttext" in types


def test_each_row_names_its_file(scomm, folder):
    run = ask(scomm, folder, "all | count by file")
    assert run.out.splitlines()[1:] == [f"{folder}/{name}.csv\t{n}" for name, n in [("a", 2), ("b", 2), ("c", 1)]]


def test_folders_are_left_out(scomm, folder):
    (folder / "d.csv").mkdir()
    assert ask(scomm, folder, "all | count").out == "n\n5\n"
    run = ask(scomm, folder, "all | count", pattern="d*")
    assert run.code == 4 and "no file" in run.err


def test_a_column_file_stays(scomm, folder):
    (folder / "d.csv").write_text("id,x,file\n9,1,mine\n")
    run = ask(scomm, folder, "all | where file = \"mine\" | keep id, x, file_2")
    assert run.out.splitlines() == ["id\tx\tfile_2", f"9\t1\t{folder}/d.csv"]


@pytest.mark.parametrize("cell", ["NA", "many", "2012-01-01", "5%"])
def test_types_that_differ_are_an_error(scomm, folder, cell):
    (folder / "d.csv").write_text(f"id,x\n9,{cell}\n")
    run = ask(scomm, folder, "all | count")
    assert run.code == 4 and "x is integer in" in run.err and "d.csv; words that mean missing" in run.err
    if cell == "NA":
        run = ask(scomm, folder, "all | summarize n = count(x), most = max(x)", options=["--missing", "NA"])
        assert run.out.splitlines()[1] == "3\t3"


def test_columns_that_files_lack_are_told(scomm, folder):
    run = ask(scomm, folder, "all | count")
    assert f"all: note is missing in the rows of {folder}/a.csv and 1 more, which lack it" in run.err


def test_an_error_of_a_file_is_told_whatever_its_table_is_called(scomm, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n1,2\n3,4,5\n")
    for name in ("q", "help", "all"):
        run = scomm("--no-cache", "--data", f"{name}={path}", "-c", name)
        assert run.code == 4 and "bad.csv:3:1" in run.err


def test_patterns_do_not_look_into_folders_within_folders(scomm, folder):
    assert "** is not read" in ask(scomm, folder, "all", pattern="**/*.csv").err


def test_integers_that_reals_cannot_hold_are_an_error(scomm, folder):
    (folder / "d.csv").write_text("id,x\n9,9007199254740993\n")
    run = ask(scomm, folder, "all | total x")
    assert run.code == 4 and "9007199254740993" in run.err and "d.csv" in run.err


def test_every_way_of_opening_takes_patterns(scomm, folder):
    opened = scomm(text=f".open {folder}/*.csv as all\nall | count\n")
    assert opened.code == 0 and opened.out.endswith("5\n")
    one = scomm("--data", f"a={folder}/a?csv", "-c", "a | count")
    assert one.code == 0 and one.out.endswith("2\n")


def test_what_matches_nothing_or_has_no_name_is_an_error(scomm, folder):
    run = ask(scomm, folder, "all", pattern="*.tsv")
    assert run.code == 4 and "matches no file" in run.err
    run = scomm("--data", f"{folder}/*.csv", "-c", "all")
    assert run.code == 4 and "name the table" in run.err


def test_malformed_rows_are_listed_with_their_file(scomm, folder):
    (folder / "d.csv").write_text("id,x\n1,2,3\n4,5\n")
    run = ask(scomm, folder, "all | count", "rejects | keep table, line", options=["--bad-rows", "skip"])
    assert "6" in run.out and f"all, {folder}/d.csv\t2" in run.out


def test_bounded_servers_open_none(scomm, folder):
    run = scomm("--safe", text=f".open {folder}/*.csv as all\n")
    assert run.code != 0 and "--safe" in run.err
