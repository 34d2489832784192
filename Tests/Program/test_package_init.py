"""`.package init FILE`: a draft of a data package that loads, is valid, and overwrites nothing unsaid."""

import gzip
import json
import os
import shutil
import stat

import pytest

from program import DATASETS, REPOSITORY

VALIDATOR = REPOSITORY / ".venv-data/bin/frictionless"
RICH = """\
when,stamp,name,amount,grouped,fiscal,period,quarter,flag,masked,rate,year,empty,code
14-Mar-12,3/14/2012 00:00:00,a,"$1,200.50","1,234",FY2012,2012-03,2012-Q1,true,1980,45%,2012,,01003
15-Mar-12,3/15/2012 00:00:00,b,$20.00,56,FY2012,2012-04,2012-Q2,false,(b)(6),5%,2013,,01001
16-Mar-12,3/16/2012 00:00:00,c,$20.00,NA,FY2013,2012-05,2012-Q2,true,1982,7%,2014,,48113
17-Mar-12,3/17/2012 00:00:00,d,$1.25,"10,000",FY2013,2012-05,2012-Q2,true,"(b)(6), (b)(7)(C)",7%,2014,,99999
"""


@pytest.fixture
def drafted(scomm, tmp_path):
    """Writes a file, drafts its package, and gives the run and the package."""

    def drafted(text, *args, name="data.csv", command=None):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        run = scomm(*args, "-c", command or f".package init {name}", cwd=tmp_path)
        assert run.code == 0, run.err
        return run, json.loads((tmp_path / "datapackage.json").read_text())

    return drafted


def fields(package):
    return {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}


