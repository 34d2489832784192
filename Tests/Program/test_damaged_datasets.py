"""A damaged record: what is damaged is named with its place, and the rest can be used."""

import csv
import shutil

import pytest

from program import DATASETS


@pytest.fixture
def datasets(tmp_path):
    """A copy of the record that may be damaged."""
    copy = tmp_path / "datasets"
    shutil.copytree(DATASETS, copy)
    copy.chmod(0o755)
    for path in copy.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return copy


@pytest.fixture
def asked(scomm, datasets):
    def asked(query, *options):
        return scomm("--quiet", *options, "-c", query, SCOMM_DATASETS=str(datasets))

    return asked


def edit(path, number, old, new):
    """Replaces text in a line, the first being 1."""
    lines = path.read_text(encoding="utf-8").split("\n")
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")


EVERYTHING = "deportations | where removals > 0 or partial or period_start > 2009 or source = 'x' or state > 'A' or fiscal_year > FY2009"

DAMAGES = {
    "a column that is not in the header": (1, "removals", "removal", ":1:"),
    "a number that is none": (3, ",0,", ",many,", ":3:33"),
    "a number with a point": (3, ",0,", ",0.5,", ":3:33"),
    "a number too large": (3, ",0,", ",99999999999999999999,", ":3:33"),
    "a date that is none": (3, "2009-10-01", "2009-13-01", ":3:11"),
    "a day that is none": (3, "2009-10-01", "2009-02-30", ":3:11"),
    "a fiscal year that is none": (3, "FY2010", "2010", ":3:4"),
    "a truth that is none": (3, "false", "maybe", ":3:35"),
    "a field too many": (3, "urban-2022", "urban-2022,more", ":3:"),
    "a field too few": (3, ",urban-2022", "", ":3:"),
    "a quote that is not closed": (3, "urban-2022", '"urban-2022', ":3:"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_table_is_named_with_its_place(asked, datasets, name):
    number, old, new, place = DAMAGES[name]
    edit(datasets / "deportations.csv", number, old, new)
    run = asked("deportations | keep state, fiscal_year, period_start, period_end, removals, partial, source")
    assert run[:2] == (4, "")
    assert f"deportations.csv{place}" in run.err
    assert asked("states | count")[:2] == (0, "n\n56\n")
    assert asked("events | count by state.region").code == 0


def test_a_category_that_is_not_declared(asked, datasets):
    edit(datasets / "events.csv", 2, "agreement", "agrement")
    run = asked("events | count by kind")
    assert run[:2] == (4, "")
    assert "events.csv:2:" in run.err and "agrement" in run.err
    assert asked("stories | count by kind").code == 0


def test_bytes_that_are_no_text(asked, datasets):
    path = datasets / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"Boston among", b"Bost\xffn among", 1))
    run = asked("events | keep title")
    assert run[:2] == (4, "")
    assert "events.csv:2:" in run.err
    assert asked("stories | keep title").code == 0


def test_a_table_that_is_cut_off(asked, datasets):
    path = datasets / "conflicts.csv"
    text = path.read_bytes()
    path.write_bytes(text[: text.rindex(b'"')])
    run = asked("conflicts | keep text")
    assert run[:2] == (4, "")
    assert "conflicts.csv:" in run.err


def test_a_missing_table(asked, datasets):
    (datasets / "states.csv").unlink()
    run = asked("states | count")
    assert run[:2] == (4, "")
    assert "states.csv" in run.err
    assert asked("deportations | total removals")[:2] == (0, "removals\n406383\n")
    assert asked("deportations | total removals by state.region").code == 4


def test_an_empty_table_file(asked, datasets):
    (datasets / "states.csv").write_text("")
    run = asked("states | count")
    assert run[:2] == (4, "")
    assert "states.csv:1:1" in run.err


def test_a_header_without_rows(asked, datasets):
    path = datasets / "rollout.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert asked("rollout | count")[:2] == (0, "n\n0\n")
    assert asked("rollout | summarize s = max(active_jurisdictions)")[0] == 0


def test_a_folder_instead_of_a_table(asked, datasets):
    (datasets / "states.csv").unlink()
    (datasets / "states.csv").mkdir()
    assert asked("states | count")[:2] == (4, "")
    assert asked("rollout | count").code == 0


def test_columns_in_another_order(asked, datasets):
    path = datasets / "rollout.csv"
    rows = list(csv.reader(path.read_text().splitlines()))
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(row[::-1] for row in rows)
    assert asked("rollout | first 1 | keep id, active_jurisdictions")[:2] == (0, "id\tactive_jurisdictions\nR001\t7\n")


def test_windows_line_ends(asked, datasets):
    path = datasets / "rollout.csv"
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert asked("rollout | last 1 | keep source | count")[:2] == (0, "n\n1\n")
    assert "\r" not in asked("rollout").out


def test_keep_going_uses_the_other_tables(asked, datasets):
    edit(datasets / "deportations.csv", 1, "removals", "removal")
    run = asked("deportations | count\nstates | count", "--keep-going")
    assert run[:2] == (4, "n\n56\n")


PACKAGES = {
    "broken": '{\n  "name": [,\n}\n',
    "cut off": '{\n  "name": "x",\n  "resources": [',
    "empty": "",
    "a list": "[]",
    "a word": "nonsense",
    "without resources": '{"name": "x"}',
    "bytes": "\x00\x01\x02",
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_broken_package(asked, datasets, name):
    (datasets / "datapackage.json").write_text(PACKAGES[name])
    run = asked("states | count")
    assert run[:2] == (4, "")
    assert "datapackage.json" in run.err
    assert len(run.err) < 10_000


def test_a_broken_package_is_named_with_its_place(asked, datasets):
    path = datasets / "datapackage.json"
    edit(path, 3, '"', "'")
    run = asked("states | count")
    assert run[:2] == (4, "")
    assert "datapackage.json:3:" in run.err


def test_a_missing_package(asked, datasets):
    (datasets / "datapackage.json").unlink()
    run = asked("states | count")
    assert run[:2] == (4, "")
    assert "datapackage.json" in run.err


@pytest.mark.parametrize(
    "old, new",
    [
        ('"type": "integer"', '"type": "number of things"'),
        ('"type": "integer"', '"type": 3'),
        ('"path": "states.csv"', '"path": "../../../etc/passwd"'),
        ('"path": "states.csv"', '"path": 7'),
        ('"resource": "states"', '"resource": "nowhere"'),
        ('"fiscalYearStart": 10', '"fiscalYearStart": 17'),
        ('"partial": "partial"', '"partial": "nothing > ("'),
    ],
)
def test_a_package_that_declares_nonsense(asked, datasets, old, new):
    path = datasets / "datapackage.json"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    run = asked("states | where population > 0 | count")
    assert run.code in (0, 4)
    if run.code == 4:
        assert "datapackage.json" in run.err or "states.csv" in run.err
