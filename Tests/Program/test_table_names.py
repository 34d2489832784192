"""One name, one table: what happens where files would be called alike, or like a table that is there."""

import pytest


@pytest.fixture
def folder(tmp_path):
    for name, text in {
        "a-b.csv": "id\n1\n",
        "a_b.csv": "id\n2\n",
        "x.csv": "n\n5\n",
        "x.json": '[{"n": 8}]',
        "states.csv": "code,n\nMA,1\n",
        "y/2010/t.csv": "n\n1\n",
        "y/2011/t.csv": "n\n2\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "first,second", [("a-b.csv", "a_b.csv"), ("x.csv", "x.json"), ("y/2010/t.csv", "y/2011/t.csv")]
)
def test_two_files_of_one_name(scomm, folder, first, second):
    run = scomm(first, second, "-c", "sources | count", cwd=folder)
    assert run.code == 4 and run.out == ""
    assert first in run.err and run.err.startswith(second) and "--data NAME=FILE" in run.err
    run = scomm(first, "--data", f"other={second}", "-c", "other | count", cwd=folder)
    assert (run.code, run.out) == (0, "n\n1\n")


def test_a_file_called_like_a_table_of_the_record(scomm, folder):
    run = scomm("states.csv", "-c", "states | count", cwd=folder)
    assert run.code == 4 and "there is a table states already" in run.err
    run = scomm("--data", "states=states.csv", "-c", "states | count", cwd=folder)
    assert (run.code, run.out) == (0, "n\n1\n")
    assert "states is states.csv, in the place of the table of that name" in run.err
    run = scomm("--data", "states=states.csv", "--data", "states=x.csv", "-c", "states", cwd=folder)
    assert run.code == 4 and "as that of states.csv is" in run.err


def test_two_columns_of_one_name(scomm, folder):
    run = scomm("--data", "t=x.csv", "-c", "t | add m = n | unpivot n, m as k, k", cwd=folder)
    assert run.code == 1 and "Two columns would be called k." in run.err