def validate(folder):
    """By the validator of the standard's authors, where it is installed: make test-data does that."""
    import subprocess

    if VALIDATOR.exists():
        done = subprocess.run([VALIDATOR, "validate", "datapackage.json"], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_what_is_found_of_columns(drafted, scomm, tmp_path):
    run, package = drafted(RICH)
    found = fields(package)
    assert {name: field["type"] for name, field in found.items()} == {
        "when": "date",
        "stamp": "date",
        "name": "string",
        "amount": "number",
        "grouped": "number",
        "fiscal": "string",
        "period": "yearmonth",
        "quarter": "string",
        "flag": "boolean",
        "masked": "integer",
        "rate": "number",
        "year": "integer",
        "empty": "string",
        "code": "string",
    }
    assert found["when"]["format"] == "%d-%b-%y"
    assert found["stamp"]["format"] == "%m/%d/%Y 00:00:00"
    assert found["amount"]["groupChar"] == "," and found["amount"]["bareNumber"] is False
    assert found["grouped"]["missingValues"] == ["", "NA"]
    assert found["fiscal"]["period"] == "fiscal-year"
    assert found["masked"]["missingValues"] == ["", "(b)(6)", "(b)(6), (b)(7)(C)"]
    assert found["year"]["scomm"] == {"additive": False}
    assert package["resources"][0]["bytes"] == len(RICH)
    assert package["resources"][0]["schema"]["primaryKey"] == ["when"]
    assert "has no value" in run.out and "3 of 4 values (75% of its rows) are in jurisdictions.fips" in run.out
    validate(tmp_path)
    rows = json.loads(scomm(tmp_path, "--format", "json", "-c", "data", cwd=tmp_path).out)
    assert rows[0] == {
        "when": "2012-03-14",
        "stamp": "2012-03-14",
        "name": "a",
        "amount": 1200.5,
        "grouped": 1234,
        "fiscal": "FY2012",
        "period": "2012-03",
        "quarter": "2012-Q1",
        "flag": True,
        "masked": 1980,
        "rate": 45,
        "year": 2012,
        "empty": None,
        "code": "01003",
    }
    assert [row["masked"] for row in rows] == [1980, None, 1982, None]
    assert rows[2]["grouped"] is None


@pytest.mark.parametrize(
    "name,text",
    [
        ("semicolons.csv", "a;b\nx;1,5\ny;2,5\n"),
        ("tabs.tsv", "a\tb\nx\t1.5\ny\t2.5\n"),
        ("marked.csv", b"\xef\xbb\xbfa,b\r\nx,1.5\r\ny,2.5\r\n"),
        ("Some File-2.csv", "a,b\nx,1.5\ny,2.5\n"),
    ],
)
def test_delimiters_marks_and_names(drafted, scomm, tmp_path, name, text):
    _, package = drafted(text, name=name)
    validate(tmp_path)
    table = package["resources"][0]["name"]
    rows = json.loads(scomm(tmp_path, "--format", "json", "-c", table).out)
    assert rows == [{"a": "x", "b": 1.5}, {"a": "y", "b": 2.5}]


@pytest.mark.parametrize("name,text", [
    ("t.json", '[{"a": "x", "b": 1}, {"a": "y", "b": null}]'),
    ("t.jsonl", '{"a": "x", "b": 1}\n{"a": "y"}\n'),
])  # fmt: skip
def test_json_gets_a_csv_beside_it(drafted, scomm, tmp_path, name, text):
    run, package = drafted(text, name=name)
    assert package["resources"][0]["path"] == "t.csv"
    assert "2 rows written to t.csv" in run.err
    validate(tmp_path)
    assert json.loads(scomm(tmp_path, "--format", "json", "-c", "t").out) == [{"a": "x", "b": 1}, {"a": "y", "b": None}]


def test_a_packed_file_gets_a_csv_beside_it(drafted, scomm, tmp_path):
    run, package = drafted(gzip.compress(b"a,b\nx,1\ny,2\n"), name="t.csv.gz")
    assert package["resources"][0]["path"] == "t.csv" and "2 rows written to t.csv" in run.err
    assert (tmp_path / "t.csv").read_text() == "a,b\nx,1\ny,2\n"
    validate(tmp_path)


def test_a_name_is_given(drafted):
    _, package = drafted("a\n1\n2\n", command=".package init data.csv as removals")
    assert package["resources"][0]["name"] == "removals" and package["name"] == "removals"


def test_an_open_table_is_named(drafted):
    _, package = drafted("a\n1\n2\n", "--data", "t=data.csv", command=".package init t")
    assert package["resources"][0]["path"] == "data.csv"


def test_words_that_are_missing_are_declared(drafted, tmp_path, scomm):
    _, package = drafted("a,b\nunknown,x\n1,unknown\n2,z\n", "--missing", "unknown,none said")
    assert package["resources"][0]["schema"]["missingValues"] == ["", "unknown", "none said"]
    assert json.loads(scomm(tmp_path, "--format", "json", "-c", "data").out)[0] == {"a": None, "b": "x"}


def test_keys_of_pairs_and_links(drafted, scomm, tmp_path):
    rows = "".join(f"{state},{year},{n}\n" for n, state in enumerate(["MA", "TX", "CA"]) for year in ("FY2010", "FY2011"))
    run, package = drafted("state,year,n\n" + rows)
    assert package["resources"][0]["schema"]["primaryKey"] == ["state", "year"]
    assert fields(package)["state"]["scomm"] == {"link": {"table": "states", "column": "code"}}
    assert "links to states.code, where all its values are" in run.out
    asked = scomm(tmp_path, "--quiet", "-c", "data | total n by state.region")
    assert asked.out.splitlines() == ["region\tn", "Northeast\t0", "South\t2", "West\t4"]
    about = scomm(tmp_path, "-c", ".about data").out
    assert "Beware: its data package is a draft: title, row, coverage, caveats and sources are to be filled in." in " ".join(about.split())


@pytest.mark.parametrize(
    "text,key",
    [
        ("id,name\n1,a\n2,b\n", ["id"]),
        ("n,name\n1,a\n1,b\n", ["name"]),
        ("n,day,name\n1,2011-01-01,a\n1,2011-01-02,b\n", ["name"]),
        ("n,day,name\n1,2011-01-01,a\n1,2011-01-02,a\n", ["day"]),
        ("a,b\nx,1\nx,2\ny,1\n", ["b", "a"]),
        ("a,b\nx,1\nx,1\n", None),
        ("a,b\nx,1\n,2\nx,3\n", ["b"]),
        ("a,b\nx,1.5\nx,2.5\n", None),
        ("a\n1\n", None),
    ],
)
def test_keys(drafted, text, key):
    run, package = drafted(text)
    found = package["resources"][0]["schema"].get("primaryKey")
    assert (sorted(found) if found else None) == (sorted(key) if key else None)
    assert ("no column or pair of columns names each row" in run.err) == (key is None)


def test_a_link_to_what_is_not_open_is_left_out_and_told(drafted, scomm, tmp_path):
    drafted("state,n\nMA,1\nTX,2\n")
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(DATASETS / "sources.csv", other)
    resources = [one for one in json.loads((DATASETS / "datapackage.json").read_text())["resources"] if one["name"] == "sources"]
    (other / "datapackage.json").write_text(json.dumps({"resources": resources}))
    run = scomm("--datasets", other, tmp_path, "-c", "data | count")
    assert run.code == 0
    assert "data.state links to states.code, which is not open; the link is left out" in run.err
    run = scomm("--datasets", other, tmp_path, "-c", "data | count by state.region")
    assert run.code == 1 and "state points into no other table" in run.err


@pytest.mark.parametrize(
    "link,problem",
    [
        ({"table": "states"}, "link of t.state must be an object with a table and a column"),
        ({"table": "t", "column": "state"}, "links to t, a table of its own package"),
    ],
)
def test_links_that_are_declared_wrongly(scomm, tmp_path, link, problem):
    (tmp_path / "t.csv").write_text("state\nMA\n")
    field = {"name": "state", "scomm": {"link": link}}
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [field]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    run = scomm(tmp_path, "-c", "t")
    assert run.code != 0 and problem in run.err and "datapackage.json:1:" in run.err


def test_a_link_to_a_column_that_is_no_key(scomm, tmp_path):
    (tmp_path / "t.csv").write_text("state\nMA\n")
    field = {"name": "state", "scomm": {"link": {"table": "states", "column": "name"}}}
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [field]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    assert "links to states.name, which is not the key of that table; the link is left out" in scomm(tmp_path, "-c", "t").err


def test_what_was_there_is_kept_and_told(drafted, scomm, tmp_path):
    (tmp_path / "datapackage.json").write_text("of mine\n")
    os.chmod(tmp_path / "datapackage.json", 0o640)
    run, _ = drafted("a\n1\n2\n")
    assert "what it held before is in datapackage.json~" in run.err
    assert (tmp_path / "datapackage.json~").read_text() == "of mine\n"
    assert stat.S_IMODE((tmp_path / "datapackage.json").stat().st_mode) == 0o640
    run = scomm("-c", ".package init data.csv", cwd=tmp_path)
    assert "which held the same already" in run.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "datapackage.json", "datapackage.json~"]


