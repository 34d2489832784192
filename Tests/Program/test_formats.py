"""Formats, colors, files that are written, and tables of one's own."""

import csv
import io
import json
import os
import stat

import pytest

ESCAPE = "\x1b"
BOXES = "─│┌┐└┘├┤┬┴┼═║╔╗╚╝╭╮╰╯"
QUERIES = [
    "deportations | first 60",
    "deportations | where removals is missing | keep state, removals, partial",
    "conflicts",
    "claims | keep id, statement, as_of, value, level, scope",
    "detention | first 40 | keep month, state, average_daily_population",
    "policies | where state = 'MA'",
    "jurisdictions | where state = 'NM' | keep name, population, activated, activation_basis",
    "states | where false",
    "deportations | total removals by state.region | share",
    "deportations | add day_after = period_end + 1 day | first 3 | keep state, day_after",
    "deportations | count by known = (removals is not missing)",
]


def from_csv(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else float(value)


@pytest.mark.parametrize("query", QUERIES)
def test_csv_tsv_json_and_jsonl_hold_the_same(scomm, query):
    outputs = {}
    for name in ("csv", "tsv", "json", "jsonl"):
        run = scomm("--quiet", "--format", name, "-c", query)
        assert run.code == 0
        outputs[name] = run.out
    rows = from_csv(outputs["csv"])
    objects = json.loads(outputs["json"])
    assert objects == [json.loads(line) for line in outputs["jsonl"].splitlines()]
    assert len(rows) == len(objects)
    for row, item in zip(rows, objects):
        assert list(row) == list(item)
        for name in row:
            wanted = as_cell(item[name])
            assert (float(row[name]) if isinstance(wanted, float) else row[name]) == wanted
    again = list(csv.DictReader(io.StringIO(outputs["tsv"], newline=""), delimiter="\t"))
    assert again == rows


def test_json_of_no_rows_is_an_empty_list(scomm):
    assert json.loads(scomm("--format", "json", "-c", "states | where false").out) == []


def test_csv_of_no_rows_has_a_header(scomm):
    assert scomm("--format", "csv", "-c", "states | where false | keep code, name").out == "code,name\n"


def test_missing_is_null_blank_or_a_word(scomm):
    query = "deportations | where state = 'AK' and fiscal_year = FY2009 | keep state, removals"
    assert scomm("--format", "csv", "-c", query).out == "state,removals\nAK,\n"
    assert scomm("--format", "tsv", "-c", query).out == "state\tremovals\nAK\t\n"
    assert json.loads(scomm("--format", "json", "-c", query).out) == [{"state": "AK", "removals": None}]
    assert "(missing)" in scomm("--format", "plain", "-c", query).out
    assert "(missing)" in scomm("--format", "box", "-c", query).out


def test_a_row_of_one_missing_value_is_no_empty_line(scomm):
    """An empty line parts results, so that it cannot stand for a row, too."""
    out = scomm("--format", "csv", "-c", "deportations | first 2 | keep removals").out
    assert len(list(csv.reader(io.StringIO(out)))) == 3
    assert "\n\n" not in out
    assert [len(row) for row in csv.reader(io.StringIO(out))] == [1, 1, 1]


def test_data_formats_are_in_full_precision(scomm):
    query = "states | where code = 'MA' | add third = population / 3 | keep third, population"
    for name in ("csv", "tsv", "json", "jsonl"):
        out = scomm("--format", name, "-c", query).out
        assert "2182543" in out and "6547629" in out
    third = float(scomm("--format", "csv", "-c", query).out.splitlines()[1].split(",")[0])
    assert third == 6547629 / 3


def test_percent_is_a_ratio_in_data_and_a_percentage_on_screen(scomm):
    query = "states | where code = 'MA' | add p = 23.5% | keep p"
    assert scomm("--format", "csv", "-c", query).out == "p\n0.235\n"
    assert json.loads(scomm("--format", "json", "-c", query).out) == [{"p": 0.235}]
    assert "23.5%" in scomm("--format", "box", "-c", query).out


def test_fields_are_quoted_as_the_standard_says(scomm):
    out = scomm("--format", "csv", "-c", "conflicts | where id = 'X002' | keep text").out
    assert '""withdrew""' in out
    assert from_csv(out)[0]["text"].startswith('eastboston-2011-08 says Massachusetts "withdrew"; ')


def test_a_query_may_name_its_format(scomm):
    assert json.loads(scomm("-c", "states | count | as json").out) == [{"n": 56}]
    assert scomm("--format", "json", "-c", "states | count | as csv").out == "n\n56\n"
    assert scomm("-c", "states | count | as exel").code == 1


def test_pipes_get_tab_separated_values(scomm):
    assert scomm("-c", "states | first 1 | keep code, name").out == "code\tname\nAK\tAlaska\n"


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"COLUMNS": "40"}, {"TERM": "dumb"}])
def test_pipes_never_get_escapes_or_boxes(scomm, variables):
    for query in ("deportations | total removals by state.region | share", "states | cuont", ".help count", ".tables"):
        run = scomm("-c", query, **variables)
        assert ESCAPE not in run.out + run.err
        assert not set(BOXES) & set(run.out + run.err)