@pytest.mark.parametrize(
    "text,problem",
    [
        ("a,a\n1,2\n", "a is no name, or one that comes twice"),
        ("a,\n1,2\n", "column_2 has no name"),
        ("\n\na,b\n1,2\n", "its first line does not name the columns"),
        ("a,b\r1,2\r3,4\r", "its lines end with carriage returns alone"),
    ],
)
def test_what_a_package_cannot_describe(scomm, tmp_path, text, problem):
    (tmp_path / "data.csv").write_bytes(text.encode())
    run = scomm("-c", ".package init data.csv", cwd=tmp_path)
    assert run.code == 4
    assert f"data.csv: a data package cannot describe it, since {problem}; write it anew with save" in run.err
    assert not (tmp_path / "datapackage.json").exists()


@pytest.mark.parametrize(
    "command,code,problem",
    [
        (".package", 2, "Write .package init FILE [as NAME]."),
        (".package make x.csv", 2, "Write .package init FILE [as NAME]."),
        (".package init -", 2, "standard input is none"),
        (".package init absent.csv", 4, "absent.csv: cannot be opened: No such file or directory"),
        (".package init absent.pdf", 4, "absent.pdf: cannot be opened"),
        (".package init bad.csv", 4, "bad.csv:3:1: "),
        (".package init good.csv as 1st", 2, "A table cannot be called 1st: take letters, digits and underscores."),
    ],
)
def test_what_is_asked_wrongly(scomm, tmp_path, command, code, problem):
    (tmp_path / "good.csv").write_text("a\n1\n")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n3\n")
    run = scomm("-c", command, cwd=tmp_path)
    assert (run.code, problem in run.err) == (code, True), run.err
    assert not (tmp_path / "datapackage.json").exists()


def test_safe_mode_refuses(scomm, tmp_path):
    (tmp_path / "data.csv").write_text("a\n1\n")
    run = scomm("--safe", "-c", ".package init data.csv", cwd=tmp_path)
    assert run.code == 4 and "--safe opens no files" in run.err
    assert [path.name for path in tmp_path.iterdir()] == ["data.csv"]


def test_times_that_are_written_in_several_ways_stay_text(drafted, tmp_path, scomm):
    run, package = drafted("day,n\n2012-03-14 00:00:00,1\n2012-03-15T00:00:00Z,2\n")
    assert fields(package)["day"]["type"] == "string"
    assert "kept as text" in run.out
    validate(tmp_path)


def test_categories_are_few_texts_in_several_rows(drafted):
    rows = "".join(f"{n},{word}\n" for n, word in enumerate(["a", "b", "c"] * 4))
    _, package = drafted("n,word\n" + rows)
    assert fields(package)["word"]["categories"] == ["a", "b", "c"]
    _, package = drafted("n,word\n1,a\n2,b\n3,a\n")
    assert "categories" not in fields(package)["word"]


def test_hostile_texts_are_quoted(drafted, scomm, tmp_path):
    run, package = drafted('"a ""b\\\u202e",n\n"\u001b[31mx",NA\n"\u001b[31my",2\n')
    assert "\u001b" not in run.out + run.err and "\u202e" not in run.out
    validate(tmp_path)
    assert scomm(tmp_path, "-c", "data | count").code == 0