def test_no_color_wins(scomm):
    run = scomm("--color", "always", "--format", "box", "-c", "states | count", NO_COLOR="1")
    assert ESCAPE not in run.out + run.err
    run = scomm("--format", "box", "-c", "states | cuont", NO_COLOR="1", CLICOLOR_FORCE="1")
    assert ESCAPE not in run.out + run.err


def test_color_never(scomm):
    run = scomm("--color", "never", "--format", "box", "-c", "states | cuont", CLICOLOR_FORCE="1")
    assert ESCAPE not in run.out + run.err


def test_data_are_never_colored(scomm):
    for name in ("csv", "tsv", "json", "jsonl"):
        assert ESCAPE not in scomm("--color", "always", "--format", name, "-c", "states").out


def test_a_box_is_a_box(scomm):
    out = scomm("--format", "box", "-c", "states | first 2 | keep code, name").out
    assert out.splitlines()[0][0] in BOXES
    assert len({len(line) for line in out.splitlines()}) == 1


def test_control_characters_in_data_never_reach_the_terminal(scomm, tmp_path):
    path = tmp_path / "evil.csv"
    path.write_text('a,b\n"x\x1b[31mred\x07","two\nlines"\n')
    for name in ("box", "plain", "vertical"):
        out = scomm("--format", name, path, "-c", "evil").out
        assert ESCAPE not in out and "\x07" not in out


# Saving


def test_save_writes_by_the_ending(scomm, tmp_path):
    for ending in ("csv", "tsv", "json", "jsonl"):
        path = tmp_path / f"out.{ending}"
        run = scomm("--quiet", "-c", f"states | keep code, name | save '{path}'")
        assert run == (0, "", "")
        assert path.read_text() == scomm("--format", ending, "-c", "states | keep code, name").out


def test_save_replaces_a_file_whole(scomm, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("x" * 100_000)
    assert scomm("-c", f"states | count | save '{path}'").code == 0
    assert path.read_text() == "n\n56\n"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["out.csv", "out.csv~"]
    assert (tmp_path / "out.csv~").read_text() == "x" * 100_000


def test_save_knows_the_home_folder(scomm, tmp_path):
    run = scomm("-c", "states | count | save '~/out.csv'", HOME=str(tmp_path))
    assert run.code == 0
    assert (tmp_path / "out.csv").read_text() == "n\n56\n"


def test_save_leaves_the_old_file_when_a_query_fails(scomm, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    run = scomm("-c", f"states | add x = population * 9_000_000_000_000 | save '{path}'")
    assert run.code == 1
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["out.csv"]


def test_save_into_a_folder_that_is_not_there(scomm, tmp_path):
    run = scomm("-c", f"states | save '{tmp_path}/nowhere/out.csv'")
    assert run[:2] == (4, "")
    assert "nowhere/out.csv" in run.err


def test_save_onto_a_folder(scomm, tmp_path):
    (tmp_path / "out.csv").mkdir()
    assert scomm("-c", f"states | save '{tmp_path}/out.csv'").code == 4
    assert [item.name for item in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_save_into_a_closed_folder(scomm, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert scomm("-c", f"states | save '{closed}/out.csv'").code == 4
        assert list(closed.iterdir()) == []
    finally:
        closed.chmod(stat.S_IRWXU)


def test_save_takes_a_parameter(scomm, tmp_path):
    text = f"param path = '{tmp_path}/a.csv'\nstates | count | save $path\n"
    assert scomm(text=text).code == 0
    assert scomm("--set", f"path={tmp_path}/b.csv", text=text).code == 0
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_save_with_an_unknown_ending(scomm, tmp_path):
    run = scomm("-c", f"states | save '{tmp_path}/out.exe'")
    assert run.code in (1, 4)
    assert "csv" in run.err
    assert list(tmp_path.iterdir()) == []


# Tables of one's own

OWN = "town,day,people,share,big\nAlpha,2011-06-01,10,0.5,true\nBeta,,20,,false\n\"Gamma, MA\",2012-01-31,,1.25,true\n"


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(OWN)
    return path


def test_a_table_of_ones_own(scomm, own):
    run = scomm("--quiet", "--format", "csv", own, "-c", "own | where people >= 10 | keep town, people")
    assert run == (0, "town,people\nAlpha,10\nBeta,20\n", "")


def test_the_types_of_ones_own_columns_are_seen(scomm, own):
    run = scomm("--quiet", "--format", "csv", own, "-c", "own | summarize s = sum(people), d = max(day), m = mean(share), b = count(where big), y = count(where day in 2011)")
    assert run == (0, "s,d,m,b,y\n30,2012-01-31,0.875,2,1\n", "")


def test_a_table_gets_a_name(scomm, own):
    assert scomm("--data", f"mine={own}", "-c", "mine | count")[:2] == (0, "n\n3\n")
    assert scomm("--data", own, "-c", "own | count")[:2] == (0, "n\n3\n")


def test_a_table_from_standard_input(scomm):
    assert scomm("--data", "t=-", "-c", "t | count", text=OWN)[:2] == (0, "n\n3\n")


@pytest.mark.parametrize(
    "name, text",
    [
        ("t.tsv", "a\tb\n1\tx\n2\ty\n"),
        ("t.json", '[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]'),
        ("t.jsonl", '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n'),
        ("t.csv", "a,b\r\n1,x\r\n2,y\r\n"),
        ("t.csv", "\ufeffa,b\n1,x\n2,y"),
    ],
)
def test_tables_in_other_formats(scomm, tmp_path, name, text):
    (tmp_path / name).write_bytes(text.encode())
    run = scomm("--quiet", "--format", "csv", tmp_path / name, "-c", "t | where a > 0")
    assert run == (0, "a,b\n1,x\n2,y\n", "")


def test_columns_of_the_same_name_are_told_apart(scomm, tmp_path):
    (tmp_path / "t.csv").write_text("a,a\n1,2\n")
    run = scomm("--quiet", "--format", "csv", tmp_path / "t.csv", "-c", "t")
    assert run.code == 0
    header, row = (line.split(",") for line in run.out.splitlines())
    assert len(set(header)) == 2 and row == ["1", "2"]


def test_a_table_of_ones_own_joins_the_record(scomm, tmp_path):
    (tmp_path / "mine.csv").write_text("code,note\nMA,home\nTX,away\n")
    run = scomm("--format", "csv", "--quiet", tmp_path / "mine.csv", "-c", "mine | join (states | keep code, name) on code")
    assert run == (0, "code,note,name\nMA,home,Massachusetts\nTX,away,Texas\n", "")


def test_what_is_saved_can_be_opened(scomm, tmp_path):
    for ending in ("csv", "tsv", "json", "jsonl"):
        path = tmp_path / f"saved.{ending}"
        assert scomm("-c", f"conflicts | save '{path}'").code == 0
        assert scomm("--format", "csv", path, "-c", "saved").out == scomm("--format", "csv", "-c", "conflicts").out


def test_a_folder_with_a_data_package(scomm, tmp_path):
    (tmp_path / "towns.csv").write_text("town,rank\nAlpha,low\nBeta,high\n")
    fields = [{"name": "town", "type": "string"}, {"name": "rank", "type": "string", "categories": ["low", "high"], "categoriesOrdered": True}]
    package = {"name": "own", "resources": [{"name": "towns", "path": "towns.csv", "schema": {"fields": fields}}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    assert scomm("--quiet", tmp_path, "-c", "towns | where rank > 'low'")[:2] == (0, "town\trank\nBeta\thigh\n")


@pytest.mark.parametrize(
    "text, place",
    [("a,b\n1,2\n3\n", ":3:"), ("a,b\n1,2,3\n", ":2:"), ('a,b\n1,"x\n', ":2:"), ("", ":1:1"), ("a,b\n1,\xff\n", ":2:")],
)
def test_damaged_tables_say_where(scomm, tmp_path, text, place):
    path = tmp_path / "bad.csv"
    path.write_bytes(text.encode("latin-1"))
    run = scomm(path, "-c", "bad | count")
    assert run[:2] == (4, "")
    assert f"bad.csv{place}" in run.err
